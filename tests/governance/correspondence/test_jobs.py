"""Sending through the channels of the settings: a folder, a mail server, and links whose secret only the mail holds."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from governance.access import service as access
from governance.access.records import LinkRecord
from governance.correspondence import service as correspondence
from governance.correspondence.jobs import HANDLERS, SIGN_IN_LINK, Channels, channels, deliver_due
from governance.correspondence.model import Letter
from governance.correspondence.records import LetterRecord
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.jobs.queue import JobRecord
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.settings import Mail, Settings
from notifications import Variant
from tests.governance.correspondence.conftest import ACTOR, KIND
from tests.notifications.channels.mail_server import running

LINK = re.compile(r"https://bryn\.example/cy/sign-in/link/([\w-]+)")


async def asked(database: Database, clock: ScriptedClock, keys: Keys, address: str) -> None:
    door = access.Door(database, keys, client="192.0.2.0/24", browser="browser", now=clock.now())
    await access.request_link(door, address=address, purpose="sign-in", variant="cy")
    await run_due(database, HANDLERS, clock)


@pytest.fixture
async def ann(organisation: Database, clock: ScriptedClock) -> str:
    async with organisation.writing() as tx:
        account = await access.open_account(
            tx, ACTOR, member_id=None, email="ann@example.org", name="Ann Ŵyn", now=clock.now()
        )
    return account.id


@pytest.mark.control("AUTH-5")
@pytest.mark.control("SEC-3")
async def test_a_link_asked_for_arrives_works_and_is_nowhere_in_the_database(
    organisation: Database, clock: ScriptedClock, keys: Keys, post: Channels, house: Settings, ann: str
) -> None:
    await asked(organisation, clock, keys, "ann@example.org")
    assert (await deliver_due(organisation, post, clock)).sent == 1
    (path,) = (house.mail_folder / "mail").glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    words = mail.get_body(("plain",))
    assert words is not None
    found = LINK.search(words.get_content())
    assert found is not None
    assert mail["To"].addresses[0].addr_spec == "ann@example.org"

    async with organisation.reading() as view:
        tables = ("letter", "notice", "notice_wording", "job", "audit", "audit_detail", "access_link")
        stored = {table: repr(list(await view.execute(text(f"SELECT * FROM {table}")))) for table in tables}
    assert not any(found[1] in rows for rows in stored.values())
    assert not any("ann@example.org" in stored[table] for table in ("letter", "notice", "job"))
    assert (stored["letter"], stored["job"]) == ("[]", "[]")
    door = access.Door(organisation, keys, client="192.0.2.0/24", browser="browser", now=clock.now())
    assert await access.use_link(door, found[1]) is not None


@pytest.mark.control("AUTH-6")
async def test_an_unknown_address_gets_nothing_and_leaves_nothing_waiting(
    organisation: Database, clock: ScriptedClock, keys: Keys, post: Channels, house: Settings, ann: str
) -> None:
    await asked(organisation, clock, keys, "stranger@example.org")
    assert (await deliver_due(organisation, post, clock)).claimed == 0
    assert not list(house.mail_folder.rglob("*.eml"))
    async with organisation.reading() as view:
        for record in (LetterRecord, LinkRecord, JobRecord):
            assert await view.scalar(select(record)) is None


async def test_a_link_nobody_could_send_in_time_is_not_sent_late(
    organisation: Database, clock: ScriptedClock, keys: Keys, post: Channels, ann: str
) -> None:
    await asked(organisation, clock, keys, "ann@example.org")
    clock.pass_time(timedelta(days=1))
    assert (await deliver_due(organisation, post, clock)).claimed == 0


async def test_a_mail_server_in_the_settings_gets_the_mail_and_the_folder_the_letters(
    organisation: Database,
    clock: ScriptedClock,
    house: Settings,
    facts: Mapping[str, Any],
    gwen: Letter,
    huw: Letter,
    tmp_path: Path,
) -> None:
    async with organisation.writing() as tx:
        new = await correspondence.serve(
            tx, ACTOR, kind=KIND, cause="m", letters=[gwen, huw], facts=facts, now=clock.now()
        )
    by_email = next(letter for letter in new if letter.recipient == gwen.to)
    async with running() as server:
        mail = Mail(sender="office@bryn.example", server="127.0.0.1", port=server.port, security="none")
        ways = channels(replace(house, mail=mail), "Bryn")
        assert (await deliver_due(organisation, ways, clock)).sent == 2
    assert server.message_ids() == [f"<{by_email.id}@bryn.example>"]
    assert server.envelopes == [(f"office+{by_email.id}@bryn.example", "gwen@example.org")]
    assert [path.stem for path in house.mail_folder.rglob("*.html")] == [
        letter.id for letter in new if letter.recipient == huw.to
    ]


@pytest.mark.control("MAIL-2")
@pytest.mark.parametrize("variant", list(Variant))
async def test_links_come_from_the_settings_and_open_in_the_language_they_stand_in(
    post: Channels, gwen: Letter, variant: Variant
) -> None:
    facts = {"purpose": "sign-in", "path": "/en/sign-in/link/abc", "code": "abcdefgh", "minutes": 10}
    part = post.press.print(SIGN_IN_LINK, facts, gwen.recipient(), variant)
    for words in (part.text, part.html):
        assert f"https://bryn.example/{variant}/sign-in/link/abc" in words
        assert words.count("/sign-in/link/abc") == words.count(f"/{variant}/sign-in/link/abc")
