"""Keyboards, presses and their answers, reactions."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from sandbox import ManualClock
from sandbox.errors import ControlError
from sandbox.world import World
from tests.sandbox.conftest import RESIDENT, SECRETARY, WORKER
from tests.sandbox.kit import BOT, Answer, Bot, Refused

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "接单", "callback_data": "take:7"}, {"text": "网页", "url": "https://example.com"}],
        [],
        [{"text": "办结", "callback_data": "done:7"}],
    ]
}


@pytest.fixture
async def card(bot: Bot) -> Answer:
    """A bot's message with buttons."""
    return await bot.say(RESIDENT, "一件事", reply_markup=KEYBOARD)


async def test_a_press_reaches_the_bot_with_its_message(bot: Bot, world: World, card: Answer) -> None:
    callback = world.press(RESIDENT, RESIDENT, card["message_id"], text="接单")

    query = await bot.only("callback_query")

    assert (query["id"], query["data"], query["from"]["id"]) == (callback.id, "take:7", RESIDENT)
    assert query["message"]["message_id"] == card["message_id"]
    assert int(query["chat_instance"]) != RESIDENT


async def test_buttons_are_found_by_place_too(bot: Bot, world: World, card: Answer) -> None:
    world.press(RESIDENT, RESIDENT, card["message_id"], row=1, col=0)

    assert (await bot.only("callback_query"))["data"] == "done:7"


async def test_any_data_can_be_pressed_as_modified_apps_do(bot: Bot, world: World, card: Answer) -> None:
    world.press(RESIDENT, RESIDENT, card["message_id"], data="forged")

    assert (await bot.only("callback_query"))["data"] == "forged"


@pytest.mark.parametrize(
    ("message", "button"),
    [("card", {"text": "没有"}), ("card", {"text": "网页"}), ("card", {"row": 5, "col": 0}), ("own", {"data": "x"})],
)
async def test_presses_that_cannot_be(world: World, card: Answer, message: str, button: dict[str, Any]) -> None:
    own = world.send(RESIDENT, RESIDENT, text="我的")
    id_ = (card if message == "card" else own)["message_id"]

    with pytest.raises(ControlError):
        world.press(RESIDENT, RESIDENT, id_, **button)


async def test_strangers_cannot_press(world: World, bot: Bot) -> None:
    chat = world.add_group("只有书记", SECRETARY, [], bot="administrator")
    sent = await bot.say(chat.id, "一件事", reply_markup=KEYBOARD)

    with pytest.raises(ControlError):
        world.press(RESIDENT, chat.id, sent["message_id"], text="接单")


async def test_the_first_answer_is_shown(bot: Bot, world: World, card: Answer) -> None:
    callback = world.press(RESIDENT, RESIDENT, card["message_id"], text="接单")

    await bot("answerCallbackQuery", callback_query_id=callback.id, text="已记录", show_alert=True)
    await bot("answerCallbackQuery", callback_query_id=callback.id, text="又来")

    assert callback.answer == {"text": "已记录", "show_alert": True, "url": ""}


async def test_an_answer_comes_too_late_after_150_seconds(
    bot: Bot, world: World, card: Answer, clock: ManualClock
) -> None:
    callback = world.press(RESIDENT, RESIDENT, card["message_id"], text="接单")
    clock.advance(timedelta(seconds=150))
    assert await bot("answerCallbackQuery", callback_query_id=callback.id)

    clock.advance(timedelta(seconds=1))

    with pytest.raises(Refused) as refused:
        await bot("answerCallbackQuery", callback_query_id=callback.id)
    assert refused.value.words == ("Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert await bot.updates() == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"callback_query_id": "1"}, "query is too old and response timeout expired or query ID is invalid"),
        ({"text": "字" * 201}, "MESSAGE_TOO_LONG"),
        ({"url": "https://example.com"}, "URL_INVALID"),
    ],
)
async def test_answers_that_are_refused(
    bot: Bot, world: World, card: Answer, answer: dict[str, str], words: str
) -> None:
    callback = world.press(RESIDENT, RESIDENT, card["message_id"], text="接单")

    with pytest.raises(Refused) as refused:
        await bot("answerCallbackQuery", **{"callback_query_id": callback.id, **answer})

    assert refused.value.words == f"Bad Request: {words}"


def row(**button: Any) -> dict[str, Any]:
    """Return a keyboard of one button."""
    return {"inline_keyboard": [[{"text": "按", **button}]]}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (row(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (row(callback_data="字" * 22), "BUTTON_DATA_INVALID"),
        (row(callback_data=""), "BUTTON_DATA_INVALID"),
        (row(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (row(url="tel:119"), "inline keyboard button URL 'tel:119' is invalid: Wrong HTTP URL"),
        (row(url="http://localhost/"), "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
        (row(url="ftp://a.cn"), "inline keyboard button URL 'ftp://a.cn' is invalid: Unsupported URL protocol"),
        (row(text=" ", callback_data="x"), "can't parse inline keyboard button: Text buttons must be non-empty"),
        ({"inline_keyboard": [{"text": "x"}]}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": []}, "reply keyboard is empty"),
        ({"nonsense": 1}, "can't parse reply keyboard markup JSON object"),
        ("no json", "can't parse reply markup JSON object"),
        ([], "can't parse reply markup: expected object"),
    ],
)
async def test_keyboards_that_are_refused(bot: Bot, markup: Any, words: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot.say(RESIDENT, reply_markup=markup)

    assert refused.value.words == f"Bad Request: {words}"


@pytest.mark.parametrize("data", ["x" * 64, "字" * 21])
async def test_callback_data_of_64_bytes_is_fine(bot: Bot, data: str) -> None:
    sent = await bot.say(RESIDENT, reply_markup=row(callback_data=data))

    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == data


async def test_links_and_empty_rows_are_tidied(bot: Bot) -> None:
    sent = await bot.say(RESIDENT, reply_markup={"inline_keyboard": [[], [{"text": "看", "url": "example.com"}]]})

    assert sent["reply_markup"]["inline_keyboard"] == [[{"text": "看", "url": "http://example.com/"}]]


async def test_a_reply_keyboard_belongs_to_the_chat(bot: Bot, world: World) -> None:
    sent = await bot.say(RESIDENT, reply_markup={"keyboard": [["我的电话"]], "resize_keyboard": True})
    shown = world.chat(RESIDENT).keyboards[RESIDENT]
    await bot.say(RESIDENT, reply_markup={"remove_keyboard": True})

    assert "reply_markup" not in sent
    assert shown == {"keyboard": [[{"text": "我的电话"}]], "resize_keyboard": True}
    assert world.chat(RESIDENT).keyboards == {}


async def test_a_selective_keyboard_is_for_who_is_answered(bot: Bot, world: World, group: int) -> None:
    asked = world.send(WORKER, group, text="怎么办")

    await bot.say(
        group,
        reply_markup={"force_reply": True, "selective": True},
        reply_parameters={"message_id": asked["message_id"]},
    )

    assert list(world.chat(group).keyboards) == [WORKER]


async def test_reactions_come_when_asked_for(bot: Bot, world: World, group: int) -> None:
    sent = await bot.say(group)
    world.react(RESIDENT, group, sent["message_id"], "👍")
    await bot.updates(allowed_updates=["message_reaction"])
    world.react(RESIDENT, group, sent["message_id"], "👎")
    world.react(RESIDENT, group, sent["message_id"], None)

    changes = [payload for _, payload in await bot.fresh()]

    assert [each["old_reaction"] for each in changes] == [
        [{"type": "emoji", "emoji": "👍"}],
        [{"type": "emoji", "emoji": "👎"}],
    ]
    assert changes[1]["new_reaction"] == []


async def test_the_bots_own_reaction(bot: Bot, world: World) -> None:
    message = world.send(RESIDENT, RESIDENT, text="好")
    place = {"chat_id": RESIDENT, "message_id": message["message_id"]}

    assert await bot("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👌"}])
    assert world.chat(RESIDENT).reactions == {f"{message['message_id']}:{BOT}": [{"type": "emoji", "emoji": "👌"}]}
    with pytest.raises(Refused, match="Bad Request: REACTION_INVALID"):
        await bot("setMessageReaction", **place, reaction=[{"type": "smell"}])
    with pytest.raises(Refused, match="Bad Request: message to react not found"):
        await bot("setMessageReaction", **place | {"message_id": 999}, reaction=[])


async def test_a_thousand_presses_at_once_are_a_thousand_queries(bot: Bot, world: World, card: Answer) -> None:
    for _ in range(1000):
        world.press(RESIDENT, RESIDENT, card["message_id"], text="接单")

    seen: set[str] = set()
    while batch := await bot.fresh():
        seen |= {query["id"] for _, query in batch}
    await asyncio.gather(*(bot("answerCallbackQuery", callback_query_id=id_) for id_ in seen))

    assert len(seen) == 1000
