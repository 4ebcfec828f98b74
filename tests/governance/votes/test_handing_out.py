"""Voting codes that the server makes, sends and destroys: each arrives once, and nothing of it stays."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from ballots import group, public_of
from ballots.credentials import is_code
from governance.access.permissions import PERMISSIONS
from governance.actor import Role
from governance.audit import service as audit
from governance.members import service as members
from governance.platform.db import Database, migrate
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import CodesBy, RollLine
from governance.votes.model.refusals import AlreadyGiven, CodesByHolder
from governance.votes.records import CredentialRecord, VoteLetterRecord
from governance.votes.service.handing_out import said_of_code
from tests.governance.conftest import Browser, Web
from tests.governance.platform.printing import codes as codes_on
from tests.governance.platform.printing import fonts, texts
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR
from tests.governance.votes.mail import Mail, Post

IN_GROUP = "Ed25519"


@pytest.fixture
def post(web: Web, tmp_path: Path) -> Post:
    return Post(web.database, web.keys, web.clock, tmp_path)


async def prepared(post: Post, *, count: int = 4, on_paper: Sequence[int] = ()) -> tuple[str, str]:
    """A vote whose codes the server makes; the members with these places have no e-mail address."""
    post.clock.move_to(OPENS)
    voters = await ballots.found(post.database, count=count)
    async with post.database.writing() as tx:
        for place in on_paper:
            member = await members.find(tx, OPERATOR, voters[place].member or "")
            member.email = None
    return await ballots.prepared(post.database, voters, in_group=IN_GROUP, codes_by=CodesBy.SERVER)


async def made(post: Post, vote: str) -> None:
    async with post.database.writing() as tx:
        await votes.make_codes(tx, post.keys, OPERATOR, vote, OPENS)


def code_in(text: str) -> str:
    """The one code that a mail holds, once in each language."""
    (code,) = {line.strip() for line in text.splitlines() if is_code(line.strip())}
    return code


async def listed(post: Post, vote: str) -> set[str]:
    async with post.database.reading() as view:
        return set(await view.scalars(select(CredentialRecord.public).where(CredentialRecord.vote == vote)))


def publics(mails: Sequence[Mail], uuid: str) -> set[str]:
    return {public_of(code_in(mail.text), uuid, group(IN_GROUP)) for mail in mails}


async def test_everybody_on_the_roll_gets_a_code_of_the_public_list(post: Post) -> None:
    vote, uuid = await prepared(post)
    await made(post, vote)
    await post.pass_on()
    mails = post.take()
    assert [mail.to for mail in mails] == [f"aelod{number}@example.org" for number in range(1, 5)]
    assert publics(mails, uuid) == await listed(post, vote)
    assert len(await listed(post, vote)) == 4


@pytest.mark.control("CRED-1")
async def test_when_the_last_code_is_sent_no_key_and_no_row_is_left_and_the_log_says_since_when(post: Post) -> None:
    vote, _ = await prepared(post)
    await made(post, vote)
    assert len(post.keys.held("code-")) == 4
    await post.pass_on()
    assert post.keys.held("code-") == []
    async with post.database.reading() as view:
        assert list(await view.scalars(select(VoteLetterRecord))) == []
        entries = await audit.entries(view, about=[vote])
        (noted,) = [entry for entry in entries if entry.action == "vote.codes-destroyed"]
        assert await audit.details(view, noted.seq) == {
            "credential_material_destroyed_at": post.clock.now().isoformat()
        }


@pytest.mark.control("CRED-1")
async def test_a_code_that_waits_cannot_be_read_without_its_key(post: Post) -> None:
    vote, _ = await prepared(post, count=1)
    await made(post, vote)
    async with post.database.reading() as view:
        (letter,) = await view.scalars(select(VoteLetterRecord))
    await post.pass_on()
    (mail,) = post.take()
    assert letter.sealed is not None
    assert code_in(mail.text).encode() not in letter.sealed


async def test_a_mail_that_is_sent_again_holds_the_same_code(post: Post) -> None:
    """Whose answer was lost: two different codes, of which one is void, would keep a member from voting."""
    vote, _ = await prepared(post, count=1)
    await made(post, vote)
    async with post.database.writing() as tx:
        (letter,) = await tx.scalars(select(VoteLetterRecord))
        once, again = [await said_of_code(tx, post.keys, letter.id) for _ in range(2)]
    assert once is not None
    assert again is not None
    assert once.facts["code"] == again.facts["code"]


async def test_codes_are_made_once_and_only_where_the_server_makes_them(post: Post) -> None:
    vote, _ = await prepared(post)
    await made(post, vote)
    with pytest.raises(AlreadyGiven):
        await made(post, vote)
    voters = [ballots.as_member(line.member) for line in await _roll(post, vote)]
    other, _ = await ballots.prepared(post.database, voters)
    with pytest.raises(CodesByHolder):
        await made(post, other)


async def _roll(post: Post, vote: str) -> Sequence[RollLine]:
    async with post.database.reading() as view:
        return await votes.roll(view, OPERATOR, vote)


@pytest.mark.control("CRED-1")
async def test_a_vote_that_is_set_aside_leaves_no_code_behind(post: Post) -> None:
    vote, _ = await prepared(post, on_paper=(0, 1))
    await made(post, vote)
    async with post.database.writing() as tx:
        await votes.void(tx, OPERATOR, vote, "wrong question", OPENS)
    await post.pass_on()
    assert post.keys.held("code-") == []
    assert post.take() == []


async def scrutineer(web: Web, vote: str) -> Browser:
    browser = await web.signed_in(Role.SCRUTINEER)
    await browser.get(f"/en/office/votes/{vote}/codes")
    return browser


@pytest.mark.control("MODE-2")
async def test_the_scrutineer_reads_what_it_costs_before_the_codes_are_made(web: Web, post: Post) -> None:
    vote, _ = await prepared(post, on_paper=(2,))
    browser = await scrutineer(web, vote)
    path = f"/en/office/votes/{vote}/codes"
    assert "So you must trust this computer" in (await browser.get(path)).text
    assert (await browser.post(path, {})).status_code == 303
    await post.pass_on()
    page = (await browser.get(path)).text
    assert "To be sent on paper" in page
    assert "Letters to print (PDF)" in page
    assert PERMISSIONS["votes.scrutinise"].roles == frozenset({Role.SCRUTINEER})


async def test_who_has_no_mail_gets_a_letter_that_people_and_cameras_can_read(web: Web, post: Post) -> None:
    vote, uuid = await prepared(post, on_paper=(2,))
    await made(post, vote)
    await post.pass_on()
    browser = await scrutineer(web, vote)
    answer = await browser.post(f"/en/office/votes/{vote}/codes/letters", {})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    read = codes_on(answer.content)
    assert len(read) == 1
    assert {public_of(code, uuid, group(IN_GROUP)) for code in read} <= await listed(post, vote)
    assert fonts(answer.content) == {"Atkinson-Hyperlegible-Next", "Atkinson-Hyperlegible-Next-Bold"}
    welsh, english = texts(answer.content)
    assert "Aelod Rhif 3" in welsh
    assert "1 Heol y Bont" in welsh
    assert "Peidiwch â dangos eich cod i neb." in welsh
    assert "Show your code to nobody." in english
    assert read[0] in "".join(welsh.split())


@pytest.mark.control("CRED-1")
async def test_posted_letters_cannot_be_printed_again(web: Web, post: Post) -> None:
    vote, _ = await prepared(post, on_paper=(0, 2))
    await made(post, vote)
    await post.pass_on()
    browser = await scrutineer(web, vote)
    path = f"/en/office/votes/{vote}/codes"
    once = (await browser.post(f"{path}/letters.html", {})).text
    await browser.get(path)
    assert (await browser.post(f"{path}/letters.html", {})).text == once, "a torn page is printed again"
    await browser.get(path)
    await browser.post(f"{path}/posted", {})
    await post.pass_on()
    assert post.keys.held("code-") == []
    page = (await browser.get(path)).text
    assert "All codes were sent and destroyed." in page
    assert "Aelod" not in (await browser.post(f"{path}/letters.html", {})).text


CRASHPOINTS = (
    "codes.made",
    "mail.claimed",
    "mail.sent",
    "codes.sent",
    "mail.settled",
    "codes.key-destroyed",
    "codes.all-destroyed",
)
RUN = """
import asyncio, sys
from pathlib import Path
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from tests.governance.votes.ballots import OPENS, OPERATOR
from tests.governance.votes.mail import Post

async def run(address, keys, vote, folder):
    database, keys = Database(address), Keys(Path(keys))
    async with database.writing() as tx:
        if not (await votes.codes_stand(tx, OPERATOR, vote)).made:
            await votes.make_codes(tx, keys, OPERATOR, vote, OPENS)
    from datetime import timedelta
    clock = ScriptedClock(OPENS + timedelta(minutes=int(sys.argv[5])))
    await Post(database, keys, clock, Path(folder)).pass_on()
    await database.close()

asyncio.run(run(*sys.argv[1:5]))
"""


@pytest.mark.long
@pytest.mark.control("CRED-1")
@pytest.mark.parametrize("point", CRASHPOINTS)
async def test_killed_at_any_step_it_goes_on_and_no_file_holds_a_code(point: str, tmp_path: Path) -> None:
    """The mails themselves lie elsewhere: what was sent is not the server's to forget."""
    home, sent = tmp_path / "home", tmp_path / "sent"
    home.mkdir()
    address = f"sqlite:///{home}/coop.sqlite"
    database, keys = Database(address), Keys.create(home / "keys")
    await migrate.upgrade(database)
    voters = await ballots.found(database, count=3)
    vote, uuid = await ballots.prepared(database, voters, in_group=IN_GROUP, codes_by=CodesBy.SERVER)
    await database.close()

    def run(minutes: int, crash_at: str = "") -> int:
        command = [sys.executable, "-c", RUN, address, str(home / "keys"), vote, str(sent), str(minutes)]
        environment = {**os.environ, "COOP_CRASH_AT": crash_at, "PYTHONPATH": str(Path(__file__).parents[3])}
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode

    assert await asyncio.to_thread(run, 0, point) == -signal.SIGKILL
    for minutes in (30, 60, 90):
        assert await asyncio.to_thread(run, minutes) == 0
    post = Post(Database(address), keys, None, sent)  # type: ignore[arg-type]  # only its mail is read
    mails = post.take()
    assert publics(mails, uuid) == await listed(post, vote), "everybody has a code, and no second one"
    assert {mail.to for mail in mails} == {f"aelod{number}@example.org" for number in (1, 2, 3)}
    await post.database.close()
    assert keys.held("code-") == []
    codes = [code_in(mail.text) for mail in mails]
    assert files_with(codes, home) == []
    (home / "planted").write_text(f"...{codes[1][3:14]}...")
    assert files_with(codes, home) == ["planted"], "the search finds what there is"


def files_with(codes: Sequence[str], folder: Path) -> list[str]:
    secrets = [form for code in codes for form in forms_of(code)]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(secret in path.read_bytes() for secret in secrets)]


def forms_of(code: str) -> list[bytes]:
    """Every eight signs of it, with its dashes and without."""
    return [
        form[start : start + 8].encode() for form in (code, code.replace("-", "")) for start in range(len(form) - 7)
    ]
