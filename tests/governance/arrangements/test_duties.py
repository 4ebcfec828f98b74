"""Who does each task of an employer: never two, never nobody, and it moves with the employer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.actor import platform
from governance.arrangements.model import duties as model
from governance.arrangements.model.agreements import Contractor, Employer
from governance.arrangements.model.duties import TASKS, Column, DutiesLaidOutLater, DutyStays, Owner
from governance.arrangements.service import duties
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id

US = platform("test")
DAY = date(2027, 3, 1)
EMPLOYS = {
    Column.CO_OP: Owner.CO_OP,
    Column.MEMBER: Owner.MEMBER,
    Column.PROVIDER: Owner.PROVIDER,
    Column.TRUSTEES: Owner.TRUSTEES,
}


@st.composite
def layouts(draw: st.DrawFn) -> tuple[Column, dict[str, Owner]]:
    """Any employer, and any of the tasks given away as far as they may be."""
    where = draw(st.sampled_from(list(Column)))
    tasks = draw(st.lists(st.sampled_from(list(TASKS)), unique=True))
    return where, {task: draw(st.sampled_from(model.may_have(task, where))) for task in tasks}


@given(layouts())
def test_every_task_has_one_owner_whoever_employs_and_whatever_was_given_away(
    layout: tuple[Column, dict[str, Owner]],
) -> None:
    where, given_away = layout
    laid = model.laid_out(where, given_away)
    assert set(laid) == set(TASKS)
    for task, owner in laid.items():
        assert owner is given_away.get(task, model.owner_of(task, where))
        assert owner in model.may_have(task, where)


@pytest.mark.parametrize("where", list(Column))
def test_no_column_knows_an_owner_who_has_no_part_in_it(where: Column) -> None:
    for task in TASKS:
        known = set(model.may_have(task, where))
        if where in (Column.CO_OP, Column.MEMBER, Column.PROVIDER, Column.TRUSTEES):
            assert Owner.ASSISTANT not in known, task
        if where is not Column.PROVIDER:
            assert Owner.PROVIDER not in known, task
        if where is not Column.TRUSTEES:
            assert Owner.TRUSTEES not in known, task


@pytest.mark.parametrize("where", EMPLOYS)
@pytest.mark.parametrize("task", ["register_and_payroll", "insurance", "right_to_work", "working_time", "rates_of_pay"])
def test_the_employer_answers_for_what_the_law_asks_of_an_employer(where: Column, task: str) -> None:
    assert model.owner_of(task, where) is EMPLOYS[where]


def test_every_fact_of_the_checklist_stands_behind_some_task() -> None:
    facts = {source for task in TASKS.values() for source in task.sources}
    assert {"K-018", *(f"K-0{number}" for number in range(40, 57))} <= facts


def test_the_contract_of_somebody_self_employed_decides_who_checks_them() -> None:
    by_co_op = model.column(Employer.SELF_EMPLOYED, Contractor.CO_OP)
    by_member = model.column(Employer.SELF_EMPLOYED, Contractor.MEMBER)
    assert model.owner_of("right_to_work", by_co_op) is Owner.CO_OP
    assert model.owner_of("right_to_work", by_member) is Owner.MEMBER


@pytest.mark.parametrize(
    ("task", "owner"),
    [("insurance", Owner.SUPPORT_SCHEME), ("right_to_work", Owner.ASSISTANT), ("gardening", Owner.CO_OP)],
)
def test_a_task_goes_to_nobody_who_cannot_have_it(task: str, owner: Owner) -> None:
    with pytest.raises(DutyStays) as refused:
        model.laid_out(Column.MEMBER, {task: owner})
    assert refused.value.facts == {"task": task, "owner": owner}


def test_a_task_without_an_owner_is_no_shelf() -> None:
    lines = ['[payroll]\nfrom = ["K-040"]', *(f"{where} = []" for where in Column)]
    with pytest.raises(ValueError, match="payroll"):
        model._read("\n".join(lines))


async def test_tasks_move_with_the_employer_and_the_past_stays_as_it_was(
    database: Database, clock: ScriptedClock
) -> None:
    arrangement, later = new_id(), DAY + timedelta(days=60)
    async with database.writing() as tx:
        scheme = {"register_and_payroll": Owner.SUPPORT_SCHEME}
        await duties.lay_out(tx, US, arrangement, employer=Employer.MEMBER, day=DAY, overrides=scheme, now=clock.now())
    async with database.writing() as tx:
        await duties.lay_out(tx, US, arrangement, employer=Employer.CO_OP, day=later, overrides={}, now=clock.now())
    async with database.reading() as view:
        before = await duties.of(view, arrangement, later - timedelta(days=1))
        after = await duties.of(view, arrangement, later)
        everything = await duties.history(view, arrangement)
        elsewhere = await duties.of(view, new_id(), later)
    assert before["register_and_payroll"].owner is Owner.SUPPORT_SCHEME
    assert before["insurance"].owner is Owner.MEMBER
    assert {duty.owner for task, duty in after.items() if task != "managed_account"} == {Owner.CO_OP}
    assert after["managed_account"].since == DAY, "what does not move is not written again"
    assert set(before) == set(after) == set(TASKS)
    assert len(everything) == 2 * len(TASKS) - 1
    assert elsewhere == {}


async def test_laying_out_the_same_again_changes_nothing(database: Database, clock: ScriptedClock) -> None:
    arrangement = new_id()
    for day in (DAY, DAY + timedelta(days=1)):
        async with database.writing() as tx:
            await duties.lay_out(
                tx, US, arrangement, employer=Employer.TRUSTEES, day=day, overrides={}, now=clock.now()
            )
    async with database.reading() as view:
        assert {duty.since for duty in await duties.history(view, arrangement)} == {DAY}


async def test_what_was_laid_out_is_not_rewritten_from_an_earlier_day(database: Database, clock: ScriptedClock) -> None:
    arrangement = new_id()
    async with database.writing() as tx:
        await duties.lay_out(tx, US, arrangement, employer=Employer.MEMBER, day=DAY, overrides={}, now=clock.now())
    with pytest.raises(DutiesLaidOutLater):
        async with database.writing() as tx:
            before = DAY - timedelta(days=1)
            await duties.lay_out(
                tx, US, arrangement, employer=Employer.CO_OP, day=before, overrides={}, now=clock.now()
            )
