"""What time does to a case: it climbs in order, once, however late anybody looks."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic import cases
from civic.cases import CLIMBING, Case, State
from civic.events import EventKind
from civic.personal import CRISIS
from tests.civic.kit import CALENDAR, HOUR, LADDER, NOW, TOP, WORKER, a_case

MINUTE = timedelta(minutes=1)


def kinds(case: Case, now: datetime) -> list[EventKind]:
    change = cases.lapse(case, now, CALENDAR)
    return [event.kind for event in change.events] if change else []


@pytest.mark.parametrize(
    ("state", "deadline"),
    [
        (State.OFFERED, NOW + HOUR),
        (State.RETURNED, NOW + HOUR),
        (State.WORKING, NOW + 10 * HOUR),
        (State.ANSWERED, NOW + 72 * HOUR),
        (State.DELIBERATING, None),
        (State.SETTLED, None),
        (State.WITHDRAWN, None),
    ],
)
def test_the_deadline_of_each_state(state: State, deadline: datetime | None) -> None:
    assert a_case(state).deadline == deadline


def test_an_offer_ends_with_the_answer_limit_when_that_comes_first() -> None:
    assert a_case(answer_by=NOW + MINUTE).deadline == NOW + MINUTE


@pytest.mark.parametrize("state", State)
def test_nothing_happens_before_the_deadline(state: State) -> None:
    case = a_case(state)
    assert cases.lapse(case, (case.deadline or NOW + 1000 * HOUR) - timedelta(microseconds=1), CALENDAR) is None or (
        case.deadline is None
    )


@pytest.mark.parametrize("state", [State.DELIBERATING, State.SETTLED, State.WITHDRAWN])
def test_some_states_have_all_the_time_there_is(state: State) -> None:
    assert cases.lapse(a_case(state), NOW + 10_000 * HOUR, CALENDAR) is None


@pytest.mark.parametrize("state", sorted(CLIMBING))
def test_at_the_deadline_it_climbs_and_the_new_limits_count_from_there(state: State) -> None:
    case = a_case(state)
    due = case.deadline
    assert due is not None
    change = cases.lapse(case, due, CALENDAR)
    assert change is not None
    assert (change.case.state, change.case.at, change.case.holder_id) == (State.OFFERED, 1, None)
    assert (change.case.accept_by, change.case.answer_by) == (due + 2 * HOUR, due + 20 * HOUR)
    (event,) = change.events
    assert (event.kind, event.at, event.actor_id, event.data["state"]) == (EventKind.CLIMBED, due, None, state)


@pytest.mark.parametrize(
    ("after", "events"),
    [
        (timedelta(minutes=59), []),
        (HOUR, [EventKind.CLIMBED]),
        (3 * HOUR - MINUTE, [EventKind.CLIMBED]),
        (3 * HOUR, [EventKind.CLIMBED] * 2),
        (6 * HOUR, [EventKind.CLIMBED] * 2 + [EventKind.OVERDUE]),
        (100 * HOUR, [EventKind.CLIMBED] * 2 + [EventKind.OVERDUE]),
    ],
    ids=["in time", "one rung", "not yet two", "two rungs", "past the top", "long past the top"],
)
def test_missed_limits_climb_in_order(after: timedelta, events: list[EventKind]) -> None:
    assert kinds(a_case(), NOW + after) == events


@pytest.mark.parametrize("state", sorted(CLIMBING))
def test_on_the_top_it_is_counted_and_gets_a_new_limit_from_now(state: State) -> None:
    now = NOW + 50 * HOUR
    change = cases.lapse(a_case(state, at=TOP, overdue=1), now, CALENDAR)
    assert change is not None
    assert (change.case.state, change.case.at, change.case.overdue) == (state, TOP, 2)
    assert (change.case.accept_by, change.case.answer_by) == (now + 3 * HOUR, now + 30 * HOUR)
    assert [dict(event.data) for event in change.events] == [{"times": 2}]


def test_whoever_has_it_on_the_top_keeps_it() -> None:
    change = cases.lapse(a_case(State.WORKING, at=TOP), NOW + 50 * HOUR, CALENDAR)
    assert change is not None
    assert change.case.holder_id == WORKER


def test_silence_settles_without_a_verdict() -> None:
    change = cases.lapse(a_case(State.ANSWERED), NOW + 72 * HOUR, CALENDAR)
    assert change is not None
    assert (change.case.state, change.case.verdict, change.case.settle_by) == (State.SETTLED, None, None)
    assert [event.kind for event in change.events] == [EventKind.LAPSED]


@given(st.integers(72 * 60, 60 * 24 * 40).map(lambda minutes: NOW + minutes * MINUTE))
def test_a_crisis_is_looked_after_again_and_never_settled_by_time(now: datetime) -> None:
    change = cases.lapse(a_case(State.ANSWERED, kind=CRISIS), now, CALENDAR)
    assert change is not None
    assert (change.case.state, change.case.settle_by) == (State.WORKING, None)
    assert change.case.answer_by == now + 24 * HOUR
    assert [event.kind for event in change.events] == [EventKind.UNHEARD]


moments = st.integers(0, 60 * 24 * 40).map(lambda minutes: NOW + minutes * MINUTE)
states = st.sampled_from(sorted(State))
rungs = st.integers(0, TOP)


@given(states, rungs, moments)
def test_to_look_twice_is_to_look_once(state: State, at: int, now: datetime) -> None:
    change = cases.lapse(a_case(state, at=at), now, CALENDAR)
    case = change.case if change else a_case(state, at=at)
    assert cases.lapse(case, now, CALENDAR) is None
    assert case.deadline is None or case.deadline > now


@given(states, rungs, st.lists(moments, min_size=1, max_size=6))
def test_it_never_sinks_and_never_leaves_the_ladder(state: State, at: int, looks: list[datetime]) -> None:
    case = a_case(state, at=at)
    for now in sorted(looks):
        if change := cases.lapse(case, now, CALENDAR):
            assert case.at <= change.case.at < len(LADDER)
            climbs = [event for event in change.events if event.kind is EventKind.CLIMBED]
            assert change.case.at - case.at == len(climbs)
            case = change.case


@given(moments)
def test_looking_at_every_deadline_climbs_as_far_as_looking_once(now: datetime) -> None:
    """An outage costs nobody a rung and gives nobody one."""
    often = a_case()
    while (due := often.deadline) is not None and due <= now and often.at < TOP:
        change = cases.lapse(often, due, CALENDAR)
        assert change is not None
        often = change.case
    once = cases.lapse(a_case(), now, CALENDAR)
    assert (once.case if once else a_case()).at == often.at
