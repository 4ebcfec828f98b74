"""One's own copy, on both databases: every table it is read from answers, also for somebody of whom little is kept."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.arrangements.service import assistants, people
from governance.inspection.own_copy import own_copy
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.db import Database
from governance.platform.keys import Keys
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
