"""Removing what has run out: nobody needs to know tomorrow who asked for a link today (SEC-3)."""

from datetime import datetime, timedelta
from secrets import SystemRandom

from sqlalchemy import delete, select, update

from governance.access.records import AccountRecord, LinkRecord, LoginRecord
from governance.access.service import limits
from governance.platform.db import Transaction


async def tidy(tx: Transaction, now: datetime) -> None:
    await tx.execute(delete(LoginRecord).where(LoginRecord.expires_at <= now))
    await tx.execute(delete(LinkRecord).where(LinkRecord.expires_at <= now))
    await limits.forget(tx, now)


SHORTEST = timedelta(hours=1)
"""What is left to every sign-in after ``mix_sign_ins``; one with less ends a little early."""


async def mix_sign_ins(tx: Transaction, now: datetime) -> None:
    """Let all sign-ins that run end together, and lie in no order: from here on none of them tells when it began.

    Done when a ballot box is sealed: their hours and their row numbers, on PostgreSQL the transactions that wrote them,
    would sort the members as the ballots lie in the box (SEC-6). None is prolonged (AUTH-8).
    """
    table = LoginRecord.__table__
    running = (await tx.execute(select(table).where(table.c.expires_at >= now + SHORTEST))).mappings()
    rows = [dict(row) for row in running]
    SystemRandom().shuffle(rows)
    await tx.execute(delete(LoginRecord))
    # Who signed in had the account's row locked, and PostgreSQL keeps by which transaction.
    await tx.execute(update(AccountRecord).values(name=AccountRecord.name))
    ends = min((row["expires_at"] for row in rows), default=now)
    tx.add_all(LoginRecord(**{**row, "expires_at": ends}) for row in rows)
    await tx.flush()
    # Rows that refer to an account lock it. All are locked, else those whose sign-in runs would differ from the others.
    await tx.execute(select(AccountRecord.id).with_for_update(read=True, key_share=True))
