"""How a vote is held, as officers choose it: in which of the lawful ways, and in whose hands (MODE-1 to MODE-3)."""

from dataclasses import dataclass

from constitution import Finding, Rulebook
from constitution.balloting import may_be_electronic, secret_ballot_required
from governance.errors import Invalid
from governance.votes.model import CodesBy, Fallback, Mode, obstacle_of

IN_THE_ROOM = (Mode.HANDS, Mode.RECORDED)
EVERY_MODE = (Mode.VERIFIABLE, Mode.SIMPLE, Mode.RECORDED, Mode.HANDS)

HANDS_OFFERED = ((2, 3), (3, 4), (3, 5), (2, 2), (1, 1))
"""So many of so many key-holders, the usual first; which of them bind is for MODE-1 to say."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """``seats`` names the key-holders by their references; without it the first who come are they."""

    mode: Mode = Mode.VERIFIABLE
    needed: int = 2
    size: int = 3
    seats: tuple[str, ...] = ()
    codes_by: CodesBy = CodesBy.HOLDER
    on_paper: bool = False
    fallback: Fallback = Fallback.LAPSE


@dataclass(frozen=True, slots=True)
class Lawful:
    """The ways in which a vote may be taken, the usual one first, and the findings that leave no other."""

    modes: tuple[Mode, ...]
    because: tuple[Finding, ...]


def lawful_modes(
    rules: Rulebook, *, binding: bool, matter: str | None, kind: str, statutory: Finding | None = None
) -> Lawful:
    """``kind`` is that of `may_be_electronic`; ``statutory`` says whether a statute wants it decided at a meeting.

    What the law reserves for a meeting is never put to a ballot that runs before it (MODE-3); what binds and must be
    secret is verifiable (MODE-1). Only an opinion may be taken in secret by a server that could read it.
    """
    secret = secret_ballot_required(rules, matter)
    if not binding:
        return Lawful(EVERY_MODE, (secret,))
    openly = () if secret.met else IN_THE_ROOM
    if statutory is not None and statutory.met:
        return Lawful(openly, (statutory, secret))
    electronic = may_be_electronic(rules, kind)
    online = (Mode.VERIFIABLE,) if electronic.met else ()
    return Lawful((*online, *openly), (secret, electronic))


def hands_offered(*, binding: bool) -> tuple[tuple[int, int], ...]:
    """``(needed, size)``: how many key-holders open the count together, of how many."""
    return tuple((needed, size) for needed, size in HANDS_OFFERED if not binding or obstacle_of(size, needed) is None)


def read_hands(written: str) -> tuple[int, int]:
    """Of ``2-3``: so many needed, of so many.

    Raises:
        Invalid: two numbers with a dash between them it is not.
    """
    needed, dash, size = written.partition("-")
    if not (dash and needed.isdecimal() and size.isdecimal() and len(written) <= 5):
        raise Invalid({"hands": "unknown"})
    return int(needed), int(size)
