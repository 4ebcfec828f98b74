"""A demonstration before it is told: its rules, its people, and what happens to them."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from governance.board.model import Office
from governance.demonstration.calendar import Calendar
from governance.demonstration.private import Private
from governance.rehearsal.people import Town
from governance.setup.model import Founder

Chapters: TypeAlias = Callable[[Any], AsyncIterator[str]]
"""Takes the `Story`, which names its play; answers each chapter's heading when it begins."""


@dataclass(frozen=True, slots=True)
class Play:
    """``letter`` is that of the model rule book. ``brought_over`` writes the register's file for the first day;
    ``who`` has the member who plays each part, ``parts`` what each part is called, ``first`` those on the first screen.
    ``files`` are what a part needs besides a way to sign in, by what they are called."""

    letter: str
    name_en: str
    name_cy: str
    about: str
    town: Town
    founders: tuple[Founder, Founder]
    brought_over: Callable[[date], Iterable[Sequence[str]]]
    offices: Sequence[tuple[str, Office]]
    key_holders: Sequence[str]
    who: Mapping[str, str]
    parts: Mapping[str, str]
    first: Sequence[str]
    tell: Chapters
    files: Callable[[Private, str], Mapping[str, Path]] = field(default=lambda _private, _who: {})
    last_day: Callable[[Calendar], date | None] = field(default=lambda _calendar: None)
    """The day after which it tells of things to come that have passed."""


def lines(classes: Sequence[str], day: date, town: Town, first_number: int = 3) -> Iterator[Sequence[str]]:
    """The register's file for a small play: one person for each class named, all with an e-mail address."""
    for place, class_ in enumerate(classes):
        number = first_number + place
        given, family = town.name(place)
        mail, language = f"member{number}@{town.domain}", ("en", "cy")[place % 2]
        joined = (day - timedelta(days=30 + place)).isoformat()
        yield (str(number), given, family, town.address(number), mail, language, "", class_, joined)
