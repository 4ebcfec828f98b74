"""Votes, as people meet them in a browser: the list, the box, the count; the officers' desk; holding a part of one."""

from governance.votes import booth, holding
from governance.votes.pages.codes import CodePages
from governance.votes.pages.desk import DeskPages
from governance.votes.pages.keyroom import KeyroomPages
from governance.votes.pages.result import EvidencePages
from governance.votes.pages.voting import VotePages
from governance.votes.pages.witnesses import WitnessesPages, WitnessPages

PAGES = (
    VotePages,
    EvidencePages,
    DeskPages,
    KeyroomPages,
    CodePages,
    WitnessesPages,
    WitnessPages,
    *booth.PAGES,
    *holding.PAGES,
)
