"""M-04 and M-05 as people see them: what a week costs, by the levy that was decided and by everybody's own hours."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from governance.actor import Role
from governance.arrangements.model.agreements import Employer, Rates, Slot, State
from governance.arrangements.model.assistants import Status
from governance.arrangements.model.costs import LevyNotDecided, Lines
from governance.arrangements.service import agreements, assistants, costing, levies, people
from governance.board.model.powers import Limits
from governance.board.service import powers
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.texts import Texts
from tests.governance.arrangements.agreeing import Pair, cleared, member, standing, weekly
from tests.governance.funds.pools import carried
from tests.governance.people import SECRETARY, SETUP

COORDINATOR = member("c" * 26, Role.COORDINATOR)
MARCH = date(2027, 3, 1)
RATES = Rates(1360, 1360)
TEN, TWELVE, TWENTY_TWO = (
    (Slot(0, time(8), time(18)),),
    (Slot(1, time(8), time(20)),),
    (Slot(0, time(8), time(18)), Slot(1, time(8), time(20))),
)


async def begun(pair: Pair, week: tuple[Slot, ...], **changes: object) -> str:
    record = await pair.propose(terms=weekly(week=week, rates=RATES), payment=41200, **changes)
    await pair.answer(record.id)
    await run(pair, record.id)
    return record.id


async def run(pair: Pair, arrangement: str) -> None:
    async with pair.database.writing() as tx:
        record = await agreements.find(tx, pair.ben, arrangement, pair.clock.now(), lock=True)
        record.state = State.ACTIVE


async def levied(pair: Pair, pence: int = 55, since: date = MARCH) -> None:
    async with pair.database.writing() as tx:
        motion = await carried(tx, pair.clock.now())
        await levies.put(tx, SECRETARY, pence=pence, since=since, now=pair.clock.now(), motion_id=motion)


async def test_m_04_what_a_week_costs_the_member_with_the_levy_that_was_decided(pair: Pair) -> None:
    arrangement = await begun(pair, TWENTY_TWO)
    await levied(pair)
    pair.clock.move_to(pair.clock.now().replace(month=3))
    async with pair.database.reading() as view:
        found = await costing.of(view, pair.ann, arrangement, pair.clock.now())
    assert found.lines == Lines(gross=299_20, holiday=36_11, pension=5_38, insurance=30_48, levy=12_10)
    assert (found.total, found.left) == (383_27, 28_73)


async def test_a_levy_counts_from_its_day_and_only_where_the_co_operative_employs(pair: Pair) -> None:
    mine = await begun(pair, TWENTY_TWO, standing=standing(employs=Employer.MEMBER))
    await levied(pair)
    async with pair.database.reading() as view:
        assert await levies.on(view, date(2027, 2, 28)) == 0
        assert await levies.on(view, MARCH) == 55
        found = await costing.of(view, pair.ann, mine, pair.clock.now().replace(month=3))
    assert found.lines is not None
    assert found.lines.levy == 0


async def test_m_05_one_assistant_for_two_members_counts_thresholds_once(
    pair: Pair, person: Callable[..., Candidate]
) -> None:
    first, second, other = await _two(pair, person, RATES)
    async with pair.database.reading() as view:
        x = await costing.of(view, pair.ann, first, pair.clock.now())
        y = await costing.of(view, other.ann, second, pair.clock.now())
    assert x.lines == Lines(gross=136_00, holiday=16_41, pension=2_45, insurance=13_85, levy=5_50)
    assert y.lines == Lines(gross=163_20, holiday=19_70, pension=2_93, insurance=16_63, levy=6_60)
    assert (x.total, y.total, x.total + y.total) == (174_21, 209_06, 383_27)
    assert x.shared


async def test_pay_stays_everybodys_own_where_rates_differ(pair: Pair, person: Callable[..., Candidate]) -> None:
    first, second, other = await _two(pair, person, Rates(1500, 1500))
    async with pair.database.reading() as view:
        x = await costing.of(view, pair.ann, first, pair.clock.now())
        y = await costing.of(view, other.ann, second, pair.clock.now())
    assert x.lines is not None
    assert y.lines is not None
    assert (x.lines.gross, y.lines.gross) == (136_00, 180_00)


async def test_a_levy_rests_on_one_decision_that_was_made(pair: Pair) -> None:
    now = pair.clock.now()
    async with pair.database.writing() as tx:
        power = await powers.give(
            tx,
            SECRETARY,
            holder="board",
            purpose=Texts("Set the levy"),
            limits=Limits(),
            since=MARCH,
            now=now,
            motion_id=await carried(tx, now),
        )
        with pytest.raises(LevyNotDecided):
            await levies.put(tx, SECRETARY, pence=55, since=date(2027, 2, 1), now=now, power_id=power.id)
        with pytest.raises(Invalid):
            await levies.put(tx, SECRETARY, pence=55, since=MARCH, now=now)
        with pytest.raises(NotFound):
            await levies.put(tx, member("d" * 26, Role.DIRECTOR), pence=55, since=MARCH, now=now, power_id=power.id)
        assert (await levies.put(tx, SECRETARY, pence=60, since=MARCH, now=now, power_id=power.id)).pence == 60


async def _two(pair: Pair, person: Callable[..., Candidate], rates: Rates) -> tuple[str, str, Pair]:
    """Ben works ten hours for Ann and twelve for Eve, whose pay is ``rates``; the levy is decided."""
    first = await begun(pair, TEN)
    async with pair.database.writing() as tx:
        eve = (await members.admit(tx, SECRETARY, person(2), pair.clock.now())).id
        supported = await people.of_member(tx, SETUP, eve, pair.clock.now())
    other = replace(pair, ann=member(eve), person=supported.id)
    await cleared(pair)
    async with pair.database.writing() as tx:
        ben = await assistants.find(tx, COORDINATOR, pair.assistant, lock=True)
        ben.listed, ben.status = True, Status.CLEARED
    record = await other.propose(terms=weekly(week=TWELVE, rates=rates))
    await other.answer(record.id)
    await run(other, record.id)
    await levied(pair)
    pair.clock.move_to(pair.clock.now().replace(month=3))
    return first, record.id, other
