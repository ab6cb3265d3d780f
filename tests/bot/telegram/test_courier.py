"""The way out: order, cards, moments, pinning, and the end of the program."""

import asyncio
from datetime import UTC, datetime, timedelta

from handlers.outgoing import Outgoing
from services.posts import Post, Promise
from storage.errors import StorageUnavailable
from tests.patience import until

RESIDENT, NEIGHBOUR = 501, 502
START = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
LABEL = "（补发，可能重复）"


def post(text: str, chat: int = RESIDENT, **more: object) -> Post:
    return Post(chat, "words", {"text": text}, **more)  # type: ignore[arg-type]


def states(rig) -> list[str]:
    return [state for (state,) in rig.rows("SELECT state FROM outbox ORDER BY id")]


async def test_posts_arrive_in_order(courier):
    await courier.post(*(post(str(n)) for n in range(20)), *(post(str(n), NEIGHBOUR) for n in range(20)))
    expected = [str(n) for n in range(20)]
    assert courier.messages(RESIDENT) == expected
    assert courier.messages(NEIGHBOUR) == expected
    assert set(states(courier)) == {"sent"}


async def test_posts_of_before_the_start_are_sent(rig):
    await rig.store.run(lambda tx: tx.outbox.put(post("早")))
    running = asyncio.create_task(rig.courier.run())
    await rig.settle()
    assert rig.messages(RESIDENT) == ["早"]
    await rig.courier.stop()
    await running


async def test_a_post_cut_off_by_a_crash_is_repeated_with_a_label(rig):
    await rig.store.run(lambda tx: tx.outbox.put(post("重要")))
    await rig.store.run(lambda tx: tx.outbox.put(post("通知", NEIGHBOUR, promise=Promise.BULK)))
    await rig.store.run(lambda tx: tx.outbox.claim([1, 2]))
    running = asyncio.create_task(rig.courier.run())
    await rig.settle()
    assert rig.messages(RESIDENT) == [LABEL + "重要"]
    assert rig.messages(NEIGHBOUR) == []
    assert states(rig) == ["sent", "unknown"]
    await rig.courier.stop()
    await running


async def test_a_slot_is_one_message_that_is_edited(courier):
    await courier.post(post("已受理", slot="case:1"))
    await courier.post(post("办理中", slot="case:1"))
    await courier.post(post("已办结", slot="case:1"))
    assert courier.messages(RESIDENT) == ["已办结"]
    assert len(courier.calls("sendMessage")) == 1


async def test_an_edit_that_changes_nothing_counts_as_sent(courier):
    await courier.post(post("一样", slot="case:1"))
    await courier.post(post("一样", slot="case:1"))
    assert states(courier) == ["sent", "sent"]


async def test_a_deleted_card_is_sent_anew(courier):
    await courier.post(post("已受理", slot="case:1"))
    (card,) = courier.rows("SELECT message_id FROM cards")
    chat = courier.box.world.chat(RESIDENT)
    courier.box.world.remove_message(chat, card[0])
    await courier.post(post("办理中", slot="case:1"))
    assert courier.messages(RESIDENT) == ["办理中"]
    await courier.post(post("已办结", slot="case:1"))
    assert courier.messages(RESIDENT) == ["已办结"]


async def test_a_held_post_waits_for_its_moment_and_blocks_nobody(courier):
    await courier.post(post("明天", not_before=START + timedelta(days=1)), post("现在"))
    assert courier.messages(RESIDENT) == ["现在"]
    await courier.later(3600)
    assert courier.messages(RESIDENT) == ["现在"]
    await courier.later(86_400)
    assert courier.messages(RESIDENT) == ["现在", "明天"]


async def test_words_that_cannot_be_found_stop_nothing(courier):
    await courier.post(Post(RESIDENT, "words", {}), post("后来"))
    assert courier.messages(RESIDENT) == ["后来"]
    assert states(courier) == ["dead", "sent"]


async def test_what_is_to_be_pinned_is_pinned_once(courier):
    await courier.post(post("结果", slot="vote:1", pin=True))
    await courier.post(post("更正", slot="vote:1", pin=True))
    assert len(courier.calls("pinChatMessage")) == 1


async def test_to_fail_at_pinning_is_not_to_fail_at_sending(courier):
    courier.fault("400", "pinChatMessage")
    await courier.post(post("结果", pin=True))
    assert states(courier) == ["sent"]


async def test_a_reply_survives_the_deletion_of_what_it_answers(courier):
    await courier.post(post("回复", reply_to=987))
    assert courier.messages(RESIDENT) == ["回复"]


async def test_of_several_calls_only_those_not_yet_made_are_made_again(courier):
    courier.render = lambda delivery: Outgoing(str(delivery.params["text"]), point=(30.25, 120.17))
    courier.fault("429", retry_after=3)
    await courier.post(post("在这里"))
    await courier.later(3)
    assert courier.messages(RESIDENT) == ["", "在这里"]
    assert len(courier.calls("sendLocation")) == 1


async def test_a_database_that_cannot_be_written_to_sends_nothing_twice(courier, monkeypatch):
    run = courier.store.run
    failures = iter([None, StorageUnavailable("disk full"), StorageUnavailable("disk full")])

    async def unsteady(use_case, **options):
        error = next(failures, None)
        if error is not None:
            raise error
        return await run(use_case, **options)

    await courier.store.run(lambda tx: tx.outbox.put(post("一次")))
    monkeypatch.setattr(courier.store, "run", unsteady)
    await courier.settle()
    assert courier.messages(RESIDENT) == ["一次"]
    assert states(courier) == ["sent"]
    assert courier.pauses.taken == [2.0, 2.0]


async def test_a_bug_of_those_who_are_told_does_not_stop_the_courier(courier, monkeypatch):
    def broken(tx, chat):
        raise ValueError(chat)

    monkeypatch.setattr(courier.courier._judge, "_on_blocked", broken)
    courier.box.world.block(RESIDENT, blocked=True)
    await courier.post(post("一"), post("邻居", NEIGHBOUR))
    assert states(courier) == ["dead", "sent"]


async def test_stop_waits_for_what_is_on_its_way(rig):
    running = asyncio.create_task(rig.courier.run())
    await rig.settle()
    rig.box.api.latency = 0.02
    await rig.store.run(lambda tx: [tx.outbox.put(post(str(n))) for n in range(3)])
    await until(lambda: rig.calls("sendMessage"))
    await rig.courier.stop()
    await running
    assert states(rig) == ["sent", "ready", "ready"]


async def test_what_takes_too_long_at_the_end_is_cut_off_and_recovered(rig):
    running = asyncio.create_task(rig.courier.run())
    await rig.settle()
    rig.fault("timeout")
    await rig.store.run(lambda tx: tx.outbox.put(post("重要")))
    await until(lambda: rig.calls("sendMessage"))
    await rig.courier.stop(within=0.0)
    await running
    assert states(rig) == ["sending"]


async def test_no_more_than_the_limit_are_on_their_way(rig):
    chats = range(600, 640)
    for chat in chats:
        rig.box.world.add_person(name="居民", person_id=chat)
        rig.box.world.start(chat)
    rig.courier._limit = 7
    most = 0
    call = rig.line.api.call

    async def counted(*args, **options):
        nonlocal most
        most = max(most, len(rig.courier._flying))
        return await call(*args, **options)

    rig.line.api.call = counted
    running = asyncio.create_task(rig.courier.run())
    await rig.post(*(post("通知", chat) for chat in chats))
    assert all(rig.messages(chat) == ["通知"] for chat in chats)
    assert most == 7
    await rig.courier.stop()
    await running
