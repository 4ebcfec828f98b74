"""Shares as pictures: ten little people, and bars in parts. Only the drawing rounds."""

import re
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking

WIDE = 320


def _people(part: int, total: int) -> int:
    source = '{% from "ui/people.html" import people with context %}{{ people("Yes", "About it", part, total) }}'
    with speaking("en"):
        page = environment().from_string(source).render(part=part, total=total, numbered=count(1).__next__)
    assert page.count("<path") == 10
    return page.count("app-bars__bar")


def _shares(rows: list[tuple[str, tuple[int, ...]]], heads: tuple[str, ...]) -> str:
    source = '{% from "ui/shares.html" import shares with context %}{{ shares("Grades", "About it", rows, heads) }}'
    with speaking("en"):
        return environment().from_string(source).render(rows=rows, heads=heads, numbered=count(1).__next__)


def test_seven_of_ten_are_seven_little_people() -> None:
    assert [_people(7, 10), _people(69, 100), _people(0, 9), _people(9, 9), _people(0, 0)] == [7, 7, 0, 10, 0]


@given(st.integers(0, 500), st.integers(1, 500))
def test_nobody_stands_for_none_and_all_ten_only_for_all(part: int, total: int) -> None:
    filled = _people(min(part, total), total)
    assert (filled == 0) == (part == 0)
    assert (filled == 10) == (part >= total)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(0, 90)), min_size=1, max_size=5))
def test_the_parts_of_a_bar_lie_one_after_the_other_within_it(numbers: list[tuple[int, ...]]) -> None:
    page = _shares([(f"Person {place}", one) for place, one in enumerate(numbers)], ("Good", "Poor", "Not graded"))
    parts = re.findall(
        r'<rect(?: class="app-bars__bar" fill-opacity="[^"]*"| fill="url[^"]*") x="(\d+)" y="(\d+)" width="(\d+)"', page
    )
    ends: dict[str, int] = {}
    for left, top, width in parts:
        assert int(left) >= ends.get(top, 0)
        ends[top] = int(left) + int(width)
    assert all(end <= WIDE for end in ends.values())


def test_a_bar_names_its_parts_by_number_and_the_table_says_what_they_are() -> None:
    page = _shares([("Ann", (5, 3, 2)), ("Bryn", (0, 0, 10))], ("Good", "Poor", "Not graded"))
    assert re.findall(r'text-anchor="middle">(\d)<', page) == ["1", "2"], "what nobody said has no part"
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)<', page) == ["What", "1. Good", "2. Poor", "Not graded"]
    assert re.findall(r"<td>(\d+)</td>", page) == ["5", "3", "2", "0", "0", "10"]
    assert page.index("</svg>") < page.index("<table")
