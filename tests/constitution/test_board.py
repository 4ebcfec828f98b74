import pytest

from constitution import Rulebook
from constitution.board import board_quorum_needed, is_board_quorate, standing_down
from constitution.delegation import (
    Holder,
    may_be_proxy,
    may_be_undirected,
    may_vote_by_authority,
    proxy_deadline,
)
from tests.constitution.samples import london, model, society


def test_a_third_can_be_rounded_up_instead() -> None:
    assert standing_down(society({"P-188": "up"}), 4).figures["number"] == 2


def test_a_board_that_is_simply_too_small_is_no_matter_of_interests() -> None:
    found = is_board_quorate(society(), 6, {"member": 2}, withdrawn={"member": 1})
    assert not found.met
    assert "decided-by" not in found.figures


def test_people_with_an_interest_count_where_the_rules_count_them() -> None:
    assert is_board_quorate(society({"P-213": True}), 6, {"member": 3}, withdrawn={"member": 2}).met


def test_most_of_those_present_must_be_citizens_under_the_model() -> None:
    assert is_board_quorate(model(), 6, {"citizen": 3, "citizen_representative": 2}).met
    assert not is_board_quorate(model(), 6, {"citizen": 2, "citizen_representative": 2}).met


def test_a_class_can_be_needed_by_number() -> None:
    rules = society({"P-194": {"worker": 1}})
    short = is_board_quorate(rules, 6, {"supported": 4})
    assert (short.met, short.figures["missing"], short.figures["short"]) == (False, 0, "worker")
    assert is_board_quorate(rules, 6, {"supported": 3, "worker": 1}).met


def test_where_there_are_no_proxies_there_is_no_deadline() -> None:
    assert not proxy_deadline(society(), london(2027, 6, 1, 11)).met


@pytest.mark.parametrize(
    ("holder", "because"),
    [
        (Holder(is_member=True), None),
        (Holder(is_member=True, already_holds=1), None),
        (Holder(is_member=True, already_holds=2), "holds-too-many"),
        (Holder(is_member=False), "not-a-member"),
        (Holder(is_member=True, positions=frozenset({"co_op_staff"})), "excluded"),
    ],
)
def test_who_may_be_a_proxy_under_the_model(holder: Holder, because: str | None) -> None:
    found = may_be_proxy(model(), holder)
    assert found.met is (because is None)
    assert found.figures.get("because") == because


def test_nobody_is_a_proxy_where_the_rules_are_silent() -> None:
    assert may_be_proxy(society(), Holder(is_member=True)).figures["because"] == "no-proxies"


@pytest.mark.parametrize(
    ("policy", "covered", "met"),
    [
        ("if_authority_covers", True, True),
        ("if_authority_covers", False, False),
        ("never", True, False),
        ("always", False, True),
    ],
)
def test_an_attorney_votes_where_the_rules_and_the_authority_allow_it(policy: str, covered: bool, met: bool) -> None:
    assert may_vote_by_authority(society({"P-176": policy}), covered=covered).met is met


def test_the_model_wants_proxies_told_how_to_vote() -> None:
    assert not may_be_undirected(model()).met
    assert may_be_undirected(society({"P-175": "either"})).met


def test_the_quorum_of_a_board_names_the_classes_it_wants() -> None:
    trust = board_quorum_needed(Rulebook.from_pack("d-living-trust"), 6)
    assert (trust.figures["needed"], trust.figures["needed-of-independent-trustee"]) == (4, 1)
    citizens = board_quorum_needed(model(), 9)
    assert (citizens.figures["needed"], citizens.figures["most-of"]) == (5, "citizen")
