"""What the register holds about a person, and the decisions about entering, changing class and leaving."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from constitution import Finding, Rulebook
from governance.actor import Actor, Role
from governance.errors import Refusal

LANGUAGES = ("cy", "en")
FORMATS = ("easy", "large-print", "audio", "braille", "bsl", "text-relay")
NAME_LIMIT, ADDRESS_LIMIT, EMAIL_LIMIT = 100, 400, 254
_EMAIL = re.compile(
    r"(?![=+'-])[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}"
)
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of whatever stands after them on the page."""
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z/-]{0,19}")


class NotOfThisAge(Refusal):
    """The rules admit nobody so young (P-023)."""

    code = "too-young"


class NumberTaken(Refusal):
    code = "number-taken"


class EmailTaken(Refusal):
    """Another member already signs in with this address."""

    code = "email-taken"


class ClassPeriodsOverlap(Refusal):
    """The new class would begin before, or on the day, the present one began (P-021)."""

    code = "class-periods-overlap"


class SameClass(Refusal):
    code = "same-class"


class AlreadyCeased(Refusal):
    code = "already-ceased"


class NotYetAMember(Refusal):
    """Membership cannot end before it began, nor an entry lie in the future."""

    code = "not-yet-a-member"


class NotAGround(Refusal):
    """The rules do not know this ground for ending a membership (P-042)."""

    code = "not-a-ground"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person to be entered. ``born_on`` is looked at once for the age and not kept."""

    number: str
    name_given: str
    name_family: str
    address: str
    email: str | None
    language: str
    formats: tuple[str, ...]
    class_: str
    entered_on: date
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Voter:
    member: str
    class_: str
    entered_on: date


@dataclass(frozen=True, slots=True)
class Particulars:
    """What may be put right on an entry. Every wording stays in the history."""

    name_given: str
    name_family: str
    address: str
    email: str | None
    language: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Days in one class; ``until`` is the first day no longer in it."""

    class_: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def particulars_of(candidate: Candidate) -> Particulars:
    return Particulars(
        candidate.name_given,
        candidate.name_family,
        candidate.address,
        candidate.email,
        candidate.language,
        candidate.formats,
    )


def errors_in(given: Particulars) -> dict[str, str]:
    """The code of what is wrong with each field; one of the two names is enough for a person who has one."""
    texts = {"name_given": given.name_given, "name_family": given.name_family, "address": given.address}
    limits = {"name_given": NAME_LIMIT, "name_family": NAME_LIMIT, "address": ADDRESS_LIMIT}
    errors = {name: "too-long" for name, text in texts.items() if len(text) > limits[name]}
    errors |= {name: "control-character" for name, text in texts.items() if has_controls(text, lines=name == "address")}
    if not (given.name_given.strip() or given.name_family.strip()):
        errors["name_family"] = "missing"
    if not given.address.strip():
        errors["address"] = "missing"
    if given.email is not None and not is_email(given.email):
        errors["email"] = "not-an-email"
    if given.language not in LANGUAGES:
        errors["language"] = "unknown-language"
    if not set(given.formats) <= set(FORMATS) or len(set(given.formats)) != len(given.formats):
        errors["formats"] = "unknown-format"
    return errors


def errors_in_entry(candidate: Candidate, rules: Rulebook, today: date) -> dict[str, str]:
    errors = errors_in(particulars_of(candidate))
    if not _NUMBER.fullmatch(candidate.number):
        errors["number"] = "not-a-number"
    if candidate.class_ not in rules.words("P-020"):
        errors["class_"] = "unknown-class"
    if candidate.entered_on > today:
        errors["entered_on"] = "in-the-future"
    return errors


def of_age(candidate: Candidate, rules: Rulebook) -> Finding | None:
    """Whether the person is old enough on the day of entry (P-023); None where no date of birth was given."""
    if candidate.born_on is None:
        return None
    needed, age = rules.count("P-023"), age_on(candidate.born_on, candidate.entered_on)
    return rules.finding("member-age", "P-023", met=age >= needed, age=age, needed=needed)


def age_on(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def moved(periods: Sequence[Period], to: str, on: date) -> tuple[Period, Period]:
    """The present period closed on a day, and the one that opens that same day (P-021: the old class ends on it).

    Raises:
        SameClass, ClassPeriodsOverlap
    """
    present = next(period for period in periods if period.until is None)
    if present.class_ == to:
        raise SameClass(class_=to)
    if on <= present.since:
        raise ClassPeriodsOverlap(since=present.since, on=on)
    return Period(present.class_, present.since, on), Period(to, on)


def class_on(periods: Iterable[Period], day: date) -> str | None:
    return next((period.class_ for period in periods if period.covers(day)), None)


def may_see_entry(actor: Actor, member_id: str) -> bool:
    """Secretary and chair, and everybody their own entry; others look through an inspection."""
    if actor.is_platform or actor.member == member_id:
        return True
    return may_see_register(actor)


def may_see_register(actor: Actor) -> bool:
    """Directors and the treasurer look as any member may: supervised, and written down (access matrix)."""
    return actor.is_platform or actor.has(Role.SECRETARY, Role.CHAIR)


def may_see_class(actor: Actor, member_id: str) -> bool:
    """A class can tell that a person receives care: secretary, chair and the member alone (access matrix)."""
    return actor.is_platform or actor.member == member_id or actor.has(Role.SECRETARY, Role.CHAIR)


def may_see_needs(actor: Actor, member_id: str) -> bool:
    """Language and formats are access needs: the secretary's and the member's own."""
    return actor.is_platform or actor.member == member_id or actor.has(Role.SECRETARY)


def is_email(text: str) -> bool:
    """A plain address: no quoted oddities, and no first letter that a spreadsheet would take for a formula."""
    return len(text) <= EMAIL_LIMIT and _EMAIL.fullmatch(text) is not None


def has_controls(text: str, *, lines: bool = False) -> bool:
    allowed = "\r\n" if lines else ""
    unseen = (letter for letter in text if letter not in allowed)
    return any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in _TURNING for letter in unseen)
