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
