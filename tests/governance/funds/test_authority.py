"""A fund rests on what members read before they voted, and on no other motion that they carried (LED-4)."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from governance.actor import Actor, Assurance, Role
from governance.errors import Invalid
from governance.funds.model.funds import NotSaid, OverMandate
from governance.funds.service import mandates, pilots
from governance.funds.service.mandates import Terms
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.model import NotAboutAFund, NotTheProposer, WrongStage
from governance.motions.records import SupportRecord
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.texts import VARIANTS, Texts
from tests.governance.conftest import Web
from tests.governance.funds import pools
from tests.governance.funds.pools import BOARD, TREASURER, Pool, carried
from tests.governance.people import SECRETARY, SETUP

SINCE, UNTIL = date(2026, 1, 1), date(2040, 1, 1)
SAID = Terms(("support", "room"), SINCE, UNTIL, total=500_00, each=100_00)


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await pools.founded(database, clock)
    return await pools.opened(database, clock, [1, 1])


async def named(pool: Pool, motion: str, **changes: Any) -> str:
    given: dict[str, Any] = {"purposes": ("support",), "since": pool.today, "until": UNTIL, "total": 300_00}
    terms = Terms(**(given | {"each": 50_00} | changes))
    async with pool.database.writing() as tx:
        return (await mandates.name(tx, TREASURER, pool.id, terms=terms, now=pool.now, motion_id=motion)).id


async def voted(pool: Pool, said: Terms | None = SAID) -> str:
    async with pool.database.writing() as tx:
        return await carried(tx, pool.now, authority=said)


async def test_a_motion_that_said_nothing_of_a_fund_carries_none(pool: Pool) -> None:
    motion = await voted(pool, None)
    with pytest.raises(NotSaid):
        await named(pool, motion)
    async with pool.database.writing() as tx:
        with pytest.raises(NotSaid):
            await pilots.begin(tx, TREASURER, pool.id, motion_id=motion, until=UNTIL, now=pool.now)


@pytest.mark.parametrize(
    ("field", "value"),
    [("purposes", ("support", "artist")), ("until", UNTIL + timedelta(days=1)), ("until", None)],
)
async def test_other_purposes_and_more_days_than_members_read_are_refused(pool: Pool, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        await named(pool, await voted(pool), **{field: value})
    assert refused.value.errors == {field: "beyond-decision"}


async def test_a_mandate_does_not_begin_before_the_motion_said(pool: Pool) -> None:
    later = Terms(SAID.purposes, pool.today + timedelta(days=9), UNTIL, total=500_00, each=100_00)
    with pytest.raises(Invalid) as refused:
        await named(pool, await voted(pool, later))
    assert refused.value.errors == {"since": "beyond-decision"}


@pytest.mark.parametrize("changes", [{"total": 500_01}, {"total": None}, {"each": 100_01}, {"each": None}])
async def test_more_money_than_members_read_is_refused(pool: Pool, changes: dict[str, int | None]) -> None:
    with pytest.raises(OverMandate):
        await named(pool, await voted(pool), **changes)


async def test_two_mandates_share_what_one_motion_allows(pool: Pool) -> None:
    motion = await voted(pool)
    await named(pool, motion, total=300_00)
    with pytest.raises(OverMandate):
        await named(pool, motion, total=200_01)
    assert await named(pool, motion, total=200_00)


@pytest.mark.parametrize(("promised", "taken"), [(0, 800_00), (500_00, 800_00), (900_00, 900_00)])
async def test_what_was_approved_under_a_decision_that_is_over_is_not_given_out_again(
    pool: Pool, promised: int, taken: int
) -> None:
    motion = await voted(pool, Terms(("support",), SINCE, UNTIL, total=1000_00))
    over = await named(pool, motion, total=1000_00, each=None)
    pool = replace(pool, mandate=over)
    for number in (1, 2):
        await pool.pay_in(number, 1000_00)
    spend = await pool.ready(800_00, commitment=await pool.promise(promised) if promised else None)
    held_on = pool.today
    async with pool.database.writing() as tx:
        await mandates.end(tx, TREASURER, over, on=held_on + timedelta(days=1), now=pool.now)
    pool.clock.pass_time(timedelta(days=1))
    with pytest.raises(OverMandate):
        await named(pool, motion, total=1000_01 - taken, each=None)
    assert await named(pool, motion, total=1000_00 - taken, each=None)
    assert await pool.pay(spend, on=held_on)


async def test_a_trial_is_no_longer_than_members_read(pool: Pool) -> None:
    motion = await voted(pool)
    async with pool.database.writing() as tx:
        late = UNTIL + timedelta(days=1)
        with pytest.raises(Invalid):
            await pilots.begin(tx, TREASURER, pool.id, motion_id=motion, until=late, now=pool.now)
        assert await pilots.begin(tx, TREASURER, pool.id, motion_id=motion, until=UNTIL, now=pool.now)


async def test_a_trial_without_an_end_or_before_its_first_day_is_none_that_members_read(pool: Pool) -> None:
    endless = await voted(pool, Terms(("support",), SINCE))
    later = await voted(pool, Terms(("support",), pool.today + timedelta(days=9), UNTIL))
    async with pool.database.writing() as tx:
        with pytest.raises(NotSaid):
            await pilots.begin(tx, TREASURER, pool.id, motion_id=endless, until=UNTIL, now=pool.now)
        with pytest.raises(Invalid) as refused:
            await pilots.begin(tx, TREASURER, pool.id, motion_id=later, until=UNTIL, now=pool.now)
    assert refused.value.errors == {"motion": "beyond-decision"}


async def proposed(pool: Pool, matter: str | None = "pooled_fund") -> str:
    async with pool.database.writing() as tx:
        title = Texts(en="A fund", cy="Cronfa")
        made = await motions.propose(tx, SETUP, title=title, text=title, matter=matter, by_board=True, now=pool.now)
        return made.id


async def authorised(pool: Pool, motion: str, actor: Actor = BOARD, said: Terms = SAID) -> None:
    async with pool.database.writing() as tx:
        await motions.authorise(tx, actor, motion, said, pool.now)


async def test_whoever_brings_the_motion_says_it_and_nobody_else(pool: Pool) -> None:
    motion = await proposed(pool)
    for other in (TREASURER, Actor(new_id(), "somebody", frozenset({Role.MEMBER}), Assurance.TWO_FACTORS)):
        with pytest.raises(NotTheProposer):
            await authorised(pool, motion, other)
    await authorised(pool, motion)
    with pytest.raises(Invalid):
        await authorised(pool, motion, said=Terms((), SINCE))


async def test_a_motion_about_something_else_needs_another_majority_and_says_nothing(pool: Pool) -> None:
    with pytest.raises(NotAboutAFund):
        await authorised(pool, await proposed(pool, None))


async def test_nothing_is_added_once_it_is_decided(pool: Pool) -> None:
    with pytest.raises(WrongStage):
        await authorised(pool, await voted(pool, None))


async def test_the_hash_of_a_mandate_binds_what_members_read(pool: Pool) -> None:
    motion = await voted(pool)
    mandate = await named(pool, motion)
    async with pool.database.reading() as view:
        found = await motions.find(view, TREASURER, motion)
        assert (await mandates.find(view, pool.id, mandate)).sha256 == motions.text_sha256(found)
        assert motions.authority_of(found) == SAID


async def test_the_treasurer_ends_what_the_fund_rests_on_from_a_day_on(web: Web, pool: Pool) -> None:
    treasurer, keep = await web.signed_in(Role.MEMBER, Role.TREASURER), f"/en/funds/{pool.id}/keep"
    page = f"{keep}/mandate/{pool.mandate}/end"
    assert page in (await treasurer.get(keep)).text
    assert "support, artist" in (await treasurer.get(page)).text
    assert (await treasurer.post(page, {"on": "2020-01-01"}, page=page)).status_code == 422
    tomorrow = pool.today + timedelta(days=1)
    assert (await treasurer.post(page, {"on": tomorrow.isoformat()}, page=page)).is_redirect
    async with pool.database.reading() as view:
        assert await mandates.live(view, pool.id, pool.today)
        assert await mandates.live(view, pool.id, tomorrow) is None


@pytest.mark.parametrize("variant", VARIANTS)
async def test_voters_read_what_it_lets_a_fund_spend_and_the_treasurer_reads_why_not(
    web: Web, pool: Pool, variant: str
) -> None:
    motion, other = await proposed(pool), await voted(pool, None)
    chair = await web.signed_in(Role.MEMBER, Role.CHAIR)
    page = f"/{variant}/motions/{motion}/money"
    day = legal_day(pool.now)
    typed = {"purposes": "support\nroom", "total": "500.00", "each": "", "since": str(day), "until": ""}
    assert (await chair.post(page, typed, page=page)).status_code == 303
    shown = (await (await web.signed_in(Role.MEMBER)).get(f"/{variant}/motions/{motion}")).text
    assert "£500.00" in shown
    assert "support, room" in shown
    treasurer, keep = await web.signed_in(Role.MEMBER, Role.TREASURER), f"/{variant}/funds/{pool.id}/keep/mandate"
    sent = {"motion": f"motion:{other}", "purposes": "support", "since": str(day), "until": "", "total": "", "each": ""}
    refused = await treasurer.post(keep, sent, page=keep)
    assert refused.status_code == 409
    words = {"en": "did not say", "cy": "ni ddywedodd", "en-easy": "did not say", "cy-easy": "Ond ni ddywedodd"}
    assert words[variant] in refused.text


async def test_to_correct_one_word_changes_no_limit(web: Web, pool: Pool) -> None:
    motion, chair = await proposed(pool), await web.signed_in(Role.MEMBER, Role.CHAIR)
    page = f"/en/motions/{motion}/money"
    said = Terms(("suport",), pool.today, UNTIL, total=1_500_00, each=75_50)
    await authorised(pool, motion, said=said)
    boxes = dict(
        re.findall(r'<input[^>]* name="(total|each|since|until)"[^>]* value="([^"]*)"', (await chair.get(page)).text)
    )
    assert (await chair.post(page, {**boxes, "purposes": "support"}, page=page)).status_code == 303
    async with pool.database.reading() as view:
        found = motions.authority_of(await motions.find(view, TREASURER, motion))
    assert found == replace(said, purposes=("support",))


async def test_it_is_offered_to_say_it_only_until_others_support_the_motion(web: Web, pool: Pool, person) -> None:
    motion, chair = await proposed(pool), await web.signed_in(Role.MEMBER, Role.CHAIR)
    page = f"/en/motions/{motion}"
    assert f"{page}/money" in (await chair.get(page)).text
    async with pool.database.writing() as tx:
        member = await members.admit(tx, SECRETARY, person(1, email=None, class_="service_user"), pool.now)
        tx.add(SupportRecord(motion=motion, member=member.id, at=pool.now))
    assert f"{page}/money" not in (await chair.get(page)).text
