"""Order within a chat, parallel between chats, and what becomes of an update whose handler raises (fault 8)."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.dispatcher import RECEIVED_AT, Dispatcher
from services.delivery import Received
from storage.errors import StorageUnavailable
from storage.store import SqliteStore
from tests.patience import PATIENCE, until

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def row(number: int, chat: int = 7) -> Received:
    return Received(number, chat, orjson.dumps({"update_id": number}), NOW)


class Hands:
    """Stands where the library's application stands: works on updates when it is allowed to."""

    bot = None

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.failures: dict[int, int] = defaultdict(int)
        self.most = self.now = 0

    def hold(self, *numbers: int) -> None:
        self.gates |= {number: asyncio.Event() for number in numbers}

    async def process_update(self, update) -> None:
        number = update.update_id
        self.begun.append(number)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(0)
            if number in self.gates:
                await self.gates[number].wait()
            if self.failures[number]:
                self.failures[number] -= 1
                raise ValueError("机密")
            self.ended.append(number)
        finally:
            self.now -= 1


class Bench:
    """A dispatcher with its inbox."""

    def __init__(self, store: SqliteStore, **options: int) -> None:
        self.store = store
        self.hands = Hands()
        self.dead: list[int] = []
        self.pauses: list[float] = []
        self.dispatcher = Dispatcher(
            self.hands,  # type: ignore[arg-type]
            store,
            on_dead=lambda _, row: self.dead.append(row.update_id),
            sleep=self.pause,
            **options,
        )

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def receive(self, *rows: Received) -> None:
        self.dispatcher.submit(await self.store.run(lambda tx: tx.inbox.receive(rows)))

    async def waiting(self) -> list[int]:
        return [row.update_id for row in await self.store.run(lambda tx: tx.inbox.waiting(0, 99))]


@pytest_asyncio.fixture
async def store(tmp_path: Path):
    async with await SqliteStore.open(tmp_path / "youshi.db") as opened:
        yield opened


@pytest.fixture
def bench(store: SqliteStore) -> Bench:
    return Bench(store)


async def test_within_a_chat_one_after_the_other(bench):
    bench.hands.hold(1)
    await bench.receive(row(1), row(2), row(3))
    await until(lambda: bench.hands.begun)
    assert bench.hands.begun == [1]
    bench.hands.gates[1].set()
    await bench.dispatcher.settled()
    assert bench.hands.ended == [1, 2, 3]
    assert await bench.waiting() == []


async def test_between_chats_at_the_same_time(bench):
    bench.hands.hold(1)
    await bench.receive(row(1, 7), row(2, 8), row(3, 9))
    await until(lambda: len(bench.hands.ended) == 2)
    assert bench.hands.ended == [2, 3]
    bench.hands.gates[1].set()
    await bench.dispatcher.settled()


async def test_no_more_than_the_limit(store):
    bench = Bench(store, limit=3)
    await bench.receive(*(row(number, number) for number in range(1, 40)))
    await bench.dispatcher.settled()
    assert bench.hands.most == 3
    assert sorted(bench.hands.ended) == list(range(1, 40))


async def test_a_chatty_chat_starves_nobody(store):
    bench = Bench(store, limit=1)
    await bench.receive(*(row(number, 7) for number in range(1, 10)), row(10, 8), row(11, 9))
    await bench.dispatcher.settled()
    assert bench.hands.ended[:4] == [1, 10, 11, 2]


async def test_a_handler_that_raises_is_tried_again(bench):
    bench.hands.failures[1] = 2
    await bench.receive(row(1), row(2))
    await bench.dispatcher.settled()
    assert bench.hands.begun == [1, 1, 1, 2]
    assert bench.hands.ended == [1, 2]
    assert bench.dead == []


async def test_the_third_failure_is_the_last(bench, caplog):
    bench.hands.failures[1] = 9
    await bench.receive(row(1), row(2))
    await bench.dispatcher.settled()
    assert bench.hands.begun == [1, 1, 1, 2]
    assert bench.dead == [1]
    assert await bench.waiting() == []
    assert "机密" not in caplog.text


async def test_tries_are_counted_across_a_restart(bench, store):
    await bench.receive(row(1))
    await store.run(lambda tx: tx.inbox.receive([row(2)]))
    await store.run(lambda tx: (tx.inbox.failed(2), tx.inbox.failed(2)))
    bench.hands.failures[2] = 9
    bench.dispatcher.submit([row(2)])
    await bench.dispatcher.settled()
    assert bench.hands.begun.count(2) == 1
    assert bench.dead == [2]


async def test_what_cannot_be_read_at_all_becomes_a_dead_letter_with_its_body(bench, store):
    await bench.receive(Received(1, 0, b'{"update_id": 1, "mess', NOW), row(2, 0))
    await bench.dispatcher.settled()
    assert bench.dead == [1]
    assert bench.hands.ended == [2]


async def test_who_raises_after_the_use_case_was_committed_is_not_run_twice(bench, store):
    done = []

    async def process(update) -> None:
        await store.run(lambda _: done.append(update.update_id), update_id=update.update_id)
        raise ValueError

    bench.hands.process_update = process
    await bench.receive(row(1), row(2))
    await bench.dispatcher.settled()
    assert done == [1, 2]
    assert bench.dead == []


async def test_a_bug_of_who_is_told_of_the_dead_changes_nothing(bench):
    def broken(tx, row):
        raise KeyError

    bench.dispatcher._on_dead = broken
    bench.hands.failures[1] = 9
    await bench.receive(row(1), row(2))
    await bench.dispatcher.settled()
    assert bench.hands.ended == [2]
    assert await bench.waiting() == []


async def test_a_full_disk_is_waited_for(bench, monkeypatch):
    await bench.receive(row(1))
    run, failures = bench.store.run, iter([StorageUnavailable("full")] * 3)

    async def unsteady(use_case, **options):
        if error := next(failures, None):
            raise error
        return await run(use_case, **options)

    monkeypatch.setattr(bench.store, "run", unsteady)
    await bench.dispatcher.settled()
    assert bench.hands.ended == [1]
    assert bench.pauses == [2.0] * 3
    assert await bench.waiting() == []


async def test_a_handler_learns_when_the_update_was_received(bench):
    found = []

    async def process(update) -> None:
        found.append(update.api_kwargs[RECEIVED_AT])

    bench.hands.process_update = process
    await bench.receive(row(1))
    await bench.dispatcher.settled()
    assert found == [NOW]


async def test_room_is_waited_for(store):
    bench = Bench(store, limit=1, backlog=2)
    bench.hands.hold(1)
    await bench.receive(*(row(number) for number in range(1, 5)))
    waiting = asyncio.create_task(bench.dispatcher.room())
    await until(lambda: bench.hands.begun)
    assert not waiting.done()
    bench.hands.gates[1].set()
    async with asyncio.timeout(PATIENCE):
        await waiting
    await bench.dispatcher.settled()


async def test_drain_finishes_what_was_begun_and_leaves_the_rest_to_the_next_start(bench):
    bench.hands.hold(1)
    await bench.receive(row(1), row(2))
    await until(lambda: bench.hands.begun)
    draining = asyncio.create_task(bench.dispatcher.drain())
    await asyncio.sleep(0)
    await bench.receive(row(3))
    bench.hands.gates[1].set()
    await draining
    assert bench.hands.ended == [1]
    assert await bench.waiting() == [2, 3]


async def test_drain_gives_up_on_what_takes_too_long(bench):
    bench.hands.hold(1)
    await bench.receive(row(1))
    await until(lambda: bench.hands.begun)
    await bench.dispatcher.drain(within=0.0)
    assert bench.hands.ended == []
    assert await bench.waiting() == [1]


class NoStore:
    """Marks nothing: for rules about order alone."""

    async def run(self, use_case, **_):
        return None

    def finished(self, _update_id):
        return False


@given(st.lists(st.integers(1, 4), max_size=40), st.integers(1, 5))
def test_any_mix_is_worked_on_once_and_in_order(chats, limit):
    async def scene() -> None:
        bench = Bench(NoStore(), limit=limit)  # type: ignore[arg-type]
        bench.dispatcher.submit(row(number, chat) for number, chat in enumerate(chats, 1))
        await bench.dispatcher.settled()
        assert sorted(bench.hands.ended) == list(range(1, len(chats) + 1))
        for chat in set(chats):
            own = [number for number in bench.hands.ended if chats[number - 1] == chat]
            assert own == sorted(own)

    asyncio.run(scene())
