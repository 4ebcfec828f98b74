"""Setting up an election or a poll: step by step, only what the rules allow, with a second officer (S-50)."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from constitution import Rulebook
from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.errors import Invalid, NotFound
from governance.platform.db import Database
from governance.platform.texts import Texts
from governance.votes import service as votes
from governance.votes.model import CodesBy, Fallback, Mode
from governance.votes.model.asking import Kind, Option, Question
from governance.votes.model.draft import Draft, Step
from governance.votes.model.refusals import (
    ModeOne,
    NotBySuchAVote,
    SecondPersonNeeded,
    SetupIncomplete,
    SetupStands,
    TooLateToOpen,
)
from governance.votes.service import composing, photos, planning, setting_up
from governance.votes.service.grouping import groups_of
from governance.votes.service.planning import Warned
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR

SECRETARY = Actor(account="sec", roles=frozenset({Role.SECRETARY}), assurance=Assurance.TWO_FACTORS, name="Sian")
CHAIR = Actor(account="chair", roles=frozenset({Role.CHAIR}), assurance=Assurance.TWO_FACTORS, name="Mair")
TITLE = {"title_en": "Who is on the board?", "title_cy": "Pwy sydd ar y bwrdd?"}
BOTH = Texts(en="Who shall it be?", cy="Pwy fydd hi?")
ENDS = OPENS + timedelta(days=30)

ELECTION: dict[Step, dict[str, Any]] = {
    Step.ABOUT: {"purpose": "election", **TITLE},
    Step.MODE: {"mode": "verifiable"},
    Step.ROLL: {"electorate": "everybody"},
    Step.KEYS: {"hands": "2-3", "codes_by": "holder", "seats": ()},
    Step.DATES: {"closes_at": ENDS},
    Step.WAYS: {"on_paper": "yes"},
    Step.FEW: {"fallback": "extend"},
}


def picture(*, hidden: str = "") -> bytes:
    """A PNG, or with something hidden in it a JPEG that tells where it was taken."""
    drawn, made = Image.new("RGB", (1200, 900), (200, 30, 30)), BytesIO()
    if not hidden:
        drawn.save(made, "PNG")
        return made.getvalue()
    told = Image.Exif()
    told[0x010E] = hidden
    drawn.save(made, "JPEG", exif=told, comment=hidden.encode())
    return made.getvalue()


async def answered(database: Database, changes: dict[Step, dict[str, Any]] | None = None) -> str:
    """A draft of an election between Ann and Bryn, every step answered; its id."""
    async with database.writing() as tx:
        setup = await setting_up.begin(tx, SECRETARY, OPENS)
        for step, given in {**ELECTION, **(changes or {})}.items():
            await setting_up.answer(tx, SECRETARY, setup.id, OPENS, step=step, given=given)
        question = Question(Kind.CHOOSE, BOTH, maximum=2)
        await composing.put_question(tx, SECRETARY, setup.id, OPENS, number=1, question=question)
        for name in ("Ann", "Bryn"):
            option = Option("", Texts(en=name), Texts(en=f"{name} listens."))
            await composing.put_option(tx, SECRETARY, setup.id, OPENS, number=1, option=option)
        return setup.id


async def options_of(database: Database, setup_id: str) -> tuple[Option, ...]:
    async with database.reading() as view:
        setup = await setting_up.find_setup(view, SECRETARY, setup_id)
        return setting_up.draft_of(setup).questions[0].options


async def agreed(database: Database, setup_id: str) -> votes.VoteRecord:
    async with database.writing() as tx:
        await setting_up.send(tx, SECRETARY, setup_id, OPENS)
        (vote,) = await setting_up.approve(tx, CHAIR, setup_id, OPENS)
        return vote


async def test_two_officers_set_up_an_election_and_it_is_prepared_as_they_said(database: Database) -> None:
    await ballots.found(database, count=6)
    vote = await agreed(database, await answered(database))
    (question,) = vote.asked
    assert [option.name.en for option in question.options] == ["Ann", "Bryn"]
    assert (vote.mode, vote.binding, vote.needed, vote.size) == (Mode.VERIFIABLE, True, 2, 3)
    assert (vote.codes_by, vote.on_paper, vote.fallback) == (CodesBy.HOLDER, True, Fallback.EXTEND)
    assert (vote.roll_count, vote.closes_at, vote.record_date) == (6, ENDS, OPENS.date())
    assert vote.open_by is not None
    assert ENDS - vote.open_by == timedelta(days=21)


@pytest.mark.control("PERM-7")
async def test_whoever_asked_cannot_be_the_second_officer_and_nothing_changes_meanwhile(database: Database) -> None:
    await ballots.found(database)
    setup_id = await answered(database)
    async with database.writing() as tx:
        await setting_up.send(tx, SECRETARY, setup_id, OPENS)
    with pytest.raises(SecondPersonNeeded):
        async with database.writing() as tx:
            await setting_up.approve(tx, SECRETARY, setup_id, OPENS)
    with pytest.raises(SetupStands):
        async with database.writing() as tx:
            await setting_up.answer(tx, CHAIR, setup_id, OPENS, step=Step.ROLL, given={"electorate": "citizen"})
    async with database.writing() as tx:
        await setting_up.send_back(tx, CHAIR, setup_id, OPENS)
        draft = await setting_up.answer(tx, CHAIR, setup_id, OPENS, step=Step.ROLL, given={"electorate": "citizen"})
    assert draft.electorate == "citizen"


async def test_a_draft_is_nobodys_but_the_officers_and_waits_where_it_was_left(database: Database) -> None:
    (member, *_) = await ballots.found(database)
    setup_id = await answered(database)
    async with database.reading() as view:
        with pytest.raises(NotFound):
            await setting_up.find_setup(view, member, setup_id)
        (found,) = await setting_up.setups(view, CHAIR)
        assert setting_up.draft_of(found).title.en == "Who is on the board?"


async def test_what_is_unanswered_is_named_before_anybody_is_asked(database: Database) -> None:
    await ballots.found(database)
    async with database.writing() as tx:
        setup = await setting_up.begin(tx, SECRETARY, OPENS)
        await setting_up.answer(tx, SECRETARY, setup.id, OPENS, step=Step.ABOUT, given=ELECTION[Step.ABOUT])
        with pytest.raises(SetupIncomplete) as refusal:
            await setting_up.send(tx, SECRETARY, setup.id, OPENS)
    assert refusal.value.facts["step"] == Step.QUESTIONS


@pytest.mark.control("MODE-1")
@pytest.mark.parametrize(("hands", "because"), [("1-1", "too-few"), ("2-2", "too-few"), ("3-3", "all-needed")])
async def test_an_election_lies_in_the_hands_of_three_of_whom_one_can_be_spared(
    database: Database, hands: str, because: str
) -> None:
    await ballots.found(database)
    with pytest.raises(ModeOne) as refusal:
        await answered(database, {Step.KEYS: {"hands": hands, "codes_by": "holder", "seats": ()}})
    assert refusal.value.facts["because"] == because


@pytest.mark.control("MODE-1")
@pytest.mark.parametrize("mode", ["simple", "recorded", "hands"])
async def test_an_election_is_secret_and_checkable_because_the_rules_say_so(database: Database, mode: str) -> None:
    await ballots.found(database)
    with pytest.raises(NotBySuchAVote) as refusal:
        await answered(database, {Step.MODE: {"mode": mode}})
    assert refusal.value.finding is not None
    assert {one.parameter for one in refusal.value.finding.citations} >= {"P-139"}


async def test_an_opinion_may_be_asked_for_in_a_simple_secret_poll(database: Database) -> None:
    await ballots.found(database)
    poll = {Step.ABOUT: {"purpose": "poll", **TITLE}, Step.MODE: {"mode": "simple"}}
    vote = await agreed(database, await answered(database, poll))
    assert (vote.mode, vote.binding, vote.revote) == (Mode.SIMPLE, False, False)


async def test_an_election_is_open_for_as_long_as_the_rules_ask(database: Database) -> None:
    await ballots.found(database)
    with pytest.raises(TooLateToOpen) as refusal:
        await answered(database, {Step.DATES: {"closes_at": OPENS + timedelta(days=20)}})
    assert refusal.value.finding is not None
    assert "P-151" in {one.parameter for one in refusal.value.finding.citations}


async def test_a_statement_keeps_to_the_words_that_the_rules_give(database: Database) -> None:
    """P-157: two hundred words in these rules, in each language."""
    await ballots.found(database)
    setup_id = await answered(database)
    long = Option("", Texts(en="Cai"), Texts(en="word " * 200, cy="gair " * 201))
    with pytest.raises(Invalid) as refusal:
        async with database.writing() as tx:
            await composing.put_option(tx, SECRETARY, setup_id, OPENS, number=1, option=long)
    assert refusal.value.errors == {"statement_cy": "too-many-words"}


@pytest.mark.parametrize(("count", "warned"), [(4, Warned.TELLS), (5, Warned.FEW), (20, None)])
@pytest.mark.control("SMALL-4")
async def test_officers_are_warned_of_a_small_roll(database: Database, count: int, warned: Warned | None) -> None:
    """V-22: four voters who all say yes have told everybody how they voted."""
    await ballots.found(database, count=count)
    setup_id = await answered(database)
    async with database.reading() as view:
        plan = await setting_up.plan_of(view, await setting_up.find_setup(view, SECRETARY, setup_id), OPENS)
    assert {Warned.TELLS, Warned.FEW} & set(plan.warnings) == ({warned} if warned else set())


async def test_a_key_holder_who_stands_is_pointed_out(database: Database) -> None:
    members = await ballots.found(database)
    async with database.writing() as tx:
        account = await access.account_for(tx, members[0].member or "")
        assert account is not None
        await access.grant_role(tx, OPERATOR, account.id, Role.KEY_HOLDER, OPENS)
    setup_id = await answered(database)
    async with database.writing() as tx:
        option = Option("", Texts(en="Aelod Rhif 1"))
        await composing.put_option(tx, SECRETARY, setup_id, OPENS, number=1, option=option, member_number="1")
        plan = await setting_up.plan_of(tx, await setting_up.find_setup(tx, SECRETARY, setup_id), OPENS)
    assert Warned.KEY_AND_CANDIDATE in plan.warnings
    assert Warned.TOO_FEW_HOLDERS in plan.warnings


async def test_named_key_holders_are_as_many_as_there_are_keys_and_hold_the_part(database: Database) -> None:
    await ballots.found(database)
    for seats, code in ((["account:stranger"] * 3, "unknown"),):
        with pytest.raises(Invalid) as refusal:
            await answered(database, {Step.KEYS: {"hands": "2-3", "codes_by": "holder", "seats": seats}})
        assert refusal.value.errors == {"seats": code}


async def test_a_class_is_asked_alone(database: Database) -> None:
    await ballots.found(database)
    vote = await agreed(database, await answered(database, {Step.ROLL: {"electorate": "citizen"}}))
    assert (vote.roll_count, vote.electorate) == (5, "citizen")
    with pytest.raises(Invalid):
        await answered(database, {Step.ROLL: {"electorate": "citizen_representative"}})


async def test_pictures_are_drawn_anew_and_shown_to_all_or_none(database: Database) -> None:
    await ballots.found(database)
    setup_id = await answered(database)
    ann, bryn = await options_of(database, setup_id)
    async with database.writing() as tx:
        await photos.keep_photo(tx, setup_id, ann.id, picture(hidden="at home, 51.48 N"))
        kept = await photos.setup_photo(tx, setup_id, ann.id)
    assert kept[:3] == b"\xff\xd8\xff"
    assert b"at home" not in kept
    with Image.open(BytesIO(kept)) as shown:
        assert max(shown.size) == 480
        assert not shown.getexif()
    async with database.reading() as view:
        having = await photos.pictured(view, setup_id)
    question = Question(Kind.CHOOSE, BOTH, (ann, bryn))
    assert not any(option.photo for option in photos.with_photos(question, having).options)
    async with database.writing() as tx:
        await photos.keep_photo(tx, setup_id, bryn.id, picture())
    vote = await agreed(database, setup_id)
    assert all(option.photo for option in vote.asked[0].options)
    async with database.reading() as view:
        assert await photos.photo(view, CHAIR, vote.id, ann.id) == kept
        with pytest.raises(NotFound):
            await photos.photo(view, CHAIR, vote.id, "somebody")


@pytest.mark.parametrize(
    "sent", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
async def test_what_is_no_picture_is_refused(database: Database, sent: bytes) -> None:
    await ballots.found(database)
    setup_id = await answered(database)
    with pytest.raises(Invalid):
        async with database.writing() as tx:
            await photos.keep_photo(tx, setup_id, "any", sent)


async def test_rules_that_count_by_class_lead_to_one_vote_for_each_group_of_classes(database: Database) -> None:
    """P-131: twelve citizens can stand alone; the two representatives never, so all vote in one box (SMALL-1)."""
    rules = Rulebook.from_pack("e-citizen-directed").amended({"P-131": {"rule": "48", "value": ["class_share"]}})
    small = [ballots.RollLine(f"c{n}", "citizen") for n in range(12)] + [
        ballots.RollLine(f"r{n}", "citizen_representative") for n in range(2)
    ]
    assert groups_of(rules, None, small) == ()  # type: ignore[arg-type]
    large = small + [ballots.RollLine(f"s{n}", "citizen_representative") for n in range(8)]
    assert groups_of(rules, None, large) == (("citizen",), ("citizen_representative",))  # type: ignore[arg-type]


async def wizard(web: Web, officer: Browser, variant: str = "en") -> str:
    """Answers every step on its page, as an officer would; the id of the draft."""
    new = f"/{variant}/office/votes/new"
    begun = await officer.post(new, page=new)
    setup_id = str(begun.headers["location"]).split("/")[5]
    here = f"{new}/{setup_id}"
    forms: list[tuple[str, dict[str, Any]]] = [
        ("about", {"purpose": "election", **TITLE, "meeting": ""}),
        ("question/1", {"kind": "choose", "text_en": "Who?", "text_cy": "Pwy?", "minimum": "1", "maximum": "1"}),
        ("question/1/options/new", {"name_en": "Ann", "statement_en": "I listen."}),
        ("question/1/options/new", {"name_en": "Bryn", "statement_en": "I act."}),
        ("questions", {}),
        ("mode", {"mode": "verifiable"}),
        ("roll", {"electorate": "everybody"}),
        ("keys", {"hands": "2-3", "codes_by": "holder"}),
        ("dates", {"closes_at": "2027-02-14T18:00"}),
        ("ways", {"on_paper": "yes"}),
        ("few", {"fallback": "lapse"}),
    ]
    for step, given in forms:
        answer = await officer.post(f"{here}/{step}", given, page=f"{here}/{step}")
        assert answer.status_code == 303, (step, answer.text)
    return setup_id


@pytest.mark.parametrize("variant", ["en", "cy", "en-easy", "cy-easy"])
async def test_officers_walk_through_the_pages_and_the_second_one_agrees(web: Web, variant: str) -> None:
    await ballots.found(web.database, count=6)
    secretary, chair = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.CHAIR)
    setup_id = await wizard(web, secretary, variant)
    here = f"/{variant}/office/votes/new/{setup_id}"
    for step in ("about", "questions", "mode", "roll", "keys", "dates", "ways", "few", "check", "paper", "question/1"):
        page = await secretary.get(f"{here}/{step}")
        assert page.status_code == 200, step
        assert page.text.count("<h1") == 1, step
    assert (await secretary.post(f"{here}/sent", page=f"{here}/check")).status_code == 303
    alone = await secretary.post(f"{here}/approved", page=f"{here}/check")
    assert alone.status_code == 409
    answer = await chair.post(f"{here}/approved", page=f"{here}/check")
    assert answer.status_code == 303, answer.text
    assert "/votes/" in answer.headers["location"]
    shown = await chair.get(answer.headers["location"])
    assert TITLE["title_cy" if variant.startswith("cy") else "title_en"] in shown.text
    assert "I listen." in shown.text


async def test_who_stands_is_shown_again_and_a_stranger_is_refused(web: Web) -> None:
    await ballots.found(web.database, count=6)
    secretary = await web.signed_in(Role.SECRETARY)
    setup_id = await wizard(web, secretary)
    ann, _bryn = await options_of(web.database, setup_id)
    page = f"/en/office/votes/new/{setup_id}/question/1/options/{ann.id}"
    assert (await secretary.post(page, {"name_en": "Ann", "number": "77"}, page=page)).status_code == 422
    assert (await secretary.post(page, {"name_en": "Ann", "number": "2"}, page=page)).status_code == 303
    assert 'value="2"' in (await secretary.get(page)).text


async def test_a_picture_is_sent_looked_at_and_taken_away_on_its_page(web: Web) -> None:
    await ballots.found(web.database, count=6)
    secretary = await web.signed_in(Role.SECRETARY)
    setup_id = await wizard(web, secretary)
    ann, _bryn = await options_of(web.database, setup_id)
    page = f"/en/office/votes/new/{setup_id}/question/1/options/{ann.id}"
    sent = await secretary.post(page, {"name_en": "Ann"}, page=page, files={"photo": ("ann.png", picture())})
    assert sent.status_code == 303, sent.text
    assert (await secretary.get(f"{page}/photo")).headers["content-type"] == "image/jpeg"
    without = await secretary.post(page, {"name_en": "Ann", "photo": ""}, page=page)
    assert without.status_code == 303, without.text
    refused = await secretary.post(page, {"name_en": "Ann"}, page=page, files={"photo": ("ann.png", b"no")})
    assert refused.status_code == 422
    assert "no picture that we can read" in refused.text
    away = await secretary.post(page, {"name_en": "Ann", "without_photo": "yes"}, page=page)
    assert away.status_code == 303
    assert (await secretary.get(f"{page}/photo")).status_code == 404


def test_only_what_a_meeting_may_decide_by_hands_waits_for_one() -> None:
    rules = Rulebook.from_pack("e-citizen-directed")
    without = planning.lawful(rules, Draft({"purpose": "poll"}))
    with_meeting = planning.lawful(rules, Draft({"purpose": "poll", "meeting": "m"}))
    assert Mode.HANDS not in without.modes
    assert Mode.HANDS in with_meeting.modes
