"""What five friends owe for an afternoon becomes one payment of their fund, which people approve and pay."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest

from governance.funds import jobs
from governance.funds.model.funds import FundKind, MayNotSpend, SharesDue, SharesWait, SpendState
from governance.funds.model.ledger import Overdrawn
from governance.funds.records.spending import SpendRecord
from governance.funds.service import (
    changing,
    contributing,
    leaving,
    mandates,
    opening,
    plans,
    posting,
    settling,
    spending,
)
from governance.funds.service.mandates import Terms
from governance.funds.service.opening import Serves
from governance.members.model import Candidate
from governance.platform.clock import legal_day
from governance.platform.db import Database
from governance.platform.texts import Texts
from tests.governance.arrangements.friends import AFTERWARDS, BEGINS, NOW, SUPPORT, Friends, friends, sharing_together
from tests.governance.funds.pools import TREASURER, carried

MUCH = 100_00


async def pooled(group: Friends, each: int, since: date | None = None, plan: bool = True) -> str:
    """Their fund for it, into which each has paid so much; they planned what to spend."""
    async with group.database.writing() as tx:
        fund = await opening.propose(
            tx,
            TREASURER,
            title=Texts(en="Afternoons"),
            kind=FundKind.ACTIVITY,
            held_as="designated_trust_account",
            basis="equal",
            weights=dict.fromkeys(group.ids, 1),
            now=NOW,
            serves=Serves(shared_arrangement=group.shared),
        )
        terms = Terms(("support",), since or legal_day(NOW))
        await mandates.name(tx, TREASURER, fund.id, terms=terms, now=NOW, motion_id=await carried(tx, NOW))
        for actor, person in zip(group.actors, group.ids, strict=True):
            await opening.consent(tx, actor, fund.id, person, NOW)
        await opening.open_fund(tx, TREASURER, fund.id, NOW)
        for person in group.ids:
            await contributing.enter(
                tx, TREASURER, fund.id, person_id=person, pence=each, on=legal_day(NOW), reference="bank", now=NOW
            )
        if plan:
            made = await plans.ask(
                tx, TREASURER, fund.id, purpose="support", pence=MUCH, until=date(2030, 1, 1), now=NOW
            )
            for actor, person in list(zip(group.actors, group.ids, strict=True))[:3]:
                await changing.agree(tx, actor, made.id, person, NOW)
    return fund.id


async def due(group: Friends, fund: str, now: datetime) -> Sequence[SpendRecord]:
    """What waits in the fund once the daily job has run."""
    async with group.database.writing() as tx:
        await jobs.HANDLERS[settling.FALLS_DUE](tx, {"fund": fund}, now)
    async with group.database.reading() as view:
        return [one for one in await spending.of_fund(view, fund) if one.state is SpendState.PREPARED]


async def pay(group: Friends, fund: str, spend: str) -> list[int]:
    """The part of each once two of them approved it and the treasurer paid."""
    async with group.database.writing() as tx:
        for actor in group.actors[:2]:
            await spending.approve(tx, actor, spend, AFTERWARDS)
        await spending.pay(tx, TREASURER, spend, on=legal_day(AFTERWARDS), now=AFTERWARDS)
    return await parts(group, fund)


async def parts(group: Friends, fund: str) -> list[int]:
    async with group.database.reading() as view:
        standing = await posting.standing(view, fund)
    return [standing.claim(person) for person in group.ids]


@pytest.fixture
async def five(coop: Database, person: Callable[..., Candidate]) -> Friends:
    return await sharing_together(await friends(coop, 5, person))


async def test_the_job_prepares_one_payment_however_often_it_runs(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    number = await five.hold(lines=[SUPPORT])
    (spend,) = await due(five, fund, AFTERWARDS)
    assert await due(five, fund, AFTERWARDS) == [spend]
    assert (spend.pence, spend.purpose, spend.prepared_by) == (52_05, "support", "platform:funds")
    assert spend.evidence == f"{legal_day(BEGINS).isoformat()}/{number}"
    assert await parts(five, fund) == [MUCH] * 5


async def test_a_payment_that_the_platform_prepared_needs_people_as_every_other(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    await five.hold(lines=[SUPPORT])
    (spend,) = await due(five, fund, AFTERWARDS)
    async with five.database.writing() as tx:
        with pytest.raises(MayNotSpend):
            await spending.pay(tx, TREASURER, spend.id, on=legal_day(AFTERWARDS), now=AFTERWARDS)


async def test_each_pays_exactly_the_share_of_the_session(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    number = await five.hold(lines=[SUPPORT])
    owed = await five.paid(number)
    assert sum(owed) == 52_05
    (spend,) = await due(five, fund, AFTERWARDS)
    assert await pay(five, fund, spend.id) == [MUCH - pence for pence in owed]
    assert await due(five, fund, AFTERWARDS) == []


async def test_nothing_is_prepared_before_the_day(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    await five.hold(lines=[SUPPORT])
    assert await due(five, fund, NOW) == []


async def test_a_share_that_somebody_s_part_does_not_cover_is_not_paid(five: Friends) -> None:
    fund = await pooled(five, 1_00)
    await five.hold(lines=[SUPPORT])
    (spend,) = await due(five, fund, AFTERWARDS)
    with pytest.raises((Overdrawn, MayNotSpend)):
        await pay(five, fund, spend.id)
    assert await parts(five, fund) == [1_00] * 5


async def test_who_has_a_share_to_pay_is_not_settled_up_with(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    await five.hold(lines=[SUPPORT])
    (spend,) = await due(five, fund, AFTERWARDS)
    async with five.database.writing() as tx:
        await leaving.tell(tx, five.actors[0], fund, five.ids[0], AFTERWARDS)
        with pytest.raises(SharesWait):
            await leaving.settle(tx, TREASURER, fund, five.ids[0], now=AFTERWARDS)
    await pay(five, fund, spend.id)
    async with five.database.writing() as tx:
        await leaving.settle(tx, TREASURER, fund, five.ids[0], now=AFTERWARDS)


async def test_who_owes_a_share_that_is_in_no_payment_yet_or_in_a_refused_one_is_not_settled_up_with(
    five: Friends,
) -> None:
    fund = await pooled(five, MUCH)
    owed = (await five.paid(await five.hold(lines=[SUPPORT])))[0]
    async with five.database.writing() as tx:
        await leaving.tell(tx, five.actors[0], fund, five.ids[0], AFTERWARDS)
        with pytest.raises(SharesDue) as refused:
            await leaving.settle(tx, TREASURER, fund, five.ids[0], now=AFTERWARDS)
    assert refused.value.facts["pence"] == owed
    (spend,) = await due(five, fund, AFTERWARDS)
    async with five.database.writing() as tx:
        await spending.refuse(tx, five.actors[0], spend.id, AFTERWARDS)
        with pytest.raises(SharesDue):
            await leaving.settle(tx, TREASURER, fund, five.ids[0], now=AFTERWARDS)


@pytest.mark.parametrize("missing", ["mandate", "plan"])
async def test_nothing_is_prepared_without_a_mandate_and_a_plan(five: Friends, missing: str) -> None:
    late = legal_day(AFTERWARDS) + timedelta(days=1) if missing == "mandate" else None
    fund = await pooled(five, MUCH, since=late, plan=missing != "plan")
    await five.hold(lines=[SUPPORT])
    assert await due(five, fund, AFTERWARDS) == []


async def test_a_payment_of_shares_that_was_taken_back_waits_anew_with_the_same_shares(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    number = await five.hold(lines=[SUPPORT])
    owed = await five.paid(number)
    (spend,) = await due(five, fund, AFTERWARDS)
    await pay(five, fund, spend.id)
    async with five.database.writing() as tx:
        seq = (await posting.head(tx, fund)).seq
        on = legal_day(AFTERWARDS)
        await contributing.reverse(tx, TREASURER, fund, seq, on=on, reference="wrong day", now=AFTERWARDS)
    assert await parts(five, fund) == [MUCH] * 5
    (again,) = await due(five, fund, AFTERWARDS)
    assert await pay(five, fund, again.id) == [MUCH - pence for pence in owed]


async def test_a_payment_of_shares_that_was_refused_is_prepared_again(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    number = await five.hold(lines=[SUPPORT])
    (spend,) = await due(five, fund, AFTERWARDS)
    async with five.database.writing() as tx:
        await spending.refuse(tx, TREASURER, spend.id, AFTERWARDS)
    (again,) = await due(five, fund, AFTERWARDS)
    assert again.id != spend.id
    assert await pay(five, fund, again.id) == [MUCH - pence for pence in await five.paid(number)]
    assert await due(five, fund, AFTERWARDS) == []
