"""From the encrypted sum to the result: what trustees did after the voting, each act checked by itself."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

from ballots import events
from ballots.archive import Archive, Step
from ballots.ballot_box import Counted
from ballots.decryption import bound_key, check_binding, check_decryption
from ballots.election import Election
from ballots.encoding import b64_of, count, members, read, read_hash, read_weight
from ballots.errors import Invalid
from ballots.groups import Arithmetic, Ciphertext
from ballots.report import Findings
from ballots.shuffle import check_shuffle, to_shuffle, with_shuffled
from ballots.spread import Progress
from ballots.tally import EncryptedTally, Factors, Result, read_result, read_tally, require_result, write_tally
from ballots.trustees import Trustees, combine_shares


@dataclass(slots=True)
class Opening:
    """Checks how one archive's ballots were added up and opened; its last fields say how far that has come.

    Each act is judged against what was published before it. So a wrong sum is told once, and not again as decryptions
    and a result that fit it and nothing else.
    """

    archive: Archive
    election: Election
    trustees: Trustees
    findings: Findings
    executor: Executor | None
    arithmetic: Arithmetic | None
    progress: Progress
    tally_fingerprint: str | None = None
    weight: int = 0
    shuffles: int = 0
    decryptions: int = 0
    bindings: int = 0
    result: Result | None = None
    uncountable: tuple[tuple[int, int], ...] = ()

    def check(self, counted: Counted, bindings: Sequence[bytes]) -> None:
        """Raises ``Invalid`` where nothing after it can be judged, and notes what else does not hold."""
        for step in self.archive.of_kind(events.ENCRYPTED_TALLY):
            tally = self._shuffled(self._tally(step, counted))
            already = len(self.findings.reasons)
            factors = self._decryptions(tally)
            bound = self._bound(tally, factors, bindings)
            if len(self.findings.reasons) == already:
                self._result(tally, factors, bound)

    def _tally(self, step: Step, counted: Counted) -> EncryptedTally:
        """The published sums are the ones recomputed here, to the byte; the numbers beside them too.

        Where some ballot does not hold no sum is right, so none is compared.
        """
        raw, sized = self.archive.contents(step.data)
        code = "tally-shape"
        fields = members(read(sized), code, "num_tallied", "total_weight", "encrypted_tally")
        if read_hash(fields["encrypted_tally"], code) != step.data[0].hash:
            raise Invalid("records-mismatch", "the size of the tally is told of another tally")
        number, self.weight = count(fields["num_tallied"], code), read_weight(fields["total_weight"], code)
        right = counted.sound and raw == write_tally(self.election, counted.tally)
        tally = counted.tally if right else read_tally(self.election, raw)
        self.tally_fingerprint = b64_of(step.data[0].hash)
        refuse = self.findings.refuse
        if counted.sound and not right:
            refuse(Invalid("tally-mismatch", "the encrypted tally is not the sum of the ballots"))
        if counted.sound and number != counted.ballots:
            refuse(Invalid("num-tallied", f"{counted.ballots} ballots count, not {number}"))
        if counted.sound and self.weight != counted.weight:
            refuse(Invalid("total-weight", f"the ballots that count weigh {counted.weight}, not {self.weight}"))
        return tally

    # --- shuffles ---------------------------------------------------------------------------------------------------

    def _shuffled(self, tally: EncryptedTally) -> EncryptedTally:
        """What is to be decrypted: answers that are opened one by one no longer stand in the voters' order."""
        steps = self.archive.of_kind(events.SHUFFLE)
        if not self.election.shuffled:
            if steps:
                self.findings.refuse(Invalid("shuffle-unexpected", "nothing in this election is to be shuffled"))
            return tally
        owners: set[int] = set()
        lists = to_shuffle(self.election, tally)
        for step in steps:
            lists = self._shuffle(step, lists, owners)
            self.shuffles += 1
        self._note_who_shuffled(sorted(owners))
        return with_shuffled(self.election, tally, lists)

    def _shuffle(self, step: Step, lists: list[list[Ciphertext]], owners: set[int]) -> list[list[Ciphertext]]:
        raw, owned = self.archive.contents(step.data)
        whose = f"shuffle {self.shuffles + 1}"
        with self.findings.noting():
            whose = f"{whose}, by trustee {self._owner(owned, step, 'shuffle', owners)}"
        try:
            return check_shuffle(
                self.election, lists, raw, self.executor, arithmetic=self.arithmetic, progress=self.progress
            )
        except Invalid as error:
            raise Invalid(error.code, f"{whose}: {error.detail}") from None

    def _note_who_shuffled(self, owners: Sequence[int]) -> None:
        if not self.shuffles and self.archive.of_kind(events.PARTIAL_DECRYPTION):
            self.findings.refuse(Invalid("shuffle-missing", "answers were opened one by one without any shuffle"))
        if self.archive.of_kind(events.END_SHUFFLES) and len(owners) < len(self.trustees.each):
            said = "not every trustee shuffled: that nobody knows whose answers are whose rests on these alone: "
            self.findings.warn("shuffles-few", said + ", ".join(f"trustee {owner}" for owner in owners))

    # --- decryptions ------------------------------------------------------------------------------------------------

    def _decryptions(self, tally: EncryptedTally) -> dict[int, Factors]:
        """The valid ones by trustee. One that can be spared, because others of its committee suffice, is no reason."""
        check = partial(check_decryption, executor=self.executor, arithmetic=self.arithmetic, progress=self.progress)
        factors: dict[int, Factors] = {}
        owners: set[int] = set()
        for step in self.archive.of_kind(events.PARTIAL_DECRYPTION):
            with self.findings.noting():
                raw, owned = self.archive.contents(step.data)
                owner = self._owner(owned, step, "decryption", owners)
                try:
                    factors[owner] = check(self.election, self.trustees.each[owner - 1], tally, raw)
                except Invalid as error:
                    if not self.trustees.in_committee(owner):
                        raise Invalid(error.code, f"trustee {owner}: {error.detail}") from None
                    said = f"the decryption by trustee {owner} does not hold and is left out ({error.detail})"
                    self.findings.warn("decryption-left-out", said)
        self.decryptions = len(factors)
        return factors

    def _bound(self, tally: EncryptedTally, factors: Mapping[int, Factors], bindings: Sequence[bytes]) -> set[int]:
        """Who proved beside the archive that the decryption is of these very ciphertexts (§16.1)."""
        bound: set[int] = set()
        for raw in bindings:
            with self.findings.noting():
                bound.update(self._binders(tally, factors, raw))
        self.bindings = len(bound)
        return bound

    def _binders(self, tally: EncryptedTally, factors: Mapping[int, Factors], raw: bytes) -> list[int]:
        """Whose factors one additional proof is about. More than one's, perhaps, in a committee of whom each suffices:
        there all have the same key."""
        check = partial(check_binding, executor=self.executor, arithmetic=self.arithmetic, progress=self.progress)
        key = bound_key(self.election, raw)
        found: list[int] = []
        refused = Invalid("binding-owner", "an additional proof is by nobody whose decryption holds")
        for owner in [owner for owner in factors if self.trustees.each[owner - 1].key == key]:
            try:
                check(self.election, self.trustees.each[owner - 1], tally, factors[owner], raw)
                found.append(owner)
            except Invalid as error:
                refused = error
        if not found:
            raise refused
        return found

    def _owner(self, raw: bytes, step: Step, act: str, owners: set[int]) -> int:
        """Which trustee did this: one there is, for the first time."""
        fields = members(read(raw), f"{act}-shape", "owner", "payload")
        if read_hash(fields["payload"], f"{act}-shape") != step.data[0].hash:
            raise Invalid("records-mismatch", f"the owner is told of another {act}")
        owner = count(fields["owner"], f"{act}-shape")
        if not 1 <= owner <= len(self.trustees.each):
            raise Invalid(f"{act}-owner", f"there is no trustee {owner}")
        if owner in owners:
            raise Invalid(f"{act}-repeated", f"a second {act} by trustee {owner}")
        owners.add(owner)
        return owner

    # --- result -----------------------------------------------------------------------------------------------------

    def _result(self, tally: EncryptedTally, factors: Mapping[int, Factors], bound: Collection[int]) -> None:
        for step in self.archive.of_kind(events.RESULT):
            together = combine_shares(self.trustees, factors)
            (raw,) = self.archive.contents(step.data)
            result = read_result(self.election, tally, raw)
            uncountable = require_result(self.election, tally, together, result, self.weight)
            if uncountable or self._forgeable(tally):
                uncountable = self._voters_own(tally, {owner: factors[owner] for owner in bound}, result)
            if uncountable:
                named = "; ".join(f"question {question + 1}, answer {place + 1}" for question, place in uncountable)
                self.findings.warn("answers-uncountable", f"answers that encode no choice, and count for none: {named}")
            self.result, self.uncountable = result, tuple(uncountable)

    def _forgeable(self, tally: EncryptedTally) -> bool:
        """Whether so many elements encode an answer that a forged one would not show."""
        asked = zip(self.election.questions, tally, strict=True)
        return any(row and question.crowded(self.election.group) for question, row in asked)

    def _voters_own(self, tally: EncryptedTally, bound: Mapping[int, Factors], result: Result) -> list[tuple[int, int]]:
        """An answer that nobody encoded is a voter's malformed one or a trustee's forgery. Only those who proved more
        than the protocol asks can show that it is not theirs: enough of them, opening the same result (§16.1)."""
        try:
            return require_result(self.election, tally, combine_shares(self.trustees, bound), result, self.weight)
        except Invalid:
            said = "an answer encodes no choice, or too many elements do to tell, so a trustee may have forged it:"
            asked = f"{said} ask all trustees for their additional proofs and give them too"
            raise Invalid("result-not-embedding", asked) from None


def to_decrypt(archive: Archive, election: Election) -> EncryptedTally:
    """The encrypted tally after all shuffles so far, each checked; ``Invalid("no-tally")`` where there is none yet.

    That the published sums are those of the ballots is for ``verify`` to say.
    """
    steps = archive.of_kind(events.ENCRYPTED_TALLY)
    if not steps:
        raise Invalid("no-tally", "the votes are not added up yet")
    (raw,) = archive.contents(steps[0].data[:1])
    tally = read_tally(election, raw)
    lists = to_shuffle(election, tally)
    for shuffle in archive.contents(step.data[0] for step in archive.of_kind(events.SHUFFLE)):
        lists = check_shuffle(election, lists, shuffle)
    return with_shuffled(election, tally, lists)
