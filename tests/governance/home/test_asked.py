"""What waits in support, money and on the board, on the first page of whoever is asked and of nobody else."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from governance.access import service as access
from governance.actor import Assurance, Role
from governance.arrangements.model.agreements import Party
from governance.arrangements.model.worries import Category
from governance.arrangements.service import variations, worries
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import VARIANTS
from tests.governance.arrangements.agreeing import Pair, paired, weekly
from tests.governance.conftest import Browser, Web
from tests.governance.funds import pools
from tests.governance.people import SETUP, coop, person

__all__ = ["coop", "person"]


async def front(browser: Browser, variant: str = "en") -> str:
    answer = await browser.get(f"/{variant}/")
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


async def as_ben(web: Web, pair: Pair, assurance: Assurance = Assurance.TWO_FACTORS) -> Browser:
    browser = web.browser()
    await web.sign_in(browser, pair.ben.account or "", assurance)
    return browser


@pytest.fixture
async def two(web: Web, coop: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> Pair:
    return await paired(coop, clock, keys, person)


async def as_ann(web: Web, pair: Pair, assurance: Assurance = Assurance.TWO_FACTORS) -> Browser:
    async with web.database.writing() as tx:
        known = await access.account_for(tx, pair.ann.member or "")
    if known is None:
        return await web.signed_in(Role.MEMBER, member_id=pair.ann.member, assurance=assurance)
    browser = web.browser()
    await web.sign_in(browser, known.id, assurance)
    return browser


@pytest.mark.parametrize("variant", VARIANTS)
async def test_an_assistant_who_is_no_member_finds_the_agreement_that_waits(web: Web, two: Pair, variant: str) -> None:
    record = await two.propose()
    text = await front(await as_ben(web, two), variant)
    assert f'href="/{variant}/work/agreements/{record.id}"' in text
    assert "/meetings" not in text


async def test_whoever_has_answered_is_asked_no_more_and_the_other_side_never_was(web: Web, two: Pair) -> None:
    record = await two.propose()
    assert f"/support/{record.id}" not in await front(await as_ann(web, two))
    await two.answer(record.id)
    assert "An agreement waits" not in await front(await as_ben(web, two))


@pytest.mark.control("AUTH-5")
async def test_a_link_alone_tells_where_something_waits_and_not_what(web: Web, two: Pair) -> None:
    record = await two.propose()
    text = await front(await as_ben(web, two, Assurance.LINK))
    assert "Something waits in My work" in text
    assert 'href="/en/work"' in text
    assert record.id not in text
    assert "An agreement waits" not in text


async def test_nobody_else_is_told_that_an_agreement_waits(web: Web, two: Pair) -> None:
    record = await two.propose()
    for role in (Role.MEMBER, Role.SECRETARY, Role.CHAIR, Role.TREASURER, Role.COORDINATOR, Role.ASSISTANT):
        text = await front(await web.signed_in(role))
        assert record.id not in text
        assert "An agreement waits" not in text


async def test_a_change_of_hours_waits_for_the_other_side(web: Web, two: Pair) -> None:
    record = await two.propose()
    await two.answer(record.id)
    today = two.clock.now().date()
    async with web.database.writing() as tx:
        await variations.propose(
            tx,
            two.ben,
            record.id,
            side=Party.PA,
            week=weekly().week[:-1],
            since=today + timedelta(days=14 - today.weekday()),
            now=two.clock.now(),
        )
    text = await front(await as_ann(web, two))
    assert "A change of hours waits" in text
    assert f'href="/en/support/{record.id}"' in text
    assert "A change of hours" not in await front(await as_ben(web, two))


async def test_the_coordinator_is_told_how_many_wait_and_not_whose_they_are(web: Web, two: Pair) -> None:
    await two.propose()
    text = await front(await web.signed_in(Role.COORDINATOR))
    assert "Registration has to be decided" in text
    assert "Waiting: 1" in text
    assert "Ben Rees" not in text
    assert "Registration has to be decided" not in await front(await web.signed_in(Role.SECRETARY))


async def test_a_worry_waits_for_the_named_lead_alone(web: Web, two: Pair) -> None:
    async with web.database.writing() as tx:
        await worries.raise_one(tx, SETUP, next(iter(Category)), two.clock.now())
    assert "Somebody told us of a worry" in await front(await web.signed_in(Role.SECRETARY))
    assert "Somebody told us of a worry" not in await front(await web.signed_in(Role.CHAIR))


@pytest.mark.parametrize("variant", VARIANTS)
async def test_a_fund_asks_for_consent_and_a_spend_for_approval_by_whoever_had_no_hand_in_it(
    web: Web, database: Database, clock: ScriptedClock, variant: str
) -> None:
    await pools.founded(database, clock)
    asked = await pools.proposed(database, clock, [1, 1])
    browser = web.browser()
    await web.sign_in(browser, asked.actors[0].account or "")
    assert f'href="/{variant}/funds/{asked.id}/agree/{asked.ids[0]}"' in await front(browser, variant)
    assert asked.ids[1] not in await front(browser, variant)


async def test_a_spend_asks_those_who_had_no_hand_in_it(web: Web, database: Database, clock: ScriptedClock) -> None:
    await pools.founded(database, clock)
    pool = await pools.opened(database, clock, [1, 1, 1], total=500_000)
    await pool.pay_in(1, 100_00)
    spend = await pool.ready(10_00, approvals=0)
    first = web.browser()
    await web.sign_in(first, pool.actors[0].account or "")
    assert f'href="/en/funds/{pool.id}/spend/{spend}"' in await front(first)
    assert "A payment waits" in await front(await web.signed_in(Role.TREASURER))
    assert "A payment waits" not in await front(await web.signed_in(Role.DIRECTOR))


@pytest.mark.parametrize(
    ("role", "start", "paths"),
    [
        (Role.COORDINATOR, "/en/", ["/office/assistants", "/support/office", "/standards"]),
        (Role.SECRETARY, "/en/office", ["/office/together", "/worries", "/board/powers", "/support/office"]),
        (Role.TREASURER, "/en/office", ["/funds", "/funds/surplus", "/office/payments", "/support/totals"]),
        (Role.SUPPORTED, "/en/", ["/assistants", "/together", "/worries", "/standards"]),
        (Role.SUPPORTED, "/en/support", ["/support/shared", "/rotas", "/trusts", "/funds/payments"]),
    ],
)
async def test_each_finds_the_pages_that_are_for_them_and_may_open_them(
    web: Web, two: Pair, role: Role, start: str, paths: list[str]
) -> None:
    browser = await web.signed_in(role)
    text = (await browser.get(start)).text
    for path in paths:
        assert f'href="/en{path}"' in text
        assert (await browser.get(f"/en{path}")).status_code == 200
