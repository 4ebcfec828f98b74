"""Cancelling the online ballot of somebody who votes on paper or by phone after all: a last, blank one (BAL-16).

The archive knows no other way to cancel, and so nothing is ever taken out of the box. Two people do it: the tellers
struck the member off, and the blank ballot comes from the member or from the keeper of the codes, who discloses the
randomness that shows it is blank. No table holds whose ballot it was.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from ballots import CheckedBallot, Invalid, check_ballot, check_blank, hex_hash, read_election
from ballots.ballot import credential_of
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.votes.model import BOX, Receipt
from governance.votes.model.refusals import NothingToCancel, NotOpen, NotYours, SecondTeller
from governance.votes.records import (
    BallotRecord,
    CancellationRecord,
    CredentialListRecord,
    IssueRecord,
    TagRecord,
    VoteRecord,
)
from governance.votes.service import record
from governance.votes.service.paper import is_due
from governance.votes.service.placing import place_last, refused, require_in_time
from governance.votes.service.reading import ended_at, find
from governance.votes.service.tags import tag_of

Randomness = Sequence[Sequence[int]]


async def cancel(
    tx: Transaction, keys: Keys, actor: Actor, vote_id: str, raw: bytes, *, randomness: Randomness, now: datetime
) -> Receipt:
    """Lay a blank ballot on one whose voter was struck off; the same bytes twice are one cancellation (IDEM-1).

    Raises:
        NothingToCancel: nobody who was struck off has a ballot with this credential in the box.
        TamperedBallot: it is not shown to be blank, or does not hold.
    """
    vote = await find(tx, actor, vote_id, lock=True)
    await _require_part(tx, actor, vote)
    done = select(BallotRecord).where(BallotRecord.vote == vote_id, BallotRecord.hash == hex_hash(raw))
    if (placed := await tx.scalar(done)) is not None:
        return record.signed_receipt(keys, vote, placed)
    require_in_time(vote, await ended_at(tx, vote), now)
    try:
        ballot = await asyncio.to_thread(_blank, vote, raw, randomness)
    except Invalid as error:
        raise refused(vote, error) from error
    issued = await _due(tx, keys, actor, vote, ballot.credential)
    receipt = await place_last(tx, keys, vote, ballot, now)
    tx.add(CancellationRecord(vote=vote_id, hash=ballot.hash))
    issued.cancelled = True
    # Neither the ballot nor a member who made it stands in the log (SEC-1): the keeper of the codes does.
    by = BOX if issued.member == actor.member else actor
    await audit.note(tx, by, "vote.cancelled", vote_id, now)
    return receipt


async def cancellations(view: View, vote_id: str) -> int:
    """How many ballots of the box were laid on another to cancel it: published with the box and the result."""
    rows = select(func.count()).select_from(CancellationRecord).where(CancellationRecord.vote == vote_id)
    return int(await view.scalar(rows))


async def cancellations_due(view: View, vote_id: str) -> int:
    """How many blank ballots the keeper of the codes is still to make; not for whom."""
    confirmed = select(IssueRecord).where(IssueRecord.vote == vote_id, IssueRecord.witnessed_by.is_not(None))
    return sum(is_due(issued) for issued in await view.scalars(confirmed))


async def credentials_due(view: View, keys: Keys, actor: Actor, vote_id: str) -> tuple[str, ...]:
    """For the keeper of the codes alone: with which public credentials blank ballots are to be made.

    Raises:
        NotYours: somebody else keeps the codes.
    """
    vote = await find(view, actor, vote_id)
    if not await _keeps_codes(view, actor, vote_id):
        raise NotYours(vote=vote_id)
    found = [tag.credential for _, tag in await _pairs_due(view, keys, vote)]
    return tuple(sorted(found))


def _blank(vote: VoteRecord, raw: bytes, randomness: Randomness) -> CheckedBallot:
    if vote.election is None:
        raise NotOpen(vote=vote.id)
    election = read_election(vote.election)
    ballot = check_ballot(election, (credential_of(election, raw),), raw)
    check_blank(election, ballot, randomness)
    return ballot


async def _require_part(tx: Transaction, actor: Actor, vote: VoteRecord) -> None:
    own = None if actor.member is None else await tx.get(IssueRecord, (vote.id, actor.member))
    if own is None and not await _keeps_codes(tx, actor, vote.id):
        raise NotYours(vote=vote.id)


async def _keeps_codes(view: View, actor: Actor, vote_id: str) -> bool:
    kept = select(CredentialListRecord.holder).where(CredentialListRecord.vote == vote_id)
    in_part = actor.is_platform or actor.has(Role.SCRUTINEER)
    return bool(in_part and await view.scalar(kept) == actor.reference)


async def _due(tx: Transaction, keys: Keys, actor: Actor, vote: VoteRecord, credential: str) -> IssueRecord:
    """The issue for which this ballot is; the keeper of the codes is none of its two tellers."""
    found = next((issued for issued, tag in await _pairs_due(tx, keys, vote) if tag.credential == credential), None)
    if found is None or (found.member != actor.member and not await _keeps_codes(tx, actor, vote.id)):
        raise NothingToCancel(vote=vote.id)
    if found.member != actor.member and actor.reference in (found.issued_by, found.witnessed_by):
        raise SecondTeller(vote=vote.id)
    return found


async def _pairs_due(view: View, keys: Keys, vote: VoteRecord) -> list[tuple[IssueRecord, TagRecord]]:
    confirmed = select(IssueRecord).where(IssueRecord.vote == vote.id, IssueRecord.witnessed_by.is_not(None))
    due = {tag_of(keys, vote.id, one.member): one for one in await view.scalars(confirmed) if is_due(one)}
    tags = await view.scalars(select(TagRecord).where(TagRecord.vote == vote.id, TagRecord.tag.in_(due)))
    return [(due[tag.tag], tag) for tag in tags]
