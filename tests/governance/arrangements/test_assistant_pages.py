"""Personal assistants as people meet them in a browser: what members see, what an assistant takes away."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.introductions import Check, Item, Level
from governance.arrangements.model.training import OWN_WAY, Lesson
from governance.arrangements.service import assistants, checks, people, standards, training
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import legal_day
from governance.platform.db import Database
from governance.platform.texts import VARIANTS, Texts
from tests.governance.conftest import Browser, Web
from tests.governance.people import SECRETARY

TODAY = date(2027, 1, 4)
COORDINATOR = Actor(account="c" * 26, roles=frozenset({Role.COORDINATOR}), assurance=Assurance.TWO_FACTORS)


@pytest.fixture
async def member_id(coop: Database, web: Web, person: Callable[..., Candidate]) -> str:
    async with coop.writing() as tx:
        admitted = await members.admit(tx, SECRETARY, person(1), web.clock.now())
        ann = Actor(member=admitted.id, roles=frozenset({Role.MEMBER}))
        await people.of_member(tx, ann, admitted.id, web.clock.now())
    return admitted.id


@pytest.fixture
async def member(web: Web, member_id: str) -> Browser:
    """The member's own account, with both factors."""
    async with web.database.reading() as view:
        account = await access.account_for(view, member_id)
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id)
    return browser


@pytest.fixture
async def coordinator(web: Web, coop: Database) -> Browser:
    return await web.signed_in(Role.COORDINATOR)


@pytest.fixture
async def nia(web: Web, coop: Database) -> tuple[str, Browser]:
    """An assistant whom the co-ordinator entered, checked and taught, and her browser."""
    now = web.clock.now()
    async with coop.writing() as tx:
        made = await assistants.enter(tx, COORDINATOR, name="Nia Rees", email="nia@example.org", phone="01234", now=now)
        for item in (Item.RIGHT_TO_WORK, Item.REFERENCES):
            await checks.note(tx, COORDINATOR, made.id, Check(item, TODAY), now=now)
        dbs = Check(Item.DBS, TODAY)
        await checks.note(tx, COORDINATOR, made.id, dbs, level=Level.ENHANCED, seen=True, now=now)
        for module in (await members.rules_on(tx, now)).words("P-264"):
            if module != OWN_WAY:
                await training.note(tx, COORDINATOR, made.id, Lesson(module, TODAY, 150, "Mari Ellis"), now)
    browser = web.browser()
    await web.sign_in(browser, made.account or "")
    return made.id, browser


async def test_a_member_brings_an_assistant_question_by_question(member: Browser, coordinator: Browser) -> None:
    await member.get("/en/support/introduce")
    begun = await member.post("/en/support/introduce", {"employer": "co_op"})
    question = begun.headers["location"]
    await member.get(question)
    empty = await member.post(question, {"source": "introduced_by_member"})
    assert empty.status_code == 422
    made = await member.post(question, {"name": "Siôn Prys", "source": "introduced_by_member", "phone": "07700 900123"})
    file = made.headers["location"]
    shown = (await member.get(file)).text
    assert "Siôn Prys" in shown
    assert "Not done yet" in shown
    assert "a criminal-record check" in shown
    assert "introduced by the member" in shown
    assert "Date it" not in shown, "where the co-operative employs, its co-ordinator dates the checks"
    path = file.partition("?")[0]
    assert "Date it" in (await coordinator.get(path)).text
    check = path.replace("/file", "/checks/dbs")
    await coordinator.get(check)
    refused = await coordinator.post(check, {"done_on": "2027-01-04", "level": "enhanced"})
    assert refused.status_code == 422
    await coordinator.post(check, {"done_on": "2027-01-04", "level": "enhanced", "seen": "yes", "until": "2030-01-04"})
    assert "until" in (await member.get(path)).text
    await member.get(path)
    stopped = await member.post(path.replace("/file", "/withdraw"))
    assert stopped.status_code == 303
    assert "stopped" in (await member.get("/en/support/introduce")).text
    assert (await member.get(path)).status_code == 404


async def test_members_see_what_an_assistant_chose_to_show_and_nothing_else(
    member: Browser, coordinator: Browser, nia: tuple[str, Browser]
) -> None:
    nia_id, own = nia
    assert "Nia" not in (await member.get("/en/assistants")).text
    await coordinator.get(f"/en/assistants/{nia_id}/file")
    await coordinator.post(f"/en/assistants/{nia_id}/clear")
    await own.get("/en/work/profile")
    kept = await own.post(
        "/en/work/profile",
        {"called": "Nia R", "listed": "yes", "area": "Bangor", "about": "I like the sea.", "shows": ["area"]},
    )
    assert kept.status_code == 303
    assert "Nia R" in (await member.get("/en/assistants")).text
    shown = (await member.get(f"/en/assistants/{nia_id}")).text
    assert "Bangor" in shown
    for secret in ("I like the sea", "nia@example.org", "01234", "Enhanced", "Mari Ellis"):
        assert secret not in shown
    assert (await member.get(f"/en/assistants/{nia_id}/file")).status_code == 404


async def test_a_file_is_closed_to_board_members_and_to_other_assistants(
    web: Web, member_id: str, nia: tuple[str, Browser]
) -> None:
    nia_id, own = nia
    assert (await own.get(f"/en/assistants/{nia_id}/file")).status_code == 200
    async with web.database.writing() as tx:
        other = await assistants.enter(tx, COORDINATOR, name="Al Jones", email="al@example.org", now=web.clock.now())
    assert (await own.get(f"/en/assistants/{other.id}/file")).status_code == 404
    for roles in ((Role.DIRECTOR,), (Role.SECRETARY,), (Role.TREASURER,), (Role.CHAIR,)):
        browser = await web.signed_in(*roles)
        assert (await browser.get(f"/en/assistants/{nia_id}/file")).status_code == 403
        assert (await browser.get("/en/office/assistants")).status_code == 403
        assert (await browser.get("/en/work")).status_code == 403
    assert member_id


async def test_the_record_of_training_is_checked_with_openssl_alone(
    web: Web, nia: tuple[str, Browser], tmp_path: Path
) -> None:
    _, own = nia
    assert ">safeguarding</th>" in (await own.get("/en/work/training")).text
    with zipfile.ZipFile(io.BytesIO((await own.get("/en/work/training.zip")).content)) as archive:
        archive.extractall(tmp_path)
    assert (tmp_path / "key.pem").read_bytes() == (await web.browser().get("/en/training-key")).content

    def verified(command: str) -> bool:
        return subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0

    commands = (tmp_path / "check.txt").read_text().splitlines()
    assert len(commands) == 2
    assert all(verified(command) for command in commands)
    changed = (tmp_path / "training.json").read_text().replace("150", "950", 1)
    (tmp_path / "training.json").write_text(changed)
    assert not verified(commands[0])


async def test_the_record_of_training_is_printed(nia: tuple[str, Browser]) -> None:
    _, own = nia
    for variant in ("en", "cy-easy"):
        assert (await own.get(f"/{variant}/work/training.pdf")).content.startswith(b"%PDF")


async def test_a_worry_keeps_the_day_the_kind_and_who_was_told_and_has_no_room_for_more(
    web: Web, nia: tuple[str, Browser]
) -> None:
    _, own = nia
    page = (await own.get("/en/worries/new")).text
    assert "999" in page
    assert "<textarea" not in page
    assert 'type="text"' not in page
    assert (await own.post("/en/worries/new", {"category": "neglect"})).status_code == 303
    assert "does not get what they need" in (await own.get("/en/worries")).text
    other = await web.signed_in(Role.COORDINATOR)
    assert "There are none." in (await other.get("/en/worries")).text
    lead = await web.signed_in(Role.SECRETARY)
    worry = (await lead.get("/en/worries")).text.partition('href="/en/worries/')[2].partition('"')[0]
    assert worry != "new"
    await lead.get(f"/en/worries/{worry}")
    assert (await own.get(f"/en/worries/{worry}")).status_code == 403
    told = await lead.post(f"/en/worries/{worry}", {"to": "local-authority", "on": "2027-01-04"})
    assert told.status_code == 303
    assert "The safeguarding team of the council" in (await own.get("/en/worries")).text


async def test_older_versions_of_the_standard_stay_readable(web: Web, member: Browser, coordinator: Browser) -> None:
    now = web.clock.now()
    async with web.database.writing() as tx:
        await standards.adopt(
            tx, COORDINATOR, label="QS-1", text=Texts("Be on time.", "Byddwch ar amser."), since=TODAY, now=now
        )
    assert "QS-1" in (await member.get("/en/standards")).text
    assert "Byddwch ar amser." in (await member.get("/cy/standards/QS-1")).text
    await coordinator.get("/en/standards/new")
    refused = await coordinator.post(
        "/en/standards/new", {"label": "QS-2", "since": "2027-02-01", "cy": "Da.", "en": "Good."}
    )
    assert refused.status_code == 409
    assert "Members must approve a new version." in refused.text


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_page_speaks_every_variant(
    variant: str, member: Browser, coordinator: Browser, nia: tuple[str, Browser]
) -> None:
    nia_id, own = nia
    visits = (
        (own, ("work", "work/profile", "work/training", "worries", "worries/new", f"assistants/{nia_id}/file")),
        (member, ("assistants", "support/introduce", "standards", "worries/new")),
        (
            coordinator,
            (
                "office/assistants",
                "office/assistants/new",
                f"assistants/{nia_id}/file",
                f"assistants/{nia_id}/checks/dbs",
                f"assistants/{nia_id}/checks/right_to_work",
                f"assistants/{nia_id}/training",
                f"assistants/{nia_id}/refuse",
                "standards/new",
            ),
        ),
    )
    for browser, paths in visits:
        for path in paths:
            answer = await browser.get(f"/{variant}/{path}")
            assert answer.status_code == 200, path
            assert "None" not in answer.text, path


async def test_the_coordinator_sees_what_each_member_pays_for_a_session_before_it_is_written(
    coordinator: Browser, coop: Database, web: Web, person: Callable[..., Candidate]
) -> None:
    """M-06: the first twelve pay £86.53 and seven £86.52."""
    async with coop.writing() as tx:
        for number in range(1, 20):
            await members.admit(tx, SECRETARY, person(number), web.clock.now())
        learning = [
            (await assistants.enter(tx, COORDINATOR, name=f"A{number}", now=web.clock.now())).id for number in range(6)
        ]
    here = "/en/office/training/new"
    emails = "\r\n".join(f"member{number}@example.org" for number in range(1, 20))
    pages: dict[str, dict[str, object]] = {
        "subject": {"module": "safeguarding"},
        "learners": {"assistants": learning},
        "when": {"done_on": legal_day(web.clock.now()).isoformat(), "hours": "15", "given_by": "Mari Ellis"},
        "cost": {"hourly": "13.60", "trainer": "420.00"},
        "members": {"emails": emails},
    }
    assert "Answer first: What was it about?" in (await coordinator.get(f"{here}/check")).text
    unknown = {"emails": "nobody@example.org"}
    assert (await coordinator.post(f"{here}/members", unknown, page=f"{here}/members")).status_code == 422
    for step, typed in pages.items():
        answer = await coordinator.post(f"{here}/{step}", typed, page=f"{here}/{step}")
        assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"{here}/check"
    shown = await coordinator.get(f"{here}/check")
    assert re.findall(r"£86\.5\d", shown.text) == ["£86.53"] * 12 + ["£86.52"] * 7
    async with coop.reading() as view:
        assert not await training.sessions(view)
    for _ in range(2):
        assert (await coordinator.post("/en/office/training", page=f"{here}/check")).status_code == 303
    async with coop.reading() as view:
        (session,) = await training.sessions(view)
        assert [one.pence for one in await training.shares_of(view, session.id)] == [8653] * 12 + [8652] * 7
        assert len(await training.of(view, learning[5])) == 1
    assert "£1,644.00" in (await coordinator.get("/en/office/training")).text
