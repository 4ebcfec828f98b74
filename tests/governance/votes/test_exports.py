"""What counted answers say before any rule is applied, and the files in which they are handed on."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.counting import Paper, read_blt
from governance.platform.texts import Texts
from governance.votes.model.asking import Kind, Option, Question, yes_or_no
from governance.votes.model.outcomes import Placed, added_together, grades_given, in_order
from governance.votes.model.tally import Tally, tallied
from governance.votes.showing.exports import answers_csv, blt, counts_csv

NAMES = ("Ann", "Bryn", "Carys")
OPTIONS = tuple(Option(str(number), Texts(en=name, cy=name)) for number, name in enumerate(NAMES))
ASKED = Texts(en="Who shall sit on the board?", cy="Pwy ddylai fod ar y bwrdd?")
BOTH = "Who shall sit on the board? / Pwy ddylai fod ar y bwrdd?"
RANKING = Question(Kind.RANKING, ASKED, OPTIONS, maximum=2)
GRADES = Question(Kind.GRADES, ASKED, OPTIONS, grades=(Texts(en="Good", cy="Da"), Texts(en="Poor", cy="Gwael")))
CHOOSE = Question(Kind.CHOOSE, ASKED, OPTIONS, maximum=2)
ANSWERS = [[1, 2, 0], [2, 1, 3], [1, 2, 0], [0, 0, 0], [1, 1, 2], [7, 0, 0]]


def tally(question: Question, result: list[list[int]] | list[int]) -> Tally:
    (found,) = tallied([question], [result], len(result))
    return found


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# --- in order --------------------------------------------------------------------------------------------------------


def test_those_with_as_many_votes_share_a_place_and_are_said_to_be_level() -> None:
    assert in_order([5, 9, 5, 1]) == (
        Placed(1, votes=9, place=1, tied=False),
        Placed(0, votes=5, place=2, tied=True),
        Placed(2, votes=5, place=2, tied=True),
        Placed(3, votes=1, place=4, tied=False),
    )


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_a_place_is_one_more_than_the_number_of_those_with_more_votes(numbers: list[int]) -> None:
    assert sorted(placed.answer for placed in in_order(numbers)) == list(range(len(numbers)))
    for placed in in_order(numbers):
        assert placed.votes == numbers[placed.answer]
        assert placed.place == 1 + sum(votes > placed.votes for votes in numbers)
        assert placed.tied == (numbers.count(placed.votes) > 1)


def test_grades_are_told_as_they_were_given() -> None:
    given_ = tally(GRADES, [[1, 2, 0], [1, 1, 0], [2, 2, 0], [0, 0, 0], [3, 1, 1]])
    assert (given_.blank, given_.spoilt) == (1, 1)
    assert grades_given(given_) == ((2, 1, 0), (1, 2, 0), (0, 0, 3))


def test_groups_are_added_together_question_by_question() -> None:
    users = [tally(CHOOSE, [1, 4, 0, 2]), tally(RANKING, [[1, 0, 0], [0, 0, 0]])]
    workers = [tally(CHOOSE, [2, 1, 1, 1]), tally(RANKING, [[2, 1, 0], [1, 0, 0]])]
    choose, ranking = added_together([users, workers])
    assert (choose.numbers, choose.blank, choose.took_part) == ((5, 1, 3), 3, 8)
    assert (ranking.answers, ranking.blank, ranking.took_part) == (((1, 0, 0), (1, 0, 0), (2, 1, 0)), 1, 4)


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_ranking_reads_back_from_its_blt_file() -> None:
    contest, warnings = read_blt(blt(tally(RANKING, ANSWERS)))
    assert warnings == ()
    assert (contest.seats, contest.candidates, contest.title) == (2, NAMES, BOTH)
    assert contest.papers == (Paper(2, ((1,), (2,))), Paper(1, ()), Paper(1, ((2,), (1,), (3,))))


@given(st.permutations(ANSWERS))
def test_files_do_not_tell_in_which_order_the_answers_were_opened(answers: list[list[int]]) -> None:
    assert blt(tally(RANKING, answers)) == blt(tally(RANKING, ANSWERS))
    assert answers_csv(tally(RANKING, answers)) == answers_csv(tally(RANKING, ANSWERS))


def test_the_table_of_answers_holds_all_that_mean_something() -> None:
    assert rows(answers_csv(tally(RANKING, ANSWERS))) == [
        ["ballots", *NAMES],
        ["2", "1", "2", "0"],
        ["1", "0", "0", "0"],
        ["1", "2", "1", "3"],
    ]


def test_the_table_of_counts_names_every_answer_of_every_question_that_is_added_up() -> None:
    table = rows(counts_csv([tally(yes_or_no(ASKED), [1, 5, 2]), tally(RANKING, ANSWERS), tally(CHOOSE, [0, 4, 4, 1])]))
    assert table == [
        ["question", "text", "answer", "votes"],
        ["1", BOTH, "Yes", "5"],
        ["1", BOTH, "No", "2"],
        ["1", BOTH, "(blank vote)", "1"],
        ["3", BOTH, "Ann", "4"],
        ["3", BOTH, "Bryn", "4"],
        ["3", BOTH, "Carys", "1"],
        ["3", BOTH, "(blank vote)", "0"],
    ]


@pytest.mark.control("WEB-6")
def test_a_name_is_no_formula() -> None:
    risky = Question(Kind.CHOOSE, ASKED, (Option("a", Texts(en="=1+1", cy="=1+1")),))
    assert rows(counts_csv([tally(risky, [0, 1])]))[1][2] == "'=1+1"
