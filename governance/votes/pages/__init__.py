"""Votes, as people meet them in a browser: the list, the box, the count; the officers' desk; holding a part of one."""

from governance.votes import booth
from governance.votes.pages import holding
from governance.votes.pages.codes import CodePages
from governance.votes.pages.count_desk import CountDeskPages
from governance.votes.pages.desk import DeskPages
from governance.votes.pages.keyroom import KeyroomPages
from governance.votes.pages.openly import AnswerPages, RoomPages
from governance.votes.pages.paper import PaperPages
from governance.votes.pages.photos import PhotoPages
from governance.votes.pages.program import ProgramPages
from governance.votes.pages.proxies import ProxyDeskPages, ProxyPages
from governance.votes.pages.result import EvidencePages
from governance.votes.pages.roll import RollDeskPages, RollPages
from governance.votes.pages.set_up import QuestionPages, SetUpPages
from governance.votes.pages.voting import VotePages
from governance.votes.pages.witnesses import WitnessesPages, WitnessPages

PAGES = (
    VotePages,
    EvidencePages,
    DeskPages,
    CountDeskPages,
    PaperPages,
    AnswerPages,
    RoomPages,
    KeyroomPages,
    ProgramPages,
    CodePages,
    WitnessesPages,
    WitnessPages,
    SetUpPages,
    QuestionPages,
    RollPages,
    RollDeskPages,
    ProxyPages,
    ProxyDeskPages,
    PhotoPages,
    *booth.PAGES,
    *holding.PAGES,
)
