"""What happens next with a fund, in one word: by how far it has come, and by who reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance.funds.model.funds import FundState, SpendState
from governance.funds.model.pool import Standing
from governance.funds.records.spending import SpendRecord
from governance.funds.showing.parts import Own


class Next(StrEnum):
    ANSWER = "answer"
    OTHERS = "others"  # answer
    OPEN = "open"
    OPENS = "opens"  # the treasurer
    NAME = "name"
    NAMES = "names"  # the treasurer
    CHANGE = "change"
    SETTLE = "settle"
    APPROVE = "approve"
    PAY = "pay"
    LEAVING = "leaving"
    PAY_IN = "pay-in"
    NOTHING = "nothing"
    BOUND = "bound"
    GIVE_BACK = "give-back"
    GIVES_BACK = "gives-back"  # the treasurer
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, by ``me``: what they keep, decide and are ``asked`` in a change of the fund."""

    me: str
    keeps_books: bool
    own: Sequence[Own]
    asked: bool

    @property
    def mine(self) -> Sequence[Own]:
        return [one for one in self.own if one.mine]

    def may_approve(self, spend: SpendRecord) -> bool:
        """Somebody who takes part or keeps the books, and had no hand in it."""
        had_a_hand = {spend.prepared_by, *(one.approver for one in spend.approvals)}
        return spend.state is SpendState.PREPARED and self.me not in had_a_hand and bool(self.mine or self.keeps_books)


def following(
    state: FundState,
    reader: Reader,
    spends: Sequence[SpendRecord],
    standing: Standing,
    *,
    enough: bool,
    mandated: bool,
    came: int,
    today: date,
) -> Next:
    """``enough`` have agreed to it, a decision in force has it ``mandated``, and so many pence ``came`` in all."""
    match state:
        case FundState.PROPOSED:
            return _proposed(reader, enough=enough)
        case FundState.OPEN:
            return _open(reader, spends, mandated=mandated, came=came, today=today)
        case FundState.CLOSING:
            return _closing(reader, spends, standing)
        case FundState.CLOSED:
            return Next.CLOSED


def _proposed(reader: Reader, *, enough: bool) -> Next:
    if any(not one.consented for one in reader.mine):
        return Next.ANSWER
    if not enough:
        return Next.OTHERS
    return Next.OPEN if reader.keeps_books else Next.OPENS


def _open(reader: Reader, spends: Sequence[SpendRecord], *, mandated: bool, came: int, today: date) -> Next:
    """What the reader can do comes before what others do."""
    wanted = {
        Next.CHANGE: reader.asked,
        Next.NAME: reader.keeps_books and not mandated,
        Next.SETTLE: reader.keeps_books and any(one.going and one.going.last_day < today for one in reader.own),
        Next.APPROVE: any(reader.may_approve(one) for one in spends),
        Next.PAY: reader.keeps_books and any(one.state is SpendState.APPROVED for one in spends),
        Next.NAMES: not mandated,
        Next.LEAVING: any(one.going for one in reader.mine),
        Next.PAY_IN: not came,
    }
    return next((one for one, holds in wanted.items() if holds), Next.NOTHING)


def _closing(reader: Reader, spends: Sequence[SpendRecord], standing: Standing) -> Next:
    waits = any(one.state in (SpendState.PREPARED, SpendState.APPROVED) for one in spends)
    if waits or standing.promised or standing.owed:
        return Next.BOUND
    return Next.GIVE_BACK if reader.keeps_books else Next.GIVES_BACK
