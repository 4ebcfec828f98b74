"""Voting codes made in the browser: the list that the library makes of them, and a file that opens again."""

import json
import re

import pytest

from ballots import (
    GROUPS,
    Invalid,
    check_ballot,
    check_blank,
    group,
    public_of,
    read_credentials,
    require_members,
    write_credentials,
)
from ballots.credentials import is_code, new_code
from tests.ballots.booth.engine import recorded
from tests.ballots.booth.same_vectors import refusal
from tests.ballots.election_room import RANKING, WITH_BLANK, counter, open_room

UUID = "o4JH5bRTQJXKwM"
PASSWORD = "naw cath ar y tŷ"
CODES = [new_code(counter(f"code{number}")) for number in range(9)]


def test_the_same_randomness_gives_the_same_code(making):
    draw, draws = recorded(counter("code"))
    expected = new_code(draw)
    assert making.act("newCode", draws=draws) == expected
    assert is_code(making.act("newCode"))


@pytest.mark.control("CRED-1")
@pytest.mark.parametrize("name", GROUPS)
def test_the_list_is_the_one_that_the_library_publishes(making, name):
    here = group(name)
    publics = [public_of(code, UUID, here) for code in CODES]
    listed = making.act("publicList", uuid=UUID, group=name, codes=CODES)
    assert listed.encode() == write_credentials(here, publics)
    require_members(here, json.loads(listed))


@pytest.mark.control("CRED-1")
def test_the_order_of_the_roll_is_not_in_the_list(making):
    backwards = making.act("publicList", uuid=UUID, group="Ed25519", codes=CODES[::-1])
    assert backwards == making.act("publicList", uuid=UUID, group="Ed25519", codes=CODES)


@pytest.fixture(scope="module")
def locked(making):
    made = making.act("writeCodesFile", uuid=UUID, group="Ed25519", codes=CODES, password=PASSWORD)
    return bytes.fromhex(made).decode()


def test_the_file_gives_the_codes_back_in_the_order_of_the_roll(making, locked):
    opened = making.act("openCodesFile", file=locked, password=PASSWORD)
    assert (opened["codes"], opened["uuid"]) == (CODES, UUID)


@pytest.mark.control("CRED-1")
def test_nothing_of_a_code_can_be_read_in_the_file(locked):
    assert not [code for code in CODES if re.search("|".join(code.split("-")), locked)]
    assert not [code for code in CODES if code.encode().hex() in locked]


def test_another_password_opens_no_codes(making, locked):
    assert refusal(making, "openCodesFile", file=locked, password=f"{PASSWORD}!") == "key-password"


@pytest.mark.control("BAL-16")
@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("Ed25519", (WITH_BLANK, RANKING, WITH_BLANK)),
        ("RFC-3526-2048", (WITH_BLANK, RANKING)),
        ("BELENIOS-2048", (WITH_BLANK,)),
    ],
)
def test_a_blank_ballot_is_shown_to_be_blank(making, name, questions):
    room = open_room(name, questions, voters=2)
    made = making.act("blank", raw=room.election.raw.hex(), code=room.codes[0])
    ballot = check_ballot(room.election, read_credentials(room.credentials), made["ballot"].encode())
    randomness = [[int(power) for power in row] for row in made["randomness"]]
    check_blank(room.election, ballot, randomness)
    with pytest.raises(Invalid, match="not-blank"):
        check_blank(room.election, ballot, [[power + 1 for power in row] for row in randomness])
