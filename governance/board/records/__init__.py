"""The tables of the board."""

from governance.board.records.interests import InterestEndRecord, InterestRecord
from governance.board.records.items import ItemRecord, SeatRecord
from governance.board.records.offices import TermRecord
from governance.board.records.powers import PowerEndRecord, PowerRecord

__all__ = [
    "InterestEndRecord",
    "InterestRecord",
    "ItemRecord",
    "PowerEndRecord",
    "PowerRecord",
    "SeatRecord",
    "TermRecord",
]
