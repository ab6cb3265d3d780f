"""Armed moments. Only what is armed has a row; what a timer did stands in the journal."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from services.ports import Subject, Timer
from storage.sql import Row, Session, Statement, adding
from storage.tables import timers
from storage.values import moment, stamp

_SUBJECT = (timers.c.subject == bindparam("subject"), timers.c.subject_id == bindparam("subject_id"))
_ADD = adding(timers)
_ARM = Statement(
    _ADD.on_conflict_do_update(
        index_elements=[timers.c.subject, timers.c.subject_id],
        set_={"step": _ADD.excluded.step, "due_at": _ADD.excluded.due_at},
    )
)
_CANCEL = Statement(delete(timers).where(*_SUBJECT))
_ARMED = Statement(select(timers).where(*_SUBJECT))
_DUE = Statement(
    select(timers)
    .where(timers.c.due_at <= bindparam("now"))
    .order_by(timers.c.due_at, timers.c.subject, timers.c.subject_id)
    .limit(bindparam("limit"))
)
_FIRE = Statement(
    delete(timers).where(*_SUBJECT, timers.c.step == bindparam("step"), timers.c.due_at == bindparam("due_at"))
)
_NEXT_DUE = Statement(select(func.min(timers.c.due_at)))


class Timers:
    """The repository of timers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def arm(self, timer: Timer) -> None:
        self._session.run(_ARM, **_columns(timer))

    def cancel(self, subject: Subject, subject_id: int) -> None:
        self._session.run(_CANCEL, subject=subject, subject_id=subject_id)

    def armed(self, subject: Subject, subject_id: int) -> Timer | None:
        row = self._session.row(_ARMED, subject=subject, subject_id=subject_id)
        return None if row is None else _timer(row)

    def due(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        return tuple(map(_timer, self._session.rows(_DUE, now=stamp(now), limit=limit)))

    def fire(self, timer: Timer) -> bool:
        return self._session.run(_FIRE, **_columns(timer)) == 1

    def next_due(self) -> datetime | None:
        due_at: int | None = self._session.value(_NEXT_DUE)
        return moment(due_at)


def _columns(timer: Timer) -> dict[str, object]:
    return {
        "subject": timer.subject,
        "subject_id": timer.subject_id,
        "step": timer.step,
        "due_at": stamp(timer.due_at),
    }


def _timer(row: Row) -> Timer:
    return Timer(Subject(row["subject"]), row["subject_id"], row["step"], moment(row["due_at"]))
