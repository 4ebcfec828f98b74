"""Sharing support in a browser: one question a page, a yes from each, and what each pays."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from governance.access.records import AccountRecord
from governance.actor import Role
from governance.arrangements.service import shared, sharing
from tests.governance.arrangements.friends import (
    AFTERNOON,
    BEGINS,
    NOW,
    SUPPORT,
    Friends,
    friends,
    sharing_together,
)
from tests.governance.conftest import Browser, Web

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


async def test_the_organiser_writes_down_who_came(web: Web, five: Friends) -> None:
    organiser = await signed_in(web, five, 1)
    page = f"{HERE}/{five.shared}/sessions/new"
    planned = {"starts_at": "2027-01-11T14:00", "ends_at": "2027-01-11T17:00"}
    assert (await organiser.post(page, planned, page=page)).status_code == 303
    web.clock.move_to(BEGINS)
    organiser = await signed_in(web, five, 1)
    form = f"{HERE}/{five.shared}/sessions/1/who-came"
    typed = {f"came_{place}": "yes" for place in range(4)} | {f"minutes_{place}": "180" for place in range(4)}
    assert (await organiser.post(form, typed, page=form)).status_code == 422
    told = {"came_4": "told", "told_at_4": "2027-01-09T10:00"}
    assert (await organiser.post(form, typed | told, page=form)).status_code == 303
    shown = await organiser.get(f"{HERE}/{five.shared}/sessions/1")
    assert "Friend1 Ŵyn pays £13.02." in shown.text


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
