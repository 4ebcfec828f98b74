"""What holds for questions of every kind, and for the answers to them."""

import json

import pytest

from ballots import (
    Homomorphic,
    Invalid,
    Lists,
    NonHomomorphic,
    aggregate,
    check_ballot,
    events,
    group,
    majority_judgment,
    make_ballot,
    read_archive,
    read_credentials,
    read_election,
    schulze,
    single_transferable_vote,
    write_election,
    write_tally,
)
from ballots.encoding import write
from ballots.groups import arithmetics
from ballots.questions import read_question
from ballots.verify import read_setup
from tests.ballots.election_room import RANKING, TEAMS, UUID, WITH_BLANK, YES_OR_NO, counter, open_room
from tests.ballots.spoiling import changed, leaves, reason, signed
from tests.ballots.vectors import POSITIVE, archive_path

ED = group("Ed25519")
GRADES = NonHomomorphic("How good?", ("Bus", "Hall"), majority_judgment(("Good", "Fair", "Poor"), blank=False))
SEATS = NonHomomorphic("Who?", ("Asha", "Bryn", "Carys"), single_transferable_vote(2, blank=True))
EVERY_KIND = (YES_OR_NO, WITH_BLANK, TEAMS, RANKING, GRADES, SEATS)
ROOM = open_room(questions=(WITH_BLANK, TEAMS, RANKING))
ANSWERS = [[0, 1, 0, 1], [[1, 0, 1], [0, 0]], [3, 0, 255]]
VALUE = json.loads(ROOM.make(0, ANSWERS))


def check(raw):
    return check_ballot(ROOM.election, read_credentials(ROOM.credentials), raw)


# --- the question ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", EVERY_KIND)
def test_a_question_is_read_as_it_was_written(question):
    assert read_question(json.loads(write(question.json())), ED, "x") == question


@pytest.mark.parametrize("name", POSITIVE)
def test_published_questions_are_written_in_the_published_form(name):
    archive = read_archive(archive_path(name))
    raw = next(iter(archive.contents(archive.steps[0].data)))
    questions = read_election(raw).questions
    assert b'"questions":%b,' % write([question.json() for question in questions]) in raw


def test_the_hints_on_counting_are_written_in_the_order_of_the_editor():
    assert write(schulze(blank=True)) == b'{"method":"Schulze","blank":true}'
    assert write(SEATS.extra) == b'{"method":"STV","blank":true,"seats":2}'
    assert write(GRADES.extra) == b'{"method":"MajorityJudgment","blank":false,"grades":["Good","Fair","Poor"]}'


def test_a_hint_that_nobody_knows_is_kept():
    for extra in ([], {"method": ["x", {"y": None}]}, 0, "", False):
        for question in (NonHomomorphic("?", ("a",), extra), Lists("?", (("A", "a"),), extra)):
            written = write(question.json())
            assert read_question(json.loads(written), ED, "x") == question
            assert written.endswith(b'"extra":%b}' % write(extra))


def test_the_wrapped_form_of_a_homomorphic_question_is_read_but_never_written():
    wrapped = {"type": "Homomorphic", "value": YES_OR_NO.json()}
    assert read_question(wrapped, ED, "x") == YES_OR_NO
    assert "type" not in YES_OR_NO.json()


NUMBERS = {"answers": ["a"], "question": "?"}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"type": "NonHomomorphic", "value": {**NUMBERS, "min": 1}}, "x"),
        ({"type": "NonHomomorphic", "value": {"answers": ["a", 1], "question": "?"}}, "x"),
        ({"type": "NonHomomorphic", "value": NUMBERS, "extra": None}, "x"),
        ({"type": "NonHomomorphic", "extra": {}, "value": NUMBERS}, "x"),
        ({"type": "NonHomomorphic"}, "x"),
        ({"type": "NonHomomorphic", "value": {"answers": [], "question": "?"}}, "wrong-question"),
        ({"type": "Lists", "value": NUMBERS}, "x"),
        ({"type": "Lists", "value": {"answers": [["A", 1]], "question": "?"}}, "x"),
        ({"type": "Lists", "value": {"answers": [], "question": "?"}}, "wrong-question"),
        ({"type": "Lists", "value": {"answers": [["A", "a"], ["B"]], "question": "?"}}, "wrong-question"),
        ({"type": "Homomorphic", "value": YES_OR_NO.json(), "extra": {}}, "x"),
        ({"type": "Homomorphic", "value": {"type": "Homomorphic", "value": YES_OR_NO.json()}}, "x"),
        ([], "x"),
    ],
)
def test_a_question_in_another_form_or_without_possible_answer_is_refused(value, code):
    with pytest.raises(Invalid) as refused:
        read_question(value, ED, "x")
    assert refused.value.code == code


@pytest.mark.parametrize("question", EVERY_KIND)
def test_rows_are_nested_as_published_and_flattened_again(question):
    row = [str(number) for number in range(question.width)]
    nested = question.nest(row)
    assert question.flatten(nested, "x", question.width) == row
    for wrong in (nested[:-1], [*nested, nested[0]], {}, "text"):
        with pytest.raises(Invalid, match="x"):
            question.flatten(wrong, "x", question.width)


@pytest.mark.control("BAL-14")
def test_a_question_whose_ballots_would_be_too_large_is_not_asked():
    key = ROOM.election.key
    many = tuple(f"Candidate {number}" for number in range(600))

    def asked(*questions):
        return write_election(uuid=UUID, name="N", description="", group="Ed25519", public_key=key, questions=questions)

    for question in (Homomorphic("Who?", many[:300]), Lists("Who?", (many[:300],))):
        assert asked(question)
    for question in (Homomorphic("Who?", many), Lists("Who?", (many,))):
        with pytest.raises(Invalid, match="a ballot would have"):
            asked(question)
    with pytest.raises(Invalid, match="a ballot would have"):
        asked(*[Homomorphic("Who?", many[:300])] * 2)


def test_the_foretold_size_is_never_less_than_the_real_one_and_not_much_more():
    for question, answer in zip(ROOM.election.questions, VALUE["answers"], strict=True):
        ciphertext, proof = 23 + 2 * 64, 33 + 2 * 77
        assert 0.95 * question.size(ciphertext, proof) < len(write(answer)) <= question.size(ciphertext, proof) + 120


# --- the answer -----------------------------------------------------------------------------------------------------


def test_each_part_of_an_answer_is_known_by_itself():
    ballot = check(ROOM.make(0, ANSWERS))
    assert [len(answer) for answer in ballot.ciphertexts] == [4, 5, 1]
    assert len(ballot.parts) == (4 + 4 + 2) + (5 + 5 + 1 + 2 + 1) + (1 + 1)
    assert {len(part) for part in ballot.parts} == {16}


def test_the_same_answer_has_no_part_in_common_with_another_of_the_same_voter():
    assert not check(ROOM.make(0, ANSWERS)).parts & check(ROOM.make(0, ANSWERS)).parts


@pytest.mark.parametrize(
    ("name", "questions", "answers"),
    [
        ("Ed25519", (WITH_BLANK, TEAMS, RANKING), ANSWERS),
        ("BELENIOS-2048", (TEAMS,), ANSWERS[1:2]),
        ("RFC-3526-2048", (RANKING,), ANSWERS[2:]),
    ],
)
def test_all_arithmetics_make_the_same_ballot_from_the_same_chance_and_believe_it(name, questions, answers):
    rooms = [open_room(name, questions, voters=1, trustees=1, arithmetic=one) for one in arithmetics(name)]
    ballots = {room.make(0, answers) for room in rooms}
    assert len(ballots) == 1
    for room in rooms:
        assert check_ballot(room.election, read_credentials(room.credentials), *ballots)


ANSWER_LEAVES = [path for path in leaves(VALUE) if path[0] == "answers" and path[1] > 0]


@pytest.mark.control("BAL-1")
@pytest.mark.parametrize("path", ANSWER_LEAVES, ids=lambda path: "/".join(map(str, path)))
def test_nothing_inside_an_answer_can_be_exchanged_even_by_its_own_voter(path):
    """Another member of the group, or the next scalar, in each place in turn, signed again."""
    if path[-1] in ("alpha", "beta", "commitment"):
        spoiled = changed(VALUE, path, lambda text: ED.encode([ED.secret_power(ED.generator, 5)])[0])
    else:
        spoiled = changed(VALUE, path, lambda text: str((int(text) + 1) % ED.order))
    expected = {"individual-proof", "overall-proof", "list-proof", "nonzero-proof", "answer-proof"}
    assert reason(ROOM, signed(ROOM, spoiled)) in expected


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize(
    ("names", "text", "code"),
    [
        (("alpha", "beta", "commitment"), f"{0:064x}", "not-in-group"),
        (("alpha", "beta", "commitment"), f"{2**255 - 20:064x}", "not-in-group"),
        (("alpha", "beta", "commitment"), f"{2**255 - 18:064x}", "element-spelling"),
        (("alpha", "beta", "commitment"), ED.encode([ED.generator])[0].upper() + " ", "element-spelling"),
        (("challenge", "response", 0, 1), str(ED.order), "scalar-range"),
        (("challenge", "response", 0, 1), "00", "scalar-shape"),
        (("challenge", "response", 0, 1), "", "scalar-shape"),
    ],
)
def test_elements_and_scalars_of_every_kind_are_in_range_and_plainly_written(names, text, code):
    paths = [path for path in ANSWER_LEAVES if path[-1] in names]
    assert len(paths) >= 10
    for path in paths:
        assert reason(ROOM, signed(ROOM, changed(VALUE, path, lambda _: text))) == code


def test_unknown_missing_and_reordered_members_are_refused_in_every_object():
    objects = {path[:depth] for path in ANSWER_LEAVES for depth in range(2, len(path))}

    def extra(part):
        return {**part, "extra": 1} if isinstance(part, dict) else [*part, part[0]]

    def shorter(part):
        return dict(list(part.items())[:-1]) if isinstance(part, dict) else part[:-1]

    def reordered(part):
        return dict(reversed(part.items())) if isinstance(part, dict) else {"0": part}

    for path in objects:
        for change in (extra, shorter, reordered, lambda part: None):
            assert reason(ROOM, signed(ROOM, changed(VALUE, path, change))) == "ballot-shape"


@pytest.mark.control("BAL-3")
def test_an_answer_copied_to_another_credential_does_not_hold():
    other = check(ROOM.make(1, ANSWERS)).credential
    own = json.loads(ROOM.make(1, ANSWERS))["answers"]
    expected = ["individual-proof", "individual-proof", "answer-proof"]
    for index, code in enumerate(expected):
        answers = [*own[:index], VALUE["answers"][index], *own[index + 1 :]]
        assert reason(ROOM, signed(ROOM, {**VALUE, "credential": other, "answers": answers}, voter=1)) == code


@pytest.mark.parametrize(
    "answers",
    [
        [ANSWERS[0], ANSWERS[1], [1, 2]],
        [ANSWERS[0], ANSWERS[1], [1, 2, 256]],
        [ANSWERS[0], ANSWERS[1], [1, 2, -1]],
        [ANSWERS[0], ANSWERS[1], [True, 2, 3]],
        [ANSWERS[0], ANSWERS[1], 3],
        [ANSWERS[0], ANSWERS[1], "abc"],
        [ANSWERS[0], [[1, 1, 0]], ANSWERS[2]],
        [ANSWERS[0], [[1, 1, 0], [0]], ANSWERS[2]],
        [ANSWERS[0], [[1, 1, 0], [1, 1]], ANSWERS[2]],
        [ANSWERS[0], [[1, 1, 0], [0, 1]], ANSWERS[2]],
        [ANSWERS[0], [[1, 0, 0], [0, 0]], ANSWERS[2]],
        [ANSWERS[0], [[0, 1, 0], [0, 0]], ANSWERS[2]],
        [ANSWERS[0], [[0, 0, 0], [0, 0]], ANSWERS[2]],
        [ANSWERS[0], [1, 2], ANSWERS[2]],
        [ANSWERS[0], {"0": 1}, ANSWERS[2]],
        [["0", "1", "0", "1"], ANSWERS[1], ANSWERS[2]],
        [None, ANSWERS[1], ANSWERS[2]],
    ],
)
def test_an_impossible_answer_makes_no_ballot(answers):
    with pytest.raises(Invalid) as refused:
        make_ballot(ROOM.election, ROOM.secret(0), answers, counter())
    assert refused.value.code == "answer"


# --- published elections --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["g-lists-B2048", "g-lists-Ed25519", "e-mixnet-Ed25519", "e-mixnet-RFC3526"])
def test_published_ballots_of_every_kind_hold_and_add_up_to_the_published_tally(name):
    archive = read_archive(archive_path(name))
    setup = read_setup(archive)
    ballots = [
        (check_ballot(setup.election, setup.credentials, raw).ciphertexts, 1)
        for raw in archive.contents([step.data[0] for step in archive.of_kind(events.BALLOT)])
    ]
    (step,) = archive.of_kind(events.ENCRYPTED_TALLY)
    assert write_tally(setup.election, aggregate(setup.election, ballots)) == next(iter(archive.contents(step.data)))
