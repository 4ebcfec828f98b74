"""One assistant's file put together: each item of the gate, who dates it, and what may be done next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constitution import support
from constitution.support import CORE_TRAINING, gate_items
from governance.actor import Actor
from governance.arrangements.model.agreements import Employer
from governance.arrangements.model.duties import Owner
from governance.arrangements.model.introductions import Item
from governance.arrangements.records.assistants import CheckRecord
from governance.arrangements.service import assistants, checks, people, training
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View


@dataclass(frozen=True, slots=True)
class Line:
    """One item: its last check, whether that counts today, whose it is to date, and whether the reader may."""

    item: str
    last: CheckRecord | None
    counts: bool
    owner: Owner
    mine: bool


async def file_shown(view: View, actor: Actor, assistant_id: str, now: datetime) -> dict[str, Any]:
    """What ``assistants/file.html`` needs; whoever may not see the file gets no answer."""
    assistant = await assistants.find(view, actor, assistant_id)
    rules, day = await members.rules_on(view, now), legal_day(now)
    finding = await assistants.is_cleared(view, assistant_id, rules, day)
    beside = await assistants.is_cleared(view, assistant_id, rules, day, supervised=True)
    introduction = await checks.of_assistant(view, assistant_id)
    return {
        "assistant": assistant,
        "introduction": introduction,
        "lines": [await _line(view, actor, assistant_id, item, now) for item in gate_items(rules)],
        "modules": await assistants.modules_of(view, assistant_id, day),
        "taught": await training.of(view, assistant_id),
        "finding": finding,
        "beside": beside,
        "decides": await checks.may_make(view, actor, assistant_id, Item.RIGHT_TO_WORK, now),
        "open": introduction is not None and introduction.outcome is None,
        "brings": introduction is not None and await people.speaks_for(view, actor, introduction.person, now),
        "provides": support.may_employ(rules, Employer.PROVIDER).met,
        "theirs": assistants.is_theirs(actor, assistant),
        "rules": rules,
    }


async def _line(view: View, actor: Actor, assistant_id: str, item: str, now: datetime) -> Line:
    made = next((one for one in await checks.made(view, assistant_id) if one.item == item), None)
    finding = await assistants.is_cleared(view, assistant_id, await members.rules_on(view, now), legal_day(now))
    missing = str(finding.figures.get("missing") or "").split()
    owner = await checks.checker(view, assistant_id, item)
    mine = item != CORE_TRAINING and await checks.may_make(view, actor, assistant_id, item, now)
    return Line(item, made, item not in missing, owner, mine)
