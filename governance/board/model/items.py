"""One item of a board meeting: who was there, who left for it, whether those left could decide, and what they did."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from constitution import Finding, Rulebook
from constitution.board import is_board_quorate
from constitution.directors import board_decided
from constitution.interests import taking_part
from constitution.majority import Votes
from governance.actor import Role
from governance.board.model.interests import OTHER
from governance.errors import Refusal
from governance.platform.texts import Texts

TITLE_LIMIT, TEXT_LIMIT, REASON_LIMIT = 200, 4000, 500
LIMITS = {"title": TITLE_LIMIT, "proposal": TEXT_LIMIT, "alternatives": TEXT_LIMIT, "reason": TEXT_LIMIT}


class Outcome(StrEnum):
    OPEN = "open"
    CARRIED = "carried"
    LOST = "lost"
    REFERRED = "referred"  # too few are left without an interest: the rules say who decides (P-216)
    INQUORATE = "inquorate"


class Answer(StrEnum):
    """What a director said about the item."""

    NONE = "none"  # no interest
    WITHDRAWS = "withdraws"
    STAYS = "stays"  # an interest; the rules allow it by name (P-214), or the chair asked for it (P-211)
    NOT_FOR_THIS = "not-for-this"  # asked about one, and says why it is none in this item


AT_THE_TABLE = (Role.SECRETARY, Role.CHAIR, Role.DIRECTOR)
"""Those who see an item before it is decided."""
HAVE_AN_INTEREST = frozenset({Answer.WITHDRAWS, Answer.STAYS})


class ItemDecided(Refusal):
    """What the board decided stays as it was written down."""

    code = "item-decided"


class NotQuorate(Refusal):
    """Too few directors without an interest are left to decide the item (V-24)."""

    code = "item-not-quorate"


class StillQuorate(Refusal):
    """Enough are left: the board decides it itself."""

    code = "item-still-quorate"


class InterestsNotAsked(Refusal):
    """Nobody votes before each director who is there has said whether there is an interest (P-210)."""

    code = "interests-not-asked"


class MustLeave(Refusal):
    """The rules do not let somebody with this interest stay in the room (P-211)."""

    code = "must-leave"


class TooManyVotes(Refusal):
    """More votes than there are directors who may vote on the item."""

    code = "too-many-votes"


@dataclass(frozen=True, slots=True)
class Seat:
    """A director who is there. ``kind`` is that of the interest, where there is one or was a question of one."""

    member: str
    class_: str
    answer: Answer | None = None
    kind: str | None = None
    asked: bool = False
    reason: str = ""

    @property
    def has_interest(self) -> bool:
        return self.answer in HAVE_AN_INTEREST


def part_of(rules: Rulebook, seat: Seat) -> Finding:
    """Whether somebody with an interest may stay, vote and count (P-211 to P-214)."""
    return taking_part(rules, seat.kind or OTHER, invited=seat.answer is Answer.STAYS)


def errors_in_answers(seats: Iterable[Seat]) -> dict[str, str]:
    """By ``answer_<member>`` and ``reason_<member>``: everybody answers, and who was asked and says no says why."""
    errors = {}
    for seat in seats:
        if seat.answer is None or (seat.answer is Answer.NONE and seat.asked):
            errors[f"answer_{seat.member}"] = "answer-the-question" if seat.asked else "missing"
        elif seat.answer is Answer.NOT_FOR_THIS and not seat.reason.strip():
            errors[f"reason_{seat.member}"] = "say-why-not"
        elif len(seat.reason) > REASON_LIMIT:
            errors[f"reason_{seat.member}"] = "too-long"
    return errors


def require_leaving(rules: Rulebook, seats: Iterable[Seat]) -> None:
    """
    Raises:
        MustLeave: somebody with an interest would stay whom the rules send out.
    """
    for seat in seats:
        if seat.answer is Answer.STAYS and not part_of(rules, seat).figures["stays"]:
            raise MustLeave(finding=part_of(rules, seat))


def quorum(rules: Rulebook, board: int, seats: Sequence[Seat]) -> Finding:
    """Whether the board of this size can decide the item without those whom an interest takes out (V-24)."""
    out = (seat.class_ for seat in seats if seat.has_interest and not _counts(rules, seat))
    present: Mapping[str, int] = Counter(seat.class_ for seat in seats)
    return is_board_quorate(rules, board, present, Counter(out))


def _counts(rules: Rulebook, seat: Seat) -> bool:
    return seat.answer is Answer.STAYS and part_of(rules, seat).figures["counts"] is True


def voters(rules: Rulebook, seats: Iterable[Seat]) -> int:
    """How many of those present may vote on the item (P-212, P-214)."""
    return sum(not seat.has_interest or (seat.answer is Answer.STAYS and part_of(rules, seat).met) for seat in seats)


def outcome_without(finding: Finding) -> Outcome:
    """What becomes of an item that the board cannot decide: the rules may say who does (P-216)."""
    return Outcome.REFERRED if finding.figures.get("decided-by") else Outcome.INQUORATE


def decided(
    rules: Rulebook, seats: Sequence[Seat], votes: Votes, casting: bool | None = None
) -> tuple[Outcome, Finding]:
    """What the votes decide.

    Raises:
        TooManyVotes
    """
    may_vote = voters(rules, seats)
    if votes.cast + votes.abstaining > may_vote:
        raise TooManyVotes(may_vote=may_vote)
    finding = board_decided(rules, votes, casting)
    return (Outcome.CARRIED if finding.met else Outcome.LOST), finding


def errors_in_words(words: Mapping[str, Texts], *, required: Iterable[str]) -> dict[str, str]:
    errors = {f"{name}_en": "missing" for name in required if not words[name].has_any}
    return errors | {
        f"{name}_{key}": "too-long"
        for name, texts in words.items()
        for key, written in texts.to_json().items()
        if len(written) > LIMITS[name]
    }
