from concurrent.futures import ThreadPoolExecutor

import pytest

from ballots import spread
from ballots.spread import AHEAD


def test_outcomes_come_in_the_order_of_the_chunks():
    with ThreadPoolExecutor(4) as executor:
        assert list(spread(executor, str, range(300))) == list(spread(None, str, range(300)))


def test_the_input_is_not_swallowed_at_once():
    taken = []

    def chunks():
        for number in range(10 * AHEAD):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(1) as executor:
        outcomes = spread(executor, str, chunks())
        next(outcomes)
        assert len(taken) <= AHEAD + 1
        outcomes.close()


def test_a_failure_ends_the_work():
    def work(number):
        if number == 3:
            raise ValueError(number)
        return number

    with ThreadPoolExecutor(1) as executor, pytest.raises(ValueError, match="3"):
        list(spread(executor, work, range(1000)))
