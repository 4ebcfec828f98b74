"""Votes, as people meet them in a browser: the list, the box, the count; the officers' desk; holding a part of one."""

from governance.votes import booth, holding
from governance.votes.pages.desk import DeskPages
from governance.votes.pages.result import EvidencePages
from governance.votes.pages.voting import VotePages

PAGES = (VotePages, EvidencePages, DeskPages, *booth.PAGES, *holding.PAGES)
