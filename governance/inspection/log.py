"""The audit log a page at a time, each entry with whom it is about and its details where they have not been erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from governance.access import service as access
from governance.audit import service as audit
from governance.audit.model import Entry, Head
from governance.members import service as members
from governance.platform.clock import LEGAL_ZONE
from governance.platform.db import View

SIZE = 50
TOPICS: Mapping[str, tuple[str, ...]] = {
    "members": ("member.", "import.", "register.exported"),
    "access": ("access.",),
    "board": ("board.", "power.", "interest.", "item."),
    "inspection": ("grant.", "disclosure.", "register.looked-at", "register.copied", "own."),
    "meetings": ("meetings.", "papers."),
    "motions": ("motion.",),
    "votes": ("vote.",),
    "letters": ("correspondence.",),
    "rules": ("rules.", "organisation.", "setup."),
    "support": (
        "arrangement.",
        "assistant.",
        "assistants.",
        "dispute.",
        "duties.",
        "help.",
        "introduction.",
        "levy.",
        "peer.",
        "person.",
        "rota.",
        "shared.",
        "standard.",
        "support-scheme.",
        "thing.",
        "together.",
        "trust.",
        "urgent.",
        "variation.",
        "worry.",
    ),
    "money": ("fund.", "payment.", "surplus."),
}
"""What the acts of the log are about, by how their codes begin."""
_DAYS = ("on", "as_at")


@dataclass(frozen=True, slots=True)
class LogLine:
    """``who``: the name behind the entry's actor, where it is a person; ``about``: that of whom it is about."""

    entry: Entry
    who: str | None
    about: str | None
    details: Mapping[str, Any] | None

    @property
    def told(self) -> Mapping[str, Any]:
        """The details for a sentence, with days as days; nothing once they are erased."""
        return {name: _day(value) if name in _DAYS else value for name, value in (self.details or {}).items()}


@dataclass(frozen=True, slots=True)
class LogPage:
    """``head`` is the end of the chain: a reader who keeps it can prove a later rewrite (AUD-3)."""

    head: Head
    lines: tuple[LogLine, ...]
    continues_before: int | None


async def page(
    view: View, *, before: int | None = None, topic: str = "", who: str = "", until: date | None = None
) -> LogPage:
    """The newest entries first, those of one topic, of one actor, or up to the end of a day."""
    end = None if until is None else datetime.combine(until, time.max, LEGAL_ZONE)
    entries = await audit.latest(
        view, before=before, size=SIZE + 1, acts=TOPICS.get(topic, ()), by=who or None, until=end
    )
    has_more, entries = len(entries) > SIZE, entries[:SIZE]
    accounts = {f"account:{entry.object}" for entry in entries if entry.action.startswith("access.")}
    names = await access.names(view, {entry.actor for entry in entries} | accounts)
    details = {entry.seq: await audit.details(view, entry.seq) for entry in entries}
    people = {entry.seq: str((details[entry.seq] or {}).get("member") or entry.object) for entry in entries}
    known = await members.names(view, set(people.values()))
    lines = [
        LogLine(
            entry,
            who=names.get(entry.actor),
            about=known.get(people[entry.seq]) or names.get(f"account:{entry.object}"),
            details=details[entry.seq],
        )
        for entry in entries
    ]
    return LogPage(await audit.head(view), tuple(lines), entries[-1].seq if has_more else None)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
