"""How far a count has come, as its page says it."""

from dataclasses import replace

import pytest

from governance.votes.model import State
from governance.votes.model.stages import Standing, Step, Way, stages

OPEN = Way(State.OPEN, needed=2, ballots=400, added_up=0, are_published=False)
SEALED = replace(OPEN, state=State.CLOSED)


def standing(way: Way) -> list[str]:
    return [f"{stage.step} {stage.standing}" for stage in stages(way)]


def test_before_the_seal_nothing_is_under_way() -> None:
    assert standing(OPEN) == ["closed wait", "added-up wait", "opened wait", "declared wait"]


def test_a_count_that_is_under_way_says_how_many_ballots_are_added_up() -> None:
    way = replace(SEALED, added_up=120)
    assert standing(way) == ["closed done", "added-up now", "opened wait", "declared wait"]
    (stage,) = [stage for stage in stages(way) if stage.standing is Standing.NOW]
    assert (stage.done, stage.total) == (120, 400)


def test_what_is_opened_one_by_one_is_mixed_first() -> None:
    way = replace(SEALED, added_up=400, are_published=True, shuffles=(2,))
    assert standing(way) == ["closed done", "added-up done", "shuffled now", "opened wait", "declared wait"]
    (stage,) = [stage for stage in stages(way) if stage.step is Step.SHUFFLED]
    assert (stage.done, stage.total, stage.who) == (1, 2, (2,))


@pytest.mark.parametrize(("openings", "expected"), [(0, "now"), (1, "now"), (2, "done"), (3, "done")])
def test_as_many_key_holders_open_as_are_needed(openings: int, expected: str) -> None:
    way = replace(SEALED, are_published=True, openings=tuple(range(1, openings + 1)))
    assert standing(way)[2] == f"opened {expected}"
    assert stages(way)[2].done <= stages(way)[2].total


def test_an_empty_box_is_added_up_when_its_sums_are_published() -> None:
    empty = replace(SEALED, ballots=0)
    assert standing(empty)[1] == "added-up now"
    assert standing(replace(empty, are_published=True))[1] == "added-up done"


def test_a_declared_vote_has_nothing_left_to_do() -> None:
    way = replace(SEALED, state=State.DECLARED, are_published=True, openings=(1, 3), shuffles=(1, 2))
    assert {stage.standing for stage in stages(way)} == {Standing.DONE}
