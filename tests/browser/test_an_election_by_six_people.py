"""A whole vote by six people and twelve members, in Chromium, from the key to the declared result.

The secretary opens it; three key-holders make one key of which any two open the result; the keeper of the codes makes
and hands them out; a teller closes and declares. No secret ever leaves the browser in which it was made.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from ballots import group, secret_of, verify
from ballots.channel import channel_keys
from ballots.keyfiles import read_key_file
from ballots.roles.key_holder import Member, derived
from governance.votes import service as votes
from tests.browser.booth_room import Room, Sitting
from tests.browser.election_by_six import (
    CLOSES,
    GROUP,
    MEMBERS,
    Six,
    six_people,
    votes_by_keyboard,
    votes_in_welsh_easy_read,
    votes_online,
)
from tests.browser.keyroom_room import PASSWORD, Holder
from tests.browser.sent import found_in
from tests.governance.votes.ballots import OPERATOR

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.long]

YES, NO = "Yes", "No"
AT_ONCE = 3
"""Members who vote at the same time: more would only wait for one another's processors."""


@pytest_asyncio.fixture(loop_scope="session")
async def six(chrome: Browser, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Six]:
    async with six_people(chrome, sqlite_template, tmp_path) as people:
        yield people


@pytest.mark.control("KEY-1")
@pytest.mark.control("CRED-1")
@pytest.mark.control("BAL-9")
@pytest.mark.control("BAL-16")
async def test_six_people_hold_a_vote_from_the_key_to_the_result(six: Six, tmp_path: Path, belenios_tool: str) -> None:
    await six.make_a_key_together()
    codes = await six.make_and_hand_out_codes()
    await six.at_the_desk(six.secretary, "Open the vote")

    room = await six.doors_open(codes)
    await everybody_votes(room)
    await one_votes_on_paper_after_all(six)

    six.house.clock.move_to(CLOSES)
    await six.at_the_desk(six.teller, "Close the vote")
    await six.adds_up()
    first, second, third = six.key_holders
    await six.mix(first)
    await six.mix(third)
    assert await six.open_part(third) == await six.open_part(second)
    await two_tellers_count_the_paper(six)
    await six.declares(six.teller)

    archive = await declared_as_voted(six)
    report = verify(archive)
    assert (report.ballots, report.counted, report.shuffles, report.decryptions) == (14, 12, 2, 2)
    (tmp_path / "election.bel").write_bytes(archive)
    done = independently_verified(belenios_tool, tmp_path)
    assert done.returncode == 0, done.stderr
    await no_secret_was_sent(six, codes)


def independently_verified(tool: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [tool, "election", "verify", "--dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


# --- twelve members -------------------------------------------------------------------------------------------------


async def everybody_votes(room: Room) -> None:
    """The first by keyboard alone, the second in Welsh Easy Read, the third twice; nobody waits for another."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def member(number: int) -> None:
        async with turns:
            narrow = {"viewport": {"width": 320, "height": 640}} if number == 1 else {}
            voter = await room.sits_down(number, **narrow)
            await votes_of_member(number, voter)
            await voter.context.close()
            assert voter.said == []

    await asyncio.gather(*(member(number) for number in range(MEMBERS)))


async def votes_of_member(number: int, voter: Sitting) -> None:
    if number == 0:
        await votes_by_keyboard(voter)
    elif number == 1:
        await votes_in_welsh_easy_read(voter)
    elif number == 2:
        await votes_online(voter, YES, "Bus", "Hall")
        await votes_online(voter, NO, "Garden")
    else:
        await votes_online(voter, YES if number % 2 == 0 else NO, "Bus", "Hall")


async def one_votes_on_paper_after_all(six: Six) -> None:
    """The fourth member asks for a paper: two people strike her off, and a blank ballot replaces the one online."""
    await six.finds_at_the_tellers_desk(six.teller, "Rhif 4", "Votes on paper")
    await six.does_at_the_tellers_desk(six.secretary, "I was there: confirm")
    await six.cancel_one_online_ballot()
    await six.does_at_the_tellers_desk(six.teller, "The envelope came back in time")


async def two_tellers_count_the_paper(six: Six) -> None:
    await six.counts_one_paper(six.teller)
    await six.teller.sees("Your count is noted.")
    await six.counts_one_paper(six.secretary)
    await six.secretary.sees("Two tellers counted the same.")


# --- afterwards -----------------------------------------------------------------------------------------------------


async def declared_as_voted(six: Six) -> bytes:
    """The archive; the fourth member's ballot in it is the blank one."""
    async with six.house.database.reading() as view:
        vote = await votes.find(view, OPERATOR, six.house.vote)
        assert vote.state == "declared"
        assert vote.result is not None
        motion, ranking = vote.result
        assert motion == [1, 5, 6]
        assert sorted(ranking) == sorted([[0, 1, 0], [2, 0, 1], [0, 0, 1], [0, 0, 0], *[[1, 2, 0]] * 8])
        return await votes.archive(view, OPERATOR, six.house.vote)


async def no_secret_was_sent(six: Six, codes: dict[str, str]) -> None:
    """Not the seeds, nor what they stand for, nor the words, the passwords and the codes, in any form."""
    for holder in six.key_holders:
        assert found_in(await holder.sent.bytes(), secrets_of(holder)) == []
        assert holder.said == []
    sent, order = await six.keeper.sent.bytes(), group(GROUP).order
    secrets: list[bytes | int] = [
        PASSWORD.encode(),
        *(secret_of(code, six.house.uuid, order) for code in codes.values()),
    ]
    assert found_in(sent, secrets) == []
    assert found_in(sent, [code.encode() for code in codes.values()]) == []
    assert found_in(sent, [code.replace("-", "").encode() for code in codes.values()]) == []


def secrets_of(holder: Holder) -> list[bytes | int]:
    file = read_key_file(holder.file.read_bytes())
    seed = file.unlock(PASSWORD)
    member = derived(group(GROUP), seed, file.purpose.seat)
    assert isinstance(member, Member)
    keys = channel_keys(member.group, member.seed)
    return [seed, member.seed.encode(), keys.signing, keys.decryption, holder.words.encode(), PASSWORD.encode()]
