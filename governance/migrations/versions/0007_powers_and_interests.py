"""Powers that the board was given, interests that were declared, and what the board decided."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("board_interest", "board_interest_end", "board_power", "board_power_end")
ID = sa.String(26)


def upgrade() -> None:
    _powers()
    _interests()
    _items()
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        for statement in statements(table, dialect):
            op.execute(statement)
    undecided = "(SELECT outcome FROM board_item WHERE id = OLD.item) <> 'open'"
    for table, broken in (("board_item", "OLD.outcome <> 'open'"), ("board_item_seat", undecided)):
        for operation in ("UPDATE", "DELETE"):
            for statement in _guard(dialect, table, operation, broken):
                op.execute(statement)


def _powers() -> None:
    op.create_table(
        "board_power",
        sa.Column("id", ID, nullable=False),
        sa.Column("holder", sa.String(12), nullable=False),
        sa.Column("purpose", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("each", sa.BigInteger(), nullable=True),
        sa.Column("motion", ID, nullable=True),
        sa.Column("rule", sa.String(20), nullable=True),
        sa.Column("rules_version", ID, nullable=True),
        sa.CheckConstraint("(motion IS NULL) <> (rule IS NULL)", name="ck_board_power_one_source"),
        sa.CheckConstraint("(rule IS NULL) = (rules_version IS NULL)", name="ck_board_power_rule_of_version"),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_board_power_days_in_order"),
        sa.CheckConstraint("total IS NULL OR total > 0", name="ck_board_power_total"),
        sa.CheckConstraint("each IS NULL OR each > 0", name="ck_board_power_each"),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_board_power_motion_motion"),
        sa.ForeignKeyConstraint(
            ["rules_version"], ["rulebook_version.id"], name="fk_board_power_rules_version_rulebook_version"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_board_power"),
    )
    op.create_index("ix_board_power_motion", "board_power", ["motion"])
    op.create_table(
        "board_power_end",
        sa.Column("power", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("motion", ID, nullable=True),
        sa.ForeignKeyConstraint(["power"], ["board_power.id"], name="fk_board_power_end_power_board_power"),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_board_power_end_motion_motion"),
        sa.PrimaryKeyConstraint("power", name="pk_board_power_end"),
    )


def _interests() -> None:
    op.create_table(
        "board_interest",
        sa.Column("id", ID, nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("nature", sa.String(300), nullable=False),
        sa.Column("matters", sa.String(300), nullable=False),
        sa.Column("counterparty", sa.String(120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("at_request", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_board_interest_days_in_order"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_board_interest_member_member"),
        sa.PrimaryKeyConstraint("id", name="pk_board_interest"),
    )
    op.create_index("ix_board_interest_member", "board_interest", ["member"])
    op.create_table(
        "board_interest_end",
        sa.Column("interest", ID, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interest"], ["board_interest.id"], name="fk_board_interest_end_interest_board_interest"
        ),
        sa.PrimaryKeyConstraint("interest", name="pk_board_interest_end"),
    )


def _items() -> None:
    op.create_table(
        "board_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("proposal", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("touches", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("counterparty", sa.String(), nullable=False),
        sa.Column("board", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("in_favour", "against", "abstaining")),
        *(
            sa.Column(name, sa.JSON(none_as_null=True), nullable=True)
            for name in ("alternatives", "reason", "quorum", "decision")
        ),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('open', 'carried', 'lost', 'referred', 'inquorate')", name="ck_board_item_outcome"
        ),
        sa.CheckConstraint("(outcome = 'open') = (quorum IS NULL)", name="ck_board_item_decided_by_quorum"),
        sa.CheckConstraint(
            "(outcome IN ('carried', 'lost')) = (decision IS NOT NULL)", name="ck_board_item_decided_by_votes"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_board_item"),
    )
    op.create_table(
        "board_item_seat",
        sa.Column("item", ID, nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("class", sa.String(40), nullable=False),
        sa.Column("because", sa.String(10), nullable=True),
        sa.Column("interest", ID, nullable=True),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("answer", sa.String(12), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["board_item.id"], name="fk_board_item_seat_item_board_item"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_board_item_seat_member_member"),
        sa.ForeignKeyConstraint(["interest"], ["board_interest.id"], name="fk_board_item_seat_interest_board_interest"),
        sa.PrimaryKeyConstraint("item", "member", name="pk_board_item_seat"),
    )


def _guard(dialect: str, table: str, operation: str, broken: str) -> Iterator[str]:
    """What the board decided stays, whatever the program does (PERM-6)."""
    name = f"{table}_stays_as_decided_{operation.lower()}"
    if dialect == "sqlite":
        yield (
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN {broken} "
            f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
        )
        return
    result = "NEW" if operation == "UPDATE" else "OLD"
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {broken} THEN RAISE EXCEPTION 'refused: {name}'; END IF; RETURN {result}; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
