"""Support, as people meet it in a browser."""

from governance.arrangements.pages import (
    assistants,
    duties,
    introductions,
    rotas,
    shifts,
    standards,
    trust_decisions,
    trusts,
    work,
    worries,
)
from governance.arrangements.pages.asking import ActivityPages, AskingPages
from governance.arrangements.pages.sharing import SessionPages, SharedPages

PAGES = (
    ActivityPages,
    AskingPages,
    SessionPages,
    SharedPages,
    *assistants.PAGES,
    *duties.PAGES,
    *introductions.PAGES,
    *standards.PAGES,
    *work.PAGES,
    *worries.PAGES,
    *rotas.PAGES,
    *shifts.PAGES,
    *trust_decisions.PAGES,
    *trusts.PAGES,
)
