"""A group that hires an artist, and what happens when somebody leaves (M-03)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from governance.arrangements.model.activities import Choice
from governance.arrangements.model.sessions import Attended
from governance.arrangements.model.sharing import Basis, Cost, Kind, Per, Price, Terms
from governance.arrangements.service import activities, charges, sessions, shared, sharing
from governance.errors import Invalid, NotFound
from governance.platform.texts import Texts
from tests.governance.arrangements.friends import BEGINS, NOW, Friends, all_agree, friends, sharing_together

WORKSHOPS = Terms(
    Texts(en="Painting together"),
    Basis.EQUAL,
    (
        Price(Cost.LEADER, Per.SESSION, 8500),
        Price(Cost.ROOM, Per.SESSION, 1250),
        Price(Cost.MATERIALS, Per.ONCE, 13_740),
    ),
    sessions=10,
    minutes=120,
    notice_days=14,
    leader="Mair Artist",
)
WEEK = timedelta(days=7)
AFTER_FOUR = BEGINS + 3 * WEEK + timedelta(days=1)


@pytest.fixture
async def after_four(coop, person) -> Friends:
    """Ten workshops are planned, one a week, and four have been held."""
    group = await sharing_together(await friends(coop, 7, person), WORKSHOPS, kind=Kind.ACTIVITY)
    async with coop.writing() as tx:
        for week in range(10):
            starts_at = BEGINS + week * WEEK
            await sessions.plan(
                tx, group.actors[0], group.shared, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), now=NOW
            )
        for number in range(1, 5):
            there = [Attended(one, 120) for one in group.ids]
            await sessions.hold(tx, group.actors[0], group.shared, number, attended=there, now=AFTER_FOUR)
    return group


async def test_m_03_what_four_workshops_and_the_materials_cost(after_four: Friends) -> None:
    async with after_four.database.reading() as view:
        due = await charges.shares_due(view, after_four.shared, AFTER_FOUR.date())
    assert sum(one.pence for one in due) == 52_740


@pytest.mark.parametrize(("number", "refund"), [(3, 5572), (7, 5571)])
async def test_m_03_whoever_leaves_sees_first_what_comes_back(after_four: Friends, number: int, refund: int) -> None:
    person, actor = after_four.ids[number - 1], after_four.actors[number - 1]
    async with after_four.database.reading() as view:
        found = await activities.prospect(view, actor, after_four.shared, person, AFTER_FOUR)
    assert found.plan.committed == 2
    assert found.leaving.used == 10_320
    assert found.leaving.refund == refund


async def test_m_03_those_who_stay_see_both_ways_to_go_on(after_four: Friends) -> None:
    async with after_four.database.reading() as view:
        found = await activities.prospect(view, after_four.actors[2], after_four.shared, after_four.ids[2], AFTER_FOUR)
    top_up, fewer = found.options
    assert found.left == 52_928
    assert (top_up.sessions, top_up.total, top_up.pence) == (6, 5572, (929, 929, 929, 929, 928, 928))
    assert (fewer.sessions, fewer.total, fewer.pence) == (5, 4178, (697, 697, 696, 696, 696, 696))


async def test_nobody_sees_what_another_person_would_get_back(after_four: Friends) -> None:
    async with after_four.database.reading() as view:
        with pytest.raises(NotFound):
            await activities.prospect(view, after_four.actors[0], after_four.shared, after_four.ids[2], AFTER_FOUR)


async def test_five_more_workshops_hold_once_those_who_stay_agree(after_four: Friends) -> None:
    group, organiser = after_four, after_four.actors[0]
    async with group.database.writing() as tx:
        with pytest.raises(activities.NothingToChoose):
            await activities.choose(tx, organiser, group.shared, Choice.FEWER, AFTER_FOUR)
        await sharing.leave(tx, group.actors[2], group.shared, group.ids[2], AFTER_FOUR)
        terms = await activities.choose(tx, organiser, group.shared, Choice.FEWER, AFTER_FOUR)
        assert terms.people == 6
        assert Terms.from_json(terms.content).sessions == 9
    stay = Friends(group.database, group.actors[:2] + group.actors[3:], group.ids[:2] + group.ids[3:], group.shared)
    await all_agree(stay, group.shared, but=[6])
    async with group.database.writing() as tx:
        await sharing.begin(tx, organiser, group.shared, AFTER_FOUR)
        seen = await shared.find(tx, organiser, group.shared, AFTER_FOUR)
        there = await shared.taking_part(tx, seen.record, AFTER_FOUR.date())
    assert {one.person for one in there} == set(stay.ids[:5])


async def test_an_activity_names_who_leads_it(coop, person) -> None:
    with pytest.raises(Invalid):
        await sharing_together(await friends(coop, 2, person), replace(WORKSHOPS, leader=""), kind=Kind.ACTIVITY)
