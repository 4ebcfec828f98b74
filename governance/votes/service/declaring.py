"""Declaring a result: only what the whole public record proves, and what two different arithmetics find in it."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from ballots import Checkpoint, Invalid, hex_hash, read_checkpoint, verify
from ballots.groups import Arithmetic, arithmetics
from ballots.report import Report
from governance.actor import Actor
from governance.audit import service as audit
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue
from governance.votes.model import Mode, State, opening_floor
from governance.votes.model.refusals import ArchiveInvalid, DoesNotAddUp, TooFewBallots, WrongMode, WrongState
from governance.votes.records import VoteRecord
from governance.votes.service import record
from governance.votes.service.hand_count import reconciled, require_papers_counted
from governance.votes.service.opening import bindings
from governance.votes.service.reading import find

PURE_AT_MOST = {"BELENIOS-2048": 200, "RFC-3526-2048": 50, "Ed25519": 600}
"""Ballots of each group that plain Python verifies in about half a minute; the record waits meanwhile."""

log = structlog.get_logger("votes")


@dataclass(frozen=True, slots=True)
class Examined:
    """What two arithmetics found in the record that ended with the event ``head``."""

    report: Report
    head: str
    second: Arithmetic | None


async def examine(view: View, actor: Actor, vote_id: str) -> Examined:
    """Verify the whole public record as a stranger would, twice where there are two arithmetics (BAL-15).

    It takes long and changes nothing: done on a view of its own, it keeps nobody from writing.

    Raises:
        ArchiveInvalid: something does not hold.
    """
    vote = await find(view, actor, vote_id)
    if vote.mode is not Mode.VERIFIABLE:
        raise WrongMode(vote=vote_id, mode=vote.mode)
    second = second_arithmetic(vote.group, vote.sealed_count or 0)
    head = await record.head(view, vote_id)
    try:
        file, checkpoints = await record.file(view, vote), await _checkpoints(view, vote_id)
        report = await asyncio.to_thread(_verified, file, checkpoints, await bindings(view, vote_id), second)
    except Invalid as error:
        log.error("a record does not verify, nothing is declared", vote=vote_id, reason=str(error))
        raise ArchiveInvalid(vote=vote_id, reason=error.code) from error
    if report.ballots != vote.sealed_count or report.result is None or report.result != vote.result:
        raise ArchiveInvalid(vote=vote_id, reason="seal-mismatch")
    return Examined(report, head.hash if head else "", second)


async def declare(
    tx: Transaction,
    actor: Actor,
    vote_id: str,
    now: datetime,
    *,
    examined: Examined | None = None,
    certified_by: str = "",
) -> VoteRecord:
    """Publish the result of what was ``examined``, or is now: only what the whole public record proves.

    ``certified_by`` is the name that an officer puts under the result. A vote that is not encrypted has no such record.

    Raises:
        ArchiveInvalid: the record does not verify, or grew since; nothing is declared.
        PapersNotCounted: papers went out, and two tellers do not agree on them yet.
        DoesNotAddUp: more ballots or papers than people.
        TooFewBallots: a secret answer would be told.
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is State.DECLARED:
        return vote
    if vote.state is not State.TALLIED:
        raise WrongState(vote=vote_id, state=vote.state)
    await require_papers_counted(tx, vote)
    if vote.mode is Mode.VERIFIABLE and not (await reconciled(tx, vote)).adds_up:
        raise DoesNotAddUp(vote=vote_id)
    said = await _proved(tx, actor, vote, examined) if vote.mode is Mode.VERIFIABLE else _counted(vote)
    vote.state = State.DECLARED
    vote.declared_at = now
    enqueue(tx, "vote-declared", {"vote": vote_id}, due_at=now, once=f"vote-declared:{vote_id}")
    result = hex_hash(_text(vote))
    await audit.note(tx, actor, "vote.declared", vote_id, now, **said, result=result, certified_by=certified_by)
    crashpoint("declare.before_commit")
    return vote


async def _proved(tx: Transaction, actor: Actor, vote: VoteRecord, examined: Examined | None) -> dict[str, str]:
    found = examined or await examine(tx, actor, vote.id)
    head = await record.head(tx, vote.id)
    if head is None or head.hash != found.head:
        raise ArchiveInvalid(vote=vote.id, reason="grown-since")
    return {"head": found.report.last_event, "second_opinion": found.second or "none"}


def _counted(vote: VoteRecord) -> dict[str, str]:
    """What everybody saw may be told however few they were; a simple secret is kept by telling nothing (SMALL-1)."""
    floor = opening_floor(vote.roll_count, vote.smallest_cell, is_part=vote.joint is not None)
    if vote.mode is Mode.SIMPLE and (vote.counted or 0) < floor:
        raise TooFewBallots(vote=vote.id, counted=vote.counted, floor=floor, fallback=vote.fallback)
    return {"head": vote.sealed_head or ""}


def _text(vote: VoteRecord) -> bytes:
    return json.dumps([vote.result, vote.paper], separators=(",", ":")).encode()


def second_arithmetic(group: str, ballots: int) -> Arithmetic | None:
    """The fastest but one. None where only plain Python is left and there are too many ballots for it."""
    others = arithmetics(group)[1:]
    if not others or (others[0] == "pure" and ballots > PURE_AT_MOST[group]):
        return None
    return others[0]


def _verified(
    archive: bytes, checkpoints: Sequence[Checkpoint], bindings: Sequence[bytes], second: Arithmetic | None
) -> Report:
    """Raises ``Invalid``: as ``verify``, and second-opinion where two arithmetics do not say the same."""
    report = verify(archive, checkpoints=checkpoints, bindings=bindings)
    if second is None:
        return report
    try:
        again = verify(archive, arithmetic=second, checkpoints=checkpoints, bindings=bindings)
    except Invalid as error:
        raise Invalid("second-opinion", f"{report.arithmetic} finds it valid, {second} does not: {error}") from error
    if replace(again, arithmetic=report.arithmetic) != report:
        raise Invalid("second-opinion", f"{report.arithmetic} and {again.arithmetic} find different things")
    return report


async def _checkpoints(view: View, vote_id: str) -> list[Checkpoint]:
    return [read_checkpoint(note.encode()) for note in await view.scalars(record.notes(vote_id))]
