"""Witnesses: they get every checkpoint, look at the record at an address of their own, and sign what they saw."""

import io
import re
import urllib.request
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ballots import read_archive, read_checkpoint, read_note
from ballots.__main__ import main
from ballots.notes import WITNESS, VerifierKey
from ballots.roles.witness_key import WitnessKey
from governance.actor import Assurance, Role
from governance.errors import Invalid
from governance.votes import service as votes
from governance.votes.model.refusals import MaterialInvalid, WitnessHasNoKey
from tests.governance.conftest import Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling
from tests.governance.votes.mail import Mail, Post

ANNA = WitnessKey("anna.example/home", bytes(range(32)))
ADDRESS = re.compile(r"https://bryn\.example(/en/witness/[^/\s]+/)")


@pytest.fixture
def post(web: Web, tmp_path: Path) -> Post:
    return Post(web.database, web.keys, web.clock, tmp_path)


async def opened(post: Post) -> Polling:
    if post.clock.now() < OPENS:
        post.clock.move_to(OPENS)
    return await ballots.opened(post.database, post.keys, count=3)


async def named(post: Post, polling: Polling, key: str = str(ANNA.verifier)) -> str:
    """Name one; answers the path of their own address, from the mail that brought it."""
    async with post.database.writing() as tx:
        await votes.name_witness(
            tx, OPERATOR, polling.vote, name="Anna Wyn", email="anna@example.org", key=key, now=post.clock.now()
        )
    await post.pass_on()
    (mail,) = post.take()
    assert mail.to == "anna@example.org"
    found = ADDRESS.search(mail.text)
    assert found
    return found[1]


async def cast(post: Post, polling: Polling, voter: int) -> None:
    now = post.clock.now()
    raw = polling.ballot(voter)
    await votes.cast(post.database, post.keys, polling.voters[voter], polling.vote, raw, received_at=now)


async def a_minute_later(post: Post) -> list[Mail]:
    post.clock.pass_time(timedelta(seconds=60))
    await post.pass_on()
    return post.take()


@pytest.mark.control("BAL-8")
async def test_within_a_minute_of_a_ballot_a_witness_has_a_checkpoint_that_covers_it(web: Web, post: Post) -> None:
    polling = await opened(post)
    await named(post, polling)
    await cast(post, polling, 0)
    (mail,) = await a_minute_later(post)
    (note,) = mail.files.values()
    async with web.database.reading() as view:
        shown = await votes.box(view, web.keys, OPERATOR, polling.vote)
    assert shown is not None
    assert read_checkpoint(note.replace("\r\n", "\n").encode()).size == 2, "the setup and one ballot"
    assert shown.size == 0, "members see figures by the hour (SEC-5)"
    assert await a_minute_later(post) == [], "without a ballot there is nothing to sign"


async def test_many_ballots_of_one_minute_make_one_mail(post: Post) -> None:
    polling = await opened(post)
    await named(post, polling)
    for voter in (0, 1, 2, 0):
        await cast(post, polling, voter)
    assert len(await a_minute_later(post)) == 1


@pytest.mark.control("BAL-8")
async def test_the_program_of_a_witness_reads_and_signs_at_its_own_address_and_everybody_sees_it(
    web: Web, post: Post, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    polling = await opened(post)
    address = await named(post, polling)
    await cast(post, polling, 0)
    await a_minute_later(post)
    stranger = web.browser().client
    given = {name: (await stranger.get(f"{address}{name}")).content for name in ("archive", "checkpoint")}
    handed_in: list[bytes] = []

    def answer(asked: str | urllib.request.Request, timeout: float) -> "Answer":
        if isinstance(asked, str):
            return Answer(given[asked.rpartition("/")[2]], asked)
        assert isinstance(asked.data, bytes)
        assert urlsplit(asked.full_url).path == f"{address}cosignature"
        handed_in.append(asked.data)
        return Answer(b"", asked.full_url)

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    (tmp_path / "anna.key").write_bytes(ANNA.write())
    command = ["witness", "watch", f"https://bryn.example{address}", "--key", str(tmp_path / "anna.key")]
    assert main([*command, "--notebook", str(tmp_path / "notes")]) == 0
    for _ in range(2):  # the same again changes nothing
        sent = await stranger.post(f"{address}cosignature", content=handed_in[0])
        assert sent.status_code == 204, sent.text
    (board := tmp_path / "board.bel").write_bytes(given["archive"])
    assert len(read_archive(board).steps) == 2
    async with web.database.reading() as view:
        copies = await votes.copies(view, OPERATOR, polling.vote)
    assert (copies.witnesses, copies.signed) == (1, 1)
    member = await web.signed_in(Role.MEMBER, assurance=Assurance.LINK)
    page = (await member.get(f"/en/votes/{polling.vote}/box")).text
    assert "Of them, 1 have signed what they saw" in page


class Answer(io.BytesIO):
    def __init__(self, content: bytes, url: str) -> None:
        super().__init__(content)
        self.url, self.length = url, 0


@pytest.mark.control("BAL-8")
async def test_only_a_good_signature_of_that_witness_under_a_checkpoint_of_ours_is_kept(post: Post) -> None:
    polling = await opened(post)
    token = (await named(post, polling)).split("/")[3]
    now = post.clock.now()
    async with post.database.reading() as view:
        ours = read_note(((await votes.seen_by_witness(view, post.keys, token)).note or "").encode())
    other = WitnessKey("anna.example/home", bytes(32))
    changed = ours.text.replace("time 2027-01-04T09", "time 2027-01-04T08")
    spoilt = [
        b"rubbish",
        ours.write(),
        type(ours)(ours.text, (*ours.signatures, other.cosign(ours.text, now))).write(),
        type(ours)(changed, (ANNA.cosign(changed, now),)).write(),
        type(ours)(ours.text, (ANNA.cosign(changed, now),)).write(),
    ]
    for content in spoilt:
        with pytest.raises(MaterialInvalid):
            async with post.database.writing() as tx:
                await votes.cosign(tx, token, content, now)
    async with post.database.writing() as tx:
        await votes.cosign(tx, token, type(ours)(ours.text, (ANNA.cosign(ours.text, now),)).write(), now)
        assert (await votes.copies(tx, OPERATOR, polling.vote)).signed == 1


async def test_a_witness_without_a_key_reads_and_cannot_sign(post: Post) -> None:
    polling = await opened(post)
    token = (await named(post, polling, key="")).split("/")[3]
    with pytest.raises(WitnessHasNoKey):
        async with post.database.writing() as tx:
            await votes.cosign(tx, token, b"anything", OPENS)


async def test_the_address_of_a_witness_who_left_is_no_page(web: Web, post: Post) -> None:
    polling = await opened(post)
    address = await named(post, polling)
    stranger = web.browser().client
    assert (await stranger.get(address)).status_code == 200
    async with web.database.writing() as tx:
        (witness,) = await votes.witnesses(tx, OPERATOR, polling.vote)
        await votes.dismiss_witness(tx, OPERATOR, polling.vote, witness.of.id, OPENS)
    for place in ("", "archive", "checkpoint"):
        assert (await stranger.get(f"{address}{place}")).status_code == 404
    await cast(post, polling, 0)
    assert await a_minute_later(post) == []


@pytest.mark.control("AUTH-9")
async def test_a_page_in_a_browser_cannot_sign_for_a_witness(web: Web, post: Post) -> None:
    address = await named(post, await opened(post))
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-origin"}):
        answer = await web.browser().client.post(f"{address}cosignature", content=b"x", headers=headers)
        assert answer.status_code == 403


async def test_a_witness_sees_no_more_than_members_do_before_the_declaration(web: Web, post: Post) -> None:
    polling = await opened(post)
    address = await named(post, polling)
    await cast(post, polling, 0)
    async with web.database.writing() as tx:
        vote = await votes.find(tx, OPERATOR, polling.vote)
        vote.closes_at = OPENS
    await ballots.close(web.database, web.keys, polling, OPENS)
    await ballots.decrypt_all(web.database, polling, OPENS)
    content = (await web.browser().client.get(f"{address}archive")).content
    assert b'"type":"Result"' not in content
    assert b'"type":"PartialDecryption"' not in content


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", " ", "missing"),
        ("email", "anna", "not-an-address"),
        ("email", "anna@example.org", "witness-twice"),
        ("key", "rubbish", "not-a-witness-key"),
        ("key", str(VerifierKey("log.example", 1, ANNA.verifier.public)), "not-a-witness-key"),
    ],
)
async def test_what_names_no_witness_is_said_by_its_field(post: Post, field: str, value: str, problem: str) -> None:
    polling = await opened(post)
    await named(post, polling)
    typed = {"name": "Bryn", "email": "bryn@example.org", "key": "", field: value}
    with pytest.raises(Invalid) as refused:
        async with post.database.writing() as tx:
            await votes.name_witness(tx, OPERATOR, polling.vote, **typed, now=OPENS)
    assert refused.value.errors == {field: problem}
    assert ANNA.verifier.kind == WITNESS


async def test_a_scrutineer_names_a_witness_on_a_page(web: Web, post: Post) -> None:
    polling = await opened(post)
    scrutineer = await web.signed_in(Role.SCRUTINEER)
    path = f"/en/office/votes/{polling.vote}/witnesses"
    assert "Nobody keeps copies yet." in (await scrutineer.get(path)).text
    form = {"name": "Anna Wyn", "email": "anna@example.org", "key": str(ANNA.verifier)}
    answer = await scrutineer.post(path, form)
    assert answer.status_code == 303
    page = (await scrutineer.get(path)).text
    assert "Anna Wyn" in page
    assert "anna@example.org" in page
    answer = await scrutineer.post(path, {**form, "name": ""})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
