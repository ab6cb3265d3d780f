"""Random walks: whatever people and time do to a case, in whatever order, some things always hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic import cases, corrections, deliberation, joint
from civic.cases import OPEN, Case, Change, DangerTold, State, Verdict
from civic.events import EventKind
from civic.permissions import TABLE, Action
from civic.refusals import Refusal
from civic.understanding import UNTOLD, Spot
from tests.civic.kit import CALENDAR, COORDINATOR, LADDER, NOW, OTHER_ESTATE, OTHER_WORKER, REPORTER, WORKER, a_case

MAIN = replace(a_case(), id=8, number="幸福-261123-002")

Act = Callable[[Case, datetime], Change | None]

ACTS: dict[str, tuple[Action | None, Act]] = {
    "accept": (Action.ACCEPT, lambda case, now: cases.accept(case, WORKER, now)),
    "accept too": (Action.ACCEPT, lambda case, now: cases.accept(case, OTHER_WORKER, now)),
    "decline": (Action.DECLINE, lambda case, now: cases.decline(case, WORKER, now)),
    "assign": (Action.ASSIGN, lambda case, now: cases.assign(case, COORDINATOR, OTHER_WORKER, now)),
    "escalate": (Action.ESCALATE, lambda case, now: cases.escalate(case, WORKER, now, CALENDAR)),
    "reply": (Action.REPLY, lambda case, now: cases.reply(case, WORKER, now)),
    "answer": (Action.CLOSE, lambda case, now: cases.answer(case, WORKER, now)),
    "satisfied": (Action.RATE, lambda case, now: cases.rate(case, Verdict.SATISFIED, now, CALENDAR)),
    "dissatisfied": (Action.RATE, lambda case, now: cases.rate(case, Verdict.DISSATISFIED, now, CALENDAR)),
    "withdraw": (Action.WITHDRAW, cases.withdraw),
    "revise": (Action.SUPPLEMENT, lambda case, now: cases.revise(case, "别的话", UNTOLD, now)),
    "spot": (Action.RELOCATE, lambda case, now: corrections.refile(case, REPORTER, now, CALENDAR, spot=Spot("3"))),
    "kind": (
        Action.REKIND,
        lambda case, now: corrections.refile(case, REPORTER, now, CALENDAR, kind="C03", ladder=LADDER),
    ),
    "place": (
        Action.RELOCATE,
        lambda case, now: corrections.refile(case, REPORTER, now, CALENDAR, place_id=OTHER_ESTATE, ladder=LADDER),
    ),
    "danger": (
        Action.TELL_DANGER,
        lambda case, now: corrections.tell_danger(case, DangerTold.NOW, case.tier, LADDER, now, CALENDAR),
    ),
    "deliberate": (Action.DELIBERATE, lambda case, now: deliberation.deliberate(case, COORDINATOR, 5, now)),
    "join": (Action.JOIN, lambda case, now: joint.join(case, MAIN, REPORTER, now)),
    "part": (Action.PART, lambda case, now: joint.part(case, REPORTER, now, CALENDAR)),
    "time": (None, lambda case, now: cases.lapse(case, now, CALENDAR)),
}
ALLOWED = {action: frozenset().union(*(TABLE[row] for row in TABLE if row[1] is action)) for action in Action}

walks = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 60 * 24 * 4)), max_size=25)


def walk(steps: list[tuple[str, int]]) -> list[tuple[Case, Change]]:
    """The case before each step that was possible, and what came of it. The council answers at once."""
    case, now, taken = a_case(), NOW, []
    for name, minutes in steps:
        now += timedelta(minutes=minutes)
        action, act = ACTS[name]
        if case.state is State.DELIBERATING:
            act = lambda each, at: deliberation.resume(each, 5, "passed", at, CALENDAR)  # noqa: E731
        elif action and case.state not in ALLOWED[action]:
            continue
        try:
            change = act(case, now)
        except Refusal:
            continue
        if change:
            taken.append((case, change))
            case = change.case
    return taken


@given(walks)
def test_somebody_has_it_exactly_while_it_is_worked_on(steps: list[tuple[str, int]]) -> None:
    for _, change in walk(steps):
        if change.case.state in {State.WORKING, State.ANSWERED}:
            assert change.case.holder_id in {WORKER, OTHER_WORKER}
        if change.case.state in {State.OFFERED, State.RETURNED, State.WITHDRAWN}:
            assert change.case.holder_id is None


@given(walks)
def test_an_open_case_never_stands_without_a_deadline(steps: list[tuple[str, int]]) -> None:
    for _, change in walk(steps):
        waits = change.case.state in OPEN - {State.DELIBERATING, State.JOINED}
        assert (change.case.deadline is not None) == waits


@given(walks)
def test_the_settling_moment_belongs_to_the_answer(steps: list[tuple[str, int]]) -> None:
    for _, change in walk(steps):
        assert (change.case.settle_by is not None) == (change.case.state is State.ANSWERED)


@given(walks)
def test_nothing_happens_to_what_is_over(steps: list[tuple[str, int]]) -> None:
    assert all(before.state in OPEN for before, _ in walk(steps))


@given(walks)
def test_who_filed_what_under_which_number_never_changes(steps: list[tuple[str, int]]) -> None:
    for before, change in walk(steps):
        fixed = ("id", "number", "reporter_id", "filed_at")
        assert [getattr(change.case, name) for name in fixed] == [getattr(before, name) for name in fixed]


@given(walks)
def test_the_journal_tells_the_story(steps: list[tuple[str, int]]) -> None:
    """Whoever reads only the events knows how often it was reopened, was overdue, and whether it is over."""
    taken = walk(steps)
    events = [event.kind for _, change in taken for event in change.events]
    if not taken:
        return
    case = taken[-1][1].case
    assert case.reopened == events.count(EventKind.REOPENED)
    assert case.overdue == events.count(EventKind.OVERDUE)
    ends = {EventKind.RATED, EventKind.LAPSED, EventKind.WITHDRAWN}
    assert (case.state not in OPEN) == bool(ends.intersection(events))
