"""Checkpoints are signed notes: each row holds what was signed and given out, byte for byte."""

from base64 import b64encode
from datetime import UTC
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = """
SELECT c.vote, c.place, c.size, c.head, c.at, c.signature, v.election
FROM vote_checkpoint c JOIN vote v ON v.id = c.vote ORDER BY c.vote, c.place
"""


def upgrade() -> None:
    """The table is made anew: its rows refuse to change, and no row may be without its note."""
    connection = op.get_bind()
    columns = sa.text(KEPT).columns(at=sa.DateTime(timezone=True), election=sa.LargeBinary())
    kept = [_as_note(dict(row)) for row in connection.execute(columns).mappings()]
    op.drop_table("vote_checkpoint")
    table = op.create_table(
        "vote_checkpoint",
        sa.Column("vote", sa.String(length=26), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name="fk_vote_checkpoint_vote"),
        sa.PrimaryKeyConstraint("vote", "place", name="pk_vote_checkpoint"),
    )
    op.bulk_insert(table, kept)
    for statement in statements("vote_checkpoint", connection.dialect.name):
        op.execute(statement)


def _as_note(row: dict[str, Any]) -> dict[str, Any]:
    """What was signed before there were notes, with its signature below."""
    fingerprint = b64encode(sha256(row["election"]).digest()).decode().rstrip("=")
    at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=UTC)
    instant = at.astimezone(UTC).isoformat(timespec="seconds")
    text = f"cydlais/checkpoint/1\nelection {fingerprint}\nsize {row['size']}\nhead {row['head']}\nat {instant}\n"
    named = {name: row[name] for name in ("vote", "place", "size", "head")}
    return {**named, "at": at, "note": f"{text}\n{row['signature']}\n"}
