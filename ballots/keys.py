"""One trustee's key: made with a proof that its maker knows the secret, and read with that proof checked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ballots.chance import SYSTEM, Draw, nonzero
from ballots.encoding import Json, b64_hash, members, string, write
from ballots.errors import Invalid
from ballots.groups import Element, Group
from ballots.proofs import Claim, Proof, knowledge, prove_knowledge, read_proof, require

SHAPE = "trustees-shape"


@dataclass(frozen=True, slots=True)
class Trustee:
    """``certificate`` is the fingerprint of a committee member's certificate; who stands alone has none."""

    key: str
    name: str | None
    public_key: Element = field(repr=False)
    certificate: str | None = None

    @property
    def fingerprint(self) -> str:
        """Of the key as JSON, quotes included: the form that the protocol's audit data shows."""
        return b64_hash(write(self.key))


def new_secret(group: Group, draw: Draw = SYSTEM) -> int:
    return nonzero(group.order, draw)


def make_public_key(group: Group, secret: int, name: str | None = None, draw: Draw = SYSTEM) -> bytes:
    """What a trustee publishes (§5): the key, and the proof that it was not derived from the others' keys."""
    return write(public_key_json(group, secret, name, draw))


def public_key_json(
    group: Group, secret: int, name: str | None, draw: Draw, sign: Callable[[str], Proof] | None = None
) -> dict[str, Json]:
    """``sign`` is how a member of a committee vouches for the text of the key."""
    key = group.encode([group.secret_power(group.generator, secret)])[0]
    value: dict[str, Json] = {
        "pok": prove_knowledge(group, _prefix(group, key), secret, draw).json(),
        "public_key": key,
    }
    if sign is not None:
        value["signature"] = sign(key).json()
    return value if name is None else {**value, "name": name}


def read_public_key(group: Group, value: Json) -> Trustee:
    """The key of a trustee who stands alone, its proof checked."""
    fields = members(value, SHAPE, "pok", "public_key", "name?")
    trustee, claim = claimed_key(group, fields)
    require(group, group.generator, [claim])
    return trustee


def claimed_key(group: Group, fields: dict[str, Json], certificate: str | None = None) -> tuple[Trustee, Claim]:
    """A trustee's key, which is a member of the group, and the proof of it that is still to be checked."""
    key = string(fields["public_key"], SHAPE)
    name = string(fields["name"], SHAPE) if "name" in fields else None
    public_key = group.decode([key])[0]
    if key == group.encode([group.identity])[0]:
        raise Invalid("neutral-element", "a trustee's key protects nothing")
    proof = read_proof(fields["pok"], group.order, SHAPE)
    claim = knowledge("trustee-proof", _prefix(group, key), public_key, proof)
    return Trustee(key, name, public_key, certificate), claim


def _prefix(group: Group, key: str) -> str:
    return f"pok|{group.name}|{key}|"
