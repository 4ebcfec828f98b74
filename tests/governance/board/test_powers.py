"""Powers: what the board may do on the members' behalf, and who said so."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from governance.actor import Actor, Assurance, Role
from governance.board.model.powers import Limits, NoSuchRule, NotCarried, PowerEnded
from governance.board.records.powers import PowerRecord
from governance.board.service import powers
from governance.errors import Invalid, NotFound
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.ids import new_id
from governance.platform.texts import Texts
from tests.governance.board.table import SETUP, Table

PURPOSE = Texts(en="Cover for a shift when a personal assistant is ill", cy="Cyflenwi pan fydd cynorthwyydd yn sâl")


@pytest.fixture
async def board(table: Table) -> Table:
    await table.found("e-citizen-directed", ("citizen",) * 3)
    return table


async def motion(board: Table, stage: Stage = Stage.CARRIED) -> str:
    """A motion of the board, and what became of it."""
    async with board.database.writing() as tx:
        made = await motions.propose(
            tx,
            SETUP,
            title=Texts(en="Cover"),
            text=Texts(en="The board may pay for cover."),
            by_board=True,
            now=board.now,
        )
        if stage is Stage.CARRIED:
            found = await tx.get(MotionRecord, made.id)
            assert found is not None
            found.finding, found.decided_at = found.required, board.now
            await tx.flush()
            found.stage = stage
    return made.id


async def give(board: Table, **changes: Any) -> PowerRecord:
    given: dict[str, Any] = {
        "holder": "board",
        "purpose": PURPOSE,
        "limits": Limits(240_000, 30_000),
        "since": board.today,
        "now": board.now,
    }
    async with board.database.writing() as tx:
        return await powers.give(tx, board.secretary, **(given | changes))


async def live(board: Table, power: str, day: date) -> bool:
    async with board.database.reading() as view:
        return await powers.live(view, power, day) is not None


async def test_members_give_a_power_by_a_motion_and_every_member_reads_it(board: Table) -> None:
    given = await give(board, motion_id=await motion(board), until=board.today + timedelta(days=365))
    member = Actor(account="m" * 26, member="m" * 26, roles=frozenset({Role.MEMBER}), assurance=Assurance.LINK)
    async with board.database.reading() as view:
        (read,) = await powers.powers(view, member)
        assert (read.worded, read.limits) == (PURPOSE, Limits(240_000, 30_000))
        assert read.source_sha256 != read.text_sha256
        for role in (Role.SUPPORTED, Role.ASSISTANT, Role.INSPECTOR):
            with pytest.raises(NotFound):
                await powers.find(view, Actor(account="a" * 26, roles=frozenset({role})), given.id)


async def test_a_power_holds_from_its_first_day_until_the_day_it_ends(board: Table) -> None:
    since, until = board.today, board.today + timedelta(days=10)
    given = await give(board, rule="60", until=until)
    days = [since - timedelta(days=1), since, until - timedelta(days=1), until]
    assert [await live(board, given.id, day) for day in days] == [False, True, True, False]


async def test_a_motion_that_was_not_carried_gives_nothing(board: Table) -> None:
    with pytest.raises(NotCarried):
        await give(board, motion_id=await motion(board, Stage.SUPPORTED))
    with pytest.raises(NotFound):
        await give(board, motion_id=new_id())


async def test_a_rule_that_is_not_in_force_gives_nothing(board: Table) -> None:
    with pytest.raises(NoSuchRule):
        await give(board, rule="1066")
    with pytest.raises(NoSuchRule):
        await give(board, rule="")


async def test_a_power_rests_on_one_motion_or_one_rule(board: Table) -> None:
    for source in ({}, {"rule": "60", "motion_id": await motion(board)}):
        with pytest.raises(Invalid) as refused:
            await give(board, **source)
        assert refused.value.errors == {"source": "one-source"}


async def test_what_cannot_be_used_is_named_field_by_field(board: Table) -> None:
    with pytest.raises(Invalid) as refused:
        await give(board, rule="60", holder="emperor", purpose=Texts(), limits=Limits(100, 101), until=board.today)
    assert refused.value.errors == {
        "holder": "unknown-holder",
        "purpose_en": "missing",
        "until": "before-it-begins",
        "each": "more-than-in-all",
    }
    with pytest.raises(Invalid) as refused:
        await give(board, rule="60", limits=Limits(0, None))
    assert refused.value.errors == {"total": "no-limit-at-all"}


async def test_a_power_ends_once_by_a_motion_and_stays_in_the_list(board: Table) -> None:
    given = await give(board, rule="60")
    ending = await motion(board)
    async with board.database.writing() as tx:
        await powers.end(tx, board.secretary, given.id, on=board.today, now=board.now, motion_id=ending)
    assert not await live(board, given.id, board.today)
    async with board.database.reading() as view:
        (kept,) = await powers.powers(view, board.secretary)
    assert kept.ended is not None
    assert (kept.ended.motion, kept.last) == (ending, board.today)
    with pytest.raises(PowerEnded):
        async with board.database.writing() as tx:
            await powers.end(tx, board.secretary, given.id, on=board.today, now=board.now)


async def test_only_a_motion_that_was_carried_ends_a_power(board: Table) -> None:
    given = await give(board, rule="60")
    lost = await motion(board, Stage.SUPPORTED)
    with pytest.raises(NotCarried):
        async with board.database.writing() as tx:
            await powers.end(tx, board.secretary, given.id, on=board.today, now=board.now, motion_id=lost)
    assert await live(board, given.id, board.today)


async def test_the_words_a_power_rests_on_tell_powers_apart(board: Table) -> None:
    one, other = await give(board, rule="60"), await give(board, rule="61")
    assert one.source_sha256 != other.source_sha256
    assert one.text_sha256 != other.text_sha256


async def test_the_database_keeps_powers_as_they_were_given(board: Table) -> None:
    given = await give(board, rule="60")
    for statement in ("UPDATE board_power SET total = 1", "DELETE FROM board_power"):
        with pytest.raises(DBAPIError):
            async with board.database.writing() as tx:
                await tx.execute(text(statement))
    with pytest.raises(IntegrityError):
        async with board.database.writing() as tx:
            tx.add(
                PowerRecord(
                    id=new_id(),
                    holder="board",
                    purpose=given.purpose,
                    since=given.since,
                    given_at=board.now,
                    given_by="x",
                    source_sha256="0" * 64,
                    text_sha256="0" * 64,
                )
            )
