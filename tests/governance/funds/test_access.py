"""Who sees a fund: those who take part, who speak for them, and who keep the books; others see totals (PERM-2)."""

from typing import Any

import pytest

from governance.actor import Actor, Assurance, Role
from governance.errors import Invalid, NotFound
from governance.funds.model.funds import DividedOtherwise, FundKind, HeldOtherwise, NotAgreed, WrongState
from governance.funds.service import changing, closing, funds, opening, totals
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.texts import Texts
from tests.governance.funds.pools import DIRECTOR, SECRETARY, TREASURER, Pool, founded, opened, proposed, supported

STRANGER = Actor(new_id(), new_id(), frozenset({Role.MEMBER}), Assurance.TWO_FACTORS)
ASSISTANT = Actor(new_id(), None, frozenset({Role.ASSISTANT}), Assurance.TWO_FACTORS)
CHAIR = Actor(new_id(), new_id(), frozenset({Role.MEMBER, Role.CHAIR, Role.DIRECTOR}), Assurance.TWO_FACTORS)


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await founded(database, clock)
    made = await opened(database, clock, (1, 1, 1))
    for number in (1, 2, 3):
        await made.pay_in(number, 1000)
    return made


async def test_participants_treasurer_and_secretary_find_it(pool: Pool) -> None:
    async with pool.database.reading() as view:
        for actor in (*pool.actors, TREASURER, SECRETARY):
            assert (await funds.find(view, actor, pool.id, pool.now)).id == pool.id
            assert [one.id for one in await funds.funds(view, actor, pool.now)] == [pool.id]


@pytest.mark.control("PERM-2")
@pytest.mark.parametrize("actor", [DIRECTOR, CHAIR, STRANGER, ASSISTANT], ids=["director", "chair", "stranger", "PA"])
async def test_nobody_else_does_and_hears_the_same_as_of_one_that_is_not_there(pool: Pool, actor: Actor) -> None:
    async with pool.database.reading() as view:
        with pytest.raises(NotFound):
            await funds.find(view, actor, pool.id, pool.now)
        with pytest.raises(NotFound):
            await funds.find_own(view, actor, pool.id, pool.ids[0], pool.now)
        assert not await funds.funds(view, actor, pool.now)


async def test_who_left_sees_their_own_part_and_nothing_more(pool: Pool) -> None:
    await pool.leaves(2)
    async with pool.database.reading() as view:
        with pytest.raises(NotFound):
            await funds.find(view, pool.actors[1], pool.id, pool.now)
        _, part = await funds.find_own(view, pool.actors[1], pool.id, pool.ids[1], pool.now)
        assert part.until == pool.today
        with pytest.raises(NotFound):
            await funds.find_own(view, pool.actors[1], pool.id, pool.ids[0], pool.now)


async def test_totals_tell_of_enough_people_only(pool: Pool, database: Database, clock: ScriptedClock) -> None:
    async with database.reading() as view:
        (found,) = await totals.totals(view, pool.now)
    assert (found.kind, found.funds, found.participants, found.held) == (FundKind.SUPPORT, None, None, None)


async def test_totals_of_many_people_are_told(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    many = await opened(database, clock, (1,) * 12)
    for number in range(1, 13):
        await many.pay_in(number, 500)
    await many.spend(1200)
    async with database.reading() as view:
        (found,) = await totals.totals(view, many.now)
    assert (found.funds, found.participants, found.held, found.spent) == (1, 12, 4800, 1200)


async def test_a_fund_opens_once_all_agree(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    pool = await proposed(database, clock, (1, 1))
    with pytest.raises(WrongState):
        async with database.writing() as tx:
            await changing.ask_to_close(tx, pool.actors[0], pool.id, pool.now)
    async with database.writing() as tx:
        part = await opening.consent(tx, pool.actors[0], pool.id, pool.ids[0], pool.now)
        assert part.consent_sha256 is not None
        with pytest.raises(NotFound):
            await opening.consent(tx, pool.actors[0], pool.id, pool.ids[1], pool.now)
        with pytest.raises(NotAgreed) as refused:
            await opening.open_fund(tx, pool.actors[0], pool.id, pool.now)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["missing"] == 1


async def test_the_rules_say_how_money_is_held_and_divided(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    with pytest.raises(HeldOtherwise):
        await proposed(database, clock, (1, 1), held_as="own_money")
    given: dict[str, Any] = {"held_as": "designated_trust_account", "title": Texts(en="x"), "kind": FundKind.TRAINING}
    async with database.writing() as tx:
        person, actor = await supported(tx, 77, clock.now())
        with pytest.raises(DividedOtherwise):
            await opening.propose(tx, actor, basis="equal", weights={person: 1}, now=clock.now(), **given)
        with pytest.raises(Invalid):
            await opening.propose(tx, actor, basis="attended_hours", weights={person: 0}, now=clock.now(), **given)
        with pytest.raises(NotFound):
            await opening.propose(tx, STRANGER, basis="attended_hours", weights={person: 1}, now=clock.now(), **given)


async def test_others_join_when_enough_agree_and_they_do_themselves(pool: Pool, database: Database) -> None:
    await pool.spend(300)
    async with database.writing() as tx:
        newcomer, actor = await supported(tx, 9, pool.now)
        weights = dict.fromkeys((*pool.ids, newcomer), 2)
        change = await changing.ask(tx, pool.actors[0], pool.id, basis="attended_hours", weights=weights, now=pool.now)
        answers = [
            (await changing.agree(tx, pool.actors[place], change.id, pool.ids[place], pool.now)).done
            for place in range(3)
        ]
        answers.append((await changing.agree(tx, actor, change.id, newcomer, pool.now)).done)
    assert answers == [False, False, False, True]
    async with database.reading() as view:
        parts = await funds.participants(view, pool.id)
    assert [(one.person, one.place) for one in parts][-1] == (newcomer, 4)
    assert parts[-1].consent_sha256 == change.sha256
    found = await pool.standing()
    assert (found.division.number, sum(found.charged.values()), found.spent) == (1, 0, 300)


async def test_a_fund_closes_only_when_participants_agreed_and_nothing_is_bound(pool: Pool, database: Database) -> None:
    async with database.writing() as tx:
        with pytest.raises(WrongState):
            await closing.finish(tx, TREASURER, pool.id, pool.now)
        change = await changing.ask_to_close(tx, pool.actors[0], pool.id, pool.now)
        for place in range(3):
            await changing.agree(tx, pool.actors[place], change.id, pool.ids[place], pool.now)
        entry = await closing.finish(tx, TREASURER, pool.id, pool.now)
    assert entry is not None
    assert not any((await pool.standing()).balances.values())
    with pytest.raises(WrongState):
        await pool.pay_in(1, 5)
