"""Resolutions whose test the statute fixes, whatever the rules say: two meetings, head counts, signatures.

The 2014 Act: amalgamation and transfer of engagements (L-050), becoming a company (L-051), dissolution (L-052, L-055),
going without an audit (L-074). Voting is in person or by proxy at a meeting (L-054); no class is weighted (L-056).
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from constitution.errors import MissingFact
from constitution.finding import Figure, Finding
from constitution.kinds import rounded_up
from constitution.majority import Majority, Votes, needed
from constitution.rulebook import Rulebook


class Special(StrEnum):
    """Matters of the statutory special resolutions; each needs a second meeting that confirms it."""

    AMALGAMATION = "amalgamation"
    TRANSFER = "transfer_of_engagements"
    COMPANY_CONVERSION = "company_conversion"
    DISSOLUTION = "dissolution"


AUDIT_DISAPPLICATION = "audit_disapplication"
CONFIRMING = "confirming_majority"
CONSENTS = "dissolution_consents"
_FIRST = {
    Special.AMALGAMATION: "amalgamation_majority",
    Special.TRANSFER: "transfer_majority",
    Special.COMPANY_CONVERSION: "conversion_majority",
    Special.DISSOLUTION: "dormant_dissolution_majority",
}
_TURNOUT = "conversion_turnout"
OPPOSED = ("audit_votes_against_below", "audit_members_against_below")


@dataclass(frozen=True, slots=True)
class Asked:
    """A majority of the votes cast; a share of those entitled who vote; and one that those against stay below.

    ``meeting`` is "first" or "confirming" where two are needed. ``cited`` are names of fixed tests of the law.
    """

    majority: Majority
    cited: tuple[str, ...]
    meeting: str | None = None
    turnout: Fraction | None = None
    opposed_below: Fraction | None = None


def is_special(rules: Rulebook, matter: str | None) -> bool:
    """Some laws have no such resolutions, and some rules leave them out (P-147)."""
    has_them = CONFIRMING in rules.law.tests and rules.value("P-147") not in (None, "off")
    return has_them and matter in tuple(Special)


def asked_by_law(rules: Rulebook, matter: str | None, *, confirming: bool = False) -> Asked | None:
    """What the law asks in this matter, or None where it leaves it to the rules."""
    if is_special(rules, matter):
        return _confirming(rules) if confirming else _first(rules, Special(str(matter)))
    if matter == AUDIT_DISAPPLICATION and OPPOSED[0] in rules.law.tests:
        return _unopposed(rules)
    return None


def passed(rules: Rulebook, asked: Asked, votes: Votes, entitled: int | None = None) -> Finding:
    """Did the meeting pass it? ``entitled`` are those who may vote under the rules, needed where the law counts them.

    ``because`` names the first condition that failed. The chair's declaration is conclusive (L-060).

    Raises:
        MissingFact: the law counts those entitled, and they were not given.
    """
    conditions = _conditions(asked, votes, entitled)
    because = next((name for name, holds in conditions.items() if not holds), None)
    fewest = needed(asked.majority, votes.cast)
    return rules.finding(
        "carried",
        *asked.cited,
        met=because is None,
        resolution="statutory",
        meeting=asked.meeting,
        in_favour=votes.in_favour,
        against=votes.against,
        abstaining=votes.abstaining,
        base=votes.cast,
        needed=fewest,
        missing=max(fewest - votes.in_favour, 0),
        share=asked.majority.share,
        strictly_more=not asked.majority.inclusive,
        because=because,
        **_about_entitled(asked, entitled),
    )


def may_vote_outside_meeting(rules: Rulebook, matter: str | None) -> Finding:
    """Not in a ballot of its own before or after the meeting where the statute wants votes at it (L-054)."""
    special = is_special(rules, matter)
    cited = asked_by_law(rules, matter)
    return rules.finding(
        "vote-outside-meeting", "P-147", *(cited.cited if special and cited else ()), met=not special, matter=matter
    )


def quorum_for_conversion(rules: Rulebook, members: int) -> Finding:
    """How many must be there to decide on becoming a company (P-111); not met where there are too few members."""
    enough = rules.greater_of("P-111").of(members)
    return rules.finding("statutory-quorum-needed", "P-111", met=enough <= members, needed=enough, base=members)


def instrument(rules: Rulebook, members: int, signed: int) -> Finding:
    """Dissolution by instrument: enough of all members have signed it (L-055)."""
    fewest = max(rounded_up(rules.law_share(CONSENTS) * members), 1)
    return rules.finding(
        "dissolution-instrument",
        CONSENTS,
        met=signed >= fewest,
        signed=signed,
        needed=fewest,
        missing=max(fewest - signed, 0),
        members=members,
    )


def figures_of(asked: Asked) -> dict[str, Figure | None]:
    """What the law asks, before any vote."""
    return {
        "turnout": asked.turnout,
        "opposed_below": asked.opposed_below,
        "meeting": asked.meeting,
    }


def _first(rules: Rulebook, matter: Special) -> Asked:
    name = _FIRST[matter]
    if matter is not Special.COMPANY_CONVERSION:
        return Asked(rules.law_majority(name), (name,), "first")
    return Asked(rules.law_majority(name), (name, _TURNOUT), "first", turnout=rules.law_share(_TURNOUT))


def _confirming(rules: Rulebook) -> Asked:
    return Asked(rules.law_majority(CONFIRMING), (CONFIRMING,), "confirming")


def _unopposed(rules: Rulebook) -> Asked:
    """Less than a fifth of votes cast against is more than four fifths in favour."""
    of_votes, of_members = (rules.law_share(name) for name in OPPOSED)
    return Asked(Majority(1 - of_votes, inclusive=False), OPPOSED, opposed_below=of_members)


def _conditions(asked: Asked, votes: Votes, entitled: int | None) -> dict[str, bool]:
    conditions = {"majority": asked.majority.carried(votes)}
    if asked.turnout is not None:
        conditions["turnout"] = votes.cast >= asked.turnout * _given(entitled)
    if asked.opposed_below is not None:
        conditions["opposed"] = votes.against < asked.opposed_below * _given(entitled)
    return conditions


def _about_entitled(asked: Asked, entitled: int | None) -> dict[str, int | None]:
    """The numbers behind the shares of those entitled: how many must vote, and how many may be against."""
    if asked.turnout is not None:
        return {"entitled": entitled, "turnout_needed": rounded_up(asked.turnout * _given(entitled))}
    if asked.opposed_below is not None:
        return {"entitled": entitled, "most_against": rounded_up(asked.opposed_below * _given(entitled)) - 1}
    return {}


def _given(entitled: int | None) -> int:
    if entitled is None:
        raise MissingFact("entitled")
    return entitled
