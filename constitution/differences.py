"""What differs between two rule books, clause by clause, as people read them: with the values filled in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile, zip_longest
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from constitution import wording
from constitution.clause import Clause
from constitution.conditions import When
from constitution.entries import Condition, Entry
from constitution.kinds import Value
from constitution.phrases import LANGUAGES
from constitution.plain import in_order
from constitution.redline import Fate, Run, fate, likeness, pairs, runs
from constitution.rulebook import Rulebook

NO_CLAUSE = ""
"""The number under which stands what belongs to no clause: the title of the whole, and values without a rule."""

Text: TypeAlias = Mapping[str, str]
T = TypeVar("T")
K = TypeVar("K")

_LIKE = 500
_ABSENT: Text = MappingProxyType(dict.fromkeys(LANGUAGES, ""))


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text, with its runs in each language; a text that only one of the books has is wholly inserted or deleted."""

    runs: Mapping[str, tuple[Run, ...]]

    @property
    def fate(self) -> Fate:
        return fate([run for found in self.runs.values() for run in found])

    @property
    def is_changed(self) -> bool:
        return self.fate is not Fate.KEPT


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One parameter. ``was`` and ``becomes`` are the values in words by language, and a default where a book is silent.

    The entries are equal where the rules say the same and only the law that governs them now sets another value.
    """

    parameter: str
    old: Entry | None
    new: Entry | None
    was: Text
    becomes: Text


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """What the rules set where ``when`` holds."""

    when: When
    old: Mapping[str, Entry] | None
    new: Mapping[str, Entry] | None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """``heading`` is that of the part which begins here. ``is_rebound``: the words may read the same, and yet quote
    other values, stand in other circumstances or be protected otherwise."""

    number: str
    fate: Fate
    title: TextChange
    heading: TextChange
    paragraphs: tuple[TextChange, ...]
    easy: tuple[TextChange, ...]
    values: tuple[ValueChange, ...]
    conditions: tuple[ConditionChange, ...]
    is_rebound: bool

    @property
    def is_changed(self) -> bool:
        texts = (self.title, self.heading, *self.paragraphs, *self.easy)
        return bool(self.is_rebound or self.values or self.conditions or any(one.is_changed for one in texts))


def differences(old: Rulebook, new: Rulebook) -> tuple[ClauseChange, ...]:
    """Each clause that reads, sets or is tied otherwise, in the order of the clauses; none where both say the same.

    The number of the version and its date make no difference.
    """
    values = _grouped(_values(old, new), lambda one: _rule(one.new) or _rule(one.old))
    conditions = _grouped(_conditions(old, new), lambda one: one[0])
    numbers = in_order(dict.fromkeys([NO_CLAUSE, *old.clauses, *new.clauses, *values, *conditions]))
    every = (
        _clause(old, new, number, values.get(number, ()), tuple(one for _, one in conditions.get(number, ())))
        for number in numbers
    )
    return tuple(one for one in every if one.is_changed)


def _clause(
    old: Rulebook,
    new: Rulebook,
    number: str,
    values: Sequence[ValueChange],
    conditions: tuple[ConditionChange, ...],
) -> ClauseChange:
    before, after = old.clauses.get(number), new.clauses.get(number)
    fates = {(True, False): Fate.INSERTED, (False, True): Fate.DELETED}
    return ClauseChange(
        number=number,
        fate=fates.get((before is None, after is None), Fate.CHANGED),
        title=_change(_title(old, number), _title(new, number)),
        heading=_change(_heading(old, number), _heading(new, number)),
        paragraphs=_aligned(_texts(old, before, wording.paragraphs), _texts(new, after, wording.paragraphs)),
        easy=_aligned(_texts(old, before, wording.easy), _texts(new, after, wording.easy)),
        values=tuple(values),
        conditions=conditions,
        is_rebound=before != after,
    )


def _title(rules: Rulebook, number: str) -> Text:
    if number == NO_CLAUSE:
        return _in_both(rules.titles)
    return _in_both(rules.clauses[number].titles) if number in rules.clauses else _ABSENT


def _heading(rules: Rulebook, number: str) -> Text:
    return next((_in_both(part.titles) for part in rules.parts if part.first == number), _ABSENT)


def _in_both(words: Text) -> Text:
    """What a reader of each language sees: where there are no words in it, those in the other."""
    usual = next(iter(words.values()), "")
    return {language: words.get(language, usual) for language in LANGUAGES}


def _texts(
    rules: Rulebook, clause: Clause | None, read: Callable[[Rulebook, str, str], tuple[str, ...]]
) -> tuple[Text, ...]:
    if clause is None:
        return ()
    said = zip(*(read(rules, clause.number, language) for language in LANGUAGES), strict=True)
    return tuple(dict(zip(LANGUAGES, one, strict=True)) for one in said)


def _aligned(old: Sequence[Text], new: Sequence[Text]) -> tuple[TextChange, ...]:
    """What stands first and last in both needs no comparing."""
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    end, close = len(old) - last, len(new) - last
    alike = zip((*old[:first], *old[end:]), (*new[:first], *new[close:]), strict=True)
    both = [*islice(alike, first), *pairs(old[first:end], new[first:close], _likeness), *alike]
    return tuple(_change(before or _ABSENT, after or _ABSENT) for before, after in both)


def _shared(old: Iterable[Text], new: Iterable[Text]) -> int:
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(old, new, strict=False)))


def _likeness(old: Text, new: Text) -> int:
    """0 for paragraphs that share less than half of their words: they are two, not one that changed."""
    found = max(likeness(old[language], new[language]) for language in LANGUAGES)
    return found if found >= _LIKE else 0


def _change(old: Text, new: Text) -> TextChange:
    return TextChange(MappingProxyType({language: runs(old[language], new[language]) for language in LANGUAGES}))


def _values(old: Rulebook, new: Rulebook) -> Iterator[ValueChange]:
    limited = {*old.law.limits, *new.law.limits}
    for identity in in_order(dict.fromkeys({*old.entries, *new.entries, *limited})):
        before, after = old.entries.get(identity), new.entries.get(identity)
        if before != after:
            said = [_said(rules, identity, rules.stated(identity)) for rules in (old, new)]
        elif old.value(identity) != new.value(identity):
            said = [_said(rules, identity, rules.value(identity)) for rules in (old, new)]
        else:
            continue
        yield ValueChange(identity, before, after, *said)


def _said(rules: Rulebook, identity: str, value: Value | None) -> Text:
    return {language: wording.in_words(rules, identity, value, language) for language in LANGUAGES}


def _rule(entry: Entry | None) -> str:
    return entry.rule or NO_CLAUSE if entry else NO_CLAUSE


def _conditions(old: Rulebook, new: Rulebook) -> Iterator[tuple[str, ConditionChange]]:
    before, after = _by_when(old.conditions), _by_when(new.conditions)
    for key in {**before, **after}:
        rule, when = key
        for one, other in zip_longest(before.get(key, ()), after.get(key, ())):
            if one != other:
                yield rule, ConditionChange(when, one.entries if one else None, other.entries if other else None)


def _by_when(conditions: Iterable[Condition]) -> dict[tuple[str, When], tuple[Condition, ...]]:
    return _grouped(conditions, lambda one: (one.rule or NO_CLAUSE, one.when))


def _grouped(found: Iterable[T], key: Callable[[T], K]) -> dict[K, tuple[T, ...]]:
    groups: dict[K, list[T]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return {name: tuple(group) for name, group in groups.items()}
