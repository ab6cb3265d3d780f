"""Group chats bound to places, one a place, and what happens when the messenger gives a group another id."""

from sqlalchemy import Table, Update, bindparam, delete, exists, or_, select, update

from services.council import Group
from storage.aliases import CHAT, NEW, OLD, RENAME
from storage.sql import Session, Statement, adding
from storage.tables import UNFINISHED, OutboxState, cards, groups, outbox, topics

_BIND = Statement(adding(groups))
_UNBIND = Statement(
    delete(groups).where(or_(groups.c.chat_id == bindparam("chat_id"), groups.c.place_id == bindparam("place_id")))
)
_GET = Statement(select(groups).where(groups.c.chat_id == CHAT))
_AT = Statement(select(groups).where(groups.c.place_id == bindparam("place_id")))


def _follow(table: Table) -> Update:
    return update(table).values(chat_id=NEW).where(table.c.chat_id == OLD)


# The group's first messages under its new id may come before the news of it: what they brought about stays in force.
_already = groups.alias("already")
_newer = outbox.alias("newer")
_UNFINISHED = outbox.c.state.in_(UNFINISHED)
_BINDING = (
    delete(groups).where(groups.c.chat_id == OLD, exists().where(_already.c.chat_id == NEW)),
    _follow(groups),
)
_CARDS = (
    delete(cards).where(cards.c.chat_id == OLD, cards.c.slot.in_(select(cards.c.slot).where(cards.c.chat_id == NEW))),
    _follow(cards),
)
_POSTS = (
    _follow(outbox)
    .values(state=OutboxState.SUPERSEDED)
    .where(
        _UNFINISHED,
        outbox.c.state == OutboxState.READY,
        exists().where(_newer.c.chat_id == NEW, _newer.c.slot == outbox.c.slot, _newer.c.state == OutboxState.READY),
    ),
    _follow(outbox).where(_UNFINISHED),
)
_MIGRATE = tuple(map(Statement, (*RENAME, *_BINDING, _follow(topics), *_CARDS, *_POSTS)))


class Groups:
    """The repository of bound groups."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def bind(self, group: Group) -> None:
        self._session.run(_UNBIND, chat_id=group.chat_id, place_id=group.place_id)
        self._session.run(_BIND, chat_id=group.chat_id, place_id=group.place_id)

    def get(self, chat_id: int) -> Group | None:
        row = self._session.row(_GET, chat_id=chat_id)
        return None if row is None else Group(row["chat_id"], row["place_id"])

    def at(self, place_id: int) -> Group | None:
        row = self._session.row(_AT, place_id=place_id)
        return None if row is None else Group(row["chat_id"], row["place_id"])

    def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        for statement in _MIGRATE:
            self._session.run(statement, old=old_chat_id, new=new_chat_id)
