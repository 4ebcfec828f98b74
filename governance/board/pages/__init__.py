"""The board, as people meet it in a browser: offices."""

from governance.board.pages.offices import BoardPages

PAGES = (BoardPages,)
