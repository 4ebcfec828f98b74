"""The chain of events that an archive is: each names the one before it, so the last one commits to all."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ballots.encoding import Json, b64_of, count, hex_hash, members, read, read_hash, string, write
from ballots.errors import Invalid, Unsupported
from ballots.tally import write_sized_tally

SETUP = "Setup"
BALLOT = "Ballot"
END_BALLOTS = "EndBallots"
ENCRYPTED_TALLY = "EncryptedTally"
SHUFFLE = "Shuffle"
END_SHUFFLES = "EndShuffles"
PARTIAL_DECRYPTION = "PartialDecryption"
RESULT = "Result"

FOLLOWERS: dict[str | None, tuple[str, ...]] = {
    None: (SETUP,),
    SETUP: (BALLOT, END_BALLOTS),
    BALLOT: (BALLOT, END_BALLOTS),
    END_BALLOTS: (ENCRYPTED_TALLY,),
    ENCRYPTED_TALLY: (SHUFFLE, PARTIAL_DECRYPTION),
    SHUFFLE: (SHUFFLE, END_SHUFFLES),
    END_SHUFFLES: (PARTIAL_DECRYPTION,),
    PARTIAL_DECRYPTION: (PARTIAL_DECRYPTION, RESULT),
    RESULT: (),
}
"""What may come next. The protocol's own tools do not enforce this, and then drop ballots before a second run.

Whether an election must be shuffled depends on what it asks, which no event says.
"""

DATA_BEFORE = {
    SETUP: 4,
    BALLOT: 1,
    END_BALLOTS: 0,
    ENCRYPTED_TALLY: 2,
    SHUFFLE: 2,
    END_SHUFFLES: 0,
    PARTIAL_DECRYPTION: 2,
    RESULT: 1,
}
"""Data records that stand before each event; its payload is the hash of the last of them."""


class Head(NamedTuple):
    """The end of a chain: what the next event continues, and what a published checkpoint names."""

    hash: str
    height: int

    @property
    def fingerprint(self) -> str:
        return b64_of(self.hash)


@dataclass(frozen=True, slots=True)
class Event:
    kind: str
    height: int
    parent: str | None
    payload: str | None


def write_event(kind: str, previous: Head | None, payload: str | None) -> bytes:
    value: dict[str, Json] = {} if previous is None else {"parent": previous.hash}
    value |= {"height": 0 if previous is None else previous.height + 1, "type": kind}
    return write(value if payload is None else {**value, "payload": payload})


def read_event(raw: bytes) -> Event:
    code = "event-shape"
    fields = members(read(raw), code, "parent?", "height", "type", "payload?")
    kind = string(fields["type"], code)
    if kind not in DATA_BEFORE:
        raise Invalid("event-kind", f"unknown: {kind[:40]}")
    return Event(
        kind=kind,
        height=count(fields["height"], code),
        parent=read_hash(fields["parent"], code) if "parent" in fields else None,
        payload=read_hash(fields["payload"], code) if "payload" in fields else None,
    )


def require_next(event: Event, previous: Head | None, last_kind: str | None, data: Sequence[str]) -> None:
    """This event, with these hashes of data before it, continues the chain and is allowed to."""
    if event.parent != (None if previous is None else previous.hash):
        raise Invalid("broken-chain", f"event {event.height} does not continue the one before it")
    if event.height != (0 if previous is None else previous.height + 1):
        raise Invalid("wrong-height", f"event {event.height} is not in its place")
    if event.kind not in FOLLOWERS[last_kind]:
        raise Invalid("event-order", f"{event.kind} may not follow {last_kind or 'the beginning'}")
    if event.kind == SETUP and len(data) == DATA_BEFORE[SETUP] + 1:
        raise Unsupported("elections with a signed statement by whoever made the codes (release 3 of the protocol)")
    if len(data) != DATA_BEFORE[event.kind]:
        raise Invalid("records-mismatch", f"{len(data)} records stand before a {event.kind} event")
    if event.payload != (data[-1] if data else None):
        raise Invalid("payload-mismatch", f"event {event.height} is about something else than what it follows")


@dataclass(frozen=True)
class Entry:
    """One act on the public record: the data it needs, then the event. A server keeps these bytes as they are."""

    data: tuple[bytes, ...]
    event: bytes
    height: int

    @cached_property
    def head(self) -> Head:
        return Head(hex_hash(self.event), self.height)


def _entry(kind: str, previous: Head | None, *data: bytes) -> Entry:
    payload = hex_hash(data[-1]) if data else None
    return Entry(data, write_event(kind, previous, payload), 0 if previous is None else previous.height + 1)


def setup_entry(election: bytes, trustees: bytes, credentials: bytes) -> Entry:
    """Fixes what is asked, whose keys open the result and who may vote."""
    setup: dict[str, Json] = {
        "election": hex_hash(election),
        "trustees": hex_hash(trustees),
        "credentials": hex_hash(credentials),
    }
    return _entry(SETUP, None, election, trustees, credentials, write(setup))


def ballot_entry(ballot: bytes, previous: Head) -> Entry:
    return _entry(BALLOT, previous, ballot)


def end_entry(previous: Head) -> Entry:
    return _entry(END_BALLOTS, previous)


def tally_entry(tally: bytes, ballots: int, total_weight: int, previous: Head) -> Entry:
    """The sums, the number of ballots in them (the last of each credential) and their weight."""
    return _entry(ENCRYPTED_TALLY, previous, tally, write_sized_tally(tally, ballots, total_weight))


def shuffle_entry(shuffle: bytes, owner: int, previous: Head) -> Entry:
    """``owner`` is the trustee's number, counted from 1."""
    return _entry(SHUFFLE, previous, shuffle, _write_owned(shuffle, owner))


def end_shuffles_entry(previous: Head) -> Entry:
    return _entry(END_SHUFFLES, previous)


def decryption_entry(decryption: bytes, owner: int, previous: Head) -> Entry:
    """``owner`` as above."""
    return _entry(PARTIAL_DECRYPTION, previous, decryption, _write_owned(decryption, owner))


def _write_owned(payload: bytes, owner: int) -> bytes:
    return write({"owner": owner, "payload": hex_hash(payload)})


def result_entry(result: bytes, previous: Head) -> Entry:
    return _entry(RESULT, previous, result)
