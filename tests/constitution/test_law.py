import pytest

from constitution import Provenance, law_pack
from constitution.checks import problems
from constitution.kinds import Clock, Duration, Unit
from tests.constitution.samples import company, society

PACKS = ("ccbsa2014", "ca2006", "cic2005", "trust_ew")


@pytest.mark.parametrize("name", PACKS)
def test_each_law_is_dated_and_names_the_section_of_everything_it_says(name: str) -> None:
    law = law_pack(name)
    limits = [limit for found in law.limits.values() for limit in found]
    assert law.as_at.year == 2026
    assert all(limit.as_at == law.as_at for limit in limits)
    assert all(
        [*(limit.source for limit in limits), *(one.source for one in law.usual.values()), *law.sources.values()]
    )


@pytest.mark.parametrize("name", PACKS)
def test_what_a_law_says_while_the_rules_are_silent_keeps_within_its_own_bounds(name: str) -> None:
    law = law_pack(name)
    assert [identity for identity, one in law.usual.items() if law.overriding(identity, one.value)] == []


@pytest.mark.parametrize(
    ("identity", "stated", "governs"),
    [
        ("P-069", {"months": 1}, Duration(21, Unit.DAYS)),
        ("P-069", {"days": 21}, Duration(21, Unit.DAYS)),
        ("P-069", {"weeks": 2}, Duration(2, Unit.WEEKS)),
        ("P-070", {"weeks": 6, "after": "receipt"}, Duration(28, Unit.DAYS, after="notice")),
        ("P-084", "not_allowed", "9/10"),
        ("P-084", "1", "19/20"),
        ("P-084", "19/20", "19/20"),
        ("P-121", True, False),
        ("P-174", {"hours": 72}, Duration(48, Unit.HOURS, Clock.WORKING_HOURS)),
        ("P-281", 6, 10),
        ("P-283", "forever", "forever"),
    ],
)
def test_a_company_is_held_to_the_act_whatever_its_articles_say(identity: str, stated: object, governs: object) -> None:
    value = company({identity: stated}).value(identity)
    assert value == governs or str(value) == governs


def test_what_the_act_wants_in_a_list_is_added_and_what_the_articles_add_stays() -> None:
    rules = company({"P-092": ["date", "time", "place_or_link", "easy_read"], "P-144": ["expulsion"]})
    assert rules.words("P-092") == ("date", "time", "place_or_link", "easy_read", "proxy_statement")
    assert rules.words("P-144") == ("expulsion", "rule_change")


def test_one_part_of_a_rule_may_be_bound_while_the_others_stand() -> None:
    rules = company(
        {"P-137": {"members": 6, "chair": True}, "P-198": {"fraction": "1/2", "cmp": ">", "notice_days": 14}}
    )
    assert rules.table("P-137") == {"members": 5, "chair": True}
    assert rules.table("P-198")["notice_days"] == 28
    found = {one.citations[0].parameter: one.figures for one in problems(rules) if one.question == "within-the-law"}
    assert found["P-137"] == {"parameter": "P-137", "bound": "at-most", "stated": 6, "law": 5}
    assert found["P-198"] == {"parameter": "P-198", "bound": "at-least", "stated": 14, "law": 28}


def test_where_the_articles_are_silent_the_act_speaks_before_the_platform_does() -> None:
    assert company().duration("P-086").clock is Clock.WORKING_HOURS
    assert company().cite("P-086").provenance is Provenance.LAW
    assert company().cite("P-086").source == "s.1147"
    assert society().duration("P-086").clock is Clock.ELAPSED
    assert society().cite("P-086").provenance is Provenance.DEFAULT


def test_a_community_interest_company_has_all_of_company_law_and_its_asset_lock() -> None:
    rules = society({"P-002": "cic2005", "P-080": 7, "P-224": "rules", "P-221": "allowed_by_participation"})
    assert rules.count("P-080") == 14
    assert rules.word("P-224") == "statutory"
    assert rules.word("P-221") == "none"
    assert rules.law_test("rules_filing_days") == 15
    assert rules.cite("P-224").source == "2004 Act ss.30, 32; SI 2005/1788 regs 7, 8"


def test_a_society_cannot_switch_off_the_statutory_tests() -> None:
    assert society({"P-147": "off"}).word("P-147") == "ccbsa_111_113_120"


def test_trustees_decide_together_and_in_person_unless_the_deed_may_say_otherwise() -> None:
    deed = society({"P-002": "trust_ew", "P-170": True})
    assert deed.majority("P-140").share == 1
    assert not deed.flag("P-170")
    assert society({"P-002": "trust_ew", "P-140": {"fraction": "1/2", "cmp": ">"}}).majority("P-140").share * 2 == 1
