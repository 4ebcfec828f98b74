"""Personal assistants: what they show of themselves, what was checked, what they learned; who does which duty."""

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _assistants()
    _training()
    _around()
    for statement in statements("standard", op.get_bind().dialect.name):
        op.execute(statement)


def _assistants() -> None:
    op.create_table(
        "assistant",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("called", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("member", sa.String(length=26), nullable=True),
        sa.Column("account", sa.String(length=26), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("hours_free", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("travel", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("shows", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("of_provider", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["access_account.id"], name="fk_assistant_account"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_assistant_member"),
        sa.PrimaryKeyConstraint("id", name="pk_assistant"),
        sa.UniqueConstraint("account", name="uq_assistant_account"),
        sa.UniqueConstraint("member", name="uq_assistant_member"),
    )
    op.create_index("ix_assistant_status", "assistant", ["status"], unique=False)
    op.create_table(
        "assistant_check",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("assistant", sa.String(length=26), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("level", sa.String(length=30), nullable=True),
        sa.Column("seen", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(level IS NULL) = (seen IS NULL)", name="ck_assistant_check_level_with_seen"),
        sa.CheckConstraint("until IS NULL OR until > done_on", name="ck_assistant_check_days_in_order"),
        sa.ForeignKeyConstraint(["assistant"], ["assistant.id"], name="fk_assistant_check_assistant"),
        sa.PrimaryKeyConstraint("id", name="pk_assistant_check"),
    )
    op.create_index("ix_assistant_check_assistant", "assistant_check", ["assistant"], unique=False)
    op.create_table(
        "introduction",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("person", sa.String(length=26), nullable=False),
        sa.Column("assistant", sa.String(length=26), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("employer", sa.String(length=20), nullable=False),
        sa.Column("introduced_by", sa.String(), nullable=False),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("ground", sa.String(length=30), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (ended_on IS NULL)", name="ck_introduction_outcome_with_day"),
        sa.ForeignKeyConstraint(["assistant"], ["assistant.id"], name="fk_introduction_assistant"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_introduction_person"),
        sa.PrimaryKeyConstraint("id", name="pk_introduction"),
        sa.UniqueConstraint("assistant", name="uq_introduction_assistant"),
    )
    op.create_index("ix_introduction_person", "introduction", ["person"], unique=False)


def _training() -> None:
    op.create_table(
        "training_session",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.String(length=120), nullable=False),
        sa.Column("trainer", sa.Integer(), nullable=False),
        sa.Column("hourly", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0 AND trainer >= 0 AND hourly >= 0", name="ck_training_session_not_negative"),
        sa.PrimaryKeyConstraint("id", name="pk_training_session"),
    )
    op.create_table(
        "training_share",
        sa.Column("session", sa.String(length=26), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.CheckConstraint("pence >= 0", name="ck_training_share_not_negative"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_training_share_member"),
        sa.ForeignKeyConstraint(["session"], ["training_session.id"], name="fk_training_share_session"),
        sa.PrimaryKeyConstraint("session", "member", name="pk_training_share"),
        sa.UniqueConstraint("session", "place", name="uq_training_share_session_place"),
    )
    op.create_table(
        "assistant_training",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("assistant", sa.String(length=26), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.String(length=120), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.Column("session", sa.String(length=26), nullable=True),
        sa.Column("person", sa.String(length=26), nullable=True),
        sa.CheckConstraint("minutes > 0", name="ck_assistant_training_lasted"),
        sa.ForeignKeyConstraint(["assistant"], ["assistant.id"], name="fk_assistant_training_assistant"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_assistant_training_person"),
        sa.ForeignKeyConstraint(["session"], ["training_session.id"], name="fk_assistant_training_session"),
        sa.PrimaryKeyConstraint("id", name="pk_assistant_training"),
    )
    op.create_index("ix_assistant_training_assistant", "assistant_training", ["assistant"], unique=False)


def _around() -> None:
    op.create_table(
        "standard",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("motion", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_standard_motion"),
        sa.PrimaryKeyConstraint("id", name="pk_standard"),
        sa.UniqueConstraint("label", name="uq_standard_label"),
        sa.UniqueConstraint("since", name="uq_standard_since"),
        info={"append_only": True},
    )
    op.create_table(
        "duty",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("arrangement", sa.String(length=26), nullable=False),
        sa.Column("task", sa.String(length=30), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_duty_days_in_order"),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
    )
    op.create_index("ix_duty_arrangement", "duty", ["arrangement"], unique=False)
    op.create_index(
        "uq_duty_open",
        "duty",
        ["arrangement", "task"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "worry",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("referred_to", sa.String(length=20), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("referred_by", sa.String(), nullable=True),
        sa.CheckConstraint("(referred_to IS NULL) = (referred_on IS NULL)", name="ck_worry_referred_with_day"),
        sa.PrimaryKeyConstraint("id", name="pk_worry"),
    )
    op.create_index("ix_worry_raised_by", "worry", ["raised_by"], unique=False)
