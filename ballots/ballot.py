"""One ballot: how a voter makes it, and everything that must hold before it may count."""

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ballots.chance import SYSTEM, Draw, below
from ballots.election import Election, Homomorphic
from ballots.encoding import Json, array, b64_hash, b64_of, hex_hash, members, read, string, write
from ballots.errors import Invalid
from ballots.groups import Ciphertext
from ballots.proofs import (
    Claim,
    Opened,
    Proof,
    knowledge,
    one_of,
    prove_knowledge,
    prove_one_of,
    read_proof,
    read_proofs,
    require,
)

_CODE = "ballot-shape"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as published: the texts of its ciphertexts, and its proofs."""

    choices: tuple[tuple[str, str], ...]
    individual: tuple[list[Proof], ...]
    overall: list[Proof]
    blank: list[Proof] | None

    def json(self) -> dict[str, Json]:
        blank: dict[str, Json] = {"blank_proof": _proofs_json(self.blank)} if self.blank else {}
        return {
            "choices": [{"alpha": alpha, "beta": beta} for alpha, beta in self.choices],
            "individual_proofs": [_proofs_json(pair) for pair in self.individual],
            "overall_proof": _proofs_json(self.overall),
            **blank,
        }

    def proofs(self) -> Iterator[Proof]:
        for pair in self.individual:
            yield from pair
        yield from self.overall
        yield from self.blank or ()


def _proofs_json(proofs: Sequence[Proof]) -> list[Json]:
    return [proof.json() for proof in proofs]


@dataclass(frozen=True)
class CheckedBallot:
    """A ballot all of whose proofs hold. ``parts`` is what no ballot of another credential may repeat (BAL-3)."""

    raw: bytes
    credential: str
    answers: tuple[Answer, ...]

    @cached_property
    def hash(self) -> str:
        return hex_hash(self.raw)

    @property
    def tracker(self) -> str:
        return b64_of(self.hash)

    @property
    def ciphertexts(self) -> list[list[tuple[str, str]]]:
        return [list(answer.choices) for answer in self.answers]

    @cached_property
    def parts(self) -> frozenset[str]:
        """A short hash of every ciphertext and of every proof."""
        texts = [f"{alpha},{beta}" for answer in self.answers for alpha, beta in answer.choices]
        proofs = [f"{proof.challenge}|{proof.response}" for answer in self.answers for proof in answer.proofs()]
        return frozenset(hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts + proofs)


@dataclass(frozen=True, slots=True)
class _Prefixes:
    """The texts that tie the proofs of one answer to this election, this credential and these ciphertexts."""

    voter: str
    answer: str

    def individual(self, choice: tuple[str, str]) -> str:
        return f"prove|{self.voter}|{choice[0]},{choice[1]}|"

    def overall(self, total: Sequence[str]) -> str:
        return f"prove|{self.answer}|{total[0]},{total[1]}|"

    @property
    def blank(self) -> str:
        return f"bproof0|{self.answer}|"

    @property
    def overall_with_blank(self) -> str:
        return f"bproof1|{self.answer}|"


def _prefixes(election: Election, credential: str, choices: Sequence[tuple[str, str]]) -> _Prefixes:
    voter = f"{election.fingerprint}|{credential}"
    return _Prefixes(voter, f"{voter}|{','.join(f'{alpha},{beta}' for alpha, beta in choices)}")


# --- making ---------------------------------------------------------------------------------------------------------


def make_ballot(election: Election, secret: int, answers: Sequence[Sequence[int]], draw: Draw = SYSTEM) -> bytes:
    """The bytes to publish. Each answer is a list of 0 and 1, with the blank vote first where it is allowed."""
    if len(answers) != len(election.questions):
        raise Invalid("answer-count", f"{len(election.questions)} questions are asked")
    group = election.group
    credential = group.encode([group.secret_power(group.generator, secret)])[0]
    body: dict[str, Json] = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": credential,
        "answers": [
            _make_answer(election, credential, question, answer, draw).json()
            for question, answer in zip(election.questions, answers, strict=True)
        ],
    }
    digest = b64_hash(write(body))
    proof = prove_knowledge(group, f"sig|{digest}|", secret, draw)
    return write({**body, "signature": {"hash": digest, "proof": proof.json()}})


def _make_answer(
    election: Election, credential: str, question: Homomorphic, answer: Sequence[int], draw: Draw
) -> Answer:
    question.require_answer(answer)
    group, y = election.group, election.public_key
    opened = [Opened(below(group.order, draw), choice) for choice in answer]
    encrypted = group.encrypt(y, [(choice.randomness, choice.plaintext) for choice in opened])
    choices = tuple((alpha, beta) for alpha, beta in (group.encode(ciphertext) for ciphertext in encrypted))
    prefixes = _prefixes(election, credential, choices)
    individual = tuple(
        prove_one_of(group, y, prefixes.individual(text), [(choice, 0), (choice, 1)], true=choice.plaintext, draw=draw)
        for choice, text in zip(opened, choices, strict=True)
    )
    overall, blank = _prove_total(election, question, opened, prefixes, draw)
    return Answer(choices, individual, overall, blank)


def _prove_total(
    election: Election, question: Homomorphic, opened: Sequence[Opened], prefixes: _Prefixes, draw: Draw
) -> tuple[list[Proof], list[Proof] | None]:
    """That an allowed number of answers is chosen, or, where it is allowed, none of them and the blank vote."""
    group, y = election.group, election.public_key
    chosen = opened[question.blank :]
    total = Opened(sum(choice.randomness for choice in chosen) % group.order, sum(one.plaintext for one in chosen))
    allowed = [(total, value) for value in range(question.minimum, question.maximum + 1)]
    place = total.plaintext - question.minimum
    if not question.blank:
        ((alpha, beta),) = group.encrypt(y, [(total.randomness, total.plaintext)])
        prefix = prefixes.overall(group.encode([alpha, beta]))
        return prove_one_of(group, y, prefix, allowed, true=place, draw=draw), None
    first = opened[0]
    none_or_not_blank = [(first, 0), (total, 0)]
    blank = prove_one_of(group, y, prefixes.blank, none_or_not_blank, true=first.plaintext, draw=draw)
    place = 0 if first.plaintext else place + 1
    return prove_one_of(group, y, prefixes.overall_with_blank, [(first, 1), *allowed], true=place, draw=draw), blank


# --- checking -------------------------------------------------------------------------------------------------------


def check_ballot(election: Election, credentials: Container[str], raw: bytes) -> CheckedBallot:
    """Everything a ballot must satisfy by itself; raises ``Invalid`` otherwise.

    That the same bytes, or any of ``parts`` under another credential, were not cast before is for the caller, who
    knows the other ballots.
    """
    ballot, signature = _read_ballot(election, raw)
    if ballot.credential not in credentials:
        raise Invalid("credential-not-listed", "no voter has this credential")
    group = election.group
    texts = [text for answer in ballot.answers for choice in answer.choices for text in choice]
    credential, *elements = group.decode([ballot.credential, *texts])
    claims = [knowledge("signature", f"sig|{signature.hash}|", credential, signature.proof)]
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        here, elements = elements[: 2 * question.width], elements[2 * question.width :]
        ciphertexts = list(zip(here[::2], here[1::2], strict=True))
        claims += _claims(election, ballot.credential, question, answer, ciphertexts)
    require(group, election.public_key, claims)
    return ballot


@dataclass(frozen=True, slots=True)
class _Signature:
    hash: str
    proof: Proof


def credential_of(election: Election, raw: bytes) -> str:
    """Whose ballot this claims to be; nothing is proved by it."""
    return _read_ballot(election, raw)[0].credential


def _read_ballot(election: Election, raw: bytes) -> tuple[CheckedBallot, _Signature]:
    """The parts of a ballot in their places; what they prove is not yet looked at."""
    value = members(read(raw), _CODE, "election_uuid", "election_hash", "credential", "answers", "signature")
    if (value["election_uuid"], value["election_hash"]) != (election.uuid, election.fingerprint):
        raise Invalid("wrong-election", "the ballot was made for another election")
    signed = members(value.pop("signature"), _CODE, "hash", "proof")
    signature = _Signature(string(signed["hash"], _CODE), read_proof(signed["proof"], election.group.order, _CODE))
    if signature.hash != b64_hash(write(value)):
        raise Invalid("signature-hash", "the signature is for another content")
    answers = array(value["answers"], _CODE)
    if len(answers) != len(election.questions):
        raise Invalid("answer-count", f"{len(election.questions)} questions are asked")
    order = election.group.order
    read_answers = tuple(
        _read_answer(question, answer, order) for question, answer in zip(election.questions, answers, strict=True)
    )
    return CheckedBallot(raw, string(value["credential"], _CODE), read_answers), signature


def _read_answer(question: Homomorphic, value: Json, order: int) -> Answer:
    names = ["choices", "individual_proofs", "overall_proof"] + ["blank_proof"] * question.blank
    fields = members(value, _CODE, *names)
    choices = array(fields["choices"], _CODE, question.width)
    individual = array(fields["individual_proofs"], _CODE, question.width)
    possible = question.maximum - question.minimum + 1 + question.blank
    return Answer(
        choices=tuple(_read_choice(choice) for choice in choices),
        individual=tuple(read_proofs(pair, order, _CODE, 2) for pair in individual),
        overall=read_proofs(fields["overall_proof"], order, _CODE, possible),
        blank=read_proofs(fields["blank_proof"], order, _CODE, 2) if question.blank else None,
    )


def _read_choice(value: Json) -> tuple[str, str]:
    fields = members(value, _CODE, "alpha", "beta")
    return string(fields["alpha"], _CODE), string(fields["beta"], _CODE)


def _claims(
    election: Election, credential: str, question: Homomorphic, answer: Answer, ciphertexts: Sequence[Ciphertext]
) -> Iterator[Claim]:
    prefixes = _prefixes(election, credential, answer.choices)
    for choice, ciphertext, pair in zip(answer.choices, ciphertexts, answer.individual, strict=True):
        yield one_of("individual-proof", prefixes.individual(choice), [(ciphertext, 0), (ciphertext, 1)], pair)
    group = election.group
    chosen = ciphertexts[question.blank :]
    total = group.product([alpha for alpha, _ in chosen]), group.product([beta for _, beta in chosen])
    allowed = [(total, value) for value in range(question.minimum, question.maximum + 1)]
    if answer.blank is None:
        yield one_of("overall-proof", prefixes.overall(group.encode(total)), allowed, answer.overall)
        return
    first = ciphertexts[0]
    yield one_of("blank-proof", prefixes.blank, [(first, 0), (total, 0)], answer.blank)
    yield one_of("overall-proof", prefixes.overall_with_blank, [(first, 1), *allowed], answer.overall)
