"""Many at once: one right is one row, and no ballot comes after the seal."""

import asyncio
import faulthandler
import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ballots import verify
from governance.actor import Actor
from governance.errors import CoopError
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import Receipt
from governance.votes.model.refusals import Closed, SecondBallot, WrongCredential
from governance.votes.records import BallotRecord, IncomingRecord
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
@pytest.mark.parametrize("rights", [3, pytest.param(250, marks=pytest.mark.long)])
async def test_the_same_ballot_forty_times_at_once_is_one_row_and_one_receipt(
    database: Database, keys: Keys, rights: int
) -> None:
    """Sent to two processes where there may be two; on SQLite to the one."""
    faulthandler.cancel_dump_traceback_later()  # a long run is no hanging one
    polling = await ballots.opened(database, keys, count=rights)
    other = database if database.is_sqlite else Database(database.address)
    for voter in range(rights):
        raw = polling.ballot(voter)
        doors = (database, other) * 20
        answers = await asyncio.gather(*(cast(door, keys, polling, voter, raw) for door in doors))
        assert len(set(answers)) == 1
        assert isinstance(answers[0], Receipt)
    assert await in_the_box(database) == rights
    await other.close()


@pytest.mark.control("DB-3")
async def test_of_forty_ballots_of_one_right_in_sequence_all_lie_in_the_box_and_the_last_one_counts(
    database: Database, keys: Keys
) -> None:
    polling = await ballots.opened(database, keys, count=1)
    choices = ["no"] * 39 + ["yes"]
    receipts = [await cast(database, keys, polling, 0, polling.ballot(0, choice)) for choice in choices]
    assert [receipt.sequence for receipt in receipts if isinstance(receipt, Receipt)] == list(range(1, 41))
    assert await in_the_box(database) == 40
    await ballots.declare(database, keys, polling, LATER)
    async with database.reading() as view:
        outcome = votes.outcome(await votes.find(view, OPERATOR, polling.vote))
    assert outcome is not None
    assert (outcome.yes, outcome.no, outcome.blank) == (1, 0, 0)


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
@pytest.mark.parametrize("closings", [3, pytest.param(200, marks=pytest.mark.long)])
async def test_closing_while_ballots_arrive_seals_exactly_the_acknowledged_ones(
    database: Database, keys: Keys, closings: int
) -> None:
    faulthandler.cancel_dump_traceback_later()  # a long run is no hanging one
    chance = random.Random(2027)
    voters = await ballots.found(database, count=16)
    met: Counter[type] = Counter()
    for _ in range(closings):
        met += await closed_amid(database, keys, voters, chance.uniform(0, 0.1))
    assert met.keys() <= {Receipt, Closed}
    assert met[Receipt] > 0


async def closed_amid(database: Database, keys: Keys, voters: list[Actor], pause: float) -> "Counter[type]":
    """Sixteen ballots and, ``pause`` seconds after the first, the end; answers what the voters were told."""
    polling = await ballots.opened_for(database, keys, voters)
    raws = [polling.ballot(voter) for voter in range(len(voters))]

    async def sent(voter: int) -> Receipt | CoopError:
        await asyncio.sleep(voter * 0.005)
        return await cast(database, keys, polling, voter, raws[voter])

    async def close() -> None:
        await asyncio.sleep(pause)
        await ballots.close(database, keys, polling, LATER + timedelta(seconds=1))

    *answers, _ = await asyncio.gather(*map(sent, range(len(voters))), close())
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
        archive = await votes.archive(view, OPERATOR, polling.vote)
        held = await view.scalar(select(func.count()).where(BallotRecord.vote == polling.vote))
    assert vote.sealed_count == len(receipts) == held == verify(archive).ballots
    assert sorted(receipt.sequence for receipt in receipts) == list(range(1, len(receipts) + 1))
    return Counter(map(type, answers))
