"""What comes first on the first page, what is too small to tell, and when a duty is late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.home.model import MOST_CARDS, Card, Need, State, first, state_on, told

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def card(path: str, days: int | None = None) -> Card:
    return Card(Need.VOTE, path, by=None if days is None else NOW + timedelta(days=days))


def test_the_earliest_deadline_comes_first_and_what_has_none_last() -> None:
    cards = [card("no hurry"), card("later", 9), card("sooner", 2)]
    assert [one.path for one in first(cards)] == ["sooner", "later", "no hurry"]


def test_the_first_page_holds_no_more_than_a_reader_can_take_in() -> None:
    cards = [card(str(days), days) for days in range(10, 0, -1)]
    assert [one.path for one in first(cards)] == ["1", "2", "3", "4", "5"]
    assert len(first(cards)) == MOST_CARDS


@pytest.mark.control("V-22")
@given(people=st.integers(0, 60), absent=st.integers(0, 60), smallest=st.integers(0, 10))
def test_neither_those_who_voted_nor_those_who_did_not_are_told_when_they_are_few(
    people: int, absent: int, smallest: int
) -> None:
    shown = told(people, people + absent, smallest)
    assert shown == (people if min(people, absent) >= smallest else None)


@pytest.mark.parametrize(
    ("due", "done", "state"),
    [
        (date(2027, 1, 3), False, State.LATE),
        (date(2027, 1, 4), False, State.SOON),
        (date(2027, 2, 3), False, State.SOON),
        (date(2027, 2, 4), False, State.IN_TIME),
        (None, False, State.WAITS),
        (date(2027, 1, 3), True, State.DONE),
    ],
)
def test_a_duty_is_late_only_after_its_last_day(due: date | None, done: bool, state: State) -> None:
    assert state_on(date(2027, 1, 4), due, done=done) is state
