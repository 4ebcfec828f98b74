from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import CATALOGUE, GreaterOf, Majority, parameter
from constitution.kinds import Payment, Rate, Unreadable
from constitution.parameters import GROUPS
from constitution.tables import READERS, read_majority
from tests.constitution.samples import company

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("identity", "written", "read"),
    [
        ("P-032", {"minimum": 1, "maximum": 1, "investor": {"minimum": 100, "maximum": 100_000}}, None),
        ("P-033", ["investor"], ("investor",)),
        ("P-033", False, False),
        ("P-036", "0.00", 0),
        ("P-036", {"amount": "12.00", "per": "year"}, Payment(1200, "year")),
        ("P-038", ["community_org"], ("community_org",)),
        (
            "P-051",
            {"fraction": "1", "cmp": ">=", "base": "others"},
            Majority(Fraction(1), inclusive=True, base="others"),
        ),
        ("P-066", "any_trustee", "any_trustee"),
        ("P-071", "majority_of_requisitionists", "majority_of_requisitionists"),
        ("P-096", "any", "any"),
        ("P-142", "all_trustees", "all_trustees"),
        ("P-148", {"allowed": True, "procedure": "statutory"}, {"allowed": True, "procedure": "statutory"}),
        ("P-187", "none", "none"),
        ("P-193", {"minimum": 3, "fraction": "2/3"}, GreaterOf(3, Fraction(2, 3))),
        ("P-194", {"citizen": "majority_of_those_present"}, {"citizen": "majority_of_those_present"}),
        ("P-221", {"form": "bonus", "at_most_percent": 25}, {"form": "bonus", "at_most_percent": 25}),
        ("P-223", "0", Rate(Fraction(0))),
        ("P-223", {"above": "bank_rate", "percent": "2"}, Rate(Fraction(2), "bank_rate")),
        ("P-271", {"basis": "sum", "amount": "510.00"}, {"basis": "sum", "amount": Payment(51_000, "week")}),
        ("P-283", {"years": 12, "after": "trust_ends"}, {"years": 12, "after": "trust_ends"}),
    ],
)
def test_every_shape_of_value_is_read_exactly(identity: str, written: object, read: object) -> None:
    assert parameter(identity).read(written) == (written if read is None else read)


def test_a_majority_among_other_parts_is_kept_as_a_majority() -> None:
    removal = company({"P-198": {"fraction": "1/2", "cmp": ">", "notice_days": 28}}).table("P-198")
    assert removal == {"majority": Majority(HALF, inclusive=False), "notice_days": 28}


def test_a_majority_may_ask_for_another_in_each_class() -> None:
    found = read_majority({"fraction": "3/4", "cmp": ">=", "each_class": {"fraction": "1/2", "cmp": ">"}})
    assert found.each_class == Majority(HALF, inclusive=False)


@pytest.mark.parametrize(
    ("identity", "written", "path"),
    [
        ("P-032", {"minimum": 1}, ("maximum",)),
        ("P-036", {"amount": "12.00", "per": "fortnight"}, ("per",)),
        ("P-051", {"fraction": "1", "cmp": ">=", "base": "friends"}, ("base",)),
        ("P-131", ["by_wealth"], ()),
        ("P-132", {"citizen": 101}, ("citizen",)),
        ("P-137", {"members": 2, "passers_by": True}, ("passers_by",)),
        ("P-145", {"purpose_clause": {"fraction": "3/4", "cmp": "="}}, ("purpose_clause", "cmp")),
        ("P-148", {"fraction": "1/2", "cmp": ">"}, ("allowed",)),
        ("P-148", {"allowed": True, "fraction": "1/2"}, ("cmp",)),
        ("P-182", {"citizen": {"minimum": 4, "maximum": 3}}, ("citizen", "minimum")),
        ("P-223", "2 %", ()),
        ("P-270", {"from": "6:00", "to": "23:00"}, ("from",)),
        ("P-271", {"basis": "sum"}, ("amount",)),
        ("P-271", {"basis": "direct_payment", "amount": "1.00"}, ("amount",)),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_refused_by_the_key_that_is_wrong(
    identity: str, written: object, path: tuple[str, ...]
) -> None:
    with pytest.raises(Unreadable) as refused:
        parameter(identity).read(written)
    assert refused.value.path == path


def test_every_parameter_can_be_printed_with_its_kind_its_group_and_its_meaning() -> None:
    for one in CATALOGUE.values():
        assert one.kind in READERS
        assert one.meaning.endswith(".")
        assert set(GROUPS[one.group].titles) == {"en", "cy"}
    assert [one.group for one in CATALOGUE.values()] == sorted(
        (one.group for one in CATALOGUE.values()), key=list(GROUPS).index
    )


@given(some.integers(min_value=0, max_value=400))
def test_no_notice_is_ever_shorter_than_the_law_allows_and_no_longer_rule_is_cut(days: int) -> None:
    assert company({"P-080": days}).count("P-080") == max(days, 14)


@given(some.fractions(min_value=0, max_value=1, max_denominator=200))
def test_the_share_that_agrees_to_shorter_notice_stays_between_the_laws_two_bounds(share: Fraction) -> None:
    governs = company({"P-084": str(share)}).share("P-084")
    assert governs == min(max(share, Fraction(9, 10)), Fraction(19, 20))
