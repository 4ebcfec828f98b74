import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from constitution import CATALOGUE, BadRulebook, Rulebook, shelf, toml
from constitution.akoma_ntoso import document
from constitution.differences import differences
from constitution.frbr import Publication
from constitution.importing import MOST, problems_in, problems_of
from constitution.plain import DEPTH, SIZE
from constitution.problem import Problem, Severity

PACKS = [name.partition("/")[2] for name in shelf.names("rules")]
SMALL = """
id = "small"
version = 1
texts = ["en", "cy"]
title = { en = "Rules", cy = "Rheolau" }
[clauses.1]
title = { en = "Notice", cy = "Hysbysiad" }
paragraphs = [{ en = "At least {P-080:clear_days}.", cy = "O leiaf {P-080:clear_days}." }]
[parameters]
P-080 = { rule = "1", value = 21 }
"""


def _told(found: Sequence[Problem], severity: Severity | None = None) -> set[tuple[str, str]]:
    """Without the long list of what so small a rule book is silent on."""
    told = [one for one in found if severity in (None, one.severity)]
    return {(one.code, one.path) for one in told if one.code != "rules-speak"}


def _new(source: str) -> set[tuple[str, str]]:
    """What is told of this and not of the small rule book, which leaves much to defaults."""
    return _of(source) - _of(SMALL)


def _of(source: str, severity: Severity | None = None) -> set[tuple[str, str]]:
    return _told(problems_in(source), severity)


def test_a_small_rule_book_that_is_right_is_told_on_what_it_is_silent() -> None:
    found = {one.code: one for one in problems_in(SMALL)}
    assert {one.severity for one in found.values()} == {Severity.LOOK}
    silence = found["rules-speak"].finding
    assert silence is not None
    assert silence.figures["number"] == len(CATALOGUE) - 1
    assert not any(one.finding is None for one in found.values())


@pytest.mark.parametrize("pack", PACKS)
def test_no_model_rule_book_is_refused_and_each_quotes_all_that_it_sets(pack: str) -> None:
    """A company may decide that whoever comes to the meeting held again is a quorum: it is told, and may keep it."""
    found = problems_in(toml.written(Rulebook.from_pack(pack)))
    assert not _told(found, Severity.REFUSES)
    assert {one.code for one in found} <= {"reconvened-meeting-has-floor"}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    source = """
    id = ""
    version = 0
    effective_from = "tomorrow"
    texts = ["en", "cy"]
    titel = { en = "Rules" }

    [clauses]
    1 = "society/no-such-clause"
    2 = { title = { en = 7 }, paragraphs = "none", colour = "red" }
    4 = { en = "Four" }
    [clauses."4.2"]
    title = { en = "Four point two" }
    paragraphs = [{ en = "{P-80}" }, { en = "{P-999}" }, 3, { cz = "A." }]

    [parameters]
    P-080 = { rule = "4", value = "three weeks" }
    P-101 = { rule = "4", value = 0.1 }
    P-141 = { rule = "4", value = { fraction = "3/4", cmp = "about" } }
    P-148 = { rule = "4" }
    P-500 = { rule = "4", value = 1 }
    P-043 = { rule = "77", value = "at_notice_and_meeting", colour = "red" }

    [[conditions]]
    when = "in good weather"
    set = { P-080 = "a week", P-400 = 1 }

    [[conditions]]
    rule = "4"
    """
    assert _of(source, Severity.REFUSES) == {
        ("wrong-type", "id"),
        ("wrong-type", "version"),
        ("wrong-type", "effective_from"),
        ("unknown", "titel"),
        ("unknown-clause", "clauses.1"),
        ("wrong-type", "clauses.2.title.en"),
        ("wrong-type", "clauses.2.paragraphs"),
        ("unknown", "clauses.2.colour"),
        ("bad-quote", "clauses.4.2.paragraphs.0.en"),
        ("unknown-parameter", "clauses.4.2.paragraphs.1"),
        ("wrong-type", "clauses.4.2.paragraphs.2"),
        ("bad-value", "parameters.P-080.value"),
        ("bad-value", "parameters.P-101.value"),
        ("bad-value", "parameters.P-141.value.cmp"),
        ("value-or-not", "parameters.P-148"),
        ("unknown-parameter", "parameters.P-500.value"),
        ("unknown", "parameters.P-043.colour"),
        ("bad-condition", "conditions.0.when"),
        ("bad-value", "conditions.0.set.P-080"),
        ("unknown-parameter", "conditions.0.set.P-400"),
        ("missing", "conditions.1.when"),
        ("missing", "conditions.1.set"),
    }
    assert _of(source, Severity.LOOK) >= {
        ("missing-text", "clauses.4.title.cy"),
        ("unknown-language", "clauses.4.2.paragraphs.3.cz"),
        ("clause-without-words", "clauses.4"),
        ("no-such-clause", "parameters.P-043.rule"),
    }


def test_the_first_problem_that_is_told_is_the_one_that_reading_raises() -> None:
    for source in ("id = 3", SMALL.replace("21", '"21"'), SMALL.replace("version", "vision"), "[clauses", "a" * 10):
        with pytest.raises(BadRulebook) as refused:
            Rulebook.from_toml(source)
        first = problems_in(source)[0]
        assert (first.code, first.path, first.said) == (refused.value.code, refused.value.path, refused.value.problem)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('id = "a"\nversion = = 2', "not-toml"),
        ("x = " + "9" * 5000, "not-toml"),
        ("x = " + "[" * 5000 + "]" * 5000, "too-deep"),
        (".".join("x" * (DEPTH + 1)) + " = 1", "too-deep"),
        ("#" * (SIZE + 1), "too-large"),
        (SMALL + "".join(f"\n[clauses.{number}]\ntitle = {{}}" for number in range(2, 1003)), "too-many"),
        (SMALL.replace("paragraphs = [", "paragraphs = [" + '{ en = "A.", cy = "A." },' * 100), "too-many"),
    ],
    ids=["syntax", "digits", "brackets", "dots", "letters", "clauses", "paragraphs"],
)
def test_a_file_that_is_no_rule_book_is_refused_with_one_reason(source: str, code: str) -> None:
    (found,) = problems_in(source)
    assert (found.code, found.severity) == (code, Severity.REFUSES)


def test_what_is_not_toml_is_told_with_its_line() -> None:
    assert "line 2" in problems_in('id = "a"\nversion = = 2')[0].said


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (', cy = "Hysbysiad"', "", ("missing-text", "clauses.1.title.cy")),
        (', cy = "O leiaf {P-080:clear_days}."', "", ("missing-text", "clauses.1.paragraphs.0.cy")),
        (', cy = "Rheolau"', "", ("missing-text", "title.cy")),
        ("{P-080:clear_days}", "21 days", ("not-quoted", "parameters.P-080.rule")),
        ("{P-080:clear_days}.", "{P-080} {P-141.base}.", ("empty-quote", "clauses.1.paragraphs.0.en")),
        ("{P-080:clear_days}.", "{P-080} {P-022.first.share}.", ("empty-quote", "clauses.1.paragraphs.0.cy")),
        ("{P-080:clear_days}.", "{P-080} {P-101:members}.", ("noun-without-number", "clauses.1.paragraphs.0.en")),
        ('rule = "1"', 'rule = "5"', ("no-such-clause", "parameters.P-080.rule")),
        ('["en", "cy"]', '["en", "cy", "fr"]', ("unknown-language", "texts.2")),
        ('["en", "cy"]', "[]", ("no-language", "texts")),
        ("[clauses.1]", '[[parts]]\nfirst = "3"\ntitle = {}\n[clauses.1]', ("no-such-clause", "parts.0.first")),
        (
            "[clauses.1]",
            '[clauses.2]\ntitle = { en = "A", cy = "B" }\n[clauses.1]',
            ("clause-without-words", "clauses.2"),
        ),
    ],
)
def test_words_that_are_amiss_do_not_refuse_a_rule_book_but_are_told(old: str, new: str, told: tuple[str, str]) -> None:
    assert old in SMALL
    source = SMALL.replace(old, new)
    assert told in _new(source)
    assert not _of(source, Severity.REFUSES)


def test_a_word_for_which_there_are_no_words_is_told_in_each_language() -> None:
    source = SMALL + 'P-022 = { rule = "1", value = ["wombats"] }'
    found = [one for one in problems_in(source) if one.code == "no-words-for-value"]
    assert [(one.facts["word"], one.facts["language"]) for one in found] == [("wombats", "en"), ("wombats", "cy")]
    worded = source.replace("[parameters]", '[words.wombats]\nen = "wombats"\ncy = "wombatiaid"\n[parameters]')
    assert "no-words-for-value" not in {one.code for one in problems_in(worded)}


def test_a_value_below_the_floor_of_the_law_and_a_contradiction_carry_their_findings() -> None:
    source = (
        SMALL
        + 'P-185 = { rule = "1", value = 12 }\nP-180 = { rule = "1", value = 9 }\nP-181 = { rule = "1", value = 3 }'
    )
    found = {one.code: one for one in problems_in(source) if one.finding}
    assert found["within-the-law"].path == "parameters.P-185"
    assert found["board-has-room"].severity is Severity.LOOK
    assert not found["board-has-room"].finding.met  # type: ignore[union-attr]


def test_no_contradiction_is_told_with_a_value_that_could_not_be_read() -> None:
    source = SMALL + 'P-180 = { rule = "1", value = 90 }\nP-181 = { rule = "1", value = "three" }'
    assert _new(source) == {("bad-value", "parameters.P-181.value"), ("not-quoted", "parameters.P-180.rule")}


def test_of_too_many_mistakes_only_the_first_are_told() -> None:
    plain = {"id": "a", "version": 1, "parameters": {}, **{f"key{place}": 1 for place in range(3 * MOST)}}
    assert len(problems_of(plain)) == MOST


# --- rubbish --------------------------------------------------------------------------------------------------------

SCALARS = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.dates()
    | some.text(max_size=8)
    | some.sampled_from(
        ["P-080", "1/10", "9" * 5000, "12.00", "en", "{P-022.first}", "{P-086.__class__}", "members >= 1"]
    )
)
KNOWN = """
id version title texts clauses parts words parameters conditions value rule paragraphs easy en cy when unless set first
not_applicable P-080 P-148 P-002 fraction cmp minimum hours days 1 4.2 matter effective_from at clock undecided
"""
KEYS = some.text(max_size=4) | some.sampled_from(re.findall(r"\S+", KNOWN))
PLAIN = some.recursive(
    SCALARS, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)
TABLES = some.dictionaries(KEYS, PLAIN, max_size=6)
BOOKS = some.fixed_dictionaries(
    {"id": some.just("x"), "version": some.just(1)},
    optional={
        "parameters": some.dictionaries(some.sampled_from(list(CATALOGUE)), TABLES, max_size=4),
        "clauses": some.dictionaries(KEYS, TABLES, max_size=3),
        "conditions": some.lists(TABLES, max_size=3),
        "parts": some.lists(TABLES, max_size=3),
        "words": some.dictionaries(KEYS, TABLES, max_size=3),
        "texts": PLAIN,
        "title": PLAIN,
    },
)


@given(TABLES | BOOKS)
def test_whatever_stands_in_a_file_is_told_and_nothing_breaks(data: dict[str, Any]) -> None:
    refused = [one for one in problems_of(data) if one.severity is Severity.REFUSES]
    try:
        rules = Rulebook.from_dict(data)
    except BadRulebook:
        assert refused
        return
    assert not refused
    document(rules, "cy", Publication("Oakfield", date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 1)))
    assert not differences(rules, rules)


@given(some.sampled_from(list(CATALOGUE)), PLAIN)
def test_no_value_whatever_breaks_the_reader_of_its_parameter(identity: str, value: Any) -> None:
    data = {"id": "x", "version": 1, "parameters": {identity: {"rule": "1", "value": value}}, "clauses": {}}
    with suppress(BadRulebook):
        Rulebook.from_dict(data)
    problems_of(data)


@given(some.text(max_size=300) | some.binary(max_size=300).map(lambda found: found.decode(errors="replace")))
def test_rubbish_is_no_rule_book(source: str) -> None:
    with pytest.raises(BadRulebook):
        Rulebook.from_toml(source)
    assert problems_in(source)[0].severity is Severity.REFUSES


@settings(max_examples=20)
@given(some.data())
def test_a_model_rule_book_with_a_piece_missing_or_doubled_is_told_and_nothing_breaks(data: some.DataObject) -> None:
    source = toml.written(Rulebook.from_pack("d-living-trust"))
    start = data.draw(some.integers(0, len(source)))
    end = min(len(source), start + data.draw(some.integers(0, 200)))
    problems_in(source[:start] + source[end:])
    problems_in(source[:end] + source[start:])
