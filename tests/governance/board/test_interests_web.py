"""Powers, interests and decisions of the board through HTTP."""

import re

import pytest

from governance.actor import Assurance, Role
from governance.board.service.items import Said
from governance.platform.texts import VARIANTS
from governance.platform.web import variants
from governance.platform.web.layout import environment
from tests.governance.board.table import Table
from tests.governance.conftest import Browser, Web

MIXED = ("supported", "supported", "supported", "worker", "worker", "community_org")
SAID = {"nature": "Sits on its committee", "matters": "Rent", "since": "2026-06-01", "counterparty": "Canolfan Bryn"}
GIVEN = {
    "holder": "board",
    "purpose_en": "Cover when a personal assistant is ill",
    "purpose_cy": "Cyflenwi pan fydd cynorthwyydd yn sâl",
    "total": "2,400",
    "each": "300.50",
    "since": "2027-01-04",
    "rule": "60",
}


@pytest.fixture
async def board(table: Table) -> Table:
    await table.found("b-multi-stakeholder", MIXED)
    return table


async def secretary(web: Web) -> Browser:
    return await web.signed_in(Role.SECRETARY)


async def director(web: Web, board: Table, name: str) -> Browser:
    return await web.signed_in(Role.MEMBER, Role.DIRECTOR, member_id=board.id_of(name))


async def test_m_12_the_interests_report_shows_the_whole_story(web: Web, board: Table) -> None:
    """M-12 as people live it: declared by its director, asked at the meeting, left, decided by the others, reported."""
    browser = await director(web, board, "community_org-1")
    form = "/en/board/interests/declare/org_supplier"
    answer = await browser.post(form, SAID, page=form)
    assert answer.status_code == 303, answer.text
    table = await secretary(web)
    begun = {
        "day": "2027-01-04",
        "title_en": "A room at £1,250.00 a year",
        "proposal_en": "We rent it.",
        "touches": ["org_supplier"],
        "counterparty": "Canolfan Bryn",
        "present": [board.id_of(name) for name in board.directors],
    }
    answer = await table.post("/en/board/decisions/new", begun, page="/en/board/decisions/new")
    assert answer.status_code == 303, answer.text
    asking = answer.headers["location"]
    page = await table.get(asking)
    assert "You may have an interest because you declared this" in page.text
    item = asking.removesuffix("/interests")
    answers = {f"answer_{board.id_of(name)}": "none" for name in board.directors}
    leaving = {f"answer_{board.id_of('community_org-1')}": "withdraws"}
    answer = await table.post(asking, answers | leaving, page=asking)
    assert answer.status_code == 303, answer.text
    votes = {"in_favour": "5", "alternatives_en": "The library", "reason_cy": "Hi yw'r rhataf"}
    answer = await table.post(f"{item}/votes", votes, page=f"{item}/votes")
    assert answer.status_code == 303, answer.text
    member = await web.signed_in(Role.MEMBER, assurance=Assurance.LINK)
    report = (await member.get("/en/board/interests/report")).text
    for words in ("A room at £1,250.00 a year", "Canolfan Bryn", "Yes, in the register", "left for this item"):
        assert words in report
    assert "5 for, 0 against" in report
    rows = (await member.get("/en/board/interests/report.csv")).text.splitlines()
    assert len(rows) == 2
    assert "org_supplier,Canolfan Bryn,withdraws,yes,6,5,carried,5,0,0,The library,Hi yw'r rhataf" in rows[1]


async def test_too_few_left_is_told_and_nothing_is_decided(web: Web, board: Table) -> None:
    item = await board.begin(["worker_pay"])
    await board.answer(item, worker_1=Said("withdraws"), worker_2=Said("withdraws"))
    browser = await secretary(web)
    place = f"/en/board/decisions/{item}"
    assert "The board cannot decide." in (await browser.get(place)).text
    votes = {"in_favour": "4", "alternatives_en": "None", "reason_en": "Fair"}
    answer = await browser.post(f"{place}/votes", votes, page=f"{place}/votes")
    assert answer.status_code == 409
    assert "Too few directors without an interest are left." in answer.text
    assert (await browser.post(f"{place}/leave", page=place)).status_code == 303
    assert "Not decided: too few without an interest" in (await browser.get(place)).text


async def test_a_power_is_recorded_read_and_ended_by_form(web: Web, board: Table) -> None:
    browser = await secretary(web)
    form = "/cy/board/powers/new/rule"
    answer = await browser.post(form, GIVEN, page=form)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"].partition("?")[0]
    member = await web.signed_in(Role.MEMBER, assurance=Assurance.LINK)
    page = (await member.get(place)).text
    assert "£2,400.00" in page
    assert "£300.50" in page
    assert f"{place}/end" not in page
    answer = await browser.post(f"{place}/end", {"on": "2027-01-04"}, page=f"{place}/end")
    assert answer.status_code == 303, answer.text
    assert "Ddim yn dal heddiw" in (await member.get(place)).text


REFUSED = {
    "power-no-such-rule": ("board/powers/new/rule", GIVEN | {"rule": "1066"}),
    "not-a-director": ("board/interests/declare/org_supplier", SAID),
}
WORDS = {
    "power-no-such-rule": {
        "en": "The rules in force have no rule of this number.",
        "cy": "Nid oes rheol â'r rhif hwn yn y rheolau mewn grym.",
        "en-easy": "Our rules have no rule with this number.",
        "cy-easy": "Nid oes rheol â'r rhif hwn yn ein rheolau.",
    },
    "not-a-director": {
        "en": "Only directors declare interests.",
        "cy": "Cyfarwyddwyr yn unig sy'n datgan buddiannau.",
        "en-easy": "Only directors can do this.",
        "cy-easy": "Cyfarwyddwyr yn unig gaiff wneud hyn.",
    },
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("code", REFUSED)
@pytest.mark.usefixtures("board")
async def test_a_refusal_speaks_every_variant(web: Web, code: str, variant: str) -> None:
    path, data = REFUSED[code]
    browser = await secretary(web)
    form = f"/{variant}/{path}"
    answer = await browser.post(form, data, page=form)
    assert answer.status_code == 409
    assert WORDS[code][variant] in answer.text.replace("&#39;", "'")


CODES = (
    "power-not-carried",
    "power-ended",
    "not-your-interest",
    "interest-ended",
    "item-decided",
    "item-not-quorate",
    "item-still-quorate",
    "interests-not-asked",
    "must-leave",
    "too-many-votes",
)


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_refusal_has_words_of_its_own_in_every_variant(variant: str) -> None:
    said = environment().from_string(
        '{% from "ui/words.html" import refused with context %}{{ refused(code, {"may_vote": 3}, none, "board") }}'
    )
    with variants.speaking(variant):
        told = [said.render(code=code) for code in CODES]
        unknown = said.render(code="no-such-code")
    assert len(set(told)) == len(CODES)
    assert unknown not in told


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_page_speaks_every_variant_and_has_one_heading(web: Web, board: Table, variant: str) -> None:
    await board.declare("community_org-1", "org_supplier", "Canolfan Bryn")
    item = await board.begin(["org_supplier"])
    browser = await web.signed_in(Role.SECRETARY, Role.DIRECTOR, member_id=board.id_of("worker-1"))
    paths = [
        "board",
        "board/powers",
        "board/powers/new",
        "board/powers/new/motion",
        "board/powers/new/rule",
        "board/interests",
        "board/interests/report",
        "board/interests/declare",
        "board/interests/declare/org_supplier",
        "board/decisions",
        "board/decisions/new",
        f"board/decisions/{item}",
        f"board/decisions/{item}/interests",
    ]
    for path in paths:
        page = await browser.get(f"/{variant}/{path}")
        assert (page.status_code, page.text.count("<h1")) == (200, 1), path
        assert not re.search(r"\bNone\b", page.text), path


@pytest.mark.control("PERM-5")
async def test_a_member_reads_and_writes_nothing(web: Web, board: Table) -> None:
    interest = await board.declare("community_org-1", "org_supplier")
    member = await web.signed_in(Role.MEMBER)
    assert (await member.get("/en/board/interests")).status_code == 200
    for path in (
        "board/powers/new",
        "board/interests/declare",
        f"board/interests/{interest}/end",
        "board/decisions/new",
    ):
        assert (await member.get(f"/en/{path}")).status_code == 403
    assert (await member.post_json("/api/board/powers", {})).status_code == 403
    assert (await member.post_json("/api/board/interests", {})).status_code == 403
    inspector = await web.signed_in(Role.INSPECTOR)
    for path in ("board/powers", "board/interests", "board/decisions", "board/interests/report"):
        assert (await inspector.get(f"/en/{path}")).status_code == 403


async def test_programs_read_and_write_powers_and_interests(web: Web, board: Table) -> None:
    office = await secretary(web)
    given = {
        "holder": "treasurer",
        "purpose": {"en": "Cover", "cy": "Cyflenwi"},
        "since": "2027-01-04",
        "total": 240000,
        "rule": "60",
    }
    answer = await office.post_json("/api/board/powers", given)
    assert answer.status_code == 201, answer.text
    power = answer.json()["power"]
    answer = await office.post_json(f"/api/board/powers/{power}/end", {"on": "2027-01-04"})
    assert answer.json()["last"] == "2027-01-04"
    member = await web.signed_in(Role.MEMBER, assurance=Assurance.LINK)
    assert [one["power"] for one in (await member.get("/api/board/powers")).json()] == [power]
    assert (await member.get(f"/api/board/powers/{power}")).json()["total"] == 240000
    browser = await director(web, board, "worker-1")
    answer = await browser.post_json("/api/board/interests", SAID | {"kind": "worker_pay"})
    assert answer.status_code == 201, answer.text
    interest = answer.json()["interest"]
    assert (await office.post_json(f"/api/board/interests/{interest}/end", {"on": "2027-01-04"})).status_code == 409
    answer = await browser.post_json(f"/api/board/interests/{interest}/end", {"on": "2027-01-04"})
    assert answer.json()["last"] == "2027-01-04"
    assert [one["interest"] for one in (await member.get("/api/board/interests")).json()] == [interest]
