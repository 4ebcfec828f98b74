"""How a committee makes its key across a table: a folder that everybody sees, carried about by whatever means.

On the table lie, for each member by number, a certificate, a commitment, a dealing, a letter and a share, and at the
end the committee. All of it may be seen by anybody. ``deal_next`` is the members' command and ``gather_table`` that of
whoever keeps the table. Both do what can be done, say what is waited for, and change nothing when given once more.
"""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ballots.ceremony import (
    check_certificate,
    check_dealing,
    check_share,
    commitment,
    deal,
    finish,
    gather,
    route,
    share_secret,
)
from ballots.channel import read_signed
from ballots.encoding import b64_hash, count, members, read, string
from ballots.errors import Invalid, about
from ballots.groups import Group, group
from ballots.keys import SHAPE
from ballots.roles.files import SECRET, read_text, write_new
from ballots.roles.key_holder import Member, key_file, open_key
from ballots.threshold import LARGEST

CERTIFICATE, COMMITMENT, DEALING, LETTER, SHARE = "certificate", "commitment", "dealing", "letter", "share"
COMMITTEE = "committee.json"
FINGERPRINT = 43
"""Characters of a hash as people see it; a shared drive may show a file before all of it arrived."""


@dataclass(frozen=True, slots=True)
class _Table:
    folder: Path
    size: int

    def path(self, what: str, index: int) -> Path:
        return self.folder / f"{index}.{what}"

    def present(self, what: str) -> dict[int, bytes]:
        paths = {index: self.path(what, index) for index in range(1, self.size + 1)}
        return {index: path.read_bytes() for index, path in paths.items() if path.exists()}

    def awaited(self, what: str) -> str | None:
        """Nothing once all members have brought theirs."""
        present = self.present(what)
        missing = [self.path(what, index).name for index in range(1, self.size + 1) if index not in present]
        return f"Waiting for {', '.join(missing)}." if missing else None

    def all(self, what: str) -> list[bytes]:
        return list(self.present(what).values())

    def commitments(self) -> list[str]:
        texts = [read_text(self.path(COMMITMENT, index)) for index in range(1, self.size + 1)]
        for index, text in enumerate(texts, 1):
            if len(text) != FINGERPRINT:
                raise Invalid(
                    "commitment-shape", f"{self.path(COMMITMENT, index)} does not hold {FINGERPRINT} characters"
                )
        return texts

    def check_certificates(self, in_group: Group, threshold: int) -> None:
        """Each that is there, so that a fault is blamed on its member and on nobody who relied on it."""
        for index, certificate in self.present(CERTIFICATE).items():
            with about(self.path(CERTIFICATE, index).name):
                check_certificate(in_group, certificate, size=self.size, threshold=threshold, index=index)

    def put(self, what: str, index: int, content: bytes) -> None:
        _put(self.path(what, index), content)


def _put(path: Path, content: bytes) -> None:
    if not path.exists():
        write_new(path, content)
    elif path.read_bytes() != content:
        raise Invalid("table-changed", f"another {path.name} lies on the table than the one that belongs there")


# --- a member -------------------------------------------------------------------------------------------------------


def deal_next(options: Namespace, out: TextIO) -> None:
    """A member's next step. What is drawn is kept beside the key and never drawn again."""
    member, key = open_key(options, None), options.key
    if not isinstance(member, Member):
        raise Invalid("key-shape", f"{key} is not the key of a committee's member")
    table = _Table(options.table, member.seat.size)
    table.check_certificates(member.group, member.seat.threshold)
    _show_certificate(member, table, key)
    awaited = _deal(member, table, key) or _finish(member, table, key)
    if awaited:
        out.write(f"{awaited} Next: give this command again when it is there.\n")
    else:
        out.write(f"Done: your share lies in {key.with_suffix(f'.{SHARE}')}. Next: ballots trustee check.\n")


def _show_certificate(member: Member, table: _Table, key: Path) -> None:
    """It lies beside the key since that was made; after the key was restored, on the table if it ever came there."""
    index = member.seat.index
    certificate = _drawn_once(
        key.with_name(f"{index}.{CERTIFICATE}"),
        table.path(CERTIFICATE, index),
        make=lambda: member.public_part(None)[1],
        check=lambda shown: _require_own(member, shown),
    )
    table.put(CERTIFICATE, index, certificate)


def _require_own(member: Member, certificate: bytes) -> None:
    message = read_signed(read(certificate), member.group.order, SHAPE).message
    if b64_hash(message.encode()) != member.fingerprint:
        raise Invalid("table-changed", "this is not the certificate of your key")


def _deal(member: Member, table: _Table, key: Path) -> str | None:
    """The commitment at once, what it stands for only when all commitments are there (specification §16.2)."""
    if awaited := table.awaited(CERTIFICATE):
        return awaited
    index = member.seat.index
    certificates = table.all(CERTIFICATE)
    dealing = _drawn_once(
        key.with_suffix(f".{DEALING}"),
        table.path(DEALING, index),
        make=lambda: deal(member.group, member.seed, certificates),
        check=lambda shown: check_dealing(member.group, certificates, index, shown),
    )
    table.put(COMMITMENT, index, f"{commitment(dealing)}\n".encode())
    if awaited := table.awaited(COMMITMENT):
        return awaited
    seen = key.with_suffix(".commitments")
    if not seen.exists():
        write_new(seen, "\n".join(table.commitments()).encode())
    table.put(DEALING, index, dealing)
    return None


def _finish(member: Member, table: _Table, key: Path) -> str | None:
    index = member.seat.index
    letter = table.path(LETTER, index)
    if not letter.exists():
        return f"Waiting for {letter.name}."
    name, committed = key_file(key).purpose.name, read_text(key.with_suffix(".commitments")).split()
    in_group, seed, certificates = member.group, member.seed, table.all(CERTIFICATE)

    def finished() -> bytes:
        with about(letter.name):
            return finish(in_group, seed, certificates, letter.read_bytes(), name, committed=committed)

    share = _drawn_once(
        key.with_suffix(f".{SHARE}"),
        table.path(SHARE, index),
        make=finished,
        check=lambda shown: share_secret(in_group, seed, shown),
    )
    table.put(SHARE, index, share)
    return None


def _drawn_once(own: Path, shown: Path, *, make: Callable[[], bytes], check: Callable[[bytes], object]) -> bytes:
    """Kept beside the key before anybody sees it; after the key was restored, what lies on the table and is ours."""
    if not own.exists() and shown.exists():
        content = shown.read_bytes()
        with about(shown.name):
            check(content)
        write_new(own, content, SECRET)
    elif not own.exists():
        write_new(own, make(), SECRET)
    return own.read_bytes()


# --- whoever keeps the table ----------------------------------------------------------------------------------------


def gather_table(options: Namespace, out: TextIO) -> None:
    """Checks everything that lies on the table, passes on what each member needs, and in the end puts the committee."""
    in_group, size, threshold = _named(options.table)
    table = _Table(options.table, size)
    table.check_certificates(in_group, threshold)
    awaited = table.awaited(CERTIFICATE) or table.awaited(COMMITMENT)
    awaited = awaited or _pass_on(in_group, table) or _conclude(in_group, table)
    if awaited:
        out.write(f"{awaited} What lies there holds. Next: give this command again when it is there.\n")
    else:
        out.write(f"Done: {table.folder / COMMITTEE} is complete and holds. It is published among the trustees.\n")


def _named(folder: Path) -> tuple[Group, int, int]:
    """The group, the size and the threshold of the committee, as the first certificate on the table names them."""
    for path in sorted(folder.glob(f"*.{CERTIFICATE}")):
        with about(path.name):
            message = string(members(read(path.read_bytes()), SHAPE, "message", "signature")["message"], SHAPE)
            keys = members(read(message.encode()), SHAPE, "context", "verification", "encryption")
            context = members(keys["context"], SHAPE, "group", "size", "threshold", "index")
            size, threshold = count(context["size"], SHAPE), count(context["threshold"], SHAPE)
            if size > LARGEST:
                raise Invalid(SHAPE, f"a committee has at most {LARGEST} members")
            return group(string(context["group"], SHAPE)), size, threshold
    raise Invalid("table-empty", f"no certificate lies in {folder}")


def _pass_on(in_group: Group, table: _Table) -> str | None:
    certificates, commitments = table.all(CERTIFICATE), table.commitments()
    for index, dealing in table.present(DEALING).items():
        with about(f"member {index}"):
            check_dealing(in_group, certificates, index, dealing, commitments[index - 1])
    if awaited := table.awaited(DEALING):
        return awaited
    for index, letter in enumerate(route(in_group, certificates, table.all(DEALING)), 1):
        table.put(LETTER, index, letter)
    return None


def _conclude(in_group: Group, table: _Table) -> str | None:
    certificates, dealings = table.all(CERTIFICATE), table.all(DEALING)
    for index, share in table.present(SHARE).items():
        with about(f"member {index}"):
            check_share(in_group, certificates, dealings, index, share)
    if awaited := table.awaited(SHARE):
        return awaited
    _put(table.folder / COMMITTEE, gather(in_group, certificates, dealings, table.all(SHARE)))
    return None
