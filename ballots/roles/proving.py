"""What a trustee does before the vote opens: prove that the key can be brought back and is the published one."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from ballots.archive import opened, read_archive
from ballots.encoding import LARGE, read
from ballots.errors import Invalid
from ballots.groups import Group, group
from ballots.keys import Trustee, read_public_key
from ballots.recovery import seed_of
from ballots.roles.files import read_text
from ballots.roles.key_holder import KeyHolder, derived, open_key
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
        out.write(_published_once(holder, path))
    out.write(f"Fingerprint, to read to the others: {holder.fingerprint}\n")


def _published_once(holder: KeyHolder, path: Path) -> str:
    trustees = _trustees_in(holder.group, path)
    numbers = [number for number, trustee in enumerate(trustees, 1) if holder.holds(trustee)]
    if not numbers:
        raise Invalid("key-not-published", f"your key is not among those in {path}")
    if len(numbers) > 1:
        raise Invalid("key-repeated", f"{path} holds your key {len(numbers)} times")
    return f"{path}: yours is number {numbers[0]} of {len(trustees)}, and every proof holds.\n"


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
    setup = read_setup(read_archive(archive))
    if setup.election.group.name != in_group.name:
        raise Invalid("key-shape", f"{archive} is of an election in the group {setup.election.group.name}")
    return setup.trustees.each
