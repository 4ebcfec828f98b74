import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from notifications import BadAddress, Channel, Dead, Delivery, Failed, Mailbox, Security, Sent, Server, Smtp, State
from tests.notifications.channels.certificates import own_certificate
from tests.notifications.channels.mail_server import DROP, DROP_AFTER_KEEPING, MailServer, only_ann, running
from tests.notifications.examples import BOB, NIA, message
from tests.notifications.memory_outbox import Clock, MemoryOutbox


def queue(count: int = 1) -> MemoryOutbox:
    outbox = MemoryOutbox()
    for number in range(1, count + 1):
        outbox.put(message(f"m{number}"), NIA if number % 2 else BOB)
    return outbox


def delivery(outbox: MemoryOutbox, channel: Smtp, clock: Clock | None = None) -> Delivery:
    return Delivery(outbox, {Channel.EMAIL: channel}, clock or Clock())


async def deliver_all(outbox: MemoryOutbox, channel: Smtp) -> None:
    clock = Clock()
    for _ in range(40):
        await delivery(outbox, channel, clock).once()
        if not outbox.open():
            return
        clock.move(timedelta(hours=6))
    pytest.fail("the outbox did not empty")


@pytest.mark.control("MAIL-1")
async def test_a_batch_goes_out_over_one_connection() -> None:
    outbox = queue(5)
    async with running() as server:
        report = await delivery(outbox, server.channel()).once()
    assert (report.sent, report.claimed, server.connections) == (5, 5, 1)
    assert server.message_ids() == [f"<m{number}@coop.example>" for number in range(1, 6)]
    assert outbox.states() == {State.SENT}
    assert server.envelopes[0] == ("bounces+m1@coop.example", "sian@member.example")
    assert outbox.last() == Sent("250 2.0.0 kept")


@pytest.mark.control("MAIL-1")
async def test_a_server_that_is_not_there_costs_one_attempt_to_connect_and_no_message() -> None:
    async with running() as server:
        channel = server.channel()
    outbox = queue(3)
    report = await delivery(outbox, channel).once()
    assert report.failed == 3
    assert outbox.states() == {State.FAILED}
    first = outbox.last()
    assert isinstance(first, Failed)
    assert (first.code, first.uncertain) == ("smtp-connect", False)


@pytest.mark.control("MAIL-1")
async def test_a_server_that_turns_us_away_is_asked_once_in_a_batch_and_blames_no_message() -> None:
    calls: list[int] = []

    async def turn_away(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(1)
        writer.write(b"554 5.7.1 go away\r\n")
        await writer.drain()
        writer.close()

    outbox = queue(3)
    async with await asyncio.start_server(turn_away, "127.0.0.1", 0) as listening:
        channel = MailServer(listening.sockets[0].getsockname()[1]).channel()
        report = await delivery(outbox, channel).once()
    assert (report.failed, len(calls)) == (3, 1)
    assert outbox.last().code == "smtp-connect-554"  # type: ignore[union-attr]


@pytest.mark.control("MAIL-1")
@pytest.mark.parametrize(("step", "answer"), [("EHLO", "550 no"), ("EHLO", DROP), ("MAIL", "530 5.7.0 sign in first")])
async def test_what_is_wrong_with_our_settings_kills_no_message(step: str, answer: str) -> None:
    outbox = queue()
    async with running() as server:
        server.troubles.append((step, answer))
        report = await delivery(outbox, server.channel()).once()
        assert report.failed == 1
        await deliver_all(outbox, server.channel())
    assert server.message_ids() == ["<m1@coop.example>"]


@pytest.mark.control("MAIL-1")
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["451 4.3.0 later", "421 4.3.2 closing", DROP])
async def test_a_passing_trouble_at_any_step_delays_one_message_and_none_of_the_others(step: str, answer: str) -> None:
    outbox = queue(3)
    async with running() as server:
        server.troubles.append((step, answer))
        report = await delivery(outbox, server.channel()).once()
        assert (report.sent, report.failed) == (2, 1)
        assert outbox.rows["m1"].state is State.FAILED
        assert outbox.last().uncertain == ((step, answer) == ("DATA", DROP))  # type: ignore[union-attr]
        await deliver_all(outbox, server.channel())
    assert sorted(server.message_ids()) == [f"<m{number}@coop.example>" for number in range(1, 4)]


@pytest.mark.control("MAIL-1")
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
async def test_a_lasting_refusal_at_any_step_is_for_a_person_to_see_and_is_not_repeated(step: str) -> None:
    outbox = queue(2)
    async with running() as server:
        server.troubles.append((step, "550 5.1.1 <sian@member.example> unknown"))
        await deliver_all(outbox, server.channel())
    assert outbox.last() == Dead("smtp-550", "5.1.1 <sian@member.example> unknown")
    assert (outbox.rows["m1"].attempts, outbox.rows["m2"].state) == (1, State.SENT)


@pytest.mark.control("MAIL-1")
async def test_an_answer_lost_after_data_gives_one_repeat_that_shows_itself_by_its_message_id() -> None:
    outbox = queue(3)
    async with running() as server:
        server.troubles.append(("DATA", DROP_AFTER_KEEPING))
        await delivery(outbox, server.channel()).once()
        lost = outbox.last()
        assert isinstance(lost, Failed)
        assert (lost.code, lost.uncertain) == ("smtp-answer-lost", True)
        await deliver_all(outbox, server.channel())
    assert Counter(server.message_ids()) == {"<m1@coop.example>": 2, "<m2@coop.example>": 1, "<m3@coop.example>": 1}
    repeats = [mail.as_bytes() for mail in server.kept if mail["Message-ID"] == "<m1@coop.example>"]
    assert repeats[0] == repeats[1]


@pytest.mark.control("MAIL-1")
@pytest.mark.parametrize("count", [60, pytest.param(2000, marks=pytest.mark.long)])
async def test_a_stormy_server_loses_nothing_and_repeats_only_what_it_failed_to_answer(count: int) -> None:
    storm = random.Random(7)
    answers = ["450 busy", "421 closing", DROP, DROP_AFTER_KEEPING]
    outbox = queue(count)
    async with running() as server:
        for _ in range(80):
            step, answer = storm.choice(["EHLO", *["MAIL", "RCPT", "DATA"] * 4]), storm.choice(answers)
            server.troubles.append((step, DROP if answer == DROP_AFTER_KEEPING and step != "DATA" else answer))
        unanswered = server.troubles.count(("DATA", DROP_AFTER_KEEPING))
        await deliver_all(outbox, server.channel())
    received = Counter(server.message_ids())
    assert outbox.states() == {State.SENT}
    assert set(received) == {f"<m{number}@coop.example>" for number in range(1, count + 1)}
    assert not server.troubles
    assert received.total() - count == unanswered > 0


async def test_a_server_that_falls_silent_is_left_and_may_have_the_message() -> None:
    class Silent(MailServer):
        async def handle_DATA(self, *_: object) -> str:
            await asyncio.sleep(3600)
            return "250 too late"

    outbox = queue()
    async with running() as server:
        server.__class__ = Silent
        await delivery(outbox, server.channel(timeout=0.2)).once()
    lost = outbox.last()
    assert isinstance(lost, Failed)
    assert (lost.code, lost.uncertain) == ("smtp-answer-lost", True)


async def test_nothing_is_sent_beyond_the_lease() -> None:
    class Silent(MailServer):
        async def handle_RCPT(self, *_: object) -> str:
            await asyncio.sleep(3600)
            return "250 too late"

    outbox = queue()
    async with running() as server:
        server.__class__ = Silent
        slow = Delivery(outbox, {Channel.EMAIL: server.channel()}, Clock(), lease=timedelta(milliseconds=200))
        await slow.once()
    assert outbox.last().code == "lease-ended"  # type: ignore[union-attr]


async def test_a_person_without_an_address_is_a_dead_end_not_a_loop() -> None:
    outbox = MemoryOutbox()
    outbox.put(message(), replace(BOB, email=None))
    async with running() as server:
        await delivery(outbox, server.channel()).once()
    assert outbox.last() == Dead("no-address", "")
    assert server.connections == 0


async def test_sign_in_over_starttls_with_a_trusted_certificate(tmp_path: Path) -> None:
    serving, trust = own_certificate(tmp_path)
    outbox = queue(2)
    async with running(
        tls_context=serving, require_starttls=True, auth_required=True, authenticator=only_ann
    ) as server:
        secure = {"security": Security.STARTTLS, "user": "ann", "trust": trust}
        wrong = await delivery(queue(2), server.channel(**secure, password="guess")).once()
        right = await delivery(outbox, server.channel(**secure, password="secret")).once()
    assert (wrong.failed, right.sent) == (2, 2)


async def test_an_unknown_certificate_is_not_trusted_and_the_mail_waits(tmp_path: Path) -> None:
    serving, _ = own_certificate(tmp_path)
    outbox = queue()
    async with running(tls_context=serving) as server:
        report = await delivery(outbox, server.channel(security=Security.STARTTLS)).once()
    assert report.failed == 1
    assert server.kept == []


async def test_a_server_that_offers_no_encryption_gets_no_mail() -> None:
    outbox = queue()
    async with running() as server:
        report = await delivery(outbox, server.channel(security=Security.STARTTLS)).once()
    assert (report.failed, server.kept) == (1, [])


def test_only_this_machine_is_spoken_to_in_the_clear() -> None:
    bounces = Mailbox("Bounces", "bounces@coop.example")
    with pytest.raises(BadAddress):
        Server("mail.example", 25, Security.NONE, "coop.example", bounces)
    with pytest.raises(BadAddress):
        Server("mail.example", 587, Security.STARTTLS, "coop.example", Mailbox("B", "b" * 24 + "@coop.example"))
    server = Server("mail.example", 587, Security.STARTTLS, "coop.example", bounces, "ann", "secret")
    assert "secret" not in repr(server)
