"""What was kept, inserted and deleted between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

_TOKEN, _WORD = re.compile(r"\w+|\s+|[^\w\s]"), re.compile(r"\w+")
_MOST, _MOST_PAIRS = 300_000, 10_000
"""Words of one text times words of the other, and paragraphs of one clause times those of the other. A page against a
page is well below the first."""


class Fate(StrEnum):
    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"  # of a whole: part of it kept, part not


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that share a fate, with the spaces between them."""

    fate: Fate
    words: str


def runs(old: str, new: str) -> tuple[Run, ...]:
    """What is deleted stands before what replaces it. Kept and deleted words together are ``old``, kept and inserted
    ones ``new``. Texts that share less than a third, or are longer than any sentence, are not mixed: one is deleted,
    the other inserted."""
    if old == new:
        return _run(Fate.KEPT, old)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > _MOST:
        return _run(Fate.DELETED, old) + _run(Fate.INSERTED, new)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    kept = sum(_letters(before[start:end]) for fate, start, end, *_ in blocks if fate == "equal")
    if 3 * 2 * kept < _letters(before) + _letters(after):
        return _run(Fate.DELETED, old) + _run(Fate.INSERTED, new)
    return tuple(_merged((fate == "equal", before[a:b], after[c:d]) for fate, a, b, c, d in blocks))


def likeness(old: str, new: str) -> int:
    """In per mille of all letters, how many are in words that both have, wherever they stand."""
    before, after = _counted(old), _counted(new)
    shared = sum(len(word) * min(times, after[word]) for word, times in before.items() if word in after)
    whole = sum(len(word) * times for found in (before, after) for word, times in found.items())
    return 2 * 1000 * shared // whole if whole else 1000


def pairs(old: Sequence[T], new: Sequence[T], alike: Callable[[T, T], int]) -> Iterator[tuple[T | None, T | None]]:
    """Both side by side, in order, so that most of their likeness is kept; None stands where one has no partner.

    ``alike`` says how alike two are; with 0 they are no partners. Where there are too many, none is.
    """
    if len(old) * len(new) > _MOST_PAIRS:
        alike = _never
    likes = [[alike(left, right) for right in new] for left in old]
    most = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for left in reversed(range(len(old))):
        for right in reversed(range(len(new))):
            together = likes[left][right] + most[left + 1][right + 1]
            most[left][right] = max(together, most[left + 1][right], most[left][right + 1])
    left = right = 0
    while left < len(old) and right < len(new):
        like, rest = likes[left][right], most[left][right]
        if like and rest == like + most[left + 1][right + 1]:
            yield old[left], new[right]
            left, right = left + 1, right + 1
        elif rest == most[left + 1][right]:
            yield old[left], None
            left += 1
        else:
            yield None, new[right]
            right += 1
    yield from ((one, None) for one in old[left:])
    yield from ((None, one) for one in new[right:])


def fate(of: Sequence[Run]) -> Fate:
    found = {run.fate for run in of}
    return found.pop() if len(found) == 1 else Fate.CHANGED if found else Fate.KEPT


def _merged(blocks: Iterator[tuple[bool, list[str], list[str]]]) -> Iterator[Run]:
    """A space alone does not part two changes: "three clear" for "14 whole" is one change, not two."""
    deleted, inserted, space = "", "", ""
    for is_kept, before, after in blocks:
        if is_kept and (deleted or inserted) and not "".join(before).strip():
            space = "".join(before)
        elif is_kept:
            yield from (*_run(Fate.DELETED, deleted), *_run(Fate.INSERTED, inserted), *_run(Fate.KEPT, "".join(before)))
            deleted, inserted = "", ""
        else:
            deleted, inserted = deleted + space + "".join(before), inserted + space + "".join(after)
            space = ""
    yield from (*_run(Fate.DELETED, deleted), *_run(Fate.INSERTED, inserted), *_run(Fate.KEPT, space))


def _run(fate: Fate, words: str) -> tuple[Run, ...]:
    return (Run(fate, words),) if words else ()


@lru_cache(maxsize=1000)
def _counted(words: str) -> Counter[str]:
    return Counter(_WORD.findall(words))


def _never(_old: object, _new: object) -> int:
    return 0


def _letters(tokens: Sequence[str]) -> int:
    return sum(len(token) - sum(letter.isspace() for letter in token) for token in tokens)
