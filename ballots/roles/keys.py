"""A trustee's key: made once, and brought back from its recovery words."""

from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from ballots.chance import SYSTEM
from ballots.encoding import read, write
from ballots.errors import Invalid, about
from ballots.groups import Group, group
from ballots.keyfiles import Purpose, Seat, write_key_file
from ballots.keys import new_secret, read_public_key
from ballots.recovery import SEED, seed_of, words_of
from ballots.roles.files import SECRET, read_text, write_new
from ballots.roles.key_holder import (
    Alone,
    KeyHolder,
    derived,
    is_locked,
    key_file,
    new_password,
    open_key,
    short_name,
)


def new_key(options: Namespace, out: TextIO) -> None:
    """Run again, it makes no second key under the same name, and completes the first."""
    folder: Path = options.out
    write(options.name)  # what cannot be published is refused before anything is made
    folder.mkdir(parents=True, exist_ok=True)
    in_group, seat = group(options.group), _seat(options)
    path = _found(folder, in_group, seat, options.name)
    if path is None:
        path, holder = _make_key(options, in_group, seat, out)
    else:
        holder = _opened(options, path, in_group)
    public, content = holder.public_part(options.name)
    if not (folder / public).exists():
        write_new(folder / public, content)
    out.write(f"Keep {path} to yourself; hand over {folder / public}.\nFingerprint: {holder.fingerprint}\n")
    out.write(f"Next: ballots trustee {'check' if seat is None else 'deal TABLE'} --key {path}\n")


def _seat(options: Namespace) -> Seat | None:
    numbers = (options.threshold, options.members, options.index)
    if numbers == (None, None, None):
        return None
    if None in numbers or options.plain:
        raise Invalid("seat", "a committee's member gives --threshold, --members and --index, and keeps a locked key")
    return Seat(*numbers)


def _found(folder: Path, in_group: Group, seat: Seat | None, name: str) -> Path | None:
    """The key that somebody of this name already has in the folder."""
    for path in sorted(folder.glob("*.privkey")):
        if is_locked(path.read_bytes()):
            purpose = key_file(path).purpose
            wanted = (purpose.group, purpose.seat, purpose.name) == (in_group.name, seat, name)
        else:
            wanted = seat is None and name == _name_beside(path, in_group)
        if wanted:
            return path
    return None


def _name_beside(path: Path, in_group: Group) -> str | None:
    """A plain key does not tell whose it is, but its public part does."""
    with suppress(Invalid, FileNotFoundError):
        return read_public_key(in_group, read(path.with_suffix(".pubkey").read_bytes())).name
    return None


def _make_key(options: Namespace, in_group: Group, seat: Seat | None, out: TextIO) -> tuple[Path, KeyHolder]:
    if options.plain:
        alone = Alone(in_group, new_secret(in_group))
        return _save(options.out, alone, write(str(alone.secret))), alone
    seed = SYSTEM(SEED)
    holder = derived(in_group, seed, seat)
    content = _locked(options, seed, holder)
    _hand_over_words(options.words_file, words_of(seed), out)
    return _save(options.out, holder, content), holder


def _locked(options: Namespace, seed: bytes, holder: KeyHolder) -> bytes:
    purpose = Purpose(holder.group.name, options.name, holder.seat, holder.fingerprint)
    return write_key_file(seed, purpose, new_password(options))


def _save(folder: Path, holder: KeyHolder, content: bytes) -> Path:
    path = _path(folder, holder)
    write_new(path, content, SECRET)
    return path


def _path(folder: Path, holder: KeyHolder) -> Path:
    return folder / f"{short_name(holder.public_text)}.privkey"


def _opened(options: Namespace, path: Path, in_group: Group) -> KeyHolder:
    return open_key(Namespace(**vars(options), key=path), in_group)


def _hand_over_words(path: Path | None, words: str, out: TextIO) -> None:
    """Once, and never into the log of a program that runs this one."""
    if path is not None:
        write_new(path, f"{words}\n".encode(), SECRET)
    elif out.isatty():
        numbered = [f"{number:2} {word:<10}" for number, word in enumerate(words.split(), 1)]
        lines = ["".join(numbered[row : row + 4]).rstrip() for row in range(0, len(numbered), 4)]
        out.write("\n".join(["Write these words on paper. They bring your key back, for anybody:", *lines, ""]))
    else:
        raise Invalid("words-nowhere", "there is no terminal to show the recovery words on: give --words-file FILE")


def restore_key(options: Namespace, out: TextIO) -> None:
    """The key file again, from the words alone. What was handed over stays as it was."""
    in_group, seat = group(options.group), _seat(options)
    seed = seed_of(read_text(options.words_file))
    holder = derived(in_group, seed, seat)
    options.out.mkdir(parents=True, exist_ok=True)
    path = _path(options.out, holder)
    if path.exists():
        _require_same(options, path, holder)
    else:
        _save(options.out, holder, _locked(options, seed, holder))
    out.write(f"{path} is your key again.\nFingerprint: {holder.fingerprint}\n")
    out.write(f"Next: ballots trustee check --key {path} PUBLISHED\n")


def _require_same(options: Namespace, path: Path, holder: KeyHolder) -> None:
    """A file that opens to this key is left as it is; any other must be moved away by whoever knows what it is."""
    with about("a file is in the way"):
        if _opened(options, path, holder.group).fingerprint != holder.fingerprint:
            raise Invalid("words-other", f"{path} holds another key than these words")
