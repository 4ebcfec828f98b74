from datetime import datetime

import pytest

from constitution.board import is_board_quorate, standing_down
from constitution.delegation import Holder, may_be_proxy, proxy_deadline
from tests.constitution.samples import company, london, model, society


@pytest.mark.parametrize(("board", "number"), list(enumerate([1, 1, 2, 2, 2, 3, 3, 3, 4, 4], start=3)))
def test_v_03_the_number_nearest_to_a_third_stands_down(board: int, number: int) -> None:
    assert standing_down(society(), board).figures["number"] == number


def test_a_third_can_be_rounded_up_instead() -> None:
    assert standing_down(society({"P-188": "up"}), 4).figures["number"] == 2


def test_v_24_three_without_an_interest_are_a_quorum_of_a_board_of_six() -> None:
    found = is_board_quorate(society(), 6, {"member": 5}, withdrawn={"member": 2})
    assert (found.met, found.figures["counted"], found.figures["needed"]) == (True, 3, 3)


def test_v_24_with_two_of_them_absent_a_general_meeting_decides() -> None:
    found = is_board_quorate(society(), 6, {"member": 3}, withdrawn={"member": 2})
    assert not found.met
    assert found.figures["decided-by"] == "general-meeting"
    assert "P-216" in {citation.parameter for citation in found.citations}


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
    assert not is_board_quorate(rules, 6, {"supported": 4}).met
    assert is_board_quorate(rules, 6, {"supported": 3, "worker": 1}).met


@pytest.mark.parametrize(
    ("clock", "latest"),
    [
        pytest.param("working_hours", london(2027, 5, 27, 11), id="D-16 company"),
        pytest.param("elapsed", london(2027, 5, 30, 11), id="D-16 society"),
    ],
)
def test_d_16_the_proxy_cut_off_over_a_bank_holiday(clock: str, latest: datetime) -> None:
    rules = company({"P-174": {"hours": 48, "clock": clock}})
    assert proxy_deadline(rules, london(2027, 6, 1, 11)).figures["latest"] == latest


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
