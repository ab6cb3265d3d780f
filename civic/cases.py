"""Cases (诉求): a resident's request on its way through the ladder, as a frozen value and the moves it may make.

Every move takes the case and the moment and returns a ``Change``: the new case and the events that tell what happened. Who may
make which move is decided in ``civic.permissions``; here it is only decided whether the case is at the step for it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from civic.calendar import Calendar, Limit
from civic.events import Event, EventKind, Value
from civic.kinds import Tier
from civic.ladder import Step, limits
from civic.personal import CRISIS
from civic.refusals import AlreadyDone, MovedOn, NothingAbove, TakenByOther
from civic.understanding import UNTOLD, Matter, Persistence, Spot

SETTLE_AFTER = timedelta(hours=72)
"""How long the resident is given to say whether it is solved; silence settles the case without a verdict, never as satisfied."""

LOOK_AGAIN = Limit(minutes=24 * 60)
"""Within what time somebody is looked after again who was in a crisis and has not been heard from."""


class State(StrEnum):
    """Where a case stands."""

    OFFERED = "offered"
    """待签收: offered to the staff of its rung, nobody has accepted."""
    RETURNED = "returned"
    """待协调: declined; the coordinator decides whose it is."""
    WORKING = "working"
    """办理中: somebody has it."""
    ANSWERED = "answered"
    """待居民确认: the worker says it is done; the resident has the word."""
    DELIBERATING = "deliberating"
    """转议题: it became a topic of the council; the ladder waits."""
    JOINED = "joined"
    """并案: it follows another case about the same matter."""
    SETTLED = "settled"
    """已办结."""
    WITHDRAWN = "withdrawn"
    """已撤回 by the resident."""


MOVES: dict[State, frozenset[State]] = {
    State.OFFERED: frozenset(
        {State.OFFERED, State.RETURNED, State.WORKING, State.DELIBERATING, State.JOINED, State.WITHDRAWN}
    ),
    State.RETURNED: frozenset({State.OFFERED, State.WORKING, State.DELIBERATING, State.JOINED, State.WITHDRAWN}),
    State.WORKING: frozenset(
        {
            State.OFFERED,
            State.RETURNED,
            State.WORKING,
            State.ANSWERED,
            State.DELIBERATING,
            State.JOINED,
            State.WITHDRAWN,
        }
    ),
    State.ANSWERED: frozenset({State.WORKING, State.SETTLED}),
    State.DELIBERATING: frozenset({State.OFFERED, State.WORKING}),
    State.JOINED: frozenset({State.JOINED, State.OFFERED, State.ANSWERED, State.WITHDRAWN}),
    State.SETTLED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN = frozenset(State) - {State.SETTLED, State.WITHDRAWN}
WAITING = frozenset({State.OFFERED, State.RETURNED})
"""The states in which nobody has accepted it."""

CLIMBING = WAITING | {State.WORKING}
"""The states in which time runs against the staff."""


class Verdict(StrEnum):
    """The resident's word on the answer (评价)."""

    SATISFIED = "satisfied"
    MOSTLY = "mostly"
    DISSATISFIED = "dissatisfied"
    SKIPPED = "skipped"


class DangerTold(StrEnum):
    """What the resident said of the danger that their words spoke of; ``ASKED`` until they say."""

    ASKED = "asked"
    NOW = "now"
    PAST = "past"
    HAZARD = "hazard"


@dataclass(frozen=True, slots=True)
class Case:
    """One case. ``ladder`` was fixed at filing; ``at`` is the index of the rung it stands on; all moments are UTC."""

    id: int
    number: str
    reporter_id: int
    place_id: int
    kind: str
    tier: Tier
    matter: Matter
    text: str
    ladder: tuple[Step, ...]
    filed_at: datetime
    accept_by: datetime
    answer_by: datetime
    spot: Spot = Spot()
    state: State = State.OFFERED
    at: int = 0
    holder_id: int | None = None
    settle_by: datetime | None = None
    danger: DangerTold | None = None
    reopened: int = 0
    overdue: int = 0
    verdict: Verdict | None = None
    kinds_asked: tuple[str, ...] = ()
    """The kinds that the reporter is asked to choose from; empty where the kind is clear, or chosen."""
    spot_asked: bool = False
    """Whether the reporter was asked where it is, for nobody would find it by what they said."""
    joined_to: int | None = None
    """The case about the same matter that it follows (并案)."""
    persistence: Persistence = UNTOLD
    """What its words tell of how long and how often, for staff to see; no limit depends on it."""

    @property
    def step(self) -> Step:
        """The rung it stands on."""
        return self.ladder[self.at]

    @property
    def deadline(self) -> datetime | None:
        """The moment at which time itself moves the case next, or ``None``."""
        if self.state in WAITING:
            return min(self.accept_by, self.answer_by)
        return {State.WORKING: self.answer_by, State.ANSWERED: self.settle_by}.get(self.state)


@dataclass(frozen=True, slots=True)
class Change:
    """What a move comes to: the case as it is now, and what happened on the way."""

    case: Case
    events: tuple[Event, ...]


def file(case: Case) -> Change:
    """A new case enters; the caller has built it with its ladder and limits."""
    data: dict[str, Value] = {"kind": case.kind, "rung": case.step.rung}
    return Change(case, (Event(EventKind.FILED, case.filed_at, case.reporter_id, data),))


def accept(case: Case, actor_id: int, now: datetime) -> Change:
    """接单: the first who accepts has it. Raises ``AlreadyDone`` for the holder, ``TakenByOther`` for anybody else later."""
    if case.state is State.WORKING:
        raise AlreadyDone if case.holder_id == actor_id else TakenByOther(holder_id=case.holder_id)
    return move(case, State.WORKING, EventKind.ACCEPTED, now, actor_id, holder_id=actor_id)


def decline(case: Case, actor_id: int, now: datetime) -> Change:
    """不归我管: back to the coordinator. The limits run on, so that passing a case around gains nobody time."""
    if case.state is State.RETURNED:
        raise AlreadyDone
    return move(case, State.RETURNED, EventKind.DECLINED, now, actor_id, holder_id=None)


def vacate(case: Case, now: datetime) -> Change:
    """离岗: whoever has it serves there no longer; back to the coordinator. The limits run on."""
    return move(case, State.RETURNED, EventKind.VACATED, now, None, holder_id=None)


def assign(case: Case, actor_id: int, worker_id: int, now: datetime) -> Change:
    """派给: the coordinator names who has it."""
    if case.state is State.WORKING and case.holder_id == worker_id:
        raise AlreadyDone
    return move(case, State.WORKING, EventKind.ASSIGNED, now, actor_id, {"worker": worker_id}, holder_id=worker_id)


def escalate(case: Case, actor_id: int, now: datetime, calendar: Calendar) -> Change:
    """请求上提: to the next rung, with its own limits from now. Raises ``NothingAbove`` on the highest."""
    if case.at + 1 >= len(case.ladder):
        raise NothingAbove
    return _up(case, EventKind.ESCALATED, now, now, calendar, actor_id)


def reply(case: Case, actor_id: int, now: datetime) -> Change:
    """回复居民: words to the resident; the state stays."""
    return move(case, case.state, EventKind.REPLIED, now, actor_id)


def answer(case: Case, actor_id: int, now: datetime) -> Change:
    """办结: the worker says it is done; the resident is asked."""
    if case.state is State.ANSWERED:
        raise AlreadyDone
    return move(case, State.ANSWERED, EventKind.ANSWERED, now, actor_id, settle_by=now + SETTLE_AFTER)


def rate(case: Case, verdict: Verdict, now: datetime, calendar: Calendar) -> Change:
    """The resident's verdict. 不满意 sends it back to the same worker at once, with the rung's answer limit afresh."""
    if case.state is State.SETTLED and case.verdict is verdict:
        raise AlreadyDone
    if case.state is not State.ANSWERED:
        raise MovedOn
    if verdict is not Verdict.DISSATISFIED:
        data: dict[str, Value] = {"verdict": verdict}
        return move(case, State.SETTLED, EventKind.RATED, now, case.reporter_id, data, verdict=verdict, settle_by=None)
    _, answer_by = limits(case.ladder, case.at, now, calendar)
    changes = {"answer_by": answer_by, "settle_by": None, "reopened": case.reopened + 1}
    return move(case, State.WORKING, EventKind.REOPENED, now, case.reporter_id, **changes)


def withdraw(case: Case, now: datetime) -> Change:
    """撤回: the resident takes it back."""
    if case.state is State.WITHDRAWN:
        raise AlreadyDone
    return move(case, State.WITHDRAWN, EventKind.WITHDRAWN, now, case.reporter_id, holder_id=None)


def revise(case: Case, text: str, persistence: Persistence, now: datetime) -> Change:
    """The resident edited their message: before anybody accepted the text is replaced, afterwards it is a supplement."""
    if case.state not in WAITING:
        return supplement(case, case.reporter_id, now)
    return move(case, case.state, EventKind.REVISED, now, case.reporter_id, text=text, persistence=persistence)


def supplement(case: Case, actor_id: int, now: datetime) -> Change:
    """补充照片/说明: more about it, while it is open."""
    if case.state not in OPEN:
        raise MovedOn
    return Change(case, (Event(EventKind.SUPPLEMENTED, now, actor_id),))


def lapse(case: Case, now: datetime, calendar: Calendar) -> Change | None:
    """What time itself does at ``now``, or ``None`` when nothing is due.

    A missed limit climbs a rung; limits missed during an outage climb in order, each rung's limits counted from the moment the one
    below was missed. On the highest rung there is nowhere to climb: it is counted as overdue and gets a new limit from now.
    An answer that the resident left unrated settles without a verdict; only who was in a crisis is looked after again.
    """
    events: tuple[Event, ...] = ()
    while (due := case.deadline) is not None and due <= now:
        if case.state is State.ANSWERED:
            change = _unheard(case, now, calendar) if case.kind == CRISIS else _settled(case, now)
        elif case.at + 1 < len(case.ladder):
            change = _up(case, EventKind.CLIMBED, now, due, calendar)
        else:
            change = _overdue(case, now, calendar)
        case, events = change.case, events + change.events
    return Change(case, events) if events else None


def _settled(case: Case, now: datetime) -> Change:
    return move(case, State.SETTLED, EventKind.LAPSED, now, None, settle_by=None)


def _unheard(case: Case, now: datetime, calendar: Calendar) -> Change:
    """再看望: nobody has heard from them, so whoever helped looks again within a day."""
    again = {"answer_by": LOOK_AGAIN.after(now, calendar), "settle_by": None}
    return move(case, State.WORKING, EventKind.UNHEARD, now, None, **again)


def _overdue(case: Case, now: datetime, calendar: Calendar) -> Change:
    times = case.overdue + 1
    fresh = fresh_limits(case.ladder, case.at, now, calendar)
    return move(case, case.state, EventKind.OVERDUE, now, None, {"times": times}, **fresh, overdue=times)


def _up(
    case: Case, kind: EventKind, now: datetime, start: datetime, calendar: Calendar, actor_id: int | None = None
) -> Change:
    at = case.at + 1
    data: dict[str, Value] = {"from": case.step.rung, "to": case.ladder[at].rung, "state": case.state}
    fresh = fresh_limits(case.ladder, at, start, calendar)
    return move(case, State.OFFERED, kind, now, actor_id, data, **fresh, at=at, holder_id=None)


def fresh_limits(ladder: tuple[Step, ...], at: int, start: datetime, calendar: Calendar) -> dict[str, datetime]:
    """The limits of a rung that begins at ``start``, by the names that a case has for them."""
    accept_by, answer_by = limits(ladder, at, start, calendar)
    return {"accept_by": accept_by, "answer_by": answer_by}


def move(
    case: Case,
    state: State,
    what: EventKind,
    now: datetime,
    actor_id: int | None,
    data: dict[str, Value] | None = None,
    /,
    **changes: object,
) -> Change:
    """Every rule's last step: into the state, if the way leads there from the case's own, with what changes besides and the event."""
    if state is not case.state and state not in MOVES[case.state]:
        raise MovedOn
    moved = replace(case, state=state, **changes)  # type: ignore[arg-type]
    return Change(moved, (Event(what, now, actor_id, data or {}),))
