"""Questions whose answers are only ever added up: choose some of these, or vote blank."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from ballots.chance import Draw
from ballots.encoding import Json, array, count, members, read_weight, string, strings, write_weight
from ballots.errors import Invalid
from ballots.groups import Ciphertext, Element, Group
from ballots.proofs import Claim, Opened, Proof, one_of, prove_one_of, read_proofs
from ballots.questions import bits
from ballots.questions.interface import Context, Label, Spelled, ciphertext_json, read_ciphertext, require_numbers

T = TypeVar("T")

_CODE = "ballot-shape"


@dataclass(frozen=True, slots=True)
class Homomorphic:
    """Choose between ``minimum`` and ``maximum`` of the answers, or, where ``blank`` is allowed, none of them."""

    shuffled: ClassVar[bool] = False

    text: str
    answers: tuple[str, ...]
    minimum: int = 1
    maximum: int = 1
    blank: bool = False

    @property
    def width(self) -> int:
        """One ciphertext per answer, after one for the blank vote."""
        return len(self.answers) + self.blank

    @property
    def labels(self) -> list[Label]:
        return [*[None] * self.blank, *self.answers]

    @property
    def possible(self) -> int:
        """Cases of the overall proof."""
        return self.maximum - self.minimum + 1 + self.blank

    def json(self) -> dict[str, Json]:
        blank: dict[str, Json] = {"blank": True} if self.blank else {}
        limits: dict[str, Json] = {"min": self.minimum, "max": self.maximum, "question": self.text}
        return {"answers": list(self.answers), **blank, **limits}

    def require_sound(self, group: Group) -> None:  # noqa: ARG002 - possible in every group
        if not (0 <= self.minimum <= self.maximum <= len(self.answers) and self.maximum >= 1):
            raise Invalid("wrong-question", "a question asks for an impossible number of answers")

    def crowded(self, group: Group) -> bool:  # noqa: ARG002 - sums are few in every group
        return False

    def size(self, ciphertext: int, proof: int) -> int:
        return self.width * (ciphertext + 2 * proof) + (self.possible + 2 * self.blank) * proof

    def require_answer(self, answer: Sequence[int]) -> None:
        require_numbers(answer, self.width, 1)
        chosen = sum(answer[self.blank :])
        if self.blank and answer[0]:
            if chosen:
                raise Invalid("answer", "a blank vote chooses nothing else")
        elif not self.minimum <= chosen <= self.maximum:
            raise Invalid("answer", f"between {self.minimum} and {self.maximum} answers are to be chosen")

    def make_answer(self, context: Context, answer: Sequence[int], draw: Draw) -> "HomomorphicAnswer":
        opened, choices = bits.encrypt(context, answer, draw)
        individual = bits.prove(context, opened, choices, draw)
        overall, blank = self._prove_total(context, opened, context.answer(choices), draw)
        return HomomorphicAnswer(self, choices, individual, overall, blank)

    def encrypt_blank(self, group: Group, y: Element, randomness: Sequence[int]) -> list[Ciphertext]:
        if not self.blank or len(randomness) != self.width:
            raise Invalid("not-blank", f"a blank answer to this has {self.width} ciphertexts")
        return group.encrypt(y, [(power, place == 0) for place, power in enumerate(randomness)])

    def _prove_total(
        self, context: Context, opened: Sequence[Opened], bound: str, draw: Draw
    ) -> tuple[list[Proof], list[Proof] | None]:
        """That an allowed number of answers is chosen, or, where it is allowed, none of them and the blank vote."""
        group, y = context.group, context.y
        total = bits.opened_sum(group.order, opened[self.blank :])
        allowed = [(total, value) for value in range(self.minimum, self.maximum + 1)]
        place = total.plaintext - self.minimum
        if not self.blank:
            ((alpha, beta),) = group.encrypt(y, [(total.randomness, total.plaintext)])
            prefix = bits.overall_prefix(bound, group.encode([alpha, beta]))
            return prove_one_of(group, y, prefix, allowed, true=place, draw=draw), None
        first = opened[0]
        none_or_not_blank = [(first, 0), (total, 0)]
        blank = prove_one_of(group, y, f"bproof0|{bound}|", none_or_not_blank, true=first.plaintext, draw=draw)
        true = 0 if first.plaintext else place + 1
        return prove_one_of(group, y, f"bproof1|{bound}|", [(first, 1), *allowed], true=true, draw=draw), blank

    def read_answer(self, value: Json, order: int) -> "HomomorphicAnswer":
        names = ["choices", "individual_proofs", "overall_proof"] + ["blank_proof"] * self.blank
        fields = members(value, _CODE, *names)
        individual = array(fields["individual_proofs"], _CODE, self.width)
        return HomomorphicAnswer(
            question=self,
            choices=tuple(read_ciphertext(choice, _CODE) for choice in array(fields["choices"], _CODE, self.width)),
            individual=tuple(read_proofs(pair, order, _CODE, 2) for pair in individual),
            overall=read_proofs(fields["overall_proof"], order, _CODE, self.possible),
            blank=read_proofs(fields["blank_proof"], order, _CODE, 2) if self.blank else None,
        )

    def nest(self, flat: Sequence[T]) -> list[T]:
        return list(flat)

    def flatten(self, value: Json, code: str, length: int | None = None) -> list[Json]:  # noqa: ARG002 - always its width
        return array(value, code, self.width)

    def add_up(self, group: Group, answers: Sequence[Sequence[Ciphertext]], weights: Sequence[int]) -> list[Ciphertext]:
        return bits.add_up(group, self.width, answers, weights)

    def open(self, group: Group, decrypted: Sequence[Element], logarithm: Callable[[Element], int]) -> list[Json]:  # noqa: ARG002
        return [write_weight(logarithm(element)) for element in decrypted]

    def read_result(self, value: Json, code: str, length: int) -> list[int]:
        return [read_weight(weight, code) for weight in self.flatten(value, code, length)]

    def require_result(
        self, group: Group, tally: Sequence[Ciphertext], factors: Sequence[Element], result: Sequence[int], weight: int
    ) -> list[int]:
        bits.require_sums(group, tally, factors, result, weight)
        chosen = result[self.blank :]
        voting = weight - result[0] if self.blank else weight
        if any(votes > voting for votes in chosen) or not (
            self.minimum * voting <= sum(chosen) <= self.maximum * voting
        ):
            raise Invalid("result-range", "no allowed ballots add up to this result")
        return []


def read_homomorphic(value: Json, code: str) -> Homomorphic:
    fields = members(value, code, "answers", "blank?", "min", "max", "question")
    if fields.get("blank", True) is not True:
        raise Invalid(code, "blank is true or absent")
    return Homomorphic(
        text=string(fields["question"], code),
        answers=tuple(strings(array(fields["answers"], code), code)),
        minimum=count(fields["min"], code),
        maximum=count(fields["max"], code),
        blank="blank" in fields,
    )


@dataclass(frozen=True, slots=True)
class HomomorphicAnswer:
    question: Homomorphic
    choices: tuple[Spelled, ...]
    individual: tuple[list[Proof], ...]
    overall: list[Proof]
    blank: list[Proof] | None

    def json(self) -> dict[str, Json]:
        blank: dict[str, Json] = {"blank_proof": bits.proofs_json(self.blank)} if self.blank else {}
        return {
            "choices": [ciphertext_json(choice) for choice in self.choices],
            "individual_proofs": [bits.proofs_json(pair) for pair in self.individual],
            "overall_proof": bits.proofs_json(self.overall),
            **blank,
        }

    def parts(self) -> Iterator[str]:
        return bits.parts(self.choices, [*self.individual, self.overall, *([self.blank] if self.blank else [])])

    def claims(self, context: Context, ciphertexts: Sequence[Ciphertext]) -> Iterator[Claim]:
        yield from bits.claims(context, self.choices, ciphertexts, self.individual)
        question, group = self.question, context.group
        bound = context.answer(self.choices)
        total = bits.encrypted_sum(group, ciphertexts[question.blank :])
        allowed = [(total, value) for value in range(question.minimum, question.maximum + 1)]
        if self.blank is None:
            yield one_of("overall-proof", bits.overall_prefix(bound, group.encode(total)), allowed, self.overall)
            return
        first = ciphertexts[0]
        yield one_of("blank-proof", f"bproof0|{bound}|", [(first, 0), (total, 0)], self.blank)
        yield one_of("overall-proof", f"bproof1|{bound}|", [(first, 1), *allowed], self.overall)
