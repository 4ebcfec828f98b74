from datetime import date, timedelta
from itertools import pairwise

import pytest

from constitution import Citation, NotSettled
from constitution.audit import Year, lay_auditors_are_enough, limits, may_go_without, report_needed
from constitution.errors import NoFigureThatDay
from constitution.finding import Provenance
from constitution.thresholds import tables, threshold
from tests.constitution.samples import company, model, society

TODAY = date(2026, 9, 16)
SMALL = Year(assets=4_000_00, turnover=30_000_00, payments=5_000_00, members=40)
POUND = 100


@pytest.mark.parametrize(
    ("year", "because"),
    [
        (Year(5_100_000 * POUND, 10_200_000 * POUND), None),
        (Year(5_100_000 * POUND + 1, 10_200_000 * POUND), "assets"),
        (Year(5_100_000 * POUND, 10_200_000 * POUND + 1), "turnover"),
        (Year(0, 250_000 * POUND, charity=True), None),
        (Year(0, 250_000 * POUND + 1, charity=True), "turnover"),
    ],
)
def test_a_society_up_to_a_size_may_go_without_an_audit(year: Year, because: str | None) -> None:
    found = may_go_without(model(), year, TODAY)
    assert (found.met, found.figures.get("because")) == (because is None, because)


def test_the_figures_of_the_day_count() -> None:
    """The Treasury raised them on 6 April 2018."""
    year = Year(assets=2_800_001 * POUND, turnover=0)
    assert not may_go_without(model(), year, date(2018, 4, 5)).met
    after = may_go_without(model(), year, date(2018, 4, 6))
    assert after.met
    assert after.figures["most-assets"] == 5_100_000 * POUND
    assert Citation("audit_assets", model().id, 1, None, Provenance.LAW, "s.84(1); SI 2018/322") in after.citations


def test_deposits_and_rules_that_want_an_audit_stand_in_the_way() -> None:
    held = may_go_without(model(), SMALL, TODAY, obstacles={"subsidiary", "deposits"})
    assert (held.met, held.figures["because"], held.figures["obstacles"]) == (False, "obstacle", "deposits subsidiary")
    assert may_go_without(society({"P-229": "audit"}), SMALL, TODAY).figures["because"] == "rules"


def test_a_company_asks_its_own_law() -> None:
    with pytest.raises(NotSettled):
        may_go_without(company(), SMALL, TODAY)


@pytest.mark.parametrize(
    ("year", "small"),
    [
        (Year(5_000_00, 0, payments=5_000_00, members=500), True),
        (Year(5_000_01, 0, payments=5_000_00, members=500), False),
        (Year(5_000_00, 0, payments=5_000_01, members=500), False),
        (Year(5_000_00, 0, payments=5_000_00, members=501), False),
    ],
)
def test_a_very_small_society_may_have_lay_auditors(year: Year, small: bool) -> None:
    assert lay_auditors_are_enough(model(), year, TODAY).met is small


@pytest.mark.parametrize(("turnover", "needed"), [(90_000 * POUND, False), (90_000 * POUND + 1, True)])
def test_above_ninety_thousand_pounds_an_accountant_reports(turnover: int, needed: bool) -> None:
    assert report_needed(model(), turnover, TODAY).met is needed


@pytest.mark.parametrize(("name", "day"), [("audit_assets", date(2014, 7, 31)), ("price_of_tea", TODAY)])
def test_a_day_or_a_name_outside_every_table_is_refused(name: str, day: date) -> None:
    with pytest.raises(NoFigureThatDay) as refused:
        threshold(name, day)
    assert (refused.value.name, refused.value.day) == (name, day)


@pytest.mark.parametrize("name", tables())
def test_the_days_of_a_table_follow_one_another_without_gap_or_overlap(name: str) -> None:
    rows = tables()[name]
    for earlier, later in pairwise(rows):
        assert earlier.valid_to is not None
        assert earlier.valid_to + timedelta(days=1) == later.valid_from
    assert all(row.source for row in rows)
    assert threshold(name, TODAY) == rows[-1]


def test_a_nomination_passes_on_no_more_than_five_thousand_pounds() -> None:
    assert threshold("nomination_limit", TODAY).value == 5_000 * POUND


def test_how_large_a_society_may_be_is_told_before_anybody_looks_at_its_accounts() -> None:
    found = limits(model(), TODAY)
    assert (found.met, found.figures["most-assets"], found.figures["most-turnover"]) == (
        True,
        510_000_000,
        1_020_000_000,
    )
    refused = limits(model().amended({"P-229": {"rule": "74", "value": "audit"}}), TODAY)
    assert (refused.met, refused.figures["because"]) == (False, "rules")
