"""What an authority's officer reads under a grant: one person's statements and return of one period, and nothing else.

Each time is written down in the transaction that shows it (REG-1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.actor import Actor
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import NotFound
from governance.funds.model.payments import Funder
from governance.funds.service import payments, statements
from governance.funds.service.payments import Account
from governance.funds.service.statements import Statement
from governance.inspection import service as inspection
from governance.inspection.disclosures import What
from governance.inspection.records import DisclosureRecord, GrantRecord, ReadingRecord
from governance.platform.db import Transaction
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.texts import Texts


@dataclass(frozen=True, slots=True)
class Opened:
    """What there is to read: the funds in which the person took part in the period, by id, and the payments."""

    grant: GrantRecord
    name: str
    purpose: str
    funds: Mapping[str, Texts]
    accounts: Sequence[Account]


async def opened(tx: Transaction, actor: Actor, grant_id: str, now: datetime) -> Opened:
    """For the officer who holds the grant, while it may be used."""
    grant, record = await _usable(tx, actor, grant_id, now)
    await _write_down(tx, actor, grant, What.LIST, now)
    return Opened(
        grant=grant,
        name=(await people.names(tx, [record.person]))[record.person],
        purpose=record.purpose,
        funds=await statements.funds_of(tx, record.person, grant.earliest, grant.latest),
        accounts=await _accounts(tx, grant, record),
    )


async def statement(
    tx: Transaction, actor: Actor, keys: Keys, grant_id: str, fund_id: str, *, file: str | None, now: datetime
) -> tuple[GrantRecord, Statement]:
    """The signed statement of the period, as the person would hand it over."""
    grant, record = await _usable(tx, actor, grant_id, now)
    made = await statements.disclosed(
        tx, actor, keys, fund_id, person_id=record.person, since=grant.earliest, until=grant.latest, now=now
    )
    await _write_down(tx, actor, grant, What.STATEMENT, now, file=file)
    return grant, made


async def account(
    tx: Transaction, actor: Actor, grant_id: str, payment_id: str, *, file: str | None, now: datetime
) -> tuple[GrantRecord, Account]:
    """The return of one payment of this authority: the periods that lie in the one that was asked for."""
    grant, record = await _usable(tx, actor, grant_id, now)
    for found in await _accounts(tx, grant, record):
        if found.payment.id == payment_id:
            await _write_down(tx, actor, grant, What.RETURN, now, file=file)
            return grant, found
    raise NotFound(payment=payment_id)


async def _usable(tx: Transaction, actor: Actor, grant_id: str, now: datetime) -> tuple[GrantRecord, DisclosureRecord]:
    """Locked, so that a reading and the end of the leave happen one after the other."""
    grant = await inspection.usable(tx, actor, grant_id, now, lock=True)
    record = await tx.get(DisclosureRecord, grant_id)
    if record is None:
        raise NotFound(grant=grant_id)
    return grant, record


async def _accounts(tx: Transaction, grant: GrantRecord, record: DisclosureRecord) -> Sequence[Account]:
    funder = Funder(record.authority)
    return await payments.disclosed(tx, record.person, funder, grant.body, since=grant.earliest, until=grant.latest)


async def _write_down(
    tx: Transaction, actor: Actor, grant: GrantRecord, what: What, now: datetime, *, file: str | None = None
) -> None:
    tx.add(ReadingRecord(id=new_id(), grant=grant.id, at=now, what=what, file=file))
    await tx.flush()
    await audit.note(tx, actor, "disclosure.read", grant.id, now, what=what)
