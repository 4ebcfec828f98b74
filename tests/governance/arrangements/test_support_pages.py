"""My support in a browser: both sides of one arrangement, and what an office is shown instead."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time

import pytest
from sqlalchemy import select

from governance.actor import Role
from governance.arrangements.records.agreements import ArrangementRecord, DraftRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.service import agreements, assistants, people
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from tests.governance.arrangements.agreeing import member, standing, weekly
from tests.governance.conftest import Browser, Web
from tests.governance.people import SECRETARY, SETUP

WEEK = {"start_0_0": "09:00", "end_0_0": "15:00", "kind_0_0": "day"}
WORDS = {
    "starts_on": "2027-01-11",
    "place": "home",
    "weekday": "24.10",
    "weekend": "27.40",
    "what": "Zebra walks",
    "how": "Side by side",
    "who_covers": "The shared list",
    "review": "Together",
    "ending": "Four weeks",
}


NUMBER = re.compile(r"\b\d+\b")


@dataclass
class Two:
    ann: Browser
    ben: Browser
    person: str
    assistant: str
    arrangement: str


@pytest.fixture
async def two(coop: Database, clock: ScriptedClock, web: Web, person: Callable[..., Candidate]) -> Two:
    """A member and an assistant, each in a browser, and an arrangement that Ann proposed."""
    account = await web.account(Role.ASSISTANT, name="Ben Rees")
    async with coop.writing() as tx:
        ann = (await members.admit(tx, SECRETARY, person(1, email=None), clock.now())).id
        supported = await people.of_member(tx, SETUP, ann, clock.now())
        ben = await assistants.enter(tx, SETUP, name="Ben Rees", now=clock.now())
        ben.account = account.id
        tx.add(
            IntroductionRecord(
                id=new_id(),
                person=supported.id,
                assistant=ben.id,
                source="introduced_by_member",
                employer="co_op",
                introduced_by="account:ann",
                introduced_at=clock.now(),
            )
        )
    first = await web.signed_in(Role.MEMBER, member_id=ann)
    second = web.browser()
    await web.sign_in(second, account.id)
    async with coop.writing() as tx:
        record = await agreements.propose(
            tx,
            member(ann),
            web.keys,
            supported.id,
            ben.id,
            standing=standing(),
            terms=weekly(),
            payment=71234,
            now=clock.now(),
        )
    return Two(first, second, supported.id, ben.id, record.id)


@pytest.mark.parametrize("variant", ["en", "cy", "en-easy", "cy-easy"])
async def test_every_page_of_an_arrangement_reads_in_every_variant(two: Two, variant: str) -> None:
    mine = f"/{variant}/support/{two.arrangement}"
    for path in (
        f"/{variant}/support",
        f"/{variant}/support/new",
        f"/{variant}/support/new/{two.person}",
        f"/{variant}/support/schemes/{two.person}",
        mine,
        *(f"{mine}/{part}" for part in ("words", "end", "wrong", "employer")),
    ):
        answer = await two.ann.get(path)
        assert answer.status_code == 200, path
    theirs = f"/{variant}/work/agreements/{two.arrangement}"
    for path in (theirs, f"{theirs}/words", f"{theirs}/end", f"{mine}/wrong"):
        assert (await two.ben.get(path)).status_code == 200, path


async def test_the_assistant_says_yes_and_then_both_see_it_is_agreed(two: Two) -> None:
    await agree(two)
    assert "Agreed, not begun" in (await two.ann.get(f"/en/support/{two.arrangement}")).text
    page = (await two.ann.get(f"/en/support/{two.arrangement}/cost")).text
    assert "£488.60" in page


async def test_nobody_but_the_person_reads_the_payment_or_what_follows_from_it(two: Two, web: Web) -> None:
    await agree(two)
    mine, theirs = f"/en/support/{two.arrangement}", f"/en/work/agreements/{two.arrangement}"
    assert "£712.34" in (await two.ann.get(mine)).text
    much = {**WEEK, "start_1_0": "06:00", "end_1_0": "23:00", "start_2_0": "06:00", "end_2_0": "23:00"}
    await two.ann.post(f"{mine}/change", {**much, "since": "2027-01-11"}, page=f"{mine}/change")
    coordinator = await web.signed_in(Role.MEMBER, Role.COORDINATOR)
    waiting = (await coordinator.get("/en/support/changes")).text
    change = waiting.partition("/support/changes/")[2].partition('"')[0]
    for browser, path in (
        *((two.ben, f"{theirs}{part}") for part in ("", "/words", "/change", "/end")),
        *((two.ben, path) for path in ("/en/work", f"{mine}/wrong", f"{mine}/duties")),
        *((coordinator, f"/en/support/{path}") for path in (f"changes/{change}", "changes", "office", "totals")),
    ):
        page = await browser.get(path)
        assert page.status_code == 200, path
        assert not {"712", "676"} & set(NUMBER.findall(page.text)), path
    assert (await two.ben.get(f"{mine}/cost")).status_code == 403
    refused = await two.ben.post(f"{theirs}/change", {**much, "since": "2027-01-18"}, page=theirs)
    assert not {"712", "676"} & set(NUMBER.findall(refused.text))


async def test_hours_are_changed_by_the_two_on_their_pages(two: Two) -> None:
    await agree(two)
    path = f"/en/support/{two.arrangement}/change"
    hours = {
        "start_0_0": "09:00",
        "end_0_0": "15:00",
        "start_1_0": "09:00",
        "end_1_0": "13:00",
        "start_3_0": "09:00",
        "end_3_0": "15:00",
        "start_5_0": "10:00",
        "end_5_0": "14:00",
    }
    answer = await two.ann.post(path, {**hours, "since": "2027-01-11"}, page=path)
    assert answer.status_code == 303
    page = (await two.ben.get(f"/en/work/agreements/{two.arrangement}")).text
    assert "It is inside what was agreed." in page
    assert "A week costs" not in page
    field = page[page.index("change/answer") :]
    subject, text_hash = value_of(field, "subject"), value_of(field, "text_hash")
    await two.ben.post(
        f"/en/work/agreements/{two.arrangement}/change/answer",
        {"subject": subject, "text_hash": text_hash, "answer": "yes"},
    )
    assert "Other hours are asked for" not in (await two.ann.get(f"/en/support/{two.arrangement}")).text


async def test_whoever_asked_for_hours_takes_it_back_on_the_page(two: Two) -> None:
    await agree(two)
    mine = f"/en/support/{two.arrangement}"
    await two.ann.post(f"{mine}/change", {**WEEK, "since": "2027-01-11"}, page=f"{mine}/change")
    assert "no longer want these hours" not in (await two.ben.get(f"/en/work/agreements/{two.arrangement}")).text
    page = (await two.ann.get(mine)).text
    change = value_of(
        page[page.index("/withdraw") - 40 :].replace("change/", 'name="c" value="', 1).replace("/withdraw", '"', 1), "c"
    )
    assert (await two.ann.post(f"{mine}/change/{change}/withdraw")).status_code == 303
    assert "Other hours are asked for" not in (await two.ann.get(mine)).text


async def test_an_officer_stops_an_assistant_and_the_board_reads_a_number_and_a_day(two: Two, web: Web) -> None:
    chair = await web.signed_in(Role.MEMBER, Role.CHAIR)
    path = "/en/support/urgent"
    await chair.post(path, {"assistant": two.assistant}, page=path)
    assert "Ben Rees may come again" in (await chair.get(path)).text
    totals = (await chair.get("/en/support/totals")).text
    assert re.search(r"Number 1, on [^<]*4 January 2027\.", totals)
    assert "Ben Rees" not in totals
    assert (await two.ann.get(path)).status_code == 403


async def test_hours_that_meet_come_back_with_what_was_typed(two: Two) -> None:
    await agree(two)
    path = f"/en/support/{two.arrangement}/change"
    typed = {
        **WEEK,
        "start_0_1": "14:00",
        "end_0_1": "16:00",
        "since": "2027-01-11",
    }
    answer = await two.ann.post(path, typed, page=path)
    assert answer.status_code == 422
    assert "Two of these times meet" in answer.text
    assert 'value="14:00"' in answer.text


ANSWERS: Mapping[str, Mapping[str, str]] = {
    "employs": {"employs": "self_employed"},
    "contract": {"contracted_by": "member"},
    "introduced": {"introduction_only": "yes"},
    "source": {"source": "introduced_by_member"},
    "care": {"care": "no"},
    "directs": {"directs": "member_with_named_supporter"},
    "hours": {"starts_on": WORDS["starts_on"], **WEEK},
    "place": {name: WORDS[name] for name in ("place", "weekday", "weekend")},
    "words": {name: WORDS[name] for name in ("what", "how", "who_covers", "review", "ending")},
    "limits": {"least": "4", "most": "8", "opens": "07:00", "closes": "20:00", "cap": "200"},
    "payment": {"payment": "250"},
    "backup": {"backup": "shared_bank"},
}


async def test_one_question_after_the_other_and_nobody_is_asked_before_the_last(two: Two, web: Web) -> None:
    path = f"/en/support/new/{two.person}/{two.assistant}"
    here = (await two.ann.get(path)).headers["location"]
    for step, typed in ANSWERS.items():
        assert here.endswith(f"/{step}")
        page = await two.ann.get(here)
        assert page.status_code == 200
        here = (await two.ann.post(here, typed)).headers["location"]
    assert here.endswith("/check")
    checked = (await two.ann.get(here)).text
    for words in ("Between 07:00 and 20:00.", "At most £200 a week.", "Zebra walks", "£250", "named supporter"):
        assert words in checked
    answer = await two.ann.post(path, page=here)
    shown = await two.ann.get(answer.headers["location"])
    assert "The words wait for an answer from Ben Rees." in shown.text
    async with web.database.reading() as view:
        record = await view.get(ArrangementRecord, answer.headers["location"].split("/")[3].partition("?")[0])
    assert record is not None
    assert (record.contracted_by, record.introduction_only, record.payment) == ("member", True, 25000)
    assert (record.framework_least, record.framework_most, record.framework_cap) == (240, 480, 20000)
    assert (record.framework_start, record.backup) == (time(7), "shared_bank")
    assert (await two.ann.get(path)).headers["location"].endswith("/employs")


async def test_what_was_typed_waits_sealed_and_is_there_on_another_day(two: Two, web: Web) -> None:
    path = f"/en/support/new/{two.person}/{two.assistant}"
    for step in ("employs", "words"):
        await two.ann.post(f"{path}/{step}", ANSWERS[step], page=f"{path}/{step}")
    assert "Zebra walks" in (await two.ann.get(f"{path}/words")).text
    refused = await two.ann.post(f"{path}/words", {**ANSWERS["words"], "how": ""}, page=f"{path}/words")
    assert refused.status_code == 422
    assert "Zebra walks" in refused.text
    assert (await two.ann.get(path)).headers["location"].endswith("/contract")
    assert (await two.ben.get(f"{path}/words")).status_code == 403
    unready = await two.ann.post(path, page=f"{path}/check")
    assert unready.status_code == 422
    async with web.database.reading() as view:
        kept = await view.scalar(select(DraftRecord.answers))
    assert "Zebra" not in str(kept)


async def test_a_limit_that_contradicts_itself_comes_back(two: Two) -> None:
    path = f"/en/support/new/{two.person}/{two.assistant}/limits"
    for typed in ({"least": "20", "most": "8"}, {"opens": "07:00"}, {"most": "900"}):
        assert (await two.ann.post(path, typed, page=path)).status_code == 422, typed


async def test_a_member_who_was_never_supported_asks_for_themselves(
    coop: Database, clock: ScriptedClock, web: Web, person: Callable[..., Candidate]
) -> None:
    async with coop.writing() as tx:
        admitted = (await members.admit(tx, SECRETARY, person(1, email=None), clock.now())).id
    browser = await web.signed_in(Role.MEMBER, member_id=admitted)
    assert "/en/support/introduce" in (await browser.get("/en/support")).text
    assert "For myself" in (await browser.get("/en/support/new")).text
    begun = await browser.post("/en/support/new")
    assert begun.status_code == 303
    assert (await browser.get(begun.headers["location"])).status_code == 200
    offered = (await browser.get("/en/support/new")).text
    assert begun.headers["location"] in offered
    assert "For myself" not in offered


async def test_nobody_is_offered_an_assistant_whom_they_may_not_choose(two: Two, web: Web) -> None:
    stranger = (await web.account(Role.ASSISTANT, name="Zoe Price")).id
    for path in (f"/en/support/new/{two.person}/{stranger}/employs", f"/en/support/new/{stranger}"):
        assert (await two.ann.get(path)).status_code == 404


async def test_something_wrong_is_settled_step_by_step(two: Two) -> None:
    path = f"/en/support/{two.arrangement}/wrong"
    answer = await two.ben.post(path, {"about": "We quarrel about Tuesdays"}, page=path)
    assert answer.status_code == 303
    dispute = answer.headers["location"].partition("?")[0]
    assert "We quarrel about Tuesdays" in (await two.ann.get(dispute)).text
    await two.ann.post(f"{dispute}/next")
    await two.ann.post(f"{dispute}/close", {"outcome": "settled"}, page=dispute)
    assert "Settled" in (await two.ben.get(dispute)).text


@pytest.mark.parametrize("office", [Role.DIRECTOR, Role.SECRETARY, Role.TREASURER, Role.COORDINATOR, Role.CHAIR])
async def test_an_officer_sees_numbers_and_no_name(two: Two, web: Web, office: Role) -> None:
    officer = await web.signed_in(Role.MEMBER, office)
    for path in (f"/en/support/{two.arrangement}", f"/en/support/{two.arrangement}/wrong"):
        assert (await officer.get(path)).status_code == 404
    totals = await officer.get("/en/support/totals")
    assert totals.status_code == 200
    assert "Ben Rees" not in totals.text
    waiting = await officer.get("/en/support/office")
    assert "Ben Rees" not in waiting.text


async def test_help_opens_an_arrangement_for_a_day_and_shows_every_look(two: Two, web: Web) -> None:
    secretary = await web.signed_in(Role.MEMBER, Role.SECRETARY)
    look = f"/en/support/office/help/{two.arrangement}"
    assert (await secretary.post(look, page="/en/support/office")).status_code == 404
    mine = f"/en/support/{two.arrangement}"
    await two.ann.post(f"{mine}/help", {"office": "secretary"}, page=mine)
    seen = await secretary.post(look, page="/en/support/office")
    assert seen.status_code in (200, 201)
    assert "Zebra what" in seen.text
    assert "Looked at:" in (await two.ann.get(mine)).text


async def test_the_coordinator_decides_about_registration_without_a_name(two: Two, web: Web) -> None:
    coordinator = await web.signed_in(Role.MEMBER, Role.COORDINATOR)
    path = f"/en/support/office/registration/{two.arrangement}"
    page = await coordinator.get(path)
    assert page.status_code == 200
    assert "Ben Rees" not in page.text
    answer = await coordinator.post(path, {"position": "not_needed_no_personal_care", "reason": "None is given"})
    assert answer.status_code == 303
    await agree(two)
    assert "there is no personal care" in (await two.ann.get(f"/en/support/{two.arrangement}")).text


async def agree(two: Two) -> None:
    page = (await two.ben.get(f"/en/work/agreements/{two.arrangement}")).text
    given = {name: value_of(page, name) for name in ("subject", "text_hash")}
    answer = await two.ben.post(f"/en/work/agreements/{two.arrangement}/answer", {**given, "answer": "yes"})
    assert answer.status_code == 303, answer.text


def value_of(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]
