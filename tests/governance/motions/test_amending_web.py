"""A change of the rules is proposed one question a page, and read by everybody, in every variant."""

from html import unescape
from pathlib import Path

import pytest

from constitution import CATALOGUE
from governance.access import service as access
from governance.actor import Assurance, Role
from governance.motions import service as motions
from tests.governance.conftest import Browser, Web
from tests.governance.motions.story import OPERATOR, Story

NEW = "/en/rules/changes/new"
VARIANTS = ["en", "cy", "en-easy", "cy-easy"]


@pytest.fixture
async def told(web: Web, tmp_path: Path) -> Story:
    story = Story(web.database, web.clock, web.keys, tmp_path)
    await story.found()
    await story.call()
    return story


async def member(web: Web, story: Story, number: int = 0) -> Browser:
    async with web.database.reading() as view:
        account = await access.account_for(view, story.members[number].member or "")
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.LINK)
    return browser


async def chooses(browser: Browser, path: str, typed: dict[str, str]) -> None:
    answer = await browser.post(f"{NEW}/{path}", typed, page=f"{NEW}/{path}")
    assert (answer.status_code, answer.headers.get("location")) == (303, f"{NEW}/together"), answer.text


async def sent(browser: Browser, for_board: bool = False) -> str:
    """From the change to the motion; its id."""
    ways = ["who"] if for_board else []
    for step in [*ways, "title", "why", "languages", *([] if for_board else ["meeting"])]:
        page = f"/en/motions/new/{step}"
        answer = await browser.post(page, {"for_board": "yes"} if step == "who" else {}, page=page)
        assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/en/motions/new/check"
    answer = await browser.post("/en/motions/new", page="/en/motions/new/check")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).split("/")[3]


async def test_a_member_proposes_another_value_and_everybody_reads_it_word_by_word(web: Web, told: Story) -> None:
    proposer = await member(web, told)
    assert (await proposer.get(f"{NEW}?")).status_code == 200
    found = (await proposer.get(f"{NEW}/rules?search=clear days annual")).text
    assert "Rule 36" in found
    assert "Rule 90" not in found
    assert "/values/P-080" in (await proposer.get(f"{NEW}/rules/36")).text
    asked = unescape((await proposer.get(f"{NEW}/values/P-080")).text)
    assert 'value="21"' in asked
    await chooses(proposer, "values/P-080", {"value": "28"})
    whole = unescape((await proposer.get(f"{NEW}/together")).text)
    for words in ("28", "<del>", "<ins>", "Rule 56", "Rule 105", "When the registrar has registered it"):
        assert words in whole, words
    check = unescape((await proposer.get("/en/motions/new/check")).text)
    assert "Change rule 36" in check
    assert "28 clear days" in check
    assert "28 o ddiwrnodau clir" in unescape((await proposer.get("/cy/motions/new/check")).text)
    motion = await sent(proposer)
    reader = await member(web, told, 1)
    for variant in VARIANTS:
        for path in (
            f"/motions/{motion}",
            f"/rules/changes/{motion}",
            f"/rules/changes/{motion}/text",
            "/rules/changes",
        ):
            answer = await reader.get(f"/{variant}{path}")
            assert answer.status_code == 200, path
            assert answer.text.count("<h1") == 1
    assert "<ins>" in (await reader.get(f"/en/rules/changes/{motion}")).text
    async with web.database.reading() as view:
        proposed = await motions.proposed(view, OPERATOR, motion, told.now)
    assert proposed.motion.matter == "rule_change"
    assert proposed.motion.titled.is_bilingual


async def test_what_was_typed_and_refused_stands_there_again(web: Web, told: Story) -> None:
    proposer = await member(web, told)
    page = f"{NEW}/values/P-080"
    answer = await proposer.post(page, {"value": "soon <b>"}, page=page)
    assert answer.status_code == 422
    assert 'value="soon &lt;b&gt;"' in answer.text
    unknown = await proposer.post(page, {"value": "3", "role": "chair"}, page=page)
    assert unknown.status_code == 400
    together = (await proposer.get(f"{NEW}/together")).text
    assert "You have changed nothing yet" in together


async def test_words_are_changed_in_both_languages_and_new_problems_are_told(web: Web, told: Story) -> None:
    proposer = await member(web, told)
    page = f"{NEW}/words/36"
    typed = {"title_en": "Notice", "title_cy": "Hysbysiad", "paragraphs_1_en": "At least {P-080} clear days."}
    answer = await proposer.post(page, typed, page=page)
    assert answer.status_code == 422
    typed |= {"paragraphs_1_cy": "O leiaf {P-999} o ddiwrnodau clir."}
    answer = await proposer.post(page, typed, page=page)
    assert "curly brackets" in answer.text
    await chooses(proposer, "words/36", typed | {"paragraphs_1_cy": "O leiaf {P-080} o ddiwrnodau clir."})
    assert "At least" in (await proposer.get(f"{NEW}/together")).text
    await chooses(proposer, "values/P-180", {"value": "99"})
    assert "What would not fit together then" in (await proposer.get(f"{NEW}/together")).text


async def test_a_rule_is_added_and_another_taken_out_and_each_left_out_again(web: Web, told: Story) -> None:
    proposer = await member(web, told)
    begun = await proposer.post(f"{NEW}/rules", {"number": "106"}, page=f"{NEW}/rules")
    assert begun.headers["location"] == f"{NEW}/words/106"
    words = {f"{name}_{one}": "Cath" for name in ("title", "paragraphs_1") for one in ("en", "cy")}
    await chooses(proposer, "words/106", words)
    struck = await proposer.post(f"{NEW}/words/40/struck-out", page=f"{NEW}/rules/40")
    assert struck.status_code == 303
    whole = (await proposer.get(f"{NEW}/together")).text
    assert "This rule is new" in whole
    assert "This rule is taken out" in whole
    for name in ("rule-106", "rule-40"):
        left = await proposer.post(f"{NEW}/left-out", {"name": name}, page=f"{NEW}/together")
        assert left.status_code == 303
    assert "You have changed nothing yet" in (await proposer.get(f"{NEW}/together")).text


@pytest.mark.parametrize(
    ("number", "told_so"),
    [
        ("", "fill this in"),
        ("abc", "such as 106 or 36a"),
        ("36.", "such as 106 or 36a"),
        ("3..6", "such as 106 or 36a"),
        ("\u00b2", "such as 106 or 36a"),
        ("36", "a rule with this number already"),
    ],
)
async def test_a_new_rule_has_a_number_that_can_be_one_and_no_rule_has(
    web: Web, told: Story, number: str, told_so: str
) -> None:
    proposer = await member(web, told)
    answer = await proposer.post(f"{NEW}/rules", {"number": number}, page=f"{NEW}/rules")
    assert answer.status_code == 422
    assert told_so in unescape(answer.text)


async def test_a_rule_that_is_taken_out_can_be_kept_after_all_on_its_own_page(web: Web, told: Story) -> None:
    proposer = await member(web, told)
    await proposer.post(f"{NEW}/words/40/struck-out", page=f"{NEW}/rules/40")
    shown = (await proposer.get(f"{NEW}/rules/40")).text
    assert f'href="{NEW}/together"' in shown
    assert 'value="rule-40"' in shown
    assert (await proposer.post(f"{NEW}/words/999/struck-out", page=f"{NEW}/rules")).status_code == 404


async def test_whoever_reads_welsh_is_asked_for_a_majority_in_welsh(web: Web, told: Story) -> None:
    proposer = await member(web, told)
    asked = unescape((await proposer.get("/cy/rules/changes/new/values/P-145")).text)
    for words in ("Y pleidleisiau a fwriwyd", "Yr aelodau sy'n bresennol", "Pawb ond yr un"):
        assert words in asked
    for words in ("votes cast", "members present", "eligible who vote"):
        assert words not in asked


@pytest.mark.parametrize("identity", ["P-002", "P-005", "P-006", "P-008", "P-144"])
async def test_nobody_takes_from_the_rules_what_it_needs_to_change_them_again(
    web: Web, told: Story, identity: str
) -> None:
    proposer = await member(web, told)
    page = f"{NEW}/values/{identity}"
    answer = await proposer.post(page, {"absent": "yes"}, page=page)
    assert answer.status_code == 422
    assert "nobody could change them again" in unescape(answer.text)
    assert "You have changed nothing yet" in (await proposer.get(f"{NEW}/together")).text
    entry = {"rule": "105", "not_applicable": True}
    told_so = await proposer.post_json("/api/rules/changes", {"amendment": {"entries": {identity: entry}}})
    assert told_so.status_code == 422
    assert [path[:16] for path in told_so.json()["errors"]] == [f"parameters.{identity}"]


async def test_a_motion_about_something_else_is_not_touched(web: Web, told: Story) -> None:
    proposer = await member(web, told)
    await proposer.post("/en/motions/new/title", {"title_en": "A bus"}, page="/en/motions/new/title")
    assert "about something else" in (await proposer.get(NEW)).text
    answer = await proposer.post(f"{NEW}/values/P-080", {"value": "28"}, page=f"{NEW}/values/P-080")
    assert answer.status_code == 409
    assert "about something else" in answer.text
    assert "A bus" in (await proposer.get("/en/motions/new/check")).text


async def test_every_value_has_a_page_that_asks_for_it(web: Web, told: Story) -> None:
    proposer = await member(web, told)
    for place, identity in enumerate(CATALOGUE):
        variant = VARIANTS[place % len(VARIANTS)]
        answer = await proposer.get(f"/{variant}/rules/changes/new/values/{identity}")
        assert answer.status_code == 200, identity
    assert (await proposer.get(f"{NEW}/values/P-999")).status_code == 404
    assert (await proposer.get(f"{NEW}/rules/999")).status_code == 404
    for number in ("%3Cb%3E", "%C2%B2", "36.", "zzz", "99999999999"):
        assert (await proposer.get(f"{NEW}/words/{number}")).status_code == 404, number


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_page_of_the_way_is_there_in_every_variant(web: Web, told: Story, variant: str) -> None:
    officer = await web.signed_in(Role.SECRETARY)
    await chooses(officer, "values/P-145", {"value.purpose_clause.fraction": "90%", "value.purpose_clause.cmp": ">="})
    for page in ("", "/rules", "/rules/36", "/values/P-145", "/words/36", "/words/106", "/together"):
        answer = await officer.get(f"/{variant}/rules/changes/new{page}")
        assert answer.status_code == 200, page
        assert answer.text.count("<h1") == 1, page
    assert (await web.browser().get(f"/{variant}/rules/changes/new")).status_code in (302, 303, 401)
