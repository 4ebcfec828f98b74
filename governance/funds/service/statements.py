"""What one participant answers to a council with: their own part of a fund over some days (K-021, K-023)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta

from constitution import Rulebook
from governance.actor import Actor
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid
from governance.funds.model import ledger
from governance.funds.model.ledger import Entry, Kind
from governance.funds.model.pool import Standing
from governance.funds.service import funds, posting
from governance.members import service as members
from governance.platform.db import Transaction
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
    participants (``passed``). ``promised`` is the share of promises that stand today; it is still in the closing.

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
    promised: int
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
    entries = await posting.entries(tx, fund_id, until=until)
    account = ledger.person(person_id)
    before, within = _parted(entries, since)
    lines = [_line(one, account) for one in within if _moved(one, account)]
    came = _by_kind(entries, within, account)
    moved = sum(one.pence for one in lines)
    opening = sum(_moved(one, account) for one in before)
    organisation = await rulebook.organisation(tx)
    rules, standing = await members.rules_on(tx, now), await posting.standing(tx, fund_id)
    made = Statement(
        fund=fund_id,
        title=fund.titled,
        organisation=Texts(organisation.name_en, organisation.name_cy),
        name=(await people.names(tx, [person_id]))[person_id],
        since=since,
        until=until,
        opening=opening,
        paid_in=came[Kind.CONTRIBUTION],
        spent=-came[Kind.SPEND],
        paid_back=-came[Kind.REFUND],
        passed=moved - came[Kind.CONTRIBUTION] - came[Kind.SPEND] - came[Kind.REFUND],
        closing=opening + moved,
        promised=_promised(rules, standing, person_id),
        lines=lines,
        head=entries[-1].hash if entries else ledger.FIRST,
        made_at=now,
    )
    await audit.note(tx, actor, "fund.statement", fund_id, now, person=person_id, since=str(since), until=str(until))
    return _signed(made, keys)


def first_days(now: date) -> tuple[date, date]:
    """A quarter of a year until today, which is what most councils ask for."""
    return now - timedelta(days=91), now


def text(made: Statement) -> str:
    """What is signed: one line, the keys in order, so that anybody can check it with public tools."""
    content = {name: value for name, value in asdict(made).items() if name not in {"sha256", "signature", "public_key"}}
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


def _parted(entries: Iterable[Entry], since: date) -> tuple[list[Entry], list[Entry]]:
    before: list[Entry] = []
    within: list[Entry] = []
    for one in entries:
        (before if one.on < since else within).append(one)
    return before, within


def _moved(entry: Entry, account: str) -> int:
    """By how much the part grew: it is credited with what comes."""
    return -ledger.balances(entry.movements)[account]


def _by_kind(entries: Iterable[Entry], within: Iterable[Entry], account: str) -> Counter[Kind]:
    """What came to the part from the bank, below nothing what went; a correction counts as what it takes back."""
    kinds = {one.seq: one.kind for one in entries}
    found: Counter[Kind] = Counter()
    for one in within:
        found[one.kind if one.reverses is None else kinds[one.reverses]] += _of_bank(one, account)
    return found


def _of_bank(entry: Entry, account: str) -> int:
    """What of it came from or went to the bank, and not from or to others who take part."""
    of_bank = [one for one in entry.movements if ledger.BANK in (one.debit, one.credit)]
    return -ledger.balances(of_bank)[account]


def _line(entry: Entry, account: str) -> Line:
    return Line(entry.on, entry.kind, entry.reference, _moved(entry, account))


def _promised(rules: Rulebook, standing: Standing, person_id: str) -> int:
    if person_id not in standing.division.weights:
        return 0
    return standing.division.shares(rules, standing.promised)[person_id]
