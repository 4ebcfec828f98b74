"""Votes on paper and by phone: one teller issues, a second one confirms, and from the issue on nobody casts online.

Whoever is given a paper loses the right to vote online in the same transaction (P-154), under the lock that casting
waits for; so no right is ever used twice. Which paper is whose nobody can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.platform.plain import plain
from governance.votes.model import Mode, State
from governance.votes.model.refusals import (
    AlreadyIssued,
    CancellationDue,
    Candidate,
    NoPaper,
    NotConfirmed,
    NotOnTheRoll,
    SecondTeller,
    WrongMode,
    WrongState,
)
from governance.votes.records import IssueRecord, RollRecord, TagRecord, VoteRecord
from governance.votes.service.placing import require_in_time
from governance.votes.service.reading import ended_at, find
from governance.votes.service.tags import tag_of


class Channel(StrEnum):
    PAPER = "paper"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Issue:
    """One paper or phone call as the tellers see it, and what is to be done next."""

    record: IssueRecord
    name: str
    number: str

    @property
    def is_confirmed(self) -> bool:
        return self.record.witnessed_by is not None

    @property
    def is_cancellation_due(self) -> bool:
        """Does a ballot still lie in the box that nobody has blanked? (BAL-16)"""
        return self.is_confirmed and is_due(self.record)


def is_due(issue: IssueRecord) -> bool:
    return issue.had_cast and not issue.cancelled


async def issue(
    tx: Transaction, keys: Keys, actor: Actor, vote_id: str, member_id: str, *, channel: Channel, now: datetime
) -> IssueRecord:
    """Strike a member off the online vote, to vote on paper or by phone.

    Raises:
        NoPaper, NotOnTheRoll, AlreadyIssued, Candidate: and what casting raises when it is too early or too late.
    """
    vote = await _on_paper(tx, actor, vote_id)
    require_in_time(vote, await ended_at(tx, vote), now)
    await require_no_candidate(tx, actor, vote)
    line = select(RollRecord).where(RollRecord.vote == vote_id, RollRecord.version == vote.roll_version)
    if await tx.scalar(line.where(RollRecord.member == member_id)) is None:
        raise NotOnTheRoll(vote=vote_id)
    if await tx.get(IssueRecord, (vote_id, member_id)) is not None:
        raise AlreadyIssued(vote=vote_id)
    tag = tag_of(keys, vote_id, member_id)
    issued = IssueRecord(
        vote=vote_id,
        member=member_id,
        channel=Channel(channel),
        issued_by=actor.reference,
        issued_at=now,
        had_cast=await tx.get(TagRecord, (vote_id, tag)) is not None,
    )
    tx.add(issued)
    await tx.flush()
    await audit.note(tx, actor, "vote.issued", vote_id, now, member=member_id, channel=str(channel))
    return issued


async def confirm(tx: Transaction, actor: Actor, vote_id: str, member_id: str, now: datetime) -> IssueRecord:
    """The second teller was there, and saw who the member is. Only then the paper is handed over."""
    issued = await _waiting(tx, actor, vote_id, member_id)
    issued.witnessed_by = actor.reference
    await audit.note(tx, actor, "vote.issue-confirmed", vote_id, now, member=member_id)
    return issued


async def refuse(tx: Transaction, actor: Actor, vote_id: str, member_id: str, now: datetime) -> None:
    """It was a mistake: no paper went out, and the member may vote online again."""
    await tx.delete(await _waiting(tx, actor, vote_id, member_id))
    await audit.note(tx, actor, "vote.issue-refused", vote_id, now, member=member_id)


async def take_back(tx: Transaction, actor: Actor, vote_id: str, member_id: str, now: datetime) -> IssueRecord:
    """The envelope came back before the end, or the tellers have written down what they heard on the phone.

    An envelope whose sender still has a ballot in the box stays closed: it would be a second vote.

    Raises:
        NotConfirmed, CancellationDue
    """
    vote = await _on_paper(tx, actor, vote_id)
    if vote.paper is not None or vote.state in (State.DECLARED, State.VOID):
        raise WrongState(vote=vote_id, state=vote.state)
    issued = await _issued(tx, vote_id, member_id)
    if issued.witnessed_by is None:
        raise NotConfirmed(vote=vote_id)
    if is_due(issued):
        raise CancellationDue(vote=vote_id)
    if not issued.returned:
        issued.returned = True
        await audit.note(tx, actor, "vote.paper-came-back", vote_id, now, member=member_id)
    return issued


async def issues(view: View, actor: Actor, vote_id: str) -> Sequence[Issue]:
    """For tellers: in the order of the members' names."""
    await find(view, actor, vote_id)
    rows = list(await view.scalars(select(IssueRecord).where(IssueRecord.vote == vote_id)))
    known = await members.addressed(view, [row.member for row in rows])
    found = [Issue(row, known[row.member].name, known[row.member].number) for row in rows]
    return sorted(found, key=lambda one: (plain(one.name), one.number))


async def issue_to(view: View, vote_id: str, member: str | None) -> IssueRecord | None:
    """What a member is told of their own paper."""
    return None if member is None else await view.get(IssueRecord, (vote_id, member))


async def may_cancel(view: View, actor: Actor, vote: VoteRecord) -> bool:
    """Does a ballot of the one who acts still count, though two tellers have struck them off (BAL-16)?"""
    own = await issue_to(view, vote.id, actor.member)
    return own is not None and own.witnessed_by is not None and is_due(own) and vote.state is State.OPEN


async def require_no_candidate(view: View, actor: Actor, vote: VoteRecord) -> None:
    """Nobody is a teller of a vote in which their own name can be chosen (P-155)."""
    if actor.member is None:
        return
    name = plain((await members.find(view, actor, actor.member)).name)
    options = [option for question in vote.asked for option in question.options]
    if any(name in (plain(option.name.en), plain(option.name.cy)) for option in options):
        raise Candidate(vote=vote.id)


async def _on_paper(tx: Transaction, actor: Actor, vote_id: str) -> VoteRecord:
    """The vote, under the lock for which casting waits."""
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.mode is not Mode.VERIFIABLE:
        raise WrongMode(vote=vote_id, mode=vote.mode)
    if not vote.on_paper:
        raise NoPaper(vote=vote_id)
    return vote


async def _issued(tx: Transaction, vote_id: str, member_id: str) -> IssueRecord:
    issued = await tx.get(IssueRecord, (vote_id, member_id), lock=True)
    if issued is None:
        raise NotFound(vote=vote_id, member=member_id)
    return issued


async def _waiting(tx: Transaction, actor: Actor, vote_id: str, member_id: str) -> IssueRecord:
    """An issue that waits for a second teller, who is the one who acts."""
    vote = await _on_paper(tx, actor, vote_id)
    await require_no_candidate(tx, actor, vote)
    issued = await _issued(tx, vote_id, member_id)
    if issued.witnessed_by is not None:
        raise AlreadyIssued(vote=vote_id)
    if issued.issued_by == actor.reference:
        raise SecondTeller(vote=vote_id)
    return issued
