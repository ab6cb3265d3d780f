"""Posts go out in order, are replaced while they wait, and are accounted for whatever happens on the way."""

from datetime import timedelta

import pytest

from services.delivery import Delivery, Waiting
from services.posts import Post, Promise
from storage.store import SqliteStore


def put(*posts: Post):
    return lambda tx: [tx.outbox.put(post) for post in posts]


def claim_all(tx) -> tuple[Delivery, ...]:
    return tx.outbox.claim([row.id for row in tx.outbox.ready(0, 100)])


async def state(store: SqliteStore, delivery_id: int) -> dict[str, object]:
    def read(tx):
        return dict(tx.session.raw.execute("SELECT * FROM outbox WHERE id = ?", (delivery_id,)).fetchone())

    return await store.run(read)


def card(chat_id: int = 1, template: str = "case.card", **fields: object) -> Post:
    return Post(chat_id, template, **{"promise": Promise.CARD, "slot": "case/1", **fields})


async def test_a_post_comes_out_as_it_was_put_in(store: SqliteStore, now):
    post = Post(
        -100123, "topic.notice", {"名": ["甲", {"n": 1}], "at": 1_795_000_000}, Promise.BULK, None, now, 77, True
    )
    await store.run(put(post))
    assert await store.run(lambda tx: tx.outbox.ready(0, 9)) == (Waiting(1, -100123, now, bulk=True),)
    (delivery,) = await store.run(claim_all)
    assert delivery == Delivery(
        1, -100123, "topic.notice", post.params, Promise.BULK, None, None, 77, True, tries=1, repeat=False
    )


async def test_posts_wait_in_order_and_are_read_on_from_where_one_was(store: SqliteStore):
    await store.run(put(*(Post(chat, "a") for chat in (3, 1, 2))))
    first = await store.run(lambda tx: tx.outbox.ready(0, 2))
    assert [row.chat_id for row in first] == [3, 1]
    rest = await store.run(lambda tx: tx.outbox.ready(first[-1].id, 2))
    assert [row.chat_id for row in rest] == [2]


async def test_what_is_claimed_is_claimed_once(store: SqliteStore):
    await store.run(put(Post(1, "a"), Post(2, "b")))
    claimed = await store.run(lambda tx: tx.outbox.claim([2, 1, 99]))
    assert [delivery.template for delivery in claimed] == ["a", "b"]
    assert await store.run(lambda tx: tx.outbox.claim([1, 2])) == ()
    assert await store.run(lambda tx: tx.outbox.ready(0, 9)) == ()


async def test_a_post_of_a_slot_replaces_the_one_that_waits_and_keeps_its_hour(store: SqliteStore, now):
    later = now + timedelta(hours=1)
    await store.run(put(card(not_before=now), card(2), Post(1, "other")))
    await store.run(put(card(template="case.newer", params={"n": 2}, not_before=later, pin=True)))
    rows = await store.run(lambda tx: tx.outbox.ready(0, 9))
    assert rows == (Waiting(1, 1, now), Waiting(2, 2, None), Waiting(3, 1, None))
    first, *_ = await store.run(claim_all)
    assert (first.template, first.params, first.pin) == ("case.newer", {"n": 2}, True)


async def test_a_post_of_a_slot_never_changes_one_that_is_on_its_way(store: SqliteStore):
    await store.run(put(card()))
    await store.run(claim_all)
    await store.run(put(card(template="case.newer")))
    (newer,) = await store.run(claim_all)
    assert (newer.id, newer.template) == (2, "case.newer")


async def test_a_slot_has_one_living_message_until_it_is_forgotten(store: SqliteStore):
    async def deliver(*message_ids: int) -> int | None:
        await store.run(put(card()))
        (delivery,) = await store.run(claim_all)
        await store.run(lambda tx: tx.outbox.sent(delivery.id, *message_ids))
        return delivery.message_id

    assert await deliver(500, 501) is None
    assert await deliver() == 501
    assert await deliver(502) == 501
    assert await deliver(502) == 502
    await store.run(lambda tx: tx.outbox.forget_card(1, "case/1"))
    assert await deliver(503) is None


async def test_the_cards_of_one_chat_and_slot_are_not_those_of_another(store: SqliteStore):
    await store.run(put(card(), card(2)))
    first, second = await store.run(claim_all)
    await store.run(lambda tx: tx.outbox.sent(first.id, 501))
    await store.run(lambda tx: tx.outbox.sent(second.id, 502))
    await store.run(put(card(2), card(slot="case/2"), card(), Post(1, "a")))
    lives = {(row.chat_id, row.slot): row.message_id for row in await store.run(claim_all)}
    assert lives == {(2, "case/1"): 502, (1, "case/2"): None, (1, "case/1"): 501, (1, None): None}


async def test_viewers_have_a_living_message_or_one_on_its_way(store: SqliteStore):
    await store.run(put(*(card(chat) for chat in (5, 4, 3, 2, 1)), card(9, slot="case/2")))
    claimed = {row.chat_id: row.id for row in await store.run(claim_all)}
    await store.run(lambda tx: tx.outbox.sent(claimed[5], 501))
    await store.run(lambda tx: tx.outbox.dead(claimed[4], "blocked"))
    await store.run(lambda tx: tx.outbox.again(claimed[3], None, repeat=False))
    await store.run(lambda tx: tx.outbox.unknown(claimed[2]))
    assert await store.run(lambda tx: tx.outbox.viewers("case/1")) == (1, 3, 5)


async def test_what_was_said_is_not_kept(store: SqliteStore):
    await store.run(put(Post(1, "a", {"text": "电梯又坏了"})))
    await store.run(claim_all)
    await store.run(lambda tx: tx.outbox.sent(1, 501))
    row = await state(store, 1)
    assert (row["state"], row["template"], row["params"]) == ("sent", "a", "{}")


@pytest.mark.parametrize("repeat", [True, False])
async def test_what_failed_is_tried_again_at_its_hour(store: SqliteStore, now, repeat: bool):
    await store.run(put(Post(1, "a")))
    await store.run(claim_all)
    await store.run(lambda tx: tx.outbox.again(1, now, repeat=repeat))
    assert await store.run(lambda tx: tx.outbox.ready(0, 9)) == (Waiting(1, 1, now),)
    (delivery,) = await store.run(claim_all)
    assert (delivery.tries, delivery.repeat) == (2, repeat)


async def test_what_cannot_be_delivered_stays_with_its_reason(store: SqliteStore):
    await store.run(put(Post(1, "a"), Post(2, "b")))
    await store.run(claim_all)
    await store.run(lambda tx: (tx.outbox.dead(1, "blocked"), tx.outbox.unknown(2)))
    dead, unknown = await state(store, 1), await state(store, 2)
    assert (dead["state"], dead["reason"]) == ("dead", "blocked")
    assert (unknown["state"], unknown["reason"]) == ("unknown", None)
    assert await store.run(lambda tx: tx.outbox.ready(0, 9)) == ()


@pytest.mark.parametrize("crash", [True, False])
async def test_old_news_that_comes_back_after_newer_is_superseded(store: SqliteStore, crash: bool):
    await store.run(put(card(), card(2)))
    await store.run(claim_all)
    await store.run(put(card(template="case.newer")))
    if crash:
        await store.run(lambda tx: tx.outbox.recover())
    else:
        await store.run(lambda tx: [tx.outbox.again(row, None, repeat=True) for row in (1, 2)])
    assert (await state(store, 1))["state"] == "superseded"
    assert [row.id for row in await store.run(lambda tx: tx.outbox.ready(0, 9))] == [2, 3]


async def test_after_a_crash_each_keeps_its_promise(store: SqliteStore):
    promises = [Promise.CRITICAL, Promise.BULK, Promise.CARD]
    await store.run(put(*(Post(n, "a", promise=promise) for n, promise in enumerate(promises))))
    await store.run(claim_all)
    await store.run(put(Post(9, "waits")))
    assert await store.run(lambda tx: tx.outbox.recover()) == 3
    again = await store.run(claim_all)
    assert [(row.promise, row.repeat) for row in again[:2]] == [(Promise.CRITICAL, True), (Promise.CARD, True)]
    assert again[2].template == "waits"
    assert (await state(store, 2))["state"] == "unknown"
    await store.run(lambda tx: [tx.outbox.sent(row.id) for row in again])
    assert await store.run(lambda tx: tx.outbox.recover()) == 0


@pytest.mark.parametrize("promise", [Promise.CARD, Promise.CRITICAL])
async def test_after_a_crash_a_first_message_is_a_repeat_and_an_edit_is_none(store: SqliteStore, promise: Promise):
    living, first = (Post(chat, "a", promise=promise, slot="case:1") for chat in (1, 2))
    await store.run(put(living))
    await store.run(lambda tx: [tx.outbox.sent(row.id, 77) for row in claim_all(tx)])
    await store.run(put(living, first))
    await store.run(claim_all)
    await store.run(lambda tx: tx.outbox.recover())
    again = await store.run(claim_all)
    assert [(row.message_id, row.repeat) for row in again] == [(77, False), (None, True)]


async def test_an_id_is_never_used_again(store: SqliteStore):
    await store.run(put(Post(1, "a"), Post(1, "b")))
    await store.run(lambda tx: tx.session.raw.execute("DELETE FROM outbox").rowcount)
    await store.run(put(Post(1, "c")))
    assert [row.id for row in await store.run(lambda tx: tx.outbox.ready(0, 9))] == [3]
