"""What the software does under each model rule book: worked out by hand, asked of the library."""

from typing import Any

import pytest

from constitution import Rulebook, shelf
from tests.constitution.answers import PACKS, QUESTIONS, Question


@pytest.mark.parametrize(
    ("pack", "asked", "expected"),
    [
        pytest.param(PACKS[letter], one, expected, id=f"{letter}: {one.about}")
        for one in QUESTIONS
        for letter, expected in one.expected.items()
        if f"rules/{PACKS[letter]}" in shelf.names("rules")
    ],
)
def test_a_pack_answers(pack: str, asked: Question, expected: Any) -> None:
    assert asked.answer(Rulebook.from_pack(pack)) == expected
