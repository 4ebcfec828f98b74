"""Another program, and what it makes of a journal."""

import csv
import io
import subprocess
from pathlib import Path


def run(hledger: str, journal: str, tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "funds.journal"
    path.write_text(journal, encoding="utf-8")
    return subprocess.run(
        [hledger, "-f", str(path), *command],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin"},
    )


def balances(hledger: str, journal: str, tmp_path: Path) -> dict[str, int]:
    """Pence by account as hledger adds them up."""
    told = run(hledger, journal, tmp_path, "balance", "--flat", "--empty", "--no-total", "-O", "csv")
    assert told.returncode == 0, told.stderr
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    return {row["account"]: int("".join(one for one in row["balance"] if one in "-0123456789")) for row in rows}
