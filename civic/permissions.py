"""Permissions as data: who may do what to a case, in which state. What is not in the table is not allowed.

The same table draws the buttons, so that nobody is shown what they may not do. It is evaluated on the person's own grants,
inside the writing transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from civic.cases import CLIMBING, OPEN, WAITING, Case, State
from civic.ladder import RUNG_ROLES
from civic.personal import personal
from civic.places import Directory
from civic.refusals import NotAllowed
from civic.roles import COORDINATORS, STAFF, Grant, Role, held


class Standing(StrEnum):
    """How a person stands to a case."""

    REPORTER = "reporter"
    """The resident whose case it is."""
    RUNG = "rung"
    """Holds the role that the case's rung is offered to, for a place that covers it."""
    HOLDER = "holder"
    """Has accepted it."""
    COORDINATOR = "coordinator"
    """Coordinates a place that covers it."""
    ADMINISTRATOR = "administrator"


class Upkeep(StrEnum):
    """What can be done to the words by which messages are understood, everywhere at once."""

    SUGGESTIONS = "suggestions"
    RELOAD = "reload"


class Action(StrEnum):
    """What can be done to a case."""

    VIEW = "view"
    REKIND = "rekind"
    RELOCATE = "relocate"
    SUPPLEMENT = "supplement"
    WITHDRAW = "withdraw"
    RATE = "rate"
    TELL_DANGER = "tell_danger"
    ACCEPT = "accept"
    DECLINE = "decline"
    ESCALATE = "escalate"
    REPLY = "reply"
    CLOSE = "close"
    ASSIGN = "assign"
    DELIBERATE = "deliberate"
    JOIN = "join"
    PART = "part"


_ALL = frozenset(State)

TABLE: dict[tuple[Standing, Action], frozenset[State]] = {
    (Standing.REPORTER, Action.VIEW): _ALL,
    (Standing.REPORTER, Action.REKIND): CLIMBING,
    (Standing.REPORTER, Action.RELOCATE): CLIMBING,
    (Standing.REPORTER, Action.SUPPLEMENT): OPEN,
    (Standing.REPORTER, Action.WITHDRAW): CLIMBING | {State.JOINED},
    (Standing.REPORTER, Action.JOIN): CLIMBING,
    (Standing.REPORTER, Action.PART): frozenset({State.JOINED}),
    (Standing.REPORTER, Action.RATE): frozenset({State.ANSWERED}),
    (Standing.REPORTER, Action.TELL_DANGER): CLIMBING,
    (Standing.RUNG, Action.VIEW): OPEN,
    (Standing.RUNG, Action.ACCEPT): frozenset({State.OFFERED}),
    (Standing.RUNG, Action.DECLINE): frozenset({State.OFFERED}),
    (Standing.RUNG, Action.ESCALATE): frozenset({State.OFFERED}),
    (Standing.HOLDER, Action.VIEW): _ALL,
    (Standing.HOLDER, Action.DECLINE): frozenset({State.WORKING}),
    (Standing.HOLDER, Action.ESCALATE): frozenset({State.WORKING}),
    (Standing.HOLDER, Action.REPLY): frozenset({State.WORKING}),
    (Standing.HOLDER, Action.CLOSE): frozenset({State.WORKING}),
    (Standing.HOLDER, Action.REKIND): frozenset({State.WORKING}),
    (Standing.COORDINATOR, Action.VIEW): _ALL,
    (Standing.COORDINATOR, Action.ACCEPT): WAITING,
    (Standing.COORDINATOR, Action.ASSIGN): WAITING,
    (Standing.COORDINATOR, Action.ESCALATE): frozenset({State.RETURNED}),
    (Standing.COORDINATOR, Action.DELIBERATE): CLIMBING,
    (Standing.ADMINISTRATOR, Action.VIEW): _ALL,
    (Standing.ADMINISTRATOR, Action.ASSIGN): WAITING,
}

UPKEEP: dict[Upkeep, frozenset[Role]] = {
    Upkeep.SUGGESTIONS: frozenset({Role.ADMINISTRATOR}),
    Upkeep.RELOAD: frozenset({Role.ADMINISTRATOR}),
}
"""Who may do it: what acts everywhere is for those whose role counts everywhere."""


def require_upkeep(what: Upkeep, grants: Iterable[Grant], directory: Directory, now: datetime) -> None:
    """Raises ``NotAllowed`` unless one of the roles is held for every place there is."""
    grants = tuple(grants)
    tops = [place.id for place in directory if place.parent_id is None]
    if not tops or any(UPKEEP[what].isdisjoint(held(grants, top, directory, now)) for top in tops):
        raise NotAllowed(action=what)


def standings(
    person_id: int, grants: Iterable[Grant], case: Case, directory: Directory, now: datetime
) -> frozenset[Standing]:
    """How the person stands to the case. Being its reporter never takes a right away that a role gives."""
    roles = held(grants, case.place_id, directory, now)
    facts = {
        Standing.REPORTER: person_id == case.reporter_id,
        Standing.RUNG: not roles.isdisjoint(RUNG_ROLES[case.step.rung]),
        Standing.HOLDER: person_id == case.holder_id and not roles.isdisjoint(STAFF),
        Standing.COORDINATOR: not roles.isdisjoint(COORDINATORS),
        Standing.ADMINISTRATOR: Role.ADMINISTRATOR in roles,
    }
    return frozenset(standing for standing, true in facts.items() if true)


def allowed(standing: Iterable[Standing], case: Case) -> tuple[Action, ...]:
    """The actions that these standings allow on the case as it is, in the order of ``Action``."""
    mine = frozenset(standing)
    granted = {action for (each, action), states in TABLE.items() if each in mine and case.state in states}
    if personal(case.kind, case.tier):
        granted.discard(Action.DELIBERATE)
    return tuple(action for action in Action if action in granted)


def require(standing: Iterable[Standing], action: Action, case: Case) -> bool:
    """Whether the case is in a state for the action; raises ``NotAllowed`` when these standings never have it, in any state.

    The difference lets a late or repeated tap be told what happened rather than that it is forbidden.
    """
    states = _states(frozenset(standing), action)
    if not states:
        raise NotAllowed(action=action)
    return case.state in states


def _states(standing: frozenset[Standing], action: Action) -> frozenset[State]:
    return frozenset().union(*(TABLE.get((each, action), frozenset()) for each in standing))
