"""One letter for each person, and the proof that it was given to them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from constitution import Finding
from constitution.service import Method
from governance.actor import Actor
from governance.correspondence import service as correspondence
from governance.correspondence.jobs import Channels, deliver_due
from governance.correspondence.model import Cure, Letter
from governance.correspondence.records import LetterRecord
from governance.errors import NotFound
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from notifications import Bounce, Channel, State
from tests.governance.correspondence.conftest import ACTOR, KIND

CAUSE = "meeting-1"


async def served(
    database: Database, clock: ScriptedClock, facts: Mapping[str, Any], *letters: Letter, **more: Any
) -> list[LetterRecord]:
    async with database.writing() as tx:
        return list(
            await correspondence.serve(
                tx, ACTOR, kind=KIND, cause=CAUSE, letters=letters, facts=facts, now=clock.now(), **more
            )
        )


async def letter_of(database: Database, letter: Letter, edition: int = 1) -> LetterRecord:
    async with database.reading() as view:
        found = await view.scalar(
            select(LetterRecord).where(LetterRecord.recipient == letter.to, LetterRecord.edition == edition)
        )
    assert isinstance(found, LetterRecord)
    return found


@pytest.mark.control("MAIL-1")
async def test_serving_twice_is_one_letter_for_each_person(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, huw: Letter
) -> None:
    assert len(await served(organisation, clock, facts, gwen, gwen)) == 1
    assert len(await served(organisation, clock, facts, gwen, huw)) == 1
    async with organisation.reading() as view:
        assert await view.scalar(select(func.count()).select_from(LetterRecord)) == 2


async def test_nobody_goes_untold_because_of_somebodys_name(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter
) -> None:
    named = [replace(gwen, to=new_id(), name=name) for name in ("x" * 200, "a\r\nb", "\u202e", "👩\u200d🦽")]
    assert len(await served(organisation, clock, facts, gwen, *named)) == 5


@pytest.mark.control("MAIL-1")
async def test_an_act_that_fails_promises_no_letter(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with organisation.writing() as tx:
            await correspondence.serve(tx, ACTOR, kind=KIND, cause=CAUSE, letters=[gwen], facts=facts, now=clock.now())
            raise ZeroDivisionError
    async with organisation.reading() as view:
        assert await view.scalar(select(func.count()).select_from(LetterRecord)) == 0


async def test_the_same_notice_cannot_be_served_with_other_facts(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, huw: Letter
) -> None:
    await served(organisation, clock, facts, gwen)
    with pytest.raises(correspondence.WordsFixed):
        await served(organisation, clock, {**facts, "clear_days": 14}, huw)


async def test_an_e_mail_is_proved_with_the_day_it_counts_as_received(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels, tmp_path: Path
) -> None:
    (letter,) = await served(organisation, clock, facts, gwen)
    assert (await deliver_due(organisation, post, clock)).sent == 1
    async with organisation.reading() as view:
        (service,) = await correspondence.services(view, CAUSE)
    assert (service.method, service.sent_at, service.deemed_on) == (Method.EMAIL, clock.now(), date(2027, 1, 5))
    assert service.languages == {"cy", "en"}
    kept = await letter_of(organisation, gwen)
    assert kept.proof is not None
    assert [one.parameter for one in Finding.from_dict(kept.proof).citations] == ["P-087", "P-090"]

    mail = message_from_bytes((tmp_path / "mail" / "mail" / f"{letter.id}.eml").read_bytes(), policy=policy.default)
    plain = mail.get_body(("plain",))
    assert plain is not None
    words = plain.get_content()
    assert mail["Message-ID"] == f"<{letter.id}@localhost>"
    assert words.index("Annwyl aelod,") < words.index("Dear member,")
    assert "Lle y mae: Neuadd y Dref, Tŷ Ŵyn" in words
    assert "Agree <them>." in words
    html = mail.get_body(("html",))
    assert html is not None
    assert "Agree &lt;them&gt;." in html.get_content()


async def test_a_letter_counts_only_once_somebody_says_that_it_was_posted(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], huw: Letter, post: Channels, tmp_path: Path
) -> None:
    (letter,) = await served(organisation, clock, facts, huw)
    await deliver_due(organisation, post, clock)
    printed = (tmp_path / "mail" / "letters" / f"{letter.id}.html").read_text(encoding="utf-8")
    opening = ("Come to our yearly meeting", "Notice of the annual", "Dewch i'n cyfarfod", "Hysbysiad o")
    order = [printed.index(words, printed.index("<main>")) for words in opening]
    assert order == sorted(order)
    assert "2 Heol y Môr" in printed
    async with organisation.reading() as view:
        assert await correspondence.services(view, CAUSE) == []
        before = await correspondence.ledger(view, ACTOR, CAUSE)
    assert [one.cure for one in before.exceptions] == [Cure.POST]

    async with organisation.writing() as tx:
        assert await correspondence.mark_posted(tx, ACTOR, [letter.id], date(2027, 1, 4), clock.now()) == 1
    async with organisation.writing() as tx:
        assert await correspondence.mark_posted(tx, ACTOR, [letter.id], clock.now(), clock.now()) == 0
    async with organisation.reading() as view:
        (service,) = await correspondence.services(view, CAUSE)
        after = await correspondence.ledger(view, ACTOR, CAUSE)
    assert (service.method, service.deemed_on) == (Method.POST, date(2027, 1, 7))
    assert after.tally.is_complete


async def test_nothing_can_be_posted_tomorrow_or_before_it_is_printed(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], huw: Letter
) -> None:
    (letter,) = await served(organisation, clock, facts, huw)
    for posted, refusal in (
        (clock.now() + timedelta(minutes=1), correspondence.PostedInFuture),
        (date(2027, 1, 5), correspondence.PostedInFuture),
        (clock.now(), correspondence.NotOurLetter),
    ):
        with pytest.raises(refusal):
            async with organisation.writing() as tx:
                await correspondence.mark_posted(tx, ACTOR, [letter.id], posted, clock.now())


async def test_nothing_was_given_before_it_was_written(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], huw: Letter, post: Channels
) -> None:
    (letter,) = await served(organisation, clock, facts, huw)
    await deliver_due(organisation, post, clock)
    yesterday = clock.now() - timedelta(days=1)
    for posted in (yesterday, yesterday.date(), date(1926, 1, 4)):
        with pytest.raises(correspondence.PostedTooEarly) as refusal:
            async with organisation.writing() as tx:
                await correspondence.mark_posted(tx, ACTOR, [letter.id], posted, clock.now())
        assert refusal.value.facts["written"] == clock.now().date()
    with pytest.raises(correspondence.PostedTooEarly):
        async with organisation.writing() as tx:
            await correspondence.hand_over(tx, ACTOR, letter.id, yesterday, clock.now())
    assert (await letter_of(organisation, huw)).deemed_on is None


async def test_a_person_nothing_can_reach_stands_in_the_ledger_until_somebody_hands_it_over(
    organisation: Database,
    clock: ScriptedClock,
    facts: Mapping[str, Any],
    nobody_knows_where: Letter,
    post: Channels,
) -> None:
    (letter,) = await served(organisation, clock, facts, nobody_knows_where)
    assert (await deliver_due(organisation, post, clock)).claimed == 0
    async with organisation.reading() as view:
        (exception,) = (await correspondence.ledger(view, ACTOR, CAUSE)).exceptions
    assert (exception.cure, exception.failure) == (Cure.ASK_ADDRESS, "no-address")
    async with organisation.writing() as tx:
        await correspondence.hand_over(tx, ACTOR, letter.id, clock.now(), clock.now())
    async with organisation.reading() as view:
        (service,) = await correspondence.services(view, CAUSE)
    assert (service.method, service.deemed_on) == (Method.HAND, date(2027, 1, 4))


async def test_a_returned_e_mail_is_no_longer_served_and_goes_by_post_instead(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels
) -> None:
    (letter,) = await served(organisation, clock, facts, gwen)
    await deliver_due(organisation, post, clock)
    report = Bounce(letter.id, None, "GWEN@example.org", "5.1.1", final=True, permanent=True, diagnosis="no such user")
    async with organisation.writing() as tx:
        assert await correspondence.bounced(tx, ACTOR, report, clock.now())
    async with organisation.reading() as view:
        assert await correspondence.services(view, CAUSE) == []
        (exception,) = (await correspondence.ledger(view, ACTOR, CAUSE)).exceptions
    assert (exception.cure, exception.failure, exception.detail) == (Cure.POST_INSTEAD, "bounced", "no such user")

    async with organisation.writing() as tx:
        again = await correspondence.post_instead(tx, ACTOR, letter.id, clock.now())
    assert (again.channel, again.edition) == (Channel.LETTER, 2)
    with pytest.raises(correspondence.NotOurLetter):
        async with organisation.writing() as tx:
            await correspondence.post_instead(tx, ACTOR, letter.id, clock.now())
    async with organisation.reading() as view:
        assert (await correspondence.ledger(view, ACTOR, CAUSE)).tally.waiting == 1


async def test_a_full_mailbox_is_tried_again(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels
) -> None:
    (letter,) = await served(organisation, clock, facts, gwen)
    await deliver_due(organisation, post, clock)
    report = Bounce(letter.id, None, "gwen@example.org", "4.2.2", final=True, permanent=False, diagnosis="full")
    async with organisation.writing() as tx:
        await correspondence.bounced(tx, ACTOR, report, clock.now())
    assert (await letter_of(organisation, gwen)).state == State.FAILED
    clock.pass_time(timedelta(hours=7))
    assert (await deliver_due(organisation, post, clock)).sent == 1
    async with organisation.reading() as view:
        (service,) = await correspondence.services(view, CAUSE)
    assert service.sent_at == clock.now()


async def test_a_report_about_another_address_changes_nothing(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels
) -> None:
    (letter,) = await served(organisation, clock, facts, gwen)
    await deliver_due(organisation, post, clock)
    for message, recipient in ((letter.id, "huw@example.org"), (new_id(), "gwen@example.org"), (None, "x@example.org")):
        report = Bounce(message, None, recipient, "5.1.1", final=True, permanent=True, diagnosis="")
        async with organisation.writing() as tx:
            assert not await correspondence.bounced(tx, ACTOR, report, clock.now())
    assert (await letter_of(organisation, gwen)).state == State.SENT


async def test_only_keepers_of_the_ledger_and_the_person_written_to_see_a_letter(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter
) -> None:
    (letter,) = await served(organisation, clock, facts, gwen)
    herself, another = Actor(account="a", member=gwen.to), Actor(account="b", member=new_id())
    async with organisation.reading() as view:
        assert (await correspondence.find(view, herself, letter.id)).id == letter.id
        with pytest.raises(NotFound):
            await correspondence.find(view, another, letter.id)
        with pytest.raises(NotFound):
            await correspondence.ledger(view, herself, CAUSE)


async def test_a_language_that_came_late_is_a_further_edition_with_its_own_proof(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], gwen: Letter, post: Channels
) -> None:
    """D-13, the service side: Welsh on Monday 1 March, English on Thursday 4 March."""
    clock.move_to(datetime(2027, 3, 1, 10, 0, tzinfo=UTC))
    await served(organisation, clock, facts, gwen, offered=["cy"])
    await deliver_due(organisation, post, clock)
    clock.move_to(datetime(2027, 3, 4, 10, 0, tzinfo=UTC))
    await served(organisation, clock, facts, gwen, offered=["en"], edition=2)
    await deliver_due(organisation, post, clock)
    async with organisation.reading() as view:
        found = await correspondence.services(view, CAUSE)
    assert [(sorted(one.languages), one.deemed_on) for one in found] == [
        (["cy"], date(2027, 3, 2)),
        (["en"], date(2027, 3, 5)),
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=1, max_size=4))
async def test_however_often_and_to_whomever_it_is_served_each_person_has_one_letter(
    organisation: Database, clock: ScriptedClock, facts: Mapping[str, Any], rounds: list[list[int]]
) -> None:
    people = [Letter(f"{number:026}", f"Person {number}", "cy", f"p{number}@example.org") for number in range(6)]
    cause = new_id()
    for chosen in rounds:
        async with organisation.writing() as tx:
            letters = [people[number] for number in chosen]
            await correspondence.serve(tx, ACTOR, kind=KIND, cause=cause, letters=letters, facts=facts, now=clock.now())
    async with organisation.reading() as view:
        ledger = await correspondence.ledger(view, ACTOR, cause)
    told = sorted(letter.recipient for letter in ledger.letters)
    assert told == sorted({people[number].to for chosen in rounds for number in chosen})
