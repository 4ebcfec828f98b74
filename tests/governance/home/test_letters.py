"""Whoever is asked something is written to once a day at most, and the letter says nothing of it (MAIL-2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from governance.correspondence import service as correspondence
from governance.correspondence.jobs import channels, deliver_due
from governance.funds.model.funds import Payee
from governance.funds.service import pilots, spending
from governance.funds.service.spending import Payment
from governance.home import jobs
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.settings import Settings
from tests.governance.arrangements.agreeing import Pair, paired
from tests.governance.funds import pools
from tests.governance.people import coop, person

__all__ = ["coop", "person"]


@pytest.fixture
async def two(coop: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> Pair:
    return await paired(coop, clock, keys, person)


async def sent(database: Database, clock: ScriptedClock, folder: Path) -> list[str]:
    """Every mail that lies in the folder, as text."""
    house = Settings(home=folder, database="", origin="https://bryn.example")
    await deliver_due(database, channels(house, "Tree"), clock)
    return [file.read_bytes().decode("utf-8", "replace") for file in sorted(house.mail_folder.rglob("*.eml"))]


@pytest.mark.control("MAIL-2")
async def test_the_assistant_who_is_asked_gets_a_letter_that_names_nobody(two: Pair, tmp_path: Path) -> None:
    record = await two.propose()
    assert await jobs.remind(two.database, two.clock) == 1
    (mail,) = await sent(two.database, two.clock, tmp_path)
    assert "ben@example.org" in mail
    assert "My work" in mail
    assert "Fy ngwaith" in mail
    for secret in ("Ann", "Zebra", "24.10", record.id):
        assert secret not in mail


async def test_asking_again_sends_nothing_until_something_new_waits_on_another_day(two: Pair) -> None:
    await two.propose()
    assert await jobs.remind(two.database, two.clock) == 1
    assert await jobs.remind(two.database, two.clock) == 0
    two.clock.pass_time(timedelta(hours=1))
    await two.propose()
    assert await jobs.remind(two.database, two.clock) == 0
    two.clock.pass_time(timedelta(days=1))
    assert await jobs.remind(two.database, two.clock) == 1
    two.clock.pass_time(timedelta(days=1))
    assert await jobs.remind(two.database, two.clock) == 0


async def test_whoever_asked_is_not_written_to(two: Pair) -> None:
    await two.propose()
    await jobs.remind(two.database, two.clock)
    async with two.database.reading() as view:
        assert [letter.name for letter, _ in await correspondence.letters_to(view, two.ben)] == ["Ben Rees"]
        assert not await correspondence.letters_to(view, two.ann)


async def test_each_participant_is_asked_about_a_fund(database: Database, clock: ScriptedClock) -> None:
    await pools.founded(database, clock)
    asked = await pools.proposed(database, clock, [1, 1])
    assert await jobs.remind(database, clock) == 2
    async with database.reading() as view:
        for actor in asked.actors:
            assert len(await correspondence.letters_to(view, actor)) == 1


async def test_a_spend_is_for_those_who_had_no_hand_in_it(database: Database, clock: ScriptedClock) -> None:
    await pools.founded(database, clock)
    pool = await pools.opened(database, clock, [1, 1, 1], total=500_000)
    await pool.pay_in(1, 100_00)
    payment = Payment(10_00, "support", Payee.BUSINESS, "Gofal Cyf", "invoice 7")
    async with database.writing() as tx:
        await spending.prepare(tx, pool.actors[1], pool.id, mandate_id=pool.mandate, payment=payment, now=clock.now())
    await jobs.remind(database, clock)
    async with database.reading() as view:
        told = [len(await correspondence.letters_to(view, actor)) for actor in pool.actors]
    assert told == [1, 0, 1]


async def tried(pool: pools.Pool, days: int) -> None:
    async with pool.database.writing() as tx:
        until = pool.today + timedelta(days=days)
        motion = await pools.carried(tx, pool.now, authority=replace(pools.ANYTHING, until=until))
        await pilots.begin(tx, pools.TREASURER, pool.id, motion_id=motion, until=until, now=pool.now)


@pytest.mark.control("MAIL-2")
async def test_those_who_take_part_in_a_trial_are_written_to_once_in_time_for_a_meeting(
    database: Database, clock: ScriptedClock, tmp_path: Path
) -> None:
    await pools.founded(database, clock)
    pool = await pools.opened(database, clock, [1, 1])
    await tried(pool, 100)
    clock.pass_time(timedelta(days=43))
    assert await jobs.remind(database, clock) == 0
    clock.pass_time(timedelta(days=1))
    assert await jobs.remind(database, clock) == 2
    for mail in await sent(database, clock, tmp_path):
        assert "ends soon" in mail
        for secret in ("Afternoons", "Nothing holds", pool.id):
            assert secret not in mail
    clock.pass_time(timedelta(days=2))
    assert await jobs.remind(database, clock) == 0


async def test_a_trial_that_goes_on_or_is_over_sends_nobody_a_letter(database: Database, clock: ScriptedClock) -> None:
    await pools.founded(database, clock)
    renewed, closed = await pools.opened(database, clock, [1]), await pools.opened(database, clock, [1], first=2)
    for pool, days in ((renewed, 100), (renewed, 300), (closed, 20)):
        await tried(pool, days)
    clock.pass_time(timedelta(days=21))
    async with database.writing() as tx:
        await pilots.end(tx, pools.TREASURER, closed.id, clock.now())
    clock.pass_time(timedelta(days=30))
    assert await jobs.remind(database, clock) == 0
