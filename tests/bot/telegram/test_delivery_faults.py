"""Faults 13 to 17 and 21 of the way out, provoked in the sandbox."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from civic.places import Place, PlaceKind
from handlers.outgoing import Outgoing
from services.council import Group
from services.ports import Tx
from services.posts import Post, Promise

RESIDENT, NEIGHBOUR = 501, 502
LABEL = "（补发，可能重复）"

AMBIGUOUS = ["500", "502", "timeout", "reset", "half_open"]


def post(text: str, chat: int = RESIDENT, **more: object) -> Post:
    return Post(chat, "words", {"text": text}, **more)  # type: ignore[arg-type]


@contextmanager
def impatient(rig) -> Iterator[None]:
    """Calls without an answer are given up soon."""
    rig.courier._patience = 0.1
    yield
    rig.courier._patience = 20.0


def states(rig) -> list[str]:
    return [state for (state,) in rig.rows("SELECT state FROM outbox ORDER BY id")]


async def test_429_is_waited_for_exactly_and_keeps_the_order(courier):
    courier.fault("429", retry_after=30)
    await courier.post(post("一"), post("二"), post("邻居", NEIGHBOUR))
    assert courier.messages(RESIDENT) == []
    assert courier.messages(NEIGHBOUR) == ["邻居"]
    await courier.later(29)
    assert courier.messages(RESIDENT) == []
    await courier.later(1)
    assert courier.messages(RESIDENT) == ["一", "二"]


@pytest.mark.parametrize("kind", AMBIGUOUS)
async def test_an_ambiguous_failure_repeats_what_is_critical_with_a_label(courier, kind):
    courier.fault(kind, after_effect=True)
    with impatient(courier):
        await courier.post(post("重要"), post("后来"))
    assert courier.messages(RESIDENT) == ["重要"]
    await courier.later(1)
    assert courier.messages(RESIDENT) == ["重要", LABEL + "重要", "后来"]


async def test_a_lease_that_runs_out_lets_the_next_post_go(courier):
    courier.fault("timeout", after_effect=True)
    courier.courier._lease = 0.1
    await courier.post(post("重要"), post("后来"))
    courier.courier._lease = 120.0
    assert courier.messages(RESIDENT) == ["重要"]
    await courier.later(1)
    assert courier.messages(RESIDENT) == ["重要", LABEL + "重要", "后来"]


@pytest.mark.parametrize("kind", AMBIGUOUS)
async def test_an_ambiguous_failure_of_bulk_is_unknown(courier, kind):
    courier.fault(kind)
    with impatient(courier):
        await courier.post(post("通知", promise=Promise.BULK))
    await courier.post(post("后来"))
    await courier.later(3600)
    assert courier.messages(RESIDENT) == ["后来"]
    assert states(courier) == ["unknown", "sent"]


@pytest.mark.parametrize("kind", AMBIGUOUS)
async def test_an_ambiguous_edit_is_repeated_without_a_label(courier, kind):
    await courier.post(post("已受理", slot="case:1", promise=Promise.CARD))
    courier.fault(kind, "editMessageText", after_effect=True)
    with impatient(courier):
        await courier.post(post("办理中", slot="case:1", promise=Promise.CARD))
    await courier.later(1)
    assert courier.messages(RESIDENT) == ["办理中"]
    assert states(courier) == ["sent", "sent"]


async def test_a_card_whose_retry_is_old_news_gives_way_to_the_newer(courier):
    await courier.post(post("一", slot="case:1", promise=Promise.CARD))
    courier.fault("429", "editMessageText", retry_after=5)
    await courier.post(post("二", slot="case:1", promise=Promise.CARD))
    await courier.post(post("三", slot="case:1", promise=Promise.CARD))
    await courier.later(5)
    assert courier.messages(RESIDENT) == ["三"]


async def test_no_connection_is_retried_without_a_label(courier):
    address, courier.line.api._address = courier.line.api._address, "http://127.0.0.1:9/bot1:a"
    await courier.post(post("重要"))
    courier.line.api._address = address
    await courier.later(1)
    assert courier.messages(RESIDENT) == ["重要"]


async def test_retries_go_on_with_growing_pauses(courier):
    courier.fault("500", count=4)
    await courier.post(post("重要"))
    for pause in (1, 2, 4):
        await courier.later(pause)
        assert courier.messages(RESIDENT) == []
    await courier.later(8)
    assert courier.messages(RESIDENT) == [LABEL + "重要"]


async def test_who_has_blocked_the_bot_is_told_to_the_rest_of_the_program(courier):
    courier.box.world.block(RESIDENT, blocked=True)
    await courier.post(post("一"), post("二"))
    assert courier.blocked == [RESIDENT, RESIDENT]
    assert states(courier) == ["dead", "dead"]


async def test_a_400_is_never_retried(courier):
    courier.fault("400")
    await courier.post(post("一"), post("二"))
    assert courier.messages(RESIDENT) == ["二"]
    assert courier.rows("SELECT state, reason FROM outbox WHERE id = 1") == [("dead", "Bad Request: chat not found")]


async def test_refused_entities_are_left_out(courier):
    courier.render = lambda delivery: Outgoing(
        str(delivery.params["text"]), ({"type": "bold", "offset": 0, "length": 1},)
    )
    courier.fault("400", description="Bad Request: ENTITY_BOUNDS_INVALID")
    await courier.post(post("粗体"))
    assert courier.messages(RESIDENT) == ["粗体"]
    assert [("entities" in call) for call in courier.calls("sendMessage")] == [True, False]


@pytest.mark.parametrize("status", ["401", "409"])
async def test_what_is_wrong_with_the_token_kills_no_post(courier, status):
    courier.fault(status)
    await courier.post(post("重要"))
    await courier.later(1)
    assert courier.messages(RESIDENT) == ["重要"]


async def test_a_group_that_became_a_supergroup_is_followed(courier):
    def bind(tx: Tx) -> None:
        place = tx.places.put(Place(0, "XF", "幸福小区", PlaceKind.ESTATE))
        tx.groups.bind(Group(group.id, place.id))

    world = courier.box.world
    group = world.add_group(
        title="幸福小区议事会", owner=RESIDENT, members=[NEIGHBOUR], kind="group", bot="administrator"
    )
    await courier.store.run(bind)
    await courier.post(post("一", group.id))
    moved = world.migrate(group.id)
    # Queued before anybody has told the database.
    await courier.post(post("二", group.id))
    await courier.later(1)
    assert courier.messages(moved.id)[-1:] == ["二"]
    assert states(courier) == ["sent", "sent"]


async def test_a_text_longer_than_a_message_arrives_in_pieces_with_its_buttons_at_the_end(courier):
    text = "\n".join(f"第 {number} 行 " + "甲" * 90 for number in range(100))
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    courier.render = lambda _: Outgoing(text, ({"type": "bold", "offset": 0, "length": 3},), markup)
    await courier.post(post("长"))
    pieces = courier.messages(RESIDENT)
    assert "\n".join(pieces) == text
    calls = courier.calls("sendMessage")
    assert ["reply_markup" in call for call in calls] == [False] * (len(pieces) - 1) + [True]
    assert ["entities" in call for call in calls] == [True] + [False] * (len(pieces) - 1)
