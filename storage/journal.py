"""The journal: events, only ever added."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from civic.events import Event, EventKind
from services.ports import Subject
from storage.sql import Row, Session, Statement, adding
from storage.tables import journal
from storage.values import dump, load, moment, stamp

_APPEND = Statement(adding(journal, "id"))
_OF = Statement(
    select(journal)
    .where(journal.c.subject == bindparam("subject"), journal.c.subject_id == bindparam("subject_id"))
    .order_by(journal.c.id)
)


class Journal:
    """The repository of events."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, subject: Subject, subject_id: int, events: Iterable[Event]) -> None:
        for event in events:
            self._session.run(
                _APPEND,
                subject=subject,
                subject_id=subject_id,
                kind=event.kind,
                at=stamp(event.at),
                actor_id=event.actor_id,
                data=dump(event.data),
            )

    def of(self, subject: Subject, subject_id: int) -> tuple[Event, ...]:
        return tuple(map(_event, self._session.rows(_OF, subject=subject, subject_id=subject_id)))


def _event(row: Row) -> Event:
    return Event(EventKind(row["kind"]), moment(row["at"]), row["actor_id"], load(row["data"]))
