"""What a vote asks of those who hold a part of it, at every moment between the roll and the result."""

from dataclasses import dataclass
from enum import StrEnum

from governance.votes.model import State


class Duty(StrEnum):
    BRING_KEY = "bring-key"
    CERTIFY = "certify"
    COMMIT = "commit"
    DEAL = "deal"
    FINISH = "finish"
    BRING_CODES = "bring-codes"
    SHUFFLE = "shuffle"
    OPEN_SUM = "open-sum"
    WAIT_FOR_OPENING = "wait-for-opening"
    WAIT_FOR_END = "wait-for-end"
    WAIT_FOR_OTHERS = "wait-for-others"
    DONE = "done"

    @property
    def is_now(self) -> bool:
        return not self.startswith("wait-for") and self is not Duty.DONE


STEPS_TO_A_KEY = (Duty.CERTIFY, Duty.COMMIT, Duty.DEAL, Duty.FINISH)
"""What each member of a committee does in turn, each when all have done the one before."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a vote has come.

    ``seats_free`` key-holders are still to be found; ``steps`` of making the key are behind everybody, and ``keys`` are
    finished; ``codes``: was the list brought, by anybody? ``may_shuffle``, ``may_open``: does the count wait for that
    now?
    """

    state: State
    is_committee: bool = False
    seats_free: int = 0
    steps: int = 0
    keys: int = 0
    codes: bool = False
    needs_keeper: bool = True
    may_shuffle: bool = False
    may_open: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """One person's parts: the number and short fingerprint of their key, and if theirs is the list of codes.

    ``steps`` of making the key are behind this one.
    """

    owner: int | None = None
    key: str | None = None
    steps: int = 0
    has_shuffled: bool = False
    has_opened: bool = False
    keeps_codes: bool = False


def of_key_holder(stand: Stand, held: Held) -> Duty | None:
    """Nothing is asked of somebody who holds no key of this vote and can take none any more."""
    if held.owner is None:
        wanted = stand.state is State.ROLLED and stand.seats_free > 0 and not held.keeps_codes
        return _first_step(stand) if wanted else None
    if stand.state is State.ROLLED:
        return _towards_a_key(stand, held)
    if stand.state is State.CLOSED and stand.may_shuffle and not held.has_shuffled:
        return Duty.SHUFFLE
    if stand.state is State.CLOSED and stand.may_open and not held.has_opened:
        return Duty.OPEN_SUM
    return _waiting(stand.state)


def of_code_keeper(stand: Stand, held: Held) -> Duty | None:
    """There is one list, and whoever holds a key of the vote does not bring it (MODE-1)."""
    if not held.keeps_codes:
        wanted = stand.state is State.ROLLED and not stand.codes and stand.needs_keeper and held.owner is None
        return Duty.BRING_CODES if wanted else None
    return Duty.DONE if stand.state in (State.CLOSED, State.TALLIED) else _waiting(stand.state)


def _first_step(stand: Stand) -> Duty:
    return Duty.CERTIFY if stand.is_committee else Duty.BRING_KEY


def _towards_a_key(stand: Stand, held: Held) -> Duty:
    steps = STEPS_TO_A_KEY if stand.is_committee else (Duty.BRING_KEY,)
    if held.steps == len(steps):
        return Duty.WAIT_FOR_OPENING
    return steps[held.steps] if held.steps == stand.steps else Duty.WAIT_FOR_OTHERS


def _waiting(state: State) -> Duty:
    if state is State.ROLLED:
        return Duty.WAIT_FOR_OPENING
    if state is State.OPEN:
        return Duty.WAIT_FOR_END
    return Duty.WAIT_FOR_OTHERS if state is State.CLOSED else Duty.DONE
