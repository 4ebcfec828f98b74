"""Work that costs less for many at once: whatever comes while one heap is being done makes the next heap."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

AT_ONCE = 64
"""Items in one heap, so that nobody waits long for the last of many."""


@dataclass(slots=True)
class _Heap:
    items: list[Any] = field(default_factory=list)
    task: "asyncio.Task[Any] | None" = None


class Heaps:
    """Heaps of one kind of work in this process, one at a time; items that may share a heap have the same key."""

    def __init__(self) -> None:
        self._gathering: dict[Hashable, _Heap] = {}
        self._turn = asyncio.Lock()

    async def join(
        self, key: Hashable, item: Item, work: Callable[[list[Item]], Awaitable[Sequence[Answer]]]
    ) -> Answer:
        """Lay ``item`` on the heap of ``key`` and answer what ``work`` has for it, in the place of the item.

        An error of ``work`` is everybody's. Whoever is cancelled leaves the work of the others alone.
        """
        heap = self._gathering.get(key)
        if heap is None:
            heap = self._gathering[key] = _Heap()
            heap.task = asyncio.create_task(self._do(key, heap, work))
        heap.items.append(item)
        number = len(heap.items) - 1
        if len(heap.items) == AT_ONCE:
            del self._gathering[key]
        answers: Sequence[Answer] = await asyncio.shield(heap.task)  # type: ignore[arg-type]  # set when it was made
        return answers[number]

    async def _do(self, key: Hashable, heap: _Heap, work: Callable[[list[Any]], Awaitable[Sequence[Any]]]) -> Any:
        async with self._turn:
            if self._gathering.get(key) is heap:
                del self._gathering[key]
            return await work(heap.items)
