from fractions import Fraction
from typing import Any

import pytest

from constitution import BadRulebook, Majority, Rulebook, phrases, wording
from constitution.kinds import Clock, Duration, Unit
from tests.constitution.samples import model


def _saying(english: str, welsh: str = "", **settings: Any) -> Rulebook:
    """Pack E with one clause more, whose one paragraph says this."""
    changes = {
        identity.replace("_", "-"): {"rule": "200", "not_applicable": True}
        if value is None
        else {"rule": "200", "value": value}
        for identity, value in settings.items()
    }
    clause = {"title": {"en": "Trial", "cy": "Prawf"}, "paragraphs": [{"en": english, "cy": welsh or english}]}
    return model().amended(changes, words={"200": clause})


def _said(rules: Rulebook, language: str = "en") -> str:
    return " ".join(wording.paragraphs(rules, "200", language))


@pytest.mark.parametrize(
    ("quote", "value", "english", "welsh"),
    [
        ("{P-080}", 21, "21", "21"),
        ("{P-080:clear_days}", 21, "21 clear days", "21 o ddiwrnodau clir"),
        ("{P-080:clear_days}", 1, "1 clear day", "1 diwrnod clir"),
        ("{P-101}", "1/10", "one tenth", "un rhan o ddeg"),
        ("{P-101}", "3/7", "3 out of 7", "3 allan o 7"),
        ("{P-101}", "51/100", "51 per cent", "51 y cant"),
        ("{P-141}", {"fraction": "3/4", "cmp": ">="}, "at least three quarters", "o leiaf dri chwarter"),
        ("{P-141}", {"fraction": "3/4", "cmp": ">"}, "more than three quarters", "mwy na thri chwarter"),
        ("{P-141}", {"fraction": "51/100", "cmp": ">="}, "at least 51 per cent", "o leiaf 51 y cant"),
        ("{P-141}", {"fraction": "3/7", "cmp": ">"}, "more than 3 out of 7", "mwy na 3 allan o 7"),
        ("{P-086}", {"hours": 72, "clock": "elapsed"}, "72 hours", "72 awr"),
        ("{P-086}", {"hours": 48, "clock": "working_hours"}, "48 hours of working days", "48 awr diwrnodau gwaith"),
        ("{P-004}", "03-31", "31 March", "31 Mawrth"),
        ("{P-226}", "100000.00", "£100,000", "£100,000"),
        ("{P-226}", "12.50", "£12.50", "£12.50"),
        ("{P-246}", "7.5", "7.5", "7.5"),
        ("{P-193}", {"minimum": 3, "fraction": "1/2"}, "3, or half if that is more", "3, neu hanner os yw hynny'n fwy"),
        ("{P-193.minimum:members}", {"minimum": 3, "fraction": "1/2"}, "3 members", "3 o aelodau"),
        ("{P-193.fraction}", {"minimum": 3, "fraction": "1/2"}, "half", "hanner"),
        ("{P-062}", None, "does not apply", "ddim yn berthnasol"),
    ],
)
def test_a_clause_quotes_its_value_in_words(quote: str, value: Any, english: str, welsh: str) -> None:
    rules = _saying(quote, **{quote[1:6].replace("-", "_"): value})
    assert (_said(rules), _said(rules, "cy")) == (english, welsh)


def test_the_words_of_a_clause_change_with_the_value_they_quote() -> None:
    before = _saying("Notice is {P-080:clear_days}.", P_080=21)
    assert _said(before) == "Notice is 21 clear days."
    assert _said(before.amended({"P-080": {"rule": "200", "value": 28}})) == "Notice is 28 clear days."


@pytest.mark.parametrize(("value", "stands"), [(True, True), (False, False), (None, False)])
def test_a_paragraph_may_stand_only_where_a_parameter_applies(value: bool | None, stands: bool) -> None:
    clause = {
        "title": {"en": "Trial"},
        "paragraphs": [{"en": "With.", "when": "P-033"}, {"en": "Without.", "unless": "P-033"}],
    }
    entry = {"rule": "200", "not_applicable": True} if value is None else {"rule": "200", "value": value}
    rules = model().amended({"P-033": entry}, words={"200": clause})
    assert _said(rules) == ("With." if stands else "Without.")


@pytest.mark.parametrize(
    "written", ["{P-80}", "{p-080}", "{P-080", "P-080}", "{}", "{P-080:wombats}", "{P-999}", "{P-080!r}"]
)
def test_a_clause_that_quotes_nothing_known_cannot_be_read(written: str) -> None:
    with pytest.raises(BadRulebook) as refused:
        _saying(f"Notice is {written}.")
    assert refused.value.path.startswith("clauses.200.paragraphs.0")


@pytest.mark.parametrize(
    ("items", "english", "welsh"),
    [
        ([], "none", "dim"),
        (["cath"], "cath", "cath"),
        (["ci", "cath"], "ci and cath", "ci a chath"),
        (["ci", "pobl", "oen"], "ci, pobl and oen", "ci, pobl ac oen"),
        (["ci", "chwaer"], "ci and chwaer", "ci a chwaer"),
        (["ci", "gafr"], "ci and gafr", "ci a gafr"),
        (["ci", "y gath"], "ci and y gath", "ci a'r gath"),
        (["ci", "yr oen"], "ci and yr oen", "ci a'r oen"),
        (["ci", "mae'n bwrw"], "ci and mae'n bwrw", "ci ac mae'n bwrw"),
    ],
)
def test_a_list_ends_as_its_language_ends_lists(items: list[str], english: str, welsh: str) -> None:
    assert (phrases.listed(items, "en"), phrases.listed(items, "cy")) == (english, welsh)


@pytest.mark.parametrize(
    ("before", "welsh"),
    [("Y cyflogwr yw ", "Y cyflogwr yw'r bwrdd."), ("Pennir gan ", "Pennir gan y bwrdd."), ("(", "(y bwrdd.")],
)
def test_the_welsh_article_joins_a_word_that_ends_in_a_vowel(before: str, welsh: str) -> None:
    assert _said(_saying("By {P-024}.", before + "{P-024}.", P_024="board"), "cy") == welsh


def test_everybody_is_all_and_never_one_out_of_one() -> None:
    assert phrases.share(Fraction(1), "en") == "all"
    assert phrases.majority(Majority(Fraction(1), inclusive=True), "cy") == "pob un"


def test_a_lapse_of_one_unit_is_said_in_the_singular() -> None:
    assert phrases.duration(Duration(1, Unit.MONTHS), "en") == "1 month"
    assert phrases.duration(Duration(1, Unit.HOURS, Clock.WORKING_HOURS), "cy") == "1 awr diwrnodau gwaith"


def test_no_lapse_at_all_is_at_once() -> None:
    assert phrases.duration(Duration(0, Unit.HOURS), "en") == "at once"


def test_a_paragraph_may_stand_only_where_a_number_is_more_than_nought() -> None:
    clause = {"title": {"en": "Trial"}, "paragraphs": [{"en": "At once.", "unless": "P-041"}]}
    rules = model().amended({"P-041": {"rule": "200", "value": 0}}, words={"200": clause})
    assert _said(rules) == "At once."
    assert not _said(rules.amended({"P-041": {"rule": "200", "value": 28}}))


def test_an_organisation_may_bring_words_of_its_own() -> None:
    rules = Rulebook.from_dict(
        {
            "id": "own",
            "version": 1,
            "words": {"gardeners": {"en": "people who garden", "cy": "pobl sy'n garddio"}},
            "clauses": {"1": {"title": {"en": "Who votes"}, "paragraphs": [{"en": "{P-022}", "cy": "{P-022}"}]}},
            "parameters": {"P-022": {"rule": "1", "value": ["gardeners"]}},
        }
    )
    assert wording.paragraphs(rules, "1", "cy") == ("pobl sy'n garddio",)
    assert not list(wording.unworded(rules, "cy"))


def test_a_word_without_words_is_shown_as_it_is_and_named() -> None:
    rules = _saying("{P-022}", P_022=["odd_people"])
    assert _said(rules) == "odd people"
    assert ("P-022", "odd_people") in wording.unworded(rules, "en")
