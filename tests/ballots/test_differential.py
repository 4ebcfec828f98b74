"""This verifier and the protocol's own tool say the same about elections drawn from a seed, and about spoiled ones.

All 4,200 archives are judged by ``make differential``, which keeps the table that is looked at here.
"""

from random import Random

import pytest

from ballots.groups import arithmetics
from tests.ballots.differential.elections import election
from tests.ballots.differential.judging import (
    ACCEPTED,
    DIFFERENCES,
    ELECTIONS,
    SEED,
    SPOILED_EACH,
    Case,
    archive,
    judged,
    ours,
    read_table,
    summary,
)
from tests.ballots.differential.mutations import MUTATIONS
from tests.ballots.election_room import open_room

TABLE = read_table()


def test_the_table_holds_every_archive_of_the_run_and_every_way_to_spoil_one():
    numbers = {(case.election, case.number) for case in TABLE}
    assert numbers == {(number, place) for number in range(ELECTIONS) for place in range(SPOILED_EACH + 1)}
    assert len(TABLE) == len(numbers) == 200 + 4_000
    assert {case.mutation for case in TABLE} == {"none", *MUTATIONS}


def test_both_accept_every_sound_election():
    sound = [case for case in TABLE if case.number == 0]
    assert {(case.ours, case.independent) for case in sound} == {(ACCEPTED, ACCEPTED)}


def test_verdicts_differ_only_where_a_reason_is_given():
    assert [case for case in TABLE if not case.explained] == []


def test_no_reason_is_given_for_what_never_happens():
    given = {entry["why"] for entries in DIFFERENCES.values() for entry in entries}
    assert given == {why for case in TABLE if not case.same for why in case.listed}


def test_a_difference_without_a_reason_is_seen():
    lenient = Case(0, 1, "any", True, ACCEPTED, "refused")
    strict = Case(0, 1, "any", True, "decryption-proof", ACCEPTED)
    assert not lenient.explained
    assert not strict.explained
    assert strict._replace(opened=False).explained
    assert "NOT EXPLAINED" in "".join(summary([lenient]))


@pytest.mark.parametrize("number", [1, 2])
def test_the_verdicts_on_a_few_are_the_same_today(belenios_tool, number):
    cases = judged(belenios_tool, number, spoiled=6)
    assert cases[0].same
    assert [case for case in cases if not case.explained] == []


@pytest.mark.long
@pytest.mark.parametrize("number", range(ELECTIONS))
def test_the_verdicts_on_all_are_the_same_today(belenios_tool, number):
    assert [case for case in judged(belenios_tool, number) if not case.explained] == []


def test_every_arithmetic_gives_the_same_reason():
    room = open_room(voters=2, trustees=1)
    room.cast(0, [[1, 0]])
    room.count()
    chance = Random("arithmetics")
    for name in chance.sample(sorted(MUTATIONS), 20):
        data = MUTATIONS[name](chance, room) or room.archive()
        reasons = {ours(data, arithmetic) for arithmetic in arithmetics("Ed25519")}
        assert len(reasons) == 1, name


def test_an_archive_is_made_again_from_its_numbers():
    assert archive(election(SEED, 4), 4, 7) == archive(election(SEED, 4), 4, 7)
    assert election(SEED, 4).archive() != election(SEED + 1, 4).archive()
