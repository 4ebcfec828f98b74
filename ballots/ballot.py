"""One ballot: how a voter makes it, and everything that must hold before it may count."""

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from ballots.chance import SYSTEM, Draw
from ballots.election import Election
from ballots.encoding import Json, array, b64_hash, b64_of, hex_hash, members, read, string, write
from ballots.errors import Invalid
from ballots.groups import Ciphertext
from ballots.proofs import Claim, Proof, knowledge, prove_knowledge, read_proof, require
from ballots.questions import Answer, spelled

_CODE = "ballot-shape"
_SIGNATURE = b',"signature":'


@dataclass(frozen=True)
class CheckedBallot:
    """A ballot all of whose proofs hold. ``parts`` is what no ballot of another credential may repeat (BAL-3)."""

    raw: bytes
    credential: str
    answers: tuple[Answer, ...]
    ciphertexts: list[list[Ciphertext]] = field(repr=False)
    """Those of each answer, decoded."""

    @cached_property
    def hash(self) -> str:
        return hex_hash(self.raw)

    @property
    def tracker(self) -> str:
        return b64_of(self.hash)

    @cached_property
    def parts(self) -> frozenset[bytes]:
        """Half a hash, 16 bytes, of every ciphertext and of every proof."""
        texts = (text for answer in self.answers for text in answer.parts())
        return frozenset(hashlib.sha256(text.encode()).digest()[:16] for text in texts)


# --- making ---------------------------------------------------------------------------------------------------------


def make_ballot(election: Election, secret: int, answers: Sequence[Sequence[Any]], draw: Draw = SYSTEM) -> bytes:
    """The bytes to publish, from one plaintext for each question (§7.3)."""
    if len(answers) != len(election.questions):
        raise Invalid("answer-count", f"{len(election.questions)} questions are asked")
    for question, answer in zip(election.questions, answers, strict=True):
        question.require_answer(answer)
    group = election.group
    credential = group.encode([group.secret_power(group.generator, secret)])[0]
    context = election.context(credential)
    body: dict[str, Json] = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": credential,
        "answers": [
            question.make_answer(context, answer, draw).json()
            for question, answer in zip(election.questions, answers, strict=True)
        ],
    }
    digest = b64_hash(write(body))
    proof = prove_knowledge(group, f"sig|{digest}|", secret, draw)
    return write({**body, "signature": {"hash": digest, "proof": proof.json()}})


# --- checking -------------------------------------------------------------------------------------------------------


def check_ballot(election: Election, credentials: Container[str], raw: bytes) -> CheckedBallot:
    """Everything a ballot must satisfy by itself; raises ``Invalid`` otherwise.

    That ``credentials`` are members of the group was asked once of the whole list, by ``require_members``. That the
    same bytes, or any of ``parts`` under another credential, were not cast before is for the caller, who knows the
    other ballots.
    """
    (ballot,) = check_proofs(election, [read_ballot(election, credentials, raw)])
    return ballot


@dataclass(frozen=True, slots=True)
class ReadBallot:
    """The parts of a ballot in their places; what they prove is not yet looked at."""

    raw: bytes
    credential: str
    answers: tuple[Answer, ...]
    hash: str
    signature: Proof


def read_ballot(election: Election, credentials: Container[str], raw: bytes) -> ReadBallot:
    """The first part of ``check_ballot``: everything but elements and proofs."""
    ballot = _read_ballot(election, raw)
    if ballot.credential not in credentials:
        raise Invalid("credential-not-listed", "no voter has this credential")
    return ballot


def check_proofs(election: Election, ballots: Sequence[ReadBallot]) -> list[CheckedBallot]:
    """The second part, for many ballots at once, since each then takes less time; raises ``Invalid`` if one fails."""
    group = election.group
    elements = iter(group.decode([text for ballot in ballots for text in _texts(ballot)], members=False))
    claims: list[Claim] = []
    checked = []
    for ballot in ballots:
        claims.append(knowledge("signature", f"sig|{ballot.hash}|", next(elements), ballot.signature))
        context = election.context(ballot.credential)
        ciphertexts = [[(next(elements), next(elements)) for _ in answer.choices] for answer in ballot.answers]
        for answer, row in zip(ballot.answers, ciphertexts, strict=True):
            claims += answer.claims(context, row)
        checked.append(CheckedBallot(ballot.raw, ballot.credential, ballot.answers, ciphertexts))
    unchecked = [element for one in checked for row in one.ciphertexts for pair in row for element in pair]
    require(group, election.public_key, claims, unchecked)
    return checked


def _texts(ballot: ReadBallot) -> Iterator[str]:
    """Of all its elements: the credential's, then those of its ciphertexts."""
    yield ballot.credential
    for answer in ballot.answers:
        yield from chain.from_iterable(answer.choices)


def check_blank(election: Election, ballot: CheckedBallot, randomness: Sequence[Sequence[int]]) -> None:
    """That a ballot is blank throughout, as its maker shows who discloses the randomness of its ciphertexts (BAL-16).

    ``randomness`` has a list for each question, with the exponent r of each ciphertext (g^r, y^r · m) in its row.
    Whoever learns it learns that this ballot is blank, and nothing of any other. Raises ``Invalid("not-blank")``.
    """
    group, y = election.group, election.public_key
    if any(not 1 < power < group.order for row in randomness for power in row):
        raise Invalid("not-blank", "randomness lies between 1 and the order of the group")
    if len(randomness) != len(ballot.answers):
        raise Invalid("not-blank", f"{len(ballot.answers)} questions are asked")
    for question, answer, row in zip(election.questions, ballot.answers, randomness, strict=True):
        if tuple(spelled(group, question.encrypt_blank(group, y, row))) != answer.choices:
            raise Invalid("not-blank", "an answer is not blank, or has other randomness")


def credential_of(election: Election, raw: bytes) -> str:
    """Whose ballot this claims to be; nothing is proved by it."""
    return _read_ballot(election, raw).credential


def _read_ballot(election: Election, raw: bytes) -> ReadBallot:
    value = members(read(raw), _CODE, "election_uuid", "election_hash", "credential", "answers", "signature")
    if (value["election_uuid"], value["election_hash"]) != (election.uuid, election.fingerprint):
        raise Invalid("wrong-election", "the ballot was made for another election")
    signed = members(value["signature"], _CODE, "hash", "proof")
    order = election.group.order
    hash_, signature = string(signed["hash"], _CODE), read_proof(signed["proof"], order, _CODE)
    signed_bytes = raw[: raw.rindex(_SIGNATURE)] + b"}"  # as ``raw`` is canonical, what ``write`` would give again
    if hash_ != b64_hash(signed_bytes):
        raise Invalid("signature-hash", "the signature is for another content")
    answers = array(value["answers"], _CODE)
    if len(answers) != len(election.questions):
        raise Invalid("answer-count", f"{len(election.questions)} questions are asked")
    read_answers = tuple(
        question.read_answer(answer, order) for question, answer in zip(election.questions, answers, strict=True)
    )
    return ReadBallot(raw, string(value["credential"], _CODE), read_answers, hash_, signature)
