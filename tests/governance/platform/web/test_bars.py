"""Numbers as pictures: exact until they are drawn, and silent where they would tell of one person."""

import re
from itertools import count
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking

WIDE = 320
Rows = list[tuple[str, int]]


def _drawn(rows: object, total: int, minimum: int = 0, title: str = "Votes") -> str:
    source = '{% from "ui/bars.html" import bars with context %}{{ bars(title, "About it", rows, total, minimum) }}'
    context = {"rows": rows, "total": total, "minimum": minimum, "title": title, "numbered": count(1).__next__}
    with speaking("en"):
        return environment().from_string(source).render(context)


def _picture(page: str) -> ET.Element:
    return ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])


def _lengths(page: str) -> list[int]:
    return [
        int(width)
        for width in re.findall(r'<rect(?: class="app-bars__bar"| fill="url[^"]*") x="0" [^>]*?width="(\d+)"', page)
    ]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_bars_keep_the_order_of_their_numbers_and_stay_within_the_picture(numbers: list[int]) -> None:
    rows = [(f"Person {place}", number) for place, number in enumerate(numbers)]
    page = _drawn(rows, sum(numbers))
    shown = [number for number in numbers if number]
    lengths = _lengths(page)
    assert len(lengths) == len(shown)
    assert all(2 <= length <= WIDE for length in lengths)
    ranked = [length for _, length in sorted(zip(shown, lengths, strict=True))]
    assert ranked == sorted(ranked)


def test_half_of_all_is_half_the_picture() -> None:
    assert _lengths(_drawn([("Yes", 5), ("No", 5)], 10)) == [160, 160]


def test_a_picture_has_a_name_and_a_description_and_is_followed_by_its_table() -> None:
    page = _drawn([("Yes", 7), ("No", 3)], 10)
    picture = _picture(page)
    named = picture.attrib["aria-labelledby"].split()
    texts = {element.get("id"): element.text for element in picture}
    assert [texts[name] for name in named] == ["Votes", "About it"]
    assert picture.attrib["role"] == "img"
    assert page.index("</svg>") < page.index("<table")
    assert re.findall(r"<td>([^<]*)</td>", page) == ["7", "3"]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(1, 40))
def test_no_number_under_the_minimum_is_told_anywhere(numbers: list[int], minimum: int) -> None:
    rows = [("X" * place, number) for place, number in enumerate(numbers, 1)]
    page = _drawn(rows, sum(numbers), minimum)
    told = [int(number) for number in re.findall(r'(?:<td>|text-anchor="end">)(\d+)<', page)]
    assert all(number >= minimum for number in told)
    if sum(numbers) < minimum:
        assert "<svg" not in page
    assert ("too few to show" in page) == (sum(numbers) < minimum or min(numbers) < minimum)


def test_votes_that_chose_nobody_are_hatched() -> None:
    page = _drawn([("Ann", 5), ("Unused", 2, "unused")], 7)
    hatch = _picture(page).find(".//{*}pattern") if "xmlns" in page else _picture(page).find(".//pattern")
    assert hatch is not None
    assert page.count(f'fill="url(#{hatch.get("id")})"') == 1


def test_names_too_long_for_a_telephone_are_explained_by_the_table() -> None:
    long = "Cydweithfa Gofal a Chymorth Aber a'r Cylch"
    page = _drawn([(long, 5), ("Ann", 2)], 7)
    texts = [element.text for element in _picture(page) if element.tag.endswith("text")]
    assert texts == ["1", "5", "2", "2"]
    assert "1. Cydweithfa" in page


def test_a_name_cannot_break_out_of_the_picture() -> None:
    assert "<script>" not in _drawn([("<script>", 5)], 5, title="<script>")


@pytest.mark.parametrize("rows", [[], [("Ann", 0)]])
def test_nothing_to_draw_is_said_or_drawn_empty(rows: Rows) -> None:
    page = _drawn(rows, 0)
    assert ("too few to show" in page) == (not rows)
