"""The wall around support and money: every address is asked by everybody, and answers whom the matrix names."""

from collections.abc import Mapping

import httpx
import pytest

from governance.funds.service import funds
from governance.platform.web.forms import Form
from tests.governance.conftest import Browser
from tests.governance.wall.asking import ASKERS, Address, Line, addresses, as_if_filled_in, filled, table
from tests.governance.wall.conftest import Wall
from tests.governance.wall.organisation import SUMS, tells, written

pytestmark = pytest.mark.asyncio(loop_scope="module")
ORDINARY = ("other", "director")
"""Those whom the wall is mostly built against ask every time; the rest in the long set."""
WHOSE_PAYMENT = ("owner", "speaker", "council")
TURNED_AWAY = (401, 403, 404)


async def test_every_address_is_in_the_matrix_and_nothing_else_is(wall: Wall) -> None:
    assert set(table()) == set(addresses(wall.web.app))


@pytest.mark.control("PERM-2")
@pytest.mark.parametrize(
    "asker", [name if name in ORDINARY else pytest.param(name, marks=pytest.mark.long) for name in ASKERS]
)
async def test_each_is_answered_what_the_matrix_says_and_reads_nothing_of_others(
    wall: Wall, asker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not await wrong_of(wall, asker, table(), monkeypatch)


@pytest.mark.control("PERM-2")
async def test_a_sum_that_a_program_is_told_by_mistake_is_found(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fund is opened to everybody, and its title and references are hidden: the sum itself gives it away."""

    async def everybody(*_: object) -> bool:
        return True

    address = Address("GET", "/api/funds/{fund_id}/entries")
    monkeypatch.setattr(funds, "_own", everybody)
    wrong = await wrong_of(wall, "other", {address: table()[address]}, monkeypatch)
    assert f"{address.method} {address.path}: tells {SUMS['Alder'][1]}" in wrong


@pytest.mark.parametrize("text", ["£649.17", '{"held":64917}', "2027-01-04,paid,x,649.17\r\n", "[64917, 1]"])
async def test_a_sum_is_found_as_pages_tables_and_programs_write_it(text: str) -> None:
    assert any(tells(text, canary) for canary in written(64_917))
    assert not any(tells(text, canary) for canary in written(4917))
    assert not tells(f"a{text[-4:]}64917b", "64917")


async def wrong_of(wall: Wall, asker: str, lines: Mapping[Address, Line], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where somebody is answered against the matrix, or told what is of Alder's side alone."""
    monkeypatch.setattr(Form, "read", as_if_filled_in)
    browser = await entered(wall, asker)
    monkeypatch.setattr(wall.web.database, "keeps", False)
    side, wrong = wall.organisation.sides["Alder"], []
    for address, line in lines.items():
        answer = await asked(browser, address, filled(address, wall.organisation))
        is_answered = answer.status_code not in TURNED_AWAY and not sent_to_sign_in(answer)
        if is_answered is not (asker in line.answered) or answer.status_code == 500:
            wrong.append(f"{address.method} {address.path}: {answer.status_code}")
        secret = () if asker in line.told else side.canaries
        secret += () if asker in WHOSE_PAYMENT else side.payment
        found = [canary for canary in dict.fromkeys(secret) if tells(answer.text, canary)]
        wrong += [f"{address.method} {address.path}: tells {canary}" for canary in found]
    return wrong


async def entered(wall: Wall, asker: str) -> Browser:
    browser, account = wall.web.browser(), ASKERS[asker]
    if account is not None:
        await wall.web.sign_in(browser, wall.organisation.accounts[account])
    await browser.get("/en/" if account is not None else "/en/sign-in")
    return browser


async def asked(browser: Browser, address: Address, path: str) -> httpx.Response:
    """A page as it is; a form as if all of it were filled in; a program's question with nothing in it."""
    if address.method == "GET":
        return await browser.client.get(path)
    headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": browser.token or ""}
    if path.startswith("/api"):
        return await browser.client.post(path, json={}, headers=headers)
    return await browser.client.post(path, data={"form_token": browser.token or ""}, headers=headers)


def sent_to_sign_in(answer: httpx.Response) -> bool:
    return answer.status_code == 303 and "/sign-in" in answer.headers["location"]
