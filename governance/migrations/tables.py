"""Every table of every slice, in one place: importing this module makes the metadata complete."""

from governance.access import records as access
from governance.arrangements import records as arrangements
from governance.audit import records as audit
from governance.board import records as board
from governance.correspondence import records as correspondence
from governance.funds import records as funds
from governance.inspection import records as inspection
from governance.meetings import records as meetings
from governance.members import records as members
from governance.motions import records as motions
from governance.papers import records as papers
from governance.platform.jobs import queue as jobs
from governance.rulebook import records as rulebook
from governance.votes import records as votes

__all__ = [
    "access",
    "arrangements",
    "audit",
    "board",
    "correspondence",
    "funds",
    "inspection",
    "jobs",
    "meetings",
    "members",
    "motions",
    "papers",
    "rulebook",
    "votes",
]
