"""The office takes a change of the rules to the registrar, and programs do the same."""

from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from constitution.amendment import Amendment
from governance.actor import Assurance, Role
from governance.motions import service as motions
from governance.motions.amending import consolidated
from governance.platform.clock import legal_day
from governance.rulebook import service as rulebook
from tests.governance.conftest import Browser, Web
from tests.governance.motions.story import OPERATOR, Story
from tests.governance.motions.test_rule_changes import COMPANY, QUORUM, decided, proposed

VARIANTS = ["en", "cy", "en-easy", "cy-easy"]
CARRIED = "yes yes yes yes yes yes no no"


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    return Story(web.database, web.clock, web.keys, tmp_path)


async def passed(web: Web, story: Story) -> tuple[Browser, str]:
    """The secretary, and the path of the desk of a change that members have passed."""
    motion = await decided(story, CARRIED)
    web.clock.pass_time(timedelta(days=2))
    async with web.database.reading() as view:
        version = (await motions.proposed(view, OPERATOR, motion, web.clock.now())).version.id
    return await web.signed_in(Role.SECRETARY), f"/office/rules/{version}"


async def voted(web: Web, amendment: Amendment) -> str:
    """Another change, written on the rules of that day and passed by the members; its version."""
    async with web.database.writing() as tx:
        now = web.clock.now()
        version = await rulebook.draft_amendment(tx, OPERATOR, amendment, now, members=20)
        await rulebook.put_on_notice(tx, OPERATOR, version.id, now)
        await rulebook.carry(tx, OPERATOR, version.id, now)
    return version.id


async def test_a_change_is_sent_and_registered_with_every_step_told(web: Web, told: Story) -> None:
    await told.found()
    secretary, desk = await passed(web, told)
    today = legal_day(web.clock.now()).isoformat()
    assert "Send the papers to the registrar" in (await secretary.get("/en/office/rules")).text
    for variant in VARIANTS:
        for page in ("/office/rules", desk, f"{desk}/papers"):
            answer = await secretary.get(f"/{variant}{page}")
            assert answer.status_code == 200, page
            assert answer.text.count("<h1") == 1
    early = await secretary.post(f"/en{desk}/sent", {"sent_on": "2027-01-01"}, page=f"/en{desk}")
    assert early.status_code == 422
    assert "from the vote until today" in early.text
    assert (await secretary.post(f"/en{desk}/sent", {"sent_on": today}, page=f"/en{desk}")).status_code == 303
    letter = {"reference": "", "registered_on": today}
    blank = await secretary.post(f"/en{desk}/registered", letter, page=f"/en{desk}")
    assert blank.status_code == 422
    sent = await secretary.post(f"/en{desk}/registered", letter | {"reference": "R/2"}, page=f"/en{desk}")
    assert sent.status_code == 303
    shown = (await secretary.get(f"/en{desk}")).text
    for words in ("In force", "R/2"):
        assert words in shown
    again = await secretary.post(f"/en{desk}/registered", letter | {"reference": "R/2"}, page=f"/en{desk}")
    assert again.status_code == 409
    assert "cannot take that step now" in again.text


async def test_what_the_registrar_registered_in_other_words_is_kept_beside_what_was_voted(
    web: Web, told: Story
) -> None:
    """L-025."""
    await told.found()
    secretary, desk = await passed(web, told)
    today = legal_day(web.clock.now()).isoformat()
    await secretary.post(f"/en{desk}/sent", {"sent_on": today}, page=f"/en{desk}")
    page = f"/en{desk}/wording"
    assert 'value="28"' in (await secretary.get(page)).text
    letter = {"reference": "R/2", "registered_on": today, "P-080.value": "some"}
    refused = await secretary.post(page, letter, page=page)
    assert refused.status_code == 422
    assert 'value="some"' in refused.text
    for variant in VARIANTS:
        assert (await secretary.get(f"/{variant}{desk}/wording")).status_code == 200
    assert (await secretary.post(page, letter | {"P-080.value": "30"}, page=page)).status_code == 303
    assert "What the registrar changed" in (await secretary.get(f"/en{desk}")).text
    again = await secretary.post(page, letter | {"P-080.value": "31"}, page=f"/en{desk}")
    assert again.status_code == 409
    assert "cannot take that step now" in again.text


async def test_the_papers_hold_the_resolution_the_change_the_whole_rules_and_lines_to_sign(
    web: Web, told: Story
) -> None:
    """L-023."""
    await told.found()
    secretary, desk = await passed(web, told)
    page = unescape((await secretary.get(f"/en{desk}/papers/change-en.html")).text)
    for words in ("Votes in favour: 6", "<ins>", "28 clear days", "105.1", "Secretary: signature"):
        assert words in page, words
    assert page.count("Member: signature") == 3
    welsh = unescape((await secretary.get(f"/en{desk}/papers/change-cy.html")).text)
    assert 'lang="cy"' in welsh
    assert "28 o ddiwrnodau clir" in welsh
    assert (await secretary.get(f"/en{desk}/papers/change-en.pdf")).content.startswith(b"%PDF")
    whole = ZipFile(BytesIO((await secretary.get(f"/en{desk}/papers/change.zip")).content))
    assert sorted(whole.namelist()) == ["change-cy.html", "change-cy.pdf", "change-en.html", "change-en.pdf"]
    assert (await secretary.get(f"/en{desk}/papers/passwords.txt")).status_code == 404


async def test_a_company_is_told_by_when_to_file_what_is_in_force(web: Web, told: Story) -> None:
    """C-011: fifteen days."""
    await told.found(COMPANY)
    secretary, desk = await passed(web, told)
    shown = (await secretary.get(f"/en{desk}")).text
    assert "Send the papers to Companies House" in shown
    assert "The last day is" in shown
    today = legal_day(web.clock.now()).isoformat()
    assert (await secretary.post(f"/en{desk}/filed", {"sent_on": today}, page=f"/en{desk}")).status_code == 303


async def test_a_refused_change_and_one_given_up_leave_the_rules_as_they_are(web: Web, told: Story) -> None:
    await told.found()
    secretary, desk = await passed(web, told)
    refused = await secretary.post(f"/en{desk}/refused", page=f"/en{desk}")
    assert refused.status_code == 409
    assert (await secretary.post(f"/en{desk}/withdrawn", page=f"/en{desk}")).status_code == 303
    assert "Withdrawn" in (await secretary.get(f"/en{desk}")).text
    assert (await secretary.get("/api/rules")).json()["version"] == 1


async def test_the_chair_sees_the_desk_and_nothing_there_that_only_the_secretary_may_do(web: Web, told: Story) -> None:
    await told.found()
    secretary, desk = await passed(web, told)
    today = legal_day(web.clock.now()).isoformat()
    chair = await web.signed_in(Role.CHAIR)
    assert f"{desk}/withdrawn" not in (await chair.get(f"/en{desk}")).text
    assert (await chair.post(f"/en{desk}/sent", {"sent_on": today}, page=f"/en{desk}")).status_code == 303
    shown = (await chair.get(f"/en{desk}")).text
    assert "The secretary does this" in shown
    for act in ("registered", "refused", "withdrawn", "wording"):
        assert f"{desk}/{act}" not in shown
        assert f"{desk}/{act}" in (await secretary.get(f"/en{desk}")).text


async def test_nobody_is_asked_for_the_registrar_s_words_before_the_change_was_sent(web: Web, told: Story) -> None:
    await told.found()
    secretary, desk = await passed(web, told)
    assert (await secretary.get(f"/en{desk}/wording")).status_code == 409


async def test_what_took_effect_since_a_change_was_written_is_not_told_as_the_registrar_s(
    web: Web, told: Story
) -> None:
    """L-025: two changes that were sent together, and registered on one day."""
    await told.found()
    secretary, first = await passed(web, told)
    second = f"/office/rules/{await voted(web, QUORUM)}"
    today = legal_day(web.clock.now()).isoformat()
    for desk in (first, second):
        await secretary.post(f"/en{desk}/sent", {"sent_on": today}, page=f"/en{desk}")
        letter = {"reference": "R/2", "registered_on": today}
        answer = await secretary.post(f"/en{desk}/registered", letter, page=f"/en{desk}")
        assert answer.status_code == 303, answer.text
    shown = unescape((await secretary.get(f"/en{second}")).text)
    assert "In force" in shown
    assert "What the registrar changed" not in shown
    async with web.database.reading() as view:
        version = await rulebook.find(view, OPERATOR, second.rsplit("/", 1)[-1])
        change = await consolidated(view, version, web.clock.now())
    assert [one.number for one in change.clauses] == ["39"]
    assert "28 clear days" in (await secretary.get("/en/rules/36")).text


@pytest.mark.parametrize(
    ("variant", "named"),
    [
        ("en", "The fewest members at a quorate meeting; Rule 40"),
        ("cy", "Y nifer lleiaf o aelodau mewn cyfarfod â chworwm; Rheol 40"),
    ],
)
async def test_what_two_changes_both_change_is_said_in_words(web: Web, told: Story, variant: str, named: str) -> None:
    await told.found()
    secretary = await web.signed_in(Role.SECRETARY)
    both = Amendment({"P-100": {"rule": "39", "value": 5}}, {"40": None})
    today = legal_day(web.clock.now()).isoformat()
    first, second = [f"/office/rules/{await voted(web, both)}" for _ in range(2)]
    for desk in (first, second):
        await secretary.post(f"/en{desk}/sent", {"sent_on": today}, page=f"/en{desk}")
    letter = {"reference": "R/2", "registered_on": today}
    page = f"/{variant}{second}"
    opened = await secretary.get(page)
    assert (await secretary.post(f"/en{first}/registered", letter, page=f"/en{first}")).status_code == 303
    late = await secretary.post(f"{page}/registered", letter, page=page)
    assert opened.status_code == 200
    assert late.status_code == 409
    for shown in (late.text, (await secretary.get(page)).text):
        assert named in unescape(shown)
        assert "P-100, 40" not in shown


async def test_members_and_officers_with_a_link_alone_have_no_desk(web: Web, told: Story) -> None:
    await told.found()
    _, desk = await passed(web, told)
    for browser in (
        await web.signed_in(Role.MEMBER),
        await web.signed_in(Role.SECRETARY, assurance=Assurance.LINK),
    ):
        assert (await browser.get(f"/en{desk}")).status_code in (401, 403)


async def test_registering_asks_who_signed_in_long_ago_again(web: Web, told: Story) -> None:
    """PERM-7, AUTH-10."""
    await told.found()
    secretary, desk = await passed(web, told)
    today = legal_day(web.clock.now()).isoformat()
    await secretary.post(f"/en{desk}/sent", {"sent_on": today}, page=f"/en{desk}")
    web.clock.pass_time(timedelta(minutes=20))
    letter = {"reference": "R/2", "registered_on": today}
    answer = await secretary.post(f"/en{desk}/registered", letter, page=f"/en{desk}")
    assert answer.status_code != 303 or "step-up" in answer.headers["location"]
    assert (await secretary.get("/api/rules")).json()["version"] == 1


async def test_programs_propose_a_change_and_record_it_in_the_registrar_s_words(web: Web, told: Story) -> None:
    """L-025."""
    await told.found()
    officer = await web.signed_in(Role.SECRETARY)
    change = {"amendment": {"entries": {"P-080": {"rule": "36", "value": 28}}}}
    bad = await officer.post_json(
        "/api/rules/changes/of-the-board", {"amendment": {"entries": {"P-080": {"value": "x"}}}}
    )
    assert (bad.status_code, bad.json()["type"]) == (422, "invalid")
    seen = (await officer.post_json("/api/rules/changes/of-the-board", change)).json()
    assert (seen["state"], seen["clauses"], seen["matters"]) == ("draft", ["36"], ["rule_change"])
    assert (await officer.get(f"/api/rules/changes/{seen['motion']}")).json() == seen
    assert (await officer.post_json("/api/rules/changes/of-the-board", change)).status_code == 201

    secretary, desk = await passed(web, told)
    path = f"/api/rules/changes/{desk.rsplit('/', 1)[-1]}"
    today = legal_day(web.clock.now()).isoformat()
    assert (await secretary.post_json(f"{path}/sent", {"sent_on": today})).json()["state"] == "submitted"
    other = {"entries": {"P-080": {"rule": "36", "value": 30}}}
    letter = {"reference": "R/2", "registered_on": today, "as_registered": other}
    done = (await secretary.post_json(f"{path}/registered", letter)).json()
    assert done["state"] == "registered"
    assert done["text"] != done["registered_text"]
    shown = (await secretary.get(f"/en{desk}")).text
    assert "What the registrar changed" in shown
    assert "30" in shown


@pytest.mark.parametrize("act", ["refused", "withdrawn"])
async def test_programs_record_that_a_change_ended_on_its_way(web: Web, told: Story, act: str) -> None:
    await told.found()
    secretary, desk = await passed(web, told)
    path = f"/api/rules/changes/{desk.rsplit('/', 1)[-1]}"
    today = legal_day(web.clock.now()).isoformat()
    await secretary.post_json(f"{path}/sent", {"sent_on": today})
    ended = await secretary.post_json(f"{path}/{act}", {})
    assert (ended.status_code, ended.json()["state"]) == (200, act)
    again = await secretary.post_json(f"{path}/{act}", {})
    assert (again.status_code, again.json()["type"]) == (409, "rules-wrong-state")
    assert (await (await web.signed_in(Role.CHAIR)).post_json(f"{path}/{act}", {})).status_code == 403


async def test_the_office_does_not_give_up_what_members_have_still_to_decide_on(web: Web, told: Story) -> None:
    await told.found()
    await told.call()
    secretary = await web.signed_in(Role.SECRETARY)
    motion = await proposed(told)
    async with web.database.reading() as view:
        version = (await motions.proposed(view, OPERATOR, motion, web.clock.now())).version.id
    path = f"/api/rules/changes/{version}/withdrawn"
    assert (await secretary.post_json(path, {})).status_code == 409
    await told.put(motion)
    assert (await secretary.post_json(path, {})).status_code == 409
    assert (await secretary.get(f"/api/rules/changes/{motion}")).json()["state"] == "proposed"
