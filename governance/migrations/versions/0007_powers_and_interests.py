"""Powers that the board was given, interests that were declared, and what the board decided."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
