"""A resident whose request is not clear is asked which kind it is, and a case may follow another about the same matter."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES = {
    "ix_cases_reporter_id_filed_at": ["reporter_id", "filed_at"],
    "ix_cases_holder_id_state": ["holder_id", "state"],
}
_KEPT = (
    "id, number, reporter_id, place_id, kind, tier, matter, text, ladder, filed_at, accept_by, answer_by, spot, state, at, rung, "
    "holder_id, settle_by, danger, reopened, overdue, verdict"
)


def _ref(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, sa.ForeignKey(f"{target}.id"), nullable=nullable, autoincrement=False)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, nullable=nullable, autoincrement=False)


def _text(name: str, *, nullable: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable, unique=unique or None)


def upgrade() -> None:
    """Make the table anew with two columns more: of the cases that there are nobody is asked, and none follows another."""
    for name in (*_INDEXES, "ix_cases_waiting"):
        op.drop_index(name, "cases")
    op.execute("PRAGMA legacy_alter_table = ON")  # notes, topics and holds go on referring to "cases" by name
    op.rename_table("cases", "cases_before")
    op.create_table(
        "cases",
        sa.Column("id", _WHOLE, primary_key=True),
        _text("number", unique=True),
        _ref("reporter_id", "people"),
        _ref("place_id", "places"),
        *(_text(name) for name in ("kind", "tier", "matter", "text", "ladder")),
        *(_whole(name) for name in ("filed_at", "accept_by", "answer_by")),
        _text("spot"),
        _text("state"),
        _whole("at"),
        _text("rung"),
        _ref("holder_id", "people", nullable=True),
        _whole("settle_by", nullable=True),
        _text("danger", nullable=True),
        _whole("reopened"),
        _whole("overdue"),
        _text("verdict", nullable=True),
        _text("kinds_asked", nullable=True),
        _ref("joined_to", "cases", nullable=True),
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO cases ({_KEPT}) SELECT {_KEPT} FROM cases_before")
    op.drop_table("cases_before")
    op.execute("PRAGMA legacy_alter_table = OFF")
    for name, columns in _INDEXES.items():
        op.create_index(name, "cases", columns)
    waiting = sa.text("state IN ('offered', 'returned')")
    op.create_index("ix_cases_waiting", "cases", ["place_id", "rung"], sqlite_where=waiting)
    op.create_index("ix_cases_joined", "cases", ["joined_to"], sqlite_where=sa.text("joined_to IS NOT NULL"))
