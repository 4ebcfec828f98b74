"""A voter without a browser answers every kind of question, with the code from the letter."""

import pytest

from ballots import b64_hash, check_ballot, read_credentials
from ballots.__main__ import main
from tests.ballots.election_room import RANKING, TEAMS, WITH_BLANK, YES_OR_NO, open_room

ANSWERS = "[[1,0], [0,1,0,1], [[1,0,1], [0,0]], [2,1,0]]"


@pytest.fixture
def room(tmp_path):
    """One question of each kind, and the first voter's code in a file."""
    room = open_room(questions=(YES_OR_NO, WITH_BLANK, TEAMS, RANKING))
    (tmp_path / "record.bel").write_bytes(room.archive())
    (tmp_path / "code").write_text(f"{room.codes[0]}\r\n")
    return room


@pytest.fixture
def cast(tmp_path, capsys):
    def cast(answers, out="ballot"):
        options = ("--code-file", tmp_path / "code", "--answers", answers, "--out", tmp_path / out)
        status = main([str(word) for word in ("cast", tmp_path / "record.bel", *options)])
        said = capsys.readouterr()
        return status, said.out + said.err

    return cast


def test_one_ballot_answers_every_kind_of_question(room, cast, tmp_path):
    status, said = cast(ANSWERS)
    assert status == 0, said
    raw = (tmp_path / "ballot").read_bytes()
    assert said == f"{b64_hash(raw)}\n"
    check_ballot(room.election, read_credentials(room.credentials), raw)


@pytest.mark.parametrize(
    "answers",
    [
        "[[1,0], [0,1,0,1], [[1,0,1], [0,0]]]",
        "[[1,1], [0,1,0,1], [[1,0,1], [0,0]], [2,1,0]]",
        "[[1,0], [1,1,0,1], [[1,0,1], [0,0]], [2,1,0]]",
        "[[1,0], [0,1,0,1], [[1,0,1], [1,1]], [2,1,0]]",
        "[[1,0], [0,1,0,1], [[1,0,0], [0,0]], [2,1,0]]",
        "[[1,0], [0,1,0,1], [1,0,1,0,0], [2,1,0]]",
        "[[1,0], [0,1,0,1], [[1,0,1], [0,0]], [2,1]]",
        "[[1,0], [0,1,0,1], [[1,0,1], [0,0]], [2,1,256]]",
        "[[1,0], [0,1,0,1], [[1,0,1], [0,0]], [2,1,true]]",
        "[[1,0], [0,1,0,1], [[1,0,1], [0,0]], 2]",
        '[[1,0], [0,1,0,1], [[1,0,1], [0,0]], {"0":2}]',
    ],
)
def test_answers_that_no_voter_may_give_are_refused(answers, room, cast, tmp_path):
    assert cast(answers)[1].startswith(("REFUSED: answer: ", "REFUSED: answer-count: "))
    assert not (tmp_path / "ballot").exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("abcde-fghij-klmno", "REFUSED: code-shape: this looks like a password"),
        ("", "REFUSED: code-shape: a code has 22"),
        ("11111-111111-11111-111111", "REFUSED: credential-not-listed"),
    ],
)
def test_what_is_no_code_of_this_election_is_refused(code, said, room, cast, tmp_path):
    (tmp_path / "code").write_text(code)
    assert cast(ANSWERS)[1].startswith(said)


def test_a_second_run_tells_the_same_tracker_and_makes_no_second_ballot(room, cast, tmp_path):
    cast(ANSWERS)
    ballot = (tmp_path / "ballot").read_bytes()
    status, said = cast("[[0,1], [1,0,0,0], [[1,0,1], [0,0]], [0,0,0]]")
    assert (status, (tmp_path / "ballot").read_bytes()) == (0, ballot)
    assert said.splitlines() == [
        b64_hash(ballot),
        f"{tmp_path / 'ballot'} was made before and stays as it is, with the answers of that time.",
    ]


def test_files_in_the_way_or_missing_are_named(room, cast, tmp_path):
    cast(ANSWERS)
    (tmp_path / "code").write_text(room.codes[1])
    in_the_way = f"{tmp_path / 'ballot'} is not a ballot of yours"
    assert cast(ANSWERS) == (1, f"REFUSED: credential-not-listed: {in_the_way}: it was made with another code\n")
    (tmp_path / "notes").write_text("hello")
    assert cast(ANSWERS, "notes")[1].startswith(f"REFUSED: json: {tmp_path / 'notes'} is not a ballot of yours: ")
    assert (tmp_path / "notes").read_text() == "hello"
    assert cast(ANSWERS, ".") == (2, f"STOPPED: {tmp_path}: Is a directory\n")
    (tmp_path / "code").unlink()
    assert cast(ANSWERS, "other") == (2, f"STOPPED: {tmp_path / 'code'}: No such file or directory\n")


def test_answers_may_be_spaced_as_they_were_typed(room, cast):
    assert cast(ANSWERS.replace(",", " ,\n\t"))[0] == 0
    assert cast("hello", "other")[1].startswith("REFUSED: json: --answers: ")


def test_nobody_votes_when_the_voting_is_over(room, cast, tmp_path):
    room.close()
    (tmp_path / "record.bel").write_bytes(room.archive())
    assert cast(ANSWERS)[1].startswith("REFUSED: voting-closed")
