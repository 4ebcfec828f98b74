"""The last hour and the last acts: a later end, counting again, certifying, holding it again."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from governance.access import service as access
from governance.actor import Role
from governance.correspondence.records import LetterRecord
from governance.errors import Invalid as InvalidForm
from governance.members import service as members
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.jobs import handlers
from governance.votes.model import BOARD, Mode, State
from governance.votes.model.refusals import (
    AlreadyRerun,
    ArchiveInvalid,
    NoExtension,
    SecondPersonNeeded,
    TooFull,
    WrongState,
)
from governance.votes.records import BoardRecord
from governance.votes.service import extending, rolls
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling
from tests.governance.votes.desk import ALED, BETHAN, CLOSES

LAST_MINUTES = CLOSES - timedelta(minutes=20)
TWO_HOURS = CLOSES + timedelta(hours=2)


async def open_until(database: Database, keys: Keys) -> Polling:
    return await ballots.opened(database, keys, count=3, closes_at=CLOSES)


async def away(database: Database, polling: Polling, seconds: int) -> None:
    """The job that looks comes so much later than it was due."""
    async with database.writing() as tx:
        due = LAST_MINUTES - timedelta(seconds=seconds)
        await extending.watch(tx, OPERATOR, polling.vote, due, LAST_MINUTES)


@pytest.mark.control("DB-6")
async def test_a_later_end_is_offered_where_the_server_was_away_and_takes_two_people(
    database: Database, keys: Keys
) -> None:
    polling = await open_until(database, keys)
    await away(database, polling, 61)
    async with database.writing() as tx:
        await votes.ask_extension(tx, ALED, polling.vote, TWO_HOURS, LAST_MINUTES)
        with pytest.raises(SecondPersonNeeded):
            await votes.extend(tx, ALED, polling.vote, LAST_MINUTES)
        assert (await votes.find(tx, OPERATOR, polling.vote)).closes_at == CLOSES
        vote = await votes.extend(tx, BETHAN, polling.vote, LAST_MINUTES)
        assert vote.closes_at == TWO_HOURS
        assert len(list(await tx.scalars(select(LetterRecord)))) == 3
    await votes.cast(
        database, keys, polling.voters[0], polling.vote, polling.ballot(0), received_at=CLOSES + timedelta(hours=1)
    )
    async with database.writing() as tx:
        await votes.close_on_time(tx, keys, OPERATOR, polling.vote, CLOSES + timedelta(seconds=5))
        assert (await votes.find(tx, OPERATOR, polling.vote)).state is State.OPEN
        with pytest.raises(NoExtension):
            await votes.ask_extension(tx, ALED, polling.vote, TWO_HOURS + timedelta(hours=1), LAST_MINUTES)


@pytest.mark.control("DB-6")
async def test_nobody_moves_the_end_where_the_server_was_there(database: Database, keys: Keys) -> None:
    polling = await open_until(database, keys)
    await away(database, polling, 60)
    async with database.writing() as tx:
        with pytest.raises(NoExtension):
            await votes.ask_extension(tx, ALED, polling.vote, TWO_HOURS, LAST_MINUTES)


@pytest.mark.control("DB-6")
async def test_the_end_is_not_moved_back_far_away_or_after_it_has_come(database: Database, keys: Keys) -> None:
    polling = await open_until(database, keys)
    await away(database, polling, 300)
    for until in (CLOSES, CLOSES - timedelta(minutes=1), CLOSES + timedelta(days=8)):
        async with database.writing() as tx:
            with pytest.raises(InvalidForm):
                await votes.ask_extension(tx, ALED, polling.vote, until, LAST_MINUTES)
    async with database.writing() as tx:
        with pytest.raises(NoExtension):
            await votes.ask_extension(tx, ALED, polling.vote, TWO_HOURS, CLOSES)


@pytest.mark.control("DB-6")
async def test_the_server_looks_after_itself_in_the_last_hour_only(database: Database, keys: Keys) -> None:
    polling = await open_until(database, keys)
    clock = ScriptedClock(CLOSES - timedelta(hours=1))
    work = {extending.WATCH_DUE: handlers(keys)[extending.WATCH_DUE]}
    for _ in range(3):
        await run_due(database, work, clock)
        clock.pass_time(timedelta(seconds=30))
    async with database.reading() as view:
        assert await votes.absence(view, await votes.find(view, OPERATOR, polling.vote)) is None
    clock.pass_time(timedelta(seconds=90))
    await run_due(database, work, clock)
    async with database.reading() as view:
        found = await votes.absence(view, await votes.find(view, OPERATOR, polling.vote))
    assert found is not None
    assert found.away_until - found.away_from == timedelta(seconds=90)


@pytest.mark.control("DB-8")
async def test_a_vote_is_not_opened_on_a_disk_that_is_nearly_full(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1 << 40, 0, (1 << 30) - 1))
    with pytest.raises(TooFull):
        await open_until(database, keys)


async def counted(database: Database, keys: Keys) -> Polling:
    polling = await open_until(database, keys)
    await votes.cast(database, keys, polling.voters[0], polling.vote, polling.ballot(0), received_at=OPENS)
    await ballots.close(database, keys, polling, CLOSES)
    await ballots.decrypt_all(database, polling, CLOSES)
    return polling


@pytest.mark.control("BAL-15")
async def test_what_is_certified_was_examined_and_the_log_has_the_name(database: Database, keys: Keys) -> None:
    polling = await counted(database, keys)
    vote = await votes.certify(database, ALED, polling.vote, CLOSES, name="Aled Rees")
    assert vote.state is State.DECLARED
    again = await votes.count_again(database, BETHAN, polling.vote, CLOSES)
    assert again.report.ballots == 1
    async with database.reading() as view:
        assert await votes.last_examined(view, polling.vote) == (CLOSES, "holds")


@pytest.mark.control("BAL-15")
async def test_counting_again_finds_what_was_changed_and_the_log_keeps_it(database: Database, keys: Keys) -> None:
    polling = await counted(database, keys)
    async with database.writing() as tx:
        await tx.execute(update(votes.VoteRecord).values(result=[[0, 0, 1]]))
    for act in (
        votes.count_again(database, ALED, polling.vote, CLOSES),
        votes.certify(database, ALED, polling.vote, CLOSES),
    ):
        with pytest.raises(ArchiveInvalid):
            await act
    async with database.reading() as view:
        assert await votes.last_examined(view, polling.vote) == (CLOSES, "seal-mismatch")
        assert (await votes.find(view, OPERATOR, polling.vote)).state is State.TALLIED


async def test_a_vote_that_was_set_aside_is_held_again_once_with_the_people_of_today(
    database: Database, keys: Keys
) -> None:
    polling = await open_until(database, keys)
    async with database.writing() as tx:
        with pytest.raises(WrongState):
            await votes.hold_again(tx, ALED, polling.vote, CLOSES)
        await votes.void(tx, ALED, polling.vote, "wrong words", CLOSES)
        old = await votes.void(tx, BETHAN, polling.vote, "wrong words", CLOSES)
        new = await votes.hold_again(tx, ALED, polling.vote, CLOSES)
        assert (new.state, new.rerun_of, new.mode, new.roll_count) == (State.ROLLED, old.id, Mode.VERIFIABLE, 3)
        assert (new.title, new.questions) == (old.title, old.questions)
        assert new.open_by is not None
        assert new.open_by > CLOSES + timedelta(days=1)  # time for key-holders and codes
        assert new.closes_at is not None
        assert new.closes_at - new.open_by >= timedelta(days=21)  # as the rules ask (P-151)
        assert old.state is State.VOID
        with pytest.raises(AlreadyRerun):
            await votes.hold_again(tx, ALED, polling.vote, CLOSES)
        assert list(await tx.scalars(select(BoardRecord.vote).distinct())) == [old.id]


REPRESENTATIVE = "citizen_representative"


async def set_aside(database: Database, polling: Polling) -> None:
    async with database.writing() as tx:
        for officer in (ALED, BETHAN):
            await votes.void(tx, officer, polling.vote, "wrong words", OPENS)


async def test_a_vote_of_one_class_is_held_again_by_that_class(database: Database, keys: Keys) -> None:
    """Whoever is in another class was not asked, and is not asked now."""
    voters = await ballots.found(database, count=3)
    polling = await ballots.opened_for(database, keys, voters, closes_at=CLOSES, electorate=REPRESENTATIVE)
    mover = voters[0].member or ""
    async with database.writing() as tx:
        await members.change_class(tx, OPERATOR, mover, REPRESENTATIVE, on=OPENS.date(), reason="Speaks.", now=OPENS)
    await set_aside(database, polling)
    async with database.writing() as tx:
        again = await votes.hold_again(tx, ALED, polling.vote, OPENS)
        assert [line.member for line in await votes.roll(tx, OPERATOR, again.id)] == [mover]
        with pytest.raises(InvalidForm):
            added = [voters[1].member or ""]
            await rolls.ask_change(tx, ALED, again.id, OPENS, added=added, removed=[], reason="Forgotten.")


async def test_a_poll_of_the_board_is_held_again_by_the_board(database: Database, keys: Keys) -> None:
    voters = await ballots.found(database, count=3)
    polling = await ballots.opened_for(database, keys, voters, closes_at=CLOSES, electorate=BOARD, binding=False)
    director = voters[2].member or ""
    async with database.writing() as tx:
        account = await access.account_for(tx, director)
        assert account is not None
        await access.grant_role(tx, OPERATOR, account.id, Role.DIRECTOR, OPENS)
    await set_aside(database, polling)
    async with database.writing() as tx:
        again = await votes.hold_again(tx, ALED, polling.vote, OPENS)
        assert [line.member for line in await votes.roll(tx, OPERATOR, again.id)] == [director]
