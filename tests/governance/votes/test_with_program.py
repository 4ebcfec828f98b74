"""A committee makes its key with the program `ballots` and the pages that pass its files on; and begins it anew."""

import io
import zipfile
from pathlib import Path

import pytest

from ballots.__main__ import main
from governance.actor import Role
from governance.votes import service as votes
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPERATOR

PASSWORD = "naw cath ar y tŷ"


class Holder:
    """One key-holder: a browser for the pages, a folder for the program."""

    def __init__(self, browser: Browser, vote: str, folder: Path, index: int) -> None:
        self.browser, self.path, self.folder, self.index = browser, f"/en/keys/{vote}", folder / str(index), index

    async def brings(self, name: str, content: bytes) -> str:
        page = f"{self.path}/program"
        answer = await self.browser.post(page, {}, page=page, files={"file": (name, content, "application/json")})
        if answer.status_code != 303:
            return answer.text
        return (await self.browser.get(answer.headers["location"])).text

    async def makes_a_key(self) -> None:
        assert (
            f"--threshold 2 --members 3 --index {self.index} " in (await self.browser.get(f"{self.path}/program")).text
        )
        self.folder.mkdir()
        (self.folder / "password").write_text(PASSWORD)
        key = self.folder / "my-key"
        options = ["--group", "Ed25519", "--threshold", 2, "--members", 3, "--index", self.index, "--name", "Holder"]
        run("trustee", "new", *options, "--out", key, *self.secrets, "--words-file", self.folder / "words")
        assert "was checked and taken in" in await self.brings("c", (key / f"{self.index}.certificate").read_bytes())

    @property
    def secrets(self) -> tuple[object, ...]:
        return "--password-file", self.folder / "password"

    async def takes_a_step(self, made: str) -> str:
        """Unpacks the table, lets the program go on, and hands in what it made."""
        page = (await self.browser.get(f"{self.path}/program")).text
        assert f"{self.index}.{made}" in page
        packed = (await self.browser.get(f"{self.path}/table")).content
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(self.folder)
        (key,) = (self.folder / "my-key").glob("*.privkey")
        assert f"deal table --key my-key/{key.name}" in page
        run("trustee", "deal", self.folder / "table", "--key", key, *self.secrets)
        return await self.brings(made, (self.folder / "table" / f"{self.index}.{made}").read_bytes())


def run(*command: object) -> None:
    assert main([str(part) for part in command]) == 0


async def committee(web: Web, folder: Path) -> tuple[str, list[Holder]]:
    vote, _ = await ballots.prepared(web.database, await ballots.found(web.database, count=5), size=3, needed=2)
    return vote, [Holder(await web.signed_in(Role.KEY_HOLDER), vote, folder, index) for index in (1, 2, 3)]


@pytest.mark.control("KEY-1")
async def test_three_people_make_one_key_with_the_program_and_the_pages(web: Web, tmp_path: Path) -> None:
    vote, holders = await committee(web, tmp_path)
    for holder in holders:
        await holder.makes_a_key()
    for made in ("commitment", "dealing", "share"):
        for holder in holders:
            assert "was checked and taken in" in await holder.takes_a_step(made)
    async with web.database.reading() as view:
        assert (await votes.parts(view, vote)).keys == (1, 2, 3)
    assert (await holders[0].browser.get(f"{holders[0].path}/program")).status_code == 404
    share = await holders[0].browser.get(f"{holders[0].path}/share")
    (own,) = (holders[0].folder / "my-key").glob("*.share")
    assert (share.content, own.name in share.headers["content-disposition"]) == (own.read_bytes(), True)


async def test_a_file_of_another_step_is_refused_and_nobody_else_sees_the_table(web: Web, tmp_path: Path) -> None:
    vote, (first, second, third) = await committee(web, tmp_path)
    await first.makes_a_key()
    stolen = (tmp_path / "1" / "my-key" / "1.certificate").read_bytes()
    assert "does not hold up when it is checked" in await second.brings("c", stolen)
    for holder in (second, third):
        await holder.makes_a_key()
    assert "does not hold up when it is checked" in await first.brings("c", stolen)
    assert (await first.browser.get(f"{first.path}/share")).status_code == 404
    fourth = await web.signed_in(Role.KEY_HOLDER)
    for page in ("program", "table", "share"):
        assert (await fourth.get(f"/en/keys/{vote}/{page}")).status_code == 404


@pytest.mark.control("PERM-7")
async def test_two_officers_have_the_keys_made_anew_and_all_places_are_free_again(web: Web, tmp_path: Path) -> None:
    vote, holders = await committee(web, tmp_path)
    await holders[0].makes_a_key()
    first, second = await web.signed_in(Role.SECRETARY), await web.signed_in(Role.SCRUTINEER)
    desk, page = f"/en/office/votes/{vote}", f"/en/office/votes/{vote}/anew"
    assert "Make the keys anew" in (await first.get(desk)).text
    noted = await first.post(page, {}, page=page)
    assert "A second person must ask" in (await first.get(noted.headers["location"])).text
    again = await first.post(page, {}, page=page)
    assert again.status_code == 409
    assert "somebody else has to ask for it" in again.text
    assert "One person has asked for the keys to be made anew." in (await second.get(desk)).text
    assert (await second.post(page, {}, page=page)).status_code == 303
    assert "To do now" in (await holders[0].browser.get(holders[0].path)).text
    async with web.database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote)).round == 2


async def test_keys_of_an_open_vote_are_not_made_anew(web: Web) -> None:
    polling = await ballots.opened(web.database, web.keys, count=2)
    officer, page = await web.signed_in(Role.SECRETARY), f"/en/office/votes/{polling.vote}/anew"
    assert "only before the vote opens" in (await officer.get(page)).text
    answer = await officer.post(page, {}, page=f"/en/office/votes/{polling.vote}")
    assert answer.status_code == 409


@pytest.mark.control("PERM-2")
async def test_only_the_keeper_of_the_codes_learns_where_members_live(web: Web, tmp_path: Path) -> None:
    vote, uuid = await ballots.prepared(web.database, await ballots.found(web.database, count=3))
    keeper, other = [await web.signed_in(Role.SCRUTINEER) for _ in range(2)]
    path = f"/api/votes/{vote}/recipients"
    for browser in (keeper, other):
        assert (await browser.get(path)).status_code == 404
    run("credentials", "new", "--group", "Ed25519", "--uuid", uuid, "--count", 3, "--out", tmp_path / "codes")
    listed = (tmp_path / "codes" / "public_creds.json").read_bytes()
    page = f"/en/keys/{vote}/codes"
    brought = await keeper.post(page, {}, page=page, files={"file": ("list", listed, "application/json")})
    assert brought.status_code == 303
    assert [one["line"] for one in (await keeper.get(path)).json()] == [1, 2, 3]
    assert (await other.get(path)).status_code == 404
