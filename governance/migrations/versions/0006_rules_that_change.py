"""Rules that change: what a version changes and when it was passed and sent; motions that carry one, or meet twice."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite takes a new reference only as part of its column.
    op.execute("ALTER TABLE rulebook_version ADD COLUMN based_on VARCHAR(26) REFERENCES rulebook_version (id)")
    op.execute("ALTER TABLE motion ADD COLUMN rules_version VARCHAR(26) REFERENCES rulebook_version (id)")
    op.add_column("rulebook_version", sa.Column("changes", sa.JSON(none_as_null=True), nullable=True))
    for name in ("passed_at", "submitted_at"):
        op.add_column("rulebook_version", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("motion", sa.Column("first_decision", sa.JSON(none_as_null=True), nullable=True))
    op.create_index("uq_motion_rules_version", "motion", ["rules_version"], unique=True)
