"""The house: every table of the first release."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "audit",
    "notice",
    "paper",
    "rulebook_text",
    "meeting_event",
    "member_history",
    "notice_wording",
    "vote_board",
    "vote_checkpoint",
    "vote_credential",
    "vote_credential_list",
    "vote_decryption",
    "vote_key",
    "vote_roll",
    "motion_support",
    "vote_ballot",
    "vote_part",
    "inspection_look",
    "inspection_look_entry",
)

PATHS = {
    "draft": ("rolled", "void"),
    "rolled": ("open", "void"),
    "open": ("closed", "void"),
    "closed": ("tallied", "void"),
    "tallied": ("declared", "void"),
}
"""Which state of a vote may follow which (PERM-6)."""

FROZEN = ("kind", "group_name", "uuid", "revote", "roll_count", "roll_hash")
"""Columns of a vote that never change again once its roll is frozen."""


def upgrade() -> None:
    _tables()
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        for statement in statements(table, dialect):
            op.execute(statement)
    for statement in _guards(dialect):
        op.execute(statement)


def _guards(dialect: str) -> Iterator[str]:
    """The triggers that keep a vote on its path whatever the program does (PERM-6)."""
    steps = " OR ".join(
        f"(OLD.state = '{state}' AND NEW.state = '{following}')"
        for state, allowed in PATHS.items()
        for following in allowed
    )
    moved = f"OLD.state <> NEW.state AND NOT ({steps})"
    different = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
    other = " OR ".join(f"OLD.{name} {different} NEW.{name}" for name in ("sealed_head", "sealed_count", "closed_at"))
    sealed = f"OLD.sealed_head IS NOT NULL AND ({other})"
    frozen = " OR ".join(f"OLD.{name} {different} NEW.{name}" for name in FROZEN)
    changed = f"OLD.state <> 'draft' AND ({frozen})"
    kept = f"OLD.election IS NOT NULL AND OLD.election {different} NEW.election"
    not_open = "(SELECT state FROM vote WHERE id = NEW.vote) <> 'open'"
    not_draft = "(SELECT state FROM vote WHERE id = NEW.vote) <> 'draft'"
    rules = (
        ("vote", "UPDATE", "keeps_to_its_path", moved),
        ("vote", "UPDATE", "stays_sealed", sealed),
        ("vote", "UPDATE", "stays_as_frozen", f"({changed}) OR ({kept})"),
        ("vote_ballot", "INSERT", "only_while_open", not_open),
        ("vote_roll", "INSERT", "only_in_draft", not_draft),
    )
    for table, operation, name, broken in rules:
        yield from _guard(dialect, table, operation, f"{table}_{name}", broken)


def _guard(dialect: str, table: str, operation: str, name: str, broken: str) -> Iterator[str]:
    if dialect == "sqlite":
        yield (
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN {broken} "
            f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
        )
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {broken} THEN RAISE EXCEPTION 'refused: {name}'; END IF; RETURN NEW; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _tables() -> None:
    op.create_table(
        "access_limit",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("full_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_access_limit"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
        sa.UniqueConstraint("prev", name="uq_audit_prev"),
    )
    op.create_table(
        "audit_detail",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_detail"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("once", name="uq_job_once"),
    )
    op.create_index("ix_job_waiting", "job", ["done_at", "due_at"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("stage", sa.String(length=9), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("join_link", sa.String(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("notice_kind", sa.String(), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adjourned_from", sa.Date(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quorum", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
    )
    op.create_index("ix_meeting_starts_at", "meeting", ["starts_at"], unique=False)
    op.create_table(
        "member",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name_given", sa.String(), nullable=False),
        sa.Column("name_family", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("formats", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("ceased_on", sa.Date(), nullable=True),
        sa.Column("ceased_ground", sa.String(), nullable=True),
        sa.CheckConstraint("(ceased_on IS NULL) = (ceased_ground IS NULL)", name="ck_member_ground_with_day"),
        sa.CheckConstraint("ceased_on IS NULL OR ceased_on >= entered_on", name="ck_member_days_in_order"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("number", name="uq_member_number"),
    )
    op.create_index("ix_member_days", "member", ["entered_on", "ceased_on"], unique=False)
    op.create_table(
        "member_import",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("errors", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_member_import"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("formal", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("kind", "cause", name="uq_notice_kind_cause"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_cy", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(length=9), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_organisation_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(length=26), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
        sa.UniqueConstraint("about", "kind", "variant", "edition", name="uq_paper_about_kind_variant_edition"),
    )
    op.create_table(
        "rulebook_text",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_rulebook_text"),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("question", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("revote", sa.Boolean(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revote_finding", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("open_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roll_count", sa.Integer(), nullable=False),
        sa.Column("roll_hash", sa.String(length=64), nullable=True),
        sa.Column("small", sa.Boolean(), nullable=False),
        sa.Column("one_machine", sa.Boolean(), nullable=False),
        sa.Column("election", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_head", sa.String(length=64), nullable=True),
        sa.Column("sealed_count", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("void_asked_by", sa.String(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("state <> 'open' OR election IS NOT NULL", name="ck_vote_election"),
        sa.CheckConstraint(
            "state IN ('draft', 'rolled', 'open', 'closed', 'tallied', 'declared', 'void')", name="ck_vote_state"
        ),
        sa.CheckConstraint(
            "state NOT IN ('closed', 'tallied', 'declared') OR sealed_head IS NOT NULL", name="ck_vote_sealed"
        ),
        sa.CheckConstraint("state NOT IN ('tallied', 'declared') OR result IS NOT NULL", name="ck_vote_result"),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
        sa.UniqueConstraint("uuid", name="uq_vote_uuid"),
    )
    op.create_table(
        "access_account",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("address_key", sa.String(), nullable=True),
        sa.Column("member", sa.String(length=26), nullable=True),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_pending", sa.String(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("totp_failures", sa.Integer(), nullable=False),
        sa.Column("totp_locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_signed_in_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_access_account_member"),
        sa.PrimaryKeyConstraint("id", name="pk_access_account"),
        sa.UniqueConstraint("address_key", name="uq_access_account_address_key"),
        sa.UniqueConstraint("member", name="uq_access_account_member"),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("subject", sa.String(length=26), nullable=True),
        sa.Column("business", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="fk_agenda_item_meeting"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
        sa.UniqueConstraint("meeting", "position", name="uq_agenda_item_meeting_position"),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("how", sa.String(length=9), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("how IN ('in-person', 'remote')", name="ck_attendance_how"),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="fk_attendance_meeting"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_attendance_member"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint("meeting", "sitting", "member", name="uq_attendance_meeting_sitting_member"),
    )
    op.create_table(
        "board_term",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("office", sa.String(length=12), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_board_term_days_in_order"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_board_term_member"),
        sa.PrimaryKeyConstraint("id", name="pk_board_term"),
        sa.UniqueConstraint("office", "member", "since", name="uq_board_term_office_member_since"),
    )
    op.create_index("ix_board_term_member", "board_term", ["member"], unique=False)
    op.create_index(
        "uq_board_term_open",
        "board_term",
        ["office"],
        unique=True,
        sqlite_where=sa.text("until IS NULL AND office IN ('secretary', 'chair', 'treasurer')"),
        postgresql_where=sa.text("until IS NULL AND office IN ('secretary', 'chair', 'treasurer')"),
    )
    op.create_table(
        "class_period",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("class", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_class_period_days_in_order"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_class_period_member"),
        sa.PrimaryKeyConstraint("id", name="pk_class_period"),
        sa.UniqueConstraint("member", "since", name="uq_class_period_member_since"),
    )
    op.create_index(
        "uq_class_period_open",
        "class_period",
        ["member"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("notice", sa.String(length=26), nullable=False),
        sa.Column("recipient", sa.String(length=26), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("postal", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("formats", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("variants", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("channel", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=5), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deemed_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["notice"], ["notice.id"], name="fk_letter_notice"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("notice", "recipient", "edition", name="uq_letter_notice_recipient_edition"),
    )
    op.create_index("ix_letter_waiting", "letter", ["state", "due_at"], unique=False)
    op.create_table(
        "meeting_event",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("finding", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="fk_meeting_event_meeting"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_event"),
        sa.UniqueConstraint("meeting", "position", name="uq_meeting_event_meeting_position"),
    )
    op.create_table(
        "member_history",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("name_given", sa.String(), nullable=False),
        sa.Column("name_family", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("formats", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_member_history_member"),
        sa.PrimaryKeyConstraint("id", name="pk_member_history"),
        sa.UniqueConstraint("member", "sequence", name="uq_member_history_member_sequence"),
    )
    op.create_table(
        "motion",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("matter", sa.String(length=60), nullable=True),
        sa.Column("resolution", sa.String(length=20), nullable=False),
        sa.Column("required", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("proposer", sa.String(length=26), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=True),
        sa.Column("vote", sa.String(length=26), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("finding", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("stage <> 'ballot' OR vote IS NOT NULL", name="ck_motion_ballot"),
        sa.CheckConstraint(
            "stage IN ('seeking-support', 'supported', 'on-agenda', 'ballot', 'carried', 'lost', 'undecided', 'withdrawn')",
            name="ck_motion_stage",
        ),
        sa.CheckConstraint("stage NOT IN ('carried', 'lost') OR finding IS NOT NULL", name="ck_motion_decided"),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="fk_motion_meeting"),
        sa.ForeignKeyConstraint(["proposer"], ["member.id"], name="fk_motion_proposer"),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_motion_vote"),
        sa.PrimaryKeyConstraint("id", name="pk_motion"),
        sa.UniqueConstraint("vote", name="uq_motion_vote"),
    )
    op.create_index("ix_motion_meeting", "motion", ["meeting"], unique=False)
    op.create_table(
        "notice_wording",
        sa.Column("notice", sa.String(length=26), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["notice"], ["notice.id"], name="fk_notice_wording_notice"),
        sa.PrimaryKeyConstraint("notice", "variant", name="pk_notice_wording"),
    )
    op.create_table(
        "rulebook_version",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_text", sa.String(length=64), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.CheckConstraint(
            "effective_at IS NULL OR state IN ('registered', 'passed', 'filed', 'executed')",
            name="ck_rulebook_version_in_effect",
        ),
        sa.ForeignKeyConstraint(
            ["registered_text"], ["rulebook_text.sha256"], name="fk_rulebook_version_registered_text"
        ),
        sa.ForeignKeyConstraint(["text"], ["rulebook_text.sha256"], name="fk_rulebook_version_text"),
        sa.PrimaryKeyConstraint("id", name="pk_rulebook_version"),
        sa.UniqueConstraint("number", name="uq_rulebook_version_number"),
    )
    op.create_index("ix_rulebook_version_effective_at", "rulebook_version", ["effective_at"], unique=False)
    op.create_table(
        "vote_board",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_board_vote"),
        sa.PrimaryKeyConstraint("vote", "place", name="pk_vote_board"),
        sa.UniqueConstraint("vote", "hash", name="uq_vote_board_vote_hash"),
        sa.UniqueConstraint("vote", "height", name="uq_vote_board_vote_height"),
    )
    op.create_table(
        "vote_checkpoint",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_checkpoint_vote"),
        sa.PrimaryKeyConstraint("vote", "place", name="pk_vote_checkpoint"),
    )
    op.create_table(
        "vote_credential",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_credential_vote"),
        sa.PrimaryKeyConstraint("vote", "public", name="pk_vote_credential"),
    )
    op.create_table(
        "vote_credential_list",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_credential_list_vote"),
        sa.PrimaryKeyConstraint("vote", name="pk_vote_credential_list"),
    )
    op.create_table(
        "vote_decryption",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_decryption_vote"),
        sa.PrimaryKeyConstraint("vote", "owner", name="pk_vote_decryption"),
    )
    op.create_table(
        "vote_incoming",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_incoming_vote"),
        sa.PrimaryKeyConstraint("vote", "hash", name="pk_vote_incoming"),
    )
    op.create_table(
        "vote_key",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_key_vote"),
        sa.PrimaryKeyConstraint("vote", "owner", name="pk_vote_key"),
        sa.UniqueConstraint("vote", "content", name="uq_vote_key_vote_content"),
    )
    op.create_table(
        "vote_roll",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("class", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_vote_roll_member"),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_roll_vote"),
        sa.PrimaryKeyConstraint("vote", "member", name="pk_vote_roll"),
    )
    op.create_table(
        "access_link",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["access_account.id"], name="fk_access_link_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_link"),
        sa.UniqueConstraint("token_hash", name="uq_access_link_token_hash"),
    )
    op.create_index("ix_access_link_browser", "access_link", ["browser_hash"], unique=False)
    op.create_table(
        "access_login",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("assurance", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["access_account.id"], name="fk_access_login_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_login"),
        sa.UniqueConstraint("token_hash", name="uq_access_login_token_hash"),
    )
    op.create_index("ix_access_login_account", "access_login", ["account_id"], unique=False)
    op.create_table(
        "access_recovery_code",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["access_account.id"], name="fk_access_recovery_code_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_recovery_code"),
    )
    op.create_index("ix_access_recovery_code_account", "access_recovery_code", ["account_id"], unique=False)
    op.create_table(
        "access_role",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["access_account.id"], name="fk_access_role_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_role"),
    )
    op.create_index("ix_access_role_account", "access_role", ["account_id"], unique=False)
    op.create_index(
        "uq_access_role_held",
        "access_role",
        ["account_id", "role"],
        unique=True,
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )
    op.create_table(
        "inspection_grant",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("power", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("lawful_basis", sa.String(), nullable=True),
        sa.Column("earliest", sa.Date(), nullable=False),
        sa.Column("latest", sa.Date(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=True),
        sa.Column("inspector_name", sa.String(), nullable=False),
        sa.Column("inspector_email", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.String(length=26), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("revoked_because", sa.String(), nullable=True),
        sa.CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="ck_inspection_grant_approved_at"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="ck_inspection_grant_two_people"),
        sa.CheckConstraint("latest >= earliest", name="ck_inspection_grant_days_in_order"),
        sa.ForeignKeyConstraint(["account"], ["access_account.id"], name="fk_inspection_grant_account"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_inspection_grant_member"),
        sa.PrimaryKeyConstraint("id", name="pk_inspection_grant"),
    )
    op.create_index("ix_inspection_grant_account", "inspection_grant", ["account"], unique=False)
    op.create_table(
        "motion_support",
        sa.Column("motion", sa.String(length=26), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_motion_support_member"),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_motion_support_motion"),
        sa.PrimaryKeyConstraint("motion", "member", name="pk_motion_support"),
    )
    op.create_table(
        "vote_ballot",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("only", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["vote", "credential"],
            ["vote_credential.vote", "vote_credential.public"],
            name="fk_vote_ballot_vote_credential",
        ),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_ballot_vote"),
        sa.PrimaryKeyConstraint("vote", "sequence", name="pk_vote_ballot"),
        sa.UniqueConstraint("vote", "hash", name="uq_vote_ballot_vote_hash"),
        sa.UniqueConstraint("vote", "only", name="uq_vote_ballot_vote_only"),
    )
    op.create_table(
        "vote_part",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote", "credential"],
            ["vote_credential.vote", "vote_credential.public"],
            name="fk_vote_part_vote_credential",
        ),
        sa.PrimaryKeyConstraint("vote", "part", name="pk_vote_part"),
    )
    op.create_table(
        "vote_tag",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote", "credential"],
            ["vote_credential.vote", "vote_credential.public"],
            name="fk_vote_tag_vote_credential",
        ),
        sa.PrimaryKeyConstraint("vote", "tag", name="pk_vote_tag"),
        sa.UniqueConstraint("vote", "credential", name="uq_vote_tag_vote_credential"),
    )
    op.create_table(
        "inspection_look",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("grant", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grant"], ["inspection_grant.id"], name="fk_inspection_look_grant"),
        sa.PrimaryKeyConstraint("id", name="pk_inspection_look"),
    )
    op.create_index("ix_inspection_look_grant", "inspection_look", ["grant", "at"], unique=False)
    op.create_table(
        "inspection_look_entry",
        sa.Column("look", sa.String(length=26), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("columns", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["look"], ["inspection_look.id"], name="fk_inspection_look_entry_look"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_inspection_look_entry_member"),
        sa.PrimaryKeyConstraint("look", "member", name="pk_inspection_look_entry"),
    )
    op.create_index("ix_inspection_look_entry_member", "inspection_look_entry", ["member"], unique=False)
