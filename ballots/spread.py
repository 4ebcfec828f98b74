"""The same work on one core, a process pool or a cluster."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

Chunk = TypeVar("Chunk")
Outcome = TypeVar("Outcome")

AHEAD = 64
"""Chunks handed out and not yet taken back, so that an archive larger than memory can be read as it is worked on."""


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
