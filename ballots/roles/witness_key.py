"""A witness's key: a name and a secret in one line, as other programs that sign notes write it."""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ballots.errors import Invalid, Unsupported
from ballots.notes import WITNESS, Signature, VerifierKey, sign_note

if TYPE_CHECKING:
    from nacl.signing import SigningKey

_PRIVATE = "PRIVATE+KEY+"
_CODE = "key-shape"
SEED = 32


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """No password protects it: it signs by the hour, when nobody is there to type one."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, WITNESS, bytes(self._secret().verify_key))

    def cosign(self, text: str, at: datetime) -> Signature:
        secret = self._secret()
        return sign_note(text, self.verifier, lambda message: bytes(secret.sign(message).signature), at)

    def write(self) -> bytes:
        content = base64.b64encode(bytes([WITNESS]) + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{content}\n".encode()

    def _secret(self) -> "SigningKey":
        try:
            from nacl.signing import SigningKey  # noqa: PLC0415 — whoever verifies does without
        except ImportError:
            raise Unsupported("signing needs the package “PyNaCl”: pip install PyNaCl") from None
        return SigningKey(self.seed)


def read_witness_key(raw: bytes) -> WitnessKey:
    """Raises ``Invalid`` (key-shape) unless these are the bytes that ``write`` makes."""
    line = raw.decode(errors="replace").strip()
    name, _, rest = line.removeprefix(_PRIVATE).partition("+")
    try:
        content = base64.b64decode(rest.partition("+")[2], validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(_CODE, "this is not the key of a witness") from None
    key = WitnessKey(name, content[1:])
    if len(content) != 1 + SEED or key.write().decode().strip() != line:
        raise Invalid(_CODE, "this is not the key of a witness, or it was changed")
    return key
