"""People at the door: how tests knock, ask for links and read their mail."""

from collections.abc import Mapping
from datetime import datetime

import pyotp
from sqlalchemy import select

from governance.access import service as access
from governance.access.records import AccountRecord
from governance.access.service import hashing
from governance.access.service.authenticator import TABLE
from governance.platform.db import Database
from governance.platform.jobs.queue import JobRecord
from governance.platform.keys import Keys
from governance.platform.sealing import seal

PASSWORD = "a quiet heron by the lake"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOCAL = "127.0.0.0/24"


def door(
    database: Database, keys: Keys, now: datetime, *, client: str = LOCAL, browser: str = "browser"
) -> access.Door:
    return access.Door(database, keys, client, browser, now)


def code_at(now: datetime) -> str:
    return pyotp.TOTP(SECRET).at(int(now.timestamp()))


async def give_factors(database: Database, keys: Keys, account_id: str, *, totp: bool = True) -> None:
    """Password and authenticator, as if set up long ago."""
    password = await hashing.hashed(PASSWORD)
    async with database.writing() as tx:
        account = await tx.get(AccountRecord, account_id)
        assert account is not None
        account.password = password
        if totp:
            account.totp_secret = seal(keys, SECRET.encode(), table=TABLE, column="totp_secret", row=account_id)


async def jobs(database: Database) -> list[Mapping[str, str]]:
    async with database.reading() as view:
        wanted = select(JobRecord).where(JobRecord.kind == access.WANTED).order_by(JobRecord.due_at)
        return [job.payload for job in await view.scalars(wanted)]


async def mail(database: Database, now: datetime) -> list[access.Minted]:
    """Every message that the links asked for so far would make, tokens minted anew."""
    minted = []
    for payload in await jobs(database):
        async with database.writing() as tx:
            found = await access.mint_link(tx, payload["link"], now)
        if found is not None:
            minted.append(found)
    return minted
