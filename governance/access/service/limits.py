"""How often something may be tried: counted in the database, so that all processes count together (AUTH-13)."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ColumnElement

from governance.access.model import Limits, Quota
from governance.access.records import LimitRecord
from governance.access.service.door import Door
from governance.errors import TooMany
from governance.platform.db import Transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def spend(door: Door, limits: Limits, account: str) -> None:
    """Count one try, in a transaction of its own: a refused act must not give its tries back.

    Raises:
        TooMany: one of the buckets is full.
    """
    wanted = ((limits.network, door.client), (limits.account, account), (limits.everybody, ""))
    async with door.database.writing() as tx:
        refused = await _spend_all(tx, door.keys.secret("limits"), wanted, door.now)
    if refused is not None:
        raise TooMany(retry_after=refused.interval // 1_000_000 + 1)


async def _spend_all(tx: Transaction, key: bytes, wanted: Iterable[tuple[Quota, str]], now: datetime) -> Quota | None:
    """From the narrow to the wide, ending at the first that is full: whoever is refused for their own network uses up
    nobody else's tries. Every try takes its rows in the order of these kinds, so no two wait for each other."""
    for quota, subject in wanted:
        if not await take(tx, _bucket(key, quota, subject), quota, now):
            return quota
    return None


async def take(tx: Transaction, bucket: str, quota: Quota, now: datetime) -> bool:
    """`model.spend` as one statement: two processes can never both take the last place."""
    instant = (now - _EPOCH) // timedelta(microseconds=1)
    table = LimitRecord.__table__
    full_at: ColumnElement[int] = table.c.full_at
    later = case((full_at > instant, full_at), else_=instant) + quota.interval
    insert = (postgresql if tx.dialect == "postgresql" else sqlite).insert(LimitRecord)
    statement = (
        insert.values(key=bucket, full_at=instant + quota.interval)
        .on_conflict_do_update(index_elements=["key"], set_={"full_at": later}, where=later - instant <= quota.burst)
        .returning(table.c.full_at)
    )
    return (await tx.execute(statement)).first() is not None


async def forget(tx: Transaction, now: datetime) -> None:
    """Buckets that have emptied again say nothing any more."""
    await tx.execute(delete(LimitRecord).where(LimitRecord.full_at < (now - _EPOCH) // timedelta(microseconds=1)))


def _bucket(key: bytes, quota: Quota, subject: str) -> str:
    return hmac.new(key, f"{quota.name}/{subject}".encode(), hashlib.sha256).hexdigest()
