"""Joint cases (并案): a case about the same matter as another follows it, and every household keeps its notices and its verdict.

Offered, never done unasked: two requests that look alike are often about two things.
"""

from datetime import datetime, timedelta

from civic.calendar import Calendar
from civic.cases import CLIMBING, SETTLE_AFTER, Case, Change, State, fresh_limits, move
from civic.events import EventKind
from civic.personal import personal
from civic.refusals import AlreadyDone, MovedOn

WINDOW = timedelta(days=30)
"""How long after its filing a case is offered to whoever reports what looks like the same."""

JOINABLE = CLIMBING | {State.DELIBERATING}
"""The states in which a case may be followed: what was answered already is not solved where it is reported anew."""


_OWN_GROUPS = frozenset("NQS")


def shared(case: Case) -> bool:
    """Whether it may be a matter of several households.

    What is personal (``civic.personal``) is none, nor are quarrels, services and opinions of any sort: nobody else is told of it.
    """
    return not personal(case.kind, case.tier) and case.kind[0] not in _OWN_GROUPS


def join(case: Case, main: Case, actor_id: int | None, now: datetime) -> Change:
    """一起跟进: it follows ``main``, whose limits run for both. ``actor_id`` is ``None`` when the case followed so far was taken back."""
    if case.joined_to == main.id and case.state is State.JOINED:
        raise AlreadyDone
    if main.state not in JOINABLE or main.id == case.id:
        raise MovedOn
    return move(
        case, State.JOINED, EventKind.JOINED, now, actor_id, {"main": main.number}, joined_to=main.id, holder_id=None
    )


def part(case: Case, actor_id: int | None, now: datetime, calendar: Calendar) -> Change:
    """单独办: it goes its own way again, on the rung where it stood, with the rung's limits from now."""
    if case.state is not State.JOINED:
        raise MovedOn
    fresh = fresh_limits(case.ladder, case.at, now, calendar)
    return move(case, State.OFFERED, EventKind.PARTED, now, actor_id, joined_to=None, **fresh)


def answer_too(case: Case, main: Case, actor_id: int, now: datetime) -> Change:
    """The case that it follows was answered: its own reporter has the word too, and 不满意 sends it to the same worker."""
    changes = {"holder_id": main.holder_id, "settle_by": now + SETTLE_AFTER}
    return move(case, State.ANSWERED, EventKind.ANSWERED, now, actor_id, **changes)
