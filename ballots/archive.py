"""The public record as a file: tar records that only ever grow, read so strictly that no other bytes would do.

A record is accepted only when its 512-byte header is the one this module would write for that content, and its padding
is zero; so an archive that is accepted can be rebuilt byte for byte from its contents (BAL-15).
"""

import io
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ballots.encoding import LARGE, decimal, hex_hash, members, read, string, write
from ballots.errors import Invalid, Unreadable
from ballots.events import Entry, Event, Head, read_event, require_next, write_event

BLOCK = 512
FIRST = "BELENIOS"
_DATA, _EVENT = ".data.json", ".event.json"
_EMPTY = bytes(BLOCK)
_MODE_AND_OWNERS = "0000644\0" + 2 * "0000000\0"

Source = Path | bytes


# --- writing --------------------------------------------------------------------------------------------------------


def header(name: str, size: int, timestamp: int) -> bytes:
    before = f"{name:\0<100}{_MODE_AND_OWNERS}{size:011o}\0{timestamp:011o}\0".encode()
    checksum = sum(before) + 8 * ord(" ") + ord("0")
    return (before + f"{checksum:06o}\0 0".encode()).ljust(BLOCK, b"\0")


def _record(name: str, content: bytes, timestamp: int) -> bytes:
    return header(name, len(content), timestamp) + content + bytes(-len(content) % BLOCK)


def write_start(timestamp: int) -> bytes:
    """How every archive begins. The timestamp, in whole seconds, is repeated in each record."""
    return _record(FIRST, write({"version": 1, "timestamp": str(timestamp)}), timestamp)


def write_entry(entry: Entry, timestamp: int) -> bytes:
    """What one act adds to the file."""
    data = [_record(hex_hash(content) + _DATA, content, timestamp) for content in entry.data]
    return b"".join([*data, _record(hex_hash(entry.event) + _EVENT, entry.event, timestamp)])


def write_archive(entries: Iterable[Entry], timestamp: int) -> Iterator[bytes]:
    """The file, piece by piece."""
    yield write_start(timestamp)
    for entry in entries:
        yield write_entry(entry, timestamp)


# --- reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where a content stands, and what its hash is."""

    offset: int
    size: int
    hash: str


@dataclass(frozen=True, slots=True)
class Step:
    """An event found in an archive, with the places of the data before it."""

    event: Event
    head: Head
    data: tuple[Place, ...]

    @property
    def event_bytes(self) -> bytes:
        previous = Head(self.event.parent, self.event.height - 1) if self.event.parent else None
        return write_event(self.event.kind, previous, self.event.payload)


@dataclass(frozen=True, slots=True)
class Archive:
    """The steps of an archive whose bytes and chain are sound; contents are read from the source when asked for."""

    source: Source
    timestamp: int
    steps: tuple[Step, ...]

    def of_kind(self, kind: str) -> list[Step]:
        return [step for step in self.steps if step.event.kind == kind]

    @property
    def head(self) -> Head:
        return self.steps[-1].head

    def contents(self, places: Iterable[Place]) -> Iterator[bytes]:
        """The contents of these places, hashed again in case the file was exchanged since it was first read."""
        with opened(self.source) as file:
            for place in places:
                file.seek(place.offset)
                content = file.read(place.size)
                if hex_hash(content) != place.hash:
                    raise Unreadable("the file changed while it was read")
                yield content

    def rebuilt(self) -> Iterator[bytes]:
        """The file once more, from its contents alone."""
        yield write_start(self.timestamp)
        for step in self.steps:
            entry = Entry(tuple(self.contents(step.data)), step.event_bytes, step.event.height)
            yield write_entry(entry, self.timestamp)


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Only ordinary files: a pipe or a device may never end, and nothing in it can be looked at twice."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        if not stat.S_ISREG(source.stat().st_mode):
            raise Unreadable(f"{source} is not an ordinary file")
        with source.open("rb") as file:
            yield file
    except OSError as error:
        raise Unreadable(f"cannot read {source}: {error.strerror}") from None


def read_archive(source: Source) -> Archive:
    """Check every byte and every link of an archive, without yet judging what it says."""
    with opened(source) as file:
        timestamp = _read_start(file)
        steps = tuple(_steps(file, timestamp))
    return Archive(source, timestamp, steps)


def start(source: Source) -> int:
    """The timestamp that an archive begins with and repeats in each record."""
    with opened(source) as file:
        return _read_start(file)


def walk(source: Source) -> Iterator[Step]:
    """The steps of an archive one after the other, as strictly checked, for whoever need not keep them all."""
    with opened(source) as file:
        yield from _steps(file, _read_start(file))


def _read_start(file: BinaryIO) -> int:
    block = file.read(BLOCK)
    if len(block) < BLOCK or not block.startswith(FIRST.encode() + b"\0"):
        raise Unreadable(f"{getattr(file, 'name', 'this')} is not an election archive")
    size = _octal(block[124:136])
    content = _read_content(file, size)
    fields = members(read(content), "archive-header", "version", "timestamp")
    if fields["version"] != 1 or fields["version"] is True:
        raise Invalid("archive-version", f"version {str(fields['version'])[:20]}, where 1 was expected")
    timestamp = decimal(string(fields["timestamp"], "archive-header"), "archive-header")
    if timestamp >= 8**11 or header(FIRST, size, timestamp) != block:
        raise Invalid("tar-header", "the header of the first record is not the one its content has")
    return timestamp


def _steps(file: BinaryIO, timestamp: int) -> Iterator[Step]:
    previous: Head | None = None
    last_kind: str | None = None
    waiting: list[Place] = []
    for name, place, content in _records(file, timestamp):
        if name.endswith(_DATA):
            waiting.append(place)
            continue
        event = read_event(content)
        require_next(event, previous, last_kind, [data.hash for data in waiting])
        previous, last_kind = Head(place.hash, event.height), event.kind
        yield Step(event, previous, tuple(waiting))
        waiting = []
    if waiting:
        raise Invalid("records-mismatch", "the archive ends with data that no event is about")
    if previous is None:
        raise Invalid("event-order", "the archive holds no event")


def _records(file: BinaryIO, timestamp: int) -> Iterator[tuple[str, Place, bytes]]:
    while block := file.read(BLOCK):
        if len(block) < BLOCK:
            raise Invalid("truncated", "the archive ends inside a record")
        if block == _EMPTY:
            raise Invalid(
                "tar-header", "an empty block, as tar programs write at the end and this archive may not have"
            )
        offset = file.tell()
        size = _octal(block[124:136])
        content = _read_content(file, size)
        place = Place(offset, size, hex_hash(content))
        name = _name(block, place)
        if header(name, size, timestamp) != block:
            raise Invalid("tar-header", f"the header of {name} is not the one its content has")
        yield name, place, content


def _name(block: bytes, place: Place) -> str:
    """The name is not read, it is computed: only two are possible for a content."""
    for ending in (_DATA, _EVENT):
        name = place.hash + ending
        if block.startswith(name.encode() + b"\0"):
            return name
    if block[64:].startswith((_DATA.encode() + b"\0", _EVENT.encode() + b"\0")):
        raise Invalid("record-hash", "a content does not have the hash it is filed under")
    raise Invalid("tar-header", "a record has a name that no content has")


def _octal(field: bytes) -> int:
    digits = field[:11]
    if digits.strip(b"01234567"):
        raise Invalid("tar-header", "a record does not say its size")
    size = int(digits, 8)
    if size > LARGE:
        raise Invalid("too-large", f"a record of {size} bytes")
    return size


def _read_content(file: BinaryIO, size: int) -> bytes:
    padded = size + -size % BLOCK
    content = file.read(padded)
    if len(content) < padded:
        raise Invalid("truncated", "the archive ends inside a record")
    if content.count(0, size) != padded - size:
        raise Invalid("tar-padding", "the space after a record is not empty")
    return content[:size]
