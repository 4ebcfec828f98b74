"""Files of members: looked at, confirmed, entered whole or not at all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from governance.access import service as access
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import NotFound
from governance.members import jobs, spreadsheet
from governance.members import service as members
from governance.members.imports import ImportForgotten, ImportHasErrors
from governance.members.model import Candidate
from governance.members.records import MemberRecord
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.jobs.runner import run_due
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]


def rows(*changes: dict[str, str]) -> bytes:
    """A file of as many people as there are changes to a good row."""
    good = dict(
        zip(
            spreadsheet.COLUMNS,
            ["", "Siân", "Ŷ", 'The "Mill"\nBala', "", "cy", "", "citizen", "2026-05-01"],
            strict=True,
        )
    )
    return spreadsheet.write(
        [list({**good, "number": str(place), **change}.values()) for place, change in enumerate(changes, start=1)]
    )


async def uploaded(coop: Database, clock: ScriptedClock, raw: bytes) -> str:
    async with coop.writing() as tx:
        return (await members.preview_import(tx, SECRETARY, raw, clock.now())).id


async def confirmed(coop: Database, clock: ScriptedClock, import_id: str) -> None:
    async with coop.writing() as tx:
        await members.confirm_import(tx, SECRETARY, import_id, clock.now())


async def registered(coop: Database) -> int:
    async with coop.reading() as view:
        return int(await view.scalar(select(func.count()).select_from(MemberRecord)))


async def test_nothing_is_entered_before_it_is_confirmed(coop: Database, clock: ScriptedClock) -> None:
    import_id = await uploaded(coop, clock, rows({}, {"email": "sian@example.org"}))
    assert await registered(coop) == 0
    async with coop.reading() as view:
        preview = await members.previewed(view, SECRETARY, import_id)
        assert (len(preview.lines), preview.errors) == (2, ())
        assert preview.lines[0].cells["address"] == 'The "Mill"\nBala'
    await confirmed(coop, clock, import_id)
    assert await registered(coop) == 2
    async with coop.reading() as view:
        _, sian = await members.register(view, SECRETARY, day=clock.now().date())
        assert await access.account_for(view, sian.id) is not None
        head = await audit.check(view)
        assert head.seq > 0


async def test_confirming_twice_enters_nobody_twice_and_the_cells_are_wiped(
    coop: Database, clock: ScriptedClock
) -> None:
    import_id = await uploaded(coop, clock, rows({}, {}))
    await confirmed(coop, clock, import_id)
    await confirmed(coop, clock, import_id)
    assert await registered(coop) == 2
    async with coop.reading() as view:
        preview = await members.previewed(view, SECRETARY, import_id)
        assert (preview.record.raw, preview.lines, preview.record.rows) == (b"", (), 2)


async def test_one_wrong_row_keeps_every_row_out(coop: Database, clock: ScriptedClock) -> None:
    import_id = await uploaded(coop, clock, rows({}, {"class": "worker"}, {"email": "bad"}))
    async with coop.reading() as view:
        errors = (await members.previewed(view, SECRETARY, import_id)).errors
    assert [(error.row, error.column, error.code) for error in errors] == [
        (3, "class", "unknown-class"),
        (4, "email", "not-an-email"),
    ]
    with pytest.raises(ImportHasErrors) as refused:
        await confirmed(coop, clock, import_id)
    assert refused.value.facts["all"] == 2
    assert await registered(coop) == 0


async def test_rows_that_the_register_already_has_are_named(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    async with coop.writing() as tx:
        await members.admit(tx, SECRETARY, person(2), clock.now())
    import_id = await uploaded(coop, clock, rows({}, {"email": "Member2@example.org"}))
    async with coop.reading() as view:
        errors = (await members.previewed(view, SECRETARY, import_id)).errors
    assert [(error.row, error.column, error.code) for error in errors] == [
        (3, "number", "number-taken"),
        (3, "email", "email-taken"),
    ]


async def test_rows_are_checked_again_when_confirmed(coop: Database, clock: ScriptedClock, person: Person) -> None:
    import_id = await uploaded(coop, clock, rows({}, {}))
    async with coop.writing() as tx:
        await members.admit(tx, SECRETARY, person(2), clock.now())
    with pytest.raises(ImportHasErrors) as refused:
        await confirmed(coop, clock, import_id)
    assert refused.value.facts["errors"] == [[3, "number", "number-taken"]]
    assert await registered(coop) == 1


async def test_an_export_reads_back_as_the_same_people(coop: Database, clock: ScriptedClock) -> None:
    raw = rows({"formats": "easy;bsl"}, {"name_given": "Tŵm 😀", "address": 'a,"b";\r\nc'}, {"number": "12"})
    await confirmed(coop, clock, await uploaded(coop, clock, raw))
    async with coop.writing() as tx:
        exported = await members.export(tx, SECRETARY, clock.now())
    assert spreadsheet.read(exported) == spreadsheet.read(raw)


@pytest.mark.control("WEB-6")
async def test_a_name_like_a_formula_is_kept_as_written_and_defused_on_the_way_out(
    coop: Database, clock: ScriptedClock
) -> None:
    name = '=HYPERLINK("x")'
    header, _, rest = rows({}).partition(b"\r\n")
    raw = header + b"\r\n" + rest.replace("Siân".encode(), b'"=HYPERLINK(""x"")"')
    await confirmed(coop, clock, await uploaded(coop, clock, raw))
    async with coop.writing() as tx:
        (member,) = await members.register(tx, SECRETARY, day=clock.now().date())
        assert member.name_given == name
        exported = await members.export(tx, SECRETARY, clock.now())
    assert spreadsheet.read(exported).lines[0].cells["name_given"] == f"'{name}"


@pytest.mark.control("PERM-2")
async def test_only_the_secretary_finds_an_import(coop: Database, clock: ScriptedClock) -> None:
    import_id = await uploaded(coop, clock, rows({}))
    for role in set(Role) - {Role.SECRETARY}:
        actor = Actor(account="a", member="m", roles=frozenset({role}))
        async with coop.writing() as tx:
            for act in (members.previewed(tx, actor, import_id), members.export(tx, actor, clock.now())):
                with pytest.raises(NotFound):
                    await act


async def test_a_file_that_nobody_confirms_is_wiped_after_a_week(coop: Database, clock: ScriptedClock) -> None:
    import_id = await uploaded(coop, clock, rows({}))
    clock.pass_time(timedelta(days=6, hours=23))
    await run_due(coop, jobs.HANDLERS, clock)
    async with coop.reading() as view:
        assert (await members.previewed(view, SECRETARY, import_id)).lines
    clock.pass_time(timedelta(hours=2))
    await run_due(coop, jobs.HANDLERS, clock)
    async with coop.reading() as view:
        preview = await members.previewed(view, SECRETARY, import_id)
        assert (preview.lines, preview.record.raw) == ((), b"")
    with pytest.raises(ImportForgotten):
        await confirmed(coop, clock, import_id)
    async with coop.writing() as tx:
        before = (await audit.head(tx)).seq
        await jobs.forget_import(tx, {"import": import_id}, clock.now())
        await tx.flush()
        assert (await audit.head(tx)).seq == before, "wiped once, noted once"


async def test_forgetting_leaves_a_confirmed_import_as_it_is(coop: Database, clock: ScriptedClock) -> None:
    import_id = await uploaded(coop, clock, rows({}))
    await confirmed(coop, clock, import_id)
    clock.pass_time(timedelta(days=8))
    await run_due(coop, jobs.HANDLERS, clock)
    assert await registered(coop) == 1
