"""How trustees decide, and that the people who live there are heard first (T-002, T-004, T-006, P-240)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from constitution import Finding, Rulebook, interests
from constitution.majority import SIMPLE, Majority, needed
from governance.arrangements.model.trusts import PRACTICE, PRIVATE, Trustee, by_law, is_deed
from governance.errors import Refusal

EVERYBODY = Majority(Fraction(1), inclusive=True)


SEEK = "seek_new_trustee"
"""The word of P-216 for what trust law leaves: nobody decides about their own pay."""


class Matter(StrEnum):
    """What a decision is about; some matters need every trustee (P-144)."""

    SUPPORT = "support"
    PAY = "pay"
    HOURS = "hours"
    HOUSE = "property"
    TENANCY = "tenancy"
    TRUSTEES = "trustee_change"
    CLOSING = "closing"
    OTHER = "other"


ABOUT_WORK = frozenset({Matter.PAY, Matter.HOURS})
"""Where a trustee who is paid, or whose relative is, takes no part (T-006)."""


class State(StrEnum):
    OPEN = "open"
    AGREED = "agreed"
    NOT_AGREED = "not-agreed"
    WITHDRAWN = "withdrawn"


class Heard(StrEnum):
    """How a resident's view came: in their own words, or only the way in which they were asked."""

    OWN_WORDS = "own-words"
    ASKED = "asked"


class NotOpen(Refusal):
    """This decision has been taken or withdrawn."""

    code = "trust-decision-not-open"


class SaidAlready(Refusal):
    """A resident has said it for themselves; nobody else writes over it."""

    code = "resident-said-already"


class NotEverybodyHeard(Refusal):
    """Nobody votes, and nothing is decided, before every resident was heard, or it is written how they were asked."""

    code = "residents-not-heard"


class TakesNoPart(Refusal):
    """This trustee, or a relative, is paid, and the matter is pay or hours."""

    code = "trustee-takes-no-part"


class TooFewFree(Refusal):
    """Too few trustees are free of an interest: the rules say what comes first (P-216)."""

    code = "too-few-trustees-free"


class NotDecidedYet(Refusal):
    """Votes are missing that could still change the outcome."""

    code = "trustees-not-done"


@dataclass(frozen=True, slots=True)
class Votes:
    """Of the trustees who may decide: how many there are, and how many said yes and no."""

    entitled: int
    yes: int = 0
    no: int = 0


def may_decide(rules: Rulebook, trustee: Trustee, matter: Matter) -> Finding:
    """Whether this trustee takes part. On pay and hours the law is stricter than rules can be (T-006)."""
    law = by_law(rules, {"T-006"}, PRIVATE)
    if trustee.tie is None or matter not in ABOUT_WORK:
        return Finding("trustee-may-decide", True, {}, law)
    rule = interests.taking_part(rules, trustee.tie)
    return Finding("trustee-may-decide", False, {"interest": trustee.tie}, (*law, *rule.citations))


def heard(rules: Rulebook, residents: int, views: int) -> Finding:
    """Whether the view of everybody who lives there is written down, or how they were asked."""
    figures = {"residents": residents, "heard": views}
    if rules.value("P-240") is not None and rules.word("P-240") == "trustees_with_beneficiaries_wishes":
        return rules.finding("residents-heard", "P-240", met=views >= residents, **figures)
    return Finding("residents-heard", views >= residents, figures, by_law(rules, {"T-002"}, PRACTICE))


def decided(rules: Rulebook, matter: Matter, votes: Votes, *, by_majority: bool) -> Finding:
    """Whether the trustees have agreed. ``by_majority``: a deed that is not our rules allows it (T-004)."""
    majority, cited = _asked(rules, matter, by_majority=by_majority)
    least = needed(majority, votes.entitled) if votes.entitled else 1
    figures = {"entitled": votes.entitled, "yes": votes.yes, "no": votes.no, "least": least}
    citations = tuple(rules.cite(one) for one in cited) or by_law(rules, {"T-004"}, PRIVATE)
    return Finding("trustees-decided", votes.yes >= least, figures, citations)


def is_settled(rules: Rulebook, matter: Matter, votes: Votes, *, by_majority: bool) -> bool:
    """Whether no vote that is still missing could change what `decided` says."""
    best = Votes(votes.entitled, yes=votes.entitled - votes.no, no=votes.no)
    today, at_best = (decided(rules, matter, one, by_majority=by_majority) for one in (votes, best))
    return today.met or not at_best.met


def deciding(rules: Rulebook, trustees: Sequence[Trustee], matter: Matter) -> tuple[Trustee, ...]:
    """Those who take part in a decision on this matter."""
    return tuple(one for one in trustees if may_decide(rules, one, matter).met)


def enough_free(rules: Rulebook, trustees: Sequence[Trustee], matter: Matter) -> Finding:
    """Whether interests leave enough trustees to decide; if not, ``decided_by`` says what the rules want (P-216).

    A deed that is our rules asks for its quorum of those without an interest (P-193, P-213), as far as there were as
    many trustees; otherwise one must be free, and a new one is sought (T-006).
    """
    free, least = len(deciding(rules, trustees, matter)), 1
    if is_deed(rules) and not rules.flag("P-213"):
        quorum = rules.greater_of("P-193").of(len(trustees))
        least = quorum if quorum <= len(trustees) else least
    figures = {"trustees": len(trustees), "free": free, "least": least}
    if free >= least:
        return Finding("trustees-free", True, figures, by_law(rules, {"T-006"}, PRIVATE))
    if is_deed(rules):
        way = rules.word("P-216")
        return rules.finding("trustees-free", "P-193", "P-213", "P-216", met=False, **figures, decided_by=way)
    return Finding("trustees-free", False, figures | {"decided-by": SEEK}, by_law(rules, {"T-006"}, PRIVATE))


def _asked(rules: Rulebook, matter: Matter, *, by_majority: bool) -> tuple[Majority, tuple[str, ...]]:
    if not is_deed(rules):
        return (SIMPLE if by_majority else EVERYBODY), ()
    if matter in rules.words("P-144"):
        return rules.majority("P-141"), ("P-141", "P-142", "P-144")
    return rules.majority("P-140"), ("P-140", "P-142")
