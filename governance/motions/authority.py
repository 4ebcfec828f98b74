"""What a motion lets a fund spend if members carry it: said by whoever brings it, read before anybody votes (LED-4).

A fund rests on nothing that members did not read there. The terms are bound to the words of the motion as they stood.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.motions.model import PURPOSE_LIMIT
from governance.motions.records import MotionRecord
from governance.platform.hashing import fingerprint


@dataclass(frozen=True, slots=True)
class Authority:
    """Purposes in a few words each, and pence in all and for each payment; none is no limit. ``until`` is the first day
    without it."""

    purposes: tuple[str, ...]
    since: date
    until: date | None = None
    total: int | None = None
    each: int | None = None

    def errors(self) -> dict[str, str]:
        errors = {} if self.purposes else {"purposes": "missing"}
        if any(not one.strip() or len(one) > PURPOSE_LIMIT for one in self.purposes):
            errors["purposes"] = "too-long"
        limits = {"total": self.total, "each": self.each}
        errors |= {name: "no-limit-at-all" for name, pence in limits.items() if pence is not None and pence <= 0}
        if self.until is not None and self.until <= self.since:
            errors["until"] = "before-it-begins"
        return errors

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Authority":
        until = stored["until"]
        return cls(
            tuple(stored["purposes"]),
            date.fromisoformat(stored["since"]),
            None if until is None else date.fromisoformat(until),
            stored["total"],
            stored["each"],
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "purposes": list(self.purposes),
            "since": self.since.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
            "total": self.total,
            "each": self.each,
        }


def authority_of(motion: MotionRecord) -> Authority | None:
    return None if motion.authority is None else Authority.from_json(motion.authority)


def text_sha256(motion: MotionRecord) -> str:
    """Of the words in every language, with what they let a fund spend."""
    return fingerprint("motion", motion.id, motion.title, motion.text, motion.authority)
