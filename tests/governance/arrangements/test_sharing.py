"""Who takes part in shared support, on which terms, and what holds of every bill (M-00)."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, IntegrityError

from constitution import Rulebook
from constitution.pooling import shares_added
from governance.arrangements.model.sessions import Attended, Counted, Entry, Line, Share, charge
from governance.arrangements.model.sharing import (
    Asked,
    Basis,
    BasisNotAllowed,
    Cost,
    Kind,
    NotAllAgreed,
    NotStarted,
    NotTheseTerms,
    WrongNumber,
    check,
    fingerprint,
)
from governance.arrangements.records.sharing import AgreedRecord, TermsRecord
from governance.arrangements.service import people, sessions, shared, sharing
from governance.errors import NotFound
from tests.governance.arrangements.friends import (
    AFTERNOON,
    BEGINS,
    NOW,
    SUPPORT,
    Friends,
    all_agree,
    friends,
    sharing_together,
)
from tests.governance.people import SECRETARY

DIVIDE = partial(shares_added, Rulebook.from_pack("e-citizen-directed"))
PEOPLE = [f"person{number}" for number in range(6)]
bills = st.lists(
    st.tuples(
        st.integers(0, 100_000),
        st.lists(st.sampled_from([0, 0, 30, 90, 180]), min_size=6, max_size=6).filter(any),
    ),
    min_size=1,
    max_size=12,
)


def charged(told: list[tuple[int, list[int]]]) -> list[tuple[Share, ...]]:
    """What each of several sessions has each pay; a person with no minutes told in time, or does not take part."""
    entries = [
        Entry(
            ((f"line{place}", Line(Cost.SUPPORT, pence)),),
            tuple(
                Counted(one, bool(part), part, 100, Fraction(part)) for one, part in zip(PEOPLE, minutes, strict=True)
            ),
        )
        for place, (pence, minutes) in enumerate(told)
    ]
    return [charge(entries[:place], entry, (), DIVIDE) for place, entry in enumerate(entries)]


@given(bills)
def test_every_session_is_paid_to_the_penny_whoever_joins_and_leaves(told) -> None:
    for (pence, _), shares in zip(told, charged(told), strict=True):
        assert sum(share.pence for share in shares) == pence


@given(bills)
def test_nobody_who_told_in_time_ever_pays(told) -> None:
    for (_, minutes), shares in zip(told, charged(told), strict=True):
        away = {one for one, part in zip(PEOPLE, minutes, strict=True) if not part}
        assert away.isdisjoint(share.person for share in shares)


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=20))
def test_in_the_end_nobody_is_a_penny_off_their_exact_share(costs) -> None:
    paid = charged([(pence, [180] * 6) for pence in costs])
    for person in PEOPLE:
        total = sum(share.pence for shares in paid for share in shares if share.person == person)
        assert abs(total - Fraction(sum(costs), 6)) < 1


@given(bills)
def test_a_correction_gives_back_exactly_what_was_taken(told) -> None:
    first = charged(told)[-1]
    entry = Entry((("again", Line(Cost.SUPPORT, 600)),), (Counted(PEOPLE[0], True, 180, 100, Fraction(1)),))
    total: dict[str, int] = {}
    for share in (*first, *charge((), entry, first, DIVIDE)):
        total[share.person] = total.get(share.person, 0) + share.pence
    assert {person: pence for person, pence in total.items() if pence} == {PEOPLE[0]: 600}


@pytest.mark.parametrize(("count", "allowed"), [(1, False), (2, True), (40, True), (41, False)])
def test_two_to_forty_people_share(count: int, allowed: bool) -> None:
    asked = [Asked(f"person{number}") for number in range(count)]
    if allowed:
        check(AFTERNOON, asked)
        return
    with pytest.raises(WrongNumber):
        check(AFTERNOON, asked)


def test_another_price_person_or_weight_is_another_text_to_agree_to() -> None:
    asked = [Asked("ann"), Asked("bob")]
    known = {
        fingerprint(AFTERNOON, asked),
        fingerprint(replace(AFTERNOON, prices=AFTERNOON.prices[:1]), asked),
        fingerprint(replace(AFTERNOON, basis=Basis.ATTENDED), asked),
        fingerprint(AFTERNOON, [*asked, Asked("cai")]),
        fingerprint(AFTERNOON, [asked[0], Asked("bob", Fraction(2))]),
    }
    assert len(known) == 5


@pytest.mark.parametrize("count", [1, 41])
async def test_the_database_too_knows_two_to_forty(coop, person, count: int) -> None:
    group = await sharing_together(await friends(coop, 2, person))
    with pytest.raises(IntegrityError):
        async with coop.writing() as tx:
            latest = await shared.latest_terms(tx, group.shared)
            tx.add(
                TermsRecord(
                    id="t" * 26,
                    shared=group.shared,
                    number=2,
                    people=count,
                    content=latest.content,
                    sha256=latest.sha256,
                    proposed_by="test",
                    proposed_at=NOW,
                )
            )


async def test_it_begins_only_when_all_have_agreed(coop, person) -> None:
    group = await friends(coop, 3, person)
    asked = [Asked(one) for one in group.ids]
    async with coop.writing() as tx:
        record = await sharing.propose(
            tx, group.actors[0], kind=Kind.SUPPORT, organiser=group.ids[0], terms=AFTERNOON, asked=asked, now=NOW
        )
    await all_agree(group, record.id, but=[3])
    async with coop.writing() as tx:
        with pytest.raises(NotAllAgreed) as refused:
            await sharing.begin(tx, group.actors[0], record.id, NOW)
        assert refused.value.finding is not None
        with pytest.raises(NotStarted):
            await sessions.plan(
                tx, group.actors[0], record.id, starts_at=BEGINS, ends_at=BEGINS + timedelta(hours=3), now=NOW
            )


async def test_another_price_asks_everybody_again_and_the_old_one_holds_until_they_agree(coop, person) -> None:
    group = await sharing_together(await friends(coop, 4, person))
    dearer = replace(AFTERNOON, prices=(replace(AFTERNOON.prices[0], pence=1800),))
    async with coop.writing() as tx:
        asked = [Asked(one) for one in group.ids]
        await sharing.revise(tx, group.actors[0], group.shared, terms=dearer, asked=asked, now=NOW)
        with pytest.raises(NotAllAgreed):
            await sharing.begin(tx, group.actors[0], group.shared, NOW)
    assert sum(await group.paid(await group.hold(lines=[SUPPORT]))) == 5205
    await all_agree(group, group.shared, but=[4])
    async with coop.writing() as tx:
        await sharing.begin(tx, group.actors[0], group.shared, NOW)
    paid = await group.paid(await group.hold(lines=[replace(SUPPORT, pence=5400, rate=1800)], day=7))
    assert (sum(paid), paid[3]) == (5400, 0), "whoever did not agree to the new price pays none of it"


async def test_nobody_agrees_to_a_text_that_has_changed_or_for_somebody_else(coop, person) -> None:
    group = await sharing_together(await friends(coop, 2, person))
    async with coop.writing() as tx:
        old = await shared.latest_terms(tx, group.shared)
        asked = [Asked(one) for one in group.ids]
        terms = await sharing.revise(
            tx, group.actors[0], group.shared, terms=replace(AFTERNOON, sessions=11), asked=asked, now=NOW
        )
        with pytest.raises(NotTheseTerms):
            await sharing.agree(tx, group.actors[1], group.shared, group.ids[1], sha256=old.sha256, now=NOW)
        with pytest.raises(NotFound):
            await sharing.agree(tx, group.actors[0], group.shared, group.ids[1], sha256=terms.sha256, now=NOW)


async def test_what_was_agreed_stays_as_it_was(coop, person) -> None:
    group = await sharing_together(await friends(coop, 2, person))
    with pytest.raises(DBAPIError):
        async with coop.writing() as tx:
            terms = await shared.latest_terms(tx, group.shared)
            agreed = await tx.get(AgreedRecord, (terms.id, group.ids[0]))
            assert agreed is not None
            agreed.agreed_by = "somebody"


async def test_a_basis_that_our_rules_do_not_have_is_refused(coop, person) -> None:
    with pytest.raises(BasisNotAllowed):
        await sharing_together(await friends(coop, 2, person), replace(AFTERNOON, basis=Basis.ASSESSED))


async def test_somebody_who_leaves_takes_part_for_the_weeks_of_notice_and_pays_nothing_after(coop, person) -> None:
    group = await sharing_together(await friends(coop, 3, person))
    async with coop.writing() as tx:
        finding = await sharing.leave(tx, group.actors[2], group.shared, group.ids[2], NOW)
    last_day = finding.figures["last-day"]
    assert last_day == NOW.date() + timedelta(weeks=4)
    assert await group.paid(await group.hold(lines=[SUPPORT])) == [1735, 1735, 1735]
    after = await group.paid(await group.hold(lines=[SUPPORT], day=14))
    assert after == [2602, 2603, 0], "the odd penny goes one place on when people change (P-245)"


async def test_the_same_history_gives_the_same_pennies_again(coop, person) -> None:
    group = await friends(coop, 3, person)
    by_time = replace(AFTERNOON, basis=Basis.ATTENDED)
    again = []
    for _ in range(2):
        running = await sharing_together(group, by_time)
        late = Attended(group.ids[1], 100)
        numbers = [await running.hold(told, [SUPPORT], day) for day, told in enumerate(([], [late], [late], []))]
        again.append([await running.paid(number) for number in numbers])
    assert again[0] == again[1]
    assert [sum(paid) for paid in again[0]] == [5205] * 4


async def test_whoever_is_not_asked_gets_no_answer(coop, person) -> None:
    group: Friends = await sharing_together(await friends(coop, 2, person))
    async with coop.reading() as view:
        with pytest.raises(NotFound):
            await shared.find(view, SECRETARY, group.shared, NOW)
        assert [one.record.id for one in await shared.listed(view, group.actors[1], NOW)] == [group.shared]
        assert not await people.spoken_for(view, SECRETARY, NOW)
