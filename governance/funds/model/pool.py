"""What a fund's entries move: contributions, spending divided among participants, refunds, closing (M-00).

Each function answers movements for `ledger`, and refuses what a fund may never do. What is spent is divided as one
growing total since the weights last changed; each participant is charged the difference to what they were charged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from constitution import Finding, Rulebook, pooling
from governance.errors import Refusal
from governance.funds.model.ledger import BANK, OWING, PROMISE, Movement, is_claim, owed, person, promised


class NothingToMove(Refusal):
    """A sum of nothing, or less, cannot be entered."""

    code = "fund-nothing-to-move"


class NobodyShares(Refusal):
    """Nobody is left among whom this could be divided; the fund is closed instead."""

    code = "fund-nobody-shares"


class NotTakingPart(Refusal):
    """They take no part in this fund on that day, and owe it less than this."""

    code = "fund-not-taking-part"


class StillBound(Refusal):
    """Promises stand, or somebody who left still owes: the fund cannot close."""

    code = "fund-still-bound"


@dataclass(frozen=True, slots=True)
class Division:
    """By what weights costs are divided from some day on; participants in the order of joining."""

    number: int
    weights: Mapping[str, int]

    def shares(self, rules: Rulebook, pence: int) -> dict[str, int]:
        """What each bears of a total since this division began (P-244, P-245)."""
        return dict(
            zip(self.weights, pooling.shares(rules, pence, list(self.weights.values()), self.number), strict=True)
        )

    def without(self, person_id: str) -> "Division":
        return Division(self.number + 1, {who: weight for who, weight in self.weights.items() if who != person_id})


@dataclass(frozen=True, slots=True)
class Standing:
    """A fund at one instant: ``balances`` by account, and what each was ``charged`` in the division in force.

    ``ever_charged`` counts every division.
    """

    balances: Mapping[str, int]
    division: Division
    charged: Mapping[str, int]
    ever_charged: Mapping[str, int]

    @property
    def held(self) -> int:
        return self.balances.get(BANK, 0)

    @property
    def promised(self) -> int:
        return -self.balances.get(PROMISE, 0)

    @property
    def owed(self) -> int:
        return -self.balances.get(OWING, 0)

    @property
    def available(self) -> int:
        """What is held and not promised; below nothing where promises count on contributions to come."""
        return self.held - self.promised

    @property
    def spent(self) -> int:
        return sum(self.ever_charged.values())

    def claim(self, person_id: str) -> int:
        return -self.balances.get(person(person_id), 0)

    def left_of(self, commitment_id: str) -> int:
        return self.balances.get(promised(commitment_id), 0)

    def put_in(self, person_id: str) -> int:
        """All that somebody paid in, less what was paid back, with what leavers left them."""
        return self.claim(person_id) + self.ever_charged.get(person_id, 0)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What happens on an exit: ``refund`` is paid out, ``kept`` stays for what was promised, ``owed`` is still due."""

    put_in: int
    used: int
    refund: int
    kept: int
    owed: int
    finding: Finding


def contribution(rules: Rulebook, standing: Standing, person_id: str, pence: int) -> tuple[Movement, ...]:
    """Somebody pays in. What a leaver pays of a debt belongs to those who took over what was promised."""
    _require_some(pence)
    paid = Movement(BANK, person(person_id), pence)
    if person_id in standing.division.weights:
        return (paid,)
    due = standing.balances.get(owed(person_id), 0)
    if pence > due:
        raise NotTakingPart(person=person_id, owed=due)
    passed = _passed_on(rules, standing.division, person_id, pence)
    return (paid, Movement(OWING, owed(person_id), pence), *passed)


def commitment(commitment_id: str, pence: int) -> tuple[Movement, ...]:
    _require_some(pence)
    return (Movement(promised(commitment_id), PROMISE, pence),)


def release(commitment_id: str, pence: int) -> tuple[Movement, ...]:
    _require_some(pence)
    return (Movement(PROMISE, promised(commitment_id), pence),)


def shares(rules: Rulebook, standing: Standing, pence: int) -> dict[str, int]:
    """What each is charged of a spend by the division in force. An odd penny may come back to somebody."""
    _require_some(pence)
    if not standing.division.weights:
        raise NobodyShares
    target = standing.division.shares(rules, sum(standing.charged.values()) + pence)
    return {who: share - standing.charged.get(who, 0) for who, share in target.items()}


def short(standing: Standing, divided: Mapping[str, int]) -> dict[str, int]:
    """By how much the part of each is below their share, of those of whom it is."""
    return {who: pence - standing.claim(who) for who, pence in divided.items() if pence > max(standing.claim(who), 0)}


def spend(
    rules: Rulebook,
    standing: Standing,
    pence: int,
    commitment_id: str | None = None,
    *,
    fixed: Mapping[str, int] | None = None,
    borne: Mapping[str, int] | None = None,
) -> tuple[Movement, ...]:
    """Money leaves the bank, and each claim shrinks by its share.

    ``fixed`` are shares worked out elsewhere, together as much as is spent. ``borne`` says up to how much of whose
    share the others bear where that part does not cover it: the same entry passes it on, so that taking the entry back
    gives it back to them.
    """
    divided = shares(rules, standing, pence) if fixed is None else fixed
    if sum(divided.values()) != pence:
        raise ValueError("the shares of a spend are together what is spent")
    moved = [one for who, share in divided.items() if (one := _charged(who, share)) is not None]
    kept = min(pence, standing.left_of(commitment_id)) if commitment_id is not None else 0
    freed = release(commitment_id, kept) if commitment_id is not None and kept else ()
    return (*_borne(rules, standing, divided, borne or {}), *moved, *freed)


def settle(rules: Rulebook, standing: Standing, person_id: str) -> Leaving:
    """What somebody gets who leaves now (P-248): spending and what is still promised are added, then divided once."""
    charged = standing.charged.get(person_id, 0)
    bound = standing.division.shares(rules, sum(standing.charged.values()) + standing.promised)[person_id] - charged
    claim, put_in = standing.claim(person_id), standing.put_in(person_id)
    used = standing.ever_charged.get(person_id, 0) + max(bound, 0)
    finding = pooling.refund(rules, put_in, used, claim)
    refund = cast(int, finding.figures["refund"])
    return Leaving(put_in, used, refund, claim - refund, cast(int, finding.figures["owed"]), finding)


def leave(rules: Rulebook, standing: Standing, person_id: str) -> tuple[Movement, ...]:
    """The exit as movements. What is kept passes to those who remain, by their weights: they will pay what is promised.

    Raises:
        NobodyShares: nobody remains.
    """
    after, found = standing.division.without(person_id), settle(rules, standing, person_id)
    if not after.weights:
        raise NobodyShares
    moved = _passed_on(rules, after, person_id, found.kept)
    if found.refund:
        moved.append(Movement(person(person_id), BANK, found.refund))
    if found.owed:
        moved.append(Movement(owed(person_id), OWING, found.owed))
    return tuple(moved)


def close(standing: Standing) -> tuple[Movement, ...]:
    """Everybody gets what is left of theirs, so that nothing remains (invariant 7)."""
    if standing.promised or standing.owed:
        raise StillBound(promised=standing.promised, owed=standing.owed)
    return tuple(
        Movement(account, BANK, -balance)
        for account, balance in standing.balances.items()
        if is_claim(account) and balance
    )


def _passed_on(rules: Rulebook, division: Division, leaver: str, pence: int) -> list[Movement]:
    shares = division.shares(rules, pence).items()
    return [Movement(person(leaver), person(who), share) for who, share in shares if share]


def _borne(
    rules: Rulebook, standing: Standing, divided: Mapping[str, int], borne: Mapping[str, int]
) -> tuple[Movement, ...]:
    missing = {who: min(pence, borne[who]) for who, pence in short(standing, divided).items() if who in borne}
    if not missing:
        return ()
    bearing = {who: weight for who, weight in standing.division.weights.items() if who not in missing}
    if not bearing:
        raise NobodyShares
    division = Division(standing.division.number, bearing)
    return tuple(
        Movement(person(other), person(who), share)
        for who, pence in missing.items()
        for other, share in division.shares(rules, pence).items()
        if share
    )


def _charged(who: str, pence: int) -> Movement | None:
    if not pence:
        return None
    return Movement(person(who), BANK, pence) if pence > 0 else Movement(BANK, person(who), -pence)


def _require_some(pence: int) -> None:
    if pence <= 0:
        raise NothingToMove(pence=pence)
