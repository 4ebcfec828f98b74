"""All trustees of an election: each alone, or members of a committee of whom enough suffice."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ballots.encoding import LARGE, Json, array, read, write
from ballots.errors import Invalid
from ballots.groups import Element, Group
from ballots.keys import SHAPE, Trustee, read_public_key
from ballots.tally import Factors
from ballots.threshold import Committee, lagrange, read_threshold

Holder: TypeAlias = Trustee | Committee
"""Whoever holds one factor of the election's key. Every holder is needed to open the result."""


@dataclass(frozen=True, slots=True)
class Trustees:
    """The holders in their order. Trustees are numbered through all of them; the first is number 1."""

    raw: bytes
    group: Group = field(repr=False)
    holders: tuple[Holder, ...]

    @property
    def each(self) -> tuple[Trustee, ...]:
        """All trustees, members of committees among them, in their numbering."""
        return tuple(trustee for holder in self.holders for trustee in _members(holder))

    def numbered(self) -> Iterator[tuple[Holder, range]]:
        """Each holder with the numbers of its trustees."""
        start = 1
        for holder in self.holders:
            numbers = range(start, start + len(_members(holder)))
            yield holder, numbers
            start = numbers.stop

    def in_committee(self, owner: int) -> bool:
        """Whether this trustee's share can be spared where enough others of the committee decrypted."""
        return any(owner in numbers and isinstance(holder, Committee) for holder, numbers in self.numbered())

    def missing(self, owners: Container[int]) -> str | None:
        """Who else must decrypt before the result opens, in words; nothing when these trustees are enough."""
        for holder, numbers in self.numbered():
            given = sum(number in owners for number in numbers)
            if given >= _needed(holder):
                continue
            if isinstance(holder, Trustee):
                return f"trustee {numbers.start} did not decrypt"
            among = f"trustees {numbers.start} to {numbers.stop - 1}"
            return f"{holder.threshold} of {among} must decrypt, and {given} did"
        return None


def _members(holder: Holder) -> tuple[Trustee, ...]:
    return holder.members if isinstance(holder, Committee) else (holder,)


def _needed(holder: Holder) -> int:
    return holder.threshold if isinstance(holder, Committee) else 1


def write_trustees(public_keys: Sequence[bytes], committees: Sequence[bytes] = ()) -> bytes:
    """The trustees who stand alone, then the committees, each as it was handed over."""
    singles: list[Json] = [["Single", read(public_key)] for public_key in public_keys]
    return write([*singles, *(["Pedersen", read(committee, LARGE)] for committee in committees)])


def read_trustees(group: Group, raw: bytes) -> Trustees:
    """All trustees, and every proof that they published with their keys (§5, §6.6)."""
    holders: list[Holder] = []
    for entry in array(read(raw, LARGE), SHAPE):
        kind, value = array(entry, SHAPE, 2)
        if kind == "Single":
            holders.append(read_public_key(group, value))
        elif kind == "Pedersen":
            holders.append(read_threshold(group, value))
        else:
            raise Invalid(SHAPE, "an unknown kind of trustee")
    if not holders:
        raise Invalid(SHAPE, "there is no trustee")
    _require_distinct(holders)
    return Trustees(raw, group, tuple(holders))


def _require_distinct(holders: Sequence[Holder]) -> None:
    """No key twice: who repeats another's, with its proof, holds no secret and can repeat the decryption too.

    Members of one committee of whom each alone suffices do share one key.
    """
    keys = [key for holder in holders for key in {trustee.key for trustee in _members(holder)}]
    if len(set(keys)) != len(keys):
        raise Invalid("trustee-repeated", "two trustees have the same key, so that one of them protects nothing")


def combined_key(group: Group, trustees: Trustees) -> str:
    """The election's public key: votes encrypted with it open only when every holder takes part."""
    return group.encode([group.product([holder.public_key for holder in trustees.holders])])[0]


def combine_shares(trustees: Trustees, shares: Mapping[int, Factors]) -> Factors:
    """What all together contribute to the decryption, from valid shares by the trustees' numbers (§11.2).

    Raises ``Invalid("decryption-missing")`` when they are not enough. Of a committee the shares with the lowest
    numbers are taken; the others would give the same.
    """
    missing = trustees.missing(shares)
    if missing is not None:
        raise Invalid("decryption-missing", missing)
    parts = []
    for holder, numbers in trustees.numbered():
        used = [number for number in numbers if number in shares][: _needed(holder)]
        places = [number - numbers.start + 1 for number in used]
        parts.append(_interpolated(trustees.group, places, [shares[number] for number in used]))
    return _per_place(trustees.group.product, parts)


def _interpolated(group: Group, places: Sequence[int], shares: Sequence[Factors]) -> Factors:
    """A committee's factors: the product over j of F_j^(λ_j). One share alone is the factor itself."""
    if len(shares) == 1:
        return shares[0]
    powers = lagrange(places, group.order)
    return _per_place(lambda factors: group.multi_exp(factors, powers), shares)


def _per_place(together: Callable[[list[Element]], Element], shares: Sequence[Factors]) -> Factors:
    """What the factors of each ciphertext, one from each share, are together."""
    return [
        [together(list(same_place)) for same_place in zip(*same_question, strict=True)]
        for same_question in zip(*shares, strict=True)
    ]
