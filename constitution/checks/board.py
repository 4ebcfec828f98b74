"""The board: can it be filled, can it meet, and is it fair to those who sit on it?"""

from collections.abc import Callable

from constitution.finding import Finding
from constitution.rulebook import Rulebook

HEALTH = ("health", "medical", "mental", "incapacity")
OWN_EMPLOYMENT = "own_employment_terms"
USERS = ("citizen", "service_user", "supported")
"""The classes of those who use the support (P-183)."""


def board_has_room(rules: Rulebook) -> Finding:
    least, most = rules.count("P-180"), rules.count("P-181")
    return rules.finding("board-has-room", "P-180", "P-181", met=least <= most, least=least, most=most)


def board_can_be_filled(rules: Rulebook) -> Finding | None:
    """The fewest of all classes together must fit on the board, and the most must be enough for one."""
    seats = rules.table("P-182")
    if not seats:
        return None
    fewest, most = (sum(limits[end] for limits in seats.values()) for end in ("minimum", "maximum"))
    return rules.finding(
        "board-can-be-filled",
        "P-180",
        "P-181",
        "P-182",
        met=fewest <= rules.count("P-181") and most >= rules.count("P-180"),
        fewest=fewest,
        most=most,
        least_board=rules.count("P-180"),
        largest_board=rules.count("P-181"),
    )


def users_can_be_the_majority(rules: Rulebook) -> Finding | None:
    """Where most of the board must use the support, the seats of those who do must be able to be most of it."""
    seats = rules.table("P-182")
    if not rules.flag("P-183") or not seats:
        return None
    users = sum(limits["maximum"] for name, limits in seats.items() if name in USERS)
    others = sum(limits["minimum"] for name, limits in seats.items() if name not in USERS)
    board = max(rules.count("P-180"), min(users, rules.count("P-181")) + others)
    return rules.finding("users-can-be-the-majority", "P-182", "P-183", met=2 * users > board, users=users, board=board)


def seats_have_electors(rules: Rulebook) -> Finding | None:
    """A class that elects its own seats must be able to vote."""
    if rules.word("P-184") != "own_class":
        return None
    seats = (name for name, limits in rules.table("P-182").items() if limits["maximum"])
    without = sorted(set(seats).difference(rules.words("P-022")))
    return rules.finding(
        "seats-have-electors", "P-182", "P-184", "P-022", met=not without, without=" ".join(without) or None
    )


def smallest_board_can_meet(rules: Rulebook) -> Finding:
    least = rules.count("P-180")
    needed = rules.greater_of("P-193").of(least)
    return rules.finding("smallest-board-can-meet", "P-180", "P-193", met=needed <= least, needed=needed, least=least)


def board_quorum_fits_seats(rules: Rulebook) -> Finding | None:
    """A class cannot be asked for more directors than it has seats."""
    seats, asked = rules.table("P-182"), rules.table("P-194")
    if not seats or not asked:
        return None
    counts = {name: number for name, number in asked.items() if isinstance(number, int)}
    short = sorted(name for name, number in counts.items() if number > seats.get(name, {}).get("maximum", 0))
    return rules.finding("board-quorum-fits-seats", "P-194", "P-182", met=not short, short=" ".join(short) or None)


def removal_is_fair(rules: Rulebook) -> Finding:
    """Grounds of health or mental capacity have gone from company model articles; a rule book should not carry them."""
    grounds = [ground for ground in rules.words("P-199") if any(word in ground for word in HEALTH)]
    return rules.finding("removal-is-fair", "P-199", met=not grounds, grounds=" ".join(grounds) or None)


def own_employment_is_for_workers(rules: Rulebook) -> Finding:
    """Voting on one's own terms of employment suits a co-operative of workers only."""
    only_workers = rules.words("P-020") == ("worker",)
    met = only_workers or OWN_EMPLOYMENT not in rules.words("P-214")
    return rules.finding("own-employment-is-for-workers", "P-020", "P-214", met=met)


TESTS: dict[Callable[[Rulebook], Finding | None], tuple[str, ...]] = {
    board_has_room: ("P-180", "P-181"),
    board_can_be_filled: ("P-180", "P-181", "P-182"),
    users_can_be_the_majority: ("P-180", "P-181", "P-182", "P-183"),
    seats_have_electors: ("P-022", "P-182", "P-184"),
    smallest_board_can_meet: ("P-180", "P-193"),
    board_quorum_fits_seats: ("P-182", "P-194"),
    removal_is_fair: ("P-199",),
    own_employment_is_for_workers: ("P-020", "P-214"),
}
