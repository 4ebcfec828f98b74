"""The booth's side of the server: who gets in, under which policy, and what it tells."""

import base64
import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest

from ballots import combined_key, public_of, read_credentials, read_trustees
from governance.actor import Role
from governance.platform.texts import VARIANTS, Texts
from governance.platform.web.assets import asset
from governance.votes import booth
from governance.votes.model import Mode
from governance.votes.model.asking import Kind, Option, Question
from governance.votes.records import PhotoRecord
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, Polling
from tests.governance.votes.test_web import send, voter


async def facts(browser: Browser, polling: Polling) -> dict[str, Any]:
    answer = await browser.get(f"/api/votes/{polling.vote}/booth")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.control("BOOTH-1")
async def test_the_page_of_the_booth_is_the_same_bytes_in_every_vote_and_variant(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    pages = [(await browser.get(f"/{variant}/votes/{polling.vote}/booth")).content for variant in VARIANTS]
    assert set(pages) == {asset("booth.html").path.read_bytes()}
    digest = base64.b64encode(hashlib.sha384(pages[0]).digest()).decode()
    assert booth.fingerprints().page == f"sha384-{digest}"
    assert polling.vote.encode() not in pages[0]


@pytest.mark.control("BOOTH-1")
async def test_the_policy_of_the_booth_lets_one_script_run_and_nothing_else_in(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    headers = (await browser.get(f"/en/votes/{polling.vote}/booth")).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'{booth.fingerprints().script}'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    assert headers["cache-control"] == "no-store"
    assert "camera=(self)" in headers["permissions-policy"]
    assert "microphone=()" in headers["permissions-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_built_page_names_its_two_files_and_their_checksums_and_holds_no_placeholder() -> None:
    page = asset("booth.html").path.read_text(encoding="utf-8")
    assert "{{" not in page
    named = set(re.findall(r'"(/static/[^"]+)" integrity="([^"]+)"', page))
    assert named == {(asset(name).url, asset(name).integrity) for name in ("site.css", "booth.js")}
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=", page)


def test_without_scripts_the_page_names_the_other_ways_in_every_variant() -> None:
    page = asset("booth.html").path.read_text(encoding="utf-8")
    sections = re.findall(r"<section.*?</section>", page.partition("<noscript>")[2], re.DOTALL)
    assert len(sections) == len(VARIANTS)
    assert all(section.count("<li>") == 3 for section in sections)


async def test_nobody_enters_without_a_right_in_the_vote(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    path = f"/votes/{polling.vote}/booth"
    stranger = web.browser()
    assert (await stranger.get(f"/en{path}")).status_code == 401
    assert (await stranger.get(f"/api{path}")).status_code == 401
    secretary = await web.signed_in(Role.SECRETARY)
    assert (await secretary.get(f"/en{path}")).status_code == 403
    member = await voter(web, polling, 0)
    assert (await member.get("/en/votes/nothing/booth")).status_code == 404


async def test_a_member_who_is_not_on_the_roll_is_told_so(web: Web) -> None:
    voters = await ballots.found(web.database, count=3)
    vote, _ = await ballots.prepared(web.database, voters[:2])
    browser = await voter(web, Polling(vote, voters, [], [], None), 2)  # type: ignore[arg-type]  # no election yet
    for path in (f"/en/votes/{vote}/booth", f"/api/votes/{vote}/booth"):
        assert (await browser.get(path)).status_code == 409
    assert (await browser.get(f"/api/votes/{vote}/booth")).json()["type"] == "not-on-the-roll"


async def test_the_facts_are_all_that_the_booth_shows(web: Web) -> None:
    ends = OPENS + timedelta(days=20, hours=8)
    polling = await ballots.opened(web.database, web.keys, count=2, closes_at=ends)
    found = await facts(await voter(web, polling, 0), polling)
    assert (found["state"], found["is_open"]) == ("open", True)
    assert found["uuid"] == polling.election.uuid
    assert found["revote"] is True
    assert found["voted"] is False
    assert found["one_machine"] is True
    assert found["codes_by"] == "holder"
    assert found["rights"] == [{"lent_by": None, "directed": False}]
    keys = read_trustees(polling.election.group, found["trustees"].encode())
    assert combined_key(polling.election.group, keys) == polling.election.key
    assert found["ends"]["en"] == "Sunday 24 January 2027, 5pm"
    assert found["ends"]["cy"].startswith("Dydd Sul 24 Ionawr 2027")
    assert found["ends"]["cy_easy"].endswith("5 y prynhawn")
    assert found["idle_minutes"] == 30
    (asked,) = found["questions"]
    assert asked["text"]["cy"] == "A ddylem brynu bws mini?"
    assert (asked["kind"], asked["minimum"], asked["maximum"], asked["blank"]) == ("yes-no", 1, 1, True)


ASKED = (
    Question(
        Kind.CHOOSE,
        Texts(en="Who?", cy="Pwy?"),
        (
            Option("a", Texts(en="Ann", cy="Ann"), Texts(en="I kept the books."), photo=True),
            Option("b", Texts(en="Bryn", cy="Bryn"), photo=True),
        ),
        maximum=2,
    ),
    Question(
        Kind.GRADES,
        Texts(en="How good?", cy="Pa mor dda?"),
        (Option("c", Texts(en="Hall", cy="Neuadd"), photo=True), Option("d", Texts(en="Bus", cy="Bws"))),
        grades=(Texts(en="Good", cy="Da"), Texts(en="Poor", cy="Gwael")),
    ),
)


async def test_the_facts_hold_options_statements_and_grades_of_every_question(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2, questions=ASKED)
    who, grades = (await facts(await voter(web, polling, 0), polling))["questions"]
    assert (who["kind"], who["maximum"], who["blank"]) == ("choose", 2, True)
    assert [option["name"]["en"] for option in who["options"]] == ["Ann", "Bryn"]
    assert who["options"][0]["statement"]["en"] == "I kept the books."
    assert (grades["kind"], grades["blank"]) == ("grades", True)
    assert [grade["cy"] for grade in grades["grades"]] == ["Da", "Gwael"]


async def test_photos_are_named_where_every_candidate_has_one_and_given_to_who_may_know_of_the_vote(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2, questions=ASKED)
    browser = await voter(web, polling, 0)
    who, grades = (await facts(browser, polling))["questions"]
    assert [option["photo"] for option in grades["options"]] == [None, None]
    address = who["options"][0]["photo"]
    assert (await browser.get(address)).status_code == 404
    async with web.database.writing() as tx:
        tx.add(PhotoRecord(vote=polling.vote, option="a", content=b"a picture"))
    answer = await browser.get(address)
    assert (answer.content, answer.headers["content-type"]) == (b"a picture", "image/jpeg")
    assert (await web.browser().get(address)).status_code == 401


async def test_whoever_casts_for_others_is_told_for_whom(web: Web) -> None:
    voters = await ballots.found(web.database, count=3)
    first, second, third = (one.member or "" for one in voters)
    lent = {second: first, third: first}
    vote, _ = await ballots.prepared(web.database, voters, proxies=lent)
    browser = await voter(web, Polling(vote, voters, [], [], None), 0)  # type: ignore[arg-type]  # no election yet
    rights = (await browser.get(f"/api/votes/{vote}/booth")).json()["rights"]
    assert [right["lent_by"] for right in rights] == [None, "Aelod Rhif 2", "Aelod Rhif 3"]
    lender = await voter(web, Polling(vote, voters, [], [], None), 1)  # type: ignore[arg-type]
    assert (await lender.get(f"/api/votes/{vote}/booth")).json()["type"] == "not-on-the-roll"


async def test_there_is_no_booth_for_a_vote_that_is_taken_in_another_way(web: Web) -> None:
    voters = await ballots.found(web.database, count=3)
    vote, _ = await ballots.prepared(web.database, voters, mode=Mode.RECORDED)
    browser = await voter(web, Polling(vote, voters, [], [], None), 0)  # type: ignore[arg-type]  # never encrypted
    for path in (f"/en/votes/{vote}/booth", f"/api/votes/{vote}/booth"):
        assert (await browser.get(path)).status_code == 409
    assert (await browser.get(f"/api/votes/{vote}/booth")).json()["type"] == "wrong-mode"


async def test_from_its_end_on_a_vote_is_not_open_even_before_it_is_sealed(web: Web) -> None:
    ends = OPENS + timedelta(minutes=10)
    polling = await ballots.opened(web.database, web.keys, count=2, closes_at=ends)
    browser = await voter(web, polling, 0)
    web.clock.move_to(ends)
    found = await facts(browser, polling)
    assert (found["state"], found["is_open"]) == ("open", False)


async def test_the_facts_say_who_has_voted_to_that_voter_alone(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    await browser.get("/en/")
    assert (await send(browser, f"/api/votes/{polling.vote}/ballots", polling.ballot(0))).status_code == 200
    assert (await facts(browser, polling))["voted"] is True
    assert (await facts(await voter(web, polling, 1), polling))["voted"] is False


async def test_the_token_of_the_facts_is_good_for_sending_a_ballot_and_the_receipt_key_for_checking_it(
    web: Web,
) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    found = await facts(browser, polling)
    headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": found["form_token"]}
    answer = await browser.client.post(f"/api/votes/{polling.vote}/ballots", content=polling.ballot(0), headers=headers)
    assert answer.status_code == 200
    assert answer.json()["public_key"] == found["receipt_key"]


@pytest.mark.control("BOOTH-1")
async def test_the_public_list_is_given_out_whole_and_as_published(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=4)
    browser = await voter(web, polling, 0)
    answer = await browser.get(f"/api/votes/{polling.vote}/credentials")
    assert answer.status_code == 200
    election = polling.election
    assert set(read_credentials(answer.content)) == {
        public_of(code, election.uuid, election.group) for code in polling.codes
    }
    assert json.dumps(answer.json(), separators=(",", ":")).encode() == answer.content


async def test_there_is_no_list_before_the_opening(web: Web) -> None:
    voters = await ballots.found(web.database, count=3)
    vote, _ = await ballots.prepared(web.database, voters)
    browser = await voter(web, Polling(vote, voters, [], [], None), 0)  # type: ignore[arg-type]  # no election yet
    assert (await browser.get(f"/api/votes/{vote}/credentials")).status_code == 404
    found = (await browser.get(f"/api/votes/{vote}/booth")).json()
    assert (found["state"], found["questions"], found["trustees"], found["ends"]) == ("rolled", [], "", None)


async def test_what_the_reader_chose_for_comfort_reaches_the_booth(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    assert (await facts(browser, polling))["comfort"] == {"text": None, "theme": None}
    browser.client.cookies.set("__Host-coop-comfort", "largest.cream.more.", domain="coop.test")
    found = await facts(browser, polling)
    assert found["comfort"] == {"text": "largest", "theme": "cream"}
    assert found["idle_minutes"] == 120


@pytest.mark.control("SEC-3")
async def test_the_log_has_no_line_of_a_visit_to_the_booth(web: Web, lines: pytest.CaptureFixture[str]) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    await browser.get("/en/")
    lines.readouterr()
    base = f"/api/votes/{polling.vote}"
    await browser.get(f"/en/votes/{polling.vote}/booth")
    for path in ("booth", "election", "credentials"):
        await browser.get(f"{base}/{path}")
    await send(browser, f"{base}/ballots", polling.ballot(0))
    await browser.post_json(f"{base}/box", {"code": "7KQ3-MN4P-WX2T"})
    logged = lines.readouterr().err
    assert '"route": "/{variant}"' in logged  # the log is there, and tells of other pages
    assert "votes" not in logged
