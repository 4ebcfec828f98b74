"""What a trustee does before the vote opens: prove that the key can be brought back and is the published one."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from ballots.archive import opened, read_archive
from ballots.ceremony import share_secret
from ballots.encoding import LARGE, read
from ballots.errors import Invalid, Unreadable, about
from ballots.groups import Group, group
from ballots.keys import Trustee, read_public_key
from ballots.recovery import seed_of
from ballots.roles.files import read_text
from ballots.roles.key_holder import Alone, KeyHolder, Member, aloud, derived, open_key
from ballots.threshold import read_threshold
from ballots.trustees import read_trustees
from ballots.verify import read_setup


def check_key(options: Namespace, out: TextIO) -> None:
    """That the file opens, that the words mean the same key, and that it is published once, with a proof that holds."""
    holder = open_key(options, group(options.group) if options.group else None)
    out.write(f"{options.key} opens.\n")
    if options.words_file is not None:
        seed = seed_of(read_text(options.words_file))
        if derived(holder.group, seed, holder.seat).fingerprint != holder.fingerprint:
            raise Invalid("words-other", "these are the words of another key")
        out.write(f"{options.words_file} brings the same key back.\n")
    for path in options.published:
        out.write(_published_once(holder, path, options.key.with_suffix(".share")))
    out.write(f"Fingerprint: {holder.fingerprint}\n")
    decrypting = _decrypting(holder, options.key.with_suffix(".share"))
    if decrypting is not None:
        out.write(f"To read out to the others: {aloud(decrypting.public_text)}\n")


def _decrypting(holder: KeyHolder, share: Path) -> Alone | None:
    """The key that the archive names: a committee's member has it from its share only."""
    if isinstance(holder, Alone):
        return holder
    if not share.exists():
        return None
    return Alone(holder.group, share_secret(holder.group, holder.seed, share.read_bytes()))


def _published_once(holder: KeyHolder, path: Path, share: Path) -> str:
    with about(str(path)):
        trustees = _trustees_in(holder.group, path)
    numbers = [number for number, trustee in enumerate(trustees, 1) if holder.holds(trustee)]
    if not numbers:
        raise Invalid("key-not-published", f"your key is not among those in {path}")
    if len(numbers) > 1:
        raise Invalid("key-repeated", f"{path} holds your key {len(numbers)} times")
    said = f"{path}: yours is number {numbers[0]} of {len(trustees)}, and every proof holds.\n"
    return said if isinstance(holder, Alone) else said + _share(holder, trustees[numbers[0] - 1], share)


def _share(member: Member, trustee: Trustee, path: Path) -> str:
    """A committee's member decrypts with what the ceremony left, which the words alone do not bring back."""
    own = _decrypting(member, path)
    if own is None:
        return f"{path} is missing: ballots trustee deal TABLE brings it back.\n"
    if own.public_text != trustee.key:
        raise Invalid("share-other", f"{path} is of another committee")
    return f"{path} opens your part.\n"


def _trustees_in(in_group: Group, path: Path) -> Sequence[Trustee]:
    """Of an archive, a list of trustees, a committee, or one public key."""
    with opened(path) as file:
        first = file.read(1)
        if first not in (b"[", b"{"):
            return _trustees_of(in_group, path)
        raw = first + file.read(LARGE)
    if first == b"[":
        return read_trustees(in_group, raw).each
    value = read(raw, LARGE)
    if isinstance(value, dict) and "threshold" in value:
        return read_threshold(in_group, value).members
    return [read_public_key(in_group, value)]


def _trustees_of(in_group: Group, archive: Path) -> Sequence[Trustee]:
    try:
        setup = read_setup(read_archive(archive))
    except Unreadable:
        raise Unreadable(f"{archive} is no public key, no list of trustees, no committee and no archive") from None
    if setup.election.group.name != in_group.name:
        raise Invalid("key-shape", f"it is of an election in the group {setup.election.group.name}")
    return setup.trustees.each
