"""Where trustees employ, they are asked about hours outside the framework, and nobody else is."""

from collections.abc import Callable
from datetime import date, time
from fractions import Fraction

import pytest

from constitution.support import Framework
from governance.arrangements.model.agreements import Directs, Employer, Party, Slot, Source
from governance.arrangements.model.trusts import Tie
from governance.arrangements.records.trusts import BeneficiaryRecord, TrusteeRecord, TrustRecord
from governance.arrangements.service import escalations, people, variations
from governance.errors import NotFound
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from tests.governance.arrangements.agreeing import Pair, founded, member, paired, standing
from tests.governance.people import SECRETARY

SINCE = date(2026, 6, 1)
MUCH = tuple(Slot(day, time(8), time(20)) for day in range(5))


@pytest.fixture
async def pair(database: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> Pair:
    def resident(number: int) -> Candidate:
        return person(number, class_="beneficiary", born_on=date(1990, 1, 1))

    return await paired(await founded(database, clock, "d-living-trust"), clock, keys, resident)


async def a_trustee(pair: Pair, number: int, person: Callable[..., Candidate], tie: Tie | None = None) -> str:
    """A member who is a trustee for Ann."""
    async with pair.database.writing() as tx:
        found = (
            await members.admit(
                tx, SECRETARY, person(number, class_="trustee", born_on=date(1990, 1, 1)), pair.clock.now()
            )
        ).id
        trust = TrustRecord(
            id=new_id(), entered_at=pair.clock.now(), title="Close", deed_reference="1", deed_dated=SINCE
        )
        tx.add(trust)
        await tx.flush()
        tx.add(TrusteeRecord(id=new_id(), trust=trust.id, since=SINCE, member=found, tie=tie))
        tx.add(BeneficiaryRecord(id=new_id(), trust=trust.id, person=pair.person, since=SINCE))
    return found


async def test_a_trustee_answers_and_the_hours_hold(pair: Pair, person: Callable[..., Candidate]) -> None:
    nia = member(await a_trustee(pair, 2, person))
    paid = member(await a_trustee(pair, 3, person, Tie.PAID))
    now = pair.clock.now()
    async with pair.database.writing() as tx:
        supported = await people.find(tx, pair.ann, pair.person, now)
    given = standing(employs=Employer.TRUSTEES, directs=Directs.TRUSTEES, source=Source.RECRUITED)
    record = await pair.propose(standing=given, framework=Framework(most_hours=Fraction(24)), payment=None)
    await pair.answer(record.id)
    async with pair.database.writing() as tx:
        change = await variations.propose(
            tx, pair.ann, record.id, side=Party.MEMBER, week=MUCH, since=date(2027, 1, 11), now=now
        )
        assert change.escalated_to == "trustees"
        await variations.answer(tx, pair.ben, change.id, side=Party.PA, yes=True, now=now)
        for other in (SECRETARY, pair.ann, paid, member(new_id())):
            assert await escalations.waiting(tx, other, now) == []
            with pytest.raises(NotFound):
                await escalations.decide(tx, other, change.id, yes=True, now=now)
        assert [one.id for one in await escalations.waiting(tx, nia, now)] == [change.id]
        assert (await escalations.decide(tx, nia, change.id, yes=True, now=now)).stands
    assert supported.id == record.person


async def test_a_person_chooses_from_the_list_or_whom_they_brought(pair: Pair) -> None:
    given = standing(employs=Employer.TRUSTEES, directs=Directs.TRUSTEES, source=Source.RECRUITED)
    with pytest.raises(NotFound):
        await Pair(pair.database, pair.clock, pair.keys, pair.ann, pair.ben, pair.person, assistant=new_id()).propose(
            standing=given
        )
