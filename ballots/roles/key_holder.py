"""Whoever holds a trustee's key, alone or as a member of a committee, with the secret in hand."""

import sys
from argparse import Namespace
from dataclasses import dataclass, field
from getpass import getpass
from pathlib import Path

from ballots.ceremony import certify
from ballots.channel import channel_keys, new_seed, read_signed
from ballots.encoding import b64_hash, hex_hash, printable, read, scalar, write
from ballots.errors import Invalid, about
from ballots.groups import Group, group
from ballots.keyfiles import KeyFile, Seat, read_key_file
from ballots.keys import SHAPE, Trustee, make_public_key, new_secret
from ballots.recovery import seeded
from ballots.roles.files import read_text


@dataclass(frozen=True, slots=True)
class Alone:
    """A trustee without whom nothing opens."""

    group: Group
    secret: int = field(repr=False)
    seat: None = None

    @property
    def public_text(self) -> str:
        return self.group.encode([self.group.secret_power(self.group.generator, self.secret)])[0]

    @property
    def fingerprint(self) -> str:
        """Of the public key."""
        return b64_hash(write(self.public_text))

    def public_part(self, name: str | None) -> tuple[str, bytes]:
        """What is handed over, with its file's name."""
        return f"{short_name(self.public_text)}.pubkey", make_public_key(self.group, self.secret, name)

    def holds(self, trustee: Trustee) -> bool:
        return trustee.key == self.public_text


@dataclass(frozen=True, slots=True)
class Member:
    """One of a committee. The key he decrypts with comes out of its ceremony, sealed for the keys of this seed."""

    group: Group
    seed: str = field(repr=False)
    seat: Seat

    @property
    def public_text(self) -> str:
        return channel_keys(self.group, self.seed).verification_key

    @property
    def fingerprint(self) -> str:
        """Of the certificate: of what it says, since each time it is signed anew."""
        certificate = read(self.public_part(None)[1])
        return b64_hash(read_signed(certificate, self.group.order, SHAPE).message.encode())

    def public_part(self, _name: str | None) -> tuple[str, bytes]:
        """What is handed over, with its file's name; the name of its holder comes with the share."""
        size, threshold, index = self.seat.size, self.seat.threshold, self.seat.index
        return f"{index}.certificate", certify(self.group, self.seed, size=size, threshold=threshold, index=index)

    def holds(self, trustee: Trustee) -> bool:
        return trustee.certificate == self.fingerprint


KeyHolder = Alone | Member


# --- keys -----------------------------------------------------------------------------------------------------------


def short_name(public_text: str) -> str:
    """Eight signs of the hash of a public key: how the files of a trustee are called."""
    return hex_hash(public_text.encode())[:8].upper()


def aloud(public_text: str) -> str:
    """Sixteen signs of the same, as key-holders read them out: the first eight of another key's could be found."""
    digits = hex_hash(public_text.encode()).upper()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def derived(in_group: Group, seed: bytes, seat: Seat | None) -> KeyHolder:
    """The key that a seed stands for, the same each time."""
    if seat is None:
        return Alone(in_group, new_secret(in_group, seeded(seed, f"trustee|{in_group.name}")))
    return Member(in_group, new_seed(seeded(seed, f"committee|{in_group.name}")), seat)


def open_key(options: Namespace, in_group: Group | None) -> KeyHolder:
    """The key in ``options.key``. Without a group it must be a locked one, which names its own."""
    path: Path = options.key
    raw = path.read_bytes().strip()
    if not is_locked(raw):
        return Alone(*_plain(path, raw, in_group))
    file = key_file(path)
    if in_group is not None and file.purpose.group != in_group.name:
        raise Invalid("key-shape", f"{path} holds a key of the group {printable(file.purpose.group)}")
    password = _password(options)
    with about(str(path)):
        seed = file.unlock(password)
    holder = derived(group(file.purpose.group), seed, file.purpose.seat)
    if holder.fingerprint != file.purpose.fingerprint:
        raise Invalid("key-damaged", f"{path} holds another key than it names")
    return holder


def is_locked(raw: bytes) -> bool:
    return raw.startswith(b"{")


def key_file(path: Path) -> KeyFile:
    with about(str(path)):
        return read_key_file(path.read_bytes())


def _plain(path: Path, raw: bytes, in_group: Group | None) -> tuple[Group, int]:
    """A bare exponent, as the protocol's own tool keeps it."""
    if in_group is None:
        raise Invalid("key-shape", f"{path} holds a plain key, which does not tell its group: give --group")
    try:
        return in_group, scalar(read(raw), in_group.order)
    except Invalid:
        raise Invalid("key-shape", f"{path} does not hold a private key of this election's group") from None


# --- passwords ------------------------------------------------------------------------------------------------------


def _password(options: Namespace) -> str:
    if options.password_file is not None:
        return read_text(options.password_file)
    return _asked("Password of the key file: ")


def new_password(options: Namespace) -> str:
    """Asked for twice, because nobody sees what is typed."""
    if options.password_file is not None:
        return read_text(options.password_file)
    password = _asked("New password, to lock the key file with: ")
    if _asked("The same again: ") != password:
        raise Invalid("password-differs", "the two passwords differ")
    return password


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise Invalid("password-missing", "there is no terminal to ask for the password at: give --password-file FILE")
    return getpass(prompt).strip()
