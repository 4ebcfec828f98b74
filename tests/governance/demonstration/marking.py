"""Numbers and days that come from the rules, made to leave a mark where a page shows them.

The mark stands behind the number, between two letters of private use, and leads to the rules that it rests on.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar, cast

import pytest
from markupsafe import Markup, escape
from sqlalchemy import event
from sqlalchemy.orm.attributes import set_committed_value

from constitution import Citation, Finding, Provenance, Rulebook
from governance.correspondence.records import LetterRecord
from governance.platform.web.figures import Figures
from governance.platform.web.layout import environment
from governance.votes.records import VoteRecord

MARK = re.compile("\ue000(\\d+)\ue001")
FILTERS = ("day", "clock", "moment", "money", "number")

STORED: Mapping[tuple[type, str], tuple[str, ...]] = {
    (VoteRecord, "open_by"): ("P-151",),
    (LetterRecord, "deemed_on"): ("P-086", "P-087", "P-088"),
}
"""Days that are reckoned by the rules and then kept in a column, with the parameters behind them. When a poll ends
and when the registrar registered a change are what somebody chose or wrote."""

T = TypeVar("T")
Sources = frozenset[str]
"""What a "why?" has to name: the numbers of rules, sections of the law, or that the rules are silent."""

_known: list[Sources] = []


def sources_of(mark: str) -> Sources:
    return _known[int(mark)]


def marked(figure: T, sources: Sources) -> T:
    """The same number or day, and everything a number is kept in; what is neither stays as it is."""
    made: Any = figure
    match figure:
        case bool() | str() | None:
            return figure
        case int():
            made = _Number(figure)
        case datetime():
            made = _Moment.fromtimestamp(figure.timestamp(), figure.tzinfo)
        case date():
            made = _Day(figure.year, figure.month, figure.day)
        case Fraction():
            made = _Share(figure)
        case tuple():
            return cast(T, tuple(marked(one, sources) for one in figure))
        case _ if is_dataclass(figure) and not isinstance(figure, type):
            parts = {one.name: marked(getattr(figure, one.name), sources) for one in fields(figure)}
            return cast(T, replace(cast(Any, figure), **parts))
        case _:
            return figure
    made.sources = sources
    return cast(T, made)


@contextmanager
def numbers_of_the_rules_are_marked() -> Iterator[None]:
    """Figures of findings, made or read back, and the numbers that a rule book is asked for by their parameters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Finding, "__post_init__", _marking_figures(Finding.__post_init__))
        patch.setattr(Rulebook, "_typed", _marking_values(Rulebook._typed))
        for name in FILTERS:
            patch.setattr(Figures, name, _keeping_marks(getattr(Figures, name)))
        environment.cache_clear()
        with _stored_days_are_marked():
            yield
    environment.cache_clear()


@contextmanager
def _stored_days_are_marked() -> Iterator[None]:
    rules = Rulebook.from_pack("e-citizen-directed")
    listening = []
    for (record, name), cited in STORED.items():
        sources = frozenset(source(rules.cite(identity)) for identity in cited)
        listening.append((record, _marking_column(name, sources)))
    for record, mark in listening:
        event.listen(record, "load", mark)
        event.listen(record, "refresh", mark)
    yield
    for record, mark in listening:
        event.remove(record, "load", mark)
        event.remove(record, "refresh", mark)


def _marking_column(name: str, sources: Sources) -> Callable[..., None]:
    def loaded(row: Any, *_: object) -> None:
        if name in row.__dict__:
            set_committed_value(row, name, marked(row.__dict__[name], sources))

    return loaded


def source(citation: Citation) -> str:
    if citation.rule is not None:
        return citation.rule
    return str(citation.source) if citation.provenance is Provenance.LAW else "silent"


def _marking_figures(check: Callable[[Finding], None]) -> Callable[[Finding], None]:
    def checked(finding: Finding) -> None:
        check(finding)
        sources = frozenset(source(one) for one in finding.citations)
        figures = {name: marked(figure, sources) for name, figure in finding.figures.items()}
        object.__setattr__(finding, "figures", MappingProxyType(figures))

    return checked


def _marking_values(read: Callable[..., T]) -> Callable[..., T]:
    def reading(rules: Rulebook, identity: str, kind: type[T]) -> T:
        return marked(read(rules, identity, kind), frozenset({source(rules.cite(identity))}))

    return reading


def _keeping_marks(write: Callable[[Figures, Any], str]) -> Callable[[Figures, Any], str]:
    def written(figures: Figures, value: Any) -> str:
        return write(figures, value) + _mark(value)

    return written


def _mark(value: Any) -> str:
    sources = getattr(value, "sources", None)
    if sources is None:
        return ""
    if sources not in _known:
        _known.append(sources)
    return f"\ue000{_known.index(sources)}\ue001"


class _Marked:
    """Templates ask a value how it reads as markup before they ask how it reads as text."""

    sources: Sources | None = None

    def __html__(self) -> str:
        return escape(str(self)) + Markup(_mark(self))


class _Number(_Marked, int):
    """What is left of it, or more than it, rests on the same rules."""

    def __add__(self, other: int) -> int:
        return self._from(int(self) + other)

    def __sub__(self, other: int) -> int:
        return self._from(int(self) - other)

    def __rsub__(self, other: int) -> int:
        return self._from(other - int(self))

    __radd__ = __add__

    def _from(self, number: int) -> int:
        return number if self.sources is None else marked(number, self.sources)


class _Day(_Marked, date):
    pass


class _Moment(_Marked, datetime):
    pass


class _Share(_Marked, Fraction):
    __slots__ = ("__dict__",)

    @property
    def numerator(self) -> int:
        return self._of(super().numerator)

    @property
    def denominator(self) -> int:
        return self._of(super().denominator)

    def _of(self, number: int) -> int:
        return number if self.sources is None else marked(number, self.sources)
