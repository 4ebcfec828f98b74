"""What the board, or one office, may do on the members' behalf, how much it may spend, and who said so."""

from dataclasses import dataclass
from datetime import date

from governance.board.model.offices import Office
from governance.errors import Refusal
from governance.platform.texts import Texts

BOARD = "board"
HOLDERS = (BOARD, *(str(office) for office in (Office.SECRETARY, Office.CHAIR, Office.TREASURER, Office.COORDINATOR)))
"""Who can be given a power: the whole board, or whoever holds one of these offices."""
PURPOSE_LIMIT = 1000


class NotCarried(Refusal):
    """Members give a power by a motion that they carried; this one is not."""

    code = "power-not-carried"


class NoSuchRule(Refusal):
    """The rules in force have no rule of this number."""

    code = "power-no-such-rule"


class PowerEnded(Refusal):
    """The power has ended already, or would end before it began."""

    code = "power-ended"


@dataclass(frozen=True, slots=True)
class Limits:
    """Pence. ``total`` is the most that may be spent under the power in all, ``each`` in one act; None is no limit."""

    total: int | None = None
    each: int | None = None

    def errors(self) -> dict[str, str]:
        given = {"total": self.total, "each": self.each}
        errors = {name: "no-limit-at-all" for name, pence in given.items() if pence is not None and pence <= 0}
        if not errors and self.total is not None and self.each is not None and self.each > self.total:
            errors["each"] = "more-than-in-all"
        return errors


def errors_in(holder: str, purpose: Texts, limits: Limits, since: date, until: date | None) -> dict[str, str]:
    errors = {} if holder in HOLDERS else {"holder": "unknown-holder"}
    if not purpose.has_any:
        errors["purpose_en"] = "missing"
    errors |= {f"purpose_{key}": "too-long" for key, text in purpose.to_json().items() if len(text) > PURPOSE_LIMIT}
    if until is not None and until <= since:
        errors["until"] = "before-it-begins"
    return errors | limits.errors()
