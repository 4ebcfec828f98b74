"""Everything that is wrong with a rule book somebody brings, all at once, so that it can be put right in one go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from constitution import checks
from constitution.errors import BadRulebook
from constitution.plain import frozen, read_toml, thawed
from constitution.problem import Problem, Severity, refused
from constitution.proofreading import proofread
from constitution.rulebook import Rulebook

MOST = 200
"""Whoever has made more mistakes than this has brought another kind of file; the rest are not told."""
COUNTS: Mapping[str, int] = MappingProxyType(
    {"clauses": 1000, "parts": 200, "conditions": 200, "words": 1000, "parameters": 1000, "texts": 20}
)
PARAGRAPHS = 100

_INSTEAD: Mapping[str, Any] = MappingProxyType(
    {"id": "unnamed", "version": 1, "parameters": {}, "title": {}, "first": "0", "when": "members >= 0", "set": {}}
)
_PROOFREAD = (
    "cited-rules-exist",
    "clauses-quote-their-values",
    "quotes-have-values",
    "texts-are-complete",
    "values-have-words",
)
"""What proofreading tells place by place."""
_UNUSABLE = ("classes-exist",)
"""A class that nobody can be in makes a quorum that no meeting reaches."""
_LAW = ("parameters", "P-002")

_Keys: TypeAlias = tuple[str | int, ...]


def problems_in(source: str) -> tuple[Problem, ...]:
    """Of a pack in TOML, those that refuse it first; none where a rule book is as it should be."""
    try:
        return problems_of(read_toml(source))
    except BadRulebook as fault:
        return (refused(fault),)


def problems_of(plain: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Of a rule book as plain data, such as TOML or JSON give it."""
    crowded = tuple(_crowded(plain))
    if crowded:
        return crowded
    reading = _Reading(thawed(frozen(plain)))
    rules = reading.rules()
    doubts = [] if rules is None else [*proofread(rules), *_doubts(rules, is_whole=not reading.found)]
    return (*reading.found, *[one for one in doubts if not reading.has_left_out(one)])[:MOST]


def _crowded(plain: Mapping[str, Any]) -> Iterator[Problem]:
    clauses = plain.get("clauses")
    inside = [(f"clauses.{number}", one) for number, one in clauses.items()] if isinstance(clauses, Mapping) else []
    counted = [(name, plain.get(name), most) for name, most in COUNTS.items()]
    for path, one in inside:
        lists = ("paragraphs", "easy") if isinstance(one, Mapping) else ()
        counted += [(f"{path}.{name}", one.get(name), PARAGRAPHS) for name in lists]
    for path, found, most in counted:
        if isinstance(found, Mapping | Sequence) and not isinstance(found, str) and len(found) > most:
            fault = BadRulebook(path, f"has more than {most} entries", "too-many")
            yield replace(refused(fault), facts=MappingProxyType({"most": str(most)}))


def _doubts(rules: Rulebook, *, is_whole: bool) -> Iterator[Problem]:
    """Gaps and contradictions. What a rule book is silent on can be said only where all of it was read."""
    for finding in checks.problems(rules):
        if finding.question in _PROOFREAD or (finding.question == "rules-speak" and not is_whole):
            continue
        path = f"parameters.{finding.citations[0].parameter}" if finding.citations else "parameters"
        said = ", ".join(f"{name} {figure}" for name, figure in finding.figures.items())
        severity = Severity.REFUSES if finding.question in _UNUSABLE else Severity.LOOK
        yield Problem(finding.question, severity, path, said, finding=finding)


class _Reading:
    """Reads again and again, each time without what could not be read the time before."""

    def __init__(self, plain: Any) -> None:
        self.found: list[Problem] = []
        self._plain = plain
        self._left_out: set[_Keys] = set()

    def rules(self) -> Rulebook | None:
        """What can be read of it; None where that is nothing, or too much was wrong to go on."""
        while len(self.found) < MOST:
            try:
                return Rulebook.from_dict(self._plain)
            except BadRulebook as fault:
                keys = _keys(self._plain, fault.path)
                if not self._covers(keys):
                    self.found.append(refused(fault))
                if not self._leave_out(keys):
                    return None
        return None

    def has_left_out(self, problem: Problem) -> bool:
        """Whether it is about something that could not be read: that has been told."""
        if problem.finding is None:
            return self._covers(_keys(self._plain, problem.path))
        cited = {("parameters", one.parameter) for one in problem.finding.citations}
        return not self._left_out.isdisjoint({*cited, _LAW})

    def _covers(self, keys: _Keys) -> bool:
        return any(keys[: len(one)] == one for one in self._left_out)

    def _leave_out(self, keys: _Keys) -> bool:
        """Put something harmless in its place, or nothing; the second time what it stands in goes too."""
        if keys[:1] == ("parameters",) and keys[2:3] == ("value",):
            keys = keys[:2]
        while keys and (keys in self._left_out or not _can_go(self._plain, keys)):
            keys = keys[:-1]
        if not keys:
            return False
        self._left_out.add(keys)
        within, last = _within(self._plain, keys), keys[-1]
        if isinstance(within, list) or last in _INSTEAD:
            within[last] = thawed(frozen(_INSTEAD.get(str(last), {})))
        else:
            del within[last]
        return True


def _can_go(plain: Any, keys: _Keys) -> bool:
    """What is there can be taken away; of what is not, only what has a harmless stand-in can be put there."""
    within, last = _within(plain, keys), keys[-1]
    if isinstance(within, list):
        return isinstance(last, int) and last < len(within)
    return isinstance(within, dict) and (last in within or last in _INSTEAD)


def _within(plain: Any, keys: _Keys) -> Any:
    """The table or the list in which the last of the keys is, or is missing."""
    for key in keys[:-1]:
        plain = plain[key]
    return plain


def _keys(plain: Any, path: str) -> _Keys:
    """The keys that a path leads through, as far as they are there, then what is left of it as one key. A key may have
    dots of its own, so the way that leads furthest is taken."""
    if not path:
        return ()
    steps: list[_Keys] = []
    if isinstance(plain, dict):
        steps = [(key, *_keys(plain[key], path[len(key) + 1 :])) for key in plain if f"{path}.".startswith(f"{key}.")]
    elif isinstance(plain, list):
        place, _, rest = path.partition(".")
        if place.isdecimal() and int(place) < len(plain):
            steps = [(int(place), *_keys(plain[int(place)], rest))]
    return max([*steps, (path,)], key=len)
