"""What a motion would do to a fund, reckoned from the fund itself: a new rate, or something that is paid once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from constitution.balloting import smallest_cell
from governance.actor import Actor
from governance.errors import Invalid
from governance.funds.model.ledger import BANK, Entry, Kind
from governance.funds.model.pool import Standing
from governance.funds.service import funds, posting
from governance.members import service as members
from governance.motions import effects
from governance.motions.effects import Effect
from governance.motions.service import MotionRecord
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.texts import Texts

PAST = timedelta(days=91)
"""A quarter of a year: what was spent in it says what a month costs."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour costs, in pence, now and with the motion."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Once:
    """Something that is paid from the fund one time, in pence."""

    pence: int


Change = Rate | Once


async def reckoned(view: View, actor: Actor, fund_id: str, change: Change, now: datetime) -> Effect:
    """The fund with and without the change.

    Raises:
        Invalid: a rate or a cost of nothing.
    """
    if isinstance(change, Rate) and min(change.before, change.after) <= 0:
        raise Invalid({"before" if change.before <= 0 else "after": "missing"})
    if isinstance(change, Once) and change.pence <= 0:
        raise Invalid({"pence": "missing"})
    fund = await funds.find(view, actor, fund_id, now)
    standing = await posting.standing(view, fund_id)
    entries = await posting.entries(view, fund_id, since=legal_day(now) - PAST)
    rules = await members.rules_on(view, now)
    people = len(await funds.participants(view, fund_id))
    told = people if people >= smallest_cell(rules) else None
    return _compared(fund.titled, standing, _monthly(entries), change, told)


async def state(
    tx: Transaction, actor: Actor, motion_id: str, *, fund_id: str, change: Change, now: datetime
) -> MotionRecord:
    """Keep with the motion what it would do to this fund, before anybody votes.

    Raises:
        WrongStage: the ballot has been prepared, or the motion is decided.
    """
    effect = await reckoned(tx, actor, fund_id, change, now)
    return await effects.state(tx, actor, motion_id, [effect], now)


def _compared(fund: Texts, standing: Standing, monthly: int, change: Change, people: int | None) -> Effect:
    free = standing.available
    after, dearer = free, monthly
    if isinstance(change, Once):
        after = free - change.pence
    else:
        dearer = _rounded(Fraction(monthly * change.after, change.before))
    return Effect(fund, (free, after), (monthly, dearer), (_lasts(free, monthly), _lasts(after, dearer)), people)


def _monthly(entries: Sequence[Entry]) -> int:
    """What a month cost in the last quarter, to the nearest penny; what was taken back did not cost anything."""
    costs = [one for one in entries if one.kind in (Kind.SPEND, Kind.ADJUSTMENT) and one.division is not None]
    moved = [movement for one in costs for movement in one.movements]
    paid = sum(one.pence for one in moved if one.credit == BANK) - sum(one.pence for one in moved if one.debit == BANK)
    return _rounded(Fraction(max(paid, 0), 3))


def _lasts(free: int, monthly: int) -> int | None:
    """Whole months; None where nothing is spent."""
    return max(free, 0) // monthly if monthly else None


def _rounded(pence: Fraction) -> int:
    return int((pence * 2 + 1) // 2)
