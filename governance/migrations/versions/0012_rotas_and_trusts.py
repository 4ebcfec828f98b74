"""Rotas with the cover they need, and independent living trusts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _trusts()
    _trust_decisions()
    _rotas()


def _trusts() -> None:
    op.create_table(
        "living_trust",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("deed_reference", sa.String(length=120), nullable=False),
        sa.Column("deed_dated", sa.Date(), nullable=False),
        sa.Column("by_majority", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_living_trust"),
    )
    op.create_table(
        "trust_trustee",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("trust", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("family", sa.Boolean(), nullable=False),
        sa.Column("tie", sa.String(length=20), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("member IS NOT NULL OR name IS NOT NULL", name="ck_trust_trustee_known"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_trust_trustee_days_in_order"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_trust_trustee_member"),
        sa.ForeignKeyConstraint(["trust"], ["living_trust.id"], name="fk_trust_trustee_trust"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_trustee"),
    )
    op.create_index("ix_trust_trustee_member", "trust_trustee", ["member"], unique=False)
    op.create_index("ix_trust_trustee_trust", "trust_trustee", ["trust"], unique=False)
    op.create_table(
        "trust_beneficiary",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("trust", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_trust_beneficiary_days_in_order"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_trust_beneficiary_person"),
        sa.ForeignKeyConstraint(["trust"], ["living_trust.id"], name="fk_trust_beneficiary_trust"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_beneficiary"),
        sa.UniqueConstraint("trust", "person", name="uq_trust_beneficiary_trust_person"),
    )
    op.create_index("ix_trust_beneficiary_person", "trust_beneficiary", ["person"], unique=False)
    op.create_table(
        "trust_leaving",
        sa.Column("beneficiary", sa.String(length=26), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(length=26), nullable=True),
        sa.Column("spoken_by", sa.String(length=26), nullable=True),
        sa.Column("agreed_by", sa.String(length=26), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("said_by IS NOT NULL OR spoken_by IS NOT NULL", name="ck_trust_leaving_somebody_said"),
        sa.CheckConstraint("agreed_by <> said_by", name="ck_trust_leaving_two_trustees"),
        sa.ForeignKeyConstraint(["agreed_by"], ["trust_trustee.id"], name="fk_trust_leaving_agreed_by"),
        sa.ForeignKeyConstraint(["beneficiary"], ["trust_beneficiary.id"], name="fk_trust_leaving_beneficiary"),
        sa.ForeignKeyConstraint(["said_by"], ["trust_trustee.id"], name="fk_trust_leaving_said_by"),
        sa.ForeignKeyConstraint(["spoken_by"], ["member.id"], name="fk_trust_leaving_spoken_by"),
        sa.PrimaryKeyConstraint("beneficiary", name="pk_trust_leaving"),
    )
    op.create_table(
        "trust_property",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("trust", sa.String(length=26), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("landlord", sa.String(length=120), nullable=False),
        sa.Column("rent", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_trust_property_days_in_order"),
        sa.ForeignKeyConstraint(["trust"], ["living_trust.id"], name="fk_trust_property_trust"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_property"),
    )
    op.create_index("ix_trust_property_trust", "trust_property", ["trust"], unique=False)
    op.create_table(
        "trust_occupancy",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("property", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("tied", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_trust_occupancy_days_in_order"),
        sa.CheckConstraint("weight > 0", name="ck_trust_occupancy_some_share"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_trust_occupancy_person"),
        sa.ForeignKeyConstraint(["property"], ["trust_property.id"], name="fk_trust_occupancy_property"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_occupancy"),
    )
    op.create_index("ix_trust_occupancy_person", "trust_occupancy", ["person"], unique=False)
    op.create_index("ix_trust_occupancy_property", "trust_occupancy", ["property"], unique=False)
    op.create_table(
        "trust_signatory",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("trust", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_trust_signatory_days_in_order"),
        sa.ForeignKeyConstraint(["trust"], ["living_trust.id"], name="fk_trust_signatory_trust"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_signatory"),
    )
    op.create_index("ix_trust_signatory_trust", "trust_signatory", ["trust"], unique=False)
    op.create_table(
        "trust_insurance",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("trust", sa.String(length=26), nullable=False),
        sa.Column("covers", sa.String(length=24), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["trust"], ["living_trust.id"], name="fk_trust_insurance_trust"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_insurance"),
    )
    op.create_index("ix_trust_insurance_trust", "trust_insurance", ["trust"], unique=False)
    op.create_table(
        "trust_task",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("trust", sa.String(length=26), nullable=False),
        sa.Column("trustee", sa.String(length=26), nullable=False),
        sa.Column("change", sa.String(length=12), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name="ck_trust_task_done_by_somebody"),
        sa.ForeignKeyConstraint(["trust"], ["living_trust.id"], name="fk_trust_task_trust"),
        sa.ForeignKeyConstraint(["trustee"], ["trust_trustee.id"], name="fk_trust_task_trustee"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_task"),
        sa.UniqueConstraint("trustee", "change", "code", name="uq_trust_task_trustee_change_code"),
    )
    op.create_index("ix_trust_task_trust", "trust_task", ["trust"], unique=False)


def _trust_decisions() -> None:
    op.create_table(
        "trust_decision",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("trust", sa.String(length=26), nullable=False),
        sa.Column("matter", sa.String(length=20), nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(length=26), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["proposed_by"], ["trust_trustee.id"], name="fk_trust_decision_proposed_by"),
        sa.ForeignKeyConstraint(["trust"], ["living_trust.id"], name="fk_trust_decision_trust"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_decision"),
    )
    op.create_index("ix_trust_decision_trust", "trust_decision", ["trust"], unique=False)
    op.create_table(
        "trust_asked",
        sa.Column("decision", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["trust_decision.id"], name="fk_trust_asked_decision"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_trust_asked_person"),
        sa.PrimaryKeyConstraint("decision", "person", name="pk_trust_asked"),
    )
    op.create_table(
        "trust_view",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("decision", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("heard", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["trust_decision.id"], name="fk_trust_view_decision"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_trust_view_person"),
        sa.PrimaryKeyConstraint("id", name="pk_trust_view"),
        sa.UniqueConstraint("decision", "person", name="uq_trust_view_decision_person"),
    )
    op.create_table(
        "trust_vote",
        sa.Column("decision", sa.String(length=26), nullable=False),
        sa.Column("trustee", sa.String(length=26), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["trust_decision.id"], name="fk_trust_vote_decision"),
        sa.ForeignKeyConstraint(["trustee"], ["trust_trustee.id"], name="fk_trust_vote_trustee"),
        sa.PrimaryKeyConstraint("decision", "trustee", name="pk_trust_vote"),
    )


def _rotas() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("waking_rate", sa.Integer(), nullable=False),
        sa.Column("sleep_in_rate", sa.Integer(), nullable=False),
        sa.Column("living_trust", sa.String(length=26), nullable=True),
        sa.Column("shared_arrangement", sa.String(length=26), nullable=True),
        sa.CheckConstraint("living_trust IS NULL OR shared_arrangement IS NULL", name="ck_household_one_home"),
        sa.ForeignKeyConstraint(["living_trust"], ["living_trust.id"], name="fk_household_living_trust"),
        sa.ForeignKeyConstraint(
            ["shared_arrangement"], ["shared_arrangement.id"], name="fk_household_shared_arrangement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
    )
    op.create_index("ix_household_living_trust", "household", ["living_trust"], unique=False)
    op.create_table(
        "household_person",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("household", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("minutes >= 0", name="ck_household_person_no_less_than_nothing"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_household_person_days_in_order"),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name="fk_household_person_household"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_household_person_person"),
        sa.PrimaryKeyConstraint("id", name="pk_household_person"),
        sa.UniqueConstraint("household", "person", "since", name="uq_household_person_household_person_since"),
    )
    op.create_index("ix_household_person_person", "household_person", ["person"], unique=False)
    op.create_table(
        "rota_requirement",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("household", sa.String(length=26), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("people > 0", name="ck_rota_requirement_somebody"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_rota_requirement_days_in_order"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="ck_rota_requirement_weekday"),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name="fk_rota_requirement_household"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_requirement"),
    )
    op.create_index("ix_rota_requirement_household", "rota_requirement", ["household"], unique=False)
    op.create_table(
        "rota_shift",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("household", sa.String(length=26), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("assistant", sa.String(length=26), nullable=True),
        sa.Column("offered", sa.String(length=10), nullable=True),
        sa.Column("offered_to", sa.String(length=26), nullable=True),
        sa.CheckConstraint("offered IS NULL OR assistant IS NULL", name="ck_rota_shift_offered_while_free"),
        sa.CheckConstraint("offered_to IS NULL OR offered IS NOT NULL", name="ck_rota_shift_offered_to_somebody"),
        sa.ForeignKeyConstraint(["assistant"], ["assistant.id"], name="fk_rota_shift_assistant"),
        sa.ForeignKeyConstraint(["household"], ["household.id"], name="fk_rota_shift_household"),
        sa.ForeignKeyConstraint(["offered_to"], ["assistant.id"], name="fk_rota_shift_offered_to"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_shift"),
    )
    op.create_index("ix_rota_shift_assistant_day", "rota_shift", ["assistant", "day"], unique=False)
    op.create_index("ix_rota_shift_household_day", "rota_shift", ["household", "day"], unique=False)
    op.create_table(
        "rota_swap",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shift", sa.String(length=26), nullable=False),
        sa.Column("asked_by", sa.String(length=26), nullable=False),
        sa.Column("asked_of", sa.String(length=26), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("asked_by <> asked_of", name="ck_rota_swap_two_people"),
        sa.ForeignKeyConstraint(["asked_by"], ["assistant.id"], name="fk_rota_swap_asked_by"),
        sa.ForeignKeyConstraint(["asked_of"], ["assistant.id"], name="fk_rota_swap_asked_of"),
        sa.ForeignKeyConstraint(["shift"], ["rota_shift.id"], name="fk_rota_swap_shift", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rota_swap"),
    )
    op.create_index("ix_rota_swap_asked_of", "rota_swap", ["asked_of"], unique=False)
    op.create_index("ix_rota_swap_shift", "rota_swap", ["shift"], unique=False)
