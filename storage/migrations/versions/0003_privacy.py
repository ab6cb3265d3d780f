"""Who wants to be forgotten, what must be kept for a court, and reports about officials in a table of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _ref(name: str, target: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, sa.ForeignKey(f"{target}.id"), nullable=False, primary_key=key, autoincrement=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, nullable=False, autoincrement=False)


def _text(name: str, *, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, unique=unique or None)


def upgrade() -> None:
    """Three new tables."""
    op.create_table("leavings", _ref("person_id", "people", key=True), _whole("at"), sqlite_strict=True)
    op.create_table(
        "holds", _ref("case_id", "cases", key=True), _ref("held_by", "people"), _whole("at"), sqlite_strict=True
    )
    op.create_table(
        "reports",
        sa.Column("id", _WHOLE, primary_key=True),
        _text("number", unique=True),
        _ref("reporter_id", "people"),
        _ref("place_id", "places"),
        _whole("filed_at"),
        _text("text"),
        _text("files"),
        sqlite_strict=True,
    )
    op.create_index("ix_holds_held_by", "holds", ["held_by"])
    op.create_index("ix_reports_place_id", "reports", ["place_id"])
    op.create_index("ix_reports_reporter_id", "reports", ["reporter_id"])
