"""What a vote asks of those who hold a part of it, at every moment between the roll and the result."""

from dataclasses import dataclass
from enum import StrEnum

from governance.votes.model import KEY_HOLDERS, State


class Duty(StrEnum):
    BRING_KEY = "bring-key"
    BRING_CODES = "bring-codes"
    OPEN_SUM = "open-sum"
    WAIT_FOR_OPENING = "wait-for-opening"
    WAIT_FOR_END = "wait-for-end"
    WAIT_FOR_OTHERS = "wait-for-others"
    DONE = "done"

    @property
    def is_now(self) -> bool:
        return self in (Duty.BRING_KEY, Duty.BRING_CODES, Duty.OPEN_SUM)


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a vote has come: ``keys`` and ``codes`` say what was brought by anybody."""

    state: State
    keys: int
    codes: bool
    is_added_up: bool


@dataclass(frozen=True, slots=True)
class Held:
    """One person's parts: the number and short fingerprint of their key, and if theirs is the list of codes."""

    owner: int | None = None
    key: str | None = None
    has_opened: bool = False
    keeps_codes: bool = False


def of_key_holder(stand: Stand, held: Held) -> Duty | None:
    """Nothing is asked of somebody whose key this vote does not have and cannot take any more."""
    if held.owner is None:
        wanted = stand.state is State.ROLLED and stand.keys < KEY_HOLDERS and not held.keeps_codes
        return Duty.BRING_KEY if wanted else None
    if stand.state is State.CLOSED and not held.has_opened:
        return Duty.OPEN_SUM if stand.is_added_up else Duty.WAIT_FOR_OTHERS
    return _waiting(stand.state, done_with_it=held.has_opened)


def of_code_keeper(stand: Stand, held: Held) -> Duty | None:
    """There is one list, and whoever holds a key of the vote does not bring it (MODE-1)."""
    if not held.keeps_codes:
        wanted = stand.state is State.ROLLED and not stand.codes and held.owner is None
        return Duty.BRING_CODES if wanted else None
    return _waiting(stand.state, done_with_it=True)


def _waiting(state: State, *, done_with_it: bool) -> Duty:
    if state is State.ROLLED:
        return Duty.WAIT_FOR_OPENING
    if state is State.OPEN:
        return Duty.WAIT_FOR_END
    return Duty.WAIT_FOR_OTHERS if state is State.CLOSED and done_with_it else Duty.DONE
