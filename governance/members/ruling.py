"""The rules as they stand on a day: where a rule depends on how many members there are, the register says how many."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, or_

from constitution import Rulebook
from constitution.conditions import facts_of
from governance.members.looking import count, entitled_on
from governance.members.records import ClassPeriodRecord, MemberRecord
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.rulebook import service as rulebook


async def rules_on(view: View, at: datetime) -> Rulebook:
    """The rules that governed at this instant, with the members of that day counted into their conditions.

    What is decided rests on these. Whoever changes or reads out the rules takes them from ``rulebook``, with their
    conditions still in them.
    """
    return await with_members(view, await rulebook.in_force(view, at), at)


async def with_members(view: View, rules: Rulebook, at: datetime) -> Rulebook:
    """Any rules, with the members of that day counted into their conditions."""
    asked = {condition.when.fact for condition in rules.conditions}
    return rules.given(await _facts(view, legal_day(at), asked)) if asked else rules


async def _facts(view: View, day: date, asked: set[str]) -> Mapping[str, int]:
    """Everybody is one number; only a rule about one class has the classes counted. A class without members is 0."""
    if asked == {"members"}:
        return {"members": await count(view, day)}
    return dict.fromkeys(asked, 0) | facts_of(await class_counts(view, day)) | {"members": await count(view, day)}


async def class_counts(view: View, day: date) -> Mapping[str, int]:
    """How many members each class had on a day."""
    period = ClassPeriodRecord
    statement = (
        entitled_on(day)
        .join(period, period.member == MemberRecord.id)
        .where(period.since <= day, or_(period.until.is_(None), period.until > day))
        .with_only_columns(period.class_, func.count())
        .group_by(period.class_)
    )
    return {str(class_): int(number) for class_, number in await view.execute(statement)}
