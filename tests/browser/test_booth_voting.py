"""The booth as a voter meets it, in Chromium: from voting code to receipt, and whatever may go wrong between."""

import asyncio
import json
import re
from asyncio.subprocess import PIPE, STDOUT
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Dialog, Route, expect

from ballots import public_of, verify
from ballots.ballot import CheckedBallot, check_ballot
from governance.platform.texts import VARIANTS, Texts
from governance.votes import service as votes
from tests.browser import booth_room
from tests.browser.booth_room import Room, Sitting
from tests.browser.looking import THEMES, faults, faults_of_colour, too_wide
from tests.governance.votes import ballots, desk
from tests.governance.votes.ballots import OPENS, OPERATOR

pytestmark = pytest.mark.asyncio(loop_scope="session")

IN_THE_BOX = "Your vote is in the box"
UNKNOWN = "We do not know yet if your vote is in the box"
MOST_PAGES = 5
Opening = Callable[..., Awaitable[Room]]


@pytest_asyncio.fixture(loop_scope="session")
async def room(chrome: Browser, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Room]:
    async with booth_room.room(chrome, sqlite_template, tmp_path) as room:
        yield room


@pytest_asyncio.fixture(loop_scope="session")
async def single(chrome: Browser, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Room]:
    """Where each member may cast once."""
    async with booth_room.room(chrome, sqlite_template, tmp_path, revote=False) as room:
        yield room


async def checked(room: Room) -> list[CheckedBallot]:
    """The ballots of the box, each held to everything that a stranger checks."""
    election = room.polling.election
    publics = {public_of(code, election.uuid, election.group) for code in room.polling.codes}
    return [check_ballot(election, publics, raw) for raw in await room.in_the_box()]


async def tracker_on(voter: Sitting) -> str:
    return (await voter.page.locator(".app-tracker--long").first.inner_text(timeout=5000)).strip()


# --- the ordinary way -----------------------------------------------------------------------------------------------


async def test_a_member_votes_and_gets_a_receipt(room: Room) -> None:
    voter = await room.sits_down()
    await voter.vote("Yes")
    await voter.now_reads(IN_THE_BOX)
    (ballot,) = await checked(room)
    await voter.page.get_by_text("The full receipt").click()
    assert await tracker_on(voter) == ballot.tracker
    await voter.press("Check it is there now")
    await expect(voter.page.get_by_text("Yes. Your vote is in the box now.")).to_be_visible()
    assert voter.said == []


@pytest.mark.parametrize(("answer", "entries"), [("Yes", "yes"), ("No", "no"), ("I do not want to choose", "blank")])
async def test_the_count_says_what_was_chosen(
    chrome: Browser, sqlite_template: Path, tmp_path: Path, answer: str, entries: str
) -> None:
    async with booth_room.room(chrome, sqlite_template, tmp_path, count=1) as room:
        voter = await room.sits_down()
        await voter.vote(answer)
        await voter.now_reads(IN_THE_BOX)
        await ballots.declare(room.database, room.keys, room.polling, OPENS)
        async with room.database.reading() as view:
            outcome = votes.outcome(await votes.find(view, OPERATOR, room.polling.vote))
            archive = await votes.archive(view, OPERATOR, room.polling.vote)
    assert outcome is not None
    assert {"yes": outcome.yes, "no": outcome.no, "blank": outcome.blank}[entries] == 1
    assert verify(archive).ballots == 1


async def test_from_the_opened_page_to_the_receipt_by_keyboard_alone_in_welsh_easy_read(room: Room) -> None:
    """Three steps to a vote: the code, the question, the check. Pages and presses are counted."""
    voter = await room.sits_down(viewport={"width": 320, "height": 640})
    page, presses, pages = voter.page, 0, []

    async def arrived() -> None:
        pages.append(await voter.heading())
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320

    async def tab_to(label: str) -> None:
        nonlocal presses
        for _ in range(40):
            await page.keyboard.press("Tab")
            presses += 1
            focused = await page.evaluate(
                "(e => (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)",
            )
            if focused == label:
                return
        pytest.fail(f"no Tab leads to {label!r}")

    await voter.enter("cy-easy")
    await arrived()
    await tab_to("Neu teipiwch eich cod")
    await page.keyboard.type(voter.code)
    await page.keyboard.press("Enter")
    await voter.now_reads("A ddylem brynu bws mini?")
    await arrived()
    await tab_to("Ie")
    await page.keyboard.press("Space")
    await tab_to("Nesaf")
    await page.keyboard.press("Enter")
    await voter.now_reads("Ydy hyn yn iawn?")
    await arrived()
    await tab_to("Rhoi fy mhleidlais yn y blwch")
    await page.keyboard.press("Enter")
    await voter.now_reads("Mae eich pleidlais yn y blwch")
    await arrived()
    presses += 4  # Enter, Space, Enter, Enter
    print(f"pages: {len(pages)} ({', '.join(pages)}); presses beside the code itself: {presses}")
    assert len(pages) <= MOST_PAGES
    assert len(await checked(room)) == 1


@pytest.mark.parametrize("variant", VARIANTS)
async def test_no_step_has_a_barrier_in_any_variant_or_colours(room: Room, variant: str) -> None:
    voter = await room.sits_down()
    page, found = voter.page, []

    async def look(step: str) -> None:
        await voter.heading()
        faulty = [*await faults(page), *await too_wide(page)]
        for theme in THEMES[1:] if variant == "en" else ():
            faulty += await faults_of_colour(page, theme)
        found.extend(f"{step}: {fault}" for fault in faulty)

    await voter.enter(variant)
    await look("code")
    await page.locator("button[type=submit]").click()
    await expect(page.locator(".govuk-error-summary")).to_be_focused()
    found += [f"code refused: {fault}" for fault in [*await faults(page), *await too_wide(page)]]
    await page.locator("#helped").check()
    await page.locator("#code").fill(voter.code)
    await page.locator("button[type=submit]").click()
    await expect(page.locator("main li")).to_have_count(5)
    await look("helper")
    await page.locator("main .govuk-button").click()
    await look("question")
    await page.locator("#answer-2").check()
    await page.locator("button[type=submit]").click()
    await expect(page.locator("dl")).to_be_visible()
    await look("check")
    await page.route("**/ballots", lambda route: route.abort())
    await page.locator("main .govuk-button").click()
    await expect(page.locator(".app-tracker").first).to_be_visible()
    await look("waiting")
    await page.unroute("**/ballots")
    await page.locator("main .govuk-button").click()
    await expect(page.locator(".govuk-panel")).to_be_visible(timeout=booth_room.PATIENCE)
    await look("receipt")
    await page.locator("details summary").last.click()
    found += [f"receipt opened: {fault}" for fault in [*await faults(page), *await too_wide(page)]]
    assert found == [], "\n".join(["", *found])


async def test_at_the_largest_text_and_320_pixels_no_page_is_wider_than_the_screen(room: Room) -> None:
    voter = await room.sits_down(viewport={"width": 320, "height": 640})
    await voter.context.add_cookies([{"name": "coop-comfort", "value": "largest...", "url": room.origin}])
    await voter.enter("cy")
    page = voter.page
    assert await page.locator("html").get_attribute("data-text") == "largest"
    for act in (
        lambda: page.get_by_label("Neu teipiwch eich cod pleidleisio").fill(voter.code),
        lambda: page.get_by_role("button", name="Gwirio fy nghod").click(),
        lambda: page.get_by_label("Ie", exact=True).check(),
        lambda: page.get_by_role("button", name="Parhau").click(),
        lambda: page.get_by_role("button", name="Rhoi fy mhleidlais yn y blwch").click(),
        lambda: page.get_by_text("Y dderbynneb lawn").click(),
    ):
        await act()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_the_variant_can_change_at_any_step_and_the_choices_stay(room: Room) -> None:
    voter = await room.sits_down()
    page = voter.page
    await voter.enter()
    await page.get_by_label("Or type your voting code").fill(voter.code)
    await page.get_by_role("link", name="Cymraeg").click()
    await expect(page.get_by_label("Neu teipiwch eich cod pleidleisio")).to_have_value(voter.code)
    await page.get_by_role("button", name="Gwirio fy nghod").click()
    await page.get_by_label("Na", exact=True).check()
    await page.get_by_role("link", name="Easy Read").click()
    await expect(page.get_by_label("No", exact=True)).to_be_checked()
    await page.get_by_role("button", name="Next").click()
    await voter.now_reads("Is this right?")
    await page.get_by_role("link", name="English").click()
    await voter.now_reads("Check your vote")
    await expect(page.locator("dd").first).to_have_text("No")
    assert await page.locator("html").get_attribute("lang") == "en"
    assert page.url == voter.address


async def test_the_code_may_come_from_a_file_or_with_spaces_and_long_dashes(room: Room, tmp_path: Path) -> None:
    voter = await room.sits_down()
    await voter.enter()
    await voter.give_code(f"  {voter.code.replace('-', ' – ')} ")
    await voter.now_reads("Shall we buy a minibus?")
    letter = tmp_path / "code.txt"
    letter.write_text(f"Dear Ann,\nyour voting code is {voter.code}.\n")
    other = await room.another_tab(voter.context)
    await other.enter()
    await other.page.get_by_label("Choose the file with your voting code").set_input_files(letter)
    await other.now_reads("Shall we buy a minibus?")


async def test_the_code_may_be_pasted(room: Room) -> None:
    voter = await room.sits_down(permissions=["clipboard-read", "clipboard-write"])
    await voter.enter()
    await voter.page.evaluate("(code) => navigator.clipboard.writeText(code)", voter.code)
    await voter.press("Paste my code")
    await voter.now_reads("Shall we buy a minibus?")


async def test_the_code_may_be_scanned_where_the_browser_reads_qr_codes_by_itself(room: Room) -> None:
    voter = await room.sits_down()
    await voter.enter()
    await expect(voter.page.get_by_role("button", name="Scan my code")).to_have_count(0)
    eye = f"""
    window.BarcodeDetector = class {{
      static async getSupportedFormats() {{ return ["qr_code"]; }}
      async detect() {{ return [{{ rawValue: "{voter.code}" }}]; }}
    }};
    navigator.mediaDevices.getUserMedia = async () => {{
      const canvas = document.createElement("canvas");
      canvas.getContext("2d").fillRect(0, 0, 10, 10);
      return window.seen = canvas.captureStream(10);
    }};"""
    await voter.page.add_init_script(eye)
    await voter.enter()
    await voter.press("Scan my code with the camera")
    await voter.now_reads("Shall we buy a minibus?")
    assert await voter.page.evaluate("window.seen.getTracks().every((track) => track.readyState === 'ended')")


async def test_the_camera_stops_when_the_voter_goes_on_without_it(room: Room) -> None:
    voter = await room.sits_down()
    eye = """
    window.BarcodeDetector = class {
      static async getSupportedFormats() { return ["qr_code"]; }
      async detect() { return []; }
    };
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement("canvas");
      canvas.getContext("2d").fillRect(0, 0, 10, 10);
      return window.seen = canvas.captureStream(10);
    };"""
    await voter.page.add_init_script(eye)
    await voter.enter()
    await voter.press("Scan my code with the camera")
    await voter.page.wait_for_function("window.seen?.active")
    await voter.give_code()
    await voter.now_reads("Shall we buy a minibus?")
    await voter.choose("No")
    await voter.now_reads("Check your vote")
    await voter.page.wait_for_function("window.seen.getTracks().every((track) => track.readyState === 'ended')")
    assert await voter.heading() == "Check your vote"
    assert voter.said == []


async def test_a_file_without_a_code_is_not_put_into_the_field(room: Room, tmp_path: Path) -> None:
    voter = await room.sits_down()
    await voter.enter()
    picture = tmp_path / "picture.txt"
    picture.write_bytes(bytes(range(256)) * 300)
    await voter.page.get_by_label("Choose the file with your voting code").set_input_files(picture)
    await expect(voter.page.locator(".govuk-error-summary")).to_contain_text("This is not a voting code for this vote")
    await expect(voter.page.locator("#code")).to_have_value("")


async def test_what_is_wrong_with_a_code_is_said_in_the_variant_now_chosen(room: Room) -> None:
    voter = await room.sits_down()
    await voter.enter()
    await voter.press("Check my code")
    await expect(voter.page.locator(".govuk-error-summary")).to_contain_text("Enter your voting code")
    await voter.page.get_by_role("link", name="Cymraeg").click()
    await expect(voter.page.locator(".govuk-error-summary")).to_contain_text("Rhowch eich cod pleidleisio")
    await expect(voter.page.get_by_role("link", name="Cymraeg")).to_be_focused()


async def test_the_receipt_is_saved_and_copied_without_a_word_of_the_choice(room: Room) -> None:
    voter = await room.sits_down(permissions=["clipboard-read", "clipboard-write"])
    await voter.vote("No")
    await voter.now_reads(IN_THE_BOX)
    (ballot,) = await checked(room)
    async with voter.page.expect_download() as saving:
        await voter.press("Save as a file")
    saved = (await (await saving.value).path()).read_text(encoding="utf-8")
    assert ballot.tracker in saved
    assert f"ballot {ballot.tracker}\nsequence 1\n" in saved
    assert not re.search(r"\bNo\b", saved)
    await voter.press("Copy my full code")
    await expect(voter.page.get_by_role("status")).to_have_text("Copied.")
    assert await voter.page.evaluate("navigator.clipboard.readText()") == ballot.tracker


async def test_a_file_with_the_codes_of_others_is_refused(room: Room, tmp_path: Path) -> None:
    voter = await room.sits_down()
    codes = tmp_path / "codes.txt"
    codes.write_text("\n".join(room.polling.codes))
    await voter.enter()
    await voter.page.get_by_label("Choose the file with your voting code").set_input_files(codes)
    await expect(voter.page.get_by_role("alert")).to_contain_text("more than one voting code")


@pytest.mark.parametrize(
    "damage", [str.swapcase, lambda code: code[:-1], lambda code: "1" + code[1:], lambda code: "x"]
)
async def test_a_wrong_code_is_refused_whole_before_any_choice(room: Room, damage: Callable[[str], str]) -> None:
    voter = await room.sits_down()
    await voter.enter()
    await voter.give_code(damage(voter.code))
    summary = voter.page.locator(".govuk-error-summary")
    await expect(summary).to_be_focused()
    await expect(summary).to_contain_text("This is not a voting code for this vote. Compare the whole code")
    assert (await voter.page.title()).startswith("Error: ")
    await expect(voter.page.get_by_label("Or type your voting code")).to_have_value(damage(voter.code))
    await expect(voter.page.get_by_role("radio")).to_have_count(0)


async def test_a_code_that_was_refused_leaves_no_earlier_one_in_use(room: Room) -> None:
    voter = await room.sits_down()
    await voter.to_the_check_page("No")
    await voter.page.go_back()
    await voter.page.go_back()
    await voter.now_reads("Enter your voting code")
    await voter.give_code(voter.code.swapcase())
    await expect(voter.page.locator(".govuk-error-summary")).to_contain_text("This is not a voting code for this vote")
    await voter.page.go_forward()
    await expect(voter.page.get_by_role("radio")).to_have_count(0)
    await voter.now_reads("Enter your voting code")


async def test_a_helper_is_told_what_to_do_before_the_question(room: Room) -> None:
    voter = await room.sits_down()
    await voter.enter()
    await voter.page.get_by_label("Someone is helping me").check()
    await voter.give_code()
    await voter.now_reads("For the person who is helping")
    await voter.press("We have read this")
    await expect(voter.page.get_by_text("To the helper: please look away now.")).to_be_visible()


async def test_a_question_wants_an_answer_and_blank_is_one(room: Room) -> None:
    voter = await room.sits_down()
    await voter.enter()
    await voter.give_code()
    await voter.press("Continue")
    await expect(voter.page.locator(".govuk-error-summary")).to_be_focused()
    await voter.choose("I do not want to choose")
    await expect(voter.page.locator("dd").first).to_have_text("You do not want to choose")


async def test_the_independent_verifier_accepts_what_the_booth_cast(
    chrome: Browser, sqlite_template: Path, tmp_path: Path, belenios_tool: str
) -> None:
    async with booth_room.room(chrome, sqlite_template, tmp_path, in_group="BELENIOS-2048") as room:
        for number, answer in enumerate(("Yes", "No", "I do not want to choose")):
            voter = await room.sits_down(number)
            await voter.vote(answer)
            await voter.now_reads(IN_THE_BOX)
        await ballots.declare(room.database, room.keys, room.polling, OPENS)
        async with room.database.reading() as view:
            archive = await votes.archive(view, OPERATOR, room.polling.vote)
    assert verify(archive).result == [[1, 1, 1]]
    folder = tmp_path / "record"
    folder.mkdir()
    (folder / f"{room.polling.election.uuid}.bel").write_bytes(archive)
    command = [belenios_tool, "election", "verify", "--dir", str(folder)]
    done = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
    said, _ = await done.communicate()
    assert done.returncode == 0, said
    assert b"all checks passed" in said


# --- secrecy --------------------------------------------------------------------------------------------------------


@pytest.mark.control("BOOTH-1")
async def test_neither_the_choice_nor_the_code_leaves_the_page_or_stays_in_the_browser(room: Room) -> None:
    voter = await room.sits_down()
    await voter.vote("No")
    await voter.now_reads(IN_THE_BOX)
    requests = [f"{one.method} {one.url} {one.post_data or ''}" for one in voter.sent]
    kept = await voter.page.evaluate(
        "async () => JSON.stringify([localStorage, sessionStorage, document.cookie, history.state, location.href,"
        " (await indexedDB.databases()).length, (await caches.keys()).length])"
    )
    shown = await voter.page.content()
    letters = voter.code.replace("-", "")
    for place in (*requests, *voter.said, kept, shown):
        assert voter.code not in place
        assert all(letters[start : start + 8] not in place for start in range(len(letters) - 7))
    posted = [json.loads(one.post_data or "null") for one in voter.sent if one.url.endswith("/ballots")]
    assert [set(ballot) for ballot in posted] == [
        {"election_uuid", "election_hash", "credential", "answers", "signature"}
    ]
    assert not re.search(r"\b(No|Yes|choose)\b", " ".join(requests))
    assert await voter.page.locator("input").count() == 0
    assert all(one.url.startswith(room.origin) for one in voter.sent)


@pytest.mark.control("BOOTH-1")
async def test_the_whole_public_list_is_fetched_so_that_nobody_learns_whose_code_was_looked_up(room: Room) -> None:
    first, second = await room.sits_down(0), await room.sits_down(1)
    for voter in (first, second):
        await voter.enter()
        await voter.give_code()
        await voter.now_reads("Shall we buy a minibus?")
    asked = [[one.url for one in voter.sent if "/api/" in one.url] for voter in (first, second)]
    assert asked[0] == asked[1]
    assert asked[0][-1].endswith("/credentials")


@pytest.mark.control("BAL-4")
async def test_two_voters_with_the_same_choice_have_different_codes(room: Room) -> None:
    for number in (0, 1):
        voter = await room.sits_down(number)
        await voter.vote("Yes")
        await voter.now_reads(IN_THE_BOX)
    first, second = await checked(room)
    assert first.tracker != second.tracker
    assert first.credential != second.credential
    assert not first.parts & second.parts


async def test_paper_shows_no_choice(room: Room) -> None:
    voter = await room.sits_down()
    await voter.to_the_check_page("No")
    await voter.page.emulate_media(media="print")
    await expect(voter.page.locator("dl")).to_be_hidden()
    await expect(voter.page.get_by_text("Your choices are not printed.")).to_be_visible()


@pytest.mark.control("BAL-13")
async def test_what_looks_like_markup_in_a_question_is_read_as_text(
    chrome: Browser, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = '<script>document.title="mine"</script><img src=x onerror=alert(1)> {{ 7*7 }} ŵŷ 🗳️ "\'&amp;'
    monkeypatch.setattr(ballots, "QUESTION", Texts(en=hostile, cy=f"{hostile} Cymraeg"))
    async with booth_room.room(chrome, sqlite_template, tmp_path) as room:
        voter = await room.sits_down()
        dialogs: list[str] = []
        voter.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        await voter.enter()
        await voter.give_code()
        await voter.now_reads(hostile)
        await voter.choose("Yes")
        await voter.press("Put my vote in the box")
        await voter.now_reads(IN_THE_BOX)
        assert dialogs == []
        assert voter.said == []
        assert await voter.page.locator("script:not([src^='/static/'])").count() == 0
        assert len(await checked(room)) == 1


@pytest.mark.control("BAL-13")
async def test_questions_that_are_not_the_published_ones_are_not_answered(room: Room) -> None:
    voter = await room.sits_down()

    async def other_question(route: Route) -> None:
        answer = await route.fetch()
        data = await answer.json()
        data["questions"][0]["text"]["en"] = "Shall we buy a bicycle?"
        await route.fulfill(response=answer, json=data)

    await voter.page.route("**/api/votes/*/booth", other_question)
    await voter.enter()
    await voter.now_reads("Stop: this is not the published vote")
    await expect(voter.page.get_by_role("textbox")).to_have_count(0)


@pytest.mark.control("BAL-1")
async def test_a_vote_that_the_key_holders_could_not_open_is_not_made(room: Room) -> None:
    voter = await room.sits_down()

    async def one_key_holder_less(route: Route) -> None:
        answer = await route.fetch()
        data = await answer.json()
        data["trustees"] = json.dumps(json.loads(data["trustees"])[1:], ensure_ascii=False, separators=(",", ":"))
        await route.fulfill(response=answer, json=data)

    await voter.page.route("**/api/votes/*/booth", one_key_holder_less)
    await voter.enter()
    await voter.now_reads("Stop: this is not the published vote")
    await expect(voter.page.get_by_role("textbox")).to_have_count(0)


@pytest.mark.control("BOOTH-1")
async def test_no_script_runs_but_the_one_with_the_published_checksum(room: Room) -> None:
    voter = await room.sits_down()
    answer = await voter.page.goto(voter.address)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    (script,) = re.findall(r'src="/static/[^"]+" integrity="(sha384-[^"]+)"', await answer.text())
    assert f"script-src '{script}'" in policy
    for part in ("default-src 'none'", "form-action 'none'", "trusted-types 'none'", "frame-ancestors 'none'"):
        assert part in policy

    async def longer(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=await answer.text() + ";")

    await voter.page.route("**/static/booth-*.js", longer)
    other = await room.another_tab(voter.context)
    await other.page.route("**/static/booth-*.js", longer)
    await other.page.goto(other.address)
    await expect(other.page.locator("h1")).to_contain_text("Voting booth")
    assert any("integrity" in words for words in other.said)


# --- when the connection fails --------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrives", [False, True], ids=["before the server got it", "after the server got it"])
async def test_a_cut_connection_sends_the_same_bytes_again_and_ends_with_one_ballot(room: Room, arrives: bool) -> None:
    voter = await room.sits_down()
    cut = 0

    async def cutting(route: Route) -> None:
        nonlocal cut
        cut += 1
        if arrives:
            await route.fetch()
        await route.abort("connectionreset")

    await voter.page.route("**/ballots", cutting)
    await voter.vote("Yes")
    await voter.now_reads(UNKNOWN)
    await expect(voter.page.get_by_text("Your choices are kept on this page.")).to_be_visible()
    await expect(voter.page.get_by_role("status")).to_contain_text("We try again by ourselves")
    await voter.page.unroute("**/ballots")
    await voter.press("Try again")
    await voter.now_reads(IN_THE_BOX)
    bodies = {one.post_data for one in voter.sent if one.url.endswith("/ballots")}
    assert cut >= 1
    assert len(bodies) == 1
    assert len(await checked(room)) == 1


async def test_the_booth_tries_again_by_itself(room: Room) -> None:
    voter = await room.sits_down()
    await voter.page.clock.install()
    await voter.page.route("**/ballots", lambda route: route.abort("connectionreset"))
    await voter.vote("Yes")
    await voter.now_reads(UNKNOWN)
    await voter.page.unroute("**/ballots")
    await voter.page.clock.fast_forward(3000)
    await voter.now_reads(IN_THE_BOX)
    assert len(await checked(room)) == 1


async def test_a_busy_server_is_asked_again_when_it_said(room: Room) -> None:
    voter = await room.sits_down()
    await voter.page.clock.install()
    busy = {"status": 503, "headers": {"Retry-After": "40"}, "json": {"type": "unavailable"}}
    await voter.page.route("**/ballots", lambda route: route.fulfill(**busy))
    await voter.vote("Yes")
    await expect(voter.page.get_by_role("status")).to_contain_text("in about 40 seconds")
    await voter.page.unroute("**/ballots")
    sent = len(voter.sent)
    await voter.page.clock.fast_forward(30_000)
    assert len(voter.sent) == sent
    await voter.page.clock.fast_forward(11_000)
    await voter.now_reads(IN_THE_BOX)


@pytest.mark.parametrize("path", ["**/api/votes/*/booth", "**/api/votes/*/election"])
async def test_a_connection_cut_while_the_booth_opens_is_said_and_mended(room: Room, path: str) -> None:
    voter = await room.sits_down()
    await voter.page.route(path, lambda route: route.abort())
    await voter.enter()
    await voter.now_reads("The booth could not be opened")
    await voter.page.unroute(path)
    await voter.press("Try again")
    await voter.now_reads("Enter your voting code")


async def test_a_connection_cut_while_the_code_is_checked_keeps_the_code(room: Room) -> None:
    voter = await room.sits_down()
    await voter.enter()
    await voter.page.route("**/credentials", lambda route: route.abort())
    await voter.give_code()
    await expect(voter.page.get_by_role("alert")).to_contain_text("The list of codes could not be fetched")
    await voter.page.unroute("**/credentials")
    await voter.press("Check my code")
    await voter.now_reads("Shall we buy a minibus?")


async def test_whoever_is_signed_out_meanwhile_signs_in_elsewhere_and_loses_nothing(room: Room) -> None:
    voter = await room.sits_down()
    await voter.to_the_check_page()
    room.clock.pass_time(timedelta(hours=1))
    await voter.press("Put my vote in the box")
    await voter.now_reads("Your vote is not in the box yet")
    await expect(voter.page.get_by_text("You are no longer signed in.")).to_be_visible()
    await room.sign_in(voter.context, 0)  # another tab of the same browser: a new sign-in with a new form token
    await voter.press("Try again")
    await voter.now_reads(IN_THE_BOX)
    assert len(await checked(room)) == 1


async def test_a_vote_that_closed_meanwhile_is_said_plainly(room: Room) -> None:
    voter = await room.sits_down()
    await voter.to_the_check_page()
    await ballots.close(room.database, room.keys, room.polling, OPENS)
    await voter.press("Put my vote in the box")
    await voter.now_reads("Your vote is not in the box")
    await expect(voter.page.get_by_text("The vote closed before your vote arrived.")).to_be_visible()
    assert await checked(room) == []


async def test_closed_is_believed_only_when_no_earlier_sending_can_still_arrive(room: Room) -> None:
    """What was sent in time may lie before the box while the clock has passed its end."""
    voter = await room.sits_down()
    await voter.page.clock.install()
    answers = ["cut", "closed", "closed", "closed"]

    async def answering(route: Route) -> None:
        if answers.pop(0) == "cut":
            await route.abort()
        else:
            await route.fulfill(status=409, json={"type": "closed"})

    await voter.page.route("**/ballots", answering)
    await voter.vote("Yes")
    for left in (3, 2, 1):
        await voter.now_reads(UNKNOWN)
        await expect(voter.page.get_by_role("status")).to_contain_text("by ourselves")
        assert len(answers) == left
        await voter.page.clock.fast_forward(7000)
    await voter.now_reads("Your vote is not in the box")


# --- a server that lies ---------------------------------------------------------------------------------------------


async def _another_tracker(receipt: dict[str, Any], _older: dict[str, Any]) -> dict[str, Any]:
    text = re.sub(r"ballot \S+", "ballot " + "A" * 43, receipt["text"])
    return {**receipt, "tracker": "A" * 43, "text": text}


async def _bad_signature(receipt: dict[str, Any], older: dict[str, Any]) -> dict[str, Any]:
    return {**receipt, "signature": older["signature"]}


async def _older_receipt(_receipt: dict[str, Any], older: dict[str, Any]) -> dict[str, Any]:
    return older


async def _nothing(_receipt: dict[str, Any], _older: dict[str, Any]) -> dict[str, Any]:
    return {"ok": True}


@pytest.mark.control("BAL-5")
@pytest.mark.parametrize("lie", [_another_tracker, _bad_signature, _older_receipt, _nothing])
async def test_a_receipt_that_is_not_for_this_ballot_is_never_believed(
    room: Room, lie: Callable[[dict[str, Any], dict[str, Any]], Awaitable[dict[str, Any]]]
) -> None:
    """The server signs what it sends; only the hash that was computed here says if it is ours."""
    earlier = await room.sits_down(1)
    receipts: list[dict[str, Any]] = []

    async def remembering(route: Route) -> None:
        answer = await route.fetch()
        receipts.append(await answer.json())
        await route.fulfill(response=answer)

    await earlier.page.route("**/ballots", remembering)
    await earlier.vote("No")
    await earlier.now_reads(IN_THE_BOX)
    voter = await room.sits_down(0)

    async def lying(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json=await lie(await answer.json(), receipts[0]))

    await voter.page.route("**/ballots", lying)
    await voter.vote("Yes")
    await voter.now_reads("Stop: the answer does not fit your vote")
    await expect(voter.page.get_by_text("Do not rely on your vote being counted.")).to_be_visible()
    assert IN_THE_BOX not in await voter.page.content()


@pytest.mark.control("BAL-5")
async def test_a_key_that_the_server_changes_after_the_vote_was_made_does_not_help_it(room: Room) -> None:
    voter = await room.sits_down()
    other = room.keys.signing("checkpoints")

    async def signed_anew(route: Route) -> None:
        answer = await route.fetch()
        receipt = await answer.json()
        receipt["signature"] = b64encode(other.sign(receipt["text"].encode())).decode()
        await route.fulfill(response=answer, json=receipt)

    await voter.page.route("**/ballots", signed_anew)
    await voter.vote("Yes")
    await voter.now_reads("Stop: the answer does not fit your vote")


# --- back, reload, two tabs, nobody there ---------------------------------------------------------------------------


async def test_back_is_the_step_before_and_never_leads_back_into_a_vote_that_was_cast(room: Room) -> None:
    voter = await room.sits_down()
    await voter.to_the_check_page("No")
    await voter.page.go_back()
    await voter.now_reads("Shall we buy a minibus?")
    await expect(voter.page.get_by_label("No", exact=True)).to_be_checked()
    await voter.page.go_back()
    await voter.now_reads("Enter your voting code")
    await voter.press("Check my code")
    await voter.now_reads("Shall we buy a minibus?")
    await voter.press("Continue")
    await voter.press("Put my vote in the box")
    await voter.now_reads(IN_THE_BOX)
    await voter.page.go_back()
    await voter.now_reads(IN_THE_BOX)
    await expect(voter.page.get_by_role("radio")).to_have_count(0)
    assert len(await checked(room)) == 1


async def test_back_while_the_vote_is_on_its_way_changes_nothing(room: Room) -> None:
    voter = await room.sits_down()
    await voter.page.route("**/ballots", lambda route: route.abort())
    await voter.vote("Yes")
    await voter.now_reads(UNKNOWN)
    await voter.page.go_back()
    await voter.now_reads(UNKNOWN)
    await voter.page.unroute("**/ballots")
    await voter.press("Try again")
    await voter.now_reads(IN_THE_BOX)
    assert len(await checked(room)) == 1


async def test_change_leads_to_the_question_and_back_to_the_check(room: Room) -> None:
    voter = await room.sits_down()
    await voter.to_the_check_page("No")
    await voter.page.get_by_role("button", name="Change : Shall we buy a minibus?").click()
    await voter.choose("Yes")
    await expect(voter.page.locator("dd").first).to_have_text("Yes")


async def test_reloading_with_a_code_entered_asks_first(room: Room) -> None:
    voter = await room.sits_down()
    await voter.to_the_check_page()
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    voter.page.on("dialog", stay)
    await voter.page.evaluate("setTimeout(() => location.reload())")
    await expect(voter.page.locator("h1")).to_have_text("Check your vote")
    await voter.page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


@pytest.mark.control("BAL-6")
async def test_of_two_tabs_the_last_vote_counts_where_members_may_vote_again(room: Room) -> None:
    first = await room.sits_down()
    await first.to_the_check_page("Yes")
    second = await room.another_tab(first.context)
    await second.to_the_check_page("No")
    for tab in (first, second):
        await tab.press("Put my vote in the box")
        await tab.now_reads(IN_THE_BOX)
    await first.press("Check it is there now")
    await expect(first.page.get_by_role("status")).to_contain_text("a later vote of yours has replaced it")
    third = await room.another_tab(first.context)
    await third.enter()
    await expect(third.page.get_by_text("You have a vote in the box already.")).to_be_visible()


async def test_of_two_tabs_the_second_is_told_the_truth_where_members_vote_once(single: Room) -> None:
    first = await single.sits_down()
    await first.to_the_check_page("Yes")
    second = await single.another_tab(first.context)
    await second.to_the_check_page("No")
    for tab, heading in ((first, IN_THE_BOX), (second, "You have voted already")):
        await tab.press("Put my vote in the box")
        await tab.now_reads(heading)
    assert len(await checked(single)) == 1
    third = await single.another_tab(first.context)
    await third.enter()
    await third.now_reads("You have voted already")
    await expect(third.page.get_by_role("textbox")).to_have_count(0)


async def test_the_code_of_somebody_else_is_refused_and_the_choices_stay(room: Room) -> None:
    other = await room.sits_down(1)
    await other.vote("No")
    await other.now_reads(IN_THE_BOX)
    voter = await room.sits_down(0)
    await voter.enter()
    await voter.give_code(other.code)
    await voter.now_reads("Shall we buy a minibus?")
    await voter.choose("Yes")
    await voter.press("Put my vote in the box")
    await expect(voter.page.get_by_text("This voting code belongs to another sign-in")).to_be_visible()
    await voter.press("Enter another voting code")
    await voter.give_code()
    await expect(voter.page.get_by_label("Yes", exact=True)).to_be_checked()
    await voter.press("Continue")
    await voter.press("Put my vote in the box")
    await voter.now_reads(IN_THE_BOX)


async def test_an_empty_desk_shows_no_choice_and_loses_none(room: Room) -> None:
    voter = await room.sits_down()
    await voter.page.clock.install()
    await voter.to_the_check_page("No")
    await voter.page.clock.fast_forward("26:00")
    await voter.now_reads("Are you still there?")
    await expect(voter.page.locator("dd")).to_have_count(0)
    await voter.press("Yes, go on")
    await voter.now_reads("Check your vote")
    await expect(voter.page.locator("dd").first).to_have_text("No")


async def test_back_shows_no_choice_on_an_empty_desk(room: Room) -> None:
    voter = await room.sits_down()
    await voter.page.clock.install()
    await voter.to_the_check_page("No")
    await voter.page.clock.fast_forward("26:00")
    await voter.now_reads("Are you still there?")
    await voter.page.go_back()
    await voter.now_reads("Are you still there?")
    await expect(voter.page.get_by_label("No", exact=True)).to_have_count(0)
    await voter.press("Yes, go on")
    await voter.now_reads("Shall we buy a minibus?")
    await expect(voter.page.get_by_label("No", exact=True)).to_be_checked()


# --- who cannot use it ----------------------------------------------------------------------------------------------


async def test_without_scripts_the_page_names_the_other_ways_in_four_variants(room: Room) -> None:
    voter = await room.sits_down(java_script_enabled=False)
    await voter.page.goto(voter.address)
    words = await voter.page.locator("noscript").inner_text()
    for way in ("By phone", "On paper", "In person", "Dros y ffôn", "Ar bapur", "Easy Read", "Hawdd ei Ddeall"):
        assert way in words


async def test_an_old_browser_is_told_first(room: Room) -> None:
    voter = await room.sits_down()
    await voter.page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
    await voter.enter()
    await voter.now_reads("This browser is too old to vote with")


async def test_a_vote_that_is_over_is_not_begun(room: Room) -> None:
    await ballots.close(room.database, room.keys, room.polling, OPENS)
    voter = await room.sits_down()
    await voter.enter()
    await voter.now_reads("You cannot vote here now")


# --- paper after all ------------------------------------------------------------------------------------------------


@pytest.mark.control("BAL-16")
async def test_a_member_who_was_given_a_paper_cancels_their_online_vote_with_their_code(
    chrome: Browser, sqlite_template: Path, tmp_path: Path
) -> None:
    async with booth_room.room(chrome, sqlite_template, tmp_path, on_paper=True) as room:
        voter = await room.sits_down()
        await voter.vote("Yes")
        await voter.now_reads(IN_THE_BOX)
        await desk.issue(room.database, room.keys, room.polling, 0)
        page = voter.page
        await page.goto(voter.address.removesuffix("/booth"))
        await page.get_by_role("link", name="Cancel my online vote").click()
        await voter.now_reads("Cancel your online vote")
        assert await faults(page) == []
        await voter.press("Go on")
        assert await page.get_by_label("Someone is helping me").count() == 0
        await voter.give_code(room.polling.codes[1])
        await expect(page.get_by_text("This code is not the one with which you voted online")).to_be_visible()
        await voter.enter()
        await voter.press("Go on")
        await voter.give_code()
        await voter.now_reads("Your online vote is cancelled")
        assert len(await checked(room)) == 2
        async with room.database.reading() as view:
            assert await votes.cancellations(view, room.polling.vote) == 1
            assert await votes.cancellations_due(view, room.polling.vote) == 0
        await desk.take_back(room.database, room.polling, 0)
        await voter.page.goto(voter.address.removesuffix("/booth"))
        await expect(page.get_by_text("Your online vote from before was cancelled")).to_be_visible()
        assert voter.code not in "".join(request.post_data or "" for request in voter.sent)
