"""The pure parts: states, the roll's text, short codes, signed texts."""

import hashlib
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.actor import NOBODY, Actor, platform
from governance.votes.model import (
    FOLLOWING,
    Outcome,
    State,
    known_to,
    needs_warning,
    read_short_code,
    receipt_text,
    roll_hash,
    roll_of,
    roll_text,
    short_code,
)
from governance.votes.model.refusals import RollRepeats


@dataclass(frozen=True)
class Voter:
    member: str
    class_: str


VOTERS = st.lists(
    st.builds(Voter, st.text("abcdefgh0123", min_size=1), st.sampled_from(["citizen", "supporter"])),
    unique_by=lambda voter: voter.member,
)


@given(VOTERS)
def test_the_roll_is_the_same_in_whatever_order_it_was_lent(voters: list[Voter]) -> None:
    mixed = sorted(voters, key=lambda voter: hashlib.sha256(voter.member.encode()).digest())
    assert roll_hash(roll_of(mixed)) == roll_hash(roll_of(voters))


def test_a_member_stands_on_the_roll_once() -> None:
    with pytest.raises(RollRepeats):
        roll_of([Voter("a", "citizen"), Voter("b", "citizen"), Voter("a", "supporter")])


def test_the_roll_can_be_recomputed_with_a_tool_everybody_has() -> None:
    lines = roll_of([Voter("b", "citizen"), Voter("a", "supporter")])
    assert roll_text(lines) == "cydlais/roll/1\na supporter\nb citizen\n"
    assert roll_hash(lines) == hashlib.sha256(b"cydlais/roll/1\na supporter\nb citizen\n").hexdigest()


@given(VOTERS)
def test_another_class_or_another_member_is_another_roll(voters: list[Voter]) -> None:
    grown = [*voters, Voter("newcomer", "citizen")]
    moved = [*voters, Voter("newcomer", "supporter")]
    assert len({roll_hash(roll_of(roll)) for roll in (voters, grown, moved)}) == 3


@given(st.binary(min_size=32, max_size=32))
def test_a_short_code_leads_back_to_the_beginning_of_its_hash(content: bytes) -> None:
    assert read_short_code(short_code(content.hex())) == content.hex()[:15]


@given(st.binary(min_size=32, max_size=32))
def test_a_short_code_may_be_typed_carelessly(content: bytes) -> None:
    code = short_code(content.hex())
    typed = code.replace("-", " ").replace("0", "o").replace("1", "l").lower()
    assert read_short_code(f" {typed} ") == content.hex()[:15]


@pytest.mark.parametrize("typed", ["", "7KQ3", "7KQ3-MN4P-WX2TT", "7KQ3-MN4P-WX2U", "ÀÀÀÀ-ÀÀÀÀ-ÀÀÀÀ"])
def test_what_is_no_short_code_is_not_taken_for_one(typed: str) -> None:
    assert read_short_code(typed) is None


def test_a_short_code_has_the_known_form() -> None:
    assert short_code("0123456789abcdef" * 4) == "04HM-ASW9-NF6Y"


def test_no_state_is_left_behind_and_an_end_is_an_end() -> None:
    assert set(FOLLOWING) == set(State)
    assert not FOLLOWING[State.DECLARED]
    assert not FOLLOWING[State.VOID]
    assert all(State.OPEN not in FOLLOWING[state] for state in State if state is not State.ROLLED)


def test_only_the_platform_knows_a_vote_whose_roll_still_grows() -> None:
    assert known_to(platform("motions"), State.DRAFT)
    assert not known_to(Actor(account="a"), State.DRAFT)
    assert known_to(Actor(account="a"), State.ROLLED)
    assert not any(known_to(NOBODY, state) for state in State)


def test_an_abstention_takes_part() -> None:
    assert Outcome(yes=3, no=2, blank=4, roll=20).took_part == 9


def test_fewer_than_the_smallest_cell_are_warned() -> None:
    """V-22: four may vote and a subtotal needs five."""
    assert needs_warning(4, 5)
    assert not needs_warning(5, 5)


def test_what_is_signed_names_its_purpose_first() -> None:
    assert receipt_text("phi", "t", 7) == "cydlais/receipt/1\nelection phi\nballot t\nsequence 7\n"
