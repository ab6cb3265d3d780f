"""The journal: events, only ever added, each chained to the one before it (``storage.chain``)."""

from collections.abc import Iterable

from sqlalchemy import bindparam, func, select

from civic.events import Event, EventKind
from services.ports import Subject
from storage.chain import Head, link
from storage.sql import Row, Session, Statement, adding
from storage.tables import journal
from storage.values import dump, load, moment, stamp

_APPEND = Statement(adding(journal))
_LAST = select(func.max(journal.c.id)).scalar_subquery()
_HEAD = Statement(select(journal.c.id, journal.c.hash).where(journal.c.id == _LAST))
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
        head = before = self.head()
        for event in events:
            values = {
                "subject": subject,
                "subject_id": subject_id,
                "kind": event.kind,
                "at": stamp(event.at),
                "actor_id": event.actor_id,
                "data": dump(event.data),
            }
            head = link(head, values.values())
            self._session.run(_APPEND, id=head.id, hash=head.hash, **values)
        if head is not before:
            self._session.remember(head=head)

    def head(self) -> Head:
        """Where the journal ends now."""
        if self._session.memory.head is None:
            row = self._session.row(_HEAD)
            self._session.remember(head=Head() if row is None else Head(*row))
        return self._session.memory.head or Head()

    def of(self, subject: Subject, subject_id: int) -> tuple[Event, ...]:
        return tuple(map(_event, self._session.rows(_OF, subject=subject, subject_id=subject_id)))


def _event(row: Row) -> Event:
    return Event(EventKind(row["kind"]), moment(row["at"]), row["actor_id"], load(row["data"]))
