"""BLT: real papers come out as they went in, and what is no BLT file is refused by name."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import Invalid, Unsupported
from ballots.counting import Contest, Paper, ranked, read_blt, times, write_blt

DATA = Path(__file__).parent.parent / "data" / "blt"
CASES = json.loads((DATA / "cases" / "cases.json").read_text())["cases"]
READ = [case for case in CASES if case["ok"]]
REFUSED = [case for case in CASES if not case["ok"]]

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)


@st.composite
def contests(draw: st.DrawFn) -> Contest:
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique_by=lambda name: " ".join(name.split())))
    every = range(1, len(names) + 1)
    answers = draw(st.lists(st.lists(st.integers(0, len(names)), min_size=len(names), max_size=len(names))))
    return Contest(
        seats=draw(st.integers(1, 9)),
        candidates=tuple(" ".join(name.split()) for name in names),
        papers=ranked(answers)[0],
        withdrawn=draw(st.frozensets(st.sampled_from(every))),
        title=" ".join(draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)).split()),
    )


@pytest.mark.parametrize("file", sorted(DATA.glob("*.blt")), ids=lambda file: file.stem)
def test_real_papers_are_written_as_they_were_read(file: Path) -> None:
    content = file.read_bytes()
    contest, warnings = read_blt(content)
    assert warnings == ()
    assert write_blt(contest) == content


def test_a_real_file_says_what_its_council_published() -> None:
    contest, _ = read_blt((DATA / "dundee-2022-maryfield.blt").read_bytes())
    assert (contest.seats, len(contest.candidates)) == (3, 8)
    assert sum(paper.weight for paper in contest.papers) == 4213


@pytest.mark.parametrize("case", READ, ids=lambda case: case["file"])
def test_what_programs_write_is_read(case: dict[str, object]) -> None:
    contest, warnings = read_blt((DATA / "cases" / str(case["file"])).read_bytes())
    said = {
        "candidates": list(contest.candidates),
        "seats": contest.seats,
        "withdrawn": sorted(contest.withdrawn),
        "title": contest.title,
        "ballots": [[paper.weight, [list(rank) for rank in paper.ranks]] for paper in contest.papers],
    }
    expected = case["parsed"]
    assert isinstance(expected, dict)
    assert said == {key: expected[key] for key in said}
    assert list(warnings) == case["warnings"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["file"])
def test_what_is_wrong_is_named_with_its_line(case: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        read_blt((DATA / "cases" / str(case["file"])).read_bytes())
    assert refused.value.code == case["error"]
    assert f"line {case['line']}" in refused.value.detail


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("2 1\n1 1", "bad-candidate"),
        ("2 1\n0\n", "too-few-names"),
        ('2 1\n0\n"A"\n"B"\n"T"\n"S"\n"C"\n"one too many"\n', "bad-string"),
        ('2 1\n0\nA\n"B"\n', "bad-string"),
        ('2 1\n0\n" "\n"B"\n', "duplicate-name"),
        ("2 1\n+1 1 0\n", "bad-weight"),
        ("2 1\n1 -1 0\n", "bad-candidate"),
        ("2 1\n1 1= 0\n", "bad-candidate"),
        ("2 1\n١ 1 0\n", "bad-weight"),
        ("2 1\n-3\n", "candidate-out-of-range"),
        ("2 1\n" + "9" * 5000 + " 1 0\n", "bad-weight"),
        ("\ufeff\n# nothing but a comment\n", "empty"),
    ],
)
def test_other_things_that_no_paper_says(content: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_blt(content.encode())
    assert refused.value.code == code


def test_a_file_that_is_too_long_is_not_read() -> None:
    with pytest.raises(Invalid, match="too-large"):
        read_blt(b"2 1\n0\n", largest=5)


def test_an_option_that_changes_the_count_is_not_passed_over() -> None:
    withdrawn, _ = read_blt(b'2 1 [withdrawn 2]\n1 2 1 0\n0\n"A"\n"B"\n"T"')
    assert withdrawn.withdrawn == {2}
    with pytest.raises(Unsupported, match="tie"):
        read_blt(b'2 1\n[tie 2 1]\n1 2 1 0\n0\n"A"\n"B"\n"T"')


@given(contests())
def test_whatever_is_written_reads_back_the_same(contest: Contest) -> None:
    assert read_blt(write_blt(contest)) == (contest, ())


@given(contests(), st.randoms(use_true_random=False))
def test_the_order_of_the_papers_tells_nothing(contest: Contest, shuffled: random.Random) -> None:
    single = [Paper(1, paper.ranks) for paper in contest.papers for _ in range(paper.weight)]
    shuffled.shuffle(single)
    again = Contest(
        seats=contest.seats,
        candidates=contest.candidates,
        papers=tuple(single),
        withdrawn=contest.withdrawn,
        title=contest.title,
    )
    assert write_blt(again) == write_blt(contest)


def test_two_candidates_of_one_name_are_not_written() -> None:
    with pytest.raises(Invalid, match="duplicate-name"):
        write_blt(Contest(seats=1, candidates=("Ann", " Ann"), papers=()))


def test_decrypted_rankings_become_papers() -> None:
    answers = [[1, 2, 0], [1, 2, 0], [0, 0, 0], [1, 1, 2], [3, 0, 1], [9, 1, 2]]
    papers, left_out = ranked(answers)
    assert papers == (
        Paper(2, ((1,), (2,))),
        Paper(1, ()),
        Paper(1, ((1, 2), (3,))),
        Paper(1, ((3,), (), (1,))),
    )
    assert left_out == 1, "nobody can be somebody's ninth choice of three"


def test_answers_are_counted_together_in_an_order_that_tells_nothing() -> None:
    assert list(times([[2, 1], [1, 2], [0, 0], [1, 2]]).items()) == [((1, 2), 2), ((0, 0), 1), ((2, 1), 1)]
