"""The ledger of a fund: entries that move money between two accounts, each bound to the one before it (LED-1, LED-2).

A movement names one account to debit and one to credit, so no entry can fail to balance. What is held on trust is
`BANK`. Each participant's claim on it is an account of its own, and so is each sum promised to somebody. An account's
balance is what was debited less what was credited: never stored, always added up.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from governance.errors import Refusal

TAG = "cydlais/ledger/1"
FIRST = "0" * 64
"""What the first entry of a fund names as the one before it."""

BANK, PROMISE, OWING = "bank", "promise", "owing"
"""Money held on trust; what all promises and all debts of leavers are written against."""
_PERSON, _PROMISED, _OWED, _USES = "person:", "promised:", "owed:", "uses:"


class Kind(StrEnum):
    CONTRIBUTION = "contribution"
    COMMITMENT = "commitment"
    RELEASE = "release"
    SPEND = "spend"
    REFUND = "refund"
    ADJUSTMENT = "adjustment"
    TRANSFER = "transfer"
    OPENING = "opening"


class Overdrawn(Refusal):
    """The movement would take more from an account than there is in it (LED-3); ``account`` says which."""

    code = "fund-overdrawn"


class Broken(Exception):
    """``seq`` is the first entry of ``fund`` that does not hold; ``reason`` says how."""

    def __init__(self, fund: str, seq: int, reason: str) -> None:
        super().__init__(f"fund {fund}, entry {seq}: {reason}")
        self.fund = fund
        self.seq = seq
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Movement:
    """So many ``pence``, above nothing, debited to one account of a fund and credited to another."""

    debit: str
    credit: str
    pence: int

    def __post_init__(self) -> None:
        if self.pence <= 0 or self.debit == self.credit:
            raise ValueError("a movement is of something, and between two accounts")


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened ``on`` a day and was entered at an instant, under a ``mandate`` (LED-4).

    ``division`` numbers the weights by which a cost was divided; ``reverses`` is the entry that this one takes back.
    """

    fund: str
    seq: int
    on: date
    at: datetime
    kind: Kind
    reference: str
    mandate: str
    entered_by: str
    movements: tuple[Movement, ...]
    prev: str
    hash: str
    division: int | None = None
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a fund's chain: whoever keeps one can prove a later rewrite."""

    seq: int = 0
    hash: str = FIRST


def person(person_id: str) -> str:
    """A participant's claim: credited with what they pay in, debited with their share of what is spent."""
    return _PERSON + person_id


def promised(commitment_id: str) -> str:
    """What is left of one commitment."""
    return _PROMISED + commitment_id


def owed(person_id: str) -> str:
    """What somebody who left still has to pay in."""
    return _OWED + person_id


def uses(code: str) -> str:
    """A part of a fund without participants that is kept for one use."""
    return _USES + code


def person_of(account: str) -> str | None:
    return account.removeprefix(_PERSON) if account.startswith(_PERSON) else None


def commitment_of(account: str) -> str | None:
    return account.removeprefix(_PROMISED) if account.startswith(_PROMISED) else None


def debtor_of(account: str) -> str | None:
    return account.removeprefix(_OWED) if account.startswith(_OWED) else None


def is_claim(account: str) -> bool:
    """Is this a part of what the bank holds, so that all of them together are the bank's balance?"""
    return account.startswith((_PERSON, _USES))


def is_memo(account: str) -> bool:
    """Promises and debts: no money has moved yet."""
    return account in (PROMISE, OWING) or account.startswith((_PROMISED, _OWED))


def balances(movements: Iterable[Movement]) -> Counter[str]:
    """By account: what was debited less what was credited, in pence. All together are nothing."""
    found: Counter[str] = Counter()
    for one in movements:
        found[one.debit] += one.pence
        found[one.credit] -= one.pence
    return found


def require_covered(before: Mapping[str, int], movements: Iterable[Movement]) -> None:
    """Money held and promises stay at or above nothing, claims likewise (LED-3).

    Raises:
        Overdrawn: naming the first account that would not.
    """
    for account, change in balances(movements).items():
        after = before.get(account, 0) + change
        wrong = after > 0 if is_claim(account) else after < 0 and account not in (PROMISE, OWING)
        if wrong:
            raise Overdrawn(account=account, short=abs(after))


def reversed_movements(movements: Iterable[Movement]) -> tuple[Movement, ...]:
    """The same sums the other way: the only correction there is (LED-2)."""
    return tuple(Movement(one.credit, one.debit, one.pence) for one in movements)


def text(entry: Entry) -> str:
    """What the entry's hash is taken of: one line, to be checked with ``sha256sum`` alone."""
    content = {
        "tag": TAG,
        "fund": entry.fund,
        "seq": entry.seq,
        "on": entry.on.isoformat(),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": entry.kind,
        "reference": entry.reference,
        "mandate": entry.mandate,
        "by": entry.entered_by,
        "division": entry.division,
        "reverses": entry.reverses,
        "movements": [[one.debit, one.credit, one.pence] for one in entry.movements],
        "prev": entry.prev,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def bound(entry: Entry) -> Entry:
    """The entry with its hash."""
    return replace(entry, hash=hashlib.sha256(text(entry).encode()).hexdigest())


def verify(fund: str, entries: Iterable[Entry]) -> Head:
    """Walk one fund's chain. Answers the head reached.

    Raises:
        Broken: naming the first bad entry.
    """
    head = Head()
    for entry in entries:
        if entry.fund != fund or entry.seq != head.seq + 1:
            raise Broken(fund, head.seq + 1, f"missing or out of place (found {entry.seq} of {entry.fund})")
        if entry.prev != head.hash or bound(entry).hash != entry.hash:
            raise Broken(fund, entry.seq, "its hash does not fit its content or the entry before")
        head = Head(entry.seq, entry.hash)
    return head
