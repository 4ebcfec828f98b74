"""The interests report (M-12): every time somebody had, or was asked about, an interest in what the board decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.actor import Actor
from governance.board.model.items import Answer, Outcome
from governance.board.records.items import ItemRecord, SeatRecord
from governance.board.service import items
from governance.members import service as members
from governance.platform.db import View

COLUMNS = (
    "day",
    "item",
    "director",
    "class",
    "kind",
    "counterparty",
    "answer",
    "declared",
    "present",
    "counted",
    "outcome",
    "in_favour",
    "against",
    "abstaining",
    "alternatives",
    "reason",
    "sha256",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One director and one item that is closed; ``note`` is why somebody who was asked saw no interest in it."""

    item: ItemRecord
    seat: SeatRecord
    name: str

    @property
    def left(self) -> bool:
        return self.seat.answer == Answer.WITHDRAWS

    @property
    def note(self) -> str:
        return self.seat.reason


async def lines(view: View, actor: Actor) -> Sequence[Line]:
    """The newest item first."""
    closed = [item for item in await items.items(view, actor) if item.outcome != Outcome.OPEN]
    found = [(item, seat) for item in closed for seat in item.seats if seat.because or seat.seat.has_interest]
    names = await members.names(view, {seat.member for _, seat in found})
    return [Line(item, seat, names[seat.member]) for item, seat in found]


def row(line: Line, variant: str) -> Sequence[str]:
    """One row under `COLUMNS`; what was written by people in the reader's language or the next best."""
    item, seat, quorum = line.item, line.seat, line.item.quorum_finding
    counted = {} if quorum is None else quorum.figures
    votes = (item.in_favour, item.against, item.abstaining)
    return (
        item.day.isoformat(),
        item.titled.in_variant(variant).text,
        line.name,
        seat.class_,
        seat.kind or "",
        item.counterparty,
        seat.answer or "",
        "yes" if seat.interest else "no",
        str(counted.get("present", "")),
        str(counted.get("counted", "")),
        item.outcome,
        *("" if number is None else str(number) for number in votes),
        item.others.in_variant(variant).text,
        item.reasons.in_variant(variant).text,
        item.sha256 or "",
    )
