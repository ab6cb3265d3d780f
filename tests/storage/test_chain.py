"""The chain of the journal: what was written proves itself, and what was tampered with gives itself away."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.events import Event, EventKind
from services.ports import Subject
from storage import chain
from storage.chain import GENESIS, Head, check_recent, link, verify
from storage.errors import ChainBroken
from storage.reading import reading
from storage.schema import migrate
from storage.store import SqliteStore

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def event(number: int) -> Event:
    return Event(EventKind.ASSIGNED, NOW + timedelta(seconds=number), number % 3 or None, {"worker": number})


def writing(*numbers: int):
    return lambda tx: tx.journal.append(Subject.CASE, 1, map(event, numbers))


async def head_of(store: SqliteStore) -> Head:
    return await store.run(lambda tx: tx.journal.head())


BEGINNING = Head()


def verified(path: Path, against: Head = BEGINNING) -> Head:
    with reading(path) as raw:
        return verify(raw, against)


def tamper(path: Path, *statements: str) -> None:
    """As somebody would who can write to the file: without the triggers."""
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DROP TRIGGER journal_no_update")
        raw.execute("DROP TRIGGER journal_no_delete")
        for statement in statements:
            raw.execute(statement)


async def test_an_empty_journal_ends_where_it_begins(store: SqliteStore, path: Path) -> None:
    assert verified(path) == Head(0, GENESIS) == await head_of(store)


async def test_the_head_that_is_kept_is_the_head_that_is_computed(store: SqliteStore, path: Path) -> None:
    await store.run(writing(1, 2, 3))
    await store.run(writing())
    await store.run(writing(4))
    head = await head_of(store)
    assert (head.id, verified(path)) == (4, head)


async def test_every_earlier_head_is_on_the_way(store: SqliteStore, path: Path) -> None:
    heads = [Head()]
    for number in range(5):
        await store.run(writing(number))
        heads.append(await head_of(store))
    assert {str(verified(path, head)) for head in heads} == {str(heads[-1])}
    with pytest.raises(ChainBroken):
        verified(path, Head(2, heads[3].hash))
    with pytest.raises(ChainBroken):
        verified(path, Head(6, heads[5].hash))


async def test_what_is_rolled_back_leaves_no_trace_in_the_chain(store: SqliteStore, path: Path) -> None:
    def fails(tx) -> None:
        writing(7, 8)(tx)
        raise LookupError

    asked = [store.run(writing(1)), store.run(fails), store.run(writing(2))]
    await asyncio.gather(*asked, return_exceptions=True)
    assert (verified(path).id, verified(path)) == (2, await head_of(store))


async def test_a_commit_that_fails_takes_the_head_back_too(store: SqliteStore, path: Path) -> None:
    def breaks(tx) -> None:
        writing(1)(tx)
        tx.session.raw.execute("PRAGMA defer_foreign_keys = ON")
        tx.session.raw.execute("INSERT INTO prompts VALUES (404, 'x', 0, 0)")

    with pytest.raises(sqlite3.IntegrityError):
        await store.run(breaks)
    await store.run(writing(2))
    assert verified(path) == await head_of(store)


async def test_the_chain_goes_on_after_a_restart(path: Path) -> None:
    for number in range(3):
        async with await SqliteStore.open(path) as store:
            await store.run(writing(number))
    assert verified(path).id == 3


@pytest.mark.parametrize("statement", ["UPDATE journal SET actor_id = 9", "DELETE FROM journal WHERE id = 1"])
async def test_events_are_only_ever_added(store: SqliteStore, path: Path, statement: str) -> None:
    await store.run(writing(1))
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        await store.run(lambda tx: tx.session.raw.execute(statement))
    assert verified(path).id == 1


TAMPERINGS: dict[str, tuple[str, ...]] = {
    "one value": ("UPDATE journal SET data = '{\"worker\":99}' WHERE id = 3",),
    "no actor": ("UPDATE journal SET actor_id = NULL WHERE id = 2",),
    "a moment": ("UPDATE journal SET at = at + 1 WHERE id = 6",),
    "a hash": ("UPDATE journal SET hash = zeroblob(32) WHERE id = 4",),
    "the first removed": ("DELETE FROM journal WHERE id = 1",),
    "one removed": ("DELETE FROM journal WHERE id = 3",),
    "one removed, the gap closed": (
        "DELETE FROM journal WHERE id = 3",
        "UPDATE journal SET id = id - 1 WHERE id > 3",
    ),
    "two exchanged": (
        "UPDATE journal SET id = 100 WHERE id = 2",
        "UPDATE journal SET id = 2 WHERE id = 3",
        "UPDATE journal SET id = 3 WHERE id = 100",
    ),
    "one slipped in": (
        "INSERT INTO journal SELECT 7, subject, subject_id, kind, at, 1, data, hash FROM journal LIMIT 1",
    ),
    "the subject": ("UPDATE journal SET subject_id = 2 WHERE id = 1",),
}


@pytest.mark.parametrize("name", TAMPERINGS)
async def test_tampering_gives_itself_away(store: SqliteStore, path: Path, name: str) -> None:
    await store.run(writing(*range(6)))
    await store.close()
    tamper(path, *TAMPERINGS[name])
    with pytest.raises(ChainBroken):
        verified(path)
    with pytest.raises(ChainBroken):
        await SqliteStore.open(path)


async def test_whoever_computes_all_hashes_anew_is_given_away_by_an_earlier_head(
    store: SqliteStore, path: Path
) -> None:
    await store.run(writing(1, 2))
    noted = await head_of(store)
    await store.run(writing(3))
    await store.close()
    tamper(path, "UPDATE journal SET actor_id = 2 WHERE id = 1")
    forge(path)
    assert verified(path).id == 3
    with pytest.raises(ChainBroken, match="does not go on from 2:"):
        verified(path, noted)


def forge(path: Path) -> None:
    head = Head()
    with closing(sqlite3.connect(path)) as raw, raw:
        for number, *values, _ in raw.execute(chain._WHOLE, (0,)).fetchall():
            head = link(head, values)
            raw.execute("UPDATE journal SET hash = ? WHERE id = ?", (head.hash, number))


async def test_a_removed_end_is_given_away_by_an_earlier_head(store: SqliteStore, path: Path) -> None:
    await store.run(writing(1, 2, 3))
    noted = await head_of(store)
    await store.close()
    tamper(path, "DELETE FROM journal WHERE id = 3")
    assert verified(path).id == 2
    with pytest.raises(ChainBroken):
        verified(path, noted)


async def test_a_start_looks_at_the_latest_events_only(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "RECENT", 2)
    await store.run(writing(*range(6)))
    await store.close()
    tamper(path, "UPDATE journal SET actor_id = 2 WHERE id = 2")
    with closing(sqlite3.connect(path)) as raw:
        check_recent(raw)
        raw.execute("UPDATE journal SET actor_id = 2 WHERE id = 5")
        with pytest.raises(ChainBroken):
            check_recent(raw)
        raw.execute("DELETE FROM journal WHERE id = 4")
        with pytest.raises(ChainBroken, match="missing"):
            check_recent(raw)


def test_events_of_the_first_schema_are_chained_in_their_order(
    path: Path, older_schema: Callable[[Path, str], None]
) -> None:
    older_schema(path, "0001")
    with closing(sqlite3.connect(path)) as raw, raw:
        add = "INSERT INTO journal VALUES (?, 'case', 1, 'filed', ?, NULL, '{}')"
        raw.executemany(add, [(2, 20), (5, 50), (9, 90)])
    migrate(path)
    assert verified(path).id == 3
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT id, at FROM journal ORDER BY id").fetchall() == [(1, 20), (2, 50), (3, 90)]


@given(number=st.integers(0, 2**53), digest=st.binary(min_size=32, max_size=32))
def test_a_head_is_read_as_it_is_printed(number: int, digest: bytes) -> None:
    head = Head(number, digest)
    assert Head.parse(f" {head}\n") == head


@pytest.mark.parametrize("text", ["", "3", ":", "3:ff", "x:" + "0" * 64, "-1:" + "0" * 64, "3:" + "g" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        Head.parse(text)
