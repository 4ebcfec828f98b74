"""`coop rules notice` and `coop rules explain`: what a rule book answers at the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from governance.cli import main


def asked(*words: str, home: Path | None = None) -> Result:
    return CliRunner().invoke(main, ["--home", str(home or "nowhere"), "rules", *words])


def test_notice_by_post_tells_when_it_is_received_and_the_first_lawful_day() -> None:
    said = asked("notice", "E", "--kind", "agm", "--sent", "2027-03-01", "--by", "post").output
    assert "clear days: 21" in said
    assert "counts as received: Thu 04 Mar 2027" in said
    assert "first lawful day for the meeting: Fri 26 Mar 2027" in said
    assert "rule 36" in said


@pytest.mark.parametrize(("day", "verdict"), [("2027-03-25", "NOT lawful"), ("2027-03-26", "lawful")])
def test_a_day_is_lawful_from_the_first_lawful_day_on(day: str, verdict: str) -> None:
    said = asked("notice", "e-citizen-directed", "--sent", "2027-03-01", "--meeting", day).output
    assert said.rstrip().endswith(f"with that notice: {verdict}")


def test_the_hour_of_an_e_mail_counts() -> None:
    by_noon = asked("notice", "E", "--kind", "general", "--sent", "2027-03-01T12:00", "--by", "email", "--json")
    late = asked("notice", "E", "--kind", "general", "--sent", "2027-03-01T23:30", "--by", "email", "--json")
    figures = [json.loads(one.output)["earliest"]["figures"] for one in (by_noon, late)]
    received = [{name: said for name, _, said in one} for one in figures]
    assert "T12:00" in received[0]["deemed-at"]
    assert "T23:30" in received[1]["deemed-at"]


def test_notice_as_data_has_every_finding_with_its_rules() -> None:
    found = json.loads(asked("notice", "A", "--sent", "2027-03-01", "--meeting", "2027-04-30", "--json").output)
    assert found["rules"] == {"id": "a-service-user", "version": 1}
    assert [found[name]["question"] for name in ("required", "earliest", "latest", "given")] == [
        "notice-required",
        "earliest-meeting",
        "latest-service",
        "notice-given",
    ]
    assert found["given"]["met"]
    assert {one["rule"] for one in found["required"]["citations"]} == {"36"}


def test_a_value_is_explained_with_its_rule_in_the_language_asked_for() -> None:
    english, welsh = (
        asked("explain", "P-140", "--pack", "E"),
        asked("explain", "p-140", "--pack", "E", "--language", "cy"),
    )
    assert "more than half" in english.output
    assert "Rule 56" in english.output
    assert "mwy na hanner" in welsh.output


def test_a_founding_decision_says_that_it_is_open() -> None:
    assert "founding members still decide" in asked("explain", "P-080", "--pack", "E").output
    assert json.loads(asked("explain", "P-080", "--pack", "E", "--json").output)["undecided"] is True
    assert json.loads(asked("explain", "P-081", "--pack", "E", "--json").output)["undecided"] is False


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("explain", "P-999", "--pack", "E"), "P-999"),
        (("explain", "rubbish", "--pack", "E"), "RUBBISH"),
        (("notice", "nonsense", "--sent", "2027-03-01"), "nonsense"),
        (("notice", "E", "--sent", "31 March"), "31 March"),
        (("notice", "E", "--sent", "2027-03-01", "--by", "pigeon"), "pigeon"),
        (("notice", "C", "--kind", "company-conversion", "--sent", "2027-03-01"), "P-083"),
    ],
)
def test_rubbish_is_refused_by_name(tmp_path: Path, words: tuple[str, ...], named: str) -> None:
    result = asked(*words, home=tmp_path / "nothing")
    assert result.exit_code in (1, 2)
    assert named in result.output
    assert "Traceback" not in result.output


def test_without_a_co_operative_a_model_answers_and_says_so(tmp_path: Path) -> None:
    found = asked("explain", "P-140", home=tmp_path / "nothing")
    assert found.exit_code == 0, found.output
    assert "model rule book e-citizen-directed" in found.output
    assert "Rule 56" in found.output
