"""An interest in the matter: whether the person stays, votes and counts (P-210 to P-215)."""

from constitution.finding import Finding
from constitution.rulebook import Rulebook


def taking_part(rules: Rulebook, interest: str, *, invited: bool = False) -> Finding:
    """May somebody with this interest vote? Some interests are excepted by name (P-214).

    ``stays`` says whether the person may be in the room, ``counts`` whether for the quorum; ``invited`` by the chair.
    """
    excepted = interest in rules.words("P-214")
    stays = excepted or rules.word("P-211") == "never" or (invited and rules.word("P-211") == "unless_invited")
    return rules.finding(
        "interest-allows-vote",
        "P-211",
        "P-212",
        "P-213",
        "P-214",
        met=excepted or rules.flag("P-212"),
        interest=interest,
        excepted=excepted,
        stays=stays,
        counts=excepted or rules.flag("P-213"),
    )


def is_known_beforehand(rules: Rulebook, interest: str) -> Finding:
    """Is this one of the interests that the rules name, so that it is always declared (P-215)?"""
    return rules.finding("standing-interest", "P-215", met=interest in rules.words("P-215"), interest=interest)
