"""Elections: who elects a seat, what is enough to be elected, and seats with no more candidates than places."""

from constitution.finding import Finding
from constitution.rulebook import Rulebook


def quota(rules: Rulebook, valid: int, seats: int) -> Finding:
    """The Droop quota of a single transferable vote (P-156): the fewest votes that no more than ``seats`` can reach.

    Not met where elections are counted in another way.
    """
    needed = valid // (seats + 1) + 1 if rules.word("P-156").startswith("stv") else None
    return rules.finding("election-quota", "P-156", met=needed is not None, needed=needed, base=valid, seats=seats)


def electorate(rules: Rulebook, seat_class: str | None = None) -> Finding:
    """Who elects a seat: every voting class, or only the class whose seat it is (P-184)."""
    own = seat_class is not None and rules.word("P-184") == "own_class"
    classes = (seat_class,) if own and seat_class else rules.words("P-022")
    return rules.finding("election-electorate", "P-184", "P-022", met=True, own_class=own, classes=" ".join(classes))


def contested(rules: Rulebook, candidates: int, seats: int) -> Finding:
    """With no more candidates than seats, they are elected unopposed, or members confirm each of them (P-158)."""
    is_contested = candidates > seats
    return rules.finding(
        "election-contested",
        "P-158",
        met=is_contested,
        candidates=candidates,
        seats=seats,
        action=None if is_contested else rules.word("P-158").replace("_", "-"),
    )
