"""Chats that the messenger has given another id: whoever still knows one by its old id means the new one (fault 21)."""

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select, update

from storage.sql import insert
from storage.tables import aliases

CHAT: ColumnElement[int] = func.coalesce(
    select(aliases.c.new_chat_id).where(aliases.c.old_chat_id == bindparam("chat_id")).scalar_subquery(),
    bindparam("chat_id"),
)
"""The id that the chat of the parameter ``chat_id`` has now."""

OLD: BindParameter[int] = bindparam("old")
NEW: BindParameter[int] = bindparam("new")

RENAME = (
    insert(aliases)
    .values(old_chat_id=OLD, new_chat_id=NEW)
    .on_conflict_do_update(index_elements=[aliases.c.old_chat_id], set_={"new_chat_id": NEW}),
    update(aliases).values(new_chat_id=NEW).where(aliases.c.new_chat_id == OLD),
)
"""From now on ``old`` means ``new``, and so does what meant ``old`` before."""
