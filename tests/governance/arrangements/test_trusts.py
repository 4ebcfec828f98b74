"""Living trusts: who may see one, what a change of trustee leaves to do, the rent, and decisions with residents."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from constitution import Finding, Rulebook
from governance.actor import Actor, Assurance, Role
from governance.arrangements.model import trust_decisions as deciding
from governance.arrangements.model.people import Authority, Evidence, Seen
from governance.arrangements.model.trust_decisions import (
    Heard,
    Matter,
    NotDecidedYet,
    NotEverybodyHeard,
    NotOpen,
    SaidAlready,
    TakesNoPart,
    TooFewFree,
    Votes,
)
from governance.arrangements.model.trusts import (
    AnotherDaySaid,
    DoneAlready,
    LivesThereAlready,
    ResidentIsNoTrustee,
    SecondTrusteeNeeded,
    Tie,
    TooFewRemain,
    Trustee,
    TrusteeAlready,
    rent_shares,
)
from governance.arrangements.service import (
    houses,
    leaving,
    people,
    residents,
    trust_decisions,
    trustees,
    trusts,
    waiting,
)
from governance.errors import Invalid, NotFound
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, View
from governance.platform.db.records import Record
from governance.platform.keys import Keys
from tests.governance.arrangements.agreeing import founded
from tests.governance.arrangements.house import MONDAY, SINCE, House, built
from tests.governance.people import SECRETARY

ADDRESS = "7 Lôn y Berllan, Caernarfon"
DEED, CO_OP = Rulebook.from_pack("d-living-trust"), Rulebook.from_pack("e-citizen-directed")


@pytest.fixture
async def house(database: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> House:
    return await built(await founded(database, clock, "d-living-trust"), clock, keys, person)


async def rented(house: House) -> str:
    async with house.database.writing() as tx:
        record = await houses.rent(
            tx,
            house.nia,
            house.keys,
            house.trust,
            address=ADDRESS,
            landlord="Tai Arfon",
            monthly=195000,
            since=SINCE,
            until=None,
            now=house.clock.now(),
        )
        for place, (name, person) in enumerate(house.people.items()):
            on = SINCE + timedelta(days=10 + place)
            await houses.let(
                tx,
                house.nia,
                house.trust,
                record.id,
                person_id=person,
                since=on,
                tied=name == "Beti",
                now=house.clock.now(),
            )
    return record.id


async def proposed(house: House, matter: Matter = Matter.HOUSE) -> str:
    async with house.database.writing() as tx:
        record = await trust_decisions.propose(
            tx, house.nia, house.keys, house.trust, matter=matter, proposal="Paint the hall", now=house.clock.now()
        )
    return record.id


async def hear(house: House, decision: str, *names: str, actor: Actor | None = None, words: str = "Blue") -> None:
    for name in names or house.people:
        async with house.database.writing() as tx:
            await trust_decisions.hear(
                tx,
                actor or house.nia,
                house.keys,
                decision,
                person_id=house.people[name],
                heard=Heard.OWN_WORDS,
                words=words,
                now=house.clock.now(),
            )


async def vote(house: House, decision: str, actor: Actor, name: str, *, agrees: bool = True) -> None:
    async with house.database.writing() as tx:
        await trust_decisions.vote(
            tx, actor, decision, trustee_id=house.trustees[name], agrees=agrees, now=house.clock.now()
        )


async def test_trustees_and_residents_find_their_trust_and_nobody_else_does(house: House) -> None:
    now = house.clock.now()
    board = Actor("d" * 26, house.stranger.member, frozenset({Role.MEMBER, Role.CHAIR}), Assurance.TWO_FACTORS)
    async with house.database.reading() as view:
        assert (await trusts.seat(view, house.owen, house.trust, now)).keeps
        living = await trusts.seat(view, house.alun, house.trust, now)
        assert not living.keeps
        assert living.persons == {house.people["Alun"]}
        with pytest.raises(NotFound):
            await trusts.keeping(view, house.alun, house.trust, now)
        for outside in (house.stranger, board, house.working("Sam")):
            with pytest.raises(NotFound):
                await trusts.seat(view, outside, house.trust, now)
            assert await trusts.mine(view, outside, now) == []


async def test_three_trustees_remain_two_and_then_nobody_may_retire(house: House) -> None:
    now = house.clock.now()
    async with house.database.writing() as tx:
        await trustees.retire(tx, house.nia, house.trust, house.trustees["Mair"], on=now.date(), now=now)
    async with house.database.writing() as tx:
        with pytest.raises(TooFewRemain) as refused:
            await trustees.retire(tx, house.nia, house.trust, house.trustees["Owen"], on=now.date(), now=now)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["remain"] == 1
    assert refused.value.finding.citations[0].source == "Trustee Act 1925 s.39"
    async with house.database.reading() as view:
        (enough, *_) = await trusts_standing(view, house)
    assert not enough.met


async def trusts_standing(view: View, house: House) -> Sequence[Finding]:
    return await trustees.standing(view, house.trust, house.clock.now())


async def test_every_change_of_trustee_leaves_its_list_and_each_line_is_done_once(house: House) -> None:
    now = house.clock.now()
    async with house.database.writing() as tx:
        await trustees.retire(tx, house.nia, house.trust, house.trustees["Mair"], on=now.date(), now=now)
        left = [task for task in await trustees.tasks(tx, house.trust) if task.trustee == house.trustees["Mair"]]
        codes = {task.code for task in left if task.change == "retired"}
        assert {"bank-mandate", "tenancy", "payroll", "trust-registration", "insurance", "contracts-of-work"} <= codes
        await trustees.see_to(tx, house.owen, house.trust, left[0].id, on=now.date(), now=now)
    async with house.database.writing() as tx:
        with pytest.raises(DoneAlready):
            await trustees.see_to(tx, house.owen, house.trust, left[0].id, on=now.date(), now=now)
        with pytest.raises(Invalid):
            await trustees.see_to(tx, house.owen, house.trust, left[1].id, on=date(2028, 1, 1), now=now)


async def test_a_resident_is_no_trustee_and_a_trustee_no_resident(house: House) -> None:
    now = house.clock.now()
    async with house.database.writing() as tx:
        with pytest.raises(ResidentIsNoTrustee):
            await trustees.appoint(
                tx,
                house.nia,
                house.trust,
                name="Alun Puw",
                number="3",
                family=True,
                tie=None,
                on=now.date(),
                now=now,
            )
        with pytest.raises(ResidentIsNoTrustee):
            await residents.welcome(tx, house.nia, house.trust, name="Owen Puw", number="2", on=now.date(), now=now)
        with pytest.raises(TrusteeAlready):
            await trustees.appoint(
                tx,
                house.nia,
                house.trust,
                name="Owen Puw",
                number="2",
                family=False,
                tie=None,
                on=now.date(),
                now=now,
            )


async def test_a_number_alone_tells_nobody_a_name(house: House) -> None:
    now = house.clock.now()
    async with house.database.writing() as tx:
        for number in ("4", "99"):
            with pytest.raises(Invalid) as refused:
                await residents.welcome(tx, house.nia, house.trust, name="Guess", number=number, on=SINCE, now=now)
            assert refused.value.errors == {"number": "no-such-member"}


async def test_the_standing_of_a_trust_names_what_is_missing(house: House) -> None:
    await rented(house)
    async with house.database.writing() as tx:
        await houses.sign_at_bank(tx, house.nia, house.trust, name="Nia Puw", since=SINCE, now=house.clock.now())
        found = {one.question: one for one in await trustees.standing(tx, house.trust, house.clock.now())}
    assert found["trust-has-trustees"].met
    assert found["trust-has-trustees"].citations[0].parameter == "P-006"
    assert found["trust-has-somebody-outside"].figures["outside"] == 2
    assert not found["trust-signatures"].met
    assert not found["home-apart-from-support"].met, "Beti's agreement for her home is about support too"


async def test_the_rent_is_shared_equally_and_by_three_after_one_has_left(house: House) -> None:
    """M-02: 1,950.00 a month is 487.50 each, after D 650.00 each."""
    home = await rented(house)
    async with house.database.writing() as tx:
        shares = await houses.rent_shares(tx, house.trust, MONDAY)
        assert set(shares.values()) == {48750}
        with pytest.raises(LivesThereAlready):
            await houses.let(
                tx,
                house.nia,
                house.trust,
                home,
                person_id=house.people["Alun"],
                since=MONDAY,
                tied=False,
                now=house.clock.now(),
            )
        now = house.clock.now()
        await leaving.farewell(tx, house.nia, house.trust, house.people["Dewi"], on=MONDAY, now=now)
        assert set((await houses.rent_shares(tx, house.trust, MONDAY)).values()) == {48750}, "one trustee alone"
        await leaving.agree(tx, house.owen, house.trust, house.people["Dewi"], on=MONDAY, now=now)
        assert set((await houses.rent_shares(tx, house.trust, MONDAY)).values()) == {65000}


@given(st.integers(0, 10**7), st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_shares_of_a_rent_add_up_to_it(rent: int, weights: list[int]) -> None:
    assert sum(rent_shares(rent, weights)) == rent


async def test_address_proposal_and_views_are_in_no_column_as_they_were_typed(house: House) -> None:
    await rented(house)
    decision = await proposed(house)
    await hear(house, decision, "Alun", words="Glas fel y mor")
    async with house.database.reading() as view:
        (home,) = await houses.houses(view, house.trust, MONDAY)
        record, _ = await trust_decisions.find(view, house.nia, decision, house.clock.now())
        (said,) = (await trust_decisions.views(view, decision)).values()
    assert houses.address_of(house.keys, home) == ADDRESS
    assert trust_decisions.proposal_of(house.keys, record) == "Paint the hall"
    assert trust_decisions.words_of(house.keys, said) == "Glas fel y mor"
    async with house.database.reading() as view:
        kept = [str(row) for table in Record.metadata.sorted_tables for row in await view.execute(select(table))]
    for secret in ("Berllan", "Paint the hall", "Glas fel"):
        assert not any(secret in row for row in kept)


async def test_nothing_is_decided_before_every_resident_was_heard(house: House) -> None:
    decision = await proposed(house)
    await hear(house, decision, "Alun", "Beti", "Ceri")
    with pytest.raises(NotEverybodyHeard):
        await vote(house, decision, house.nia, "Nia")
    async with house.database.writing() as tx:
        with pytest.raises(NotEverybodyHeard) as refused:
            await trust_decisions.close(tx, house.nia, decision, now=house.clock.now())
    assert refused.value.finding is not None
    assert refused.value.finding.citations[0].parameter == "P-240"
    await hear(house, decision, "Dewi")
    for name, actor in (("Nia", house.nia), ("Owen", house.owen), ("Mair", house.nia)):
        await vote(house, decision, actor, name)
    async with house.database.writing() as tx:
        assert (await trust_decisions.close(tx, house.nia, decision, now=house.clock.now())).met
    with pytest.raises(NotOpen):
        await hear(house, decision, "Dewi")


async def test_trustees_wait_for_votes_that_could_still_change_it(house: House) -> None:
    decision = await proposed(house, Matter.TENANCY)
    await hear(house, decision)
    await vote(house, decision, house.nia, "Nia")
    await vote(house, decision, house.owen, "Owen")
    async with house.database.writing() as tx:
        with pytest.raises(NotDecidedYet):
            await trust_decisions.close(tx, house.nia, decision, now=house.clock.now())
    await vote(house, decision, house.owen, "Owen", agrees=False)
    async with house.database.writing() as tx:
        assert not (await trust_decisions.close(tx, house.nia, decision, now=house.clock.now())).met


async def test_what_residents_say_for_themselves_no_trustee_writes_over(house: House) -> None:
    decision = await proposed(house)
    await hear(house, decision, "Alun", actor=house.alun, words="Green")
    with pytest.raises(SaidAlready):
        await hear(house, decision, "Alun")
    await hear(house, decision, "Alun", actor=house.alun, words="Red")
    with pytest.raises(NotFound):
        await hear(house, decision, "Beti", actor=house.alun)


async def test_nobody_votes_for_a_trustee_who_signs_in(house: House) -> None:
    decision = await proposed(house)
    with pytest.raises(NotFound):
        await vote(house, decision, house.nia, "Owen")
    with pytest.raises(NotFound):
        await vote(house, decision, house.alun, "Mair")
    await hear(house, decision)
    await vote(house, decision, house.nia, "Mair")


async def test_a_trustee_who_is_paid_takes_no_part_in_pay(house: House) -> None:
    now = house.clock.now()
    async with house.database.writing() as tx:
        record = await trustees.appoint(
            tx, house.nia, house.trust, name="Ifan Lloyd", number="", family=False, tie=Tie.PAID, on=SINCE, now=now
        )
    house.trustees["Ifan"] = record.id
    decision = await proposed(house, Matter.PAY)
    with pytest.raises(TakesNoPart) as refused:
        await vote(house, decision, house.nia, "Ifan")
    assert refused.value.finding is not None
    assert {one.parameter for one in refused.value.finding.citations} >= {"T-006", "P-212"}
    await hear(house, decision)
    await vote(house, decision, house.nia, "Nia")
    await vote(house, decision, house.owen, "Owen")
    async with house.database.writing() as tx:
        outcome = await trust_decisions.close(tx, house.nia, decision, now=now)
    assert outcome.met
    assert outcome.figures["entitled"] == 3


@given(st.integers(1, 9), st.data())
def test_what_is_settled_stays_so_whoever_else_votes(entitled: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, entitled))
    no = data.draw(st.integers(0, entitled - yes))
    more = data.draw(st.integers(0, entitled - yes - no))
    for by_majority in (False, True):
        before, after = Votes(entitled, yes, no), Votes(entitled, yes + more, entitled - yes - more)
        if deciding.is_settled(CO_OP, Matter.OTHER, before, by_majority=by_majority):
            first = deciding.decided(CO_OP, Matter.OTHER, before, by_majority=by_majority).met
            assert first == deciding.decided(CO_OP, Matter.OTHER, after, by_majority=by_majority).met


def test_private_trustees_are_of_one_mind_unless_the_deed_says_otherwise() -> None:
    two_of_three = Votes(3, 2, 1)
    alone = deciding.decided(CO_OP, Matter.OTHER, two_of_three, by_majority=False)
    assert not alone.met
    assert alone.citations[0].parameter == "T-004"
    assert deciding.decided(CO_OP, Matter.OTHER, two_of_three, by_majority=True).met
    assert deciding.decided(DEED, Matter.OTHER, two_of_three, by_majority=False).met, "this deed allows a majority"
    assert not deciding.decided(DEED, Matter.TENANCY, two_of_three, by_majority=True).met, "and for homes all of them"


def test_trustees_who_all_are_tied_decide_nothing() -> None:
    assert not deciding.decided(CO_OP, Matter.PAY, Votes(0), by_majority=True).met


async def test_whoever_retires_later_is_not_among_those_who_remain(house: House) -> None:
    now = house.clock.now()
    later = now.date() + timedelta(days=30)
    async with house.database.writing() as tx:
        await trustees.retire(tx, house.nia, house.trust, house.trustees["Mair"], on=later, now=now)
    async with house.database.writing() as tx:
        with pytest.raises(TooFewRemain) as refused:
            await trustees.retire(tx, house.nia, house.trust, house.trustees["Owen"], on=now.date(), now=now)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["remain"] == 1


async def test_a_trustee_who_comes_to_be_paid_takes_no_part_in_what_is_open(house: House) -> None:
    now = house.clock.now()
    decision = await proposed(house, Matter.HOURS)
    await hear(house, decision)
    for name, actor in (("Nia", house.nia), ("Owen", house.owen)):
        await vote(house, decision, actor, name)
    async with house.database.writing() as tx:
        await trustees.say_tie(tx, house.nia, house.trust, house.trustees["Owen"], tie=Tie.PAID, now=now)
    with pytest.raises(TakesNoPart):
        await vote(house, decision, house.owen, "Owen")
    async with house.database.writing() as tx:
        record, seat = await trust_decisions.find(tx, house.nia, decision, now)
        _, outcome = await trust_decisions.findings(tx, record, seat, now)
        assert (outcome.figures["entitled"], outcome.figures["yes"]) == (2, 1)
        for outside in (house.alun, house.stranger):
            with pytest.raises(NotFound):
                await trustees.say_tie(tx, outside, house.trust, house.trustees["Owen"], tie=None, now=now)


async def test_one_trustee_ends_no_stay_and_decides_nothing_without_who_lived_there(house: House) -> None:
    now, dewi, said_on = house.clock.now(), house.people["Dewi"], SINCE + timedelta(days=9)
    decision = await proposed(house)
    async with house.database.writing() as tx:
        assert not await leaving.farewell(tx, house.nia, house.trust, dewi, on=said_on, now=now)
    async with house.database.writing() as tx:
        with pytest.raises(SecondTrusteeNeeded):
            await leaving.agree(tx, house.nia, house.trust, dewi, on=said_on, now=now)
        assert dewi in {one.person for one in await trusts.residents(tx, house.trust, now.date())}
        assert await leaving.to_answer(tx, house.nia, now) == []
        assert await leaving.to_answer(tx, house.owen, now) == [(house.trust, dewi)]
        await leaving.agree(tx, house.owen, house.trust, dewi, on=said_on, now=now)
    await hear(house, decision, "Alun", "Beti", "Ceri")
    with pytest.raises(NotEverybodyHeard):
        await vote(house, decision, house.nia, "Nia")
    await hear(house, decision, "Dewi")
    await vote(house, decision, house.nia, "Nia")


async def test_a_trustee_who_is_appointed_again_is_no_second_trustee(house: House) -> None:
    now, dewi = house.clock.now(), house.people["Dewi"]
    tomorrow = now + timedelta(days=1)
    on = tomorrow.date()
    async with house.database.writing() as tx:
        await leaving.farewell(tx, house.nia, house.trust, dewi, on=on, now=now)
        await trustees.retire(tx, house.nia, house.trust, house.trustees["Nia"], on=on, now=now)
        await trustees.appoint(
            tx, house.nia, house.trust, name="Nia Puw", number="1", family=True, tie=None, on=on, now=now
        )
    async with house.database.writing() as tx:
        assert await leaving.to_answer(tx, house.nia, tomorrow) == []
        with pytest.raises(SecondTrusteeNeeded):
            await leaving.agree(tx, house.nia, house.trust, dewi, on=on, now=tomorrow)
        assert await leaving.to_answer(tx, house.owen, tomorrow) == [(house.trust, dewi)]


async def test_nobody_agrees_to_a_day_they_have_not_seen(house: House) -> None:
    now, dewi = house.clock.now(), house.people["Dewi"]
    seen, later = now.date() + timedelta(days=60), now.date()
    async with house.database.writing() as tx:
        await leaving.farewell(tx, house.nia, house.trust, dewi, on=seen, now=now)
        await leaving.farewell(tx, house.nia, house.trust, dewi, on=later, now=now)
    async with house.database.writing() as tx:
        with pytest.raises(AnotherDaySaid):
            await leaving.agree(tx, house.owen, house.trust, dewi, on=seen, now=now)
        await leaving.agree(tx, house.owen, house.trust, dewi, on=later, now=now)


async def test_whose_stay_it_is_is_told_may_refuse_and_reads_that_it_ended(house: House) -> None:
    now, alun = house.clock.now(), house.people["Alun"]
    decision = await proposed(house)

    async def asked() -> set[str]:
        async with house.database.reading() as view:
            found = await waiting.of_actor(view, house.alun, await waiting.everything(view, now), now)
        return {one.what for one in found}

    async with house.database.writing() as tx:
        await leaving.farewell(tx, house.nia, house.trust, alun, on=now.date(), now=now)
    assert await asked() == {"stay", "view"}
    async with house.database.writing() as tx:
        await leaving.stays(tx, house.alun, house.trust, alun, now)
        with pytest.raises(NotFound):
            await leaving.agree(tx, house.owen, house.trust, alun, on=now.date(), now=now)
        await leaving.farewell(tx, house.nia, house.trust, alun, on=now.date(), now=now)
        await leaving.agree(tx, house.owen, house.trust, alun, on=now.date(), now=now)
        with pytest.raises(NotFound):
            await trusts.seat(tx, house.alun, house.trust, now)
    assert await asked() == {"stay", "view"}, "it ended, and the view is still asked for"
    async with house.database.writing() as tx:
        assert (await leaving.find(tx, house.alun, house.trust, alun, now)).ended
        for outside in (house.stranger, house.working("Sam")):
            with pytest.raises(NotFound):
                await leaving.find(tx, outside, house.trust, alun, now)
        await leaving.read(tx, house.alun, house.trust, alun, now)
    await hear(house, decision, "Alun", actor=house.alun)
    assert await asked() == set()


async def speaking(house: House, name: str, member_id: str | None) -> None:
    """A deputy of the court for somebody of the house."""
    now = house.clock.now()
    async with house.database.writing() as tx:
        await people.authorise(
            tx,
            SECRETARY,
            house.people[name],
            member_id=member_id or "",
            authority=Authority.DEPUTY,
            scope="home",
            since=SINCE,
            evidence=Evidence(Seen.COURT_ORDER, SINCE),
            now=now,
        )


async def stays_asked(house: House, actor: Actor) -> bool:
    now = house.clock.now()
    async with house.database.reading() as view:
        found = await waiting.of_actor(view, actor, await waiting.everything(view, now), now)
    return any(one.what == "stay" for one in found)


async def test_who_speaks_for_somebody_who_signs_in_ends_no_stay_alone(house: House) -> None:
    now, alun = house.clock.now(), house.people["Alun"]
    await speaking(house, "Alun", house.stranger.member)
    async with house.database.writing() as tx:
        assert not await leaving.farewell(tx, house.stranger, house.trust, alun, on=now.date(), now=now)
    async with house.database.writing() as tx:
        with pytest.raises(SecondTrusteeNeeded):
            await leaving.agree(tx, house.stranger, house.trust, alun, on=now.date(), now=now)
        assert await leaving.to_answer(tx, house.nia, now) == [(house.trust, alun)]
    assert await stays_asked(house, house.alun)
    assert not await stays_asked(house, house.stranger)
    async with house.database.writing() as tx:
        await leaving.agree(tx, house.nia, house.trust, alun, on=now.date(), now=now)
    assert await stays_asked(house, house.alun), "it ended, and Alun has not read so"


async def test_a_yes_of_who_speaks_for_them_is_shown_to_whose_stay_it_is(house: House) -> None:
    now, alun = house.clock.now(), house.people["Alun"]
    await speaking(house, "Alun", house.stranger.member)
    async with house.database.writing() as tx:
        await leaving.farewell(tx, house.nia, house.trust, alun, on=now.date(), now=now)
        await leaving.agree(tx, house.stranger, house.trust, alun, on=now.date(), now=now)
        with pytest.raises(NotFound):
            await leaving.read(tx, house.stranger, house.trust, alun, now)
    assert not await stays_asked(house, house.stranger)
    assert await stays_asked(house, house.alun)
    async with house.database.writing() as tx:
        await leaving.read(tx, house.alun, house.trust, alun, now)
    assert not await stays_asked(house, house.alun)


async def test_who_speaks_for_somebody_without_a_sign_in_settles_it(house: House) -> None:
    now = house.clock.now()
    await speaking(house, "Dewi", house.stranger.member)
    async with house.database.writing() as tx:
        assert await leaving.farewell(tx, house.stranger, house.trust, house.people["Dewi"], on=now.date(), now=now)


async def test_residents_leave_by_their_own_word_and_for_nobody_else(house: House) -> None:
    now = house.clock.now()
    async with house.database.writing() as tx:
        for actor, who in ((house.alun, "Beti"), (house.stranger, "Alun")):
            with pytest.raises(NotFound):
                await leaving.farewell(tx, actor, house.trust, house.people[who], on=now.date(), now=now)
        assert await leaving.farewell(tx, house.alun, house.trust, house.people["Alun"], on=now.date(), now=now)
        await residents.admit(tx, house.nia, house.trust, house.people["Alun"], on=now.date(), now=now)
        assert (await trusts.seat(tx, house.alun, house.trust, now)).persons == {house.people["Alun"]}


async def test_the_agreement_for_a_home_goes_with_the_day_a_resident_says(house: House) -> None:
    await rented(house)
    now, alun = house.clock.now(), house.people["Alun"]
    async with house.database.writing() as tx:
        for day in (now.date() + timedelta(days=9), now.date() + timedelta(days=30)):
            await leaving.farewell(tx, house.alun, house.trust, alun, on=day, now=now)
        assert alun in await houses.rent_shares(tx, house.trust, now.date() + timedelta(days=29))
        assert alun not in await houses.rent_shares(tx, house.trust, now.date() + timedelta(days=30))
        await leaving.stays(tx, house.alun, house.trust, alun, now)
        assert alun in await houses.rent_shares(tx, house.trust, now.date() + timedelta(days=30))


async def test_where_interests_leave_too_few_trustees_a_new_one_is_sought_and_decides(house: House) -> None:
    """P-216 of this deed; its quorum is three (P-193)."""
    now = house.clock.now()
    decision = await proposed(house, Matter.PAY)
    async with house.database.writing() as tx:
        for trustee in house.trustees.values():
            await trustees.say_tie(tx, house.nia, house.trust, trustee, tie=Tie.PAID, now=now)
    await hear(house, decision)
    async with house.database.writing() as tx:
        with pytest.raises(TooFewFree) as refused:
            await trust_decisions.close(tx, house.nia, decision, now=now)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["decided-by"] == "seek_new_trustee"
    assert {one.parameter for one in refused.value.finding.citations} == {"P-193", "P-213", "P-216"}
    async with house.database.writing() as tx:
        await trustees.say_tie(tx, house.nia, house.trust, house.trustees["Nia"], tie=None, now=now)
        await trustees.say_tie(tx, house.nia, house.trust, house.trustees["Owen"], tie=None, now=now)
    with pytest.raises(TooFewFree):
        await vote(house, decision, house.nia, "Nia")
    async with house.database.writing() as tx:
        record = await trustees.appoint(
            tx, house.nia, house.trust, name="Ifan Lloyd", number="", family=False, tie=None, on=SINCE, now=now
        )
    house.trustees["Ifan"] = record.id
    for name, actor in (("Nia", house.nia), ("Owen", house.owen), ("Ifan", house.nia)):
        await vote(house, decision, actor, name)
    async with house.database.writing() as tx:
        assert (await trust_decisions.close(tx, house.nia, decision, now=now)).met


def test_without_a_deed_of_ours_one_free_trustee_is_enough_and_none_means_a_new_one() -> None:
    free, paid = Trustee("1", SINCE), Trustee("2", SINCE, tie=Tie.PAID)
    assert deciding.enough_free(CO_OP, [free, paid], Matter.PAY).met
    nobody = deciding.enough_free(CO_OP, [paid], Matter.PAY)
    assert not nobody.met
    assert nobody.figures["decided-by"] == "seek_new_trustee"
    assert deciding.enough_free(CO_OP, [paid], Matter.HOUSE).met
