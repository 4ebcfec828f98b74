"""The ways a message can leave."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from notifications.outbox import Claimed


@dataclass(frozen=True, slots=True)
class Accepted:
    """The next hand has it."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not go. `code` is safe to log; `detail` may name an address and belongs in the ledger only (SEC-7)."""

    code: str
    detail: str = ""
    permanent: bool = False
    uncertain: bool = False


Answer: TypeAlias = Accepted | Refused
Send: TypeAlias = Callable[[Claimed], Awaitable[Answer]]


class Carrier(Protocol):
    """A channel: one session carries a batch. Sending may be cut short at any point and then leaves nothing open."""

    def session(self) -> AbstractAsyncContextManager[Send]: ...
