"""Published objects for fuzzers to begin with: one election of our own in every kind, and the vectors."""

from collections.abc import Iterator
from functools import cache

from ballots import Question
from ballots.archive import read_archive
from ballots.groups import Ciphertext
from ballots.shuffle import to_shuffle
from ballots.tally import EncryptedTally, read_tally
from tests.ballots.election_room import RANKING, TEAMS, WITH_BLANK, YES_OR_NO, Room, open_room, parts_of
from tests.ballots.vectors import POSITIVE, archive_path

LONGEST = 40_000
"""The most bytes of what a fuzzer begins with: it is to spend its time on changes, not on reading."""

ASKED: tuple[Question, ...] = (YES_OR_NO, WITH_BLANK, TEAMS, RANKING)


@cache
def room() -> Room:
    """Every kind of question, a trustee alone and a committee, held to its end."""
    opened = open_room(questions=ASKED, trustees=1, committees=[(1, 2)])
    opened.cast(0, [[1, 0], [0, 1, 0, 1], [[1, 0, 1], [0, 0]], [1, 2, 3]])
    opened.cast(1, [[0, 1], [1, 0, 0, 0], [[0, 0, 0], [1, 1]], [0, 0, 0]])
    opened.count(shuffling=[1], decrypting=[1, 3])
    return opened


@cache
def tally() -> EncryptedTally:
    """As published, before the shuffle."""
    return read_tally(room().election, records("EncryptedTally")[0])


@cache
def unshuffled() -> list[list[Ciphertext]]:
    return to_shuffle(room().election, tally())


def records(kind: str, index: int = 0) -> list[bytes]:
    """The records of our election that stand in this place before events of this kind."""
    return [data[index] for other, data in parts_of(room().entries) if other == kind]


def published(kind: str, index: int = 0, group: str = "") -> Iterator[bytes]:
    """The same in the vectors, of which those of one group have its name in theirs."""
    for name in POSITIVE:
        if group not in name:
            continue
        archive = read_archive(archive_path(name))
        for step in archive.of_kind(kind)[:1]:
            (raw,) = archive.contents([step.data[index]])
            if len(raw) <= LONGEST:
                yield raw


def archives() -> Iterator[bytes]:
    contents = (archive_path(name).read_bytes() for name in POSITIVE)
    return (raw for raw in contents if len(raw) <= LONGEST)
