"""Votes as people and programs meet them."""

import asyncio
import hashlib
from base64 import b64encode
from datetime import timedelta
from html import escape
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Request

from ballots import (
    decrypt,
    group,
    make_public_key,
    new_code,
    new_secret,
    public_of,
    read_checkpoint,
    read_election,
    read_tally,
    read_verifier_key,
    verify,
    write_credentials,
)
from governance.access import guard
from governance.access import service as access
from governance.actor import Assurance, Role
from governance.platform.jobs.runner import run_due
from governance.votes import service as votes
from governance.votes.jobs import handlers
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling


async def voter(web: Web, polling: Polling, number: int) -> Browser:
    member = polling.voters[number].member
    assert member is not None
    async with web.database.reading() as view:
        account = await access.account_for(view, member)
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.LINK)
    return browser


def tracker_of(raw: bytes) -> str:
    return b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")


async def send(browser: Browser, path: str, content: bytes, kind: str = "application/octet-stream") -> httpx.Response:
    if browser.token is None:
        await browser.get("/en/")
    headers = {
        "Sec-Fetch-Site": "same-origin",
        "X-Form-Token": browser.token or "",
        "Content-Type": kind,
    }
    return await browser.client.post(path, content=content, headers=headers)


async def test_a_member_reads_about_the_vote_and_puts_a_locked_ballot_in_the_box(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    listed = await browser.get("/en/votes")
    assert "Shall we buy a minibus?" in listed.text
    about = await browser.get(f"/en/votes/{polling.vote}")
    assert about.status_code == 200
    for words in ("You can vote in this", "Nobody can open it alone", "one machine held all the roles"):
        assert words in about.text
    raw = polling.ballot(0)
    await browser.get(f"/en/votes/{polling.vote}/cast")
    answer = await browser.post(f"/en/votes/{polling.vote}/cast", {"ballot": raw.decode()})
    assert answer.status_code == 200, answer.text
    assert "Your vote is in the box" in answer.text
    assert tracker_of(raw).replace("+", "&#43;") in answer.text or tracker_of(raw) in answer.text
    assert tracker_of(raw) not in str(answer.url)


async def test_a_ballot_is_uploaded_as_a_file_too(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 1)
    await browser.get(f"/cy/votes/{polling.vote}/cast")
    raw = polling.ballot(1, "no")
    sent = {"file": ("vote.json", raw, "application/json")}
    answer = await browser.post(f"/cy/votes/{polling.vote}/cast", {"ballot": ""}, files=sent)
    assert answer.status_code == 200, answer.text
    assert "Mae eich pleidlais yn y blwch" in answer.text
    empty = await browser.post(f"/cy/votes/{polling.vote}/cast", {"ballot": ""}, page=f"/cy/votes/{polling.vote}/cast")
    assert empty.status_code == 422


async def test_a_refused_ballot_is_told_in_the_language_of_the_page(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    for variant, words in (("en", "It is not in the box"), ("cy", "Nid yw yn y blwch")):
        await browser.get(f"/{variant}/votes/{polling.vote}/cast")
        answer = await browser.post(f"/{variant}/votes/{polling.vote}/cast", {"ballot": "{}"})
        assert answer.status_code == 409
        assert words in answer.text


async def test_a_ballot_is_found_by_its_code_and_the_code_is_in_no_address(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    raw = polling.ballot(0)
    receipt = await votes.cast(
        web.database, web.keys, polling.voters[0], polling.vote, raw, received_at=OPENS + timedelta(hours=1)
    )
    browser = await voter(web, polling, 1)
    page = f"/en/votes/{polling.vote}/box"
    assert (await browser.get(page)).status_code == 200
    for typed in (receipt.short_code.lower().replace("-", " "), receipt.tracker):
        answer = await browser.post(page, {"code": typed})
        assert answer.status_code == 200
        assert "Yes, it is in the box." in answer.text
        assert receipt.tracker not in str(answer.url)
    assert "Not found" in (await browser.post(page, {"code": "0000-0000-0000"})).text
    again = await browser.post(f"/en/votes/{polling.vote}/receipt", {"code": receipt.tracker})
    assert receipt.signature.replace("+", "&#43;") in again.text or receipt.signature in again.text


async def test_programs_cast_and_get_the_same_receipt_for_the_same_bytes(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    about = (await browser.get(f"/api/votes/{polling.vote}")).json()
    assert (about["state"], about["on_roll"], about["roll_count"], about["outcome"]) == ("open", True, 2, None)
    election = await browser.get(f"/api/votes/{polling.vote}/election")
    assert election.content == polling.election.raw
    browser.last = None
    raw = polling.ballot(0)
    answers = [await send(browser, f"/api/votes/{polling.vote}/ballots", raw) for _ in range(2)]
    receipts = [answer.json() for answer in answers]
    assert receipts[0] == receipts[1]
    assert receipts[0]["tracker"] == tracker_of(raw)
    found = (await browser.post_json(f"/api/votes/{polling.vote}/box", {"code": receipts[0]["short_code"]})).json()
    assert [one["sequence"] for one in found] == [1]
    box = (await browser.get(f"/api/votes/{polling.vote}/checkpoint")).json()
    assert (box["size"], read_checkpoint(box["note"].encode(), [read_verifier_key(box["key"])]).size) == (0, 1)
    saved = await browser.get(f"/en/votes/{polling.vote}/checkpoint")
    assert (saved.text, saved.headers["content-type"]) == (box["note"], "text/plain; charset=utf-8")
    page = (await browser.get(f"/en/votes/{polling.vote}/box")).text
    assert box["key"].split("+")[0] in page
    assert f'href="/en/votes/{polling.vote}/checkpoint"' in page
    archive = await browser.get(f"/api/votes/{polling.vote}/archive")
    assert verify(archive.content).ballots == 0, "the record grows by the hour (SEC-5)"


async def test_programs_are_refused_with_a_code(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    answer = await send(browser, f"/api/votes/{polling.vote}/ballots", b"{}")
    assert answer.status_code == 409
    assert answer.json()["type"] == "tampered-ballot"
    too_large = await send(browser, f"/api/votes/{polling.vote}/ballots", b" " * (256 * 1024 + 1))
    assert too_large.status_code == 413
    elsewhere = await send(browser, "/api/votes/nowhere/ballots", b"{}")
    assert elsewhere.status_code == 404
    await web.signed_in(Role.SECRETARY)
    stranger = await web.signed_in(Role.MEMBER, member_id=None)
    off_the_roll = await send(stranger, f"/api/votes/{polling.vote}/ballots", polling.ballot(0))
    assert off_the_roll.json()["type"] == "not-on-the-roll"


async def test_the_people_around_a_vote_bring_their_parts_and_declare_it(web: Web) -> None:
    in_group = group("Ed25519")
    people = await ballots.found(web.database, count=2)
    ends = OPENS + timedelta(minutes=3)
    vote_id, uuid = await ballots.prepared(web.database, people, closes_at=ends)
    secrets = [new_secret(in_group) for _ in range(3)]
    holders = [await web.signed_in(Role.KEY_HOLDER) for _ in range(3)]
    for owner, (holder, secret) in enumerate(zip(holders, secrets, strict=True), start=1):
        answer = await send(holder, f"/api/votes/{vote_id}/keys", make_public_key(in_group, secret))
        assert answer.json() == {"owner": owner}
    scrutineer = await web.signed_in(Role.SCRUTINEER)
    publics = [public_of(new_code(), uuid, in_group) for _ in people]
    answer = await send(scrutineer, f"/api/votes/{vote_id}/credentials", write_credentials(in_group, publics))
    assert answer.json()["credentials"] is True
    secretary = await web.signed_in(Role.SECRETARY)
    for act, state in (("open", "open"), ("close", "closed")):
        await secretary.get(f"/en/office/votes/{vote_id}")
        done = await secretary.post(f"/en/office/votes/{vote_id}/{act}")
        assert done.status_code == 303
        assert (await secretary.get(f"/api/votes/{vote_id}")).json()["state"] == state
        web.clock.move_to(ends)
    async with web.database.writing() as tx:
        await votes.add_up(tx, OPERATOR, vote_id, ends)
    async with web.database.reading() as view:
        vote = await votes.find(view, OPERATOR, vote_id)
        tally_bytes = await votes.tally_to_decrypt(view, OPERATOR, vote_id)
    election = read_election(vote.election or b"")
    tally = read_tally(election, tally_bytes)
    for holder, secret in zip(holders, secrets, strict=True):
        holder.last = None
        part = msgspec.json.encode({"decryption": decrypt(election, tally, secret).decode()})
        answer = await send(holder, f"/api/votes/{vote_id}/decryptions", part, "application/json")
        assert answer.status_code == 201, answer.text
    await secretary.get(f"/en/office/votes/{vote_id}")
    assert (await secretary.post(f"/en/office/votes/{vote_id}/declare", {"name": "Ysgrifennydd"})).status_code == 303
    declared = (await secretary.get(f"/api/votes/{vote_id}")).json()
    assert declared["outcome"] == {"yes": 0, "no": 0, "blank": 0, "took_part": 0, "roll": 2}


@pytest.mark.control("MODE-2")
@pytest.mark.parametrize("variant", ["en", "cy", "en-easy", "cy-easy"])
async def test_each_vote_says_in_the_readers_language_who_must_be_honest(web: Web, variant: str) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    about = (await (await voter(web, polling, 0)).get(f"/{variant}/votes/{polling.vote}")).text
    in_words = {"en": "Nobody can open it alone", "cy": "Ni all neb ei hagor ar ei ben ei hun"}
    one_machine = {"en": "one machine held all the roles", "cy": "un peiriant oedd yn dal pob rôl"}
    assert in_words[variant[:2]] in about
    assert one_machine[variant[:2]] in about


@pytest.mark.parametrize("variant", ["en", "cy", "en-easy", "cy-easy"])
async def test_every_page_of_a_vote_speaks_every_variant(web: Web, variant: str) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    scrutineer = await web.signed_in(Role.SCRUTINEER, Role.MEMBER)
    for path in (
        "",
        f"/{polling.vote}",
        f"/{polling.vote}/cast",
        f"/{polling.vote}/box",
        f"/{polling.vote}/result",
        f"/{polling.vote}/count",
        f"/{polling.vote}/proof",
    ):
        answer = await scrutineer.get(f"/{variant}/votes{path}")
        assert answer.status_code == 200, path
        assert answer.text.count("<h1") == 1
    for path in ("", "/void"):
        assert (await scrutineer.get(f"/{variant}/office/votes/{polling.vote}{path}")).status_code == 200
    roll = await scrutineer.get(f"/{variant}/office/votes/{polling.vote}/roll")
    async with web.database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
    assert hashlib.sha256(roll.content).hexdigest() == vote.roll_hash


async def test_members_do_not_open_close_or_see_the_roll(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    for path in ("", "/roll"):
        assert (await browser.get(f"/en/office/votes/{polling.vote}{path}")).status_code in (401, 403)
    for act in ("open", "close", "declare", "void"):
        browser.last = None
        assert (await browser.post(f"/en/office/votes/{polling.vote}/{act}", page="/en/")).status_code in (401, 403)
    assert (await web.browser().get(f"/en/votes/{polling.vote}")).status_code == 401


async def test_an_officer_sets_an_opened_vote_aside_only_with_a_second_one(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    first, second = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.SCRUTINEER)
    page = f"/en/office/votes/{polling.vote}"
    form = f"{page}/void"
    assert (await first.post(form, {"reason": "The wrong roll."}, page=form)).status_code == 303
    again = await first.post(form, {"reason": "The wrong roll."}, page=form)
    assert again.status_code == 409
    assert "second person" in again.text
    assert "The wrong roll." in (await second.get(page)).text
    assert (await second.post(form, {"reason": "I agree."}, page=form)).status_code == 303
    assert (await second.get(f"/api/votes/{polling.vote}")).json()["state"] == "void"


async def test_the_list_says_to_each_member_alone_whether_they_have_voted(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    first, second = await voter(web, polling, 0), await voter(web, polling, 1)
    assert "You have not voted yet" in (await first.get("/en/votes")).text
    raw = polling.ballot(0)
    page = f"/en/votes/{polling.vote}/cast"
    assert (await first.post(page, {"ballot": raw.decode()}, page=page)).status_code == 200
    assert "Your vote is in the box" in (await first.get("/en/votes")).text
    about = (await first.get(f"/en/votes/{polling.vote}")).text
    assert "Change my vote" in about
    assert "Vote now" not in about
    assert "You have not voted yet" in (await second.get("/en/votes")).text
    officer = (await (await web.signed_in(Role.SECRETARY)).get("/en/votes")).text
    assert "You have no vote in this one" in officer


@pytest.mark.both_databases
@pytest.mark.control("DB-6")
async def test_a_ballot_that_came_in_time_is_waited_for_however_late_its_turn(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last byte is there before the end; then the server is too busy even to see who sent it."""
    closes = OPENS + timedelta(minutes=2)
    polling = await ballots.opened(web.database, web.keys, count=2, closes_at=closes)
    browser, scrutineer = await voter(web, polling, 0), await web.signed_in(Role.SCRUTINEER)
    await browser.get("/en/")
    held, go = asyncio.Event(), asyncio.Event()
    recognise = guard._recognise

    async def busy(request: Request[Any, Any, Any]) -> access.SignedIn | None:
        held.set()
        await go.wait()
        return await recognise(request)

    web.clock.move_to(closes - timedelta(milliseconds=1))
    monkeypatch.setattr(guard, "_recognise", busy)
    sending = asyncio.create_task(send(browser, f"/api/votes/{polling.vote}/ballots", polling.ballot(0)))
    await held.wait()
    monkeypatch.setattr(guard, "_recognise", recognise)
    web.clock.move_to(closes + timedelta(seconds=10))
    await run_due(web.database, handlers(web.keys), web.clock)
    pressed = await send(scrutineer, f"/api/votes/{polling.vote}/close", b"")
    assert (pressed.status_code, pressed.json()["type"]) == (503, "unavailable")
    go.set()
    answer = await sending
    assert answer.status_code == 200, answer.text
    web.clock.pass_time(timedelta(seconds=1))
    await run_due(web.database, handlers(web.keys), web.clock)
    async with web.database.reading() as view:
        assert (await votes.find(view, OPERATOR, polling.vote)).sealed_count == 1


async def test_the_whole_count_is_told_from_the_seal_to_the_result(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=6)
    browser = await voter(web, polling, 0)
    page = f"/en/votes/{polling.vote}"
    for number in range(6):
        received_at = OPENS + timedelta(minutes=1)
        raw = polling.ballot(number)
        await votes.cast(web.database, web.keys, polling.voters[number], polling.vote, raw, received_at=received_at)
    before = (await browser.get(f"{page}/proof")).text
    assert before.count("This is checked before the result is declared.") == 5
    assert "too few to show" in (await browser.get(page)).text
    await ballots.close(web.database, web.keys, polling, OPENS + timedelta(hours=1))
    counting = (await browser.get(f"{page}/count")).text
    assert "2 of 4 steps are done" in counting
    assert "0 of 3 key-holders have done it." in counting
    assert "/count" in (await browser.get("/en/votes")).text
    scrutineer = await web.signed_in(Role.SCRUTINEER)
    desk = (await scrutineer.get(f"/en/office/votes/{polling.vote}")).text
    assert "Do the numbers add up?" in desk
    await ballots.decrypt_all(web.database, polling, OPENS + timedelta(hours=2))
    async with web.database.writing() as tx:
        await votes.declare(tx, OPERATOR, polling.vote, OPENS + timedelta(hours=2))
    proof = (await browser.get(f"{page}/proof")).text
    assert proof.count("Proved") == 5
    assert "       0  (blank vote)\n       6  Yes\n       0  No" in proof
    codes = (await browser.get(f"{page}/codes")).text.splitlines()
    assert (len(codes), codes[0]) == (7, "place,short code,tracker,replaced")
    program = await browser.get("/en/votes/verifier")
    assert hashlib.sha256(program.content).hexdigest() in proof


@pytest.mark.parametrize("typed", ["", "x" * 20_001, "<script>alert(1)</script>", "🗳️ ŵ ŷ"])
async def test_a_code_that_cannot_be_one_loses_nothing_and_runs_nothing(web: Web, typed: str) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    browser = await voter(web, polling, 0)
    page = f"/en/votes/{polling.vote}/box"
    answer = await browser.post(page, {"code": typed}, page=page)
    unusable = not typed or len(typed) > 20_000
    assert answer.status_code == (422 if unusable else 200)
    assert ("There is a problem" if unusable else "Not found.") in answer.text
    assert escape(typed) in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("reason", ["", "x" * 20_001, "<b>ŵ ŷ 🙂</b>"])
async def test_a_reason_for_setting_aside_is_kept_as_it_was_typed(web: Web, reason: str) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    officer = await web.signed_in(Role.SECRETARY)
    page = f"/cy/office/votes/{polling.vote}/void"
    answer = await officer.post(page, {"reason": reason}, page=page)
    if 0 < len(reason) < 20_000:
        assert answer.status_code == 303
        assert escape(reason) in (await officer.get(f"/cy/office/votes/{polling.vote}")).text
    else:
        assert answer.status_code == 422
        assert escape(reason) in answer.text
