"""Many at once: one right is one row, and no ballot comes after the seal."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ballots import verify
from governance.errors import CoopError
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import Receipt
from governance.votes.records import BallotRecord, IncomingRecord
from governance.votes.refusals import Closed, SecondBallot, WrongCredential
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling

LATER = OPENS + timedelta(days=1)


async def cast(
    database: Database, keys: Keys, polling: Polling, voter: int, raw: bytes | None = None
) -> Receipt | CoopError:
    sent = polling.ballot(voter) if raw is None else raw
    try:
        return await votes.cast(database, keys, polling.voters[voter], polling.vote, sent, received_at=LATER)
    except CoopError as refusal:
        return refusal


async def in_the_box(database: Database) -> int:
    async with database.reading() as view:
        assert await view.scalar(select(func.count()).select_from(IncomingRecord)) == 0
        held: int = await view.scalar(select(func.count()).select_from(BallotRecord))
        return held


@pytest.mark.control("DB-3")
async def test_the_same_ballot_forty_times_at_once_is_one_row_and_one_receipt(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1)
    raw = polling.ballot(0)
    answers = await asyncio.gather(*(cast(database, keys, polling, 0, raw) for _ in range(40)))
    assert len(set(answers)) == 1
    assert isinstance(answers[0], Receipt)
    assert await in_the_box(database) == 1


@pytest.mark.control("DB-3")
async def test_forty_ballots_of_one_right_at_once_are_one_row_where_members_cast_once(
    database: Database, keys: Keys
) -> None:
    polling = await ballots.opened(database, keys, count=1, revote=False)
    answers = await asyncio.gather(*(cast(database, keys, polling, 0) for _ in range(40)))
    assert sum(isinstance(answer, Receipt) for answer in answers) == 1
    assert sum(isinstance(answer, SecondBallot) for answer in answers) == 39
    assert await in_the_box(database) == 1


@pytest.mark.control("DB-3")
async def test_one_credential_from_many_sign_ins_at_once_belongs_to_one_of_them(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=8)
    sent = [polling.ballot(0, choice) for choice in ("yes", "no") * 4]
    answers = await asyncio.gather(*(cast(database, keys, polling, n, raw) for n, raw in enumerate(sent)))
    assert sum(isinstance(answer, Receipt) for answer in answers) == 1
    assert sum(isinstance(answer, WrongCredential) for answer in answers) == 7
    assert await in_the_box(database) == 1


@pytest.mark.control("DB-4")
@pytest.mark.parametrize("pause", [0.0, 0.02, 0.05])
async def test_closing_while_ballots_arrive_seals_exactly_the_acknowledged_ones(
    database: Database, keys: Keys, pause: float
) -> None:
    polling = await ballots.opened(database, keys, count=16)
    raws = [polling.ballot(voter) for voter in range(16)]

    async def close() -> None:
        await asyncio.sleep(pause)
        await ballots.close(database, keys, polling, LATER + timedelta(seconds=1))

    *answers, _ = await asyncio.gather(
        *(cast(database, keys, polling, voter, raw) for voter, raw in enumerate(raws)), close()
    )
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    assert all(isinstance(answer, Receipt | Closed) for answer in answers)
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        archive = await votes.archive(view, OPERATOR, polling.vote)
    assert vote.sealed_count == len(receipts) == await in_the_box(database) == verify(archive).ballots
    assert sorted(receipt.sequence for receipt in receipts) == list(range(1, len(receipts) + 1))
