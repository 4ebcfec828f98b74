"""Motions as people and programs meet them."""

from html import unescape
from pathlib import Path

import pytest

from governance.access import service as access
from governance.actor import Assurance, Role
from governance.motions import service as motions
from tests.governance.conftest import Browser, Web
from tests.governance.motions.story import OPERATOR, Story


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    """The story in the organisation that the web shows."""
    return Story(web.database, web.clock, web.keys, tmp_path)


async def member(web: Web, story: Story, number: int) -> Browser:
    async with web.database.reading() as view:
        account = await access.account_for(view, story.members[number].member or "")
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.LINK)
    return browser


WORDS = {
    "title_en": "We buy a minibus.",
    "title_cy": "Prynwn fws mini.",
    "text_en": "One minibus.",
    "text_cy": "Un bws mini.",
}


async def written(writer: Browser, *, meeting: str = "", for_board: bool = False, variant: str = "en") -> str:
    """Answers every question on its page and sends the motion; its id."""
    new = f"/{variant}/motions/new"
    answers: dict[str, dict[str, str]] = {
        "matter": {"matter": "other"},
        "title": {"title_en": WORDS["title_en"]},
        "text": {"text_en": WORDS["text_en"]},
        "why": {"why_en": "The old one is broken."},
        "languages": {"title_cy": WORDS["title_cy"], "text_cy": WORDS["text_cy"]},
        "easy": {},
    }
    if not for_board:
        answers["meeting"] = {"meeting": meeting}
    for step, given in answers.items():
        answer = await writer.post(f"{new}/{step}", given, page=f"{new}/{step}")
        assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"{new}/check"
    sent = await writer.post(new, page=f"{new}/check")
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"]).split("/")[3]


async def test_members_propose_and_support_and_the_secretary_puts_it_before_a_meeting(web: Web, told: Story) -> None:
    await told.found({"P-072": {"rule": "34", "value": 2}})
    await told.call()
    proposer, supporter = await member(web, told, 0), await member(web, told, 1)
    motion = await written(proposer, meeting=told.meeting)
    secretary = await web.signed_in(Role.SECRETARY)
    page, desk = f"/en/motions/{motion}", f"/en/office/motions/{motion}"
    refused = await secretary.post(f"{desk}/agenda", {"meeting": told.meeting}, page=desk)
    assert refused.status_code == 409
    assert "Too few members support the motion: 1 of the 2" in refused.text
    assert "Rule 34" in refused.text
    in_welsh = await secretary.post(
        f"/cy/office/motions/{motion}/agenda", {"meeting": told.meeting}, page=f"/cy/office/motions/{motion}"
    )
    assert "Mae rhy ychydig o aelodau" in in_welsh.text
    assert (await supporter.post(f"{page}/supporters", page=page)).status_code == 303
    assert (await secretary.post(f"{desk}/agenda", {"meeting": told.meeting}, page=desk)).status_code == 303
    shown = (await secretary.get(page)).text
    assert "On the agenda of a meeting" in shown
    assert "Aelod Rhif 2" in shown


@pytest.mark.parametrize("variant", ["en", "cy", "en-easy", "cy-easy"])
async def test_the_result_is_told_in_words_with_the_rules_that_decided(web: Web, told: Story, variant: str) -> None:
    motion, vote, election = await told.to_ballot("rule_change")
    await told.cast(vote, election, "yes yes yes no blank")
    browser = await web.signed_in(Role.SECRETARY, Role.MEMBER)
    assert (await browser.get(f"/{variant}/votes/{vote}/result")).status_code == 200
    await told.hold()
    await told.count(vote, election)
    browser = await web.signed_in(Role.SECRETARY, Role.MEMBER)
    text = (await browser.get(f"/{variant}/votes/{vote}/result")).text
    carried = {
        "en": "Carried: We buy a minibus.",
        "cy": "Derbyniwyd: Prynwn fws mini.",
        "en-easy": "Shall we buy a small bus?",
        "cy-easy": "A brynwn ni fws bach?",
    }[variant]
    turnout = {
        "en": "Turnout: 5 of 8",
        "cy": "Nifer a bleidleisiodd: 5 o'r 8",
        "en-easy": "5 of 8 people voted.",
        "cy-easy": "Pleidleisiodd 5 o 8 o bobl.",
    }[variant]
    rule = f"/{variant}/rules/56/version/"
    machine = {"en": "one machine held all the roles", "cy": "un peiriant oedd yn dal pob rôl"}[variant[:2]]
    for words in (carried, rule, machine):
        assert words in text
    assert turnout in unescape(text)
    for path in ("/motions", f"/motions/{motion}", "/motions/new", f"/office/motions/{motion}", "/decisions"):
        answer = await browser.get(f"/{variant}{path}")
        assert answer.status_code == 200, path
        assert answer.text.count("<h1") == 1


@pytest.mark.parametrize(
    ("law", "begins", "said"),
    [
        ("ca2006", "on_passing", "from the moment this was passed"),
        ("trust_ew", "on_deed", "the deed has been signed"),
        ("ccbsa2014", "on_registration", "the change has been registered"),
    ],
)
async def test_the_result_says_when_changed_rules_begin_under_this_law(
    web: Web, told: Story, law: str, begins: str, said: str
) -> None:
    """P-005: articles work from their passing, a society's rules from registration."""
    changes = {"P-002": {"rule": "1", "value": law}, "P-005": {"rule": "105", "value": begins}}
    _motion, vote, election = await told.to_ballot("rule_change", changes)
    await told.cast(vote, election, "yes yes yes no blank")
    await told.hold()
    await told.count(vote, election)
    browser = await web.signed_in(Role.SECRETARY, Role.MEMBER)
    assert said in (await browser.get(f"/en/votes/{vote}/result")).text


async def test_programs_go_the_whole_way_with_codes_for_every_no(web: Web, told: Story) -> None:
    await told.found()
    await told.call()
    proposer, secretary = await member(web, told, 0), await web.signed_in(Role.SECRETARY)
    (chance,) = (await proposer.get("/api/motions/chances")).json()
    assert chance["meeting"] == told.meeting
    words = {
        "title": {"en": "We buy a boat.", "cy": "Prynwn gwch.", "en_easy": "A boat?", "cy_easy": "Cwch?"},
        "text": {"en": "One boat.", "cy": "Un cwch.", "en_easy": "One boat.", "cy_easy": "Un cwch."},
    }
    proposer.last = None
    proposed = (await proposer.post_json("/api/motions", {**words, "meeting": told.meeting})).json()
    assert (proposed["stage"], proposed["supporters"], proposed["by_board"]) == ("supported", 1, False)
    path = f"/api/motions/{proposed['id']}"
    again = await proposer.post_json(f"{path}/supporters", {})
    assert (again.status_code, again.json()["type"]) == (409, "already-supported")
    unknown = await proposer.post_json("/api/motions", {**words, "stage": "carried"})
    assert unknown.status_code == 400
    early = await secretary.post_json(f"{path}/ballot", {})
    assert early.json()["type"] == "motion-stage"
    assert (await secretary.post_json(f"{path}/agenda", {})).json()["stage"] == "on-agenda"
    await told.give_notice()
    secretary = await web.signed_in(Role.SECRETARY)
    ballot = (await secretary.post_json(f"{path}/ballot", {"group": "Ed25519"})).json()
    assert ballot["roll_count"] == 8
    assert (await secretary.get(path)).json()["vote"] == ballot["vote"]
    assert (await secretary.get("/api/decisions")).json() == []
    still = await secretary.post_json(f"{path}/undecided", {})
    assert still.status_code in (403, 409)


async def test_the_board_proposes_through_its_officers(web: Web, told: Story) -> None:
    await told.found()
    chair = await web.signed_in(Role.CHAIR)
    await written(chair, for_board=True)
    async with web.database.reading() as view:
        (motion,) = await motions.motions(view, OPERATOR)
    assert motion.proposer is None
    page = f"/en/motions/{motion.id}"
    shown = (await chair.get(page)).text
    assert "Proposed by the board." in shown
    assert "It has enough supporters." not in shown, "a motion of the board needs none"
    browser = await member(web, told, 0)
    assert (await browser.get("/en/motions/new/who")).status_code == 404

    assert "Take my motion back" in shown
    assert "Take my motion back" not in (await browser.get(page)).text
    assert (await chair.post(f"{page}/withdraw", page=f"{page}/withdraw")).status_code == 303
    assert "Withdrawn by its proposer" in (await chair.get(page)).text


async def test_a_proposer_takes_a_motion_back_on_its_page(web: Web, told: Story) -> None:
    await told.found()
    motion = await told.propose()
    browser, other = await member(web, told, 0), await member(web, told, 1)
    page = f"/en/motions/{motion}"
    assert (await other.post(f"{page}/withdraw", page=page)).status_code == 403
    assert (await browser.post(f"{page}/withdraw", page=page)).status_code == 303
    assert "Withdrawn by its proposer" in (await browser.get(page)).text


async def test_a_ballot_is_prepared_on_the_motions_page(web: Web, told: Story) -> None:
    await told.found()
    await told.call()
    motion = await told.propose()
    await told.put(motion)
    await told.give_notice()
    secretary = await web.signed_in(Role.SECRETARY)
    page, desk = f"/en/motions/{motion}", f"/en/office/motions/{motion}"
    preview = await secretary.get(f"{desk}/ballot")
    for words in ("We buy a minibus.", "Prynwn fws mini.", "People on the list"):
        assert words in preview.text
    answer = await secretary.post(f"{desk}/ballot", {"group": "Ed25519"}, page=f"{desk}/ballot")
    assert answer.status_code == 303, answer.text
    shown = await secretary.get(answer.headers["location"])
    assert "The ballot is prepared" in shown.text
    assert "Being decided by secret ballot" in (await secretary.get(page)).text
