"""Use cases that wait together share a commit, fail alone, and are answered only when what they did is durable."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from civic.places import Place, PlaceKind
from services import ports
from services.delivery import Received
from services.posts import Post
from storage import store as storage_store
from storage.errors import StorageUnavailable
from storage.store import SqliteStore


def note(key: str):
    """A use case that leaves a trace."""
    return lambda tx: tx.meta.set(key, "here")


def fail(tx):
    tx.meta.set("failed", "here")
    raise LookupError("no")


def break_commit(tx):
    # A reference into nowhere, checked only at the commit: the surest way to a commit that fails.
    tx.session.raw.execute("PRAGMA defer_foreign_keys = ON")
    tx.session.raw.execute("INSERT INTO prompts VALUES (404, 'x', 0, 0)")


async def seen(store: SqliteStore, *keys: str) -> list[str]:
    return await store.run(lambda tx: [key for key in keys if tx.meta.get(key)])


def commits(path: Path) -> int:
    """How many commits the write-ahead log has: each frame that ends one holds the size of the database, others zero."""
    log = Path(f"{path}-wal").read_bytes()
    frame = 24 + int.from_bytes(log[8:12], "big")
    return sum(log[at + 4 : at + 8] != bytes(4) for at in range(32, len(log), frame))


async def test_it_fits_the_port(store: SqliteStore):
    fits: ports.Store = store
    assert await fits.run(lambda tx: tx.timers.next_due()) is None


async def test_a_use_case_gets_its_own_result(store: SqliteStore):
    results = await asyncio.gather(*(store.run(lambda _, n=n: n) for n in range(500)))
    assert results == list(range(500))


async def test_those_who_wait_together_share_one_commit(store: SqliteStore, path: Path):
    await store.run(note("first"))
    before = commits(path)
    await asyncio.gather(*(store.run(note(str(n))) for n in range(64)))
    assert commits(path) == before + 1


async def test_a_crowd_is_taken_in_shares(store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(storage_store, "SHARE", 10)
    await store.run(note("first"))
    before = commits(path)
    await asyncio.gather(*(store.run(note(str(n))) for n in range(25)))
    assert commits(path) == before + 3


async def test_they_run_in_the_order_they_were_asked_for(store: SqliteStore):
    order: list[int] = []
    await asyncio.gather(*(store.run(lambda _, n=n: order.append(n)) for n in range(300)))
    assert order == list(range(300))


async def test_one_that_fails_takes_back_only_its_own(store: SqliteStore):
    asked = [store.run(note("before")), store.run(fail), store.run(note("after"))]
    first, error, last = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(error, LookupError)
    assert (first, last) == (None, None)
    assert await seen(store, "before", "failed", "after") == ["before", "after"]


async def test_a_failing_commit_fails_all_who_share_it_and_the_next_goes_well(store: SqliteStore):
    asked = [store.run(note("before")), store.run(break_commit), store.run(fail), store.run(note("after"))]
    errors = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(error) for error in errors] == [sqlite3.IntegrityError] * 4
    assert await seen(store, "before", "failed", "after") == []
    await store.run(note("next"))
    assert await seen(store, "next") == ["next"]


async def test_even_an_odd_exception_reaches_its_caller(store: SqliteStore):
    # A future cannot carry StopIteration; a task cannot raise it.
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.run(lambda _: next(iter(())))


async def test_what_a_use_case_catches_does_not_concern_the_store(store: SqliteStore):
    def careful(tx):
        tx.people.add(1, "甲")
        with pytest.raises(sqlite3.IntegrityError):
            tx.people.add(1, "乙")

    await store.run(careful)
    person = await store.run(lambda tx: tx.people.by_chat(1))
    assert person is not None
    assert person.name == "甲"


async def test_the_update_is_done_with_what_it_led_to_or_not_at_all(store: SqliteStore, now):
    updates = [Received(1, 7, b"{}", now), Received(2, 7, b"{}", now)]
    await store.run(lambda tx: tx.inbox.receive(updates))
    asked = [store.run(note("led to"), update_id=1), store.run(fail, update_id=2)]
    await asyncio.gather(*asked, return_exceptions=True)
    assert await store.run(lambda tx: tx.inbox.waiting(0, 99)) == (updates[1],)


async def test_who_stops_waiting_in_time_is_left_out_and_nobody_else_is_harmed(store: SqliteStore):
    tasks = [asyncio.create_task(store.run(note(str(n)))) for n in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(outcomes[1], asyncio.CancelledError)
    assert await seen(store, "0", "1", "2") == ["0", "2"]


async def test_who_stops_waiting_too_late_has_asked_all_the_same(store: SqliteStore):
    loop = asyncio.get_running_loop()
    running = asyncio.Event()

    def slow(tx):
        tx.meta.set("slow", "here")
        loop.call_soon_threadsafe(running.set)

    task = asyncio.create_task(store.run(slow))
    await running.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await seen(store, "slow") == ["slow"]


async def test_closing_finishes_what_was_asked_for(path: Path):
    store = await SqliteStore.open(path)
    asked = [asyncio.create_task(store.run(note(str(n)))) for n in range(5)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*asked)
    with pytest.raises(StorageUnavailable):
        await store.run(note("late"))
    await store.close()
    async with await SqliteStore.open(path) as again:
        assert len(await seen(again, *"01234")) == 5


async def test_a_full_disk_is_told_and_later_forgotten(store: SqliteStore):
    def limit(pages: int):
        return lambda tx: tx.session.raw.execute(f"PRAGMA max_page_count = {pages}").fetchone()

    await store.run(limit(1))  # no smaller than it is: from now on it cannot grow
    big = "字" * 100_000
    asked = [store.run(note("small")), store.run(lambda tx: tx.meta.set("big", big)), store.run(note("after"))]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(outcomes[1], StorageUnavailable)
    assert isinstance(outcomes[1].__cause__, sqlite3.OperationalError)
    # SQLite may have taken back everything or only the one statement: whoever was told of success is right.
    told = [key for key, outcome in zip(("small", "after"), (outcomes[0], outcomes[2]), strict=True) if outcome is None]
    assert await seen(store, "small", "big", "after") == told

    await store.run(limit(1_000_000))
    await store.run(lambda tx: tx.meta.set("big", big))
    assert await seen(store, "big") == ["big"]


async def test_a_locked_file_is_told_and_later_forgotten(store: SqliteStore, path: Path):
    await store.run(lambda tx: tx.session.raw.execute("PRAGMA busy_timeout = 0").fetchone())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    errors = await asyncio.gather(*(store.run(note(str(n))) for n in range(3)), return_exceptions=True)
    assert [type(error) for error in errors] == [StorageUnavailable] * 3
    other.close()
    await store.run(note("later"))
    assert await seen(store, "0", "later") == ["later"]


async def test_posts_call_back_after_their_commit_and_only_then(store: SqliteStore):
    called: list[str] = []
    store.on_posts(lambda: called.append("posts"))

    def in_vain(tx):
        tx.outbox.put(Post(1, "a"))
        raise LookupError

    async def calls(*use_cases) -> list[str]:
        called.clear()
        await asyncio.gather(*map(store.run, use_cases), return_exceptions=True)
        await asyncio.sleep(0)
        return list(called)

    assert await calls(note("nothing")) == []
    assert await calls(in_vain) == []
    assert await calls(lambda tx: tx.outbox.put(Post(1, "a")), break_commit) == []
    assert await calls(lambda tx: tx.outbox.put(Post(1, "a")), lambda tx: tx.outbox.put(Post(2, "a"))) == ["posts"]
    assert await calls(in_vain, note("nothing")) == []
    assert await calls(note("nothing")) == []


async def test_the_directory_is_kept_until_places_change(store: SqliteStore):
    first = await store.run(lambda tx: tx.places.directory())
    assert await store.run(lambda tx: tx.places.directory()) is first

    def grow(tx):
        place = tx.places.put(Place(0, "XF", "幸福小区", PlaceKind.ESTATE))
        return tx.places.directory().get(place.id)

    place = await store.run(grow)
    assert list(await store.run(lambda tx: tx.places.directory())) == [place]


@pytest.mark.parametrize("spoiler", [fail, break_commit])
async def test_the_directory_of_a_transaction_that_fails_is_not_kept(store: SqliteStore, spoiler):
    before = await store.run(lambda tx: tx.places.directory())

    def grow(tx):
        tx.places.put(Place(0, "XF", "幸福小区", PlaceKind.ESTATE))
        assert len(tx.places.directory()) == 1
        spoiler(tx)

    beside, _ = await asyncio.gather(
        store.run(lambda tx: tx.places.directory()), store.run(grow), return_exceptions=True
    )
    assert beside is before or isinstance(beside, sqlite3.IntegrityError)
    assert await store.run(lambda tx: tx.places.directory()) is before
