"""Every kind of question as a voter meets it: choosing several, approving, ranking without dragging, grading."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from ballots import Homomorphic, check_ballot, public_of
from governance.platform.texts import Texts
from governance.votes.model.asking import Kind, Option, Question
from tests.browser import booth_room, stored
from tests.browser.booth_room import Room, Sitting
from tests.browser.looking import THEMES, faults, faults_of_colour, too_wide
from tests.governance.votes.ballots import QUESTION

pytestmark = pytest.mark.asyncio(loop_scope="session")

IN_THE_BOX = "Your vote is in the box"
BLANK = "I do not want to choose"
LONG = pytest.mark.long
FIRST, RANK, GRADE = "Who should be on the board?", "In what order?", "How good was each year?"


def _option(name: str, cy: str = "", statement: str = "") -> Option:
    texts = Texts(en=statement, cy=f"{statement} (Cymraeg)") if statement else Texts()
    return Option(name.lower(), Texts(en=name, cy=cy or name), texts)


PEOPLE = (
    _option("Ann", statement="I kept the books for ten years.\n\nAsk me anything."),
    _option("Bryn"),
    _option("Carys"),
    _option("Dai"),
)
THINGS = (_option("Bus", "Bws"), _option("Hall", "Neuadd"), _option("Garden", "Gardd"))
GRADES = (Texts(en="Good", cy="Da"), Texts(en="Fair", cy="Gweddol"), Texts(en="Poor", cy="Gwael", en_easy="Bad"))
PAPER = (
    Question(Kind.CHOOSE, Texts(en=FIRST, cy="Pwy ddylai fod ar y bwrdd?"), PEOPLE, 1, 2),
    Question(Kind.APPROVAL, Texts(en="Which days suit you?", cy="Pa ddyddiau?"), THINGS, 1, 3),
    Question(Kind.RANKING, Texts(en=RANK, cy="Ym mha drefn?"), THINGS),
    Question(Kind.GRADES, Texts(en=GRADE, cy="Pa mor dda?"), (_option("2025"), _option("2026")), grades=GRADES),
)
RANKING, GRADING = PAPER[2:3], PAPER[3:]


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def room(
    chrome: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[Room]:
    """All four kinds on one ballot, or those that the test names. The one voter votes again in every test."""
    questions = getattr(request, "param", PAPER)
    home = tmp_path_factory.mktemp("booth")
    async with booth_room.room(chrome, sqlite_template, home, count=1, questions=questions) as room:
        yield room


ranking = pytest.mark.parametrize("room", [RANKING], indirect=True, ids=["a ranking"])
grading = pytest.mark.parametrize("room", [GRADING], indirect=True, ids=["grades"])
choosing = pytest.mark.parametrize("room", [PAPER[:1]], indirect=True, ids=["a choice"])


async def comes_in(room: Room, variant: str = "en", **options: Any) -> Sitting:
    voter = await room.sits_down(**options)
    await voter.enter(variant)
    await voter.page.locator("#code").fill(voter.code)
    await goes_on(voter)
    await expect(voter.page.locator("#go-on")).to_be_visible()
    return voter


async def goes_on(voter: Sitting) -> None:
    await voter.page.locator("button[type=submit]").click()


async def casts(voter: Sitting) -> None:
    await voter.press("Put my vote in the box")
    await voter.now_reads(IN_THE_BOX)


async def inside(room: Room) -> list[list[int]]:
    """What the last ballot in the box holds, opened with the secrets of all key-holders."""
    election = room.polling.election
    publics = {public_of(code, election.uuid, election.group) for code in room.polling.codes}
    *_, raw = await room.in_the_box()
    ballot = check_ballot(election, publics, raw)
    group, secret = election.group, sum(room.polling.secrets)
    answers = []
    for question, row in zip(election.questions, ballot.ciphertexts, strict=True):
        opened = [group.multi_exp([beta, alpha], [1, -secret]) for alpha, beta in row]
        if isinstance(question, Homomorphic):
            zero_or_one = group.encode([group.identity, group.generator])
            answers.append([zero_or_one.index(text) for text in group.encode(opened)])
        else:
            answers.append(group.embedded(opened[0], len(question.answers)))
    return answers


async def read_back(page: Page) -> list[str]:
    await expect(page.locator("dl")).to_be_visible()
    return [await value.inner_text() for value in await page.locator("dd.govuk-summary-list__value").all()]


async def ticks(page: Page, *names: str) -> None:
    for name in names:
        await page.get_by_label(name, exact=True).check()


async def ranks(page: Page, **places: str) -> None:
    for name, place in places.items():
        await page.get_by_label(name, exact=True).select_option(place)


async def grades(page: Page, thing: str, grade: str) -> None:
    await page.get_by_role("group", name=thing, exact=True).get_by_label(grade, exact=True).check()


# --- from the code to the receipt -----------------------------------------------------------------------------------


async def test_four_kinds_of_questions_on_one_ballot_hold_what_the_check_page_read_back(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    await expect(page.get_by_text("Question 1 of 4")).to_be_visible()
    await ticks(page, "Ann", "Carys")
    await goes_on(voter)
    await ticks(page, "Bus", "Hall", "Garden")
    await goes_on(voter)
    await ranks(page, Hall="1st choice", Bus="2nd choice")
    await goes_on(voter)
    await grades(page, "2025", "Poor")
    await goes_on(voter)
    assert await read_back(page) == [
        "Ann\nCarys",
        "Bus\nHall\nGarden",
        "1st choice: Hall\n2nd choice: Bus\nNo choice: Garden",
        "2025: Poor\n2026: No grade",
    ]
    await casts(voter)
    assert await inside(room) == [[0, 1, 0, 1, 0], [0, 1, 1, 1], [2, 1, 0], [3, 0]]
    await expect(page.get_by_text("All locked votes are mixed")).to_be_visible()
    assert voter.said == []


async def test_every_question_can_be_left_blank_and_the_check_page_says_so(room: Room) -> None:
    voter = await comes_in(room)
    for _ in PAPER:
        await ticks(voter.page, BLANK)
        await goes_on(voter)
    assert await read_back(voter.page) == ["You do not want to choose"] * 4
    await casts(voter)
    assert await inside(room) == [[1, 0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0], [0, 0]]


async def test_nothing_at_all_is_no_answer_to_any_question(room: Room) -> None:
    voter = await comes_in(room)
    for question in PAPER:
        await voter.now_reads(question.text.en)
        await goes_on(voter)
        await expect(voter.page.locator(".govuk-error-summary")).to_be_focused()
        await expect(voter.page.locator(".govuk-error-summary")).to_contain_text(BLANK)
        await voter.page.locator(".govuk-error-summary a").click()
        await expect(voter.page.locator(".app-booth__choice :focus")).to_have_count(1)
        await ticks(voter.page, BLANK)
        await goes_on(voter)
    await voter.now_reads("Check your vote")


async def test_from_the_code_to_the_receipt_by_keyboard_alone_in_welsh_easy_read_at_320_pixels(room: Room) -> None:
    voter = await comes_in(room, "cy-easy", viewport={"width": 320, "height": 640})
    page = voter.page

    async def tabs_to(name: str, *, press: str) -> None:
        for _ in range(40):
            await page.keyboard.press("Tab")
            named = "(e => (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)"
            if await page.evaluate(named) == name:
                assert await page.evaluate("document.documentElement.scrollWidth") <= 320
                return await page.keyboard.press(press)
        pytest.fail(f"no Tab leads to {name!r}")

    await tabs_to("Ann", press="Space")
    await tabs_to("Nesaf", press="Enter")
    await voter.now_reads("Pa ddyddiau?")
    await tabs_to("Neuadd", press="Space")
    await tabs_to("Nesaf", press="Enter")
    await voter.now_reads("Ym mha drefn? Dewiswch un: Dewis 1")
    await tabs_to("Bws", press="ArrowDown")  # one stop for all radios: the arrows move within
    await tabs_to("Nesaf", press="Enter")
    await voter.now_reads("Ym mha drefn? Dewiswch un: Dewis 2")
    await tabs_to("Bws", press="ArrowUp")  # from the first up is to the last: no more choices
    await tabs_to("Nesaf", press="Enter")
    await voter.now_reads("Pa mor dda?")
    await tabs_to("Dim gradd", press="ArrowUp")
    await tabs_to("Nesaf", press="Enter")
    await voter.now_reads("Ydy hyn yn iawn?")
    await tabs_to("Rhoi fy mhleidlais yn y blwch", press="Enter")
    await voter.now_reads("Mae eich pleidlais yn y blwch")
    assert await inside(room) == [[0, 1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0], [3, 0]]


# --- choosing up to a number ----------------------------------------------------------------------------------------


@choosing
async def test_of_several_as_many_may_be_chosen_as_the_question_says(room: Room) -> None:
    voter = await comes_in(room)
    page, line = voter.page, voter.page.get_by_role("status")
    await expect(line).to_have_text("You have chosen 0. You can choose 2 more.")
    await ticks(page, "Ann")
    await expect(line).to_have_text("You have chosen 1. You can choose 1 more.")
    await ticks(page, "Carys")
    await expect(line).to_contain_text("You have chosen 2. That is as many as you can.")
    await page.get_by_role("link", name="Go to Continue").click()
    await expect(page.get_by_role("button", name="Continue")).to_be_focused()
    await ticks(page, "Dai")
    await voter.press("Continue")
    await expect(page.get_by_role("alert")).to_contain_text("You chose 3. Choose 2 at most.")
    await ticks(page, BLANK)
    await expect(page.get_by_label("Ann", exact=True)).not_to_be_checked()
    await ticks(page, "Dai")
    await expect(page.get_by_label(BLANK, exact=True)).not_to_be_checked()
    await voter.press("Continue")
    assert await read_back(page) == ["Dai"]


async def test_any_number_may_be_approved_of_and_nobody_is_told_to_stop(room: Room) -> None:
    voter = await comes_in(room)
    await ticks(voter.page, "Ann")
    await goes_on(voter)
    await expect(voter.page.get_by_text("Choose as many as you like.")).to_be_visible()
    await ticks(voter.page, "Bus")
    await expect(voter.page.get_by_role("status")).to_have_text("You have chosen 1.")


# --- candidates -----------------------------------------------------------------------------------------------------


@choosing
async def test_a_statement_opens_below_its_candidate_on_the_same_page(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    await expect(page.locator("details")).to_have_count(1)
    await expect(page.get_by_text("I kept the books")).to_be_hidden()
    await page.get_by_text("Read more: Ann").click()
    await expect(page.get_by_text("I kept the books")).to_be_visible()
    await expect(page.get_by_label("Ann", exact=True)).not_to_be_checked()
    await page.get_by_role("link", name="Cymraeg").click()
    await page.get_by_text("Darllen rhagor: Ann").click()
    await expect(page.get_by_text("(Cymraeg)")).to_be_visible()


PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


async def with_photos(voter: Sitting, *without: str) -> list[str]:
    """The server has a picture of every option but these; answers the addresses that are asked for."""
    asked: list[str] = []

    async def facts(route: Route) -> None:
        answer = await route.fetch()
        data = await answer.json()
        for number, question in enumerate(data["questions"]):
            for option in question["options"]:
                option["photo"] = None if option["id"] in without else f"/photos/{number}-{option['id']}.png"
        await route.fulfill(response=answer, json=data)

    async def photo(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(body=PICTURE, content_type="image/png", headers={"Cache-Control": "no-store"})

    await voter.page.route("**/api/votes/*/booth", facts)
    await voter.page.route("**/photos/*", photo)
    return asked


@ranking
async def test_a_photo_stands_beside_each_name_or_beside_none(room: Room) -> None:
    for without, seen in (((), 3), (("hall",), 0)):
        voter = await room.sits_down()
        await with_photos(voter, *without)
        await voter.enter()
        await voter.give_code()
        await voter.now_reads(RANK)
        await expect(voter.page.locator("img")).to_have_count(seen)


@ranking
@pytest.mark.control("BOOTH-1")
async def test_the_photos_that_are_fetched_do_not_tell_who_was_chosen(room: Room) -> None:
    """With one choice to a page, whoever was chosen is not shown again: all photos are fetched before."""
    voter = await room.sits_down()
    asked = await with_photos(voter)
    await voter.enter("en-easy")
    await voter.page.wait_for_load_state("networkidle")
    assert sorted(asked) == [f"{room.origin}/photos/0-{name}.png" for name in ("bus", "garden", "hall")]
    await voter.page.locator("#code").fill(voter.code)
    await goes_on(voter)
    for name in ("Hall", "Bus"):
        await ticks(voter.page, name)
        await goes_on(voter)
    await expect(voter.page.locator("img")).to_have_count(1)
    await voter.page.go_back()
    await expect(voter.page.locator("img")).to_have_count(2)
    assert await voter.page.locator("img").first.evaluate("image => image.naturalWidth") == 1
    assert len(asked) == 3


# --- ranking --------------------------------------------------------------------------------------------------------


@ranking
async def test_two_names_in_one_place_are_explained_and_one_press_says_which_comes_first(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    await ranks(page, Bus="1st choice", Hall="1st choice", Garden="2nd choice")
    await voter.press("Continue")
    summary = page.locator(".govuk-error-summary")
    await expect(summary).to_contain_text("You gave the same place, 1st choice, more than once: Bus, Hall.")
    await expect(page.get_by_label("Hall", exact=True)).to_have_value("1")
    await voter.press("Make Hall my 1st choice")
    await expect(summary).to_have_count(0)
    await expect(page.locator("#order")).to_be_focused()
    await expect(page.locator("#order")).to_have_text(
        "Your order now: 1st choice: Hall; 2nd choice: Bus; 3rd choice: Garden"
    )
    await voter.press("Continue")
    assert (await read_back(page))[0].startswith("1st choice: Hall\n2nd choice: Bus\n3rd choice: Garden")


@ranking
async def test_three_names_in_one_place_take_two_presses(room: Room) -> None:
    voter = await comes_in(room)
    await ranks(voter.page, Bus="2nd choice", Hall="2nd choice", Garden="2nd choice")
    await voter.press("Continue")
    await voter.press("Make Garden my 2nd choice")
    await voter.press("Make Hall my 2nd choice")
    await voter.press("Continue")
    assert await read_back(voter.page) == ["1st choice: Garden\n2nd choice: Hall\n3rd choice: Bus"]


@ranking
async def test_a_place_left_out_is_explained_and_one_press_closes_the_gap(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    await ranks(page, Bus="3rd choice", Garden="1st choice")
    await voter.press("Continue")
    await expect(page.locator(".govuk-error-summary")).to_contain_text("You left out one place, 2nd choice")
    await voter.press("Close the gap: 1st choice: Garden; 2nd choice: Bus")
    await expect(page.get_by_label("Bus", exact=True)).to_have_value("2")
    await voter.press("Continue")
    assert await read_back(page) == ["1st choice: Garden\n2nd choice: Bus\nNo choice: Hall"]


@ranking
async def test_ranking_and_not_wanting_to_choose_are_opposites(room: Room) -> None:
    voter = await comes_in(room)
    await ranks(voter.page, Bus="1st choice")
    await ticks(voter.page, BLANK)
    await expect(voter.page.get_by_label("Bus", exact=True)).to_have_value("0")
    await ranks(voter.page, Hall="1st choice")
    await expect(voter.page.get_by_label(BLANK, exact=True)).not_to_be_checked()


@ranking
async def test_easy_read_asks_for_one_choice_at_a_time_and_back_is_the_choice_before(room: Room) -> None:
    voter = await comes_in(room, "en-easy")
    page = voter.page
    await voter.now_reads(f"{RANK} Pick one: 1st choice")
    await ticks(page, "Hall")
    await goes_on(voter)
    await voter.now_reads(f"{RANK} Pick one: 2nd choice")
    await expect(page.get_by_text("Your choices so far: 1st choice: Hall")).to_be_visible()
    await expect(page.get_by_label("Hall", exact=True)).to_have_count(0)
    await goes_on(voter)
    await expect(page.locator(".govuk-error-summary")).to_contain_text("Please pick one")
    await ticks(page, "Bus")
    await page.go_back()
    await expect(page.get_by_label("Hall", exact=True)).to_be_checked()
    await goes_on(voter)
    await expect(page.get_by_label("Bus", exact=True)).to_be_checked()
    await page.get_by_role("button", name="Back").click()
    await ticks(page, "Garden")  # takes back what came after
    await goes_on(voter)
    await expect(page.get_by_label("Bus", exact=True)).not_to_be_checked()
    await ticks(page, "No more choices")
    await goes_on(voter)
    assert await read_back(page) == ["1st choice: Garden\nNo choice: Bus, Hall"]
    await page.go_back()
    await expect(page.get_by_label("No more choices", exact=True)).to_be_checked()


@ranking
@pytest.mark.control("BOOTH-1")
async def test_the_history_of_the_browser_does_not_tell_how_many_were_ranked(room: Room) -> None:
    lengths = set()
    for wanted in ([BLANK], ["Hall", "No more choices"], ["Hall", "Bus", "Garden"]):
        voter = await comes_in(room, "en-easy")
        for name in wanted:
            await ticks(voter.page, name)
            await goes_on(voter)
        await voter.now_reads("Is this right?")
        lengths.add(await voter.page.evaluate("JSON.stringify([history.length, history.state])"))
    assert len(lengths) == 1


@ranking
async def test_when_all_have_a_place_no_more_is_asked(room: Room) -> None:
    voter = await comes_in(room, "en-easy")
    for name in ("Garden", "Bus", "Hall"):
        await ticks(voter.page, name)
        await goes_on(voter)
    await voter.now_reads("Is this right?")
    assert await read_back(voter.page) == ["1st choice: Garden\n2nd choice: Bus\n3rd choice: Hall"]


@ranking
async def test_whoever_wants_the_other_way_of_ranking_keeps_the_order(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    await ranks(page, Hall="1st choice", Bus="3rd choice")
    await voter.press("Pick one choice at a time instead")
    await expect(page.get_by_label("Hall", exact=True)).to_be_checked()
    await voter.press("Continue")
    await expect(page.get_by_label("Bus", exact=True)).to_be_checked()
    await voter.press("See all of them on one page instead")
    await expect(page.get_by_label("Hall", exact=True)).to_have_value("1")
    await expect(page.get_by_label("Bus", exact=True)).to_have_value("2")
    await page.get_by_role("link", name="Easy Read").click()
    await expect(page.get_by_label("Bus", exact=True)).to_have_value("2")


# --- grades ---------------------------------------------------------------------------------------------------------


@grading
async def test_a_grade_can_be_taken_back_and_the_same_given_twice(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    for year in ("2025", "2026"):
        await grades(page, year, "Good")
    await goes_on(voter)
    assert await read_back(page) == ["2025: Good\n2026: Good"]
    await page.go_back()
    await grades(page, "2025", "No grade")
    await goes_on(voter)
    assert await read_back(page) == ["2025: No grade\n2026: Good"]


@grading
async def test_grading_and_not_wanting_to_choose_are_opposites(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    await grades(page, "2025", "Fair")
    await ticks(page, BLANK)
    group = page.get_by_role("group", name="2025", exact=True)
    await expect(group.get_by_label("No grade", exact=True)).to_be_checked()
    await grades(page, "2026", "Poor")
    await expect(page.get_by_label(BLANK, exact=True)).not_to_be_checked()


HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} \"'&amp;"
_HOSTILE = Texts(en=HOSTILE, cy=f"{HOSTILE} Cymraeg")


@pytest.mark.control("BAL-13")
@pytest.mark.parametrize(
    "room",
    [(Question(Kind.GRADES, _HOSTILE, (Option("x", _HOSTILE, _HOSTILE),), grades=(_HOSTILE, Texts(en="B", cy="B"))),)],
    indirect=True,
    ids=["markup"],
)
async def test_what_looks_like_markup_in_names_statements_and_grades_is_read_as_text(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    await page.locator("details summary").click()
    await expect(page.locator("details p")).to_have_text(HOSTILE)
    await grades(page, HOSTILE, HOSTILE)
    await goes_on(voter)
    assert await read_back(page) == [f"{HOSTILE}: {HOSTILE}"]
    assert await page.locator("main img").count() == 0
    assert voter.said == []


LISTENING = """() => {
  window.heard = [];
  const note = () => heard.push([
    document.querySelector("[role=status]")?.textContent, document.querySelector("progress")?.value]);
  new MutationObserver(note).observe(document, { subtree: true, childList: true });
}"""


async def test_how_far_the_locking_is_can_be_seen_and_heard(room: Room) -> None:
    voter = await comes_in(room)
    for _ in PAPER:
        await ticks(voter.page, BLANK)
        await goes_on(voter)
    await read_back(voter.page)
    await voter.page.evaluate(LISTENING)
    await casts(voter)
    heard = await voter.page.evaluate("window.heard")
    proofs = (5 + 2) + (4 + 2) + 1 + 1 + 1  # of each answer, and the signature
    told = [(words, value) for words, value in heard if words and words.startswith("Locking your vote")]
    assert told[0][0].endswith(f"0 of {proofs}")
    assert told[-1] == (f"Locking your vote: {proofs} of {proofs}", proofs)


@grading
@pytest.mark.control("BAL-13")
async def test_easier_words_for_a_grade_stand_beside_the_published_ones(room: Room) -> None:
    voter = await comes_in(room, "en-easy")
    await grades(voter.page, "2025", "Bad")
    await voter.page.get_by_text("The official words").click()
    await expect(voter.page.locator("details li").last).to_have_text("Bad: Poor")
    await expect(voter.page.locator("details p")).to_have_count(0)  # the question itself has no easier words


# --- what the server might do ---------------------------------------------------------------------------------------


def _swap_names(data: dict[str, Any]) -> None:
    options = data["questions"][0]["options"]
    options[0]["name"], options[1]["name"] = options[1]["name"], options[0]["name"]


def _swap_names_of_a_ranking(data: dict[str, Any]) -> None:
    options = data["questions"][2]["options"]
    options[0]["name"], options[1]["name"] = options[1]["name"], options[0]["name"]


def _turn_grades_round(data: dict[str, Any]) -> None:
    data["questions"][3]["grades"].reverse()


def _grade_where_a_ranking_is_asked(data: dict[str, Any]) -> None:
    data["questions"][2].update(kind="grades", grades=data["questions"][3]["grades"])


def _rank_where_a_choice_is_asked(data: dict[str, Any]) -> None:
    data["questions"][0]["kind"] = "ranking"


def _choose_where_a_ranking_is_asked(data: dict[str, Any]) -> None:
    data["questions"][2]["kind"] = "approval"


def _leave_an_option_out(data: dict[str, Any]) -> None:
    data["questions"][2]["options"].pop()


def _allow_one_more(data: dict[str, Any]) -> None:
    data["questions"][0]["maximum"] += 1


def _leave_a_question_out(data: dict[str, Any]) -> None:
    data["questions"].pop()


LIES = (
    _swap_names,
    _swap_names_of_a_ranking,
    _turn_grades_round,
    _grade_where_a_ranking_is_asked,
    _rank_where_a_choice_is_asked,
    _choose_where_a_ranking_is_asked,
    _leave_an_option_out,
    _allow_one_more,
    _leave_a_question_out,
)


@pytest.mark.control("BAL-13")
async def test_names_grades_and_limits_that_are_not_the_published_ones_are_not_shown(room: Room) -> None:
    voter = await room.sits_down()
    lies = list(LIES)

    async def facts(route: Route) -> None:
        answer = await route.fetch()
        data = await answer.json()
        lies.pop(0)(data)
        await route.fulfill(response=answer, json=data)

    await voter.page.route("**/api/votes/*/booth", facts)
    while lies:
        lie = lies[0].__name__
        await voter.enter()
        await expect(voter.page.locator("h1"), lie).to_have_text("Stop: this is not the published vote")


@pytest.mark.control("BOOTH-1")
async def test_no_choice_of_any_kind_leaves_the_page_or_stays_in_the_browser(room: Room) -> None:
    voter = await comes_in(room)
    page = voter.page
    await ticks(page, "Carys")
    await goes_on(voter)
    await ticks(page, "Garden")
    await goes_on(voter)
    await ranks(page, Garden="1st choice")
    await goes_on(voter)
    await grades(page, "2026", "Poor")
    await goes_on(voter)
    await read_back(page)
    kept = await page.evaluate(
        "async () => JSON.stringify([localStorage, sessionStorage, document.cookie, history.state, location.href,"
        " (await indexedDB.databases()).length, (await caches.keys()).length])"
    )
    await casts(voter)
    requests = [f"{one.method} {one.url} {one.post_data or ''}" for one in voter.sent]
    for place in (kept, *requests, *voter.said, await page.locator("main").inner_text()):
        assert not re.search(r"\b(carys|garden|2026|poor|1st)\b", place, re.IGNORECASE), place
    assert await page.locator("input, select").count() == 0


@choosing
async def test_the_page_says_how_many_key_holders_it_would_take_to_open_a_vote(room: Room) -> None:
    """As the published keys have it, whatever else the server says."""
    voter = await room.sits_down()
    await voter.enter()
    await voter.page.get_by_text("Who can see how I vote?").click()
    await expect(voter.page.get_by_text("3 of the 3 key-holders would have to break")).to_be_visible()


# --- proxies --------------------------------------------------------------------------------------------------------


@choosing
async def test_whoever_votes_for_others_too_enters_one_code_after_another(room: Room) -> None:
    voter = await room.sits_down()

    async def facts(route: Route) -> None:
        answer = await route.fetch()
        data = await answer.json()
        data["rights"] = [{"lent_by": None, "directed": False}, {"lent_by": "Ann Jones", "directed": True}]
        await route.fulfill(response=answer, json=data)

    await voter.page.route("**/api/votes/*/booth", facts)
    await voter.enter()
    await expect(voter.page.locator("main ul").first).to_have_text(
        "for yourselfas proxy for Ann JonesThey have told you how to vote. Vote as they asked."
    )
    await voter.give_code()
    await ticks(voter.page, "Dai")
    await goes_on(voter)
    await casts(voter)
    await voter.press("Vote with another code")
    await voter.now_reads("Enter your voting code")
    await expect(voter.page.locator("#code")).to_have_value("")


# --- how it reads and looks -----------------------------------------------------------------------------------------


async def answers_each(voter: Sitting) -> AsyncIterator[str]:
    """Every page from the first question to the check, then each question as it is refused."""
    page = voter.page
    for number in (0, 1):
        yield PAPER[number].kind
        await page.locator("#answer-0").check()
        await goes_on(voter)
    yield "ranking"
    if await page.locator("select").count():
        await page.locator("#answer-0").select_option("1")
        await page.locator("#answer-1").select_option("1")
        await goes_on(voter)
        yield "ranking with two in one place"
        await page.locator(".app-actions button").first.click()
    else:
        await page.locator("#answer-0").check()
        await goes_on(voter)
        yield "ranking: the next choice"
        await page.locator("#answer-none").check()
    await goes_on(voter)
    yield "grades"
    await page.locator("#answer-0-1").check()
    await goes_on(voter)
    yield "check"


@pytest.mark.parametrize("variant", ["en", "cy-easy", *(pytest.param(one, marks=LONG) for one in ("cy", "en-easy"))])
async def test_no_kind_of_question_has_a_barrier_in_any_variant_or_colours(room: Room, variant: str) -> None:
    voter = await comes_in(room, variant)
    found = []
    async for step in answers_each(voter):
        faulty = [*await faults(voter.page), *await too_wide(voter.page)]
        for theme in THEMES[1:] if variant == "en" else ():
            faulty += await faults_of_colour(voter.page, theme)
        found += [f"{step}: {fault}" for fault in faulty]
    assert found == [], "\n".join(["", *found])


@pytest.mark.parametrize("variant", ["en", "cy-easy"])
async def test_every_kind_of_question_reads_as_it_was_heard_last(
    room: Room, request: pytest.FixtureRequest, variant: str
) -> None:
    voter = await comes_in(room, variant)
    heard = [await voter.page.locator("main").aria_snapshot() async for _ in answers_each(voter)]
    stored.compare(request.config, f"read {variant} booth questions", "\n\n".join(heard))


async def test_the_title_of_a_vote_that_asks_several_things_is_not_one_of_its_questions(room: Room) -> None:
    voter = await room.sits_down()
    await voter.enter()
    items = await voter.page.locator("main ol li").all_inner_texts()
    assert items == [question.text.en for question in PAPER]
    await expect(voter.page.get_by_text(QUESTION.en)).to_have_count(0)
