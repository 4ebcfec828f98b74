"""Personal assistants: what they show of themselves, what was checked, what they learned."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
