"""Corrections: what the program took a case for is put right: its kind, its place, whether the danger is now."""

from datetime import datetime

from civic.calendar import Calendar
from civic.cases import CLIMBING, WAITING, Case, Change, DangerTold, State, fresh_limits, move
from civic.events import EventKind, Value
from civic.kinds import Tier
from civic.ladder import Step
from civic.refusals import AlreadyDone, MovedOn

_ANY_TIME = frozenset({"kind", "kinds_asked", "spot"})
"""What is corrected even after somebody has accepted; the ladder stays theirs."""


def refile(case: Case, actor_id: int, now: datetime, calendar: Calendar, **changes: object) -> Change:
    """改类别 / 改地点: a correction. While nobody has accepted, a ``ladder`` among ``changes`` begins at its first rung.

    Its limits count from now: nobody can have missed what they were not asked for.
    """
    kind = EventKind.RELOCATED if "place_id" in changes or "spot" in changes else EventKind.REKINDED
    data: dict[str, Value] = {"kind": str(changes.get("kind", case.kind))}
    if case.state not in WAITING:
        changes = {name: value for name, value in changes.items() if name in _ANY_TIME}
    if "ladder" not in changes:
        return move(case, case.state, kind, now, actor_id, data, **changes)
    fresh = fresh_limits(changes["ladder"], 0, now, calendar)  # type: ignore[arg-type]
    return move(case, State.OFFERED, kind, now, actor_id, data, **changes, **fresh, at=0)


def confirm(case: Case, actor_id: int, now: datetime) -> Change:
    """The kind that was guessed is right: nobody is asked about it any more, and ladder and limits run on."""
    if not case.kinds_asked:
        raise AlreadyDone
    return move(case, case.state, EventKind.CONFIRMED, now, actor_id, {"kind": case.kind}, kinds_asked=())


def tell_danger(
    case: Case, told: DangerTold, tier: Tier, ladder: tuple[Step, ...], now: datetime, calendar: Calendar
) -> Change:
    """The resident says whether the danger is now. ``NOW`` starts the emergency ladder afresh; else only what was said is kept."""
    if case.danger is told:
        raise AlreadyDone
    if case.state not in CLIMBING:
        raise MovedOn
    data: dict[str, Value] = {"told": told}
    if told is not DangerTold.NOW and tier is case.tier:
        return move(case, case.state, EventKind.DANGER_TOLD, now, case.reporter_id, data, danger=told)
    state = State.WORKING if case.state is State.WORKING else State.OFFERED
    changes = {"danger": told, "tier": tier, "ladder": ladder, "at": 0, **fresh_limits(ladder, 0, now, calendar)}
    return move(case, state, EventKind.DANGER_TOLD, now, case.reporter_id, data, **changes)
