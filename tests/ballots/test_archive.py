"""The file: read so strictly that no other bytes would do."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from ballots import BallotsError, Invalid, Unreadable, read_archive, write_archive, write_entry, write_start
from ballots.archive import BLOCK, header
from ballots.verify import verify
from tests.ballots.election_room import RANKING, TIMESTAMP, YES_OR_NO, archive_of, held, open_room, parts_of
from tests.ballots.vectors import POSITIVE, archive_path

HELD = held().archive()


def reason(data):
    with pytest.raises(Invalid) as refused:
        read_archive(data)
    return refused.value.code


@pytest.mark.control("BAL-15")
@pytest.mark.parametrize("name", POSITIVE)
def test_published_archives_are_rebuilt_byte_for_byte_from_their_contents(name):
    path = archive_path(name)
    assert b"".join(read_archive(path).rebuilt()) == path.read_bytes()


def test_an_archive_grows_only_at_its_end():
    room = open_room()
    start = write_start(TIMESTAMP)
    grown = start + write_entry(room.entries[0], TIMESTAMP)
    assert room.archive() == grown
    room.cast(0, [[1, 0]])
    assert room.archive() == grown + write_entry(room.entries[1], TIMESTAMP)
    assert b"".join(write_archive(room.entries, TIMESTAMP)) == room.archive()


def test_an_ordinary_tar_program_can_unpack_it():
    with tarfile.open(fileobj=io.BytesIO(HELD + bytes(1024))) as tar:
        members = tar.getmembers()
        assert members[0].name == "BELENIOS"
        assert {member.mtime for member in members} == {TIMESTAMP}
        assert tar.extractfile(members[1]).read() == held().election.raw


def test_a_path_and_its_bytes_say_the_same(tmp_path):
    path = tmp_path / "election.bel"
    path.write_bytes(HELD)
    assert read_archive(path).steps == read_archive(HELD).steps
    assert read_archive(path).head == held().head


def test_what_is_no_archive_has_no_verdict(tmp_path):
    (tmp_path / "empty").touch()
    for source in (tmp_path / "missing", tmp_path / "empty", tmp_path, b"", b"PK" + bytes(1000), HELD[:511], HELD[1:]):
        with pytest.raises(Unreadable):
            read_archive(source)


def test_only_ordinary_files_are_read_for_others_may_never_end(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for source in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(Unreadable, match="not an ordinary file"):
            read_archive(source)


def test_a_file_exchanged_while_it_is_read_is_noticed(tmp_path):
    path = tmp_path / "election.bel"
    path.write_bytes(HELD)
    archive = read_archive(path)
    path.write_bytes(HELD.replace(b"Cyfarfod", b"cyfarfod"))
    with pytest.raises(Unreadable, match="changed"):
        list(archive.contents(archive.steps[0].data))


def test_the_ways_a_file_can_be_wrong():
    record = len(write_entry(held().entries[0], TIMESTAMP))
    assert reason(HELD + bytes(512)) == "tar-header"
    assert reason(HELD + bytes(1024)) == "tar-header"
    assert reason(HELD + b"x") == "truncated"
    assert reason(HELD[:-512]) == "truncated"
    assert reason(HELD[: BLOCK * 2]) == "event-order"
    assert reason(HELD[: BLOCK * 2 + record - BLOCK * 2]) == "records-mismatch"
    assert reason(HELD[: BLOCK - 1 + BLOCK]) == "truncated"
    assert reason(HELD[: 2 * BLOCK - 1] + b"x" + HELD[2 * BLOCK :]) == "tar-padding"
    assert reason(HELD.replace(b'"version":1,"timestamp"', b'"version":2,"timestamp"', 1)) == "archive-version"
    assert reason(HELD.replace(b'"timestamp":"1700000000"', b'"timestamp":"1700000001"', 1)) == "tar-header"
    assert reason(HELD.replace(b'"timestamp":"1700000000"', b'"timestamp":  1700000000', 1)) == "not-canonical"
    assert reason(HELD.replace(b".data.json", b".data.jsom", 1)) == "tar-header"
    assert reason(HELD.replace(b"Cyfarfod", b"cyfarfod", 1)) == "record-hash"


def test_a_size_that_cannot_be_is_refused_before_it_is_read():
    for size in (b"77777777777", b"0000000000x", b"00000000009", b"           "):
        data = HELD[: 2 * BLOCK + 124] + size + HELD[2 * BLOCK + 135 :]
        assert reason(data) in {"too-large", "tar-header"}


def test_events_and_data_cannot_change_places():
    entries = held().entries
    start = write_start(TIMESTAMP)
    pieces = [write_entry(entry, TIMESTAMP) for entry in entries]
    assert reason(start + pieces[1] + pieces[0]) == "broken-chain"
    assert reason(start + pieces[0] + pieces[2]) == "broken-chain"
    assert reason(b"".join([start, *pieces[:3], *pieces[2:]])) == "broken-chain"
    assert reason(start + pieces[0] + header("0" * 64 + ".data.json", 0, TIMESTAMP)) == "record-hash"


def _small() -> bytes:
    room = open_room(voters=1, trustees=1, questions=(YES_OR_NO,))
    room.cast(0, [[1, 0]])
    room.count()
    return room.archive()


def _shuffled_by_a_committee() -> bytes:
    room = open_room(voters=1, trustees=0, committees=[(1, 2)], questions=(RANKING,))
    room.cast(0, [[1, 2, 3]])
    room.count(shuffling=[1], decrypting=[2])
    return room.archive()


SAMPLES = pytest.mark.parametrize("sample", [_small, _shuffled_by_a_committee])


def _flips(data: bytes, stride: int, first: int = 0) -> None:
    for bit in range(first, len(data) * 8, stride):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BallotsError):
            verify(bytes(flipped))


@SAMPLES
@pytest.mark.control("BAL-15")
def test_one_flipped_bit_is_refused_wherever_it_is_sampled(sample):
    _flips(sample(), 89)


@SAMPLES
@pytest.mark.parametrize("first", range(16))
@pytest.mark.long
@pytest.mark.control("BAL-15")
def test_every_single_flipped_bit_is_refused(sample, first):
    _flips(sample(), 16, first)


def test_the_sampled_archives_are_accepted_before_they_are_spoiled():
    assert verify(_small()).result == [[1, 0]]
    assert verify(_shuffled_by_a_committee()).result == [[[1, 2, 3]]]
    assert verify(archive_of(parts_of(held().entries))).result == verify(HELD).result
