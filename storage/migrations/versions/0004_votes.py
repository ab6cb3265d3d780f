"""Votes can be prolonged after an outage, and suspended while the group cannot be reached."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEPT = "id, topic_id, roll, opened_at, closes_at, outcome"
_INDEX = "ix_votes_topic_id"


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, _WHOLE, nullable=False, autoincrement=False)


def upgrade() -> None:
    """Make the table anew with two columns more, and an index of the votes that are open."""
    op.drop_index(_INDEX, "votes")
    op.execute("PRAGMA legacy_alter_table = ON")  # the ballots go on referring to "votes" by name
    op.rename_table("votes", "votes_before")
    op.create_table(
        "votes",
        sa.Column("id", _WHOLE, primary_key=True),
        sa.Column("topic_id", _WHOLE, sa.ForeignKey("topics.id"), nullable=False, autoincrement=False),
        sa.Column("roll", sa.Text, nullable=False),
        _whole("opened_at"),
        _whole("closes_at"),
        sa.Column("outcome", sa.Text, nullable=True),
        _whole("extended"),
        _whole("suspended"),
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO votes ({_KEPT}, extended, suspended) SELECT {_KEPT}, 0, 0 FROM votes_before")
    op.drop_table("votes_before")
    op.execute("PRAGMA legacy_alter_table = OFF")
    op.create_index(_INDEX, "votes", ["topic_id"])
    op.create_index("ix_votes_open", "votes", ["closes_at"], sqlite_where=sa.text("outcome IS NULL"))
