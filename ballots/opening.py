"""From the encrypted sum to the result: what trustees did after the voting, each act checked by itself."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from ballots import events
from ballots.archive import Archive, Step
from ballots.ballot_box import Counted
from ballots.election import Election
from ballots.encoding import b64_of, count, members, read, read_hash, read_weight
from ballots.errors import Invalid, Unsupported
from ballots.report import Findings
from ballots.tally import (
    EncryptedTally,
    Factors,
    Result,
    combine_factors,
    read_result,
    read_tally,
    require_result,
    write_tally,
)
from ballots.trustees import Trustees, check_decryption


@dataclass(slots=True)
class Opened:
    """How far an election was opened."""

    tally_fingerprint: str | None = None
    shuffles: int = 0
    decryptions: int = 0
    bindings: int = 0
    result: Result | None = None
    uncountable: tuple[tuple[int, int], ...] = ()


class Opening:
    """Checks one archive's tally, shuffles, decryptions and result.

    Each is judged against what was published before it. So a wrong sum is told once, and not again as decryptions
    and a result that fit it and nothing else.
    """

    def __init__(self, archive: Archive, election: Election, trustees: Trustees, findings: Findings) -> None:
        self._archive, self._election, self._trustees, self._findings = archive, election, trustees, findings
        self.opened = Opened()

    def check(self, counted: Counted, bindings: Mapping[int, bytes], executor: Executor | None) -> None:
        """Raises ``Invalid`` where nothing after it can be judged, and notes what else does not hold.

        Where some ballot does not hold no sum is right, so none is compared.
        """
        for step in self._archive.of_kind(events.ENCRYPTED_TALLY):
            tally = self._tally(step, counted)
            tally = self._shuffled(tally, executor)
            already = len(self._findings.reasons)
            factors = self._decryptions(tally)
            if len(self._findings.reasons) == already and counted.sound:
                self._result(tally, factors, counted.weight)

    def _tally(self, step: Step, counted: Counted) -> EncryptedTally:
        """The published sums are the ones recomputed here, to the byte; the numbers beside them too."""
        raw, sized = self._archive.contents(step.data)
        code = "tally-shape"
        fields = members(read(sized), code, "num_tallied", "total_weight", "encrypted_tally")
        if read_hash(fields["encrypted_tally"], code) != step.data[0].hash:
            raise Invalid("records-mismatch", "the size of the tally is told of another tally")
        number, weight = count(fields["num_tallied"], code), read_weight(fields["total_weight"], code)
        tally = read_tally(self._election, raw)
        self.opened.tally_fingerprint = b64_of(step.data[0].hash)
        if not counted.sound:
            return tally
        if raw != write_tally(self._election, counted.tally):
            self._findings.refuse([Invalid("tally-mismatch", "the encrypted tally is not the sum of the ballots")])
        if number != counted.ballots:
            self._findings.refuse([Invalid("num-tallied", f"{counted.ballots} ballots count, not {number}")])
        if weight != counted.weight:
            self._findings.refuse(
                [Invalid("total-weight", f"the ballots that count weigh {counted.weight}, not {weight}")]
            )
        return tally

    def _shuffled(self, tally: EncryptedTally, executor: Executor | None) -> EncryptedTally:
        steps = self._archive.of_kind(events.SHUFFLE)
        if steps:
            raise Unsupported("shuffles")
        return tally

    def _decryptions(self, tally: EncryptedTally) -> dict[int, Factors]:
        factors: dict[int, Factors] = {}
        owners: set[int] = set()
        for step in self._archive.of_kind(events.PARTIAL_DECRYPTION):
            with self._findings.noting():
                raw, owned = self._archive.contents(step.data)
                owner = self._owner(owned, step, "decryption", owners)
                factors[owner] = check_decryption(self._election, self._trustees.each[owner - 1], tally, raw)
        self.opened.decryptions = len(factors)
        return factors

    def _owner(self, raw: bytes, step: Step, act: str, owners: set[int]) -> int:
        """Which trustee did this: one there is, for the first time."""
        fields = members(read(raw), f"{act}-shape", "owner", "payload")
        if read_hash(fields["payload"], f"{act}-shape") != step.data[0].hash:
            raise Invalid("records-mismatch", f"the owner is told of another {act}")
        owner = count(fields["owner"], f"{act}-shape")
        if not 1 <= owner <= len(self._trustees.each):
            raise Invalid(f"{act}-owner", f"there is no trustee {owner}")
        if owner in owners:
            raise Invalid(f"{act}-repeated", f"a second {act} by trustee {owner}")
        owners.add(owner)
        return owner

    def _result(self, tally: EncryptedTally, factors: Mapping[int, Factors], weight: int) -> None:
        for step in self._archive.of_kind(events.RESULT):
            missing = [number for number in range(1, len(self._trustees.each) + 1) if number not in factors]
            if missing:
                raise Invalid("decryption-missing", f"trustee {missing[0]} did not decrypt")
            (raw,) = self._archive.contents(step.data)
            result = read_result(self._election, tally, raw)
            together = combine_factors(self._election.group, list(factors.values()))
            uncountable = require_result(self._election, tally, together, result, weight)
            self.opened.result, self.opened.uncountable = result, tuple(uncountable)
