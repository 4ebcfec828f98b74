"""Helping each other through HTTP: turned on by members, used by people, closed to offices."""

import re
from datetime import UTC, datetime

import pytest

from governance.actor import Assurance, Role
from governance.arrangements.model.together import Feature
from governance.members import service as members
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import VARIANTS
from governance.platform.web import variants
from governance.platform.web.layout import environment
from tests.governance.arrangements.test_together import Person, Village
from tests.governance.conftest import Browser, Web
from tests.governance.people import SECRETARY

PUT = {"text": "I can go along to meetings", "language": "cy", "until": "2027-02-01", "contact": "01492 555 0101"}
CODES = (
    "together-off",
    "switch-stands",
    "switch-not-decided",
    "own-notice",
    "notice-over",
    "answered-already",
    "answer-settled",
    "thing-taken",
    "thing-gone",
    "booking-over",
)


@pytest.fixture
async def village(coop: Database, clock: ScriptedClock, keys: Keys) -> Village:
    return Village(coop, clock, keys)


async def somebody(web: Web, village: Village, person: Person, number: int) -> Browser:
    """A member without a way in of their own, signed in by link."""
    async with village.database.writing() as tx:
        member = await members.admit(tx, SECRETARY, person(number, email=None), village.now)
    return await web.signed_in(Role.MEMBER, member_id=member.id, assurance=Assurance.LINK)


async def test_members_decide_then_two_people_find_each_other(web: Web, village: Village, person: Person) -> None:
    office = await web.signed_in(Role.SECRETARY)
    ann, bryn = [await somebody(web, village, person, number) for number in (1, 2)]
    answer = await ann.get("/en/together/peers")
    assert answer.status_code == 409
    assert "Members have not turned this on." in answer.text
    motion = await village.motion()
    switch = "/en/office/together/peer-support"
    answer = await office.post(f"{switch}/on", {"motion": motion}, page=switch)
    assert answer.status_code == 303, answer.text
    form = "/en/together/peers/new/offer"
    answer = await ann.post(form, PUT, page=form)
    assert answer.status_code == 303, answer.text
    notice = answer.headers["location"].partition("?")[0]
    page = await bryn.get(notice)
    assert "I can go along to meetings" in page.text
    assert "555 0101" not in page.text
    assert (await bryn.post(f"{notice}/answer", {"contact": "01492 555 0102"}, page=notice)).status_code == 303
    page = await ann.get(notice)
    assert "555 0102" not in page.text
    found = re.search(r'name="person" value="(\w+)"', page.text)
    assert found is not None
    answer = await ann.post(f"{notice}/settle", {"person": found.group(1), "agreed": "yes"}, page=notice)
    assert answer.status_code == 303, answer.text
    assert "01492 555 0102" in (await ann.get(notice)).text
    assert "01492 555 0101" in (await bryn.get(notice)).text


async def test_a_thing_is_lent_booked_and_given_back_by_form(web: Web, village: Village, person: Person) -> None:
    await village.turn(Feature.SHARED_RESOURCES)
    ann, bryn = [await somebody(web, village, person, number) for number in (1, 2)]
    form = "/cy/together/things/new"
    answer = await ann.post(form, {"name": "Ramp", "place": "Neuadd"}, page=form)
    assert answer.status_code == 303, answer.text
    thing = answer.headers["location"].partition("?")[0]
    booked = {"starts_at": "2027-01-05T09:00", "ends_at": "2027-01-05T11:00"}
    assert (await bryn.post(f"{thing}/book", booked, page=thing)).status_code == 303
    answer = await ann.post(f"{thing}/book", booked, page=thing)
    assert answer.status_code == 409
    assert "Dewiswch amser arall." in answer.text
    found = re.search(r'action="/cy(/together/things/bookings/\w+/cancel)"', (await bryn.get(thing)).text)
    assert found is not None
    assert (await bryn.post(f"/cy{found.group(1)}", page=thing)).status_code == 303
    assert (await ann.post(f"{thing}/book", booked, page=thing)).status_code == 303


@pytest.mark.control("PERM-5")
async def test_a_director_reads_nothing_by_being_one(web: Web, village: Village) -> None:
    await village.turn(Feature.PEER_SUPPORT)
    await village.turn(Feature.SHARED_RESOURCES)
    for role in (Role.DIRECTOR, Role.TREASURER, Role.SECRETARY, Role.COORDINATOR, Role.ASSISTANT, Role.INSPECTOR):
        browser = await web.signed_in(role)
        for path in ("together", "together/peers", "together/things"):
            assert (await browser.get(f"/en/{path}")).status_code == 403, (role, path)


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_page_speaks_every_variant_and_has_one_heading(
    web: Web, village: Village, person: Person, variant: str
) -> None:
    for feature in Feature:
        await village.turn(feature)
    browser = await somebody(web, village, person, 1)
    form = f"/{variant}/together/peers/new/request"
    notice = (await browser.post(form, PUT, page=form)).headers["location"].partition("?")[0]
    form = f"/{variant}/together/things/new"
    thing = (await browser.post(form, {"name": "Ramp", "place": "Hall"}, page=form)).headers["location"]
    office = await web.signed_in(Role.SECRETARY)
    own = ["", "/peers", "/peers/new", "/peers/new/offer", "/things", "/things/new"]
    pages = [(browser, f"/{variant}/together{path}") for path in own]
    pages += [(browser, notice), (browser, thing.partition("?")[0])]
    pages += [(office, f"/{variant}/office/together{path}") for path in ("", "/peer-support", "/peer-support/off")]
    for reader, path in pages:
        page = await reader.get(path)
        assert (page.status_code, page.text.count("<h1")) == (200, 1), path


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_refusal_has_words_of_its_own_in_every_variant(variant: str) -> None:
    words = '{% from "ui/words.html" import refused with context %}{{ refused(code, {}, none, "arrangements") }}'
    template = environment().from_string(words)
    with variants.speaking(variant):
        told = [str(template.render(code=code)) for code in CODES]
        unknown = str(template.render(code="no-such-code"))
    assert len(set(told)) == len(CODES)
    assert unknown not in told


async def test_the_clock_of_a_booking_is_the_organisation_s(web: Web, village: Village, person: Person) -> None:
    """Nine in summer is eight in UTC."""
    await village.turn(Feature.SHARED_RESOURCES)
    village.clock.move_to(datetime(2027, 6, 1, 6, tzinfo=UTC))
    browser = await somebody(web, village, person, 1)
    form = "/en/together/things/new"
    thing = (await browser.post(form, {"name": "Ramp", "place": "Hall"}, page=form)).headers["location"]
    place = thing.partition("?")[0]
    booked = {"starts_at": "2027-06-01T09:00", "ends_at": "2027-06-01T10:00"}
    assert (await browser.post(f"{place}/book", booked, page=place)).status_code == 303
    assert "1 June 2027, 9am" in (await browser.get(place)).text
