"""The people around a ballot, at the command line of the ballot library: key-holders, keeper of the codes, voters."""

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path

from ballots import Election, make_ballot, secret_of
from ballots.__main__ import main as ballots_command
from governance.votes.model import KEY_HOLDERS, Receipt

NAMES = ("First key-holder", "Second key-holder", "Third key-holder")


class CommandRefused(Exception):
    """The ballot library's command said no; the message is its own."""


@dataclass(frozen=True, slots=True)
class Keepers:
    """Everybody's secrets of one ballot in one ``folder``: what in a real vote lies on many machines."""

    folder: Path
    group: str

    def make_keys(self, count: int = KEY_HOLDERS) -> list[bytes]:
        """The first ``count`` key-holders make a key, each in a folder of their own; answers the public parts."""
        folders = self._folders()[:count]
        for name, folder in zip(NAMES, folders, strict=False):
            _run("trustee", "new", "--plain", "--group", self.group, "--name", name, "--out", folder)
        return [_only(folder, "*.pubkey").read_bytes() for folder in folders]

    def key_of(self, owner: int) -> Path:
        """The file with the secret key of this key-holder."""
        return _only(self._folders()[owner - 1], "*.privkey")

    def make_codes(self, uuid: str, count: int) -> bytes:
        """The keeper of the codes makes one for each voter; answers the public list."""
        folder = self.folder / "codes"
        _run("credentials", "new", "--group", self.group, "--uuid", uuid, "--count", str(count), "--out", folder)
        return (folder / "public_creds.json").read_bytes()

    def codes(self) -> list[str]:
        """One for each place of the roll."""
        return (self.folder / "codes" / "codes.txt").read_text(encoding="ascii").split()

    def sealed_ballot(self, election: Election, place: int, choice: Sequence[int]) -> bytes:
        """The ballot of the voter in this place of the roll, locked once: who got no answer sends the same again."""
        path = self.folder / "ballots" / f"{place:06}.json"
        if not path.exists():
            secret = secret_of(self.codes()[place], election.uuid, election.group.order)
            _write(path, make_ballot(election, secret, [list(choice)]))
        return path.read_bytes()

    def has_receipt(self, place: int) -> bool:
        return self._receipt(place).exists()

    def keep_receipt(self, place: int, receipt: Receipt) -> None:
        _write(self._receipt(place), json.dumps(asdict(receipt), indent=1).encode())

    def decrypt(self, archive: Path, owner: int, at_least: int) -> bytes:
        """A key-holder verifies the public record, recomputes the sums and decrypts them (BAL-9)."""
        out = self._folders()[owner - 1] / "partial-decryption.json"
        if not out.exists():
            key, limit = self.key_of(owner), str(at_least)
            _run("trustee", "decrypt", archive, "--key", key, "--owner", str(owner), "--at-least", limit, "--out", out)
        return out.read_bytes()

    def _folders(self) -> Sequence[Path]:
        return [self.folder / f"key-holder-{number}" for number in range(1, KEY_HOLDERS + 1)]

    def _receipt(self, place: int) -> Path:
        return self.folder / "receipts" / f"{place:06}.json"


def verify(archive: Path, *options: str) -> str:
    """What our verifier says of the finished archive, as a stranger would read it."""
    return _run("verify", archive, *options)


def _only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    scratch = path.with_suffix(".partial")
    scratch.write_bytes(content)
    scratch.rename(path)


def _run(*arguments: str | Path) -> str:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = ballots_command([str(argument) for argument in arguments])
    if status:
        raise CommandRefused(err.getvalue().strip())
    return out.getvalue()
