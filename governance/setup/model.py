"""What must be known before there is a co-operative: its names, its model rules, and the first two officers."""

from dataclasses import dataclass
from datetime import date

from constitution import Rulebook
from constitution.amendment import Amendment
from governance.errors import Invalid
from governance.members.model import Candidate, errors_in_entry, has_controls
from governance.rulebook.model import NAME_LIMIT

FIRST_OFFICES = ("secretary", "chair")
"""Two people from the first day: most safeguards ask for a second one (PERM-7)."""


@dataclass(frozen=True, slots=True)
class Founder:
    """One of the first two officers."""

    office: str
    number: str
    name_given: str
    name_family: str
    email: str
    language: str
    address: str

    def candidate(self, rules: Rulebook, day: date) -> Candidate:
        """A founder enters in the first class that votes."""
        return Candidate(
            number=self.number,
            name_given=self.name_given,
            name_family=self.name_family,
            address=self.address,
            email=self.email,
            language=self.language,
            formats=(),
            class_=rules.words("P-022")[0],
            entered_on=day,
        )


@dataclass(frozen=True, slots=True)
class Founding:
    """``rules`` are a model or the founders' own; ``reference`` is the registrar's, for rules registered before
    they came here."""

    name_en: str
    name_cy: str
    rules: Rulebook
    purpose: str
    founders: tuple[Founder, Founder]
    reference: str | None = None


NEEDED = ("P-005", "P-020", "P-022")
"""What rules must settle before anybody can belong to a co-operative and change them."""


def require_usable(founding: Founding, day: date) -> None:
    """Rules to live by, two names, two people for the two offices, and particulars that the register takes.

    Raises:
        Invalid: naming each field, such as ``secretary.email``.
    """
    rules = founding.rules
    errors = {f"pack.{one}": "missing" for one in NEEDED if not rules.value(one)}
    if errors:
        raise Invalid(errors)
    errors = {
        f"{founder.office}.{field}": code
        for founder in founding.founders
        for field, code in errors_in_entry(founder.candidate(rules, day), rules, day).items()
    }
    names = {"name-en": founding.name_en, "name-cy": founding.name_cy}
    errors |= {field: "missing" for field, name in names.items() if not name.strip()}
    errors |= {field: "too-long" for field, name in names.items() if len(name) > NAME_LIMIT}
    errors |= {field: "control-character" for field, name in names.items() if has_controls(name)}
    if errors:
        raise Invalid(errors)
    first, second = founding.founders
    if {first.office, second.office} != set(FIRST_OFFICES):
        raise Invalid({"office": "not-these-two"})
    if first.email.casefold() == second.email.casefold():
        raise Invalid({"chair.email": "same-person"})


def kept(change: Amendment, rules: Rulebook, identity: str) -> Amendment:
    """The change, with the founding members' decision that the model's value stays: it is open no longer."""
    entry = {name: part for name, part in rules.entries[identity].to_dict().items() if name != "undecided"}
    return Amendment({**change.entries, identity: entry}, change.clauses)
