"""Secrets kept in files beside the database, never in it: one master key, a key for each purpose, keys for a while."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MASTER = "master.key"


class KeysMissing(Exception):
    """The key folder holds no master key: restore it from its own backup, or set up anew (ENC-5)."""


class Keys:
    """The keys in one folder. Every purpose has its own label and so its own key (ENC-4).

    ``host`` names the server to strangers who read what it signs.
    """

    def __init__(self, folder: Path, host: str = "localhost") -> None:
        self.folder = folder
        self.host = host

    @classmethod
    def create(cls, folder: Path, host: str = "localhost") -> "Keys":
        """Make a folder with a new master key; an existing one is left as it is."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / MASTER).exists():
            _write(folder / MASTER, secrets.token_bytes(32))
        return cls(folder, host)

    def secret(self, purpose: str) -> bytes:
        """32 bytes for one purpose, such as ``"columns"``; always the same for the same master key."""
        try:
            master = (self.folder / MASTER).read_bytes()
        except FileNotFoundError as error:
            raise KeysMissing(str(self.folder)) from error
        return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"cydlais/" + purpose.encode()).derive(master)

    def signing(self, purpose: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret(f"sign/{purpose}"))

    def temporary(self, name: str) -> bytes:
        """A random key that lives until :meth:`destroy`; made when first asked for (SEC-2)."""
        path = self.folder / "temporary" / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _write(path, secrets.token_bytes(32))
        return path.read_bytes()

    def holds(self, name: str) -> bool:
        """Has this temporary key been made, and not been destroyed?"""
        return (self.folder / "temporary" / name).exists()

    def held(self, beginning: str) -> list[str]:
        """The names of the temporary keys that begin so."""
        return sorted(path.name for path in (self.folder / "temporary").glob(f"{beginning}*"))

    def destroy(self, name: str) -> None:
        """Overwrite and remove a temporary key; destroying it twice does nothing more."""
        path = self.folder / "temporary" / name
        if path.exists():
            path.chmod(0o600)
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()


def _write(path: Path, content: bytes) -> None:
    """Readable by its owner alone, and on the disk before anybody relies on it."""
    scratch = path.with_suffix(f".{secrets.token_hex(4)}")
    with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(scratch, path)  # fails if somebody was faster: the first key stays
    except FileExistsError:
        pass
    finally:
        scratch.unlink()
