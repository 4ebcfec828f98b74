"""Inspections through HTTP: scope by scope, every look written down, nothing after it is taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from governance.access import service as access
from governance.actor import Assurance, Role
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.conftest import Browser, Web
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]

FORM: dict[str, Any] = {
    "body": "Financial Conduct Authority",
    "power": "fca-authorised",
    "evidence": "Letter of 2 January 2027",
    "columns": ["name", "address", "dates", "shares"],
    "earliest": "2026-01-01",
    "latest": "2027-01-04",
    "last_day": "2027-01-18",
    "inspector_name": "Iolo Parry",
    "inspector_email": "iolo@fca.example.org",
}
FIELDS = {
    "name": {"name"},
    "address": {"address"},
    "email": {"email"},
    "dates": {"entered_on", "ceased_on"},
    "class": {"class"},
}


@pytest.fixture
async def member_id(coop: Database, clock: ScriptedClock, person: Person) -> str:
    async with coop.writing() as tx:
        return (await members.admit(tx, SECRETARY, person(1, email=None), clock.now())).id


async def granted(web: Web, **changes: Any) -> tuple[str, Browser]:
    """Proposed by the secretary, agreed to by the chair, held by an inspector who is signed in."""
    secretary, chair = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.CHAIR)
    answer = await secretary.post_json("/api/inspections", {**FORM, **changes})
    assert answer.status_code == 201, answer.text
    grant_id = answer.json()["id"]
    assert (await chair.post_json(f"/api/inspections/{grant_id}/approve", {})).json()["approved"] is True
    browser = web.browser()
    await web.sign_in(browser, await account_of_inspector(web))
    return grant_id, browser


async def test_a_grant_goes_from_form_to_look_to_the_member_s_own_page(web: Web, member_id: str) -> None:
    secretary, chair = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.CHAIR)
    form = f"/en/office/disclosures/new/{FORM['power']}"
    assert form in (await secretary.get("/en/office/disclosures/new")).text
    typed = {name: value for name, value in FORM.items() if name != "power"}
    answer = await secretary.post(form, typed, page=form)
    assert answer.status_code == 303, answer.text
    here = answer.headers["location"].partition("?")[0]
    assert "another person must agree" in (await secretary.get(here)).text
    refused = await secretary.post(f"{here}/approve")
    assert (refused.status_code, "You put this forward yourself" in refused.text) == (409, True)
    await chair.get(here)
    assert (await chair.post(f"{here}/approve")).status_code == 303
    inspector = web.browser()
    await web.sign_in(inspector, await account_of_inspector(web))
    grant_id = here.rsplit("/", 1)[-1]
    assert "Iolo" not in (await inspector.get("/en/inspect")).text.partition("<main")[2]
    answer = await inspector.post(f"/cy/inspect/{grant_id}", {"as_at": "2027-01-04"}, page=f"/cy/inspect/{grant_id}")
    register = await inspector.get(answer.headers["location"])
    assert "Ann Ŵyn" in register.text
    assert "Nid yw'n cael ei gadw ar y platfform hwn" in register.text.replace("&#39;", "'")
    assert "dinesydd" not in register.text
    assert "Monday 4 January 2027" in (await secretary.get(here)).text.partition("Every look")[2]
    member = await web.signed_in(Role.MEMBER, member_id=member_id, assurance=Assurance.LINK)
    assert "Financial Conduct Authority saw" in (await member.get("/en/me/looked-at")).text


async def account_of_inspector(web: Web) -> str:
    async with web.database.reading() as view:
        account = await access.account_of(view, "iolo@fca.example.org")
        assert account is not None
        return account.id


@pytest.mark.control("REG-1")
@pytest.mark.parametrize("columns", [["name"], ["name", "address"], ["name", "email", "dates"], ["name", "shares"]])
async def test_an_answer_has_the_fields_of_the_scope_and_no_other(web: Web, member_id: str, columns: list[str]) -> None:
    grant_id, inspector = await granted(web, columns=columns)
    answer = await inspector.get(f"/api/inspections/{grant_id}/register", params={"as_at": "2027-01-04"})
    wanted = {field for column in columns for field in FIELDS.get(column, set())}
    assert [set(entry) for entry in answer.json()["entries"]] == [wanted]


@pytest.mark.control("REG-1")
async def test_an_inspector_reaches_no_other_page_of_the_office(web: Web, member_id: str) -> None:
    _, inspector = await granted(web)
    for path in (
        "/en/office/register",
        f"/en/office/register/{member_id}",
        "/en/office/disclosures",
        "/en/log",
        "/api/members",
        f"/api/members/{member_id}",
    ):
        assert (await inspector.get(path)).status_code in (401, 403, 404), path


@pytest.mark.control("REG-1")
async def test_an_inspector_is_let_in_to_look_and_reads_nothing_that_is_for_members(web: Web, member_id: str) -> None:
    _, browser = await granted(web)
    for path in ("/en/meetings", "/en/motions", "/en/votes", "/en/board", "/en/decisions"):
        assert (await browser.get(path)).status_code == 403, path
    assert (await browser.get("/en/rules")).status_code == 200


async def test_a_grant_taken_back_refuses_the_next_look(web: Web, member_id: str) -> None:
    grant_id, inspector = await granted(web)
    path = f"/en/inspect/{grant_id}/at/2027-01-04"
    assert (await inspector.get(path)).status_code == 200
    secretary = await web.signed_in(Role.SECRETARY)
    here = f"/en/office/disclosures/{grant_id}"
    empty = await secretary.post(f"{here}/revoke", {"reason": ""}, page=here)
    assert (empty.status_code, "Say why you take it back." in empty.text) == (422, True)
    assert (await secretary.post(f"{here}/revoke", {"reason": "Withdrawn"}, page=here)).status_code == 303
    assert (await inspector.get(path)).status_code in (401, 403)
    looks = (await secretary.get(f"/api/inspections/{grant_id}/looks")).json()
    assert len(looks) == 1


@pytest.mark.control("REG-1")
async def test_days_outside_the_grant_are_refused_with_a_code(web: Web, member_id: str) -> None:
    grant_id, inspector = await granted(web)
    answer = await inspector.get(f"/api/inspections/{grant_id}/register", params={"as_at": "2025-12-31"})
    assert (answer.status_code, answer.json()["type"]) == (409, "outside-grant-dates")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"power": "local-authority"}, 409, "power-gives-no-register"),
        ({"columns": ["class"]}, 409, "column-outside-power"),
        ({"last_day": "2027-03-01"}, 422, "invalid"),
        ({"power": "king"}, 400, "bad-request"),
        ({"role": "secretary"}, 400, "bad-request"),
    ],
    ids=str,
)
async def test_a_proposal_that_goes_too_far_is_refused(
    web: Web, coop: Database, changes: dict[str, Any], status: int, code: str
) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    answer = await secretary.post_json("/api/inspections", {**FORM, **changes})
    assert (answer.status_code, answer.json()["type"]) == (status, code)


async def test_the_log_is_read_a_page_at_a_time_by_the_secretary_alone(
    web: Web, coop: Database, clock: ScriptedClock, person: Person
) -> None:
    async with coop.writing() as tx:
        for number in range(1, 60):
            await members.admit(tx, SECRETARY, person(number, email=None), clock.now())
    secretary = await web.signed_in(Role.SECRETARY)
    first = (await secretary.get("/en/log")).text
    assert "Somebody entered a new member: Ann Ŵyn, number 59." in first
    assert first.count("<tr") == 51
    second = (await secretary.get("/cy/log", params={"before": 5})).text
    assert second.count("<tr") == 5
    chair = await web.signed_in(Role.CHAIR)
    assert (await chair.get("/en/log")).status_code in (401, 403)


async def test_the_log_can_be_asked_about_one_thing_one_person_and_one_day(
    web: Web, coop: Database, clock: ScriptedClock, person: Person
) -> None:
    async with coop.writing() as tx:
        await members.admit(tx, SECRETARY, person(1, email=None), clock.now())
    secretary = await web.signed_in(Role.SECRETARY)
    about_members = (await secretary.get("/en/log", params={"topic": "members"})).text
    assert "entered a new member" in about_members
    assert "the first rules" not in about_members
    by_her = (await secretary.get("/en/log", params={"who": SECRETARY.reference})).text
    assert "entered a new member" in by_her
    assert "the first rules" not in by_her
    assert "There is nothing like this" in (await secretary.get("/en/log", params={"until": "2020-01-01"})).text
    refused = await secretary.get("/en/log", params={"until": "2027-02-30"})
    assert (refused.status_code, "This is not a date." in refused.text) == (422, True)


async def test_a_signed_copy_is_found_to_be_ours_until_one_letter_changes(web: Web, member_id: str) -> None:
    grant_id, inspector = await granted(web)
    here = f"/en/inspect/{grant_id}/at/2027-01-04"
    assert "Everything you look at is written down" in (await inspector.get(here)).text
    copy = await inspector.post(f"{here}/copy")
    assert (copy.status_code, copy.headers["content-type"]) == (200, "application/json")
    assert "Ann Ŵyn" in copy.text
    assert "citizen" not in copy.text
    assert "example.org" not in copy.text.replace("fca.example.org", "")
    stranger = web.browser()
    for raw, status, words in (
        (copy.content, 200, "This copy is ours and unchanged"),
        (copy.content.replace(b"Ann", b"Any"), 422, "This copy was changed after we made it."),
        (copy.content.replace(b'"public_key": "', b'"public_key": "00'), 422, "This copy is not ours"),
        (b"\xff\x00", 422, "not a copy of our register"),
        (b"[" * 100_000, 422, "not a copy of our register"),
        (b'{"copy": {"kind": 1.5}}', 422, "not a copy of our register"),
    ):
        answer = await stranger.post("/en/verify-copy", page="/en/verify-copy", files={"file": ("x.json", raw, "x/y")})
        assert (answer.status_code, words in answer.text) == (status, True), words
    secretary = await web.signed_in(Role.SECRETARY)
    assert "The whole, as a copy" in (await secretary.get(f"/en/office/disclosures/{grant_id}")).text


async def test_a_council_is_told_apart_before_anything_is_typed(web: Web, coop: Database) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    page = await secretary.get("/en/office/disclosures/new/local-authority")
    assert "This body has no right to the register" in page.text
    assert '<form method="post" action="/en/office' not in page.text
    assert (await secretary.get("/en/office/disclosures/new/king")).status_code == 404


async def test_a_member_who_looks_is_found_by_name_without_accents(web: Web, member_id: str) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    page = await secretary.get("/en/office/disclosures/new/member-s103", params={"search": "wyn"})
    form = f"/en/office/disclosures/new/member-s103/{member_id}"
    assert form in page.text
    typed = {name: FORM[name] for name in ("body", "evidence", "earliest", "latest", "last_day")}
    answer = await secretary.post(form, {**typed, "columns": ["name"]}, page=form)
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize(
    "typed", ["", "<script>alert(1)</script>", "😀 ŵ ŷ", "x" * 30_000], ids=["nothing", "script", "emoji", "long"]
)
async def test_nothing_typed_into_a_proposal_is_lost_or_becomes_markup(web: Web, coop: Database, typed: str) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    form = "/cy/office/disclosures/new/fca-authorised"
    answer = await secretary.post(
        form, {"body": typed, "evidence": "Llythyr", "columns": ["name"], "earliest": "2027-02-30"}, page=form
    )
    assert answer.status_code == 422
    assert ">Llythyr</textarea>" in answer.text
    assert "<script>alert" not in answer.text
    assert "Nid dyddiad" in answer.text
