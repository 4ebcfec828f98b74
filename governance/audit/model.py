"""The chain: how one entry commits to the one before it (AUD-1, AUD-3, AUD-4)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

TAG = "cydlais/audit/1"
FIRST = "0" * 64
"""What the first entry names as the one before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. ``data_hash`` commits to its details, which stand elsewhere and can be erased (AUD-4)."""

    seq: int
    at: datetime
    actor: str
    action: str
    object: str
    data_hash: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: whoever keeps one can prove a later rewrite (AUD-3)."""

    seq: int
    hash: str


class ChainBroken(Exception):
    """``seq`` is the first entry that does not hold; ``reason`` says how."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(f"entry {seq}: {reason}")
        self.seq = seq
        self.reason = reason


def commit_to(salt: str, details: Mapping[str, Any]) -> str:
    """A salted commitment: once salt and details are erased the hash says nothing about them."""
    return _sha256(_canonical({"tag": f"{TAG}/data", "salt": salt, "details": details}))


def text(entry: Entry) -> str:
    """What the entry's hash is taken of: one line, to be checked with ``sha256sum`` alone."""
    content = {
        "tag": TAG,
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "object": entry.object,
        "data": entry.data_hash,
        "prev": entry.prev,
    }
    return _canonical(content)


def link(*, seq: int, at: datetime, actor: str, action: str, object: str, data_hash: str, prev: str) -> Entry:  # noqa: A002 (the field's name)
    """The next entry, bound to the one whose hash is ``prev``."""
    unbound = Entry(seq, at, actor, action, object, data_hash, prev, hash="")
    return replace(unbound, hash=_sha256(text(unbound)))


def verify(entries: Iterable[Entry], kept: Iterable[Head] = ()) -> Head:
    """Walk the whole chain, and require every head kept elsewhere to lie on it. Answers the head reached.

    Raises:
        ChainBroken: naming the first bad entry.
    """
    heads = {head.seq: head.hash for head in kept}
    head = Head(0, FIRST)
    for entry in entries:
        if entry.seq != head.seq + 1:
            raise ChainBroken(head.seq + 1, f"missing or out of place (found {entry.seq})")
        if entry.prev != head.hash or _sha256(text(entry)) != entry.hash:
            raise ChainBroken(entry.seq, "its hash does not fit its content or the entry before")
        if heads.pop(entry.seq, entry.hash) != entry.hash:
            raise ChainBroken(entry.seq, "it is not the entry that a head kept elsewhere names")
        head = Head(entry.seq, entry.hash)
    if heads:
        raise ChainBroken(head.seq + 1, f"the chain ends at {head.seq}; a head kept elsewhere names {min(heads)}")
    return head


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
