"""The first page of members, officers and inspectors, and the office."""

from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.inspection import service as inspection
from governance.inspection.model import Column, Power, Proposal
from governance.platform.clock import legal_day
from tests.governance.conftest import Browser, Web
from tests.governance.motions.story import MEETING, OPERATOR, Story


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    return Story(web.database, web.clock, web.keys, tmp_path)


async def member(web: Web, story: Story, number: int, *roles: Role) -> Browser:
    """The member's own account, with these offices."""
    async with web.database.writing() as tx:
        account = await access.account_for(tx, story.members[number].member or "")
        assert account is not None
        for role in roles:
            await access.grant_role(tx, OPERATOR, account.id, role, web.clock.now())
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.TWO_FACTORS if roles else Assurance.LINK)
    return browser


async def page(browser: Browser, path: str) -> str:
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


@pytest.mark.parametrize(
    ("variant", "welcome"),
    [
        ("en", "This is where the members of our co-operative meet"),
        ("cy", "Dyma lle mae aelodau ein cydweithfa"),
        ("en-easy", "It belongs to its members."),
        ("cy-easy", "Mae'n perthyn i'w haelodau."),
    ],
)
async def test_whoever_is_not_signed_in_is_told_what_this_is(web: Web, variant: str, welcome: str) -> None:
    text = await page(web.browser(), f"/{variant}/")
    assert welcome in text
    assert f'class="govuk-button govuk-button--start" href="/{variant}/sign-in"' in text


async def test_a_member_whom_nothing_waits_for_is_told_so(web: Web, told: Story) -> None:
    await told.found()
    text = await page(await member(web, told, 1), "/en/")
    assert "Nothing needs you today." in text
    assert "No meeting is planned." in text
    assert 'href="/en/motions/new"' in text


async def test_an_open_vote_and_the_meeting_come_first_and_a_cast_vote_is_no_longer_asked_for(
    web: Web, told: Story
) -> None:
    _, vote, election = await told.to_ballot()
    browser = await member(web, told, 0)
    text = await page(browser, "/en/")
    assert "Vote: We buy a minibus." in text
    assert "You can vote until the end of the meeting on Saturday 10 April 2027" in text
    assert text.index(f'href="/en/votes/{vote}"') < text.index(f'href="/en/meetings/{told.meeting}"')
    await told.cast(vote, election, "yes")
    after = await page(browser, "/en/")
    assert f'href="/en/votes/{vote}"' not in after
    assert "The annual general meeting" in after


@pytest.mark.control("V-22")
async def test_turnout_is_told_from_the_last_checkpoint_and_not_while_it_is_small(web: Web, told: Story) -> None:
    await told.found(count=14)
    await told.call()
    motion = await told.propose(None, told.meeting)
    await told.put(motion)
    await told.give_notice()
    vote = await told.ballot(motion)
    election = await told.open(vote)
    await told.cast(vote, election, "yes yes yes")
    web.clock.pass_time(timedelta(hours=1))
    await told.work()
    await told.cast(vote, election, "yes yes yes no no no yes")
    assert "too few to show" in await page(await member(web, told, 13), "/en/")
    web.clock.pass_time(timedelta(hours=1))
    await told.work()
    assert "7 out of 14 people" in await page(await member(web, told, 13), "/en/")


async def test_somebody_elses_motion_asks_for_support_until_it_has_it(web: Web, told: Story) -> None:
    await told.found({"P-072": {"rule": "34", "value": 3}})
    motion = await told.propose()
    browser = await member(web, told, 1)
    text = await page(browser, "/en/")
    assert "Read a motion: We buy a minibus." in text
    assert "1 members support it. It needs 3." in text
    assert f'href="/en/motions/{motion}"' not in await page(await member(web, told, 0), "/en/")
    for number in (2, 3):
        await told.support(motion, told.members[number])
    assert "Read a motion" not in await page(browser, "/en/")


async def test_a_decision_is_told_in_a_sentence(web: Web, told: Story) -> None:
    _, vote, election = await told.to_ballot()
    await told.cast(vote, election, "yes yes yes yes no yes yes blank")
    await told.hold()
    await told.count(vote, election)
    text = await page(await member(web, told, 0), "/en/")
    assert "members said yes on Saturday 10 April 2027. 6 voted for it and 1 against." in text


def request(day: str = "2027-01-20") -> Proposal:
    return Proposal(
        body="Registrar",
        power=Power.FCA_AUTHORISED,
        evidence="Letter 1",
        columns=frozenset({Column.NAME}),
        earliest=legal_day(MEETING) - timedelta(days=100),
        latest=legal_day(MEETING),
        last_day=legal_day(MEETING) - timedelta(days=80),
        inspector_name="Sam Wyn",
        inspector_email="sam@registrar.example",
    )


@pytest.mark.control("PERM-7")
async def test_a_request_waits_for_the_second_person_and_not_for_whoever_made_it(web: Web, told: Story) -> None:
    await told.found()
    asker = Actor(account="acc", member=told.members[0].member, roles=frozenset({Role.SECRETARY}))
    async with web.database.writing() as tx:
        grant = await inspection.propose(tx, asker, request(), web.clock.now())
    chair = await member(web, told, 1, Role.CHAIR)
    assert f'href="/en/office/disclosures/{grant.id}"' in await page(chair, "/en/")
    secretary = await member(web, told, 0, Role.SECRETARY)
    assert f'href="/en/office/disclosures/{grant.id}"' not in await page(secretary, "/en/")
    assert f'href="/en/office/disclosures/{grant.id}"' not in await page(await member(web, told, 2), "/en/")


async def test_an_inspector_finds_what_they_were_let_in_for_and_nothing_of_the_members(web: Web, told: Story) -> None:
    await told.found()
    asker = Actor(account="acc", member=told.members[0].member, roles=frozenset({Role.SECRETARY}))
    second = Actor(account="acd", member=told.members[1].member, roles=frozenset({Role.CHAIR}))
    async with web.database.writing() as tx:
        grant = await inspection.propose(tx, asker, request(), web.clock.now())
        await inspection.approve(tx, second, grant.id, web.clock.now())
    browser = web.browser()
    await web.sign_in(browser, grant.account or "")
    text = await page(browser, "/en/")
    assert f'href="/en/inspect/{grant.id}"' in text
    assert "Decided lately" not in text


async def test_a_key_holder_is_told_of_the_vote_that_waits_for_a_key_and_of_the_sum_to_be_opened(
    web: Web, told: Story
) -> None:
    await told.found()
    await told.call()
    motion = await told.propose(None, told.meeting)
    await told.put(motion)
    await told.give_notice()
    vote = await told.ballot(motion)
    holder = await member(web, told, 3, Role.KEY_HOLDER)
    assert "Bring your key: We buy a minibus." in await page(holder, "/en/")
    await told.open(vote)
    assert "Bring your key" not in await page(holder, "/en/")


async def test_the_office_shows_duties_with_their_day_and_the_rule_behind_it(web: Web, told: Story) -> None:
    await told.found()
    secretary = await member(web, told, 0, Role.SECRETARY)
    text = await page(secretary, "/en/office")
    assert "Hold the annual general meeting" in text
    assert "Wednesday 30 September 2026" in text
    assert "Late" in text
    assert "Rule 28 in version 1 of our rules" in text
    assert "Send the annual return" in text
    await told.call()
    called = await page(secretary, "/en/office")
    assert "Send the notice of the meeting" in called
    assert f'href="/en/office/convene/{told.meeting}"' in called


async def test_the_office_leads_through_a_meeting_to_its_minutes(web: Web, told: Story) -> None:
    _, vote, election = await told.to_ballot()
    secretary = await member(web, told, 0, Role.SECRETARY)
    assert "Hold the meeting; its notice has been sent" in await page(secretary, "/en/office")
    await told.cast(vote, election, "yes yes no")
    await told.hold()
    await told.work()
    secretary = await member(web, told, 1, Role.SECRETARY)
    text = await page(secretary, "/en/office")
    assert "The key-holders are opening the count, 0 of 3 so far:" in text
    assert f'href="/en/office/desk/{told.meeting}/minutes"' in text


@pytest.mark.control("PERM-1")
async def test_members_have_no_office(web: Web, told: Story) -> None:
    await told.found()
    browser = await member(web, told, 1)
    assert (await browser.get("/en/office")).status_code == 403
    assert 'href="/en/office"' not in await page(browser, "/en/")
