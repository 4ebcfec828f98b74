"""Spending rests on what the rules ask for: a plan of those who take part, a power, trustees (P-240, P-241)."""

from datetime import date

import pytest

from governance.arrangements.records.trust_decisions import TrustDecisionRecord
from governance.board.model.powers import Limits
from governance.board.service import powers
from governance.errors import Invalid, NotFound
from governance.funds.model.funds import NotDecided, NotPlanned, RestsOtherwise, SpendState
from governance.funds.service import changing, contributing, mandates, plans, spending
from governance.funds.service.mandates import Terms
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database
from governance.platform.texts import Texts
from tests.governance.conftest import Web
from tests.governance.funds.pools import DIRECTOR, PURPOSES, TREASURER, Pool, carried, founded, opened, planned
from tests.governance.people import SETUP


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    """Three people with £1,000 each and no plan for materials."""
    await founded(database, clock)
    made = await opened(database, clock, (1, 1, 1))
    for number in (1, 2, 3):
        await made.pay_in(number, 1000_00)
    return made


async def materials(pool: Pool, pence: int = 50_00) -> str:
    async with pool.database.writing() as tx:
        plan = await plans.ask(
            tx, pool.actors[0], pool.id, purpose="materials", pence=pence, until=date(2027, 2, 1), now=pool.now
        )
        return plan.id


async def test_a_plan_holds_once_more_than_half_agree(pool: Pool) -> None:
    plan = await materials(pool)
    answers = []
    for place in (0, 1):
        async with pool.database.writing() as tx:
            answers.append(await changing.agree(tx, pool.actors[place], plan, pool.ids[place], pool.now))
    assert [one.done for one in answers] == [False, True]
    assert answers[0].finding.figures["missing"] == 1


async def test_what_nobody_planned_is_not_prepared(pool: Pool) -> None:
    await materials(pool)
    with pytest.raises(NotPlanned) as refused:
        await pool.ready(10_00, purpose="materials")
    assert refused.value.finding is not None
    assert not refused.value.finding.met
    await planned(pool, "materials", pence=50_00)
    await pool.spend(50_00, purpose="materials")
    with pytest.raises(NotPlanned) as refused:
        await pool.ready(1, purpose="materials")
    assert refused.value.finding is not None
    assert refused.value.finding.figures["left"] == 0


async def test_a_plan_has_an_end_also_for_what_was_approved_under_it(pool: Pool) -> None:
    plan = await materials(pool)
    async with pool.database.writing() as tx:
        for place in (0, 1):
            await changing.agree(tx, pool.actors[place], plan, pool.ids[place], pool.now)
    ready = await pool.ready(10_00, purpose="materials")
    pool.clock.pass_time(date(2027, 2, 1) - pool.today)
    with pytest.raises(NotPlanned):
        await pool.pay(ready)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"purpose": " "}, "purpose"), ({"pence": 0}, "pence"), ({"until": date(2027, 1, 4)}, "until")],
)
async def test_a_plan_says_what_for_how_much_and_until_when(pool: Pool, changes: dict[str, object], field: str) -> None:
    given = {"purpose": "materials", "pence": 5, "until": date(2027, 2, 1)} | changes
    async with pool.database.writing() as tx:
        with pytest.raises(Invalid) as invalid:
            await plans.ask(tx, TREASURER, pool.id, now=pool.now, **given)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            await plans.ask(tx, DIRECTOR, pool.id, now=pool.now, **given)  # type: ignore[arg-type]
    assert list(invalid.value.errors) == [field]


async def test_what_was_taken_back_is_free_again_and_says_so(pool: Pool) -> None:
    await planned(pool, "materials", pence=50_00)
    entry = await pool.spend(50_00, purpose="materials")
    async with pool.database.writing() as tx:
        await contributing.reverse(tx, TREASURER, pool.id, entry.seq, on=pool.today, reference="not ours", now=pool.now)
    async with pool.database.reading() as view:
        (spend,) = await spending.of_fund(view, pool.id)
    assert (spend.state, spend.entry) == (SpendState.REVERSED, entry.seq)
    await pool.spend(50_00, purpose="materials")


async def test_where_the_board_sets_the_limits_a_motion_alone_is_not_enough(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock, "b-multi-stakeholder")
    today = legal_day(clock.now())
    with pytest.raises(RestsOtherwise) as refused:
        await opened(database, clock, (1, 1))
    assert refused.value.finding is not None
    assert refused.value.finding.figures["source"] == "motion"
    async with database.writing() as tx:
        power = await powers.give(
            tx,
            SETUP,
            holder="board",
            purpose=Texts(en="Pools"),
            limits=Limits(900_00, 900_00),
            since=today,
            now=clock.now(),
            motion_id=await carried(tx, clock.now()),
        )
    terms = Terms(PURPOSES, today, total=900_00, each=900_00)
    made = await opened(database, clock, (1, 1), power=power.id, terms=terms)
    await made.pay_in(1, 100_00)
    await made.pay_in(2, 100_00)
    await made.spend(20_00)
    with pytest.raises(NotPlanned):
        await made.ready(20_00, purpose="cover")


async def test_where_trustees_decide_nobody_is_asked_for_a_plan(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock, "d-living-trust")
    made = await opened(database, clock, (1, 1), held_as="trust_account", basis="assessed_hours")
    for number in (1, 2):
        await made.pay_in(number, 50_00)
    await made.spend(20_00, purpose="cover")
    async with database.writing() as tx:
        with pytest.raises(NotDecided):
            await mandates.name(
                tx, TREASURER, made.id, terms=Terms(PURPOSES, made.today), now=made.now, trust_decision_id="t" * 26
            )
        assert await tx.get(TrustDecisionRecord, "t" * 26) is None


async def test_a_browser_says_that_a_plan_is_missing_and_lets_people_make_one(web: Web, pool: Pool) -> None:
    browser = web.browser()
    await web.sign_in(browser, pool.actors[0].account or "")
    page = f"/en/funds/{pool.id}/spend"
    typed = {
        "purpose": "materials",
        "pence": "10.00",
        "payee": "business",
        "payee_name": "Siop",
        "evidence": "3",
    }
    asked = await browser.post(page, typed, page=page)
    assert "agreed to no plan" in asked.text
    refused = await browser.post(page, {**typed, "checked": "yes"}, page=page)
    assert refused.status_code == 409, refused.text
    assert "Ask them first" in refused.text
    plan = f"/en/funds/{pool.id}/plan"
    sent = await browser.post(plan, {"purpose": "materials", "pence": "20.00", "until": "2027-02-01"}, page=plan)
    assert sent.status_code == 303, sent.text
    assert "up to £20.00 on “materials”" in (await browser.get(f"/en/funds/{pool.id}")).text
