"""The register as the database keeps it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from governance.access import service as access
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import model
from governance.members import service as members
from governance.members.model import Candidate
from governance.members.records import ClassPeriodRecord, MemberRecord
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.rulebook import service as rulebook
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]


async def admitted(coop: Database, clock: ScriptedClock, *people: Candidate) -> list[str]:
    async with coop.writing() as tx:
        return [(await members.admit(tx, SECRETARY, person, clock.now())).id for person in people]


async def test_admitting_writes_entry_history_class_account_and_role_at_once(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    async with coop.reading() as view:
        member = await members.find(view, SECRETARY, member_id)
        assert (member.name, member.formats, member.entered_on) == ("Ann Ŵyn", ["easy"], date(2026, 5, 1))
        assert [period.period.class_ for period in member.periods] == ["citizen"]
        (first,) = await members.history(view, SECRETARY, member_id)
        assert (first.since, first.address) == (date(2026, 5, 1), "3 Heol y Tŷ\nCaernarfon")
        account = await access.account_for(view, member_id)
        assert account is not None
        assert await access.roles_of(view, account.id, clock.now()) == {Role.MEMBER}
        assert "member.admitted" in [entry.action for entry in await audit.entries(view, about=[member_id])]


async def test_of_two_who_enter_the_same_person_at_once_one_reads_why_not(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    both = [admitted(coop, clock, person(1)), admitted(coop, clock, replace(person(2), email=person(1).email))]
    both += [admitted(coop, clock, person(3)), admitted(coop, clock, replace(person(4), number="3"))]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    refused = [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
    assert sorted(error.__name__ for error in refused) == ["EmailTaken", "NumberTaken"]


async def test_somebody_without_an_email_is_a_member_without_an_account(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    (member_id,) = await admitted(coop, clock, person(1, email=None))
    async with coop.reading() as view:
        assert await access.account_for(view, member_id) is None


async def test_a_class_the_rules_do_not_know_is_refused_and_nothing_is_written(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        await admitted(coop, clock, person(1), person(2, class_="worker", language="fr"))
    assert refused.value.errors == {"class_": "unknown-class", "language": "unknown-language"}
    async with coop.reading() as view:
        assert await view.scalar(select(func.count()).select_from(MemberRecord)) == 0


async def test_somebody_too_young_is_refused_with_the_clause(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    with pytest.raises(model.NotOfThisAge) as refused:
        await admitted(coop, clock, person(1, born_on=date(2015, 1, 1)))
    assert refused.value.finding is not None
    assert refused.value.finding.citations[0].rule == "12"


async def test_a_number_is_given_once_even_after_its_holder_left(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    await ceased(coop, clock, member_id)
    with pytest.raises(model.NumberTaken):
        await admitted(coop, clock, person(1, email="other@example.org"))


async def test_an_address_is_free_again_once_its_holder_left(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    with pytest.raises(model.EmailTaken):
        await admitted(coop, clock, person(2, email="MEMBER1@example.org"))
    await ceased(coop, clock, member_id)
    await admitted(coop, clock, person(2, email="MEMBER1@example.org"))


async def ceased(coop: Database, clock: ScriptedClock, member_id: str, on: date | None = None) -> None:
    async with coop.writing() as tx:
        await members.cease(
            tx, SECRETARY, member_id, ground="resigned", on=on or date(2027, 1, 4), reason="Letter", now=clock.now()
        )


async def test_leaving_closes_the_class_and_the_account_and_keeps_the_entry(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    await ceased(coop, clock, member_id, date(2027, 1, 2))
    async with coop.reading() as view:
        member = await members.find(view, SECRETARY, member_id)
        assert (member.ceased_on, member.ceased_ground) == (date(2027, 1, 2), "resigned")
        assert member.periods[0].until == date(2027, 1, 2)
        account = await access.account_for(view, member_id)
        assert account is None or account.closed_at is not None
        assert await members.count(view, date(2027, 1, 1)) == 1
        assert await members.count(view, date(2027, 1, 2)) == 0
        kinds = await view.scalars(text("SELECT kind FROM job"))
        assert "member-ceased" in kinds.all()


async def test_leaving_twice_or_on_an_unknown_ground_or_before_joining_is_refused(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    for ground, on, refusal in (
        ("arrears", date(2027, 1, 4), model.NotAGround),  # pack E leaves arrears out (P-042)
        ("resigned", date(2026, 4, 30), model.NotYetAMember),
        ("resigned", date(2027, 1, 5), Invalid),
    ):
        with pytest.raises(refusal):
            async with coop.writing() as tx:
                await members.cease(tx, SECRETARY, member_id, ground=ground, on=on, reason="Letter", now=clock.now())
    await ceased(coop, clock, member_id)
    with pytest.raises(model.AlreadyCeased):
        await ceased(coop, clock, member_id)


async def test_voters_are_those_whose_class_votes_on_that_day(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    """V-20: the class that counts is the one held on the day itself."""
    ids = await admitted(coop, clock, person(1), person(10), person(9), person(11, class_="supporter"))
    async with coop.writing() as tx:
        await members.change_class(
            tx, SECRETARY, ids[0], "supporter", on=date(2027, 1, 4), reason="No longer", now=clock.now()
        )
    async with coop.reading() as view:
        rules = await rulebook.in_force(view, clock.now())
        before = await members.voting_members(view, rules, date(2027, 1, 3))
        after = await members.voting_members(view, rules, date(2027, 1, 4))
        assert [voter.member for voter in before] == [ids[0], ids[2], ids[1]]
        assert [voter.member for voter in after] == [ids[2], ids[1]]
        assert after[0] == model.Voter(ids[2], "citizen", date(2026, 5, 1))


async def test_changing_class_keeps_both_periods(coop: Database, clock: ScriptedClock, person: Person) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    async with coop.writing() as tx:
        await members.change_class(
            tx, SECRETARY, member_id, "supporter", on=date(2026, 9, 1), reason="Asked", now=clock.now()
        )
    async with coop.reading() as view:
        member = await members.find(view, SECRETARY, member_id)
        assert [(record.class_, record.since, record.until) for record in member.periods] == [
            ("citizen", date(2026, 5, 1), date(2026, 9, 1)),
            ("supporter", date(2026, 9, 1), None),
        ]
        assert await members.classes_on(view, [member_id], date(2026, 8, 31)) == {member_id: "citizen"}
        assert await members.classes_on(view, [member_id], date(2026, 9, 1)) == {member_id: "supporter"}
    for to, on in (("citizen", date(2026, 9, 1)), ("supporter", date(2026, 10, 1))):
        with pytest.raises((model.ClassPeriodsOverlap, model.SameClass)):
            async with coop.writing() as tx:
                await members.change_class(tx, SECRETARY, member_id, to, on=on, reason="Asked", now=clock.now())


async def test_the_database_itself_refuses_a_second_open_period(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    with pytest.raises(IntegrityError):
        async with coop.writing() as tx:
            tx.add(
                ClassPeriodRecord(id=new_id(), member=member_id, class_="supporter", since=date(2027, 1, 1), reason="x")
            )


async def test_correcting_keeps_every_earlier_wording(coop: Database, clock: ScriptedClock, person: Person) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    clock.pass_time(timedelta(days=30))
    async with coop.writing() as tx:
        member = await members.find(tx, SECRETARY, member_id)
        given = replace(member.particulars, address="9 Stryd Fawr", name_family="Jones")
        await members.correct(tx, SECRETARY, member_id, given, reason="Moved", now=clock.now())
    async with coop.reading() as view:
        newest, oldest = await members.history(view, SECRETARY, member_id)
        assert (newest.address, newest.since, newest.reason) == ("9 Stryd Fawr", date(2027, 2, 3), "Moved")
        assert oldest.address == "3 Heol y Tŷ\nCaernarfon"
        (then,) = await members.entries_on(view, date(2027, 2, 2), keep_years=10)
        (now,) = await members.entries_on(view, date(2027, 2, 3), keep_years=10)
        assert (then.name, now.name) == ("Ann Ŵyn", "Ann Jones")


async def test_an_email_added_later_opens_an_account(coop: Database, clock: ScriptedClock, person: Person) -> None:
    (member_id,) = await admitted(coop, clock, person(1, email=None))
    async with coop.writing() as tx:
        member = await members.find(tx, SECRETARY, member_id)
        given = replace(member.particulars, email="ann@example.org")
        await members.correct(tx, SECRETARY, member_id, given, reason="New address", now=clock.now())
    async with coop.reading() as view:
        assert await access.account_for(view, member_id) is not None


@pytest.mark.control("AUD-2")
async def test_history_cannot_be_rewritten(coop: Database, clock: ScriptedClock, person: Person) -> None:
    await admitted(coop, clock, person(1))
    for statement in ("UPDATE member_history SET address = 'x'", "DELETE FROM member_history"):
        with pytest.raises(DBAPIError):
            async with coop.writing() as tx:
                await tx.execute(text(statement))


async def test_searching_finds_names_whatever_their_accents(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    await admitted(coop, clock, person(1), person(2, name_given="Siân", name_family="Llŷr"), person(3, name_given="_%"))
    async with coop.reading() as view:
        day = clock.now().date()
        for typed, count in (("wyn", 2), ("SIAN", 1), ("llyr siân", 1), ("2", 1), ("%", 1), ("_", 1), ("nobody", 0)):
            assert len(await members.register(view, SECRETARY, day=day, search=typed)) == count, typed
            assert await members.count(view, day, search=typed) == count, typed


@pytest.mark.control("PERM-2")
async def test_not_there_and_not_for_you_are_one_answer(coop: Database, clock: ScriptedClock, person: Person) -> None:
    (member_id,) = await admitted(coop, clock, person(1))
    fellow = Actor(account="f", member="f", roles=frozenset({Role.MEMBER}))
    async with coop.reading() as view:
        for actor, asked in ((fellow, member_id), (fellow, "nobody"), (SECRETARY, "nobody")):
            with pytest.raises(NotFound):
                await members.find(view, actor, asked)
        with pytest.raises(NotFound):
            await members.register(view, fellow, day=clock.now().date())


async def test_the_register_of_a_day_shows_who_left_for_as_long_as_the_rules_say(
    coop: Database, clock: ScriptedClock, person: Person
) -> None:
    gone, stays, _ = await admitted(
        coop,
        clock,
        person(1, entered_on=date(2010, 1, 1)),
        person(2, entered_on=date(2010, 1, 1)),
        person(3, entered_on=date(2026, 12, 31)),
    )
    await ceased(coop, clock, gone, date(2016, 2, 29))
    async with coop.reading() as view:
        seen = {
            day: [(entry.member, entry.ceased_on) for entry in await members.entries_on(view, day, keep_years=10)]
            for day in (date(2009, 12, 31), date(2016, 2, 28), date(2026, 2, 28), date(2026, 3, 1))
        }
    assert seen[date(2009, 12, 31)] == []
    assert seen[date(2016, 2, 28)] == [(gone, None), (stays, None)]
    assert seen[date(2026, 2, 28)] == [(gone, date(2016, 2, 29)), (stays, None)]
    assert seen[date(2026, 3, 1)] == [(stays, None)]


async def test_the_next_number_follows_the_highest(coop: Database, clock: ScriptedClock, person: Person) -> None:
    await admitted(coop, clock, person(9), person(10), person("A-99"))
    async with coop.reading() as view:
        assert await members.next_number(view) == "11"
