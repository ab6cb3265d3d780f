"""Messages that show what was said of a case, in the chats of those who serve it."""

from sqlalchemy import bindparam, delete, select, update

from storage.sql import Session, Statement
from storage.tables import CarriedState, carried

_THIS = (carried.c.chat_id == bindparam("chat_id"), carried.c.message_id == bindparam("message_id"))
_TAKE = Statement(
    update(carried)
    .values(state=CarriedState.ASKED)
    .where(carried.c.case_id == bindparam("case_id"), carried.c.state == CarriedState.STANDING)
    .returning(carried.c.chat_id, carried.c.message_id)
)
_GONE = Statement(delete(carried).where(*_THIS))
_REFUSED = Statement(update(carried).values(state=CarriedState.REFUSED).where(*_THIS).returning(carried.c.case_id))
_STUCK = Statement(
    select(carried.c.chat_id).where(carried.c.case_id == bindparam("case_id"), carried.c.state == CarriedState.REFUSED)
)


class Carried:
    """Fits ``services.keeping.Carried``; the outbox adds what it has sent."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, case_id: int) -> tuple[tuple[int, int], ...]:
        return tuple((row[0], row[1]) for row in self._session.rows(_TAKE, case_id=case_id))

    def gone(self, chat_id: int, message_id: int) -> None:
        self._session.run(_GONE, chat_id=chat_id, message_id=message_id)

    def refused(self, chat_id: int, message_id: int) -> int | None:
        case_id: int | None = self._session.value(_REFUSED, chat_id=chat_id, message_id=message_id)
        return case_id

    def stuck(self, case_id: int) -> tuple[int, ...]:
        return tuple(row[0] for row in self._session.rows(_STUCK, case_id=case_id))
