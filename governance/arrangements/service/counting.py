"""Each one's part in a session of a shared arrangement (P-275), and what each would pay before it is written down."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from constitution import Rulebook
from constitution.support import absence_charge
from governance.arrangements.model.sessions import (
    Attended,
    Counted,
    Entry,
    Line,
    Share,
    charge,
    hours_before,
    weight_of,
)
from governance.arrangements.model.sharing import Asked, Terms
from governance.arrangements.service import charges
from governance.errors import Invalid
from governance.members import service as members
from governance.platform.db import View


async def tried(
    view: View,
    shared_id: str,
    session: charges.Session,
    *,
    terms: Terms,
    people: Sequence[Asked],
    attended: Sequence[Attended],
    lines: Sequence[Line],
    now: datetime,
) -> Sequence[Share]:
    """What each would pay if this were written down; a line is named by its cost. Callers have asked who may see it.

    Raises:
        NobodyToCharge, Invalid: as `hold` does.
    """
    rules = await members.rules_on(view, session.entry.starts_at)
    parts = counted(rules, terms, people, session, attended=attended, now=now)
    entry = Entry(tuple((line.cost.value, line) for line in lines), parts)
    before = await charges.charged_before(view, shared_id, session.number)
    return charge(before, entry, (), charges.divide_by(await members.rules_on(view, now)))


def counted(
    rules: Rulebook,
    terms: Terms,
    people: Sequence[Asked],
    session: charges.Session,
    *,
    attended: Sequence[Attended],
    now: datetime,
) -> tuple[Counted, ...]:
    """Each person's part, in the order of joining (P-275).

    Raises:
        Invalid: somebody who takes part is left out, or somebody else is named; or a time cannot be.
    """
    known = {one.person: one for one in attended}
    if set(known) != {one.person for one in people} or len(known) != len(attended):
        raise Invalid({"attended": "somebody-missing"})
    if any(not 0 <= one.minutes <= session.minutes for one in attended):
        raise Invalid({"attended": "longer-than-the-session"})
    if any(one.told_at is not None and one.told_at > now for one in attended):
        raise Invalid({"attended": "not-yet"})
    return tuple(_part(rules, terms, one, known[one.person], session) for one in people)


def _part(rules: Rulebook, terms: Terms, one: Asked, known: Attended, session: charges.Session) -> Counted:
    warning = None if known.came else hours_before(known.told_at, session.entry.starts_at)
    percent = cast(int, absence_charge(rules, warning).figures["percent"])
    minutes = known.minutes or session.minutes
    weight = weight_of(terms.basis, one.weight, minutes, percent)
    return Counted(one.person, known.came, minutes, percent, weight, known.told_at)
