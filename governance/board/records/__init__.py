"""The tables of the board."""

from governance.board.records.offices import TermRecord

__all__ = ["TermRecord"]
