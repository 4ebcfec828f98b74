"""Voting codes, the keys derived from them, and the public list of who may vote with what weight."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ballots.chance import SYSTEM, Draw, characters
from ballots.encoding import BASE58, LARGE, array, b64_hash, decimal, read, strings, write
from ballots.errors import Invalid
from ballots.groups import Group

LARGEST_WEIGHT = 10**11
"""The most that all credentials together may weigh: the protocol's limit, beyond which no sum can be opened."""

_LENGTHS = (5, 6, 5, 6)
_CODE = re.compile("-".join(f"[{BASE58}]{{{length}}}" for length in _LENGTHS))
_PASSWORD = re.compile(r"\w{5}-\w{5}-\w{5}")


def new_code(draw: Draw = SYSTEM) -> str:
    """A private credential: 22 random characters, shown as ``XXXXX-XXXXXX-XXXXX-XXXXXX``."""
    letters = iter(characters(sum(_LENGTHS), draw))
    return "-".join("".join(next(letters) for _ in range(length)) for length in _LENGTHS)


def is_code(text: str) -> bool:
    """Only the form can be told: there is no check character, so a wrong code is found by its absence from the list."""
    return _CODE.fullmatch(text) is not None


def require_code(text: str) -> None:
    """Raises ``Invalid("code-shape")``; the passwords that some voting sites send with their codes look different."""
    if _PASSWORD.fullmatch(text):
        raise Invalid("code-shape", "this looks like a password: a code has groups of 5, 6, 5 and 6, not of 5, 5, 5")
    if not is_code(text):
        raise Invalid("code-shape", "a code has 22 letters and digits, in groups of 5, 6, 5 and 6 with dashes between")


def secret_of(code: str, uuid: str, order: int) -> int:
    """The secret exponent behind a code. The dashes belong to the code; an election's uuid makes it its own."""
    digits = "".join(
        hashlib.sha256(f"derive_credential|{uuid}|{half}|{code}".encode()).hexdigest() for half in range(2)
    )
    return int(digits, 16) % order


def public_of(code: str, uuid: str, group: Group) -> str:
    """The public credential: what the list shows, and what every ballot made with the code carries."""
    return group.encode([group.secret_power(group.generator, secret_of(code, uuid, group.order))])[0]


@dataclass(frozen=True, slots=True)
class PublicCredentials:
    """The list as published, each public credential with its weight."""

    raw: bytes
    weights: Mapping[str, int]

    def __contains__(self, credential: object) -> bool:
        return credential in self.weights

    def __iter__(self) -> Iterator[str]:
        return iter(self.weights)

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def fingerprint(self) -> str:
        return b64_hash(self.raw)

    @property
    def total_weight(self) -> int:
        return sum(self.weights.values())


def write_credentials(group: Group, publics: Collection[str], weights: Mapping[str, int] | None = None) -> bytes:
    """The list in the order of the elements themselves, which is unrelated to any list of voters."""
    ordered = sorted(publics, key=group.sort_key)
    return write([public if weights is None else f"{public},{weights[public]}" for public in ordered])


def read_credentials(raw: bytes) -> PublicCredentials:
    """The list; that its entries are members of the group is ``require_members``, which takes longer."""
    entries = strings(array(read(raw, LARGE), "credentials-shape"), "credentials-shape")
    weights: dict[str, int] = {}
    weighted = bool(entries) and "," in entries[0]
    for entry in entries:
        public, comma, weight = entry.partition(",")
        if bool(comma) != weighted:
            raise Invalid("weights-mixed", "either every credential has a weight or none has")
        if public in weights:
            raise Invalid("credential-repeated", f"listed twice: {public[:64]}")
        weights[public] = decimal(weight, "credentials-shape") if comma else 1
    listed = PublicCredentials(raw, weights)
    if listed.total_weight > LARGEST_WEIGHT:
        raise Invalid("total-weight", f"the credentials together weigh more than {LARGEST_WEIGHT}")
    return listed


def require_members(group: Group, publics: Sequence[str]) -> None:
    """Every credential is an element of the group, canonically written, and not the one that nobody's secret has."""
    group.decode(publics)
    if group.encode([group.identity])[0] in publics:
        raise Invalid("neutral-element", "the list holds a credential that belongs to no secret")
