"""The way of a change of the rules, by the form of law of the co-operative."""

from datetime import UTC, date, datetime, timedelta

import pytest

from constitution import Rulebook
from constitution.amendment import Amendment
from governance.actor import Actor, Role, platform
from governance.errors import Invalid
from governance.platform.clock import ScriptedClock, first_instant, legal_day
from governance.platform.db import Database
from governance.rulebook import service as rulebook
from governance.rulebook.model import State
from governance.rulebook.records import RulebookVersionRecord

SETUP = platform("setup")
SECRETARY = Actor(account="s", roles=frozenset({Role.SECRETARY}))
QUORUM = Amendment({"P-100": {"rule": "39", "value": 5}})
NOTICE = Amendment({"P-080": {"rule": "36", "value": 28}})
SOCIETY, COMPANY, TRUST = "on_registration", "on_passing", "on_deed"
LAWS = {SOCIETY: "ccbsa2014", COMPANY: "ca2006", TRUST: "trust_ew"}
ENOUGH = 20


async def founded(database: Database, clock: ScriptedClock, form: str = SOCIETY) -> None:
    law = {"P-002": {"rule": "2", "value": LAWS[form]}, "P-005": {"rule": "105", "value": form}}
    rules = Rulebook.from_pack("e-citizen-directed").amended(law)
    async with database.writing() as tx:
        await rulebook.found(tx, SETUP, name_en="Tree", name_cy="Coeden", purpose="rehearsal", now=clock.now())
        await rulebook.adopt(tx, SETUP, rules, effective_at=clock.now(), now=clock.now(), reference="FCA 1")
    clock.pass_time(timedelta(days=3))


async def drafted(database: Database, clock: ScriptedClock, amendment: Amendment = QUORUM) -> str:
    async with database.writing() as tx:
        return (await rulebook.draft_amendment(tx, SECRETARY, amendment, clock.now(), members=ENOUGH)).id


async def carried(database: Database, clock: ScriptedClock, amendment: Amendment = QUORUM) -> str:
    version = await drafted(database, clock, amendment)
    async with database.writing() as tx:
        await rulebook.put_on_notice(tx, SECRETARY, version, clock.now())
    clock.pass_time(timedelta(days=30))
    async with database.writing() as tx:
        await rulebook.carry(tx, SECRETARY, version, clock.now())
    return version


async def submitted(database: Database, clock: ScriptedClock, amendment: Amendment = QUORUM) -> str:
    version = await carried(database, clock, amendment)
    clock.pass_time(timedelta(days=2))
    async with database.writing() as tx:
        await rulebook.submit(tx, SECRETARY, version, sent_on=legal_day(clock.now()), now=clock.now())
    clock.pass_time(timedelta(days=10))
    return version


async def registered(
    database: Database, clock: ScriptedClock, version: str, words: Amendment | None = None
) -> RulebookVersionRecord:
    today = legal_day(clock.now())
    async with database.writing() as tx:
        return await rulebook.register(
            tx,
            SECRETARY,
            version,
            reference="FCA 9",
            registered_on=today,
            now=clock.now(),
            as_registered=words,
        )


async def rules_at(database: Database, at: datetime) -> Rulebook:
    async with database.reading() as view:
        return await rulebook.in_force(view, at)


async def test_a_society_s_change_governs_from_the_day_of_its_registration_and_no_sooner(
    database: Database, clock: ScriptedClock
) -> None:
    """L-022, L-024."""
    await founded(database, clock)
    version = await submitted(database, clock)
    assert (await rules_at(database, clock.now())).count("P-100") == 3
    done = await registered(database, clock, version)
    day = first_instant(legal_day(clock.now()))
    assert (done.state, done.effective_at, done.reference) == (State.REGISTERED, day, "FCA 9")
    assert (await rules_at(database, day)).count("P-100") == 5
    assert (await rules_at(database, day - timedelta(microseconds=1))).count("P-100") == 3


async def test_a_company_s_change_governs_the_instant_it_is_passed_and_is_filed_afterwards(
    database: Database, clock: ScriptedClock
) -> None:
    """C-011."""
    await founded(database, clock, COMPANY)
    version = await carried(database, clock)
    passed = clock.now()
    assert (await rules_at(database, passed)).count("P-100") == 5
    assert (await rules_at(database, passed - timedelta(microseconds=1))).count("P-100") == 3
    with pytest.raises(rulebook.NotOnThisRoad):
        async with database.writing() as tx:
            await rulebook.withdraw(tx, SECRETARY, version, clock.now())
    clock.pass_time(timedelta(days=4))
    async with database.writing() as tx:
        filed = await rulebook.file(tx, SECRETARY, version, sent_on=legal_day(clock.now()), now=clock.now())
    assert (filed.state, filed.effective_at) == (State.FILED, passed)


async def test_a_trust_s_change_governs_from_the_deed(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock, TRUST)
    version = await carried(database, clock)
    assert (await rules_at(database, clock.now())).count("P-100") == 3
    clock.pass_time(timedelta(days=1))
    assert (await registered(database, clock, version)).state == State.EXECUTED
    assert (await rules_at(database, clock.now())).count("P-100") == 5


@pytest.mark.parametrize("form", [SOCIETY, COMPANY, TRUST])
async def test_no_form_of_law_knows_the_acts_of_another(database: Database, clock: ScriptedClock, form: str) -> None:
    await founded(database, clock, form)
    version = await carried(database, clock)
    today = legal_day(clock.now())
    acts = {"submit": SOCIETY, "file": COMPANY}
    for name, theirs in acts.items():
        if theirs == form:
            continue
        with pytest.raises(rulebook.NotOnThisRoad):
            async with database.writing() as tx:
                await getattr(rulebook, name)(tx, SECRETARY, version, sent_on=today, now=clock.now())


async def test_a_change_that_changes_nothing_is_no_change(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    same = {"P-100": {"rule": "39", "value": 3}}
    for amendment in (Amendment(), Amendment(same)):
        with pytest.raises(rulebook.NothingChanged):
            await drafted(database, clock, amendment)


@pytest.mark.parametrize(
    ("amendment", "path"),
    [
        (Amendment({"P-100": {"rule": "39", "value": "many"}}), "parameters.P-100.value"),
        (Amendment({"P-999": {"rule": "39", "value": 3}}), "parameters.P-999.value"),
        (Amendment({"P-002": {"rule": "2", "value": "act_of_2099"}}), "parameters.P-002.value"),
        (Amendment({}, {"39": {"title": {"en": ""}}}), "clauses.39.title.en"),
        (
            Amendment({}, {"39": {"title": {"en": "Q"}, "paragraphs": [{"en": "{nobody}"}]}}),
            "clauses.39.paragraphs.0.en",
        ),
    ],
)
async def test_a_change_that_cannot_be_read_is_refused_by_the_place_of_the_fault(
    database: Database, clock: ScriptedClock, amendment: Amendment, path: str
) -> None:
    await founded(database, clock)
    with pytest.raises(Invalid) as refused:
        await drafted(database, clock, amendment)
    assert refused.value.errors == {path: "unreadable"}


async def test_too_few_members_cannot_change_the_rules(database: Database, clock: ScriptedClock) -> None:
    """P-006, P-007."""
    await founded(database, clock)
    least = Rulebook.from_pack("e-citizen-directed").count("P-006")
    with pytest.raises(rulebook.TooFewToChange) as refused:
        async with database.writing() as tx:
            await rulebook.draft_amendment(tx, SECRETARY, QUORUM, clock.now(), members=least - 1)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["least"] == least


async def test_a_change_is_made_again_on_rules_that_took_effect_before_its_notice(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock)
    waiting = await drafted(database, clock, NOTICE)
    await registered(database, clock, await submitted(database, clock, QUORUM))
    async with database.writing() as tx:
        redrafted = await rulebook.put_on_notice(tx, SECRETARY, waiting, clock.now())
        told = await rulebook.voted(tx, redrafted)
    assert (told.count("P-080"), told.count("P-100")) == (28, 5)


async def test_a_change_that_was_passed_is_registered_on_the_rules_in_force_by_then(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock)
    first, second = await submitted(database, clock, QUORUM), await submitted(database, clock, NOTICE)
    await registered(database, clock, first)
    clock.pass_time(timedelta(days=1))
    done = await registered(database, clock, second)
    rules = await rules_at(database, clock.now())
    assert (rules.count("P-080"), rules.count("P-100"), rules.version) == (28, 5, 3)
    assert done.text != done.registered_text


async def test_two_changes_of_the_same_are_a_conflict_that_people_settle(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock)
    other = Amendment({"P-100": {"rule": "39", "value": 7}}, {"40": None})
    waiting = await drafted(database, clock, other)
    first, second = await submitted(database, clock, QUORUM), await submitted(database, clock, other)
    await registered(database, clock, first)
    clock.pass_time(timedelta(days=1))
    with pytest.raises(rulebook.ChangedMeanwhile) as not_told:
        async with database.writing() as tx:
            await rulebook.put_on_notice(tx, SECRETARY, waiting, clock.now())
    with pytest.raises(rulebook.ChangedMeanwhile) as not_registered:
        await registered(database, clock, second)
    for refused in (not_told, not_registered):
        assert (refused.value.facts["places"], refused.value.facts["theirs"]) == ("P-100", 3)
    anew = await drafted(database, clock, other)
    async with database.writing() as tx:
        assert (await rulebook.put_on_notice(tx, SECRETARY, anew, clock.now())).state == State.PROPOSED


@pytest.mark.parametrize("turned", [False, True])
async def test_two_changes_registered_on_one_day_both_govern_from_it(
    database: Database, clock: ScriptedClock, turned: bool
) -> None:
    await founded(database, clock)
    sent = [await submitted(database, clock, QUORUM), await submitted(database, clock, NOTICE)]
    day = legal_day(clock.now())
    for version in sent[::-1] if turned else sent:
        done = await registered(database, clock, version)
        assert done.effective_at is not None
        assert legal_day(done.effective_at) == day
    rules = await rules_at(database, clock.now())
    assert (rules.count("P-080"), rules.count("P-100")) == (28, 5)


@pytest.mark.parametrize("turned", [False, True])
async def test_changes_that_a_company_passes_at_one_instant_all_govern(
    database: Database, clock: ScriptedClock, turned: bool
) -> None:
    await founded(database, clock, COMPANY)
    other = Amendment({"P-081": {"rule": "36", "value": 20}})
    told = [await drafted(database, clock, one) for one in (QUORUM, NOTICE, other)]
    async with database.writing() as tx:
        for version in told:
            await rulebook.put_on_notice(tx, SECRETARY, version, clock.now())
    async with database.writing() as tx:
        for version in told[::-1] if turned else told:
            await rulebook.carry(tx, SECRETARY, version, clock.now())
    clock.pass_time(timedelta(seconds=1))
    rules = await rules_at(database, clock.now())
    assert [rules.count(one) for one in ("P-100", "P-080", "P-081")] == [5, 28, 20]


async def test_a_company_s_change_that_was_overtaken_has_no_effect_and_can_be_given_up(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock, COMPANY)
    waiting = await drafted(database, clock, Amendment({"P-100": {"rule": "39", "value": 7}}))
    async with database.writing() as tx:
        await rulebook.put_on_notice(tx, SECRETARY, waiting, clock.now())
    await carried(database, clock, QUORUM)
    clock.pass_time(timedelta(hours=1))
    async with database.writing() as tx:
        await rulebook.carry(tx, SECRETARY, waiting, clock.now())
    assert (await rules_at(database, clock.now())).count("P-100") == 5
    async with database.writing() as tx:
        assert (await rulebook.withdraw(tx, SECRETARY, waiting, clock.now())).state == State.WITHDRAWN


async def test_the_registrar_s_words_are_kept_beside_those_voted(database: Database, clock: ScriptedClock) -> None:
    """L-025."""
    await founded(database, clock)
    version = await submitted(database, clock)
    await registered(database, clock, version, Amendment({"P-100": {"rule": "39", "value": 6}}))
    async with database.reading() as view:
        kept = await rulebook.find(view, SECRETARY, version)
        assert (await rulebook.voted(view, kept)).count("P-100") == 5
        assert (await rulebook.governing(view, kept)).count("P-100") == 6


@pytest.mark.parametrize(
    ("reference", "days", "errors"),
    [
        (" ", 0, {"reference": "missing"}),
        ("x" * 101, 0, {"reference": "too-long"}),
        ("FCA", 1, {"registered_on": "to-come"}),
        ("FCA", -11, {"registered_on": "before-sent"}),
    ],
)
async def test_what_stands_in_the_registrar_s_letter_is_checked(
    database: Database, clock: ScriptedClock, reference: str, days: int, errors: dict[str, str]
) -> None:
    await founded(database, clock)
    version = await submitted(database, clock)
    day = legal_day(clock.now()) + timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        async with database.writing() as tx:
            await rulebook.register(tx, SECRETARY, version, reference=reference, registered_on=day, now=clock.now())
    assert refused.value.errors == errors


async def test_nothing_is_sent_before_it_was_passed_nor_tomorrow(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    version = await carried(database, clock)
    today = legal_day(clock.now())
    for day in (today - timedelta(days=1), today + timedelta(days=1), date(1900, 1, 1)):
        with pytest.raises(Invalid):
            async with database.writing() as tx:
                await rulebook.submit(tx, SECRETARY, version, sent_on=day, now=clock.now())


async def test_a_change_off_the_agenda_is_a_draft_again_and_one_refused_has_ended(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock)
    version = await drafted(database, clock)
    async with database.writing() as tx:
        await rulebook.put_on_notice(tx, SECRETARY, version, clock.now())
        assert (await rulebook.advance(tx, SECRETARY, version, State.DRAFT, clock.now())).state == State.DRAFT
    refused = await submitted(database, clock)
    async with database.writing() as tx:
        await rulebook.advance(tx, SECRETARY, refused, State.REFUSED, clock.now())
    with pytest.raises(rulebook.NotOnThisRoad):
        await registered(database, clock, refused)
    assert (await rules_at(database, datetime(2099, 1, 1, tzinfo=UTC))).count("P-100") == 3
