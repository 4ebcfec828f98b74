"""Funds for programs."""

from governance.access.records import AccountRecord
from governance.actor import Assurance, Role
from governance.arrangements.records.people import PersonRecord
from tests.governance.conftest import Browser, Web
from tests.governance.funds.pools import Pool, founded, opened


async def fund(web: Web) -> Pool:
    await founded(web.database, web.clock)
    made = await opened(web.database, web.clock, (2, 1))
    await made.pay_in(1, 6000)
    await made.pay_in(2, 3000)
    await made.spend(999)
    return made


async def of(web: Web, pool: Pool, number: int, assurance: Assurance = Assurance.TWO_FACTORS) -> Browser:
    async with web.database.reading() as view:
        person = await view.get(PersonRecord, pool.ids[number - 1])
        assert person is not None
        account = await view.get(AccountRecord, person.account)
        assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, assurance)
    return browser


async def test_a_participant_reads_the_fund_and_their_own_part_only(web: Web) -> None:
    pool = await fund(web)
    browser = await of(web, pool, 2)
    (listed,) = (await browser.get("/api/funds")).json()
    assert listed["title"]["cy"] == "Prynhawniau"
    found = (await browser.get(f"/api/funds/{pool.id}")).json()
    assert (found["held"], found["spent"], found["available"]) == (8001, 999, 8001)
    own = {
        "person": pool.ids[1],
        "weight": 1,
        "paid_in": 3000,
        "share_of_spending": 333,
        "paid_back": 0,
        "passed": 0,
        "claim": 2667,
    }
    assert found["parts"] == [own]


async def test_the_ledger_shows_what_others_did_in_total_only(web: Web) -> None:
    pool = await fund(web)
    told = await (await of(web, pool, 2)).get(f"/api/funds/{pool.id}/entries")
    assert [(one["held"], one["own"]) for one in told.json()] == [
        (6000, {}),
        (3000, {pool.ids[1]: 3000}),
        (-999, {pool.ids[1]: -333}),
    ]
    assert pool.ids[0] not in told.text
    assert [one["prev"] for one in told.json()][1:] == [one["hash"] for one in told.json()][:-1]


async def test_nobody_else_reads_it(web: Web) -> None:
    pool = await fund(web)
    member = await web.signed_in(Role.MEMBER, Role.DIRECTOR)
    for address in (f"/api/funds/{pool.id}", f"/api/funds/{pool.id}/entries"):
        assert (await member.get(address)).status_code == 404
    weakly = await of(web, pool, 1, Assurance.LINK)
    assert (await weakly.get(f"/api/funds/{pool.id}")).status_code == 401
