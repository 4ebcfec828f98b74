"""Everything secret of a demonstration, in one folder: who signs in how, voting codes, keys."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyotp

from governance.platform.clock import Clock
from governance.rehearsal.keepers import Keepers

FOLDER = "private"
ANNUAL_MEETING, DIRECTORS = "annual-meeting", "directors"
"""The ballots that are open, by their folders."""


@dataclass(frozen=True, slots=True)
class Way:
    """How one person signs in: a member needs a link and no more, everybody else a password and a code."""

    name: str
    email: str
    password: str
    secret: str

    def code(self, clock: Clock) -> str:
        """What their authenticator shows now."""
        return pyotp.TOTP(self.secret).at(clock.now())


@dataclass(frozen=True, slots=True)
class Private:
    home: Path

    @property
    def folder(self) -> Path:
        return self.home / FOLDER

    def make(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keepers(self, ballot: str, group: str) -> Keepers:
        """The secrets of one ballot."""
        folder = self.folder / "ballots" / ballot
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Keepers(folder, group)

    @property
    def key_file(self) -> Path:
        """The secret key of the key-holder who has still to open a part of the special meeting's sum."""
        (path,) = (self.folder / "ballots" / "special-meeting" / "key-holder-3").glob("*.privkey")
        return path

    def code_file(self, number: str, ballot: str = ANNUAL_MEETING) -> Path:
        """The voting code of a member for one of the ballots that are open."""
        return self.folder / "voting-codes" / ballot / f"{number}.txt"

    def keep_code(self, number: str, code: str, ballot: str) -> None:
        path = self.code_file(number, ballot)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(code + "\n", encoding="ascii")

    def keep_ways(self, ways: Mapping[str, Way]) -> None:
        written = {who: asdict(way) for who, way in ways.items()}
        self._ways.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def ways(self) -> Mapping[str, Way]:
        """By the part they play, such as ``"secretary"``."""
        return {who: Way(**way) for who, way in json.loads(self._ways.read_text(encoding="utf-8")).items()}

    def keep_day(self, day: date) -> None:
        (self.folder / "made-on.txt").write_text(f"{day.isoformat()}\n", encoding="ascii")

    def keep_letter(self, letter: str) -> None:
        (self.folder / "model.txt").write_text(f"{letter}\n", encoding="ascii")

    def letter(self) -> str:
        """Of the model rule book whose demonstration this is."""
        return (self.folder / "model.txt").read_text(encoding="ascii").strip()

    def day(self) -> date:
        """The day from which the dates are counted."""
        return date.fromisoformat((self.folder / "made-on.txt").read_text(encoding="ascii").strip())

    @property
    def _ways(self) -> Path:
        return self.folder / "sign-in.json"
