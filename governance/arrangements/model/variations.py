"""Other hours than agreed: what a change names, from when it is told, and who has to say yes (P-268 to P-272)."""

import json
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256

from governance.arrangements.model.agreements import Employer, Slot
from governance.errors import Refusal
from governance.platform.clock import LEGAL_ZONE


class Escalation(StrEnum):
    """Who is asked, besides the two, when a change leaves the framework."""

    COORDINATOR = "coordinator"
    PROVIDER = "provider"
    TRUSTEES = "trustees"


class VariationOpen(Refusal):
    """A change waits for an answer already; one at a time keeps clear what was agreed."""

    code = "variation-open"


class VariationSettled(Refusal):
    """This change was agreed or refused already."""

    code = "variation-settled"


class ToldTooLate(Refusal):
    """The change begins sooner than the rules let it be told, and it is no emergency (P-269)."""

    code = "told-too-late"


class PaymentUnknown(Refusal):
    """The rules measure a week against the payment, and nobody said how much that is (P-271)."""

    code = "payment-unknown"


class OutsideFramework(Refusal):
    """New words would bring hours beyond the framework: those are asked of whoever employs, as a change (P-268)."""

    code = "words-outside-framework"


class NothingChanges(Refusal):
    """These are the hours that hold already."""

    code = "nothing-changes"


def escalated_to(employer: Employer) -> Escalation:
    by_employer = {Employer.PROVIDER: Escalation.PROVIDER, Employer.TRUSTEES: Escalation.TRUSTEES}
    return by_employer.get(employer, Escalation.COORDINATOR)


def fingerprint(arrangement: str, week: Collection[Slot], since: date, until: date | None) -> str:
    """What a yes to a change names."""
    content = [arrangement, since.isoformat(), until and until.isoformat(), [slot.to_dict() for slot in week]]
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def changed(before: Collection[Slot], after: Collection[Slot]) -> list[Slot]:
    """The slots that stand in one week and not in the other, the earliest first."""
    return sorted(set(before) ^ set(after), key=lambda slot: (slot.weekday, slot.start, slot.end))


def begins_at(monday: date, slot: Slot) -> datetime:
    """The instant at which a slot of the week of this Monday begins."""
    return datetime.combine(monday + timedelta(days=slot.weekday), slot.start, LEGAL_ZONE)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def widened(window: tuple[time, time], week: Collection[Slot]) -> tuple[time, time]:
    """The window stretched to the hours of a week; any night in it makes it the whole day."""
    if any(slot.end <= slot.start for slot in week):
        return time(0), time(0)
    return min([window[0], *(slot.start for slot in week)]), max([window[1], *(slot.end for slot in week)])
