"""Offices, powers, interests and decisions of the board, as pure decisions; the names here are those of offices."""

from governance.board.model.offices import (
    ALONE,
    AlreadyHolds,
    BoardFull,
    Chosen,
    NotAMemberThen,
    Office,
    OfficeEnded,
    OfficeTaken,
    Term,
    refuse_clash,
    roles_on,
    room_on_the_board,
)

__all__ = [
    "ALONE",
    "AlreadyHolds",
    "BoardFull",
    "Chosen",
    "NotAMemberThen",
    "Office",
    "OfficeEnded",
    "OfficeTaken",
    "Term",
    "refuse_clash",
    "roles_on",
    "room_on_the_board",
]
