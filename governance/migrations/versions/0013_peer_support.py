"""Peer support and resources that members share."""

import sqlalchemy as sa
from alembic import op

from governance.platform.db.append_only import statements

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.String(26)
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _switches()
    _notices()
    _things()


def _switches() -> None:
    op.create_table(
        "together_switch",
        sa.Column("id", ID, nullable=False),
        sa.Column("feature", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("motion", ID, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["motion"], ["motion.id"], name="fk_together_switch_motion_motion"),
        sa.PrimaryKeyConstraint("id", name="pk_together_switch"),
        sa.UniqueConstraint("feature", "motion", name="uq_together_switch_feature_motion"),
        sa.UniqueConstraint("feature", "number", name="uq_together_switch_feature_number"),
    )
    for statement in statements("together_switch", op.get_bind().dialect.name):
        op.execute(statement)


def _notices() -> None:
    op.create_table(
        "peer_notice",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("put_at", AT, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("taken_down_at", AT, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_peer_notice_person_person"),
        sa.PrimaryKeyConstraint("id", name="pk_peer_notice"),
    )
    op.create_index("ix_peer_notice_until", "peer_notice", ["until"])
    op.create_table(
        "peer_answer",
        sa.Column("notice", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("settled_at", AT, nullable=True),
        sa.ForeignKeyConstraint(["notice"], ["peer_notice.id"], name="fk_peer_answer_notice_peer_notice"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_peer_answer_person_person"),
        sa.PrimaryKeyConstraint("notice", "person", name="pk_peer_answer"),
    )


def _things() -> None:
    op.create_table(
        "shared_thing",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("keeper", ID, nullable=False),
        sa.Column("entered_at", AT, nullable=False),
        sa.Column("withdrawn_at", AT, nullable=True),
        sa.ForeignKeyConstraint(["keeper"], ["person.id"], name="fk_shared_thing_keeper_person"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_thing"),
    )
    op.create_table(
        "shared_thing_booking",
        sa.Column("id", ID, nullable=False),
        sa.Column("thing", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("starts_at", AT, nullable=False),
        sa.Column("ends_at", AT, nullable=False),
        sa.Column("booked_at", AT, nullable=False),
        sa.Column("cancelled_at", AT, nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name="ck_shared_thing_booking_times_in_order"),
        sa.ForeignKeyConstraint(["thing"], ["shared_thing.id"], name="fk_shared_thing_booking_thing_shared_thing"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_shared_thing_booking_person_person"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_thing_booking"),
    )
    op.create_index("ix_shared_thing_booking_thing", "shared_thing_booking", ["thing", "starts_at"])
