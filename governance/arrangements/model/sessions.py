"""Who was there, and what each pays: a cost is divided together with all before it that the same people shared."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from governance.arrangements.model.sharing import Basis, Cost, Per, Terms, cost_of
from governance.errors import Invalid, Refusal

Divide: TypeAlias = Callable[[int, int, Sequence[Fraction], int], tuple[int, ...]]
"""`constitution.pooling.shares_added` under some rules: total before, total after, weights, period."""


class State(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called-off"


class NobodyToCharge(Refusal):
    """A cost would fall on nobody: all of those it is for told in time that they would not come."""

    code = "nobody-to-charge"


class NotInTheTerms(Refusal):
    """``cost`` is not agreed, or is dearer than agreed."""

    code = "not-in-the-terms"


class CalledOff(Refusal):
    """This session was called off."""

    code = "session-called-off"


class NotYet(Refusal):
    """Who was there is written down once the session has begun."""

    code = "session-not-begun"


@dataclass(frozen=True, slots=True)
class Line:
    """One cost in pence. ``people`` are those it is for; None is everybody who is charged. Minutes and rate explain."""

    cost: Cost
    pence: int
    people: tuple[str, ...] | None = None
    minutes: int | None = None
    rate: int | None = None


@dataclass(frozen=True, slots=True)
class Attended:
    """What is known of one person: there for so many minutes, or not there and told when (never, if None)."""

    person: str
    minutes: int = 0
    told_at: datetime | None = None

    @property
    def came(self) -> bool:
        return self.minutes > 0


@dataclass(frozen=True, slots=True)
class Counted:
    """One person's part in a session: ``weight`` is by the basis agreed and by the ``percent`` that P-275 charges.

    ``minutes`` are those attended, or those of the whole session for somebody who stayed away.
    """

    person: str
    came: bool
    minutes: int
    percent: int
    weight: Fraction
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said of a session, as shares are worked out from it; people are in the order of joining."""

    lines: tuple[tuple[str, Line], ...]
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What one person pays for one line (its id), in pence. Below nothing: it comes back."""

    line: str
    person: str
    pence: int


def hours_before(told_at: datetime | None, starts_at: datetime) -> int:
    """Whole hours of warning; none for somebody who never told, or told afterwards."""
    if told_at is None or told_at >= starts_at:
        return 0
    return (starts_at - told_at) // timedelta(hours=1)


def weight_of(basis: Basis, own: Fraction, minutes: int, percent: int) -> Fraction:
    """``own`` is the weight agreed; ``minutes`` are those of `Counted`."""
    measure = {Basis.EQUAL: Fraction(1), Basis.ATTENDED: Fraction(minutes)}.get(basis, own)
    return measure * percent / 100


def usual_lines(terms: Terms, minutes: int, *, first: bool) -> tuple[Line, ...]:
    """The costs of a session as agreed, for everybody; what is paid once falls on the first."""
    return tuple(
        Line(
            price.cost,
            cost_of(price, minutes),
            minutes=minutes if price.per is Per.HOUR else None,
            rate=price.pence if price.per is Per.HOUR else None,
        )
        for price in terms.prices
        if first or price.per is not Per.ONCE
    )


def check_lines(terms: Terms, lines: Sequence[Line], before: Mapping[Cost, int], people: Collection[str]) -> None:
    """Is every cost agreed? ``before`` is what other sessions cost already of what is paid once.

    Raises:
        NotInTheTerms: a cost that nobody agreed to, or more of it.
        Invalid: a line is below nothing, or for somebody who does not take part.
    """
    for line in lines:
        if line.pence < 0 or (line.people is not None and not set(line.people) <= set(people)):
            raise Invalid({"lines": "not-understood"})
        price = terms.price(line.cost)
        if price is None or line.pence + before.get(line.cost, 0) > cost_of(price, line.minutes or 0):
            raise NotInTheTerms(cost=line.cost.value, agreed=0 if price is None else price.pence)


def charge(before: Sequence[Entry], entry: Entry, taken: Sequence[Share], divide: Divide) -> tuple[Share, ...]:
    """What an entry has each pay (M-00): ``before`` are the other sessions' latest entries, in the order of charging.

    Costs of one kind are added up for as long as the same people with the same weights share them, and the difference
    of two totals is divided. ``taken`` is what an earlier entry about the same session took: exactly that is given
    back, so that pence that were told once are never worked out anew.

    Raises:
        NobodyToCharge: a line costs something and nobody is to pay it.
    """
    runs: dict[Cost, _Run] = {}
    for earlier in before:
        for _, line in earlier.lines:
            _add(line, earlier, runs)
    back = tuple(Share(one.line, one.person, -one.pence) for one in taken)
    return back + tuple(
        share for identity, line in entry.lines for share in _divided(identity, line, entry, runs, divide)
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Costs of one kind that the same people share with the same weights, so far in pence."""

    weights: tuple[tuple[str, Fraction], ...]
    total: int
    number: int


def _add(line: Line, entry: Entry, runs: dict[Cost, _Run]) -> tuple[int, _Run] | None:
    """Add a line to its run: the total before it, and the run with it; nothing for a line that costs nothing."""
    if not line.pence:
        return None
    for_whom = None if line.people is None else set(line.people)
    parts = [(one.person, one.weight) for one in entry.counted if for_whom is None or one.person in for_whom]
    whole = sum(weight for _, weight in parts)
    if not whole:
        raise NobodyToCharge(cost=line.cost.value)
    weights = tuple((person, weight / whole) for person, weight in parts if weight)
    known = runs.get(line.cost)
    if known is None or known.weights != weights:
        known = _Run(weights, 0, 0 if known is None else known.number + 1)
    runs[line.cost] = _Run(weights, known.total + line.pence, known.number)
    return known.total, runs[line.cost]


def _divided(identity: str, line: Line, entry: Entry, runs: dict[Cost, _Run], divide: Divide) -> tuple[Share, ...]:
    added = _add(line, entry, runs)
    if added is None:
        return ()
    before, run = added
    pence = divide(before, run.total, [weight for _, weight in run.weights], run.number)
    return tuple(Share(identity, person, each) for (person, _), each in zip(run.weights, pence, strict=True))


def alone(terms: Terms, line: Line, one: Counted) -> int:
    """What one who is charged would pay for such a line without the others, in pence.

    By the hour it is their own time; a leader, a room or a journey would cost one person as much as all of them.
    """
    if one.percent == 0 or (line.people is not None and one.person not in line.people):
        return 0
    price = terms.price(line.cost)
    if price is not None and price.per is Per.HOUR:
        return cost_of(price, one.minutes)
    return line.pence
