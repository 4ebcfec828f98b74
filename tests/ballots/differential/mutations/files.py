"""What becomes of the file: a damaged disk, a lenient tar program, somebody with an editor."""

from random import Random

from ballots.archive import BLOCK
from ballots.encoding import hex_hash, write
from ballots.events import SETUP
from tests.ballots.differential.mutations.making import file_of, mutation, records_in
from tests.ballots.differential.rewriting import another_spelling, another_value
from tests.ballots.election_room import TIMESTAMP, Room


@mutation
def bit_flipped(chance: Random, room: Room) -> bytes:
    data = bytearray(room.archive())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


@mutation
def byte_of_a_record_changed(chance: Random, room: Room) -> bytes:
    """Filed under the hash that it now has."""
    records = records_in(room)
    place = chance.randrange(len(records))
    name, content = records[place]
    at = chance.randrange(len(content))
    content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
    records[place] = (hex_hash(content) + name[64:], content)
    return file_of(records)


@mutation
def file_cut_short(chance: Random, room: Room) -> bytes:
    data = room.archive()
    cut = chance.randrange(len(data))
    return data[: cut if chance.random() < 0.5 else cut // BLOCK * BLOCK]


@mutation
def something_behind_the_end(chance: Random, room: Room) -> bytes:
    data = room.archive()
    return data + chance.choice([b"\0", bytes(BLOCK), bytes(2 * BLOCK), b"{}", data, data[-BLOCK:]])


@mutation
def record_dropped(chance: Random, room: Room) -> bytes:
    records = records_in(room)
    del records[chance.randrange(len(records))]
    return file_of(records)


@mutation
def record_repeated(chance: Random, room: Room) -> bytes:
    records = records_in(room)
    records.insert(chance.randrange(len(records) + 1), chance.choice(records))
    return file_of(records)


@mutation
def record_added(chance: Random, room: Room) -> bytes:
    """Filed under its own hash, and no event is about it."""
    records = records_in(room)
    content = chance.choice([b"{}", b"", b"null", write({"height": 0, "type": SETUP})])
    ending = chance.choice([".data.json", ".event.json", ".json", ""])
    records.insert(chance.randrange(len(records) + 1), (hex_hash(content) + ending, content))
    return file_of(records)


@mutation
def two_records_in_each_others_place(chance: Random, room: Room) -> bytes:
    records = records_in(room)
    one, other = chance.sample(range(len(records)), 2)
    records[one], records[other] = records[other], records[one]
    return file_of(records)


@mutation
def record_under_another_name(chance: Random, room: Room) -> bytes:
    records = records_in(room)
    place = chance.randrange(len(records))
    name, content = records[place]
    names = [name.upper(), name[1:], f"x{name}", name[:64], name.removesuffix(".json"), "0" * 64 + name[64:]]
    names.append(name[:64] + (".event.json" if ".data" in name else ".data.json"))
    records[place] = (chance.choice(names), content)
    return file_of(records)


@mutation
def header_of_a_record(chance: Random, room: Room) -> bytes:
    """Another time, owner, mode or kind, with the checksum that belongs to it."""
    data = bytearray(room.archive())
    start = chance.choice(_starts(data))
    fields = [(136, b"14000000000"), (108, b"0001750"), (100, b"0000600"), (257, b"ustar\00000"), (156, b"5")]
    at, new = chance.choice(fields)
    data[start + at : start + at + len(new)] = new
    data[start + 148 : start + 156] = b" " * 8
    data[start + 148 : start + 156] = b"%06o\0 " % sum(data[start : start + BLOCK])
    return bytes(data)


def _starts(data: bytearray) -> list[int]:
    starts, at = [], 0
    while at < len(data):
        starts.append(at)
        size = int(data[at + 124 : at + 135], 8)
        at += BLOCK + size + -size % BLOCK
    return starts


@mutation
def beginning_of_the_archive(chance: Random, room: Room) -> bytes:
    """Another version or time, or the same spelled in another way."""
    content = write({"version": 1, "timestamp": str(TIMESTAMP)})
    value = chance.random() < 0.5
    beginning = another_value(chance, content, room.election.group) if value else another_spelling(chance, content)
    return file_of(records_in(room), beginning)


@mutation
def another_time(chance: Random, room: Room) -> bytes:
    """The same election, archived at another second: nothing is wrong with it."""
    return file_of(records_in(room), at=chance.randrange(2**33))
