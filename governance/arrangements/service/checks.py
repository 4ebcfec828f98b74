"""What was checked of an assistant, and who makes which check (P-263, K-035, K-049)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.arrangements.model import duties
from governance.arrangements.model.agreements import Employer
from governance.arrangements.model.duties import Owner
from governance.arrangements.model.introductions import (
    CHECKED_UNDER,
    BroughtThemselves,
    Check,
    NotTheirs,
    errors_in_check,
)
from governance.arrangements.records.assistants import CheckRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.service import assistants, people
from governance.audit import service as audit
from governance.errors import Invalid
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def made(view: View, assistant_id: str) -> Sequence[CheckRecord]:
    """What was dated, the newest first. Whoever calls has found the assistant."""
    dated = select(CheckRecord).where(CheckRecord.assistant == assistant_id)
    return (await view.scalars(dated.order_by(CheckRecord.done_on.desc(), CheckRecord.id.desc()))).all()


async def checker(view: View, assistant_id: str, item: str) -> Owner:
    """Who dates this item: whoever has the employer's task that it belongs to."""
    introduction = await of_assistant(view, assistant_id)
    if introduction is None:
        return Owner.CO_OP
    return duties.owner_of(CHECKED_UNDER[item], duties.column(Employer(introduction.employer)))


async def by_office(view: View, actor: Actor, assistant_id: str, now: datetime) -> bool:
    """Does the organisation vouch for what this actor dates? No co-ordinator vouches for their own side."""
    if actor.is_platform:
        return True
    return actor.has(Role.COORDINATOR) and not await on_their_side(view, actor, assistant_id, now)


async def on_their_side(view: View, actor: Actor, assistant_id: str, now: datetime) -> bool:
    """Did the actor bring this assistant, do they speak for whoever did, or are they the assistant?"""
    own = await assistants.of_actor(view, actor)
    if own is not None and own.id == assistant_id:
        return True
    introduction = await of_assistant(view, assistant_id)
    if introduction is None:
        return False
    brought = introduction.introduced_by == actor.reference
    return brought or await people.speaks_for(view, actor, introduction.person, now)


async def may_make(view: View, actor: Actor, assistant_id: str, item: str, now: datetime) -> bool:
    """A co-ordinator, but of their own; where the person supported is to employ, whoever speaks for them too."""
    if await by_office(view, actor, assistant_id, now):
        return True
    if await checker(view, assistant_id, item) in (Owner.CO_OP, Owner.PROVIDER):
        return False
    introduction = await of_assistant(view, assistant_id)
    return introduction is not None and await people.speaks_for(view, actor, introduction.person, now)


async def refuse_others(view: View, actor: Actor, assistant_id: str, item: str, now: datetime) -> None:
    """
    Raises:
        BroughtThemselves: another co-ordinator makes this check.
        NotTheirs: whoever has the employer's task makes it.
    """
    if await may_make(view, actor, assistant_id, item, now):
        return
    if actor.has(Role.COORDINATOR):
        raise BroughtThemselves(assistant=assistant_id)
    raise NotTheirs(owner=await checker(view, assistant_id, item))


async def note(
    tx: Transaction,
    actor: Actor,
    assistant_id: str,
    check: Check,
    *,
    now: datetime,
    level: str | None = None,
    seen: bool | None = None,
) -> CheckRecord:
    """Date one item. Done again, it is noted again.

    Raises:
        BroughtThemselves, NotTheirs: somebody else has this task.
        Invalid
    """
    assistant = await assistants.find(tx, actor, assistant_id, lock=True)
    errors = errors_in_check(check, level=level, seen=seen, today=legal_day(now))
    if errors:
        raise Invalid(errors)
    await refuse_others(tx, actor, assistant_id, check.item, now)
    record = CheckRecord(
        id=new_id(),
        assistant=assistant.id,
        item=check.item,
        done_on=check.done_on,
        until=check.until,
        checked_by=actor.reference,
        noted_at=now,
        by_office=await by_office(tx, actor, assistant_id, now),
        level=level,
        seen=seen,
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "assistant.checked", assistant.id, now, item=check.item)
    return record


async def of_assistant(view: View, assistant_id: str) -> IntroductionRecord | None:
    """Through which introduction an assistant came; ``None`` for one whom the co-ordinator entered."""
    found: IntroductionRecord | None = await view.scalar(
        select(IntroductionRecord).where(IntroductionRecord.assistant == assistant_id)
    )
    return found
