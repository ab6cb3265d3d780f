"""Group chats bound to places, one a place, and what happens when the messenger gives a group another id."""

from sqlalchemy import BindParameter, Table, Update, bindparam, delete, func, or_, select, update

from services.ports import Group
from storage.sql import Session, Statement, adding, insert
from storage.tables import UNFINISHED, OutboxState, aliases, cards, groups, outbox, topics

_OLD: BindParameter[int] = bindparam("old")
_NEW: BindParameter[int] = bindparam("new")


def _follow(table: Table) -> Update:
    return update(table).values(chat_id=_NEW).where(table.c.chat_id == _OLD)


_CHAT = func.coalesce(
    select(aliases.c.new_chat_id).where(aliases.c.old_chat_id == bindparam("chat_id")).scalar_subquery(),
    bindparam("chat_id"),
)
_BIND = Statement(adding(groups))
_UNBIND = Statement(
    delete(groups).where(or_(groups.c.chat_id == bindparam("chat_id"), groups.c.place_id == bindparam("place_id")))
)
_GET = Statement(select(groups).where(groups.c.chat_id == _CHAT))
_AT = Statement(select(groups).where(groups.c.place_id == bindparam("place_id")))

_alias = insert(aliases).values(old_chat_id=_OLD, new_chat_id=_NEW)
_newer = outbox.alias("newer")
_MIGRATE = tuple(
    map(
        Statement,
        (
            _alias.on_conflict_do_update(index_elements=[aliases.c.old_chat_id], set_={"new_chat_id": _NEW}),
            update(aliases).values(new_chat_id=_NEW).where(aliases.c.new_chat_id == _OLD),
            # Whatever was already made for the new id (its messages may come before the news of it) stays in force.
            delete(groups).where(
                groups.c.chat_id == _OLD,
                select(groups.alias("already").c.chat_id).where(groups.alias("already").c.chat_id == _NEW).exists(),
            ),
            _follow(groups),
            _follow(topics),
            delete(cards).where(
                cards.c.chat_id == _OLD, cards.c.slot.in_(select(cards.c.slot).where(cards.c.chat_id == _NEW))
            ),
            _follow(cards),
            _follow(outbox)
            .values(state=OutboxState.SUPERSEDED)
            .where(
                outbox.c.state == OutboxState.READY,
                select(_newer.c.id)
                .where(_newer.c.chat_id == _NEW, _newer.c.slot == outbox.c.slot, _newer.c.state == OutboxState.READY)
                .exists(),
            ),
            _follow(outbox).where(outbox.c.state.in_(UNFINISHED)),
        ),
    )
)


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
