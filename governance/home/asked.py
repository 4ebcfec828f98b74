"""Cards about support, money and the board: what asks the reader, and what an officer's work holds ready."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.introductions import Item
from governance.arrangements.model.waiting import Area, Waits, What
from governance.arrangements.service import checks, escalations, introductions, leaving, registration, worries
from governance.arrangements.service import waiting as support
from governance.board.model.items import AT_THE_TABLE, Outcome
from governance.board.service import items
from governance.funds.service import waiting as money
from governance.home.model import Card, Need
from governance.platform.clock import first_instant
from governance.platform.db import View

PLACES: Mapping[Area, str] = {Area.SUPPORT: "/support", Area.WORK: "/work", Area.MONEY: "/funds", Area.ENDING: "/funds"}
PATHS: Mapping[What, str] = {
    What.AGREEMENT: "/{place}/{about}",
    What.VARIATION: "/{place}/{about}",
    What.TERMS: "/support/shared/{about}",
    What.VIEW: "/trusts/{within}/decisions/{about}",
    What.STAY: "/trusts/{within}/residents/{about}/leaving",
    What.SHIFT: "/rotas",
    What.SWAP: "/rotas",
    What.CONSENT: "/funds/{about}/agree/{person}",
    What.SPEND: "/funds/{within}/spend/{about}",
    What.CHANGE: "/funds/changes/{about}",
}
AGREEMENTS: Mapping[Area, str] = {Area.SUPPORT: "support", Area.WORK: "work/agreements"}


async def asked(view: View, actor: Actor, now: datetime) -> Sequence[Card]:
    """What waits for this reader. A sign-in with a link alone is told where, and not what (AUTH-5)."""
    found = [
        *await support.of_actor(view, actor, await support.everything(view, now), now),
        *await money.of_actor(view, actor, now),
    ]
    if actor.assurance < Assurance.TWO_FACTORS:
        return [Card(Need(area), PLACES[area]) for area in Area if any(one.area is area for one in found)]
    return list({card.path: card for card in map(_card, found)}.values())


async def offices(view: View, actor: Actor, now: datetime) -> Sequence[Card]:
    """What waits for an officer or a trustee as one; of people's support only how many (PERM-2)."""
    if actor.assurance < Assurance.TWO_FACTORS:
        return ()
    escalated = await escalations.waiting(view, actor, now)
    found = [
        *_counted(Need.ESCALATED, "/support/changes", len(escalated)),
        *(
            Card(Need.STAY, PATHS[What.STAY].format(within=trust, about=person))
            for trust, person in await leaving.to_answer(view, actor, now)
        ),
        *await _coordinating(view, actor, now),
        *await _trials(view, actor, now),
        *(Card(Need.OPEN_FUND, f"/funds/{fund}/keep") for fund in await money.to_open(view, actor, now)),
        *(Card(Need.PROMISE, f"/funds/{fund}/keep") for fund in await money.promises_over(view, actor, now)),
    ]
    if actor.has(Role.SECRETARY):
        unreferred = [one for one in await worries.of_actor(view, actor) if one.referred_to is None]
        found += _counted(Need.WORRY, "/worries", len(unreferred))
    if actor.has(*AT_THE_TABLE):
        found += [
            Card(Need.ITEM, f"/board/decisions/{item.id}", words=item.titled)
            for item in await items.items(view, actor)
            if item.outcome == Outcome.OPEN
        ]
    return found


async def _coordinating(view: View, actor: Actor, now: datetime) -> Sequence[Card]:
    if not actor.has(Role.COORDINATOR):
        return ()
    brought = [
        one
        for one in await introductions.running(view)
        if await checks.may_make(view, actor, one.assistant, Item.RIGHT_TO_WORK, now)
    ]
    return [
        *_counted(Need.REGISTRATION, "/support/office", len(await registration.waiting(view, actor))),
        *_counted(Need.INTRODUCTION, "/office/assistants", len(brought)),
    ]


async def _trials(view: View, actor: Actor, now: datetime) -> Sequence[Card]:
    return [
        Card(Need.PILOT, f"/funds/{fund}", by=first_instant(until))
        for fund, until in await money.ending(view, actor, now)
    ]


def _card(one: Waits) -> Card:
    path = PATHS[one.what].format(
        place=AGREEMENTS.get(one.area, ""), about=one.about, within=one.within, person=one.person
    )
    return Card(Need(one.what), path)


def _counted(need: Need, path: str, number: int) -> Sequence[Card]:
    return [Card(need, path, number=number)] if number else ()
