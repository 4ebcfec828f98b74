import asyncio
import os
from email import message_from_bytes
from pathlib import Path

import pytest

from notifications import Accepted, Channel, Folder, Refused, as_email
from notifications.channels import durable
from tests.notifications.examples import BOB, LETTERHEAD, NIA, claimed, message


async def send(folder: Path, *args: object) -> object:
    async with Folder(folder, LETTERHEAD).session() as carry:
        return await carry(claimed(*args))  # type: ignore[arg-type]


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def test_mail_and_letters_each_have_their_place(tmp_path: Path) -> None:
    assert await send(tmp_path, "m1", NIA) == Accepted("m1.eml")
    assert await send(tmp_path, "m2", BOB, Channel.LETTER) == Accepted("m2.html")
    assert files(tmp_path) == ["letters/m2.html", "mail/m1.eml"]
    mail = (tmp_path / "mail/m1.eml").read_bytes()
    assert mail == as_email(message("m1"), NIA)
    assert message_from_bytes(mail)["Message-ID"] == "<m1@coop.example>"


@pytest.mark.control("MAIL-1")
@pytest.mark.parametrize("channel", list(Channel))
async def test_the_same_message_twice_is_one_file_and_the_first_stands(tmp_path: Path, channel: Channel) -> None:
    await send(tmp_path, "m1", NIA, channel)
    [name] = files(tmp_path)
    before = (tmp_path / name).stat()
    assert await send(tmp_path, "m1", NIA, channel) == Accepted(Path(name).name)
    assert files(tmp_path) == [name]
    assert (tmp_path / name).stat().st_ino == before.st_ino


@pytest.mark.control("MAIL-1")
async def test_many_workers_at_once_make_one_whole_file(tmp_path: Path) -> None:
    await asyncio.gather(*(send(tmp_path, "m1", NIA) for _ in range(8)))
    assert files(tmp_path) == ["mail/m1.eml"]
    assert (tmp_path / "mail/m1.eml").read_bytes() == as_email(message("m1"), NIA)


@pytest.mark.control("MAIL-1")
async def test_a_crash_while_writing_leaves_no_half_file_and_the_repeat_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full_disk)
        answer = await send(tmp_path, "m1", NIA)
    assert isinstance(answer, Refused)
    assert (answer.code, answer.permanent) == ("folder", False)
    assert files(tmp_path) == []
    await send(tmp_path, "m1", NIA)
    assert (tmp_path / "mail/m1.eml").read_bytes() == as_email(message("m1"), NIA)


def test_the_file_is_on_the_disk_before_its_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[bool] = []
    really = os.fsync

    def watch(descriptor: int) -> None:
        named.append((tmp_path / "a").exists())
        really(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    durable.write_once(tmp_path / "a", b"whole")
    assert named == [False, True]
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("channel", list(Channel))
async def test_a_person_without_an_address_is_refused_for_good(tmp_path: Path, channel: Channel) -> None:
    nobody = type(BOB)("Ann", BOB.language)
    assert await send(tmp_path, "m1", nobody, channel) == Refused("no-address", permanent=True)
    assert files(tmp_path) == []
