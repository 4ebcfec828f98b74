import json
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import Citation, Finding, Provenance
from tests.constitution.samples import model

figures = some.one_of(
    some.booleans(),
    some.integers(),
    some.dates(),
    some.datetimes(timezones=some.just(UTC)),
    some.fractions(),
    some.text(),
)
citations = some.builds(
    Citation,
    parameter=some.text(min_size=1),
    rulebook=some.text(min_size=1),
    version=some.integers(1),
    rule=some.none() | some.text(),
    provenance=some.sampled_from(Provenance),
    source=some.none() | some.text(),
)


@given(
    some.builds(
        Finding,
        question=some.text(min_size=1),
        met=some.booleans(),
        figures=some.dictionaries(some.text(), figures),
        citations=some.lists(citations).map(tuple),
    )
)
def test_a_finding_survives_json_with_its_figures_exact_and_in_order(finding: Finding) -> None:
    again = Finding.from_dict(json.loads(json.dumps(finding.to_dict(), sort_keys=True)))
    assert again == finding
    assert hash(again) == hash(finding)
    assert list(again.figures) == list(finding.figures)
    assert [type(figure) for figure in again.figures.values()] == [type(figure) for figure in finding.figures.values()]


def test_instants_are_kept_in_universal_time() -> None:
    summer = timezone(timedelta(hours=1))
    finding = Finding("x", met=True, figures={"at": datetime(2027, 6, 1, 12, tzinfo=summer)})
    assert finding.to_dict()["figures"] == [["at", "instant", "2027-06-01T11:00:00+00:00"]]


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Finding("x", met=True, figures={"at": datetime(2027, 6, 1, 12)})  # noqa: DTZ001 - the zone is what is missing


def test_a_figure_of_an_unknown_kind_is_refused() -> None:
    data = Finding("x", met=True, figures={}).to_dict() | {"figures": [["a", "colour", "red"]]}
    with pytest.raises(ValueError, match="colour"):
        Finding.from_dict(data)


def test_the_figures_of_a_finding_cannot_be_changed_afterwards() -> None:
    mine: dict[str, bool | int | date | datetime | Fraction | str] = {"needed": 3}
    finding = Finding("x", met=True, figures=mine)
    mine["needed"] = 4
    assert finding.figures["needed"] == 3


def test_a_finding_cites_each_rule_once_and_leaves_out_figures_that_do_not_arise() -> None:
    finding = model().finding("question", "P-100", "P-101", "P-100", met=True, so_many=3, nothing=None)
    assert finding.figures == {"so-many": 3}
    assert [(one.parameter, one.rule, one.version) for one in finding.citations] == [
        ("P-100", "39", 1),
        ("P-101", "39", 1),
    ]
