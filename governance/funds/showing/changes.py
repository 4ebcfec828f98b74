"""What those who take part in a fund are asked to change, and what it would do to their own part (P-241)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constitution import pooling
from governance.actor import Actor
from governance.arrangements.service import people
from governance.errors import NotFound
from governance.funds.model.funds import EQUAL, FundKind
from governance.funds.service import asking, changing, dividing, forgiving, funds, plans, posting, spending
from governance.members import service as members
from governance.platform.db import View


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part now, none for who joins, and then. ``waits``: the reader may answer for them."""

    person: str
    now: int | None
    then: int | None
    waits: bool


async def change_shown(view: View, actor: Actor, change_id: str, now: datetime) -> dict[str, Any]:
    """One thing that is asked, with the parts of those for whom the reader decides."""
    change, fund = await changing.find(view, actor, change_id, now)
    taking_part = [one.person for one in await funds.participants(view, fund.id)]
    weights = (await posting.current_division(view, fund.id)).weights
    waits = await changing.unanswered(view, change)
    own = [one.id for one in await people.spoken_for(view, actor, now)]
    asked = [one for one in own if one in change.divided or one in taking_part]
    rules = await members.rules_on(view, now)
    return {
        "fund": fund,
        "change": change,
        "parts": [Part(one, weights.get(one), change.divided.get(one), one in waits) for one in asked],
        "names": await people.names(view, asked),
        "joins": bool(asked) and not set(asked) & set(taking_part),
        "people": len(taking_part),
        "whole": sum(weights.values()),
        "finding": pooling.participants_decide(
            rules, change.kind.act, len(set(taking_part) - set(waits)), len(taking_part)
        ),
        "rules": rules,
        **await said_of(view, fund.id),
    }


async def said_of(view: View, fund_id: str) -> dict[str, Mapping[str, Any]]:
    """Plans and sums that changes of a fund ask for, by the id of the change."""
    return {
        "asked_plans": {one.record.id: one.record for one in await plans.of_fund(view, fund_id)},
        "asked_sums": {**await spending.borne_by_change(view, fund_id), **await forgiving.asked(view, fund_id)},
    }


async def joining(view: View, actor: Actor, fund_id: str, now: datetime) -> dict[str, Any]:
    """Whom the reader might bring into a fund that they take part in, or keep.

    Raises:
        NotFound: somebody else asks.
    """
    fund = await funds.find(view, actor, fund_id, now)
    weights = (await posting.current_division(view, fund_id)).weights
    own = [one.id for one in await people.spoken_for(view, actor, now)]
    if not (weights.keys() & set(own) or await funds.keeps(view, actor, fund, now)):
        raise NotFound(fund=fund_id)
    others = [one for one in own if one not in weights]
    return {
        "fund": fund,
        "for_whom": await people.names(view, others),
        "whole": sum(weights.values()),
        "rules": await members.rules_on(view, now),
    }


async def dividing_anew(view: View, actor: Actor, fund_id: str, basis: str, now: datetime) -> dict[str, Any]:
    """The parts of everybody as they are, for who keeps the books to ask for others.

    Raises:
        DividedOtherwise: not by this basis (P-243).
    """
    fund = await funds.find_to_keep(view, actor, fund_id, now)
    rules = await members.rules_on(view, now)
    if basis:
        dividing.require_basis(rules, FundKind(fund.kind), basis)
    weights = (await posting.current_division(view, fund_id)).weights
    return {
        "fund": fund,
        "basis": basis,
        "equal": basis == EQUAL,
        "bases": asking.bases(rules, fund.kind),
        "weights": weights if fund.basis == basis else dict.fromkeys(weights, ""),
        "names": await people.names(view, weights),
        "rules": rules,
    }
