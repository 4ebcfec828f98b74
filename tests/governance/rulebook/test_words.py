"""Every word that a rule book uses has its Welsh, and every value can be put into words."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution import CATALOGUE, Duration, Majority, Rulebook, Unit, shelf
from governance.platform.web import variants
from governance.platform.web.layout import environment
from governance.rulebook import model

BOOKS = [Rulebook.from_pack(name.removeprefix("rules/")) for name in shelf.names("rules")]
VALUE = environment().from_string("{{ in_words(rules, parameter, rules.value(parameter)) }}")
FIGURE = environment().from_string('{% from "ui/value.html" import plain with context %}{{ plain(value) }}')
WORD = environment().from_string('{% from "ui/value.html" import word with context %}{{ word(code) }}')


def said(book: Rulebook, parameter: str, variant: str) -> str:
    with variants.speaking(variant):
        return VALUE.render(rules=book, parameter=parameter).strip()


def words_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from () if key in ("cmp", "fraction", "majority") else (key, *words_in(one))
    elif isinstance(value, tuple):
        for one in value:
            yield from words_in(one)
    elif isinstance(value, str) and ":" not in value:
        yield value


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: str(book.id))
def test_every_value_of_every_model_book_reads_in_both_languages(book: Rulebook) -> None:
    for line in (line for clause in model.clauses(book) for line in clause.lines):
        for variant in ("en", "cy"):
            shown = said(book, line.parameter, variant)
            assert shown, line
            assert "_" not in shown or line.kind == "text", line


def test_every_meaning_has_its_welsh() -> None:
    with variants.speaking("cy"):
        missing = [one.id for one in CATALOGUE.values() if variants.gettext(one.meaning) == one.meaning]
    assert missing == []


def test_every_word_of_the_catalogue_and_of_the_welsh_model_has_its_welsh() -> None:
    book = Rulebook.from_pack("e-citizen-directed")
    named = {word for one in CATALOGUE.values() for word in (*one.choices, *one.also)}
    named |= {
        word
        for identity, entry in book.entries.items()
        if CATALOGUE[identity].kind not in ("text", "year_day")
        for word in words_in(entry.value)
    }
    missing = []
    for code in sorted(named):
        with variants.speaking("en"):
            english = WORD.render(code=code)
        with variants.speaking("cy"):
            missing += [code] if WORD.render(code=code) == english else []
    assert missing == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: str(book.id))
def test_classes_and_what_the_register_and_the_agenda_name_have_their_welsh(book: Rulebook) -> None:
    named = {word for one in ("P-020", "P-042", "P-075") for word in book.words(one)}
    said_in = {}
    for variant in ("en", "cy"):
        with variants.speaking(variant):
            said_in[variant] = {code: WORD.render(code=code) for code in named}
    assert [code for code in named if said_in["en"][code] == said_in["cy"][code]] == []


def test_a_page_says_a_value_as_the_clause_does_and_easy_read_the_same() -> None:
    book = Rulebook.from_pack("e-citizen-directed")
    assert said(book, "P-101", "en") == said(book, "P-101", "en-easy") == "one fifth"
    assert said(book, "P-101", "cy") == said(book, "P-101", "cy-easy") == "un rhan o bump"


@pytest.mark.parametrize(
    ("value", "english", "welsh"),
    [
        (True, "Yes", "Ydy"),
        (Fraction(1, 5), "1 out of 5", "1 o bob 5"),
        (Majority(Fraction(3, 4), inclusive=True), "at least 3 out of 4", "o leiaf 3 o bob 4"),
        (Majority(Fraction(1, 2), inclusive=False), "more than 1 out of 2", "mwy na 1 o bob 2"),
        (Duration(2, Unit.MONTHS), "2 months", "2 fis"),
        (Duration(6, Unit.WEEKS, after="receipt"), "6 weeks (after receipt)", "6 wythnos (ar ôl ei dderbyn)"),
        (("citizen", "supporter"), "citizen; supporter", "dinesydd; cefnogwr"),
        ({"citizen": 3}, "citizen: 3", "dinesydd: 3"),
    ],
    ids=str,
)
def test_a_figure_of_a_finding_is_said_as_a_person_would(value: object, english: str, welsh: str) -> None:
    for variant, wanted in (("en", english), ("cy", welsh)):
        with variants.speaking(variant):
            assert FIGURE.render(value=value).strip() == wanted


@given(st.lists(st.integers(1, 120), unique=True, min_size=2).map(lambda numbers: [str(number) for number in numbers]))
def test_clauses_come_in_the_order_of_their_numbers(numbers: list[str]) -> None:
    book = BOOKS[0]
    data = book.to_dict() | {"clauses": {number: {"en": "x"} for number in numbers}, "parameters": {}, "conditions": []}
    ordered = [clause.number for clause in model.clauses(Rulebook.from_dict(data)) if clause.number]
    assert ordered == sorted(numbers, key=int)
