"""Logins, roles, and what opens them. No row says when a member was last here (SEC-3)."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record

Digest = String(64)
"""The SHA-256 of a token, in hexadecimal: the token itself is never stored (AUTH-5, AUTH-7)."""


class AccountRecord(Record):
    """One person's way in. ``member`` is empty for people who are not members, such as an inspector; ``address`` for
    those who have no mail address of their own and are served otherwise. ``comfort`` is how they like to read, as
    `platform.comfort` writes it."""

    __tablename__ = "access_account"
    __table_args__ = (UniqueConstraint("address_key"), UniqueConstraint("member"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    address: Mapped[str | None]
    address_key: Mapped[str | None]
    member: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)
    password: Mapped[str | None] = mapped_column(default=None)
    totp_secret: Mapped[str | None] = mapped_column(default=None)
    totp_pending: Mapped[str | None] = mapped_column(default=None)
    totp_last_step: Mapped[int | None] = mapped_column(default=None)
    totp_failures: Mapped[int] = mapped_column(default=0)
    totp_locked_until: Mapped[datetime | None] = mapped_column(default=None)
    comfort: Mapped[str | None] = mapped_column(String(40), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class RoleRecord(Record):
    """A part somebody plays, from one instant until another; never removed."""

    __tablename__ = "access_role"
    __table_args__ = (
        Index("ix_access_role_account", "account_id"),
        Index(
            "uq_access_role_held",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("access_account.id"))
    role: Mapped[str]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None] = mapped_column(default=None)


class LoginRecord(Record):
    """One sign-in that is under way; gone when it ends (AUTH-7)."""

    __tablename__ = "access_login"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_access_login_account", "account_id"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("access_account.id"))
    token_hash: Mapped[str] = mapped_column(Digest)
    assurance: Mapped[int]
    expires_at: Mapped[datetime]


class LinkRecord(Record):
    """A link that was asked for; the sender mints its token. ``account_id`` is empty for an unknown address: the same
    row is written and the same job left, so that nobody can tell (AUTH-6). Gone when spent or expired."""

    __tablename__ = "access_link"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_access_link_browser", "browser_hash"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str | None] = mapped_column(Id, ForeignKey("access_account.id"))
    purpose: Mapped[str]
    variant: Mapped[str]
    browser_hash: Mapped[str] = mapped_column(Digest)
    expires_at: Mapped[datetime]
    token_hash: Mapped[str | None] = mapped_column(Digest, default=None)
    code_hash: Mapped[str | None] = mapped_column(Digest, default=None)
    tries: Mapped[int] = mapped_column(default=0)


class RecoveryCodeRecord(Record):
    """One of the codes that stand in for a lost authenticator; removed when used (AUTH-4)."""

    __tablename__ = "access_recovery_code"
    __table_args__ = (Index("ix_access_recovery_code_account", "account_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("access_account.id"))
    hash: Mapped[str]


class LimitRecord(Record):
    """A bucket of one limit: ``full_at`` in microseconds since 1970. The key is a keyed hash, never an address."""

    __tablename__ = "access_limit"

    key: Mapped[str] = mapped_column(Digest, primary_key=True)
    full_at: Mapped[int] = mapped_column(BigInteger)
