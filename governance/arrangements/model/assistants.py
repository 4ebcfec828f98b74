"""Personal assistants: where they stand with us, and what each shows of themselves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from constitution.periods import months_after
from governance.errors import Refusal

NAME_LIMIT, CONTACT_LIMIT, LINE_LIMIT, ABOUT_LIMIT = 120, 254, 200, 500


class Status(StrEnum):
    """``introduced`` until what must be checked is dated, ``cleared`` then, ``active`` with a first agreement."""

    INTRODUCED = "introduced"
    CLEARED = "cleared"
    ACTIVE = "active"
    LEFT = "left"


class Language(StrEnum):
    """Languages in which support can be given."""

    WELSH = "cy"
    ENGLISH = "en"
    SIGN = "bsl"  # British Sign Language


class Travel(StrEnum):
    """How an assistant gets about."""

    FOOT = "foot"
    CYCLE = "cycle"
    BUS = "bus"
    CAR = "car"
    ADAPTED = "adapted"  # drives an adapted car


CHECKS_KEPT_YEARS = 2
"""How long what was checked is kept after somebody leaves (K-049)."""


def checks_kept_until(left_on: date) -> date:
    """The first day on which it is not."""
    return months_after(left_on, 12 * CHECKS_KEPT_YEARS)


class NotTheProviders(Refusal):
    """A provider sends only assistants of its own."""

    code = "assistant-not-the-providers"


class AssistantLeft(Refusal):
    """This personal assistant has left."""

    code = "assistant-left"


class AssistantAlready(Refusal):
    """This member is on the list of personal assistants already."""

    code = "assistant-already"


@dataclass(frozen=True, slots=True)
class Profile:
    """What members may read, each part only if its owner shows it; the name as they like it is always shown."""

    called: str
    languages: tuple[str, ...] = ()
    area: str = ""
    hours_free: str = ""
    about: str = ""
    travel: tuple[str, ...] = ()

    def shown(self, parts: Collection[str]) -> "Profile":
        """The same with the other parts left empty."""
        kept: Mapping[str, object] = {part: getattr(self, part) for part in parts if part in PARTS}
        return Profile(self.called, **kept)  # type: ignore[arg-type]  # each has the type of its own field


PARTS = tuple(field.name for field in fields(Profile) if field.name != "called")
"""Parts of a profile that are shown or kept back one by one."""


def errors_in(profile: Profile, shows: Collection[str]) -> dict[str, str]:
    """Code of what is wrong with each field."""
    limits = {"called": NAME_LIMIT, "area": LINE_LIMIT, "hours_free": LINE_LIMIT, "about": ABOUT_LIMIT}
    errors = {name: "too-long" for name, most in limits.items() if len(getattr(profile, name)) > most}
    if not profile.called.strip():
        errors["called"] = "missing"
    for name, kind in (("languages", Language), ("travel", Travel)):
        if not set(getattr(profile, name)) <= set(kind):
            errors[name] = "not-a-choice"
    if not set(shows) <= set(PARTS):
        errors["shows"] = "not-a-choice"
    return errors
