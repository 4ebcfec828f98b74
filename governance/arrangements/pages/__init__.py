"""Support, as people meet it in a browser."""

from governance.arrangements.pages import (
    agreements,
    assistants,
    duties,
    introductions,
    moving,
    office,
    proposing,
    rotas,
    shifts,
    standards,
    together,
    trouble,
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
    *agreements.PAGES,
    *moving.PAGES,
    *office.PAGES,
    *proposing.PAGES,
    *trouble.PAGES,
    *assistants.PAGES,
    *duties.PAGES,
    *introductions.PAGES,
    *standards.PAGES,
    *together.PAGES,
    *work.PAGES,
    *worries.PAGES,
    *rotas.PAGES,
    *shifts.PAGES,
    *trust_decisions.PAGES,
    *trusts.PAGES,
)
