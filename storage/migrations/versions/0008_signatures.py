"""What of a request is compared with others, and an index of the cases that may be followed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One new table, one new index; the cases that there are have no signatures and are offered to nobody."""
    op.create_table(
        "signatures",
        sa.Column("case_id", _WHOLE, sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    joinable = sa.text("state IN ('deliberating', 'offered', 'returned', 'working')")
    op.create_index("ix_cases_joinable", "cases", ["place_id", "filed_at", "state"], sqlite_where=joinable)
