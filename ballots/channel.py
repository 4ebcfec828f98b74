"""How the members of a committee write to one another through whoever routes their messages: signed, then sealed.

A member keeps one seed; both key pairs come from it (specification §6.1–6.4). Sealing needs the package
``cryptography``; checking a signature, which is all that an archive asks for, does not.
"""

import hashlib
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from ballots.chance import SYSTEM, Draw, below, characters
from ballots.encoding import LARGE, Json, members, read, string, write
from ballots.errors import Invalid, Unsupported
from ballots.groups import Element, Group
from ballots.proofs import Claim, Proof, knowledge, prove_knowledge, read_proof, require

_SHAPE = "message-shape"
_ALGORITHM = "AES-GCM"


# --- keys -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChannelKeys:
    """The two secrets of a member, and the texts of the keys that others know him by."""

    signing: int = field(repr=False)
    decryption: int = field(repr=False)
    verification_key: str
    encryption_key: str


def new_seed(draw: Draw = SYSTEM) -> str:
    """What a member keeps: 22 random characters."""
    return characters(22, draw)


def channel_keys(group: Group, seed: str) -> ChannelKeys:
    signing, decryption = (_hash_to_exponent(f"{use}|{seed}", group.order) for use in ("sk", "dk"))
    verification_key, encryption_key = group.encode(
        [group.secret_power(group.generator, secret) for secret in (signing, decryption)]
    )
    return ChannelKeys(signing, decryption, verification_key, encryption_key)


def _hash_to_exponent(text: str, order: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % order


# --- signed messages ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signed:
    """A message with its signature, which is a Schnorr proof whose challenge hashes the message."""

    message: str
    signature: Proof

    def json(self) -> dict[str, Json]:
        return {"message": self.message, "signature": self.signature.json()}


def signature(group: Group, signing: int, message: str, draw: Draw) -> Proof:
    return prove_knowledge(group, f"sigmsg|{message}|", signing, draw)


def sign(group: Group, signing: int, message: str, draw: Draw) -> Signed:
    return Signed(message, signature(group, signing, message, draw))


def read_signed(value: Json, order: int, code: str) -> Signed:
    fields = members(value, code, "message", "signature")
    return Signed(string(fields["message"], code), read_proof(fields["signature"], order, code))


def signed_by(code: str, verification_key: Element, signed: Signed) -> Claim:
    """The hash leaves out the key, so this binds a message to a key only where the message or its sender is pinned."""
    return knowledge(code, f"sigmsg|{signed.message}|", verification_key, signed.signature)


# --- sealed messages ------------------------------------------------------------------------------------------------


def send(group: Group, sender: ChannelKeys, recipient: str, message: str, draw: Draw) -> str:
    """A message that only the holder of the key ``recipient`` can read and only ``sender`` can have written."""
    addressed = write({"recipient": recipient, "message": message}).decode()
    signed = write(sign(group, sender.signing, addressed, draw).json())
    return _seal(group, recipient, signed, draw)


def receive(group: Group, recipient: ChannelKeys, sender: Element, sealed: str) -> str:
    """The message, after it was found to be written by the holder of the verification key ``sender`` and to us."""
    signed = read_signed(read(_unseal(group, recipient.decryption, sealed), LARGE), group.order, _SHAPE)
    require(group, group.generator, [signed_by("message-signature", sender, signed)])
    fields = members(read(signed.message.encode(), LARGE), _SHAPE, "recipient", "message")
    if fields["recipient"] != recipient.encryption_key:
        raise Invalid("message-recipient", "a message was written to somebody else")
    return string(fields["message"], _SHAPE)


def _seal(group: Group, recipient: str, content: bytes, draw: Draw) -> str:
    """ElGamal carries the random element g^k, from which the symmetric key is hashed."""
    k = below(group.order, draw)
    ((alpha, beta),) = group.encrypt(group.decode([recipient])[0], [(below(group.order, draw), k)])
    key, alpha_text, beta_text = group.encode([group.secret_power(group.generator, k), alpha, beta])
    data = _cipher(key).encrypt(_nonce(alpha_text), content, None).hex()
    return write({"algorithm": _ALGORITHM, "alpha": alpha_text, "beta": beta_text, "data": data}).decode()


def _unseal(group: Group, decryption: int, sealed: str) -> bytes:
    fields = members(read(sealed.encode(), LARGE), _SHAPE, "algorithm", "alpha", "beta", "data")
    if fields["algorithm"] != _ALGORITHM:
        raise Invalid(_SHAPE, f"a message is not sealed with {_ALGORITHM}")
    alpha_text, beta_text, data = (string(fields[name], _SHAPE) for name in ("alpha", "beta", "data"))
    alpha, beta = group.decode([alpha_text, beta_text])
    key = group.secret_product([beta, group.secret_power(alpha, -decryption)])
    cipher = _cipher(group.encode([key])[0])
    try:
        content: bytes = cipher.decrypt(_nonce(alpha_text), bytes.fromhex(data), None)
    except (ValueError, import_module("cryptography.exceptions").InvalidTag):
        raise Invalid("message-sealed", "a message was altered, or is sealed for somebody else") from None
    return content


def _cipher(key: str) -> Any:
    """AES-256-GCM under a key that seals one message only."""
    try:
        ciphers = import_module("cryptography.hazmat.primitives.ciphers.aead")
    except ImportError:
        raise Unsupported("sealed messages, which need the package cryptography: pip install cryptography") from None
    return ciphers.AESGCM(hashlib.sha256(f"key|{key}".encode()).digest())


def _nonce(alpha: str) -> bytes:
    """All 32 bytes: GCM hashes a nonce that is longer than usual."""
    return hashlib.sha256(f"iv|{alpha}".encode()).digest()
