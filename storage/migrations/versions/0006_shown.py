"""It is known who was shown what: which messages show a case, so that they can be taken back, and whom a report is meant for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEPT = "id, chat_id, template, params, promise, slot, not_before, reply_to, pin, state, tries, repeat, reason"
_UNFINISHED = "state IN ('ready', 'sending')"
_INDEXES = {
    "ix_outbox_unfinished": (["state"], _UNFINISHED),
    "ix_outbox_slot": (["slot", "chat_id"], _UNFINISHED),
    "uq_outbox_living": (["chat_id", "slot"], "state = 'ready'"),
}


def _whole(name: str, *, nullable: bool = False, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, nullable=nullable, primary_key=key, autoincrement=False)


def _ref(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, sa.ForeignKey(f"{target}.id"), nullable=False, autoincrement=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def upgrade() -> None:
    """A column more of posts and of reports, and a new table."""
    _posts()
    _reports()


def _posts() -> None:
    """What was sent before is not known any more."""
    for name in _INDEXES:
        op.drop_index(name, "outbox")
    op.rename_table("outbox", "outbox_before")
    op.create_table(
        "outbox",
        sa.Column("id", _WHOLE, primary_key=True),
        _whole("chat_id"),
        *(_text(name) for name in ("template", "params", "promise")),
        _text("slot", nullable=True),
        _whole("not_before", nullable=True),
        _whole("reply_to", nullable=True),
        _whole("pin"),
        _text("state"),
        _whole("tries"),
        _whole("repeat"),
        _text("reason", nullable=True),
        _whole("carries", nullable=True),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    # An id is never used again, not even that of the last post, which may have been purged.
    op.execute("INSERT INTO sqlite_sequence SELECT 'outbox', seq FROM sqlite_sequence WHERE name = 'outbox_before'")
    op.execute(f"INSERT INTO outbox ({_KEPT}) SELECT {_KEPT} FROM outbox_before")
    op.drop_table("outbox_before")
    for name, (columns, where) in _INDEXES.items():
        op.create_index(name, "outbox", columns, unique=name.startswith("uq_"), sqlite_where=sa.text(where))
    op.create_table(
        "carried",
        _whole("chat_id", key=True),
        _whole("message_id", key=True),
        _ref("case_id", "cases"),
        _text("state"),
        sqlite_strict=True,
    )
    op.create_index("ix_carried_case_id", "carried", ["case_id"])


def _reports() -> None:
    """Reports of before go on being read by those who may read them now."""
    names = {"ix_reports_place_id": "place_id", "ix_reports_reporter_id": "reporter_id"}
    for name in names:
        op.drop_index(name, "reports")
    op.rename_table("reports", "reports_before")
    op.create_table(
        "reports",
        sa.Column("id", _WHOLE, primary_key=True),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        _ref("reporter_id", "people"),
        _ref("place_id", "places"),
        _whole("filed_at"),
        *(_text(name) for name in ("text", "files", "readers")),
        sqlite_strict=True,
    )
    kept = "id, number, reporter_id, place_id, filed_at, text, files"
    readers = "SELECT json_group_array(DISTINCT person_id) FROM roles WHERE role = '举报受理人' AND until IS NULL"
    op.execute(f"INSERT INTO reports ({kept}, readers) SELECT {kept}, ({readers}) FROM reports_before")
    op.drop_table("reports_before")
    for name, column in names.items():
        op.create_index(name, "reports", [column])
