"""Three key-holders of whom two open the count: their key, made step by step through the server's post office."""

from collections.abc import Callable
from pathlib import Path

from ballots.ceremony import commitment, deal, finish
from ballots.chance import SYSTEM
from ballots.groups import group
from ballots.keyfiles import Purpose, Seat, write_key_file
from ballots.recovery import SEED
from ballots.roles.key_holder import Member, derived, short_name
from governance.demonstration.founding import new_password
from governance.demonstration.story import GUIDE, Story
from governance.rehearsal.keepers import NAMES
from governance.votes import service as votes
from governance.votes.service import Step, VoteRecord


async def make_key(story: Story, vote: VoteRecord, folder: Path) -> None:
    """Certificates, commitments, dealings, shares. ``folder`` keeps each one's files, as `ballots trustee` does."""
    in_group = group(vote.group)
    people = [_member(vote, folder, owner) for owner in range(1, vote.size + 1)]
    await _all(story, vote, Step.CERTIFICATE, lambda owner: people[owner - 1].public_part(None)[1])
    certificates = await _given(story, vote, Step.CERTIFICATE)
    dealings = [deal(in_group, one.seed, certificates) for one in people]
    await _all(story, vote, Step.COMMITMENT, lambda owner: commitment(dealings[owner - 1]).encode())
    await _all(story, vote, Step.DEALING, lambda owner: dealings[owner - 1])
    committed = [one.decode() for one in await _given(story, vote, Step.COMMITMENT)]
    async with story.database.reading() as view:
        letters = [await votes.letter(view, vote, owner) or b"" for owner in range(1, vote.size + 1)]
    shares = [
        finish(in_group, one.seed, certificates, letter, committed=committed, name=NAMES[one.seat.index - 1])
        for one, letter in zip(people, letters, strict=True)
    ]
    await _all(story, vote, Step.SHARE, lambda owner: shares[owner - 1])
    for one, share in zip(people, shares, strict=True):
        _key_file(folder, one).with_suffix(".share").write_bytes(share)


def _member(vote: VoteRecord, folder: Path, owner: int) -> Member:
    """A new seed, and its key file behind a password."""
    seed, seat = SYSTEM(SEED), Seat(vote.needed, vote.size, owner)
    found = derived(group(vote.group), seed, seat)
    if not isinstance(found, Member):
        raise TypeError("a seed with a seat is a committee member's")
    path, password = _key_file(folder, found), new_password()
    path.parent.mkdir(mode=0o700, parents=True)
    purpose = Purpose(vote.group, NAMES[owner - 1], seat, found.fingerprint)
    path.write_bytes(write_key_file(seed, purpose, password))
    path.with_name("password.txt").write_text(password + "\n", encoding="ascii")
    return found


def _key_file(folder: Path, one: Member) -> Path:
    return folder / f"key-holder-{one.seat.index}" / f"{short_name(one.public_text)}.privkey"


async def _all(story: Story, vote: VoteRecord, step: Step, made: Callable[[int], bytes]) -> None:
    """Each hands over what this step asks for, signed in as themselves."""
    for owner, number in enumerate(story.play.key_holders, start=1):
        async with story.database.writing() as tx:
            holder = await story.member(tx, number)
            await votes.hand_over(tx, holder, vote.id, story.clock.now(), step=step, content=made(owner))


async def _given(story: Story, vote: VoteRecord, step: Step) -> list[bytes]:
    async with story.database.reading() as view:
        found = (await votes.messages(view, await votes.find(view, GUIDE, vote.id))).whole(step)
    if found is None:
        raise LookupError(f"a {step} is missing")
    return found
