"""Facts about this very database, such as the key it signs buttons with."""

from sqlalchemy import bindparam, select

from storage.sql import Session, Statement, adding
from storage.tables import meta

_GET = Statement(select(meta.c.value).where(meta.c.key == bindparam("key")))
_ADD = adding(meta)
_SET = Statement(_ADD.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": _ADD.excluded.value}))


class Meta:
    """Texts by key."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, key: str) -> str | None:
        """The text, or ``None``."""
        value: str | None = self._session.value(_GET, key=key)
        return value

    def set(self, key: str, value: str) -> None:
        """Keep the text in place of any earlier one."""
        self._session.run(_SET, key=key, value=value)
