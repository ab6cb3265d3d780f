"""Deadlines: what is due is done, each in a transaction of its own; a timer that finds the world moved on does nothing."""

from collections.abc import Callable, Collection

from services import ballots, cases, topics
from services.act import Act
from services.casework import step
from services.ports import Subject, Timer

AT_ONCE = 100
"""How many due timers are taken from the database at a time."""

LATE_FROM = 5
"""Minutes after which what time did is told to be late (fault 30)."""


def due(act: Act, besides: Collection[Timer] = ()) -> tuple[Timer, ...]:
    """The timers whose moment has come, soonest first, but for those that are ``besides`` left alone."""
    found = act.tx.timers.due(act.now, AT_ONCE + len(besides))
    return tuple(timer for timer in found if timer not in besides)


def fire(act: Act, timer: Timer) -> bool:
    """Do what the timer was set for; false when it was not, because the world has moved on."""
    if act.tx.timers.armed(timer.subject, timer.subject_id) != timer:
        return False
    return _DOINGS[timer.subject](act, timer)


def _case(act: Act, timer: Timer) -> bool:
    case = act.tx.cases.get(timer.subject_id)
    if step(case) != timer.step:
        return act.tx.timers.fire(timer) and False
    minutes = int((act.now - timer.due_at).total_seconds() // 60)
    return cases.lapse(act, case.id, minutes if minutes >= LATE_FROM else 0)


def _topic(act: Act, timer: Timer) -> bool:
    act.tx.timers.fire(timer)
    topics.remind(act, timer.subject_id)
    return True


def _vote(act: Act, timer: Timer) -> bool:
    return ballots.close(act, timer.subject_id) and act.tx.timers.fire(timer)


_DOINGS: dict[Subject, Callable[[Act, Timer], bool]] = {
    Subject.CASE: _case,
    Subject.TOPIC: _topic,
    Subject.VOTE: _vote,
}
