"""Trusts and rotas through a browser: trustees, residents, assistants, and everybody else."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from governance.access import service as access
from governance.actor import Role
from governance.arrangements.model.cover import Kind
from governance.arrangements.model.people import Authority, Evidence, Seen
from governance.arrangements.service import leaving, people, shifts, trusts
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import VARIANTS
from tests.governance.arrangements.agreeing import founded
from tests.governance.arrangements.house import MONDAY, SINCE, House, built, round_the_clock
from tests.governance.conftest import Browser, Web
from tests.governance.people import SECRETARY, SETUP


@pytest.fixture
async def house(database: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> House:
    house = await built(await founded(database, clock, "d-living-trust"), clock, keys, person)
    await round_the_clock(house)
    for begins, ends, who in ((7, 15, "Sam"), (8, 10, "Tess"), (15, 22, "Sam"), (17, 20, "Tess")):
        async with database.writing() as tx:
            await shifts.plan(
                tx,
                house.nia,
                house.household,
                day=MONDAY,
                begins=time(begins),
                ends=time(ends),
                kind=Kind.WAKING,
                assistant_id=house.assistants[who].id,
                now=clock.now(),
            )
    return house


async def signed_in(web: Web, house: House, who: str) -> Browser:
    """A member by a new sign-in; an assistant by their own."""
    browser = web.browser()
    if who in house.assistants:
        account = house.assistants[who].account
        assert account is not None
        await web.sign_in(browser, account)
        return browser
    member = {"nia": house.nia, "owen": house.owen, "alun": house.alun, "stranger": house.stranger}[who].member
    async with house.database.writing() as tx:
        found = await access.account_for(tx, member or "")
        assert found is not None
        if who == "stranger":
            for office in (Role.CHAIR, Role.DIRECTOR, Role.TREASURER, Role.SECRETARY):
                await access.grant_role(tx, SETUP, found.id, office, web.clock.now())
    await web.sign_in(browser, found.id)
    return browser


def pages_of(house: House) -> tuple[str, ...]:
    rota, trust = f"/rotas/{house.household}", f"/trusts/{house.trust}"
    return (trust, f"{trust}/cost", f"{trust}/decisions", rota, f"{rota}/{MONDAY}", f"{rota}/cost")


def forms_of(house: House) -> tuple[str, ...]:
    rota, trust = f"/rotas/{house.household}", f"/trusts/{house.trust}"
    trustees = ("trustees/new", "trustees/retire", "trustees/paid")
    parts = (*trustees, "residents/new", "residents/leave", "house/new", "house/home")
    papers = ("bank/new", "bank/end", "insurance/new", "changes")
    return (*(f"{trust}/{one}" for one in parts + papers), f"{rota}/need", f"{rota}/people", f"{rota}/shifts")


@pytest.mark.parametrize("variant", VARIANTS)
async def test_trustees_open_every_page_in_every_variant(web: Web, house: House, variant: str) -> None:
    browser = await signed_in(web, house, "nia")
    for page in ("/trusts", "/trusts/new", "/rotas", "/rotas/new", *pages_of(house), *forms_of(house)):
        answer = await browser.get(f"/{variant}{page}")
        assert answer.status_code == 200, (page, answer.text[-500:])


@pytest.mark.control("PERM-2")
async def test_residents_read_and_do_not_keep_and_everybody_else_finds_nothing(web: Web, house: House) -> None:
    alun = await signed_in(web, house, "alun")
    for page in pages_of(house):
        assert (await alun.get(f"/en{page}")).status_code == 200, page
    for page in forms_of(house):
        if page.endswith("residents/leave"):
            continue  # of themselves
        assert (await alun.get(f"/en{page}")).status_code == 404, page
    assert "Beti" not in (await alun.get(f"/en/trusts/{house.trust}/cost")).text
    board = await signed_in(web, house, "stranger")
    for page in (*pages_of(house), *forms_of(house)):
        assert (await board.get(f"/en{page}")).status_code == 404, page
    sam = await signed_in(web, house, "Sam")
    for page in pages_of(house):
        assert (await sam.get(f"/en{page}")).status_code in (403, 404), page
    assert "Ty Ni" in (await sam.get("/en/rotas")).text


async def test_the_gap_is_told_in_words_before_the_table_and_filled_from_there(web: Web, house: House) -> None:
    browser = await signed_in(web, house, "nia")
    week = f"/en/rotas/{house.household}/{MONDAY}"
    page = (await browser.get(week)).text
    told = "Monday 1 March 2027, 10pm to 11pm: people missing: 1"
    assert told in page
    assert page.index(told) < page.index("<table")
    link = f"/en/rotas/{house.household}/shifts?day=2027-03-01&amp;begins=22:00&amp;ends=23:00&amp;kind=waking"
    assert link in page
    data = {
        "day": "2027-03-01",
        "begins": "22:00",
        "ends": "23:00",
        "kind": "waking",
        "assistant": house.assistants["Tess"].id,
    }
    form = f"/en/rotas/{house.household}/shifts"
    answer = await browser.post(form, data, page=form)
    assert answer.status_code == 303, answer.text
    assert told not in (await browser.get(week)).text


async def test_a_copied_week_and_a_busy_assistant_are_told_in_words(web: Web, house: House) -> None:
    browser = await signed_in(web, house, "nia")
    week = f"/en/rotas/{house.household}/{MONDAY}"
    assert (await browser.post(f"{week}/copy", page=week)).status_code == 303
    again = await browser.post(f"{week}/copy", page=week)
    assert again.status_code == 409
    assert "has shifts already" in again.text
    form = f"/cy/rotas/{house.household}/shifts"
    data = {
        "day": "2027-03-01",
        "begins": "14:00",
        "ends": "16:00",
        "kind": "waking",
        "assistant": house.assistants["Sam"].id,
    }
    busy = await browser.post(form, data, page=form)
    assert busy.status_code == 409
    assert "yn gweithio bryd hynny yn barod" in busy.text


async def test_an_assistant_asks_and_another_takes_the_shift(web: Web, house: House) -> None:
    async with house.database.writing() as tx:
        shift = await shifts.plan(
            tx,
            house.nia,
            house.household,
            day=MONDAY + timedelta(days=1),
            begins=time(7),
            ends=time(15),
            kind=Kind.WAKING,
            assistant_id=house.assistants["Sam"].id,
            now=web.clock.now(),
        )
    web.clock.move_to(web.clock.now().replace(month=2, day=20))
    sam, tess = await signed_in(web, house, "Sam"), await signed_in(web, house, "Tess")
    form = f"/en/rotas/own/{shift.id}/swap"
    page = (await sam.get("/en/rotas")).text
    assert "With you: Tess." in page
    assert form in page
    answer = await sam.post(form, {"assistant": house.assistants["Tess"].id}, page=form)
    assert answer.status_code == 303, answer.text
    asked = (await tess.get("/en/rotas")).text
    assert "Sam asks you to take the shift" in asked
    yes = next(part.split('"')[0] for part in asked.split('action="') if part.split('"')[0].endswith("/yes"))
    taken = await tess.post(yes, page="/en/rotas")
    assert taken.status_code == 303, taken.text
    assert "Sam asks you" not in (await tess.get("/en/rotas")).text


async def test_trustees_decide_after_the_residents_were_heard(web: Web, house: House) -> None:
    browser = await signed_in(web, house, "nia")
    listed = f"/en/trusts/{house.trust}/decisions"
    made = await browser.post(listed, {"matter": "other", "proposal": "A bigger table"}, page=listed)
    decision = made.headers["location"].partition("?")[0]
    assert "Heard: 0 of 4" in (await browser.get(decision)).text
    alun = await signed_in(web, house, "alun")
    own = f"{decision}/views/{house.people['Alun']}"
    said = await alun.post(own, {"heard": "own-words", "words": "A round one"}, page=own)
    assert said.status_code == 303, said.text
    assert (await alun.get(f"{decision}/views/{house.people['Beti']}")).status_code == 404
    early = await browser.post(f"{decision}/close", page=decision)
    assert early.status_code == 409
    assert "First everybody who lives there must be heard" in early.text
    shown = (await browser.get(decision)).text
    assert "A round one" in shown
    assert "Save this vote" not in shown
    for name in ("Beti", "Ceri", "Dewi"):
        asked = f"{decision}/views/{house.people[name]}"
        typed = {"heard": "asked", "words": "With pictures"}
        assert (await browser.post(asked, typed, page=asked)).status_code == 303
    vote = {"trustee": house.trustees["Nia"], "agrees": "yes"}
    assert (await browser.post(f"{decision}/vote", vote, page=decision)).status_code == 303
    assert "Yes: 1. No: 0. Needed: 2 of 3 trustees." in (await browser.get(decision)).text


async def test_a_trustee_is_appointed_and_the_list_of_changes_follows(web: Web, house: House) -> None:
    browser = await signed_in(web, house, "nia")
    form = f"/en/trusts/{house.trust}/trustees/new"
    answer = await browser.post(form, {"name": "Ifan Lloyd", "on": "2027-01-04", "tie": ""}, page=form)
    assert answer.status_code == 303, answer.text
    changes = (await browser.get(answer.headers["location"])).text
    assert "Change who signs at the bank (Ifan Lloyd became a trustee on Monday 4 January 2027)" in changes
    unknown = await browser.post(form, {"name": "Ifan", "number": "999", "on": "2027-01-04"}, page=form)
    assert unknown.status_code == 422
    assert "There is no member with this number and this name." in unknown.text


async def test_a_stay_ends_by_two_trustees_and_whose_it_is_reads_who_said_so(web: Web, house: House) -> None:
    nia, alun = await signed_in(web, house, "nia"), await signed_in(web, house, "alun")
    form, trust = f"/en/trusts/{house.trust}/residents/leave", f"/en/trusts/{house.trust}"
    told = f"{trust}/residents/{house.people['Alun']}/leaving"
    said = await nia.post(form, {"who": house.people["Alun"], "on": "2027-02-01"}, page=form)
    assert said.headers["location"].startswith(told)
    assert "Nobody ends a stay alone." in (await nia.get(told)).text
    easy = (await nia.get(told.replace("/en/", "/en-easy/"))).text
    assert "Take back what I wrote" in easy
    assert "Stop it" not in easy, "as if the stay stopped"
    alone = await nia.post(told, {"answer": "agree", "on": "2027-02-01"}, page=told)
    assert alone.status_code == 409
    assert "Another trustee must say so too" in alone.text
    assert told.removeprefix("/en") in (await alun.get("/en/")).text, "the first page asks"
    assert "see it and answer" in (await alun.get(trust)).text
    owen = await signed_in(web, house, "owen")
    assert told.removeprefix("/en") in (await owen.get("/en/")).text
    assert 'name="on" value="2027-02-01"' in (await owen.get(told)).text
    other = await owen.post(told, {"answer": "agree", "on": "2027-03-01"}, page=told)
    assert other.status_code == 409
    assert "Somebody has written down another day since you looked." in other.text
    assert (await owen.post(told, {"answer": "agree", "on": "2027-02-01"}, page=told)).status_code == 303
    page = (await alun.get(told)).text
    assert "Nia Puw wrote down that Alun Puw leaves the house." in page
    assert "Owen Puw agreed. So the stay has ended." in page
    assert (await alun.post(told, {"answer": "read"}, page=told)).status_code == 303
    assert told.removeprefix("/en") not in (await alun.get("/en/")).text


async def test_a_trustee_who_speaks_for_a_resident_can_say_that_they_have_read_it(web: Web, house: House) -> None:
    now, dewi = web.clock.now(), house.people["Dewi"]
    async with house.database.writing() as tx:
        await people.authorise(
            tx,
            SECRETARY,
            dewi,
            member_id=house.owen.member or "",
            authority=Authority.DEPUTY,
            scope="home",
            since=SINCE,
            evidence=Evidence(Seen.COURT_ORDER, SINCE),
            now=now,
        )
        await leaving.farewell(tx, house.nia, house.trust, dewi, on=MONDAY, now=now)
        await leaving.agree(tx, house.owen, house.trust, dewi, on=MONDAY, now=now)
    owen = await signed_in(web, house, "owen")
    told = f"/en/trusts/{house.trust}/residents/{dewi}/leaving"
    assert told.removeprefix("/en") in (await owen.get("/en/")).text
    assert "I have read this" in (await owen.get(told)).text
    assert (await owen.post(told, {"answer": "read"}, page=told)).status_code == 303
    assert told.removeprefix("/en") not in (await owen.get("/en/")).text
    nia = await signed_in(web, house, "nia")
    assert "I have read this" not in (await nia.get(told)).text


async def test_whoever_comes_back_is_the_same_person(web: Web, house: House) -> None:
    now, dewi = web.clock.now(), house.people["Dewi"]
    async with house.database.writing() as tx:
        await leaving.farewell(tx, house.nia, house.trust, dewi, on=now.date(), now=now)
        await leaving.agree(tx, house.owen, house.trust, dewi, on=now.date(), now=now)
    nia = await signed_in(web, house, "nia")
    form = f"/en/trusts/{house.trust}/residents/new"
    page = (await nia.get(form)).text
    assert dewi in page
    assert house.people["Beti"] not in page, "lives there"
    day = str(now.date())
    unknown = await nia.post(form, {"who": house.people["Beti"], "on": day}, page=form)
    assert unknown.status_code == 404
    back = await nia.post(form, {"who": dewi, "name": "", "on": day}, page=form)
    assert back.status_code == 303, back.text
    async with house.database.reading() as view:
        assert {one.person for one in await trusts.residents(view, house.trust, now.date())} == set(
            house.people.values()
        )
    assert (await nia.post(form, {"name": "", "on": day}, page=form)).status_code == 422


async def test_a_resident_leaves_by_a_form_with_one_question(web: Web, house: House) -> None:
    alun = await signed_in(web, house, "alun")
    form = f"/en/trusts/{house.trust}/residents/leave"
    page = (await alun.get(form)).text
    assert "Your own word is enough." in page
    assert "Beti" not in page
    missing = await alun.post(form, {"who": house.people["Alun"], "on": ""}, page=form)
    assert missing.status_code == 422
    left = await alun.post(form, {"who": house.people["Alun"], "on": "2027-01-05"}, page=form)
    assert left.status_code == 303, left.text


async def test_residents_change_their_own_day_or_stay_until_it_has_come(web: Web, house: House) -> None:
    alun, person = await signed_in(web, house, "alun"), house.people["Alun"]
    form = f"/en/trusts/{house.trust}/residents/leave"
    told = f"/en/trusts/{house.trust}/residents/{person}/leaving"

    async def until() -> date | None:
        async with house.database.reading() as view:
            (stay,) = [
                one for one in await trusts.residents(view, house.trust, web.clock.now().date()) if one.person == person
            ]
        return stay.until

    for day in (date(2027, 2, 1), date(2027, 3, 1)):
        assert (await alun.post(form, {"who": person, "on": str(day)}, page=form)).status_code == 303
        assert await until() == day
    assert "Monday 1 March 2027" in (await alun.get(form)).text
    nia = await signed_in(web, house, "nia")
    assert (await nia.post(told, {"answer": "stays"}, page=form)).status_code == 404, "it is not hers to take back"
    assert (await alun.post(told, {"answer": "stays"}, page=form)).status_code == 303
    assert await until() is None
    assert (await alun.post(form, {"who": person, "on": "2027-02-01"}, page=form)).status_code == 303
    web.clock.move_to(web.clock.now().replace(year=2027, month=2, day=1))
    alun = await signed_in(web, house, "alun")
    assert (await alun.post(told, {"answer": "stays"}, page="/en/")).status_code == 404


async def test_trustees_who_all_are_paid_are_led_to_a_new_one(web: Web, house: House) -> None:
    nia = await signed_in(web, house, "nia")
    paid = f"/en/trusts/{house.trust}/trustees/paid"
    for trustee in house.trustees.values():
        assert (await nia.post(paid, {"who": trustee, "tie": "trustee_paid"}, page=paid)).status_code == 303
    listed = f"/en/trusts/{house.trust}/decisions"
    made = await nia.post(listed, {"matter": "pay", "proposal": "A rise"}, page=listed)
    page = (await nia.get(made.headers["location"])).text
    assert "First find a new trustee who has no interest in it." in page
    assert f"/en/trusts/{house.trust}/trustees/new" in page
    assert "Write down what is decided" not in page
