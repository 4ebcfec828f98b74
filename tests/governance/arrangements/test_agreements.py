"""What an arrangement can be, who may see it, and when two people have agreed."""

from collections.abc import Callable
from datetime import time
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from governance.actor import Role
from governance.arrangements.model.agreements import (
    AnsweredAlready,
    Contractor,
    Directs,
    Employer,
    Incomplete,
    NotAllowedByRules,
    OnePersonTwoSides,
    Party,
    Place,
    Slot,
    Source,
    State,
    TextChanged,
)
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.service import agreements, wording
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.db import Database
from governance.platform.db.records import Record
from governance.platform.ids import new_id
from governance.platform.sealing import SealBroken
from tests.governance.arrangements.agreeing import Pair, member, signed_in, standing, weekly
from tests.governance.people import SECRETARY


@pytest.mark.parametrize("directs", Directs)
async def test_every_way_of_directing_employing_and_meeting_can_be_kept(pair: Pair, directs: Directs) -> None:
    kept = {}
    async with pair.database.writing() as tx:
        for employs, source in product(Employer, Source):
            record = kept_from_before(pair, directs, employs, source)
            kept[record.id] = (directs, employs, source)
            tx.add(record)
    async with pair.database.reading() as view:
        found = {one: await agreements.find(view, pair.ann, one, pair.clock.now()) for one in kept}
    assert {one: (row.directs, row.employs, row.source) for one, row in found.items()} == kept


def kept_from_before(pair: Pair, directs: Directs, employs: Employer, source: Source) -> ArrangementRecord:
    """An arrangement of a time when the rules allowed it."""
    return ArrangementRecord(
        id=new_id(),
        entered_at=pair.clock.now(),
        entered_by="platform:import",
        person=pair.person,
        assistant=pair.assistant,
        state=State.ACTIVE,
        directs=directs,
        employs=employs,
        source=source,
        introduction_only=False,
        personal_care=True,
    )


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({"employs": Employer.PROVIDER}, "may-employ"),
        ({"employs": Employer.TRUSTEES}, "may-employ"),
        ({"source": Source.ASSIGNED}, "assistant-may-be-found"),
    ],
)
async def test_what_the_rules_do_not_allow_is_refused_with_the_rule(
    pair: Pair, changes: dict[str, Any], question: str
) -> None:
    with pytest.raises(NotAllowedByRules) as refused:
        await pair.propose(standing=standing(**changes))
    assert refused.value.finding is not None
    assert refused.value.finding.question == question
    assert refused.value.finding.citations[0].rule == "85"


async def test_a_self_employed_assistant_needs_somebody_who_has_the_contract(pair: Pair) -> None:
    with pytest.raises(Invalid, match="contracted_by"):
        await pair.propose(standing=standing(employs=Employer.SELF_EMPLOYED))
    record = await pair.propose(standing=standing(employs=Employer.SELF_EMPLOYED, contracted_by=Contractor.MEMBER))
    assert record.contracted_by == "member"


async def test_it_is_agreed_when_both_said_yes_to_the_same_words(pair: Pair) -> None:
    record = await pair.propose()
    assert record.state == State.PROPOSED
    after = await pair.answer(record.id)
    assert after.state == State.AGREED
    async with pair.database.reading() as view:
        said = await wording.answers(view, str(after.agreement))
        text = await wording.in_force(view, after)
    assert set(said) == {"member", "pa"}
    assert {one.text_hash for one in said.values()} == {text.text_hash}


async def test_the_assistant_may_say_no_and_nobody_asks_why(pair: Pair) -> None:
    record = await pair.propose()
    assert (await pair.answer(record.id, yes=False)).state == State.DECLINED


async def test_new_words_need_both_again_and_the_old_ones_hold_until_then(pair: Pair) -> None:
    record = await pair.propose()
    agreed = await pair.answer(record.id)
    now = pair.clock.now()
    async with pair.database.writing() as tx:
        found = await agreements.find(tx, pair.ann, record.id, now, lock=True)
        new = await wording.add(tx, pair.ann, pair.keys, found, weekly(place=Place.HOME), by=Party.MEMBER, now=now)
    async with pair.database.reading() as view:
        assert (await wording.in_force(view, found)).id == agreed.agreement != new.id
    assert (await pair.answer(record.id)).agreement == new.id


async def test_a_yes_names_the_words_that_were_read(pair: Pair) -> None:
    record = await pair.propose()
    async with pair.database.writing() as tx:
        found = await agreements.find(tx, pair.ben, record.id, pair.clock.now(), lock=True)
        text = await wording.latest(tx, record.id)
        with pytest.raises(TextChanged):
            await wording.answer(
                tx, pair.ben, found, text.id, text_hash="0" * 64, party=Party.PA, yes=True, now=pair.clock.now()
            )


async def test_nobody_answers_twice_or_for_both(pair: Pair) -> None:
    record = await pair.propose()
    now = pair.clock.now()
    async with pair.database.writing() as tx:
        text = await wording.latest(tx, record.id)
        given = {"text_hash": text.text_hash, "yes": True, "now": now}
        found = await agreements.find(tx, pair.ann, record.id, now, lock=True)
        with pytest.raises(AnsweredAlready):
            await wording.answer(tx, pair.ann, found, text.id, party=Party.MEMBER, **given)
        with pytest.raises(OnePersonTwoSides):
            await wording.answer(tx, pair.ann, found, text.id, party=Party.PA, **given)


async def test_words_that_leave_out_what_the_rules_want_are_refused(pair: Pair) -> None:
    with pytest.raises(Incomplete) as refused:
        await pair.propose(terms=weekly(said={"what": "Walks"}))
    assert refused.value.finding is not None
    assert refused.value.finding.figures["missing"] == "how who_covers review ending"


@pytest.mark.parametrize(
    ("week", "problem"),
    [
        ((), "no-hours"),
        ((Slot(0, time(9), time(12)), Slot(0, time(11), time(13))), "hours-overlap"),
        ((Slot(6, time(22), time(7)), Slot(0, time(6), time(8))), "hours-overlap"),
    ],
)
async def test_hours_that_cannot_be_are_refused(pair: Pair, week: tuple[Slot, ...], problem: str) -> None:
    with pytest.raises(Invalid) as refused:
        await pair.propose(terms=weekly(week=week))
    assert refused.value.errors == {"week": problem}


@pytest.mark.parametrize("office", [Role.DIRECTOR, Role.TREASURER, Role.SECRETARY, Role.CHAIR, Role.COORDINATOR])
async def test_an_office_opens_no_arrangement(pair: Pair, person: Callable[..., Candidate], office: Role) -> None:
    record = await pair.propose()
    async with pair.database.writing() as tx:
        officer = member((await members.admit(tx, SECRETARY, person(7), pair.clock.now())).id, office)
    async with pair.database.reading() as view:
        with pytest.raises(NotFound):
            await agreements.find(view, officer, record.id, pair.clock.now())
        with pytest.raises(NotFound):
            await agreements.of_person(view, officer, pair.person, pair.clock.now())


async def test_another_assistant_sees_neither_the_arrangement_nor_the_list(pair: Pair) -> None:
    record = await pair.propose()
    stranger = signed_in(new_id(), Role.ASSISTANT)
    async with pair.database.reading() as view:
        assert [one.id for one in await agreements.of_assistant(view, pair.ben, pair.assistant)] == [record.id]
        for look in (
            agreements.find(view, stranger, record.id, pair.clock.now()),
            agreements.of_assistant(view, stranger, pair.assistant),
            agreements.of_assistant(view, SECRETARY, pair.assistant),
            agreements.find_as(view, pair.ben, record.id, Party.MEMBER, pair.clock.now()),
            agreements.of_person(view, pair.ben, pair.person, pair.clock.now()),
        ):
            with pytest.raises(NotFound):
                await look


async def test_nothing_that_was_said_can_be_read_in_the_database(pair: Pair, database: Database) -> None:
    await pair.propose()
    async with database.reading() as view:
        rows = (await view.execute(sql("SELECT said FROM arrangement_agreement"))).all()
        everything = [(await view.execute(sql(f"SELECT * FROM {table}"))).all() for table in _tables()]
    assert len(rows) == 1
    assert "Zebra" not in repr(everything)


async def test_words_moved_to_another_row_are_an_error(pair: Pair) -> None:
    await pair.propose()
    await pair.propose()
    async with pair.database.reading() as view:
        both = [
            await wording.latest(view, one.id)
            for one in await agreements.of_person(view, pair.ann, pair.person, pair.clock.now())
        ]
        assert wording.read(pair.keys, both[0]).said["what"] == "Zebra what"
        both[0].said = both[1].said
        with pytest.raises(SealBroken):
            wording.read(pair.keys, both[0])


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE arrangement_answer SET yes = false",
        "DELETE FROM arrangement_answer",
        "DELETE FROM arrangement_agreement",
    ],
)
async def test_the_database_keeps_what_was_said(pair: Pair, act: str) -> None:
    await pair.propose()
    with pytest.raises(DBAPIError, match="refuse"):
        async with pair.database.writing() as tx:
            await tx.execute(sql(act))


def _tables() -> list[str]:
    return [name for name in Record.metadata.tables if name.startswith(("arrangement", "audit", "job"))]
