"""What is typed on the pages of a proposal, how it is read, and what it makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import Any, TypeVar

from constitution.support import Framework
from governance.arrangements.model.agreements import (
    SAID,
    SAID_LIMIT,
    Contractor,
    Directs,
    Employer,
    Place,
    Rates,
    Slot,
    Source,
    Standing,
    Terms,
    hours_problems,
)
from governance.arrangements.model.proposing import Step
from governance.arrangements.pages.hours import FIELDS, read_week
from governance.arrangements.service.proposing import Draft
from governance.errors import Invalid, NotFound
from governance.platform.clock import LEGAL_ZONE
from governance.platform.web.forms import Form, Pence

Kind = TypeVar("Kind")
MOST_HOURS = 168


@dataclass(frozen=True, slots=True)
class Employs:
    employs: Employer


@dataclass(frozen=True, slots=True)
class Contract:
    contracted_by: Contractor


@dataclass(frozen=True, slots=True)
class Introduced:
    introduction_only: str


@dataclass(frozen=True, slots=True)
class Found:
    source: Source


@dataclass(frozen=True, slots=True)
class Care:
    care: str


@dataclass(frozen=True, slots=True)
class Director:
    """A word of P-266, or the id of the authority of a representative."""

    directs: str


@dataclass(frozen=True, slots=True)
class Begins:
    starts_on: date


@dataclass(frozen=True, slots=True)
class Where:
    place: Place
    weekday: Pence
    weekend: Pence
    night: Pence | None = None


@dataclass(frozen=True, slots=True)
class Words:
    what: str = ""
    how: str = ""
    who_covers: str = ""
    review: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Hours of a week, times of day and the cost of a week within which the two change hours by themselves."""

    least: int | None = None
    most: int | None = None
    opens: time | None = None
    closes: time | None = None
    cap: Pence | None = None

    def problems(self) -> Mapping[str, str]:
        found = {}
        if (self.least or 0) > (MOST_HOURS if self.most is None else self.most) or (self.least or 0) < 0:
            found["least"] = "out-of-range"
        if self.most is not None and not 0 < self.most <= MOST_HOURS:
            found["most"] = "out-of-range"
        if (self.opens is None) != (self.closes is None):
            found["closes" if self.closes is None else "opens"] = "missing"
        return found

    @property
    def framework(self) -> Framework:
        least, most = (None if hours is None else Fraction(hours) for hours in (self.least, self.most))
        window = None if self.opens is None or self.closes is None else (self.opens, self.closes)
        return Framework(None, least, most, window, self.cap)


@dataclass(frozen=True, slots=True)
class Payment:
    payment: Pence | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    backup: str | None = None


KINDS: Mapping[Step, type[Any]] = {
    Step.EMPLOYS: Employs,
    Step.CONTRACT: Contract,
    Step.INTRODUCED: Introduced,
    Step.SOURCE: Found,
    Step.CARE: Care,
    Step.DIRECTS: Director,
    Step.HOURS: Begins,
    Step.PLACE: Where,
    Step.WORDS: Words,
    Step.LIMITS: Limits,
    Step.PAYMENT: Payment,
    Step.BACKUP: Backup,
}


def checked(step: Step, form: Form, wanted: tuple[str, ...]) -> Mapping[str, list[str]]:
    """The fields of one page as they were typed, once they can be read.

    Raises:
        Invalid: with the problem of each field.
    """
    if step is Step.CHECK:
        raise NotFound(step=step)
    rest, fields = form, list(KINDS[step].__dataclass_fields__)
    if step is Step.HOURS:
        slots, rest = read_week(form)
        fields += FIELDS
        if errors := hours_problems(slots):
            raise Invalid(errors)
    given = rest.read(KINDS[step])
    errors = dict(given.problems()) if isinstance(given, Limits) else {}
    if isinstance(given, Words):
        errors = {name: "missing" for name in fields if name in wanted and not getattr(given, name)}
        errors |= {name: "too-long" for name in fields if len(getattr(given, name)) > SAID_LIMIT}
    if errors:
        raise Invalid(errors)
    return {name: form.values.get(name, []) for name in fields}


def read(known: Draft, kind: type[Kind]) -> Kind:
    """The answers of one page; they could be read when they were kept."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]  # a dataclass
    return _form(known, names).read(kind)


def _form(known: Draft, names: Any) -> Form:
    return Form({name: list(known.values.get(name, ())) for name in names}, LEGAL_ZONE)


def week(known: Draft) -> tuple[Slot, ...]:
    return read_week(_form(known, FIELDS))[0]


def terms(known: Draft) -> Terms:
    where, words = read(known, Where), read(known, Words)
    said = {word: getattr(words, word) for word in SAID if getattr(words, word, "")}
    rates = Rates(where.weekday, where.weekend, where.night)
    return Terms(read(known, Begins).starts_on, week(known), where.place, rates, said)


def standing(known: Draft, asked: tuple[Step, ...], stated: Directs) -> Standing:
    """Answers of pages that are no longer asked say nothing."""
    chosen = read(known, Director).directs if Step.DIRECTS in asked else stated
    by_word = chosen in tuple(Directs)
    return Standing(
        directs=Directs(chosen) if by_word else Directs.REPRESENTATIVE,
        employs=read(known, Employs).employs,
        source=read(known, Found).source,
        contracted_by=read(known, Contract).contracted_by if Step.CONTRACT in asked else None,
        representative=None if by_word else chosen,
        introduction_only=Step.INTRODUCED in asked and known.text("introduction_only") == "yes",
        personal_care=known.text("care") == "yes",
    )
