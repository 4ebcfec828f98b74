import json

import pytest

from ballots import Homomorphic, Invalid, Unsupported, group, read_election, write_election
from ballots.encoding import b64_hash, write
from tests.ballots.election_room import UUID, WITH_BLANK, YES_OR_NO
from tests.ballots.vectors import POSITIVE, archive_path, private

KEY = group("Ed25519").encode([group("Ed25519").generator])[0]


def described(**changed):
    value = json.loads(
        write_election(
            uuid=UUID, name="N", description="D", group="Ed25519", public_key=KEY, questions=[YES_OR_NO, WITH_BLANK]
        )
    )
    return value | changed


def test_an_election_is_read_as_it_was_written():
    raw = write_election(
        uuid=UUID,
        name="Câr",
        description="",
        group="Ed25519",
        public_key=KEY,
        questions=[YES_OR_NO, WITH_BLANK],
        administrator="A",
        credential_authority="C",
        language=("cy", "ltr"),
    )
    election = read_election(raw)
    assert (election.uuid, election.name, election.key) == (UUID, "Câr", KEY)
    assert election.questions == (YES_OR_NO, WITH_BLANK)
    assert election.fingerprint == b64_hash(raw)
    assert raw.endswith(b'"administrator":"A","credential_authority":"C","language":["cy","ltr"]}')
    assert [question.width for question in election.questions] == [2, 4]


@pytest.mark.parametrize("name", POSITIVE)
def test_published_elections_have_their_published_fingerprint(name):
    data = archive_path(name).read_bytes()
    size = int(data[1024 + 124 : 1024 + 135], 8)
    election = read_election(data[1536 : 1536 + size])
    assert election.fingerprint == private(name)["election_fingerprint"]


QUESTION = {"answers": ["a", "b"], "min": 1, "max": 1, "question": "?"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"version": True}, "election-shape"),
        ({"version": "1"}, "election-shape"),
        ({"group": "Ed448"}, "unknown-group"),
        ({"group": 1}, "election-shape"),
        ({"public_key": f"{1:064x}"}, "neutral-element"),
        ({"public_key": f"{0:064x}"}, "not-in-group"),
        ({"public_key": KEY.upper().replace("6", "A")}, "element-spelling"),
        ({"uuid": "short"}, "election-shape"),
        ({"name": None}, "election-shape"),
        ({"extra": 1}, "election-shape"),
        ({"administrator": 1}, "election-shape"),
        ({"language": ["cy", "up"]}, "election-shape"),
        ({"language": ["cy"]}, "election-shape"),
        ({"questions": []}, "wrong-question"),
        ({"questions": [QUESTION | {"min": 2}]}, "wrong-question"),
        ({"questions": [QUESTION | {"max": 3}]}, "wrong-question"),
        ({"questions": [QUESTION | {"min": 0, "max": 0}]}, "wrong-question"),
        ({"questions": [QUESTION | {"min": -1}]}, "election-shape"),
        ({"questions": [QUESTION | {"min": True}]}, "election-shape"),
        ({"questions": [QUESTION | {"answers": ["a", 1]}]}, "election-shape"),
        ({"questions": [{"answers": ["a"], "blank": False, "min": 1, "max": 1, "question": ""}]}, "election-shape"),
        ({"questions": ["?"]}, "election-shape"),
    ],
)
def test_a_wrong_description_is_refused_with_its_reason(changed, code):
    with pytest.raises(Invalid) as refused:
        read_election(write(described(**changed)))
    assert refused.value.code == code


def test_other_kinds_of_question_are_not_judged():
    with pytest.raises(Unsupported, match="Quadratic"):
        read_election(write(described(questions=[{"type": "Quadratic", "value": QUESTION}])))


def test_other_versions_are_not_judged():
    with pytest.raises(Unsupported):
        read_election(write(described(version=2)))


def test_an_answer_must_fit_its_question():
    YES_OR_NO.require_answer([1, 0])
    WITH_BLANK.require_answer([1, 0, 0, 0])
    WITH_BLANK.require_answer([0, 1, 1, 0])
    Homomorphic("?", ("a",), 0, 1).require_answer([0])
    for question, answer in (
        (YES_OR_NO, [1, 1]),
        (YES_OR_NO, [0, 0]),
        (YES_OR_NO, [1]),
        (YES_OR_NO, [2, -1]),
        (WITH_BLANK, [0, 0, 0, 0]),
        (WITH_BLANK, [1, 1, 0, 0]),
        (WITH_BLANK, [0, 1, 1, 1]),
    ):
        with pytest.raises(Invalid, match="answer"):
            question.require_answer(answer)
