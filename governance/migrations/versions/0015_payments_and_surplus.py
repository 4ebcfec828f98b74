"""Direct payments of members, surpluses and what they are used for, what a motion does to a fund."""

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.String(26)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("motion", sa.Column("effect", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("motion", sa.Column("authority", sa.JSON(none_as_null=True), nullable=True))
    _payments()
    _surplus()
    _pilots()
    for name in ("fund_draft", "payment_draft"):
        _draft(name)


def _payments() -> None:
    op.create_table(
        "direct_payment",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("funder_kind", sa.String(20), nullable=False),
        sa.Column("funder", sa.String(120), nullable=False),
        sa.Column("recipient_kind", sa.String(40), nullable=False),
        sa.Column("net", sa.Boolean(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("own_contribution", sa.Integer(), nullable=False),
        sa.Column("cap_weeks", sa.Integer(), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("next_review", sa.Date(), nullable=False),
        sa.Column("return_months", sa.Integer(), nullable=False),
        sa.Column("kept_in", sa.String(20), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("kept_under", sa.String(200), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount >= 0 AND own_contribution >= 0 AND opening >= 0", name="ck_direct_payment_sums"),
        sa.CheckConstraint("weeks > 0 AND cap_weeks >= 0 AND return_months > 0", name="ck_direct_payment_lengths"),
        sa.CheckConstraint("kept_in <> 'co_operative' OR kept_under IS NOT NULL", name="ck_direct_payment_kept_under"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_direct_payment_person_person"),
        sa.PrimaryKeyConstraint("id", name="pk_direct_payment"),
    )
    op.create_index("ix_direct_payment_person", "direct_payment", ["person"])
    op.create_table(
        "payment_period",
        sa.Column("id", ID, nullable=False),
        sa.Column("payment", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("authority", sa.Integer(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("invoice", sa.Integer(), nullable=False),
        sa.Column("levy", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(200), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "authority >= 0 AND own >= 0 AND other >= 0 AND invoice >= 0 AND levy >= 0", name="ck_payment_period_sums"
        ),
        sa.ForeignKeyConstraint(["payment"], ["direct_payment.id"], name="fk_payment_period_payment_direct_payment"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_period"),
        sa.UniqueConstraint("payment", "number", name="uq_payment_period_payment_number"),
    )


def _surplus() -> None:
    op.create_table(
        "surplus",
        sa.Column("id", ID, nullable=False),
        sa.Column("year_ended", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("finding", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("motion", ID, nullable=True),
        sa.Column("posted_at", INSTANT, nullable=True),
        sa.CheckConstraint("amount > 0", name="ck_surplus_amount"),
        sa.CheckConstraint("posted_at IS NULL OR motion IS NOT NULL", name="ck_surplus_decided"),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_surplus_motion_motion"),
        sa.PrimaryKeyConstraint("id", name="pk_surplus"),
    )
    posted = sa.text("posted_at IS NOT NULL")
    op.create_index(
        "uq_surplus_year", "surplus", ["year_ended"], unique=True, sqlite_where=posted, postgresql_where=posted
    )


def _pilots() -> None:
    op.create_table(
        "fund_pilot",
        sa.Column("fund", ID, nullable=False),
        sa.Column("motion", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.CheckConstraint("until > since", name="ck_fund_pilot_days_in_order"),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_pilot_fund_fund"),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_fund_pilot_motion_motion"),
        sa.PrimaryKeyConstraint("fund", "motion", name="pk_fund_pilot"),
    )
    for statement in statements("fund_pilot", op.get_bind().dialect.name):
        op.execute(statement)


def _draft(name: str) -> None:
    op.create_table(
        name,
        sa.Column("account", ID, nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["access_account.id"], name=f"fk_{name}_account_access_account"),
        sa.PrimaryKeyConstraint("account", name=f"pk_{name}"),
    )
