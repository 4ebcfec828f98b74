"""Motions, as people meet them in a browser: read, written, run by officers; and the votes and decisions on them."""

from governance.motions.pages.amending import AmendingPages, ChangePages
from governance.motions.pages.authorising import AuthorisingPages
from governance.motions.pages.deciding import AboutVotePages, DecisionPages, ResultPages
from governance.motions.pages.exploring import ExplorerPages
from governance.motions.pages.office import MotionOfficePages
from governance.motions.pages.reading import MotionPages
from governance.motions.pages.replaying import ReplayPages
from governance.motions.pages.room import RoomPages
from governance.motions.pages.rules_office import RulesOfficePages
from governance.motions.pages.writing import WritingPages

PAGES = (
    AmendingPages,
    ChangePages,
    ReplayPages,
    ExplorerPages,
    MotionPages,
    AuthorisingPages,
    WritingPages,
    MotionOfficePages,
    RoomPages,
    RulesOfficePages,
    AboutVotePages,
    ResultPages,
    DecisionPages,
)
