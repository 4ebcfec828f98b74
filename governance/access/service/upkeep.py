"""Removing what has run out: nobody needs to know tomorrow who asked for a link today (SEC-3)."""

from datetime import datetime

from sqlalchemy import delete

from governance.access.records import LinkRecord, LoginRecord
from governance.access.service import limits
from governance.platform.db import Transaction


async def tidy(tx: Transaction, now: datetime) -> None:
    await tx.execute(delete(LoginRecord).where(LoginRecord.expires_at <= now))
    await tx.execute(delete(LinkRecord).where(LinkRecord.expires_at <= now))
    await limits.forget(tx, now)
