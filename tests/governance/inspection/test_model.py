"""Which columns each power reaches, and when a grant may be used."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.actor import Actor, Role
from governance.inspection import model
from governance.inspection.model import Access, Column, Power, Standing

YES, OWN, BASIS, NO = Access.YES, Access.OWN, Access.BASIS, Access.NO
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TODAY = date(2027, 1, 4)


@pytest.mark.control("GDPR-3")
@pytest.mark.parametrize(
    ("column", "member", "interested", "fca"),
    [
        (Column.NAME, YES, YES, YES),
        (Column.ADDRESS, YES, YES, YES),
        (Column.EMAIL, YES, YES, YES),
        (Column.SHARES, OWN, OWN, YES),
        (Column.PROPERTY, OWN, OWN, YES),
        (Column.DATES, YES, YES, YES),
        (Column.OFFICERS, YES, YES, YES),
        (Column.CLASS, NO, NO, BASIS),
    ],
    ids=str,
)
def test_columns_follow_the_table_of_the_law(column: Column, member: Access, interested: Access, fca: Access) -> None:
    """Section 30 and 103 of the 2014 Act, as laid out under L-037."""
    row = model.TABLE[column]
    assert (row[Power.MEMBER_S103], row[Power.INTERESTED_PERSON], row[Power.FCA_AUTHORISED]) == (
        member,
        interested,
        fca,
    )


def test_the_table_has_a_row_for_every_column_and_power() -> None:
    assert set(model.TABLE) == set(Column)
    assert all(set(row) == set(Power) for row in model.TABLE.values())


@pytest.mark.parametrize("power", [Power.LOCAL_AUTHORITY, Power.CARE_REGULATOR])
def test_a_council_and_a_care_regulator_get_no_register(power: Power) -> None:
    assert model.allowed(power, lawful_basis="anything") == frozenset()
    with pytest.raises(model.PowerGivesNoRegister):
        model.refuse_beyond(power, {Column.NAME}, lawful_basis="anything")


@pytest.mark.control("GDPR-3")
@pytest.mark.parametrize("power", list(Power))
@pytest.mark.parametrize("basis", [None, "", "  ", "Article 9(2)(g)"])
def test_class_is_reached_only_by_the_registrar_with_a_lawful_basis(power: Power, basis: str | None) -> None:
    reached = Column.CLASS in model.allowed(power, lawful_basis=basis)
    assert reached is (power is Power.FCA_AUTHORISED and basis == "Article 9(2)(g)")


@given(st.sampled_from(list(Power)), st.sets(st.sampled_from(list(Column))), st.booleans())
def test_nothing_is_shown_that_was_not_granted(power: Power, granted: set[Column], own: bool) -> None:
    shown = model.shown(power, granted, own=own)
    assert shown <= granted
    assert own or not any(model.TABLE[column][power] is OWN for column in shown)


live = Standing(NOW, None, NOW + timedelta(days=30), date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize("as_at", [date(2026, 1, 1), TODAY])
def test_a_live_grant_reaches_its_days_up_to_today(as_at: date) -> None:
    model.refuse_unusable(live, NOW, as_at)


@pytest.mark.parametrize("as_at", [date(2025, 12, 31), TODAY + timedelta(days=1)])
def test_days_outside_it_or_still_to_come_are_refused(as_at: date) -> None:
    with pytest.raises(model.OutsideGrantDates):
        model.refuse_unusable(live, NOW, as_at)


def test_one_person_in_two_offices_is_one_person() -> None:
    first = Actor(account="a", member="m", roles=frozenset({Role.SECRETARY}))
    second = Actor(account="b", member="m", roles=frozenset({Role.CHAIR}))
    assert model.person(first) == model.person(second)
    assert model.person(Actor(account="a")) != model.person(Actor(account="b"))
