"""Support begins, is disputed, stopped, helped with, counted, ended and forgotten."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text as sql

from governance.actor import Role, platform
from governance.arrangements.model.agreements import Employer, NotBothAgreed, Party, State
from governance.arrangements.model.disputes import (
    AssistantStopped,
    DisputeClosed,
    LastStep,
    NotThisHelper,
    Outcome,
    UrgentSettled,
)
from governance.arrangements.model.introductions import NotCleared
from governance.arrangements.model.registration import Position, RegistrationOpen
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.service import (
    agreements,
    disputes,
    duties,
    helping,
    keeping,
    moving,
    registration,
    schemes,
    starting,
    totals,
    urgent,
)
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import first_instant
from governance.platform.ids import new_id
from tests.governance.arrangements.agreeing import Pair, cleared, member, standing
from tests.governance.people import SECRETARY

GUIDE = platform("arrangements")
COORDINATOR = member("c" * 26, Role.COORDINATOR)


async def running(pair: Pair, **changes: object) -> ArrangementRecord:
    record = await pair.propose(**changes)
    await pair.answer(record.id)
    await cleared(pair)
    return await started(pair, record.id)


async def started(pair: Pair, arrangement: str) -> ArrangementRecord:
    async with pair.database.writing() as tx:
        return await starting.start(tx, pair.ann, arrangement, now=pair.clock.now())


async def test_support_begins_when_everything_is_in_place(pair: Pair) -> None:
    record = await running(pair)
    assert record.state == State.ACTIVE
    assert (record.started_on, record.review_by) == (date(2027, 1, 11), date(2027, 7, 11))
    async with pair.database.reading() as view:
        owners = {task: duty.owner for task, duty in (await duties.of(view, record.id, date(2027, 1, 11))).items()}
    assert owners["register_and_payroll"] == "co_op"


async def test_it_does_not_begin_before_both_agreed(pair: Pair) -> None:
    record = await pair.propose()
    with pytest.raises(NotBothAgreed) as refused:
        await started(pair, record.id)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["missing"] == "pa"


async def test_it_does_not_begin_before_the_checks(pair: Pair) -> None:
    record = await pair.propose()
    await pair.answer(record.id)
    with pytest.raises(NotCleared) as refused:
        await started(pair, record.id)
    assert refused.value.finding is not None
    assert "dbs" in str(refused.value.finding.figures["missing"])


async def test_personal_care_waits_for_the_decision_about_registration(pair: Pair) -> None:
    with pytest.raises(RegistrationOpen):
        await running(pair, standing=standing(personal_care=True))
    async with pair.database.writing() as tx:
        waiting = (await registration.waiting(tx, COORDINATOR))[0]
        given = {"position": Position.OWN_REGISTRATION, "reason": "Zebra advice", "now": pair.clock.now()}
        await registration.decide(tx, COORDINATOR, pair.keys, waiting.id, **given)
    record = await started(pair, waiting.id)
    assert record.state == State.ACTIVE
    assert registration.reason_of(pair.keys, record) == "Zebra advice"
    async with pair.database.reading() as view:
        kept = (await view.execute(sql("SELECT registration_reason FROM arrangement"))).scalar_one()
    assert "Zebra" not in kept


async def test_what_a_support_scheme_keeps_stays_with_it_when_the_employer_changes(pair: Pair) -> None:
    now = pair.clock.now()
    async with pair.database.writing() as tx:
        await schemes.link(tx, pair.ann, pair.person, name="Dewis", tasks=("register_and_payroll",), now=now)
    record = await running(pair, standing=standing(employs=Employer.MEMBER))
    day = date(2027, 2, 1)
    async with pair.database.writing() as tx:
        before = await duties.of(tx, record.id, date(2027, 1, 11))
        await moving.change_employer(tx, pair.ann, record.id, employer=Employer.CO_OP, on=day, now=now)
    async with pair.database.writing() as tx:
        await moving.move(tx, GUIDE, record.id, first_instant(day))
        after = await duties.of(tx, record.id, day)
    assert (before["register_and_payroll"].owner, before["insurance"].owner) == ("support_scheme", "member")
    assert after["insurance"].owner == "co_op"


async def test_with_personal_care_support_goes_on_until_the_day_of_the_new_employer(pair: Pair) -> None:
    with pytest.raises(RegistrationOpen):
        await running(pair, standing=standing(employs=Employer.MEMBER, personal_care=True))
    now, day = pair.clock.now(), date(2027, 2, 1)
    async with pair.database.writing() as tx:
        waiting = (await registration.waiting(tx, COORDINATOR))[0]
        given = {"position": Position.DIRECT_EMPLOYMENT, "reason": "Ann directs", "now": now}
        await registration.decide(tx, COORDINATOR, pair.keys, waiting.id, **given)
    await started(pair, waiting.id)
    async with pair.database.writing() as tx:
        told = await moving.change_employer(tx, pair.ann, waiting.id, employer=Employer.CO_OP, on=day, now=now)
        assert (told.state, told.employs, told.moves_to) == (State.ACTIVE, "member", "co_op")
    async with pair.database.writing() as tx:
        await moving.move(tx, GUIDE, waiting.id, first_instant(day) - timedelta(seconds=1))
        record = await agreements.find(tx, pair.ann, waiting.id, now)
        assert (record.state, record.employs) == (State.ACTIVE, "member")
    for _ in range(2):
        async with pair.database.writing() as tx:
            await moving.move(tx, GUIDE, waiting.id, first_instant(day))
            record = await agreements.find(tx, pair.ann, waiting.id, now)
            assert (record.state, record.employs, record.moves_to) == (State.AGREED, "co_op", None)
            assert record.registration == "to_be_confirmed"


async def test_somebody_stopped_everywhere_begins_nowhere_until_they_may_come_again(pair: Pair) -> None:
    record, now = await pair.propose(), pair.clock.now()
    await pair.answer(record.id)
    await cleared(pair)
    async with pair.database.writing() as tx:
        with pytest.raises(NotFound):
            await urgent.suspend(tx, pair.ann, assistant_id=pair.assistant, now=now)
        action = await urgent.suspend(tx, COORDINATOR, assistant_id=pair.assistant, now=now)
        assert await urgent.stopped(tx, COORDINATOR) == {action.id: "Ben Rees"}
        assert await urgent.stoppable(tx, COORDINATOR) == {}
        with pytest.raises(UrgentSettled):
            await urgent.suspend(tx, SECRETARY, assistant_id=pair.assistant, now=now)
    with pytest.raises(AssistantStopped):
        await started(pair, record.id)
    async with pair.database.writing() as tx:
        await urgent.lift(tx, SECRETARY, action.id, now)
    assert (await started(pair, record.id)).state == State.ACTIVE


async def test_a_review_sets_the_next_one(pair: Pair) -> None:
    record = await running(pair)
    pair.clock.move_to(pair.clock.now() + timedelta(days=60))
    async with pair.database.writing() as tx:
        after = await starting.review(tx, pair.ben, record.id, on=date(2027, 3, 5), now=pair.clock.now())
        assert after.review_by == date(2028, 3, 5)
        with pytest.raises(Invalid):
            await starting.review(tx, pair.ben, record.id, on=date(2027, 6, 1), now=pair.clock.now())


async def test_a_dispute_goes_by_the_steps_of_the_rules_and_is_read_by_three(
    pair: Pair, person: Callable[..., Candidate]
) -> None:
    record, now = await running(pair), pair.clock.now()
    async with pair.database.writing() as tx:
        helper = (await members.admit(tx, SECRETARY, person(9), now)).id
        dispute = await disputes.raise_one(
            tx, pair.ben, pair.keys, record.id, side=Party.PA, about="Zebra Tuesdays", now=now
        )
        assert await disputes.waiting_for_panel(tx, SECRETARY) == []
        assert await disputes.go_on(tx, pair.ann, dispute.id, now) == "board_or_panel"
        assert [one.id for one in await disputes.waiting_for_panel(tx, SECRETARY)] == [dispute.id]
        with pytest.raises(NotThisHelper):
            await disputes.name_panel(tx, SECRETARY, dispute.id, member_id=str(pair.ann.member), now=now)
        with pytest.raises(NotFound):
            await disputes.find(tx, SECRETARY, dispute.id, now)
        await disputes.name_panel(tx, SECRETARY, dispute.id, member_id=helper, now=now)
        found = await disputes.find(tx, member(helper), dispute.id, now)
        assert disputes.about(pair.keys, found) == "Zebra Tuesdays"
        assert "Zebra" not in found.about
        for _ in range(3):
            await disputes.go_on(tx, member(helper), dispute.id, now)
        with pytest.raises(LastStep):
            await disputes.go_on(tx, pair.ben, dispute.id, now)
        await disputes.close(tx, member(helper), dispute.id, outcome="settled", now=now)
        with pytest.raises(DisputeClosed):
            await disputes.go_on(tx, pair.ben, dispute.id, now)


async def test_only_the_side_that_raised_a_dispute_or_whoever_helps_ends_it(
    pair: Pair, person: Callable[..., Candidate]
) -> None:
    record, now = await running(pair), pair.clock.now()
    async with pair.database.writing() as tx:
        helper = (await members.admit(tx, SECRETARY, person(9), now)).id
        dispute = await disputes.raise_one(
            tx, pair.ann, pair.keys, record.id, side=Party.MEMBER, about="Tuesdays", now=now
        )
        for outcome in Outcome:
            with pytest.raises(Invalid):
                await disputes.close(tx, pair.ben, dispute.id, outcome=outcome, now=now)
        assert await disputes.outcomes(tx, pair.ben, dispute, now) == []
        assert Outcome.NOT_UPHELD not in await disputes.outcomes(tx, pair.ann, dispute, now)
        await disputes.name_panel(tx, SECRETARY, dispute.id, member_id=helper, now=now)
        with pytest.raises(Invalid):
            await disputes.close(tx, member(helper), dispute.id, outcome=Outcome.WITHDRAWN, now=now)
        await disputes.close(tx, member(helper), dispute.id, outcome=Outcome.NOT_UPHELD, now=now)


async def test_an_assistant_is_stopped_within_the_hour_and_the_board_ratifies_later(pair: Pair) -> None:
    record, now = await running(pair), pair.clock.now()
    chair = member(new_id(), Role.CHAIR)
    async with pair.database.writing() as tx:
        with pytest.raises(NotFound):
            await urgent.suspend(tx, member(new_id(), Role.DIRECTOR), assistant_id=pair.assistant, now=now)
        action = await urgent.suspend(tx, COORDINATOR, assistant_id=pair.assistant, now=now)
        stopped = await agreements.find(tx, pair.ann, record.id, now)
        assert stopped.state == State.SUSPENDED
        line = (await urgent.taken(tx, chair))[0]
        assert (line.number, line.ratified_at) == (1, None)
        assert pair.assistant not in repr(line)
        await urgent.ratify(tx, chair, 1, confirmed=True, now=now)
        with pytest.raises(UrgentSettled):
            await urgent.ratify(tx, chair, 1, confirmed=False, now=now)
        await urgent.lift(tx, COORDINATOR, action.id, now)
        assert stopped.state == State.ACTIVE


async def test_a_person_stops_only_whom_they_employ(pair: Pair) -> None:
    theirs = await running(pair, standing=standing(employs=Employer.MEMBER))
    now = pair.clock.now()
    async with pair.database.writing() as tx:
        with pytest.raises(NotFound):
            await urgent.suspend(tx, pair.ben, arrangement_id=theirs.id, now=now)
        await urgent.suspend(tx, pair.ann, arrangement_id=theirs.id, now=now)
        with pytest.raises(NotFound):
            await urgent.lift_in(tx, pair.ben, theirs.id, now)
        await urgent.lift_in(tx, pair.ann, theirs.id, now)
        other = await pair_of_co_op(pair, tx)
        with pytest.raises(NotFound):
            await urgent.suspend(tx, pair.ann, arrangement_id=other, now=now)


async def test_help_is_for_one_office_and_one_day(pair: Pair) -> None:
    record, now = await pair.propose(), pair.clock.now()
    async with pair.database.writing() as tx:
        with pytest.raises(NotFound):
            await helping.look(tx, SECRETARY, record.id, now)
        await helping.ask_for(tx, pair.ann, record.id, office="secretary", now=now)
        assert (await helping.look(tx, SECRETARY, record.id, now)).id == record.id
        with pytest.raises(NotFound):
            await helping.look(tx, COORDINATOR, record.id, now)
        with pytest.raises(NotFound):
            await helping.look(tx, SECRETARY, record.id, now + timedelta(hours=24))
        assert len(await helping.looks(tx, record.id)) == 1


async def test_numbers_about_few_people_are_not_told(pair: Pair) -> None:
    await running(pair)
    async with pair.database.reading() as view:
        found = await totals.totals(view, member(new_id(), Role.DIRECTOR), pair.clock.now())
        assert (found.arrangements, found.minutes, found.lines[0].arrangements) == (None, None, None)
        with pytest.raises(NotFound):
            await totals.totals(view, pair.ann, pair.clock.now())


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({Employer.CO_OP: 9, Employer.MEMBER: 2}, set()),
        ({Employer.CO_OP: 9, Employer.MEMBER: 2, Employer.PROVIDER: 7}, {Employer.CO_OP}),
        ({Employer.CO_OP: 9, Employer.MEMBER: 7}, {Employer.CO_OP, Employer.MEMBER}),
        ({Employer.CO_OP: 9, Employer.MEMBER: 3, Employer.PROVIDER: 3}, {Employer.CO_OP}),
    ],
)
def test_a_hidden_line_cannot_be_taken_from_the_sum(sizes: dict[Employer, int], shown: set[Employer]) -> None:
    assert totals.visible(sizes, 5) == shown


async def test_it_ends_on_its_day_and_is_removed_six_years_later(pair: Pair) -> None:
    record, now = await running(pair), pair.clock.now()
    async with pair.database.writing() as tx:
        await starting.end(tx, pair.ben, record.id, on=date(2027, 2, 1), ground="assistant-wishes", now=now)
    pair.clock.move_to(now.replace(month=2, day=1))
    async with pair.database.writing() as tx:
        await starting.close(tx, platform("arrangements"), record.id, pair.clock.now())
    for day, count in ((now.replace(year=2033, month=2, day=1), 0), (now.replace(year=2033, month=2, day=2), 1)):
        async with pair.database.reading() as view:
            assert len(await keeping.due(view, day)) == count
    async with pair.database.writing() as tx:
        assert await keeping.remove_due(tx, platform("arrangements"), now.replace(year=2033, month=2, day=2)) == 1
    async with pair.database.reading() as view:
        for table in ("arrangement", "arrangement_agreement", "arrangement_answer", "duty"):
            assert (await view.execute(sql(f"SELECT count(*) FROM {table}"))).scalar_one() == 0


async def test_an_open_dispute_keeps_an_arrangement(pair: Pair) -> None:
    record, now = await running(pair), pair.clock.now()
    async with pair.database.writing() as tx:
        await disputes.raise_one(tx, pair.ann, pair.keys, record.id, side=Party.MEMBER, about="Money", now=now)
        await starting.end(tx, pair.ann, record.id, on=date(2027, 1, 4), ground="person-wishes", now=now)
        assert await keeping.due(tx, now.replace(year=2040)) == []


async def pair_of_co_op(pair: Pair, tx: object) -> str:
    """A second arrangement of the two, employed by the co-operative."""
    record = ArrangementRecord(
        id=new_id(),
        entered_at=pair.clock.now(),
        entered_by="platform:import",
        person=pair.person,
        assistant=pair.assistant,
        state=State.ACTIVE,
        directs="member",
        employs=Employer.CO_OP,
        source="from_list",
        introduction_only=False,
        personal_care=False,
    )
    tx.add(record)  # type: ignore[attr-defined]
    await tx.flush()  # type: ignore[attr-defined]
    return record.id
