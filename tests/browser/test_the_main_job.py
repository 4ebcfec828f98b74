"""The main job, lived through in the demonstration: a member votes, and the secretary calls a meeting."""

import asyncio
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from playwright.async_api import expect

from ballots.__main__ import main as ballots_command
from tests.browser import acts
from tests.browser.conftest import Arrives
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELEPHONE = {"width": 320, "height": 640}
FAR = 80
"""More presses of Tab than any page of the way has stops."""


async def test_a_member_votes_by_keyboard_on_a_telephone_in_welsh_easy_read(
    arrives: Arrives, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the link to the receipt without a pointer; within the hour the tracker is found in the published archive by
    our verifier, and the archive holds for the independent one."""
    member = await arrives("member", viewport=TELEPHONE, accept_downloads=True)
    page = member.page
    await member.goes_to("/cy-easy/")
    await _tabs_to(member, "Pleidleisio")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/votes/*")
    vote = member.path
    await _tabs_to(member, "Pleidleisio nawr")
    await page.keyboard.press("Enter")

    await page.locator("#code").wait_for()
    await _tabs_to(member, "Neu teipiwch eich cod")
    await page.keyboard.type(member.town.voting_code())
    await page.keyboard.press("Enter")
    await page.locator("#answer-0").wait_for()
    await _tabs_to(member, "Ie")
    await page.keyboard.press("Space")
    await _tabs_to(member, "Nesaf")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Ydy hyn yn iawn?")
    await _tabs_to(member, "Rhoi fy mhleidlais yn y blwch")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Mae eich pleidlais yn y blwch")
    assert await page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
    await member.pictured("cy-easy/receipt-at-320")
    tracker = (await page.locator(".app-tracker--long").first.text_content() or "").strip()

    await member.town.an_hour_passes(vote.rsplit("/", 1)[-1])
    archive = tmp_path / "published.bel"
    archive.write_bytes(await (await member.context.request.get(f"{member.town.origin}/en{vote}/archive")).body())
    assert ballots_command(["find", str(archive), tracker]) == 0
    assert ballots_command(["verify", str(archive)]) == 0
    assert "VALID" in capsys.readouterr().out
    checked = await asyncio.create_subprocess_exec(
        "belenios-tool", "election", "verify", "--dir", str(tmp_path), stdout=PIPE, stderr=STDOUT
    )
    said, _ = await checked.communicate()
    assert b"all checks passed" in said


@pytest.mark.parametrize(
    ("variant", "refused", "rule"),
    [
        ("en", "Too soon by", "Rule 36"),
        ("cy", "Rhy fuan o", "Rheol 36"),
    ],
)
async def test_the_secretary_is_told_which_rule_a_date_breaks(
    arrives: Arrives, variant: str, refused: str, rule: str
) -> None:
    secretary = await arrives("secretary")
    secretary.is_refused = True
    await secretary.goes_to(f"/{variant}/office/convene")
    await secretary.page.locator("[name=kind][value=general]").check()
    await acts.presses_on(secretary)
    await secretary.page.locator("input[type=datetime-local]").fill("2026-11-20T14:00")
    await secretary.page.locator("input[type=text], textarea").first.fill("Neuadd Ŵŷr, Llanrwst")
    await acts.presses_on(secretary)
    summary = secretary.page.locator(".govuk-error-summary")
    await expect(summary).to_be_focused()
    await expect(summary).to_contain_text(refused)
    await expect(secretary.page.locator("main")).to_contain_text(rule)
    await expect(secretary.page.locator("input[type=datetime-local]")).to_have_value("2026-11-20T14:00")
    await expect(secretary.page.locator("input[type=text], textarea").first).to_have_value("Neuadd Ŵŷr, Llanrwst")
    await secretary.pictured(f"{variant}/unlawful-date")


async def _tabs_to(member: Visitor, label: str) -> None:
    for _ in range(FAR):
        await member.page.keyboard.press("Tab")
        focused = await member.page.evaluate("(e => (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)")
        if focused.startswith(label):
            return
    pytest.fail(f"no Tab leads to {label!r}")
