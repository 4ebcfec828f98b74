"""Somebody proposes a fund in a browser, one question a page; everybody is asked, and nobody else hears of it."""

import pytest
from sqlalchemy import func, select

from governance.actor import Role
from governance.funds.records.asking import FundDraftRecord
from governance.funds.records.funds import DivisionRecord, FundRecord, ParticipantRecord
from governance.platform.texts import VARIANTS
from tests.governance.arrangements.friends import Friends, friends, sharing_together
from tests.governance.arrangements.test_sharing_web import signed_in
from tests.governance.conftest import Browser, Web

NEW = "/en/funds/new"
STEPS = ("what", "kind", "held", "divided", "people", "parts", "serves", "check")
ANSWERS = {
    "what": {"en": "Swimming on Fridays", "cy": "Nofio ar Wener"},
    "kind": {"kind": "activity"},
    "held": {"held_as": "designated_trust_account"},
    "divided": {"basis": "equal"},
    "people": {"emails": "member2@example.org"},
    "serves": {},
}


@pytest.fixture
async def group(coop, person) -> Friends:
    return await friends(coop, 3, person)


async def answered(browser: Browser, **changed: dict[str, str]) -> None:
    for step, typed in (ANSWERS | changed).items():
        answer = await browser.post(f"{NEW}/{step}", typed)
        assert answer.status_code == 303, (step, answer.text)


async def test_everybody_is_asked_once_the_last_question_is_answered(web: Web, group: Friends) -> None:
    browser, friend, other = [await signed_in(web, group, number) for number in (1, 2, 3)]
    await answered(browser)
    checked = (await browser.get(f"{NEW}/check")).text
    assert "Swimming on Fridays" in checked
    assert "member2@example.org" in checked
    assert "Swimming on Fridays" not in (await friend.get("/en/funds")).text
    sent = await browser.post(f"{NEW}/check")
    assert sent.status_code == 303
    fund = sent.headers["location"].partition("?")[0]
    assert "Swimming on Fridays" in (await friend.get("/en/funds")).text
    assert "whether" in (await friend.get(fund)).text
    assert (await other.get(fund)).status_code == 404
    assert "Swimming on Fridays" not in (await other.get("/en/funds")).text
    async with web.database.reading() as view:
        assert await view.scalar(select(func.count()).select_from(ParticipantRecord)) == 2
        assert await view.scalar(select(func.count()).select_from(FundDraftRecord)) == 0
    assert (await browser.post(f"{NEW}/check")).status_code == 422


async def test_a_draft_is_kept_sealed_and_only_for_who_wrote_it(web: Web, group: Friends) -> None:
    browser, friend = [await signed_in(web, group, number) for number in (1, 2)]
    await answered(browser)
    assert "Swimming on Fridays" in (await browser.get(f"{NEW}/what")).text
    assert "Swimming on Fridays" not in (await friend.get(f"{NEW}/what")).text
    async with web.database.reading() as view:
        kept = await view.scalar(select(FundDraftRecord.answers))
    assert "Swimming" not in kept
    assert "example.org" not in kept


async def test_those_with_whom_somebody_shares_are_offered_and_what_they_share_is_served(
    web: Web, group: Friends
) -> None:
    together = await sharing_together(group)
    browser = await signed_in(web, group, 1)
    page = (await browser.get(f"{NEW}/people")).text
    assert together.ids[1] in page
    await answered(
        browser, people={"people": together.ids[1]}, serves={"serves": f"shared_arrangement:{together.shared}"}
    )
    assert (await browser.post(f"{NEW}/check")).status_code == 303
    async with web.database.reading() as view:
        assert await view.scalar(select(FundRecord.shared_arrangement)) == together.shared
        assert set(dict(await view.scalar(select(DivisionRecord.weights)))) == set(together.ids[:2])


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("what", {"en": ""}),
        ("what", {"en": "x" * 201}),
        ("kind", {"kind": "reserve"}),
        ("kind", {"kind": "rubbish"}),
        ("held", {"held_as": "under a mattress"}),
        ("divided", {"basis": "by height"}),
        ("people", {"emails": ""}),
        ("people", {"emails": "nobody@example.org"}),
        ("people", {"emails": "member1@example.org"}),
        ("people", {"people": "0" * 26, "emails": "member2@example.org"}),
        ("serves", {"serves": "household:" + "0" * 26}),
        ("serves", {"serves": "rubbish"}),
    ],
)
async def test_what_cannot_be_used_is_not_kept(web: Web, group: Friends, step: str, typed: dict[str, str]) -> None:
    browser = await signed_in(web, group, 1)
    answer = await browser.post(f"{NEW}/{step}", typed)
    assert answer.status_code in (409, 422), answer.status_code
    async with web.database.reading() as view:
        assert await view.scalar(select(func.count()).select_from(FundDraftRecord)) == 0


async def test_nobody_is_asked_before_every_question_is_answered(web: Web, group: Friends) -> None:
    browser = await signed_in(web, group, 1)
    assert (await browser.post(f"{NEW}/check")).status_code == 422
    assert (await browser.get(f"{NEW}/rubbish")).status_code == 404


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_question_speaks_every_variant(web: Web, group: Friends, variant: str) -> None:
    browser = await signed_in(web, group, 1)
    await answered(browser)
    for step in STEPS:
        answer = await browser.get(f"/{variant}/funds/new/{step}")
        assert answer.status_code == 200, answer.text[:3000]
        assert answer.text.count("<h1") == 1
    assert "/funds/new/what" in (await browser.get(f"/{variant}/funds")).text


async def test_a_personal_assistant_proposes_none(web: Web) -> None:
    assistant = await web.signed_in(Role.ASSISTANT)
    for step in STEPS:
        assert (await assistant.get(f"{NEW}/{step}")).status_code in (403, 404)
    assert "/funds/new" not in (await assistant.get("/en/funds")).text


async def test_no_second_fund_pays_for_the_same_and_the_answers_are_kept(web: Web, group: Friends) -> None:
    together = await sharing_together(group)
    browser = await signed_in(web, group, 1)
    for status in (303, 409):
        await answered(
            browser, people={"people": together.ids[1]}, serves={"serves": f"shared_arrangement:{together.shared}"}
        )
        assert (await browser.post(f"{NEW}/check")).status_code == status
    assert "Swimming on Fridays" in (await browser.get(f"{NEW}/what")).text
