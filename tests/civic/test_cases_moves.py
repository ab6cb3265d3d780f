"""Every move of a case tried in every state: where it leads, or which refusal it meets."""

from collections.abc import Callable

import pytest

from civic import cases, corrections, deliberation
from civic.cases import MOVES, OPEN, Case, Change, DangerTold, State, Verdict
from civic.events import EventKind
from civic.kinds import Tier
from civic.permissions import TABLE, Action
from civic.refusals import AlreadyDone, MovedOn, Refusal, TakenByOther
from civic.understanding import UNTOLD
from tests.civic.kit import CALENDAR, COORDINATOR, LADDER, NOW, OTHER_WORKER, WORKER, a_case

S = State
Outcome = State | type[Refusal]

ACTS: dict[str, Callable[[Case], Change]] = {
    "accept": lambda case: cases.accept(case, OTHER_WORKER, NOW),
    "accept again": lambda case: cases.accept(case, WORKER, NOW),
    "decline": lambda case: cases.decline(case, WORKER, NOW),
    "assign": lambda case: cases.assign(case, COORDINATOR, OTHER_WORKER, NOW),
    "assign again": lambda case: cases.assign(case, COORDINATOR, WORKER, NOW),
    "escalate": lambda case: cases.escalate(case, WORKER, NOW, CALENDAR),
    "answer": lambda case: cases.answer(case, WORKER, NOW),
    "satisfied": lambda case: cases.rate(case, Verdict.SATISFIED, NOW, CALENDAR),
    "dissatisfied": lambda case: cases.rate(case, Verdict.DISSATISFIED, NOW, CALENDAR),
    "withdraw": lambda case: cases.withdraw(case, NOW),
    "supplement": lambda case: cases.supplement(case, case.reporter_id, NOW),
    "revise": lambda case: cases.revise(case, "灯和门都坏了", UNTOLD, NOW),
    "danger": lambda case: corrections.tell_danger(case, DangerTold.NOW, Tier.EMERGENCY, LADDER, NOW, CALENDAR),
    "deliberate": lambda case: deliberation.deliberate(case, COORDINATOR, 5, NOW),
}

LEADS_TO: dict[str, dict[State, Outcome]] = {
    "accept": {S.OFFERED: S.WORKING, S.RETURNED: S.WORKING, S.WORKING: TakenByOther},
    "accept again": {S.OFFERED: S.WORKING, S.RETURNED: S.WORKING, S.WORKING: AlreadyDone},
    "decline": {S.OFFERED: S.RETURNED, S.WORKING: S.RETURNED, S.RETURNED: AlreadyDone},
    "assign": {S.OFFERED: S.WORKING, S.RETURNED: S.WORKING, S.WORKING: S.WORKING},
    "assign again": {S.OFFERED: S.WORKING, S.RETURNED: S.WORKING, S.WORKING: AlreadyDone},
    "escalate": {S.OFFERED: S.OFFERED, S.RETURNED: S.OFFERED, S.WORKING: S.OFFERED},
    "answer": {S.WORKING: S.ANSWERED, S.ANSWERED: AlreadyDone},
    "satisfied": {S.ANSWERED: S.SETTLED},
    "dissatisfied": {S.ANSWERED: S.WORKING},
    "withdraw": {
        S.OFFERED: S.WITHDRAWN,
        S.RETURNED: S.WITHDRAWN,
        S.WORKING: S.WITHDRAWN,
        S.JOINED: S.WITHDRAWN,
        S.WITHDRAWN: AlreadyDone,
    },
    "supplement": {state: state for state in OPEN},
    "revise": {state: state for state in OPEN},
    "danger": {S.OFFERED: S.OFFERED, S.RETURNED: S.OFFERED, S.WORKING: S.WORKING},
    "deliberate": {
        S.OFFERED: S.DELIBERATING,
        S.RETURNED: S.DELIBERATING,
        S.WORKING: S.DELIBERATING,
        S.DELIBERATING: AlreadyDone,
    },
}
"""What is not listed is refused as ``MovedOn``."""

LEFT_TO_PERMISSIONS: dict[tuple[str, State], Action] = {
    ("accept", S.ANSWERED): Action.ACCEPT,
    ("accept", S.DELIBERATING): Action.ACCEPT,
    ("escalate", S.JOINED): Action.ESCALATE,
    ("answer", S.JOINED): Action.CLOSE,
    ("accept again", S.ANSWERED): Action.ACCEPT,
    ("accept again", S.DELIBERATING): Action.ACCEPT,
    ("assign", S.ANSWERED): Action.ASSIGN,
    ("assign", S.DELIBERATING): Action.ASSIGN,
    ("assign again", S.ANSWERED): Action.ASSIGN,
    ("assign again", S.DELIBERATING): Action.ASSIGN,
    ("escalate", S.DELIBERATING): Action.ESCALATE,
}
"""Moves that lead between states which another move joins: no rule refuses them, so no row of the permissions may allow them."""


def attempt(name: str, case: Case) -> Outcome:
    try:
        return ACTS[name](case).case.state
    except Refusal as refusal:
        return type(refusal)


CELLS = [(name, state) for name in ACTS for state in State]
EVERY = [pytest.param(*cell, id="-".join(cell)) for cell in CELLS]
RULED = [pytest.param(*cell, id="-".join(cell)) for cell in CELLS if cell not in LEFT_TO_PERMISSIONS]


@pytest.mark.parametrize(("name", "state"), RULED)
def test_a_move_leads_where_the_table_says(name: str, state: State) -> None:
    assert attempt(name, a_case(state)) == LEADS_TO[name].get(state, MovedOn)


@pytest.mark.parametrize(("action", "state"), [(action, key[1]) for key, action in LEFT_TO_PERMISSIONS.items()])
def test_what_no_rule_refuses_no_permission_allows(action: Action, state: State) -> None:
    assert not any(row[1] is action and state in states for row, states in TABLE.items())


@pytest.mark.parametrize(("name", "state"), EVERY)
def test_every_step_is_one_of_the_listed_moves(name: str, state: State) -> None:
    led_to = attempt(name, a_case(state))
    assert led_to == state or not isinstance(led_to, State) or led_to in MOVES[state]


@pytest.mark.parametrize(("name", "state"), EVERY)
def test_a_move_tells_what_happened_when_and_by_whom(name: str, state: State) -> None:
    case = a_case(state)
    try:
        change = ACTS[name](case)
    except Refusal:
        assert case == a_case(state)
        return
    (event,) = change.events
    assert event.at == NOW
    assert event.actor_id in {case.reporter_id, WORKER, OTHER_WORKER, COORDINATOR}


def test_moves_know_every_state() -> None:
    assert set(MOVES) == set(State)


def test_nothing_leads_out_of_the_end() -> None:
    assert (
        {state for state, following in MOVES.items() if not following} == {S.SETTLED, S.WITHDRAWN} == set(State) - OPEN
    )


def test_every_state_can_be_reached_from_the_first() -> None:
    seen, found = set(), {State.OFFERED}
    while found:
        seen |= found
        found = {following for state in found for following in MOVES[state]} - seen
    assert seen == set(State)


def test_from_every_open_state_the_end_can_be_reached() -> None:
    ends = {S.SETTLED, S.WITHDRAWN}
    for _ in State:
        ends |= {state for state, following in MOVES.items() if following & ends}
    assert ends == set(State)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("accept", EventKind.ACCEPTED),
        ("decline", EventKind.DECLINED),
        ("assign", EventKind.ASSIGNED),
        ("escalate", EventKind.ESCALATED),
        ("answer", EventKind.ANSWERED),
        ("withdraw", EventKind.WITHDRAWN),
        ("supplement", EventKind.SUPPLEMENTED),
        ("danger", EventKind.DANGER_TOLD),
        ("deliberate", EventKind.DELIBERATED),
    ],
)
def test_each_move_has_its_own_event(name: str, kind: EventKind) -> None:
    state = State.OFFERED if name == "accept" else State.WORKING
    assert ACTS[name](a_case(state)).events[0].kind is kind
