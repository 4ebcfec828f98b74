"""Arrangements: agreements, frameworks, variations, help, disputes, what could not wait, schemes, drafts, the levy."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.String(26)
AT = sa.DateTime(timezone=True)
RUNS = "state NOT IN ('ended', 'declined')"

KEPT = ("arrangement_agreement", "arrangement_answer")
"""Rows that never change; they go with an arrangement that ended, once rules no longer keep it (P-284)."""


def upgrade() -> None:
    _arrangement()
    _agreement()
    _answer()
    _variation()
    _help()
    _look()
    _dispute()
    _dispute_step()
    _urgent_action()
    _support_scheme()
    _draft()
    _levy()
    dialect = op.get_bind().dialect.name
    for table in KEPT:
        for statement in _guards(dialect, table):
            op.execute(statement)


def _guards(dialect: str, table: str) -> Iterator[str]:
    """What two people said stands as they said it (P-272)."""
    running = f"EXISTS (SELECT 1 FROM arrangement WHERE id = OLD.arrangement AND {RUNS})"
    for operation, broken in (("UPDATE", "1 = 1"), ("DELETE", running)):
        name = f"{table}_refuses_{operation.lower()}"
        if dialect == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN {broken} "
                f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
            )
            continue
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {broken} THEN RAISE EXCEPTION 'refused: {name}'; END IF; RETURN OLD; END $$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _arrangement() -> None:
    op.create_table(
        "arrangement",
        sa.Column("id", ID, nullable=False),
        sa.Column("entered_at", AT, nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("assistant", ID, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("directs", sa.String(30), nullable=False),
        sa.Column("employs", sa.String(16), nullable=False),
        sa.Column("source", sa.String(30), nullable=False),
        sa.Column("introduction_only", sa.Boolean(), nullable=False),
        sa.Column("personal_care", sa.Boolean(), nullable=False),
        sa.Column("contracted_by", sa.String(8), nullable=True),
        sa.Column("representative", ID, nullable=True),
        sa.Column("quality_standard", sa.String(40), nullable=True),
        sa.Column("registration", sa.String(40), nullable=False),
        sa.Column("registration_reason", sa.String(), nullable=True),
        sa.Column("registration_by", sa.String(), nullable=True),
        sa.Column("registration_at", AT, nullable=True),
        sa.Column("framework_least", sa.Integer(), nullable=True),
        sa.Column("framework_most", sa.Integer(), nullable=True),
        sa.Column("framework_start", sa.Time(), nullable=True),
        sa.Column("framework_end", sa.Time(), nullable=True),
        sa.Column("framework_cap", sa.Integer(), nullable=True),
        sa.Column("payment", sa.Integer(), nullable=True),
        sa.Column("backup", sa.String(30), nullable=True),
        sa.Column("agreement", ID, nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("told_of_end_at", AT, nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(24), nullable=True),
        sa.Column("moves_to", sa.String(16), nullable=True),
        sa.Column("moves_contract", sa.String(8), nullable=True),
        sa.Column("moves_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(moves_to IS NULL) = (moves_on IS NULL)", name="ck_arrangement_moves_on_a_day"),
        sa.CheckConstraint("ends_on IS NULL OR ground IS NOT NULL", name="ck_arrangement_ends_with_ground"),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'active', 'suspended', 'ended', 'declined')", name="ck_arrangement_state"
        ),
        sa.ForeignKeyConstraint(
            ["representative"], ["person_representative.id"], name="fk_arrangement_representative_person_representative"
        ),
        sa.ForeignKeyConstraint(["assistant"], ["assistant.id"], name="fk_arrangement_assistant_assistant"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_arrangement_person_person"),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement"),
    )
    op.create_index("ix_arrangement_assistant", "arrangement", ["assistant"])
    op.create_index("ix_arrangement_person", "arrangement", ["person"])


def _agreement() -> None:
    op.create_table(
        "arrangement_agreement",
        sa.Column("id", ID, nullable=False),
        sa.Column("arrangement", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", AT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("week", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("weekday_rate", sa.Integer(), nullable=False),
        sa.Column("weekend_rate", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("night_rate", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["arrangement"], ["arrangement.id"], name="fk_arrangement_agreement_arrangement_arrangement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_agreement"),
        sa.UniqueConstraint("arrangement", "number", name="uq_arrangement_agreement_arrangement_number"),
    )


def _answer() -> None:
    op.create_table(
        "arrangement_answer",
        sa.Column("id", ID, nullable=False),
        sa.Column("arrangement", ID, nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("party", sa.String(8), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["arrangement"], ["arrangement.id"], name="fk_arrangement_answer_arrangement_arrangement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_answer"),
        sa.UniqueConstraint("subject", "party", name="uq_arrangement_answer_subject_party"),
    )
    op.create_index("ix_arrangement_answer_arrangement", "arrangement_answer", ["arrangement"])


def _variation() -> None:
    op.create_table(
        "arrangement_variation",
        sa.Column("id", ID, nullable=False),
        sa.Column("arrangement", ID, nullable=False),
        sa.Column("agreement", ID, nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", AT, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("week", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("finding", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("inside", sa.Boolean(), nullable=False),
        sa.Column("cost_before", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("escalated_to", sa.String(16), nullable=True),
        sa.Column("settled_at", AT, nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_arrangement_variation_days_in_order"),
        sa.ForeignKeyConstraint(
            ["agreement"], ["arrangement_agreement.id"], name="fk_arrangement_variation_agreement_arrangement_agreement"
        ),
        sa.ForeignKeyConstraint(
            ["arrangement"], ["arrangement.id"], name="fk_arrangement_variation_arrangement_arrangement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_variation"),
    )
    op.create_index("ix_arrangement_variation_arrangement", "arrangement_variation", ["arrangement"])


def _help() -> None:
    op.create_table(
        "arrangement_help",
        sa.Column("id", ID, nullable=False),
        sa.Column("arrangement", ID, nullable=False),
        sa.Column("office", sa.String(12), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("until", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["arrangement"], ["arrangement.id"], name="fk_arrangement_help_arrangement_arrangement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_help"),
    )
    op.create_index("ix_arrangement_help_arrangement", "arrangement_help", ["arrangement"])


def _look() -> None:
    op.create_table(
        "arrangement_look",
        sa.Column("id", ID, nullable=False),
        sa.Column("arrangement", ID, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("office", sa.String(12), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["arrangement"], ["arrangement.id"], name="fk_arrangement_look_arrangement_arrangement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_look"),
    )
    op.create_index("ix_arrangement_look_arrangement", "arrangement_look", ["arrangement"])


def _dispute() -> None:
    op.create_table(
        "arrangement_dispute",
        sa.Column("id", ID, nullable=False),
        sa.Column("arrangement", ID, nullable=False),
        sa.Column("party", sa.String(8), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", AT, nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("panel", ID, nullable=True),
        sa.Column("advocate_wanted", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(24), nullable=True),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (outcome IS NULL)", name="ck_arrangement_dispute_closed_with_outcome"
        ),
        sa.ForeignKeyConstraint(
            ["arrangement"], ["arrangement.id"], name="fk_arrangement_dispute_arrangement_arrangement"
        ),
        sa.ForeignKeyConstraint(["panel"], ["member.id"], name="fk_arrangement_dispute_panel_member"),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_dispute"),
    )
    op.create_index("ix_arrangement_dispute_arrangement", "arrangement_dispute", ["arrangement"])
    op.create_index("ix_arrangement_dispute_panel", "arrangement_dispute", ["panel"])


def _dispute_step() -> None:
    op.create_table(
        "arrangement_dispute_step",
        sa.Column("id", ID, nullable=False),
        sa.Column("dispute", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(30), nullable=False),
        sa.Column("began_at", AT, nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute"], ["arrangement_dispute.id"], name="fk_arrangement_dispute_step_dispute_arrangement_dispute"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_dispute_step"),
        sa.UniqueConstraint("dispute", "number", name="uq_arrangement_dispute_step_dispute_number"),
    )


def _urgent_action() -> None:
    op.create_table(
        "arrangement_urgent_action",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("taken_at", AT, nullable=False),
        sa.Column("assistant", ID, nullable=True),
        sa.Column("arrangement", ID, nullable=True),
        sa.Column("referred_to", sa.String(24), nullable=True),
        sa.Column("lifted_at", AT, nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("ratified_at", AT, nullable=True),
        sa.Column("ratified_by", sa.String(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "assistant IS NOT NULL OR arrangement IS NOT NULL", name="ck_arrangement_urgent_action_about_something"
        ),
        sa.ForeignKeyConstraint(
            ["arrangement"], ["arrangement.id"], name="fk_arrangement_urgent_action_arrangement_arrangement"
        ),
        sa.ForeignKeyConstraint(
            ["assistant"], ["assistant.id"], name="fk_arrangement_urgent_action_assistant_assistant"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_urgent_action"),
        sa.UniqueConstraint("number", name="uq_arrangement_urgent_action_number"),
    )
    op.create_index("ix_arrangement_urgent_action_arrangement", "arrangement_urgent_action", ["arrangement"])
    op.create_index("ix_arrangement_urgent_action_assistant", "arrangement_urgent_action", ["assistant"])


def _support_scheme() -> None:
    op.create_table(
        "support_scheme",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("tasks", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_support_scheme_days_in_order"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_support_scheme_person_person"),
        sa.PrimaryKeyConstraint("id", name="pk_support_scheme"),
    )
    op.create_index("ix_support_scheme_person", "support_scheme", ["person"])


def _draft() -> None:
    op.create_table(
        "arrangement_draft",
        sa.Column("account", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("assistant", ID, nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["access_account.id"], name="fk_arrangement_draft_account_access_account"),
        sa.ForeignKeyConstraint(["assistant"], ["assistant.id"], name="fk_arrangement_draft_assistant_assistant"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_arrangement_draft_person_person"),
        sa.PrimaryKeyConstraint("account", "person", "assistant", name="pk_arrangement_draft"),
    )


def _levy() -> None:
    op.create_table(
        "arrangement_levy",
        sa.Column("id", ID, nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", AT, nullable=False),
        sa.Column("motion", ID, nullable=True),
        sa.Column("power", ID, nullable=True),
        sa.CheckConstraint("(motion IS NULL) <> (power IS NULL)", name="ck_arrangement_levy_decided_once"),
        sa.CheckConstraint("pence >= 0", name="ck_arrangement_levy_not_below_nothing"),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_arrangement_levy_motion_motion"),
        sa.ForeignKeyConstraint(["power"], ["board_power.id"], name="fk_arrangement_levy_power_board_power"),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement_levy"),
    )
