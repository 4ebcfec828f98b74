"""How far a count has come: its steps in order, and how much of each is done (S-28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from governance.votes.model import State


class Step(StrEnum):
    CLOSED = "closed"  # the box is sealed
    ADDED_UP = "added-up"  # the locked votes, or those that are mixed were put together
    SHUFFLED = "shuffled"  # key-holders have mixed what is opened one by one
    OPENED = "opened"  # as many key-holders as are needed
    DECLARED = "declared"  # after everything was checked


class Standing(StrEnum):
    DONE = "done"
    NOW = "now"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Stage:
    """``done`` of ``total``: ballots, or key-holders; one of one where there is nothing to count.

    ``who``: the numbers of the key-holders who have done it.
    """

    step: Step
    done: int
    total: int
    standing: Standing
    who: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """``added_up`` of ``ballots``, ``are_published`` once their sums are.

    ``openings`` and ``shuffles`` have the numbers of the key-holders who gave theirs; ``needed`` of each are enough.
    """

    state: State
    needed: int
    ballots: int
    added_up: int
    are_published: bool
    openings: tuple[int, ...] = ()
    shuffles: tuple[int, ...] | None = None  # None: nothing is opened one by one

    @property
    def is_closed(self) -> bool:
        return self.state in (State.CLOSED, State.TALLIED, State.DECLARED)


def stages(way: Way) -> tuple[Stage, ...]:
    """All steps of this count; after the last one that is done one is under way, and the others wait."""
    every = list(_steps(way))
    finished = [way.is_closed, way.are_published, *(done >= total for _, done, total, _ in every[2:])]
    under_way = finished.index(False) if False in finished and way.is_closed else None
    return tuple(
        Stage(step, done, total, _standing(is_done=finished[place], is_now=place == under_way), who)
        for place, (step, done, total, who) in enumerate(every)
    )


def _steps(way: Way) -> Sequence[tuple[Step, int, int, tuple[int, ...]]]:
    shuffles = [] if way.shuffles is None else [_given(Step.SHUFFLED, way.shuffles, way.needed)]
    return [
        (Step.CLOSED, int(way.is_closed), 1, ()),
        (Step.ADDED_UP, way.ballots if way.are_published else way.added_up, way.ballots, ()),
        *shuffles,
        _given(Step.OPENED, way.openings, way.needed),
        (Step.DECLARED, int(way.state is State.DECLARED), 1, ()),
    ]


def _given(step: Step, who: tuple[int, ...], needed: int) -> tuple[Step, int, int, tuple[int, ...]]:
    return step, min(len(who), needed), needed, who


def _standing(*, is_done: bool, is_now: bool) -> Standing:
    if is_done:
        return Standing.DONE
    return Standing.NOW if is_now else Standing.WAIT
