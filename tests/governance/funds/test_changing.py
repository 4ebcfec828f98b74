"""Somebody joins a fund, or its cost is shared in another way: each is asked, and what was spent stays as it was."""

from datetime import timedelta

import pytest

from governance.actor import Role
from governance.funds.model.funds import FundKind
from governance.funds.service import changing, joining, opening, posting
from governance.platform.texts import VARIANTS, Texts
from tests.governance.arrangements.friends import NOW, Friends, friends
from tests.governance.arrangements.test_sharing_web import signed_in
from tests.governance.conftest import Browser, Web
from tests.governance.funds.pools import TREASURER

PARTS = "attended_hours"


@pytest.fixture
async def group(coop, person) -> Friends:
    return await friends(coop, 3, person)


async def fund_of_two(group: Friends, basis: str, weights: tuple[int, int]) -> str:
    """Friends 1 and 2 have agreed; friend 3 knows nothing of it."""
    async with group.database.writing() as tx:
        fund = await opening.propose(
            tx,
            TREASURER,
            title=Texts(en="Afternoons", cy="Prynhawniau"),
            kind=FundKind.SUPPORT,
            held_as="designated_trust_account",
            basis=basis,
            weights=dict(zip(group.ids, weights, strict=False)),
            now=NOW,
        )
        for one, actor in zip(group.ids[:2], group.actors, strict=False):
            await opening.consent(tx, actor, fund.id, one, NOW)
        await opening.open_fund(tx, TREASURER, fund.id, NOW)
        return fund.id


async def weights_of(group: Friends, fund: str) -> dict[str, int]:
    async with group.database.reading() as view:
        return dict((await posting.current_division(view, fund)).weights)


async def asked_of(group: Friends, fund: str) -> str:
    async with group.database.reading() as view:
        return f"/en/funds/changes/{(await changing.of_fund(view, fund))[0].id}"


async def agrees(browser: Browser, way: str, person: str) -> None:
    assert (await browser.post(f"{way}/agree/{person}", page=way)).status_code == 303


@pytest.mark.parametrize(("basis", "given"), [("equal", {}), (PARTS, {"part": "4"})])
async def test_a_friend_is_brought_in_once_everybody_and_the_friend_agree(
    web: Web, group: Friends, basis: str, given: dict[str, str]
) -> None:
    fund = await fund_of_two(group, basis, (1, 1) if basis == "equal" else (10, 10))
    first, second, newcomer = [await signed_in(web, group, number) for number in (1, 2, 3)]
    page = f"/en/funds/{fund}/join"
    assert "Bring somebody into this fund" in (await first.get(f"/en/funds/{fund}")).text
    assert (await first.post(page, {"email": "member3@example.org", **given}, page=page)).status_code == 303
    again = await first.post(page, {"email": "member3@example.org", **given}, page=page)
    assert again.status_code == 409
    assert "This is asked already." in again.text
    way = await asked_of(group, fund)
    assert way.removeprefix("/en") in (await newcomer.get("/en/")).text
    invited = (await newcomer.get(way)).text
    assert "Do you want to join “Afternoons”?" in invited
    assert ("4 of 24 parts" in invited) == (basis == PARTS)
    assert "Friend1" not in invited
    assert (await newcomer.get(f"/en/funds/{fund}")).status_code == 404
    await agrees(first, way, group.ids[0])
    await agrees(second, way, group.ids[1])
    assert group.ids[2] not in await weights_of(group, fund), "whoever joins has to agree too"
    await agrees(newcomer, way, group.ids[2])
    assert list((await weights_of(group, fund)).values()) == ([1, 1, 1] if basis == "equal" else [10, 10, 4])
    assert (await newcomer.get(f"/en/funds/{fund}")).status_code == 200
    assert (await newcomer.post(f"{way}/agree/{group.ids[2]}", page="/en/funds")).status_code == 409


async def test_whoever_agrees_late_to_join_brings_no_old_parts_back(group: Friends) -> None:
    fund, later = await fund_of_two(group, PARTS, (10, 10)), NOW + timedelta(hours=1)
    async with group.database.writing() as tx:
        joins = await joining.ask(tx, group.actors[0], fund, person_id="", email="member3@example.org", part=4, now=NOW)
        others = dict(zip(group.ids[:2], (30, 10), strict=True))
        anew = await changing.ask(tx, TREASURER, fund, basis=PARTS, weights=others, now=NOW)
        for change in (joins, anew):
            for one, actor in zip(group.ids[:2], group.actors, strict=False):
                await changing.agree(tx, actor, change.id, one, later)
        assert await changing.unanswered(tx, joins) == ()
        with pytest.raises(changing.ChangeDone):
            await changing.agree(tx, group.actors[2], joins.id, group.ids[2], later)
    assert list((await weights_of(group, fund)).values()) == [30, 10]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"email": "member2@example.org", "part": "4"}, "This person takes part already."),
        ({"email": "nobody@example.org", "part": "4"}, "not a member"),
        ({"email": "member3@example.org", "part": "half"}, "whole number"),
        ({"email": "member3@example.org", "part": "0"}, "whole number"),
        ({}, "Error"),
    ],
)
async def test_rubbish_is_told_in_a_sentence_and_kept(
    web: Web, group: Friends, typed: dict[str, str], told: str
) -> None:
    fund = await fund_of_two(group, PARTS, (10, 10))
    browser, page = await signed_in(web, group, 1), f"/en/funds/{fund}/join"
    answer = await browser.post(page, typed, page=page)
    assert answer.status_code == 422
    assert told in answer.text
    assert typed.get("email", "") in answer.text


async def test_whoever_keeps_the_books_asks_for_other_parts_and_nobody_else_does(web: Web, group: Friends) -> None:
    fund = await fund_of_two(group, PARTS, (10, 10))
    first, second, outside = [await signed_in(web, group, number) for number in (1, 2, 3)]
    treasurer = await web.signed_in(Role.MEMBER, Role.TREASURER)
    shares = f"/en/funds/{fund}/keep/shares"
    chosen = await treasurer.post(shares, {"basis": PARTS}, page=shares)
    assert chosen.headers["location"].endswith(f"/keep/shares/{PARTS}")
    page = f"{shares}/{PARTS}"
    assert 'value="10"' in (await treasurer.get(page)).text
    wrong = await treasurer.post(page, {"part_1": "3", "part_2": "-1"}, page=page)
    assert wrong.status_code == 422
    assert 'value="-1"' in wrong.text
    assert (await treasurer.post(page, {"part_1": "3", "part_2": "1"}, page=page)).status_code == 303
    for browser in (first, outside):
        assert (await browser.get(page)).status_code == 404
    way = await asked_of(group, fund)
    read = (await second.get(way)).text
    assert "Now 10 of 20 parts" in read
    assert "Then 1 of 4 parts" in read
    assert (await outside.get(way)).status_code == 404
    await agrees(first, way, group.ids[0])
    await agrees(second, way, group.ids[1])
    assert list((await weights_of(group, fund)).values()) == [3, 1]


async def test_equal_parts_need_no_numbers(web: Web, group: Friends) -> None:
    fund = await fund_of_two(group, PARTS, (10, 30))
    treasurer = await web.signed_in(Role.MEMBER, Role.TREASURER)
    page = f"/en/funds/{fund}/keep/shares/equal"
    assert "Everybody pays the same" in (await treasurer.get(page)).text
    assert (await treasurer.post(page, {}, page=page)).status_code == 303
    first, second = [await signed_in(web, group, number) for number in (1, 2)]
    way = await asked_of(group, fund)
    await agrees(first, way, group.ids[0])
    await agrees(second, way, group.ids[1])
    assert list((await weights_of(group, fund)).values()) == [1, 1]


@pytest.mark.parametrize("variant", VARIANTS)
async def test_the_pages_speak_every_variant(web: Web, group: Friends, variant: str) -> None:
    fund = await fund_of_two(group, PARTS, (10, 10))
    first, newcomer = [await signed_in(web, group, number) for number in (1, 3)]
    treasurer = await web.signed_in(Role.MEMBER, Role.TREASURER)
    page = f"/en/funds/{fund}/join"
    await first.post(page, {"email": "member3@example.org", "part": "4"}, page=page)
    change = (await asked_of(group, fund)).removeprefix("/en")
    keep = f"/funds/{fund}/keep/shares"
    for browser, path in (
        (first, change),
        (newcomer, change),
        (first, f"/funds/{fund}/join"),
        (treasurer, keep),
        (treasurer, f"{keep}/equal"),
    ):
        answer = await browser.get(f"/{variant}{path}")
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1
