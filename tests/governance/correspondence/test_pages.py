"""The service ledger on its page and through the API."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from governance.actor import Role
from governance.correspondence import service as correspondence
from governance.correspondence.jobs import Channels, deliver_due
from governance.correspondence.model import Letter
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.conftest import Web
from tests.governance.correspondence.conftest import ACTOR, KIND

CAUSE = "meeting.1"
LEDGER = f"/en/office/notices/{CAUSE}"


async def sent(
    database: Database, clock: ScriptedClock, facts: Mapping[str, Any], post: Channels, *letters: Letter
) -> list[str]:
    async with database.writing() as tx:
        new = await correspondence.serve(
            tx, ACTOR, kind=KIND, cause=CAUSE, letters=letters, facts=facts, now=clock.now()
        )
    await deliver_due(database, post, clock)
    return [letter.id for letter in new]


def report_for(letter: str, address: str) -> bytes:
    return (
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{letter}@localhost>\r\n\r\nx\r\n--b--\r\n"
    ).encode()


async def test_a_delivery_report_shows_in_the_ledger_with_its_cure(
    organisation: Database, web: Web, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels
) -> None:
    (letter,) = await sent(organisation, clock, facts, post, gwen)
    secretary = await web.signed_in(Role.SECRETARY)
    assert "Told, of 1: 1" in (await secretary.get(LEDGER)).text
    report = b64encode(report_for(letter, "gwen@example.org")).decode()
    taken = await secretary.post_json("/api/letters/reports", {"report": report})
    assert (taken.status_code, taken.json()) == (200, {"ours": 1})
    page = await secretary.get(LEDGER)
    assert "The e-mail did not arrive. Send it by post or hand it over." in page.text
    assert "The mail server sent it back." in page.text
    assert (await secretary.post(f"{LEDGER}/letters/{letter}/again")).status_code == 303
    after = await secretary.get(LEDGER)
    assert "On the way: 1" in after.text
    assert "Did not arrive: 0" in after.text


async def test_what_is_no_delivery_report_is_refused(organisation: Database, web: Web) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    answer = await secretary.post_json("/api/letters/reports", {"report": b64encode(b"hello").decode()})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"report": "not-a-delivery-report"})


async def test_handing_over_from_the_ledger_counts_that_day(
    organisation: Database,
    web: Web,
    clock: ScriptedClock,
    facts: Mapping[str, Any],
    nobody_knows_where: Letter,
    post: Channels,
) -> None:
    (letter,) = await sent(organisation, clock, facts, post, nobody_knows_where)
    secretary = await web.signed_in(Role.SECRETARY)
    page = await secretary.get(LEDGER)
    assert "There is no address that works." in page.text
    empty = await secretary.post(f"{LEDGER}/letters/{letter}/handed", {"handed_at": ""})
    assert empty.status_code == 422
    future = await secretary.post(f"{LEDGER}/letters/{letter}/handed", {"handed_at": "2027-01-04T10:00"}, page=LEDGER)
    assert future.status_code == 409
    assert "Say when it was really posted or handed over." in future.text
    done = await secretary.post(f"{LEDGER}/letters/{letter}/handed", {"handed_at": "2027-01-04T08:00"}, page=LEDGER)
    assert done.status_code == 303
    after = await secretary.get(LEDGER)
    assert "By hand" in after.text
    assert "Told, of 1: 1" in after.text


async def test_posting_through_the_api_takes_a_day_or_an_instant(
    organisation: Database, web: Web, clock: ScriptedClock, facts: Mapping[str, Any], huw: Letter, post: Channels
) -> None:
    (letter,) = await sent(organisation, clock, facts, post, huw)
    secretary = await web.signed_in(Role.SECRETARY)
    neither = await secretary.post_json("/api/letters/posted", {"letters": [letter]})
    assert neither.status_code == 422
    marked = await secretary.post_json("/api/letters/posted", {"letters": [letter], "posted_on": "2027-01-04"})
    assert marked.json() == {"marked": 1}
    (seen,) = (await secretary.get(f"/api/letters/about/{CAUSE}")).json()
    assert (seen["method"], seen["deemed_on"], seen["cure"]) == ("post", "2027-01-07", None)


async def test_the_chair_reads_the_ledger_and_changes_nothing(
    organisation: Database, web: Web, clock: ScriptedClock, facts: Mapping[str, Any], huw: Letter, post: Channels
) -> None:
    (letter,) = await sent(organisation, clock, facts, post, huw)
    chair = await web.signed_in(Role.CHAIR)
    assert "Huw Ellis" in (await chair.get(LEDGER)).text
    refused = await chair.post(f"{LEDGER}/posted", {"letters": [letter], "posted_on": "2027-01-04"})
    assert refused.status_code == 403


async def test_what_nobody_was_ever_told_about_has_no_ledger(organisation: Database, web: Web) -> None:
    secretary = await web.signed_in(Role.SECRETARY)
    assert (await secretary.get("/en/office/notices/no-such-thing")).status_code == 404
    assert (await secretary.get("/en/office/notices/secrets")).status_code == 404
    assert (await secretary.get("/api/letters/about/no-such-thing")).status_code == 404


async def test_the_ledger_says_what_follows_if_nothing_more_is_done(
    organisation: Database,
    web: Web,
    clock: ScriptedClock,
    facts: Mapping[str, Any],
    gwen: Letter,
    nobody_knows_where: Letter,
    post: Channels,
) -> None:
    await sent(organisation, clock, facts, post, gwen, nobody_knows_where)
    secretary = await web.signed_in(Role.SECRETARY)
    page = await secretary.get(LEDGER)
    assert "1 person is not told." in page.text
    assert "So many that the meeting could decide nothing." in page.text
    assert "Rule 38 in version 1" in page.text
    welsh = await secretary.get(LEDGER.replace("/en/", "/cy/"))
    assert "Nid yw 1 person yn cael gwybod." in welsh.text
    easy = await secretary.get(LEDGER.replace("/en/", "/en-easy/"))
    assert "1 person does not know." in easy.text


async def test_posting_nothing_or_on_no_day_is_said_and_nothing_is_lost(
    organisation: Database, web: Web, clock: ScriptedClock, facts: Mapping[str, Any], huw: Letter, post: Channels
) -> None:
    (letter,) = await sent(organisation, clock, facts, post, huw)
    secretary = await web.signed_in(Role.SECRETARY)
    await secretary.get(LEDGER)
    empty = await secretary.post(f"{LEDGER}/posted", {"letters": [letter], "posted_on": ""})
    assert (empty.status_code, 'href="#posted_on"' in empty.text) == (422, True)
    no_day = await secretary.post(f"{LEDGER}/posted", {"letters": [letter], "posted_on": "2027-02-30"}, page=LEDGER)
    assert no_day.status_code == 422
    assert 'value="2027-02-30"' in no_day.text
    nothing = await secretary.post(f"{LEDGER}/posted", {"posted_on": "2027-01-04"}, page=LEDGER)
    assert nothing.status_code == 422
    assert "Please choose at least one letter." in nothing.text


async def test_an_officer_reads_what_a_letter_says_and_its_reader_what_it_said(
    organisation: Database, web: Web, clock: ScriptedClock, facts: Mapping[str, Any], huw: Letter, post: Channels
) -> None:
    (letter,) = await sent(organisation, clock, facts, post, huw)
    secretary = await web.signed_in(Role.SECRETARY)
    page = await secretary.get(f"{LEDGER}/letters/{letter}")
    assert "Letter to Huw Ellis" in page.text
    assert "Post. Printed." in page.text
    assert "It is printed and not posted yet." in page.text
    assert "On its way." not in page.text
    assert "Agree &lt;them&gt;." in page.text
    assert (await secretary.get(f"/en/messages/{letter}")).status_code == 404, "it was not written to the officer"
