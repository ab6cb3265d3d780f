"""Messages that are taken back: what is gone is gone, what Telegram keeps is told once and never tried again."""

from datetime import timedelta

import pytest

from services.posts import UNSAY, Post

RESIDENT = 501


def states(rig) -> list[str]:
    return [state for (state,) in rig.rows("SELECT state FROM outbox ORDER BY id")]


def unsaid(message_id: int) -> Post:
    return Post(RESIDENT, UNSAY, {"message_id": message_id})


@pytest.fixture
async def said(courier) -> int:
    """A message that the bot has sent, by its number."""
    await courier.post(Post(RESIDENT, "words", {"text": "照片"}))
    (message,) = [each for each in courier.box.world.chat(RESIDENT).messages.values() if each["from"]["is_bot"]]
    return message["message_id"]


async def test_48_a_message_is_taken_back_and_later_ones_stay(courier, said: int):
    await courier.post(Post(RESIDENT, "words", {"text": "后来"}), unsaid(said))
    assert courier.messages(RESIDENT) == ["后来"]
    assert (states(courier)[-1], courier.stuck) == ("sent", [])


async def test_48_what_somebody_has_deleted_already_is_gone_too(courier, said: int):
    courier.box.world.remove_message(courier.box.world.chat(RESIDENT), said)
    await courier.post(unsaid(said))
    assert (states(courier)[-1], courier.stuck) == ("sent", [])


async def test_48_what_is_too_old_stays_is_told_and_not_tried_again(courier, said: int):
    courier.clock.advance(timedelta(hours=49))
    await courier.post(unsaid(said))
    await courier.later(3600)
    assert courier.messages(RESIDENT) == ["照片"]
    assert (states(courier)[-1], courier.stuck) == ("dead", [(RESIDENT, said)])
    assert len(courier.calls("deleteMessage")) == 1


async def test_48_whose_chat_cannot_be_reached_keeps_it(courier, said: int):
    courier.fault("403", method="deleteMessage")
    await courier.post(unsaid(said))
    assert (courier.blocked, courier.stuck) == ([RESIDENT], [(RESIDENT, said)])


@pytest.mark.parametrize("after_effect", [True, False])
async def test_48_without_an_answer_it_is_tried_until_it_is_gone(courier, said: int, after_effect: bool):
    courier.fault("500", method="deleteMessage", after_effect=after_effect)
    await courier.post(unsaid(said))
    await courier.later(1)
    assert courier.messages(RESIDENT) == []
    assert (states(courier)[-1], courier.stuck) == ("sent", [])
    assert len(courier.calls("deleteMessage")) == 2
