"""A motion is written one question a page: what was typed is never lost, and nobody else reads it before it is sent."""

from itertools import pairwise
from pathlib import Path

import pytest
from markupsafe import escape

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.motions import service as motions
from governance.motions.draft import (
    ASKED,
    FIELDS,
    OTHER_MATTER,
    Draft,
    Step,
    errors_at,
    following,
    preceding,
    steps,
    unanswered,
)
from governance.motions.model import MATTERS
from tests.governance.conftest import Browser, Web
from tests.governance.motions.story import OPERATOR, Story

MEMBER = Actor(account="a", member="m", roles=frozenset({Role.MEMBER}), assurance=Assurance.LINK)
CHAIR_TOO = Actor(account="a", member="m", roles=frozenset({Role.MEMBER, Role.CHAIR}), assurance=Assurance.TWO_FACTORS)
SECRETARY = Actor(account="a", member=None, roles=frozenset({Role.SECRETARY}), assurance=Assurance.TWO_FACTORS)
WHOLE = Draft({"matter": "other", "title_cy": "Bws", "text_en": "A bus."})
STRANGE = "<script>alert('ŵ ŷ')</script> 🚌 “Ŵyn”"


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    return Story(web.database, web.clock, web.keys, tmp_path)


async def member(web: Web, story: Story, number: int) -> Browser:
    async with web.database.reading() as view:
        account = await access.account_for(view, story.members[number].member or "")
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.LINK)
    return browser


def test_each_writer_is_asked_what_concerns_them() -> None:
    assert Step.WHO not in steps(MEMBER, Draft())
    assert steps(CHAIR_TOO, Draft())[0] is Step.WHO
    assert Step.MEETING not in steps(CHAIR_TOO, Draft({"for_board": "yes"}))
    assert Step.MEETING in steps(CHAIR_TOO, Draft({"for_board": "no"}))
    assert steps(SECRETARY, Draft())[0] is Step.MATTER
    assert Draft().is_for_board(SECRETARY)


def test_every_matter_is_offered_once() -> None:
    assert sorted(ASKED) == sorted((*MATTERS, OTHER_MATTER))


def test_the_questions_follow_one_another_there_and_back() -> None:
    order = steps(MEMBER, Draft())
    for step, after in pairwise(order):
        assert following(MEMBER, Draft(), step) is after
        assert preceding(MEMBER, Draft(), after) is step
    assert preceding(MEMBER, Draft(), order[0]) is None


def test_whoever_changes_one_answer_goes_straight_back_to_the_check() -> None:
    assert following(MEMBER, Draft(checked=True), Step.TITLE) is Step.CHECK


def test_a_motion_needs_a_matter_a_title_and_a_text_in_any_one_language() -> None:
    assert unanswered(MEMBER, Draft()) is Step.MATTER
    assert unanswered(MEMBER, WHOLE) is None
    assert unanswered(MEMBER, Draft({**WHOLE.given, "text_en": " "})) is Step.TEXT
    assert errors_at(Step.TITLE, Draft(), ("title_cy",)) == {"title_cy": "missing"}
    assert errors_at(Step.WHY, Draft(), ()) == {}


@pytest.mark.parametrize("name", FIELDS[Step.LANGUAGES])
def test_what_is_too_long_is_named_by_its_field(name: str) -> None:
    assert errors_at(Step.LANGUAGES, Draft({name: "x" * 20_001}), ()) == {name: "too-long"}


async def test_a_draft_is_kept_over_a_new_sign_in_and_shown_to_nobody_else(web: Web, told: Story) -> None:
    await told.found()
    first = await member(web, told, 0)
    page = "/cy/motions/new/title"
    assert (await first.post(page, {"title_cy": STRANGE}, page=page)).status_code == 303
    again = await member(web, told, 0)
    assert str(escape(STRANGE)) in (await again.get(page)).text
    assert str(escape(STRANGE)) in (await again.get("/en/motions/new")).text
    assert "<script>alert" not in (await again.get("/en/motions/new")).text
    other = await member(web, told, 1)
    assert str(escape(STRANGE)) not in (await other.get(page)).text
    assert "Carry on with my motion" in (await again.get("/en/motions")).text
    thrown = await again.post("/en/motions/new/thrown-away", page="/en/motions/new")
    assert thrown.status_code == 303
    assert str(escape(STRANGE)) not in (await again.get(page)).text


@pytest.mark.parametrize(
    ("step", "typed", "words"),
    [
        ("matter", {}, "Please fill this in."),
        ("matter", {"matter": "lunch"}, "Please choose one of those offered."),
        ("title", {"title_en": ""}, "Please fill this in."),
        ("title", {"title_en": "ŵ" * 201}, "This is too long."),
        ("text", {"text_en": "  "}, "Please fill this in."),
        ("text", {"text_en": "🙂" * 15_000 + "x" * 5_001}, "This is too long."),
        ("why", {"why_en": "x" * 20_001}, "This is too long."),
        ("languages", {"title_cy": "y" * 201, "text_cy": STRANGE}, "This is too long."),
    ],
)
async def test_an_answer_that_cannot_be_used_comes_back_with_its_problem(
    web: Web, told: Story, step: str, typed: dict[str, str], words: str
) -> None:
    await told.found()
    browser = await member(web, told, 0)
    page = f"/en/motions/new/{step}"
    answer = await browser.post(page, typed, page=page)
    assert answer.status_code == 422, answer.text
    assert "There is a problem" in answer.text
    assert words in answer.text
    for value in typed.values():
        assert str(escape(value.strip())) in answer.text or value == "lunch"
    async with web.database.reading() as view:
        account = await access.account_for(view, told.members[0].member or "")
        assert account is not None
        assert await motions.find_draft(view, Actor(account=account.id)) is None


async def test_strange_letters_go_the_whole_way_and_nothing_runs(web: Web, told: Story) -> None:
    await told.found()
    browser = await member(web, told, 0)
    for step, typed in (
        ("matter", {"matter": "rule_change"}),
        ("title", {"title_en": STRANGE}),
        ("text", {"text_en": STRANGE}),
        ("why", {"why_en": STRANGE}),
    ):
        page = f"/en/motions/new/{step}"
        assert (await browser.post(page, typed, page=page)).status_code == 303
    check = "/en/motions/new/check"
    assert (await browser.get(check)).text.count(str(escape(STRANGE))) == 3
    sent = await browser.post("/en/motions/new", page=check)
    assert sent.status_code == 303
    shown = (await browser.get(sent.headers["location"])).text
    assert "Your motion is sent" in shown
    other = await member(web, told, 1)
    assert (await other.get(sent.headers["location"])).status_code == 404, "it is not the other's motion"
    page = sent.headers["location"].removesuffix("/sent")
    assert (await browser.get(page)).text.count(str(escape(STRANGE))) >= 3
    assert "<script>alert" not in (await browser.get(page)).text


async def test_a_motion_is_sent_once_and_never_half_written(web: Web, told: Story) -> None:
    await told.found()
    browser = await member(web, told, 0)
    nothing = await browser.post("/en/motions/new", page="/en/motions/new/check")
    assert nothing.status_code == 409
    assert "There is nothing to send." in nothing.text
    page = "/en/motions/new/title"
    await browser.post(page, {"title_en": "A bus"}, page=page)
    check = (await browser.get("/en/motions/new/check")).text
    assert "An answer is missing." in check
    half = await browser.post("/en/motions/new", page="/en/motions/new/check")
    assert half.status_code == 422
    async with web.database.reading() as view:
        assert await motions.motions(view, OPERATOR) == []


@pytest.mark.parametrize("variant", ["en", "cy", "en-easy", "cy-easy"])
async def test_every_question_is_asked_in_every_variant(web: Web, told: Story, variant: str) -> None:
    await told.found()
    await told.call()
    async with web.database.writing() as tx:
        account = await access.account_for(tx, told.members[0].member or "")
        assert account is not None
        await access.grant_role(tx, OPERATOR, account.id, Role.CHAIR, told.now)
    browser = web.browser()
    await web.sign_in(browser, account.id)
    for path in ("", *(f"/{step}" for step in Step)):
        answer = await browser.get(f"/{variant}/motions/new{path}")
        assert answer.status_code == 200, path
        assert answer.text.count("<h1") == 1, path
    assert (await browser.get(f"/{variant}/motions/new/lunch")).status_code == 404
