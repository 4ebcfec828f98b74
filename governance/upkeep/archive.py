"""The file that a backup is: the database under a key of its own, and a signed statement of what is inside (OPS-4)."""

import hashlib
import json
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.platform.keys import Keys

PURPOSE = "backup"
MANIFEST, SIGNATURE, CONTENT = "manifest.json", "manifest.sig", "database.fernet"
PIECE = 1 << 20
"""Plain bytes in one sealed line: a database of any size passes through little memory."""


class BackupUnusable(Exception):
    """The file is not a backup, was altered, or belongs to another organisation's keys; the message says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was copied: ``audit_seq`` and ``audit_hash`` name the head of its audit chain, ``rows`` counts tables."""

    made_at: str
    kind: str
    version: str
    schema: str
    audit_seq: int
    audit_hash: str
    rows: dict[str, int]
    sha256: str

    def text(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1).encode()


def pack(target: Path, source: Path, manifest: Manifest, keys: Keys) -> None:
    """Write the backup beside ``target`` and put it in its place when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_suffix(".partial")
    with zipfile.ZipFile(scratch, "w") as archive:
        archive.writestr(MANIFEST, manifest.text())
        archive.writestr(SIGNATURE, keys.signing(PURPOSE).sign(manifest.text()))
        with source.open("rb") as plain, archive.open(CONTENT, "w", force_zip64=True) as sealed:
            for piece in _pieces(plain):
                sealed.write(_lock(keys).encrypt(piece) + b"\n")
    scratch.chmod(0o600)
    scratch.rename(target)


def read_manifest(path: Path, keys: Keys) -> Manifest:
    """The signed statement.

    Raises:
        BackupUnusable: the signature is not ours, or there is none.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            text, signature = archive.read(MANIFEST), archive.read(SIGNATURE)
        _public(keys).verify(signature, text)
        return Manifest(**json.loads(text))
    except InvalidSignature as error:
        raise BackupUnusable("its statement is not signed with this organisation's key") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BackupUnusable(f"it is not a backup ({type(error).__name__})") from error


def unpack(path: Path, target: Path, keys: Keys) -> Manifest:
    """Open the database into ``target`` and compare it with the statement.

    Raises:
        BackupUnusable: nothing usable is left at ``target``.
    """
    manifest = read_manifest(path, keys)
    digest = hashlib.sha256()
    try:
        with zipfile.ZipFile(path) as archive, archive.open(CONTENT) as sealed, target.open("xb") as plain:
            for line in sealed:
                piece = _lock(keys).decrypt(line.rstrip())
                digest.update(piece)
                plain.write(piece)
    except (InvalidToken, zipfile.BadZipFile) as error:
        target.unlink(missing_ok=True)
        raise BackupUnusable("its content was altered or sealed with another key") from error
    if digest.hexdigest() != manifest.sha256:
        target.unlink(missing_ok=True)
        raise BackupUnusable("its content is not what its statement says")
    return manifest


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in _pieces(file):
            digest.update(piece)
    return digest.hexdigest()


def _public(keys: Keys) -> Ed25519PublicKey:
    return keys.signing(PURPOSE).public_key()


def _lock(keys: Keys) -> Fernet:
    return Fernet(urlsafe_b64encode(keys.secret(PURPOSE)))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
