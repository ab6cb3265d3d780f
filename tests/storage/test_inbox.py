"""What was received is kept once, worked on until it is done, and given up after three tries."""

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.delivery import Received
from storage.store import SqliteStore


async def test_what_is_new_is_kept_and_given_back_in_order(store: SqliteStore, now):
    def update(update_id: int, body: bytes = b"{}") -> Received:
        return Received(update_id, 7, body, now)

    # 3 restarts lower: what counts is the set of ids, not the highest (fault 6).
    batch = [update(9), update(3), update(9, b'{"again":1}')]
    assert await store.run(lambda tx: tx.inbox.receive(batch)) == (batch[0], batch[1])
    assert await store.run(lambda tx: tx.inbox.receive([update(3), update(4)])) == (update(4),)
    assert await store.run(lambda tx: tx.inbox.waiting(0, 99)) == (update(9), update(3), update(4))


@given(deliveries=st.lists(st.lists(st.integers(0, 9)), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
async def test_each_update_is_new_once_however_it_is_delivered(store: SqliteStore, now, deliveries):
    store.bot_id += 1  # an inbox of its own for each example
    batches = [[Received(update_id, 7, b"{}", now) for update_id in batch] for batch in deliveries]
    new = await asyncio.gather(*(store.run(lambda tx, b=batch: tx.inbox.receive(b)) for batch in batches))
    ids = [received.update_id for batch in new for received in batch]
    assert ids == list(dict.fromkeys(update_id for batch in deliveries for update_id in batch))


async def test_done_drops_the_words_and_keeps_the_key(store: SqliteStore, now):
    received = Received(5, 7, "电梯又坏了".encode(), now)
    await store.run(lambda tx: tx.inbox.receive([received]))
    await store.run(lambda tx: tx.inbox.done(5))
    assert await store.run(lambda tx: tx.inbox.waiting(0, 99)) == ()
    assert await store.run(lambda tx: tx.inbox.receive([received])) == ()
    (row,) = await store.run(lambda tx: tx.session.raw.execute("SELECT * FROM inbox").fetchall())
    assert (row["state"], row["body"]) == ("done", b"")


async def test_the_third_failure_is_the_last_and_the_words_are_kept(store: SqliteStore, now):
    received = Received(5, 7, b'{"text":"x"}', now)
    await store.run(lambda tx: tx.inbox.receive([received]))
    for last in (False, False, True):
        assert await store.run(lambda tx: tx.inbox.waiting(0, 99)) == (received,)
        assert await store.run(lambda tx: tx.inbox.failed(5)) is last
    assert await store.run(lambda tx: tx.inbox.waiting(0, 99)) == ()
    await store.run(lambda tx: tx.inbox.done(5))
    (row,) = await store.run(lambda tx: tx.session.raw.execute("SELECT * FROM inbox").fetchall())
    assert (row["state"], row["body"]) == ("dead", received.body)


async def test_whether_something_from_before_a_moment_still_waits(store: SqliteStore, now):
    def waits(seconds: int):
        return store.run(lambda tx: tx.inbox.waits_before(now + timedelta(seconds=seconds)))

    assert await waits(9) is False
    await store.run(lambda tx: tx.inbox.receive([Received(5, 7, b"{}", now)]))
    assert await waits(0) is False
    assert await waits(1) is True
    await store.run(lambda tx: tx.inbox.done(5))
    assert await waits(1) is False


async def test_each_bot_has_its_own_updates(store: SqliteStore, now):
    received = Received(5, 7, b"{}", now)
    for bot_id in (1, 2):
        store.bot_id = bot_id
        assert await store.run(lambda tx: tx.inbox.receive([received])) == (received,)
    await store.run(lambda tx: tx.inbox.done(5))
    assert await store.run(lambda tx: tx.inbox.waiting(0, 99)) == ()
    store.bot_id = 1
    assert await store.run(lambda tx: tx.inbox.waiting(0, 99)) == (received,)
