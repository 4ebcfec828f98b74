"""An authority reads one person's money of one period, with that person's knowledge, and nothing else (REG-1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.correspondence.jobs import channels, deliver_due
from governance.errors import Invalid, NotFound
from governance.funds.model.funds import FundKind
from governance.funds.model.payments import Funder
from governance.funds.service import opening, payments
from governance.inspection import disclosed, disclosing, model
from governance.inspection import service as inspection
from governance.inspection.disclosures import (
    Asked,
    DisclosureEnded,
    NotToldYet,
    ObjectedAlready,
    ObjectionUnanswered,
    Purpose,
)
from governance.inspection.records import ReadingRecord
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import VARIANTS, Texts
from governance.settings import Settings
from tests.governance.conftest import Browser, Web
from tests.governance.funds import pools
from tests.governance.funds.pools import DIRECTOR, SECRETARY, TREASURER, Pool
from tests.governance.funds.test_payments import M09, agreed

TODAY = date(2027, 1, 4)
ASKED = Asked(
    body="Cyngor Gwynedd",
    authority=Funder.AUTHORITY,
    relied_on="The direct payment agreement, part 7",
    evidence="Letter of 2 January 2027",
    purpose=Purpose.RETURN,
    since=date(2026, 10, 5),
    until=TODAY,
    last_day=TODAY + timedelta(days=14),
    officer_name="Nia Rees",
    officer_email="nia@gwynedd.example.org",
)
TYPED = {
    "body": ASKED.body,
    "authority": "authority",
    "relied_on": ASKED.relied_on,
    "evidence": ASKED.evidence,
    "purpose": "return",
    "since": "2026-10-05",
    "until": "2027-01-04",
    "last_day": "2027-01-18",
    "officer_name": ASKED.officer_name,
    "officer_email": ASKED.officer_email,
}


@dataclass(frozen=True)
class House:
    """A fund in which three take part; the first has a payment of the council and one of the health board."""

    pool: Pool
    folder: Path
    payment: str
    health: str

    @property
    def person(self) -> str:
        return self.pool.ids[0]

    @property
    def themselves(self) -> Actor:
        return self.pool.actors[0]

    async def mails(self) -> list[str]:
        """What was sent, and three days later, when it counts as received."""
        house = Settings(home=self.folder, database="", origin="https://bryn.example")
        await deliver_due(self.pool.database, channels(house, "Tree"), self.pool.clock)
        self.pool.clock.pass_time(timedelta(days=3))
        return [file.read_bytes().decode("utf-8", "replace") for file in sorted(house.mail_folder.rglob("*.eml"))]

    async def asked(self, asked: Asked = ASKED, actor: Actor = SECRETARY) -> str:
        async with self.pool.database.writing() as tx:
            return (await disclosing.propose(tx, actor, self.person, asked, self.pool.now)).grant

    async def opened(self, asked: Asked = ASKED) -> tuple[str, Actor]:
        """Proposed, told and agreed to: the grant, and the officer who holds it."""
        grant = await self.asked(asked)
        await self.mails()
        return grant, await self.agrees(grant)

    async def agrees(self, grant: str, actor: Actor = TREASURER, answer: str = "") -> Actor:
        async with self.pool.database.writing() as tx:
            found = await disclosing.open_it(tx, actor, grant, answer=answer, now=self.pool.now)
            assert found.account is not None
            roles = await access.roles_of(tx, found.account, self.pool.now)
        return Actor(found.account, None, roles, Assurance.TWO_FACTORS)


@pytest.fixture
async def house(database: Database, clock: ScriptedClock, tmp_path: Path) -> House:
    await pools.founded(database, clock)
    pool = await pools.opened(database, clock, [2, 1, 1])
    for number in (1, 2, 3):
        await pool.pay_in(number, 100_00)
    async with database.writing() as tx:
        council = await payments.enter(tx, pool.actors[0], pool.ids[0], agreed(), clock.now())
        for entered, _ in M09:
            await payments.add_period(tx, pool.actors[0], council.id, entered, clock.now())
        terms = agreed(funder_kind=Funder.HEALTH_BOARD, funder="Betsi")
        health = await payments.enter(tx, pool.actors[0], pool.ids[0], terms, clock.now())
        await payments.add_period(tx, pool.actors[0], health.id, M09[0][0], clock.now())
    return House(pool, tmp_path, council.id, health.id)


async def test_the_person_is_told_before_it_can_be_opened_and_the_letter_names_nothing(house: House) -> None:
    grant = await house.asked()
    with pytest.raises(NotToldYet):
        await house.agrees(grant)
    (mail,) = await house.mails()
    assert "zebra1@example.org" in mail
    assert "/me/disclosures" in mail
    for secret in ("Gwynedd", "payment", "fund", grant):
        assert secret not in mail
    officer = await house.agrees(grant)
    assert officer.roles == {Role.INSPECTOR}
    again = await house.mails()
    assert sum("Two officers have agreed" in one for one in again) == 1


async def test_nobody_to_tell_means_that_it_cannot_be_asked_for(house: House) -> None:
    async with house.pool.database.writing() as tx:
        alone = await people.enter(tx, SECRETARY, name="Wren", now=house.pool.now)
        with pytest.raises(Invalid) as refused:
            await disclosing.propose(tx, SECRETARY, alone.id, ASKED, house.pool.now)
    assert refused.value.errors == {"whom": "nobody-to-tell"}


@pytest.mark.control("PERM-7")
async def test_two_officers_who_disclose_agree_and_no_other_officer_hears_of_it(house: House) -> None:
    chair = replace(DIRECTOR, roles=frozenset({Role.CHAIR, Role.DIRECTOR}))
    for actor in (DIRECTOR, chair, house.pool.actors[1]):
        with pytest.raises(NotFound):
            await house.asked(actor=actor)
    grant = await house.asked()
    await house.mails()
    with pytest.raises(model.SamePerson):
        await house.agrees(grant, SECRETARY)
    for actor in (DIRECTOR, chair, house.themselves):
        with pytest.raises(NotFound):
            await house.agrees(grant, actor)
        async with house.pool.database.writing() as tx:
            assert grant not in [one.id for one in await inspection.grants(tx, actor)]
            with pytest.raises(NotFound):
                await disclosing.find(tx, actor, grant)
            with pytest.raises(NotFound):
                await inspection.revoke(tx, actor, grant, reason="x", now=house.pool.now)
    with pytest.raises(NotFound):  # the way of the register does not lead around what is asked here
        async with house.pool.database.writing() as tx:
            await inspection.approve(tx, TREASURER, grant, house.pool.now)


@pytest.mark.control("REG-1")
async def test_the_officer_reads_that_persons_period_and_each_time_is_written_down(house: House, keys: Keys) -> None:
    grant, officer = await house.opened()
    async with house.pool.database.writing() as tx:
        seen = await disclosed.opened(tx, officer, grant, house.pool.now)
        assert list(seen.funds) == [house.pool.id]
        assert [one.payment.id for one in seen.accounts] == [house.payment]
        _, made = await disclosed.statement(
            tx, officer, keys, grant, house.pool.id, file="statement.pdf", now=house.pool.now
        )
        assert (made.name, made.since, made.until, made.paid_in) == ("Zebra 1", ASKED.since, TODAY, 100_00)
        _, account = await disclosed.account(tx, officer, grant, house.payment, file=None, now=house.pool.now)
        assert [line.number for line in account.lines] == [2, 3]
    async with house.pool.database.reading() as view:
        (mine,) = await disclosing.of_mine(view, house.themselves, house.pool.now)
        assert {(one.what, one.file) for one in mine.readings} == {
            ("list", None),
            ("statement", "statement.pdf"),
            ("return", None),
        }
        assert await disclosing.of_mine(view, house.pool.actors[1], house.pool.now) == []
        acts = [one.action for one in await audit.entries(view, about=[grant])]
        assert acts == ["disclosure.proposed", "disclosure.approved"] + ["disclosure.read"] * 3


async def test_other_funds_other_payments_other_days_and_the_register_are_not_there(house: House, keys: Keys) -> None:
    other = await pools.opened(house.pool.database, house.pool.clock, [1, 1], first=7)
    grant, officer = await house.opened()
    stranger = replace(officer, account="q" * 26)
    now = house.pool.now
    async with house.pool.database.writing() as tx:
        for act in (
            disclosed.statement(tx, officer, keys, grant, other.id, file=None, now=now),
            disclosed.account(tx, officer, grant, house.health, file=None, now=now),
            disclosed.opened(tx, stranger, grant, now),
            disclosed.opened(tx, SECRETARY, grant, now),
            disclosed.opened(tx, house.themselves, grant, now),
            inspection.look(tx, officer, grant, as_at=TODAY, now=now),
        ):
            with pytest.raises(NotFound):
                await act


@pytest.mark.parametrize(
    ("asks", "shown"),
    [("Cyngor Gwynedd", "Cyngor Gwynedd"), ("cyngor  CONWY", "Cyngor Conwy"), ("Gwynedd Council", None)],
)
async def test_of_two_councils_each_reads_its_own_return(house: House, asks: str, shown: str | None) -> None:
    async with house.pool.database.writing() as tx:
        conwy = await payments.enter(tx, house.themselves, house.person, agreed(funder="Cyngor Conwy"), house.pool.now)
        for entered, _ in M09:
            await payments.add_period(tx, house.themselves, conwy.id, entered, house.pool.now)
    grant, officer = await house.opened(replace(ASKED, body=asks))
    async with house.pool.database.writing() as tx:
        seen = await disclosed.opened(tx, officer, grant, house.pool.now)
        assert [one.payment.funder for one in seen.accounts] == [one for one in (shown,) if one]
        for payment, funder in ((house.payment, "Cyngor Gwynedd"), (conwy.id, "Cyngor Conwy")):
            if funder != shown:
                with pytest.raises(NotFound):
                    await disclosed.account(tx, officer, grant, payment, file=None, now=house.pool.now)


async def test_a_fund_to_which_the_person_never_agreed_is_not_there(house: House, keys: Keys) -> None:
    async with house.pool.database.writing() as tx:
        proposed = await opening.propose(
            tx,
            TREASURER,
            title=Texts(en="Mornings", cy="Boreau"),
            weights=dict.fromkeys(house.pool.ids, 1),
            held_as="designated_trust_account",
            basis="attended_hours",
            kind=FundKind.SUPPORT,
            now=house.pool.now,
        )
    grant, officer = await house.opened()
    async with house.pool.database.writing() as tx:
        assert list((await disclosed.opened(tx, officer, grant, house.pool.now)).funds) == [house.pool.id]
        with pytest.raises(NotFound):
            await disclosed.statement(tx, officer, keys, grant, proposed.id, file=None, now=house.pool.now)


async def test_who_left_before_the_period_took_part_in_no_fund_of_it(house: House) -> None:
    long_ago = replace(ASKED, since=date(2026, 1, 1), until=date(2026, 9, 30))
    grant, officer = await house.opened(long_ago)
    async with house.pool.database.writing() as tx:
        seen = await disclosed.opened(tx, officer, grant, house.pool.now)
    assert (seen.funds, seen.accounts) == ({}, [])


async def test_it_ends_by_time_and_by_being_taken_back(house: House) -> None:
    grant, officer = await house.opened()
    second, _ = await house.opened()
    async with house.pool.database.writing() as tx:
        await inspection.revoke(tx, SECRETARY, grant, reason="Answered", now=house.pool.now)
        with pytest.raises(model.GrantRevoked):
            await disclosed.opened(tx, officer, grant, house.pool.now)
        await disclosed.opened(tx, officer, second, house.pool.now)
    house.pool.clock.pass_time(timedelta(days=14))
    async with house.pool.database.writing() as tx:
        with pytest.raises(model.GrantExpired):
            await disclosed.opened(tx, officer, second, house.pool.now)


async def test_an_objection_is_told_and_has_to_be_answered(house: House) -> None:
    async with house.pool.database.writing() as tx:
        account = await access.open_account(
            tx, SECRETARY, member_id=None, email="secretary@example.org", name="Mair", now=house.pool.now
        )
    grant = await house.asked(actor=replace(SECRETARY, account=account.id))
    async with house.pool.database.writing() as tx:
        with pytest.raises(NotFound):
            await disclosing.object_to(tx, house.pool.actors[1], grant, house.pool.now)
        await disclosing.object_to(tx, house.themselves, grant, house.pool.now)
        with pytest.raises(ObjectedAlready):
            await disclosing.object_to(tx, house.themselves, grant, house.pool.now)
    (letter,) = [one for one in await house.mails() if "somebody objects" in one]
    assert "secretary@example.org" in letter
    with pytest.raises(ObjectionUnanswered):
        await house.agrees(grant)
    await house.agrees(grant, answer="Part 7 of the agreement obliges us")
    async with house.pool.database.reading() as view:
        (mine,) = await disclosing.of_mine(view, house.themselves, house.pool.now)
    assert mine.record.objected_at is not None
    assert mine.record.answer == "Part 7 of the agreement obliges us"


async def test_an_objection_to_what_is_open_is_answered_where_the_person_reads_it(web: Web, house: House) -> None:
    grant, _ = await house.opened()
    here, themselves = f"/en/office/disclosures/person/{grant}", await as_person(web, house)
    secretary, director = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.DIRECTOR)
    assert "Answer the objection" not in (await secretary.get(here)).text
    assert (await secretary.post(f"{here}/answer", {"answer": "Part 7"}, page=here)).status_code == 404
    assert (await themselves.post(f"/en/me/disclosures/{grant}/object")).status_code == 303
    assert "Answer the objection" in (await secretary.get(here)).text
    assert (await director.post(f"{here}/answer", {"answer": "Part 7"})).status_code in {403, 404}
    refused = await secretary.post(f"{here}/answer", {"answer": " "}, page=here)
    assert (refused.status_code, "Say by what power" in refused.text) == (409, True)
    answered = await secretary.post(f"{here}/answer", {"answer": "Regulation 19 lets them ask"}, page=here)
    assert answered.status_code == 303, answered.text
    page = (await themselves.get("/en/me/disclosures")).text
    assert "Why it goes on although you object" in page
    assert "Regulation 19 lets them ask" in page
    again = await secretary.post(f"{here}/answer", {"answer": "Something else"}, page=here)
    assert (again.status_code, "answered already" in again.text) == (409, True)
    async with house.pool.database.reading() as view:
        acts = [one.action for one in await audit.entries(view, about=[grant])]
    assert acts[-2:] == ["disclosure.objected", "disclosure.answered"]


@pytest.mark.parametrize("way", ["taken back", "over"])
async def test_nobody_objects_to_what_has_ended(house: House, way: str) -> None:
    grant = await house.asked()
    if way == "over":
        house.pool.clock.pass_time(timedelta(days=15))
    async with house.pool.database.writing() as tx:
        if way == "taken back":
            await inspection.revoke(tx, SECRETARY, grant, reason="Answered", now=house.pool.now)
        with pytest.raises(DisclosureEnded):
            await disclosing.object_to(tx, house.themselves, grant, house.pool.now)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"relied_on": " "}, {"relied_on": "missing"}),
        ({"until": TODAY + timedelta(days=1)}, {"until": "not-over"}),
        ({"since": date(2026, 1, 3)}, {"until": "longer-than-a-year"}),
        ({"since": TODAY, "until": date(2026, 12, 31)}, {"until": "before-the-first"}),
        ({"last_day": TODAY + timedelta(days=31)}, {"last_day": "not-within-30-days"}),
        ({"officer_email": "nia"}, {"officer_email": "not-an-email"}),
    ],
    ids=str,
)
async def test_one_period_one_power_and_thirty_days(
    house: House, changes: Mapping[str, object], errors: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        await house.asked(replace(ASKED, **changes))  # type: ignore[arg-type]  # a test's own mixture
    assert refused.value.errors == errors


@pytest.mark.control("AUD-2")
async def test_a_reading_cannot_be_unwritten(house: House) -> None:
    grant, officer = await house.opened()
    async with house.pool.database.writing() as tx:
        await disclosed.opened(tx, officer, grant, house.pool.now)
    for statement in (f"DELETE FROM {ReadingRecord.__tablename__}", "UPDATE inspection_reading SET what = 'return'"):
        with pytest.raises(DBAPIError):
            async with house.pool.database.writing() as tx:
                await tx.execute(text(statement))


async def as_person(web: Web, house: House, number: int = 1) -> Browser:
    browser = web.browser()
    await web.sign_in(browser, house.pool.actors[number - 1].account or "")
    return browser


async def test_from_the_form_to_the_statement_and_back_to_the_persons_page(web: Web, house: House) -> None:
    secretary, treasurer = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.TREASURER)
    assert (
        "/en/office/disclosures/person/new" in (await secretary.get("/en/office/disclosures/new/local-authority")).text
    )
    form = "/en/office/disclosures/person/new"
    assert form in (await treasurer.get("/en/office/disclosures")).text
    answer = await secretary.post(form, {**TYPED, "person": house.person}, page=form)
    assert answer.status_code == 303, answer.text
    here = answer.headers["location"].partition("?")[0]
    assert "once the letter has reached" in (await treasurer.get(here)).text
    await house.mails()
    themselves = await as_person(web, house)
    page = await themselves.get("/en/me/disclosures")
    assert "Cyngor Gwynedd" in page.text
    assert "part 7" in page.text
    grant = here.rsplit("/", 1)[-1]
    assert (await themselves.post(f"/en/me/disclosures/{grant}/object")).status_code == 303
    secretary, treasurer = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.TREASURER)
    refused = await treasurer.post(f"{here}/open", {"answer": ""}, page=here)
    assert (refused.status_code, "Say by what power" in refused.text) == (409, True)
    opened = await treasurer.post(f"{here}/open", {"answer": "Part 7"}, page=here)
    assert opened.status_code == 303, opened.text
    officer = await of_officer(web)
    assert f"/inspect/{grant}/person" in (await officer.get("/en/inspect")).text
    listed = await officer.get(f"/en/inspect/{grant}/person")
    assert "Zebra 1" in listed.text
    assert "Betsi" not in listed.text
    statement = await officer.get(f"/en/inspect/{grant}/person/funds/{house.pool.id}")
    assert "£100.00" in statement.text
    assert "Zebra 2" not in statement.text
    table = await officer.get(f"/en/inspect/{grant}/person/funds/{house.pool.id}/statement.csv")
    assert "standing order" in table.text
    returned = await officer.get(f"/en/inspect/{grant}/person/payments/{house.payment}")
    assert "£579.99" in returned.text
    assert "£345.23" in returned.text  # what was there as the first of these periods began
    page = await (await as_person(web, house)).get("/en/me/disclosures")
    assert "statement.csv" in page.text
    assert "Part 7" in page.text
    assert "Nobody outside has been let" in (await (await as_person(web, house, 2)).get("/en/me/disclosures")).text
    ended = await secretary.post(f"{here}/end", {"reason": "Answered"}, page=here)
    assert ended.status_code == 303, ended.text
    assert (await officer.get(f"/en/inspect/{grant}/person")).status_code == 401  # there is nothing left to sign in for


async def test_nothing_of_after_the_period_is_told(web: Web, house: House) -> None:
    grant, _ = await house.opened()
    async with house.pool.database.writing() as tx:
        await payments.end(tx, house.themselves, house.payment, date(2027, 1, 20), house.pool.now)
    await house.pool.promise(40_00)
    officer, themselves = await of_officer(web), await as_person(web, house)
    own = f"/en/funds/{house.pool.id}/statement/{house.person}/{ASKED.since}/{ASKED.until}"
    paying = f"/en/funds/payments/{house.payment}"
    here = f"/en/inspect/{grant}/person"
    assert "promised" in (await themselves.get(own)).text
    for file in ("", "/statement.csv"):
        read = await officer.get(f"{here}/funds/{house.pool.id}{file}")
        assert (read.status_code, "promised" in read.text) == (200, False)
    packed = ZipFile(BytesIO((await officer.get(f"{here}/funds/{house.pool.id}/statement.zip")).content))
    assert b"promised" not in packed.read("statement.json")
    shown = (await officer.get(f"{here}/payments/{house.payment}")).text
    assert "A return is due" in shown
    for words in ("Next review", "Ended on"):
        assert words in (await themselves.get(paying)).text
        assert words not in shown


async def test_a_person_is_chosen_only_from_those_whom_the_form_offers(
    web: Web, house: House, person: Callable[..., Candidate]
) -> None:
    async with house.pool.database.writing() as tx:
        wren = await members.admit(tx, SECRETARY, person(1, class_="service_user"), house.pool.now)
        member = await people.of_member(tx, SECRETARY, wren.id, house.pool.now)
    form = "/en/office/disclosures/person/new"
    for role, given in ((Role.SECRETARY, member.id), (Role.TREASURER, house.person)):
        officer = await web.signed_in(role)
        assert given not in (await officer.get(form)).text
        answer = await officer.post(form, {**TYPED, "person": given}, page=form)
        assert answer.status_code == 404, answer.text


async def test_everything_else_is_not_there_for_the_officer(web: Web, house: House) -> None:
    grant, _ = await house.opened()
    officer = await of_officer(web)
    for path in (
        f"/inspect/{grant}",
        f"/inspect/{grant}/at/2027-01-04",
        f"/inspect/{grant}/person/funds/{house.pool.id}/book.csv",
        f"/inspect/{grant}/person/payments/{house.health}",
        f"/funds/{house.pool.id}/statement/{house.person}/2026-10-05/2027-01-04",
        f"/funds/{house.pool.id}",
        f"/funds/payments/{house.payment}",
        f"/office/disclosures/person/{grant}",
        "/office/register",
        "/assistants",
        "/me/disclosures",
    ):
        assert (await officer.get(f"/en{path}")).status_code in {403, 404}, path
    assert (await officer.get(f"/api/inspections/{grant}/register?as_at=2027-01-04")).status_code == 404
    only_a_link = web.browser()
    await web.sign_in(only_a_link, (await account_of_officer(web)), Assurance.LINK)
    assert (await only_a_link.get(f"/en/inspect/{grant}/person")).status_code == 401


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_page_is_there_in_every_variant(web: Web, house: House, variant: str) -> None:
    grant, _ = await house.opened()
    officer, themselves = await of_officer(web), await as_person(web, house)
    secretary = await web.signed_in(Role.SECRETARY)
    pages = (
        (officer, f"/inspect/{grant}/person"),
        (officer, f"/inspect/{grant}/person/funds/{house.pool.id}"),
        (officer, f"/inspect/{grant}/person/payments/{house.payment}"),
        (themselves, "/me/disclosures"),
        (secretary, "/office/disclosures"),
        (secretary, "/office/disclosures/person/new"),
        (secretary, f"/office/disclosures/person/{grant}"),
    )
    for browser, path in pages:
        assert (await browser.get(f"/{variant}{path}")).status_code == 200, path


async def account_of_officer(web: Web) -> str:
    async with web.database.reading() as view:
        found = await access.account_of(view, ASKED.officer_email)
    assert found is not None
    return found.id


async def of_officer(web: Web) -> Browser:
    browser = web.browser()
    await web.sign_in(browser, await account_of_officer(web))
    return browser


async def test_what_waits_on_the_first_page_leads_to_it(web: Web, house: House) -> None:
    grant = await house.asked()
    await house.mails()
    treasurer, director = await web.signed_in(Role.TREASURER), await web.signed_in(Role.DIRECTOR)
    page = (await treasurer.get("/en/")).text
    assert f"/en/office/disclosures/person/{grant}" in page
    assert "Cyngor Gwynedd asks to read about one person" in page
    assert grant not in (await director.get("/en/")).text
    await house.agrees(grant)
    assert f"/en/inspect/{grant}/person" in (await (await of_officer(web)).get("/en/")).text
