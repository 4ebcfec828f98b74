"""Everybody takes away what is kept of them, and nothing of anybody else's (GDPR art. 15)."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.inspection.copies import canonical
from governance.inspection.kept import KEPT, NOT_COPIED
from governance.platform.db.records import Record
from tests.governance.wall.conftest import Wall
from tests.governance.wall.organisation import SUMS

pytestmark = pytest.mark.asyncio(loop_scope="module")
PEOPLE = {"member", "person", "assistant", "access_account"}
OWNER_PAYMENT, CONTRIBUTION, RATE = SUMS["Alder"]


async def copy_of(wall: Wall, account: str) -> Any:
    browser = wall.web.browser()
    await wall.web.sign_in(browser, wall.organisation.accounts[account])
    await browser.get("/en/me/copy")
    return (await browser.post("/en/me/copy")).json()


def rows(whole: Any, table: str) -> Any:
    return whole["copy"]["kept"].get(table, [])


async def test_a_copy_is_signed_with_the_key_that_the_page_shows(wall: Wall) -> None:
    whole = await copy_of(wall, "Alderowner")
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(whole["public_key"]))
    key.verify(bytes.fromhex(whole["signature"]), canonical(whole["copy"]))


async def test_a_member_reads_all_of_their_own(wall: Wall) -> None:
    whole = await copy_of(wall, "Alderowner")
    assert [row["name_family"] for row in rows(whole, "member")] == ["Alderowner"]
    assert [row["amount"] for row in rows(whole, "direct_payment")] == [OWNER_PAYMENT]
    assert [row["payment"] for row in rows(whole, "arrangement")] == [OWNER_PAYMENT]
    (text,) = rows(whole, "arrangement_agreement")
    assert text["weekday_rate"] == RATE
    assert all(words.startswith("Alder ") for words in json.loads(text["said"])["said"].values())
    assert "Alder Helper" in whole["copy"]["called"].values()
    (statement,) = whole["copy"]["statements"]
    assert (statement["name"], statement["paid_in"]) == ("Quill Alderowner", CONTRIBUTION)
    for table in ("peer_notice", "trust_view", "worry", "shared_participant", "shared_thing_booking", "fund_agreement"):
        assert rows(whole, table), table


async def test_of_two_who_share_neither_copy_holds_the_others_sums_or_words(wall: Wall) -> None:
    owner, friend = await copy_of(wall, "Alderowner"), await copy_of(wall, "Alderfriend")
    of_owner, of_friend = json.dumps(owner), json.dumps(friend)
    assert [row["contact"] for row in rows(owner, "peer_notice")] == ["Alder telephone"]
    assert [row["contact"] for row in rows(friend, "peer_answer")] == ["Alder answer"]
    for words in (f": {OWNER_PAYMENT}", f": {RATE}", "Alder telephone", "Alder view", "Alder papers", "Alder Scheme"):
        assert words in of_owner
        assert words not in of_friend
    for words in ("Alder answer", "Quill Alderfriend", "alderfriend@example.org"):
        assert words not in of_owner
    shared = {row["shared"] for row in rows(owner, "shared_participant")}
    assert shared & {row["shared"] for row in rows(friend, "shared_participant")}


async def test_an_assistants_copy_has_the_agreement_and_no_payment(wall: Wall) -> None:
    whole = await copy_of(wall, "Alderassistant")
    assert f": {OWNER_PAYMENT}" not in json.dumps(whole)
    assert [row["weekday_rate"] for row in rows(whole, "arrangement_agreement")] == [RATE]
    assert [row["about"] for row in rows(whole, "arrangement_dispute")] == ["Alder quarrel"]
    assert list(whole["copy"]["called"].values()) == ["Quill Alderowner"]
    assert rows(whole, "member") == rows(whole, "direct_payment") == whole["copy"]["statements"] == []
    assert rows(whole, "assistant_check")


async def test_what_an_assistant_raised_is_not_in_the_members_copy(wall: Wall) -> None:
    assert "Alder quarrel" not in json.dumps(await copy_of(wall, "Alderowner"))


async def test_who_speaks_for_somebody_gets_a_copy_of_their_own_only(wall: Wall) -> None:
    whole = await copy_of(wall, "Alderspeaker")
    assert "Alderowner" not in json.dumps(whole)
    assert [row["authority"] for row in rows(whole, "person_representative")] == ["attorney"]


async def test_every_table_that_names_people_is_copied_or_says_why_not() -> None:
    naming = {
        name
        for name, table in Record.metadata.tables.items()
        if any(key.column.table.name in PEOPLE for key in table.foreign_keys)
    }
    copied = {kept.table for kept in KEPT}
    assert naming - copied - set(NOT_COPIED) == set()
    assert not copied & set(NOT_COPIED)


async def test_no_secret_of_a_sign_in_and_nothing_sealed_is_copied_as_it_is_stored(wall: Wall) -> None:
    whole = json.dumps([await copy_of(wall, name) for name in ("Alderowner", "Alderassistant")])
    for word in ("v1|columns", "totp", "token_hash", "password"):
        assert word not in whole


@pytest.mark.parametrize(("account", "is_member"), [("Alderowner", True), ("Alderassistant", False)])
async def test_the_page_says_what_is_in_this_persons_copy(wall: Wall, account: str, is_member: bool) -> None:
    browser = wall.web.browser()
    await wall.web.sign_in(browser, wall.organisation.accounts[account])
    page = (await browser.get("/en/me/copy")).text
    assert ("Your entry in the register" in page) is is_member
