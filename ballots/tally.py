"""Adding up encrypted votes, and reading the sums once the trustees have decrypted them."""

from collections.abc import Iterable, Sequence
from math import isqrt
from typing import TypeAlias

from ballots.election import Election
from ballots.encoding import LARGE, Json, array, hex_hash, members, read, read_weight, string, write, write_weight
from ballots.errors import Invalid
from ballots.groups import Ciphertext, Element, Group, Term

LARGEST_TALLY = 10_000_000
"""The most weight whose result is computed (BAL-12). Checking a published result has no such limit."""

EncryptedTally: TypeAlias = list[list[Ciphertext]]
"""For each question, one ciphertext for each number of an answer."""

Texts: TypeAlias = Sequence[Sequence[tuple[str, str]]]


def aggregate(election: Election, ballots: Sequence[tuple[Texts, int]]) -> EncryptedTally:
    """The encrypted sums of ballots that were checked before, each counted with its weight."""
    group = election.group
    weights = [weight for _, weight in ballots]

    def total(texts: Sequence[str]) -> Element:
        return group.multi_exp(group.decode(texts, members=False), weights)

    return [
        [
            (
                total([ballot[question][place][0] for ballot, _ in ballots]),
                total([ballot[question][place][1] for ballot, _ in ballots]),
            )
            for place in range(election.questions[question].width)
        ]
        for question in range(len(election.questions))
    ]


def combine(election: Election, tallies: Iterable[Texts]) -> EncryptedTally:
    """The tally of several heaps of ballots from the tally of each."""
    return aggregate(election, [(texts, 1) for texts in tallies])


def tally_texts(group: Group, tally: EncryptedTally) -> list[list[tuple[str, str]]]:
    return [
        [(alpha, beta) for alpha, beta in (group.encode(ciphertext) for ciphertext in question)] for question in tally
    ]


def write_tally(group: Group, tally: EncryptedTally) -> bytes:
    return write(
        [[{"alpha": alpha, "beta": beta} for alpha, beta in question] for question in tally_texts(group, tally)]
    )


def read_tally(election: Election, raw: bytes) -> EncryptedTally:
    """A published tally. Its elements are members, but only recomputing it shows that it is the right one."""
    code = "tally-shape"
    questions = array(read(raw, LARGE), code, len(election.questions))
    return [
        [_read_ciphertext(election.group, value, code) for value in array(entries, code, question.width)]
        for question, entries in zip(election.questions, questions, strict=True)
    ]


def _read_ciphertext(group: Group, value: Json, code: str) -> Ciphertext:
    fields = members(value, code, "alpha", "beta")
    alpha, beta = group.decode([string(fields["alpha"], code), string(fields["beta"], code)])
    return alpha, beta


Factors: TypeAlias = list[list[Element]]
"""For each question and number, what one trustee or all of them together contribute to the decryption."""


def combine_factors(group: Group, shares: Sequence[Factors]) -> Factors:
    return [
        [group.product(list(same_place)) for same_place in zip(*same_question, strict=True)]
        for same_question in zip(*shares, strict=True)
    ]


def compute_result(election: Election, tally: EncryptedTally, factors: Factors, total_weight: int) -> bytes:
    """The result to publish. Raises when a sum is not among the possible ones: some factor must be wrong."""
    if total_weight > LARGEST_TALLY:
        raise Invalid("total-weight", f"the total weight {total_weight} is above {LARGEST_TALLY}")
    group = election.group
    logarithm = Logarithm(group, total_weight)
    result: list[Json] = [
        [
            write_weight(logarithm.of(group.multi_exp([beta, factor], [1, -1])))
            for (_, beta), factor in zip(ciphertexts, shares, strict=True)
        ]
        for ciphertexts, shares in zip(tally, factors, strict=True)
    ]
    return write({"result": result})


class Logarithm:
    """Finds w in 0..bound from g^w: a table of small steps, then giant ones until a step meets the table."""

    def __init__(self, group: Group, bound: int) -> None:
        self._group, self._bound, self._step = group, bound, isqrt(bound) + 1
        self._small: dict[str, int] = {}
        element = group.identity
        for exponent in range(self._step):
            self._small[group.encode([element])[0]] = exponent
            element = group.product([element, group.generator])
        self._giant = group.multi_exp([group.generator], [-self._step])

    def of(self, element: Element) -> int:
        for giant in range(self._step + 1):
            small = self._small.get(self._group.encode([element])[0])
            if small is not None and giant * self._step + small <= self._bound:
                return giant * self._step + small
            element = self._group.product([element, self._giant])
        raise Invalid("result-out-of-range", "a decrypted sum is not a possible number of votes")


def read_result(election: Election, raw: bytes) -> list[list[int]]:
    code = "result-shape"
    fields = members(read(raw), code, "result")
    questions = array(fields["result"], code, len(election.questions))
    return [
        [read_weight(weight, code) for weight in array(weights, code, question.width)]
        for question, weights in zip(election.questions, questions, strict=True)
    ]


def require_result(
    election: Election, tally: EncryptedTally, factors: Factors, result: list[list[int]], total_weight: int
) -> None:
    """g^w · F = β for every published w; and w is small, since adding the order would change nothing."""
    group = election.group
    for ciphertexts, shares, weights in zip(tally, factors, result, strict=True):
        if any(weight > total_weight for weight in weights):
            raise Invalid("result-mismatch", "an answer has more votes than were cast")
        terms = [Term(weight, 0, factor, 1) for weight, factor in zip(weights, shares, strict=True)]
        if group.commitments(group.generator, terms) != group.encode([beta for _, beta in ciphertexts]):
            raise Invalid("result-mismatch", "the result is not what the trustees decrypted")


def write_sized_tally(tally: bytes, ballots: int, total_weight: int) -> bytes:
    return write(
        {"num_tallied": ballots, "total_weight": write_weight(total_weight), "encrypted_tally": hex_hash(tally)}
    )
