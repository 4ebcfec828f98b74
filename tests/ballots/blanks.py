"""Blank ballots with the randomness that made them, as the page makes them that cancels a ballot (BAL-16)."""

from collections.abc import Sequence
from typing import Any
from unittest import mock

from ballots import Election, make_ballot
from ballots.chance import Draw, below
from ballots.questions import bits, nonhomomorphic


def blank_to(election: Election) -> list[list[int]]:
    return [
        [0] * len(question.answers) if question.shuffled else [1, *[0] * (question.width - 1)]  # type: ignore[attr-defined]
        for question in election.questions
    ]


def disclosed(election: Election, secret: int, answers: Sequence[Sequence[Any]]) -> tuple[bytes, list[list[int]]]:
    """A ballot, and the exponents of its ciphertexts, question by question."""
    drawn: list[int] = []

    def noted(order: int, draw: Draw) -> int:
        drawn.append(below(order, draw))
        return drawn[-1]

    with mock.patch.object(bits, "below", noted), mock.patch.object(nonhomomorphic, "below", noted):
        raw = make_ballot(election, secret, answers)
    return raw, [[drawn.pop(0) for _ in range(question.width)] for question in election.questions]


def make_blank(election: Election, secret: int) -> tuple[bytes, list[list[int]]]:
    return disclosed(election, secret, blank_to(election))
