"""What people save from a vote: each file has a name that says what it is, and of which vote."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from litestar import Response

from governance.errors import NotFound
from governance.votes import service as votes
from governance.votes.model.tally import Tally
from governance.votes.records import VoteRecord
from governance.votes.showing.exports import answers_csv, blt, counts_csv

CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"
LONG_AGO = (1980, 1, 1, 0, 0, 0)

_BALLOT = re.compile(r"\bballot ([A-Za-z0-9+/]{43})(?![A-Za-z0-9+/])")


def tracker_in(receipt: bytes) -> str:
    """The tracker that a saved receipt names; empty where it is none. Nothing of the file is kept."""
    found = _BALLOT.search(receipt.decode(errors="replace"))
    return found[1] if found else ""


def archive_file(vote: VoteRecord, content: bytes) -> Response[bytes]:
    return _file(f"{vote.uuid}.bel", content, "application/octet-stream")


def checkpoint_file(vote: VoteRecord, box: votes.Box | None) -> Response[bytes]:
    """The note as it was signed; whoever keeps it can hold a later archive against it."""
    if box is None:
        raise NotFound(vote=vote.id)
    return _file(f"{vote.uuid}-{box.size}.checkpoint", box.note.encode(), "text/plain")


def checkpoints_file(vote: VoteRecord, notes: Sequence[str]) -> Response[bytes]:
    """All that were given out, one file each, with the names that witnesses put under them."""
    if not notes:
        raise NotFound(vote=vote.id)
    named = {f"{vote.uuid}-{place:05}.checkpoint": note.encode() for place, note in enumerate(notes)}
    return _file(f"{vote.uuid}-checkpoints.zip", _zipped(named), ZIP)


def bindings_file(vote: VoteRecord, bindings: Sequence[bytes]) -> Response[bytes]:
    """The key-holders' further proofs, which lie beside the archive."""
    if not bindings:
        raise NotFound(vote=vote.id)
    named = {f"{vote.uuid}-{number}.binding": content for number, content in enumerate(bindings, start=1)}
    return _file(f"{vote.uuid}-bindings.zip", _zipped(named), ZIP)


def codes_file(vote: VoteRecord, ballots: Sequence[votes.Found]) -> Response[bytes]:
    """A table for any spreadsheet; the words in it are the same in every language."""
    rows = ["place,short code,tracker,replaced"]
    rows += [f"{one.sequence},{one.short_code},{one.tracker},{'yes' if one.replaced else 'no'}" for one in ballots]
    return _file(f"{vote.uuid}-codes.csv", "\r\n".join([*rows, ""]).encode(), CSV)


def counts_file(vote: VoteRecord, tallies: Sequence[Tally]) -> Response[bytes]:
    if all(tally.question.is_shuffled for tally in tallies):
        raise NotFound(vote=vote.id)
    return _file(f"{vote.uuid}-counts.csv", counts_csv(tallies), CSV)


def answers_file(vote: VoteRecord, tallies: Sequence[Tally], number: int) -> Response[bytes]:
    tally = _opened(vote, tallies, number)
    return _file(f"{vote.uuid}-{number}-answers.csv", answers_csv(tally), CSV)


def papers_file(vote: VoteRecord, tallies: Sequence[Tally], number: int) -> Response[bytes]:
    tally = _opened(vote, tallies, number)
    if tally.question.grades:
        raise NotFound(vote=vote.id)
    return _file(f"{vote.uuid}-{number}.blt", blt(tally), "text/plain; charset=utf-8")


def _opened(vote: VoteRecord, tallies: Sequence[Tally], number: int) -> Tally:
    """A question whose answers were opened one by one; questions count from 1."""
    if not 1 <= number <= len(tallies) or not tallies[number - 1].question.is_shuffled:
        raise NotFound(vote=vote.id, question=number)
    return tallies[number - 1]


def _zipped(named: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as file:
        for name, content in named.items():
            file.writestr(ZipInfo(name, date_time=LONG_AGO), content)
    return made.getvalue()


def _file(name: str, content: bytes, media_type: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
