"""Every table of every slice, in one place: importing this module makes the metadata complete."""

from governance.audit import records as audit
from governance.correspondence import records as correspondence
from governance.members import records as members
from governance.papers import records as papers
from governance.platform.jobs import queue as jobs
from governance.rulebook import records as rulebook

__all__ = ["audit", "correspondence", "jobs", "members", "papers", "rulebook"]
