"""What a verified archive says, and what was checked before it was believed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ballots import events
from ballots.errors import Invalid
from ballots.questions import Label

OPEN = "open"
CLOSED = "closed"
TALLIED = "tallied"
SHUFFLING = "shuffling"
SHUFFLED = "shuffled"
DECRYPTING = "decrypting"
FINAL = "final"

PHASES = {
    events.SETUP: OPEN,
    events.BALLOT: OPEN,
    events.END_BALLOTS: CLOSED,
    events.ENCRYPTED_TALLY: TALLIED,
    events.SHUFFLE: SHUFFLING,
    events.END_SHUFFLES: SHUFFLED,
    events.PARTIAL_DECRYPTION: DECRYPTING,
    events.RESULT: FINAL,
}

PHASE_WORDS = {
    OPEN: "voting is open",
    CLOSED: "voting is closed, nothing is counted yet",
    TALLIED: "the votes are added up, still encrypted",
    SHUFFLING: "the trustees are shuffling the encrypted answers",
    SHUFFLED: "the encrypted answers are shuffled",
    DECRYPTING: "the trustees are decrypting",
    FINAL: "the result is published",
}


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was checked, and on how many things."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something that does not spoil the result, but that whoever relies on it must know."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what each number of its result, or of one answer to it, stands for."""

    text: str
    labels: tuple[Label, ...]


class Findings:
    """What is found while an archive is checked. After a first reason the rest is still looked at, where it stands
    on its own: whoever has to mend something wants to know all of it."""

    def __init__(self) -> None:
        self.reasons: list[Invalid] = []
        self.warnings: list[Caveat] = []

    @contextmanager
    def noting(self) -> Iterator[None]:
        """A refusal in this block is a reason, and does not end the work."""
        try:
            yield
        except Invalid as error:
            self.refuse(error)

    def refuse(self, *reasons: Invalid) -> None:
        for reason in reasons:
            self.reasons += [reason, *reason.also]

    def warn(self, code: str, detail: str) -> None:
        self.warnings.append(Caveat(code, detail))

    def require_none(self) -> None:
        """Raise the first reason, with all the others in it."""
        if self.reasons:
            first, *others = self.reasons
            raise Invalid(first.code, first.detail, tuple(others))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``counted`` ballots are the last of each credential. Fingerprints have the 43 characters that people compare.

    Trustees stand in their numbering from 1; those in a committee have a certificate beside the key.
    ``shuffled`` are the questions, counted from 0, whose result is a list of answers; ``uncountable`` names those of
    them, by question and place, that encode no choice.
    """

    uuid: str
    name: str
    group: str
    arithmetic: str
    phase: str
    questions: tuple[Asked, ...]
    events: int
    credentials: int
    ballots: int
    counted: int
    counted_weight: int
    shuffles: int
    decryptions: int
    result: list[list[Any]] | None
    shuffled: tuple[int, ...]
    uncountable: tuple[tuple[int, int], ...]
    election_fingerprint: str
    credentials_fingerprint: str
    trustee_fingerprints: tuple[str, ...]
    certificate_fingerprints: tuple[str | None, ...]
    tally_fingerprint: str | None
    last_event: str
    bindings: int
    roll_compared: bool = False
    checkpoints: int = 0
    warnings: tuple[Caveat, ...] = ()

    @property
    def checks(self) -> tuple[Check, ...]:
        return (
            Check("events, each naming the one before it, and every byte between them", self.events),
            Check("trustees' keys, each with its proof, together the election key", len(self.trustee_fingerprints)),
            Check("public credentials, all different and all in the group", self.credentials),
            Check("fingerprint of the public credentials, the same as yours", int(self.roll_compared)),
            Check("checkpoints of yours, each a state that this ballot box went through", self.checkpoints),
            Check("ballots: listed credential, signature, and proofs that the choices are allowed", self.ballots),
            Check("ballots that count, the last of each credential", self.counted),
            Check("encrypted tally, recomputed from those ballots", int(self.tally_fingerprint is not None)),
            Check("shuffles, each proved to hold the answers of the one before", self.shuffles),
            Check("partial decryptions, each proved to be the trustee's", self.decryptions),
            Check("additional proofs that a decryption is of these very answers", self.bindings),
            Check("result, compared with the partial decryptions", int(self.result is not None)),
        )
