"""The audit log a page at a time, each entry with its details where they have not been erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.access import service as access
from governance.audit import service as audit
from governance.audit.model import Entry, Head
from governance.platform.db import View

SIZE = 50


@dataclass(frozen=True, slots=True)
class LogLine:
    """``who``: the name behind the entry's actor, where it is a person."""

    entry: Entry
    who: str | None
    details: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """``head`` is the end of the chain: a reader who keeps it can prove a later rewrite (AUD-3)."""

    head: Head
    lines: tuple[LogLine, ...]
    continues_before: int | None


async def page(view: View, *, before: int | None = None) -> LogPage:
    entries = await audit.latest(view, before=before, size=SIZE)
    names = await access.names(view, {entry.actor for entry in entries})
    lines = [LogLine(entry, names.get(entry.actor), await audit.details(view, entry.seq)) for entry in entries]
    last = entries[-1].seq if entries else 0
    return LogPage(await audit.head(view), tuple(lines), last if last > 1 else None)
