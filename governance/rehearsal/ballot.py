"""The secret ballot of the play, from three keys to a declared result."""

from datetime import timedelta
from pathlib import Path

from ballots import read_election
from constitution import Finding
from governance.actor import platform
from governance.motions import service as motions
from governance.motions.model import Stage as At
from governance.platform.db import View
from governance.rehearsal import gathering
from governance.rehearsal.beginning import the_motion
from governance.rehearsal.house import acting, officer
from governance.rehearsal.people import choice
from governance.rehearsal.stage import PROMPTER, OtherRehearsal, Stage, cited
from governance.votes import service as votes
from governance.votes.model import State
from governance.votes.service import VoteRecord

SMALL_SUM = 5
"""Key-holders refuse to open the sum of fewer ballots unless told otherwise; in a rehearsal nobody is given away."""


async def prepare(stage: Stage) -> str:
    """Freeze the roll; three key-holders and the keeper of the codes bring their public parts."""
    now = stage.clock.now()
    async with stage.database.writing() as tx:
        motion = await the_motion(tx)
        if motion is not None and motion.stage is At.ON_AGENDA:
            opening = now.replace(microsecond=0) + timedelta(hours=1)
            secretary = await officer(tx, "secretary", now)
            await motions.open_ballot(tx, secretary, motion.id, now, group=stage.plan.group, opens_at=opening)
        vote = await the_vote(tx)
        if vote.group != stage.plan.group:
            raise OtherRehearsal(f"a ballot in {vote.group}, not {stage.plan.group}")
        given = await votes.parts(tx, vote.id)
        if vote.state is State.ROLLED and not given.are_complete:
            for number, key in enumerate(stage.keepers.make_keys(), start=1):
                await votes.register_key(tx, platform(f"rehearsal-key-holder-{number}"), vote.id, key, now)
            listed = stage.keepers.make_codes(vote.uuid, vote.roll_count)
            await votes.register_credentials(tx, platform("rehearsal-keeper-of-codes"), vote.id, listed, now)
    return f"roll of {vote.roll_count}, hash {(vote.roll_hash or '')[:16]}…; {stage.plan.group}; three keys, all needed"


async def open_it(stage: Stage) -> str:
    async with stage.database.writing() as tx:
        vote = await the_vote(tx)
        now = vote.opens_at
        stage.clock.move_to(max(stage.clock.now(), now))
        if vote.state is State.ROLLED:
            await votes.open_vote(tx, stage.keys, await officer(tx, "secretary", now), vote.id, now)
        meeting = await gathering.require_meeting(tx)
    days = (meeting.starts_at - vote.opens_at).days
    return f"{days} whole days before the meeting begins; it ends when the meeting ends"


async def cast_all(stage: Stage) -> str:
    """Every member on the roll casts. Who has a receipt is done; who has none sends the same bytes again."""
    async with stage.database.reading() as view:
        vote = await the_vote(view)
        lines = await votes.roll(view, PROMPTER, vote.id)
        election = read_election(await votes.election(view, PROMPTER, vote.id))
    now = vote.opens_at + timedelta(days=1)
    if vote.state is State.OPEN:
        stage.clock.move_to(max(stage.clock.now(), now))
        waiting = [place for place in range(len(lines)) if not stage.keepers.has_receipt(place)]
        with stage.progress(waiting, "Voting") as places:
            for place in places:
                raw = stage.keepers.sealed_ballot(election, place, choice(place))
                async with stage.database.reading() as view:
                    voter = await acting(view, lines[place].member, now)
                receipt = await votes.cast(stage.database, stage.keys, voter, vote.id, raw, received_at=now)
                stage.keepers.keep_receipt(place, receipt)
    return f"{len(lines)} ballots in the box, each with a signed receipt"


async def seal(stage: Stage) -> str:
    """The meeting ends, and with it the ballot; the sums are published, still locked."""
    await gathering.close(stage)
    async with stage.database.reading() as view:
        vote = await the_vote(view)
        content = await votes.archive(view, PROMPTER, vote.id)
    path = archive_path(stage, vote)
    path.write_bytes(content)
    return f"{vote.sealed_count} ballots sealed at head {(vote.sealed_head or '')[:16]}…, added up without opening any"


async def decrypt(stage: Stage) -> str:
    """Each key-holder verifies the public record and opens their part of the sum."""
    async with stage.database.reading() as view:
        vote = await the_vote(view)
    if vote.state is State.CLOSED:
        with stage.progress([1, 2, 3], "Key-holders") as owners:
            for owner in owners:
                at_least = min(SMALL_SUM, vote.sealed_count or 0)
                part = stage.keepers.decrypt(archive_path(stage, vote), owner, at_least)
                async with stage.database.writing() as tx:
                    holder = platform(f"rehearsal-key-holder-{owner}")
                    await votes.add_partial_decryption(tx, holder, vote.id, part, stage.clock.now(), owner=owner)
    return "three key-holders verified the record and opened the sum together"


async def declare(stage: Stage) -> str:
    now = stage.clock.now()
    async with stage.database.writing() as tx:
        vote = await the_vote(tx)
        if vote.state is State.TALLIED:
            await votes.declare(tx, await officer(tx, "secretary", now), vote.id, now)
    await stage.pass_on()
    async with stage.database.reading() as view:
        motion = await the_motion(view)
    if motion is None or motion.result is None or motion.finding is None:
        raise LookupError("the motion has not been decided")
    counts = motion.result
    clause = cited(Finding.from_dict(motion.finding))
    return (
        f"{motion.stage.upper()}: {counts['in_favour']} for, {counts['against']} against, "
        f"{counts['abstaining']} abstained of {counts['roll']} on the roll ({clause})"
    )


async def the_vote(view: View) -> VoteRecord:
    """The ballot on the one motion."""
    motion = await the_motion(view)
    if motion is None or motion.vote is None:
        raise LookupError("no ballot has been prepared")
    return await votes.find(view, PROMPTER, motion.vote)


def archive_path(stage: Stage, vote: VoteRecord) -> Path:
    return stage.plan.ballot / f"{vote.uuid}.bel"
