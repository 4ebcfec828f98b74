"""Offices through HTTP."""

from collections.abc import Callable

import pytest

from governance.actor import Assurance, Role
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.conftest import Web
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]


@pytest.fixture
async def member_id(coop: Database, clock: ScriptedClock, person: Person) -> str:
    async with coop.writing() as tx:
        return (await members.admit(tx, SECRETARY, person(1), clock.now())).id


async def test_an_office_is_filled_and_ended_by_form(web: Web, member_id: str) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    data = {"member": member_id, "office": "treasurer", "how": "elected", "from_day": "2027-01-01"}
    answer = await browser.post("/cy/board/appoint", data, page="/cy/board/appoint")
    assert answer.status_code == 303, answer.text
    page = await browser.get(answer.headers["location"])
    assert "Trysorydd" in page.text
    term_id = (await browser.get("/api/board")).json()[0]["term"]
    answer = await browser.post(
        f"/en/board/{term_id}/end", {"on": "2027-01-04", "reason": "Resigned"}, page=f"/en/board/{term_id}/end"
    )
    assert answer.status_code == 303, answer.text
    assert "Nobody holds an office today." in (await browser.get("/en/board")).text


async def test_a_refusal_names_the_reason_in_the_page_s_language(web: Web, member_id: str) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    data = {"member": member_id, "office": "chair", "how": "elected", "from_day": "2026-01-01"}
    answer = await browser.post("/cy/board/appoint", data, page="/cy/board/appoint")
    assert answer.status_code == 409
    assert "nid yw'r person hwn yn aelod" in answer.text.replace("&#39;", "'")


@pytest.mark.control("PERM-5")
async def test_a_member_sees_who_holds_an_office_and_no_address(web: Web, member_id: str) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    data = {"member": member_id, "office": "chair", "how": "elected", "from_day": "2027-01-01"}
    assert (await secretary.post_json("/api/board", data)).status_code == 201
    browser = await web.signed_in(Role.MEMBER, assurance=Assurance.LINK)
    (holder,) = (await browser.get("/api/board")).json()
    assert set(holder) == {"term", "office", "name", "since", "until", "how"}
    assert "Heol" not in (await browser.get("/en/board")).text
    assert (await browser.get("/en/board/appoint")).status_code in (401, 403)
    assert (await browser.post_json("/api/board", data)).status_code in (401, 403)
