"""Terms of office as pure decisions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution import Rulebook
from governance.actor import Role
from governance.board.model import (
    ALONE,
    AlreadyHolds,
    Office,
    OfficeTaken,
    Term,
    refuse_clash,
    roles_on,
    room_on_the_board,
)

DAY = date(2027, 1, 4)
RULES = Rulebook.from_pack("e-citizen-directed")
NOT_BY_OFFICE = {Role.MEMBER, Role.ASSISTANT, Role.SUPPORTED, Role.INSPECTOR, Role.OPERATOR}


def test_every_office_has_its_part_in_the_platform() -> None:
    assert {office.role for office in Office} == set(Role) - NOT_BY_OFFICE


def test_a_term_ends_on_its_last_day_s_morning() -> None:
    term = Term(Office.CHAIR, "m", DAY, DAY + timedelta(days=30))
    assert roles_on([term], DAY) == {Role.CHAIR}
    assert roles_on([term], DAY + timedelta(days=29)) == {Role.CHAIR}
    assert roles_on([term], DAY + timedelta(days=30)) == frozenset()
    assert roles_on([term], DAY - timedelta(days=1)) == frozenset()


def test_one_may_follow_another_on_the_same_day() -> None:
    refuse_clash(Term(Office.SECRETARY, "b", DAY), [Term(Office.SECRETARY, "a", date(2026, 1, 1), DAY)])


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
terms = st.builds(
    lambda office, member, since, length: Term(
        office, member, since, since + timedelta(days=length) if length else None
    ),
    st.sampled_from(list(Office)),
    st.sampled_from("ab"),
    days,
    st.integers(0, 200),
)


@given(st.lists(terms, max_size=8), days)
def test_no_day_has_two_secretaries_and_nobody_holds_an_office_twice(wanted: list[Term], day: date) -> None:
    kept: list[Term] = []
    for term in wanted:
        try:
            refuse_clash(term, kept)
        except (OfficeTaken, AlreadyHolds):
            continue
        kept.append(term)
    sitting = [term for term in kept if term.covers(day)]
    assert len({(term.office, term.member) for term in sitting}) == len(sitting)
    for office in ALONE:
        assert sum(term.office is office for term in sitting) <= 1


@pytest.mark.parametrize(("sitting", "met"), [(8, True), (9, False)])
def test_the_rules_say_how_many_directors_there_may_be(sitting: int, met: bool) -> None:
    board = [Term(Office.DIRECTOR, str(number), DAY) for number in range(sitting)]
    finding = room_on_the_board(RULES, board, Term(Office.DIRECTOR, "new", DAY))
    assert finding.met is met
    assert finding.citations[0].rule == "60"
