"""The board for programs: offices."""

from governance.board.api.offices import BoardApi

APIS = (BoardApi,)
