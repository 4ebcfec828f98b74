"""The outbox loses nothing and doubles nothing, wherever its workers stop."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from governance.correspondence import service as correspondence
from governance.correspondence.jobs import AT_ONCE, LEASE, Channels, deliver_due
from governance.correspondence.model import Letter
from governance.correspondence.outbox import DatabaseOutbox, Minting, Secret
from governance.correspondence.records import LetterRecord, WordingRecord
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, Transaction
from governance.platform.ids import new_id
from notifications import Dead, Failed, Outcome, Sent, State
from tests.governance.correspondence.conftest import ACTOR, KIND

CAUSE = "meeting-1"


def outbox(database: Database, post: Channels) -> DatabaseOutbox:
    return DatabaseOutbox(database, post.press, post.sender, {})


async def serve(database: Database, clock: ScriptedClock, facts: Mapping[str, Any], letters: list[Letter]) -> None:
    async with database.writing() as tx:
        await correspondence.serve(tx, ACTOR, kind=KIND, cause=CAUSE, letters=letters, facts=facts, now=clock.now())


async def states(database: Database) -> list[str]:
    async with database.reading() as view:
        return list(await view.scalars(select(LetterRecord.state).order_by(LetterRecord.id)))


@pytest.mark.control("MAIL-1")
async def test_a_letter_lent_to_a_worker_that_died_is_lent_again_with_the_same_words(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels
) -> None:
    await serve(organisation, clock, facts, [gwen])
    box = outbox(organisation, post)
    (first,) = await box.claim(clock.now(), AT_ONCE, LEASE)
    assert await box.claim(clock.now(), AT_ONCE, LEASE) == ()
    clock.pass_time(LEASE)
    (second,) = await box.claim(clock.now(), AT_ONCE, LEASE)
    assert second.message == first.message
    assert (first.attempt, second.attempt) == (1, 2)
    await box.settle(second.message.id, Sent("250 ok"), clock.now())
    await box.settle(first.message.id, Dead("smtp-550", "too late"), clock.now())
    assert await states(organisation) == ["sent"]


@pytest.mark.control("MAIL-1")
async def test_two_workers_never_hold_the_same_letter(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], post: Channels
) -> None:
    people = [Letter(new_id(), f"Aelod {number}", "cy", f"a{number}@example.org") for number in range(30)]
    await serve(organisation, clock, facts, people)
    box = outbox(organisation, post)
    lent = await asyncio.gather(*(box.claim(clock.now(), 10, LEASE) for _ in range(4)))
    ids = [claimed.message.id for batch in lent for claimed in batch]
    assert len(ids) == len(set(ids))
    rest = await box.claim(clock.now(), AT_ONCE, LEASE)
    assert len(ids) + len(rest) == 30


async def test_a_failure_waits_until_it_is_due_and_giving_up_is_final(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels
) -> None:
    await serve(organisation, clock, facts, [gwen])
    box = outbox(organisation, post)
    (claimed,) = await box.claim(clock.now(), AT_ONCE, LEASE)
    later = clock.now() + timedelta(minutes=1)
    await box.settle(claimed.message.id, Failed("smtp-451", "greylisted", later), clock.now())
    assert await box.claim(clock.now(), AT_ONCE, LEASE) == ()
    clock.move_to(later)
    (claimed,) = await box.claim(clock.now(), AT_ONCE, LEASE)
    await box.settle(claimed.message.id, Dead("smtp-550", "no such user"), clock.now())
    clock.pass_time(timedelta(days=1))
    assert await box.claim(clock.now(), AT_ONCE, LEASE) == ()
    assert await states(organisation) == ["dead"]


async def test_everybody_gets_the_same_words_in_each_variant(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, huw: Letter, post: Channels
) -> None:
    await serve(organisation, clock, facts, [gwen, huw])
    await deliver_due(organisation, post, clock)
    async with organisation.reading() as view:
        kept = await correspondence.words(view, CAUSE, KIND)
    assert [wording.variant for wording in kept] == ["cy", "cy-easy", "en", "en-easy"]
    assert len({wording.sha256 for wording in kept}) == 4
    assert "Gwen" not in "".join(wording.text + wording.html for wording in kept)


async def test_a_notice_without_templates_stops_nobody_elses_letter(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, huw: Letter, post: Channels
) -> None:
    async with organisation.writing() as tx:
        await correspondence.serve(tx, ACTOR, kind="meetings/unknown", cause=CAUSE, letters=[huw], now=clock.now())
    await serve(organisation, clock, facts, [gwen])
    assert (await deliver_due(organisation, post, clock)).sent == 1
    async with organisation.reading() as view:
        dead = await view.scalar(select(LetterRecord).where(LetterRecord.state == State.DEAD))
    assert (dead.recipient, dead.failure) == (huw.to, "no-wording")


async def promise(database: Database, clock: ScriptedClock) -> None:
    async with database.writing() as tx:
        await correspondence.promise_secret(tx, kind=KIND, cause="wish-1", now=clock.now())


@pytest.mark.control("AUTH-5")
async def test_a_secret_is_made_when_sending_and_no_row_ever_holds_it(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels
) -> None:
    made: list[str] = []

    async def mint(tx: Transaction, cause: str, now: datetime) -> Secret:
        made.append(f"Neuadd-Gyfrinachol-{len(made)}-{cause}")
        return Secret(gwen.recipient(), {**facts, "place": made[-1]})

    await promise(organisation, clock)
    box = DatabaseOutbox(organisation, post.press, post.sender, {KIND: Minting(mint)})
    (first,) = await box.claim(clock.now(), AT_ONCE, LEASE)
    clock.pass_time(LEASE)
    (second,) = await box.claim(clock.now(), AT_ONCE, LEASE)
    assert [part.variant.value for part in second.message.parts] == ["cy", "en"]
    assert all(made[0] in part.text for part in first.message.parts)
    assert all(made[1] in part.text for part in second.message.parts)
    assert second.recipient.email == "gwen@example.org"
    async with organisation.reading() as view:
        assert await view.scalar(select(func.count()).select_from(WordingRecord)) == 0
        row = await view.scalar(select(LetterRecord))
    assert "Neuadd" not in repr(row)
    assert "gwen" not in repr(row)


@pytest.mark.control("SEC-3")
@pytest.mark.parametrize("outcome", [Sent("250 ok"), Dead("550", "no such user gwen@example.org")])
async def test_once_a_secret_is_sent_or_given_up_nothing_says_when_or_that_it_was_asked_for(
    organisation: Database,
    clock: ScriptedClock,
    facts: Mapping[str, Any],
    gwen: Letter,
    post: Channels,
    outcome: Outcome,
) -> None:
    async def mint(tx: Transaction, cause: str, now: datetime) -> Secret:
        return Secret(gwen.recipient(), facts)

    async with organisation.reading() as view:
        noted = await view.scalar(text("SELECT count(*) FROM audit"))
    await promise(organisation, clock)
    box = DatabaseOutbox(organisation, post.press, post.sender, {KIND: Minting(mint)})
    (claimed,) = await box.claim(clock.now(), AT_ONCE, LEASE)
    await box.settle(claimed.message.id, Failed("421", "gwen@example.org: later", clock.now()), clock.now())
    async with organisation.reading() as view:
        waiting = await view.scalar(select(LetterRecord))
    assert (waiting.state, waiting.failure, waiting.detail) == (State.FAILED, "421", None)
    (again,) = await box.claim(clock.now(), AT_ONCE, LEASE)
    await box.settle(again.message.id, outcome, clock.now())
    assert await states(organisation) == []
    async with organisation.reading() as view:
        assert await view.scalar(text("SELECT count(*) FROM audit")) == noted


async def test_what_nobody_waits_for_any_more_is_not_sent(
    organisation: Database, clock: ScriptedClock, post: Channels
) -> None:
    async def mint(tx: Transaction, cause: str, now: datetime) -> None:
        return None

    await promise(organisation, clock)
    box = DatabaseOutbox(organisation, post.press, post.sender, {KIND: Minting(mint)})
    assert await box.claim(clock.now(), AT_ONCE, LEASE) == []
    assert await states(organisation) == []


WORKER = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from governance.correspondence.jobs import channels, deliver_due
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.settings import Settings

async def main(address, home, now):
    database = Database(address)
    post = channels(Settings(home=Path(home), database=address, origin="https://bryn.example"), "Bryn")
    await deliver_due(database, post, ScriptedClock(datetime.fromisoformat(now)))
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.control("MAIL-1")
@pytest.mark.parametrize("place", ["mail.claimed", "mail.sent", "mail.settled"])
async def test_a_worker_killed_anywhere_leaves_one_mail_for_each_person(
    organisation: Database,
    database_address: str,
    clock: ScriptedClock,
    facts: Mapping[str, Any],
    house: Any,
    post: Channels,
    place: str,
) -> None:
    people = [Letter(new_id(), f"Aelod {number}", "cy", f"a{number}@example.org") for number in range(5)]
    await serve(organisation, clock, facts, people)
    killed = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", WORKER, database_address, str(house.home), clock.now().isoformat()],
        env={**os.environ, "COOP_CRASH_AT": f"{place}:1" if place == "mail.claimed" else f"{place}:3"},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    clock.pass_time(LEASE)
    await deliver_due(organisation, post, clock)
    assert await states(organisation) == ["sent"] * 5
    mails = sorted(path.stem for path in (house.mail_folder / "mail").glob("*.eml"))
    async with organisation.reading() as view:
        assert mails == sorted(await view.scalars(select(LetterRecord.id)))
