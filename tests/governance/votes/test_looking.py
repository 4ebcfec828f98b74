"""What may be seen of a vote while it is open, while it is counted, and afterwards; and by whom."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from ballots import verify
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import State
from governance.votes.model.proof import Claim, Standing, standings
from governance.votes.records import VoteRecord
from governance.votes.service.contents import AT_ONCE
from governance.votes.service.tags import tag_key
from governance.votes.showing.verifier import verifier, verifier_fingerprint
from governance.votes.showing.voting import verified_ending
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling

LATER = OPENS + timedelta(hours=1)


async def cast(database: Database, keys: Keys, polling: Polling, voter: int, choice: str = "yes") -> None:
    raw = polling.ballot(voter, choice)
    await votes.cast(database, keys, polling.voters[voter], polling.vote, raw, received_at=LATER)


@pytest.mark.control("SEC-2")
async def test_whoever_voted_sees_it_while_the_vote_is_open_and_nobody_knows_it_after_the_seal(
    database: Database, keys: Keys
) -> None:
    polling = await ballots.opened(database, keys, count=3)
    stranger = ballots.as_member("nobody")
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        before = [await votes.has_cast(view, keys, voter, vote) for voter in (*polling.voters, stranger, OPERATOR)]
    assert before == [False, False, False, None, None]
    assert not keys.holds(tag_key(polling.vote)), "looking makes no key"
    await cast(database, keys, polling, 1)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        assert [await votes.has_cast(view, keys, voter, vote) for voter in polling.voters] == [False, True, False]
    await ballots.close(database, keys, polling, LATER)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        assert [await votes.has_cast(view, keys, voter, vote) for voter in polling.voters] == [None, None, None]


@pytest.mark.control("SEC-5")
async def test_the_record_tells_no_opening_before_the_declaration(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=3)
    for voter in range(3):
        await cast(database, keys, polling, voter)
    await ballots.close(database, keys, polling, LATER)
    member = polling.voters[0]
    async with database.reading() as view:
        sealed = await votes.archive(view, member, polling.vote)
    await ballots.decrypt_all(database, polling, LATER)
    async with database.reading() as view:
        assert await votes.archive(view, member, polling.vote) == sealed
        assert (await votes.last_event(view, member, polling.vote)) == verify(sealed).last_event
        report = verify(sealed)
        assert (report.result, report.decryptions) == (None, 0)
        assert verify(await votes.archive(view, OPERATOR, polling.vote)).result == [[0, 3, 0]]
    async with database.writing() as tx:
        await votes.declare(tx, OPERATOR, polling.vote, LATER)
    async with database.reading() as view:
        whole = await votes.archive(view, member, polling.vote)
        assert verify(whole).result == [[0, 3, 0]]
        assert await votes.last_event(view, member, polling.vote) == verify(whole).last_event
    assert whole.startswith(sealed), "it only ever grows"


@pytest.mark.control("SEC-5")
async def test_the_record_of_an_open_vote_stands_still_from_one_hour_to_the_next(
    database: Database, keys: Keys
) -> None:
    polling = await ballots.opened(database, keys, count=3)
    member = polling.voters[1]
    async with database.reading() as view:
        empty, last = (
            await votes.archive(view, member, polling.vote),
            await votes.last_event(view, member, polling.vote),
        )
    assert (verify(empty).ballots, verify(empty).last_event) == (0, last)
    await cast(database, keys, polling, 0)
    async with database.reading() as view:
        assert await votes.archive(view, member, polling.vote) == empty
        assert await votes.last_event(view, member, polling.vote) == last
    async with database.writing() as tx:
        await votes.checkpoint_soon(tx, keys, OPERATOR, polling.vote, LATER)
    async with database.reading() as view:
        assert await votes.archive(view, member, polling.vote) == empty, "a minute is not an hour"
        assert verify(await votes.archive(view, member, polling.vote, hourly=False)).ballots == 1, "for witnesses"
    await ballots.close(database, keys, polling, LATER)
    async with database.reading() as view:
        assert verify(await votes.archive(view, member, polling.vote)).ballots == 1


@pytest.mark.control("SEC-5")
async def test_a_vote_set_aside_after_its_count_never_tells_how_it_came_out(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=3)
    await cast(database, keys, polling, 0)
    await ballots.close(database, keys, polling, LATER)
    await ballots.decrypt_all(database, polling, LATER)
    async with database.writing() as tx:
        await tx.execute(update(VoteRecord).values(void_asked_by="acc-other"))
        await votes.void(tx, OPERATOR, polling.vote, "The wrong roll.", LATER)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        assert vote.state is State.VOID
        assert verify(await votes.archive(view, polling.voters[0], polling.vote)).result is None


async def test_the_box_shows_its_last_checkpoint_and_no_more(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=3)
    await cast(database, keys, polling, 0, "no")
    await cast(database, keys, polling, 0, "yes")
    await cast(database, keys, polling, 2)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        found = await votes.contents(view, vote)
        assert found is not None
        assert (found.size, found.people, found.at) == (0, 0, OPENS)
        assert (await votes.sheet(view, OPERATOR, polling.vote, 1)).ballots == ()
    await ballots.close(database, keys, polling, LATER)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        sealed = await votes.contents(view, vote)
        assert sealed is not None
        assert (sealed.size, sealed.people) == (3, 2)
        sheet = await votes.sheet(view, OPERATOR, polling.vote, 7)
        assert (sheet.number, sheet.last) == (1, 1)
        assert [(one.sequence, one.replaced) for one in sheet.ballots] == [(1, True), (2, False), (3, False)]
        assert tuple(await votes.codes(view, OPERATOR, polling.vote)) == sheet.ballots
        facts = await votes.facts(view, vote)
    assert (facts.in_the_box, facts.people, facts.head_stands) == (3, 2, True)
    assert AT_ONCE == 100


async def test_a_count_is_proved_when_it_is_declared(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=3)
    await cast(database, keys, polling, 0)
    await ballots.declare(database, keys, polling, LATER)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        assert await votes.sums_are_published(view, vote)
        found = standings(await votes.facts(view, vote))
    assert set(found) == set(Claim)
    assert set(found.values()) == {Standing.PROVED}


async def test_the_checking_program_runs_alone_and_ends_with_the_result(
    database: Database, keys: Keys, tmp_path: Path
) -> None:
    polling = await ballots.opened(database, keys, count=2)
    await cast(database, keys, polling, 1, "no")
    await ballots.declare(database, keys, polling, LATER)
    async with database.reading() as view:
        (tmp_path / "vote.bel").write_bytes(await votes.archive(view, polling.voters[0], polling.vote))
        box = await votes.box(view, keys, polling.voters[0], polling.vote)
        ending = verified_ending(await votes.find(view, OPERATOR, polling.vote), None)
    assert box is not None
    (tmp_path / "vote.checkpoint").write_text(box.note)
    (tmp_path / "ballots.pyz").write_bytes(verifier())
    said = await asyncio.to_thread(_verified, tmp_path, box.key)
    assert said.startswith("VALID: ")
    assert said.endswith(f"\n{ending}\n")
    assert ending.splitlines() == ["       0  (blank vote)", "       0  Yes", "       1  No"]
    assert len(verifier_fingerprint()) == 64


def _verified(folder: Path, key: str) -> str:
    """With nothing installed but Python."""
    command = [sys.executable, "-I", "-S", "ballots.pyz", "verify", "vote.bel"]
    command += ["--against", "vote.checkpoint", "--signed-by", key]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
