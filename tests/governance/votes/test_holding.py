"""Key-holders and the keeper of the codes bring their parts through pages, with files made by the command line."""

from pathlib import Path

import pytest

from ballots.__main__ import main
from governance.actor import Actor, Assurance, Role
from governance.platform.db import Database
from governance.votes import service as votes
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR

GROUP = "Ed25519"


def run(*command: object) -> None:
    assert main([str(part) for part in command]) == 0


def new_key(folder: Path, number: int) -> tuple[Path, Path]:
    run("trustee", "new", "--plain", "--group", GROUP, "--name", f"Holder {number}", "--out", folder / str(number))
    (public,) = (folder / str(number)).glob("*.pubkey")
    return public, public.with_suffix(".privkey")


def as_upload(file: Path) -> tuple[str, bytes, str]:
    return file.name, file.read_bytes(), "application/json"


async def upload(browser: Browser, path: str, file: Path, **others: Path) -> str:
    files = {field: as_upload(chosen) for field, chosen in {"file": file, **others}.items()}
    answer = await browser.post(f"/en{path}", {}, page=f"/en{path}", files=files)
    if answer.status_code != 303:
        return answer.text
    shown = await browser.get(answer.headers["location"])
    assert shown.status_code == 200
    return shown.text


async def test_three_key_holders_and_a_keeper_of_codes_carry_a_vote_from_the_roll_to_the_result(
    web: Web, tmp_path: Path
) -> None:
    voters = await ballots.found(web.database, count=5)
    vote, uuid = await ballots.prepared(web.database, voters)
    path = f"/keys/{vote}"
    holders = [await web.signed_in(Role.KEY_HOLDER) for _ in range(3)]
    keeper = await web.signed_in(Role.SCRUTINEER)
    keys = [new_key(tmp_path, number) for number in range(3)]

    page = (await holders[0].get(f"/en{path}/key")).text
    assert f"ballots trustee new --group {GROUP}" in page
    for holder, (public, _) in zip(holders, keys, strict=True):
        assert "To do now" in (await holder.get(f"/en{path}")).text
        said = await upload(holder, f"{path}/key", public)
        assert "Your public key was taken in." in said
        assert f"{public.stem[:4]} {public.stem[4:]}" in said
    run("credentials", "new", "--group", GROUP, "--uuid", uuid, "--count", 5, "--out", tmp_path / "codes")
    assert f"--uuid {uuid} --count 5" in (await keeper.get(f"/en{path}/codes")).text
    assert "The public list was taken in." in await upload(
        keeper, f"{path}/codes", tmp_path / "codes" / "public_creds.json"
    )

    async with web.database.writing() as tx:
        await votes.open_vote(tx, web.keys, OPERATOR, vote, OPENS)
    codes = (tmp_path / "codes" / "codes.txt").read_text().split()
    record = tmp_path / f"{uuid}.bel"
    for number, (member, code) in enumerate(zip(voters, codes, strict=True)):
        record.write_bytes((await holders[0].get(f"/en/votes/{vote}/archive")).content)
        (tmp_path / "code.txt").write_text(code)
        made = tmp_path / f"ballot-{number}.json"
        answers = "[[0,1,0]]" if number else "[[0,0,1]]"
        run("cast", record, "--code-file", tmp_path / "code.txt", "--answers", answers, "--out", made)
        await votes.cast(web.database, web.keys, member, vote, made.read_bytes(), received_at=OPENS)
    async with web.database.writing() as tx:
        await votes.close(tx, web.keys, OPERATOR, vote, OPENS)
    async with web.database.writing() as tx:
        await votes.add_up(tx, OPERATOR, vote, OPENS)

    record.write_bytes((await holders[0].get(f"/en/votes/{vote}/archive")).content)
    for number, (holder, (_, private)) in enumerate(zip(holders, keys, strict=True), start=1):
        page = (await holder.get(f"/en{path}/open")).text
        assert f"--key my-key/{private.name} --owner {number} --out part.json" in page
        part = tmp_path / f"part-{number}.json"
        run("trustee", "decrypt", record, "--key", private, "--owner", number, "--out", part)
        proof = tmp_path / f"part-{number}.json.binding"
        assert "Your part was checked and taken in." in await upload(holder, f"{path}/open", part, binding=proof)
    async with web.database.writing() as tx:
        await votes.declare(tx, OPERATOR, vote, OPENS)
    async with web.database.reading() as view:
        outcome = votes.outcome(await votes.find(view, OPERATOR, vote))
        assert len(await votes.bindings(view, vote)) == 3
    assert outcome is not None
    assert (outcome.yes, outcome.no, outcome.blank) == (4, 1, 0)
    assert "Nothing more is asked of you" in (await holders[0].get(f"/en{path}")).text


@pytest.mark.control("MODE-1")
async def test_whoever_brought_a_key_cannot_bring_the_codes(web: Web, tmp_path: Path) -> None:
    voters = await ballots.found(web.database, count=2)
    vote, uuid = await ballots.prepared(web.database, voters)
    both = await web.signed_in(Role.KEY_HOLDER, Role.SCRUTINEER)
    await upload(both, f"/keys/{vote}/key", new_key(tmp_path, 1)[0])
    run("credentials", "new", "--group", GROUP, "--uuid", uuid, "--count", 2, "--out", tmp_path / "codes")
    said = await upload(both, f"/keys/{vote}/codes", tmp_path / "codes" / "public_creds.json")
    assert "One person may hold only one of the parts" in said


async def test_a_file_that_is_no_key_is_refused_in_words_on_the_same_page(web: Web, tmp_path: Path) -> None:
    voters = await ballots.found(web.database, count=2)
    vote, _ = await ballots.prepared(web.database, voters)
    holder = await web.signed_in(Role.KEY_HOLDER)
    rubbish = tmp_path / "key.pubkey"
    rubbish.write_text("[]")
    said = await upload(holder, f"/keys/{vote}/key", rubbish)
    assert "What was sent does not hold up when it is checked" in said
    assert "Hand in my public key" in said
    empty = await holder.post(f"/en/keys/{vote}/key", {}, page=f"/en/keys/{vote}/key")
    assert empty.status_code == 422


async def test_the_list_shows_what_waits_for_me_and_nothing_of_others(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    holder = await web.signed_in(Role.KEY_HOLDER)
    assert "No vote asks anything of you." in (await holder.get("/en/keys")).text
    assert (await holder.get(f"/en/keys/{polling.vote}")).status_code == 404
    waiting, _ = await ballots.prepared(web.database, polling.voters)
    listed = (await holder.get("/en/keys")).text
    assert f"/en/keys/{waiting}" in listed
    assert f"/en/keys/{polling.vote}" not in listed


@pytest.mark.control("AUTH-5")
async def test_a_link_is_not_enough_to_hold_a_part(web: Web) -> None:
    await ballots.found(web.database, count=2)
    holder = await web.signed_in(Role.KEY_HOLDER, assurance=Assurance.LINK)
    assert (await holder.get("/en/keys")).status_code == 401
    member = await web.signed_in(Role.MEMBER)
    assert (await member.get("/en/keys")).status_code == 403


async def test_the_fingerprint_begins_with_the_name_of_the_file_and_is_what_the_program_reads_out(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public, private = new_key(tmp_path, 1)
    vote_id, _ = await ballots.prepared(database, await ballots.found(database, count=1))
    holder = Actor(account="h1", roles=frozenset({Role.KEY_HOLDER}))
    async with database.writing() as tx:
        await votes.register_key(tx, holder, vote_id, public.read_bytes().strip(), ballots.OPENS)
        held = await votes.held(tx, holder, await votes.find(tx, holder, vote_id))
    assert (held.key or "").replace(" ", "")[:8] == public.stem == private.stem
    run("trustee", "check", "--group", GROUP, "--key", private, public)
    assert f"To read out to the others: {held.key}\n" in capsys.readouterr().out
