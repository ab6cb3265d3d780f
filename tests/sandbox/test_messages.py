"""Sending, editing, deleting, copying: what goes through, what is refused, in which words."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import ManualClock
from sandbox.world import World
from sandbox.world.entities import cut_at_units, utf16_length
from tests.sandbox.conftest import RESIDENT, SECRETARY
from tests.sandbox.kit import BOT, Bot, Refused

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


async def refusal(bot: Bot, method: str, **params: Any) -> str:
    """Return the words of a refused call."""
    with pytest.raises(Refused) as refused:
        await bot(method, **params)
    return refused.value.words


async def test_a_message_comes_back_whole(bot: Bot, clock: ManualClock) -> None:
    message = await bot.say(RESIDENT, "您好")

    assert message["text"] == "您好"
    assert message["date"] == int(clock.now().timestamp())
    assert message["from"]["id"] == BOT
    assert message["chat"] == {
        "id": RESIDENT,
        "type": "private",
        "first_name": "住户",
        "last_name": "王",
        "username": "zhuhu_a",
    }


async def test_ids_grow_within_a_chat(bot: Bot) -> None:
    first, second = await bot.say(RESIDENT), await bot.say(RESIDENT)

    assert second["message_id"] > first["message_id"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Bad Request: message text is empty"),
        ("  \n ", "Bad Request: message text is empty"),
        ("字" * 4097, "Bad Request: message is too long"),
        ("😀" * 2049, "Bad Request: message is too long"),
        ("坏\ud800", "Bad Request: strings must be encoded in UTF-8"),
    ],
)
async def test_texts_that_are_refused(bot: Bot, text: str, words: str) -> None:
    assert await refusal(bot, "sendMessage", chat_id=RESIDENT, text=text) == words


async def test_the_longest_text_is_4096_utf16_units(bot: Bot) -> None:
    assert (await bot.say(RESIDENT, "😀" * 2048))["text"] == "😀" * 2048
    assert (await bot.say(RESIDENT, " " + "字" * 4096 + "\n"))["text"] == "字" * 4096


async def test_control_characters_become_spaces(bot: Bot) -> None:
    assert (await bot.say(RESIDENT, "一\x00二\x07三\r\n四"))["text"] == "一 二 三\n四"


@pytest.mark.parametrize(
    ("chat", "words"),
    [
        ("", "Bad Request: chat_id is empty"),
        (999, "Bad Request: chat not found"),
        (-999, "Bad Request: chat not found"),
        ("@nobody", "Bad Request: chat not found"),
        (SECRETARY, "Forbidden: bot can't initiate conversation with a user"),
    ],
)
async def test_chats_that_cannot_be_written_to(bot: Bot, chat: int | str, words: str) -> None:
    assert await refusal(bot, "sendMessage", chat_id=chat, text="好") == words


async def test_a_person_who_blocked_the_bot(bot: Bot, world: World) -> None:
    world.block(RESIDENT, blocked=True)
    change = await bot.only("my_chat_member")

    with pytest.raises(Refused) as refused:
        await bot.say(RESIDENT)
    world.start(RESIDENT)

    assert change["new_chat_member"]["status"] == "kicked"
    assert (refused.value.code, refused.value.words) == (403, "Forbidden: bot was blocked by the user")
    assert [kind for kind, _ in await bot.fresh()] == ["my_chat_member", "message"]
    assert await bot.say(RESIDENT)


async def test_a_reply_quotes_the_message(bot: Bot, world: World) -> None:
    asked = world.send(RESIDENT, RESIDENT, text="在吗")

    new = await bot.say(RESIDENT, "在", reply_parameters={"message_id": asked["message_id"]})
    old = await bot.say(RESIDENT, "在", reply_to_message_id=new["message_id"])

    assert new["reply_to_message"]["text"] == "在吗"
    assert "reply_to_message" not in old["reply_to_message"]


async def test_a_reply_to_what_is_gone(bot: Bot) -> None:
    gone = {"message_id": 999}

    assert (
        await refusal(bot, "sendMessage", chat_id=RESIDENT, text="在", reply_parameters=gone)
        == "Bad Request: message to be replied not found"
    )
    assert await bot.say(RESIDENT, reply_parameters={**gone, "allow_sending_without_reply": True})


async def test_options_show_in_the_message(bot: Bot) -> None:
    message = await bot.say(RESIDENT, protect_content=True, link_preview_options={"is_disabled": True})

    assert message["has_protected_content"] is True
    assert message["link_preview_options"] == {"is_disabled": True}


async def test_an_edit_changes_text_and_takes_the_keyboard_away(bot: Bot, clock: ManualClock) -> None:
    keyboard = {"inline_keyboard": [[{"text": "接单", "callback_data": "take"}]]}
    sent = await bot.say(RESIDENT, "旧", reply_markup=keyboard)
    clock.advance(timedelta(minutes=5))

    edited = await bot("editMessageText", chat_id=RESIDENT, message_id=sent["message_id"], text="新")

    assert edited["text"] == "新"
    assert edited["edit_date"] == sent["date"] + 300
    assert "reply_markup" not in edited


async def test_an_edit_that_changes_nothing(bot: Bot) -> None:
    keyboard = {"inline_keyboard": [[{"text": "接单", "callback_data": "take"}]]}
    sent = await bot.say(RESIDENT, "旧 @zhuhu_a", reply_markup=keyboard)
    place = {"chat_id": RESIDENT, "message_id": sent["message_id"]}

    same = await refusal(bot, "editMessageText", **place, text=" 旧 @zhuhu_a", reply_markup=keyboard)
    same_keyboard = await refusal(bot, "editMessageReplyMarkup", **place, reply_markup=keyboard)

    assert same == same_keyboard == NOT_MODIFIED
    assert await bot("editMessageText", **place, text="旧 @zhuhu_a")


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup", "editMessageCaption"])
async def test_edits_of_what_is_not_there_or_not_ones_own(bot: Bot, world: World, method: str) -> None:
    other = world.send(RESIDENT, RESIDENT, text="我的")
    place = {"chat_id": RESIDENT, "text": "新", "caption": "新"}

    assert await refusal(bot, method, **place, message_id=999) == "Bad Request: message to edit not found"
    assert await refusal(bot, method, **place, message_id=other["message_id"]) == "Bad Request: message can't be edited"


async def test_words_and_captions_are_not_confused(bot: Bot) -> None:
    text = await bot.say(RESIDENT, "字")
    photo = await bot("sendPhoto", chat_id=RESIDENT, files={"photo": b"p"})

    assert (
        await refusal(bot, "editMessageCaption", chat_id=RESIDENT, message_id=text["message_id"], caption="新")
        == "Bad Request: there is no caption in the message to edit"
    )
    assert (
        await refusal(bot, "editMessageText", chat_id=RESIDENT, message_id=photo["message_id"], text="新")
        == "Bad Request: there is no text in the message to edit"
    )


async def test_a_deleted_message_is_gone(bot: Bot) -> None:
    place = {"chat_id": RESIDENT, "message_id": (await bot.say(RESIDENT))["message_id"]}

    assert await bot("deleteMessage", **place) is True
    assert await refusal(bot, "deleteMessage", **place) == "Bad Request: message to delete not found"
    assert await refusal(bot, "editMessageText", **place, text="新") == "Bad Request: message to edit not found"


async def test_what_is_older_than_two_days_stays(bot: Bot, clock: ManualClock) -> None:
    sent = await bot.say(RESIDENT)
    clock.advance(timedelta(days=2, seconds=1))

    words = await refusal(bot, "deleteMessage", chat_id=RESIDENT, message_id=sent["message_id"])

    assert words == "Bad Request: message can't be deleted for everyone"


async def test_several_messages_are_deleted_at_once(bot: Bot, world: World) -> None:
    ids = [(await bot.say(RESIDENT))["message_id"] for _ in range(3)]

    assert await bot("deleteMessages", chat_id=RESIDENT, message_ids=[*ids, 999])
    assert not world.chat(RESIDENT).messages.keys() & set(ids)


async def test_a_copy_has_no_origin_and_a_forward_has(bot: Bot, world: World, group: int) -> None:
    original = world.send(RESIDENT, RESIDENT, text="三号楼 /help")
    source = {"chat_id": group, "from_chat_id": RESIDENT, "message_id": original["message_id"]}

    copy = await bot("copyMessage", **source)
    forward = await bot("forwardMessage", **source)

    copied = world.chat(group).messages[copy["message_id"]]
    assert (copied["text"], copied["entities"]) == (original["text"], original["entities"])
    assert "forward_origin" not in copied
    assert forward["forward_origin"]["sender_user"]["id"] == RESIDENT
    assert await refusal(bot, "copyMessage", **source | {"message_id": 999}) == "Bad Request: message to copy not found"


async def test_a_copy_can_have_another_caption(bot: Bot, world: World) -> None:
    photo = await bot("sendPhoto", chat_id=RESIDENT, files={"photo": b"p"}, caption="旧")

    copy = await bot(
        "copyMessage", chat_id=RESIDENT, from_chat_id=RESIDENT, message_id=photo["message_id"], caption="新"
    )

    assert world.chat(RESIDENT).messages[copy["message_id"]]["caption"] == "新"


@pytest.mark.parametrize(
    ("method", "params", "field"),
    [
        ("sendLocation", {"latitude": 30.25, "longitude": "120.1"}, "location"),
        ("sendContact", {"phone_number": "+8613800000000", "first_name": "物业"}, "contact"),
        ("sendDice", {}, "dice"),
    ],
)
async def test_other_content(bot: Bot, method: str, params: dict[str, Any], field: str) -> None:
    assert field in await bot(method, chat_id=RESIDENT, **params)


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendLocation", {"latitude": "x"}, "Bad Request: latitude is empty or invalid"),
        ("sendContact", {"phone_number": "1"}, "Bad Request: first name is empty"),
        ("sendDice", {"emoji": "x"}, "Bad Request: wrong emoji specified"),
        ("sendChatAction", {"action": "dance"}, "Bad Request: wrong parameter action in request"),
    ],
)
async def test_other_content_that_is_refused(bot: Bot, method: str, params: dict[str, Any], words: str) -> None:
    assert await refusal(bot, method, chat_id=RESIDENT, **params) == words


async def test_chat_actions_are_shown(bot: Bot, world: World) -> None:
    assert await bot("sendChatAction", chat_id=RESIDENT, action="typing") is True
    assert b'"type":"action"' in world.events.after(0, lambda event: event.type == "action")[0].body


async def test_an_unknown_method(bot: Bot) -> None:
    with pytest.raises(Refused) as refused:
        await bot("sendTelepathy")
    assert (refused.value.code, refused.value.words) == (404, "Not Found")


async def test_methods_do_not_mind_the_case(bot: Bot) -> None:
    assert (await bot("GETME"))["id"] == BOT


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=9000))
def test_people_can_send_any_text_in_pieces_of_at_most_4096(text: str) -> None:
    pieces = cut_at_units(text, 4096)

    assert "".join(pieces) == text
    assert all(utf16_length(piece) <= 4096 for piece in pieces)
