"""The register through HTTP: who may come in, what each audience is told, and the acts of the secretary."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from governance.actor import Assurance, Role
from governance.members import service as members
from governance.members import spreadsheet
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.texts import VARIANTS
from tests.governance.conftest import Web
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]

EXTRACT = {"id", "number", "name_given", "name_family", "address", "email", "entered_on", "ceased_on"}
KEPT = EXTRACT | {"classes", "language", "formats", "ceased_ground"}


@pytest.fixture
async def member_id(coop: Database, clock: ScriptedClock, person: Person) -> str:
    async with coop.writing() as tx:
        return (await members.admit(tx, SECRETARY, person(1, email=None), clock.now())).id


@pytest.mark.control("PERM-5")
@pytest.mark.parametrize(
    ("role", "fields"),
    [
        (Role.SECRETARY, KEPT),
        (Role.CHAIR, EXTRACT | {"classes"}),
    ],
)
async def test_each_audience_gets_its_own_fields(web: Web, member_id: str, role: Role, fields: set[str]) -> None:
    browser = await web.signed_in(role)
    (listed,) = (await browser.get("/api/members")).json()
    assert set(listed) == fields
    assert set((await browser.get(f"/api/members/{member_id}")).json()) == fields
    page = await browser.get(f"/en/office/register/{member_id}")
    assert ("citizen" in page.text) is ("classes" in fields)
    assert ("Easy Read</dd>" in page.text) is ("formats" in fields)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.TREASURER])
async def test_a_director_does_not_leaf_through_the_register_unwritten(web: Web, member_id: str, role: Role) -> None:
    browser = await web.signed_in(role)
    for path in ("/api/members", "/en/office/register", f"/en/office/register/{member_id}"):
        assert (await browser.get(path)).status_code == 403
    assert (await browser.get(f"/api/members/{member_id}")).status_code in (403, 404)


@pytest.mark.control("PERM-5")
async def test_a_member_gets_the_own_entry_whole_and_no_other(
    web: Web, coop: Database, clock: ScriptedClock, person: Person, member_id: str
) -> None:
    async with coop.writing() as tx:
        other = await members.admit(tx, SECRETARY, person(2), clock.now())
    browser = await web.signed_in(Role.MEMBER, member_id=member_id, assurance=Assurance.LINK)
    assert set((await browser.get(f"/api/members/{member_id}")).json()) == KEPT
    assert (await browser.get(f"/api/members/{other.id}")).status_code == 404
    assert (await browser.get("/api/members")).status_code in (401, 403)
    assert "citizen" in (await browser.get("/en/me/record")).text
    assert (await browser.get("/en/office/register")).status_code in (401, 403)


async def test_the_secretary_enters_a_member_by_form(web: Web, coop: Database) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    form = await browser.get("/cy/office/register/new")
    assert form.status_code == 200
    answer = await browser.post(
        "/cy/office/register/new",
        {
            "number": "7",
            "name_given": "Siân",
            "name_family": "Ŷ",
            "address": "1 Stryd\r\nBala",
            "language": "cy",
            "formats": ["easy", "bsl"],
            "class_": "citizen",
            "entered_on": "2026-05-01",
        },
    )
    assert answer.status_code == 303
    page = await browser.get(answer.headers["location"])
    assert "Siân Ŷ" in page.text
    assert "dinesydd" in page.text


async def test_what_was_typed_wrong_comes_back_with_its_problems(web: Web, coop: Database) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    answer = await browser.post(
        "/en/office/register/new",
        {
            "number": "7",
            "name_given": "Siân",
            "address": "1 Stryd",
            "language": "fr",
            "class_": "king",
            "entered_on": "2028-01-01",
        },
        page="/en/office/register/new",
    )
    assert answer.status_code == 422
    for words in ("Our rules do not know this class.", "This day has not come yet.", 'value="Siân"'):
        assert words in answer.text


async def test_an_entry_is_corrected_moved_and_ended(web: Web, member_id: str) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    here = f"/en/office/register/{member_id}"
    for act, data, words in (
        (
            "correct",
            {"name_given": "Anna", "name_family": "Ŵyn", "address": "2 Lôn", "language": "en", "reason": "Moved"},
            "Anna Ŵyn",
        ),
        ("class", {"class_": "supporter", "on": "2026-09-01", "reason": "Asked"}, "supporter"),
        ("end", {"ground": "resigned", "on": "2027-01-04", "reason": "Letter"}, "has not been a member since"),
    ):
        answer = await browser.post(f"{here}/{act}", data, page=f"{here}/{act}")
        assert answer.status_code == 303, answer.text
        assert words in (await browser.get(answer.headers["location"])).text


async def test_a_file_is_looked_at_and_then_entered(web: Web, coop: Database) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    raw = spreadsheet.write([["1", "Siân", "Ŷ", "1 Stryd", "", "cy", "", "citizen", "2026-05-01"]])
    answer = await browser.post(
        "/en/office/import", page="/en/office/import", files={"file": ("register.csv", raw, "text/csv")}
    )
    assert answer.status_code == 303, answer.text
    preview = answer.headers["location"].partition("?")[0]
    assert "Siân" in (await browser.get(preview)).text
    assert (await browser.post(preview)).status_code == 303
    assert "1 member was entered" in (await browser.get(preview)).text


async def test_the_problems_of_a_file_are_listed_row_by_row(web: Web, coop: Database) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    raw = spreadsheet.write([["1", "Siân", "Ŷ", "1 Stryd", "bad", "cy", "", "king", "2026-05-01"]])
    answer = await browser.post(
        "/en/office/import", page="/en/office/import", files={"file": ("register.csv", raw, "text/csv")}
    )
    page = await browser.get(answer.headers["location"])
    assert "2 problems" in page.text
    assert "This is not an e-mail address." in page.text
    assert "Enter all of them" not in page.text
    refused = await browser.post(answer.headers["location"].partition("?")[0])
    assert refused.status_code == 409
    assert "nothing was entered" in refused.text


@pytest.mark.control("WEB-5")
async def test_a_foreign_file_is_refused_in_the_page_s_language(web: Web, coop: Database) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    answer = await browser.post(
        "/cy/office/import", page="/cy/office/import", files={"file": ("x.csv", b"\xff\xfe\x00", "text/csv")}
    )
    assert answer.status_code == 422
    assert "UTF-8" in answer.text
    assert "Please" not in answer.text


@pytest.mark.control("AUTH-10")
async def test_the_register_leaves_only_after_a_step_up(web: Web, member_id: str, clock: ScriptedClock) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    await browser.get("/en/office/register")
    answer = await browser.post("/en/office/register/export", {"purpose": "whole"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert spreadsheet.read(answer.content).lines[0].cells["name_family"] == "Ŵyn"
    await browser.get("/en/office/register")
    clock.pass_time(timedelta(minutes=6))
    assert (await browser.post("/en/office/register/export", {"purpose": "whole"})).status_code == 401


async def test_the_same_acts_work_for_programs(web: Web, coop: Database) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    entered = await browser.post_json(
        "/api/members",
        {
            "number": "7",
            "name_given": "Siân",
            "name_family": "Ŷ",
            "address": "1 Stryd",
            "language": "cy",
            "class": "citizen",
            "entered_on": "2026-05-01",
        },
    )
    assert entered.status_code == 201, entered.text
    here = f"/api/members/{entered.json()['id']}"
    moved = await browser.post_json(f"{here}/class", {"class": "supporter", "on": "2026-09-01", "reason": "Asked"})
    assert [period["class"] for period in moved.json()["classes"]] == ["citizen", "supporter"]
    ended = await browser.post_json(f"{here}/end", {"ground": "arrears", "on": "2027-01-04", "reason": "Letter"})
    assert (ended.status_code, ended.json()["type"]) == (409, "not-a-ground")
    assert ended.json()["finding"]["citations"][0]["rule"] == "22"
    csv = spreadsheet.write([["8", "Siân", "Ŷ", "1 Stryd", "", "cy", "", "citizen", "2026-05-01"]]).decode()
    looked_at = (await browser.post_json("/api/members/imports", {"csv": csv})).json()
    assert (looked_at["rows"], looked_at["errors"]) == (1, [])
    done = await browser.post_json(f"/api/members/imports/{looked_at['id']}/confirm", {})
    assert done.json()["confirmed"] is True


@pytest.mark.control("PERM-5")
async def test_fields_that_are_not_known_are_refused(web: Web, member_id: str) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    answer = await browser.post_json(
        f"/api/members/{member_id}/class", {"class": "supporter", "on": "2026-09-01", "reason": "x", "role": "chair"}
    )
    assert answer.status_code == 400
    await browser.get(f"/en/office/register/{member_id}/class")
    answer = await browser.post(
        f"/en/office/register/{member_id}/class",
        {"class_": "supporter", "on": "2026-09-01", "reason": "x", "role": "chair"},
    )
    assert answer.status_code == 400


@pytest.mark.control("PERM-5")
@pytest.mark.parametrize(
    ("purpose", "columns"),
    [
        ("inspection", "name_given,name_family,address,email,entered_on"),
        ("voters", "number,name_given,name_family"),
        ("letters", "name_given,name_family,address,language,formats"),
    ],
)
async def test_a_copy_holds_no_more_than_its_purpose_needs(
    web: Web, member_id: str, purpose: str, columns: str
) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    page = "/en/office/register/export"
    answer = await browser.post(page, {"purpose": purpose}, page=page)
    header, ann = answer.content.decode("utf-8-sig").split("\r\n", 1)
    assert header == columns
    assert "Ŵyn" in ann
    assert "citizen" not in answer.text
    nothing_chosen = await browser.post(page, page=page)
    assert (nothing_chosen.status_code, "Choose what you need the copy for." in nothing_chosen.text) == (422, True)


async def test_ending_a_membership_is_shown_before_it_is_done(web: Web, member_id: str) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    here = f"/cy/office/register/{member_id}"
    typed = {"ground": "resigned", "on": "2027-01-04", "reason": "Llythyr <b>ŵ</b>"}
    check = await browser.post(f"{here}/end/check", typed, page=f"{here}/end")
    assert check.status_code == 200
    assert "Llythyr &lt;b&gt;ŵ&lt;/b&gt;" in check.text
    assert "Ni all y person fewngofnodi mwyach." in check.text
    assert "Nid yw&#39;r person hwn wedi bod" not in (await browser.get(here)).text
    refused = await browser.post(f"{here}/end/check", {**typed, "on": "2027-02-30"}, page=f"{here}/end")
    assert refused.status_code == 422
    assert "Llythyr &lt;b&gt;" in refused.text


async def test_the_register_is_narrowed_by_class_by_e_mail_and_by_having_left(
    web: Web, coop: Database, clock: ScriptedClock, person: Person, member_id: str
) -> None:
    async with coop.writing() as tx:
        await members.admit(tx, SECRETARY, person(2, name_given="Bet", class_="supporter"), clock.now())
    browser = await web.signed_in(Role.SECRETARY)
    for asked, found, left_out in (
        ({"class_": "supporter"}, "Bet Ŵyn", "Ann Ŵyn"),
        ({"without_email": "true"}, "Ann Ŵyn", "Bet Ŵyn"),
        ({"search": "bet wyn"}, "Bet Ŵyn", "Ann Ŵyn"),
        ({"former": "true"}, "Nobody was found.", "Ann Ŵyn"),
    ):
        text = (await browser.get("/en/office/register", params=asked)).text
        assert (found in text, left_out in text) == (True, False), asked


@pytest.mark.parametrize("variant", VARIANTS)
async def test_members_read_their_own_record_in_every_variant(web: Web, member_id: str, variant: str) -> None:
    browser = await web.signed_in(Role.MEMBER, member_id=member_id, assurance=Assurance.LINK)
    page = await browser.get(f"/{variant}/me/record")
    assert (page.status_code, page.text.count("<h1")) == (200, 1)
    assert "Ann Ŵyn" in page.text


@pytest.mark.parametrize(
    "typed", ["", "<script>alert(1)</script>", "😀 ŵ ŷ", "x" * 30_000], ids=["nothing", "script", "emoji", "long"]
)
async def test_nothing_typed_about_a_new_member_is_lost_or_becomes_markup(web: Web, coop: Database, typed: str) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    form = "/en/office/register/new"
    fields = {
        "number": "7",
        "name_family": typed,
        "address": "1 Stryd",
        "class_": "citizen",
        "entered_on": "2026-02-30",
    }
    answer = await browser.post(form, {**fields, "language": "cy"}, page=form)
    assert answer.status_code == 422
    assert ">1 Stryd</textarea>" in answer.text
    assert "This is not a date." in answer.text
    assert "<script>alert" not in answer.text


async def test_an_empty_file_to_fill_in_is_read_back_as_empty(web: Web, coop: Database) -> None:
    browser = await web.signed_in(Role.SECRETARY)
    template = await browser.get("/en/office/import/template")
    assert template.content.decode("utf-8-sig") == ",".join(spreadsheet.COLUMNS) + "\r\n"
    page = "/en/office/import"
    answer = await browser.post(page, page=page, files={"file": ("members.csv", template.content, "text/csv")})
    assert (answer.status_code, "There is nobody in the file." in answer.text) == (422, True)
