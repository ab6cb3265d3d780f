"""Joint cases: who may follow whom, what stays as it is, and that every household keeps its own word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic import cases, joint
from civic.cases import CLIMBING, SETTLE_AFTER, State, Verdict
from civic.events import EventKind
from civic.joint import JOINABLE
from civic.kinds import Tier
from civic.refusals import AlreadyDone, MovedOn
from tests.civic.kit import CALENDAR, HOUR, NOW, REPORTER, WORKER, a_case

MAIN = replace(a_case(State.WORKING), id=8, number="幸福-261123-002", reporter_id=99)
LATER = NOW + 5 * HOUR
JOINED = joint.join(a_case(), MAIN, REPORTER, NOW).case


@pytest.mark.parametrize("state", sorted(CLIMBING))
def test_a_case_under_way_follows_another_and_has_no_limits_of_its_own(state: State) -> None:
    case = a_case(state)
    change = joint.join(case, MAIN, REPORTER, NOW)
    assert change.case == replace(case, state=State.JOINED, joined_to=8, holder_id=None)
    assert change.case.deadline is None
    (event,) = change.events
    assert (event.kind, event.actor_id, dict(event.data)) == (EventKind.JOINED, REPORTER, {"main": MAIN.number})


@pytest.mark.parametrize("state", State)
def test_only_what_is_under_way_is_followed(state: State) -> None:
    main = replace(MAIN, state=state)
    if state in JOINABLE:
        assert joint.join(a_case(), main, REPORTER, NOW).case.joined_to == main.id
    else:
        with pytest.raises(MovedOn):
            joint.join(a_case(), main, REPORTER, NOW)


@pytest.mark.parametrize("state", sorted(frozenset(State) - CLIMBING - {State.JOINED}))
def test_what_is_answered_deliberated_or_over_follows_nothing(state: State) -> None:
    with pytest.raises(MovedOn):
        joint.join(a_case(state), MAIN, REPORTER, NOW)


def test_nothing_follows_itself_and_the_same_twice_is_done_already() -> None:
    with pytest.raises(MovedOn):
        joint.join(a_case(), a_case(), REPORTER, NOW)
    with pytest.raises(AlreadyDone):
        joint.join(JOINED, MAIN, REPORTER, NOW)


def test_whoever_parts_stands_where_they_stood_with_limits_from_now() -> None:
    before = a_case(at=1)
    parted = joint.part(joint.join(before, MAIN, REPORTER, NOW).case, REPORTER, LATER, CALENDAR).case
    fresh = cases.fresh_limits(before.ladder, 1, LATER, CALENDAR)
    assert parted == replace(before, **fresh)
    with pytest.raises(MovedOn):
        joint.part(parted, REPORTER, LATER, CALENDAR)


def test_the_answer_is_everybodys_and_so_is_the_word_on_it() -> None:
    answered = joint.answer_too(JOINED, MAIN, WORKER, LATER).case
    assert (answered.state, answered.holder_id, answered.settle_by) == (State.ANSWERED, WORKER, LATER + SETTLE_AFTER)
    again = cases.rate(answered, Verdict.DISSATISFIED, LATER, CALENDAR).case
    assert (again.state, again.holder_id) == (State.WORKING, WORKER)


@given(st.integers(0, 10_000))
def test_time_does_nothing_to_what_follows(hours: int) -> None:
    assert cases.lapse(JOINED, NOW + timedelta(hours=hours), CALENDAR) is None


@pytest.mark.parametrize(
    ("kind", "shared"),
    [("D01", True), ("C03", True), ("R02", True), ("N02", False), ("A10", False), ("Q02", False), ("S06", False)],
)
def test_a_households_own_matter_is_not_shared(kind: str, shared: bool) -> None:
    assert joint.shared(a_case(kind=kind)) is shared
    assert not joint.shared(a_case(kind=kind, tier=Tier.CONFIDENTIAL))
