"""A case knows what its words tell of how long the trouble has lasted and how often it was reported."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """One column more; of the cases that there are nothing is known."""
    op.add_column("cases", sa.Column("persistence", sa.Text, nullable=True))
