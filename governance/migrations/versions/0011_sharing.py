"""Arrangements that several people share: who takes part, who was there, what it costs."""

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.String(26)
INSTANT = sa.DateTime(timezone=True)
APPEND_ONLY = (
    "shared_terms",
    "shared_asked",
    "shared_agreed",
    "shared_begun",
    "shared_session",
    "shared_entry",
    "shared_line",
    "shared_attendance",
    "shared_share",
)


def upgrade() -> None:
    _arrangements()
    _participants()
    _sessions()
    _costs()
    for table in APPEND_ONLY:
        for statement in statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def _references(table: str, **columns: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
        for column, other in columns.items()
    )


def _arrangements() -> None:
    op.create_table(
        "shared_arrangement",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("organiser", ID, nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("in_force", sa.Integer(), nullable=True),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_references("shared_arrangement", organiser="person"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_arrangement"),
    )
    op.create_table(
        "shared_draft",
        sa.Column("account", ID, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        *_references("shared_draft", account="access_account"),
        sa.PrimaryKeyConstraint("account", "subject", name="pk_shared_draft"),
    )
    op.create_table(
        "shared_assistant",
        sa.Column("shared", ID, nullable=False),
        sa.Column("assistant", ID, nullable=False),
        *_references("shared_assistant", shared="shared_arrangement", assistant="assistant"),
        sa.PrimaryKeyConstraint("shared", "assistant", name="pk_shared_assistant"),
    )
    op.create_table(
        "shared_terms",
        sa.Column("id", ID, nullable=False),
        sa.Column("shared", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.CheckConstraint("people BETWEEN 2 AND 40", name="ck_shared_terms_people"),
        *_references("shared_terms", shared="shared_arrangement"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_terms"),
        sa.UniqueConstraint("shared", "number", name="uq_shared_terms_shared_number"),
    )


def _participants() -> None:
    op.create_table(
        "shared_participant",
        sa.Column("id", ID, nullable=False),
        sa.Column("shared", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("shows_amounts", sa.Boolean(), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_shared_participant_days_in_order"),
        *_references("shared_participant", shared="shared_arrangement", person="person"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_participant"),
    )
    op.create_index("ix_shared_participant_person", "shared_participant", ["person"])
    op.create_index(
        "uq_shared_participant_shared_person",
        "shared_participant",
        ["shared", "person"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "shared_asked",
        sa.Column("terms", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("weight", sa.String(24), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 40", name="ck_shared_asked_place"),
        *_references("shared_asked", terms="shared_terms", person="person"),
        sa.PrimaryKeyConstraint("terms", "person", name="pk_shared_asked"),
        sa.UniqueConstraint("terms", "place", name="uq_shared_asked_terms_place"),
    )
    op.create_index("ix_shared_asked_person", "shared_asked", ["person"])
    op.create_table(
        "shared_agreed",
        sa.Column("terms", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["terms", "person"], ["shared_asked.terms", "shared_asked.person"], name="fk_shared_agreed_terms_person"
        ),
        sa.PrimaryKeyConstraint("terms", "person", name="pk_shared_agreed"),
    )
    op.create_table(
        "shared_begun",
        sa.Column("terms", ID, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        *_references("shared_begun", terms="shared_terms"),
        sa.PrimaryKeyConstraint("terms", name="pk_shared_begun"),
    )


def _sessions() -> None:
    op.create_table(
        "shared_session",
        sa.Column("id", ID, nullable=False),
        sa.Column("shared", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_references("shared_session", shared="shared_arrangement"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_session"),
        sa.UniqueConstraint("shared", "number", name="uq_shared_session_shared_number"),
    )
    op.create_table(
        "shared_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("shared", ID, nullable=False),
        sa.Column("session", ID, nullable=False),
        sa.Column("terms", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ck_shared_entry_times_in_order"),
        *_references("shared_entry", shared="shared_arrangement", session="shared_session", terms="shared_terms"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_entry"),
        sa.UniqueConstraint("shared", "place", name="uq_shared_entry_shared_place"),
    )
    op.create_index("ix_shared_entry_session", "shared_entry", ["session"])


def _costs() -> None:
    op.create_table(
        "shared_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("entry", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("people", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("pence >= 0", name="ck_shared_line_pence"),
        *_references("shared_line", entry="shared_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_line"),
        sa.UniqueConstraint("entry", "place", name="uq_shared_line_entry_place"),
    )
    op.create_table(
        "shared_attendance",
        sa.Column("entry", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("weight", sa.String(40), nullable=False),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="ck_shared_attendance_percent"),
        *_references("shared_attendance", entry="shared_entry", person="person"),
        sa.PrimaryKeyConstraint("entry", "person", name="pk_shared_attendance"),
    )
    op.create_table(
        "shared_share",
        sa.Column("entry", ID, nullable=False),
        sa.Column("line", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        *_references("shared_share", entry="shared_entry", line="shared_line", person="person"),
        sa.PrimaryKeyConstraint("entry", "line", "person", name="pk_shared_share"),
    )
    op.create_index("ix_shared_share_person", "shared_share", ["person"])
