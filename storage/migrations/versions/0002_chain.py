"""The journal is chained: every event gets a hash, and triggers see to it that events are only ever added."""

import sqlalchemy as sa
from alembic import op

from storage.chain import VALUES, Head, link

revision = "0002"
down_revision = "0001"

_INDEX = "ix_journal_subject_subject_id"
_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table anew, bring the events over in their order, then close it to changes.

    Ids start from 1 again without gaps: only so is a missing event known.
    """
    op.drop_index(_INDEX, "journal")
    op.rename_table("journal", "journal_before")
    op.create_table(
        "journal",
        sa.Column("id", _WHOLE, primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("subject_id", _WHOLE, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", _WHOLE, nullable=False, autoincrement=False),
        sa.Column("actor_id", _WHOLE, nullable=True, autoincrement=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    _bring_over(op.get_bind())
    op.drop_table("journal_before")
    op.create_index(_INDEX, "journal", ["subject", "subject_id"])
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_no_{act.lower()} BEFORE {act} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
        )


def _bring_over(connection: sa.Connection) -> None:
    names = ", ".join(VALUES)
    add = sa.text(f"INSERT INTO journal (id, {names}, hash) VALUES (:id, {', '.join(f':{n}' for n in VALUES)}, :hash)")
    head = Head()
    for row in connection.execute(sa.text(f"SELECT {names} FROM journal_before ORDER BY id")).mappings():
        head = link(head, row.values())
        connection.execute(add, {"id": head.id, "hash": head.hash, **row})
