"""What each move changes of a case besides its state, and what it leaves alone."""

from dataclasses import replace

import pytest

from civic import cases, corrections, deliberation, ladder
from civic.calendar import Limit
from civic.cases import SETTLE_AFTER, DangerTold, State, Verdict
from civic.events import EventKind
from civic.kinds import Tier
from civic.ladder import Rung, Step
from civic.refusals import AlreadyDone, MovedOn, NothingAbove, TakenByOther
from civic.understanding import UNTOLD, Persistence, Spot
from tests.civic.kit import (
    CALENDAR,
    COMMUNITY,
    COORDINATOR,
    DAY,
    HOUR,
    LADDER,
    NOW,
    OTHER_ESTATE,
    OTHER_WORKER,
    REPORTER,
    TOP,
    WORKER,
    a_case,
)

QUICK = (
    Step(Rung.ESTATE, OTHER_ESTATE, Limit(minutes=3), Limit(minutes=30)),
    Step(Rung.COMMUNITY, COMMUNITY, Limit(minutes=7), Limit(minutes=30)),
)
LATER = NOW + 5 * HOUR


def test_filing_tells_the_kind_and_the_rung() -> None:
    case = a_case()
    change = cases.file(case)
    assert change.case is case
    assert [(event.kind, event.actor_id, dict(event.data)) for event in change.events] == [
        (EventKind.FILED, REPORTER, {"kind": "C04", "rung": Rung.ESTATE})
    ]


def test_limits_of_a_rung_begin_when_it_begins() -> None:
    assert ladder.limits(LADDER, 1, LATER, CALENDAR) == (LATER + 2 * HOUR, LATER + 20 * HOUR)


def test_who_accepts_has_it_and_the_limits_stay() -> None:
    case = a_case()
    assert cases.accept(case, WORKER, LATER).case == replace(case, state=State.WORKING, holder_id=WORKER)


def test_the_second_to_accept_learns_who_was_first() -> None:
    with pytest.raises(TakenByOther) as refusal:
        cases.accept(a_case(State.WORKING), OTHER_WORKER, NOW)
    assert refusal.value.values == {"holder_id": WORKER}


def test_declining_gains_nobody_time() -> None:
    case = a_case(State.WORKING)
    assert cases.decline(case, WORKER, LATER).case == replace(case, state=State.RETURNED, holder_id=None)


def test_assigning_names_the_worker_in_the_event() -> None:
    change = cases.assign(a_case(State.RETURNED), COORDINATOR, OTHER_WORKER, LATER)
    assert change.case.holder_id == OTHER_WORKER
    assert (change.events[0].actor_id, dict(change.events[0].data)) == (COORDINATOR, {"worker": OTHER_WORKER})


@pytest.mark.parametrize("state", [State.OFFERED, State.RETURNED, State.WORKING])
def test_a_rung_up_begins_afresh_and_belongs_to_nobody_yet(state: State) -> None:
    case = a_case(state)
    change = cases.escalate(case, WORKER, LATER, CALENDAR)
    assert change.case == replace(
        case,
        state=State.OFFERED,
        at=1,
        holder_id=None,
        accept_by=LATER + 2 * HOUR,
        answer_by=LATER + 20 * HOUR,
    )
    assert dict(change.events[0].data) == {"from": Rung.ESTATE, "to": Rung.COMMUNITY, "state": state}


def test_nobody_escalates_from_the_top() -> None:
    with pytest.raises(NothingAbove):
        cases.escalate(a_case(State.WORKING, at=TOP), WORKER, NOW, CALENDAR)


def test_a_reply_changes_nothing_of_the_case() -> None:
    case = a_case(State.WORKING)
    change = cases.reply(case, WORKER, NOW)
    assert (change.case, change.events[0].kind) == (case, EventKind.REPLIED)


def test_an_answer_gives_the_resident_three_days() -> None:
    case = cases.answer(a_case(State.WORKING), WORKER, LATER).case
    assert case.settle_by == case.deadline == LATER + SETTLE_AFTER
    assert case.holder_id == WORKER


@pytest.mark.parametrize("verdict", [Verdict.SATISFIED, Verdict.MOSTLY, Verdict.SKIPPED])
def test_a_verdict_settles(verdict: Verdict) -> None:
    change = cases.rate(a_case(State.ANSWERED), verdict, NOW, CALENDAR)
    assert (change.case.state, change.case.verdict, change.case.settle_by) == (State.SETTLED, verdict, None)
    assert dict(change.events[0].data) == {"verdict": verdict}


def test_the_same_verdict_twice_is_done_already() -> None:
    with pytest.raises(AlreadyDone):
        cases.rate(a_case(State.SETTLED, verdict=Verdict.MOSTLY), Verdict.MOSTLY, NOW, CALENDAR)


def test_dissatisfied_goes_back_to_the_same_worker_with_a_fresh_limit() -> None:
    case = cases.rate(a_case(State.ANSWERED, reopened=1), Verdict.DISSATISFIED, LATER, CALENDAR).case
    assert (case.state, case.holder_id, case.reopened, case.verdict) == (State.WORKING, WORKER, 2, None)
    assert (case.answer_by, case.settle_by) == (LATER + 10 * HOUR, None)


def test_what_is_withdrawn_is_in_nobodys_hands() -> None:
    case = cases.withdraw(a_case(State.WORKING), NOW).case
    assert (case.holder_id, case.deadline) == (None, None)


@pytest.mark.parametrize(
    ("state", "text", "kind"),
    [
        (State.OFFERED, "灯和门都坏了", EventKind.REVISED),
        (State.RETURNED, "灯和门都坏了", EventKind.REVISED),
        (State.WORKING, "楼道灯不亮了", EventKind.SUPPLEMENTED),
        (State.ANSWERED, "楼道灯不亮了", EventKind.SUPPLEMENTED),
    ],
)
def test_an_edit_revises_until_somebody_accepted(state: State, text: str, kind: EventKind) -> None:
    told = Persistence(days=90)
    change = cases.revise(a_case(state), "灯和门都坏了", told, NOW)
    assert (change.case.text, change.events[0].kind) == (text, kind)
    assert change.case.persistence == (told if kind is EventKind.REVISED else UNTOLD)


class TestCorrections:
    def test_another_kind_begins_its_own_ladder_from_now(self) -> None:
        """An emergency that was first taken for something else must not have missed its limits before it was known as one."""
        case = a_case(at=1, accept_by=LATER + HOUR, answer_by=LATER + DAY)
        change = corrections.refile(case, REPORTER, LATER, CALENDAR, kind="A03", tier=Tier.EMERGENCY, ladder=QUICK)
        assert change.case == replace(
            case,
            kind="A03",
            tier=Tier.EMERGENCY,
            ladder=QUICK,
            at=0,
            accept_by=LATER + HOUR / 20,
            answer_by=LATER + HOUR / 2,
        )
        assert (change.events[0].kind, dict(change.events[0].data)) == (EventKind.REKINDED, {"kind": "A03"})

    def test_another_place_is_offered_there_even_after_it_was_returned(self) -> None:
        change = corrections.refile(
            a_case(State.RETURNED), REPORTER, NOW, CALENDAR, place_id=OTHER_ESTATE, spot=Spot("2"), ladder=QUICK
        )
        assert (change.case.state, change.case.place_id, change.case.spot) == (State.OFFERED, OTHER_ESTATE, Spot("2"))
        assert change.events[0].kind is EventKind.RELOCATED

    @pytest.mark.parametrize("state", [State.OFFERED, State.RETURNED, State.WORKING])
    def test_another_spot_moves_nothing_but_the_spot(self, state: State) -> None:
        """Who adds the number of the room must not send the case down the ladder again."""
        case = a_case(state, at=1)
        assert corrections.refile(case, REPORTER, LATER, CALENDAR, spot=Spot("3", room="401")).case == replace(
            case, spot=Spot("3", room="401")
        )

    def test_after_acceptance_the_kind_changes_and_the_ladder_stays(self) -> None:
        case = a_case(State.WORKING)
        changed = corrections.refile(case, WORKER, NOW, CALENDAR, kind="C03", tier=Tier.EMERGENCY, ladder=QUICK).case
        assert changed == replace(case, kind="C03")


class TestDanger:
    @pytest.mark.parametrize(
        ("before", "after"),
        [(State.OFFERED, State.OFFERED), (State.RETURNED, State.OFFERED), (State.WORKING, State.WORKING)],
    )
    def test_a_danger_that_is_now_starts_the_emergency_ladder(self, before: State, after: State) -> None:
        case = a_case(before, at=1, danger=DangerTold.ASKED)
        told = corrections.tell_danger(case, DangerTold.NOW, Tier.EMERGENCY, QUICK, LATER, CALENDAR).case
        assert told == replace(
            case,
            state=after,
            at=0,
            danger=DangerTold.NOW,
            tier=Tier.EMERGENCY,
            ladder=QUICK,
            accept_by=LATER + HOUR / 20,
            answer_by=LATER + HOUR / 2,
        )

    def test_even_when_it_was_an_emergency_already(self) -> None:
        case = a_case(tier=Tier.EMERGENCY, danger=DangerTold.ASKED)
        assert (
            corrections.tell_danger(case, DangerTold.NOW, Tier.EMERGENCY, QUICK, LATER, CALENDAR).case.ladder == QUICK
        )

    @pytest.mark.parametrize("told", [DangerTold.PAST, DangerTold.HAZARD])
    def test_what_is_over_is_kept_as_told(self, told: DangerTold) -> None:
        case = a_case(at=1, danger=DangerTold.ASKED)
        assert corrections.tell_danger(case, told, case.tier, QUICK, LATER, CALENDAR).case == replace(case, danger=told)

    def test_what_is_over_is_an_emergency_no_more(self) -> None:
        case = a_case(tier=Tier.EMERGENCY, danger=DangerTold.ASKED)
        told = corrections.tell_danger(case, DangerTold.PAST, Tier.URGENT, LADDER, LATER, CALENDAR).case
        assert (told.tier, told.accept_by) == (Tier.URGENT, LATER + HOUR)

    def test_the_same_twice_is_done_already(self) -> None:
        with pytest.raises(AlreadyDone):
            corrections.tell_danger(a_case(danger=DangerTold.NOW), DangerTold.NOW, Tier.EMERGENCY, QUICK, NOW, CALENDAR)


class TestCouncil:
    def test_the_ladder_waits_for_the_council(self) -> None:
        change = deliberation.deliberate(a_case(State.WORKING), COORDINATOR, 5, NOW)
        assert (change.case.deadline, change.case.holder_id) == (None, WORKER)
        assert dict(change.events[0].data) == {"topic": 5}

    @pytest.mark.parametrize(("holder", "state"), [(WORKER, State.WORKING), (None, State.OFFERED)])
    def test_afterwards_it_is_whose_it_was_with_fresh_limits(self, holder: int | None, state: State) -> None:
        case = a_case(State.DELIBERATING, holder_id=holder, at=1)
        change = deliberation.resume(case, 5, "passed", LATER, CALENDAR)
        assert change.case == replace(case, state=state, accept_by=LATER + 2 * HOUR, answer_by=LATER + 20 * HOUR)
        assert (change.events[0].actor_id, dict(change.events[0].data)) == (None, {"topic": 5, "outcome": "passed"})

    def test_what_is_not_before_the_council_cannot_come_back_from_it(self) -> None:
        with pytest.raises(MovedOn):
            deliberation.resume(a_case(State.SETTLED), 5, "passed", NOW, CALENDAR)
