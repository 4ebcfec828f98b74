"""Argon2id in threads of its own: at most two at once, so that memory stays small, and a queue that ends (AUTH-2)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from governance.access.model import nfc
from governance.errors import TooMany

T = TypeVar("T")
AT_ONCE, QUEUE = 2, 50

_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1, type=Type.ID)
"""The officers' parameters for everybody: where some hashes were cheaper, time would tell whose they are (AUTH-6)."""
_codes = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
_waiting = 0


async def hashed(password: str) -> str:
    """
    Raises:
        TooMany: the queue is full.
    """
    return await _run(lambda: _hasher.hash(nfc(password)))


async def matches(password: str, hash_: str | None) -> bool:
    """Whether this is the password; for an account without one, the same work and ``False`` (AUTH-6)."""
    return await _run(lambda: _verify(_hasher, hash_ or _nobodys(), nfc(password))) and hash_ is not None


def is_outdated(hash_: str) -> bool:
    """Made below today's parameters: to be made again at the next sign-in."""
    return _hasher.check_needs_rehash(hash_)


async def hashed_codes(codes: list[str]) -> list[str]:
    return await _run(lambda: [_codes.hash(code) for code in codes])


async def which(code: str, hashes: list[str]) -> int | None:
    """The place of the hash that this recovery code belongs to."""
    return await _run(lambda: next((i for i, hash_ in enumerate(hashes) if _verify(_codes, hash_, code)), None))


async def _run(work: Callable[[], T]) -> T:
    global _waiting  # noqa: PLW0603 (one queue for the process)
    if _waiting >= QUEUE:
        raise TooMany(retry_after=5)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting -= 1


def _verify(hasher: PasswordHasher, hash_: str, secret: str) -> bool:
    try:
        return hasher.verify(hash_, secret)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache
def _nobodys() -> str:
    return _hasher.hash("nobody's password")
