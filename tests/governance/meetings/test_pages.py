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
NEW = "/en/office/convene/new/agm"
FORM = {"starts_at": "2027-01-29T14:00", "place": "Neuadd y Dref, Tŷ Ŵyn"}


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


async def prepared(secretary: Browser) -> str:
    """A date is set; the address of the meeting's task list."""
    await secretary.get(NEW)
    return (await secretary.post(NEW, FORM)).headers["location"].partition("?")[0]


async def test_the_secretary_chooses_a_kind_and_then_a_lawful_day(secretary: Browser) -> None:
    page = await secretary.get("/en/office/convene")
    assert "Which meeting do you want to call?" in page.text
    assert "Annual general meeting: 21 clear days." in page.text
    nothing = await secretary.post("/en/office/convene", {})
    assert (nothing.status_code, "Please fill this in." in nothing.text) == (422, True)
    chosen = await secretary.post("/en/office/convene", {"kind": "agm"})
    assert chosen.headers["location"] == NEW
    page = await secretary.get(NEW)
    for step in (
        "If e-mails go on Monday 4 January 2027, they count as received on Tuesday 5 January 2027.",
        "If letters are posted on Monday 4 January 2027, they count as received on Thursday 7 January 2027.",
        "Then come 21 clear days",
        "The first lawful day is Friday 29 January 2027.",
        'href="/en/office/convene/new/agm?day=2027-01-29"',
    ):
        assert step in page.text
    picked = await secretary.get(NEW, params={"day": "2027-02-01"})
    assert 'value="2027-02-01T14:00"' in picked.text
    answer = await secretary.post(NEW, FORM)
    assert answer.status_code == 303
    arranged = await secretary.get(answer.headers["location"])
    assert "The date is set and kept." in arranged.text
    assert "Friday 29 January 2027" in arranged.text


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("en", ("Too soon by 1 day. The first lawful day is Friday 29 January 2027.", "Rule 36 in version 1")),
        ("cy", ("Rhy fuan o 1 diwrnod. Y diwrnod cyfreithlon cyntaf yw: Dydd Gwener 29 Ionawr 2027.", "Rheol 36")),
        ("en-easy", ("1 day too soon", "Friday 29 January 2027")),
        ("cy-easy", ("1 diwrnod yn rhy fuan", "Dydd Gwener 29 Ionawr 2027")),
    ],
)
async def test_too_soon_stands_at_the_field_with_the_clause_and_nothing_is_lost(
    secretary: Browser, variant: str, words: tuple[str, ...]
) -> None:
    page = NEW.replace("/en/", f"/{variant}/")
    await secretary.get(page)
    answer = await secretary.post(page, {**FORM, "starts_at": "2027-01-28T14:00"})
    assert answer.status_code == 422
    for some in words:
        assert some in answer.text
    assert 'href="#starts_at"' in answer.text
    assert 'value="Neuadd y Dref, Tŷ Ŵyn"' in answer.text
    assert 'value="2027-01-28T14:00"' in answer.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_at": "", "place": ""}, "Please fill this in."),
        ({**FORM, "starts_at": "2027-02-30T14:00"}, "This is not a day and time."),
        ({**FORM, "starts_at": "2027-03-28T01:30"}, "There is no such time on that day: the clocks go forward."),
        ({**FORM, "starts_at": "2020-01-01T14:00"}, "Too soon by"),
        ({**FORM, "starts_at": "2072-01-29T14:00"}, "This day is more than two years away."),
        ({**FORM, "place": "", "join_link": ""}, "A meeting needs a place or an online address."),
        ({**FORM, "join_link": "javascript:alert(1)"}, "This is not an online address that can be used."),
        ({**FORM, "place": "x" * 501}, "This is too long."),
    ],
)
async def test_what_cannot_be_used_is_said_at_its_field(secretary: Browser, typed: dict[str, str], words: str) -> None:
    await secretary.get(NEW)
    answer = await secretary.post(NEW, typed)
    assert answer.status_code == 422
    assert words in answer.text
    for value in filter(None, typed.values()):
        assert f'value="{value}"' in answer.text


async def test_odd_letters_are_shown_as_letters_and_never_run(coop: Database, secretary: Browser) -> None:
    await secretary.get(NEW)
    place = "Tŷ Ŵyn 🏠 <script>alert('ŷ')</script>"
    where = (await secretary.post(NEW, {**FORM, "place": place})).headers["location"].partition("?")[0]
    item = {"title_en": "A 🚤 & <b>boat</b>", "title_cy": "Cwch ŵyl 🚤"}
    await secretary.get(f"{where}/items")
    assert (await secretary.post(f"{where}/items", item)).status_code == 303
    for page in (where.replace("/office/convene/", "/meetings/"), f"{where}/words", f"{where}/send", f"{where}/when"):
        shown = (await secretary.get(page)).text
        assert "<script>alert" not in shown
        assert "<b>boat" not in shown
    assert "🏠 &lt;script&gt;" in (await secretary.get(f"{where}/send")).text
    assert "Tŷ Ŵyn 🏠" in (await secretary.get(f"{where}/send")).text


async def test_a_resolution_of_many_pages_in_each_variant_is_not_too_large(secretary: Browser) -> None:
    where = await prepared(secretary)
    long = "ŵ" * 20_000
    item = {"title_en": "A", "title_cy": "A", **{f"text_{one}": long for one in ("en", "cy", "en_easy", "cy_easy")}}
    await secretary.get(f"{where}/items")
    longer = await secretary.post(f"{where}/items", {**item, "text_en": long + "!"})
    assert longer.status_code == 422
    assert long in longer.text
    added = await secretary.post(f"{where}/items", item)
    assert added.status_code == 303
    shown = re.search(r"/items/(\w+)\"", (await secretary.get(f"{where}/words")).text)
    assert shown is not None
    await secretary.get(f"{where}/items/{shown[1]}")
    assert (await secretary.post(f"{where}/items/{shown[1]}", {**item, "title_en": "B"})).status_code == 303


@pytest.mark.parametrize(
    "address", [f"{NEW}x", f"{NEW}?day=soon", f"{NEW}?day=2027-02-30", "/en/office/convene/none/when"]
)
async def test_an_address_that_means_nothing_is_a_page_that_says_so(secretary: Browser, address: str) -> None:
    answer = await secretary.get(address)
    assert answer.status_code in (400, 404)
    assert "<h1" in answer.text


async def test_the_date_and_the_kind_may_change_until_the_notice_goes_out(secretary: Browser) -> None:
    where = await prepared(secretary)
    page = await secretary.get(f"{where}/when")
    assert "the last day to post letters for this date" in page.text
    assert 'role="img"' in page.text
    moved = await secretary.post(f"{where}/when", {**FORM, "starts_at": "2027-02-05T18:30", "place": "Y Capel"})
    assert moved.status_code == 303
    assert "Friday 5 February 2027" in (await secretary.get(where)).text
    early = await secretary.post(f"{where}/when", {**FORM, "starts_at": "2027-01-05T18:30"}, page=f"{where}/when")
    assert early.status_code == 422
    await secretary.get(f"{where}/kind")
    assert (await secretary.post(f"{where}/kind", {"kind": "general"})).status_code == 303
    assert "General meeting" in (await secretary.get(where)).text


async def test_a_gap_in_the_words_is_named_and_easy_read_is_added_or_its_lack_explained(secretary: Browser) -> None:
    where = await prepared(secretary)
    assert "Nothing yet" in (await secretary.get(where)).text
    await secretary.get(f"{where}/items")
    item = {"title_en": "Accounts", "title_cy": "Cyfrifon", "text_en": "We agree.", "text_cy": "Cytunwn."}
    assert (await secretary.post(f"{where}/items", item)).status_code == 303
    page = await secretary.get(f"{where}/words")
    assert "The rules ask for Easy Read." in page.text
    assert "Something is missing" in (await secretary.get(where)).text
    await secretary.get(f"{where}/send")
    refused = await secretary.post(f"{where}/notice")
    assert refused.status_code == 409
    assert "The rules ask for Easy Read, and an item has none." in refused.text
    assert "Rule 35 in version 1" in refused.text
    why = re.search(rf'href="({where}/items/[^"]+/easy-read)"', page.text)
    assert why is not None
    await secretary.get(why[1])
    assert (await secretary.post(why[1], {"reason": ""})).status_code == 422
    assert (await secretary.post(why[1], {"reason": "The accountant is late."})).status_code == 303
    assert "The reason given: The accountant is late." in (await secretary.get(f"{where}/words")).text
    assert "Ready" in (await secretary.get(where)).text
    assert (await secretary.post(f"{where}/notice", page=f"{where}/send")).status_code == 303


async def test_the_secretary_sees_who_is_told_and_reads_one_members_letter_first(
    coop: Database, secretary: Browser, clock: ScriptedClock
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    where = f"/en/office/convene/{meeting.id}"
    who = await secretary.get(f"{where}/who")
    assert "If you send the notice today, 12 people get it." in who.text
    assert "By post: letters to print" in who.text
    assert "No member of that name or number." in (await secretary.get(f"{where}/check?search=%F0%9F%8F%A0<b>")).text
    found = await secretary.get(f"{where}/check", params={"search": "aelod 3"})
    address = re.search(rf'href="({where}/check/[^"]+)">Aelod 3 Ŵyn', found.text)
    assert address is not None
    assert (await secretary.get(f"{where}/check/nobody")).status_code == 404
    letter = await secretary.get(address[1])
    assert "By e-mail, to a3@example.org" in letter.text
    assert letter.text.index("Dewch i&#39;n cyfarfod blynyddol") < letter.text.index("Come to our yearly meeting")
    assert "Sut gwarion ni ein harian." in letter.text
    assert f"/cy-easy/meetings/{meeting.id}" in letter.text
    assert f"/en/meetings/{meeting.id}" in letter.text
    async with coop.reading() as view:
        assert (await meetings.find(view, ACTOR, meeting.id)).stage == Stage.CALLED
    assert "This tells 12 people." in (await secretary.get(f"{where}/send")).text


async def test_a_refused_button_brings_back_the_page_it_stands_on(secretary: Browser) -> None:
    where = await prepared(secretary)
    await secretary.get(f"{where}/send")
    answer = await secretary.post(f"{where}/notice")
    assert answer.status_code == 409
    assert "Add the business first." in answer.text
    assert '<h1 class="govuk-heading-l">Send the notice</h1>' in answer.text


async def test_a_refusal_whose_page_cannot_be_shown_names_the_way_back(secretary: Browser, web: Web) -> None:
    where = await prepared(secretary)
    member = await web.signed_in(Role.MEMBER)
    await member.get(where.replace("/office/convene/", "/meetings/"))
    answer = await member.post(f"{where}/notice")
    assert answer.status_code == 403
    assert f'href="{where}/send"' in answer.text


async def test_business_notice_ledger_and_the_members_page(
    coop: Database, secretary: Browser, web: Web, clock: ScriptedClock, post: Channels
) -> None:
    where = await prepared(secretary)
    await secretary.get(f"{where}/items")
    item = {
        "title_en": "Accounts",
        "title_cy": "Cyfrifon",
        "title_en_easy": "Our money",
        "title_cy_easy": "Ein harian",
        "text_en": "We agree <b>.",
        "text_cy": "Cytunwn.",
        "text_en_easy": "We say yes <b>.",
        "text_cy_easy": "Dywedwn ie.",
    }
    assert (await secretary.post(f"{where}/items", item)).status_code == 303
    await secretary.get(f"{where}/send")
    assert (await secretary.post(f"{where}/notice")).status_code == 303
    await posted(coop, post, clock)

    arranged = await secretary.get(where)
    assert "Told in time: 12 of 12 members." in arranged.text
    found = re.search(r'href="(/en/office/notices/[^"]+)"', arranged.text)
    assert found is not None
    ledger = await secretary.get(found[1])
    assert "Told, of 12: 12" in ledger.text
    assert "Everybody has been told." in ledger.text
    assert "must count as received by Thursday 7 January 2027" in ledger.text
    assert "Aelod 9 Ŵyn" in ledger.text

    member = await a_member(coop, web)
    page = await member.get(where.replace("/en/office/convene/", "/cy/meetings/"))
    assert "Cyfarfod cyffredinol blynyddol" in page.text
    assert "Cytunwn." in page.text
    assert "Cawsoch wybod drwy e-bost" in page.text
    assert "mae 23 o ddiwrnodau clir" in page.text
    assert "/office/" not in page.text
    easy = await member.get(where.replace("/en/office/convene/", "/en-easy/meetings/"))
    assert "We say yes &lt;b&gt;." in easy.text
    assert "The meeting can go ahead." in easy.text
    assert "2 pm" in easy.text


async def test_a_member_reads_again_what_was_sent_and_nobody_elses(
    coop: Database, web: Web, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    await posted(coop, post, clock)
    member, other = await a_member(coop, web), await a_member(coop, web, 1)
    listed = await member.get("/cy/messages")
    found = re.search(r'href="(/cy/messages/[^"]+)"', listed.text)
    assert found is not None
    assert "Hysbysiad o&#39;r cyfarfod cyffredinol blynyddol" in listed.text
    letter = await member.get(found[1])
    assert "Cytunwn i brynu cwch." in letter.text
    assert "We agree to buy a boat." in letter.text, "the other half of the same letter"
    assert (await other.get(found[1])).status_code == 404


async def test_the_meeting_goes_into_a_members_own_calendar(coop: Database, web: Web, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    member = await a_member(coop, web)
    file = await member.get(f"/cy/meetings/{meeting.id}/calendar.ics")
    assert file.headers["content-type"].startswith("text/calendar")
    words = file.content.replace(b"\r\n ", b"").decode()
    for line in ("DTSTART:20270129T140000Z", "METHOD:PUBLISH", "Cyfarfod cyffredinol blynyddol", "Tŷ Ŵyn"):
        assert line in words
    assert f"/cy/meetings/{meeting.id}" in words


async def test_letters_are_marked_as_posted_from_the_ledger(
    coop: Database, secretary: Browser, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    await deliver_due(coop, post, clock)
    address = f"/en/office/notices/{meeting.cause}"
    page = await secretary.get(address)
    letters = re.findall(r'name="letters" type="checkbox" value="([^"]+)"', page.text)
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
    assert "Wait until" in (await secretary.get(f"{desk}/run")).text
    refused = await secretary.post(f"{desk}/begin")
    assert refused.status_code == 409
    assert "There is no quorum: 0 voting members are here and 3 are needed." in refused.text
    assert "No member of that name or number." in (await secretary.get(desk, params={"search": "🏠<b>"})).text

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
    assert "Aelod 2 Ŵyn" in (await secretary.get(f"{desk}/quorum")).text

    run = await secretary.get(f"{desk}/run")
    assert "There are 4 voting members here and 3 are needed. There is a quorum. I open the meeting." in run.text
    assert (await secretary.post(f"{desk}/begin")).status_code == 303
    live = f"/en/meetings/{meeting.id}/live"
    assert "The meeting has begun" in (await browser.get(live)).text
    assert (await secretary.post(f"{desk}/items/{meeting.items[0].id}", page=f"{desk}/run")).status_code == 303
    assert "We come to item 1." in (await secretary.get(f"{desk}/run")).text
    assert "Now: item 1" in (await browser.get(live)).text
    screen = await secretary.get(f"{desk}/screen")
    assert "Accounts of the year" in screen.text
    assert "Aelod" not in screen.text
    assert "Ann Pugh" in (await secretary.get(f"{desk}/run")).text
    assert "Ann Pugh" not in screen.text, "nor is whoever put it on the wall"
    clock.pass_time(timedelta(minutes=5))
    for act, page in (("close", "run"), ("minutes", "minutes"), ("approve", "minutes")):
        await secretary.get(f"{desk}/{page}")
        assert (await secretary.post(f"{desk}/{act}")).status_code == 303, act
    minutes = await browser.get(f"/cy/meetings/{meeting.id}/minutes")
    assert "Cofnodion y cyfarfod cyffredinol blynyddol" in minutes.text
    assert "Cymeradwywyd: Dydd Gwener 29 Ionawr 2027." in minutes.text
    assert "Cyfrifon y flwyddyn: tŷ a dŵr" in minutes.text
    kept = re.search(r'href="(/cy/papers/[^"]+/file)"', minutes.text)
    assert kept is not None
    file = await browser.get(kept[1])
    assert file.headers["content-disposition"] == 'attachment; filename="minutes-2027-01-29-cy.html"'
    assert "<title>Cofnodion" in file.text
    async with coop.reading() as view:
        assert (await meetings.find(view, ACTOR, meeting.id)).stage == Stage.CLOSED


async def test_a_meeting_is_postponed_and_cancelled_each_on_a_page_that_says_what_follows(
    coop: Database, secretary: Browser, clock: ScriptedClock
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    where = f"/en/office/convene/{meeting.id}"
    await secretary.get(f"{where}/date")
    soon = await secretary.post(f"{where}/date", {"starts_at": "2027-01-10T14:00", "reason_en": "Flood"})
    assert soon.status_code == 422
    assert 'value="Flood"' in soon.text
    both = {"starts_at": "2027-02-12T14:00", "reason_en": "Flood", "reason_cy": "Llifogydd"}
    assert (await secretary.post(f"{where}/date", both)).status_code == 303
    assert "This tells 12 people that the meeting is off." in (await secretary.get(f"{where}/cancel")).text
    assert (await secretary.post(f"{where}/cancel", {})).status_code == 303
    assert "Cancelled" in (await secretary.get(where)).text


@pytest.mark.control("PERM-1")
async def test_a_member_can_neither_call_nor_keep_the_desk_nor_see_the_ledger(
    coop: Database, web: Web, clock: ScriptedClock
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    member = await a_member(coop, web)
    desk, convene = f"/en/office/desk/{meeting.id}", f"/en/office/convene/{meeting.id}"
    paths = [f"{desk}{page}" for page in ("", "/quorum", "/run", "/screen", "/minutes")]
    paths += [f"{convene}{page}" for page in ("", "/kind", "/when", "/who", "/words", "/check", "/send", "/items")]
    for path in ("/en/office/convene", NEW, f"/en/office/notices/{meeting.cause}", *paths):
        assert (await member.get(path)).status_code == 403


async def test_the_api_does_the_same_acts_and_refuses_what_it_does_not_know(
    coop: Database, web: Web, clock: ScriptedClock, post: Channels
) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    call = {"kind": "agm", "starts_at": "2027-01-28T14:00:00Z", "place": "Neuadd"}
    refused = await secretary.post_json("/api/meetings", call)
    assert (refused.status_code, refused.json()["errors"]) == (422, {"starts_at": "too-soon"})
    assert refused.json()["finding"]["citations"][0]["parameter"] == "P-080"
    without_zone = await secretary.post_json("/api/meetings", {**call, "starts_at": "2027-01-29T14:00:00"})
    assert without_zone.status_code == 400
    unknown = await secretary.post_json("/api/meetings", {**call, "stage": "closed"})
    assert unknown.status_code == 400
    made = await secretary.post_json("/api/meetings", {**call, "starts_at": "2027-01-29T14:00:00Z"})
    assert made.status_code == 201
    meeting = made.json()["id"]
    texts = {"title": {"en": "Accounts", "cy": "Cyfrifon"}}
    item = await secretary.post_json(f"/api/meetings/{meeting}/items", texts)
    assert item.status_code == 201
    bare = await secretary.post_json(f"/api/meetings/{meeting}/notice", {})
    assert (bare.status_code, bare.json()["type"]) == (409, "easy-read-missing")
    why = f"/api/meetings/{meeting}/items/{item.json()['id']}/easy-read"
    assert (await secretary.post_json(why, {"reason": "Not yet there."})).status_code == 200
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
