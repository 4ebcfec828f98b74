"""A member leaves a pool: what comes back is seen before anything is decided, and it is the same pence everywhere."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from governance import app
from governance import settings as settings_of
from governance.demonstration import pooling
from governance.demonstration.calendar import Calendar
from governance.demonstration.pooling import Bill, Pot
from governance.demonstration.story import Story
from governance.funds.model.funds import FundKind
from governance.motions.records import MotionRecord
from governance.platform.texts import Texts
from tests.browser.conftest import Arrives
from tests.browser.steps import follows, presses, presses_enter_on, reads_also, says
from tests.browser.town import TODAY, Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIVE = ("11", "12", "13", "14", "15")
LEAVER, NAME = FIVE[2], "Bethan O'Brien"
EACH, BILL = 10_000, 12_347
"""In pence: what each pays in, and what is spent before one of them leaves."""


@pytest.fixture(scope="module")
def told(first_day: Path) -> Path:
    return first_day


async def test_a_member_leaves_a_pool_and_gets_the_right_pence(arrives: Arrives, demonstration: Town) -> None:
    fund = await _pool(demonstration)
    member = await arrives(LEAVER)
    await member.goes_to("/en/funds")
    await follows(member, "Afternoons together")
    await says(member, "There is £376.53 in the fund “Afternoons together”.")
    await follows(member, "leaves this fund")
    await says(
        member, "As things stand today, £75.31 comes back.", "The last day of taking part is Monday 14 December 2026."
    )
    await reads_also(
        member,
        "leaving-a-fund",
        {"cy": "Fel y mae pethau heddiw, daw £75.31 yn ôl.", "en-easy": "Today, £75.31 comes back."},
    )
    await presses_enter_on(member, f"Yes, {NAME} leaves")
    await says(member, "The treasurer settles up with you.")

    treasurer = await arrives("treasurer")
    await treasurer.goes_to(f"/en/funds/{fund}/keep")
    await presses(treasurer, f"Settle up with {NAME}")
    await says(treasurer, "You have settled up.", "There is £301.22 in the fund “Afternoons together”.")
    await treasurer.goes_to(f"/en/funds/{fund}/statement/{await _person(demonstration)}")
    await presses(treasurer, "Show the statement")
    kept = await treasurer.page.locator("main table").first.inner_text()

    await member.goes_to("/en/funds")
    await follows(member, f"{NAME}, “Afternoons together”: statement")
    await presses(member, "Show the statement")
    assert await member.page.locator("main table").first.inner_text() == kept
    await says(member, "£75.31")
    await reads_also(member, "statement", {"cy": "Datganiad", "en-easy": "Your part of the fund is £0.00."})
    assert (await _downloaded(member, "PDF")).startswith(b"%PDF-")
    table = (await _downloaded(member, "CSV")).decode("utf-8")
    assert "75.31" in table


async def _person(town: Town) -> str:
    return (await pooling.supported(_story(town), (LEAVER,)))[0].id


async def _downloaded(visitor: Visitor, kind: str) -> bytes:
    async with visitor.page.expect_download() as download:
        await visitor.page.locator("main").get_by_role("link", name=f"({kind})").click()
    path = await (await download.value).path()
    return await asyncio.to_thread(path.read_bytes)


async def _pool(town: Town) -> str:
    """Five pay in £100.00 each, and £123.47 of it is spent; the fund."""
    story = _story(town)
    group = await pooling.supported(story, FIVE)
    async with town.database.reading() as view:
        decision = (await view.scalars(select(MotionRecord.id))).one()
    pot = Pot(
        Texts(en="Afternoons together", cy="Prynhawniau gyda'n gilydd"),
        FundKind.SUPPORT,
        ("support",),
        100_000,
        decision=decision,
    )
    fund = await pooling.open_fund(story, group, pot)
    await pooling.pay_in(story, fund, [EACH] * len(FIVE), "Autumn")
    await pooling.pay(story, fund, Bill(BILL, pot.purposes[0], "Example Support", "Invoice 7"))
    return fund.id


def _story(town: Town) -> Story:
    """Everybody else, on the same clock."""
    settings = settings_of.read(town.demonstration.home)
    keys = town.app.state.keyring
    return Story(
        settings,
        town.database,
        keys,
        town.app.state.clock,
        app.job_handlers(keys),
        play=town.demonstration.play,
        calendar=Calendar(TODAY),
        private=town.demonstration.private,
        group="Ed25519",
    )
