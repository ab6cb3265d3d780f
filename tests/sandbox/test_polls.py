"""Telegram's own polls: sending, voting, closing."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import ManualClock
from sandbox.errors import ControlError
from sandbox.world import World
from tests.sandbox.conftest import RESIDENT, WORKER
from tests.sandbox.kit import Bot, Refused

OPTIONS = [{"text": "七点"}, {"text": "八点"}]


async def send_poll(bot: Bot, chat: int, **settings: Any) -> tuple[int, dict[str, Any]]:
    """Send a poll; returns the message's id and the poll."""
    message = await bot("sendPoll", chat_id=chat, question="几点开会?", options=OPTIONS, **settings)
    return message["message_id"], message["poll"]


async def test_votes_reach_the_bot(bot: Bot, world: World, group: int) -> None:
    message_id, poll = await send_poll(bot, group, is_anonymous=False)
    world.vote(RESIDENT, group, message_id, [0])
    world.vote(WORKER, group, message_id, [0])
    world.vote(RESIDENT, group, message_id, [1])

    updates = await bot.fresh()

    answers = [payload for kind, payload in updates if kind == "poll_answer"]
    polls = [payload for kind, payload in updates if kind == "poll"]
    assert [(each["user"]["id"], each["option_ids"]) for each in answers] == [
        (RESIDENT, [0]),
        (WORKER, [0]),
        (RESIDENT, [1]),
    ]
    assert [option["voter_count"] for option in polls[-1]["options"]] == [1, 1]
    assert polls[-1]["id"] == poll["id"]


async def test_anonymous_votes_are_only_counted(bot: Bot, world: World, group: int) -> None:
    message_id, _ = await send_poll(bot, group)
    world.vote(RESIDENT, group, message_id, [0])
    world.vote(RESIDENT, group, message_id, [])

    assert [payload["total_voter_count"] for _, payload in await bot.fresh()] == [1, 0]


async def test_a_stopped_poll_takes_no_votes(bot: Bot, world: World, group: int) -> None:
    message_id, _ = await send_poll(bot, group)

    closed = await bot("stopPoll", chat_id=group, message_id=message_id)

    assert closed["is_closed"] is True
    with pytest.raises(ControlError, match="closed"):
        world.vote(RESIDENT, group, message_id, [0])
    with pytest.raises(Refused, match="poll has already been closed"):
        await bot("stopPoll", chat_id=group, message_id=message_id)


async def test_a_poll_closes_at_its_time(bot: Bot, world: World, group: int, clock: ManualClock) -> None:
    _, poll = await send_poll(bot, group, open_period=60)
    clock.advance(timedelta(seconds=59))
    assert await bot.updates() == []

    clock.advance(timedelta(seconds=1))

    closed = await bot.only("poll")
    assert closed["is_closed"] is True
    assert poll["close_date"] == int(clock.now().timestamp())


async def test_one_answer_unless_more_are_allowed(bot: Bot, world: World, group: int) -> None:
    single, _ = await send_poll(bot, group)
    several, _ = await send_poll(bot, group, allows_multiple_answers=True)

    with pytest.raises(ControlError, match="one answer"):
        world.vote(RESIDENT, group, single, [0, 1])
    with pytest.raises(ControlError, match="no such option"):
        world.vote(RESIDENT, group, single, [7])
    assert world.vote(RESIDENT, group, several, [0, 1])["total_voter_count"] == 1
    with pytest.raises(ControlError, match="no poll"):
        world.vote(RESIDENT, group, 999, [0])


@pytest.mark.parametrize(
    ("question", "options", "words"),
    [
        ("", OPTIONS, "poll question must be non-empty"),
        ("问" * 301, OPTIONS, "poll question length must not exceed 300"),
        ("问", OPTIONS[:1], "poll must have at least 2 option"),
        ("问", OPTIONS * 7, "poll can't have more than 12 options"),
        ("问", ["", "八点"], "poll options must be non-empty"),
        ("问", ["字" * 101, "八点"], "poll options length must not exceed 100"),
    ],
)
async def test_polls_that_are_refused(bot: Bot, question: str, options: list[Any], words: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot("sendPoll", chat_id=RESIDENT, question=question, options=options)

    assert refused.value.words == f"Bad Request: {words}"


async def test_a_quiz_knows_its_answer(bot: Bot) -> None:
    _, poll = await send_poll(bot, RESIDENT, type="quiz", correct_option_id=1)

    assert (poll["type"], poll["correct_option_ids"]) == ("quiz", [1])


async def test_a_message_without_a_poll(bot: Bot) -> None:
    said = await bot.say(RESIDENT)

    with pytest.raises(Refused, match="message with poll to stop not found"):
        await bot("stopPoll", chat_id=RESIDENT, message_id=said["message_id"])
