"""Questions that ask for ranks or grades: whole answers, decrypted one by one after shuffles have mixed them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from ballots.chance import Draw, below
from ballots.encoding import Json, array, count, members, string, strings
from ballots.errors import Invalid
from ballots.groups import Ciphertext, Element, Group
from ballots.groups.embedding import BITS, LARGEST
from ballots.proofs import Claim, Proof, knowledge, prove_knowledge, read_proof
from ballots.questions.interface import (
    Context,
    Label,
    Spelled,
    ciphertext_json,
    read_ciphertext,
    require_numbers,
    spelled,
)

T = TypeVar("T")

_CODE = "ballot-shape"

_SPARSE = 90
"""Bits of work that must stand between a trustee and a forged answer: 20 numbers in Ed25519, 244 in RFC-3526-2048."""


@dataclass(frozen=True, slots=True)
class NonHomomorphic:
    """Give each of the answers a number.

    ``extra`` says how they are to be counted, which happens outside the archive; see the three functions below.
    """

    shuffled: ClassVar[bool] = True
    width: ClassVar[int] = 1

    text: str
    answers: tuple[str, ...]
    extra: Json = None

    @property
    def labels(self) -> Sequence[Label]:
        return self.answers

    def json(self) -> dict[str, Json]:
        extra: dict[str, Json] = {} if self.extra is None else {"extra": self.extra}
        value: dict[str, Json] = {"answers": list(self.answers), "question": self.text}
        return {"type": "NonHomomorphic", "value": value, **extra}

    def require_sound(self, group: Group) -> None:
        if not self.answers:
            raise Invalid("wrong-question", "a question offers nothing to rank or grade")
        try:
            group.embed([0] * len(self.answers))
        except Invalid:
            detail = f"an element of {group.name} does not hold {len(self.answers)} numbers"
            raise Invalid("wrong-question", detail) from None

    def crowded(self, group: Group) -> bool:
        """Of about 2^bits elements, 2^(8n) encode an answer of n numbers, and a trustee can draw until he meets one."""
        return BITS * len(self.answers) + _SPARSE > group.order.bit_length() - 1

    def size(self, ciphertext: int, proof: int) -> int:
        return ciphertext + proof

    def require_answer(self, answer: Sequence[int]) -> None:
        require_numbers(answer, len(self.answers), LARGEST)

    def make_answer(self, context: Context, answer: Sequence[int], draw: Draw) -> "NonHomomorphicAnswer":
        """Takes a time that depends on the answer: how many spellings are tried until one is an element.

        So it is for a voter's own machine, as all secrets of a ballot are, and for nobody who is asked over a network.
        """
        group = context.group
        randomness = below(group.order, draw)
        ((alpha, mask),) = group.encrypt(context.y, [(randomness, 0)])
        (choice,) = spelled(group, [(alpha, group.secret_product([mask, group.embed(answer)]))])
        return NonHomomorphicAnswer(choice, prove_knowledge(group, _prefix(context, choice), randomness, draw))

    def encrypt_blank(self, group: Group, y: Element, randomness: Sequence[int]) -> list[Ciphertext]:
        if len(randomness) != self.width:
            raise Invalid("not-blank", "a blank answer to this has one ciphertext")
        nothing = group.embed([0] * len(self.answers))
        return [(alpha, group.product([mask, nothing])) for alpha, mask in group.encrypt(y, [(randomness[0], 0)])]

    def read_answer(self, value: Json, order: int) -> "NonHomomorphicAnswer":
        fields = members(value, _CODE, "choices", "proof")
        return NonHomomorphicAnswer(
            read_ciphertext(fields["choices"], _CODE), read_proof(fields["proof"], order, _CODE)
        )

    def nest(self, flat: Sequence[T]) -> list[T]:
        return list(flat)

    def flatten(self, value: Json, code: str, length: int | None = None) -> list[Json]:
        return array(value, code, length)

    def add_up(self, group: Group, answers: Sequence[Sequence[Ciphertext]], weights: Sequence[int]) -> list[Ciphertext]:
        """All of them, in an order that tells nothing: by alpha, then by beta (§9)."""
        if any(weight != 1 for weight in weights):
            raise Invalid("weighted-ranking", "a ballot that ranks or grades counts once: its weight must be 1")
        row = [ciphertext for answer in answers for ciphertext in answer]
        keys = [(group.sort_key(alpha), group.sort_key(beta)) for alpha, beta in spelled(group, row)]
        return [row[place] for place in sorted(range(len(row)), key=keys.__getitem__)]

    def open(self, group: Group, decrypted: Sequence[Element], logarithm: Callable[[Element], int]) -> list[list[int]]:  # noqa: ARG002
        return [group.embedded(element, len(self.answers)) for element in decrypted]

    def read_result(self, value: Json, code: str, length: int) -> list[list[int]]:
        answers = [array(answer, code, len(self.answers)) for answer in array(value, code, length)]
        return [[_byte(number, code) for number in answer] for answer in answers]

    def require_result(
        self,
        group: Group,
        tally: Sequence[Ciphertext],
        factors: Sequence[Element],
        result: Sequence[Sequence[int]],
        weight: int,  # noqa: ARG002
    ) -> list[int]:
        """embed(v) · F = β for every published v. Where this fails, v may still be what β/F reads as."""
        distinct: list[tuple[int, ...]] = list(set(map(tuple, result)))
        alike = dict(zip(distinct, group.embed_public(distinct), strict=True))
        masked = [group.product([alike[tuple(answer)], factor]) for answer, factor in zip(result, factors, strict=True)]
        betas = group.encode([beta for _, beta in tally])
        misread = [place for place, text in enumerate(group.encode(masked)) if text != betas[place]]
        for place in misread:
            decrypted = group.multi_exp([tally[place][1], factors[place]], [1, -1])
            if group.embedded(decrypted, len(self.answers)) != list(result[place]):
                raise Invalid("result-mismatch", "the result is not what the trustees decrypted")
        return misread


def read_nonhomomorphic(value: Json, extra: Json, code: str) -> NonHomomorphic:
    fields = members(value, code, "answers", "question")
    answers = tuple(strings(array(fields["answers"], code), code))
    return NonHomomorphic(string(fields["question"], code), answers, extra)


def _byte(value: Json, code: str) -> int:
    number = count(value, code)
    if number > LARGEST:
        raise Invalid(code, f"a rank or grade above {LARGEST}")
    return number


def _prefix(context: Context, choice: Spelled) -> str:
    return f"raweg|{context.voter}|{context.key},{choice[0]},{choice[1]}|"


@dataclass(frozen=True, slots=True)
class NonHomomorphicAnswer:
    choice: Spelled
    proof: Proof

    @property
    def choices(self) -> tuple[Spelled, ...]:
        return (self.choice,)

    def json(self) -> dict[str, Json]:
        return {"choices": ciphertext_json(self.choice), "proof": self.proof.json()}

    def claims(self, context: Context, ciphertexts: Sequence[Ciphertext]) -> Iterator[Claim]:
        """Who knows the randomness of α knows the plaintext: nobody else's answer can be taken over."""
        ((alpha, _),) = ciphertexts
        yield knowledge("answer-proof", _prefix(context, self.choice), alpha, self.proof)

    def parts(self) -> Iterator[str]:
        yield f"{self.choice[0]},{self.choice[1]}"
        yield f"{self.proof.challenge},{self.proof.response}"


# --- methods of counting, as ``extra`` names them (§7.2) ------------------------------------------------------------


def majority_judgment(grades: Sequence[str], *, blank: bool) -> Json:
    """Grade 1 is the first, and best, of ``grades``; an answer of zeros is blank."""
    return {"method": "MajorityJudgment", "blank": blank, "grades": list(grades)}


def schulze(*, blank: bool) -> Json:
    """Rank 1 is preferred, ranks may be equal, 0 is not ranked; an answer of zeros is blank."""
    return {"method": "Schulze", "blank": blank}


def single_transferable_vote(seats: int, *, blank: bool) -> Json:
    """Ranks 1, 2, 3, … without ties or gaps, 0 is not ranked; an answer of zeros is blank."""
    return {"method": "STV", "blank": blank, "seats": seats}
