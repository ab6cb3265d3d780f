"""Deliberation (议事): how a case goes before the council, and comes back with what was decided."""

from datetime import datetime

from civic.calendar import Calendar
from civic.cases import Case, Change, State, fresh_limits, move
from civic.events import EventKind, Value
from civic.personal import personal
from civic.refusals import AlreadyDone, Personal


def deliberate(case: Case, actor_id: int, topic_id: int, now: datetime) -> Change:
    """转议事: it becomes a topic; the ladder waits for the council (居委会组织法 2025, art. 32).

    Raises ``Personal`` for what is no group's talk.
    """
    if case.state is State.DELIBERATING:
        raise AlreadyDone
    if personal(case.kind, case.tier):
        raise Personal
    return move(case, State.DELIBERATING, EventKind.DELIBERATED, now, actor_id, {"topic": topic_id})


def resume(case: Case, topic_id: int, outcome: str, now: datetime, calendar: Calendar) -> Change:
    """The council has decided: back to whoever had it, or to the rung's staff, with the rung's limits afresh."""
    state = State.WORKING if case.holder_id is not None else State.OFFERED
    data: dict[str, Value] = {"topic": topic_id, "outcome": outcome}
    return move(case, state, EventKind.RESUMED, now, None, data, **fresh_limits(case.ladder, case.at, now, calendar))
