"""Legal holds, people who leave, and which cases and votes ended when."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from civic.retention import ENDS
from services.keeping import Ended
from storage.sql import Session, Statement, adding, among
from storage.tables import holds, journal, leavings
from storage.values import array, stamp

_HOLD = Statement(adding(holds).on_conflict_do_nothing(index_elements=[holds.c.case_id]))
_RELEASE = Statement(delete(holds).where(holds.c.case_id == bindparam("case_id")))
_HELD = Statement(select(holds.c.case_id).where(among(holds.c.case_id, "case_ids")))
_LEAVE = Statement(adding(leavings).on_conflict_do_nothing(index_elements=[leavings.c.person_id]))
_STAY = Statement(delete(leavings).where(leavings.c.person_id == bindparam("person_id")))
_LEAVING = Statement(select(leavings.c.person_id).order_by(leavings.c.person_id))
_EVENTS = Statement(
    select(journal.c.id, journal.c.subject, journal.c.subject_id, journal.c.kind, journal.c.at)
    .where(journal.c.id > bindparam("after"))
    .order_by(journal.c.id)
    .limit(bindparam("limit"))
)


class Holds:
    """Fits ``services.keeping.Holds``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, case_id: int, by: int, at: datetime) -> None:
        self._session.run(_HOLD, case_id=case_id, held_by=by, at=stamp(at))

    def release(self, case_id: int) -> None:
        self._session.run(_RELEASE, case_id=case_id)

    def held(self, case_ids: Iterable[int]) -> frozenset[int]:
        return frozenset(row[0] for row in self._session.rows(_HELD, case_ids=array(case_ids)))

    def leave(self, person_id: int, at: datetime) -> None:
        self._session.run(_LEAVE, person_id=person_id, at=stamp(at))

    def stay(self, person_id: int) -> None:
        self._session.run(_STAY, person_id=person_id)

    def leaving(self) -> tuple[int, ...]:
        return tuple(row[0] for row in self._session.rows(_LEAVING))

    def ended(self, after: int, before: datetime, limit: int) -> tuple[tuple[Ended, ...], int]:
        # Moments grow with the numbers: reading stops at the first event that is too late, however long the journal goes on.
        rows = self._session.rows(_EVENTS, after=after, limit=limit)
        early = [row for row in rows if row["at"] < stamp(before)]
        read_to = early[-1]["id"] if early else after
        return tuple(Ended(row["subject"], row["subject_id"]) for row in early if row["kind"] in ENDS), read_to
