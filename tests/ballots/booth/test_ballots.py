"""Ballots of the booth, for elections of many shapes: as the Python library makes them, and accepted by everybody."""

import re
import subprocess
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import GROUPS, Homomorphic, NonHomomorphic, check_ballot, read_credentials, schulze, verify
from tests.ballots.booth.engine import recorded
from tests.ballots.booth.same_vectors import refusal
from tests.ballots.election_room import RANKING, WITH_BLANK, YES_OR_NO, counter, open_room

MOTION = Homomorphic("Shall we?", ("Yes", "No"), blank=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
"""With quotes, controls, U+007F and U+2028, which JSON's writers differ about, and Welsh and emoji."""


@st.composite
def questions(draw, *, ranking):
    options = draw(st.lists(TEXTS, min_size=1, max_size=4))
    if ranking and draw(st.booleans()):
        return NonHomomorphic(draw(TEXTS), tuple(options), draw(st.sampled_from([None, schulze(blank=True)])))
    maximum = draw(st.integers(1, len(options)))
    minimum = draw(st.integers(0, maximum))
    return Homomorphic(draw(TEXTS), tuple(options), minimum, maximum, draw(st.booleans()))


@st.composite
def answers(draw, question):
    if isinstance(question, NonHomomorphic):
        return [draw(st.integers(0, 255)) for _ in question.answers]
    if question.blank and draw(st.booleans()):
        return [1] + [0] * len(question.answers)
    chosen = draw(st.integers(question.minimum, question.maximum))
    places = draw(st.permutations(range(len(question.answers))))[:chosen]
    return [0] * question.blank + [int(place in places) for place in range(len(question.answers))]


@st.composite
def asked_and_answered(draw, *, ranking):
    asked = draw(st.lists(questions(ranking=ranking), min_size=1, max_size=2))
    return asked, [draw(answers(question)) for question in asked]


def make(booth, room, voter, choices, **more):
    return booth.act("ballot", raw=room.election.raw.hex(), code=room.codes[voter], answers=choices, **more)


@pytest.mark.parametrize(("name", "examples"), [("Ed25519", 25), ("BELENIOS-2048", 25), ("RFC-3526-2048", 5)])
def test_from_the_same_randomness_comes_the_same_ballot_whatever_is_asked(booth, name, examples):
    @settings(max_examples=examples, deadline=None, derandomize=True)
    @given(asked_and_answered(ranking=name != "BELENIOS-2048"))
    def same(election):
        asked, choices = election
        room = open_room(name, asked, voters=1, trustees=1)
        draw, draws = recorded(counter(repr(election)))
        room.draw = draw
        expected = room.make(0, choices)
        assert make(booth, room, 0, choices, draws=draws)["raw"] == expected.hex()

    same()


@pytest.fixture(scope="module")
def held_in_the_booth(booth):
    """The archive of a vote with the device's own randomness, in which the first voter changed her mind."""

    @cache
    def held(name):
        room = open_room(name, (YES_OR_NO, WITH_BLANK, MOTION))
        for voter, choices in (
            (0, [[1, 0], [0, 1, 0, 1], [0, 0, 1]]),
            (1, [[0, 1], [1, 0, 0, 0], [1, 0, 0]]),
            (0, [[0, 1], [0, 0, 0, 1], [0, 0, 1]]),
            (2, [[1, 0], [1, 0, 0, 0], [0, 1, 0]]),
        ):
            room.put(bytes.fromhex(make(booth, room, voter, choices)["raw"]))
        room.count()
        return room.archive()

    return held


@pytest.fixture(scope="module")
def ranked_in_the_booth(booth):
    """The archive of a vote with a ranking and a sum, opened by two of a committee of three."""

    @cache
    def held(name):
        room = open_room(name, (RANKING, MOTION), trustees=0, committees=[(2, 3)])
        for voter, ranks in enumerate(([1, 2, 3], [2, 1, 0], [0, 0, 0])):
            room.put(bytes.fromhex(make(booth, room, voter, [ranks, [0, 1, 0]])["raw"]))
        room.count(shuffling=[1, 3], decrypting=[1, 3])
        return room.archive()

    return held


@pytest.mark.parametrize("name", ["Ed25519", pytest.param("RFC-3526-2048", marks=pytest.mark.long)])
def test_rankings_made_in_the_booth_are_shuffled_and_opened_one_by_one(ranked_in_the_booth, name):
    rankings, sums = verify(ranked_in_the_booth(name)).result
    assert sorted(rankings) == [[0, 0, 0], [1, 2, 3], [2, 1, 0]]
    assert sums == [0, 3, 0]


@pytest.mark.long
def test_the_independent_tool_accepts_rankings_made_in_the_booth(ranked_in_the_booth, belenios_tool, tmp_path):
    accepted_by(belenios_tool, ranked_in_the_booth("RFC-3526-2048"), tmp_path)


@pytest.mark.parametrize("name", GROUPS)
def test_a_vote_held_in_the_booth_verifies_and_counts(held_in_the_booth, name):
    report = verify(held_in_the_booth(name))
    assert (report.ballots, report.counted) == (4, 3)
    assert report.result == [[1, 2], [2, 0, 0, 1], [1, 1, 1]]


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048"])
def test_the_independent_tool_accepts_a_vote_held_in_the_booth(held_in_the_booth, belenios_tool, tmp_path, name):
    accepted_by(belenios_tool, held_in_the_booth(name), tmp_path)


def accepted_by(tool, archive, folder):
    (folder / "election.bel").write_bytes(archive)
    command = [tool, "election", "verify", "--dir", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


ROOM = open_room("Ed25519", (YES_OR_NO, WITH_BLANK, MOTION))
CHOICES = [[1, 0], [0, 1, 0, 1], [0, 1, 0]]


@pytest.mark.control("BAL-4")
def test_two_ballots_of_the_same_choice_have_nothing_in_common(booth):
    listed = read_credentials(ROOM.credentials)
    made = [make(booth, ROOM, voter, CHOICES) for voter in (0, 0, 1)]
    checked = [check_ballot(ROOM.election, listed, bytes.fromhex(one["raw"])) for one in made]
    assert len({one["tracker"] for one in made}) == len({one["shortCode"] for one in made}) == 3
    assert not checked[0].parts & checked[1].parts
    assert not checked[0].parts & checked[2].parts


def test_the_count_of_proofs_goes_up_one_by_one_to_the_end(booth):
    progress = make(booth, ROOM, 0, CHOICES)["progress"]
    proofs = (2 + 1) + (4 + 2) + (3 + 2) + 1
    assert progress == [[done, proofs] for done in range(proofs + 1)]


def test_the_page_may_have_its_turn_after_every_ciphertext_and_commitment(booth):
    """Each number encrypted, each disjunct of each proof, and before them the tables of the election's key."""
    room = open_room("Ed25519", (MOTION,))
    tables, encrypted, individual, blank, overall = 2, 3, 3 * 2, 2, 2
    ready = encrypted + individual + blank + overall
    assert make(booth, room, 0, [[0, 1, 0]])["paces"] == tables + ready
    assert make(booth, room, 0, [[0, 1, 0]], isReady=True)["paces"] == ready  # the tables were made while somebody read


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_work_done_at_the_same_time_does_not_meddle(booth, name):
    room = open_room(name)
    large = str(room.election.group.order // 3)
    parts = {"group": name, "key": room.election.key, "pairs": [[large, "1"], ["7", large]]}
    alone = booth.act("encrypt", **parts)
    assert booth.act("together", **parts, times=3) == [alone] * 3


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_the_steps_of_the_work_do_not_depend_on_the_choice(booth, name):
    """The first ballot of all also makes the generator's table, so it is not compared."""
    room = open_room(name, (MOTION, WITH_BLANK))
    choices = ([[0, 1, 0], [0, 1, 1, 0]], [[0, 0, 1], [0, 0, 0, 1]], [[1, 0, 0], [1, 0, 0, 0]])
    _, *made = [make(booth, room, 0, choice) for choice in (choices[0], *choices)]
    assert len({one["paces"] for one in made}) == 1
    assert made[0]["progress"] == made[1]["progress"] == made[2]["progress"]


@pytest.mark.parametrize(
    "ranks",
    [None, [], [1, 2], [1, 2, 3, 0], [1, 2, 256], [1, 2, -1], [1, 2, 0.5], [1, 2, "3"], [1, 2, None], [1, 2, True]],
)
def test_ranks_that_are_no_small_numbers_are_refused(booth, ranks):
    room = open_room("Ed25519", (RANKING,))
    parts = {"raw": room.election.raw.hex(), "code": room.codes[0], "answers": [ranks]}
    assert refusal(booth, "ballot", **parts) == "answer"


@pytest.mark.control("SEC-4")
@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_ballots_of_any_choice_differ_in_their_random_numbers_only(booth, name):
    """Members, lists and their lengths are the same; how many figures a number has depends on nothing but chance."""
    room = open_room(name, (MOTION, WITH_BLANK, RANKING))
    choices = (
        [[0, 1, 0], [0, 1, 1, 0], [1, 2, 3]],
        [[0, 0, 1], [0, 0, 0, 1], [3, 0, 0]],
        [[1, 0, 0], [1, 0, 0, 0], [0, 0, 0]],
    )
    made = [bytes.fromhex(make(booth, room, 0, choice)["raw"]).decode() for choice in choices]
    shapes = {re.sub(r'":"[^"]*"', '":""', ballot) for ballot in made}
    assert len(shapes) == 1
    numbers = shapes.pop().count('""')
    assert max(map(len, made)) - min(map(len, made)) < 2 * numbers  # figures: nine numbers in ten have the most


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ([], "answer-count"),
        ([*CHOICES, [1]], "answer-count"),
        (None, "answer-count"),
        ([None, *CHOICES[1:]], "answer"),
        ([[1], *CHOICES[1:]], "answer"),
        ([[0, 0], *CHOICES[1:]], "answer"),
        ([[1, 1], *CHOICES[1:]], "answer"),
        ([[2, -1], *CHOICES[1:]], "answer"),
        ([["1", 0], *CHOICES[1:]], "answer"),
        ([[True, 0], *CHOICES[1:]], "answer"),
        ([[1, 0], [1, 1, 0, 0], CHOICES[2]], "answer"),
        ([[1, 0], [0, 0, 0, 0], CHOICES[2]], "answer"),
        ([[1, 0], [0, 1, 1, 1], CHOICES[2]], "answer"),
    ],
)
def test_an_answer_that_the_question_does_not_allow_is_refused(booth, choices, code):
    parts = {"raw": ROOM.election.raw.hex(), "code": ROOM.codes[0], "answers": choices}
    assert refusal(booth, "ballot", **parts) == code


def test_a_code_read_for_another_election_makes_no_ballot(booth):
    other = open_room("Ed25519", (MOTION,)).election.raw.hex()
    parts = {"raw": ROOM.election.raw.hex(), "code": ROOM.codes[0], "answers": CHOICES, "codeFor": other}
    assert refusal(booth, "ballot", **parts) == "wrong-election"
