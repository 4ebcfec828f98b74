"""Every value of the rules has fields that ask for it, and what they say is the value again."""

from typing import Any

import pytest

from constitution import CATALOGUE, Rulebook
from constitution.shelf import names
from governance.errors import Invalid
from governance.motions.asking import SHAPES, fields, read

PACKS = [name.removeprefix("rules/") for name in names("rules")]


@pytest.mark.parametrize("pack", PACKS)
def test_a_form_sent_back_untouched_says_what_the_rules_say(pack: str) -> None:
    rules = Rulebook.from_pack(pack)
    for identity, entry in rules.entries.items():
        if entry.not_applicable:
            continue
        parameter = CATALOGUE[identity]
        typed = {field.name: list(field.given) for field in fields(rules, parameter)}
        if entry.written in parameter.also:
            typed = {"instead": [str(entry.written)]}
        assert parameter.read(read(rules, parameter, typed)) == entry.value, identity


def test_every_kind_of_value_can_be_asked_for() -> None:
    assert {parameter.kind for parameter in CATALOGUE.values()} <= SHAPES.keys()


@pytest.mark.parametrize(
    ("identity", "typed", "plain"),
    [
        ("P-080", {"value": ["28"]}, 28),
        ("P-066", {"value": ["10%"]}, "1/10"),
        ("P-066", {"value": [" 2 / 20 "]}, "1/10"),
        ("P-066", {"instead": ["any_trustee"]}, "any_trustee"),
        ("P-226", {"value": ["£1,200"]}, "1200.00"),
        ("P-141", {"value.fraction": ["2/3"], "value.cmp": [">"]}, {"fraction": "2/3", "cmp": ">"}),
        (
            "P-088",
            {"value.amount": ["3"], "value.unit": ["days"]},
            {"days": 3},
        ),
        ("P-106", {"value": ["no"]}, False),
        ("P-139", {"value": ["election, Rule change"]}, ["election", "rule_change"]),
        ("P-139", {"value": [""]}, []),
    ],
)
def test_what_is_typed_as_people_type_it_is_understood(identity: str, typed: dict[str, list[str]], plain: Any) -> None:
    assert read(Rulebook.from_pack("e-citizen-directed"), CATALOGUE[identity], typed) == plain


@pytest.mark.parametrize(
    ("identity", "typed", "errors"),
    [
        ("P-080", {}, {"value": "missing"}),
        ("P-080", {"value": ["soon"]}, {"value": "not-understood"}),
        ("P-080", {"value": ["-3"]}, {"value": "not-understood"}),
        ("P-066", {"value": ["3/2"]}, {"value": "not-understood"}),
        ("P-066", {"value": ["1/0"]}, {"value": "not-understood"}),
        ("P-141", {"value.fraction": ["2/3"], "value.cmp": ["="]}, {"value.cmp": "not-understood"}),
        ("P-106", {"value": ["perhaps"]}, {"value": "not-understood"}),
        ("P-066", {"instead": ["nobody"]}, {"instead": "not-understood"}),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(
    identity: str, typed: dict[str, list[str]], errors: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        read(Rulebook.from_pack("e-citizen-directed"), CATALOGUE[identity], typed)
    assert refused.value.errors == errors
