"""Forms become frozen values, or every field's problem at once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.exceptions import ClientException
from msgspec import Meta

from governance.errors import Invalid
from governance.platform.web.forms import Form, Pence, Secret

LONDON = ZoneInfo("Europe/London")


class Kind(StrEnum):
    GENERAL = "general"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Meeting:
    title: Annotated[str, Meta(max_length=40)]
    kind: Kind
    day: date
    starts_at: datetime
    seats: int
    note: str | None
    public: bool
    languages: tuple[str, ...]
    place: str = "Neuadd"


GOOD = {
    "title": ["  AGM "],
    "kind": ["general"],
    "day": ["2027-03-27"],
    "starts_at": ["2027-07-01T18:30"],
    "seats": ["12"],
    "note": [" "],
    "public": ["yes"],
    "languages": ["cy", "en"],
}


def form(**changes: list[str]) -> Form:
    return Form({**GOOD, **changes}, LONDON)


def test_every_field_becomes_its_type() -> None:
    assert form().read(Meeting) == Meeting(
        title="AGM",
        kind=Kind.GENERAL,
        day=date(2027, 3, 27),
        starts_at=datetime(2027, 7, 1, 17, 30, tzinfo=UTC),
        seats=12,
        note=None,
        public=True,
        languages=("cy", "en"),
        place="Neuadd",
    )


def test_all_problems_come_at_once() -> None:
    broken = form(
        title=["x" * 41],
        kind=["other"],
        day=["2027-02-30"],
        starts_at=["soon"],
        seats=["twelve"],
        public=[],
        languages=[],
    )
    with pytest.raises(Invalid) as refusal:
        broken.read(Meeting)
    assert refusal.value.errors == {
        "title": "too-long",
        "kind": "not-a-choice",
        "day": "not-a-day",
        "starts_at": "not-a-time",
        "seats": "not-a-number",
    }


def test_an_empty_field_is_missing() -> None:
    with pytest.raises(Invalid) as refusal:
        form(title=["   "]).read(Meeting)
    assert refusal.value.errors == {"title": "missing"}


def test_an_hour_that_the_clocks_skip_is_no_time() -> None:
    with pytest.raises(Invalid) as refusal:
        form(starts_at=["2027-03-28T01:30"]).read(Meeting)
    assert refusal.value.errors == {"starts_at": "no-such-time"}


@pytest.mark.control("PERM-5")
def test_a_field_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(ClientException):
        form(role=["secretary"]).read(Meeting)


def test_an_empty_field_that_nobody_asked_for_says_nothing() -> None:
    """Browsers send a file that nobody chose as an empty text."""
    assert form(receipt=[""]).read(Meeting) == form().read(Meeting)


def test_a_secret_is_taken_as_typed() -> None:
    @dataclass(frozen=True)
    class Choice:
        password: Secret

    assert Form({"password": ["  two spaces  "]}, LONDON).read(Choice) == Choice(Secret("  two spaces  "))


@given(st.dictionaries(st.sampled_from(list(GOOD)), st.lists(st.text())))
def test_whatever_is_typed_is_a_value_or_a_problem(values: dict[str, list[str]]) -> None:
    try:
        meeting = Form(values, LONDON).read(Meeting)
    except Invalid as refusal:
        meeting = None
        problems = set(refusal.errors)
    assert meeting is not None or problems <= set(GOOD)


def test_a_sign_that_no_database_keeps_is_refused_at_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        Form({**GOOD, "title": ["a\0b"]}, LONDON).read(Meeting)
    assert refused.value.errors == {"title": "unreadable"}


@dataclass(frozen=True, slots=True)
class Payment:
    amount: Pence


@pytest.mark.parametrize(
    ("typed", "pence"), [("12", 1200), ("£12.50", 1250), ("1,188.60", 118860), ("£1 188.60", 118860), ("0.05", 5)]
)
def test_money_is_typed_in_pounds_and_kept_in_pence(typed: str, pence: int) -> None:
    assert Form({"amount": [typed]}, LONDON).read(Payment).amount == pence


@pytest.mark.parametrize("typed", ["12.5", "-3", "1,18.60", "٣.00", "1e3", "twelve", "12.505", "10,000,000.00"])
def test_what_is_no_sum_of_money_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        Form({"amount": [typed]}, LONDON).read(Payment)
    assert refused.value.errors == {"amount": "not-an-amount"}


@pytest.mark.parametrize(
    ("field", "typed"), [("day", "0026-03-01"), ("day", "9999-12-31"), ("starts_at", "0026-07-01T10:00")]
)
def test_a_year_that_nobody_means_is_refused_at_its_field(field: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        Form({**GOOD, field: [typed]}, LONDON).read(Meeting)
    assert refused.value.errors == {field: "unlikely-year"}
