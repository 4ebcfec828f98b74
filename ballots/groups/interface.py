"""What the protocol asks of a group, in batches, so that a compiled back-end can answer as well as Python."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, NewType, Protocol, TypeAlias, TypeVar

E = TypeVar("E")


class Term(NamedTuple, Generic[E]):
    """The product g^g · y^y · point^power, where g is the generator and y the base named in the call."""

    g: int
    y: int
    point: E
    power: int


class Backend(Protocol[E]):
    """One group in one arithmetic. Elements are opaque: equality is equality of their texts.

    Exponents may be any integers and count modulo the order. Two methods see secrets, ``secret_power`` and
    ``encrypt``; all others are for public data and may take time that depends on it.
    """

    name: str
    arithmetic: str
    order: int
    generator: E
    identity: E

    def decode(self, texts: Sequence[str], *, members: bool = True) -> list[E]:
        """The elements spelled canonically by these texts; raises ``Invalid`` at the first that is not a member.

        With ``members=False`` the texts are trusted, because they were decoded before.
        """

    def encode(self, elements: Sequence[E]) -> list[str]: ...

    def commitments(self, y: E, terms: Sequence[Term[E]]) -> list[str]:
        """The texts of these products. Terms on the same point stand next to each other."""

    def multi_exp(self, elements: Sequence[E], powers: Sequence[int]) -> E:
        """The product of each element to its power."""

    def product(self, elements: Sequence[E]) -> E: ...

    def secret_power(self, element: E, power: int) -> E: ...

    def encrypt(self, y: E, pairs: Sequence[tuple[int, int]]) -> list[tuple[E, E]]:
        """For each (r, m) the pair g^r, y^r · g^m: a ciphertext, and every commitment a prover needs."""

    def response(self, nonce: int, secret: int, challenge: int) -> int:
        """nonce − secret · challenge, modulo the order."""

    def sort_key(self, text: str) -> int | bytes:
        """The protocol's order of elements."""


Element = NewType("Element", object)
"""What the protocol code sees of an element: nothing."""

Ciphertext: TypeAlias = tuple[Element, Element]
Group: TypeAlias = Backend[Element]
