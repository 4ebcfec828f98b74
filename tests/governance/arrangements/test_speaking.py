"""Who speaks for whom, as the office writes it down and as the person and the speaker see it (K-091)."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from governance.access.records import AccountRecord
from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.people import Authority, EndedAlready, Evidence, Seen
from governance.arrangements.service import people, speaking
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database
from governance.platform.texts import VARIANTS
from tests.governance.conftest import Browser, Web
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]
NEW = "/en/office/speaking/new"


def signed_in(member: str) -> Actor:
    roles = frozenset({Role.MEMBER})
    return Actor(account=member, member=member, roles=roles, assurance=Assurance.TWO_FACTORS)


@pytest.fixture
async def two(coop: Database, clock: ScriptedClock, person: Person) -> tuple[str, str]:
    async with coop.writing() as tx:
        ann = await members.admit(tx, SECRETARY, person(1), clock.now())
        bob = await members.admit(tx, SECRETARY, person(2, name_given="Bob"), clock.now())
    return ann.id, bob.id


async def noted(
    database: Database, clock: ScriptedClock, two: tuple[str, str], authority: Authority, days: int = 30
) -> str:
    """An authority of the second member for the first since so many days, as the office wrote it down."""
    today = legal_day(clock.now())
    async with database.writing() as tx:
        supported = await people.of_member(tx, SECRETARY, two[0], clock.now())
        record = await people.authorise(
            tx,
            SECRETARY,
            supported.id,
            member_id=two[1],
            authority=authority,
            scope="money",
            since=today - timedelta(days=days),
            evidence=Evidence(Seen.COURT_ORDER, today),
            now=clock.now(),
        )
    return record.id


async def test_people_end_their_supporter_but_no_deputy_of_the_court(
    coop: Database, clock: ScriptedClock, two: tuple[str, str]
) -> None:
    now, today = clock.now(), legal_day(clock.now())
    deputy = await noted(coop, clock, two, Authority.DEPUTY)
    async with coop.writing() as tx:
        with pytest.raises(NotFound):
            await speaking.end_authority(tx, signed_in(two[0]), deputy, on=today, now=now)
        await speaking.end_authority(tx, SECRETARY, deputy, on=today, now=now)
    supporter = await noted(coop, clock, two, Authority.SUPPORTER, days=0)
    async with coop.writing() as tx:
        await speaking.end_authority(tx, signed_in(two[0]), supporter, on=today, now=now)
    async with coop.reading() as view:
        theirs, _ = await speaking.mine(view, signed_in(two[0]), now)
        assert {(one.record.id, one.record.until) for one in theirs} == {(deputy, today), (supporter, today)}


async def test_an_ended_authority_speaks_no_more_and_is_kept(
    coop: Database, clock: ScriptedClock, two: tuple[str, str]
) -> None:
    now, today = clock.now(), legal_day(clock.now())
    attorney = await noted(coop, clock, two, Authority.ATTORNEY)
    async with coop.writing() as tx:
        assert len(await people.spoken_for(tx, signed_in(two[1]), now)) == 1
        await speaking.end_authority(tx, signed_in(two[1]), attorney, on=today, now=now)
        assert not await people.spoken_for(tx, signed_in(two[1]), now)
        with pytest.raises(EndedAlready):
            await speaking.end_authority(tx, SECRETARY, attorney, on=today + timedelta(days=1), now=now)
        assert [one.record.id for one in await speaking.known(tx, SECRETARY)] == [attorney]


async def test_nobody_else_reads_who_speaks_for_whom(
    coop: Database, clock: ScriptedClock, two: tuple[str, str], person: Person
) -> None:
    authority = await noted(coop, clock, two, Authority.ATTORNEY)
    async with coop.writing() as tx:
        cat = await members.admit(tx, SECRETARY, person(3), clock.now())
        assert await speaking.mine(tx, signed_in(cat.id), clock.now()) == ([], [])
        with pytest.raises(NotFound):
            await speaking.find(tx, signed_in(cat.id), authority, clock.now())
        with pytest.raises(NotFound):
            await speaking.known(tx, signed_in(cat.id))
        treasurer = Actor(
            account="t", member=cat.id, roles=frozenset({Role.TREASURER}), assurance=Assurance.TWO_FACTORS
        )
        with pytest.raises(NotFound):
            await speaking.known(tx, treasurer)


async def test_people_name_a_supporter_and_nobody_who_decides_for_them(
    coop: Database, clock: ScriptedClock, two: tuple[str, str]
) -> None:
    today = legal_day(clock.now())
    evidence = Evidence(Seen.OWN_WORDS, today)
    async with coop.writing() as tx:
        own = await people.of_member(tx, signed_in(two[0]), two[0], clock.now())
        for authority in set(Authority) - {Authority.SUPPORTER}:
            with pytest.raises(NotFound):
                await people.authorise(
                    tx,
                    signed_in(two[0]),
                    own.id,
                    member_id=two[1],
                    authority=authority,
                    scope="",
                    since=today,
                    evidence=evidence,
                    now=clock.now(),
                )


async def test_a_paper_is_seen_before_it_is_written_down(
    coop: Database, clock: ScriptedClock, two: tuple[str, str]
) -> None:
    async with coop.writing() as tx:
        supported = await people.of_member(tx, SECRETARY, two[0], clock.now())
        with pytest.raises(Invalid) as refused:
            await people.authorise(
                tx,
                SECRETARY,
                supported.id,
                member_id=two[1],
                authority=Authority.ATTORNEY,
                scope="",
                since=date(2026, 1, 1),
                evidence=Evidence(Seen.POWER_OF_ATTORNEY, legal_day(clock.now()) + timedelta(days=1)),
                now=clock.now(),
            )
    assert refused.value.errors == {"seen_on": "not-that-day"}


async def browser_of(web: Web, member: str) -> Browser:
    """A browser in which a member with a way in is signed in."""
    async with web.database.reading() as view:
        account = await view.scalar(select(AccountRecord.id).where(AccountRecord.member == member))
    browser = web.browser()
    await web.sign_in(browser, str(account), Assurance.TWO_FACTORS)
    return browser


async def test_the_office_writes_it_down_and_both_see_it(web: Web, two: tuple[str, str]) -> None:
    office = await web.signed_in(Role.SECRETARY)
    ann, bob = [await browser_of(web, one) for one in two]
    given = {
        "whom": "1",
        "member": "member2@example.org",
        "authority": "deputy",
        "scope": "money",
        "since": "2026-05-02",
        "seen": "court-order",
        "seen_on": "2026-05-03",
    }
    page = await office.post(NEW, {**given, "whom": "99"}, page=NEW)
    assert page.status_code == 422
    assert "No member is found under this." in page.text
    assert 'value="money"' in page.text, "what was typed is kept"
    answer = await office.post(NEW, given, page=NEW)
    assert answer.status_code == 303, answer.text
    page = await ann.get("/cy/support/speaking")
    assert "Bob Ŵyn" in page.text
    assert "Dirprwy a benodwyd gan y llys" in page.text
    assert "/end" not in page.text
    page = await bob.get("/en/support")
    assert "For Ann Ŵyn" in page.text
    assert "For Bob" not in page.text
    for variant in VARIANTS:
        for reader, path in ((ann, "/support/speaking"), (bob, "/support/speaking"), (office, "/office/speaking")):
            assert (await reader.get(f"/{variant}{path}")).status_code == 200
    assert (await ann.get("/en/office/speaking")).status_code == 403


async def test_a_person_names_a_supporter_by_form_and_ends_it(web: Web, two: tuple[str, str]) -> None:
    ann = await browser_of(web, two[0])
    form = "/en/support/speaking/new"
    assert (await ann.post(form, {"member": "2"}, page=form)).status_code == 422, "numbers are for the office"
    assert (await ann.post(form, {"member": "Member2@example.org"}, page=form)).status_code == 303
    page = (await ann.get("/en/support/speaking")).text
    assert "Bob Ŵyn" in page
    found = re.search(r'href="(/en/support/speaking/\w+/end)"', page)
    assert found is not None
    end = found.group(1)
    answer = await ann.post(end, {"on": "2020-01-01"}, page=end)
    assert answer.status_code == 422, "not before it began"
    answer = await ann.post(end, {"on": legal_day(web.clock.now()).isoformat()}, page=end)
    assert answer.status_code == 303, answer.text
    assert "/end" not in (await ann.get("/en/support/speaking")).text


async def test_somebody_who_is_no_member_is_entered_with_or_without_a_way_to_sign_in(web: Web, coop: Database) -> None:
    office = await web.signed_in(Role.COORDINATOR)
    form = "/en/office/speaking/person"
    for given in ({"name": "Little Gwen"}, {"name": "Huw", "email": "huw@example.org"}):
        answer = await office.post(form, given, page=form)
        assert answer.status_code == 303, answer.text
    page = await office.get("/en/office/speaking")
    assert "Little Gwen" in page.text
    async with coop.reading() as view:
        entered = await speaking.without_membership(view, SECRETARY)
    assert [(one.name, one.account is not None) for one in entered] == [("Huw", True), ("Little Gwen", False)]
