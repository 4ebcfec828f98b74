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


def by_point(terms: Sequence[Term[E]]) -> dict[E, list[int]]:
    """Where the terms on each point stand."""
    places: dict[E, list[int]] = {}
    for place, term in enumerate(terms):
        places.setdefault(term.point, []).append(place)
    return places


class Backend(Protocol[E]):
    """One group in one arithmetic. Elements are opaque: equality is equality of their texts.

    Exponents may be any integers and count modulo the order. Four methods see secrets: ``secret_power``,
    ``secret_product``, ``encrypt`` and ``response``; and ``embed`` sees a voter's answer, when a ballot is made of it.
    The others are for public data, and their time depends on it.

    What somebody who measures time can learn from those four:

    libsodium
        Powers, additions and the scalars of a response are constant-time C. A plaintext of 0 or 1 takes the path of
        every other (``_multiply_generator_evenly``); a secret exponent of 0 or 1 would not, and is never drawn.
    GMP
        Powers go through ``powmod_sec`` with exponents of one length, so that neither branches nor addresses depend on
        them. Products, and a response, are ordinary arithmetic on numbers of full length.
    plain Python
        Much: nothing here is constant in time. It is for checking, and for secrets where nothing better is installed.
    native core
        Nothing, as no secret enters it: it hands these four, and ``embed``, to the libraries above.

    From ``embed``, whatever the arithmetic: how many spellings were tried until one was an element, hence something of
    the answer. In all of them a secret is a Python integer before and after, whose reduction and spelling take time by
    its length.
    """

    name: str
    arithmetic: str
    order: int
    generator: E
    identity: E

    def decode(self, texts: Sequence[str], *, members: bool = True) -> list[E]:
        """The elements spelled canonically by these texts; raises ``Invalid`` at the first that is not a member.

        With ``members=False`` only the spelling is looked at: the texts were decoded before, or the elements go to
        ``commitments`` as ``unchecked``.
        """

    def encode(self, elements: Sequence[E]) -> list[str]: ...

    def commitments(self, y: E, terms: Sequence[Term[E]], unchecked: Sequence[E] = ()) -> list[str]:
        """The texts of these products. All powers of one point are made together, wherever its terms stand.

        ``unchecked`` are points of these terms that came from ``decode`` with ``members=False``; raises ``Invalid``
        if one is no member. Asked here, a back-end can raise each point to the order on the way to its other powers.
        """

    def multi_exp(self, elements: Sequence[E], powers: Sequence[int]) -> E:
        """The product of each element to its power, at once: the longer the list, the less an element costs.

        A power shorter than the order costs less too. The elements are members.
        """

    def product(self, elements: Sequence[E]) -> E: ...

    def secret_power(self, element: E, power: int) -> E: ...

    def secret_product(self, elements: Sequence[E]) -> E:
        """``product``, where what is multiplied must stay unknown: powers of secrets, or an embedded answer."""

    def encrypt(self, y: E, pairs: Sequence[tuple[int, int]]) -> list[tuple[E, E]]:
        """For each (r, m) the pair g^r, y^r · g^m: a ciphertext, and every commitment a prover needs."""

    def response(self, nonce: int, secret: int, challenge: int) -> int:
        """nonce − secret · challenge, modulo the order."""

    def sort_key(self, text: str) -> int | bytes:
        """The protocol's order of elements."""

    def embed(self, numbers: Sequence[int]) -> E:
        """The element that stands for these numbers, each in 0..255 (specification §2.3).

        Raises ``Unsupported`` in a group without such an embedding, ``Invalid`` for numbers that do not fit.
        """

    def embed_public(self, answers: Sequence[Sequence[int]]) -> list[E]:
        """``embed`` of each, for answers that are published."""

    def embedded(self, element: E, count: int) -> list[int]:
        """The ``count`` numbers read from an element (§2.3), whatever else the element may hold.

        Only if ``embed`` gives the element back did somebody embed these numbers (§16.1).
        """

    def independent(self, count: int) -> list[E]:
        """Elements whose logarithms nobody knows: gen(-1), gen(0), … of §2.4. Kept: every shuffle needs them."""


Element = NewType("Element", object)
"""What the protocol code sees of an element: nothing."""

Ciphertext: TypeAlias = tuple[Element, Element]
Group: TypeAlias = Backend[Element]
