"""Setting up at the command line: from an empty folder to two officers who are told how to sign in."""

import asyncio
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from constitution import toml
from governance import settings
from governance.board import service as board
from governance.cli import main
from governance.platform.clock import SystemClock, legal_day
from governance.platform.db import Database
from governance.rulebook import service as rulebook
from governance.rulebook.packs import model

ANSWERS = {
    "name-en": "Wrexham Citizens' Co-operative",
    "name-cy": "Cydweithfa Dinasyddion Wrecsam",
    "pack": "E",
    "secretary-given": "Siân",
    "secretary-family": "Tŷnan",
    "secretary-email": "sian@coop.example",
    "secretary-address": "1 Stryd Fawr, Wrecsam",
    "secretary-language": "cy",
    "chair-given": "Jo",
    "chair-family": "Bowen",
    "chair-email": "jo@coop.example",
    "chair-address": "2 Stryd Fawr, Wrecsam",
    "chair-language": "en",
    "origin": "https://pleidlais.example",
    "mail-server": "",
}


def set_up(home: Path, *more: str, **changed: str) -> Result:
    answers = ANSWERS | {name.replace("_", "-"): answer for name, answer in changed.items()}
    options = [part for name, answer in answers.items() for part in (f"--{name}", answer)]
    return CliRunner().invoke(main, ["--home", str(home), "setup", *options, *more])


def test_an_empty_folder_becomes_a_co_operative_with_two_officers(tmp_path: Path) -> None:
    home = tmp_path / "home"
    result = set_up(home)
    assert result.exit_code == 0, result.output

    async def look() -> tuple[str, str, list[tuple[str, str]]]:
        database = Database(settings.read(home).database)
        now = SystemClock().now()
        async with database.reading() as view:
            organisation = await rulebook.organisation(view)
            rules = await rulebook.in_force(view, now)
            officers = [(one.office.value, one.name) for one in await board.holders(view, legal_day(now))]
        await database.close()
        return organisation.name_cy, rules.id, officers

    assert asyncio.run(look()) == (
        "Cydweithfa Dinasyddion Wrecsam",
        "e-citizen-directed",
        [("secretary", "Siân Tŷnan"), ("chair", "Jo Bowen")],
    )


def test_both_officers_are_written_to_in_both_languages_their_own_first(tmp_path: Path) -> None:
    set_up(tmp_path / "home")
    mails = {
        message["To"].addresses[0].addr_spec: str(message["Subject"])
        for path in (tmp_path / "home" / "mail").rglob("*.eml")
        if (message := message_from_bytes(path.read_bytes(), policy=policy.default))
    }
    assert mails["sian@coop.example"].startswith("Gallwch nawr fewngofnodi")
    assert mails["jo@coop.example"].startswith("You can now sign in")
    assert all(" / " in subject for subject in mails.values())


def test_running_it_again_changes_nothing(tmp_path: Path) -> None:
    set_up(tmp_path / "home")
    again = set_up(tmp_path / "home", name_en="Another name")
    assert again.exit_code == 0, again.output
    assert "nothing was waiting" in again.output


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"secretary_email": "not an address"}, "secretary.email: not-an-email"),
        ({"chair_email": "sian@coop.example"}, "chair.email: same-person"),
        ({"name_cy": "  "}, "name-cy: missing"),
        ({"chair_address": ""}, "chair.address: missing"),
        ({"name_en": "Bryn\nBcc: all"}, "name-en: control-character"),
        ({"name_en": "x" * 201}, "name-en: too-long"),
    ],
)
def test_a_slip_is_named_and_leaves_nothing_behind(tmp_path: Path, changed: dict[str, str], named: str) -> None:
    result = set_up(tmp_path / "home", **changed)
    assert result.exit_code == 1
    assert named in result.output
    assert not (tmp_path / "home").exists()


def test_a_wrong_address_is_not_kept_for_the_next_try(tmp_path: Path) -> None:
    wrong = set_up(tmp_path / "home", origin="nonsense")
    assert wrong.exit_code == 1
    assert "origin" in wrong.output
    assert set_up(tmp_path / "home").exit_code == 0


def test_a_port_that_does_not_exist_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    assert set_up(tmp_path / "home", "--mail-port", "65536").exit_code == 2
    assert not (tmp_path / "home").exists()


def test_a_mail_server_that_does_not_answer_is_said_and_the_letters_wait(tmp_path: Path) -> None:
    result = set_up(tmp_path / "home", "--mail-port", "9", "--mail-security", "none", mail_server="127.0.0.1")
    assert result.exit_code == 1
    assert "2 messages could not be sent" in result.output
    (tmp_path / "home" / settings.FILE).write_text('[mail]\nsender = "sian@coop.example"\n')
    again = set_up(tmp_path / "home")
    assert again.exit_code == 0


@pytest.mark.parametrize("pack", ["A", "B", "C", "D", "c-employee-owned"])
def test_every_model_can_be_founded_on(tmp_path: Path, pack: str) -> None:
    result = set_up(tmp_path / "home", pack=pack)
    assert result.exit_code == 0, result.output
    assert "2 messages sent" in result.output


def test_a_file_of_ones_own_becomes_the_rules(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(toml.written(replace(model("A"), id="our-own")), encoding="utf-8")
    assert set_up(tmp_path / "home", pack=str(own)).exit_code == 0

    async def look() -> str:
        database = Database(settings.read(tmp_path / "home").database)
        async with database.reading() as view:
            rules = await rulebook.in_force(view, SystemClock().now())
        await database.close()
        return rules.id

    assert asyncio.run(look()) == "our-own"


def test_a_file_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    written = toml.written(model("A")).replace('"1.00"', '"cheap"', 1)
    own.write_text(f"{written}\n[parameters.P-999]\nvalue = 1\n", encoding="utf-8")
    result = set_up(tmp_path / "home", pack=str(own))
    assert result.exit_code == 2
    assert "P-031" in result.output
    assert "P-999" in result.output
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("pack", ["F", "nowhere.toml", ""])
def test_a_pack_that_is_not_there_is_refused(tmp_path: Path, pack: str) -> None:
    assert set_up(tmp_path / "home", pack=pack).exit_code == 2
    assert not (tmp_path / "home").exists()


def test_rules_under_which_nobody_votes_cannot_be_founded_on(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    silent = replace(
        model("A"), entries={**model("A").entries, "P-022": replace(model("A").entries["P-022"], written=(), value=())}
    )
    own.write_text(toml.written(silent), encoding="utf-8")
    result = set_up(tmp_path / "home", pack=str(own))
    assert result.exit_code == 1
    assert "pack.P-022: missing" in result.output
