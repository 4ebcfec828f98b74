"""The states of a vote, the roll it is put to, and the texts that are signed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

from governance.actor import Actor, platform
from governance.votes.model.refusals import RollRepeats


class State(StrEnum):
    DRAFT = "draft"  # the roll may still grow
    ROLLED = "rolled"  # the roll is frozen; key-holders and credential holder bring their parts
    OPEN = "open"
    CLOSED = "closed"  # sealed: head and count stand, nothing is added to the box
    TALLIED = "tallied"
    DECLARED = "declared"
    VOID = "void"


FOLLOWING: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.DRAFT: frozenset({State.ROLLED, State.VOID}),
        State.ROLLED: frozenset({State.OPEN, State.VOID}),
        State.OPEN: frozenset({State.CLOSED, State.VOID}),
        State.CLOSED: frozenset({State.TALLIED, State.VOID}),
        State.TALLIED: frozenset({State.DECLARED, State.VOID}),
        State.DECLARED: frozenset(),
        State.VOID: frozenset(),
    }
)
"""Which state may follow which. The database holds the same table as a trigger (PERM-6)."""


class Mode(StrEnum):
    """How a vote is taken, and so who must be honest (MODE-2)."""

    HANDS = "hands"  # counted in the room
    RECORDED = "recorded"  # everybody can read how everybody voted
    SIMPLE = "simple"  # secret as long as the server is honest: advisory polls only
    VERIFIABLE = "verifiable"  # secret and checkable: what binds


OPEN_MODES = frozenset({Mode.HANDS, Mode.RECORDED})
"""Everybody sees how everybody votes."""


class CodesBy(StrEnum):
    """Who makes the voting codes and hands them out (CRED-1)."""

    HOLDER = "holder"  # a person with a browser of their own; the server never sees them
    SERVER = "server"  # this server, which sends and destroys them: then "no vote was added" rests on it


class Fallback(StrEnum):
    """What follows when fewer ballots count than may be opened together, fixed beforehand (SMALL-1)."""

    LAPSE = "lapse"
    EXTEND = "extend"
    OPENLY = "openly"
    PAPER = "paper"


CLERK, BOX = platform("votes"), platform("ballot-box")
"""The platform acting by itself: what falls due, and what comes into the box."""

GRACE = timedelta(seconds=5)
"""A ballot whose last byte came before the end may still be on its way to the incoming table (DB-6)."""

LARGEST_LIST = 16 * 1024 * 1024
"""Bytes of a list of credentials."""

LARGEST_PART = 64 * 1024 * 1024
"""Bytes of a shuffle, or of a partial decryption: the most that a verifier reads as one object."""

EVERYBODY, BOARD = "everybody", "board"
"""Who is asked, unless it is one class, which goes by its own name."""

KEY_HOLDERS = 3
"""The fewest for a ballot that binds; so many sit where nothing else was said (MODE-1)."""

FEWEST_NEEDED = 2
"""Of the key-holders of a ballot that binds: nobody opens it alone (MODE-1)."""

CHECKPOINT_EVERY = 64
"""Ballots between two signed heads of the box (BAL-8)."""

PURPOSES_ON_ONE_MACHINE = frozenset({"rehearsal", "demo"})
"""Where one machine may hold every role, and every result says that it did (MODE-1)."""


class Voter(Protocol):
    """Whoever is on the register of members with a right to vote."""

    @property
    def member(self) -> str: ...

    @property
    def class_(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RollLine:
    """One right to cast: a member's id and the class in which the member votes. No name enters the roll.

    ``holder`` is the member who casts for it, as a proxy (P-170).
    """

    member: str
    class_: str
    holder: str | None = None

    @property
    def caster(self) -> str:
        """Who casts for this right."""
        return self.holder or self.member


def roll_of(voters: Iterable[Voter], proxies: Mapping[str, str] = MappingProxyType({})) -> tuple[RollLine, ...]:
    """The roll in its one order. A member stands on it once, whatever the lender's list says.

    ``proxies`` says by the giver's id which member casts in their place.

    Raises:
        RollRepeats: the same member twice.
    """
    named = (RollLine(voter.member, voter.class_, proxies.get(voter.member)) for voter in voters)
    lines = sorted(named, key=lambda line: line.member)
    for line, following in pairwise(lines):
        if line.member == following.member:
            raise RollRepeats(member=line.member)
    return tuple(lines)


def roll_text(lines: Iterable[RollLine]) -> str:
    """What is hashed when the roll is frozen: whoever holds the list can recompute it with ``sha256sum``."""
    return "cydlais/roll/1\n" + "".join(f"{' '.join(_columns(line))}\n" for line in lines)


def _columns(line: RollLine) -> tuple[str, ...]:
    own = (line.member, line.class_)
    return own if line.holder is None else (*own, line.holder)


def roll_hash(lines: Iterable[RollLine]) -> str:
    return hashlib.sha256(roll_text(lines).encode()).hexdigest()


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def short_code(ballot_hash: str) -> str:
    """The first 60 bits of a ballot's hash for people to compare: ``7KQ3-MN4P-WX2T``."""
    number = int(ballot_hash[:15], 16)
    letters = "".join(_CROCKFORD[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(letters[place : place + 4] for place in (0, 4, 8))


def read_short_code(typed: str) -> str | None:
    """The 15 hexadecimal digits with which a hash of this short code begins, or None if it is none.

    Capitals, spaces and dashes do not matter, and O, I and L are read as the figures they look like.
    """
    letters = "".join(letter for letter in typed.upper() if letter not in " -").translate(_MISREAD)
    if len(letters) != 12 or any(letter not in _CROCKFORD for letter in letters):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | _CROCKFORD.index(letter)
    return f"{number:015x}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The promise that a ballot lies in the box at this place. It says nothing about its content."""

    vote: str
    election: str  # fingerprint of the election, 43 characters
    tracker: str  # the ballot's hash, 43 characters
    sequence: int
    short_code: str
    signature: str  # Ed25519 over ``text``, base64
    public_key: str  # PEM

    @property
    def text(self) -> str:
        return receipt_text(self.election, self.tracker, self.sequence)


def receipt_text(election: str, tracker: str, sequence: int) -> str:
    return f"cydlais/receipt/1\nelection {election}\nballot {tracker}\nsequence {sequence}\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ballots said to one question of yes and no, papers included.

    A blank is an abstention: it took part and is no vote cast (P-142, P-143).
    """

    yes: int
    no: int
    blank: int
    roll: int

    @property
    def took_part(self) -> int:
        return self.yes + self.no + self.blank


def known_to(actor: Actor, state: State) -> bool:
    """Everybody who is signed in may look at a vote once its roll is frozen; before that, nobody but the platform."""
    return bool(actor.name and actor.account is None) or (actor.account is not None and state is not State.DRAFT)


def opening_floor(roll: int, smallest_cell: int, *, is_part: bool) -> int:
    """The fewest ballots that are opened together (SMALL-1).

    Where fewer than that may vote at all, everybody was warned before the opening and the whole is opened (V-22); a
    ``part``, one class of several, never is.
    """
    return smallest_cell if is_part or roll >= smallest_cell else 0


def needs_warning(roll: int, smallest_cell: int) -> bool:
    """So few may vote that a result, above all a unanimous one, shows how people voted (V-22, SMALL-4)."""
    return roll < smallest_cell


def obstacle_of(size: int, needed: int) -> str | None:
    """Why so many key-holders, of whom ``needed`` open the count, are too few hands for a ballot that binds (MODE-1).

    None where at least two of at least three open it together, and one of them can be spared.
    """
    obstacles = {"too-few": size < KEY_HOLDERS, "alone": needed < FEWEST_NEEDED, "all-needed": needed == size}
    return next((obstacle for obstacle, stands in obstacles.items() if stands), None)
