import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import CATALOGUE, Rulebook, shelf, toml
from tests.constitution.samples import model

PACKS = [name.partition("/")[2] for name in shelf.names("rules")]
WORDS = some.text(min_size=1, max_size=400).filter(str.strip).map(lambda words: words.replace("{", "").replace("}", ""))
SENTENCES = some.lists(some.sampled_from(["a", "member", '"', "\\", "\\n", " ", "\n", "'''", "#"]), max_size=200)
TEXTS = WORDS.filter(str.strip) | SENTENCES.map(" ".join).filter(str.strip)
BOTH = some.fixed_dictionaries({"en": TEXTS, "cy": TEXTS})
CLAUSES = some.fixed_dictionaries(
    {"title": BOTH},
    optional={"paragraphs": some.lists(BOTH, min_size=1, max_size=3), "easy": some.lists(BOTH, min_size=1, max_size=2)},
)
LINES = some.dictionaries(
    some.sampled_from(["P-080", "P-100", "P-004", "P-022"]),
    some.fixed_dictionaries({"rule": TEXTS, "note": TEXTS, "not_applicable": some.just(True)}),
)
BOOKS = some.fixed_dictionaries(
    {"id": TEXTS, "version": some.integers(1, 9), "parameters": LINES},
    optional={
        "title": BOTH,
        "note": TEXTS,
        "effective_from": some.dates().map(str),
        "texts": some.lists(TEXTS, max_size=2),
        "clauses": some.dictionaries(TEXTS, CLAUSES, max_size=3),
        "words": some.dictionaries(TEXTS, BOTH, max_size=2),
        "parts": some.lists(some.fixed_dictionaries({"first": TEXTS, "title": BOTH}), max_size=2),
        "conditions": some.just([{"when": "members >= 100", "rule": "9", "set": {"P-080": 30}}]),
    },
)


@pytest.mark.parametrize("pack", PACKS)
def test_every_model_rule_book_written_and_read_is_the_same(pack: str) -> None:
    rules = Rulebook.from_pack(pack)
    assert Rulebook.from_toml(toml.written(rules)) == rules


@given(BOOKS)
def test_any_rule_book_written_and_read_is_the_same_and_written_again_the_same_text(data: dict[str, Any]) -> None:
    rules = Rulebook.from_dict({**data})
    source = toml.written(rules)
    assert Rulebook.from_toml(source) == rules
    assert toml.written(Rulebook.from_toml(source)) == source


def test_values_of_every_kind_survive() -> None:
    entries = {
        one.id: {"rule": "1", "value": plain} for one in CATALOGUE.values() if (plain := _plain(one.id)) is not None
    }
    assert len({CATALOGUE[identity].kind for identity in entries}) > 20
    rules = Rulebook.from_dict({"id": "all", "version": 1, "parameters": entries})
    assert Rulebook.from_toml(toml.written(rules)) == rules


def _plain(identity: str) -> Any:
    return shelf.pack("catalogue")["parameters"][identity].get("default")


def test_long_texts_stand_on_several_lines_and_short_ones_on_one() -> None:
    clause = {"title": {"en": "Notice"}, "paragraphs": [{"en": "A member may come. " * 20, "cy": "Caiff aelod ddod."}]}
    lines = toml.written(model().amended({}, words={"200": clause})).splitlines()
    place = lines.index("[[clauses.200.paragraphs]]")
    assert lines[place + 1 : place + 3] == ['cy = "Caiff aelod ddod."', 'en = """\\']
    assert lines[place + 3].startswith("    A member may come. A member")
    assert all(len(line) <= 120 for line in lines[place : place + 8])


def test_each_parameter_has_its_name_beside_it_under_the_heading_of_its_group() -> None:
    lines = toml.written(model()).splitlines()
    (place,) = [place for place, line in enumerate(lines) if line.startswith("P-080")]
    assert lines[place].endswith("  # notice_clear_days_agm")
    assert lines[place - 1] == "# Notice"


def test_what_is_written_is_toml_for_anybody() -> None:
    plain = tomllib.loads(toml.written(model()))
    assert (plain["parameters"]["P-080"]["rule"], plain["parameters"]["P-080"]["value"]) == ("36", 21)
    assert plain["clauses"]["36"]["title"]["en"] == model().clause_title("36", "en")


def test_a_rule_without_a_date_says_none_and_one_with_a_date_has_it() -> None:
    assert "effective_from" in tomllib.loads(toml.written(model()))
    assert "effective_from" not in tomllib.loads(toml.written(replace(model(), effective_from=None)))
