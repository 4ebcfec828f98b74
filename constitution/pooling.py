"""Pooled money: who decides, how it is held and divided, what a leaver gets, who may spend. Sums are whole pence."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from constitution.apportionment import added, apportioned, half_up
from constitution.errors import NotSettled
from constitution.finding import Finding
from constitution.majority import Majority, needed, reached
from constitution.rulebook import Rulebook

ROTATE = "rotate"
"""The word of P-245 by which odd pence begin one place later in each period."""
SHARE_OF_USE, OF_BALANCE, NO_REFUND = "contributed_minus_share_of_spend_and_commitments", "pro_rata_of_balance", "none"
MOTION, POWER, TRUSTEES = "motion", "power", "trustees"
"""What may let a fund spend: what members carried, a power of the board, a decision of a trust's trustees."""
_AUTHORITIES = {
    "participants_resolution": (MOTION, POWER),
    "participants_resolution_within_board_mandate": (POWER,),
    "trustees_with_beneficiaries_wishes": (TRUSTEES, MOTION),
}
DP_ACCOUNT, DP_ACCOUNT_OR_AUTHORITY, AUTHORITY = "dp_account", "dp_account_or_authority", "authority"


def participants_decide(rules: Rulebook, act: str, agreeing: int, participants: int) -> Finding:
    """Do enough of all who take part agree to "start", "change" or "spend" (P-241)?

    ``authority`` says who decides about a fund at all (P-240), such as "participants_resolution".

    Raises:
        NotSettled: the rules name no majority for this act.
    """
    majority = rules.table("P-241").get(act)
    if not isinstance(majority, Majority):
        raise NotSettled("P-241", rules.id)
    least = needed(majority, participants)
    return rules.finding(
        "participants-decide",
        "P-240",
        "P-241",
        met=reached(majority, agreeing, participants),
        act=act,
        agreeing=agreeing,
        participants=participants,
        needed=least,
        missing=max(least - agreeing, 0),
        authority=rules.word("P-240"),
    )


def may_rest_on(rules: Rulebook, source: str) -> Finding:
    """May a fund spend under a decision of this kind: "motion", "power" or "trustees" (P-240)?"""
    met = source in _AUTHORITIES[rules.word("P-240")]
    return rules.finding("fund-rests-on", "P-240", met=met, source=source)


def plan_covers(rules: Rulebook, amount: int, left: int | None) -> Finding:
    """Is this sum within a plan that those who take part agreed to, where the rules ask for one (P-240, P-241)?

    ``left`` is what the plan still allows, none if there is no plan. Where trustees decide, nobody asks for a plan.
    """
    asked = TRUSTEES not in _AUTHORITIES[rules.word("P-240")]
    over = None if left is None else max(amount - left, 0)
    return rules.finding(
        "plan-covers", "P-240", "P-241", met=not asked or over == 0, asked=asked, amount=amount, left=left, over=over
    )


def may_be_held_as(rules: Rulebook, way: str) -> Finding:
    """May the money be held in this way, such as "designated_trust_account" or "split_invoices" (P-242)?"""
    return rules.finding("fund-may-be-held", "P-242", met=way in rules.words("P-242"), way=way)


def may_be_divided_by(rules: Rulebook, basis: str) -> Finding:
    """May a cost be divided by this basis: "equal", "attended_hours", "assessed_hours" or "custom" (P-243)?"""
    return rules.finding("cost-may-be-divided", "P-243", met=basis in rules.words("P-243"), basis=basis)


def shares(rules: Rulebook, total: int, weights: Sequence[int | Fraction], period: int = 0) -> tuple[int, ...]:
    """What each pays of a sum, in the order of joining, which is the order of the weights (P-244, P-245).

    Where ties rotate, the odd pence of period 1 begin at the second place, and so on.

    Raises:
        CannotDivide: see `constitution.apportionment.apportioned`.
    """
    return apportioned(total, weights, rounding=rules.word("P-244"), first=_first(rules, weights, period))


def shares_added(
    rules: Rulebook, before: int, after: int, weights: Sequence[int | Fraction], period: int = 0
) -> tuple[int, ...]:
    """What each pays for the part between two totals that count since the weights last changed (M-00).

    Parts add up to the shares of the whole only while ``period`` stays the same: let it turn when the weights change.
    """
    return added(before, after, weights, rounding=rules.word("P-244"), first=_first(rules, weights, period))


def contingency(rules: Rulebook, cost: int) -> Finding:
    """What a fund keeps back above this cost, half a penny rounded up (P-246)."""
    percent = rules.share("P-246")
    pence = half_up(cost * percent / 100)
    return rules.finding("contingency", "P-246", met=True, cost=cost, percent=percent, pence=pence)


def leaves_on(rules: Rulebook, told_on: date) -> Finding:
    """The last day of taking part for somebody who gives notice that day (P-247)."""
    weeks = rules.count("P-247")
    return rules.finding("leaves-fund-on", "P-247", met=True, weeks=weeks, last_day=told_on + timedelta(weeks=weeks))


def refund(rules: Rulebook, contributed: int, used: int, balance: int) -> Finding:
    """What somebody who leaves gets back, or still owes (P-248).

    ``used`` is their share of what was spent and of what stays bound by commitments, added first and apportioned once.
    ``balance`` is their part of what the fund holds; nobody gets more than that, nor more than they put in. It is met
    where nothing is owed.
    """
    basis = rules.word("P-248")
    unspent = {SHARE_OF_USE: contributed - used, OF_BALANCE: contributed, NO_REFUND: 0}[basis]
    owed = max(used - contributed, 0)
    return rules.finding(
        "fund-refund",
        "P-248",
        met=not owed,
        contributed=contributed,
        used=used,
        refund=max(min(unspent, balance), 0),
        owed=owed,
    )


def refund_goes_to(rules: Rulebook, payment_ended: bool) -> Finding:
    """Where a refund goes (P-249); not met where the payment has ended and the rules name only its account."""
    names_authority = rules.word("P-249") == DP_ACCOUNT_OR_AUTHORITY
    return rules.finding(
        "refund-goes-to",
        "P-249",
        met=names_authority or not payment_ended,
        destination=AUTHORITY if payment_ended and names_authority else DP_ACCOUNT,
    )


def may_spend(rules: Rulebook, amount: int, mandate_left: int, available: int, approvals: int) -> Finding:
    """May this sum be spent now (P-250)?

    One person who did not prepare it approves, above the limit two. ``left`` is what the mandate still allows and the
    fund has free, ``over`` how far the sum is above that.
    """
    limit = rules.count("P-250")
    approvals_needed = 1 if amount <= limit else 2
    left = max(min(mandate_left, available), 0)
    return rules.finding(
        "may-spend",
        "P-250",
        met=approvals >= approvals_needed and amount <= left,
        amount=amount,
        limit=limit,
        left=left,
        over=max(amount - left, 0) or None,
        approvals=approvals,
        approvals_needed=approvals_needed,
        approvals_missing=max(approvals_needed - approvals, 0),
    )


def _first(rules: Rulebook, weights: Sequence[int | Fraction], period: int) -> int:
    return period % max(len(weights), 1) if rules.word("P-245") == ROTATE else 0
