"""`coop rules`: what an operator sees at the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from constitution import Rulebook
from governance.cli import main
from tests.governance.setup.test_commands import set_up

BROKEN = """
id = "broken"
version = 1
[clauses]
1 = "society/no-such-clause"
[parameters]
P-080 = { rule = "1", value = "three weeks" }
P-185 = { rule = "1", value = 12 }
"""


def rules(*words: str, home: Path | None = None) -> Result:
    before = ["--home", str(home)] if home else []
    return CliRunner().invoke(main, [*before, "rules", *words])


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN, encoding="utf-8")
    return str(path)


def test_every_problem_is_told_and_the_command_fails_when_the_rule_book_cannot_be_adopted(broken: str) -> None:
    result = rules("check", broken)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith("refuses  clauses.1  unknown-clause")
    assert any(line.startswith("refuses  parameters.P-080.value  bad-value") for line in lines)
    assert any(line.startswith("look  parameters.P-185  within-the-law") for line in lines)


def test_problems_are_plain_data_for_programs(broken: str) -> None:
    found = json.loads(rules("check", broken, "--json").output)
    assert {(one["code"], one["path"], one["severity"]) for one in found} >= {
        ("unknown-clause", "clauses.1", "refuses"),
        ("bad-value", "parameters.P-080.value", "refuses"),
        ("within-the-law", "parameters.P-185", "look"),
    }
    (below,) = [one for one in found if one["code"] == "within-the-law"]
    assert ["law", "number", 16] in below["finding"]["figures"]


@pytest.mark.parametrize("name", ["E", "e-citizen-directed"])
def test_a_model_by_its_letter_or_its_name_has_no_problems(name: str) -> None:
    result = rules("check", name)
    assert (result.exit_code, result.output) == (0, "No problems found.\n")
    assert rules("check", name, "--json").output == "[]\n"


def test_what_somebody_ought_to_look_at_does_not_make_the_command_fail() -> None:
    result = rules("check", "C")
    assert result.exit_code == 0
    assert "look  parameters.P-110  reconvened-meeting-has-floor" in result.output


@pytest.mark.parametrize("name", ["Z", "no/such/file.toml"])
def test_what_is_neither_a_model_nor_a_file_is_said_in_one_sentence(name: str) -> None:
    for command in ("check", "export"):
        result = rules(command, name)
        assert result.exit_code == 1
        assert name in result.output
        assert "Traceback" not in result.output


def test_an_exported_pack_is_that_rule_book_and_has_no_problems(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    assert rules("export", "D", "--to", str(path)).exit_code == 0
    assert Rulebook.from_toml(path.read_text(encoding="utf-8")) == Rulebook.from_pack("d-living-trust")
    assert rules("check", str(path)).exit_code == 0


@pytest.mark.parametrize(
    ("form", "words", "said"),
    [
        ("toml", "en", 'id = "d-living-trust"'),
        ("xml", "cy", '<FRBRlanguage language="cym"'),
        ("html", "both", '<html lang="cy">'),
        ("html", "en-easy", "Our rules in Easy Read."),
        ("pdf", "en-easy", "%PDF-"),
    ],
)
def test_a_rule_book_is_written_in_every_form(form: str, words: str, said: str) -> None:
    result = rules("export", "D", "--as", form, "--words", words)
    assert result.exit_code == 0
    assert said in result.stdout_bytes.decode(errors="replace")


def test_xml_is_of_one_language() -> None:
    result = rules("export", "D", "--as", "xml", "--words", "both")
    assert result.exit_code == 2
    assert "one language" in result.output


def test_a_co_operative_exports_the_version_in_force_or_the_one_that_is_asked_for(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert set_up(home).exit_code == 0
    for words in ([], ["--version", "1"]):
        result = rules("export", "--as", "xml", "--words", "cy", *words, home=home)
        assert result.exit_code == 0
        assert "Cydweithfa Dinasyddion Wrecsam" in result.stdout_bytes.decode()
        assert '<FRBRprescriptive value="true"' in result.stdout_bytes.decode()
    missing = rules("export", "--version", "9", home=home)
    assert (missing.exit_code, "no version 9" in missing.output) == (1, True)
    assert rules("export", "E", "--version", "1", home=home).exit_code == 2
