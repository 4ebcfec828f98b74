"""The roll until the vote opens: a member's own line, and changes that two people make (BAL-7, PERM-7)."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from ballots import group, new_code, public_of, write_credentials
from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import roll_hash
from governance.votes.model.refusals import AlreadyDecided, CodesBrought, SecondPersonNeeded, WrongState
from governance.votes.service import rolls
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR

SECRETARY = Actor(account="sec", roles=frozenset({Role.SECRETARY}), assurance=Assurance.TWO_FACTORS)
CHAIR = Actor(account="chair", roles=frozenset({Role.CHAIR}), assurance=Assurance.TWO_FACTORS)


async def changed(database: Database, vote: str, *, added: Sequence[str] = (), removed: Sequence[str] = ()) -> int:
    """Two people change the roll; the number of the version it led to."""
    async with database.writing() as tx:
        change = await rolls.ask_change(
            tx, SECRETARY, vote, OPENS, added=added, removed=removed, reason="Left out by mistake."
        )
        decided = await rolls.decide_change(tx, CHAIR, vote, change.id, OPENS, approve=True)
        assert decided.version is not None
        return decided.version


@pytest.mark.control("BAL-7")
async def test_a_change_makes_a_new_version_with_a_new_hash_and_the_old_one_stays_to_be_read(
    database: Database,
) -> None:
    voters = await ballots.found(database, count=4)
    vote_id, _ = await ballots.prepared(database, voters[:3])
    async with database.reading() as view:
        before = await votes.find(view, OPERATOR, vote_id)
        first = before.roll_hash
    assert await changed(database, vote_id, added=[voters[3].member or ""]) == 2
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, vote_id)
        now, then = await rolls.versions(view, OPERATOR, vote_id)
        roll = await votes.roll(view, OPERATOR, vote_id)
    assert (vote.roll_version, vote.roll_count, vote.roll_hash) == (2, 4, roll_hash(roll))
    assert (then.hash, then.count, now.count) == (first, 3, 4)
    assert now.change is not None
    assert now.change.reason == "Left out by mistake."


@pytest.mark.control("PERM-7")
async def test_nobody_changes_the_roll_alone(database: Database) -> None:
    voters = await ballots.found(database, count=4)
    vote_id, _ = await ballots.prepared(database, voters[:3])
    async with database.writing() as tx:
        change = await rolls.ask_change(
            tx, SECRETARY, vote_id, OPENS, added=[voters[3].member or ""], removed=[], reason="Forgotten."
        )
    with pytest.raises(SecondPersonNeeded):
        async with database.writing() as tx:
            await rolls.decide_change(tx, SECRETARY, vote_id, change.id, OPENS, approve=True)
    async with database.writing() as tx:
        await rolls.decide_change(tx, CHAIR, vote_id, change.id, OPENS, approve=False)
    with pytest.raises(AlreadyDecided):
        async with database.writing() as tx:
            await rolls.decide_change(tx, CHAIR, vote_id, change.id, OPENS, approve=True)
    async with database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote_id)).roll_count == 3


async def test_who_moved_to_another_class_votes_once_in_the_class_of_the_last_day(database: Database) -> None:
    """V-20 (P-021, P-043): the roll was frozen in the old class; put on it again, the member has one right, the new."""
    voters = await ballots.found(database, count=3)
    vote_id, _ = await ballots.prepared(database, voters)
    mover = voters[0].member or ""
    async with database.writing() as tx:
        await members.change_class(
            tx, OPERATOR, mover, "citizen_representative", on=date(2027, 1, 4), reason="Speaks for others.", now=OPENS
        )
    await changed(database, vote_id, added=[mover])
    async with database.reading() as view:
        lines = await votes.rights_of(view, vote_id, mover)
        vote = await votes.find(view, OPERATOR, vote_id)
        standing = await rolls.standing(view, voters[0], vote_id)
    assert [line.class_ for line in lines] == ["citizen_representative"]
    assert vote.roll_count == 3
    assert standing.finding.figures["votes-as"] == "citizen_representative"
    assert standing.since == date(2027, 1, 4)


@pytest.mark.control("BAL-7")
async def test_the_roll_stands_once_voting_codes_fit_it_and_once_the_vote_is_open(
    database: Database, keys: Keys
) -> None:
    polling = await ballots.opened(database, keys, count=3)
    stranger = polling.voters[0].member or ""
    with pytest.raises(WrongState):
        await changed(database, polling.vote, removed=[stranger])
    vote_id, uuid = await ballots.prepared(database, polling.voters)
    await changed(database, vote_id, removed=[stranger])
    await bring_codes(database, vote_id, uuid, 2)
    with pytest.raises(CodesBrought):
        await changed(database, vote_id, added=[stranger])


async def bring_codes(database: Database, vote_id: str, uuid: str, count: int) -> None:
    publics = [public_of(new_code(), uuid, group("Ed25519")) for _ in range(count)]
    async with database.writing() as tx:
        await votes.register_credentials(tx, OPERATOR, vote_id, write_credentials(group("Ed25519"), publics), OPENS)


async def test_only_members_with_a_vote_come_onto_the_roll_and_only_for_a_reason(database: Database) -> None:
    voters = await ballots.found(database, count=3)
    vote_id, _ = await ballots.prepared(database, voters[:2])
    (one, _two, three) = (voter.member or "" for voter in voters)
    for added, removed, reason, field in (
        ([], [], "Why not.", "added"),
        ([three], [], " ", "reason"),
        (["nobody"], [], "Why not.", "added"),
        ([one], [three], "Why not.", "removed"),
    ):
        with pytest.raises(Invalid) as refusal:
            async with database.writing() as tx:
                await rolls.ask_change(tx, SECRETARY, vote_id, OPENS, added=added, removed=removed, reason=reason)
        assert field in refusal.value.errors


async def test_a_member_who_came_after_the_record_date_is_told_which_rule_says_so(database: Database) -> None:
    voters = await ballots.found(database, count=2)
    vote_id, _ = await ballots.prepared(database, voters, record_date=OPENS.date() - timedelta(days=400))
    async with database.reading() as view:
        standing = await rolls.standing(view, voters[0], vote_id)
    assert standing.line is not None
    assert not standing.finding.met
    assert "P-043" in {one.parameter for one in standing.finding.citations}


async def test_the_roll_is_nobodys_to_read_who_is_not_signed_in_as_a_member(database: Database) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, _ = await ballots.prepared(database, voters)
    async with database.reading() as view:
        with pytest.raises(NotFound):
            await rolls.standing(view, SECRETARY, vote_id)
        with pytest.raises(NotFound):
            await rolls.version(view, SECRETARY, vote_id, 2)


@pytest.mark.parametrize(
    ("variant", "yes", "no"),
    [
        ("en", "Yes. You are on the list.", "No. You are not on the list."),
        ("cy", "Ydych. Rydych chi ar y rhestr.", "Nac ydych. Dydych chi ddim ar y rhestr."),
        ("en-easy", "Yes. You are on the list.", "No. You are not on the list."),
        ("cy-easy", "Ydych. Rydych chi ar y rhestr.", "Nac ydych. Dydych chi ddim ar y rhestr."),
    ],
)
async def test_members_see_whether_they_are_on_the_list(web: Web, variant: str, yes: str, no: str) -> None:
    voters = await ballots.found(web.database, count=2)
    vote_id, _ = await ballots.prepared(web.database, voters[:1])
    on = await signed_in(web, voters[0])
    off = await signed_in(web, voters[1])
    assert yes in (await on.get(f"/{variant}/votes/{vote_id}/roll")).text
    assert no in (await off.get(f"/{variant}/votes/{vote_id}/roll")).text


async def signed_in(web: Web, voter: Actor) -> Browser:
    async with web.database.reading() as view:
        account = await access.account_for(view, voter.member or "")
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.LINK)
    return browser


async def test_officers_ask_and_agree_on_the_page_with_all_versions(web: Web) -> None:
    voters = await ballots.found(web.database, count=3)
    vote_id, _ = await ballots.prepared(web.database, voters[:2])
    secretary, scrutineer = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.SCRUTINEER)
    page = f"/en/office/votes/{vote_id}/rolls"
    unknown = await secretary.post(page, {"added": "77", "reason": "Forgotten."}, page=page)
    assert unknown.status_code == 422
    asked = await secretary.post(page, {"added": "3", "reason": "Forgotten."}, page=page)
    assert asked.status_code == 303, asked.text
    shown = (await scrutineer.get(page)).text
    assert "Aelod Rhif 3" in shown
    change = shown.split("/rolls/")[2].split("/")[0]
    assert (await scrutineer.post(f"{page}/{change}/decided", {"approve": "yes"})).status_code == 303
    text = await scrutineer.get(f"{page}/2")
    assert text.text.count("\n") == 4
    assert (await scrutineer.get(f"{page}/3")).status_code == 404
