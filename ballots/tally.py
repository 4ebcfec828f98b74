"""Adding up encrypted votes, and reading the sums once the trustees have decrypted them."""

from collections.abc import Iterable, Sequence
from math import isqrt
from typing import Any, TypeAlias

from ballots.election import Election
from ballots.encoding import LARGE, Json, array, hex_hash, members, read, write, write_weight
from ballots.errors import Invalid
from ballots.groups import Ciphertext, Element, Group
from ballots.questions import Spelled, ciphertext_json, read_ciphertext, spelled

LARGEST_TALLY = 10_000_000
"""The most weight whose result is computed (BAL-12). Checking a published result has no such limit."""

EncryptedTally: TypeAlias = list[list[Ciphertext]]
"""For each question its ciphertexts in a row; what a row holds is the question's affair."""

Texts: TypeAlias = Sequence[Sequence[Spelled]]
"""The same as published: a tally's ciphertexts, or a ballot's."""


def aggregate(election: Election, ballots: Sequence[tuple[Sequence[Sequence[Ciphertext]], int]]) -> EncryptedTally:
    """The encrypted sums of the ciphertexts of checked ballots, each counted with its weight."""
    weights = [weight for _, weight in ballots]
    return [
        question.add_up(election.group, [ballot[index] for ballot, _ in ballots], weights)
        for index, question in enumerate(election.questions)
    ]


def combine(election: Election, tallies: Iterable[Texts]) -> EncryptedTally:
    """The tally of several heaps of ballots from the tally of each; or of ballots that weigh 1, checked before."""
    decoded = ([_decoded(election.group, row, members=False) for row in texts] for texts in tallies)
    return aggregate(election, [(rows, 1) for rows in decoded])


def _decoded(group: Group, row: Sequence[Spelled], *, members: bool) -> list[Ciphertext]:
    elements = group.decode([text for choice in row for text in choice], members=members)
    return list(zip(elements[::2], elements[1::2], strict=True))


def tally_texts(group: Group, tally: EncryptedTally) -> list[list[Spelled]]:
    return [spelled(group, row) for row in tally]


def write_tally(election: Election, tally: EncryptedTally) -> bytes:
    texts = tally_texts(election.group, tally)
    return write(
        [
            question.nest([ciphertext_json(choice) for choice in row])
            for question, row in zip(election.questions, texts, strict=True)
        ]
    )


def read_tally(election: Election, raw: bytes) -> EncryptedTally:
    """A published tally. Its elements are members, but only recomputing it shows that it is the right one."""
    code = "tally-shape"
    questions = array(read(raw, LARGE), code, len(election.questions))
    tally = []
    for question, value in zip(election.questions, questions, strict=True):
        row = [read_ciphertext(entry, code) for entry in question.flatten(value, code)]
        tally.append(_decoded(election.group, row, members=True))
    return tally


Factors: TypeAlias = list[list[Element]]
"""For each ciphertext of a tally, what one trustee or all of them together contribute to its decryption."""

Result: TypeAlias = list[list[Any]]
"""For each question what §11.3 says: numbers of votes, or the decrypted answers one by one."""


def compute_result(election: Election, tally: EncryptedTally, factors: Factors, total_weight: int) -> bytes:
    """The result to publish. Raises when a sum is not among the possible ones: some factor must be wrong."""
    if total_weight > LARGEST_TALLY:
        raise Invalid("total-weight", f"the total weight {total_weight} is above {LARGEST_TALLY}")
    group = election.group
    logarithm = Logarithm(group, total_weight)
    result: list[Json] = []
    for question, ciphertexts, shares in zip(election.questions, tally, factors, strict=True):
        result.append(question.open(group, _decrypted(group, ciphertexts, shares), logarithm.of))
    return write({"result": result})


def _decrypted(group: Group, row: Sequence[Ciphertext], factors: Sequence[Element]) -> list[Element]:
    """β/F for each, by one division: the inverse of all factors' product, times all others, is one factor's own."""
    before = [group.identity]
    for factor in factors:
        before.append(group.product([before[-1], factor]))
    inverse = group.multi_exp([before.pop()], [-1])
    decrypted = []
    for (_, beta), factor, others in reversed(list(zip(row, factors, before, strict=True))):
        decrypted.append(group.product([beta, inverse, others]))
        inverse = group.product([inverse, factor])
    return decrypted[::-1]


class Logarithm:
    """Finds w in 0..bound from g^w: a table of small steps, then giant ones until a step meets the table."""

    def __init__(self, group: Group, bound: int) -> None:
        self._group, self._bound, self._step = group, bound, isqrt(bound) + 1
        powers = [group.identity]
        for _ in range(self._step - 1):
            powers.append(group.product([powers[-1], group.generator]))
        self._small = {text: exponent for exponent, text in enumerate(group.encode(powers))}
        self._giant = group.multi_exp([group.generator], [-self._step])

    def of(self, element: Element) -> int:
        for giant in range(self._step + 1):
            small = self._small.get(self._group.encode([element])[0])
            if small is not None and giant * self._step + small <= self._bound:
                return giant * self._step + small
            element = self._group.product([element, self._giant])
        raise Invalid("result-out-of-range", "a decrypted sum is not a possible number of votes")


def read_result(election: Election, tally: EncryptedTally, raw: bytes) -> Result:
    code = "result-shape"
    fields = members(read(raw, LARGE), code, "result")
    questions = array(fields["result"], code, len(election.questions))
    return [
        question.read_result(value, code, len(ciphertexts))
        for question, ciphertexts, value in zip(election.questions, tally, questions, strict=True)
    ]


def require_result(
    election: Election, tally: EncryptedTally, factors: Factors, result: Result, total_weight: int
) -> list[tuple[int, int]]:
    """Raises ``Invalid`` unless the result is what was decrypted, and possible.

    The outcome are the answers, by question and place, that were embedded by nobody and so count for nothing (§16.1).
    """
    rows = enumerate(zip(election.questions, tally, factors, result, strict=True))
    return [
        (index, place)
        for index, (question, ciphertexts, shares, published) in rows
        for place in question.require_result(election.group, ciphertexts, shares, published, total_weight)
    ]


def write_sized_tally(tally: bytes, ballots: int, total_weight: int) -> bytes:
    return write(
        {"num_tallied": ballots, "total_weight": write_weight(total_weight), "encrypted_tally": hex_hash(tally)}
    )
