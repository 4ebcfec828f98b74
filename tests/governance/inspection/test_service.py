"""Grants and looks as the database keeps them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.audit import service as audit
from governance.board import service as board
from governance.errors import Invalid, NotFound
from governance.inspection import model
from governance.inspection import service as inspection
from governance.inspection.model import Column, Power, Proposal
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]
TODAY = date(2027, 1, 4)
CHAIR = Actor(account="c" * 26, member="y" * 26, roles=frozenset({Role.CHAIR}), assurance=Assurance.TWO_FACTORS)
FCA = Proposal(
    body="Financial Conduct Authority",
    power=Power.FCA_AUTHORISED,
    evidence="Letter of 2 January 2027",
    columns=frozenset({Column.NAME, Column.ADDRESS, Column.DATES, Column.OFFICERS}),
    earliest=date(2026, 1, 1),
    latest=TODAY,
    last_day=TODAY + timedelta(days=14),
    inspector_name="Iolo Parry",
    inspector_email="iolo@fca.example.org",
)


@pytest.fixture
async def ids(coop: Database, clock: ScriptedClock, person: Person) -> list[str]:
    async with coop.writing() as tx:
        return [(await members.admit(tx, SECRETARY, person(number), clock.now())).id for number in (1, 2, 3)]


async def proposed(coop: Database, clock: ScriptedClock, proposal: Proposal = FCA) -> str:
    async with coop.writing() as tx:
        return (await inspection.propose(tx, SECRETARY, proposal, clock.now())).id


async def granted(coop: Database, clock: ScriptedClock, proposal: Proposal = FCA) -> tuple[str, Actor]:
    """An approved grant, and the actor who holds it."""
    grant_id = await proposed(coop, clock, proposal)
    async with coop.writing() as tx:
        grant = await inspection.approve(tx, CHAIR, grant_id, clock.now())
        assert grant.account is not None
        roles = await access.roles_of(tx, grant.account, clock.now())
    return grant_id, Actor(account=grant.account, member=grant.member, roles=roles, assurance=Assurance.TWO_FACTORS)


async def looked(
    coop: Database, clock: ScriptedClock, grant_id: str, actor: Actor, as_at: date = TODAY
) -> inspection.Register:
    async with coop.writing() as tx:
        return await inspection.look(tx, actor, grant_id, as_at=as_at, now=clock.now())


@pytest.mark.control("PERM-7")
async def test_two_people_agree_to_a_grant(coop: Database, clock: ScriptedClock, ids: list[str]) -> None:
    grant_id = await proposed(coop, clock)
    same_person = replace(SECRETARY, account="z" * 26, roles=frozenset({Role.CHAIR}))
    with pytest.raises(model.SamePerson):
        async with coop.writing() as tx:
            await inspection.approve(tx, same_person, grant_id, clock.now())
    async with coop.writing() as tx:
        grant = await inspection.approve(tx, CHAIR, grant_id, clock.now())
        assert grant.account is not None
        assert await access.roles_of(tx, grant.account, clock.now()) == {Role.INSPECTOR}
    with pytest.raises(model.AlreadyApproved):
        async with coop.writing() as tx:
            await inspection.approve(tx, CHAIR, grant_id, clock.now())


@pytest.mark.control("PERM-7")
async def test_the_database_itself_wants_two_people(coop: Database, clock: ScriptedClock) -> None:
    await proposed(coop, clock)
    with pytest.raises(IntegrityError):
        async with coop.writing() as tx:
            await tx.execute(text("UPDATE inspection_grant SET approved_by = proposed_by, approved_at = proposed_at"))


@pytest.mark.control("REG-1")
async def test_every_look_is_written_down_and_told_to_those_it_showed(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    grant_id, inspector = await granted(coop, clock)
    register = await looked(coop, clock, grant_id, inspector)
    assert [line.name for line in register.lines] == ["Ann Ŵyn"] * 3
    async with coop.reading() as view:
        (look,) = await inspection.looks(view, SECRETARY, grant_id)
        assert look.as_at == TODAY
        for member_id in ids:
            (seen,) = await inspection.looks_at(view, member_id)
            assert (seen.body, seen.power) == ("Financial Conduct Authority", Power.FCA_AUTHORISED)
            assert set(seen.columns) == FCA.columns
        actions = [entry.action for entry in await audit.entries(view, about=[grant_id])]
        assert actions == ["grant.proposed", "grant.approved", "register.looked-at"]


@pytest.mark.control("GDPR-3")
async def test_a_register_shows_the_granted_columns_and_no_other(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    grant_id, inspector = await granted(coop, clock)
    line = (await looked(coop, clock, grant_id, inspector)).lines[0]
    assert (line.address, line.entered_on) == ("3 Heol y Tŷ\nCaernarfon", date(2026, 5, 1))
    assert (line.email, line.class_) == (None, None)


async def test_class_is_shown_only_under_a_named_lawful_basis(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    with_class = replace(FCA, columns=FCA.columns | {Column.CLASS})
    with pytest.raises(model.ColumnOutsidePower):
        await proposed(coop, clock, with_class)
    grant_id, inspector = await granted(coop, clock, replace(with_class, lawful_basis="Article 9(2)(g)"))
    assert (await looked(coop, clock, grant_id, inspector)).lines[0].class_ == "citizen"


async def test_the_register_reads_as_it_did_on_the_day_asked_for(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    async with coop.writing() as tx:
        await members.cease(
            tx, SECRETARY, ids[2], ground="resigned", on=date(2026, 9, 1), reason="Letter", now=clock.now()
        )
        await board.appoint(
            tx, SECRETARY, member_id=ids[0], office="chair", from_day=TODAY, how="elected", now=clock.now()
        )
    grant_id, inspector = await granted(coop, clock)
    then = await looked(coop, clock, grant_id, inspector, date(2026, 8, 31))
    now = await looked(coop, clock, grant_id, inspector, TODAY)
    assert ([line.ceased_on for line in then.lines], then.officers) == ([None] * 3, ())
    assert [line.ceased_on for line in now.lines] == [None, None, date(2026, 9, 1)]
    assert [officer.name for officer in now.officers] == ["Ann Ŵyn"]


@pytest.mark.control("REG-1")
async def test_unapproved_revoked_expired_and_out_of_range_looks_are_refused_and_leave_no_trace(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    waiting = await proposed(coop, clock)
    grant_id, inspector = await granted(coop, clock)
    with pytest.raises(NotFound):
        await looked(coop, clock, waiting, inspector)
    with pytest.raises(model.OutsideGrantDates):
        await looked(coop, clock, grant_id, inspector, date(2025, 12, 31))
    clock.move_to(clock.now() + timedelta(days=14, hours=14, minutes=59))
    await looked(coop, clock, grant_id, inspector)
    clock.pass_time(timedelta(minutes=1))
    with pytest.raises(model.GrantExpired):
        await looked(coop, clock, grant_id, inspector)
    async with coop.reading() as view:
        assert len(await inspection.looks(view, SECRETARY, grant_id)) == 1


@pytest.mark.control("REG-1")
async def test_revoking_works_at_once_and_takes_the_part_away(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    first, inspector = await granted(coop, clock)
    second, again = await granted(coop, clock)
    assert again.account == inspector.account
    for grant_id, left in ((first, {Role.INSPECTOR}), (second, set[Role]())):
        async with coop.writing() as tx:
            await inspection.revoke(tx, SECRETARY, grant_id, reason="Withdrawn", now=clock.now())
        with pytest.raises(model.GrantRevoked):
            await looked(coop, clock, grant_id, inspector)
        async with coop.reading() as view:
            assert await access.roles_of(view, inspector.account or "", clock.now()) == left


async def test_a_member_looks_with_their_own_account_under_section_103(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    columns = frozenset({Column.NAME, Column.SHARES, Column.EMAIL})
    proposal = replace(
        FCA, power=Power.MEMBER_S103, member=ids[0], columns=columns, inspector_name="", inspector_email=""
    )
    grant_id, member = await granted(coop, clock, proposal)
    assert (member.member, member.roles) == (ids[0], {Role.MEMBER})
    lines = (await looked(coop, clock, grant_id, member)).lines
    assert [Column.SHARES in line.columns for line in lines] == [True, False, False]


@pytest.mark.control("REG-1")
@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"last_day": TODAY + timedelta(days=31)}, {"last_day": "not-within-30-days"}),
        ({"last_day": TODAY - timedelta(days=1)}, {"last_day": "not-within-30-days"}),
        ({"latest": date(2025, 1, 1)}, {"latest": "before-the-first"}),
        ({"evidence": " "}, {"evidence": "missing"}),
        ({"columns": frozenset()}, {"columns": "missing"}),
        ({"inspector_email": "iolo"}, {"inspector_email": "not-an-email"}),
        ({"inspector_name": ""}, {"inspector_name": "missing"}),
        ({"power": Power.MEMBER_S103}, {"member": "missing"}),
    ],
    ids=str,
)
async def test_a_proposal_says_everything_or_is_refused(
    coop: Database, clock: ScriptedClock, changes: dict[str, object], errors: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        await proposed(coop, clock, replace(FCA, **changes))  # type: ignore[arg-type]  # a test's own mixture
    assert refused.value.errors == errors


@pytest.mark.control("PERM-2")
async def test_a_grant_is_there_for_those_who_decide_and_for_its_holder(
    coop: Database, clock: ScriptedClock, ids: list[str]
) -> None:
    grant_id, inspector = await granted(coop, clock)
    stranger = Actor(account="q" * 26, roles=frozenset({Role.INSPECTOR}), assurance=Assurance.TWO_FACTORS)
    async with coop.writing() as tx:
        assert [grant.id for grant in await inspection.grants(tx, inspector)] == [grant_id]
        assert await inspection.grants(tx, stranger) == []
        for act in (
            inspection.look(tx, stranger, grant_id, as_at=TODAY, now=clock.now()),
            inspection.look(tx, SECRETARY, grant_id, as_at=TODAY, now=clock.now()),
            inspection.looks(tx, stranger, grant_id),
            inspection.revoke(tx, inspector, grant_id, reason="x", now=clock.now()),
        ):
            with pytest.raises(NotFound):
                await act


@pytest.mark.control("AUD-2")
async def test_looks_cannot_be_unwritten(coop: Database, clock: ScriptedClock, ids: list[str]) -> None:
    grant_id, inspector = await granted(coop, clock)
    await looked(coop, clock, grant_id, inspector)
    for statement in (
        "DELETE FROM inspection_look_entry",
        "DELETE FROM inspection_look",
        "UPDATE inspection_look SET search = 'x'",
        "UPDATE inspection_look_entry SET columns = '[]'",
    ):
        with pytest.raises(DBAPIError):
            async with coop.writing() as tx:
                await tx.execute(text(statement))
