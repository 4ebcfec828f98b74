"""What may be said of a count, from the first ballot to the declaration."""

from dataclasses import replace

import pytest

from governance.votes.model import State
from governance.votes.model.proof import Claim, Facts, Standing, standings

COUNTED = Facts(
    state=State.DECLARED,
    roll=8,
    credentials=8,
    sealed_count=6,
    in_the_box=6,
    people=5,
    head_stands=True,
    openings=3,
    needed=3,
    took_part=5,
)


def test_a_declared_count_in_which_everything_fits_is_proved() -> None:
    assert set(standings(COUNTED).values()) == {Standing.PROVED}
    assert list(standings(COUNTED)) == list(Claim)


def test_two_of_three_key_holders_are_enough_where_two_can_open_it() -> None:
    assert set(standings(replace(COUNTED, needed=2, openings=2)).values()) == {Standing.PROVED}


@pytest.mark.parametrize("state", [State.ROLLED, State.OPEN])
def test_nothing_is_proved_and_nothing_wrong_before_the_seal(state: State) -> None:
    open_ = replace(COUNTED, state=state, sealed_count=None, head_stands=False, openings=0, took_part=None)
    assert set(standings(open_).values()) == {Standing.NOT_YET}


def test_after_the_seal_claims_wait_for_the_whole_check() -> None:
    sealed = replace(COUNTED, state=State.CLOSED, openings=1, took_part=None)
    assert set(standings(sealed).values()) == {Standing.NOT_YET}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"credentials": 9}, {Claim.ALLOWED}),
        ({"people": 9, "in_the_box": 9, "sealed_count": 9}, {Claim.ALLOWED, Claim.ONCE, Claim.COUNTED}),
        ({"in_the_box": 7}, {Claim.UNCHANGED}),
        ({"head_stands": False}, {Claim.UNCHANGED}),
        ({"took_part": 6}, {Claim.ONCE, Claim.COUNTED}),
        ({"openings": 2}, {Claim.ONLY_THE_SUM}),
    ],
)
def test_what_no_longer_fits_is_a_problem_and_nothing_else_is(change: dict[str, object], broken: set[Claim]) -> None:
    found = standings(replace(COUNTED, **change))  # type: ignore[arg-type]  # the fields of each case
    assert {claim for claim, standing in found.items() if standing is Standing.PROBLEM} == broken


def test_a_box_that_changed_is_told_before_the_declaration_too() -> None:
    changed = replace(COUNTED, state=State.CLOSED, head_stands=False, took_part=None)
    assert standings(changed)[Claim.UNCHANGED] is Standing.PROBLEM
