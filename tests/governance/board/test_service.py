"""Offices as the database keeps them, and the parts in the platform that follow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from governance.access import service as access
from governance.actor import Role
from governance.audit import service as audit
from governance.board import model
from governance.board import service as board
from governance.board.jobs import HANDLERS
from governance.board.records import TermRecord
from governance.errors import Invalid
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.jobs.runner import run_due
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]
TODAY = date(2027, 1, 4)


@pytest.fixture
async def ids(coop: Database, clock: ScriptedClock, person: Person) -> list[str]:
    async with coop.writing() as tx:
        return [(await members.admit(tx, SECRETARY, person(number), clock.now())).id for number in (1, 2)]


async def appointed(
    coop: Database, clock: ScriptedClock, member_id: str, office: str, since: date = TODAY, until: date | None = None
) -> str:
    async with coop.writing() as tx:
        term = await board.appoint(
            tx,
            SECRETARY,
            member_id=member_id,
            office=office,
            from_day=since,
            how="elected",
            now=clock.now(),
            until=until,
        )
        return term.id


async def parts(coop: Database, clock: ScriptedClock, member_id: str) -> frozenset[Role]:
    async with coop.reading() as view:
        account = await access.account_for(view, member_id)
        assert account is not None
        return await access.roles_of(view, account.id, clock.now())


async def test_an_appointment_opens_the_part_in_the_same_transaction(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    term_id = await appointed(coop, clock, ids[0], "secretary")
    assert await parts(coop, clock, ids[0]) == {Role.MEMBER, Role.SECRETARY}
    async with coop.reading() as view:
        (holder,) = await board.holders(view, TODAY)
        assert (holder.term, holder.office, holder.name) == (term_id, model.Office.SECRETARY, "Ann Ŵyn")
        assert [entry.action for entry in await audit.entries(view, about=[term_id])] == ["board.appointed"]


async def test_vacating_closes_the_part_at_once(coop: Database, clock: ScriptedClock, ids: list[str]) -> None:
    term_id = await appointed(coop, clock, ids[0], "chair", TODAY - timedelta(days=10))
    async with coop.writing() as tx:
        await board.vacate(tx, SECRETARY, term_id, on=TODAY, reason="Resigned", now=clock.now())
    assert await parts(coop, clock, ids[0]) == {Role.MEMBER}
    async with coop.reading() as view:
        assert await board.holders(view, TODAY) == []
        assert len(await board.holders(view, TODAY - timedelta(days=1))) == 1
    with pytest.raises(model.OfficeEnded):
        async with coop.writing() as tx:
            await board.vacate(tx, SECRETARY, term_id, on=TODAY, reason="Again", now=clock.now())


async def test_parts_begin_and_end_on_their_days_by_themselves(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    """In summer the legal day begins an hour before midnight in UTC."""
    await appointed(coop, clock, ids[0], "treasurer", date(2027, 7, 1), date(2027, 8, 1))
    assert await parts(coop, clock, ids[0]) == {Role.MEMBER}
    for instant, wanted in (
        (datetime(2027, 6, 30, 22, 59, tzinfo=UTC), {Role.MEMBER}),
        (datetime(2027, 6, 30, 23, 0, tzinfo=UTC), {Role.MEMBER, Role.TREASURER}),
        (datetime(2027, 7, 31, 22, 59, tzinfo=UTC), {Role.MEMBER, Role.TREASURER}),
        (datetime(2027, 7, 31, 23, 0, tzinfo=UTC), {Role.MEMBER}),
    ):
        clock.move_to(instant)
        await run_due(coop, HANDLERS, clock)
        assert await parts(coop, clock, ids[0]) == wanted


async def test_two_offices_of_one_person_keep_two_parts(coop: Database, clock: ScriptedClock, ids: list[str]) -> None:
    term_id = await appointed(coop, clock, ids[0], "chair", TODAY - timedelta(days=1))
    await appointed(coop, clock, ids[0], "director")
    async with coop.writing() as tx:
        await board.vacate(tx, SECRETARY, term_id, on=TODAY, reason="Resigned", now=clock.now())
    assert await parts(coop, clock, ids[0]) == {Role.MEMBER, Role.DIRECTOR}


async def test_an_office_for_one_is_not_given_twice(coop: Database, clock: ScriptedClock, ids: list[str]) -> None:
    await appointed(coop, clock, ids[0], "secretary")
    with pytest.raises(model.OfficeTaken):
        await appointed(coop, clock, ids[1], "secretary", TODAY + timedelta(days=400))
    with pytest.raises(model.AlreadyHolds):
        await appointed(coop, clock, ids[0], "secretary")
    with pytest.raises(IntegrityError):
        async with coop.writing() as tx:
            tx.add(
                TermRecord(
                    id=new_id(),
                    office="secretary",
                    member=ids[1],
                    since=TODAY,
                    how="elected",
                    appointed_at=clock.now(),
                )
            )


async def test_only_a_member_of_that_day_can_hold_an_office(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    with pytest.raises(model.NotAMemberThen):
        await appointed(coop, clock, ids[0], "director", date(2026, 4, 30))
    with pytest.raises(Invalid) as refused:
        await appointed(coop, clock, ids[0], "emperor", until=TODAY)
    assert refused.value.errors == {"office": "unknown-office", "until": "before-it-begins"}


async def test_the_board_does_not_grow_beyond_what_the_rules_allow(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    async with coop.writing() as tx:
        ids = [(await members.admit(tx, SECRETARY, person(number), clock.now())).id for number in range(1, 11)]
    for member_id in ids[:9]:
        await appointed(coop, clock, member_id, "director")
    with pytest.raises(model.BoardFull) as refused:
        await appointed(coop, clock, ids[9], "director")
    assert refused.value.finding is not None
    assert refused.value.finding.figures["most"] == 9


async def test_who_ceases_to_be_a_member_leaves_every_office(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    """P-199."""
    await appointed(coop, clock, ids[0], "director", date(2026, 6, 1))
    await appointed(coop, clock, ids[0], "treasurer", date(2027, 6, 1))
    async with coop.writing() as tx:
        await members.cease(tx, SECRETARY, ids[0], ground="resigned", on=TODAY, reason="Letter", now=clock.now())
    await run_due(coop, HANDLERS, clock)
    await run_due(coop, HANDLERS, clock)
    async with coop.reading() as view:
        assert await board.holders(view, TODAY) == []
        assert await board.holders(view, date(2027, 6, 1)) == []
        assert len(await board.holders(view, TODAY - timedelta(days=1))) == 1


async def test_an_officer_without_an_email_gets_the_part_once_an_account_opens(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    async with coop.writing() as tx:
        member = await members.admit(tx, SECRETARY, person(3, email=None), clock.now())
    await appointed(coop, clock, member.id, "director")
    async with coop.writing() as tx:
        given = replace((await members.find(tx, SECRETARY, member.id)).particulars, email="three@example.org")
        await members.correct(tx, SECRETARY, member.id, given, reason="Now has one", now=clock.now())
    await run_due(coop, HANDLERS, clock)
    assert await parts(coop, clock, member.id) == {Role.MEMBER, Role.DIRECTOR}


async def test_the_register_of_officers_reads_as_it_did_on_a_day(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    """L-031, with the date of leaving that rules add."""
    term_id = await appointed(coop, clock, ids[0], "chair", date(2026, 6, 1))
    async with coop.writing() as tx:
        await board.vacate(tx, SECRETARY, term_id, on=TODAY, reason="Resigned", now=clock.now())
    async with coop.reading() as view:
        (before,) = await board.officers(view, date(2026, 12, 31), keep_years=10)
        (after,) = await board.officers(view, TODAY, keep_years=10)
        assert await board.officers(view, date(2026, 5, 31), keep_years=10) == []
    assert (before.since, before.until) == (date(2026, 6, 1), None)
    assert (after.office, after.address, after.until) == (model.Office.CHAIR, "3 Heol y Tŷ\nCaernarfon", TODAY)
