"""Votes that are not encrypted: in the open or in plain secret, from what was answered to what it came to."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from governance.votes.model.asking import Question

Answers = Sequence[Sequence[int]]
"""One person's, question by question: a number for each option, all of them 0 where it is left blank."""


def paper(uuid: str, title: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> bytes:
    """What is asked, as it stands once the vote is open."""
    return _canonical({"uuid": uuid, "title": title, "questions": questions})


def problems(asked: Sequence[Question], answers: Answers, *, prefix: str = "question") -> dict[str, str]:
    """Which questions nobody can have answered so, by the name of the field, which begins with ``prefix``."""
    return {
        f"{prefix}_{place}": "no-answer"
        for place, (question, numbers) in enumerate(zip(asked, answers, strict=True))
        if not question.is_answer(numbers)
    }


def added_up(asked: Sequence[Question], every: Sequence[Answers]) -> list[list[Any]]:
    """The result in the form of the protocol, for each question: the blank first, or the answers in one order."""
    return [_of_one(question, [answers[place] for answers in every]) for place, question in enumerate(asked)]


def _of_one(question: Question, answers: Sequence[Sequence[int]]) -> list[Any]:
    if question.is_shuffled:
        return sorted(list(answer) for answer in answers)
    blank = sum(not any(answer) for answer in answers)
    return (
        [blank, *(sum(column) for column in zip(*answers, strict=True))]
        if answers
        else [0] * (len(question.answers) + 1)
    )


def seal(counted: Sequence[Any]) -> str:
    """SHA-256 of what was counted, in its one order: whoever has the same answers finds the same."""
    return hashlib.sha256(_canonical(counted)).hexdigest()


def hands_problems(asked: Sequence[Question], totals: Sequence[Sequence[int]], roll: int) -> dict[str, str]:
    """``totals`` has for each question how many abstained, were for, and against; proxies are among them."""
    return {
        f"question_{place}": "more-than-may-vote"
        for place, numbers in enumerate(totals)
        if len(numbers) != len(asked[place].answers) + 1 or min(numbers) < 0 or sum(numbers) > roll
    }


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
