"""Disclosures: leave for an authority to read one person's money of one period, and every time it was read."""

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.String(26)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "inspection_disclosure",
        sa.Column("grant", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("authority", sa.String(20), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("notice", ID, nullable=False),
        sa.Column("objected_at", INSTANT, nullable=True),
        sa.Column("objected_by", sa.String(), nullable=True),
        sa.Column("answer", sa.String(300), nullable=True),
        sa.CheckConstraint(
            "(objected_at IS NULL) = (objected_by IS NULL)", name="ck_inspection_disclosure_objected_by"
        ),
        sa.ForeignKeyConstraint(["grant"], ["inspection_grant.id"], name="fk_inspection_disclosure_grant"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_inspection_disclosure_person"),
        sa.PrimaryKeyConstraint("grant", name="pk_inspection_disclosure"),
    )
    op.create_index("ix_inspection_disclosure_person", "inspection_disclosure", ["person"])
    op.create_table(
        "inspection_reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("grant", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("file", sa.String(20), nullable=True),
        sa.ForeignKeyConstraint(["grant"], ["inspection_disclosure.grant"], name="fk_inspection_reading_grant"),
        sa.PrimaryKeyConstraint("id", name="pk_inspection_reading"),
    )
    op.create_index("ix_inspection_reading_grant", "inspection_reading", ["grant", "at"])
    for statement in statements("inspection_reading", op.get_bind().dialect.name):
        op.execute(statement)
