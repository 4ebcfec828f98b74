"""Under every model rule book a co-operative can be founded, and its officers can open every page they are led to."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from constitution.amendment import Amendment
from governance.access import service as access
from governance.actor import Actor, Assurance, Role, platform
from governance.app import mints
from governance.board import service as board
from governance.correspondence.jobs import channels, deliver_due
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind
from governance.members import service as members
from governance.motions import service as motions
from governance.platform.clock import LEGAL_ZONE, ScriptedClock, legal_day
from governance.platform.db import Database, Transaction, View
from governance.platform.texts import Texts
from governance.rulebook.packs import MODELS, model
from governance.setup import service as setup
from governance.setup.model import Founder, Founding
from tests.governance.conftest import Browser, Web, application, web

__all__ = ["application", "web"]

FOUNDERS = (
    Founder("secretary", "1", "Siân", "Tŷnan", "sian@coop.example", "cy", "1 Stryd Fawr"),
    Founder("chair", "2", "Jo", "Bowen", "jo@coop.example", "en", "2 Stryd Fawr"),
)
PLATFORM = platform("test")
SAME = re.compile(r"\d+|[0-9A-HJKMNP-TV-Z]{26}|P-\d{3}|[0-9a-z]{26}")
"""What differs between pages of one kind."""
PER_KIND = 2

LONG = pytest.mark.long
"""The models that are most unlike one another are walked through a year each time, the rest in the long set."""


async def founded(database: Database, clock: ScriptedClock, letter: str) -> None:
    async with database.writing() as tx:
        founding = Founding("Tree", "Coeden", model(letter), "real", FOUNDERS)
        await setup.found(tx, PLATFORM, founding, clock.now())
        await setup.welcome(tx, PLATFORM, clock.now())


async def officer(web: Web, office: str) -> Browser:
    """The browser of a founder, signed in as officers do."""
    async with web.database.reading() as view:
        holders = await board.holders(view, legal_day(web.clock.now()))
        account = await access.account_for(view, next(one.member for one in holders if one.office == office))
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.TWO_FACTORS)
    return browser


async def walked(browser: Browser, *first: str) -> AsyncIterator[tuple[str, int]]:
    """The pages that links lead to, with their statuses."""
    waiting, seen, kinds = list(first), set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = SAME.sub("…", path.partition("?")[0])
        if path in seen or kinds[kind] >= PER_KIND or "/sign-out" in path or "/pdf/" in path:
            continue
        seen.add(path)
        kinds[kind] += 1
        answer = await browser.get(path)
        yield path, answer.status_code
        if "text/html" in answer.headers.get("content-type", ""):
            waiting += re.findall(r'<a [^>]*href="(/en/[^"#?]*)', answer.text)


@pytest.mark.parametrize("letter", MODELS)
async def test_the_secretary_can_open_every_page(
    web: Web, database: Database, clock: ScriptedClock, letter: str
) -> None:
    await founded(database, clock, letter)
    opened = {path: status async for path, status in walked(await officer(web, "secretary"), "/en/")}
    assert {path: status for path, status in opened.items() if status not in (200, 303)} == {}
    assert {"/en/rules", "/en/office/register", "/en/meetings"} <= opened.keys(), sorted(opened)


TITLE = Texts(en="Accounts", cy="Cyfrifon", en_easy="Our money", cy_easy="Ein harian")
OFFERED = (
    *("/en/office/register/new", "/en/office/import", "/en/board/appoint", "/en/office/votes/new"),
    *("/en/office/convene/new/agm", "/en/office/convene/new/general", "/en/rules/changes/new/rules"),
)
"""Pages that forms lead to."""


@pytest.mark.parametrize(
    "letter", [letter if letter in "BD" else pytest.param(letter, marks=LONG) for letter in MODELS]
)
async def test_a_year_goes_by_and_the_officers_can_open_every_page(
    web: Web, database: Database, clock: ScriptedClock, letter: str
) -> None:
    await founded(database, clock, letter)
    async with database.writing() as tx:
        await everybody_enters(tx, letter, clock)
        await a_change_is_proposed(tx, letter, clock)
    await an_annual_meeting_begins(web, clock)
    refused: dict[str, int] = {}
    for office, offered in (("secretary", OFFERED), ("chair", ())):
        async for path, status in walked(await officer(web, office), "/en/", *offered):
            refused |= {} if status in (200, 303) else {path: status}
    assert refused == {}


async def everybody_enters(tx: Transaction, letter: str, clock: ScriptedClock) -> None:
    """One person of every class there is."""
    rules, today = model(letter), legal_day(clock.now())
    for number, class_ in enumerate(rules.words("P-020"), start=3):
        founder = replace(FOUNDERS[0], number=str(number), email=f"member{number}@coop.example")
        await members.admit(tx, PLATFORM, replace(founder.candidate(rules, today), class_=class_), clock.now())


async def a_change_is_proposed(tx: Transaction, letter: str, clock: ScriptedClock) -> None:
    """The first founding decision: the founders keep what the model has."""
    rules = model(letter)
    identity = rules.undecided()[0]
    kept = {name: part for name, part in rules.entries[identity].to_dict().items() if name != "undecided"}
    secretary = await acting(tx, "secretary", clock.now())
    await motions.propose_amendment(tx, secretary, amendment=Amendment({identity: kept}), now=clock.now())


async def an_annual_meeting_begins(web: Web, clock: ScriptedClock) -> None:
    """Called for its first lawful day; everybody who votes comes."""
    async with web.database.writing() as tx:
        secretary = await acting(tx, "secretary", clock.now())
        first = (await meetings.earliest_for_all(tx, Kind.AGM, clock.now())).figures["earliest-meeting"]
        assert isinstance(first, date)
        starts = datetime.combine(first, time(14), LEGAL_ZONE)
        meeting = await meetings.call(tx, secretary, kind=Kind.AGM, starts_at=starts, place="Hall", now=clock.now())
        await meetings.add_item(tx, secretary, meeting.id, title=TITLE, text=TITLE, now=clock.now())
        await meetings.serve_notice(tx, secretary, meeting.id, clock.now())
    await deliver_due(web.database, channels(web.settings, "Tree", mints(web.keys)), clock)
    clock.move_to(starts)
    async with web.database.writing() as tx:
        chair = await acting(tx, "chair", clock.now())
        for member in await tx.scalars(members.entitled_on(first)):
            await meetings.attend(tx, chair, meeting.id, member.id, how=How.IN_PERSON, now=clock.now())
        await meetings.begin(tx, chair, meeting.id, clock.now())


async def acting(view: View, office: str, now: datetime) -> Actor:
    """The officer, as the platform knows somebody with two factors."""
    holder = next(one for one in await board.holders(view, legal_day(now)) if one.office == office)
    account = await access.account_for(view, holder.member)
    assert account is not None
    return Actor(account.id, holder.member, frozenset({Role.MEMBER, Role(office)}), Assurance.TWO_FACTORS)
