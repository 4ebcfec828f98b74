"""Both verdicts on many archives, and whether they may differ in the way they do."""

import csv
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from ballots import BallotsError, Invalid, verify
from ballots.groups import Arithmetic
from tests.ballots.differential.elections import election
from tests.ballots.differential.mutations import MUTATIONS
from tests.ballots.election_room import Room, counter

SEED = 2027
ELECTIONS, SPOILED_EACH = 200, 20

DATA = Path(__file__).parents[2] / "data" / "differential"
DIFFERENCES: dict[str, list[dict[str, Any]]] = json.loads((DATA / "differences.json").read_text())
"""Where our verdict may be another than the tool's, and why.

``ours`` are our verdicts. An entry with ``"opened": false`` holds only as long as no result was published.
"""

ACCEPTED = "accepted"
_RESULT = b'"type":"Result"'
NAMES = list(MUTATIONS)


class Case(NamedTuple):
    """One archive: whose it is, what was done to it, and both verdicts.

    ``number`` counts the mutations of an election; 0 is the election itself. ``opened`` says whether it has a result.
    """

    election: int
    number: int
    mutation: str
    opened: bool
    ours: str
    independent: str

    @property
    def explained(self) -> bool:
        """Both say the same, or ours is listed as stricter or milder for a reason."""
        return self.same or bool(self.listed)

    @property
    def listed(self) -> list[str]:
        """The reasons that are given for this difference."""
        listed = DIFFERENCES["stricter" if self.independent == ACCEPTED else "milder"]
        return [
            entry["why"]
            for entry in listed
            if self.ours in entry["ours"] and entry.get("opened", self.opened) == self.opened
        ]

    @property
    def same(self) -> bool:
        """An archive accepted with a warning is accepted."""
        return self.ours.startswith(ACCEPTED) == (self.independent == ACCEPTED)


def judged(tool: str, number: int, spoiled: int = SPOILED_EACH) -> list[Case]:
    """The verdicts on one election, and on as many archives made from it."""
    room = election(SEED, number)
    made = [("none", room.archive()), *(archive(room, number, place) for place in range(1, spoiled + 1))]
    return [
        Case(number, place, mutation, _RESULT in data, ours(data), independent(tool, data))
        for place, (mutation, data) in enumerate(made)
    ]


def archive(room: Room, number: int, place: int) -> tuple[str, bytes]:
    """Mutations take turns; where the election has nothing to apply one to, another is drawn."""
    chance = Random(f"mutation {SEED} {number} {place}")
    room = replace(room, draw=counter(f"mutation {SEED} {number} {place} "))
    name = NAMES[(number * SPOILED_EACH + place) % len(NAMES)]
    if room.election.shuffled and place % 2:
        name = chance.choice([name for name in NAMES if "shuffle" in name])
    data = MUTATIONS[name](chance, room)
    while data is None or data == room.archive():
        name = chance.choice(NAMES)
        data = MUTATIONS[name](chance, room)
    return name, data


def ours(data: bytes, arithmetic: Arithmetic | None = None) -> str:
    """``accepted``, the codes of the warnings, or the code of the first reason."""
    try:
        report = verify(data, arithmetic=arithmetic)
    except Invalid as error:
        return error.code
    except BallotsError as error:
        return type(error).__name__.lower()
    return ", ".join([ACCEPTED, *(warning.code for warning in report.warnings if warning.code not in _KNOWN_TO_BOTH)])


_KNOWN_TO_BOTH = {"shuffles-few"}


def independent(tool: str, data: bytes) -> str:
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        (Path(folder) / "election.bel").write_bytes(data)
        command = [tool, "election", "verify", "--dir", folder]
        done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    return ACCEPTED if done.returncode == 0 else "refused"


def write_table(found: Iterable[Case]) -> None:
    with (DATA / "verdicts.csv").open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(Case._fields)
        table.writerows(sorted(found))


def read_table() -> list[Case]:
    with (DATA / "verdicts.csv").open(newline="") as file:
        return [
            Case(int(election), int(number), mutation, opened == "True", our, other)
            for election, number, mutation, opened, our, other in islice(csv.reader(file), 1, None)
        ]


def summary(found: Iterable[Case]) -> Iterator[str]:
    """How often the verdicts went together in each way."""
    together = Counter((case.ours, case.independent, case.same, case.explained) for case in found)
    for (our, other, same, explained), number in sorted(together.items()):
        yield f"{number:5}  {our:30}  {other:10}{'' if same else 'listed' if explained else 'NOT EXPLAINED'}".rstrip()
