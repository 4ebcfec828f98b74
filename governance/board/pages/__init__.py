"""The board, as people meet it in a browser: offices, powers, interests, and what it decided."""

from governance.board.pages.interests import InterestPages
from governance.board.pages.items import ItemPages
from governance.board.pages.offices import BoardPages
from governance.board.pages.powers import PowerPages

PAGES = (BoardPages, PowerPages, InterestPages, ItemPages)
