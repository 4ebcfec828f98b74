"""A household says when somebody is needed, finds the hour of the night in which nobody is there, and fills it."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrives
from tests.browser.first_day import TENANT
from tests.browser.steps import fills, follows, goes_back, presses, presses_enter_on, reads_also, says
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

WEDNESDAY = "2026-11-18"
SHIFTS = (("07:00", "15:00", "Carys"), ("15:00", "22:00", "Idris"))


@pytest.fixture(scope="module")
def told(first_day: Path) -> Path:
    return first_day


async def test_a_household_finds_the_hour_after_ten_at_night_and_fills_it(arrives: Arrives) -> None:
    tenant = await arrives(TENANT)
    await _begins_a_rota(tenant)
    await fills(tenant, weekdays="2", begins="07:00", ends="23:00", kind="waking", people="1")
    await presses(tenant, "Add this time")
    await says(tenant, "Wednesday, 7am to 11pm: 1, awake")
    await goes_back(tenant)
    await says(tenant, "Somebody is missing", "7am to 11pm: people missing: 1")
    for begins, ends, called in SHIFTS:
        await _adds_a_shift(tenant, begins, ends, called)
    gap = "Wednesday 18 November 2026, 10pm to 11pm: people missing: 1"
    await says(tenant, "Somebody is missing", gap)
    await reads_also(
        tenant,
        "gap",
        {
            "cy": "Mae rhywun yn eisiau",
            "en-easy": "10 pm to 11 pm: people missing: 1",
            "cy-easy": "Mae rhywun yn eisiau",
        },
    )

    await presses_enter_on(tenant, "Fill this gap")
    for name, value in (("day", WEDNESDAY), ("begins", "22:00"), ("ends", "23:00")):
        await expect(tenant.page.locator(f"[name={name}]")).to_have_value(value)
    await tenant.page.get_by_label("Idris").check()
    await presses(tenant, "Add this shift")
    await says(tenant, "Somebody is there whenever it is needed.")
    await expect(tenant.page.locator("main")).not_to_contain_text("Somebody is missing")
    await reads_also(tenant, "no-gap", {"cy": "Mae rhywun yno bob tro mae angen."})

    idris = await arrives("idris")
    await idris.goes_to("/en/rotas")
    await says(idris, "3pm to 10pm", "10pm to 11pm", "The house by the river")


async def _begins_a_rota(tenant: Visitor) -> None:
    await tenant.goes_to("/en/rotas")
    await presses_enter_on(tenant, "Begin a rota")
    await fills(tenant, title="The house by the river", waking_rate="15.50", sleep_in_rate="60")
    await presses(tenant, "Begin this rota")


async def _adds_a_shift(tenant: Visitor, begins: str, ends: str, called: str) -> None:
    await follows(tenant, "Add a shift")
    await fills(tenant, day=WEDNESDAY, begins=begins, ends=ends, kind="waking")
    await tenant.page.get_by_label(called).check()
    await presses(tenant, "Add this shift")
