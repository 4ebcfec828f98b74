"""Votes: majorities by matter, weights, and how a ballot is held."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from constitution import Rulebook, Votes
from constitution.balloting import (
    Demand,
    closing_time,
    demanded_in_time,
    large_enough_to_hide,
    latest_opening,
    may_be_electronic,
    may_vote_again,
    secret_ballot_required,
    subtotal_may_be_published,
)
from constitution.resolutions import carried, required_majority
from tests.constitution.answers.question import clock, question
from tests.constitution.samples import london

ORDINARY = ("ordinary", Fraction(1, 2), True, "votes-cast")
EXTRAORDINARY = ("extraordinary", Fraction(3, 4), False, "votes-cast")
SECRETLY = ("election", "expulsion", "rule_change", "pooled_fund", "class_rights", "class_shares", "pay", "winding_up")
MOMENTS = ["in_advance", "before_declaration", "on_declaration", "afterwards"]
KINDS = ("ordinary", "extraordinary", "elections", "advance_poll_votes", "decision_poll")


def _majority(matter: str | None) -> Callable[[Rulebook], Any]:
    def ask(rules: Rulebook) -> Any:
        figures = required_majority(rules, matter).figures
        return tuple(figures[name] for name in ("resolution", "share", "strictly-more", "base"))

    return ask


def _in_each_class(matter: str) -> Callable[[Rulebook], Any]:
    return lambda rules: required_majority(rules, matter).figures.get("each-class-share")


def _carried(in_favour: int, against: int, matter: str | None = None, abstaining: int = 0) -> Callable[[Rulebook], Any]:
    votes = {"anybody": Votes(in_favour, against, abstaining)}
    entitled = in_favour + against + abstaining
    return lambda rules: carried(rules, votes, matter, entitled=entitled).met


def _weighted(**votes: tuple[int, int]) -> Callable[[Rulebook], Any]:
    cast = {name: Votes(*sides) for name, sides in votes.items()}

    def ask(rules: Rulebook) -> Any:
        found = carried(rules, cast)
        return found.met, found.figures["share-reached"]

    return ask


def _secret(rules: Rulebook) -> Any:
    return [one for one in SECRETLY if secret_ballot_required(rules, one).figures.get("because") == "matter"]


def _by_hands(rules: Rulebook) -> Rulebook:
    """As if the meeting usually voted by hands, so that a demand makes the difference."""
    return rules.amended({"P-136": {"rule": rules.cite("P-136").rule, "value": "show_of_hands"}})


def _who_may_demand(rules: Rulebook) -> Any:
    rules = _by_hands(rules)
    enough = (n for n in range(20) if secret_ballot_required(rules, demand=Demand(members=n)).met)
    officers = {one: Demand(**{one: True}) for one in ("chair", "board", "class_representative")}
    return next(enough, None), [who for who, one in officers.items() if secret_ballot_required(rules, demand=one).met]


def _closing(rules: Rulebook) -> Any:
    figures = closing_time(rules, london(2027, 6, 19, 14), called=london(2027, 6, 19, 16)).figures
    return figures["at"], clock(figures.get("closes"))


def _small(rules: Rulebook) -> Any:
    numbers = (4, 5, 6)
    hidden = [large_enough_to_hide(rules, number).met for number in numbers]
    return hidden, [subtotal_may_be_published(rules, number).met for number in numbers]


_ALL_TRUSTEES = ("extraordinary", Fraction(1), False, "all-trustees")
_MOST_TRUSTEES = ("ordinary", Fraction(1, 2), True, "all-trustees")
_BY_51_PER_CENT = ("ordinary", Fraction(51, 100), False, "votes-cast")

_MAJORITIES = (
    question(
        "the majority for something that no rule names",
        _majority(None),
        A=ORDINARY,
        B=ORDINARY,
        C=_BY_51_PER_CENT,
        D=_MOST_TRUSTEES,
        E=ORDINARY,
    ),
    *(
        question(
            f"the majority for {matter}", _majority(matter), **dict.fromkeys("ABCE", EXTRAORDINARY), D=_MOST_TRUSTEES
        )
        for matter in ("rule_change", "asset_disposal", "winding_up")
    ),
    question(
        "the majority to expel, or to remove a trustee",
        _majority("expulsion"),
        **dict.fromkeys("ABCE", EXTRAORDINARY),
        D=("extraordinary", Fraction(1), False, "others"),
    ),
    *(
        question(
            f"the majority for {matter}",
            _majority(matter),
            **dict.fromkeys("ABE", ORDINARY),
            C=_BY_51_PER_CENT,
            D=_ALL_TRUSTEES,
        )
        for matter in ("property", "tenancy", "trustee_change", "closing")
    ),
    question(
        "the majority to change class shares",
        _majority("class_shares"),
        A=ORDINARY,
        B=EXTRAORDINARY,
        C=_BY_51_PER_CENT,
        E=ORDINARY,
    ),
    question(
        "the majority within each class to change class shares",
        _in_each_class("class_shares"),
        A=None,
        B=Fraction(1, 2),
        C=None,
        E=None,
    ),
    question(
        "the majority within each class to change class rights",
        _in_each_class("class_rights"),
        A=None,
        B=Fraction(1, 2),
        C=None,
        E=None,
    ),
    question(
        "the majority to leave a partnership for direct payments",
        _majority("leave_direct_payment_scheme_partnership"),
        A=ORDINARY,
        E=EXTRAORDINARY,
    ),
    question(
        "the majority to change the purpose",
        _majority("purpose_clause"),
        A=ORDINARY,
        B=("entrenched", Fraction(3, 4), False, "votes-cast"),
        C=("entrenched", Fraction(1), False, "votes-cast"),
        D=_MOST_TRUSTEES,
        E=("entrenched", Fraction(9, 10), False, "votes-cast"),
    ),
    question(
        "the majority within each class to change the purpose",
        _in_each_class("purpose_clause"),
        A=None,
        B=Fraction(1, 2),
        C=None,
        E=None,
    ),
    question(
        "the majority to end common ownership",
        _majority("common_ownership"),
        A=ORDINARY,
        C=("entrenched", Fraction(1), False, "votes-cast"),
    ),
    question(
        "the majority to transfer engagements",
        _majority("transfer_of_engagements"),
        **dict.fromkeys("ABE", ("statutory", Fraction(2, 3), False, "votes-cast")),
        C=_BY_51_PER_CENT,
        D=_MOST_TRUSTEES,
    ),
    question(
        "V-05: whether 15 to 5 changes the rules", _carried(15, 5, "rule_change", 4), A=True, C=True, D=True, E=True
    ),
    question("whether 14 to 5 changes the rules", _carried(14, 5, "rule_change"), A=False, C=False, D=True, E=False),
    question("V-06: whether 101 to 100 carries", _carried(101, 100), A=True, C=False, D=True, E=True),
    question("whether 103 to 98 carries", _carried(103, 98), A=True, C=True, D=True, E=True),
    question("whether 4 to 3 carries with 2 abstaining", _carried(4, 3, None, 2), A=True, C=True, D=False, E=True),
    question("whether 5 of 6 trustees sell property", _carried(5, 0, "property", 1), A=True, D=False),
    question("whether 5 of 6 trustees remove the sixth", _carried(5, 1, "expulsion"), D=True),
    question("whether 9 to 1 changes the purpose", _carried(9, 1, "purpose_clause"), A=True, C=False, E=True),
)

_WEIGHTS = (
    question(
        "V-15: what votes of 18 to 7, 6 to 12 and 5 to 5 come to",
        _weighted(supported=(18, 7), worker=(6, 12), community_org=(5, 5)),
        B=(True, Fraction(1589, 3000)),
    ),
    question(
        "the same where no community organisation voted: both classes at their cap",
        _weighted(supported=(18, 7), worker=(6, 12), community_org=(0, 0)),
        B=(True, Fraction(3871, 7500)),
    ),
    question(
        "the same with 30 investors against: a tenth of the whole",
        _weighted(supported=(18, 7), worker=(6, 12), community_org=(5, 5), investor=(0, 30)),
        B=(False, Fraction(1589, 3000) * Fraction(9, 10)),
    ),
    question(
        "the same where supported members did not vote: 35 to 25, each class at most 49 of 100",
        _weighted(supported=(0, 0), worker=(18, 0), community_org=(0, 10)),
        B=(False, Fraction(49, 100)),
    ),
)

_BALLOTS = (
    question(
        "the matters that are always decided by secret ballot",
        _secret,
        A=["election", "expulsion"],
        B=["election", "expulsion", "class_rights", "class_shares"],
        C=["election", "expulsion", "pay"],
        D=[],
        E=["election", "expulsion", "rule_change", "pooled_fund"],
    ),
    question(
        "whether a vote is secret when nobody has asked",
        lambda rules: secret_ballot_required(rules).met,
        A=True,
        B=False,
        C=False,
        D=False,
        E=True,
    ),
    question(
        "how many members can demand a secret ballot, and which officers",
        _who_may_demand,
        A=(2, ["chair"]),
        B=(3, ["chair", "class_representative"]),
        C=(2, ["chair", "board"]),
        D=(1, []),
        E=(1, []),
    ),
    question(
        "when a secret ballot may be demanded",
        lambda rules: [one for one in MOMENTS if demanded_in_time(rules, one).met],
        A=MOMENTS[1:3],
        B=MOMENTS[:3],
        C=MOMENTS[1:3],
        D=MOMENTS,
        E=MOMENTS[:3],
    ),
    question(
        "the kinds of vote that may be electronic",
        lambda rules: [kind for kind in KINDS if may_be_electronic(rules, kind).met],
        A=["ordinary", "extraordinary", "elections"],
        B=["ordinary", "extraordinary", "elections"],
        C=["advance_poll_votes"],
        D=["decision_poll"],
        E=["ordinary", "extraordinary", "elections"],
    ),
    question(
        "the latest opening of a ballot that closes on 19 June 2027 at 2 in the afternoon",
        lambda rules: clock(latest_opening(rules, london(2027, 6, 19, 14)).figures["latest"]),
        A="2027-06-05 14:00",
        B="2027-06-05 14:00",
        C="2027-06-12 14:00",
        D="2027-06-17 14:00",
        E="2027-05-29 14:00",
    ),
    question(
        "when a ballot closes at a meeting on 19 June 2027 at 2, with votes called for at 4",
        _closing,
        A=("meeting-close", None),
        B=("before-meeting", "2027-06-17 14:00"),
        C=("meeting-close", None),
        D=("after-call", "2027-06-20 16:00"),
        E=("meeting-close", None),
    ),
    question(
        "what happens when somebody votes again",
        lambda rules: may_vote_again(rules).figures["policy"],
        **dict.fromkeys("ABCE", "last-valid-vote-counts"),
        D="open",
    ),
    question(
        "whether 4, 5 and 6 voters are enough to hide a vote, and enough for a subtotal",
        _small,
        **dict.fromkeys("ABCE", ([False, True, True], [False, True, True])),
        D=([True, True, True], [True, True, True]),
    ),
)

QUESTIONS = (*_MAJORITIES, *_WEIGHTS, *_BALLOTS)
