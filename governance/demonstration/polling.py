"""The secret ballots of the demonstration: prepared, cast, sealed, opened, declared."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from ballots import read_election
from governance.demonstration.story import GUIDE, Story
from governance.members import service as members
from governance.motions import service as motions
from governance.rehearsal.house import acting, officer
from governance.rehearsal.keepers import Keepers
from governance.rehearsal.people import choice
from governance.votes import service as votes
from governance.votes.model import KEY_HOLDERS


async def open_ballot(story: Story, motion_id: str, keepers: Keepers, opens_at: datetime) -> str:
    """Freeze the roll, take in the keys of the three key-holders and the scrutineer's codes, and open."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        vote = await motions.open_ballot(tx, secretary, motion_id, now, group=story.group, opens_at=opens_at)
    await bring_keys(story, vote.id, keepers)
    await bring_codes(story, vote, keepers)
    await open_it(story, vote.id, opens_at)
    return vote.id


async def bring_keys(story: Story, vote_id: str, keepers: Keepers, count: int = KEY_HOLDERS) -> None:
    """The first ``count`` key-holders make their keys, where each of them is needed."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        for number, key in zip(story.play.key_holders, keepers.make_keys(count), strict=False):
            await votes.register_key(tx, await story.member(tx, number), vote_id, key, now)


async def bring_codes(story: Story, vote: votes.VoteRecord, keepers: Keepers) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        listed = keepers.make_codes(vote.uuid, vote.roll_count)
        await votes.register_credentials(tx, await officer(tx, "scrutineer", now), vote.id, listed, now)


async def open_it(story: Story, vote_id: str, opens_at: datetime) -> None:
    story.clock.move_to(opens_at)
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", opens_at)
        await votes.open_vote(tx, story.keys, secretary, vote_id, opens_at, one_machine=True)


async def cast_some(
    story: Story,
    vote_id: str,
    keepers: Keepers,
    *,
    leave_out: int,
    until: datetime,
    chosen: Callable[[int], Sequence[int]] = choice,
) -> None:
    """Most members cast, spread over the days; every ``leave_out``-th has not voted yet, nor has the newcomer's part.

    ``chosen`` says what the ballot of each turn holds. The places follow the roll, whose order is that of random ids:
    who has voted differs each time, how many and how does not.
    """
    async with story.database.reading() as view:
        lines = await votes.roll(view, GUIDE, vote_id)
        election = read_election(await votes.election(view, GUIDE, vote_id))
        idle = (await story.member(view, story.play.who["member"])).member
    others = [place for place, line in enumerate(lines) if line.member != idle]
    casting = [place for turn, place in enumerate(others) if turn % leave_out]
    pause = (until - story.clock.now()) // (len(casting) + 1)
    for turn, place in enumerate(casting):
        story.clock.pass_time(pause)
        now = story.clock.now()
        raw = keepers.sealed_ballot(election, place, chosen(turn))
        async with story.database.reading() as view:
            voter = await acting(view, lines[place].member, now)
        receipt = await votes.cast(story.database, story.keys, voter, vote_id, raw, received_at=now)
        keepers.keep_receipt(place, receipt)


async def hand_out_codes(story: Story, vote_id: str, keepers: Keepers, ballot: str) -> None:
    """Each voter's code in a file of its own, as a letter would bring it."""
    async with story.database.reading() as view:
        lines = await votes.roll(view, GUIDE, vote_id)
        for line, code in zip(lines, keepers.codes(), strict=True):
            member = await members.find(view, GUIDE, line.member)
            story.private.keep_code(member.number, code, ballot)


async def open_the_sum(story: Story, vote_id: str, keepers: Keepers, owners: range) -> None:
    """These key-holders verify the public record, each alone, and open their part of the sum."""
    async with story.database.reading() as view:
        content = await votes.archive(view, GUIDE, vote_id)
    archive = keepers.folder / "archive.bel"
    archive.write_bytes(content)
    for owner in owners:
        story.clock.pass_time(timedelta(minutes=20))
        part = keepers.decrypt(archive, owner, at_least=5)
        async with story.database.writing() as tx:
            holder = await story.member(tx, story.play.key_holders[owner - 1])
            await votes.add_partial_decryption(tx, holder, vote_id, part, story.clock.now(), owner=owner)


async def declare(story: Story, vote_id: str) -> None:
    story.clock.pass_time(timedelta(minutes=20))
    now = story.clock.now()
    async with story.database.writing() as tx:
        await votes.declare(tx, await officer(tx, "secretary", now), vote_id, now)
    await story.pass_on()
