"""Where a case is shown: remembered as posts arrive, given once to be taken back, and forgotten when that has ended."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from services.posts import UNSAY, Post
from storage.schema import migrate
from storage.store import SqliteStore

CHAT, OTHER = 102, 103


@pytest.fixture
async def case(store: SqliteStore, town):
    return await store.run(lambda tx: tx.cases.add(town.case()))


async def shown(store: SqliteStore, case_id: int | None, *message_ids: int, chat_id: int = CHAT) -> None:
    """A post that carries the case arrives as these messages."""

    def send(tx) -> None:
        tx.outbox.put(Post(chat_id, "files", {"files": ["f"]}, carries=case_id))
        (delivery,) = tx.outbox.claim([row.id for row in tx.outbox.ready(0, 9)])
        tx.outbox.sent(delivery.id, *message_ids)

    await store.run(send)


async def test_every_message_of_a_post_is_remembered_and_given_once(store: SqliteStore, case):
    await shown(store, case.id, 7, 8)
    await shown(store, case.id, 7, chat_id=OTHER)
    await shown(store, None, 9)
    assert sorted(await store.run(lambda tx: tx.carried.take(case.id))) == [(CHAT, 7), (CHAT, 8), (OTHER, 7)]
    assert await store.run(lambda tx: tx.carried.take(case.id)) == ()


async def test_what_stays_is_known_and_what_is_gone_is_forgotten(store: SqliteStore, case):
    await shown(store, case.id, 7, 8)

    def end(tx) -> tuple[int | None, tuple[int, ...]]:
        tx.carried.take(case.id)
        tx.carried.gone(CHAT, 7)
        return tx.carried.refused(CHAT, 8), tx.carried.stuck(case.id)

    assert await store.run(end) == (case.id, (CHAT,))
    assert await store.run(lambda tx: tx.carried.refused(CHAT, 7)) is None


async def test_with_the_files_goes_where_they_were_but_not_what_is_just_being_taken_back(store: SqliteStore, case):
    await shown(store, case.id, 7)
    await store.run(lambda tx: tx.carried.take(case.id))
    await shown(store, case.id, 8)
    await store.run(lambda tx: tx.erasure.files(case.id))
    assert await store.run(lambda tx: (tx.carried.take(case.id), tx.carried.refused(CHAT, 7))) == ((), case.id)


async def test_what_was_not_sent_yet_never_is(store: SqliteStore, case):
    await store.run(lambda tx: tx.outbox.put(Post(CHAT, "files", {"files": ["f"]}, carries=case.id)))
    await store.run(lambda tx: tx.outbox.put(Post(CHAT, "help")))
    await store.run(lambda tx: tx.outbox.drop(case.id))
    ready = await store.run(lambda tx: tx.outbox.claim([row.id for row in tx.outbox.ready(0, 9)]))
    assert [delivery.template for delivery in ready] == ["help"]
    rows = await store.run(lambda tx: tx.session.raw.execute("SELECT params FROM outbox WHERE id = 1").fetchall())
    assert [tuple(row) for row in rows] == [("{}",)]


async def test_what_arrives_after_its_case_lost_its_words_is_taken_back_at_once(store: SqliteStore, case):
    await store.run(lambda tx: tx.cases.save(replace(case, text="")))
    await shown(store, case.id, 7)
    (delivery,) = await store.run(lambda tx: tx.outbox.claim([row.id for row in tx.outbox.ready(0, 9)]))
    assert (delivery.chat_id, delivery.template, delivery.params) == (CHAT, UNSAY, {"message_id": 7})
    assert await store.run(lambda tx: tx.carried.take(case.id)) == ()


async def test_posts_of_before_keep_their_numbers_and_no_number_comes_again(
    path: Path, older_schema: Callable[[Path, str], None]
):
    older_schema(path, "0001")
    post = "INSERT INTO outbox VALUES (?, 1, 'help', '{}', 'critical', NULL, NULL, NULL, 0, 'ready', 0, 0, NULL)"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executemany(post, [(3,), (7,)])
        raw.execute("DELETE FROM outbox WHERE id = 7")
    migrate(path)
    async with await SqliteStore.open(path) as store:
        await store.run(lambda tx: tx.outbox.put(Post(2, "help")))
        assert [row.id for row in await store.run(lambda tx: tx.outbox.ready(0, 9))] == [3, 8]
