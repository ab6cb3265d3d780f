"""The sketch of a signature stands with its case, in the index through which a window is looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SKETCH = 64
_INDEXES = {
    "ix_cases_reporter_id_filed_at": ("reporter_id, filed_at", None),
    "ix_cases_holder_id_state": ("holder_id, state", None),
    "ix_cases_waiting": ("place_id, rung", "state IN ('offered', 'returned')"),
    "ix_cases_joined": ("joined_to", "joined_to IS NOT NULL"),
    "ix_cases_joinable": (
        "place_id, filed_at, state, sketch",
        "state IN ('deliberating', 'offered', 'returned', 'working')",
    ),
}
_KEPT = (
    "id, number, reporter_id, place_id, kind, tier, matter, text, ladder, filed_at, accept_by, answer_by, spot, state, at, rung, "
    "holder_id, settle_by, danger, reopened, overdue, verdict, kinds_asked, joined_to"
)


def _ref(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, sa.ForeignKey(f"{target}.id"), nullable=nullable, autoincrement=False)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, nullable=nullable, autoincrement=False)


def _text(name: str, *, nullable: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable, unique=unique or None)


def upgrade() -> None:
    """Make the table anew with one column more, which is what signatures began with."""
    for name in _INDEXES:
        op.drop_index(name, "cases")
    op.execute("PRAGMA legacy_alter_table = ON")  # whatever refers to "cases" goes on doing so by name
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
        sa.Column("sketch", sa.LargeBinary),
        sqlite_strict=True,
    )
    sketch = f"SELECT substr(body, 1, {_SKETCH}) FROM signatures WHERE case_id = cases_before.id"
    op.execute(f"INSERT INTO cases ({_KEPT}, sketch) SELECT {_KEPT}, ({sketch}) FROM cases_before")
    op.drop_table("cases_before")
    op.execute("PRAGMA legacy_alter_table = OFF")
    op.execute(f"UPDATE signatures SET body = substr(body, {_SKETCH + 1})")
    for name, (columns, where) in _INDEXES.items():
        op.create_index(name, "cases", columns.split(", "), sqlite_where=where and sa.text(where))
