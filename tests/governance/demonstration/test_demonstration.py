"""One demonstration, made as `make demo` makes it: what a newcomer finds in it, and what is kept from others."""

import asyncio
import re
import socket
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from ballots import make_ballot, read_election, secret_of, verify
from ballots.__main__ import main as ballots_command
from governance import app, settings
from governance.actor import platform
from governance.board import service as board
from governance.demonstration import cast, making
from governance.demonstration.commands import _free_port
from governance.inspection import service as inspection
from governance.meetings import service as meetings
from governance.meetings.model import Kind as MeetingKind
from governance.meetings.model import Stage
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.model import Stage as MotionStage
from governance.platform.clock import SystemClock, legal_day
from governance.platform.db import Database, View, migrate
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.rehearsal.people import rows
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from governance.votes.model import State
from governance.votes.model.asking import Kind
from tests.governance.demonstration.newcomer import Newcomer, by_link, coop, link_for, opened

T = TypeVar("T")
GUEST = platform("test")


def seen(home: Path, look: Callable[[View], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(settings.read(home).database)
        try:
            async with database.reading() as view:
                return await look(view)
        finally:
            await database.close()

    return asyncio.run(run())


def test_sixty_members_in_their_classes_and_every_office_filled(made: Path) -> None:
    found = making.find(made)

    async def people(view: View) -> tuple[int, int, set[str]]:
        rules = await rulebook.in_force(view, SystemClock().now())
        voters = await members.voting_members(view, rules, found.made_on)
        offices = {str(holder.office) for holder in await board.holders(view, found.made_on)}
        return await members.count(view, found.made_on), len(voters), offices

    count, voting, offices = seen(made, people)
    assert count == 60
    assert 40 < voting < 60
    assert offices == {"secretary", "chair", "treasurer", "director", "coordinator", "scrutineer", "key-holder"}


def test_the_first_meeting_was_held_minuted_and_its_ballot_can_be_checked_by_anybody(made: Path) -> None:
    async def past(view: View) -> tuple[str, bool, bytes, str]:
        meeting = next(one for one in await meetings.meetings(view) if one.stage == Stage.CLOSED and one.approved_at)
        motion = next(iter(await motions.decided(view, GUEST)))
        content = await votes.archive(view, GUEST, motion.vote or "")
        return str(meeting.kind), bool(meeting.quorum_finding and meeting.quorum_finding.met), content, motion.stage

    kind, quorate, content, stage = seen(made, past)
    assert (kind, quorate, stage) == ("agm", True, "carried")
    archive = made.parent / "first.bel"
    archive.write_bytes(content)
    report = verify(archive)
    assert report.phase == "final"
    assert report.group == "BELENIOS-2048"


def test_what_the_first_meeting_decided_has_become_a_version_of_the_rules(made: Path) -> None:
    async def rules(view: View) -> tuple[int, int]:
        in_force = await rulebook.in_force(view, SystemClock().now())
        return in_force.version, in_force.count("P-072")

    assert seen(made, rules) == (2, 3)


def test_the_annual_meeting_was_called_with_lawful_notice_and_members_are_voting(made: Path) -> None:
    found = making.find(made)

    async def called(view: View) -> str:
        return next(one.id for one in await meetings.meetings(view) if one.stage == Stage.NOTIFIED)

    meeting_id = seen(made, called)

    async def ahead(view: View) -> tuple[bool, bool, int, int, bool]:
        now = SystemClock().now()
        meeting = await meetings.find(view, GUEST, meeting_id)
        vote = next(one for one in await votes.every(view, GUEST) if one.state is State.OPEN and one.meeting)
        contents = await votes.contents(view, vote)
        assert contents is not None
        standing = await meetings.standing(view, meeting, now)
        is_annual = meeting.kind == MeetingKind.AGM and meeting.day > found.made_on
        return is_annual, standing.met, contents.people, vote.roll_count, vote.one_machine

    is_annual, lawful, people, roll, one_machine = seen(made, ahead)
    assert is_annual
    assert lawful
    assert roll // 3 < people < roll
    assert one_machine


def test_a_motion_seeks_support_a_key_holder_is_waited_for_and_a_request_for_its_second_person(made: Path) -> None:
    async def waiting(view: View) -> tuple[list[MotionStage], tuple[int, ...], list[bool]]:
        stages = [motion.stage for motion in await motions.motions(view, GUEST)]
        vote = next(one for one in await votes.every(view, GUEST) if one.state is State.CLOSED)
        grants = [grant.approved_at is not None for grant in await inspection.grants(view, GUEST)]
        return stages, (await votes.parts(view, vote.id)).decryptions, grants

    stages, opened, approved = seen(made, waiting)
    assert stages.count(MotionStage.SEEKING_SUPPORT) == 1
    assert opened == (1, 2)
    assert sorted(approved) == [False, True]


def test_members_elect_two_of_four_and_two_of_three_key_holders_will_open_it(made: Path) -> None:
    async def ahead(view: View) -> tuple[votes.VoteRecord, int]:
        vote = next(one for one in await votes.every(view, GUEST) if one.state is State.OPEN and not one.meeting)
        contents = await votes.contents(view, vote)
        assert contents is not None
        return vote, contents.people

    vote, people = seen(made, ahead)
    (question,) = vote.asked
    assert (question.kind, question.maximum, len(question.options)) == (Kind.CHOOSE, 2, 4)
    assert [one.statement.missing() for one in question.options] == [()] * 4
    assert (vote.binding, vote.needed, vote.size) == (True, 2, 3)
    assert vote.roll_count // 3 < people < vote.roll_count


def test_two_polls_were_declared_one_in_secret_with_numbers_and_one_with_names(made: Path) -> None:
    async def declared(view: View) -> dict[str, tuple[int, int]]:
        polls = [one for one in await votes.every(view, GUEST) if one.state is State.DECLARED and not one.binding]
        return {str(one.mode): (one.counted or 0, len(await votes.recorded(view, one))) for one in polls}

    polls = seen(made, declared)
    assert polls.keys() == {"verifiable", "recorded"}
    assert polls["verifiable"][0] >= 20
    assert polls["recorded"][0] == polls["recorded"][1] >= 20


def test_a_poll_waits_for_the_newcomers_key_and_for_voting_codes(made: Path) -> None:
    async def waiting(view: View) -> votes.Parts:
        vote = next(one for one in await votes.every(view, GUEST) if one.state is State.ROLLED)
        return await votes.parts(view, vote.id)

    found = seen(made, waiting)
    assert len(found.keys) == 2
    assert not found.credentials


def test_every_text_of_a_motion_is_there_in_all_four_variants(made: Path) -> None:
    async def missing(view: View) -> list[tuple[str, ...]]:
        every = await motions.motions(view, GUEST)
        return [one.missing() for motion in every for one in (motion.titled, motion.worded)]

    assert set(seen(made, missing)) == {()}


def test_the_same_day_makes_the_same_people(made: Path) -> None:
    """Ids, keys and passwords are drawn anew; nobody's name, class or office is."""
    found = making.find(made)
    first_day = legal_day(found.calendar.founding)
    expected = {
        row[0]: f"{row[1]} {row[2]}" for row in rows(cast.BROUGHT_OVER, first_day, cast.FIRST_NUMBER, cast.HERE)
    }

    async def names(view: View) -> dict[str, str]:
        return {number: (await members.numbered(view, GUEST, number)).name for number in expected}

    assert seen(made, names) == expected


@pytest.mark.parametrize(
    ("who", "path", "words"),
    [
        ("member", "/en/", "Vote: That the co-operative hold a members' day"),
        ("secretary", "/en/office", "Hold the annual general meeting"),
        ("chair", "/en/", "asks to see the register"),
        ("board", "/en/office", "Duties"),
        ("key-holder", "/en/", "Open your part of the count"),
        ("regulator", "/en/", "You may look at the register"),
        ("31", "/en/", "What needs you now"),
    ],
)
async def test_a_link_signs_each_part_in_and_something_waits_there(own: Path, who: str, path: str, words: str) -> None:
    async with opened(own) as served:
        assert words in await (await by_link(served, own, who)).sees(path)


@pytest.mark.control("AUTH-5")
async def test_a_link_opens_once(own: Path) -> None:
    link = await asyncio.to_thread(link_for, own, "secretary")
    async with opened(own) as served:
        first, second = Newcomer(served), Newcomer(served)
        assert (await first.presses(link, link)).status_code == 303
        assert (await second.browser.get(link)).status_code == 410
        assert (await second.presses("/en/sign-in", link)).status_code == 410
        assert (await second.browser.get("/en/office")).status_code != 200


async def test_a_code_of_the_authenticator_and_the_password_sign_in(own: Path) -> None:
    way = (await asyncio.to_thread(making.find, own)).private.ways()["secretary"]
    said = await asyncio.to_thread(coop, "demo", "--home", str(own), "code", "secretary")
    assert re.fullmatch(r"\d{6}\n", said.output)
    async with opened(own) as served:
        newcomer = Newcomer(served)
        typed = {"known_email": way.email, "password": way.password, "code": said.output.strip()}
        await newcomer.presses("/en/sign-in", "/en/sign-in/password", typed)
        assert "Hold the annual general meeting" in await newcomer.sees("/en/office")


async def test_what_the_read_me_promises_can_be_done_from_the_vote_to_the_result(own: Path) -> None:
    private = (await asyncio.to_thread(making.find, own)).private
    async with opened(own) as served:
        # A member votes with the code from the file, and is not asked again.
        member = await by_link(served, own, "member")
        vote = re.findall(r'govuk-button" href="/en/votes/(\w+)"', await member.sees("/en/"))[0]
        election = read_election((await member.browser.get(f"/api/votes/{vote}/election")).content)
        code = private.code_file("25").read_text().strip()
        raw = make_ballot(election, secret_of(code, election.uuid, election.group.order), [[0, 1, 0]])
        headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": await member.token("/en/")}
        cast_ = await member.browser.post(f"/api/votes/{vote}/ballots", content=raw, headers=headers)
        assert cast_.status_code == 200, cast_.text
        assert f'govuk-button" href="/en/votes/{vote}"' not in await member.sees("/en/")

        # The key-holder opens the part that is missing, by the command of the page.
        holder = await by_link(served, own, "key-holder")
        ended = re.findall(r'href="/en/keys/(\w+)"', await holder.sees("/en/"))[0]
        archive, part = own / "record.bel", own / "part.json"
        archive.write_bytes((await holder.browser.get(f"/en/votes/{ended}/archive")).content)
        words = ["trustee", "decrypt", archive, "--key", private.key_file, "--owner", "3", "--out", part]
        assert await asyncio.to_thread(ballots_command, [str(word) for word in words]) == 0
        page = f"/en/keys/{ended}/open"
        files = {"file": ("part.json", part.read_bytes(), "application/json")}
        assert (await holder.presses(page, page, files=files)).status_code == 303

        # The secretary declares it, and every member reads the result on the first page.
        secretary = await by_link(served, own, "secretary")
        assert "Declare the result: That the co-operative set up a shared bank" in await secretary.sees("/en/office")
        desk = f"/en/office/votes/{ended}"
        assert (await secretary.presses(desk, f"{desk}/declare", {"name": "Gwenllian Pritchard"})).status_code == 303
        await run_due(served.state.database, app.job_handlers(served.state.keyring), SystemClock())
        told = await member.sees("/en-easy/")
        assert "Should we have a list of personal assistants who can help in an emergency?" in told
        assert "people said yes" in told


@pytest.mark.control("AUTH-5")
def test_a_real_co_operative_lends_no_link_and_is_neither_served_nor_replaced(tmp_path: Path) -> None:
    home = tmp_path / "home"
    Keys.create(home / "keys")

    async def found() -> None:
        database = Database(settings.read(home).database)
        await migrate.upgrade(database)
        async with database.writing() as tx:
            await rulebook.found(tx, GUEST, name_en="Real", name_cy="Go iawn", purpose="real", now=SystemClock().now())
        await database.close()

    asyncio.run(found())
    before = (home / "coop.sqlite").read_bytes()
    for words in (("link", "1"), ("code", "secretary"), ("who",), ("serve",), ("make",), ("make", "--again")):
        refused = coop("demo", "--home", str(home), *words)
        assert refused.exit_code == 1, words
        assert "is no demonstration; it is left alone" in refused.output
    assert (home / "coop.sqlite").read_bytes() == before


def test_whoever_is_nobody_gets_no_link(made: Path) -> None:
    for nobody in ("5", "999", "somebody"):
        refused = coop("demo", "--home", str(made), "link", nobody)
        assert refused.exit_code == 1
        assert "say member, secretary, chair" in refused.output


@pytest.mark.control("ENC-5")
def test_no_secret_lies_outside_the_private_folder_and_the_keys(made: Path) -> None:
    private = made / "private"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    secrets = [way.password for way in making.find(made).private.ways().values()]
    secrets += [way.secret for way in making.find(made).private.ways().values()]
    secrets += [path.read_text().strip() for path in private.glob("voting-codes/*/*.txt")]
    secrets += [path.read_text().strip() for path in private.rglob("*.privkey")]
    secrets += [path.read_text().strip() for path in private.rglob("password.txt")]
    assert len(secrets) > 120
    others = [path for path in made.rglob("*") if path.is_file() and not path.is_relative_to(private)]
    for path in others:
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content], path


def test_mail_went_into_the_folder_in_both_languages(made: Path) -> None:
    assert len(list((made / "mail").rglob("*.eml"))) > 60
    assert list((made / "mail" / "letters").iterdir())


def test_a_demonstration_is_kept_and_one_that_is_out_of_date_says_so(own: Path) -> None:
    again = coop("demo", "--home", str(own), "make")
    assert again.exit_code == 0
    assert "It is kept." in again.output
    found = making.find(own)
    assert "To begin anew" not in coop("demo", "--home", str(own), "who").output
    found.private.keep_day(found.made_on.replace(year=found.made_on.year - 1))
    assert "To begin anew: make demo-again" in coop("demo", "--home", str(own), "who").output


def test_the_table_says_what_each_part_needs(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.parent)
    said = coop("demo", "--home", str(own), "who").output
    for part in ("A member:", "The secretary:", "A board member:", "A key-holder:", "A regulator:"):
        assert part in said
    assert said.count("http://localhost:8000/en/sign-in/link/") == 5
    code = re.search(r"voting code +(\S+)", said)
    file = re.search(r"as a file +(\S+)", said)
    assert code
    assert file
    assert Path(file.group(1)).read_text().strip() == code.group(1)
    assert re.search(r"for directors +(\S+)", said)
    assert max(map(len, said.splitlines())) < 110


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert _free_port(port) != port


def test_nothing_half_made_takes_the_name_of_a_demonstration(tmp_path: Path) -> None:
    def stop(_line: str) -> None:
        raise KeyboardInterrupt

    day = legal_day(SystemClock().now())
    with pytest.raises(KeyboardInterrupt):
        making.make(tmp_path / "demo", day, app.job_handlers, "Ed25519", stop)
    assert not (tmp_path / "demo").exists()
