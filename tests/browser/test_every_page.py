"""Every page that anybody reaches by following links, in English and in Welsh, holds what all pages promise."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser import acts, visitor
from tests.browser.conftest import Arrives
from tests.browser.finding import Place, walked
from tests.browser.looking import THEMES, faults, faults_of_colour, too_wide
from tests.browser.town import ROLES, Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

PROPOSER = "33"
"""The member whose motion is looking for support."""
WHO = (*ROLES, "treasurer", "coordinator", "assistant", PROPOSER)
FOLLOWED = 3
"""Of pages of one kind: enough that no kind is missed."""

NOT_BY_LINKS = {
    "/inspect/{grant_id}/at/{day}": "asked for in a form, with a day",
    "/inspect/{grant_id}/person": "for an authority that may read one person's money",
    "/inspect/{grant_id}/person/funds/{fund_id}": "for an authority that may read one person's money",
    "/inspect/{grant_id}/person/funds/{fund_id}/{file}": "no page",
    "/inspect/{grant_id}/person/payments/{payment_id}": "for an authority that may read one person's money",
    "/inspect/{grant_id}/person/payments/{payment_id}/return.csv": "no page",
    "/office/disclosures/person/{grant_id}": "after an authority asks about one person's money",
    "/rules/export/{version}/{file}": "no page",
    "/rules/export/{version}/pdf/{edition}": "no page",
    "/rules/at": "asked for in a form, with a day",
    "/rules/at/{day}": "asked for in a form, with a day",
    "/rules/compare": "asked for in a form, with two days",
    "/motions/{motion_id}/sent": "after a motion is sent",
    "/funds/{fund_id}/keep/debt/{person_id}": "while somebody who left owes a fund",
    "/motions/{motion_id}/money": "for whoever brings a motion about a fund, before others support it",
    "/rules/changes/new/replay": "after a change is begun",
    "/rules/changes/new/together": "after a change is begun",
    "/rules/simulator": "after a change is begun",
    "/office/rules/{version_id}/papers/{file}": "no page",
    "/office/rules/{version_id}/wording": "while a change is with the registrar",
    "/office/import/{import_id}": "after a file is read",
    "/office/disclosures/new/member-s103/{member_id}": "from the page of a member who asks for an extract",
    "/office/motions/{motion_id}/ballot": "while a motion waits for its ballot",
    "/office/motions/{motion_id}/room": "while a meeting is at a motion",
    "/office/votes/{vote_id}/declare": "when the count is finished",
    "/office/votes/{vote_id}/hands": "while hands are counted",
    "/office/votes/{vote_id}/later": "when the server was away",
    "/office/votes/{vote_id}/paper": "where members vote on paper too",
    "/office/votes/{vote_id}/paper/count": "where members vote on paper too",
    "/office/votes/{vote_id}/room": "while names are called",
    "/office/votes/{vote_id}/roll": "before a ballot opens",
    "/votes/{vote_id}/answer": "in a poll that is not encrypted",
    "/keys/{vote_id}/codes": "before a ballot opens",
    "/keys/{vote_id}/key": "before a ballot opens",
    "/keys/{vote_id}/program": "while a committee makes its key, or rankings are shuffled",
    "/keys/{vote_id}/table": "no page",
    "/keys/{vote_id}/share": "no page",
    "/office/votes/{vote_id}/anew": "before a ballot opens",
    "/votes/{vote_id}/codes": "before a ballot opens",
    "/office/votes/{vote_id}/codes": "where the server makes the codes",
    "/witness/{token}": "from a letter",
    "/witness/{token}/archive": "no page",
    "/witness/{token}/checkpoint": "no page",
    "/office/votes/new/{setup_id}/paper": "while a vote is set up",
    "/office/votes/new/{setup_id}/{step}": "while a vote is set up",
    "/office/votes/new/{setup_id}/question/{number}": "while a vote is set up",
    "/office/votes/new/{setup_id}/question/{number}/options/{option}": "while a vote is set up",
    "/office/votes/new/{setup_id}/question/{number}/options/{option}/photo": "no page",
    "/office/votes/{vote_id}/rolls/{version}": "no page",
    "/votes/{vote_id}/photos/{option}": "no page",
    "/papers/{paper_id}": "from a letter",
    "/sign-in/code": "after a link was asked for",
    "/sign-in/link/{token}": "from a letter",
    "/password/{token}": "from a letter",
    "/step-up": "when an act asks for it",
    "/site.webmanifest": "no page",
    "/office/import/template": "no page",
    "/papers/{paper_id}/file": "no page",
    "/votes/{vote_id}/archive": "no page",
    "/votes/{vote_id}/bindings": "no page",
    "/votes/{vote_id}/checkpoint": "no page",
    "/votes/{vote_id}/checkpoints": "no page",
    "/votes/{vote_id}/result/counts": "no page",
    "/votes/{vote_id}/result/{number}/answers": "no page",
    "/votes/{vote_id}/result/{number}/papers": "no page",
    "/votes/verifier": "no page",
    "/meetings/{meeting_id}/calendar.ics": "no page",
    "/office/convene/{meeting_id}/items/{item_id}/easy-read": "from an item without Easy Read",
    "/meetings/{meeting_id}/live": "while a meeting is held",
    "/board/decisions/{item_id}": "after the board was asked to decide",
    "/board/decisions/{item_id}/interests": "after the board was asked to decide",
    "/board/decisions/{item_id}/votes": "after the board was asked to decide",
    "/board/interests/report.csv": "no page",
    "/board/interests/{interest_id}/end": "from a form, or once somebody has asked for it",
    "/funds/payments/{payment_id}/return.csv": "no page",
    "/funds/surplus/{surplus_id}": "after a surplus was proposed",
    "/funds/surplus/{surplus_id}/motion": "after a surplus was proposed",
    "/funds/{fund_id}/agree/{person_id}": "from a form, or once somebody has asked for it",
    "/funds/{fund_id}/keep/shares/{basis}": "after a way of sharing is chosen",
    "/funds/changes/{change_id}": "once somebody has asked for a change",
    "/funds/{fund_id}/cover": "from a form, or once somebody has asked for it",
    "/funds/{fund_id}/statement/{person_id}/{since}/{until}": "from a form, or once somebody has asked for it",
    "/funds/{fund_id}/statement/{person_id}/{since}/{until}/{file}": "no page",
    "/office/speaking/{authority_id}/end": "from a form, or once somebody has asked for it",
    "/office/together/{feature}/{way}": "while a trial of it lasts",
    "/rotas/own/{shift_id}/swap": "where people share a household",
    "/rotas/{household_id}": "where people share a household",
    "/rotas/{household_id}/cost": "where people share a household",
    "/rotas/{household_id}/need": "where people share a household",
    "/rotas/{household_id}/people": "where people share a household",
    "/rotas/{household_id}/shifts": "where people share a household",
    "/rotas/{household_id}/shifts/{shift_id}": "where people share a household",
    "/rotas/{household_id}/{week}": "where people share a household",
    "/standards/{label}": "once a standard is written",
    "/support/activities/new": "from a form, or once somebody has asked for it",
    "/support/changes": "from a form, or once somebody has asked for it",
    "/support/changes/{variation_id}": "from a form, or once somebody has asked for it",
    "/support/disputes/{dispute_id}": "from a form, or once somebody has asked for it",
    "/support/introduce/{person_id}/{employer}": "from a form, or once somebody has asked for it",
    "/support/new/{person_id}/{assistant_id}": "from a form, or once somebody has asked for it",
    "/support/new/{person_id}/{assistant_id}/{step}": "from a form, or once somebody has asked for it",
    "/support/office/disputes/{dispute_id}": "from a form, or once somebody has asked for it",
    "/support/shared/new": "from a form, or once somebody has asked for it",
    "/support/speaking/{authority_id}/end": "from a form, or once somebody has asked for it",
    "/together/peers": "once members have turned it on",
    "/together/peers/new": "once members have turned it on",
    "/together/peers/new/{kind}": "once members have turned it on",
    "/together/peers/{notice_id}": "once members have turned it on",
    "/together/things": "once members have turned it on",
    "/together/things/new": "once members have turned it on",
    "/together/things/{thing_id}": "once members have turned it on",
    "/training-key": "no page",
    "/assistants/{assistant_id}/training.pdf": "no page",
    "/assistants/{assistant_id}/training.zip": "no page",
    "/support/shared/{shared_id}/sessions/{number}/who-came": "leads to its first question",
    "/support/shared/{shared_id}/sessions/{number}/who-came/{step}": "once a shared session has begun",
    "/support/shared/{shared_id}/change/{step}": "for whoever organises what is shared",
    "/work/coming": "with more work to come than the page before shows",
    "/trusts/{trust_id}": "where members have a trust",
    "/trusts/{trust_id}/bank/end": "where members have a trust",
    "/trusts/{trust_id}/bank/new": "where members have a trust",
    "/trusts/{trust_id}/changes": "where members have a trust",
    "/trusts/{trust_id}/cost": "where members have a trust",
    "/trusts/{trust_id}/decisions": "where members have a trust",
    "/trusts/{trust_id}/decisions/{decision_id}": "where members have a trust",
    "/trusts/{trust_id}/decisions/{decision_id}/views/{person_id}": "where members have a trust",
    "/trusts/{trust_id}/house/home": "where members have a trust",
    "/trusts/{trust_id}/house/new": "where members have a trust",
    "/trusts/{trust_id}/insurance/new": "where members have a trust",
    "/trusts/{trust_id}/residents/leave": "where members have a trust",
    "/trusts/{trust_id}/residents/{person_id}/leaving": "after a trustee said that a stay ends",
    "/trusts/{trust_id}/residents/new": "where members have a trust",
    "/trusts/{trust_id}/trustees/new": "where members have a trust",
    "/trusts/{trust_id}/trustees/paid": "where members have a trust",
    "/trusts/{trust_id}/trustees/retire": "where members have a trust",
    "/verify-copy": "no page",
    "/work/training.pdf": "no page",
    "/work/training.zip": "no page",
    "/worries/{worry_id}": "after a worry was told",
}
"""What no link on a page leads to in the demonstration, and why."""


@dataclass
class Reached:
    """Who looks at what: a kind of page is looked at by whoever comes to it first, the first page by everybody.

    ``often``: how many pages of one kind, which differ in whom or what they show.
    """

    often: int
    shared: dict[str, list[Place]] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)

    def note(self, who: str, place: Place) -> None:
        if self.kinds[place.kind] < self.often or place.path == "/":
            self.shared.setdefault(who, []).append(place)
        self.kinds[place.kind] += 1


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reached(chrome: Browser, demonstration: Town, request: pytest.FixtureRequest) -> AsyncIterator[Reached]:
    found = Reached(often=2 if request.config.getoption("--long") else 1)
    for who in WHO:
        somebody = await visitor.arrived(chrome, demonstration, who)
        async for place in walked(somebody, *await _prepared(somebody, who), per_kind=FOLLOWED):
            found.note(who, place)
        await visitor.left(somebody)
    yield found


async def _prepared(somebody: Visitor, who: str) -> list[str]:
    """What only forms lead to: a meeting that is being prepared, and whom a search finds."""
    if who != "secretary":
        return []
    meeting = await acts.begins_to_convene(somebody)
    await acts.adds_business(somebody, meeting)
    return [meeting, "/office/convene/new/general", f"{meeting}/check?search=a", "/board/appoint?search=a"]


@pytest.mark.parametrize("variant", ["en", "cy"])
@pytest.mark.parametrize("who", WHO)
async def test_what_somebody_reaches_is_free_of_barriers(
    arrives: Arrives, reached: Reached, who: str, variant: str
) -> None:
    somebody = await arrives(who)
    found = [fault for place in reached.shared[who] for fault in await _barriers(somebody, place, variant, who)]
    assert found == [], "\n".join(["", *found])


async def _barriers(somebody: Visitor, place: Place, variant: str, who: str) -> list[str]:
    await somebody.goes_to(f"/{variant}{place.path}")
    if place.kind.endswith("/booth"):
        await somebody.page.wait_for_load_state("networkidle")
    name = place.kind.strip("/").translate(str.maketrans("/", "_", "{}")) or "home"
    await somebody.pictured(f"{variant}/{name}-{who}")
    found = await faults(somebody.page)
    for theme in THEMES[1:] if variant == "en" else ():
        found += await faults_of_colour(somebody.page, theme)
    found += await too_wide(somebody.page)
    if await somebody.page.locator("h1").count() != 1:
        found.append("it has not one h1")
    return [f"/{variant}{place.path} ({who}): {fault}" for fault in found]


async def test_no_page_is_forgotten(reached: Reached, demonstration: Town) -> None:
    there: Mapping[str, object] = dict(demonstration.pages())
    assert sorted(set(there) - set(reached.kinds) - set(NOT_BY_LINKS)) == []
    assert sorted(set(NOT_BY_LINKS) - set(there)) == []
