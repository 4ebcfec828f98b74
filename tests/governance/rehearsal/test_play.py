"""The rehearsal: a whole decision from one command, which resumes, and whose evidence others can check."""

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ballots import read_archive, verify
from governance import app
from governance.cli import main
from governance.rehearsal.commands import START
from governance.rehearsal.script import SCENES, play
from governance.rehearsal.stage import Plan, set_up

ROW = "number,name_given,name_family,address,email,language,formats,class,entered_on\r\n"


def rehearse(out: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["rehearse", "--out", str(out), *options])


def archive_of(out: Path) -> Path:
    (path,) = (out / "evidence" / "ballot").glob("*.bel")
    return path


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small rehearsal in the default group, which the independent tool knows."""
    out = tmp_path_factory.mktemp("rehearsal") / "out"
    result = rehearse(out, "--count", "9")
    assert result.exit_code == 0, result.output
    return out


def test_the_motion_is_carried_by_clause(played: Path) -> None:
    result = json.loads((played / "evidence" / "result.json").read_text())
    assert result["stage"] == "carried"
    assert result["counts"]["in_favour"] == 7
    cited = {(one["rule"], one["parameter"]) for one in result["majority"]["citations"]}
    assert ("56", "P-140") in cited
    assert result["clauses"]["39"]["cy"] == "Cworwm"


def test_our_verifier_accepts_the_archive(played: Path) -> None:
    report = verify(archive_of(played))
    assert report.phase == "final"
    assert [list(counts) for counts in report.result or ()] == [[0, 7, 1]]


def test_an_independent_verifier_accepts_the_archive(played: Path, belenios_tool: str) -> None:
    done = subprocess.run(
        [belenios_tool, "election", "verify", "--dir", played / "evidence" / "ballot"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "all checks passed" in done.stdout + done.stderr


def test_every_command_of_the_read_me_holds(played: Path, belenios_tool: str) -> None:
    """Each line that starts with four blanks is a command; the log check prints nothing but the head."""
    text = (played / "evidence" / "README.md").read_text()
    receipt = json.loads(next((played / "private" / "receipts").iterdir()).read_text())
    commands = [line.strip().replace("TRACKER", receipt["tracker"]) for line in re.findall(r"^    .+$", text, re.M)]
    assert len(commands) == 18
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    said = [
        subprocess.run(
            ["bash", "-c", command],
            cwd=played / "evidence",
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for command in commands
    ]
    head = (played / "evidence" / "audit" / "head.txt").read_text().split()[-1]
    walked, last = said[10], said[11]
    assert walked == ""
    assert last.split()[0] == head
    assert said[4].split()[0] == said[5].strip(), "the roll"
    assert "       1  checkpoints of yours" in said[6]
    assert "Signature Verified Successfully" in said[9]
    page, published, signed, script, named = said[13:]
    assert page == published == signed
    assert script == named


def test_the_verdict_is_told_in_two_arithmetics(played: Path) -> None:
    verdict = (played / "evidence" / "ballot" / "verdict.txt").read_text()
    checked = re.findall(r"^Group BELENIOS-2048, checked with (.+)\.$", verdict, re.M)
    assert len(checked) == len(set(checked)) == 2


def test_a_log_with_a_line_left_out_is_seen_by_the_read_mes_command(played: Path, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    shutil.copytree(played / "evidence", evidence)
    log = evidence / "audit" / "audit.txt"
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join(lines[:5] + lines[6:]))
    command = next(line.strip() for line in (evidence / "README.md").read_text().splitlines() if "while IFS" in line)
    done = subprocess.run(["bash", "-c", command], cwd=evidence, capture_output=True, text=True, check=True)
    assert done.stdout == lines[6]


def test_notice_went_out_in_all_four_variants(played: Path) -> None:
    letters = [path.read_text() for path in (played / "home" / "mail").rglob("*.html")]
    mails = list((played / "home" / "mail").rglob("*.eml"))
    assert letters
    assert mails
    words = [
        body.get_content()
        for path in mails
        if (body := message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))) is not None
    ]
    notices = "".join(words + letters)
    assert "gyfarfod cyffredinol blynyddol" in notices
    assert "annual general meeting" in notices
    assert "Should we have a list of personal assistants" in notices
    assert "A ddylem gael rhestr o gynorthwywyr personol" in notices


def test_the_minutes_stand_in_every_variant(played: Path) -> None:
    names = {path.name for path in (played / "evidence" / "minutes").iterdir()}
    assert names == {f"minutes.{variant}.html" for variant in ("en", "cy", "en-easy", "cy-easy")}
    assert "Cofnodion" in (played / "evidence" / "minutes" / "minutes.cy.html").read_text()
    assert all("16pt" in (played / "evidence" / "minutes" / name).read_text() for name in names)


def test_nothing_private_lies_in_the_evidence(played: Path) -> None:
    secrets = (played / "private" / "codes" / "codes.txt").read_text().split()
    secrets += [path.read_text().strip('"\n') for path in (played / "private").rglob("*.privkey")]
    public = b"".join(path.read_bytes() for path in (played / "evidence").rglob("*") if path.is_file())
    assert secrets
    assert not [secret for secret in secrets if secret.encode() in public]


@contextmanager
def silently(items: Any, _label: str) -> Any:
    yield items


async def test_a_rehearsal_cut_off_after_any_scene_goes_on_where_it_stopped(tmp_path: Path) -> None:
    plan = Plan(out=tmp_path / "out", start=START, count=5, members=None, group="Ed25519")
    for scenes in range(1, len(SCENES) + 1):
        async with set_up(plan, app.job_handlers, silently) as stage:
            lines = []
            async for line in play(stage):
                lines.append(line)
                if len(lines) == scenes:
                    break
    report = verify(archive_of(plan.out))
    assert (report.phase, report.ballots, report.counted) == ("final", 5, 5)
    assert lines[-1].scene == "Evidence"


def test_a_rehearsal_killed_while_voting_neither_loses_nor_doubles_a_ballot(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "governance.cli", "rehearse", "--count", "30", "--group", "Ed25519", "--out", out]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    receipts = out / "private" / "receipts"
    while process.poll() is None and (not receipts.exists() or len(list(receipts.iterdir())) < 5):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert rehearse(out, "--count", "30", "--group", "Ed25519").exit_code == 0
    archive = read_archive(archive_of(out))
    assert len(archive.of_kind("Ballot")) == len(list(receipts.iterdir())) == 26


def test_a_broken_row_is_named_and_nobody_is_entered(tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    good = "1,Ann,Rees,1 Stryd Fawr,ann@coop.example,cy,easy,citizen,2026-01-02\r\n"
    members.write_text(ROW + good + "2,Bob,Tŷ,2 Stryd Fawr,not an address,fr,,pirate,2026-13-40\r\n", encoding="utf-8")
    refused = rehearse(tmp_path / "out", "--members", str(members), "--group", "Ed25519")
    assert refused.exit_code == 1
    for column in ("email", "language", "class", "entered_on"):
        assert f"row 3, {column}: " in refused.output
    assert "row 2" not in refused.output

    rows = "".join(
        f"{number},Ann{number},Rees,{number} Stryd Fawr,,cy,,citizen,2026-01-02\r\n" for number in range(2, 8)
    )
    members.write_text(ROW + good + rows, encoding="utf-8")
    mended = rehearse(tmp_path / "out", "--members", str(members), "--group", "Ed25519")
    assert mended.exit_code == 0, mended.output
    assert "9 members, 9 of them with a vote" in mended.output


def test_a_second_rehearsal_in_the_same_folder_waits_its_turn(tmp_path: Path) -> None:
    plan = Plan(out=tmp_path / "out", start=START, count=5, members=None, group="Ed25519")

    async def both() -> Result:
        async with set_up(plan, app.job_handlers, silently):
            return await asyncio.to_thread(rehearse, plan.out, "--count", "5")

    second = asyncio.run(both())
    assert second.exit_code == 1
    assert "another rehearsal is playing" in second.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The first line must name exactly these columns"),
        (ROW.encode(), "There is nobody in the file."),
        (ROW.replace(",", ";").encode(), "The first line must name exactly these columns"),
        (b"\xff\xfe\x00", "The file is not in UTF-8."),
    ],
)
def test_a_file_that_is_no_list_of_members_is_refused_in_words(tmp_path: Path, content: bytes, said: str) -> None:
    members = tmp_path / "members.csv"
    members.write_bytes(content)
    refused = rehearse(tmp_path / "out", "--members", str(members), "--group", "Ed25519")
    assert refused.exit_code == 1
    assert said in refused.output


def test_a_folder_with_another_rehearsal_is_not_passed_off_as_this_one(tmp_path: Path) -> None:
    assert rehearse(tmp_path / "out", "--count", "5", "--group", "Ed25519").exit_code == 0
    for options, said in (("6", "Ed25519"), "5 members, not 6"), (("5", "BELENIOS-2048"), "a ballot in Ed25519"):
        other = rehearse(tmp_path / "out", "--count", options[0], "--group", options[1])
        assert other.exit_code == 1
        assert said in other.output
