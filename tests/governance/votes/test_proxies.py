"""Proxies as delegation: appointed, directed, taken back; the cap, who may not be one, by when (P-170 to P-175)."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from ballots import group, new_code, public_of, write_credentials
from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.errors import CoopError, Invalid, NotFound
from governance.meetings import service as meetings
from governance.meetings.model import Kind
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from governance.votes.model import Mode, Receipt
from governance.votes.model.refusals import (
    AlreadyLent,
    CodesBrought,
    MayNotBeProxy,
    NoProxies,
    NothingToLend,
    ProxyTooLate,
    WrongCredential,
)
from governance.votes.service import delegating
from governance.votes.service.delegating import Wanted
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR

MEETING = OPENS + timedelta(days=60)
SECRETARY = Actor(account="sec", roles=frozenset({Role.SECRETARY}), assurance=Assurance.TWO_FACTORS)
FREE = {"P-175": {"rule": "53", "value": "either"}}


def named(number: int) -> Wanted:
    return Wanted(f"aelod rhif {number}", str(number))


async def called(database: Database, changes: Mapping[str, object] | None = None) -> tuple[list[Actor], str]:
    """Five members, and a meeting in two months, under rules with these changes."""
    voters = await ballots.found(database, changes=changes)
    async with database.writing() as tx:
        meeting = await meetings.call(tx, OPERATOR, kind=Kind.AGM, starts_at=MEETING, place="Neuadd", now=OPENS)
    return voters, meeting.id


async def lend(database: Database, giver: Actor, meeting: str, wanted: Wanted, now: datetime = OPENS) -> str:
    async with database.writing() as tx:
        return (await delegating.appoint(tx, giver, meeting, wanted, now)).id


async def holders_of(database: Database, vote: str) -> dict[str, str | None]:
    async with database.reading() as view:
        return {line.member: line.holder for line in await votes.roll(view, OPERATOR, vote)}


async def test_a_proxy_has_its_place_on_the_roll_and_casts_beside_their_own_vote(database: Database) -> None:
    voters, meeting = await called(database, FREE)
    giver, holder = voters[0], voters[1]
    await lend(database, giver, meeting, named(2))
    async with database.reading() as view:
        rules = await rulebook.in_force(view, OPENS)
        proxies = await votes.casting_proxies(view, rules, meeting)
    vote, _ = await ballots.prepared(database, voters, meeting=meeting, proxies=proxies)
    async with database.reading() as view:
        assert await votes.rights_of(view, vote, giver.member) == ()
        rights = await votes.rights_of(view, vote, holder.member)
    assert {line.member for line in rights} == {giver.member, holder.member}
    assert all(line.caster == holder.member for line in rights)


async def test_ballots_of_two_rights_that_a_proxy_sends_at_once_both_lie_in_the_box(
    database: Database, keys: Keys
) -> None:
    voters, meeting = await called(database, FREE)
    proxies = {voters[0].member: voters[1].member}
    polling = await ballots.opened_for(database, keys, voters, meeting=meeting, proxies=proxies)

    async def sent(code: int) -> Receipt | CoopError:
        try:
            return await votes.cast(
                database, keys, voters[1], polling.vote, polling.ballot(code), received_at=OPENS + timedelta(hours=1)
            )
        except CoopError as refusal:
            return refusal

    for _ in ("first", "again"):
        answers = await asyncio.gather(*map(sent, (0, 1)))
        assert [type(answer) for answer in answers] == [Receipt, Receipt]
    assert isinstance(await sent(2), WrongCredential), "a third code for two rights"


async def test_a_proxy_named_or_taken_back_before_the_opening_makes_a_new_version_of_the_roll(
    database: Database,
) -> None:
    voters, meeting = await called(database, FREE)
    vote, _ = await ballots.prepared(database, voters, meeting=meeting)
    proxy = await lend(database, voters[0], meeting, named(2))
    assert (await holders_of(database, vote))[voters[0].member or ""] == voters[1].member
    async with database.writing() as tx:
        assert await delegating.revoke(tx, voters[0], proxy, OPENS) == []
        assert (await votes.find(tx, OPERATOR, vote)).roll_version == 3
    assert set((await holders_of(database, vote)).values()) == {None}


async def test_a_proxy_taken_back_after_the_opening_still_casts_in_that_vote_and_the_giver_is_told(
    database: Database,
) -> None:
    voters, meeting = await called(database, FREE)
    await lend(database, voters[0], meeting, named(2))
    proxies = {voters[0].member or "": voters[1].member or ""}
    vote, uuid = await ballots.prepared(database, voters, meeting=meeting, proxies=proxies)
    publics = [public_of(new_code(), uuid, group("Ed25519")) for _ in voters]
    async with database.writing() as tx:
        await votes.register_credentials(tx, OPERATOR, vote, write_credentials(group("Ed25519"), publics), OPENS)
    async with database.writing() as tx:
        (proxy,) = await votes.proxies_at(tx, meeting)
        kept = await delegating.revoke(tx, voters[0], proxy.id, OPENS)
        assert [one.id for one in kept] == [vote]
        assert await votes.proxies_at(tx, meeting) == []


async def test_where_a_proxy_must_be_directed_none_casts_before_the_giver_has_said_how(database: Database) -> None:
    """P-175: directed only. What the giver wants of a secret vote is kept nowhere (SEC-1)."""
    voters, meeting = await called(database)
    await lend(database, voters[0], meeting, named(2))
    vote, _ = await ballots.prepared(database, voters, meeting=meeting)
    assert set((await holders_of(database, vote)).values()) == {None}
    async with database.writing() as tx:
        proxy = await delegating.direct(tx, voters[0], vote, OPENS, answers=[[1, 0]])
        assert proxy.directed == {vote: True}
    assert (await holders_of(database, vote))[voters[0].member or ""] == voters[1].member


async def test_directions_that_come_when_the_roll_stands_are_refused(database: Database) -> None:
    voters, meeting = await called(database)
    await lend(database, voters[0], meeting, named(2))
    vote, uuid = await ballots.prepared(database, voters, meeting=meeting)
    publics = [public_of(new_code(), uuid, group("Ed25519")) for _ in voters]
    async with database.writing() as tx:
        await votes.register_credentials(tx, OPERATOR, vote, write_credentials(group("Ed25519"), publics), OPENS)
    with pytest.raises(CodesBrought):
        async with database.writing() as tx:
            await delegating.direct(tx, voters[0], vote, OPENS)


async def test_in_an_open_vote_the_answers_themselves_are_kept(database: Database) -> None:
    voters, meeting = await called(database)
    await lend(database, voters[0], meeting, named(2))
    vote, _ = await ballots.prepared(database, voters, meeting=meeting, mode=Mode.RECORDED)
    with pytest.raises(Invalid):
        async with database.writing() as tx:
            await delegating.direct(tx, voters[0], vote, OPENS, answers=[[1, 1]])
    async with database.writing() as tx:
        proxy = await delegating.direct(tx, voters[0], vote, OPENS, answers=[[0, 1]])
        assert proxy.directed == {vote: [[0, 1]]}
        with pytest.raises(NotFound):
            await delegating.direct(tx, voters[1], vote, OPENS, answers=[[0, 1]])


async def test_one_person_holds_as_many_proxies_as_the_rules_allow(database: Database) -> None:
    """P-171: two in these rules; who gives one back makes room."""
    voters, meeting = await called(database)
    first = await lend(database, voters[0], meeting, named(5))
    await lend(database, voters[1], meeting, named(5))
    with pytest.raises(MayNotBeProxy) as refusal:
        await lend(database, voters[2], meeting, named(5))
    assert refusal.value.facts["because"] == "holds-too-many"
    assert refusal.value.finding is not None
    assert "P-171" in {one.parameter for one in refusal.value.finding.citations}
    async with database.writing() as tx:
        await delegating.revoke(tx, voters[0], first, OPENS)
    await lend(database, voters[2], meeting, named(5))


@pytest.mark.parametrize(
    ("wanted", "because"),
    [
        (Wanted("Gwen, a neighbour"), "not-a-member"),
        (Wanted("Aelod Rhif 2", "2", frozenset({"paid_pa_of_member"})), "excluded"),
        (Wanted("Aelod Rhif 2", "2", frozenset({"co_op_staff"})), "excluded"),
    ],
)
async def test_who_may_not_be_a_proxy_is_refused_with_the_rule(
    database: Database, wanted: Wanted, because: str
) -> None:
    """P-172: members only in these rules. P-173: no paid personal assistant of a member, no staff."""
    voters, meeting = await called(database)
    with pytest.raises(MayNotBeProxy) as refusal:
        await lend(database, voters[0], meeting, wanted)
    assert refusal.value.facts["because"] == because
    assert refusal.value.finding is not None


async def test_where_the_rules_allow_it_somebody_who_is_no_member_votes_in_the_room_alone(database: Database) -> None:
    voters, meeting = await called(database, {**FREE, "P-172": {"rule": "53", "value": False}})
    await lend(database, voters[0], meeting, Wanted("Gwen, a neighbour"))
    async with database.reading() as view:
        (proxy,) = await votes.proxies_at(view, meeting)
        assert (proxy.holder, proxy.holder_name) == (None, "Gwen, a neighbour")
        assert await votes.casting_proxies(view, await rulebook.in_force(view, OPENS), meeting) == {}


@pytest.mark.parametrize(("before", "in_time"), [(timedelta(hours=24), True), (timedelta(hours=23, minutes=59), False)])
async def test_the_rules_say_by_when_a_proxy_is_named(database: Database, before: timedelta, in_time: bool) -> None:
    """P-174: a day before the meeting in these rules."""
    voters, meeting = await called(database)
    if in_time:
        assert await lend(database, voters[0], meeting, named(2), MEETING - before)
        return
    with pytest.raises(ProxyTooLate) as refusal:
        await lend(database, voters[0], meeting, named(2), MEETING - before)
    assert refusal.value.facts["latest"] == MEETING - timedelta(hours=24)


async def test_without_proxies_in_the_rules_nobody_is_one(database: Database) -> None:
    voters, meeting = await called(database, {"P-170": {"rule": "53", "value": False}})
    with pytest.raises(NoProxies):
        await lend(database, voters[0], meeting, named(2))


async def test_a_vote_is_lent_once_by_whoever_has_it_and_not_to_oneself(database: Database) -> None:
    voters, meeting = await called(database)
    await lend(database, voters[0], meeting, named(2))
    with pytest.raises(AlreadyLent):
        await lend(database, voters[0], meeting, named(3))
    stranger = Actor(account="x", member="somebody", roles=frozenset({Role.MEMBER}), assurance=Assurance.LINK)
    with pytest.raises(NothingToLend):
        await lend(database, stranger, meeting, named(3))
    for wanted in (named(2), Wanted("Aelod Rhif 3", "2"), Wanted("Nobody", "99")):
        with pytest.raises(Invalid):
            await lend(database, voters[1], meeting, wanted)


async def test_an_officer_enters_a_form_on_paper_with_its_witness_and_the_same_rules_hold(database: Database) -> None:
    voters, meeting = await called(database)
    giver = voters[0].member or ""
    with pytest.raises(Invalid):
        async with database.writing() as tx:
            await delegating.enter_paper(tx, SECRETARY, meeting, named(2), OPENS, giver=giver, witness=" ")
    with pytest.raises(NotFound):
        async with database.writing() as tx:
            await delegating.enter_paper(tx, voters[3], meeting, named(2), OPENS, giver=giver, witness="Nia")
    async with database.writing() as tx:
        proxy = await delegating.enter_paper(tx, SECRETARY, meeting, named(2), OPENS, giver=giver, witness="Nia Rees")
        assert (proxy.witnessed_by, proxy.appointed_by) == ("Nia Rees", "account:sec")
        await delegating.revoke(tx, SECRETARY, proxy.id, OPENS)
    own = await lend(database, voters[1], meeting, named(3))
    with pytest.raises(NotFound):
        async with database.writing() as tx:
            await delegating.revoke(tx, SECRETARY, own, OPENS)


async def signed_in(web: Web, voter: Actor) -> Browser:
    async with web.database.reading() as view:
        account = await access.account_for(view, voter.member or "")
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.LINK)
    return browser


@pytest.mark.parametrize("variant", ["en", "cy", "en-easy", "cy-easy"])
async def test_a_member_names_directs_and_takes_back_a_proxy_on_one_page(web: Web, variant: str) -> None:
    voters, meeting = await called(web.database)
    browser = await signed_in(web, voters[0])
    page = f"/{variant}/proxies/{meeting}"
    assert meeting in (await browser.get(f"/{variant}/proxies")).text
    refused = await browser.post(page, {"number": "2", "name": "Somebody Else"}, page=page)
    assert refused.status_code == 422
    named_ = await browser.post(page, {"number": "2", "name": "Aelod Rhif 2"}, page=page)
    assert named_.status_code == 303, named_.text
    secret, _ = await ballots.prepared(web.database, voters, meeting=meeting)
    openly, _ = await ballots.prepared(web.database, voters, meeting=meeting, mode=Mode.RECORDED)
    assert "Aelod Rhif 2" in (await browser.get(page)).text
    passed_over = await browser.post(f"{page}/directed/{openly}", {}, page=page)
    assert passed_over.status_code == 422, "nobody says by silence that their proxy shall not choose"
    for vote, given in ((secret, {}), (openly, {f"{openly}_0": "1"})):
        assert (await browser.post(f"{page}/directed/{vote}", given, page=page)).status_code == 303
    async with web.database.reading() as view:
        (proxy,) = await votes.proxies_at(view, meeting)
    assert proxy.directed == {secret: True, openly: [[0, 1]]}
    assert f'name="{openly}_0" type="radio" value="1" checked' in (await browser.get(page)).text
    assert (await browser.post(f"{page}/revoked/{proxy.id}", page=page)).status_code == 303
    async with web.database.reading() as view:
        assert await votes.proxies_at(view, meeting) == []


async def test_the_secretary_has_the_list_and_never_reads_how_anybody_wants_to_vote(web: Web) -> None:
    voters, meeting = await called(web.database)
    await lend(web.database, voters[0], meeting, named(2))
    secretary = await web.signed_in(Role.SECRETARY)
    page = f"/en/office/proxies/{meeting}"
    shown = (await secretary.get(page)).text
    assert "Aelod Rhif 1" in shown
    assert "Aelod Rhif 2" in shown
    given = {"giver": "3", "number": "4", "name": "Aelod Rhif 4", "witness": "Nia Rees"}
    assert (await secretary.post(page, given, page=page)).status_code == 303
    assert "Nia Rees" in (await secretary.get(page)).text
    assert (await secretary.get(f"/en/proxies/{meeting}")).status_code == 403
