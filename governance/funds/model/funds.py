"""What a fund is for, how far it has come, and who may see and change it."""

from enum import StrEnum

from governance.actor import Actor, Role
from governance.errors import Refusal

TITLE_LIMIT, REFERENCE_LIMIT, PAYEE_LIMIT = 200, 120, 120

READERS = (Role.TREASURER, Role.SECRETARY)
"""They read every fund because they keep the books; nobody else reads one by an office."""

EQUAL = "equal"
"""The basis (P-243) under which everybody's weight is one."""


class FundKind(StrEnum):
    ACTIVITY = "activity"
    HOUSING = "housing"
    SUPPORT = "support"
    EMERGENCY_COVER = "emergency_cover"
    TRAINING = "training"
    RESERVE = "reserve"


class FundState(StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Source(StrEnum):
    """What a mandate rests on: a motion that was carried, a power of the board, or a decision of a trust's trustees."""

    MOTION = "motion"
    POWER = "power"
    TRUSTEES = "trustees"


class Asked(StrEnum):
    """What those who take part are asked to agree to."""

    DIVISION = "division"
    CLOSING = "closing"
    PLAN = "plan"
    BEARING = "bearing"
    FORGIVING = "forgiving"

    @property
    def act(self) -> str:
        """By which majority of P-241."""
        return "spend" if self is Asked.PLAN else "change"


class SpendState(StrEnum):
    PREPARED = "prepared"
    APPROVED = "approved"
    PAID = "paid"
    REFUSED = "refused"
    REVERSED = "reversed"


WAITING = (SpendState.PREPARED, SpendState.APPROVED)
"""Nothing moved yet, and it may still be paid."""


class Payee(StrEnum):
    ASSISTANT = "assistant"
    PARTICIPANT = "participant"
    BUSINESS = "business"
    PUBLIC_BODY = "public_body"


class PooledAlready(Refusal):
    """A fund pays for this shared arrangement already: two would pay for it twice."""

    code = "fund-pooled-already"


class WrongState(Refusal):
    """The act belongs to another state of the fund; ``state`` says which it is in."""

    code = "fund-state"


class NotAgreed(Refusal):
    """Too few of those who take part agree (P-241)."""

    code = "fund-not-agreed"


class HeldOtherwise(Refusal):
    """The rules do not let money be held in this way (P-242)."""

    code = "fund-held-otherwise"


class DividedOtherwise(Refusal):
    """The rules do not let a cost be divided by this basis (P-243)."""

    code = "fund-divided-otherwise"


class NotConsented(Refusal):
    """No money comes from somebody who has not agreed to the fund."""

    code = "fund-not-consented"


class Locked(Refusal):
    """The books are closed through a day, and nothing is entered on it or before (LED-2)."""

    code = "fund-locked"


class NoMandate(Refusal):
    """No decision lets this fund do this on that day (LED-4)."""

    code = "fund-no-mandate"


class NotDecided(Refusal):
    """A mandate rests on a motion that was carried or on a power in force, and this is neither."""

    code = "fund-not-decided"


class NotSaid(Refusal):
    """Members carried the motion, but it did not say that a fund may spend, on what, how much and when."""

    code = "fund-not-said"


class RestsOtherwise(Refusal):
    """The rules ask for another kind of decision (P-240)."""

    code = "fund-rests-otherwise"


class NotPlanned(Refusal):
    """Those who take part have agreed to no plan that covers this (P-240, P-241)."""

    code = "fund-not-planned"


class NothingShort(Refusal):
    """Everybody's part covers their share of this spend, so nobody has to bear it."""

    code = "fund-nothing-short"


class SharesWait(Refusal):
    """A payment that charges somebody waits: it is paid or refused before they are settled up with."""

    code = "fund-shares-wait"


class SharesDue(Refusal):
    """Somebody owes shares of shared support that are in no payment yet: they are paid before all is settled up."""

    code = "fund-shares-due"


class SpendsWait(Refusal):
    """A payment was prepared and is neither paid nor refused: the fund cannot close."""

    code = "fund-spends-wait"


class OverMandate(Refusal):
    """The sum is above what the mandate allows in one spend or has left."""

    code = "fund-over-mandate"


class SamePerson(Refusal):
    """Whoever prepared a spend does not approve it, and nobody approves twice (PERM-7)."""

    code = "fund-same-person"


class MayNotSpend(Refusal):
    """Approvals or money are missing for this spend (P-250)."""

    code = "fund-may-not-spend"


class SpendDecided(Refusal):
    """The spend was paid or refused already."""

    code = "fund-spend-decided"


def who(actor: Actor) -> str:
    """The person, whichever part they play just now: the same under two roles is one (PERM-7)."""
    return actor.member or actor.account or actor.reference
