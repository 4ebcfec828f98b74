"""A ballot holds together, or is refused with the reason."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import Invalid, check_ballot, hex_of, make_ballot, read_credentials
from ballots.encoding import write
from ballots.groups import arithmetics
from tests.ballots import spoiling
from tests.ballots.election_room import WITH_BLANK, YES_OR_NO, counter, open_room
from tests.ballots.spoiling import changed, leaves

ROOM = open_room(questions=(YES_OR_NO, WITH_BLANK))
LISTED = read_credentials(ROOM.credentials)
ELECTION = ROOM.election
GROUP = ELECTION.group
ANSWERS = [[1, 0], [0, 1, 0, 1]]
RAW = ROOM.make(0, ANSWERS)


def check(raw, room=ROOM):
    return check_ballot(room.election, read_credentials(room.credentials), raw)


def reason(raw, room=ROOM):
    return spoiling.reason(room, raw)


def signed(value, voter=0):
    return spoiling.signed(ROOM, value, voter)


VALUE = json.loads(RAW)
ANSWER_LEAVES = [path for path in leaves(VALUE) if path[0] == "answers"]


def test_a_ballot_tells_what_the_server_must_know():
    ballot = check(RAW)
    assert hex_of(ballot.tracker) == ballot.hash
    assert ballot.credential in LISTED
    assert [len(answer) for answer in ballot.ciphertexts] == [2, 4]
    assert len(ballot.parts) == 6 + 6 + 3, "each ciphertext, each individual proof, two overall proofs and a blank one"


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from([[1, 0], [0, 1]]),
    st.sampled_from([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 0, 1]]),
    st.text(max_size=3),
)
def test_every_allowed_choice_makes_a_ballot_that_holds(first, second, seed):
    raw = make_ballot(ELECTION, ROOM.secret(1), [first, second], counter(seed))
    assert check(raw).raw == raw


def test_the_same_choice_twice_looks_different():
    one, other = ROOM.make(0, ANSWERS), ROOM.make(0, ANSWERS)
    assert one != other
    assert not check(one).parts & check(other).parts


@pytest.mark.control("BAL-1")
@pytest.mark.parametrize("path", ANSWER_LEAVES, ids=lambda path: "/".join(map(str, path)))
def test_nothing_inside_an_answer_can_be_exchanged_even_by_its_own_voter(path):
    """Another member of the group, or the next scalar, in each place in turn, signed again."""
    if path[-1] in ("alpha", "beta"):
        spoiled = changed(VALUE, path, lambda text: GROUP.encode([GROUP.secret_power(GROUP.generator, 5)])[0])
    else:
        spoiled = changed(VALUE, path, lambda text: str((int(text) + 1) % GROUP.order))
    assert reason(signed(spoiled)) in {"individual-proof", "overall-proof", "blank-proof"}


@pytest.mark.control("BAL-2")
@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("alpha", f"{0:064x}", "not-in-group"),
        ("alpha", f"{2**255 - 20:064x}", "not-in-group"),
        ("beta", f"{2**255 - 18:064x}", "element-spelling"),
        ("beta", "", "element-spelling"),
        ("beta", f"{1:065x}", "element-spelling"),
        ("alpha", f"{1:064x}", "individual-proof"),
        ("challenge", str(GROUP.order), "scalar-range"),
        ("response", str(GROUP.order + 1), "scalar-range"),
        ("response", "01", "scalar-shape"),
        ("response", "-1", "scalar-shape"),
        ("challenge", "", "scalar-shape"),
        ("challenge", " 1", "scalar-shape"),
    ],
)
def test_elements_and_scalars_are_in_range_and_plainly_written(name, text, code):
    for path in [path for path in ANSWER_LEAVES if path[-1] == name]:
        assert reason(signed(changed(VALUE, path, lambda _: text))) == code


@pytest.mark.control("BAL-2")
def test_upper_case_elements_are_refused_though_they_mean_the_same():
    for path in [path for path in ANSWER_LEAVES if path[-1] == "alpha"]:
        assert reason(signed(changed(VALUE, path, str.upper))) == "element-spelling"


@pytest.mark.control("BAL-3")
def test_a_ballot_copied_to_another_credential_does_not_hold():
    other = check(ROOM.make(1, ANSWERS)).credential
    stolen = {**VALUE, "credential": other}
    assert reason(signed(stolen, voter=1)) == "individual-proof"
    assert reason(signed(stolen, voter=0)) == "signature"
    assert reason(write(stolen)) == "signature-hash"


@pytest.mark.control("BAL-3")
def test_permuted_answers_do_not_hold():
    answers = VALUE["answers"]
    for name in ("choices", "individual_proofs", "overall_proof"):
        for index, answer in enumerate(answers):
            if len(answer[name]) == 1:
                continue
            permuted = [*answers[:index], {**answer, name: answer[name][::-1]}, *answers[index + 1 :]]
            assert reason(signed({**VALUE, "answers": permuted})).endswith("-proof")
    assert reason(signed({**VALUE, "answers": answers[::-1]})) == "ballot-shape"


def test_the_reasons_for_refusing_the_outer_part():
    signature = VALUE["signature"]
    assert reason(signed({**VALUE, "election_uuid": "another1e1ect1on"})) == "wrong-election"
    assert reason(signed({**VALUE, "election_hash": "x"})) == "wrong-election"
    assert reason(signed({**VALUE, "answers": VALUE["answers"][:1]})) == "answer-count"
    assert reason(signed({**VALUE, "credential": 7})) == "ballot-shape"
    assert reason(write({**VALUE, "signature": {**signature, "hash": "x"}})) == "signature-hash"
    assert reason(write({**VALUE, "signature": {**signature, "extra": 1}})) == "ballot-shape"
    assert reason(write({**VALUE, "extra": 1})) == "ballot-shape"
    assert reason(write(dict(reversed(VALUE.items())))) == "ballot-shape"
    assert reason(RAW.replace(b",", b", ", 1)) == "not-canonical"
    assert reason(RAW + b" " * 300_000) == "too-large"
    assert reason(b"[]") == "ballot-shape"


def test_unknown_or_missing_members_inside_an_answer_are_refused():
    first, second = VALUE["answers"]
    for wrong in (
        [{**first, "extra": 1}, second],
        [{**first, "blank_proof": second["blank_proof"]}, second],
        [first, {name: part for name, part in second.items() if name != "blank_proof"}],
        [{**first, "choices": first["choices"][:1]}, second],
        [{**first, "overall_proof": first["overall_proof"] * 2}, second],
        [{**first, "individual_proofs": [first["individual_proofs"][0][:1], first["individual_proofs"][1]]}, second],
    ):
        assert reason(signed({**VALUE, "answers": wrong})) == "ballot-shape"


def test_a_credential_that_is_not_listed_is_refused():
    stranger = open_room(voters=4, questions=(YES_OR_NO, WITH_BLANK))
    assert stranger.election.raw == ELECTION.raw
    assert reason(stranger.make(3, ANSWERS)) == "credential-not-listed"


def test_a_ballot_of_another_election_is_refused():
    assert reason(open_room(trustees=1, questions=(YES_OR_NO, WITH_BLANK)).make(0, ANSWERS)) == "wrong-election"


def test_a_ballot_of_zeros_is_valid_here_as_it_is_elsewhere():
    """Zero nonces, challenges, responses and randomness, and so neutral elements: legal, and easy to force."""
    for arithmetic in arithmetics("Ed25519"):
        room = open_room(arithmetic=arithmetic)
        raw = make_ballot(room.election, room.secret(0), [[1, 0]], bytes)
        assert f"{1:064x}".encode() in raw
        assert b'"response":"0"' in raw
        for judge in (open_room(), open_room(arithmetic="pure")):
            assert check(raw, judge).raw == raw


def test_an_impossible_answer_makes_no_ballot():
    for answers in ([[1, 1], [1, 0, 0, 0]], [[1, 0]], [[1, 0], [1, 1, 0, 0]]):
        with pytest.raises(Invalid):
            ROOM.make(0, answers)


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048"])
def test_the_other_groups_make_and_check_ballots_too(name):
    room = open_room(name, (YES_OR_NO, WITH_BLANK), voters=1, trustees=1)
    raw = room.make(0, ANSWERS)
    assert check(raw, room).raw == raw
    spoiled = json.loads(raw)
    choice = spoiled["answers"][0]["choices"][0]
    choice["alpha"], choice["beta"] = choice["beta"], choice["alpha"]
    assert reason(write(spoiled), room) == "signature-hash"


def test_both_arithmetics_make_the_same_ballot_from_the_same_chance():
    fast, pure = open_room(), open_room(arithmetic="pure")
    assert fast.make(0, [[1, 0]]) == pure.make(0, [[1, 0]])
    assert check(fast.make(1, [[0, 1]]), pure)


@pytest.mark.control("BAL-14")
@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(RAW) - 1), st.binary(min_size=1, max_size=3))
def test_bytes_overwritten_anywhere_are_refused_in_words(position, noise):
    spoiled = RAW[:position] + noise + RAW[position + len(noise) :]
    if spoiled != RAW:
        assert reason(spoiled)
