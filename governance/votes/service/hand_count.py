"""After the close: two tellers count the papers, each alone, and what they agree on joins the count (P-155)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid as InvalidForm
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.votes.model import State
from governance.votes.model.by_hand import Channels, Difference, Reconciled, Totals, differences, problems
from governance.votes.model.refusals import NoPaper, PapersNotCounted, WrongState
from governance.votes.records import BallotRecord, IssueRecord, PaperCountRecord, VoteRecord
from governance.votes.service.cancelling import cancellations
from governance.votes.service.paper import Channel, require_no_candidate
from governance.votes.service.reading import find


@dataclass(frozen=True, slots=True)
class HandCount:
    """How far counting the papers has come for the one who asks, who sees no other count before their own is in.

    ``came`` envelopes came back; ``mine`` is the last count of the one who asks; ``others`` count the same papers.
    ``differ`` has the cells in which the last other count differs from ``mine``.
    """

    came: int
    mine: Totals | None
    others: int
    differ: tuple[Difference, ...]
    is_settled: bool


async def count_papers(tx: Transaction, actor: Actor, vote_id: str, totals: Totals, now: datetime) -> VoteRecord:
    """One teller's count. As soon as two people's last counts say the same, that is what the papers say.

    Raises:
        InvalidForm: so many papers cannot say this.
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state not in (State.CLOSED, State.TALLIED) or vote.paper is not None:
        raise WrongState(vote=vote_id, state=vote.state)
    issued = await _issued(tx, vote_id)
    if not issued:
        raise NoPaper(vote=vote_id)
    await require_no_candidate(tx, actor, vote)
    if found := problems(vote.asked, totals, sum(one.returned for one in issued)):
        raise InvalidForm(found)
    counted = totals.to_json(vote.asked)
    others = (await _last_counts(tx, vote_id)).values()
    tx.add(PaperCountRecord(id=new_id(), vote=vote_id, teller=actor.reference, totals=counted, at=now))
    await tx.flush()
    agreed = any(other.teller != actor.reference and other.totals == counted for other in others)
    if agreed:
        vote.paper = {**counted, "cancelled": await cancellations(tx, vote_id)}
    await audit.note(tx, actor, "vote.papers-counted", vote_id, now, agreed=agreed)
    return vote


async def hand_count(view: View, actor: Actor, vote: VoteRecord) -> HandCount:
    counts = await _last_counts(view, vote.id)
    own = counts.pop(actor.reference, None)
    mine = None if own is None else Totals.from_json(own.totals)
    newest = max(counts.values(), key=lambda count: (count.at, count.id), default=None)
    differ: tuple[Difference, ...] = ()
    if mine is not None and newest is not None and vote.paper is None:
        differ = differences(vote.asked, mine, Totals.from_json(newest.totals))
    came = sum(one.returned for one in await _issued(view, vote.id))
    return HandCount(came, mine, len(counts), differ, vote.paper is not None)


async def require_papers_counted(view: View, vote: VoteRecord) -> None:
    """
    Raises:
        PapersNotCounted: papers went out, so somebody may have voted on one.
    """
    if vote.paper is None and await _issued(view, vote.id):
        raise PapersNotCounted(vote=vote.id)


async def channels(view: View, vote: VoteRecord) -> Channels:
    """Turnout by the way in which people took part; of a sealed vote, since before it tells of single people."""
    issued = await _issued(view, vote.id)
    people = select(func.count(func.distinct(BallotRecord.credential))).where(BallotRecord.vote == vote.id)
    cancelled = await cancellations(view, vote.id)
    came = {channel: sum(one.returned and one.channel == channel for one in issued) for channel in Channel}
    return Channels(
        online=int(await view.scalar(people)) - cancelled,
        paper=came[Channel.PAPER],
        phone=came[Channel.PHONE],
        cancelled=cancelled,
    )


async def reconciled(view: View, vote: VoteRecord) -> Reconciled:
    """Everybody on the roll, by what they did: it must add up before a result is declared."""
    issued = await _issued(view, vote.id)
    paper = vote.paper or {}
    return Reconciled(
        roll=vote.roll_count,
        channels=await channels(view, vote),
        issued=len(issued),
        counted=paper.get("papers"),
        spoilt=paper.get("spoilt", 0),
        cancelled_for=sum(one.cancelled for one in issued),
    )


async def _issued(view: View, vote_id: str) -> Sequence[IssueRecord]:
    return list(await view.scalars(select(IssueRecord).where(IssueRecord.vote == vote_id)))


async def _last_counts(view: View, vote_id: str) -> dict[str, PaperCountRecord]:
    """By teller, each one's last count."""
    rows = select(PaperCountRecord).where(PaperCountRecord.vote == vote_id)
    return {row.teller: row for row in await view.scalars(rows.order_by(PaperCountRecord.at, PaperCountRecord.id))}
