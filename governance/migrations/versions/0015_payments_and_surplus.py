"""Direct payments of members, surpluses and what they are used for, what a motion does to a fund."""

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
