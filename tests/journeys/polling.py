"""What people around a secret ballot do on machines of their own, with the command of the ballot library."""

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from ballots import read_archive
from ballots.__main__ import main as ballots_command

YES, NO, NEITHER = "[[0,1,0]]", "[[0,0,1]]", "[[1,0,0]]"
ELSEWHERE = Path(__file__).parent.parent / "data" / "vectors" / "a-single-Ed25519"


def ballots(*arguments: str | Path) -> str:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = ballots_command([str(argument) for argument in arguments])
    assert status == 0, err.getvalue()
    return out.getvalue()


@dataclass(frozen=True)
class KeyHolder:
    """A folder that nobody else reads."""

    folder: Path

    def makes_a_key(self, name: str) -> bytes:
        ballots("trustee", "new", "--plain", "--group", "Ed25519", "--name", name, "--out", self.folder)
        (public,) = self.folder.glob("*.pubkey")
        return public.read_bytes()

    def opens_the_sum(self, record: bytes, owner: int) -> bytes:
        """Verifies the public record first: the command decrypts nothing that does not hold."""
        (self.folder / "record.bel").write_bytes(record)
        (key,) = self.folder.glob("*.privkey")
        out = self.folder / "part.json"
        options = ("--owner", str(owner), "--out", out)
        ballots("trustee", "decrypt", self.folder / "record.bel", "--key", key, *options)
        return out.read_bytes()


def makes_codes(folder: Path, uuid: str, count: int) -> tuple[list[str], bytes]:
    """The codes for the voters, and the public list of what belongs to them."""
    ballots("credentials", "new", "--group", "Ed25519", "--uuid", uuid, "--count", str(count), "--out", folder)
    return (folder / "codes.txt").read_text().split(), (folder / "public_creds.json").read_bytes()


@dataclass(frozen=True)
class Voter:
    """A folder with a voting code in it."""

    folder: Path
    code: str

    def locks(self, record: bytes, choice: str) -> bytes:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "record.bel").write_bytes(record)
        (self.folder / "code.txt").write_text(self.code)
        out = self.folder / "vote.json"
        out.unlink(missing_ok=True)
        options = ("--code-file", self.folder / "code.txt", "--answers", choice, "--out", out)
        ballots("cast", self.folder / "record.bel", *options)
        return out.read_bytes()


def ballot_of_another_election() -> bytes:
    """A good ballot, in the box of somebody else's election."""
    (path,) = ELSEWHERE.glob("*.bel")
    archive = read_archive(path)
    return next(archive.contents(archive.of_kind("Ballot")[0].data))


def bent(ballot: bytes) -> bytes:
    """The same ballot with one figure changed in its last proof."""
    place = ballot.rindex(b'"response":"') + len(b'"response":"')
    digit = b"1" if ballot[place : place + 1] != b"1" else b"2"
    return ballot[:place] + digit + ballot[place + 1 :]
