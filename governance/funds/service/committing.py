"""Promising money to somebody before it is paid, and setting free what is not needed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.funds.model import pool
from governance.funds.model.funds import REFERENCE_LIMIT, FundState, OverMandate
from governance.funds.model.ledger import Entry, Kind
from governance.funds.records.spending import CommitmentRecord
from governance.funds.service import funds, mandates, posting
from governance.funds.service.posting import Posting
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue

ENDS = "fund-promise-ends"


async def commit(
    tx: Transaction,
    actor: Actor,
    fund_id: str,
    *,
    mandate_id: str,
    pence: int,
    what: str,
    until: date,
    now: datetime,
) -> CommitmentRecord:
    """Promise a sum, such as pay through a worker's notice. It may count on contributions to come, not on more than
    the mandate allows.

    Raises:
        NoMandate, OverMandate
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN)
    today = legal_day(now)
    errors = {} if what.strip() else {"what": "missing"}
    errors |= {"what": "too-long"} if len(what) > REFERENCE_LIMIT else {}
    errors |= {"until": "in-the-past"} if until < today else {}
    if errors:
        raise Invalid(errors)
    mandate = await mandates.require_live(tx, fund_id, mandate_id, today)
    mandates.require_within(mandate, pence)
    left = await mandates.left(tx, mandate)
    if left is not None and pence > left:
        raise OverMandate(pence=pence, left=left)
    found = new_id()
    moved = pool.commitment(found, pence)
    record = CommitmentRecord(
        id=found,
        fund=fund_id,
        mandate=mandate_id,
        pence=pence,
        what=what.strip(),
        until=until,
        made_by=actor.reference,
        made_at=now,
    )
    tx.add(record)
    await tx.flush()
    await posting.post(tx, actor, fund, Posting(Kind.COMMITMENT, today, mandate_id, record.what, moved), now)
    enqueue(tx, ENDS, {"commitment": record.id}, due_at=first_instant(until + timedelta(days=1)))
    return record


async def release(tx: Transaction, actor: Actor, commitment_id: str, *, pence: int, now: datetime) -> Entry:
    """Set free a part, or all, of what was promised and is not needed.

    Raises:
        Overdrawn: not so much of it is left.
    """
    record = await find(tx, commitment_id)
    fund = await funds.find_kept(tx, actor, record.fund, now, FundState.OPEN, FundState.CLOSING)
    moved = pool.release(commitment_id, pence)
    posted = Posting(Kind.RELEASE, legal_day(now), record.mandate, record.what, moved)
    return await posting.post(tx, actor, fund, posted, now)


async def end(tx: Transaction, actor: Actor, commitment_id: str, now: datetime) -> int:
    """Note that a promise is past its last day with so many pence left: the treasurer is asked to set them free."""
    record = await find(tx, commitment_id)
    left = (await posting.standing(tx, record.fund)).left_of(commitment_id)
    if left and is_over(record, legal_day(now)):
        await audit.note(tx, actor, "fund.promise-over", record.fund, now, commitment=commitment_id, pence=left)
    return left


def is_over(record: CommitmentRecord, day: date) -> bool:
    return record.until < day


async def find(view: View, commitment_id: str) -> CommitmentRecord:
    record = await view.get(CommitmentRecord, commitment_id)
    if record is None:
        raise NotFound(commitment=commitment_id)
    return record


async def of_fund(view: View, fund_id: str) -> Sequence[CommitmentRecord]:
    """All that were ever made, in order; what is left of each stands in the fund's `standing`."""
    wanted = select(CommitmentRecord).where(CommitmentRecord.fund == fund_id)
    return list(await view.scalars(wanted.order_by(CommitmentRecord.made_at, CommitmentRecord.id)))
