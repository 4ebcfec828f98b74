import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import Bounce, NotADeliveryReport, parse_bounces

REPORT = """\
From: MAILER-DAEMON@mail.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Tue, 01 Sep 2026 12:00:00 +0000

{blocks}
--b
Content-Type: {returned}

From: notices@coop.example
To: sian@member.example
Message-ID: <m1@coop.example>
Subject: Cyfarfod

{body}
--b--
"""
FAILED = """\
Final-Recipient: rfc822; sian@member.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <sian@member.example>:
    User unknown
"""
OURS = "bounces+m1@coop.example"


def report(blocks: str = FAILED, to: str = OURS, returned: str = "message/rfc822", body: str = "Dewch.\n") -> bytes:
    return REPORT.format(blocks=blocks, to=to, returned=returned, body=body).encode()


def test_an_unknown_person_is_a_permanent_failure_of_a_known_message() -> None:
    assert parse_bounces(report()) == (
        Bounce(
            message="m1",
            message_id="<m1@coop.example>",
            recipient="sian@member.example",
            status="5.1.1",
            final=True,
            permanent=True,
            diagnosis="550 5.1.1 <sian@member.example>: User unknown",
        ),
    )


@pytest.mark.parametrize(
    ("action", "status", "final", "permanent"),
    [
        ("failed", "5.2.1", True, True),
        ("Failed", "5.0.0 (permanent)", True, True),
        ("failed", "4.2.2", True, False),
        ("delayed", "4.4.1", False, False),
        ("delayed", "5.4.1", False, False),
        ("failed", "", True, False),
    ],
)
def test_giving_up_and_a_bad_address_are_two_things(action: str, status: str, final: bool, permanent: bool) -> None:
    block = f"Final-Recipient: rfc822; a@b.example\nAction: {action}\nStatus: {status}\n"
    [bounce] = parse_bounces(report(block))
    assert (bounce.final, bounce.permanent) == (final, permanent)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_no_failure(action: str) -> None:
    assert parse_bounces(report(f"Final-Recipient: rfc822; a@b.example\nAction: {action}\nStatus: 2.0.0\n")) == ()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_the_message_is_known_from_the_returned_headers_when_the_address_does_not_say(returned: str) -> None:
    [bounce] = parse_bounces(report(to="notices@coop.example", returned=returned))
    assert (bounce.message, bounce.message_id) == ("m1", "<m1@coop.example>")


def test_the_message_is_known_from_the_address_when_nothing_is_returned() -> None:
    [bounce] = parse_bounces(report(returned="text/plain"))
    assert (bounce.message, bounce.message_id) == ("m1", None)


def test_each_address_has_its_own_verdict() -> None:
    other = "Final-Recipient: rfc822; bob@member.example\nAction: delayed\nStatus: 4.4.1\n"
    first, second = parse_bounces(report(FAILED + "\n" + other))
    assert (first.recipient, first.final) == ("sian@member.example", True)
    assert (second.recipient, second.final) == ("bob@member.example", False)


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"Subject: Out of office\n\nI am away.\n",
        b"Content-Type: multipart/report; boundary=b\n\n--b\n\nnothing\n--b--\n",
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
        b"x" * 1_000_001,
        b"Content-Type: message/rfc822\n\n" * 20_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)),
    ],
)
def test_other_mail_is_not_a_report(mail: bytes) -> None:
    with pytest.raises(NotADeliveryReport):
        parse_bounces(mail)


@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_damaged_report_never_breaks_the_reader(noise: bytes, place: int) -> None:
    whole = report()
    try:
        bounces = parse_bounces(whole[:place] + noise + whole[place + len(noise) :])
    except NotADeliveryReport:
        return
    for bounce in bounces:
        assert (bounce.recipient + bounce.diagnosis + bounce.status).isprintable()
        assert bounce.final or not bounce.permanent
