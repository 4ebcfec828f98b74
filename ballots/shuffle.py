"""Shuffles: each trustee hands on the encrypted answers of numbers in an order that nobody else knows."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from ballots import groups
from ballots.chance import SYSTEM, Draw, below, permutation
from ballots.election import Election
from ballots.encoding import LARGE, Json, array, members, read, scalar, strings, write
from ballots.groups import Arithmetic, Ciphertext, Element, Group
from ballots.proofs import Shuffled, ShuffleProof, prove_shuffle, require_shuffle
from ballots.questions import read_ciphertext
from ballots.spread import Progress, spread, untold
from ballots.tally import EncryptedTally

ELEMENTS_AT_ONCE = 4000
"""Elements in one task: few enough to share the work evenly, enough to make multiplying many powers at once pay."""

QUICK = ("Ed25519", "native core")
"""Here a multiplication costs no more than to spell an element for another process and to read it there."""

_CODE = "shuffle-shape"


def to_shuffle(election: Election, tally: EncryptedTally) -> list[list[Ciphertext]]:
    """The ciphertexts of a tally that are decrypted ballot by ballot: what the first trustee shuffles."""
    return [tally[question] for question in election.shuffled]


def with_shuffled(election: Election, tally: EncryptedTally, shuffled: Sequence[list[Ciphertext]]) -> EncryptedTally:
    """What the trustees decrypt: the tally, with the outcome of the last shuffle in place of what was shuffled."""
    replaced = dict(zip(election.shuffled, shuffled, strict=True))
    return [replaced.get(question, row) for question, row in enumerate(tally)]


# --- making ---------------------------------------------------------------------------------------------------------


def make_shuffle(election: Election, before: Sequence[Sequence[Ciphertext]], draw: Draw = SYSTEM) -> bytes:
    """These ciphertexts, one list per question, encrypted again and in a new order, and the proof that they are.

    It is checked as any other before it leaves, since trustees go on from it and a wrong one holds up an election.
    """
    made = [_shuffle(election, ciphertexts, draw) for ciphertexts in before]
    raw = write(
        {
            "ciphertexts": [_write_ciphertexts(shuffled) for shuffled, _ in made],
            "proofs": [_write_proof(election.group, proof) for _, proof in made],
        }
    )
    check_shuffle(election, before, raw)
    return raw


def _shuffle(election: Election, e: Sequence[Ciphertext], draw: Draw) -> tuple[Shuffled, ShuffleProof]:
    order = permutation(len(e), draw)
    randomness = [below(election.group.order, draw) for _ in e]
    shuffled = _statement(election, e, [_again(election, e[j], randomness[j]) for j in order])
    return shuffled, prove_shuffle(shuffled, order, randomness, draw)


def _again(election: Election, ciphertext: Ciphertext, r: int) -> Ciphertext:
    """The same, re-encrypted: (α · g^r, β · y^r)."""
    group, (alpha, beta) = election.group, ciphertext
    return (
        group.secret_product([alpha, group.secret_power(group.generator, r)]),
        group.secret_product([beta, group.secret_power(election.public_key, r)]),
    )


def _statement(election: Election, e: Sequence[Ciphertext], e_prime: Sequence[Ciphertext]) -> Shuffled:
    return Shuffled(election.group, election.public_key, election.fingerprint, e, e_prime)


def _write_ciphertexts(shuffled: Shuffled) -> Json:
    texts = iter(shuffled.group.encode(list(chain(*shuffled.e_prime))))
    return [{"alpha": alpha, "beta": beta} for alpha, beta in zip(texts, texts, strict=True)]


def _write_proof(group: Group, proof: ShuffleProof) -> Json:
    def texts(elements: Sequence[Element]) -> list[Json]:
        return [*group.encode(elements)]

    def numbers(scalars: Sequence[int]) -> list[Json]:
        return [str(number) for number in scalars]

    t1, t2, t3, *t4 = texts(proof.t)
    return [
        [t1, t2, t3, t4, texts(proof.t_hat)],
        [*numbers(proof.s), numbers(proof.s_hat), numbers(proof.s_prime)],
        texts(proof.c),
        texts(proof.c_hat),
    ]


# --- checking -------------------------------------------------------------------------------------------------------


def check_shuffle(
    election: Election,
    before: Sequence[Sequence[Ciphertext]],
    raw: bytes,
    executor: Executor | None = None,
    *,
    arithmetic: Arithmetic | None = None,
    progress: Progress = untold,
) -> list[list[Ciphertext]]:
    """The ciphertexts of a published shuffle, one list per question, proved to be those of ``before`` (§10).

    Heavy work is handed to ``executor`` where that pays; ``arithmetic`` is the one that the election was read with.
    """
    group = election.group
    helping = None if (group.name, group.arithmetic) == QUICK else executor
    workers = _Workers(group, arithmetic, helping, progress)
    fields = members(read(raw, LARGE), _CODE, "ciphertexts", "proofs")
    lists = array(fields["ciphertexts"], _CODE, len(before))
    proofs = array(fields["proofs"], _CODE, len(before))
    after = []
    for e, ciphertexts, proof in zip(before, lists, proofs, strict=True):
        published = _read(group.order, len(e), ciphertexts, proof)
        elements = iter(workers.decode(published.elements))
        row = list(islice(elements, 2 * len(e)))
        e_prime = list(zip(row[::2], row[1::2], strict=True))
        require_shuffle(_statement(election, e, e_prime), published.proof(elements), multi_exp=workers.multi_exp)
        after.append(e_prime)
    return after


def read_shuffled(election: Election, before: Sequence[Sequence[Ciphertext]], raw: bytes) -> list[list[Ciphertext]]:
    """The outcome of a shuffle that ``check_shuffle`` passed before: whoever kept its bytes need not check it again."""
    lists = array(members(read(raw, LARGE), _CODE, "ciphertexts", "proofs")["ciphertexts"], _CODE, len(before))
    after = []
    for e, ciphertexts in zip(before, lists, strict=True):
        texts = [read_ciphertext(value, _CODE) for value in array(ciphertexts, _CODE, len(e))]
        elements = iter(election.group.decode([*chain(*texts)], members=False))
        after.append(list(zip(elements, elements, strict=True)))
    return after


@dataclass(frozen=True, slots=True)
class _Published:
    """The texts of e′, t, t̂, c and ĉ in a row, and the numbers of the proof."""

    elements: list[str]
    s: list[int]
    s_hat: list[int]
    s_prime: list[int]

    def proof(self, elements: Iterator[Element]) -> ShuffleProof:
        """From the elements after e′."""
        t, t_hat, c, c_hat = (list(islice(elements, number)) for number in (5, *[len(self.s_hat)] * 3))
        return ShuffleProof(t, t_hat, self.s, self.s_hat, self.s_prime, c, c_hat)


def _read(order: int, n: int, ciphertexts: Json, proof: Json) -> _Published:
    def numbers(value: Json) -> list[int]:
        return [scalar(number, order) for number in array(value, _CODE, n)]

    e_prime = [read_ciphertext(value, _CODE) for value in array(ciphertexts, _CODE, n)]
    first, responses, c, c_hat = array(proof, _CODE, 4)
    t1, t2, t3, t4, t_hat = array(first, _CODE, 5)
    *s, s_hat, s_prime = array(responses, _CODE, 6)
    elements = [t1, t2, t3, *array(t4, _CODE, 2), *array(t_hat, _CODE, n), *array(c, _CODE, n), *array(c_hat, _CODE, n)]
    return _Published(
        [*chain(*e_prime), *strings(elements, _CODE)],
        [scalar(number, order) for number in s],
        numbers(s_hat),
        numbers(s_prime),
    )


# --- the heavy work, on whatever core -------------------------------------------------------------------------------

_Heap: TypeAlias = tuple[str, Arithmetic | None, Sequence[str], Sequence[int]]
"""A group, its arithmetic, elements as texts and their powers."""


@dataclass(frozen=True, slots=True)
class _Workers:
    """Two operations of a group, done in heaps by an executor where there is one."""

    group: Group
    arithmetic: Arithmetic | None
    executor: Executor | None
    progress: Progress

    def decode(self, texts: Sequence[str]) -> list[Element]:
        """Members all. To check that takes longest of all, so it is what whoever waits is told of."""
        self.progress("shuffled numbers", 0, len(texts))
        if self.executor is None:
            elements: list[Element] = []
            for _, _, here, _ in self._heaps(texts, []):
                elements += self.group.decode(here)
                self.progress("shuffled numbers", len(elements), len(texts))
            return elements
        for done, _ in enumerate(spread(self.executor, _require_members, self._heaps(texts, [])), 1):
            self.progress("shuffled numbers", min(done * ELEMENTS_AT_ONCE, len(texts)), len(texts))
        return self.group.decode(texts, members=False)

    def multi_exp(self, elements: Sequence[Element], powers: Sequence[int]) -> Element:
        if self.executor is None:
            return self.group.multi_exp(elements, powers)
        heaps = self._heaps(self.group.encode(elements), powers)
        products = list(spread(self.executor, _product_of_powers, heaps))
        return self.group.product(self.group.decode(products, members=False))

    def _heaps(self, texts: Sequence[str], powers: Sequence[int]) -> Iterator[_Heap]:
        for start in range(0, len(texts), ELEMENTS_AT_ONCE):
            here = slice(start, start + ELEMENTS_AT_ONCE)
            yield self.group.name, self.arithmetic, texts[here], powers[here]


def _require_members(heap: _Heap) -> None:
    name, arithmetic, texts, _ = heap
    groups.group(name, arithmetic=arithmetic).decode(texts)


def _product_of_powers(heap: _Heap) -> str:
    name, arithmetic, texts, powers = heap
    group = groups.group(name, arithmetic=arithmetic)
    return group.encode([group.multi_exp(group.decode(texts, members=False), powers)])[0]
