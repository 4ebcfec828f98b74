"""What rules did and what a change would have altered, as people and programs read it."""

from html import unescape
from pathlib import Path

from constitution.amendment import Amendment
from governance.motions import service as motions
from tests.governance.conftest import Web
from tests.governance.motions.story import OPERATOR, Story
from tests.governance.motions.test_amending_web import NEW, VARIANTS, chooses, member

QUORUM = Amendment({"P-100": {"rule": "39", "value": 8}})


def words_of(page: str) -> str:
    """A page as it is read, however its lines break."""
    return " ".join(unescape(page).split())


async def with_a_past(web: Web, home: Path) -> tuple[Story, str]:
    """A meeting of six has been held, and a quorum of eight is proposed now."""
    story = Story(web.database, web.clock, web.keys, home)
    await story.found()
    await story.call()
    await story.put(await story.propose(by_board=True))
    await story.give_notice()
    await story.hold(6)
    async with web.database.writing() as tx:
        motion = await motions.propose_amendment(tx, OPERATOR, amendment=QUORUM, by_board=True, now=story.now)
    return story, motion.id


async def test_members_read_what_would_have_been_different_before_they_vote(web: Web, tmp_path: Path) -> None:
    story, motion = await with_a_past(web, tmp_path)
    reader = await member(web, story)
    assert f"/rules/changes/{motion}/replay" in (await reader.get(f"/en/rules/changes/{motion}")).text
    read = words_of((await reader.get(f"/en/rules/changes/{motion}/replay")).text)
    for words in ("different: 1 of", "Needed: 8. More needed: 2", "Rule 39 as it would read", "/rules/39/version/1"):
        assert words in read, words
    told = (await reader.get(f"/api/rules/changes/{motion}/replay")).json()
    (changed,) = [one for one in told if one["changed"]]
    assert (changed["subject"]["about"], changed["before"]["met"], changed["after"]["met"]) == ("meeting", True, False)
    await chooses(reader, "values/P-100", {"value": "7"})
    assert "More needed: 1" in words_of((await reader.get(f"{NEW}/replay")).text)


async def test_the_explorer_and_the_uses_of_a_rule_are_there_in_every_variant(web: Web, tmp_path: Path) -> None:
    story, motion = await with_a_past(web, tmp_path)
    reader = await member(web, story)
    for variant in VARIANTS:
        for path in ("/rules/explorer", "/rules/39/used", f"/rules/changes/{motion}/replay"):
            answer = await reader.get(f"/{variant}{path}")
            assert answer.status_code == 200, path
            assert answer.text.count("<h1") == 1
    used = unescape((await reader.get("/en/rules/39/used")).text)
    assert "Voting members here: 6" in used
    assert f"/en/meetings/{story.meeting}" in used
    told = words_of((await reader.get("/en/rules/36/used")).text)
    assert ": the date was set" in told
    assert ": the notice was sent" in told, "two answers about one meeting on one day are told apart"
    explorer = unescape((await reader.get("/en/rules/explorer?search=quorum")).text)
    assert "how many must be at a meeting" in explorer
    assert "/rules/39/used" in explorer
    assert "/rules/90" not in explorer
    assert "Where this rule was used" in (await reader.get("/en/rules/39")).text
    assert (await reader.get("/en/rules/999/used")).status_code == 404
    assert (await reader.get("/en/rules/39/used?page=0")).status_code == 404


async def test_programs_ask_which_rule_applied_on_a_day(web: Web, tmp_path: Path) -> None:
    story, _ = await with_a_past(web, tmp_path)
    reader = await member(web, story)
    found = (await reader.get("/api/rules/applied?parameter=P-080&day=2027-03-01")).json()
    assert (found["value"], found["rule"], found["version"], found["applies"]) == (21, "36", 1, True)
    assert (await reader.get("/api/rules/applied?parameter=P-999&day=2027-03-01")).status_code == 404
    uses = (await reader.get("/api/rules/39/used")).json()
    assert {(one["event"], one["finding"]["question"]) for one in uses["uses"]} == {("began", "quorum")}
    stranger = web.browser()
    assert (await stranger.get("/api/rules/applied?parameter=P-080&day=2027-03-01")).status_code == 200
    assert (await stranger.get("/api/rules/39/used")).status_code == 401
    assert "/rules/39/used" not in (await stranger.get("/en/rules/39")).text
