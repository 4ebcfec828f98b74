"""Questions that ask for one list, and at least one of the candidates on it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from ballots.chance import Draw
from ballots.encoding import Json, array, members, read_weight, string, strings, write_weight
from ballots.errors import Invalid
from ballots.groups import Ciphertext, Element, Group
from ballots.proofs import (
    Claim,
    NonZero,
    Opened,
    Proof,
    encrypts_nonzero,
    one_of,
    prove_nonzero,
    prove_one_of,
    read_nonzero,
    read_proof,
    read_proofs,
)
from ballots.questions import bits
from ballots.questions.interface import Context, Label, Spelled, ciphertext_json, read_ciphertext, require_numbers

T = TypeVar("T")

_CODE = "ballot-shape"


@dataclass(frozen=True, slots=True)
class Lists:
    """Choose one of the lists, each the name of the list and then its candidates, and candidates on it."""

    shuffled: ClassVar[bool] = False

    text: str
    answers: tuple[tuple[str, ...], ...]
    extra: Json = None

    @property
    def width(self) -> int:
        """One ciphertext per list and per candidate, list by list."""
        return sum(len(entries) for entries in self.answers)

    @property
    def labels(self) -> Sequence[Label]:
        return self.answers

    def json(self) -> dict[str, Json]:
        extra: dict[str, Json] = {} if self.extra is None else {"extra": self.extra}
        value: dict[str, Json] = {"answers": [list(entries) for entries in self.answers], "question": self.text}
        return {"type": "Lists", "value": value, **extra}

    def require_sound(self, group: Group) -> None:  # noqa: ARG002 - possible in every group
        if not self.answers or any(len(entries) < 2 for entries in self.answers):
            raise Invalid("wrong-question", "a question of lists needs lists, each with a name and a candidate")

    def crowded(self, group: Group) -> bool:  # noqa: ARG002 - sums are few in every group
        return False

    def size(self, ciphertext: int, proof: int) -> int:
        nonzero_proof = ciphertext + 2 * proof
        return self.width * (ciphertext + 2 * proof) + (1 + 2 * len(self.answers)) * proof + nonzero_proof

    def require_answer(self, answer: Sequence[Sequence[int]]) -> None:
        if not isinstance(answer, list | tuple) or len(answer) != len(self.answers):
            raise Invalid("answer", f"an answer has {len(self.answers)} lists")
        for chosen, entries in zip(answer, self.answers, strict=True):
            require_numbers(chosen, len(entries), 1)
        if sum(chosen[0] for chosen in answer) != 1:
            raise Invalid("answer", "one list is to be chosen")
        if any(sum(chosen[1:]) and not chosen[0] for chosen in answer):
            raise Invalid("answer", "candidates are chosen on the chosen list only")
        if not any(sum(chosen[1:]) for chosen in answer):
            raise Invalid("answer", "at least one candidate is to be chosen")

    def make_answer(self, context: Context, answer: Sequence[Sequence[int]], draw: Draw) -> "ListsAnswer":
        group, y = context.group, context.y
        opened, choices = bits.encrypt(context, [bit for chosen in answer for bit in chosen], draw)
        bound = context.answer(choices)
        lists: list[list[Opened]] = self.nest(opened)
        first = bits.opened_sum(group.order, [entries[0] for entries in lists])
        ((alpha, beta),) = group.encrypt(y, [(first.randomness, first.plaintext)])
        overall = bits.overall_prefix(bound, group.encode([alpha, beta]))
        candidates = bits.opened_sum(group.order, [bit for entries in lists for bit in entries[1:]])
        return ListsAnswer(
            question=self,
            choices=choices,
            individual=bits.prove(context, opened, choices, draw),
            overall=prove_one_of(group, y, overall, [(first, 1)], true=0, draw=draw)[0],
            lists=tuple(_prove_list(context, bound, entries, draw) for entries in lists),
            nonzero=prove_nonzero(group, y, f"nonzero|{bound}|", candidates, draw),
        )

    def encrypt_blank(self, group: Group, y: Element, randomness: Sequence[int]) -> list[Ciphertext]:  # noqa: ARG002 - never
        raise Invalid("not-blank", "one of the lists is always chosen")

    def read_answer(self, value: Json, order: int) -> "ListsAnswer":
        names = ("choices", "individual_proofs", "overall_proof", "list_proofs", "nonzero_proof")
        fields = members(value, _CODE, *names)
        list_proofs = array(fields["list_proofs"], _CODE, len(self.answers))
        individual = self.flatten(fields["individual_proofs"], _CODE)
        return ListsAnswer(
            question=self,
            choices=tuple(read_ciphertext(choice, _CODE) for choice in self.flatten(fields["choices"], _CODE)),
            individual=tuple(read_proofs(pair, order, _CODE, 2) for pair in individual),
            overall=read_proof(fields["overall_proof"], order, _CODE),
            lists=tuple(read_proofs(pair, order, _CODE, 2) for pair in list_proofs),
            nonzero=read_nonzero(fields["nonzero_proof"], order, _CODE),
        )

    def nest(self, flat: Sequence[T]) -> list[list[T]]:
        entries = iter(flat)
        return [[next(entries) for _ in names] for names in self.answers]

    def flatten(self, value: Json, code: str, length: int | None = None) -> list[Json]:  # noqa: ARG002 - always its width
        lists = zip(array(value, code, len(self.answers)), self.answers, strict=True)
        return [entry for entries, names in lists for entry in array(entries, code, len(names))]

    def add_up(self, group: Group, answers: Sequence[Sequence[Ciphertext]], weights: Sequence[int]) -> list[Ciphertext]:
        return bits.add_up(group, self.width, answers, weights)

    def open(self, group: Group, decrypted: Sequence[Element], logarithm: Callable[[Element], int]) -> list[list[Json]]:  # noqa: ARG002
        return self.nest([write_weight(logarithm(element)) for element in decrypted])

    def read_result(self, value: Json, code: str, length: int) -> list[list[int]]:
        return self.nest([read_weight(weight, code) for weight in self.flatten(value, code, length)])

    def require_result(
        self,
        group: Group,
        tally: Sequence[Ciphertext],
        factors: Sequence[Element],
        result: Sequence[Sequence[int]],
        weight: int,
    ) -> list[int]:
        bits.require_sums(group, tally, factors, [votes for entries in result for votes in entries], weight)
        if sum(entries[0] for entries in result) != weight or not all(
            max(entries[1:]) <= entries[0] <= sum(entries[1:]) for entries in result
        ):
            raise Invalid("result-range", "no allowed ballots add up to this result")
        return []


def _prove_list(context: Context, bound: str, entries: Sequence[Opened], draw: Draw) -> list[Proof]:
    """That the list is chosen, or none of its candidates is."""
    none = bits.opened_sum(context.group.order, entries[1:])
    cases = [(entries[0], 1), (none, 0)]
    true = 1 - entries[0].plaintext
    return prove_one_of(context.group, context.y, f"lproof|{bound}|", cases, true=true, draw=draw)


def read_lists(value: Json, extra: Json, code: str) -> Lists:
    fields = members(value, code, "answers", "question")
    answers = tuple(tuple(strings(array(entries, code), code)) for entries in array(fields["answers"], code))
    return Lists(string(fields["question"], code), answers, extra)


@dataclass(frozen=True, slots=True)
class ListsAnswer:
    question: Lists
    choices: tuple[Spelled, ...]
    individual: tuple[list[Proof], ...]
    overall: Proof
    lists: tuple[list[Proof], ...]
    nonzero: NonZero

    def json(self) -> dict[str, Json]:
        question = self.question
        return {
            "choices": list(question.nest([ciphertext_json(choice) for choice in self.choices])),
            "individual_proofs": list(question.nest([bits.proofs_json(pair) for pair in self.individual])),
            "overall_proof": self.overall.json(),
            "list_proofs": [bits.proofs_json(pair) for pair in self.lists],
            "nonzero_proof": self.nonzero.json(),
        }

    def parts(self) -> Iterator[str]:
        yield from bits.parts(self.choices, [*self.individual, [self.overall], *self.lists])
        yield self.nonzero.commitment

    def claims(self, context: Context, ciphertexts: Sequence[Ciphertext]) -> Iterator[Claim]:
        yield from bits.claims(context, self.choices, ciphertexts, self.individual)
        group, bound = context.group, context.answer(self.choices)
        lists: list[list[Ciphertext]] = self.question.nest(ciphertexts)
        first = bits.encrypted_sum(group, [entries[0] for entries in lists])
        prefix = bits.overall_prefix(bound, group.encode(first))
        yield one_of("overall-proof", prefix, [(first, 1)], [self.overall])
        candidates = [bits.encrypted_sum(group, entries[1:]) for entries in lists]
        for entries, none, proofs in zip(lists, candidates, self.lists, strict=True):
            yield one_of("list-proof", f"lproof|{bound}|", [(entries[0], 1), (none, 0)], proofs)
        total = bits.encrypted_sum(group, candidates)
        yield encrypts_nonzero("nonzero-proof", group, f"nonzero|{bound}|", total, self.nonzero)
