"""Declaring a result: only what the whole public record proves, and what two different arithmetics find in it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from ballots import Checkpoint, Invalid, read_checkpoint, verify
from ballots.groups import Arithmetic, arithmetics
from ballots.report import Report
from governance.actor import Actor
from governance.audit import service as audit
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue
from governance.votes.model import ArchiveInvalid, State, WrongState
from governance.votes.records import VoteRecord
from governance.votes.service import record
from governance.votes.service.counting import named
from governance.votes.service.reading import find

PURE_AT_MOST = {"BELENIOS-2048": 200, "RFC-3526-2048": 50, "Ed25519": 600}
"""Ballots of each group that plain Python verifies in about half a minute; the record waits meanwhile."""

log = structlog.get_logger("votes")


async def declare(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> VoteRecord:
    """Publish the result, after the whole public record was verified as a stranger would (BAL-15).

    It is verified twice, in different arithmetics where there are two, and with every checkpoint that was given out.

    Raises:
        ArchiveInvalid: something does not hold; nothing is declared.
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is State.DECLARED:
        return vote
    if vote.state is not State.TALLIED:
        raise WrongState(vote=vote_id, state=vote.state)
    second = second_arithmetic(vote.group, vote.sealed_count or 0)
    try:
        file, checkpoints = await record.file(tx, vote), await _checkpoints(tx, vote_id)
        report = await asyncio.to_thread(_verified, file, checkpoints, second)
    except Invalid as error:
        log.error("a record does not verify, nothing is declared", vote=vote_id, reason=str(error))
        raise ArchiveInvalid(vote=vote_id, reason=error.code) from error
    found = {} if report.result is None else named(report.result[0])
    if report.ballots != vote.sealed_count or not found or found != vote.result:
        raise ArchiveInvalid(vote=vote_id, reason="seal-mismatch")
    vote.state = State.DECLARED
    vote.declared_at = now
    enqueue(tx, "vote-declared", {"vote": vote_id}, due_at=now, once=f"vote-declared:{vote_id}")
    opinion = second or "none"
    await audit.note(tx, actor, "vote.declared", vote_id, now, head=report.last_event, second_opinion=opinion, **found)
    crashpoint("declare.before_commit")
    return vote


def second_arithmetic(group: str, ballots: int) -> Arithmetic | None:
    """The fastest but one. None where only plain Python is left and there are too many ballots for it."""
    others = arithmetics(group)[1:]
    if not others or (others[0] == "pure" and ballots > PURE_AT_MOST[group]):
        return None
    return others[0]


def _verified(archive: bytes, checkpoints: Sequence[Checkpoint], second: Arithmetic | None) -> Report:
    """Raises ``Invalid``: as ``verify``, and second-opinion where two arithmetics do not say the same."""
    report = verify(archive, checkpoints=checkpoints)
    if second is None:
        return report
    try:
        again = verify(archive, arithmetic=second, checkpoints=checkpoints)
    except Invalid as error:
        raise Invalid("second-opinion", f"{report.arithmetic} finds it valid, {second} does not: {error}") from error
    if replace(again, arithmetic=report.arithmetic) != report:
        raise Invalid("second-opinion", f"{report.arithmetic} and {again.arithmetic} find different things")
    return report


async def _checkpoints(view: View, vote_id: str) -> list[Checkpoint]:
    return [read_checkpoint(note.encode()) for note in await view.scalars(record.notes(vote_id))]
