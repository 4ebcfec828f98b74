"""Personal assistants: who sees whom, what is checked before a start, and what stays of those not taken."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.arrangements.jobs import HANDLERS
from governance.arrangements.model.agreements import Employer, NotAllowedByRules, Source
from governance.arrangements.model.assistants import (
    PARTS,
    AssistantAlready,
    AssistantLeft,
    NotTheProviders,
    Profile,
    Status,
)
from governance.arrangements.model.introductions import (
    BroughtThemselves,
    Check,
    Ground,
    IntroductionEnded,
    Item,
    Level,
    NotCleared,
    NotTheirs,
    Outcome,
    SourceNotAllowed,
    done_by,
)
from governance.arrangements.model.training import OWN_WAY, Lesson
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.service import (
    assistants,
    checks,
    clearing,
    directory,
    introductions,
    people,
    standards,
    training,
)
from governance.arrangements.service.introductions import Candidate
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database, Transaction
from governance.platform.texts import Texts
from tests.governance.people import SECRETARY

TODAY = date(2027, 1, 4)
COORDINATOR = Actor(
    account="c" * 26, member="k" * 26, roles=frozenset({Role.MEMBER, Role.COORDINATOR}), assurance=Assurance.TWO_FACTORS
)
BROUGHT = Candidate("Nia Rees", Source.INTRODUCED, Employer.CO_OP, email="nia@example.org")


def member(member_id: str) -> Actor:
    return Actor(
        account=member_id[::-1],
        member=member_id,
        roles=frozenset({Role.MEMBER}),
        assurance=Assurance.TWO_FACTORS,
    )


@dataclass
class Here:
    """A co-operative with two members who have support arranged; ``mine`` is a stranger's to the second."""

    database: Database
    clock: ScriptedClock
    members: list[str]
    people: list[str]

    def actor(self, place: int = 0) -> Actor:
        return member(self.members[place])

    async def bring(self, candidate: Candidate = BROUGHT) -> tuple[str, str]:
        """Ids of the introduction and of whoever is brought."""
        async with self.database.writing() as tx:
            made = await introductions.introduce(tx, self.actor(), self.people[0], candidate, self.clock.now())
        return made.id, made.assistant

    async def date_everything(self, assistant_id: str, by: Actor = COORDINATOR, *, modules: bool = True) -> None:
        async with self.database.writing() as tx:
            await self._date_all(tx, assistant_id, by)
            if modules:
                await self.teach(tx, assistant_id, by)

    async def _date_all(self, tx: Transaction, assistant_id: str, by: Actor) -> None:
        day = legal_day(self.clock.now())
        for item in (Item.RIGHT_TO_WORK, Item.REFERENCES, Item.AGREEMENT_SIGNED):
            await checks.note(tx, by, assistant_id, Check(item, day), now=self.clock.now())
        enhanced = Check(Item.DBS, day, day + timedelta(days=3 * 365))
        await checks.note(tx, by, assistant_id, enhanced, level=Level.BARRED_LISTS, seen=True, now=self.clock.now())

    async def teach(self, tx: Transaction, assistant_id: str, by: Actor) -> None:
        now = self.clock.now()
        for module in (await members.rules_on(tx, now)).words("P-264"):
            lesson = Lesson(module, legal_day(now), 150, "Mari Ellis")
            if module == OWN_WAY:
                own: dict[str, Any] = {"person_id": self.people[0], "now": now}
                await training.learned_own_way(tx, self.actor(), assistant_id, lesson, **own)
            else:
                await training.note(tx, by, assistant_id, lesson, now)


@pytest.fixture
async def here(coop: Database, clock: ScriptedClock, person: Callable[..., object]) -> Here:
    async with coop.writing() as tx:
        admitted = [await members.admit(tx, SECRETARY, person(n), clock.now()) for n in (1, 2)]  # type: ignore[arg-type]
        ids = [one.id for one in admitted]
        supported = [(await people.of_member(tx, member(id_), id_, clock.now())).id for id_ in ids]
    return Here(coop, clock, ids, supported)


async def status(here: Here, assistant_id: str) -> str:
    async with here.database.reading() as view:
        found = await view.get(AssistantRecord, assistant_id)
        assert found is not None
        return found.status


async def test_whoever_is_brought_starts_only_when_everything_is_dated(here: Here) -> None:
    introduction, assistant = await here.bring()
    with pytest.raises(NotCleared) as refused:
        async with here.database.writing() as tx:
            await introductions.clear(tx, COORDINATOR, introduction, now=here.clock.now())
    assert refused.value.finding is not None
    missing = str(refused.value.finding.figures["missing"]).split()
    assert missing == ["right_to_work", "references", "dbs", "core_training", "agreement_signed"]
    with pytest.raises(NotCleared):
        async with here.database.writing() as tx:
            await clearing.activate(
                tx,
                COORDINATOR,
                assistant,
                person_id=here.people[0],
                employer=Employer.CO_OP,
                supervised=False,
                now=here.clock.now(),
            )
    assert await status(here, assistant) == Status.INTRODUCED
    await here.date_everything(assistant)
    async with here.database.writing() as tx:
        cleared = await introductions.clear(tx, COORDINATOR, introduction, now=here.clock.now())
        await clearing.activate(
            tx,
            COORDINATOR,
            assistant,
            person_id=here.people[0],
            employer=Employer.CO_OP,
            supervised=False,
            now=here.clock.now(),
        )
    assert cleared.outcome == Outcome.CLEARED
    assert await status(here, assistant) == Status.ACTIVE


async def test_before_the_training_ends_somebody_may_start_only_beside_another(here: Here) -> None:
    introduction, assistant = await here.bring()
    await here.date_everything(assistant, modules=False)
    with pytest.raises(NotCleared):
        async with here.database.writing() as tx:
            await introductions.clear(tx, COORDINATOR, introduction, now=here.clock.now())
    async with here.database.writing() as tx:
        await introductions.clear(tx, COORDINATOR, introduction, supervised=True, now=here.clock.now())
    async with here.database.reading() as view:
        rules = await members.rules_on(view, here.clock.now())
        alone = await assistants.is_cleared(view, assistant, rules, TODAY)
        beside = await assistants.is_cleared(view, assistant, rules, TODAY, supervised=True)
    assert (alone.met, beside.met) == (False, True)
    assert beside.figures["only-supervised"] is True


async def test_somebody_from_the_list_learns_each_person_s_own_way_before_work_with_them_begins(here: Here) -> None:
    _, assistant = await here.bring()
    await here.date_everything(assistant)
    with pytest.raises(NotCleared) as refused:
        async with here.database.writing() as tx:
            await clearing.activate(
                tx,
                COORDINATOR,
                assistant,
                person_id=here.people[1],
                employer=Employer.CO_OP,
                supervised=False,
                now=here.clock.now(),
            )
    assert refused.value.finding is not None
    assert refused.value.finding.figures["modules-missing"] == OWN_WAY


async def test_work_that_begins_ends_the_introduction_well_and_dates_the_agreement(here: Here) -> None:
    introduction, assistant = await here.bring()
    now = here.clock.now()
    async with here.database.writing() as tx:
        for item in (Item.RIGHT_TO_WORK, Item.REFERENCES):
            await checks.note(tx, COORDINATOR, assistant, Check(item, TODAY), now=now)
        dbs = Check(Item.DBS, TODAY)
        await checks.note(tx, COORDINATOR, assistant, dbs, level=Level.ENHANCED, seen=True, now=now)
        await here.teach(tx, assistant, COORDINATOR)
        await clearing.activate(
            tx,
            here.actor(),
            assistant,
            person_id=here.people[0],
            employer=Employer.CO_OP,
            supervised=False,
            now=now,
        )
    async with here.database.reading() as view:
        assert (await introductions.find(view, COORDINATOR, introduction, now)).outcome == Outcome.CLEARED
        rules = await members.rules_on(view, now)
        assert (await assistants.is_cleared(view, assistant, rules, TODAY, person_id=here.people[0])).met


async def test_a_check_that_has_run_out_counts_no_more(here: Here) -> None:
    _, assistant = await here.bring()
    await here.date_everything(assistant)
    async with here.database.reading() as view:
        rules = await members.rules_on(view, here.clock.now())
        later = await assistants.is_cleared(view, assistant, rules, TODAY + timedelta(days=3 * 365))
    assert later.figures["missing"] == "dbs"


@given(st.lists(st.builds(Check, st.sampled_from(["dbs", "references"]), st.dates(date(2026, 1, 1), date(2026, 6, 1)))))
def test_of_several_checks_the_latest_speaks(made: list[Check]) -> None:
    done = done_by(made, date(2026, 4, 1))
    for item in ("dbs", "references"):
        days = [check.done_on for check in made if check.item == item and check.done_on <= date(2026, 4, 1)]
        assert done.get(item) == max(days, default=None)


async def test_who_employs_makes_the_checks(here: Here) -> None:
    _, of_co_op = await here.bring()
    _, of_member = await here.bring(Candidate("Siôn Prys", Source.RECRUITED, Employer.MEMBER))
    right = Check(Item.RIGHT_TO_WORK, TODAY, date(2028, 1, 1))
    with pytest.raises(NotTheirs):
        async with here.database.writing() as tx:
            await checks.note(tx, here.actor(), of_co_op, right, now=here.clock.now())
    for assistant, by in ((of_co_op, COORDINATOR), (of_member, here.actor()), (of_member, COORDINATOR)):
        async with here.database.writing() as tx:
            made = await checks.note(tx, by, assistant, right, now=here.clock.now())
        assert (made.checked_by, made.until) == (by.reference, date(2028, 1, 1))


async def test_what_a_member_dated_alone_counts_for_that_member_and_neither_for_the_co_operative_nor_on_the_list(
    here: Here,
) -> None:
    """Nobody comes to work for the co-operative past its own checks by way of another employer."""
    _, assistant = await here.bring(Candidate("Siôn Prys", Source.RECRUITED, Employer.MEMBER))
    await here.date_everything(assistant, here.actor())
    now = here.clock.now()
    async with here.database.reading() as view:
        assert not (await assistants.may_be_listed(view, assistant, await members.rules_on(view, now), TODAY)).met
    async with here.database.writing() as tx:
        given = {"person_id": here.people[0], "supervised": False, "now": now}
        with pytest.raises(NotCleared):
            await clearing.activate(tx, here.actor(), assistant, employer=Employer.CO_OP, **given)
        await clearing.activate(tx, here.actor(), assistant, employer=Employer.MEMBER, **given)


@pytest.mark.parametrize(
    ("check", "level", "seen", "problem"),
    [
        (Check(Item.RIGHT_TO_WORK, TODAY + timedelta(days=2)), None, None, "done_on"),
        (Check(Item.RIGHT_TO_WORK, TODAY, TODAY), None, None, "until"),
        (Check(Item.RIGHT_TO_WORK, TODAY), Level.BASIC, True, "level"),
        (Check(Item.DBS, TODAY), "certificate 001234", True, "level"),
        (Check(Item.DBS, TODAY), Level.ENHANCED, None, "seen"),
        (Check(Item.CORE_TRAINING, TODAY), None, None, "item"),
    ],
)
async def test_a_check_says_that_it_was_made_and_nothing_of_what_it_said(
    here: Here, check: Check, level: str | None, seen: bool | None, problem: str
) -> None:
    _, assistant = await here.bring()
    with pytest.raises(Invalid) as refused:
        async with here.database.writing() as tx:
            await checks.note(tx, COORDINATOR, assistant, check, level=level, seen=seen, now=here.clock.now())
    assert set(refused.value.errors) == {problem}


async def test_nobody_brings_somebody_for_another_or_in_a_way_that_the_rules_do_not_know(here: Here) -> None:
    now = here.clock.now()
    with pytest.raises(NotFound):
        async with here.database.writing() as tx:
            await introductions.introduce(tx, here.actor(1), here.people[0], BROUGHT, now)
    for candidate, refusal in (
        (Candidate("Al", Source.FROM_LIST, Employer.CO_OP), SourceNotAllowed),
        (Candidate("Al", Source.ASSIGNED, Employer.CO_OP), SourceNotAllowed),
        (Candidate("Al", Source.INTRODUCED, Employer.TRUSTEES), NotAllowedByRules),
    ):
        with pytest.raises(refusal) as refused:
            await here.bring(candidate)
        assert refused.value.finding is not None


async def test_a_file_is_read_by_the_co_ordinator_its_owner_and_whoever_brought_them_while_they_are_looked_into(
    here: Here,
) -> None:
    introduction, assistant = await here.bring()
    async with here.database.reading() as view:
        account = (await assistants.find(view, COORDINATOR, assistant)).account
        own = Actor(account=account, roles=frozenset({Role.ASSISTANT}), assurance=Assurance.TWO_FACTORS)
        assert (await assistants.own(view, own)).id == assistant
        for actor in (own, here.actor()):
            assert (await assistants.find(view, actor, assistant)).name == "Nia Rees"
        director = Actor(account="d" * 26, member=here.members[1], roles=frozenset({Role.MEMBER, Role.DIRECTOR}))
        for actor in (here.actor(1), director, SECRETARY):
            with pytest.raises(NotFound):
                await assistants.find(view, actor, assistant)
            with pytest.raises(NotFound):
                await introductions.find(view, actor, introduction, here.clock.now())
        assert await assistants.of_actor(view, director) is None
        assert await introductions.of_actor(view, here.actor(1), here.clock.now()) == []
    await here.date_everything(assistant)
    async with here.database.writing() as tx:
        await introductions.clear(tx, COORDINATOR, introduction, now=here.clock.now())
    async with here.database.reading() as view:
        with pytest.raises(NotFound):
            await assistants.find(view, here.actor(), assistant)


async def test_the_list_shows_what_each_chose_to_show_and_only_those_who_chose_to_be_on_it(here: Here) -> None:
    now = here.clock.now()
    _, assistant = await here.bring()
    await here.date_everything(assistant)
    profile = Profile("Nia", ("cy", "en"), "Bangor", "mornings", "I like the sea.", ("bus",))
    async with here.database.writing() as tx:
        record = await assistants.find(tx, COORDINATOR, assistant)
        own = Actor(account=record.account, roles=frozenset({Role.ASSISTANT}), assurance=Assurance.TWO_FACTORS)
        finding = await assistants.may_be_listed(tx, assistant, await members.rules_on(tx, now), TODAY)
        await clearing.clear(tx, COORDINATOR, record, finding, now)
        await directory.change(tx, own, profile, shows=("area", "travel"), on_the_list=False, now=now)
        assert await directory.listed(tx, now) == []
        await directory.change(tx, own, profile, shows=("area", "travel"), on_the_list=True, now=now)
    async with here.database.reading() as view:
        (shown,) = await directory.listed(view, now)
        assert shown.profile == Profile("Nia", area="Bangor", travel=("bus",))
        assert (await directory.preview(view, own)).profile == shown.profile
        assert await directory.choosable(view, here.actor(1), now) == {assistant: "Nia"}
    here.clock.pass_time(timedelta(days=4 * 365))
    async with here.database.reading() as view:
        assert await directory.listed(view, here.clock.now()) == [], "the criminal-record check has run out"
        with pytest.raises(NotFound):
            await directory.shown(view, assistant, here.clock.now())


@given(st.sets(st.sampled_from(PARTS)))
def test_a_part_that_is_kept_back_is_nowhere_in_what_is_shown(shows: set[str]) -> None:
    whole = Profile("Nia", ("cy",), "Bangor", "mornings", "I like the sea.", ("bus",))
    shown = whole.shown(shows)
    for part in PARTS:
        assert bool(getattr(shown, part)) == (part in shows)


async def test_a_member_who_becomes_an_assistant_keeps_the_one_way_in(here: Here) -> None:
    now = here.clock.now()
    async with here.database.writing() as tx:
        entered = await assistants.enter(tx, COORDINATOR, name="Ann", member_id=here.members[0], now=now)
        account = await access.account_for(tx, here.members[0])
        assert account is not None
        assert entered.account == account.id
        assert Role.ASSISTANT in await access.roles_of(tx, account.id, now)
        with pytest.raises(AssistantAlready):
            await assistants.enter(tx, COORDINATOR, name="Ann", member_id=here.members[0], now=now)
    async with here.database.writing() as tx:
        await assistants.leave(tx, COORDINATOR, await assistants.find(tx, COORDINATOR, entered.id), now=now)
        assert Role.ASSISTANT not in await access.roles_of(tx, account.id, now)
        assert account.closed_at is None
        with pytest.raises(AssistantLeft):
            await clearing.activate(
                tx,
                COORDINATOR,
                entered.id,
                person_id=here.people[0],
                employer=Employer.CO_OP,
                supervised=False,
                now=now,
            )


async def test_somebody_who_was_not_taken_is_forgotten_after_six_months_and_not_before(here: Here) -> None:
    introduction, assistant = await here.bring()
    kept, _ = await here.bring(Candidate("Siôn Prys", Source.RECRUITED, Employer.CO_OP))
    await here.date_everything(assistant, modules=False)
    now = here.clock.now()
    async with here.database.writing() as tx:
        await introductions.refuse(tx, COORDINATOR, introduction, ground=Ground.NO_REFERENCES, now=now)
    with pytest.raises(IntroductionEnded):
        async with here.database.writing() as tx:
            await introductions.withdraw(tx, here.actor(), introduction, now=now)
    async with here.database.writing() as tx:
        assert await introductions.due_for_removal(tx, date(2027, 7, 3)) == []
        (due,) = await introductions.due_for_removal(tx, date(2027, 7, 4))
        assert due.assistant == assistant
    here.clock.pass_time(timedelta(days=185))
    async with here.database.writing() as tx:
        await HANDLERS["introduction-forget"](tx, {}, here.clock.now())
    async with here.database.reading() as view:
        gone = await view.get(AssistantRecord, assistant)
        assert gone is not None
        assert (gone.name, gone.called, gone.email, gone.phone) == ("", "", None, None)
        assert await checks.made(view, assistant) == []
        assert await introductions.of_actor(view, here.actor(), here.clock.now()) == [
            await introductions.find(view, COORDINATOR, kept, here.clock.now())
        ]


async def test_only_the_person_says_that_their_own_way_was_learned(here: Here) -> None:
    _, assistant = await here.bring()
    own_way = Lesson(OWN_WAY, TODAY, 60, "Ann")
    now = here.clock.now()
    with pytest.raises(Invalid):
        async with here.database.writing() as tx:
            await training.note(tx, COORDINATOR, assistant, own_way, now)
    with pytest.raises(NotFound):
        async with here.database.writing() as tx:
            await training.learned_own_way(tx, here.actor(1), assistant, own_way, person_id=here.people[0], now=now)
    with pytest.raises(NotFound):
        async with here.database.writing() as tx:
            await training.learned_own_way(tx, here.actor(1), assistant, own_way, person_id=here.people[1], now=now)
    async with here.database.writing() as tx:
        await training.learned_own_way(tx, here.actor(), assistant, own_way, person_id=here.people[0], now=now)
    async with here.database.reading() as view:
        assert [(one.module, one.person) for one in await training.of(view, assistant)] == [(OWN_WAY, here.people[0])]


async def test_members_share_what_a_session_of_training_costs(here: Here, person: Callable[..., object]) -> None:
    """M-06: six assistants for 15 hours at 13.60, a trainer for 420.00, nineteen members."""
    now = here.clock.now()
    async with here.database.writing() as tx:
        more = [await members.admit(tx, SECRETARY, person(n), now) for n in range(3, 20)]  # type: ignore[arg-type]
        learning = [await assistants.enter(tx, COORDINATOR, name=f"A{n}", now=now) for n in range(6)]
        shared = training.Shared(
            assistants=tuple(one.id for one in learning),
            members=(*here.members, *(one.id for one in more)),
            hourly=1360,
            trainer=42000,
        )
        session = await training.hold_session(
            tx, COORDINATOR, Lesson("safeguarding", TODAY, 15 * 60, "Mari Ellis"), shared, now
        )
    async with here.database.reading() as view:
        shares = [one.pence for one in await training.shares_of(view, session.id)]
        assert sum(shares) == 164400
        assert shares == [8653] * 12 + [8652] * 7
        for one in learning:
            (lesson,) = await training.of(view, one.id)
            assert (lesson.module, lesson.minutes, lesson.session) == ("safeguarding", 900, session.id)


async def test_nobody_holds_a_session_for_somebody_they_brought(here: Here) -> None:
    _, brought = await here.bring()
    now = here.clock.now()
    async with here.database.writing() as tx:
        other = await assistants.enter(tx, COORDINATOR, name="Twm", now=now)
    shared = training.Shared((other.id, brought), tuple(here.members), hourly=1360, trainer=0)
    lesson = Lesson("safeguarding", TODAY, 60, "Mari Ellis")
    with pytest.raises(BroughtThemselves):
        async with here.database.writing() as tx:
            await training.hold_session(tx, also_coordinator(here), lesson, shared, now)
    async with here.database.reading() as view:
        assert not await training.sessions(view)
        assert not await training.of(view, other.id)


@pytest.mark.control("PERM-2")
@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARY, Role.CHAIR, Role.DIRECTOR, Role.TREASURER])
async def test_only_the_coordinator_holds_sessions_and_enters_standards(here: Here, role: Role) -> None:
    now, other = here.clock.now(), Actor("a" * 26, None, frozenset({role}), Assurance.TWO_FACTORS)
    shared = training.Shared(assistants=("a",), members=tuple(here.members), hourly=1360, trainer=0)
    async with here.database.writing() as tx:
        with pytest.raises(NotFound):
            await training.hold_session(tx, other, Lesson("safeguarding", TODAY, 60, "Mari Ellis"), shared, now)
        with pytest.raises(NotFound):
            await standards.adopt(tx, other, label="1", text=Texts(en="Be on time."), since=TODAY, now=now)
        assert not await training.sessions(tx)
        assert not await standards.versions(tx)


def also_coordinator(here: Here) -> Actor:
    """The member who brings somebody, who is a co-ordinator too."""
    return replace(here.actor(), roles=COORDINATOR.roles)


async def test_a_coordinator_dates_nothing_of_somebody_they_brought(here: Here) -> None:
    introduction, assistant_id = await here.bring()
    now, same = here.clock.now(), also_coordinator(here)
    check = Check(Item.REFERENCES, legal_day(now))
    async with here.database.writing() as tx:
        with pytest.raises(BroughtThemselves):
            await checks.note(tx, same, assistant_id, check, now=now)
        with pytest.raises(BroughtThemselves):
            module = next(one for one in (await members.rules_on(tx, now)).words("P-264") if one != OWN_WAY)
            await training.note(tx, same, assistant_id, Lesson(module, legal_day(now), 150, "Mari Ellis"), now)
    await here.date_everything(assistant_id)
    async with here.database.writing() as tx:
        with pytest.raises(BroughtThemselves):
            await introductions.clear(tx, same, introduction, now=now)
        assert (await introductions.clear(tx, COORDINATOR, introduction, now=now)).outcome == Outcome.CLEARED


async def test_where_the_member_employs_their_own_check_is_nobody_elses_word(here: Here) -> None:
    _, assistant_id = await here.bring(replace(BROUGHT, employer=Employer.MEMBER))
    check = Check(Item.REFERENCES, legal_day(here.clock.now()))
    async with here.database.writing() as tx:
        dated = await checks.note(tx, also_coordinator(here), assistant_id, check, now=here.clock.now())
    assert not dated.by_office


async def test_a_coordinator_who_assists_dates_nothing_of_their_own(here: Here) -> None:
    now = here.clock.now()
    async with here.database.writing() as tx:
        own = await assistants.enter(tx, SECRETARY, name="Ann", member_id=here.members[0], now=now)
        with pytest.raises(BroughtThemselves):
            await checks.note(tx, also_coordinator(here), own.id, Check(Item.REFERENCES, legal_day(now)), now=now)


async def test_a_provider_sends_its_own_and_nobody_else(here: Here) -> None:
    now, source = here.clock.now(), Source.ASSIGNED
    async with here.database.writing() as tx:
        theirs = await assistants.enter(tx, COORDINATOR, name="Bo", of_provider=True, now=now)
        other = await assistants.enter(tx, COORDINATOR, name="Cai", now=now)
        await directory.refuse_unchoosable(tx, here.people[0], theirs.id, source, now)
        with pytest.raises(NotFound):
            await directory.refuse_unchoosable(tx, here.people[0], other.id, source, now)
    await here.date_everything(other.id, modules=False)
    async with here.database.writing() as tx:
        for module in (await members.rules_on(tx, now)).words("P-264"):
            if module != OWN_WAY:
                await training.note(tx, COORDINATOR, other.id, Lesson(module, legal_day(now), 150, "Mari Ellis"), now)
        await clearing.clear_for_the_list(tx, COORDINATOR, other.id, now)
        (await tx.get(AssistantRecord, other.id)).listed = True
        await tx.flush()
        with pytest.raises(NotTheProviders):
            await directory.refuse_unchoosable(tx, here.people[0], other.id, source, now)
