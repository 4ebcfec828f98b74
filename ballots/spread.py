"""The same work on one core, on all cores of a machine, or on a cluster; and how far it has come."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from typing import Protocol, TypeVar

from ballots.errors import Unsupported
from ballots.groups import Group

Item = TypeVar("Item")
Chunk = TypeVar("Chunk")
Outcome = TypeVar("Outcome")

AHEAD = 64
"""Chunks handed out and not yet taken back, so that an archive larger than memory can be read as it is worked on."""

_IN_A_TENTH_OF_A_SECOND = {
    ("Ed25519", "native core"): 500,
    ("Ed25519", "libsodium"): 120,
    ("Ed25519", "pure Python"): 15,
    ("BELENIOS-2048", "native core"): 60,
    ("BELENIOS-2048", "gmpy2"): 40,
    ("BELENIOS-2048", "pure Python"): 6,
    ("RFC-3526-2048", "native core"): 10,
    ("RFC-3526-2048", "gmpy2"): 6,
    ("RFC-3526-2048", "pure Python"): 1,
}
"""How many encrypted numbers are checked meanwhile, so that handing the work out costs little beside it."""


def ballots_at_once(group: Group, width: int) -> int:
    """A heap for one task, of ballots with ``width`` ciphertexts: between 50 and 150 milliseconds of work."""
    return max(1, _IN_A_TENTH_OF_A_SECOND[group.name, group.arithmetic] // max(1, width))


_PATIENCE = 10
"""Seconds to wait for a cluster's scheduler to answer."""


def spread(executor: Executor | None, work: Callable[[Chunk], Outcome], chunks: Iterable[Chunk]) -> Iterator[Outcome]:
    """The outcome of each chunk, in order; without an executor the work is done here.

    ``submit`` and not ``map``: pools swallow the whole input of ``map`` at once and Dask refuses iterators. ``work`` is
    a function of a module, so that every kind of executor can send it.
    """
    if executor is None:
        yield from map(work, chunks)
        return
    remaining = iter(chunks)
    pending: deque[Future[Outcome]] = deque(executor.submit(work, chunk) for chunk in islice(remaining, AHEAD))
    try:
        while pending:
            yield pending.popleft().result()
            pending.extend(executor.submit(work, chunk) for chunk in islice(remaining, 1))
    finally:
        for future in pending:
            future.cancel()


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of this size; the last may be shorter."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


class Progress(Protocol):
    """Called now and then with what is being checked, how many of them are, and how many there are."""

    def __call__(self, what: str, done: int, total: int, /) -> object: ...


def untold(what: str, done: int, total: int, /) -> None:
    """For whoever need not know."""


def executor_named(text: str | None) -> AbstractContextManager[Executor | None]:
    """``threads``, ``processes``, either with ``:N`` for their number, or ``dask:ADDRESS``; None for one core.

    Threads gain only where the arithmetic lets go of the interpreter: the native core does. Raises ``Unsupported``
    for any other text, and where the cluster's library is missing or nobody answers at its address.
    """
    if text is None:
        return nullcontext()
    kind, colon, detail = text.partition(":")
    if kind == "dask" and detail:
        return _cluster(detail)
    workers = _number(detail) if colon else os.cpu_count() or 1
    if workers and kind == "threads":
        return ThreadPoolExecutor(workers)
    if workers and kind == "processes":
        # Not forked: a fork copies the locks that other threads of this process hold, and waits for them for ever.
        # Ctrl-C goes to all of them; only this process has something to say about it.
        deaf = signal.SIGINT, signal.SIG_IGN
        return ProcessPoolExecutor(workers, get_context("spawn"), initializer=signal.signal, initargs=deaf)
    raise Unsupported(f"no executor is called {text[:40]!r}: only threads[:N], processes[:N] and dask:ADDRESS")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        client = import_module("distributed").Client(address, timeout=_PATIENCE)
    except ImportError:
        raise Unsupported("a Dask cluster needs the package 'distributed', which is not installed here") from None
    except (OSError, ValueError) as error:
        raise Unsupported(f"no Dask scheduler at {address}: {error}") from None
    with client, client.get_executor(pure=False) as executor:
        yield executor
