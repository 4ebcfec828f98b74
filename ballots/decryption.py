"""A trustee's part in opening the result: partial decryptions, their proofs, and the proof beside the archive.

The protocol's own proof hashes neither the ciphertext nor the factor. Who decrypts last can therefore redraw a factor
of an answer of numbers until it reads as chosen (§16.1). So each trustee publishes a second proof of the same
statement, in a file of its own, whose challenge hashes both; the archive stays as every other program expects it.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeAlias

from ballots.chance import SYSTEM, Draw
from ballots.election import Election
from ballots.encoding import LARGE, Json, array, members, read, string, strings, write
from ballots.errors import Invalid
from ballots.groups import Arithmetic, group
from ballots.keys import Trustee
from ballots.proofs import Equality, Proof, prove_equality, read_proof, require_equality
from ballots.spread import Progress, ballots_at_once, spread, untold
from ballots.tally import EncryptedTally, Factors

_SHAPE = "decryption-shape"
_BINDING_SHAPE = "binding-shape"


@dataclass(frozen=True, slots=True)
class _Statement:
    """That factors were made with one trustee's key, ``bound`` to each ciphertext and factor or not."""

    fingerprint: str
    key: str
    bound: bool

    @property
    def code(self) -> str:
        return "binding-proof" if self.bound else "decryption-proof"

    def prefix(self, alpha: str, factor: str) -> str:
        if self.bound:
            return f"bound-decrypt|{self.fingerprint}|{self.key}|{alpha},{factor}|"
        return f"decrypt|{self.fingerprint}|{self.key}|"


# --- in the archive -------------------------------------------------------------------------------------------------


def decrypt(election: Election, tally: EncryptedTally, secret: int, draw: Draw = SYSTEM) -> bytes:
    """A trustee's share of the decryption, with the proof that it was made with the trustee's key (§11.1).

    Decrypting anything but the sums of all votes would open somebody's ballot: the caller has recomputed ``tally``
    from a verified archive (BAL-9).
    """
    in_group = election.group
    factors = [[in_group.secret_power(alpha, secret) for alpha, _ in row] for row in tally]
    statement = _Statement(election.fingerprint, _key(election, secret), bound=False)
    proofs = _prove(election, statement, tally, factors, secret=secret, draw=draw)
    texts = [in_group.encode(row) for row in factors]
    return write({"decryption_factors": _nested(election, texts), "decryption_proofs": proofs})


def check_decryption(
    election: Election,
    trustee: Trustee,
    tally: EncryptedTally,
    raw: bytes,
    *,
    executor: Executor | None = None,
    arithmetic: Arithmetic | None = None,
    progress: Progress = untold,
) -> Factors:
    """The factors of a published partial decryption, each proved to be the trustee's.

    Work is handed to ``executor`` where there is one; ``arithmetic`` is the one that the election was read with.
    """
    fields = members(read(raw, LARGE), _SHAPE, "decryption_factors", "decryption_proofs")
    texts = [strings(row, _SHAPE) for row in _flat(election, tally, fields["decryption_factors"], _SHAPE)]
    factors = [election.group.decode(row, members=False) for row in texts]
    proofs = _read_proofs(election, tally, fields["decryption_proofs"], _SHAPE)
    statement = _Statement(election.fingerprint, trustee.key, bound=False)
    _check(election, statement, _in_line(election, tally, texts, proofs), executor, arithmetic, progress=progress)
    return factors


# --- beside the archive ---------------------------------------------------------------------------------------------


def bind_decryption(
    election: Election, tally: EncryptedTally, factors: Factors, secret: int, draw: Draw = SYSTEM
) -> bytes:
    """The additional proof, to be published with a trustee's factors for this tally, as ``check_decryption`` gave them.

    ``{"election_hash":φ,"public_key":X,"binding_proofs":[…]}``: the proofs stand as those of the decryption do, and
    differ from them in the text before the commitments only, ``bound-decrypt|φ|X|alpha,F|``.
    """
    statement = _Statement(election.fingerprint, _key(election, secret), bound=True)
    proofs = _prove(election, statement, tally, factors, secret=secret, draw=draw)
    return write({"election_hash": election.fingerprint, "public_key": statement.key, "binding_proofs": proofs})


def check_binding(
    election: Election,
    trustee: Trustee,
    tally: EncryptedTally,
    factors: Factors,
    raw: bytes,
    *,
    executor: Executor | None = None,
    arithmetic: Arithmetic | None = None,
    progress: Progress = untold,
) -> None:
    """Raise ``Invalid`` unless the trustee proved these very factors of this tally to be made with the key."""
    if bound_key(election, raw) != trustee.key:
        raise Invalid("binding-owner", "the additional proof is another trustee's")
    proofs = _read_proofs(election, tally, read_binding(raw)["binding_proofs"], _BINDING_SHAPE)
    texts = [election.group.encode(row) for row in factors]
    statement = _Statement(election.fingerprint, trustee.key, bound=True)
    _check(election, statement, _in_line(election, tally, texts, proofs), executor, arithmetic, progress=progress)


def bound_key(election: Election, raw: bytes) -> str:
    """Whose additional proof this claims to be: the text of the public key."""
    fields = read_binding(raw)
    if fields["election_hash"] != election.fingerprint:
        raise Invalid("wrong-election", "the additional proof was made for another election")
    return string(fields["public_key"], _BINDING_SHAPE)


def read_binding(raw: bytes) -> dict[str, Json]:
    """The members of an additional proof; what stands in them is for ``check_binding`` to read."""
    return members(read(raw, LARGE), _BINDING_SHAPE, "election_hash", "public_key", "binding_proofs")


# --- proofs, made and checked ---------------------------------------------------------------------------------------


def _key(election: Election, secret: int) -> str:
    return election.group.encode([election.group.secret_power(election.group.generator, secret)])[0]


def _prove(
    election: Election, statement: _Statement, tally: EncryptedTally, factors: Factors, *, secret: int, draw: Draw
) -> list[Json]:
    """The proofs for each ciphertext, as published."""
    in_group, rows = election.group, []
    for ciphertexts, made in zip(tally, factors, strict=True):
        alphas = [alpha for alpha, _ in ciphertexts]
        texts = zip(alphas, in_group.encode(alphas), in_group.encode(made), strict=True)
        rows.append(
            [
                prove_equality(in_group, statement.prefix(text, factor), alpha, secret, draw).json()
                for alpha, text, factor in texts
            ]
        )
    return _nested(election, rows)


_Made: TypeAlias = tuple[str, str, Proof]
"""An alpha and its factor, as texts, and the proof that they are of one trustee."""


@dataclass(frozen=True, slots=True)
class _Heap:
    group: str
    arithmetic: Arithmetic | None
    statement: _Statement
    made: list[_Made]


def _in_line(
    election: Election, tally: EncryptedTally, factors: Sequence[Sequence[str]], proofs: Sequence[Sequence[Proof]]
) -> list[_Made]:
    alphas = [election.group.encode([alpha for alpha, _ in row]) for row in tally]
    rows = zip(alphas, factors, proofs, strict=True)
    return [each for row in rows for each in zip(*row, strict=True)]


def _check(
    election: Election,
    statement: _Statement,
    made: list[_Made],
    executor: Executor | None,
    arithmetic: Arithmetic | None,
    *,
    progress: Progress,
) -> None:
    name, size = election.group.name, ballots_at_once(election.group, 1)
    starts = range(0, len(made), size)
    heaps = (_Heap(name, arithmetic, statement, made[start : start + size]) for start in starts)
    what = "additional proofs" if statement.bound else "decrypted numbers"
    for done, _ in enumerate(spread(executor, _check_heap, heaps), 1):
        progress(what, min(done * size, len(made)), len(made))


def _check_heap(heap: _Heap) -> None:
    in_group = group(heap.group, arithmetic=heap.arithmetic)
    (key,) = in_group.decode([heap.statement.key], members=False)
    alphas = in_group.decode([alpha for alpha, _, _ in heap.made], members=False)
    factors = in_group.decode([factor for _, factor, _ in heap.made])
    equalities = [
        Equality(heap.statement.prefix(text, factor_text), alpha, factor, proof)
        for alpha, factor, (text, factor_text, proof) in zip(alphas, factors, heap.made, strict=True)
    ]
    require_equality(in_group, heap.statement.code, key, equalities)


# --- as published ---------------------------------------------------------------------------------------------------


def _nested(election: Election, rows: Sequence[Sequence[Json]]) -> list[Json]:
    return [question.nest(row) for question, row in zip(election.questions, rows, strict=True)]


def _flat(election: Election, tally: EncryptedTally, value: Json, code: str) -> list[list[Json]]:
    """As many entries for each question as the tally has ciphertexts."""
    return [
        question.flatten(entries, code, len(row))
        for question, entries, row in zip(election.questions, array(value, code, len(tally)), tally, strict=True)
    ]


def _read_proofs(election: Election, tally: EncryptedTally, value: Json, code: str) -> list[list[Proof]]:
    order = election.group.order
    return [[read_proof(proof, order, code) for proof in row] for row in _flat(election, tally, value, code)]
