"""Direct payments, written down by those whom they are paid for or who speak for them, and seen by nobody else."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from constitution.balloting import smallest_cell
from governance.actor import Actor
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.funds.model.payments import (
    Ended,
    Entered,
    Funder,
    KeptIn,
    Line,
    NotTheLast,
    Recipient,
    lines,
)
from governance.funds.records.payments import PaymentRecord, PeriodRecord
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

FUNDER_LIMIT, UNDER_LIMIT, EVIDENCE_LIMIT = 120, 200, 200
MOST_WEEKS, MOST_CAP_WEEKS, MOST_MONTHS = 53, 104, 24
YEARS = range(1997, 2100)
"""There were no direct payments before; later years are slips of the hand."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the funder and the person agreed; sums are pence for a period of so many weeks."""

    funder_kind: Funder
    funder: str
    recipient_kind: Recipient
    net: bool
    weeks: int
    amount: int
    own_contribution: int
    cap_weeks: int
    opening: int
    since: date
    next_review: date
    return_months: int
    kept_in: KeptIn
    kept_under: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One payment with everything that was written down of it, period by period."""

    payment: PaymentRecord
    lines: Sequence[Line]

    @property
    def balance(self) -> int:
        return self.lines[-1].closing if self.lines else self.payment.opening


@dataclass(frozen=True, slots=True)
class Total:
    """How many payments there are of one kind of funder; both are None where too few people would be told of."""

    funder_kind: Funder
    payments: int | None
    weekly: int | None


async def enter(tx: Transaction, actor: Actor, person_id: str, agreed: Agreed, now: datetime) -> PaymentRecord:
    """A payment begins. Another funder, or other terms, are another payment.

    Raises:
        NotFound: the actor does not speak for the person.
        Invalid: with each field's problem.
    """
    await people.find(tx, actor, person_id, now)
    if errors := errors_in(agreed):
        raise Invalid(errors)
    kept_under = (agreed.kept_under or "").strip() or None
    record = PaymentRecord(
        **{**asdict(agreed), "funder": agreed.funder.strip(), "kept_under": kept_under},
        id=new_id(),
        person=person_id,
        entered_at=now,
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "payment.entered", record.id, now)
    return record


async def add_period(tx: Transaction, actor: Actor, payment_id: str, entered: Entered, now: datetime) -> Line:
    """What came in and went out in the period after the last one.

    Raises:
        Ended: the payment ended before this period begins.
    """
    payment = await find(tx, actor, payment_id, now, lock=True)
    known = await _periods(tx, payment_id)
    number = len(known) + 1
    if payment.ended_on is not None and payment.terms.begins(number) >= payment.ended_on:
        raise Ended(payment=payment_id)
    _require_usable(entered)
    tx.add(PeriodRecord(**asdict(entered), id=new_id(), payment=payment_id, number=number, entered_at=now))
    await tx.flush()
    await audit.note(tx, actor, "payment.period-entered", payment_id, now, number=number)
    return lines(payment.terms, [*(one.entered for one in known), entered])[-1]


async def correct_period(
    tx: Transaction, actor: Actor, payment_id: str, *, number: int, entered: Entered, now: datetime
) -> None:
    """Put the last period right.

    Raises:
        NotTheLast: later ones rest on it.
    """
    await find(tx, actor, payment_id, now, lock=True)
    known = await _periods(tx, payment_id)
    if not 1 <= number <= len(known):
        raise NotFound(payment=payment_id, number=number)
    if number != len(known):
        raise NotTheLast(payment=payment_id, number=number, last=len(known))
    _require_usable(entered)
    for name, value in asdict(entered).items():
        setattr(known[-1], name, value)
    await tx.flush()
    await audit.note(tx, actor, "payment.period-corrected", payment_id, now, number=number)


async def end(tx: Transaction, actor: Actor, payment_id: str, on: date, now: datetime) -> None:
    """The payment is no longer made from a day on; what was written down stays."""
    payment = await find(tx, actor, payment_id, now, lock=True)
    if payment.ended_on is not None:
        raise Ended(payment=payment_id)
    if on <= payment.since:
        raise Invalid({"on": "before-it-begins"})
    payment.ended_on = on
    await tx.flush()
    await audit.note(tx, actor, "payment.ended", payment_id, now, on=on.isoformat())


async def find(view: View, actor: Actor, payment_id: str, now: datetime, *, lock: bool = False) -> PaymentRecord:
    """The payment, for the person it is paid for and whoever decides for them (PERM-2); no office opens it."""
    payment = await view.get(PaymentRecord, payment_id, lock=lock)
    if payment is None or not await people.speaks_for(view, actor, payment.person, now):
        raise NotFound(payment=payment_id)
    return payment


async def account(view: View, actor: Actor, payment_id: str, now: datetime) -> Account:
    payment = await find(view, actor, payment_id, now)
    return Account(payment, lines(payment.terms, [one.entered for one in await _periods(view, payment_id)]))


async def of_mine(view: View, actor: Actor, now: datetime) -> Sequence[Account]:
    """Every payment of everybody for whom the actor decides, each by itself (K-013)."""
    persons = [one.id for one in await people.spoken_for(view, actor, now)]
    found = select(PaymentRecord).where(PaymentRecord.person.in_(persons))
    payments = list(await view.scalars(found.order_by(PaymentRecord.ended_on.is_not(None), PaymentRecord.id)))
    return [await account(view, actor, one.id, now) for one in payments]


async def disclosed(
    view: View, person_id: str, funder: Funder, called: str, *, since: date, until: date
) -> Sequence[Account]:
    """The payments of one funder with the periods that lie within these days, for whoever holds leave to read them,
    which the caller has seen; none without such a period.

    People call the only funder of a kind as they like, in either language. Where a person ever had several of that
    kind, it is the one that is ``called`` so, and none if they wrote it otherwise: no funder reads another's return.
    """
    found = select(PaymentRecord).where(PaymentRecord.person == person_id, PaymentRecord.funder_kind == funder)
    payments = list(await view.scalars(found.order_by(PaymentRecord.since, PaymentRecord.id)))
    if len({_folded(one.funder) for one in payments}) > 1:
        payments = [one for one in payments if _folded(one.funder) == _folded(called)]
    accounts = []
    for payment in payments:
        reckoned = lines(payment.terms, [one.entered for one in await _periods(view, payment.id)])
        within = [one for one in reckoned if since <= one.begins and one.ends <= until]
        accounts += [Account(payment, within)] if within else []
    return accounts


async def ended(view: View, person_id: str, day: date) -> bool:
    """Has this person no payment any more, having had one? Then what is left goes to the funder (K-024, P-249)."""
    of_person = select(PaymentRecord).where(PaymentRecord.person == person_id)
    payments = list(await view.scalars(of_person))
    return bool(payments) and all(one.ended_on is not None and one.ended_on <= day for one in payments)


async def totals(view: View, day: date, now: datetime) -> Sequence[Total]:
    """What officers may know: counts and weekly sums, none of which concerns too few people (P-159)."""
    least = smallest_cell(await members.rules_on(view, now))
    running = select(PaymentRecord).where(
        PaymentRecord.since <= day, PaymentRecord.ended_on.is_(None) | (PaymentRecord.ended_on > day)
    )
    payments = list(await view.scalars(running))
    found = []
    for kind in Funder:
        those = [one for one in payments if one.funder_kind == kind]
        told = bool(those) and len({one.person for one in those}) >= least
        weekly = sum(one.terms.gross // one.weeks for one in those)
        found.append(Total(kind, len(those) if told else None, weekly if told else None))
    return found


def errors_in(agreed: Agreed) -> dict[str, str]:
    """The code of what is wrong with each field."""
    errors = {} if agreed.funder.strip() else {"funder": "missing"}
    errors |= {"funder": "too-long"} if len(agreed.funder) > FUNDER_LIMIT else {}
    errors |= {"weeks": "out-of-range"} if not 1 <= agreed.weeks <= MOST_WEEKS else {}
    errors |= {"cap_weeks": "out-of-range"} if not 0 <= agreed.cap_weeks <= MOST_CAP_WEEKS else {}
    errors |= {"return_months": "out-of-range"} if not 1 <= agreed.return_months <= MOST_MONTHS else {}
    unlikely = {name: getattr(agreed, name).year not in YEARS for name in ("since", "next_review")}
    errors |= {name: "unlikely-year" for name, bad in unlikely.items() if bad}
    errors |= {"next_review": "before-it-begins"} if agreed.next_review <= agreed.since else {}
    under = (agreed.kept_under or "").strip()
    errors |= {"kept_under": "missing"} if agreed.kept_in is KeptIn.CO_OPERATIVE and not under else {}
    errors |= {"kept_under": "too-long"} if len(under) > UNDER_LIMIT else {}
    return errors


async def _periods(view: View, payment_id: str) -> Sequence[PeriodRecord]:
    of_payment = select(PeriodRecord).where(PeriodRecord.payment == payment_id)
    return list(await view.scalars(of_payment.order_by(PeriodRecord.number)))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _require_usable(entered: Entered) -> None:
    if len(entered.evidence) > EVIDENCE_LIMIT:
        raise Invalid({"evidence": "too-long"})
