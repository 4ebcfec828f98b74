"""Funds as people meet them in a browser; and what those outside never see."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from governance.actor import Role
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.texts import VARIANTS
from tests.governance.conftest import Browser, Web
from tests.governance.funds import pools
from tests.governance.funds.pools import Pool


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await pools.founded(database, clock)
    made = await pools.opened(database, clock, [2, 1, 1], total=500_000)
    for number in (1, 2, 3):
        await made.pay_in(number, 274_667)
    await made.promise(150_000)
    return made


async def signed_in_as(web: Web, pool: Pool, number: int) -> Browser:
    browser = web.browser()
    await web.sign_in(browser, pool.actors[number - 1].account or "")
    return browser


def paths(pool: Pool, spend: str) -> Sequence[str]:
    fund, person = f"/funds/{pool.id}", pool.ids[0]
    desk = ("", "/mandate", "/contribution", "/commitment", "/pilot", "/bank", "/book", "/book/1")
    keep = [f"{fund}/keep{what}" for what in desk]
    return [fund, f"{fund}/leave/{person}", f"{fund}/spend", f"{fund}/spend/{spend}", *keep]


async def test_the_page_of_a_fund_says_what_there_is_and_what_is_promised(web: Web, pool: Pool) -> None:
    browser = await signed_in_as(web, pool, 1)
    shown = (await browser.get(f"/en/funds/{pool.id}")).text
    assert "There is £8,240.01 in the fund “Afternoons”. £1,500.00 is promised." in shown
    assert "£6,740.01" in shown
    assert "Zebra 1" in shown
    assert "Zebra 2" not in shown


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_page_speaks_every_variant_to_those_who_may_read_it(web: Web, pool: Pool, variant: str) -> None:
    spend = await pool.ready(10_00, approvals=0)
    mine, treasurer = await signed_in_as(web, pool, 1), await web.signed_in(Role.TREASURER)
    for path in paths(pool, spend):
        browser = treasurer if "/keep" in path else mine
        answer = await browser.get(f"/{variant}{path}")
        assert answer.status_code == 200, (path, answer.text[:3000])
        assert answer.text.count("<h1") == 1


@pytest.mark.parametrize(
    "roles",
    [
        (Role.MEMBER,),
        (Role.MEMBER, Role.DIRECTOR, Role.CHAIR),
        (Role.ASSISTANT,),
        (Role.SUPPORTED,),
        (Role.MEMBER, Role.COORDINATOR),
    ],
)
async def test_those_outside_see_totals_and_nothing_else(web: Web, pool: Pool, roles: tuple[Role, ...]) -> None:
    spend = await pool.ready(10_00, approvals=0)
    outside = await web.signed_in(*roles)
    for path in paths(pool, spend):
        answer = await outside.get(f"/en{path}")
        assert answer.status_code in (403, 404), path
        assert "Afternoons" not in answer.text
    listed = await outside.get("/en/funds")
    assert "Afternoons" not in listed.text
    assert "£8,240.01" not in listed.text
    assert "Zebra" not in listed.text


async def test_spending_is_proposed_one_question_a_page_and_agreed_by_somebody_else(web: Web, pool: Pool) -> None:
    browser, other = await signed_in_as(web, pool, 1), await signed_in_as(web, pool, 2)
    page = f"/en/funds/{pool.id}/spend"
    typed: dict[str, str] = {}
    answers = {
        "purpose": "artist",
        "pence": "85.00",
        "payee": "business",
        "payee_name": "Celf Cyf",
        "evidence": "INV 1",
    }
    for name, value in answers.items():
        shown = await browser.post(page, {**typed, name: value}, page=page)
        assert shown.status_code == 200, shown.text
        typed[name] = value
    assert "Is it allowed, and who has to agree?" in shown.text
    wrong = await browser.post(page, {**typed, "pence": "lots"}, page=page)
    assert wrong.status_code == 422
    assert "This is not an amount of money." in wrong.text
    assert 'value="artist"' in wrong.text
    answer = await browser.post(page, {**typed, "checked": "yes"}, page=page)
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"].partition("?")[0]
    refused = await browser.post(f"{path}/approve", page=path)
    assert refused.status_code == 409
    assert (await other.post(f"{path}/approve", page=path)).status_code == 303
    treasurer = await web.signed_in(Role.TREASURER)
    paid = await treasurer.post(f"{path}/paid", {"on": pool.today.isoformat()}, page=path)
    assert paid.status_code == 303, paid.text
    assert "£8,155.01" in (await browser.get(f"/en/funds/{pool.id}")).text


async def test_who_leaves_sees_the_pence_first_and_where_they_go(web: Web, pool: Pool) -> None:
    browser = await signed_in_as(web, pool, 2)
    page = f"/en/funds/{pool.id}/leave/{pool.ids[1]}"
    shown = (await browser.get(page)).text
    assert "As things stand today, £2,371.67 comes back." in shown
    assert "direct payment account" in shown
    assert (await browser.post(page, page=page)).status_code == 303
    treasurer = await web.signed_in(Role.TREASURER)
    keep = f"/en/funds/{pool.id}/keep"
    assert (await treasurer.post(f"{keep}/leaver/{pool.ids[1]}", page=keep)).status_code == 303
    assert (await browser.get(f"/en/funds/{pool.id}")).status_code == 404


async def test_m_10_cover_in_an_emergency_says_who_pays_what(web: Web, pool: Pool) -> None:
    browser = await signed_in_as(web, pool, 1)
    page = f"/en/funds/{pool.id}/cover"
    shown = await browser.post(page, {"minutes": "840", "rate": "17.35", "premium": "2.10"}, page=page)
    for sum_ in ("£272.30", "£242.90", "£29.40"):
        assert sum_ in shown.text
    assert (await browser.post(page, {"minutes": "0", "rate": "1", "premium": "1"}, page=page)).status_code == 422
    assert (await (await web.signed_in(Role.MEMBER, Role.DIRECTOR)).get(page)).status_code == 404


async def test_the_treasurer_puts_a_wrong_entry_right_and_closes_the_year(web: Web, pool: Pool) -> None:
    treasurer = await web.signed_in(Role.TREASURER)
    keep = f"/en/funds/{pool.id}/keep"
    money = {"person": pool.ids[0], "pence": "50.00", "on": pool.today.isoformat(), "reference": "January"}
    page = f"{keep}/contribution"
    assert (await treasurer.post(page, money, page=page)).status_code == 303
    twice = await treasurer.post(page, money, page=page)
    assert twice.status_code == 422
    assert "Just this is entered for that day already." in twice.text
    entry = f"{keep}/book/5"
    assert "January" in (await treasurer.get(entry)).text
    given = {"on": pool.today.isoformat(), "reference": "another fund"}
    assert (await treasurer.post(entry, given, page=entry)).status_code == 303
    again = await treasurer.post(entry, given, page=entry)
    assert again.status_code == 409
    assert "This entry cannot be taken back" in again.text
    shown = (await treasurer.get(f"{keep}/book")).text
    assert shown.count("£50.00") == 2
    assert (await treasurer.post(page, money, page=page)).status_code == 303  # what was taken back may be entered
    late = await treasurer.post(f"{keep}/book", {"through": pool.today.isoformat()}, page=f"{keep}/book")
    assert late.status_code == 422
    pool.clock.pass_time(timedelta(days=1))
    web_treasurer = await web.signed_in(Role.TREASURER)
    day = (pool.today - timedelta(days=1)).isoformat()
    locked = await web_treasurer.post(f"{keep}/book", {"through": day}, page=f"{keep}/book")
    assert locked.status_code == 303
    refused = await web_treasurer.post(page, {**money, "on": day, "reference": "late"}, page=page)
    assert refused.status_code == 409
    assert "The books are closed for that day." in refused.text


async def test_nobody_takes_an_entry_back_who_does_not_keep_the_books(web: Web, pool: Pool) -> None:
    for browser in (await signed_in_as(web, pool, 1), await web.signed_in(Role.MEMBER, Role.SECRETARY)):
        for path in (f"/en/funds/{pool.id}/keep/book", f"/en/funds/{pool.id}/keep/book/1"):
            assert (await browser.get(path)).status_code in {403, 404}
