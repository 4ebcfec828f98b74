"""One version of the rules: each value with its rule number and effective dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from constitution import shelf
from constitution.clause import Clause, Part, clauses, parts
from constitution.entries import Condition, Entry, conditions, entries
from constitution.errors import BadRulebook, NoRulesInForce, NotSettled, UnknownPack
from constitution.finding import Citation, Finding, Provenance
from constitution.kinds import LARGEST, Closing, Duration, GreaterOf, Value
from constitution.law import Law, law_pack
from constitution.majority import Majority
from constitution.parameters import CATALOGUE, parameter
from constitution.plain import day, fields, in_order, listed, read_toml, text, words

T = TypeVar("T")
_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rulebook:
    """``effective_from`` is None until the change takes effect, for a society on registration (P-005)."""

    id: str
    version: int
    effective_from: date | None
    titles: Mapping[str, str]
    texts: tuple[str, ...]
    clauses: Mapping[str, Clause]
    entries: Mapping[str, Entry]
    conditions: tuple[Condition, ...] = ()
    parts: tuple[Part, ...] = ()
    words_of_its_own: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NONE)
    note: str | None = None

    @classmethod
    def from_dict(cls, data: object) -> "Rulebook":
        """Read plain data from JSON or TOML; ``BadRulebook`` names the key that is wrong."""
        table = fields("", data, required={"id", "version", "parameters"}, optional=_OPTIONAL)
        if type(table["version"]) is not int or not 1 <= table["version"] <= LARGEST:
            raise BadRulebook("version", "must be a whole number from 1")
        rules = cls(
            id=words("", {"id": table["id"]})["id"],
            version=table["version"],
            effective_from=day("effective_from", table.get("effective_from")),
            titles=words("title", table.get("title", {})),
            texts=tuple(str(one) for one in listed(table, "texts")),
            clauses=clauses(table.get("clauses", {})),
            entries=entries(table["parameters"]),
            conditions=conditions(table),
            parts=parts(listed(table, "parts")),
            words_of_its_own=_words(table.get("words", {})),
            note=text("", table, "note"),
        )
        rules._check_references()
        return rules

    @classmethod
    def from_toml(cls, source: str) -> "Rulebook":
        return cls.from_dict(read_toml(source))

    @classmethod
    def from_pack(cls, name: str) -> "Rulebook":
        """A model rule book of this library, such as "e-citizen-directed"."""
        return cls.from_dict(shelf.pack(f"rules/{name}"))

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; ``from_dict`` of it is equal, and its own ``to_dict`` is the same again."""
        return {
            "id": self.id,
            "version": self.version,
            "effective_from": self.effective_from.isoformat() if self.effective_from else None,
            "title": dict(self.titles),
            "texts": list(self.texts),
            "note": self.note,
            "parts": [one.to_dict() for one in self.parts],
            "clauses": {number: one.to_dict() for number, one in self.clauses.items()},
            "words": {word: dict(said) for word, said in self.words_of_its_own.items()},
            "parameters": {identity: one.to_dict() for identity, one in self.entries.items()},
            "conditions": [one.to_dict() for one in self.conditions],
        }

    @property
    def law(self) -> Law:
        return law_pack(str(self.stated("P-002")))

    def law_test(self, name: str) -> int:
        """A fixed number of the law, such as "annual_return_months"; ``NotSettled`` where this law has none."""
        return self._fixed(name, int)

    def law_share(self, name: str) -> Fraction:
        return self._fixed(name, Fraction)

    def law_majority(self, name: str) -> Majority:
        return self._fixed(name, Majority)

    def stated(self, identity: str) -> Value | None:
        """The value as the rules have it, else what the law says while they are silent, else the platform's default;
        None where it does not apply."""
        found = self.entries.get(parameter(identity).id)
        if found is not None:
            return found.value
        usual = None if identity == "P-002" else self.law.usual.get(identity)
        return parameter(identity).default if usual is None else usual.value

    def value(self, identity: str) -> Value | None:
        """The value that governs: as stated, unless the law sets a floor or fixes it."""
        stated = self.stated(identity)
        for limit in self.law.overriding(identity, stated):
            stated = None if stated is None else limit.imposed_on(stated)
        return stated

    def cite(self, identity: str) -> Citation:
        """Where a value comes from; ``identity`` may also name a fixed test of the law."""
        if identity in self.law.tests:
            return Citation(identity, self.id, self.version, None, Provenance.LAW, self.law.sources[identity])
        found = self.entries.get(parameter(identity).id)
        rule = found.rule if found else None
        source = self._source(identity)
        if source is not None:
            return Citation(identity, self.id, self.version, rule, Provenance.LAW, source)
        return Citation(identity, self.id, self.version, rule, Provenance.RULE if rule else Provenance.DEFAULT)

    def finding(self, question: str, *cited: str, met: bool, **figures: Any) -> Finding:
        """A finding that cites these parameters; figures come as keywords and are kept in kebab-case."""
        named = {name.replace("_", "-"): figure for name, figure in figures.items() if figure is not None}
        return Finding(question, met, named, tuple(self.cite(identity) for identity in dict.fromkeys(cited)))

    def silent(self) -> tuple[str, ...]:
        """The parameters on which the rules say nothing."""
        return tuple(one for one in CATALOGUE if self.entries.get(one) is None or self._without_rule(one))

    def flag(self, identity: str) -> bool:
        return self._typed(identity, bool)

    def count(self, identity: str) -> int:
        return self._typed(identity, int)

    def share(self, identity: str) -> Fraction:
        return self._typed(identity, Fraction)

    def word(self, identity: str) -> str:
        return self._typed(identity, str)

    def words(self, identity: str) -> tuple[str, ...]:
        return self._typed(identity, tuple)

    def numbers(self, identity: str) -> tuple[int, ...]:
        return self._typed(identity, tuple)

    def majority(self, identity: str) -> Majority:
        return self._typed(identity, Majority)

    def duration(self, identity: str) -> Duration:
        return self._typed(identity, Duration)

    def greater_of(self, identity: str) -> GreaterOf:
        return self._typed(identity, GreaterOf)

    def closing(self, identity: str) -> Closing:
        return self._typed(identity, Closing)

    def table(self, identity: str) -> Mapping[str, Any]:
        return self._typed(identity, MappingProxyType)

    def clause_title(self, rule: str, language: str) -> str | None:
        found = self.clauses.get(rule)
        return found.titles.get(language) if found else None

    def undecided(self) -> tuple[str, ...]:
        """The parameters that the founding members have still to decide; until then the model's value stands."""
        return tuple(identity for identity, one in self.entries.items() if one.undecided)

    def given(self, facts: Mapping[str, int]) -> "Rulebook":
        """The rules as they stand with these facts: conditions that hold have replaced what they set."""
        holding = [one for one in self.conditions if one.when.holds(facts)]
        changed = dict(self.entries)
        for one in holding:
            changed |= one.entries
        return replace(self, entries=MappingProxyType(in_order(changed)), conditions=())

    def amended(
        self,
        changes: Mapping[str, object],
        effective_from: date | None = None,
        *,
        words: Mapping[str, object] = _NONE,
    ) -> "Rulebook":
        """The next version. ``changes`` has entries by parameter in plain data, such as {"rule": "39", "value": 5};
        ``words`` whole clauses by number, or None for a clause that is struck out."""
        struck = {number for number, one in words.items() if one is None}
        reworded = clauses({number: one for number, one in words.items() if one is not None})
        kept = {number: one for number, one in {**self.clauses, **reworded}.items() if number not in struck}
        return replace(
            self,
            version=self.version + 1,
            effective_from=effective_from,
            entries=MappingProxyType(in_order({**self.entries, **entries(changes)})),
            clauses=MappingProxyType(in_order(kept)),
        )

    def _typed(self, identity: str, kind: type[T]) -> T:
        value = self.value(identity)
        if type(value) is kind:
            return value
        if value is None:
            raise NotSettled(identity, self.id)
        raise TypeError(f"{identity} is a {type(value).__name__}, not a {kind.__name__}")

    def _fixed(self, name: str, kind: type[T]) -> T:
        if name not in self.law.tests:
            raise NotSettled(name, self.id)
        found = self.law.tests[name]
        if type(found) is kind:
            return found
        raise TypeError(f"{name} is a {type(found).__name__}, not a {kind.__name__}")

    def _source(self, identity: str) -> str | None:
        """The section that decides, where it is not the rules that do."""
        overriding = self.law.overriding(identity, self.stated(identity))
        if overriding:
            return "; ".join(dict.fromkeys(limit.source for limit in overriding))
        return self.law.usual[identity].source if identity in self.law.usual and identity not in self.entries else None

    def _without_rule(self, identity: str) -> bool:
        found = self.entries[identity]
        return found.rule is None and not found.not_applicable

    def _check_references(self) -> None:
        try:
            law_pack(str(self.stated("P-002")))
        except UnknownPack as fault:
            raise BadRulebook("parameters.P-002.value", str(fault), "unknown-law") from fault


def in_force(versions: Iterable[Rulebook], on: date) -> Rulebook:
    """The version whose rules govern that day: a change that has been passed but not taken effect governs nothing."""
    effective = [(one.effective_from, one.version, one) for one in versions if one.effective_from]
    governing = [version for version in effective if version[0] <= on]
    if not governing:
        raise NoRulesInForce(f"no version had taken effect by {on.isoformat()}")
    return max(governing, key=lambda version: version[:2])[2]


_OPTIONAL = {"effective_from", "title", "texts", "note", "parts", "clauses", "words", "conditions"}


def _words(data: object) -> Mapping[str, Mapping[str, str]]:
    found = in_order(fields("words", data, anything=True))
    return MappingProxyType({word: words(f"words.{word}", said) for word, said in found.items()})
