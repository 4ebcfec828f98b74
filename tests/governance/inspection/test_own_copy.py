"""One's own copy, on both databases: every table it is read from answers, also for somebody of whom little is kept."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.people import Authority, Evidence, Seen
from governance.arrangements.service import assistants, people
from governance.audit import service as audit
from governance.correspondence import service as correspondence
from governance.errors import NotFound
from governance.inspection.own_copy import copy_for, own_copy
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.db import Database
from governance.platform.keys import Keys
from tests.governance.conftest import Web
from tests.governance.people import SECRETARY, SETUP

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


async def test_a_member_reads_their_entry_and_nobody_elses(
    coop: Database, keys: Keys, person: Callable[..., Candidate]
) -> None:
    async with coop.writing() as tx:
        entry = await members.admit(tx, SECRETARY, person(7, name_given="Mair"), NOW)
        await members.admit(tx, SECRETARY, person(8, name_given="Twm"), NOW)
        await people.of_member(tx, SETUP, entry.id, NOW)
        account = await access.account_for(tx, entry.id)
        assert account is not None
        actor = Actor(account.id, entry.id, frozenset({Role.MEMBER}), Assurance.TWO_FACTORS, NOW)
        whole = await own_copy(tx, actor, keys, NOW)
    copy = json.loads(whole)["copy"]
    assert [row["number"] for row in copy["kept"]["member"]] == ["7"]
    assert len(copy["kept"]["person"]) == 1
    assert "Twm" not in whole.decode()


async def test_an_assistant_who_just_began_reads_their_file(coop: Database, keys: Keys) -> None:
    async with coop.writing() as tx:
        helper = await assistants.enter(
            tx, SETUP, name="Sam Awel", email="sam@example.org", phone="01286 000000", now=NOW
        )
        actor = Actor(helper.account, None, frozenset({Role.ASSISTANT}), Assurance.TWO_FACTORS, NOW)
        copy = json.loads(await own_copy(tx, actor, keys, NOW))["copy"]
    assert [row["phone"] for row in copy["kept"]["assistant"]] == ["01286 000000"]
    assert copy["called"] == {}


async def test_that_a_copy_was_taken_is_in_the_log_without_what_it_holds(coop: Database, keys: Keys) -> None:
    async with coop.writing() as tx:
        helper = await assistants.enter(
            tx, SETUP, name="Sam Awel", email="sam@example.org", phone="01286 000000", now=NOW
        )
        actor = Actor(helper.account, None, frozenset({Role.ASSISTANT}), Assurance.TWO_FACTORS, NOW)
        await own_copy(tx, actor, keys, NOW)
        again = json.loads(await own_copy(tx, actor, keys, NOW))["copy"]
    assert [row["action"] for row in again["kept"]["audit"]] == ["own.copied"]


async def decides(coop: Database, person: Callable[..., Candidate], number: int, whose: str, right: Authority) -> Actor:
    """A member who speaks for somebody by this right."""
    async with coop.writing() as tx:
        entry = await members.admit(tx, SECRETARY, person(number), NOW)
        shown = Evidence(Seen.POWER_OF_ATTORNEY, NOW.date())
        await people.authorise(
            tx,
            SECRETARY,
            whose,
            member_id=entry.id,
            authority=right,
            scope="",
            since=NOW.date(),
            evidence=shown,
            now=NOW,
        )
        account = await access.account_for(tx, entry.id)
        assert account is not None
        return Actor(account.id, entry.id, frozenset({Role.MEMBER}), Assurance.TWO_FACTORS, NOW)


async def test_who_decides_for_somebody_without_a_sign_in_takes_their_copy_and_the_others_are_told(
    coop: Database, keys: Keys, person: Callable[..., Candidate]
) -> None:
    async with coop.writing() as tx:
        wren = (await people.enter(tx, SETUP, name="Wren Alaw", now=NOW)).id
        robin = (await people.enter(tx, SETUP, name="Robin", email="robin@example.org", now=NOW)).id
    attorney = await decides(coop, person, 21, wren, Authority.ATTORNEY)
    deputy = await decides(coop, person, 22, wren, Authority.DEPUTY)
    supporter = await decides(coop, person, 23, wren, Authority.SUPPORTER)
    of_robin = await decides(coop, person, 24, robin, Authority.ATTORNEY)
    async with coop.writing() as tx:
        whole = await copy_for(tx, attorney, keys, wren, NOW)
        letters = await correspondence.told(tx, "inspection/copied", [str(attorney.member), str(deputy.member)])
        assert [reader for reader, _, _ in letters] == [deputy.member]
        entries = [one for one in await audit.entries(tx, about=[wren]) if one.action == "own.copied-for"]
        assert [one.actor for one in entries] == [attorney.reference]
        for actor, whose in ((supporter, wren), (of_robin, robin), (of_robin, wren), (SECRETARY, wren)):
            with pytest.raises(NotFound):
                await copy_for(tx, actor, keys, whose, NOW)
    copy = json.loads(whole)["copy"]
    assert [row["name"] for row in copy["kept"]["person"]] == ["Wren Alaw"]
    assert {row["authority"] for row in copy["kept"]["person_representative"]} == {"attorney", "deputy", "supporter"}
    assert not {"member", "access_account", "audit"} & set(copy["kept"])


async def test_the_page_offers_the_copy_to_who_decides_and_to_nobody_else(
    web: Web, coop: Database, person: Callable[..., Candidate]
) -> None:
    async with coop.writing() as tx:
        wren = (await people.enter(tx, SETUP, name="Wren Alaw", now=NOW)).id
    attorney = await decides(coop, person, 21, wren, Authority.ATTORNEY)
    browser, other = web.browser(), await web.signed_in(Role.MEMBER, Role.SECRETARY)
    await web.sign_in(browser, str(attorney.account))
    assert "Download the copy for Wren Alaw" in (await browser.get("/en/me/copy")).text
    taken = await browser.post(f"/en/me/copy/for/{wren}", page="/en/me/copy")
    assert "Wren Alaw" in taken.json()["copy"]["kept"]["person"][0]["name"]
    assert "Wren" not in (await other.get("/en/me/copy")).text
    assert (await other.post(f"/en/me/copy/for/{wren}", page="/en/me/copy")).status_code == 404
