"""Entering, moving between classes, and being found, as pure decisions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution import Rulebook
from governance.actor import Actor, Role, platform
from governance.members import model
from governance.members.model import Candidate, ClassPeriodsOverlap, Period, SameClass
from governance.platform.plain import plain

RULES = Rulebook.from_pack("e-citizen-directed")
TODAY = date(2027, 1, 4)
ANN = Candidate("1", "Ann", "Ŵyn", "3 Heol y Tŷ", "ann@example.org", "cy", ("easy",), "citizen", TODAY)


def test_a_good_candidate_has_no_errors() -> None:
    assert model.errors_in_entry(ANN, RULES, TODAY) == {}


def test_the_rules_in_force_say_which_classes_there_are() -> None:
    changed = RULES.amended({"P-020": {"rule": "13", "value": ["worker"]}})
    assert model.errors_in_entry(ANN, changed, TODAY) == {"class_": "unknown-class"}


@pytest.mark.parametrize(
    ("born_on", "met"), [(date(2011, 1, 4), True), (date(2011, 1, 5), False), (date(1950, 1, 1), True)]
)
def test_somebody_is_of_age_from_the_birthday_on(born_on: date, met: bool) -> None:
    finding = model.of_age(replace(ANN, born_on=born_on), RULES)
    assert finding is not None
    assert (finding.met, finding.citations[0].rule) == (met, "12")


def test_who_was_born_on_29_february_is_a_year_older_on_1_march() -> None:
    assert model.age_on(date(2012, 2, 29), date(2028, 2, 28)) == 15
    assert model.age_on(date(2012, 2, 29), date(2027, 3, 1)) == 15
    assert model.age_on(date(2012, 2, 29), date(2028, 2, 29)) == 16


def test_the_old_class_ends_on_the_day_the_new_one_begins() -> None:
    closed, opened = model.moved([Period("citizen", date(2026, 1, 1))], "supporter", TODAY)
    assert (closed.until, opened.since, opened.until) == (TODAY, TODAY, None)
    assert model.class_on([closed, opened], TODAY) == "supporter"
    assert model.class_on([closed, opened], TODAY - timedelta(days=1)) == "citizen"


def test_moving_into_the_same_class_is_refused() -> None:
    with pytest.raises(SameClass):
        model.moved([Period("citizen", date(2026, 1, 1))], "citizen", TODAY)


moves = st.lists(
    st.tuples(st.sampled_from(["citizen", "citizen_representative", "supporter"]), st.integers(-30, 400)), max_size=12
)


@given(moves)
def test_periods_never_overlap_and_leave_no_gap(wanted: list[tuple[str, int]]) -> None:
    """P-021, whatever is asked for and in whatever order of days."""
    start = date(2026, 1, 1)
    periods = [Period("citizen", start)]
    for to, offset in wanted:
        try:
            closed, opened = model.moved(periods, to, start + timedelta(days=offset))
        except (SameClass, ClassPeriodsOverlap):
            continue
        periods = [*periods[:-1], closed, opened]
    for day in (start + timedelta(days=offset) for offset in range(401)):
        assert sum(period.covers(day) for period in periods) == 1
    assert sum(period.until is None for period in periods) == 1


@pytest.mark.parametrize(
    ("typed", "found"), [("wyn", "Ŵyn"), ("TŶ", "ty"), ("Siân", "sian"), ("o'r", "O’r"), ("Øystein", "oystein")]
)
def test_searching_ignores_accents_and_case(typed: str, found: str) -> None:
    assert plain(typed) == plain(found)


@pytest.mark.parametrize("text", ["a@b.cymru", "first.last+tag@sub.example.org", "o'r@example.org"])
def test_an_address_that_can_be_written_to_is_an_email(text: str) -> None:
    assert model.is_email(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@", "@b.cymru", "a@b", "a@b.", "a b@c.org", "a@b.org\n", "a@b@c.org", "ŵ@b.org", "a@b.org,c@d.org"],
)
def test_anything_else_is_not(text: str) -> None:
    assert not model.is_email(text)


@pytest.mark.control("PERM-5")
@pytest.mark.parametrize("role", list(Role))
def test_only_secretary_chair_and_oneself_see_a_class(role: Role) -> None:
    actor = Actor(account="a", member="other", roles=frozenset({role}))
    assert model.may_see_class(actor, "m") is (role in {Role.SECRETARY, Role.CHAIR})
    assert model.may_see_needs(actor, "m") is (role is Role.SECRETARY)
    assert model.may_see_class(Actor(account="a", member="m", roles=frozenset({role})), "m")
    assert model.may_see_class(platform("job"), "m")


@pytest.mark.control("PERM-2")
def test_a_fellow_member_sees_no_other_entry() -> None:
    actor = Actor(account="a", member="other", roles=frozenset({Role.MEMBER}))
    assert not model.may_see_entry(actor, "m")
    assert model.may_see_entry(actor, "other")


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2028", "\x00", "\n"])
def test_a_name_cannot_turn_or_break_the_line_it_stands_on(sign: str) -> None:
    assert model.has_controls(f"Ann{sign}Pugh")
    assert not model.has_controls("Ann 👩\u200d🦽 Ŵyn")
