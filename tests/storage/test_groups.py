"""A place has one group and a group one place; when its id changes everything follows, whichever news comes first."""

from civic.topics import Topic
from services.council import Group
from services.posts import Post
from storage.store import SqliteStore

OLD, NEW, OTHER = -123, -1001234567890, -456


async def lives(store: SqliteStore, chat_id: int, slot: str, message_id: int) -> None:
    """Let the chat have a living message."""

    def deliver(tx):
        tx.outbox.put(Post(chat_id, "card", slot=slot))
        (delivery,) = tx.outbox.claim([row.id for row in tx.outbox.ready(0, 9)])
        tx.outbox.sent(delivery.id, message_id)

    await store.run(deliver)


def migrate(tx) -> None:
    tx.groups.migrate(OLD, NEW)


async def test_a_group_is_bound_to_one_place_and_a_place_to_one_group(store: SqliteStore, town):
    def bind(chat_id: int, place):
        return store.run(lambda tx: tx.groups.bind(Group(chat_id, place.id)))

    async def bound() -> list[Group | None]:
        return await store.run(
            lambda tx: [
                tx.groups.get(OLD),
                tx.groups.get(OTHER),
                tx.groups.at(town.estate.id),
                tx.groups.at(town.community.id),
            ]
        )

    assert await bound() == [None] * 4
    await bind(OLD, town.estate)
    old = Group(OLD, town.estate.id)
    assert await bound() == [old, None, old, None]
    await bind(OLD, town.community)
    old = Group(OLD, town.community.id)
    assert await bound() == [old, None, None, old]
    await bind(OTHER, town.community)
    other = Group(OTHER, town.community.id)
    assert await bound() == [None, other, None, other]


async def test_everything_follows_the_group_to_its_new_id(store: SqliteStore, town):
    def prepare(tx) -> Topic:
        tx.groups.bind(Group(OLD, town.estate.id))
        case = tx.cases.add(town.case())
        return tx.topics.add(Topic(0, case.id, town.estate.id, OLD, "加装电梯", town.worker.id))

    topic = await store.run(prepare)
    await lives(store, OLD, "vote/1", 501)
    await store.run(
        lambda tx: (tx.outbox.put(Post(OLD, "sending")), tx.outbox.claim([2]), tx.outbox.put(Post(OLD, "ready")))
    )

    await store.run(migrate)
    group = Group(NEW, town.estate.id)
    assert (
        await store.run(lambda tx: (tx.groups.get(NEW), tx.groups.get(OLD), tx.groups.at(town.estate.id)))
        == (group,) * 3
    )
    assert (await store.run(lambda tx: tx.topics.get(topic.id))).chat_id == NEW
    assert await store.run(lambda tx: tx.outbox.viewers("vote/1")) == (NEW,)
    assert [row.chat_id for row in await store.run(lambda tx: tx.outbox.ready(0, 9))] == [NEW]
    await store.run(lambda tx: tx.outbox.again(2, None, repeat=True))
    assert [row.chat_id for row in await store.run(lambda tx: tx.outbox.ready(0, 9))] == [NEW, NEW]


async def test_late_posts_for_the_old_id_go_to_the_new(store: SqliteStore):
    await store.run(migrate)
    await lives(store, NEW, "vote/1", 501)
    await store.run(lambda tx: tx.outbox.put(Post(OLD, "card", slot="vote/1")))
    (delivery,) = await store.run(lambda tx: tx.outbox.claim([2]))
    assert (delivery.chat_id, delivery.message_id) == (NEW, 501)


async def test_an_id_that_changes_twice_is_followed_all_the_way(store: SqliteStore):
    await store.run(lambda tx: tx.groups.migrate(OTHER, OLD))
    await store.run(migrate)
    await store.run(lambda tx: tx.outbox.put(Post(OTHER, "a")))
    assert [row.chat_id for row in await store.run(lambda tx: tx.outbox.ready(0, 9))] == [NEW]


async def test_what_the_new_id_already_has_stays_in_force(store: SqliteStore, town):
    await store.run(lambda tx: tx.groups.bind(Group(OLD, town.estate.id)))
    await store.run(lambda tx: tx.groups.bind(Group(NEW, town.community.id)))
    await lives(store, OLD, "vote/1", 501)
    await lives(store, NEW, "vote/1", 502)
    posts = [Post(chat, template, slot="vote/1") for chat, template in ((OLD, "old"), (NEW, "new"))]
    await store.run(lambda tx: [tx.outbox.put(post) for post in posts])

    await store.run(migrate)
    assert await store.run(lambda tx: tx.groups.get(OLD)) == Group(NEW, town.community.id)
    (delivery,) = await store.run(lambda tx: tx.outbox.claim([row.id for row in tx.outbox.ready(0, 9)]))
    assert (delivery.template, delivery.message_id) == ("new", 502)


async def test_the_news_may_come_twice(store: SqliteStore, town):
    await store.run(lambda tx: tx.groups.bind(Group(OLD, town.estate.id)))
    await store.run(migrate)
    await store.run(migrate)
    assert await store.run(lambda tx: tx.groups.at(town.estate.id)) == Group(NEW, town.estate.id)
