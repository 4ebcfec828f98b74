"""A second opinion before a declaration: another arithmetic finds the same, or nothing is declared."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from ballots import GROUPS, Invalid, verify
from ballots.report import Report
from governance.audit import service as audit
from governance.platform.db import Database
from governance.platform.db.append_only import trigger_name
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import State
from governance.votes.model.refusals import ArchiveInvalid
from governance.votes.service import declaring
from governance.votes.service.declaring import PURE_AT_MOST, second_arithmetic
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling

LATER = OPENS + timedelta(days=1)


async def counted(database: Database, keys: Keys) -> Polling:
    polling = await ballots.opened(database, keys, count=2)
    await votes.cast(database, keys, polling.voters[0], polling.vote, polling.ballot(0), received_at=LATER)
    await ballots.close(database, keys, polling, LATER)
    await ballots.decrypt_all(database, polling, LATER)
    return polling


async def declare(database: Database, polling: Polling) -> None:
    async with database.writing() as tx:
        await votes.declare(tx, OPERATOR, polling.vote, LATER)


async def state(database: Database, polling: Polling) -> State:
    async with database.reading() as view:
        return (await votes.find(view, OPERATOR, polling.vote)).state


def test_the_second_opinion_is_the_fastest_but_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaring, "arithmetics", lambda group: ("native", "library", "pure"))
    assert second_arithmetic("Ed25519", 100_000) == "library"


def test_plain_python_gives_it_only_for_few_ballots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaring, "arithmetics", lambda group: ("library", "pure"))
    assert set(PURE_AT_MOST) == set(GROUPS)
    for group, most in PURE_AT_MOST.items():
        assert (second_arithmetic(group, most), second_arithmetic(group, most + 1)) == ("pure", None)
    monkeypatch.setattr(declaring, "arithmetics", lambda group: ("pure",))
    assert second_arithmetic("Ed25519", 1) is None


async def test_the_log_says_which_arithmetic_gave_the_second_opinion(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []

    def noted(archive: bytes, **options: Any) -> Report:
        used.append(options.get("arithmetic"))
        return verify(archive, **options)

    monkeypatch.setattr(declaring, "verify", noted)
    polling = await counted(database, keys)
    await declare(database, polling)
    async with database.reading() as view:
        (entry,) = [entry for entry in await audit.entries(view) if entry.action == "vote.declared"]
        data = await audit.details(view, entry.seq)
    second = second_arithmetic("Ed25519", 1)
    assert used == [None, second]
    assert (data or {})["second_opinion"] == second


@pytest.mark.parametrize("answer", ["refuses", "differs"])
async def test_nothing_is_declared_when_two_arithmetics_disagree(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    def wrong(archive: bytes, **options: Any) -> Report:
        report = verify(archive, **options)
        if "arithmetic" not in options:
            return report
        if answer == "refuses":
            raise Invalid("proof", "wrong")
        return replace(report, counted=report.counted + 1)

    polling = await counted(database, keys)
    monkeypatch.setattr(declaring, "verify", wrong)
    with pytest.raises(ArchiveInvalid) as refused:
        await declare(database, polling)
    assert refused.value.facts["reason"] == "second-opinion"
    assert await state(database, polling) is State.TALLIED
    monkeypatch.undo()
    await declare(database, polling)
    assert await state(database, polling) is State.DECLARED


@pytest.mark.control("BAL-8")
async def test_nothing_is_declared_that_contradicts_a_checkpoint_which_was_given_out(
    database: Database, keys: Keys
) -> None:
    polling = await counted(database, keys)
    async with database.writing() as tx:
        on_table = "" if tx.dialect == "sqlite" else " ON vote_checkpoint"
        await tx.execute(text(f"DROP TRIGGER {trigger_name('vote_checkpoint', 'UPDATE')}{on_table}"))
        head = await tx.scalar(text("SELECT head FROM vote_checkpoint WHERE place = 0"))
        change = text("UPDATE vote_checkpoint SET note = replace(note, :old, :new) WHERE place = 0")
        await tx.execute(change.bindparams(old=f"head {head}", new=f"head {'0' * 64}"))
    with pytest.raises(ArchiveInvalid) as refused:
        await declare(database, polling)
    assert refused.value.facts["reason"] == "checkpoint-mismatch"
