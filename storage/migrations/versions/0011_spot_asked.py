"""A case knows whether its reporter was asked where it is."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """One column more; nobody was asked so far."""
    op.add_column("cases", sa.Column("spot_asked", sa.Integer, nullable=True))
