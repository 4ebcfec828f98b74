"""People whose support is arranged here, and who speaks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.String(26)


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", ID, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member", ID, nullable=True),
        sa.Column("account", ID, nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.CheckConstraint("member IS NOT NULL OR name IS NOT NULL", name="ck_person_known"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_person_member_member"),
        sa.ForeignKeyConstraint(["account"], ["access_account.id"], name="fk_person_account_access_account"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("member", name="uq_person_member"),
        sa.UniqueConstraint("account", name="uq_person_account"),
    )
    op.create_table(
        "person_representative",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("authority", sa.String(20), nullable=False),
        sa.Column("scope", sa.String(200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("seen", sa.String(20), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_person_representative_days_in_order"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_person_representative_member_member"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_person_representative_person_person"),
        sa.PrimaryKeyConstraint("id", name="pk_person_representative"),
    )
    op.create_index("ix_person_representative_member", "person_representative", ["member"])
    op.create_index("ix_person_representative_person", "person_representative", ["person"])
