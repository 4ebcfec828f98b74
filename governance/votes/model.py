"""The states of a vote, the roll it is put to, and the texts that are signed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

from governance.actor import Actor
from governance.errors import NotAllowed, Refusal


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

KEY_HOLDERS = 3
"""Of the kind ``Single``: every one of them is needed to open the sum, and no two of them can."""

CHECKPOINT_EVERY = 64
"""Ballots between two signed heads of the box (BAL-8)."""

YES_NO = "yes-no"
ANSWERS = ("Yes", "No")

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
    """One right to cast: a member's id and the class in which the member votes. No name enters the roll."""

    member: str
    class_: str


def roll_of(voters: Iterable[Voter]) -> tuple[RollLine, ...]:
    """The roll in its one order. A member stands on it once, whatever the lender's list says.

    Raises:
        RollRepeats: the same member twice.
    """
    lines = sorted((RollLine(voter.member, voter.class_) for voter in voters), key=lambda line: line.member)
    for line, following in pairwise(lines):
        if line.member == following.member:
            raise RollRepeats(member=line.member)
    return tuple(lines)


def roll_text(lines: Iterable[RollLine]) -> str:
    """What is hashed when the roll is frozen: whoever holds the list can recompute it with ``sha256sum``."""
    return "cydlais/roll/1\n" + "".join(f"{line.member} {line.class_}\n" for line in lines)


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
    """What the ballots said. A blank is an abstention: it took part and is no vote cast (P-142, P-143)."""

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


def needs_warning(roll: int, smallest_cell: int) -> bool:
    """So few may vote that a result, above all a unanimous one, shows how people voted (V-22, SMALL-4)."""
    return roll < smallest_cell


class RollRepeats(Refusal):
    code = "roll-repeats"


class RollEmpty(Refusal):
    code = "roll-empty"


class WrongState(Refusal):
    """The act belongs to another state of the vote; ``state`` says which one it is in."""

    code = "wrong-state"


class EndsWithItsMeeting(Refusal):
    """No end was fixed for this vote: it ends with its meeting, and nobody ends it before (P-152)."""

    code = "ends-with-its-meeting"


class ModeOne(Refusal):
    """A secret ballot that counts needs key-holders on machines of their own (MODE-1)."""

    code = "mode-1"


class TooEarly(Refusal):
    code = "too-early"


class TooLateToOpen(Refusal):
    """The rules ask for more days between opening and closing than are left (P-151)."""

    code = "too-late-to-open"


class KeysMissing(Refusal):
    code = "keys-missing"


class CredentialsMissing(Refusal):
    code = "credentials-missing"


class CredentialsDiffer(Refusal):
    """The list holds more or fewer credentials than there are people on the roll (BAL-7)."""

    code = "credentials-differ"


class MaterialInvalid(Refusal):
    """A key, a list or a partial decryption that does not hold; ``reason`` is the code of `ballots`."""

    code = "material-invalid"


class TwoParts(Refusal):
    """One person may not hold two of the parts that must watch each other (MODE-1)."""

    code = "two-parts"


class AlreadyGiven(Refusal):
    code = "already-given"


class NotOnTheRoll(Refusal):
    code = "not-on-the-roll"


class NotOpen(Refusal):
    code = "not-open"


class Closed(Refusal):
    """Too late; ``closed_at`` and the server's time ``received_at`` are among the facts (DB-6)."""

    code = "closed"


class ForeignBallot(Refusal):
    """A ballot, or an archive, made for another vote."""

    code = "foreign-ballot"


class WrongCredential(Refusal):
    """Not in the list, already used by another sign-in, or not the one this sign-in used before (SEC-2)."""

    code = "wrong-credential"


class TamperedBallot(Refusal):
    """``reason`` is the code of the first check that failed in `ballots`."""

    code = "tampered-ballot"


class SecondBallot(Refusal):
    """The rules let each member cast once (P-153)."""

    code = "second-ballot"


class NotYours(NotAllowed):
    """The part belongs to another key-holder."""

    code = "not-yours"


class ArchiveInvalid(Refusal):
    """The public record does not verify, so nothing is declared; ``reason`` says where it breaks."""

    code = "archive-invalid"


class SecondPersonNeeded(Refusal):
    """Setting an opened vote aside takes two people; the first has asked (PERM-7)."""

    code = "second-person-needed"
