"""Pooled funds: mandates, participants, spending, and a ledger that only grows."""

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.String(26)
INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True)
APPEND_ONLY = (
    "fund_division",
    "fund_agreement",
    "fund_plan",
    "fund_account",
    "fund_entry",
    "fund_movement",
    "fund_commitment",
    "fund_approval",
    "fund_due",
    "fund_bearing",
)


def upgrade() -> None:
    _funds()
    _ledger()
    _spending()
    for table in APPEND_ONLY:
        for statement in statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _funds() -> None:
    op.create_table(
        "fund",
        sa.Column("id", ID, nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("held_as", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("locked_through", sa.Date(), nullable=True),
        sa.Column("bank_account", sa.String(length=60), nullable=True),
        sa.Column("shared_arrangement", ID, nullable=True),
        sa.Column("household", ID, nullable=True),
        sa.Column("living_trust", ID, nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'open', 'closing', 'closed')", name="ck_fund_state"),
        sa.CheckConstraint(
            "(CASE WHEN shared_arrangement IS NULL THEN 0 ELSE 1 END) + (CASE WHEN household IS NULL THEN 0 ELSE 1 END) + (CASE WHEN living_trust IS NULL THEN 0 ELSE 1 END) <= 1",
            name="ck_fund_serves_one",
        ),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name="fk_fund_household"),
        sa.ForeignKeyConstraint(["living_trust"], ["living_trust.id"], name="fk_fund_living_trust"),
        sa.ForeignKeyConstraint(["shared_arrangement"], ["shared_arrangement.id"], name="fk_fund_shared_arrangement"),
        sa.PrimaryKeyConstraint("id", name="pk_fund"),
    )
    op.create_table(
        "fund_participant",
        sa.Column("id", ID, nullable=False),
        sa.Column("fund", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("consented_at", INSTANT, nullable=True),
        sa.Column("consented_by", sa.String(), nullable=True),
        sa.Column("consent_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(consented_at IS NULL) = (consent_sha256 IS NULL)", name="ck_fund_participant_consent"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_fund_participant_days_in_order"),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_participant_fund"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_fund_participant_person"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_participant"),
        sa.UniqueConstraint("fund", "place", name="uq_fund_participant_fund_place"),
    )
    op.create_index("ix_fund_participant_of", "fund_participant", ["person"])
    op.create_index(
        "uq_fund_participant_person",
        "fund_participant",
        ["fund", "person"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "fund_division",
        sa.Column("fund", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weights", JSON, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_division_fund"),
        sa.PrimaryKeyConstraint("fund", "number", name="pk_fund_division"),
    )
    op.create_table(
        "fund_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("fund", ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=True),
        sa.Column("weights", JSON, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('division', 'closing', 'plan', 'bearing', 'forgiving')", name="ck_fund_change_kind"
        ),
        sa.CheckConstraint("(kind = 'division') = (basis IS NOT NULL)", name="ck_fund_change_division"),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_change_fund"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_change"),
        sa.UniqueConstraint("fund", "id", name="uq_fund_change_fund_id"),
    )
    op.create_table(
        "fund_forgiving",
        sa.Column("change", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.CheckConstraint("pence > 0", name="ck_fund_forgiving_of_something"),
        sa.ForeignKeyConstraint(["change"], ["fund_change.id"], name="fk_fund_forgiving_change"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_fund_forgiving_person"),
        sa.PrimaryKeyConstraint("change", name="pk_fund_forgiving"),
    )
    op.create_table(
        "fund_plan",
        sa.Column("id", ID, nullable=False),
        sa.Column("fund", ID, nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_fund_plan_of_something"),
        sa.ForeignKeyConstraint(["fund", "id"], ["fund_change.fund", "fund_change.id"], name="fk_fund_plan_change"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_plan"),
        sa.UniqueConstraint("fund", "id", name="uq_fund_plan_fund_id"),
    )
    op.create_index("ix_fund_change_fund", "fund_change", ["fund"])
    op.create_table(
        "fund_agreement",
        sa.Column("change", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["change"], ["fund_change.id"], name="fk_fund_agreement_change"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_fund_agreement_person"),
        sa.PrimaryKeyConstraint("change", "person", name="pk_fund_agreement"),
    )
    op.create_table(
        "fund_mandate",
        sa.Column("id", ID, nullable=False),
        sa.Column("fund", ID, nullable=False),
        sa.Column("motion", ID, nullable=True),
        sa.Column("power", ID, nullable=True),
        sa.Column("trust_decision", ID, nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("purposes", JSON, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("named_by", sa.String(), nullable=False),
        sa.Column("named_at", INSTANT, nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("each", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN motion IS NULL THEN 0 ELSE 1 END) + (CASE WHEN power IS NULL THEN 0 ELSE 1 END) + (CASE WHEN trust_decision IS NULL THEN 0 ELSE 1 END) = 1",
            name="ck_fund_mandate_one_source",
        ),
        sa.CheckConstraint("each IS NULL OR each > 0", name="ck_fund_mandate_each"),
        sa.CheckConstraint("total IS NULL OR total > 0", name="ck_fund_mandate_total"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_fund_mandate_days_in_order"),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_mandate_fund"),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_fund_mandate_motion"),
        sa.ForeignKeyConstraint(["power"], ["board_power.id"], name="fk_fund_mandate_power"),
        sa.ForeignKeyConstraint(["trust_decision"], ["trust_decision.id"], name="fk_fund_mandate_trust_decision"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_mandate"),
        sa.UniqueConstraint("fund", "id", name="uq_fund_mandate_fund_id"),
    )


def _ledger() -> None:
    op.create_table(
        "fund_account",
        sa.Column("fund", ID, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_account_fund"),
        sa.PrimaryKeyConstraint("fund", "name", name="pk_fund_account"),
    )
    op.create_table(
        "fund_entry",
        sa.Column("fund", ID, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("mandate", ID, nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("division", sa.Integer(), nullable=True),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('contribution', 'commitment', 'release', 'spend', 'refund', 'adjustment', 'transfer', 'opening')",
            name="ck_fund_entry_kind",
        ),
        sa.CheckConstraint("reverses IS NULL OR reverses < seq", name="ck_fund_entry_reverses_earlier"),
        sa.ForeignKeyConstraint(
            ["fund", "division"], ["fund_division.fund", "fund_division.number"], name="fk_fund_entry_division"
        ),
        sa.ForeignKeyConstraint(
            ["fund", "mandate"], ["fund_mandate.fund", "fund_mandate.id"], name="fk_fund_entry_mandate"
        ),
        sa.ForeignKeyConstraint(
            ["fund", "reverses"], ["fund_entry.fund", "fund_entry.seq"], name="fk_fund_entry_reverses"
        ),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_entry_fund"),
        sa.PrimaryKeyConstraint("fund", "seq", name="pk_fund_entry"),
        sa.UniqueConstraint("fund", "prev", name="uq_fund_entry_fund_prev"),
        sa.UniqueConstraint("fund", "reverses", name="uq_fund_entry_fund_reverses"),
        sa.UniqueConstraint("hash", name="uq_fund_entry_hash"),
    )
    op.create_table(
        "fund_movement",
        sa.Column("fund", ID, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("debit", sa.String(length=60), nullable=False),
        sa.Column("credit", sa.String(length=60), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("debit <> credit", name="ck_fund_movement_two_accounts"),
        sa.CheckConstraint("pence > 0", name="ck_fund_movement_of_something"),
        sa.ForeignKeyConstraint(
            ["fund", "credit"], ["fund_account.fund", "fund_account.name"], name="fk_fund_movement_credit"
        ),
        sa.ForeignKeyConstraint(
            ["fund", "debit"], ["fund_account.fund", "fund_account.name"], name="fk_fund_movement_debit"
        ),
        sa.ForeignKeyConstraint(["fund", "seq"], ["fund_entry.fund", "fund_entry.seq"], name="fk_fund_movement_entry"),
        sa.PrimaryKeyConstraint("fund", "seq", "place", name="pk_fund_movement"),
    )
    op.create_index("ix_fund_movement_credit", "fund_movement", ["fund", "credit"])
    op.create_index("ix_fund_movement_debit", "fund_movement", ["fund", "debit"])


def _spending() -> None:
    op.create_table(
        "fund_commitment",
        sa.Column("id", ID, nullable=False),
        sa.Column("fund", ID, nullable=False),
        sa.Column("mandate", ID, nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_fund_commitment_of_something"),
        sa.ForeignKeyConstraint(
            ["fund", "mandate"], ["fund_mandate.fund", "fund_mandate.id"], name="fk_fund_commitment_mandate"
        ),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_commitment_fund"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_commitment"),
        sa.UniqueConstraint("fund", "id", name="uq_fund_commitment_fund_id"),
    )
    op.create_table(
        "fund_spend",
        sa.Column("id", ID, nullable=False),
        sa.Column("fund", ID, nullable=False),
        sa.Column("mandate", ID, nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("payee", sa.String(length=20), nullable=False),
        sa.Column("payee_name", sa.String(length=120), nullable=False),
        sa.Column("evidence", sa.String(length=120), nullable=False),
        sa.Column("prepared_by", sa.String(length=60), nullable=False),
        sa.Column("prepared_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("plan", ID, nullable=True),
        sa.Column("shares", JSON, nullable=True),
        sa.Column("commitment", ID, nullable=True),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.Column("refused_by", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "(state IN ('paid', 'reversed')) = (entry IS NOT NULL)", name="ck_fund_spend_paid_is_entered"
        ),
        sa.CheckConstraint(
            "payee IN ('assistant', 'participant', 'business', 'public_body')", name="ck_fund_spend_payee"
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'approved', 'paid', 'refused', 'reversed')", name="ck_fund_spend_state"
        ),
        sa.CheckConstraint("pence > 0", name="ck_fund_spend_of_something"),
        sa.ForeignKeyConstraint(
            ["fund", "commitment"], ["fund_commitment.fund", "fund_commitment.id"], name="fk_fund_spend_commitment"
        ),
        sa.ForeignKeyConstraint(["fund", "plan"], ["fund_plan.fund", "fund_plan.id"], name="fk_fund_spend_plan"),
        sa.ForeignKeyConstraint(["fund", "entry"], ["fund_entry.fund", "fund_entry.seq"], name="fk_fund_spend_entry"),
        sa.ForeignKeyConstraint(
            ["fund", "mandate"], ["fund_mandate.fund", "fund_mandate.id"], name="fk_fund_spend_mandate"
        ),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_spend_fund"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_spend"),
        sa.UniqueConstraint("fund", "entry", name="uq_fund_spend_fund_entry"),
    )
    op.create_table(
        "fund_approval",
        sa.Column("spend", ID, nullable=False),
        sa.Column("approver", sa.String(length=60), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["spend"], ["fund_spend.id"], name="fk_fund_approval_spend"),
        sa.PrimaryKeyConstraint("spend", "approver", name="pk_fund_approval"),
    )
    op.create_table(
        "fund_due",
        sa.Column("fund", ID, nullable=False),
        sa.Column("reference", ID, nullable=False),
        sa.Column("spend", ID, nullable=False),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_due_fund"),
        sa.ForeignKeyConstraint(["spend"], ["fund_spend.id"], name="fk_fund_due_spend"),
        sa.PrimaryKeyConstraint("fund", "reference", "spend", name="pk_fund_due"),
    )
    op.create_table(
        "fund_bearing",
        sa.Column("change", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("spend", ID, nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_fund_bearing_of_something"),
        sa.ForeignKeyConstraint(["change"], ["fund_change.id"], name="fk_fund_bearing_change"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_fund_bearing_person"),
        sa.ForeignKeyConstraint(["spend"], ["fund_spend.id"], name="fk_fund_bearing_spend"),
        sa.PrimaryKeyConstraint("change", "person", name="pk_fund_bearing"),
    )
    op.create_table(
        "fund_bank_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("fund", ID, nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("bank_id", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("read_by", sa.String(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fund", "entry"], ["fund_entry.fund", "fund_entry.seq"], name="fk_fund_bank_line_entry"
        ),
        sa.ForeignKeyConstraint(["fund"], ["fund.id"], name="fk_fund_bank_line_fund"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_bank_line"),
        sa.UniqueConstraint("account", "bank_id", name="uq_fund_bank_line_account_bank_id"),
        sa.UniqueConstraint("fund", "entry", name="uq_fund_bank_line_fund_entry"),
    )
    op.create_index("ix_fund_bank_line_fund", "fund_bank_line", ["fund"])
