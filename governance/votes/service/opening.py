"""After the sums: key-holders shuffle what is opened one by one, and open what was shuffled or added up.

Each part is kept as it came after every check that a stranger would make; the same bytes twice are one part (OPS-2).
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ballots import (
    Election,
    Invalid,
    Trustees,
    check_binding,
    check_decryption,
    check_shuffle,
    combine_shares,
    compute_result,
    decryption_entry,
    end_shuffles_entry,
    hex_hash,
    read_election,
    read_shuffled,
    read_tally,
    read_trustees,
    result_entry,
    shuffle_entry,
    to_shuffle,
    with_shuffled,
)
from ballots.tally import EncryptedTally, Factors
from governance.actor import Actor
from governance.audit import service as audit
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Transaction, View
from governance.votes.model import State, opening_floor
from governance.votes.model.refusals import (
    AlreadyGiven,
    MaterialInvalid,
    NotYours,
    NotYourTurn,
    TooFewBallots,
    WrongState,
)
from governance.votes.records import DecryptionRecord, SeatRecord, ShuffleRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.counting import published, sealed


async def add_shuffle(
    tx: Transaction, actor: Actor, vote_id: str, content: bytes, now: datetime, *, owner: int | None = None
) -> VoteRecord:
    """Take in one key-holder's shuffle of what stands last on the board.

    When as many have shuffled as can open the count together, shuffling ends: whoever would have to be deceived for
    names to be found again could open every ballot anyway.
    """
    vote = await sealed(tx, actor, vote_id)
    owner = await _own_seat(tx, actor, vote_id, owner)
    given = await tx.get(ShuffleRecord, (vote_id, owner))
    if given is not None:
        if given.hash == hex_hash(content):
            return vote
        raise AlreadyGiven(vote=vote_id, part="shuffle", owner=owner)
    sums = await _sums(tx, vote)
    if not sums.election.shuffled or await record.last_type(tx, vote_id) not in ("EncryptedTally", "Shuffle"):
        raise NotYourTurn(vote=vote_id, step="shuffle")
    _require_enough(vote)
    try:
        await asyncio.to_thread(check_shuffle, sums.election, to_shuffle(sums.election, sums.tally), content)
    except Invalid as error:
        raise MaterialInvalid(vote=vote_id, part="shuffle", reason=error.code) from error
    await record.append_next(tx, vote_id, "Shuffle", lambda head: shuffle_entry(content, owner, head))
    tx.add(ShuffleRecord(vote=vote_id, owner=owner, hash=hex_hash(content)))
    await tx.flush()
    await audit.note(tx, actor, "vote.shuffled", vote_id, now, owner=owner)
    if len(await shufflers(tx, vote_id)) == vote.needed:
        await record.append_next(tx, vote_id, "EndShuffles", end_shuffles_entry)
    return vote


async def shufflers(view: View, vote_id: str) -> tuple[int, ...]:
    """The key-holders who have shuffled, by their numbers."""
    rows = select(ShuffleRecord.owner).where(ShuffleRecord.vote == vote_id).order_by(ShuffleRecord.owner)
    return tuple(await view.scalars(rows))


async def add_partial_decryption(
    tx: Transaction,
    actor: Actor,
    vote_id: str,
    content: bytes,
    now: datetime,
    *,
    binding: bytes | None = None,
    owner: int | None = None,
) -> VoteRecord:
    """Take in one key-holder's part of the opening; with the last that is needed the result is computed.

    ``binding`` is the additional proof that the part is of these very ciphertexts; it is asked for wherever an answer
    might otherwise be forged (protocol §16.1). ``owner`` may be left out by whoever holds one key only. A part that
    does not verify is refused and changes nothing, and others can do without it where enough are left (BAL-10).
    """
    vote = await sealed(tx, actor, vote_id)
    owner = await _own_seat(tx, actor, vote_id, owner)
    given = await tx.get(DecryptionRecord, (vote_id, owner))
    if given is not None:
        if given.hash == hex_hash(content):
            return vote
        raise AlreadyGiven(vote=vote_id, part="decryption", owner=owner)
    if vote.state is not State.CLOSED:
        raise WrongState(vote=vote_id, state=vote.state)
    sums = await _sums(tx, vote)
    if sums.election.shuffled and await record.last_type(tx, vote_id) not in ("EndShuffles", "PartialDecryption"):
        raise NotYourTurn(vote=vote_id, step="open-sum")
    _require_enough(vote)
    try:
        await asyncio.to_thread(sums.check, owner, content, binding)
    except Invalid as error:
        raise MaterialInvalid(vote=vote_id, part="decryption", reason=error.code) from error
    await record.append_next(tx, vote_id, "PartialDecryption", lambda head: decryption_entry(content, owner, head))
    tx.add(DecryptionRecord(vote=vote_id, owner=owner, hash=hex_hash(content), binding=binding))
    await audit.note(tx, actor, "vote.partly-decrypted", vote_id, now, owner=owner)
    crashpoint("decrypt.before_commit")
    await _open_when_complete(tx, actor, vote, sums, now)
    return vote


async def bindings(view: View, vote_id: str) -> tuple[bytes, ...]:
    """The additional proofs that key-holders published beside the archive."""
    rows = select(DecryptionRecord.binding).where(DecryptionRecord.vote == vote_id)
    given = await view.scalars(rows.order_by(DecryptionRecord.owner))
    return tuple(binding for binding in given if binding is not None)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What is to be opened, as it stands last on the board, and everything needed to open it."""

    election: Election
    trustees: Trustees
    tally: EncryptedTally
    ballots: int

    def check(self, owner: int, content: bytes, binding: bytes | None) -> None:
        factors = self.factors(owner, content)
        if binding is not None:
            check_binding(self.election, self.trustees.each[owner - 1], self.tally, factors, binding)
        elif any(question.crowded(self.election.group) for question in self.election.questions if question.shuffled):
            raise Invalid("binding-missing", "answers of so many numbers are opened only with the additional proof")

    def factors(self, owner: int, content: bytes) -> Factors:
        return check_decryption(self.election, self.trustees.each[owner - 1], self.tally, content)

    def result(self, decryptions: Mapping[int, bytes]) -> bytes:
        shares = {owner: self.factors(owner, content) for owner, content in decryptions.items()}
        together = combine_shares(self.trustees, shares)
        return compute_result(self.election, self.tally, together, self.ballots)


async def _sums(view: View, vote: VoteRecord) -> _Sums:
    sums = await record.data(view, vote.id, "EncryptedTally")
    if not sums:
        raise WrongState(vote=vote.id, state=vote.state)
    election = read_election(published(vote))
    _, trustees, *_ = await record.data(view, vote.id, "Setup")
    tally, sized = sums
    shuffles = await record.data(view, vote.id, "Shuffle")
    return _Sums(
        election,
        read_trustees(election.group, trustees),
        await asyncio.to_thread(_last, election, tally, shuffles[::2]),
        json.loads(sized)["num_tallied"],
    )


def _last(election: Election, tally: bytes, shuffles: Sequence[bytes]) -> EncryptedTally:
    """The tally after the last shuffle. Each shuffle was checked when it came in."""
    encrypted = read_tally(election, tally)
    if not shuffles:
        return encrypted
    lists = read_shuffled(election, to_shuffle(election, encrypted), shuffles[-1])
    return with_shuffled(election, encrypted, lists)


async def _open_when_complete(tx: Transaction, actor: Actor, vote: VoteRecord, sums: _Sums, now: datetime) -> None:
    given = await record.data(tx, vote.id, "PartialDecryption")
    owners = [json.loads(owned)["owner"] for owned in given[1::2]]
    if sums.trustees.missing(owners) is not None:
        return
    result = await asyncio.to_thread(sums.result, dict(zip(owners, given[::2], strict=True)))
    await record.append_next(tx, vote.id, "Result", lambda head: result_entry(result, head))
    vote.result = json.loads(result)["result"]
    vote.state = State.TALLIED
    await audit.note(tx, actor, "vote.tallied", vote.id, now, result=hex_hash(result))


def _require_enough(vote: VoteRecord) -> None:
    """What so few ballots add up to would tell how single people voted (SMALL-1)."""
    floor = opening_floor(vote.roll_count, vote.smallest_cell, is_part=vote.joint is not None)
    if (vote.counted or 0) < floor:
        raise TooFewBallots(vote=vote.id, counted=vote.counted, floor=floor, fallback=vote.fallback)


async def _own_seat(tx: Transaction, actor: Actor, vote_id: str, owner: int | None) -> int:
    own = select(SeatRecord.owner).where(SeatRecord.vote == vote_id, SeatRecord.holder == actor.reference)
    seats = list(await tx.scalars(own if owner is None else own.where(SeatRecord.owner == owner)))
    if len(seats) != 1:
        raise NotYours(vote=vote_id, owner=owner)
    return int(seats[0])
