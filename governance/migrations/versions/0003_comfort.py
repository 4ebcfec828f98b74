"""Comfort: how somebody likes to read, kept with their account."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("access_account", sa.Column("comfort", sa.String(length=40), nullable=True))
