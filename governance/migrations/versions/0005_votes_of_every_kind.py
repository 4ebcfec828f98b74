"""Votes of every kind: questions, modes, committees, versions of the roll, paper, witnesses."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "vote_cancellation",
    "vote_cosignature",
    "vote_hands",
    "vote_heap",
    "vote_message",
    "vote_paper_count",
    "vote_photo",
    "vote_shuffle",
)

ASKED = ("title", "questions", "mode", "binding", "group_name", "uuid", "revote")
CONDUCT = ("size", "needed", "codes_by", "on_paper", "smallest_cell", "fallback", "electorate")
ASKED_STANDS = (*ASKED, *CONDUCT)
"""Columns of a vote that never change again once its roll is frozen."""

ROLL_STANDS = ("roll_version", "roll_count", "roll_hash")
"""Those that never change again once it is open; before that two people may change the roll (PERM-7)."""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in _dropped(dialect):
        op.execute(statement)
    op.execute("ALTER TABLE vote RENAME COLUMN question TO title")
    for column in _added():
        op.add_column("vote", column)
    _carry_questions_over()
    op.execute("ALTER TABLE vote DROP COLUMN kind")
    op.execute("ALTER TABLE access_account DROP COLUMN last_signed_in_on")
    op.add_column("vote_decryption", sa.Column("binding", sa.LargeBinary(), nullable=True))
    op.add_column("vote_tag", sa.Column("told", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("vote_checkpoint", sa.Column("hourly", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    _roll()
    _incoming()
    _tables()
    _keys()
    for table in (*APPEND_ONLY, "vote_roll"):
        for statement in statements(table, dialect):
            op.execute(statement)
    for statement in _guards(dialect):
        op.execute(statement)


def _added() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("questions", sa.JSON(none_as_null=True), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("mode", sa.String(length=10), server_default="verifiable", nullable=False),
        sa.Column("binding", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("size", sa.Integer(), server_default=sa.text("3"), nullable=False),
        sa.Column("needed", sa.Integer(), server_default=sa.text("3"), nullable=False),
        sa.Column("round", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("codes_by", sa.String(length=10), server_default="holder", nullable=False),
        sa.Column("on_paper", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("smallest_cell", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("fallback", sa.String(length=10), server_default="lapse", nullable=False),
        sa.Column("roll_version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("record_date", sa.Date(), nullable=True),
        sa.Column("joint", sa.String(length=26), nullable=True),
        sa.Column("classes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("electorate", sa.String(), server_default="everybody", nullable=False),
        sa.Column("anew_asked_by", sa.String(), nullable=True),
        sa.Column("rerun_of", sa.String(length=26), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("paper", sa.JSON(none_as_null=True), nullable=True),
    )


def _carry_questions_over() -> None:
    """Every vote so far asked one question of yes and no, and its result named the numbers."""
    vote = sa.table(
        "vote",
        sa.column("id", sa.String),
        sa.column("title", sa.JSON),
        sa.column("questions", sa.JSON),
        sa.column("result", sa.JSON(none_as_null=True)),
        sa.column("counted", sa.Integer),
    )
    connection = op.get_bind()
    for id_, title, result in connection.execute(sa.select(vote.c.id, vote.c.title, vote.c.result)).all():
        values: dict[str, Any] = {"questions": [_yes_or_no(title)]}
        if result is not None:
            values["result"] = [[result["blank"], result["yes"], result["no"]]]
            values["counted"] = sum(result.values())
        connection.execute(vote.update().where(vote.c.id == id_).values(**values))


def _yes_or_no(text: Any) -> dict[str, Any]:
    return {"kind": "yes-no", "text": text, "options": [], "minimum": 1, "maximum": 1, "grades": []}


def _dropped(dialect: str) -> Iterator[str]:
    for table, name in (("vote", "vote_stays_as_frozen"), ("vote_roll", "vote_roll_only_in_draft")):
        yield f"DROP TRIGGER {name}" if dialect == "sqlite" else f"DROP TRIGGER {name} ON {table}"
        if dialect != "sqlite":
            yield f"DROP FUNCTION {name}()"


def _guards(dialect: str) -> Iterator[str]:
    """The triggers that keep a vote on its path whatever the program does (PERM-6)."""
    different = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
    asked = " OR ".join(f"OLD.{name} {different} NEW.{name}" for name in _comparable(dialect, ASKED_STANDS))
    rolled = " OR ".join(f"OLD.{name} {different} NEW.{name}" for name in ROLL_STANDS)
    changed = f"(OLD.state <> 'draft' AND ({asked})) OR (OLD.state NOT IN ('draft', 'rolled') AND ({rolled}))"
    kept = f"OLD.election IS NOT NULL AND OLD.election {different} NEW.election"
    settled = "(SELECT state FROM vote WHERE id = NEW.vote) NOT IN ('draft', 'rolled')"
    yield from _guard(dialect, "vote", "UPDATE", "vote_stays_as_frozen", f"({changed}) OR ({kept})")
    yield from _guard(dialect, "vote_roll", "INSERT", "vote_roll_only_before_opening", settled)


def _comparable(dialect: str, columns: tuple[str, ...]) -> list[str]:
    """PostgreSQL compares no JSON but as text."""
    as_text = () if dialect == "sqlite" else ("title", "questions")
    return [f"{name}::text" if name in as_text else name for name in columns]


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


def _roll() -> None:
    """Made anew: the version belongs to its key, and its rows refuse to change."""
    rows = op.get_bind().execute(sa.text("SELECT vote, member, class FROM vote_roll")).all()
    op.drop_table("vote_roll")
    table = op.create_table(
        "vote_roll",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("class", sa.String(), nullable=False),
        sa.Column("holder", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["holder"], ["member.id"], name="fk_vote_roll_holder"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_vote_roll_member"),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_roll_vote"),
        sa.PrimaryKeyConstraint("vote", "version", "member", name="pk_vote_roll"),
    )
    op.create_index("ix_vote_roll_holder", "vote_roll", ["holder"], unique=False)
    op.bulk_insert(
        table, [{"vote": vote, "version": 1, "member": member, "class": class_} for vote, member, class_ in rows]
    )


def _incoming() -> None:
    """Made anew: whoever sent a ballot may have several rights."""
    columns = ("vote", "hash", "tag", "content")
    old = sa.table("vote_incoming", *map(sa.column, columns), sa.column("received_at", sa.DateTime(timezone=True)))
    rows = op.get_bind().execute(sa.select(old)).all()
    op.drop_table("vote_incoming")
    table = op.create_table(
        "vote_incoming",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_incoming_vote"),
        sa.PrimaryKeyConstraint("vote", "hash", name="pk_vote_incoming"),
    )
    op.bulk_insert(
        table,
        [
            {"vote": vote, "hash": hash_, "tags": [tag], "content": content, "received_at": received_at}
            for vote, hash_, tag, content, received_at in rows
        ],
    )


def _keys() -> None:
    """A key-holder's key is the one message of a ceremony in which nobody can be spared."""
    connection = op.get_bind()
    kept = connection.execute(sa.text("SELECT vote, owner, holder, content FROM vote_key")).all()
    for vote, owner, holder, content in kept:
        values = {"vote": vote, "owner": owner, "holder": holder, "content": content}
        connection.execute(
            sa.text("INSERT INTO vote_seat (vote, owner, holder) VALUES (:vote, :owner, :holder)"), values
        )
        message = (
            "INSERT INTO vote_message (vote, round, step, owner, content) VALUES (:vote, 1, 'key', :owner, :content)"
        )
        connection.execute(sa.text(message), values)
    op.drop_table("vote_key")


def _tables() -> None:
    op.create_table(
        "vote_photo",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("option", sa.String(length=26), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_photo_vote"),
        sa.PrimaryKeyConstraint("vote", "option", name="pk_vote_photo"),
    )
    op.create_table(
        "vote_setup",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("given", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("votes", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_vote_setup"),
    )
    op.create_table(
        "vote_setup_photo",
        sa.Column("setup", sa.String(length=26), nullable=False),
        sa.Column("option", sa.String(length=26), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["setup"], ["vote_setup.id"], name="fk_vote_setup_photo_setup"),
        sa.PrimaryKeyConstraint("setup", "option", name="pk_vote_setup_photo"),
    )
    op.create_table(
        "vote_roll_change",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("added", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("removed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_roll_change_vote"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_roll_change"),
    )
    op.create_table(
        "vote_proxy",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("meeting", sa.String(length=26), nullable=False),
        sa.Column("giver", sa.String(length=26), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointed_by", sa.String(), nullable=False),
        sa.Column("finding", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("holder", sa.String(length=26), nullable=True),
        sa.Column("holder_name", sa.String(), nullable=False),
        sa.Column("directed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("witnessed_by", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["giver"], ["member.id"], name="fk_vote_proxy_giver"),
        sa.ForeignKeyConstraint(["holder"], ["member.id"], name="fk_vote_proxy_holder"),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name="fk_vote_proxy_meeting"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_proxy"),
    )
    op.create_index("ix_vote_proxy_meeting", "vote_proxy", ["meeting"], unique=False)
    op.create_table(
        "vote_seat",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_seat_vote"),
        sa.PrimaryKeyConstraint("vote", "owner", name="pk_vote_seat"),
        sa.UniqueConstraint("vote", "holder", name="uq_vote_seat_vote_holder"),
    )
    op.create_table(
        "vote_message",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_message_vote"),
        sa.PrimaryKeyConstraint("vote", "round", "step", "owner", name="pk_vote_message"),
    )
    op.create_table(
        "vote_letter",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("reader", sa.String(length=26), nullable=False),
        sa.Column("of_member", sa.String(length=26), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_letter_vote"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_letter"),
    )
    op.create_table(
        "vote_shuffle",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_shuffle_vote"),
        sa.PrimaryKeyConstraint("vote", "owner", name="pk_vote_shuffle"),
    )
    op.create_table(
        "vote_heap",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("until", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("sums", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_heap_vote"),
        sa.PrimaryKeyConstraint("vote", "until", name="pk_vote_heap"),
    )
    op.create_table(
        "vote_witness",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_witness_vote"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_witness"),
    )
    op.create_table(
        "vote_cosignature",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.String(length=26), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_cosignature_vote"),
        sa.ForeignKeyConstraint(["witness"], ["vote_witness.id"], name="fk_vote_cosignature_witness"),
        sa.PrimaryKeyConstraint("vote", "place", "witness", name="pk_vote_cosignature"),
    )
    op.create_table(
        "vote_issue",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("witnessed_by", sa.String(), nullable=True),
        sa.Column("had_cast", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_vote_issue_member"),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_issue_vote"),
        sa.PrimaryKeyConstraint("vote", "member", name="pk_vote_issue"),
    )
    op.create_table(
        "vote_cancellation",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_cancellation_vote"),
        sa.PrimaryKeyConstraint("vote", "hash", name="pk_vote_cancellation"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vote_paper_count",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("teller", sa.String(), nullable=False),
        sa.Column("totals", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_paper_count_vote"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_paper_count"),
    )
    op.create_table(
        "vote_open",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("member", sa.String(length=26), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("by_proxy", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(["by_proxy"], ["member.id"], name="fk_vote_open_by_proxy"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_vote_open_member"),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_open_vote"),
        sa.PrimaryKeyConstraint("vote", "member", name="pk_vote_open"),
    )
    op.create_table(
        "vote_simple",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_simple_vote"),
        sa.PrimaryKeyConstraint("vote", "key", name="pk_vote_simple"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vote_simple_voter",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_simple_voter_vote"),
        sa.PrimaryKeyConstraint("vote", "tag", name="pk_vote_simple_voter"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vote_absence",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("away_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_absence_vote"),
        sa.PrimaryKeyConstraint("vote", "away_from", name="pk_vote_absence"),
    )
    op.create_table(
        "vote_hands",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("totals", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("counted_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_hands_vote"),
        sa.PrimaryKeyConstraint("id", name="pk_vote_hands"),
        sa.UniqueConstraint("vote", "number", name="uq_vote_hands_vote_number"),
    )
