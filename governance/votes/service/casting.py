"""Putting a ballot in the box: kept before it is checked, checked beside the event loop, receipted after the commit.

A ballot is noted on the board and nowhere else: an entry in the audit log would set its instant beside the acts of
people (AUD-5, SEC-3). The log gets every checkpoint instead, and so commits to the ballots before it.
"""

import asyncio
import hashlib
import hmac
from datetime import datetime

from sqlalchemy import func, or_, select

from ballots import LARGEST_BALLOT, CheckedBallot, Head, Invalid, ballot_entry, check_ballot, hex_hash, read_election
from ballots.ballot import credential_of
from constitution import Finding
from governance.actor import Actor, platform
from governance.audit import service as audit
from governance.errors import CoopError, NotFound, Unavailable
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Database, Transaction, View
from governance.platform.keys import Keys
from governance.votes.model import (
    CHECKPOINT_EVERY,
    Closed,
    ForeignBallot,
    NotOnTheRoll,
    NotOpen,
    Receipt,
    SecondBallot,
    State,
    TamperedBallot,
    WrongCredential,
    known_to,
)
from governance.votes.records import (
    BallotRecord,
    CredentialRecord,
    IncomingRecord,
    PartRecord,
    TagRecord,
    VoteRecord,
)
from governance.votes.service import record
from governance.votes.service.reading import ended_at, right_of

MOST_WAITING = 200
"""Ballots in the incoming table of one vote; beyond it a sender is asked to come back (WEB-9)."""

COME_BACK_AFTER = 5
BOX = platform("ballot-box")

Verdict = CheckedBallot | Invalid


async def cast(
    database: Database, keys: Keys, actor: Actor, vote_id: str, raw: bytes, *, received_at: datetime
) -> Receipt:
    """Put ``raw`` in the box, or the receipt it already has: the same bytes are one ballot for ever (IDEM-1).

    ``received_at`` is when the last byte arrived, read before anything was queued (DB-6). An answer, yes or no, is
    given only after it was committed; whoever gets none sends the same bytes again.
    """
    crashpoint("cast.before_incoming")
    kept = await _receive(database, keys, actor, vote_id, raw, received_at=received_at)
    if isinstance(kept, Receipt):
        return kept
    crashpoint("cast.after_incoming")
    verdict = await asyncio.to_thread(_verdict, kept, raw)
    crashpoint("cast.after_verify")
    async with database.writing() as tx:
        answer = await _place(tx, keys, vote_id, hex_hash(raw), verdict)
        crashpoint("cast.before_commit")
    crashpoint("cast.after_commit")
    # A refusal is raised only now: raised inside, it would undo the removal of the ballot from the incoming table.
    if isinstance(answer, CoopError):
        raise answer
    return answer


async def has_cast(view: View, keys: Keys, actor: Actor, vote: VoteRecord) -> bool | None:
    """Does a ballot of the one who asks lie in the box? The server knows while the vote is open, and tells only them.

    ``None``: it does not know, before the opening or since the seal (SEC-2).
    """
    if vote.state is not State.OPEN or actor.member is None or await right_of(view, vote.id, actor.member) is None:
        return None
    if not keys.holds(tag_key(vote.id)):
        return False
    own = select(TagRecord.tag).where(TagRecord.vote == vote.id, TagRecord.tag == _tag(keys, vote.id, actor.member))
    return await view.scalar(own) is not None


async def settle_left_over(database: Database, keys: Keys) -> int:
    """Bring every ballot that a crash left in the incoming table to its end; answers how many there were."""
    async with database.reading() as view:
        waiting = list(await view.scalars(select(IncomingRecord).order_by(IncomingRecord.vote, IncomingRecord.hash)))
    for incoming in waiting:
        async with database.reading() as view:
            vote = await view.get(VoteRecord, incoming.vote)
        if vote is None or vote.election is None:
            continue
        verdict = await asyncio.to_thread(_verdict, vote.election, incoming.content)
        async with database.writing() as tx:
            await _place(tx, keys, incoming.vote, incoming.hash, verdict)
    return len(waiting)


async def settle_within(tx: Transaction, keys: Keys, vote: VoteRecord) -> int:
    """The same inside the transaction that closes the vote and holds its lock, so that nothing arrives meanwhile."""
    waiting = list(await tx.scalars(select(IncomingRecord).where(IncomingRecord.vote == vote.id)))
    for incoming in waiting:
        verdict = await asyncio.to_thread(_verdict, _published(vote), incoming.content)
        await _place(tx, keys, vote.id, incoming.hash, verdict)
    return len(waiting)


def _verdict(election: bytes, raw: bytes) -> Verdict:
    """Everything that costs exponentiations; whose credential it is was looked up before."""
    read = read_election(election)
    try:
        return check_ballot(read, (credential_of(read, raw),), raw)
    except Invalid as error:
        return error


async def _receive(
    database: Database, keys: Keys, actor: Actor, vote_id: str, raw: bytes, *, received_at: datetime
) -> Receipt | bytes:
    """Keep the ballot, after every check that is cheap; answers what it must be verified against."""
    async with database.writing() as tx:
        vote = await _shared(tx, vote_id)
        if not known_to(actor, vote.state):
            raise NotFound(vote=vote_id)
        hash_ = hex_hash(raw)
        if (done := await _in_the_box(tx, vote_id, hash_)) is not None:
            return record.signed_receipt(keys, vote, done)
        if actor.member is None or await right_of(tx, vote_id, actor.member) is None:
            raise NotOnTheRoll(vote=vote_id)
        await _require_in_time(tx, vote, received_at)
        credential = await _listed_credential(tx, vote, raw)
        tag = _tag(keys, vote_id, actor.member)
        await _require_own(tx, vote, tag, credential)
        await _require_room(tx, vote)
        await tx.alone(f"incoming-{hash_}")  # the same bytes may come twice at once
        if await tx.get(IncomingRecord, (vote_id, hash_)) is None:
            tx.add(IncomingRecord(vote=vote_id, hash=hash_, tag=tag, content=raw, received_at=received_at))
        return _published(vote)


async def _place(tx: Transaction, keys: Keys, vote_id: str, hash_: str, verdict: Verdict) -> Receipt | CoopError:
    """From the incoming table to the box, or to a refusal. Whoever comes second finds the first one's work."""
    vote = await _shared(tx, vote_id)
    await record.wait_for(tx, vote_id)
    incoming = await tx.get(IncomingRecord, (vote_id, hash_))
    if (done := await _in_the_box(tx, vote_id, hash_)) is not None:
        await _forget(tx, incoming)
        return record.signed_receipt(keys, vote, done)
    if incoming is None:
        return TamperedBallot(vote=vote_id, reason="refused-before")
    await _forget(tx, incoming)
    try:
        return await _put_in(tx, keys, vote, incoming, verdict)
    except CoopError as refusal:
        return refusal


async def _put_in(tx: Transaction, keys: Keys, vote: VoteRecord, incoming: IncomingRecord, verdict: Verdict) -> Receipt:
    await _require_in_time(tx, vote, incoming.received_at)
    if isinstance(verdict, Invalid):
        raise _refused(vote, verdict)
    await _require_own(tx, vote, incoming.tag, verdict.credential)
    await _require_not_copied(tx, vote, verdict)
    end = await record.head(tx, vote.id)
    entry = ballot_entry(incoming.content, end or Head("", -1))
    ballot = BallotRecord(
        vote=vote.id,
        sequence=entry.height,
        hash=incoming.hash,
        credential=verdict.credential,
        only=None if vote.revote else verdict.credential,
    )
    if await tx.get(TagRecord, (vote.id, incoming.tag)) is None:
        tx.add(TagRecord(vote=vote.id, tag=incoming.tag, credential=verdict.credential))
    tx.add(ballot)
    await record.append(tx, vote.id, entry, "Ballot")
    if entry.height % CHECKPOINT_EVERY == 0:
        checkpoint = await record.sign_checkpoint(tx, keys, vote, incoming.received_at)
        await audit.note(tx, BOX, "vote.checkpoint", vote.id, checkpoint.at, size=checkpoint.size, head=checkpoint.head)
    return record.signed_receipt(keys, vote, ballot)


async def _shared(tx: Transaction, vote_id: str) -> VoteRecord:
    """The vote with FOR SHARE: many may cast at once, and none while it is being closed (DB-4)."""
    held = select(VoteRecord).where(VoteRecord.id == vote_id).with_for_update(read=True)
    vote: VoteRecord | None = await tx.scalar(held.execution_options(populate_existing=True))
    if vote is None:
        raise NotFound(vote=vote_id)
    return vote


def _published(vote: VoteRecord) -> bytes:
    if vote.election is None:
        raise NotOpen(vote=vote.id)
    return vote.election


async def _in_the_box(view: View, vote_id: str, hash_: str) -> BallotRecord | None:
    found: BallotRecord | None = await view.scalar(
        select(BallotRecord).where(BallotRecord.vote == vote_id, BallotRecord.hash == hash_)
    )
    return found


async def _require_in_time(tx: Transaction, vote: VoteRecord, received_at: datetime) -> None:
    if vote.state in (State.DRAFT, State.ROLLED, State.VOID):
        raise NotOpen(vote=vote.id, state=vote.state, opens_at=vote.opens_at)
    ended = await ended_at(tx, vote)
    if vote.state is not State.OPEN or (ended is not None and received_at >= ended):
        raise Closed(vote=vote.id, closed_at=ended, received_at=received_at)


async def _listed_credential(tx: Transaction, vote: VoteRecord, raw: bytes) -> str:
    if len(raw) > LARGEST_BALLOT:
        raise TamperedBallot(vote=vote.id, reason="too-large")
    try:
        credential = credential_of(read_election(_published(vote)), raw)
    except Invalid as error:
        raise _refused(vote, error) from error
    if await tx.get(CredentialRecord, (vote.id, credential)) is None:
        raise WrongCredential(vote=vote.id)
    return credential


def _refused(vote: VoteRecord, error: Invalid) -> CoopError:
    if error.code == "wrong-election":
        return ForeignBallot(vote=vote.id)
    return TamperedBallot(vote=vote.id, reason=error.code)


def _tag(keys: Keys, vote_id: str, member: str) -> str:
    """Stands for the member while the vote is open. Its key lies outside database and backups (SEC-2)."""
    return hmac.new(keys.temporary(tag_key(vote_id)), member.encode(), hashlib.sha256).hexdigest()


def tag_key(vote_id: str) -> str:
    """The name of the key behind the tags of a vote; it is destroyed with them at the seal."""
    return f"ballot-{vote_id}"


async def _require_own(tx: Transaction, vote: VoteRecord, tag: str, credential: str) -> None:
    """One sign-in, one credential, in both directions; and one ballot where the rules say so (P-153)."""
    either = or_(TagRecord.tag == tag, TagRecord.credential == credential)
    pairs = list(await tx.scalars(select(TagRecord).where(TagRecord.vote == vote.id, either)))
    if any((pair.tag, pair.credential) != (tag, credential) for pair in pairs):
        raise WrongCredential(vote=vote.id)
    if pairs and not vote.revote:
        finding = None if vote.revote_finding is None else Finding.from_dict(vote.revote_finding)
        raise SecondBallot(vote=vote.id, finding=finding)


async def _require_room(tx: Transaction, vote: VoteRecord) -> None:
    waiting = await tx.scalar(select(func.count()).select_from(IncomingRecord).where(IncomingRecord.vote == vote.id))
    if waiting >= MOST_WAITING:
        raise Unavailable(vote=vote.id, retry_after=COME_BACK_AFTER)


async def _require_not_copied(tx: Transaction, vote: VoteRecord, ballot: CheckedBallot) -> None:
    """Two credentials that share a ciphertext or a proof would spoil the whole archive for its verifier (BAL-3)."""
    parts = {part.hex() for part in ballot.parts}
    known = {
        part.part: part.credential
        for part in await tx.scalars(select(PartRecord).where(PartRecord.vote == vote.id, PartRecord.part.in_(parts)))
    }
    if any(credential != ballot.credential for credential in known.values()):
        raise TamperedBallot(vote=vote.id, reason="ballot-copied")
    new = sorted(parts - known.keys())
    tx.add_all(PartRecord(vote=vote.id, part=part, credential=ballot.credential) for part in new)


async def _forget(tx: Transaction, incoming: IncomingRecord | None) -> None:
    if incoming is not None:
        await tx.delete(incoming)
        await tx.flush()
