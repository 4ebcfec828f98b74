"""Motions in writing: drafts, reasons, and the meeting that a vote ends with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "motion_draft",
        sa.Column("account", sa.String(length=26), nullable=False),
        sa.Column("given", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["access_account.id"], name="fk_motion_draft_account"),
        sa.PrimaryKeyConstraint("account", name="pk_motion_draft"),
    )
    op.add_column("motion", sa.Column("why", sa.JSON(none_as_null=True), nullable=True))
    # Written out: SQLite takes a reference only in this place, and copying the table would lose its triggers.
    op.execute("ALTER TABLE vote ADD COLUMN meeting VARCHAR(26) CONSTRAINT fk_vote_meeting REFERENCES meeting (id)")
