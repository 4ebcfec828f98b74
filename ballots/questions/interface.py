"""What every kind of question can do: the rest of the library knows questions only by this."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

from ballots.chance import Draw
from ballots.encoding import Json, members, string
from ballots.errors import Invalid
from ballots.groups import Ciphertext, Element, Group
from ballots.proofs import Claim

Spelled: TypeAlias = tuple[str, str]
"""A ciphertext as published: the texts of alpha and beta."""

Label: TypeAlias = str | Sequence[str] | None
"""The text of an answer, nothing for the blank vote, or the name of a list and of each candidate on it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What every proof of one ballot is bound to: the election's key, ``key`` as text, and the voter, S0 of §8.1."""

    group: Group
    y: Element
    key: str
    voter: str

    def answer(self, choices: Iterable[Spelled]) -> str:
        """S of §8.1: the voter and all ciphertexts of one answer."""
        return f"{self.voter}|{','.join(f'{alpha},{beta}' for alpha, beta in choices)}"


class Answer(Protocol):
    """One encrypted answer, as published and read strictly; ``claims`` are what must hold before it may count."""

    @property
    def choices(self) -> tuple[Spelled, ...]:
        """Its ciphertexts in a row, as many as the question is wide."""

    def json(self) -> dict[str, Json]: ...

    def claims(self, context: Context, ciphertexts: Sequence[Ciphertext]) -> Iterator[Claim]:
        """Every proof of the answer; ``ciphertexts`` are ``choices``, decoded but perhaps of no members."""

    def parts(self) -> Iterator[str]:
        """The text of each ciphertext and of each proof: what another voter's ballot may not repeat (BAL-3)."""


class Question(Protocol):
    """One question of an election.

    Inside the library the ciphertexts of a question, and whatever stands beside them, lie in a row: those of an
    answer, of the tally (where a shuffled question has one per ballot), a trustee's factors and proofs. ``nest`` and
    ``flatten`` lead from there to the published arrays and back.
    """

    @property
    def text(self) -> str: ...

    @property
    def shuffled(self) -> bool:
        """Whether ballots are decrypted one by one after shuffles, or only ever as sums."""

    @property
    def width(self) -> int:
        """Ciphertexts in one answer."""

    @property
    def labels(self) -> Sequence[Label]:
        """What each number of a result stands for, in their order; see ``Label``."""

    def json(self) -> dict[str, Json]: ...

    def require_sound(self, group: Group) -> None:
        """Raises ``Invalid`` where no answer is possible, ``Unsupported`` where not in this group."""

    def crowded(self, group: Group) -> bool:
        """Whether an element may encode an answer by chance, so that a forged decryption would not show (§16.1)."""

    def size(self, ciphertext: int, proof: int) -> int:
        """The most bytes of an answer, from the most bytes of a ciphertext and of a proof."""

    def require_answer(self, answer: Sequence[Any]) -> None:
        """Raises ``Invalid("answer")`` unless a voter may answer this (§7.3)."""

    def make_answer(self, context: Context, answer: Sequence[Any], draw: Draw) -> Answer: ...

    def encrypt_blank(self, group: Group, y: Element, randomness: Sequence[int]) -> list[Ciphertext]:
        """The ciphertexts of a blank answer that this randomness makes, one number for each of them.

        Raises ``Invalid("not-blank")`` where the question can not be left blank, or the numbers are too many or few.
        """

    def read_answer(self, value: Json, order: int) -> Answer:
        """Raises ``Invalid`` for anything but the one canonical form of an answer; its proofs are not looked at."""

    def nest(self, flat: Sequence[T]) -> list[Any]: ...

    def flatten(self, value: Json, code: str, length: int | None = None) -> list[Json]:
        """``length`` counts the ballots of a shuffled question, where it is known; other questions know theirs."""

    def add_up(self, group: Group, answers: Sequence[Sequence[Ciphertext]], weights: Sequence[int]) -> list[Ciphertext]:
        """The tally of answers that were checked before, or of tallies of some of them with weight 1 each (§9)."""

    def open(self, group: Group, decrypted: Sequence[Element], logarithm: Callable[[Element], int]) -> list[Any]:
        """The result to publish, from the decrypted tally."""

    def read_result(self, value: Json, code: str, length: int) -> list[Any]:
        """A published result for a tally of ``length`` ciphertexts; only ``require_result`` shows that it is right."""

    def require_result(
        self, group: Group, tally: Sequence[Ciphertext], factors: Sequence[Element], result: Sequence[Any], weight: int
    ) -> list[int]:
        """Raises ``Invalid`` unless this result is what β divided by the factor says, and is possible.

        ``weight`` is what all counted ballots weigh. The outcome are the places of answers that stand in the result but
        were embedded by nobody, and so must not be counted (§16.1): a voter's own malformed ballots, or a trustee's.
        """


def require_numbers(answer: Sequence[int], length: int, largest: int) -> None:
    """A voter's answer comes from a file, so anything may stand in it."""
    if (
        not isinstance(answer, list | tuple)
        or len(answer) != length
        or any(type(number) is not int or not 0 <= number <= largest for number in answer)
    ):
        raise Invalid("answer", f"an answer has {length} entries, each a number from 0 to {largest}")


def spelled(group: Group, row: Sequence[Ciphertext]) -> list[Spelled]:
    texts = group.encode([element for ciphertext in row for element in ciphertext])
    return list(zip(texts[::2], texts[1::2], strict=True))


def ciphertext_json(choice: Spelled) -> dict[str, Json]:
    return {"alpha": choice[0], "beta": choice[1]}


def read_ciphertext(value: Json, code: str) -> Spelled:
    fields = members(value, code, "alpha", "beta")
    return string(fields["alpha"], code), string(fields["beta"], code)
