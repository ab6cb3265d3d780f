"""What was decided on words that staff's corrections suggest, and an index of those corrections in the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One new table, one new index."""
    op.create_table(
        "suggestions",
        sa.Column("id", _WHOLE, primary_key=True),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("adopted", _WHOLE, nullable=False, autoincrement=False),
        sa.UniqueConstraint("word", "kind", name="uq_suggestions_word_kind"),
        sqlite_strict=True,
    )
    op.create_index("ix_journal_rekinded", "journal", ["subject_id"], sqlite_where=sa.text("kind = 'rekinded'"))
