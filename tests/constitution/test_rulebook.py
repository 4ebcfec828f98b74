import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from constitution import (
    CATALOGUE,
    BadRulebook,
    Duration,
    Majority,
    MissingFact,
    NoRulesInForce,
    NotSettled,
    Provenance,
    Rulebook,
    Unit,
    UnknownPack,
    UnknownParameter,
    in_force,
    parameter,
)
from constitution.conditions import facts_of
from tests.constitution.samples import company, model, society


def test_the_model_rule_book_settles_every_parameter_of_the_catalogue() -> None:
    assert list(model().entries) == sorted(CATALOGUE)
    assert model().silent() == ()


def test_every_value_of_the_model_stands_in_a_clause_with_a_title() -> None:
    rules = model()
    for identity in CATALOGUE:
        rule = rules.cite(identity).rule
        assert rule
        assert rules.clause_title(rule, "en"), rule


def test_clauses_have_welsh_titles_beside_english_ones() -> None:
    assert model().clause_title("36", "en") == "Notice of general meetings"
    assert model().clause_title("36", "cy") == "Hysbysiad o gyfarfodydd cyffredinol"
    assert model().clause_title("36", "fr") is None
    assert model().clause_title("999", "en") is None


@pytest.mark.parametrize(
    ("identity", "value"),
    [
        ("P-003", "wales"),
        ("P-008", ("cy", "en")),
        ("P-031", 100),
        ("P-080", 21),
        ("P-082", 28),
        ("P-084", "not_allowed"),
        ("P-086", Duration(72, Unit.HOURS)),
        ("P-095", True),
        ("P-101", Fraction(1, 5)),
        ("P-107", {"citizen": 3}),
        ("P-132", None),
        ("P-141", Majority(Fraction(3, 4), inclusive=True)),
        ("P-145", {"purpose_clause": Majority(Fraction(9, 10), inclusive=True)}),
        ("P-226", 10_000_000),
        ("P-246", Fraction(5)),
        ("P-273", (6, 12)),
        ("P-283", "forever"),
    ],
)
def test_the_model_says_what_a_citizen_directed_co_operative_decided(identity: str, value: object) -> None:
    assert model().value(identity) == value


def test_a_rule_book_comes_back_from_json_with_the_same_bytes_whatever_the_store_does_to_its_order() -> None:
    plain = json.dumps(model().to_dict())
    shuffled = json.dumps(json.loads(plain), sort_keys=True)
    again = Rulebook.from_dict(json.loads(shuffled))
    assert again == model()
    assert json.dumps(again.to_dict()) == plain


def test_notes_languages_dates_and_conditions_survive_the_round_trip() -> None:
    entry = {"rule": "9", "value": 4, "effective_from": "2027-03-01", "language": "cy", "note": "as quoted"}
    condition = {"when": "members >= 100", "rule": "61", "set": {"P-184": "own_class", "P-107": {"b": 1, "a": 2}}}
    data = {
        "id": "x",
        "version": 2,
        "note": "n",
        "texts": ["cy"],
        "parameters": {"P-100": entry},
        "conditions": [condition],
    }
    rules = Rulebook.from_dict(data)
    assert rules.to_dict()["parameters"]["P-100"] == entry
    assert rules.to_dict()["conditions"] == [condition]
    assert Rulebook.from_dict(rules.to_dict()) == rules


def test_a_rule_book_can_be_written_in_toml() -> None:
    source = 'id = "t"\nversion = 1\neffective_from = 2027-02-01\n[parameters]\nP-100 = { rule = "39", value = 5 }\n'
    rules = Rulebook.from_toml(source)
    assert rules.effective_from == date(2027, 2, 1)
    assert rules.count("P-100") == 5


def _with(**changes: object) -> dict[str, Any]:
    return {"id": "bad", "version": 1, "parameters": {}, **changes}


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "rulebook"),
        ({"version": 1, "parameters": {}}, "id"),
        (_with(id=" "), "id"),
        (_with(id=None), "id"),
        (_with(title={"en": None}), "title.en"),
        (_with(version=0), "version"),
        (_with(version=True), "version"),
        (_with(colour="red"), "colour"),
        (_with(effective_from="soon"), "effective_from"),
        (_with(effective_from=20270201), "effective_from"),
        (_with(texts="cy"), "texts"),
        (_with(clauses={"1": {"en": 3}}), "clauses.1.en"),
        (_with(clauses=["1"]), "clauses"),
        (_with(parameters={"P-999": {"value": 1}}), "parameters.P-999.value"),
        (_with(parameters={"P-100": 3}), "parameters.P-100"),
        (_with(parameters={"P-100": {"rule": "1"}}), "parameters.P-100"),
        (_with(parameters={"P-100": {"value": 3, "not_applicable": True}}), "parameters.P-100"),
        (_with(parameters={"P-100": {"value": 3, "rule": 39}}), "parameters.P-100.rule"),
        (_with(parameters={"P-100": {"value": -1}}), "parameters.P-100.value"),
        (_with(parameters={"P-100": {"value": True}}), "parameters.P-100.value"),
        (_with(parameters={"P-101": {"value": 0.1}}), "parameters.P-101.value"),
        (_with(parameters={"P-101": {"value": "11/10"}}), "parameters.P-101.value"),
        (_with(parameters={"P-101": {"value": "1/0"}}), "parameters.P-101.value"),
        (_with(parameters={"P-102": {"value": "average"}}), "parameters.P-102.value"),
        (_with(parameters={"P-031": {"value": "1"}}), "parameters.P-031.value"),
        (_with(parameters={"P-004": {"value": "13-01"}}), "parameters.P-004.value"),
        (_with(parameters={"P-004": {"value": "06-31"}}), "parameters.P-004.value"),
        (_with(parameters={"P-004": {"value": "02-29"}}), "parameters.P-004.value"),
        (_with(parameters={"P-004": {"value": "03-00"}}), "parameters.P-004.value"),
        (_with(parameters={"P-031": {"value": "٣.٠٠"}}), "parameters.P-031.value"),
        (_with(parameters={"P-101": {"value": "١/٢"}}), "parameters.P-101.value"),
        (_with(parameters={"P-008": {"value": "cy"}}), "parameters.P-008.value"),
        (_with(parameters={"P-008": {"value": ["cy", "cy"]}}), "parameters.P-008.value"),
        (_with(parameters={"P-008": {"value": ["cy", 3]}}), "parameters.P-008.value.1"),
        (_with(parameters={"P-086": {"value": {"hours": 1.5}}}), "parameters.P-086.value.hours"),
        (_with(parameters={"P-086": {"value": {"hours": 1, "days": 1}}}), "parameters.P-086.value"),
        (_with(parameters={"P-086": {"value": {"days": 1, "clock": "wall"}}}), "parameters.P-086.value.clock"),
        (_with(parameters={"P-140": {"value": {"fraction": "1/2", "cmp": "="}}}), "parameters.P-140.value.cmp"),
        (_with(parameters={"P-140": {"value": {"fraction": "1/2"}}}), "parameters.P-140.value.cmp"),
        (
            _with(parameters={"P-145": {"value": {"a": {"fraction": "9", "cmp": ">"}}}}),
            "parameters.P-145.value.a.fraction",
        ),
        (_with(parameters={"P-152": {"value": {"at": "before_meeting"}}}), "parameters.P-152.value.hours"),
        (_with(parameters={"P-152": {"value": {"at": "meeting_close", "hours": 2}}}), "parameters.P-152.value.at"),
        (_with(parameters={"P-002": {"value": "roman"}}), "parameters.P-002.value"),
        (_with(conditions=[{"when": "moon is full", "set": {}}]), "conditions.0.when"),
        (_with(conditions=[{"when": "members >= 1"}]), "conditions.0.set"),
        (_with(conditions=[{"when": "members >= 1", "set": {"P-100": "x"}}]), "conditions.0.set.P-100"),
    ],
)
def test_a_rule_book_that_cannot_be_read_names_the_offending_key(data: object, path: str) -> None:
    with pytest.raises(BadRulebook) as refused:
        Rulebook.from_dict(data)
    assert refused.value.path == path


def test_broken_toml_is_a_bad_rule_book() -> None:
    with pytest.raises(BadRulebook):
        Rulebook.from_toml("id = ")


def test_a_silent_parameter_is_shown_as_the_platforms_default() -> None:
    rules = society({"P-100": 5})
    assert rules.value("P-101") == Fraction(1, 10)
    assert rules.cite("P-101").provenance is Provenance.DEFAULT
    assert rules.cite("P-101").rule is None
    assert "P-101" in rules.silent()
    assert rules.cite("P-100").provenance is Provenance.RULE
    assert "P-100" not in rules.silent()


def test_a_value_without_a_rule_is_still_silence() -> None:
    rules = Rulebook.from_dict(_with(parameters={"P-148": {"value": {"allowed": False}}}))
    assert rules.cite("P-148").provenance is Provenance.DEFAULT
    assert "P-148" in rules.silent()


def test_what_does_not_apply_has_no_value_and_is_not_silence() -> None:
    assert model().value("P-028") is None
    with pytest.raises(NotSettled):
        model().count("P-028")


def test_a_value_below_the_floor_of_the_law_is_kept_and_the_floor_is_used() -> None:
    rules = company({"P-081": 7})
    assert rules.stated("P-081") == 7
    assert rules.count("P-081") == 14
    citation = rules.cite("P-081")
    assert (citation.provenance, citation.rule, citation.source) == (Provenance.LAW, "7", "ss.307, 360")


@pytest.mark.parametrize(
    ("identity", "stated", "used"),
    [
        ("P-081", 21, 21),
        ("P-066", "1/10", Fraction(1, 20)),
        ("P-066", "1/50", Fraction(1, 50)),
        ("P-141", {"fraction": "2/3", "cmp": ">="}, Majority(Fraction(3, 4), inclusive=True)),
        ("P-141", {"fraction": "3/4", "cmp": ">"}, Majority(Fraction(3, 4), inclusive=False)),
        ("P-170", False, True),
    ],
)
def test_the_law_of_companies_limits_both_ways(identity: str, stated: object, used: object) -> None:
    assert company({identity: stated}).value(identity) == used


def test_no_society_can_let_a_rule_change_take_effect_when_it_is_passed() -> None:
    rules = society({"P-005": "on_passing"})
    assert rules.word("P-005") == "on_registration"
    assert rules.cite("P-005").source == "s.16"


def test_asking_for_the_wrong_kind_of_value_is_an_error_of_the_caller() -> None:
    with pytest.raises(TypeError):
        model().flag("P-100")
    with pytest.raises(UnknownParameter):
        model().value("P-000")
    with pytest.raises(UnknownPack):
        Rulebook.from_pack("../catalogue")


def test_conditions_change_the_rules_once_their_fact_holds() -> None:
    condition = {"when": "members >= 100", "rule": "61", "set": {"P-184": "own_class"}}
    rules = Rulebook.from_dict(_with(conditions=[condition]))
    assert rules.given({"members": 99}).word("P-184") == "all_members"
    assert rules.given({"members": 100}).word("P-184") == "own_class"
    assert rules.given({"members": 100}).cite("P-184").rule == "61"
    with pytest.raises(MissingFact):
        rules.given({})


def test_a_condition_may_look_at_one_class() -> None:
    condition = {"when": "class citizen >= 20", "rule": "41", "set": {"P-107": {"citizen": 5}}}
    rules = Rulebook.from_dict(_with(conditions=[condition]))
    assert rules.given(facts_of({"citizen": 20, "supporter": 3})).table("P-107") == {"citizen": 5}
    assert rules.given(facts_of({"citizen": 19, "supporter": 30})).table("P-107") == {}
    with pytest.raises(MissingFact):
        rules.given({"members": 40})
    assert Rulebook.from_dict(rules.to_dict()) == rules


def test_an_amended_rule_book_is_the_next_version_and_takes_effect_only_once_dated() -> None:
    changed = model().amended({"P-100": {"rule": "39", "value": 5}})
    assert (changed.version, changed.effective_from) == (2, None)
    assert changed.count("P-100") == 5
    assert model().count("P-100") == 3
    assert Rulebook.from_dict(changed.to_dict()) == changed
    with pytest.raises(BadRulebook):
        model().amended({"P-100": {"value": "five"}})


def test_before_the_first_version_took_effect_no_rules_were_in_force() -> None:
    assert in_force([model()], date(2027, 2, 1)) == model()
    with pytest.raises(NoRulesInForce):
        in_force([model()], date(2027, 1, 31))


def test_every_parameter_of_the_catalogue_has_a_meaning_in_one_sentence() -> None:
    assert len(CATALOGUE) == 206
    for one in CATALOGUE.values():
        assert one.meaning.endswith(".")
        assert parameter(one.id) is one
    assert len({one.name for one in CATALOGUE.values()}) == len(CATALOGUE)
