"""The parts of those who take part in a fund: what each paid in, what became of it, and who is leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from constitution import Rulebook, pooling
from governance.actor import Actor
from governance.arrangements.service import people
from governance.funds.model import ledger, pool
from governance.funds.model.flow import Flow, flow
from governance.funds.model.ledger import Entry
from governance.funds.model.pool import Standing
from governance.funds.records.funds import FundRecord, ParticipantRecord
from governance.funds.service import funds
from governance.members import service as members
from governance.platform.db import View


@dataclass(frozen=True, slots=True)
class Going:
    """Somebody gave notice: their last day (P-247), and in pence what comes back or is owed as things stand (P-248)."""

    told_on: date
    last_day: date
    refund: int
    owed: int


@dataclass(frozen=True, slots=True)
class Own:
    """One person's part; ``flow`` adds up to what is left of it. ``mine``: the reader decides for them."""

    person: str
    name: str
    flow: Flow
    consented: bool
    mine: bool
    going: Going | None


async def own(
    view: View, actor: Actor, fund: FundRecord, *, standing: Standing, entries: Sequence[Entry], now: datetime
) -> Sequence[Own]:
    """The parts of those for whom the reader decides; whoever keeps the books sees all of them."""
    taking_part, keeps = await funds.participants(view, fund.id), await funds.keeps(view, actor, fund, now)
    mine = {one.id for one in await people.spoken_for(view, actor, now)}
    told = [one for one in taking_part if one.person in mine or keeps]
    names, rules = await people.names(view, [one.person for one in told]), await members.rules_on(view, now)
    return [
        Own(
            one.person,
            names[one.person],
            flow(entries, ledger.person(one.person)),
            one.consented_at is not None,
            one.person in mine,
            _going(rules, standing, one),
        )
        for one in told
    ]


def _going(rules: Rulebook, standing: Standing, part: ParticipantRecord) -> Going | None:
    if part.told_on is None or part.person not in standing.division.weights:
        return None
    found = pool.settle(rules, standing, part.person)
    last_day = cast(date, pooling.leaves_on(rules, part.told_on).figures["last-day"])
    return Going(part.told_on, last_day, found.refund, found.owed)
