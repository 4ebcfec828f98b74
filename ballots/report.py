"""What a verified archive says, and what was checked before it was believed."""

from dataclasses import dataclass

from ballots import events

OPEN = "open"
CLOSED = "closed"
TALLIED = "tallied"
DECRYPTING = "decrypting"
FINAL = "final"

PHASES = {
    events.SETUP: OPEN,
    events.BALLOT: OPEN,
    events.END_BALLOTS: CLOSED,
    events.ENCRYPTED_TALLY: TALLIED,
    events.PARTIAL_DECRYPTION: DECRYPTING,
    events.RESULT: FINAL,
}

PHASE_WORDS = {
    OPEN: "voting is open",
    CLOSED: "voting is closed, nothing is counted yet",
    TALLIED: "the votes are added up, still encrypted",
    DECRYPTING: "the trustees are decrypting",
    FINAL: "the result is published",
}


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was checked, and on how many things."""

    what: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``counted`` ballots are the last of each credential. Fingerprints have the 43 characters that people compare."""

    uuid: str
    name: str
    group: str
    arithmetic: str
    phase: str
    events: int
    credentials: int
    ballots: int
    counted: int
    counted_weight: int
    decryptions: int
    result: list[list[int]] | None
    election_fingerprint: str
    credentials_fingerprint: str
    trustee_fingerprints: tuple[str, ...]
    tally_fingerprint: str | None
    last_event: str

    @property
    def checks(self) -> tuple[Check, ...]:
        return (
            Check("events, each naming the one before it, and every byte between them", self.events),
            Check("trustees' keys, each with its proof, together the election key", len(self.trustee_fingerprints)),
            Check("public credentials, all different and all in the group", self.credentials),
            Check("ballots: listed credential, signature, and proofs that the choices are allowed", self.ballots),
            Check("ballots that count, the last of each credential", self.counted),
            Check("encrypted tally, recomputed from those ballots", int(self.tally_fingerprint is not None)),
            Check("partial decryptions, each proved to be the trustee's", self.decryptions),
            Check("result, compared with the partial decryptions", int(self.result is not None)),
        )
