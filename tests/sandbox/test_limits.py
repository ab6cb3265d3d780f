"""Telegram's sending limits, on a clock that stands still until it is moved."""

from datetime import timedelta

import pytest

from sandbox import ManualClock
from sandbox.world import World
from tests.sandbox.conftest import RESIDENT
from tests.sandbox.kit import Bot, Refused


@pytest.fixture
def strict(bot: Bot) -> Bot:
    """The bot, with limits on."""
    bot.box.api.limits.on = True
    return bot


async def wait_asked(bot: Bot, chat: int) -> int:
    """Return for how long a refused message must wait."""
    with pytest.raises(Refused) as refused:
        await bot.say(chat)
    seconds = refused.value.parameters["retry_after"]
    assert (refused.value.code, refused.value.words) == (429, f"Too Many Requests: retry after {seconds}")
    return seconds


async def test_no_limits_unless_switched_on(bot: Bot) -> None:
    for _ in range(100):
        await bot.say(RESIDENT)


async def test_one_message_a_second_in_a_private_chat(strict: Bot, clock: ManualClock) -> None:
    await strict.say(RESIDENT)
    assert await wait_asked(strict, RESIDENT) == 1

    clock.advance(timedelta(seconds=1))

    await strict.say(RESIDENT)


async def test_twenty_messages_a_minute_in_a_group(strict: Bot, clock: ManualClock, group: int) -> None:
    for _ in range(20):
        await strict.say(group)
        clock.advance(timedelta(seconds=1))
    assert await wait_asked(strict, group) == 40

    clock.advance(timedelta(seconds=40))

    await strict.say(group)
    assert await wait_asked(strict, group) == 1


async def test_thirty_messages_a_second_in_all(strict: Bot, clock: ManualClock, world: World) -> None:
    people = [world.add_person(str(number)).id for number in range(31)]
    for person in people:
        world.start(person)
    for person in people[:30]:
        await strict.say(person)
    assert await wait_asked(strict, people[30]) == 1

    clock.advance(timedelta(seconds=1))

    await strict.say(people[30])


async def test_refused_messages_are_not_counted_and_edits_are_free(strict: Bot, clock: ManualClock) -> None:
    said = await strict.say(RESIDENT)
    for _ in range(5):
        await wait_asked(strict, RESIDENT)
    await strict("editMessageText", chat_id=RESIDENT, message_id=said["message_id"], text="新")

    clock.advance(timedelta(seconds=1))

    await strict.say(RESIDENT)
