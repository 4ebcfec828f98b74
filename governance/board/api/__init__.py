"""The board for programs: offices, powers, interests."""

from governance.board.api.interests import InterestApi
from governance.board.api.offices import BoardApi
from governance.board.api.powers import PowerApi

APIS = (BoardApi, InterestApi, PowerApi)
