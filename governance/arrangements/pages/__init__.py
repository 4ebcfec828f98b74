"""Support, as people meet it in a browser."""

from governance.arrangements.pages import (
    agreements,
    assistants,
    changing,
    duties,
    employing,
    introductions,
    levies,
    moving,
    office,
    proposing,
    rotas,
    shifts,
    speaking,
    standards,
    teaching,
    together,
    trouble,
    trust_decisions,
    trusts,
    work,
    worries,
)
from governance.arrangements.pages.asking import ActivityPages, AskingPages
from governance.arrangements.pages.attending import AttendingPages
from governance.arrangements.pages.revising import RevisingPages
from governance.arrangements.pages.sharing import SessionPages, SharedPages

PAGES = (
    ActivityPages,
    AskingPages,
    AttendingPages,
    RevisingPages,
    SessionPages,
    SharedPages,
    *agreements.PAGES,
    *changing.PAGES,
    *employing.PAGES,
    *levies.PAGES,
    *moving.PAGES,
    *speaking.PAGES,
    *office.PAGES,
    *proposing.PAGES,
    *trouble.PAGES,
    *assistants.PAGES,
    *duties.PAGES,
    *introductions.PAGES,
    *standards.PAGES,
    *teaching.PAGES,
    *together.PAGES,
    *work.PAGES,
    *worries.PAGES,
    *rotas.PAGES,
    *shifts.PAGES,
    *trust_decisions.PAGES,
    *trusts.PAGES,
)
