"""Meetings in a browser: what the secretary does and what a member sees, in the reader's language."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from governance.access import service as access
from governance.actor import Assurance, Role
from governance.correspondence.jobs import Channels, deliver_due
from governance.meetings import service as meetings
from governance.meetings.model import How, Stage
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.conftest import Browser, Web
from tests.governance.meetings.conftest import ACTOR, called, citizens, posted

LAWFUL = datetime(2027, 1, 29, 14, 0, tzinfo=UTC)
FORM = {"kind": "agm", "starts_at": "2027-01-29T14:00", "place": "Neuadd y Dref, Tŷ Ŵyn"}


@pytest.fixture
async def secretary(coop: Database, web: Web) -> Browser:
    return await web.signed_in(Role.SECRETARY)


async def a_member(coop: Database, web: Web, place: int = 0) -> Browser:
    """A browser in which a member is signed in by a link: the account that came with entering the register."""
    async with coop.reading() as view:
        account = await access.account_for(view, (await citizens(coop))[place])
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.LINK)
    return browser


async def test_the_secretary_calls_a_meeting_from_the_first_lawful_day(secretary: Browser, web: Web) -> None:
    page = await secretary.get("/en/office/convene")
    assert "The first lawful day is Friday 29 January 2027." in page.text
    assert "(rules 36, 37" in page.text
    answer = await secretary.post("/en/office/convene", FORM)
    assert answer.status_code == 303
    arranged = await secretary.get(answer.headers["location"])
    assert "The date is set." in arranged.text
    assert "Neuadd y Dref, Tŷ Ŵyn" in arranged.text
    assert "Friday 29 January 2027, 14:00" in arranged.text


async def test_too_soon_is_refused_in_the_readers_language_with_the_rule(secretary: Browser) -> None:
    await secretary.get("/cy/office/convene")
    answer = await secretary.post("/cy/office/convene", {**FORM, "starts_at": "2027-01-28T14:00"})
    assert answer.status_code == 409
    assert "Rhy fuan: dim ond 20 o ddiwrnodau clir o hysbysiad fyddai, ac mae angen 21." in answer.text
    assert "29 Ionawr 2027" in answer.text
    assert "Rheol 36 (fersiwn 1)" in answer.text
    assert 'value="Neuadd y Dref, Tŷ Ŵyn"' in answer.text, "what was typed is kept"
    assert 'value="2027-01-28T14:00"' in answer.text


async def test_a_refused_button_brings_back_the_page_it_stands_on(secretary: Browser) -> None:
    await secretary.get("/en/office/convene")
    where = (await secretary.post("/en/office/convene", FORM)).headers["location"].partition("?")[0]
    await secretary.get(where)
    answer = await secretary.post(f"{where}/notice")
    assert answer.status_code == 409
    assert "Add the business first." in answer.text
    assert "<h1>Prepare this meeting</h1>" in answer.text


async def test_a_refusal_whose_page_cannot_be_shown_names_the_way_back(secretary: Browser, web: Web) -> None:
    await secretary.get("/en/office/convene")
    where = (await secretary.post("/en/office/convene", FORM)).headers["location"].partition("?")[0]
    member = await web.signed_in(Role.MEMBER)
    page = where.replace("/office/convene/", "/meetings/")
    await member.get(page)
    answer = await member.post(f"{where}/notice")
    assert answer.status_code == 403
    assert f'<a href="{where}">Go back to the page you came from</a>' in answer.text


async def test_a_form_with_problems_comes_back_with_what_was_typed(secretary: Browser) -> None:
    await secretary.get("/en/office/convene")
    answer = await secretary.post("/en/office/convene", {"kind": "agm", "starts_at": "soon", "place": "Neuadd"})
    assert answer.status_code == 422
    assert 'value="Neuadd"' in answer.text
    assert "This is not a day and time." in answer.text


async def test_business_notice_ledger_and_the_members_page(
    coop: Database, secretary: Browser, web: Web, clock: ScriptedClock, post: Channels
) -> None:
    await secretary.get("/en/office/convene")
    where = (await secretary.post("/en/office/convene", FORM)).headers["location"].partition("?")[0]
    await secretary.get(where)
    item = {"title_en": "Accounts", "title_cy": "Cyfrifon", "text_en": "We agree <b>.", "text_cy": "Cytunwn."}
    assert (await secretary.post(f"{where}/items", item)).status_code == 303
    assert (await secretary.post(f"{where}/notice")).status_code == 303
    await posted(coop, post, clock)

    arranged = await secretary.get(where)
    assert "Told in time: 12 of 12 members." in arranged.text
    found = re.search(r'href="(/en/office/notices/[^"]+)"', arranged.text)
    assert found is not None
    ledger = await secretary.get(found[1])
    assert "Told, of 12: 12" in ledger.text
    assert "Aelod 9 Ŵyn" in ledger.text

    member = await a_member(coop, web)
    page = await member.get(where.replace("/en/office/convene/", "/cy/meetings/"))
    assert "Cyfarfod cyffredinol blynyddol" in page.text
    assert "Cytunwn." in page.text
    assert "Cawsoch wybod drwy e-bost" in page.text
    assert "/office/" not in page.text
    easy = await member.get(where.replace("/en/office/convene/", "/en-easy/meetings/"))
    assert "We agree &lt;b&gt;." in easy.text
    assert "The meeting can go ahead." in easy.text


async def test_letters_are_marked_as_posted_from_the_ledger(
    coop: Database, secretary: Browser, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    await deliver_due(coop, post, clock)
    address = f"/en/office/notices/{meeting.cause}"
    page = await secretary.get(address)
    letters = re.findall(r'name="letters" value="([^"]+)"', page.text)
    assert len(letters) == 2
    late = await secretary.post(f"{address}/posted", {"letters": letters, "posted_on": "2027-01-05"})
    assert late.status_code == 409
    await secretary.get(address)
    done = await secretary.post(f"{address}/posted", {"letters": letters, "posted_on": "2027-01-04"})
    assert done.status_code == 303
    assert "Told, of 12: 12" in (await secretary.get(address)).text


async def test_the_desk_lets_members_in_begins_closes_and_writes_the_minutes(
    coop: Database, secretary: Browser, web: Web, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    await posted(coop, post, clock)
    clock.move_to(LAWFUL)
    secretary = await web.signed_in(Role.SECRETARY, Role.CHAIR)
    desk = f"/en/office/desk/{meeting.id}"
    assert "There is no quorum." in (await secretary.get(desk)).text
    refused = await secretary.post(f"{desk}/begin")
    assert refused.status_code == 409
    assert "There is no quorum: 0 voting members are here and 3 are needed." in refused.text

    for number in (1, 2):
        found = await secretary.get(desk, params={"search": f"Aelod {number} "})
        member = re.search(r'name="member" value="([^"]+)"', found.text)
        assert member is not None
        let_in = await secretary.post(f"{desk}/there", {"member": member[1], "how": "in-person"})
        assert let_in.status_code == 303
    async with coop.writing() as tx:
        await meetings.attend(tx, ACTOR, meeting.id, (await citizens(coop))[4], how=How.IN_PERSON, now=clock.now())
    browser = await a_member(coop, web, 5)
    await browser.get(f"/cy/meetings/{meeting.id}")
    assert (await browser.post(f"/cy/meetings/{meeting.id}/there")).status_code == 303

    await secretary.get(desk)
    assert (await secretary.post(f"{desk}/begin")).status_code == 303
    clock.pass_time(timedelta(minutes=5))
    for act in ("close", "minutes", "approve"):
        await secretary.get(desk)
        assert (await secretary.post(f"{desk}/{act}")).status_code == 303, act
    minutes = await browser.get(f"/cy/meetings/{meeting.id}/minutes")
    assert "Cofnodion y cyfarfod cyffredinol blynyddol" in minutes.text
    assert "Cymeradwywyd: Dydd Gwener 29 Ionawr 2027." in minutes.text
    assert "Cyfrifon y flwyddyn: tŷ a dŵr" in minutes.text
    async with coop.reading() as view:
        assert (await meetings.find(view, ACTOR, meeting.id)).stage == Stage.CLOSED


@pytest.mark.control("PERM-1")
async def test_a_member_can_neither_call_nor_keep_the_desk_nor_see_the_ledger(
    coop: Database, web: Web, clock: ScriptedClock
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    member = await a_member(coop, web)
    for path in ("/en/office/convene", f"/en/office/desk/{meeting.id}", f"/en/office/notices/{meeting.cause}"):
        assert (await member.get(path)).status_code == 403


async def test_the_api_does_the_same_acts_and_refuses_what_it_does_not_know(
    coop: Database, web: Web, clock: ScriptedClock, post: Channels
) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    call = {"kind": "agm", "starts_at": "2027-01-28T14:00:00Z", "place": "Neuadd"}
    refused = await secretary.post_json("/api/meetings", call)
    assert (refused.status_code, refused.json()["type"]) == (409, "unlawful-date")
    assert refused.json()["finding"]["citations"][0]["parameter"] == "P-080"
    without_zone = await secretary.post_json("/api/meetings", {**call, "starts_at": "2027-01-29T14:00:00"})
    assert without_zone.status_code == 400
    unknown = await secretary.post_json("/api/meetings", {**call, "stage": "closed"})
    assert unknown.status_code == 400
    made = await secretary.post_json("/api/meetings", {**call, "starts_at": "2027-01-29T14:00:00Z"})
    assert made.status_code == 201
    meeting = made.json()["id"]
    texts = {"title": {"en": "Accounts", "cy": "Cyfrifon"}}
    assert (await secretary.post_json(f"/api/meetings/{meeting}/items", texts)).status_code == 201
    served = await secretary.post_json(f"/api/meetings/{meeting}/notice", {})
    assert (served.status_code, served.json()["met"]) == (200, True)
    await posted(coop, post, clock)
    letters = await secretary.get(f"/api/letters/about/{made.json()['cause']}")
    assert {letter["state"] for letter in letters.json()} == {"sent"}
    assert "@" not in letters.text
    quorum = await secretary.get(f"/api/meetings/{meeting}/quorum")
    assert quorum.json()["met"] is False
    listed = await secretary.get("/api/meetings")
    assert [one["stage"] for one in listed.json()] == ["notified"]
