"""The witness: somebody outside who looks at a record again and again, and signs what they saw (BAL-8)."""

import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from ballots.archive import read_archive
from ballots.chance import SYSTEM
from ballots.checkpoints import (
    Checkpoint,
    checkpoint_in,
    election_uuid,
    named,
    read_checkpoint,
    require_consistent,
    take_checkpoint,
)
from ballots.encoding import hex_hash
from ballots.errors import Invalid, Unreadable
from ballots.notes import LARGEST, Note, read_note
from ballots.roles.comparing import compare_notes, keys_named, prove_growth
from ballots.roles.fetching import at_hand, hand_in
from ballots.roles.files import SECRET, content_of, write_new
from ballots.roles.witness_key import SEED, WitnessKey, read_witness_key


def new_witness(options: Namespace, out: TextIO) -> None:
    """Run again with the same name, it shows the key that is there."""
    path: Path = options.key
    if not path.exists():
        content = WitnessKey(options.name, SYSTEM(SEED)).write()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_new(path, content, mode=SECRET)
    key = read_witness_key(content_of(path))
    if key.name != options.name:
        raise Invalid("key-name", f"{path} holds the key of {key.name}")
    out.write(f"Keep {path} to yourself. Publish this, by which others know what you signed:\n{key.verifier}\n")


@dataclass(frozen=True, slots=True)
class Notebook:
    """One election's folder, with every note that was signed: what the next look is compared with."""

    folder: Path
    key: WitnessKey

    def kept(self) -> list[Checkpoint]:
        """The shortest first."""
        return [self._read(path) for path in sorted(self.folder.glob("*.note"))]

    def _read(self, path: Path) -> Checkpoint:
        try:
            return read_checkpoint(content_of(path), [self.key.verifier])
        except Invalid as error:
            raise Invalid(error.code, f"{path}: {error.detail}") from None

    def place(self, kind: str, note: Note) -> Path:
        return self.folder / f"{checkpoint_in(note).size:010}-{kind}.note"

    def keep(self, kind: str, note: Note, at: datetime) -> Path | None:
        """Sign a note, below the others who did. The first of each size and kind stays; nothing, if there is one."""
        path = self.place(kind, note)
        if path.exists():
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        write_new(path, Note(note.text, (*note.signatures, self.key.cosign(note.text, at))).write())
        return path

    def keep_contradiction(self, archive: Path, head: str, note: bytes | None) -> None:
        """The archive that does not fit what was signed, and the note that came with it."""
        folder = self.folder / "contradictions"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(archive, folder / f"{head[:16]}.bel")
        if note is not None and not (path := folder / f"{hex_hash(note)[:16]}.note").exists():
            write_new(path, note)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the record and the server's note about it are, and where the signed note is handed in."""

    archive: str
    checkpoint: str | None
    cosignature: str | None = None


def _source(options: Namespace) -> Source:
    """A server gives each witness an address of their own, which ends with a slash: all three lie below it."""
    address: str = options.archive
    if "://" not in address or not address.endswith("/"):
        return Source(address, options.checkpoint)
    return Source(f"{address}archive", options.checkpoint or f"{address}checkpoint", f"{address}cosignature")


def watch(options: Namespace, out: TextIO) -> None:
    """Look at a record once. Nothing of it may have changed since any earlier look; then sign how far it has come."""
    source = _source(options)
    if options.signed_by and source.checkpoint is None:
        raise Unreadable("--signed-by says who must have signed the note of --checkpoint; name that too")
    key = read_witness_key(content_of(options.key))
    note = _note(source.checkpoint)  # before the archive, which then covers it even while ballots come in
    server = None if note is None else read_checkpoint(note, keys_named(options))
    with at_hand(source.archive) as path:
        archive = read_archive(path)
        now = datetime.now(UTC)
        origin = f"{key.name}/{election_uuid(archive)}"
        seen = take_checkpoint((step.event_bytes for step in archive.steps), origin, now)
        if server is not None and server.uuid != seen.uuid:
            raise Invalid("checkpoint-mismatch", f"the checkpoint is of {server.uuid}, the archive of {seen.uuid}")
        notebook = Notebook(options.notebook / seen.uuid, key)
        kept = notebook.kept()
        try:
            require_consistent(archive, [*kept, *([] if server is None else [server])])
        except Invalid as error:
            notebook.keep_contradiction(path, seen.head, note)
            raise _alarm(error, notebook) from None
    signed = [notebook.keep("own", Note(seen.text, ()), now)]
    signed += [] if note is None else [notebook.keep("server", read_note(note), now)]
    if note is not None and not options.signed_by:
        out.write("Nobody checked who signed the server's checkpoint; name its key with --signed-by.\n")
    out.write(_said(seen, kept, [path for path in signed if path is not None]))
    if note is not None and source.cosignature is not None:
        hand_in(source.cosignature, content_of(notebook.place("server", read_note(note))))
        out.write("The server has your signature under its checkpoint.\n")


def _note(source: str | None) -> bytes | None:
    if source is None:
        return None
    with at_hand(source, LARGEST) as path:
        return content_of(path)


def _alarm(error: Invalid, notebook: Notebook) -> Invalid:
    detail = f"THE RECORD WAS CHANGED, OR THERE ARE TWO OF IT: {error.detail}. "
    proof = f"What you signed before lies in {notebook.folder}, what came now in its folder contradictions. "
    return Invalid("board-rewritten", detail + proof + "Keep both, and show them to others.", error.also)


def _said(seen: Checkpoint, kept: Sequence[Checkpoint], signed: Sequence[Path]) -> str:
    before = f"It holds all that {named(kept[-1])} covers. " if kept else "This is the first look. "
    after = f"Signed: {', '.join(map(str, signed))}." if signed else "Nothing is new."
    return f"{seen.size} events in the record of {seen.uuid}. {before}{after}\n"


def witness_parser(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="ACT")
    new = acts.add_parser("new", help="make a key to sign with")
    new.add_argument("--name", required=True, help="such as anna.example/home: no space and no +")
    new.add_argument("--key", type=Path, required=True, metavar="FILE")
    new.set_defaults(act=new_witness)

    look = acts.add_parser("watch", help="look once: nothing you signed may have changed; then sign what is new")
    look.add_argument("archive", help="a file, an https:// address, or with a slash at its end your own at a server")
    look.add_argument("--notebook", type=Path, required=True, metavar="DIR", help="keeps what you signed")
    look.add_argument("--key", type=Path, required=True, metavar="FILE")
    look.add_argument("--checkpoint", metavar="NOTE", help="the server's own, a file or an address")
    _signed_by(look, "who must have signed it")
    look.set_defaults(act=watch)

    compare = acts.add_parser("compare", help="do two checkpoints tell of one record?")
    compare.add_argument("notes", nargs=2, type=Path, metavar="NOTE", help="the earlier one, then the later one")
    shown_by = compare.add_mutually_exclusive_group()
    shown_by.add_argument("--archive", type=Path, help="must hold what both cover")
    shown_by.add_argument("--proof", type=Path, help="instead of the archive: what “prove” made from it")
    _signed_by(compare, "who must have signed both")
    compare.set_defaults(act=compare_notes)

    prove = acts.add_parser("prove", help="make a short proof that the record of one checkpoint became another's")
    prove.add_argument("notes", nargs=2, type=Path, metavar="NOTE", help="the earlier one, then the later one")
    prove.add_argument("--archive", type=Path, required=True)
    prove.add_argument("--out", type=Path, required=True)
    _signed_by(prove, "who must have signed both")
    prove.set_defaults(act=prove_growth)


def _signed_by(parser: ArgumentParser, meaning: str) -> None:
    parser.add_argument("--signed-by", action="append", default=[], metavar="VKEY", help=meaning)
