"""Ballots changed in one place and signed again, as a voter with a program of her own could."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ballots import Invalid, check_ballot, read_credentials
from ballots.encoding import b64_hash, write
from ballots.proofs import prove_knowledge
from tests.ballots.election_room import Room, counter

Path = tuple[Any, ...]


def signed(room: Room, value: dict[str, Any], voter: int = 0) -> bytes:
    """The value with an honest signature of this voter, whatever else it says."""
    body = {name: part for name, part in value.items() if name != "signature"}
    digest = b64_hash(write(body))
    proof = prove_knowledge(room.election.group, f"sig|{digest}|", room.secret(voter), counter(digest))
    return write({**body, "signature": {"hash": digest, "proof": proof.json()}})


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path to each text."""
    if isinstance(value, str):
        yield path
        return
    for key in value if isinstance(value, dict) else range(len(value)):
        yield from leaves(value[key], (*path, key))


def changed(value: Any, path: Path, new: Callable[[Any], Any]) -> Any:
    value = copy.deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new(inner[path[-1]])
    return value


def reason(room: Room, raw: bytes) -> str:
    """Why this ballot is refused."""
    with pytest.raises(Invalid) as refused:
        check_ballot(room.election, read_credentials(room.credentials), raw)
    return refused.value.code
