"""Who may be on the board and for how long, and how one leaves it: composition, terms, co-option, removal."""

from collections.abc import Collection, Mapping
from datetime import date

from constitution.finding import Finding
from constitution.majority import SIMPLE, Votes, needed
from constitution.periods import last_day_before
from constitution.rulebook import Rulebook

SPECIAL_NOTICE = "auditor_removal_notice_days"
"""The law's special notice: of removing an auditor, and in a company a director (C-019)."""

LAND_TRUSTEES = "land_trustees_most"


def composition(rules: Rulebook, board: Mapping[str, int], users: Collection[str] = ()) -> Finding:
    """Does a board with so many of each class fit the rules (P-180 to P-183)? ``users`` are classes supported.

    ``too_few`` and ``too_many`` name classes.
    """
    number, ranges = sum(board.values()), rules.table("P-182") if rules.value("P-182") is not None else {}
    too_few = sorted(name for name, limits in ranges.items() if board.get(name, 0) < limits["minimum"])
    too_many = sorted(name for name, limits in ranges.items() if board.get(name, 0) > limits["maximum"])
    least, most = rules.count("P-180"), rules.count("P-181")
    led = not rules.flag("P-183") or 2 * sum(board.get(name, 0) for name in users) > number
    return rules.finding(
        "board-composition",
        "P-180",
        "P-181",
        "P-182",
        "P-183",
        met=least <= number <= most and not too_few and not too_many and led,
        number=number,
        least=least,
        most=most,
        too_few=" ".join(too_few) or None,
        too_many=" ".join(too_many) or None,
        led_by_users=led,
    )


def may_be_director(rules: Rulebook, age: int, terms_in_a_row: int) -> Finding:
    """``terms_in_a_row`` are those served until now (P-185, P-190)."""
    most, youngest = rules.value("P-190"), rules.count("P-185")
    obstacles = {"too-young": age < youngest, "terms": isinstance(most, int) and terms_in_a_row >= most}
    return rules.finding(
        "may-be-director",
        "P-185",
        "P-190",
        met=not any(obstacles.values()),
        because=next((one for one, stands in obstacles.items() if stands), None),
        least=youngest,
        terms=terms_in_a_row,
        most_terms=most if isinstance(most, int) else None,
    )


def may_coopt(rules: Rulebook, outside: int) -> Finding:
    """May the board co-opt one more person from outside, having so many (P-191)?"""
    most = rules.count("P-191")
    return rules.finding("may-co-opt", "P-191", met=outside < most, number=outside, most=most)


def removed(rules: Rulebook, votes: Votes) -> Finding:
    """Did the members remove a director, by the majority of P-198?"""
    majority = rules.table("P-198").get("majority", rules.majority("P-140"))
    fewest = needed(majority, votes.cast)
    return rules.finding(
        "director-removed",
        "P-198",
        *([] if "majority" in rules.table("P-198") else ["P-140"]),
        met=majority.carried(votes),
        in_favour=votes.in_favour,
        against=votes.against,
        base=votes.cast,
        needed=fewest,
        missing=max(fewest - votes.in_favour, 0),
        share=majority.share,
        strictly_more=not majority.inclusive,
    )


def removal_notice(rules: Rulebook, meeting: date) -> Finding:
    """The last day for notice of the intention to remove a director: so many clear days, the strict reading (R-8)."""
    rule = rules.table("P-198")
    special = rule.get("procedure") == "statutory"
    days = rules.law_test(SPECIAL_NOTICE) if special else rule.get("notice_days")
    last = None if days is None else last_day_before(meeting, days)
    cited = ["P-198", *([SPECIAL_NOTICE] if special else [])]
    return rules.finding("director-removal-notice", *cited, met=last is not None, last_day=last, days=days)


def decided_in_writing(rules: Rulebook, agreeing: int, board: int) -> Finding:
    """Have enough of the board agreed in writing (P-196)?"""
    fewest = max(-(-rules.share("P-196") * board // 1), 1)
    return rules.finding(
        "board-decided-in-writing",
        "P-196",
        met=agreeing >= fewest,
        agreeing=agreeing,
        needed=int(fewest),
        missing=max(int(fewest) - agreeing, 0),
        board=board,
    )


def board_decided(rules: Rulebook, votes: Votes, casting: bool | None = None) -> Finding:
    """More than half of the votes; when they are equal nothing changes, or the chair decides (P-195)."""
    tied = votes.in_favour == votes.against
    by_chair = tied and votes.cast > 0 and rules.word("P-195") == "chair_casting_vote" and casting is not None
    met = casting if by_chair else SIMPLE.carried(votes)
    return rules.finding(
        "board-decided",
        "P-195",
        met=bool(met),
        in_favour=votes.in_favour,
        against=votes.against,
        tied=True if tied else None,
        tie_result=None if not tied or by_chair else rules.word("P-195").replace("_", "-"),
        casting_vote=("in-favour" if casting else "against") if by_chair else None,
    )


def may_hold_title(rules: Rulebook, trustees: int) -> Finding:
    """May so many trustees hold the legal title to land together? The first four named do (T-005)."""
    most = rules.law_test(LAND_TRUSTEES)
    return rules.finding("may-hold-title", LAND_TRUSTEES, met=trustees <= most, number=trustees, most=most)
