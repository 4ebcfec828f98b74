"""What one participant answers to a council with: their own part of a fund over some days (K-021, K-023)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import or_, select

from constitution import Rulebook
from governance.actor import Actor
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.funds.model import ledger
from governance.funds.model.flow import flow, growth
from governance.funds.model.ledger import Entry, Kind
from governance.funds.model.pool import Standing
from governance.funds.records.funds import FundRecord, ParticipantRecord
from governance.funds.service import funds, posting
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook

PURPOSE = "fund-statement"
"""Of the key that signs statements."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry that moved this person's part, by pence: above nothing it grew. ``evidence`` names what shows it."""

    on: date
    kind: Kind
    evidence: str
    pence: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Sums in pence. ``opening`` and ``closing`` are the person's part of what the bank holds; closing is opening with
    what came ``paid_in``, less the share of what was ``spent`` and what was ``paid_back``, with what passed between
    participants (``passed``). ``promised`` is the share of promises that stand today; it is still in the closing,
    and None for an authority, which reads the past period and nothing of today. ``owes`` is what somebody who left
    still has to pay in.

    ``head`` is the hash of the last entry in it: the fund's book, exported, has the same.
    """

    fund: str
    title: Texts
    organisation: Texts
    name: str
    since: date
    until: date
    opening: int
    paid_in: int
    spent: int
    paid_back: int
    passed: int
    closing: int
    promised: int | None
    owes: int
    lines: Sequence[Line]
    head: str
    made_at: datetime
    sha256: str = ""
    signature: str = ""
    public_key: str = ""


async def statement(
    tx: Transaction, actor: Actor, keys: Keys, fund_id: str, *, person_id: str, since: date, until: date, now: datetime
) -> Statement:
    """For the person, who speaks for them, and who keeps the books; that it was made is written down.

    Raises:
        NotFound: for anybody else.
        Invalid: the days are not in order.
    """
    if since > until:
        raise Invalid({"until": "before-it-begins"})
    fund, _ = await funds.find_own(tx, actor, fund_id, person_id, now)
    made = await _made(tx, actor, fund, person_id=person_id, since=since, until=until, now=now)
    rules, standing = await members.rules_on(tx, now), await posting.standing(tx, fund_id)
    return _signed(replace(made, promised=_promised(rules, standing, person_id)), keys)


async def disclosed(
    tx: Transaction, actor: Actor, keys: Keys, fund_id: str, *, person_id: str, since: date, until: date, now: datetime
) -> Statement:
    """The same, without what is promised today, for whoever holds leave to read it, which the caller has seen.

    Raises:
        NotFound: the person took no part in this fund in these days.
    """
    for fund in await _in_which(tx, person_id, since, until):
        if fund.id == fund_id:
            made = await _made(tx, actor, fund, person_id=person_id, since=since, until=until, now=now)
            return _signed(made, keys)
    raise NotFound(fund=fund_id)


async def funds_of(view: View, person_id: str, since: date, until: date) -> Mapping[str, Texts]:
    """How the funds are called in which this person agreed to take part, and did on any of these days, by id."""
    return {fund.id: fund.titled for fund in await _in_which(view, person_id, since, until)}


async def _in_which(view: View, person_id: str, since: date, until: date) -> Sequence[FundRecord]:
    part = ParticipantRecord
    theirs = select(part.fund).where(
        part.person == person_id,
        part.consented_at.is_not(None),
        part.since <= until,
        or_(part.until.is_(None), part.until > since),
    )
    found = select(FundRecord).where(FundRecord.id.in_(theirs)).order_by(FundRecord.proposed_at, FundRecord.id)
    return list(await view.scalars(found))


async def _made(
    tx: Transaction,
    actor: Actor,
    fund: FundRecord,
    *,
    person_id: str,
    since: date,
    until: date,
    now: datetime,
) -> Statement:
    fund_id = fund.id
    entries = await posting.entries(tx, fund_id, until=until)
    account = ledger.person(person_id)
    lines = [_line(one, account) for one in entries if one.on >= since and growth(one, account)]
    moved = flow(entries, account, since)
    opening = sum(growth(one, account) for one in entries if one.on < since)
    organisation = await rulebook.organisation(tx)
    made = Statement(
        fund=fund_id,
        title=fund.titled,
        organisation=Texts(organisation.name_en, organisation.name_cy),
        name=(await people.names(tx, [person_id]))[person_id],
        since=since,
        until=until,
        opening=opening,
        paid_in=moved.paid_in,
        spent=moved.spent,
        paid_back=moved.paid_back,
        passed=moved.passed,
        closing=opening + moved.grew,
        promised=None,
        owes=_owes(entries, person_id),
        lines=lines,
        head=entries[-1].hash if entries else ledger.FIRST,
        made_at=now,
    )
    await audit.note(tx, actor, "fund.statement", fund_id, now, person=person_id, since=str(since), until=str(until))
    return made


def first_days(now: date) -> tuple[date, date]:
    """A quarter of a year until today, which is what most councils ask for."""
    return now - timedelta(days=91), now


def text(made: Statement) -> str:
    """What is signed: one line, the keys in order, so that anybody can check it with public tools."""
    content = {name: value for name, value in asdict(made).items() if name not in {"sha256", "signature", "public_key"}}
    if made.promised is None:
        del content["promised"]
    content["since"], content["until"] = made.since.isoformat(), made.until.isoformat()
    content["made_at"] = made.made_at.astimezone(UTC).isoformat(timespec="seconds")
    content["lines"] = [[one.on.isoformat(), one.kind, one.evidence, one.pence] for one in made.lines]
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _signed(made: Statement, keys: Keys) -> Statement:
    signed, key = text(made).encode(), keys.signing(PURPOSE)
    return replace(
        made,
        sha256=hashlib.sha256(signed).hexdigest(),
        signature=key.sign(signed).hex(),
        public_key=key.public_key().public_bytes_raw().hex(),
    )


def _line(entry: Entry, account: str) -> Line:
    return Line(entry.on, entry.kind, entry.reference, growth(entry, account))


def _promised(rules: Rulebook, standing: Standing, person_id: str) -> int:
    if person_id not in standing.division.weights:
        return 0
    return standing.division.shares(rules, standing.promised)[person_id]


def _owes(entries: Sequence[Entry], person_id: str) -> int:
    account = ledger.owed(person_id)
    return sum(ledger.balances(one.movements)[account] for one in entries)
