"""Updates as they were received, keyed by bot and update id."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, case, func, literal_column, select, update

from services.delivery import Received
from storage.sql import Row, Session, Statement, adding
from storage.tables import InboxState, inbox
from storage.values import moment, stamp

TRIES = 3
"""How often an update is tried before it is a dead letter (fault 8)."""

_NEW = inbox.c.state == InboxState.NEW
_BOT = inbox.c.bot_id == bindparam("bot_id")
_THIS = (_BOT, inbox.c.update_id == bindparam("update_id"), _NEW)

_RECEIVE = Statement(
    adding(inbox, "id", "state", "tries")
    .values(state=InboxState.NEW, tries=0)
    .on_conflict_do_nothing(index_elements=[inbox.c.bot_id, inbox.c.update_id])
)
_WAITING = Statement(
    # The plus keeps SQLite from the index of new updates, which it would have to sort anew for every page.
    select(inbox)
    .where(literal_column("+inbox.bot_id") == bindparam("bot_id"), _NEW, inbox.c.id > bindparam("after"))
    .order_by(inbox.c.id)
    .limit(bindparam("limit"))
)
_WAITS_BEFORE = Statement(
    select(func.count()).select_from(
        select(inbox.c.id).where(_BOT, _NEW, inbox.c.received_at < bindparam("moment")).limit(1).subquery()
    )
)
# The key stays, so that the same update is known when it comes once more; its words need not.
_DONE = Statement(update(inbox).values(state=InboxState.DONE, body=literal_column("x''")).where(*_THIS))
_FAILED = Statement(
    update(inbox)
    .values(
        tries=inbox.c.tries + 1,
        state=case((inbox.c.tries + 1 >= TRIES, InboxState.DEAD), else_=InboxState.NEW),
    )
    .where(*_THIS)
    .returning(inbox.c.state)
)


class Inbox:
    """The repository of received updates."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def receive(self, updates: Iterable[Received]) -> tuple[Received, ...]:
        return tuple(received for received in updates if self._add(received))

    def waiting(self, after: int, limit: int) -> tuple[Received, ...]:
        rows = self._session.rows(_WAITING, bot_id=self._session.bot_id, after=after, limit=limit)
        return tuple(map(_received, rows))

    def waits_before(self, moment: datetime) -> bool:
        return bool(self._session.value(_WAITS_BEFORE, bot_id=self._session.bot_id, moment=stamp(moment)))

    def done(self, update_id: int) -> None:
        self._session.run(_DONE, bot_id=self._session.bot_id, update_id=update_id)

    def failed(self, update_id: int) -> bool:
        state = self._session.value(_FAILED, bot_id=self._session.bot_id, update_id=update_id)
        return bool(state == InboxState.DEAD)

    def _add(self, received: Received) -> bool:
        added = self._session.run(
            _RECEIVE,
            bot_id=self._session.bot_id,
            update_id=received.update_id,
            lane=received.lane,
            body=received.body,
            received_at=stamp(received.received_at),
        )
        return added == 1


def _received(row: Row) -> Received:
    return Received(row["update_id"], row["lane"], row["body"], moment(row["received_at"]), row["id"])
