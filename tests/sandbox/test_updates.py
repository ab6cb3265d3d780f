"""getUpdates: offsets, long polls, rivals, allowed kinds, expiry; as the Bot API server does it."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import ManualClock
from sandbox.world import World
from sandbox.world.updates import FIRST_UPDATE, FORESIGHT, UpdateQueue
from tests.sandbox.conftest import RESIDENT
from tests.sandbox.kit import Bot, Refused


def ids(batch: list[dict[str, int]]) -> list[int]:
    """Return update ids counted from the first."""
    return [update["update_id"] - FIRST_UPDATE for update in batch]


@pytest.fixture
def five(world: World) -> int:
    """Five updates wait; returns the first one's id (START was an update too)."""
    for number in range(5):
        world.send(RESIDENT, RESIDENT, text=f"第{number}条")
    return FIRST_UPDATE + 1


async def test_updates_stay_until_an_offset_confirms_them(bot: Bot, five: int) -> None:
    assert ids(await bot.updates()) == [1, 2, 3, 4, 5]
    assert ids(await bot.updates()) == [1, 2, 3, 4, 5]
    assert ids(await bot.updates(five + 2)) == [3, 4, 5]
    assert ids(await bot.updates()) == [3, 4, 5]


async def test_an_old_offset_brings_nothing_back(bot: Bot, five: int) -> None:
    await bot.updates(five + 3)

    assert ids(await bot.updates(five)) == [4, 5]


@pytest.mark.parametrize(("offset", "left"), [(-1, [5]), (-3, [3, 4, 5]), (-100, [1, 2, 3, 4, 5])])
async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(
    bot: Bot, five: int, offset: int, left: list[int]
) -> None:
    assert ids(await bot.updates(offset)) == left
    assert ids(await bot.updates()) == left


async def test_an_offset_just_ahead_confirms_all(bot: Bot, five: int) -> None:
    assert await bot.updates(five + 5 + FORESIGHT) == []
    assert await bot.updates() == []


async def test_an_offset_far_ahead_cannot_be_this_queues_and_starts_from_the_head(bot: Bot, five: int) -> None:
    assert ids(await bot.updates(five + 6 + FORESIGHT)) == [1, 2, 3, 4, 5]
    assert ids(await bot.updates()) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("limit", "count"), [(2, 2), (0, 1), (-5, 1), (1000, 5), ("3", 3)])
async def test_the_limit_is_moved_into_its_bounds(bot: Bot, five: int, limit: int, count: int) -> None:
    assert len(await bot.updates(limit=limit)) == count


async def test_a_hundred_updates_a_call(bot: Bot, world: World) -> None:
    for number in range(120):
        world.send(RESIDENT, RESIDENT, text=str(number))

    assert len(await bot.updates()) == 100


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, world: World) -> None:
    poll = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0)

    world.send(RESIDENT, RESIDENT, text="在吗")

    assert [update["message"]["text"] for update in await poll] == ["在吗"]


async def test_a_second_poll_ends_the_first(bot: Bot, world: World) -> None:
    first = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0)
    second = asyncio.create_task(bot.updates(timeout=30))

    with pytest.raises(Refused) as refused:
        await first
    world.send(RESIDENT, RESIDENT, text="在吗")

    assert refused.value.code == 409
    assert refused.value.words == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert len(await second) == 1


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot) -> None:
    poll = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0)
    await bot("setWebhook", url="http://127.0.0.1:9/hook")

    with pytest.raises(Refused, match="Conflict: terminated by setWebhook request"):
        await poll
    with pytest.raises(
        Refused, match="Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
    ):
        await bot.updates()

    await bot("deleteWebhook")
    assert await bot.updates() == []


async def test_a_closing_server_answers_polls_at_once(bot: Bot) -> None:
    poll = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0)

    await bot.box.close()

    assert await poll == []
    assert await bot.updates(timeout=30) == []


async def test_only_allowed_kinds_are_queued_and_the_wish_is_remembered(bot: Bot, world: World) -> None:
    await bot.updates(allowed_updates=["edited_message"])
    message = world.send(RESIDENT, RESIDENT, text="电体坏了")
    world.edit(RESIDENT, RESIDENT, message["message_id"], text="电梯坏了")

    edited = await bot.only("edited_message")

    assert edited["text"] == "电梯坏了"
    assert edited["edit_date"] == edited["date"]


async def test_an_empty_wish_asks_for_the_usual_kinds(bot: Bot, world: World, group: int) -> None:
    await bot.updates(allowed_updates=["chat_member"])
    await bot.updates(allowed_updates=[])
    world.leave(group, RESIDENT)

    assert [kind for kind, _ in await bot.fresh()] == ["message"]


async def test_updates_are_kept_for_a_day(bot: Bot, world: World, clock: ManualClock) -> None:
    world.send(RESIDENT, RESIDENT, text="早")
    clock.advance(timedelta(hours=23, minutes=59))
    world.send(RESIDENT, RESIDENT, text="晚")
    assert len(await bot.updates()) == 2

    clock.advance(timedelta(minutes=1))

    assert [update["message"]["text"] for update in await bot.updates()] == ["晚"]
    assert (await bot("getWebhookInfo"))["pending_update_count"] == 1


async def test_an_update_shows_what_was_when_it_happened(bot: Bot, world: World) -> None:
    message = world.send(RESIDENT, RESIDENT, text="电体坏了")
    world.edit(RESIDENT, RESIDENT, message["message_id"], text="电梯坏了")

    first, second = await bot.fresh()

    assert first[1]["text"] == "电体坏了"
    assert second[1]["text"] == "电梯坏了"


@given(st.lists(st.tuples(st.sampled_from(["add", "take"]), st.integers(-3, 12)), max_size=40))
def test_nothing_is_lost_or_repeated_whatever_the_offsets(moves: list[tuple[str, int]]) -> None:
    """A client that confirms only what it has received sees every update, in order."""
    queue = UpdateQueue(lambda: 0)
    seen: list[int] = []
    for move, limit in moves:
        if move == "add":
            queue.add("message", b"{}", 1)
        else:
            offset = seen[-1] + 1 if seen else 0
            seen += [update.id for update in queue.take(offset, max(limit, 1))]
    seen += [update.id for update in queue.take(seen[-1] + 1 if seen else 0, 100)]

    assert seen == list(range(FIRST_UPDATE, queue.next_id))
