"""The organisation and its rules, as the database keeps them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from constitution import Provenance, Rulebook
from governance.actor import Actor, Role, platform
from governance.errors import Invalid, NotFound
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook import model
from governance.rulebook import service as rulebook
from governance.rulebook.model import State

SETUP = platform("setup")
PACK = Rulebook.from_pack("e-citizen-directed")


async def founded(database: Database, clock: ScriptedClock) -> str:
    async with database.writing() as tx:
        await rulebook.found(tx, SETUP, name_en="Tree", name_cy="Coeden", purpose="rehearsal", now=clock.now())
        version = await rulebook.adopt(tx, SETUP, PACK, effective_at=clock.now(), now=clock.now(), reference="FCA 1234")
        return version.id


async def drafted(database: Database, clock: ScriptedClock) -> str:
    """A change that makes the quorum five at least."""
    async with database.writing() as tx:
        changed = (await rulebook.in_force(tx, clock.now())).amended({"P-100": {"rule": "39", "value": 5}})
        return (await rulebook.draft(tx, SETUP, changed, clock.now())).id


async def submitted(database: Database, clock: ScriptedClock) -> str:
    version_id = await drafted(database, clock)
    for state in (State.PROPOSED, State.PASSED, State.SUBMITTED):
        async with database.writing() as tx:
            await rulebook.advance(tx, SETUP, version_id, state, clock.now())
    return version_id


async def test_before_founding_there_is_no_organisation_and_no_rules(database: Database, clock: ScriptedClock) -> None:
    async with database.reading() as view:
        with pytest.raises(rulebook.NotFounded):
            await rulebook.organisation(view)
        with pytest.raises(rulebook.NotFounded):
            await rulebook.in_force(view, clock.now())


async def test_founding_needs_both_names_and_a_known_purpose(database: Database, clock: ScriptedClock) -> None:
    with pytest.raises(Invalid) as refused:
        async with database.writing() as tx:
            await rulebook.found(tx, SETUP, name_en=" ", name_cy="", purpose="play", now=clock.now())
    assert refused.value.errors == {"name_en": "missing", "name_cy": "missing", "purpose": "unknown"}


async def test_an_organisation_is_founded_once_and_adopts_once(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    with pytest.raises(rulebook.AlreadyFounded):
        async with database.writing() as tx:
            await rulebook.found(tx, SETUP, name_en="A", name_cy="B", purpose="real", now=clock.now())
    with pytest.raises(rulebook.AlreadyAdopted):
        async with database.writing() as tx:
            await rulebook.adopt(tx, SETUP, PACK, effective_at=clock.now(), now=clock.now())
    async with database.reading() as view:
        assert (await rulebook.organisation(view)).name_cy == "Coeden"


async def test_the_adopted_pack_is_in_force_from_its_instant_and_cites_its_clauses(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock)
    async with database.reading() as view:
        rules = await rulebook.in_force(view, clock.now())
        assert rules.entries == PACK.entries
        assert rules.effective_from == clock.now().date()
        citation = await rulebook.clause(view, clock.now(), "P-101")
        assert (citation.rule, citation.provenance, citation.version) == ("39", Provenance.RULE, 1)
        with pytest.raises(rulebook.NotFounded):
            await rulebook.in_force(view, clock.now() - timedelta(microseconds=1))


async def test_the_kept_bytes_are_canonical_and_bear_their_fingerprint(
    database: Database, clock: ScriptedClock
) -> None:
    version_id = await founded(database, clock)
    async with database.reading() as view:
        version = await rulebook.find(view, SETUP, version_id)
        content = await rulebook.wording(view, version.text)
    assert model.fingerprint(content) == version.text
    assert model.written(model.read(content, None)) == content


async def test_a_passed_change_governs_nothing_until_it_is_registered(database: Database, clock: ScriptedClock) -> None:
    """L-022, as in V-23: passed in May, registered at the end of June."""
    await founded(database, clock)
    version_id = await submitted(database, clock)
    clock.move_to(datetime(2027, 6, 30, 11, 0, tzinfo=UTC))
    async with database.writing() as tx:
        assert (await rulebook.in_force(tx, clock.now())).count("P-100") == 3
        await rulebook.take_effect(tx, SETUP, version_id, effective_at=clock.now(), reference="FCA 9", now=clock.now())
    async with database.reading() as view:
        assert (await rulebook.in_force(view, clock.now())).count("P-100") == 5
        assert (await rulebook.in_force(view, clock.now() - timedelta(seconds=1))).count("P-100") == 3


async def test_the_registered_wording_may_differ_and_both_are_kept(database: Database, clock: ScriptedClock) -> None:
    """L-025."""
    await founded(database, clock)
    version_id = await submitted(database, clock)
    clock.pass_time(timedelta(days=30))
    async with database.writing() as tx:
        voted = await rulebook.find(tx, SETUP, version_id)
        changed = model.read(await rulebook.wording(tx, voted.text), None)
        registered = replace(changed, note="As the registrar asked.")
        version = await rulebook.take_effect(
            tx,
            SETUP,
            version_id,
            effective_at=clock.now(),
            reference="FCA 9",
            now=clock.now(),
            as_registered=registered,
        )
        assert version.registered_text != version.text
    async with database.reading() as view:
        assert (await rulebook.in_force(view, clock.now())).note == "As the registrar asked."


@pytest.mark.control("PERM-6")
async def test_a_version_cannot_skip_a_step_of_its_road(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    version_id = await drafted(database, clock)
    for state in (State.PASSED, State.SUBMITTED, State.REGISTERED, State.REFUSED, State.FILED):
        with pytest.raises(rulebook.NotOnThisRoad):
            async with database.writing() as tx:
                await rulebook.advance(tx, SETUP, version_id, state, clock.now())
    with pytest.raises(rulebook.NotOnThisRoad):
        async with database.writing() as tx:
            await rulebook.take_effect(tx, SETUP, version_id, effective_at=clock.now(), reference="", now=clock.now())


async def test_registration_cannot_be_reached_without_its_date(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    version_id = await submitted(database, clock)
    with pytest.raises(rulebook.NotOnThisRoad):
        async with database.writing() as tx:
            await rulebook.advance(tx, SETUP, version_id, State.REGISTERED, clock.now())


async def test_rules_cannot_take_effect_before_those_they_replace(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    version_id = await submitted(database, clock)
    with pytest.raises(rulebook.NotSinceThen):
        async with database.writing() as tx:
            await rulebook.take_effect(
                tx, SETUP, version_id, effective_at=clock.now(), reference="FCA 9", now=clock.now()
            )


async def test_a_draft_is_not_there_for_a_member(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    version_id = await drafted(database, clock)
    member = Actor(account="a", member="m", roles=frozenset({Role.MEMBER}))
    async with database.reading() as view:
        with pytest.raises(NotFound):
            await rulebook.find(view, member, version_id)
    async with database.writing() as tx:
        await rulebook.advance(tx, SETUP, version_id, State.PROPOSED, clock.now())
    async with database.reading() as view:
        assert (await rulebook.find(view, member, version_id)).number == 2


@pytest.mark.control("AUD-2")
async def test_a_kept_wording_cannot_be_changed(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    for statement in ("UPDATE rulebook_text SET sha256 = 'x'", "DELETE FROM rulebook_text"):
        with pytest.raises(DBAPIError):
            async with database.writing() as tx:
                await tx.execute(text(statement))


async def test_every_parameter_stands_in_exactly_one_clause(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    async with database.reading() as view:
        clauses = (await rulebook.edition(view, clock.now())).clauses
    numbers = [clause.number for clause in clauses]
    assert numbers.index("5") < numbers.index("10") < numbers.index("105")
    lines = [line.parameter for clause in clauses for line in clause.lines]
    assert len(lines) == len(set(lines)) >= 200
    quorum = next(clause for clause in clauses if clause.number == "39")
    assert quorum.titles == {"en": "Quorum", "cy": "Cworwm"}
    assert {line.parameter for line in quorum.lines} >= {"P-100", "P-101"}


@pytest.mark.parametrize(
    ("welsh", "english", "both"), [("Coeden", "Tree", "Coeden / Tree"), ("Coeden", "Coeden", "Coeden")]
)
async def test_letters_carry_the_name_in_both_languages_and_a_shared_name_once(
    database: Database, clock: ScriptedClock, welsh: str, english: str, both: str
) -> None:
    async with database.writing() as tx:
        actor = platform("test")
        await rulebook.found(tx, actor, name_en=english, name_cy=welsh, purpose="real", now=clock.now())
        assert (await rulebook.organisation(tx)).name_both == both
