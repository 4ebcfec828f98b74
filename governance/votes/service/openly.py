"""Votes that are not encrypted: a show of hands, a recorded poll, a simple secret poll (MODE-2).

They go through the same states as every vote. What they came to is known when they close, and shown when it is
declared. A recorded poll is for every member to read; of a simple secret one nothing tells who gave which answer, or
when, though whoever runs the server could have watched.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from constitution import Finding
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid as InvalidForm
from governance.meetings import service as meetings
from governance.meetings.model import Stage
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue
from governance.platform.keys import Keys
from governance.platform.plain import plain
from governance.votes.model import CLERK, GRACE, OPEN_MODES, Mode, RollLine, State
from governance.votes.model.plain import Answers, added_up, hands_problems, paper, problems, seal
from governance.votes.model.refusals import (
    NotAtTheMeeting,
    NothingCounted,
    NotOnTheRoll,
    SecondBallot,
    TooEarly,
    WrongMode,
)
from governance.votes.records import HandsRecord, OpenVoteRecord, SimpleVoteRecord, SimpleVoterRecord, VoteRecord
from governance.votes.service.placing import require_in_time
from governance.votes.service.reading import ended_at, find, rights_of, roll
from governance.votes.service.tags import forget_who_cast, has_answered, tag_of


@dataclass(frozen=True, slots=True)
class Recorded:
    """How one right was used in a recorded poll; ``proxy`` is the name of whoever cast it for the member."""

    name: str
    answers: Answers
    proxy: str | None


async def begin(tx: Transaction, actor: Actor, vote: VoteRecord, now: datetime) -> VoteRecord:
    """Let people vote. What is asked stands from here on.

    Raises:
        NotAtTheMeeting: a vote of the room, whose meeting is not being held.
    """
    if is_in_the_room(vote) and (await meetings.find(tx, CLERK, vote.meeting or "")).stage != Stage.OPEN:
        raise NotAtTheMeeting(vote=vote.id)
    vote.election = paper(vote.uuid, vote.title, vote.questions)
    vote.opened_at = now
    vote.state = State.OPEN
    if vote.closes_at is not None:
        enqueue(tx, "seal-vote", {"vote": vote.id}, due_at=vote.closes_at + GRACE, once=f"seal-vote:{vote.id}")
    await audit.note(tx, actor, "vote.opened", vote.id, now, mode=str(vote.mode), roll=vote.roll_hash)
    return vote


def is_in_the_room(vote: VoteRecord) -> bool:
    """Is it taken openly at its meeting, by those who are there and their proxies (MODE-3)?"""
    return vote.mode in OPEN_MODES and vote.meeting is not None and vote.closes_at is None


async def count_hands(
    tx: Transaction, actor: Actor, vote_id: str, totals: Sequence[Sequence[int]], now: datetime
) -> HandsRecord:
    """What one person counted in the room, proxies included; counted again, the last count stands.

    ``totals`` has for each question how many abstained, were for it and against it.

    Raises:
        InvalidForm: more than may vote.
    """
    vote = await _open(tx, actor, vote_id, Mode.HANDS, now)
    if found := hands_problems(vote.asked, totals, vote.roll_count):
        raise InvalidForm(found)
    counted = HandsRecord(
        id=new_id(),
        vote=vote_id,
        number=len(await hands(tx, vote_id)) + 1,
        totals=[list(numbers) for numbers in totals],
        counted_by=actor.reference,
        at=now,
    )
    tx.add(counted)
    await tx.flush()
    await audit.note(tx, actor, "vote.hands-counted", vote_id, now, number=counted.number, totals=counted.totals)
    return counted


async def hands(view: View, vote_id: str) -> Sequence[HandsRecord]:
    """Every count of the room, the last one last."""
    rows = select(HandsRecord).where(HandsRecord.vote == vote_id)
    return list(await view.scalars(rows.order_by(HandsRecord.number)))


async def take_part(
    tx: Transaction, keys: Keys, actor: Actor, vote_id: str, answers: Answers, *, now: datetime, right: str
) -> RollLine:
    """A member answers with a ``right``: that of the member it was lent by, or their own.

    Raises:
        NotOnTheRoll, SecondBallot: and what casting raises when it is too early or too late.
        InvalidForm: nobody can mean this.
    """
    vote = await _open(tx, actor, vote_id, None, now)
    await _require_there(tx, vote, actor.member)
    rights = await rights_of(tx, vote_id, actor.member)
    line = next((line for line in rights if line.member == right), None)
    if line is None:
        raise NotOnTheRoll(vote=vote_id)
    if found := problems(vote.asked, answers):
        raise InvalidForm(found)
    if vote.mode is Mode.SIMPLE:
        await _answer_in_secret(tx, keys, vote, line, answers)
    else:
        await _answer_openly(tx, actor, vote, line, answers, at=now)
    return line


async def enter(tx: Transaction, actor: Actor, vote_id: str, answers: Answers, now: datetime, *, right: str) -> None:
    """A teller writes down how somebody in the room votes, who says it aloud."""
    vote = await _open(tx, actor, vote_id, Mode.RECORDED, now)
    line = next((line for line in await roll(tx, actor, vote_id) if line.member == right), None)
    if line is None:
        raise NotOnTheRoll(vote=vote_id)
    await _require_there(tx, vote, line.caster)
    if found := problems(vote.asked, answers):
        raise InvalidForm(found)
    await _answer_openly(tx, actor, vote, line, answers, at=now)
    await audit.note(tx, actor, "vote.entered", vote_id, now, member=right)


async def unanswered(view: View, actor: Actor, vote: VoteRecord) -> tuple[tuple[str, str], ...]:
    """For tellers of a recorded poll: whose vote is still to be heard, as ids and names in the order of the names."""
    answered = set(await view.scalars(select(OpenVoteRecord.member).where(OpenVoteRecord.vote == vote.id)))
    waiting = [line.member for line in await roll(view, actor, vote.id) if line.member not in answered]
    return tuple(sorted((await members.names(view, waiting)).items(), key=lambda one: plain(one[1])))


async def recorded(view: View, vote: VoteRecord) -> tuple[Recorded, ...]:
    """Who voted how, for members to read from the close on; nothing before, so that nobody waits for others."""
    if vote.state not in (State.CLOSED, State.TALLIED, State.DECLARED):
        return ()
    rows = list(await view.scalars(select(OpenVoteRecord).where(OpenVoteRecord.vote == vote.id)))
    people = {row.member for row in rows} | {row.by_proxy for row in rows if row.by_proxy is not None}
    names = await members.names(view, people)
    found = [
        Recorded(names[row.member], row.answers, None if row.by_proxy is None else names[row.by_proxy]) for row in rows
    ]
    return tuple(sorted(found, key=lambda one: plain(one.name)))


async def seal_plain(tx: Transaction, actor: Actor, vote: VoteRecord, now: datetime) -> VoteRecord:
    """The end: what was counted is fixed under one hash, and added up.

    Raises:
        NothingCounted: nobody has counted the hands.
    """
    if vote.closes_at is not None and now < vote.closes_at:
        raise TooEarly(vote=vote.id, closes_at=vote.closes_at, now=now)
    counted, result, took_part = await _counted(tx, vote)
    if vote.mode is Mode.SIMPLE:
        await forget_who_cast(tx, vote.id, now)
        await mix_answers(tx, vote.id)
    ended = await ended_at(tx, vote) or now
    vote.sealed_head, vote.sealed_count, vote.closed_at = seal(counted), took_part, ended
    vote.state = State.CLOSED
    await tx.flush()
    vote.counted, vote.result = took_part, result
    vote.state = State.TALLIED
    await audit.note(tx, actor, "vote.closed", vote.id, now, head=vote.sealed_head, count=took_part)
    return vote


async def mix_answers(tx: Transaction, vote_id: str) -> None:
    """Write all secret answers anew, with one commit and in an order drawn at random.

    Else the places of the rows, and on PostgreSQL their commits, would go on telling who came after whom (SEC-3).
    """
    rows = select(SimpleVoteRecord.answers).where(SimpleVoteRecord.vote == vote_id)
    answers = list(await tx.scalars(rows))
    secrets.SystemRandom().shuffle(answers)
    await tx.execute(delete(SimpleVoteRecord).where(SimpleVoteRecord.vote == vote_id))
    tx.add_all(_in_secret(vote_id, one) for one in answers)
    await tx.flush()


async def _open(tx: Transaction, actor: Actor, vote_id: str, mode: Mode | None, now: datetime) -> VoteRecord:
    """The vote, locked, while it takes answers; ``None`` is any mode in which members answer here."""
    vote = await find(tx, actor, vote_id, lock=True)
    allowed = (Mode.RECORDED, Mode.SIMPLE) if mode is None else (mode,)
    if vote.mode not in allowed:
        raise WrongMode(vote=vote_id, mode=vote.mode)
    require_in_time(vote, await ended_at(tx, vote), now)
    return vote


async def _require_there(view: View, vote: VoteRecord, member: str | None) -> None:
    if not is_in_the_room(vote):
        return
    meeting = await meetings.find(view, CLERK, vote.meeting or "")
    if member not in {present.member for present in await meetings.attendance(view, meeting)}:
        raise NotAtTheMeeting(vote=vote.id)


async def _answer_in_secret(tx: Transaction, keys: Keys, vote: VoteRecord, line: RollLine, answers: Answers) -> None:
    """Two rows that share nothing but the vote. Neither says who or when; the answer has a number drawn at random."""
    if await has_answered(tx, keys, vote, line.member):
        raise SecondBallot(vote=vote.id)
    tx.add(SimpleVoterRecord(vote=vote.id, tag=tag_of(keys, vote.id, line.member)))
    tx.add(_in_secret(vote.id, _as_lists(answers)))


def _in_secret(vote_id: str, answers: list[list[int]]) -> SimpleVoteRecord:
    return SimpleVoteRecord(vote=vote_id, key=secrets.token_hex(16), answers=answers)


async def _answer_openly(
    tx: Transaction, actor: Actor, vote: VoteRecord, line: RollLine, answers: Answers, *, at: datetime
) -> None:
    given = await tx.get(OpenVoteRecord, (vote.id, line.member), lock=True)
    if given is not None and not vote.revote:
        finding = None if vote.revote_finding is None else Finding.from_dict(vote.revote_finding)
        raise SecondBallot(vote=vote.id, finding=finding)
    if given is None:
        given = OpenVoteRecord(vote=vote.id, member=line.member, answers=[], at=at, entered_by="")
        tx.add(given)
    given.answers, given.at, given.entered_by = _as_lists(answers), at, actor.reference
    given.by_proxy = line.holder
    await tx.flush()


async def _counted(view: View, vote: VoteRecord) -> tuple[list[Any], list[list[Any]], int]:
    """What was counted, the result of each question, and how many took part."""
    if vote.mode is Mode.HANDS:
        counts = await hands(view, vote.id)
        if not counts:
            raise NothingCounted(vote=vote.id)
        totals = counts[-1].totals
        return totals, totals, max(map(sum, totals))
    if vote.mode is Mode.RECORDED:
        rows = await view.scalars(select(OpenVoteRecord).where(OpenVoteRecord.vote == vote.id))
        given = sorted((row.member, row.answers) for row in rows)
        return given, added_up(vote.asked, [answers for _, answers in given]), len(given)
    simple = sorted(await view.scalars(select(SimpleVoteRecord.answers).where(SimpleVoteRecord.vote == vote.id)))
    return simple, added_up(vote.asked, simple), len(simple)


def _as_lists(answers: Answers) -> list[list[int]]:
    return [list(numbers) for numbers in answers]
