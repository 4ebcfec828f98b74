"""My support in a browser: both sides of one arrangement, and what an office is shown instead."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from governance.actor import Role
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
            payment=60000,
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


async def test_the_assistant_never_reads_the_payment(two: Two) -> None:
    await agree(two)
    mine = (await two.ann.get(f"/en/support/{two.arrangement}")).text
    theirs = (await two.ben.get(f"/en/work/agreements/{two.arrangement}")).text
    assert "of the payment is left" in mine
    assert "of the payment" not in theirs
    assert (await two.ben.get(f"/en/support/{two.arrangement}/cost")).status_code in (403, 404)


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


async def test_one_question_after_the_other_and_then_the_words(two: Two) -> None:
    path = f"/en/support/new/{two.person}/{two.assistant}"
    assert "Who employs Ben Rees?" in (await two.ann.get(path)).text
    assert "How did you find Ben Rees?" in (await two.ann.get(f"{path}?employs=co_op")).text
    assert "help with the body" in (await two.ann.get(f"{path}?employs=co_op&source=from_list")).text
    given = {"employs": "co_op", "source": "from_list", "care": "no"}
    last = f"{path}?employs=co_op&source=from_list&care=no"
    assert "What do you agree with Ben Rees?" in (await two.ann.get(last)).text
    answer = await two.ann.post(path, {**given, "directs": "member", **WEEK, **WORDS, "backup": "shared_bank"})
    assert answer.status_code == 303, answer.text
    shown = await two.ann.get(answer.headers["location"])
    assert "The words wait for an answer from Ben Rees." in shown.text


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
