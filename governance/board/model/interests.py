"""Interests of directors: what is declared, and who is asked to leave the room for an item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from constitution import Rulebook
from governance.actor import Actor, Role
from governance.errors import Refusal
from governance.platform.plain import plain

OTHER = "other"
NATURE_LIMIT, MATTERS_LIMIT, COUNTERPARTY_LIMIT = 300, 300, 120

CLASSES_TOUCHED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "worker_pay": frozenset({"worker"}),
        "own_employment_terms": frozenset({"worker"}),
        "own_package": frozenset({"supported", "service_user", "citizen"}),
        "org_supplier": frozenset({"community_org"}),
    }
)
"""Whose directors are asked about an item of a kind, declared or not: workers about pay, users about a package."""

INSIDE = frozenset(
    {Role.MEMBER, Role.SECRETARY, Role.CHAIR, Role.DIRECTOR, Role.TREASURER, Role.SCRUTINEER, Role.KEY_HOLDER}
)


class NotADirector(Refusal):
    """Interests are declared by those who are on the board that day."""

    code = "not-a-director"


class NotYourInterest(Refusal):
    """Only the director ends what the director declared."""

    code = "not-your-interest"


class InterestEnded(Refusal):
    """It has ended already, or would end before it began."""

    code = "interest-ended"


class Because(StrEnum):
    """Why a director is asked."""

    DECLARED = "declared"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a director says: of what kind the interest is, what it is, which decisions it touches, and with whom."""

    kind: str
    nature: str
    matters: str
    since: date
    counterparty: str = ""
    until: date | None = None

    def errors(self, rules: Rulebook) -> dict[str, str]:
        limits = {"nature": NATURE_LIMIT, "matters": MATTERS_LIMIT, "counterparty": COUNTERPARTY_LIMIT}
        errors = {name: "too-long" for name, limit in limits.items() if len(getattr(self, name).strip()) > limit}
        errors |= {name: "missing" for name in ("nature", "matters") if not getattr(self, name).strip()}
        errors |= {} if self.kind in kinds_of(rules) else {"kind": "unknown-kind"}
        errors |= {"until": "before-it-begins"} if self.until is not None and self.until <= self.since else {}
        return errors


@dataclass(frozen=True, slots=True)
class Interest:
    """What one director declared; ``until`` is the first day on which it no longer holds."""

    id: str
    member: str
    kind: str
    counterparty: str
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who may have an interest in an item; ``interest`` is the declaration, if that is why."""

    member: str
    kind: str
    because: Because
    interest: str | None = None


def kinds_of(rules: Rulebook) -> tuple[str, ...]:
    """The interests that the rules name: known beforehand (P-215), or excepted (P-214); and any other."""
    return tuple(dict.fromkeys([*rules.words("P-215"), *rules.words("P-214"), OTHER]))


def register_is_open_to(rules: Rulebook, actor: Actor) -> bool:
    """Who sees the register of interests (P-217): members and officers; with a trust also whom it is for."""
    if actor.is_platform or actor.has(*INSIDE):
        return True
    return actor.has(Role.SUPPORTED) and rules.word("P-217") in ("trustees_beneficiaries", "public")


def suggested(
    touches: Iterable[str], counterparty: str, interests: Iterable[Interest], classes: Mapping[str, str], day: date
) -> Mapping[str, Suggestion]:
    """Of those present, by member: who may have an interest. What was declared goes before what the class suggests.

    ``classes`` has the class of everybody present. A declaration meets the item by its kind, or by the same
    counterparty, however it is written.
    """
    wanted = set(touches) - {OTHER}
    party = plain(counterparty).split()
    found: dict[str, Suggestion] = {}
    for one in interests:
        same_party = bool(party) and plain(one.counterparty).split() == party
        if one.member in classes and one.holds_on(day) and (one.kind in wanted or same_party):
            found.setdefault(one.member, Suggestion(one.member, one.kind, Because.DECLARED, one.id))
    for member, class_ in classes.items():
        kind = next((kind for kind in sorted(wanted) if class_ in CLASSES_TOUCHED.get(kind, ())), None)
        if kind is not None:
            found.setdefault(member, Suggestion(member, kind, Because.CLASS))
    return found
