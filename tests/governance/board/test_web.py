"""Offices through HTTP."""

from collections.abc import Callable

import pytest

from governance.actor import Assurance, Role
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.texts import VARIANTS
from tests.governance.conftest import Web
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]


@pytest.fixture
async def member_id(coop: Database, clock: ScriptedClock, person: Person) -> str:
    async with coop.writing() as tx:
        return (await members.admit(tx, SECRETARY, person(1), clock.now())).id


async def test_an_office_is_filled_and_ended_by_form(web: Web, member_id: str) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    found = await browser.get("/cy/board/appoint", params={"search": "wyn"})
    form = f"/cy/board/appoint/{member_id}"
    assert form in found.text
    data = {"office": "treasurer", "how": "elected", "from_day": "2027-01-01"}
    answer = await browser.post(form, data, page=form)
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
    form = f"/cy/board/appoint/{member_id}"
    data = {"office": "chair", "how": "elected", "from_day": "2026-01-01"}
    answer = await browser.post(form, data, page=form)
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


@pytest.mark.parametrize("variant", VARIANTS)
async def test_everybody_reads_who_holds_an_office_in_their_own_words(web: Web, member_id: str, variant: str) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    for office, since in (("chair", "2027-01-01"), ("director", "2027-03-01")):
        data = {"member": member_id, "office": office, "how": "elected", "from_day": since}
        assert (await secretary.post_json("/api/board", data)).status_code == 201
    member = await web.signed_in(Role.MEMBER, assurance=Assurance.LINK)
    page = await member.get(f"/{variant}/board")
    assert (page.status_code, page.text.count("<h1")) == (200, 1)
    assert "Ann Ŵyn" in page.text
    assert f"/{variant}/board/appoint" not in page.text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("office", "", "Choose the office."),
        ("office", "king", "There is no such office."),
        ("how", "<script>alert(1)</script>", "Please choose how the person was chosen."),
        ("from_day", "2027-02-30", "This is not a date."),
        ("from_day", "😀", "This is not a date."),
        ("until", "2026-01-01", "The end must come after the first day."),
    ],
)
async def test_a_wrong_field_is_named_and_the_others_stay(
    web: Web, member_id: str, field: str, typed: str, words: str
) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    form = f"/en/board/appoint/{member_id}"
    data = {"office": "chair", "how": "co-opted", "from_day": "2027-01-01", "until": "2029-01-01", field: typed}
    answer = await browser.post(form, data, page=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<script>alert" not in answer.text
    assert 'value="2029-01-01"' in answer.text or field == "until"
