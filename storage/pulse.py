"""How far the work is behind: what a health page and an alarm need to know, found by index however much there is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from storage.sql import Session, Statement
from storage.tables import UNFINISHED, InboxState, inbox, journal, outbox, timers
from storage.values import moment, stamp

_OLDEST_POST = (
    select(func.min(outbox.c.id))
    .where(outbox.c.state.in_(UNFINISHED), or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")))
    .scalar_subquery()
)
_READ = Statement(
    select(
        select(func.min(inbox.c.received_at))
        .where(inbox.c.bot_id == bindparam("bot_id"), inbox.c.state == InboxState.NEW)
        .scalar_subquery()
        .label("oldest_update"),
        _OLDEST_POST.label("oldest_post"),
        select(outbox.c.not_before).where(outbox.c.id == _OLDEST_POST).scalar_subquery().label("held_until"),
        select(func.min(timers.c.due_at)).scalar_subquery().label("next_timer"),
        select(func.max(inbox.c.id)).scalar_subquery().label("updates"),
        select(func.max(outbox.c.id)).scalar_subquery().label("posts"),
        select(func.max(journal.c.id)).scalar_subquery().label("events"),
    )
)


@dataclass(frozen=True, slots=True)
class Beat:
    """One look. ``oldest_post`` is the id of the oldest post that should have gone, ``held_until`` its earliest moment.

    The last three count what there ever was.
    """

    oldest_update: datetime | None
    oldest_post: int | None
    held_until: datetime | None
    next_timer: datetime | None
    updates: int
    posts: int
    events: int


class Pulse:
    """Looks at the queues."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, now: datetime) -> Beat:
        """How they are."""
        row = self._session.row(_READ, bot_id=self._session.bot_id, now=stamp(now))
        if row is None:
            raise LookupError("no row")
        return Beat(
            moment(row["oldest_update"]),
            row["oldest_post"],
            moment(row["held_until"]),
            moment(row["next_timer"]),
            *(row[name] or 0 for name in ("updates", "posts", "events")),
        )
