"""A surplus is divided to the penny, within the floors of the rules, once members have said yes (M-08)."""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from constitution import Rulebook
from governance.actor import Role
from governance.errors import Invalid
from governance.funds.model.surplus import DivisionRefused, NotDecided, PostedAlready, divided
from governance.funds.service import posting, surplus
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, Transaction
from governance.platform.texts import VARIANTS, Texts
from governance.rulebook import service as rulebook
from tests.governance.conftest import Web
from tests.governance.funds.pools import TREASURER
from tests.governance.people import SECRETARY, SETUP

M08 = {"reserve": 30, "community": 10, "training": 25, "further_reserve": 35}
YEAR = date(2026, 3, 31)
AMOUNT = 48_312_77


@pytest.fixture
async def society(database: Database, clock: ScriptedClock) -> Database:
    """Employee-owned: floors of 30 for the reserve and 10 for the community."""
    async with database.writing() as tx:
        await rulebook.found(tx, SETUP, name_en="Tree", name_cy="Coeden", purpose="rehearsal", now=clock.now())
        rules = Rulebook.from_pack("c-employee-owned")
        await rulebook.adopt(tx, SETUP, rules, effective_at=clock.now(), now=clock.now(), reference="1")
    return database


async def carried(tx: Transaction, now: datetime, stage: Stage = Stage.CARRIED) -> str:
    """A motion of the board that members said yes to."""
    words = Texts("Divide the surplus", "Rhannu'r gwarged")
    motion = await motions.propose(tx, SECRETARY, title=words, text=words, by_board=True, now=now)
    motion.stage, motion.finding = stage, motion.required
    await tx.flush()
    return motion.id


async def test_m_08_a_surplus_is_divided_to_the_penny(society: Database, clock: ScriptedClock) -> None:
    async with society.reading() as view:
        found = await surplus.tried(view, AMOUNT, M08, clock.now())
    assert [part.pence for part in found.parts] == [14_493_83, 4_831_28, 12_078_19, 16_909_47]
    assert found.finding.met


async def test_m_08_a_proposal_below_a_floor_is_refused_with_the_floor(society: Database, clock: ScriptedClock) -> None:
    percents = {"reserve": 25, "community": 15, "training": 30, "further_reserve": 30}
    async with society.writing() as tx:
        with pytest.raises(DivisionRefused) as refused:
            await surplus.propose(tx, SECRETARY, year_ended=YEAR, surplus=AMOUNT, percents=percents, now=clock.now())
    assert refused.value.finding is not None
    assert refused.value.finding.figures["below-floor"] == "reserve"


async def test_m_08_nothing_goes_to_members_where_the_rules_say_none(coop: Database, clock: ScriptedClock) -> None:
    async with coop.reading() as view:
        with pytest.raises(Invalid):
            await surplus.tried(view, AMOUNT, {"reserve": 50, "community": 10, "bonus": 40}, clock.now())


async def test_a_bonus_beyond_its_limit_is_refused(society: Database, clock: ScriptedClock) -> None:
    percents = {"reserve": 30, "community": 10, "bonus": 26, "training": 34}
    async with society.reading() as view:
        found = await surplus.tried(view, AMOUNT, percents, clock.now())
    assert not found.finding.met


@pytest.mark.parametrize(
    "percents", [{"reserve": 30, "community": 10}, {"reserve": 110, "community": -10}, {"reserve": 50, "yacht": 50}]
)
async def test_parts_that_make_no_whole_are_refused(
    society: Database, clock: ScriptedClock, percents: dict[str, int]
) -> None:
    async with society.reading() as view:
        with pytest.raises(Invalid):
            await surplus.tried(view, AMOUNT, percents, clock.now())


def test_every_penny_goes_somewhere() -> None:
    assert sum(part.pence for part in divided(1, {"reserve": 50, "community": 50})) == 1


async def test_it_is_entered_in_the_books_once_and_only_when_members_said_yes(
    society: Database, clock: ScriptedClock
) -> None:
    now = clock.now()
    async with society.writing() as tx:
        proposed = await surplus.propose(tx, SECRETARY, year_ended=YEAR, surplus=AMOUNT, percents=M08, now=now)
        with pytest.raises(NotDecided):
            await surplus.post(tx, TREASURER, proposed.id, now)
        await surplus.put(tx, SECRETARY, proposed.id, await carried(tx, now, Stage.SUPPORTED), now)
        with pytest.raises(NotDecided):
            await surplus.post(tx, TREASURER, proposed.id, now)
        await surplus.put(tx, SECRETARY, proposed.id, await carried(tx, now), now)
        entry = await surplus.post(tx, TREASURER, proposed.id, now)
        with pytest.raises(PostedAlready):
            await surplus.post(tx, TREASURER, proposed.id, now)
        second = await surplus.propose(tx, SECRETARY, year_ended=YEAR, surplus=AMOUNT, percents=M08, now=now)
        await surplus.put(tx, SECRETARY, second.id, await carried(tx, now), now)
        with pytest.raises(PostedAlready):
            await surplus.post(tx, TREASURER, second.id, now)
    async with society.reading() as view:
        kept = await surplus.kept_for(view, SECRETARY)
        assert kept == {
            "community": 4_831_28,
            "further_reserve": 16_909_47,
            "reserve": 14_493_83,
            "training": 12_078_19,
        }
        assert (await posting.standing(view, entry.fund)).held == AMOUNT
        assert await view.scalar(text("SELECT count(*) FROM fund_participant")) == 0


async def test_the_board_proposes_on_a_page_and_sees_what_the_rules_say(web: Web, society: Database) -> None:
    browser = await web.signed_in(Role.SECRETARY, Role.MEMBER)
    page = "/en/funds/surplus/propose"
    typed = {"year_ended": "2026-03-31", "amount": "48,312.77", "percent_reserve": "25", "percent_community": "15"}
    typed |= {"percent_training": "30", "percent_further_reserve": "30"}
    refused = await browser.post(page, typed, page=page)
    assert refused.status_code == 409
    assert "The rules do not allow this way of dividing the surplus." in refused.text
    assert 'value="48,312.77"' in refused.text
    wrong = await browser.post(page, {**typed, "percent_training": "x"}, page=page)
    assert wrong.status_code == 422
    typed |= {f"percent_{use}": str(percent) for use, percent in M08.items()}
    answer = await browser.post(page, typed, page=page)
    assert answer.status_code == 303, answer.text
    shown = await browser.get(answer.headers["location"])
    assert "£14,493.83" in shown.text
    for variant in VARIANTS:
        for path in ("/funds/surplus", "/funds/surplus/propose", answer.headers["location"][3:].partition("?")[0]):
            assert (await browser.get(f"/{variant}{path}")).status_code == 200
