"""Arrangements that several people share: who takes part, who was there, what it costs."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
