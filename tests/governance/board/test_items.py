"""What a board decides when some of it have an interest of their own."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from constitution.majority import Votes
from governance.actor import Actor, Assurance, Role
from governance.audit import service as audit
from governance.board.model import items as model
from governance.board.records.items import ItemRecord
from governance.board.service import interests, items
from governance.board.service.items import Said
from governance.errors import Invalid, NotFound
from governance.platform.texts import Texts
from tests.governance.board.table import ALTERNATIVES, REASON, Table

MIXED = ("supported", "supported", "supported", "worker", "worker", "community_org")
LEAVES = Said("withdraws")
MEMBER = Actor(account="m" * 26, member="m" * 26, roles=frozenset({Role.MEMBER}), assurance=Assurance.LINK)


async def found(table: Table, item: str, reader: Actor | None = None) -> ItemRecord:
    async with table.database.reading() as view:
        return await items.find(view, reader or table.secretary, item)


async def asked(table: Table, item: str) -> dict[str, str | None]:
    """By the name of the director: why each is asked about an interest."""
    names = {actor.member: name for name, actor in table.directors.items()}
    return {names[seat.member]: seat.because for seat in (await found(table, item)).seats if seat.because}


async def test_m_12_a_director_of_a_body_that_offers_a_room_takes_no_part(table: Table) -> None:
    """M-12: declared, withdrawn, in neither quorum nor vote; alternatives and the reason are in the minutes."""
    await table.found("b-multi-stakeholder", MIXED)
    interest = await table.declare("community_org-1", "org_supplier", "Canolfan Bryn")
    item = await table.begin(["org_supplier"], counterparty="canolfan  bryn")
    assert await asked(table, item) == {"community_org-1": "declared"}
    await table.answer(item, community_org_1=LEAVES)
    with pytest.raises(model.TooManyVotes):
        await table.decide(item, 6)
    decided = await table.decide(item, 4, 1)
    assert decided.outcome == "carried"
    quorum = decided.quorum_finding
    assert quorum is not None
    assert (quorum.figures["present"], quorum.figures["counted"]) == (6, 5)
    read = await found(table, item, MEMBER)
    assert (read.others, read.reasons) == (ALTERNATIVES, REASON)
    (seat,) = [seat for seat in read.seats if seat.seat.has_interest]
    assert (seat.member, seat.interest) == (table.id_of("community_org-1"), interest)
    async with table.database.reading() as view:
        assert [one.action for one in await audit.entries(view, about=[interest])] == ["interest.declared"]


@pytest.mark.parametrize(
    ("touches", "names"),
    [("worker_pay", {"worker-1", "worker-2"}), ("own_package", {"supported-1", "supported-2", "supported-3"})],
)
async def test_m_12_workers_are_asked_about_pay_and_users_about_their_own_package(
    table: Table, touches: str, names: set[str]
) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin([touches])
    assert await asked(table, item) == dict.fromkeys(names, "class")
    with pytest.raises(Invalid) as refused:
        await table.answer(item)
    assert set(refused.value.errors.values()) == {"answer-the-question"}


async def landlords(table: Table, absent: tuple[str, ...]) -> str:
    """V-24: a board of six, two of whom own a house that the item is about; the quorum is three or half."""
    await table.found("e-citizen-directed", ("citizen",) * 6)
    for name in ("citizen-1", "citizen-2"):
        await table.declare(name, "landlord")
    item = await table.begin(["landlord"], absent=absent)
    await table.answer(item, citizen_1=LEAVES, citizen_2=LEAVES)
    return item


async def test_v_24_three_of_six_without_an_interest_can_decide(table: Table) -> None:
    item = await landlords(table, absent=("citizen-6",))
    assert (await table.decide(item, 3)).outcome == "carried"


async def test_v_24_with_two_of_six_left_nothing_is_decided_and_members_do(table: Table) -> None:
    item = await landlords(table, absent=("citizen-5", "citizen-6"))
    with pytest.raises(model.NotQuorate) as refused:
        await table.decide(item, 2)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["decided-by"] == "general-meeting"
    async with table.database.writing() as tx:
        left = await items.leave(tx, table.secretary, item, table.now)
    assert (left.outcome, left.in_favour, left.decision) == ("referred", None, None)


async def test_m_12_when_all_workers_leave_for_their_pay_the_rules_say_who_decides(table: Table) -> None:
    """The rules of this co-operative want a worker at the table (P-194), and independents decide first (P-216)."""
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin(["worker_pay"])
    await table.answer(item, worker_1=LEAVES, worker_2=LEAVES)
    with pytest.raises(model.NotQuorate) as refused:
        await table.decide(item, 4)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["decided-by"] == "independents-then-gm"


async def test_a_board_of_which_too_few_came_is_not_sent_to_the_members(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin([], absent=["supported-1", "supported-2", "supported-3", "worker-1"])
    await table.answer(item)
    async with table.database.writing() as tx:
        assert (await items.leave(tx, table.secretary, item, table.now)).outcome == "inquorate"


async def test_an_item_that_enough_can_decide_is_not_left(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin([])
    await table.answer(item)
    with pytest.raises(model.StillQuorate):
        async with table.database.writing() as tx:
            await items.leave(tx, table.secretary, item, table.now)


async def test_nobody_votes_before_the_interests_are_asked(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin([])
    with pytest.raises(model.InterestsNotAsked):
        await table.decide(item, 6)


async def test_who_was_asked_and_has_none_in_this_says_why(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin(["worker_pay"])
    with pytest.raises(Invalid):
        await table.answer(item, worker_1=LEAVES, worker_2=Said("not-for-this"))
    await table.answer(item, worker_1=LEAVES, worker_2=Said("not-for-this", reason="I do not work in this team."))
    assert (await table.decide(item, 5)).outcome == "carried"


async def test_the_rules_of_e_let_nobody_with_an_interest_stay(table: Table) -> None:
    await table.found("e-citizen-directed", ("citizen",) * 5)
    item = await table.begin([])
    with pytest.raises(model.MustLeave):
        await table.answer(item, citizen_1=Said("stays", kind="landlord"))


async def test_where_the_rules_except_an_interest_its_holder_votes(table: Table) -> None:
    """In a co-operative of workers everybody's own terms of employment are on the table (P-214)."""
    await table.found("c-employee-owned", ("worker",) * 4)
    item = await table.begin(["own_employment_terms"])
    everybody = {f"worker_{number}": Said("stays") for number in range(1, 5)}
    await table.answer(item, **everybody)
    decided = await table.decide(item, 4)
    assert decided.outcome == "carried"
    assert decided.quorum_finding is not None
    assert decided.quorum_finding.figures["counted"] == 4


async def test_equal_votes_change_nothing(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin([])
    await table.answer(item)
    assert (await table.decide(item, 3, 3)).outcome == "lost"


async def test_where_there_is_an_interest_the_minutes_say_what_else_was_thought_of(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin([])
    await table.answer(item, worker_1=Said("withdraws", kind="worker_pay"))
    with pytest.raises(Invalid) as refused:
        async with table.database.writing() as tx:
            await items.decide(
                tx, table.secretary, item, Votes(5, 0), alternatives=Texts(), reason=REASON, now=table.now
            )
    assert refused.value.errors == {"alternatives_en": "missing"}


async def test_what_was_decided_stays_in_the_program_and_in_the_database(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin([])
    await table.answer(item)
    before = (await table.decide(item, 6)).sha256
    with pytest.raises(model.ItemDecided):
        await table.answer(item, worker_1=LEAVES)
    for statement in (
        f"UPDATE board_item SET in_favour = 1 WHERE id = '{item}'",
        f"UPDATE board_item_seat SET answer = 'withdraws' WHERE item = '{item}'",
        f"DELETE FROM board_item_seat WHERE item = '{item}'",
    ):
        with pytest.raises(DBAPIError):
            async with table.database.writing() as tx:
                await tx.execute(text(statement))
    assert (await found(table, item)).sha256 == before


async def test_a_member_reads_an_item_once_it_is_decided(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    item = await table.begin([])
    with pytest.raises(NotFound):
        await found(table, item, MEMBER)
    await table.answer(item)
    await table.decide(item, 6)
    assert (await found(table, item, MEMBER)).outcome == "carried"
    for role in (Role.INSPECTOR, Role.ASSISTANT):
        with pytest.raises(NotFound):
            await found(table, item, Actor(account="i" * 26, roles=frozenset({role})))


async def test_only_directors_of_that_day_are_there(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    with pytest.raises(Invalid) as refused:
        async with table.database.writing() as tx:
            await items.begin(
                tx,
                table.secretary,
                day=date(2026, 12, 1),
                title=ALTERNATIVES,
                proposal=REASON,
                touches=["love"],
                present=[table.id_of("worker-1")],
                now=table.now,
            )
    assert refused.value.errors == {"touches": "unknown-kind", "present": "not-on-the-board"}


async def test_an_interest_that_ended_is_not_suggested(table: Table) -> None:
    await table.found("b-multi-stakeholder", MIXED)
    interest = await table.declare("worker-1", "org_supplier", "Canolfan Bryn")
    async with table.database.writing() as tx:
        await interests.end(tx, table.directors["worker-1"], interest, on=table.today, now=table.now)
    item = await table.begin(["org_supplier"], counterparty="Canolfan Bryn")
    assert await asked(table, item) == {"community_org-1": "class"}
