"""Sharing support in a browser: one question a page, a yes from each, and what each pays."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from governance.access.records import AccountRecord
from governance.actor import Role, platform
from governance.arrangements.model.revising import Answers, StillTakesPart
from governance.arrangements.model.sessions import Attended
from governance.arrangements.model.sharing import Asked, Basis
from governance.arrangements.records.sharing import SharedAssistantRecord
from governance.arrangements.service import assistants, charges, departing, shared, sharing
from tests.governance.arrangements.friends import (
    AFTERNOON,
    BEGINS,
    NOW,
    SUPPORT,
    Friends,
    all_agree,
    friends,
    sharing_together,
)
from tests.governance.conftest import Browser, Web
from tests.governance.people import SECRETARY

HERE = "/en/support/shared"


@pytest.fixture
async def five(coop, person) -> Friends:
    return await sharing_together(await friends(coop, 5, person), replace(AFTERNOON, prices=AFTERNOON.prices[:1]))


async def signed_in(web: Web, group: Friends, number: int) -> Browser:
    """With the account that the member got when entered in the register."""
    member = group.actors[number - 1].member
    async with web.database.reading() as view:
        account = await view.scalar(select(AccountRecord.id).where(AccountRecord.member == member))
    browser = web.browser()
    await web.sign_in(browser, account)
    return browser


async def test_those_who_share_see_from_which_day_an_assistant_no_longer_works_there(web: Web, five: Friends) -> None:
    office, day = await web.signed_in(Role.MEMBER, Role.COORDINATOR), NOW.date() + timedelta(days=7)
    async with web.database.writing() as tx:
        ben = await assistants.enter(tx, SECRETARY, name="Ben Rees", now=NOW)
        tx.add(SharedAssistantRecord(shared=five.shared, assistant=ben.id))
    page = f"/en/assistants/{ben.id}/leave"
    assert "Support that people share: 1." in (await office.get(page)).text
    third = await signed_in(web, five, 3)
    assert "no longer works here" not in (await third.get(f"{HERE}/{five.shared}")).text
    assert (await office.post(page, {"on": day.isoformat()}, page=page)).status_code == 303
    shown = (await third.get(f"{HERE}/{five.shared}")).text
    assert "Ben Rees no longer works here from Monday 11 January 2027." in shown
    assert "Who assists" in shown
    async with web.database.writing() as tx:
        await departing.leave(tx, platform("arrangements"), ben.id, NOW + timedelta(days=7))
        assert await shared.assistants_of(tx, five.shared) == []


async def test_somebody_asks_friends_one_question_a_page(web: Web, coop, person) -> None:
    group = await friends(coop, 2, person)
    browser = await signed_in(web, group, 1)
    answers = {
        "what": {"kind": "support", "title": "Thursday afternoons"},
        "leader": {},
        "when": {"sessions": "10", "hours": "3"},
        "costs": {"support": "17.35", "basis": "equal"},
        "people": {"emails": "member2@example.org"},
    }
    for step, typed in answers.items():
        page = f"{HERE}/new/{step}"
        assert (await browser.get(page)).status_code == 200
        answer = await browser.post(page, typed)
        assert answer.status_code == 303, answer.text
    checked = await browser.get(f"{HERE}/new/check")
    assert "£520.50" in checked.text
    sent = await browser.post(f"{HERE}/new")
    assert sent.status_code == 303
    friend = await signed_in(web, group, 2)
    assert "Thursday afternoons" in (await friend.get(HERE)).text


async def test_an_address_that_is_no_members_comes_back_with_its_problem(web: Web, coop, person) -> None:
    browser = await signed_in(web, await friends(coop, 1, person), 1)
    answer = await browser.post(f"{HERE}/new/people", {"emails": "nobody@example.org"}, page=f"{HERE}/new/people")
    assert answer.status_code == 422
    assert "One of these addresses is not a member" in answer.text


async def test_a_friend_says_yes_and_it_begins(web: Web, coop, person) -> None:
    group = await friends(coop, 2, person)
    running = await sharing_together(group)
    async with coop.writing() as tx:
        seen = await shared.find(tx, group.actors[0], running.shared, NOW)
        asked = await shared.taking_part(tx, seen.record, NOW.date())
        await sharing.revise(
            tx, group.actors[0], running.shared, terms=replace(AFTERNOON, sessions=12), asked=asked, now=NOW
        )
    organiser, friend = await signed_in(web, group, 1), await signed_in(web, group, 2)
    here = f"{HERE}/{running.shared}"
    too_early = await organiser.post(f"{here}/begun", page=here)
    assert too_early.status_code == 409
    assert "0 of 2 people have said yes" in too_early.text
    for browser, one in ((organiser, group.ids[0]), (friend, group.ids[1])):
        page = await browser.get(here)
        sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', page.text)
        assert sha256 is not None
        said = await browser.post(f"{here}/agreed", {"person": one, "sha256": sha256.group(1)})
        assert said.status_code == 303
    assert (await organiser.post(f"{here}/begun", page=here)).status_code == 303


async def test_five_friends_share_an_afternoon_and_each_sees_only_their_own_share(web: Web, five: Friends) -> None:
    number = await five.hold(lines=[SUPPORT])
    friend = await signed_in(web, five, 2)
    page = await friend.get(f"{HERE}/{five.shared}/sessions/{number}")
    assert "Friend2 Ŵyn pays £10.41." in page.text
    assert "What each pays" not in page.text
    assert "Friend3" not in page.text


async def test_before_the_afternoon_each_sees_their_share_and_the_saving(web: Web, five: Friends) -> None:
    organiser, friend = await signed_in(web, five, 1), await signed_in(web, five, 2)
    planned = {"starts_at": "2027-02-01T14:00", "ends_at": "2027-02-01T17:00", "weeks": "2"}
    page = f"{HERE}/{five.shared}/sessions/new"
    assert (await organiser.post(page, planned, page=page)).status_code == 303
    shown = await friend.get(f"{HERE}/{five.shared}/sessions/1")
    assert "Friend2 Ŵyn pays £10.41." in shown.text
    assert "Alone it would cost £52.05. Sharing saves £41.64." in shown.text
    assert (await friend.get(f"{HERE}/{five.shared}/sessions/2")).status_code == 200
    assert (await friend.get(page)).status_code == 404


@pytest.mark.parametrize("agreeing", [4, 5])
async def test_all_see_what_each_pays_only_where_all_agreed(web: Web, five: Friends, agreeing: int) -> None:
    number = await five.hold(lines=[SUPPORT])
    async with five.database.writing() as tx:
        for actor, one in list(zip(five.actors, five.ids, strict=True))[:agreeing]:
            await sharing.show(tx, actor, five.shared, one, shows_name=True, shows_amounts=True, now=NOW)
    for number_of in (1, 3):
        browser = await signed_in(web, five, number_of)
        page = await browser.get(f"{HERE}/{five.shared}/sessions/{number}")
        assert ("What each pays" in page.text) is (agreeing == 5)


async def planned(web: Web, group: Friends) -> str:
    """An afternoon that has begun; the path of the questions about it."""
    organiser = await signed_in(web, group, 1)
    page = f"{HERE}/{group.shared}/sessions/new"
    times = {"starts_at": "2027-01-11T14:00", "ends_at": "2027-01-11T17:00"}
    assert (await organiser.post(page, times, page=page)).status_code == 303
    web.clock.move_to(BEGINS)
    return f"{HERE}/{group.shared}/sessions/1/who-came"


async def write_down(browser: Browser, questions: str, pages: Mapping[str, Mapping[str, object]]) -> str:
    """Answer the questions in the order in which they come, to the end; what the last page shows."""
    here = f"{questions}/who"
    for step, typed in pages.items():
        assert here == f"{questions}/{step}"
        answer = await browser.post(here, typed, page=here)
        assert answer.status_code == 303, answer.text
        here = answer.headers["location"]
    assert here == f"{questions}/check"
    shown = await browser.get(here)
    saved = await browser.post(questions, page=here)
    assert saved.status_code == 303, saved.text
    return shown.text


def came(people: int, last: str = "yes") -> dict[str, object]:
    return {f"came_{place}": "yes" for place in range(people - 1)} | {f"came_{people - 1}": last}


def there(people: int, **minutes: str) -> dict[str, object]:
    return {f"minutes_{place}": "180" for place in range(people)} | minutes


ALONE = {"costs": {"support": "52.05"}, "some": {}}
TRAVELLED = {"costs": {"transport": "11.20"}, "some": {"some": "transport"}}
M_01 = {
    "a": (Basis.EQUAL, {"who": came(7), "minutes": there(7), **ALONE}, [744] * 4 + [743] * 3),
    "b": (
        Basis.ATTENDED,
        {"who": came(7), "minutes": there(7, minutes_6="90"), **ALONE},
        [801] * 5 + [800, 400],
    ),
    "c": (Basis.EQUAL, {"who": came(7), "minutes": there(7), **TRAVELLED}, [187] * 4 + [186] * 2 + [0]),
    "d": (
        Basis.EQUAL,
        {"who": came(7, "told"), "minutes": there(6), "told": {"told_at_0": "2027-01-10T08:00"}, **ALONE},
        [868] * 3 + [867] * 3 + [0],
    ),
    "e": (
        Basis.EQUAL,
        {"who": came(7, "told"), "minutes": there(6), "told": {"told_at_0": "2027-01-11T09:00"}, **ALONE},
        [744] * 4 + [743] * 3,
    ),
}


@pytest.mark.parametrize("case", M_01)
async def test_m_01_the_organiser_writes_down_who_came_and_who_shares_what(web: Web, coop, person, case: str) -> None:
    basis, pages, each = M_01[case]
    group = await sharing_together(await friends(coop, 7, person), replace(AFTERNOON, basis=basis))
    questions = await planned(web, group)
    if case == "c":
        pages = {**pages, "for-transport": {"people": group.ids[:6]}}
    organiser = await signed_in(web, group, 1)
    shown = await write_down(organiser, questions, pages)
    assert f"Friend1 Ŵyn pays £{each[0] / 100:.2f}." in shown
    assert "Friend2 Ŵyn pays" not in shown
    for number in (1, 4, 6, 7):
        friend = await signed_in(web, group, number)
        page = await friend.get(questions.removesuffix("/who-came"))
        assert f"Friend{number} Ŵyn pays £{each[number - 1] / 100:.2f}." in page.text
        assert ("Told in time: nothing is charged." in page.text) is (case == "d" and number == 7)
    assert await group.paid(1) == each


async def test_what_each_cost_is_to_somebody_stands_line_by_line(web: Web, coop, person) -> None:
    group = await sharing_together(await friends(coop, 7, person))
    questions = await planned(web, group)
    both = {"costs": {"support": "52.05", "transport": "11.20"}, "some": {"some": "transport"}}
    pages = {"who": came(7), "minutes": there(7), **both, "for-transport": {"people": group.ids[:6]}}
    await write_down(await signed_in(web, group, 1), questions, pages)
    page = (await (await signed_in(web, group, 2)).get(questions.removesuffix("/who-came"))).text
    assert "Friend2 Ŵyn pays £9.31." in page
    assert "Personal assistant: £7.44" in page
    assert "Transport: £1.87" in page
    assert "Shared by 6 of 7" in page


async def test_questions_sent_twice_are_written_down_once(web: Web, five: Friends) -> None:
    questions = await planned(web, five)
    organiser = await signed_in(web, five, 1)
    await write_down(organiser, questions, {"who": came(5), "minutes": there(5), **ALONE})
    again = await organiser.post(questions, page=f"{questions}/check")
    assert again.status_code == 303
    async with five.database.reading() as view:
        assert len(await charges.shares_due(view, five.shared, NOW.date().replace(year=2028))) == 5


@pytest.mark.parametrize(
    ("step", "typed", "says"),
    [
        ("who", {"came_0": "yes"}, "Say whether this person came."),
        ("costs", {"support": "52.06"}, "This is more than everybody agreed to."),
        ("costs", {"room": "1.00"}, "This is more than everybody agreed to."),
        ("for-support", {}, "Choose at least one person."),
        ("told", {"told_at_0": "2030-01-01T09:00"}, "This time has not come yet."),
    ],
)
async def test_an_answer_that_cannot_be_comes_back(
    web: Web, five: Friends, step: str, typed: dict[str, str], says: str
) -> None:
    questions = await planned(web, five)
    organiser, page = await signed_in(web, five, 1), f"{questions}/{step}"
    if step == "told":
        await organiser.post(f"{questions}/who", came(5, "told"), page=f"{questions}/who")
    answer = await organiser.post(page, typed, page=page)
    assert answer.status_code == 422
    if "room" not in typed:
        assert says in answer.text


async def test_a_cost_that_nobody_would_pay_is_said_where_it_can_be_changed(web: Web, five: Friends) -> None:
    questions, organiser = await planned(web, five), await signed_in(web, five, 1)
    pages = {
        "who": {f"came_{place}": "told" for place in range(5)},
        "told": {f"told_at_{place}": "2027-01-08T09:00" for place in range(5)},
        **ALONE,
    }
    for step, typed in pages.items():
        assert (await organiser.post(f"{questions}/{step}", typed, page=f"{questions}/{step}")).status_code == 303
    shown = await organiser.get(f"{questions}/check")
    assert shown.status_code == 200
    assert "Personal assistant: Nobody would pay for this." in shown.text
    assert f'href="{questions}/costs"' in shown.text
    assert "Save who came" not in shown.text


async def test_who_shares_a_cost_is_asked_at_one_address(web: Web, five: Friends) -> None:
    questions, organiser = await planned(web, five), await signed_in(web, five, 1)
    assert (await organiser.get(f"{questions}/for-support")).status_code == 200
    assert (await organiser.get(f"{questions}/support")).status_code == 404


async def test_nothing_is_charged_before_the_last_question_and_a_friend_is_not_asked(web: Web, five: Friends) -> None:
    questions = await planned(web, five)
    organiser, friend = await signed_in(web, five, 1), await signed_in(web, five, 2)
    await organiser.post(f"{questions}/who", came(5), page=f"{questions}/who")
    assert "Answer first: How long was each there?" in (await organiser.get(f"{questions}/check")).text
    assert (await organiser.post(questions, page=f"{questions}/check")).status_code == 422
    assert await five.paid(1) == [0] * 5
    assert (await friend.get(f"{questions}/who")).status_code == 404


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.TREASURER, Role.SECRETARY, Role.CHAIR, Role.COORDINATOR])
async def test_nobody_sees_what_they_do_not_share(web: Web, five: Friends, role: Role) -> None:
    number = await five.hold(lines=[SUPPORT])
    browser = await web.signed_in(Role.MEMBER, role)
    here = f"{HERE}/{five.shared}"
    for path in (here, f"{here}/sessions/{number}", f"{here}/sessions/new", f"{here}/leave/{five.ids[1]}"):
        assert (await browser.get(path)).status_code == 404, path
    assert "Afternoons together" not in (await browser.get(HERE)).text


async def test_whoever_only_is_asked_sees_no_session(web: Web, five: Friends, person) -> None:
    number = await five.hold(lines=[SUPPORT])
    other = await friends_more(five, person)
    browser = await signed_in(web, other, 6)
    assert (await browser.get(f"{HERE}/{five.shared}")).status_code == 200
    assert (await browser.get(f"{HERE}/{five.shared}/sessions/{number}")).status_code == 404


async def friends_more(group: Friends, person) -> Friends:
    """A sixth is asked too, and has not answered."""
    more = await friends(group.database, 1, lambda number, **changes: person(6, name_given="Friend6"))
    async with group.database.writing() as tx:
        seen = await shared.find(tx, group.actors[0], group.shared, NOW)
        asked = await shared.taking_part(tx, seen.record, NOW.date())
        asked = [*asked, replace(asked[0], person=more.ids[0])]
        await sharing.revise(tx, group.actors[0], group.shared, terms=AFTERNOON, asked=asked, now=NOW)
    return Friends(group.database, group.actors + more.actors, group.ids + more.ids, group.shared)


async def test_somebody_sees_what_leaving_means_and_leaves(web: Web, five: Friends) -> None:
    friend = await signed_in(web, five, 2)
    page = f"{HERE}/{five.shared}/leave/{five.ids[1]}"
    assert "Comes back" in (await friend.get(page)).text
    assert (await friend.get(f"{HERE}/{five.shared}/leave/{five.ids[2]}")).status_code == 404
    assert (await friend.post(page, page=page)).status_code == 303
    assert (await friend.post(page, page=page)).status_code == 409


async def ask_for_a_change(browser: Browser, arrangement: str, pages: Mapping[str, Mapping[str, object]]) -> str:
    """Answer the questions in the order in which they come, and send them; what the last page shows."""
    here = f"{arrangement}/change/what"
    for step, typed in pages.items():
        assert here == f"{arrangement}/change/{step}"
        answer = await browser.post(here, typed, page=here)
        assert answer.status_code == 303, answer.text
        here = answer.headers["location"]
    shown = await browser.get(here)
    assert (await browser.post(f"{arrangement}/change", page=here)).status_code == 303
    assert (await browser.post(f"{arrangement}/change", page=here)).status_code == 303
    return shown.text


async def everybody_agrees(web: Web, group: Friends) -> None:
    for number in range(1, len(group.ids) + 1):
        browser, here = await signed_in(web, group, number), f"{HERE}/{group.shared}"
        sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', (await browser.get(here)).text)
        assert sha256 is not None
        said = await browser.post(f"{here}/agreed", {"person": group.ids[number - 1], "sha256": sha256.group(1)})
        assert said.status_code == 303
    organiser = await signed_in(web, group, 1)
    assert (await organiser.post(f"{HERE}/{group.shared}/begun", page=f"{HERE}/{group.shared}")).status_code == 303


async def test_a_dearer_hour_counts_once_everybody_has_agreed_to_it(web: Web, five: Friends) -> None:
    here = f"{HERE}/{five.shared}"
    organiser, friend = await signed_in(web, five, 1), await signed_in(web, five, 2)
    pages = {"what": {"what": ["costs"]}, "costs": {"support": "18.00"}}
    assert "£540.00" in await ask_for_a_change(organiser, here, pages)
    shown = (await friend.get(here)).text
    assert "£18.00 an hour" in shown
    assert "Until now: £17.35 an hour" in shown
    assert (await organiser.post(f"{here}/begun", page=here)).status_code == 409
    assert await five.paid(await five.hold(lines=[SUPPORT])) == [1041] * 5
    await everybody_agrees(web, five)
    async with five.database.reading() as view:
        assert (await shared.latest_terms(view, five.shared)).number == 2
    assert await five.paid(await five.hold(day=7)) == [1080] * 5


async def test_whoever_does_not_answer_is_told_what_that_means_and_is_named_to_the_organiser(
    web: Web, five: Friends
) -> None:
    here, means = f"{HERE}/{five.shared}", "Whoever has not said yes by then no longer takes part."
    organiser, friend = await signed_in(web, five, 1), await signed_in(web, five, 2)
    pages = {"what": {"what": ["costs"]}, "costs": {"support": "18.00"}}
    assert means in await ask_for_a_change(organiser, here, pages)
    await all_agree(five, five.shared, but=[2, 3])
    assert "Not answered yet: Friend2 Ŵyn, Friend3 Ŵyn." in (await organiser.get(here)).text
    shown = (await friend.get(here)).text
    assert means in shown[: shown.index("Yes, on these terms")]
    assert "Not answered yet" not in shown


async def test_a_cost_that_goes_is_said_to_go_in_easy_welsh(web: Web, five: Friends) -> None:
    here, organiser = f"{HERE}/{five.shared}", await signed_in(web, five, 1)
    await ask_for_a_change(organiser, here, {"what": {"what": ["costs"]}, "costs": {"room": "10.00"}})
    shown = (await organiser.get(here.replace("/en/", "/cy-easy/"))).text
    assert "Ddim bellach" in shown
    assert "Ddim eto" not in shown


async def test_another_way_of_sharing_counts_once_all_agree_and_is_one_of_our_rules(web: Web, five: Friends) -> None:
    here, organiser = f"{HERE}/{five.shared}", await signed_in(web, five, 1)
    await organiser.post(f"{here}/change/what", {"what": "basis"}, page=f"{here}/change/what")
    refused = await organiser.post(f"{here}/change/basis", {"basis": "custom"}, page=f"{here}/change/basis")
    assert refused.status_code == 409
    await ask_for_a_change(organiser, here, {"what": {"what": ["basis"]}, "basis": {"basis": "attended_hours"}})
    await everybody_agrees(web, five)
    number = await five.hold([Attended(five.ids[4], 90)], lines=[SUPPORT])
    assert await five.paid(number) == [1157, 1157, 1157, 1156, 578]


def test_whoever_shares_by_hours_is_asked_how_many() -> None:
    answers = Answers(what=["basis"], basis="assessed_hours")
    assert answers.steps(Basis.EQUAL) == ("what", "basis", "parts", "check")
    assert answers.unanswered(Basis.EQUAL, ["Ann", "Bob"]) == "parts"
    told = replace(answers, parts={"Ann": "45", "Bob": "7.5"})
    assert told.unanswered(Basis.EQUAL, ["Ann", "Bob"]) is None
    assert told.asked("Bob", None, Basis.ASSESSED, "Bob").weight == Fraction(15, 2)
    assert Answers(what=["people"]).steps(Basis.CUSTOM) == ("what", "people", "parts", "check")
    assert Answers(what=["costs"]).steps(Basis.CUSTOM) == ("what", "costs", "check")


async def test_somebody_new_is_asked_with_the_others(web: Web, five: Friends, person) -> None:
    new = await friends(five.database, 1, lambda number, **changes: person(6, name_given="Friend6"))
    pages = {"what": {"what": ["people"]}, "people": {"emails": "member6@example.org"}}
    shown = await ask_for_a_change(await signed_in(web, five, 1), f"{HERE}/{five.shared}", pages)
    assert "member6@example.org" in shown
    assert "Friend6" not in shown
    six = Friends(five.database, five.actors + new.actors, five.ids + new.ids, five.shared)
    await everybody_agrees(web, six)
    assert await six.paid(await six.hold(lines=[SUPPORT])) == [868, 868, 868, 867, 867, 867]


async def test_what_is_no_longer_to_change_is_not_asked_of_anybody(web: Web, five: Friends, person) -> None:
    await friends(five.database, 1, lambda number, **changes: person(6, name_given="Friend6"))
    organiser, here = await signed_in(web, five, 1), f"{HERE}/{five.shared}"
    for step, typed in {"what": {"what": "people"}, "people": {"emails": "member6@example.org"}}.items():
        await organiser.post(f"{here}/change/{step}", typed, page=f"{here}/change/{step}")
    shown = await ask_for_a_change(organiser, here, {"what": {"what": "costs"}, "costs": {"support": "18.00"}})
    assert "member6@example.org" not in shown
    async with five.database.reading() as view:
        asked = await shared.asked_in(view, (await shared.latest_terms(view, five.shared)).id)
    assert [one.person for one in asked] == list(five.ids)


def test_a_part_that_is_no_longer_to_change_stays_as_it_is() -> None:
    answers = Answers(what=["costs"], parts={"Ann": "45"})
    assert answers.asked("Ann", Asked("Ann", Fraction(10)), Basis.CUSTOM, "Ann").weight == 10
    assert Answers(what=["costs"], out=["Ann"]).leaving == ()


async def test_nobody_who_takes_part_is_left_out_by_another(web: Web, five: Friends) -> None:
    organiser, page = await signed_in(web, five, 1), f"{HERE}/{five.shared}/change/people"
    answer = await organiser.post(page, {"out": five.ids[1]}, page=page)
    assert answer.status_code == 422
    async with five.database.writing() as tx:
        seen = await shared.find(tx, five.actors[0], five.shared, NOW)
        asked = await shared.taking_part(tx, seen.record, NOW.date())
        with pytest.raises(StillTakesPart):
            await sharing.revise(tx, five.actors[0], five.shared, terms=AFTERNOON, asked=asked[:4], now=NOW)


async def test_only_who_organises_asks_for_a_change_and_only_for_one(web: Web, five: Friends) -> None:
    organiser, friend = await signed_in(web, five, 1), await signed_in(web, five, 2)
    here = f"{HERE}/{five.shared}/change"
    assert (await friend.get(f"{here}/what")).status_code == 404
    assert (await friend.post(f"{here}/what", {"what": "costs"})).status_code == 404
    for step, typed in {"what": {"what": "costs"}, "costs": {"support": "17.35"}}.items():
        assert (await organiser.post(f"{here}/{step}", typed, page=f"{here}/{step}")).status_code == 303
    answer = await organiser.post(here, page=f"{here}/check")
    assert answer.status_code == 409
    assert "There is nothing to ask." in answer.text
