"""What whoever keeps a fund's books has before them: decisions, promises, leavers, debts, the bank (S-56)."""

from datetime import datetime
from typing import Any

from governance.actor import Actor
from governance.arrangements.model.trust_decisions import State
from governance.arrangements.service import people, trust_decisions
from governance.board.service import powers
from governance.errors import NotFound
from governance.funds.service import bank, committing, forgiving, funds, leaving, mandates
from governance.funds.showing.pools import mandate_shown, shown
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.clock import legal_day
from governance.platform.db import View


async def ending(view: View, actor: Actor, fund_id: str, mandate_id: str, now: datetime) -> dict[str, Any]:
    """A decision that the fund rests on, before whoever keeps the books ends it."""
    fund, today = await funds.find_to_keep(view, actor, fund_id, now), legal_day(now)
    mandate = await mandate_shown(view, actor, await mandates.find(view, fund_id, mandate_id), today)
    return {"fund": fund, "mandate": mandate, "today": today}


async def debt(view: View, actor: Actor, fund_id: str, person_id: str, now: datetime) -> dict[str, Any]:
    """What somebody who left owes, before it is asked whether to let go of it.

    Raises:
        NotFound: nothing is owed, or somebody else asks.
    """
    fund = await funds.find_to_keep(view, actor, fund_id, now)
    pence = await forgiving.owed(view, fund_id, person_id)
    return {"fund": fund, "person": person_id, "debt": pence, "names": await people.names(view, [person_id])}


async def desk(view: View, actor: Actor, fund_id: str, now: datetime) -> dict[str, Any]:
    """The fund as those have it who keep its books, with the decisions that a mandate may rest on.

    Raises:
        NotFound: somebody else asks.
    """
    found = await shown(view, actor, fund_id, now)
    if not found["keeps_books"]:
        raise NotFound(fund=fund_id)
    trust = found["fund"].living_trust
    standing = found["standing"]
    gone, debts = leaving.left_over(standing), leaving.debts(standing)
    decided = [] if trust is None else await trust_decisions.of_trust(view, trust)
    carried = [
        (one, said)
        for one in await motions.decided(view, actor)
        if one.stage is Stage.CARRIED and (said := motions.authority_of(one)) is not None
    ]
    held = [one for one in await powers.powers(view, actor) if await powers.live(view, one.id, found["today"])]
    return {
        **found,
        "carried": carried,
        "powers": held,
        "trustees_decided": [one for one in decided if one.state == State.AGREED],
        "over": [one for one in found["promises"] if committing.is_over(one, found["today"])],
        "unmatched": await bank.unmatched(view, fund_id),
        "live": [one for one in found["mandates"] if one.live],
        "gone": gone,
        "debts": debts,
        "names": await people.names(view, {*gone, *debts}),
    }
