"""What the board sees of support: how many arrangements and hours by employer, never so few that somebody shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from constitution import Rulebook
from constitution.balloting import smallest_cell
from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Employer, State, minutes_of
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.service import variations
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View

READERS = (Role.CHAIR, Role.DIRECTOR, Role.TREASURER, Role.SECRETARY, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Line:
    """One employer's; numbers are ``None`` where they are about too few people (P-159). ``minutes`` are of a week."""

    employer: Employer
    arrangements: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    lines: Sequence[Line]
    arrangements: int | None
    minutes: int | None
    least: int


async def totals(view: View, actor: Actor, now: datetime) -> Totals:
    """Arrangements that run today, by employer.

    A line about fewer people than the smallest cell is left out; so that nobody takes it from the sum, the next
    smallest goes with it.
    """
    if not (actor.is_platform or actor.has(*READERS)):
        raise NotFound
    rules: Rulebook = await members.rules_on(view, now)
    least = smallest_cell(rules)
    people: dict[Employer, set[str]] = defaultdict(set)
    counts, minutes = dict.fromkeys(Employer, 0), dict.fromkeys(Employer, 0)
    for record in await view.scalars(select(ArrangementRecord).where(ArrangementRecord.state == State.ACTIVE)):
        employer = Employer(record.employs)
        people[employer].add(record.person)
        counts[employer] += 1
        minutes[employer] += minutes_of(await variations.hours_on(view, record, legal_day(now)))
    shown = visible({one: len(people[one]) for one in Employer if counts[one]}, least)
    lines = [
        Line(one, counts[one] if one in shown else None, minutes[one] if one in shown else None)
        for one in Employer
        if counts[one]
    ]
    everybody = len(set().union(*people.values()))
    if everybody < least:
        return Totals(lines, None, None, least)
    return Totals(lines, sum(counts.values()), sum(minutes.values()), least)


def visible(sizes: dict[Employer, int], least: int) -> frozenset[Employer]:
    """The lines that may be shown beside their sum: never all but one, and none about too few people."""
    hidden = [one for one, size in sizes.items() if size < least]
    shown = sorted((one for one in sizes if one not in hidden), key=lambda one: (sizes[one], one))
    too_few_hidden = hidden and (len(hidden) == 1 or sum(sizes[one] for one in hidden) < least)
    return frozenset(shown[1:] if too_few_hidden else shown)
