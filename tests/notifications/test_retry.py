from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import Schedule
from tests.notifications.examples import NOON

JITTER = st.fractions(min_value=0, max_value=Fraction(999, 1000))
SCHEDULES = st.builds(
    lambda first, more, factor, attempts: Schedule(first=first, longest=first + more, factor=factor, attempts=attempts),
    st.timedeltas(timedelta(microseconds=1), timedelta(days=1)),
    st.timedeltas(timedelta(0), timedelta(days=30)),
    st.integers(1, 10),
    st.integers(1, 200),
)


@given(SCHEDULES, st.integers(1, 500), JITTER)
def test_waits_never_shrink_and_never_pass_the_longest(schedule: Schedule, attempt: int, jitter: Fraction) -> None:
    wait, following = schedule.wait(attempt, jitter), schedule.wait(attempt + 1, jitter)
    assert timedelta(0) <= wait <= following <= schedule.longest


@given(SCHEDULES, st.integers(1, 300), JITTER)
def test_jitter_takes_at_most_a_quarter(schedule: Schedule, attempt: int, jitter: Fraction) -> None:
    full = schedule.wait(attempt)
    assert full * 3 // 4 <= schedule.wait(attempt, jitter) <= full


@given(SCHEDULES, st.integers(1, 300))
def test_there_is_a_next_attempt_until_the_last_one(schedule: Schedule, attempt: int) -> None:
    next_attempt = schedule.next_attempt(attempt, NOON)
    assert (next_attempt is None) == (attempt >= schedule.attempts)
    assert next_attempt is None or next_attempt >= NOON


def test_waits_double_from_a_minute_to_six_hours() -> None:
    waits = [Schedule().wait(attempt) // timedelta(minutes=1) for attempt in range(1, 12)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_an_ordinary_message_is_tried_for_more_than_five_days_even_with_the_shortest_waits() -> None:
    schedule = Schedule()
    total = sum((schedule.wait(attempt) for attempt in range(1, schedule.attempts)), timedelta(0))
    assert timedelta(days=5) < total < timedelta(days=6)


@pytest.mark.parametrize(
    "settings",
    [{"first": timedelta(0)}, {"first": timedelta(days=1)}, {"factor": 0}, {"attempts": 0}],
)
def test_a_schedule_that_makes_no_sense_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a schedule needs"):
        Schedule(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(("attempt", "jitter"), [(0, Fraction(0)), (1, Fraction(1)), (1, Fraction(-1, 2))])
def test_attempts_count_from_one_and_jitter_stays_below_one(attempt: int, jitter: Fraction) -> None:
    with pytest.raises(ValueError, match="counts from 1"):
        Schedule().wait(attempt, jitter)
