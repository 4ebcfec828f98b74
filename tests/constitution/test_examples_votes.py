"""The worked examples of voting in the domain reference, V-01 to V-24: input and expected output, word for word."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from constitution import Rulebook, Votes, in_force
from constitution.amendment import takes_effect
from constitution.balloting import large_enough_to_hide, subtotal_may_be_published
from constitution.board import is_board_quorate, standing_down
from constitution.classes import Holding, classes_on, one_class_at_a_time
from constitution.elections import quota
from constitution.eligibility import may_vote
from constitution.notice import Business, required_notice
from constitution.quorum import Electorate, quorum_needed
from constitution.requisition import members_needed
from constitution.resolutions import carried
from constitution.statutory import instrument
from constitution.weights import weighted
from tests.constitution.samples import model, society

RULE_CHANGE, TRANSFER, CONVERSION = "rule_change", "transfer_of_engagements", "company_conversion"
AUDIT = "audit_disapplication"
CLASSES = {"supported": Votes(18, 7), "worker": Votes(6, 12), "community": Votes(5, 5)}
WITHOUT_COMMUNITY = {**CLASSES, "community": Votes(0, 0)}
SHARED: Mapping[str, object] = {
    "P-131": ["class_share"],
    "P-132": {"supported": 40, "worker": 35, "community": 25},
}
INVESTORS = {"member": Votes(12, 4), "investor": Votes(0, 4)}
INVESTORS_CAPPED: Mapping[str, object] = {"P-131": ["class_cap"], "P-133": {"investor": 10}}
TWO_THIRDS = {"fraction": "2/3", "cmp": ">="}


def quorum(least: int, share: str, members: int) -> object:
    rules = society({"P-100": least, "P-101": share})
    return quorum_needed(rules, Electorate({"member": members})).figures["needed"]


def test_v_01() -> None:
    """Quorum "greater of 3 or 10 %", round up: 12, 30, 31, 47, 480 members: 3, 3, 4, 5, 48"""
    assert [quorum(3, "1/10", members) for members in (12, 30, 31, 47, 480)] == [3, 3, 4, 5, 48]


def test_v_02() -> None:
    """Quorum "greater of 3 or 25 %": 13 members: 4. "Greater of 2 or 50 %": 9 members: 5"""
    assert quorum(3, "1/4", 13) == 4
    assert quorum(2, "1/2", 9) == 5


def test_v_03() -> None:
    """Retire "nearest to one-third": boards of 3 to 12: 1, 1, 2, 2, 2, 3, 3, 3, 4, 4"""
    numbers = [standing_down(society({"P-187": "1/3", "P-188": "nearest"}), board) for board in range(3, 13)]
    assert [one.figures["number"] for one in numbers] == [1, 1, 2, 2, 2, 3, 3, 3, 4, 4]


def test_v_04() -> None:
    """Requisition "lesser of 1/10 or 100", round up: 9, 23, 480, 1,000, 5,000 members: 1, 3, 48, 100, 100"""
    rules = society({"P-066": "1/10", "P-067": 100})
    found = [members_needed(rules, members).figures["needed"] for members in (9, 23, 480, 1000, 5000)]
    assert found == [1, 3, 48, 100, 100]


def test_v_05() -> None:
    """75 % of votes cast, `>=`: 15 for, 5 against, 4 abstain: passes. Same with comparator `>`: fails"""
    at_least, more = ({"P-141": {"fraction": "3/4", "cmp": cmp}} for cmp in (">=", ">"))
    passes = carried(society(at_least), Votes(15, 5, 4), RULE_CHANGE)
    assert (passes.met, passes.figures["base"], passes.figures["needed"]) == (True, 20, 15)
    fails = carried(society(more), Votes(15, 5, 4), RULE_CHANGE)
    assert (fails.met, fails.figures["needed"], fails.figures["missing"]) == (False, 16, 1)


def test_v_06() -> None:
    """Ordinary: 101 for, 100 against. Threshold 1/2 `>` passes; threshold 51/100 `>=` (needs 103 of 201) fails"""
    assert carried(society({"P-140": {"fraction": "1/2", "cmp": ">"}}), Votes(101, 100)).met
    fails = carried(society({"P-140": {"fraction": "51/100", "cmp": ">="}}), Votes(101, 100))
    assert (fails.met, fails.figures["needed"], fails.figures["base"]) == (False, 103, 201)


def test_v_07() -> None:
    """Tie 9–9, no casting vote, general meeting: lost"""
    found = carried(society({"P-121": False, "P-122": "lost"}), Votes(9, 9), casting=True)
    assert (found.met, found.figures["tied"], found.figures["tie-result"]) == (False, True, "lost")


def test_v_08() -> None:
    """Transfer of engagements: 21 eligible members vote, 14 for: passes first meeting (exactly 2/3). 20 vote, 13 for:
    fails (14 needed)"""
    assert carried(society(), Votes(14, 7), TRANSFER).met
    fails = carried(society(), Votes(13, 7), TRANSFER)
    assert (fails.met, fails.figures["needed"], fails.figures["because"]) == (False, 14, "majority")


def test_v_09() -> None:
    """Conversion to company: 40 eligible; 20 vote, 15 for: passes first meeting (50 % turnout, 75 %). 40 eligible; 19
    vote, 19 for: fails on turnout"""
    assert carried(society(), Votes(15, 5), CONVERSION, entitled=40).met
    fails = carried(society(), Votes(19, 0), CONVERSION, entitled=40)
    assert (fails.met, fails.figures["because"], fails.figures["turnout-needed"]) == (False, "turnout", 20)


def test_v_10() -> None:
    """Dissolution instrument, 41 members: 31 signatures needed"""
    assert instrument(society(), 41, 31).met
    short = instrument(society(), 41, 30)
    assert (short.met, short.figures["needed"], short.figures["missing"]) == (False, 31, 1)


def test_v_11() -> None:
    """Audit disapplication, 100 entitled: 24 for / 6 against: fails (exactly 20 %); 25/6: passes (19.35 %, 6 %); 50/10:
    fails (exactly 10 % of members); 60/9: passes (13.04 %, 9 %)"""
    found = [carried(society(), Votes(*votes), AUDIT, entitled=100) for votes in ((24, 6), (25, 6), (50, 10), (60, 9))]
    assert [one.met for one in found] == [False, True, False, True]
    assert [one.figures.get("because") for one in found] == ["majority", None, "opposed", None]
    assert found[2].figures["most-against"] == 9


def test_v_12() -> None:
    """Audit disapplication: 10 entitled, 6 for / 1 against: fails (10 % of members); 11 entitled, 6/1: passes (9.09 %,
    14.29 %); 12 entitled, 4/1: fails (exactly 20 %)"""
    found = [
        carried(society(), Votes(for_, 1), AUDIT, entitled=entitled) for entitled, for_ in ((10, 6), (11, 6), (12, 4))
    ]
    assert [one.met for one in found] == [False, True, False]
    assert [one.figures.get("because") for one in found] == ["opposed", None, "majority"]


def test_v_13() -> None:
    """Investor cap 10 %: non-investors 12 for, 4 against; investors 0 for, 4 against. Scale investors so their total is
    10 % of all weighted votes: each investor vote = 4/9; total = 160/9; for = 67.5 %. Unweighted it is 60 %, so a
    two-thirds rule flips"""
    rules = society({**INVESTORS_CAPPED, "P-140": TWO_THIRDS})
    result = weighted(rules, INVESTORS)
    assert result.of_one_vote("investor") == Fraction(4, 9)
    assert result.base == Fraction(160, 9)
    found = carried(rules, INVESTORS)
    assert (found.met, found.figures["share-reached"]) == (True, Fraction(675, 1000))
    assert found.figures["share-by-heads"] == Fraction(60, 100)
    assert not carried(society({"P-140": TWO_THIRDS}), INVESTORS).met


def test_v_14() -> None:
    """Class cap 49 %: users 45–15, workers 2–8, community 4–4. Scale users down to 49 % of weighted total: user vote
    weight = 49/170; for = 43/80 = 53.75 %. Unweighted 51/78 = 65.38 %"""
    rules = society({"P-131": ["class_cap"], "P-133": {"any_class": 49}})
    votes = {"user": Votes(45, 15), "worker": Votes(2, 8), "community": Votes(4, 4)}
    found = carried(rules, votes)
    assert found.figures["vote-worth-user"] == Fraction(49, 170)
    assert found.figures["share-reached"] == Fraction(43, 80)
    assert found.figures["share-by-heads"] == Fraction(51, 78)


def test_v_15() -> None:
    """Class shares 40/35/25, proportional within class: supported 18–7, worker 6–12, community 5–5: for = 40·18/25 +
    35·6/18 + 25·1/2 = 1589/30 = 52.966… %: carried. Unweighted 29–24 = 54.7 %"""
    found = carried(society(SHARED), CLASSES)
    assert found.figures["weighted-in-favour"] == Fraction(1589, 30)
    assert found.figures["weighted-base"] == 100
    assert found.met
    assert (found.figures["in-favour"], found.figures["against"]) == (29, 24)
    assert found.figures["share-by-heads"] == Fraction(29, 53)


def test_v_16() -> None:
    """V-15 with no community votes cast, redistribute pro rata: shares 53.333…/46.666…; for = 53.955… %"""
    result = weighted(society({**SHARED, "P-135": "redistribute_pro_rata"}), WITHOUT_COMMUNITY)
    assert result.points == {"supported": Fraction(160, 3), "worker": Fraction(140, 3), "community": 0}
    assert result.share_in_favour == (Fraction(160, 3) * 18 / 25 + Fraction(140, 3) * 6 / 18) / 100
    assert Fraction(53955, 100_000) < result.share_in_favour < Fraction(53956, 100_000)


def test_v_17() -> None:
    """V-15 as winner-takes-class: supported 40 for, worker 35 against, community tied 25 to neither: 40–35, carried:
    base = points awarded (75); a tied or empty class awards none and leaves the base"""
    rules = society({**SHARED, "P-134": "winner_takes_class"})
    found = carried(rules, CLASSES)
    figures = ("weighted-in-favour", "weighted-against", "weighted-base")
    assert [found.figures[name] for name in figures] == [40, 35, 75]
    assert found.met
    empty = weighted(rules, WITHOUT_COMMUNITY)
    assert empty.share_in_favour == Fraction(40, 75)


def test_v_18() -> None:
    """V-13 input, but the motion is a transfer of engagements (statutory): weights ignored: 12 of 20 = 60 %: fails
    2/3"""
    found = carried(society({**INVESTORS_CAPPED, "P-140": TWO_THIRDS}), INVESTORS, TRANSFER)
    assert (found.met, found.figures["in-favour"], found.figures["base"]) == (False, 12, 20)
    assert found.figures["needed"] == 14
    assert "share-reached" not in found.figures


def test_v_19() -> None:
    """STV, three seats, 61 valid ballots: Droop quota 16"""
    assert quota(society({"P-156": "stv"}), 61, 3).figures["needed"] == 16


def test_v_20() -> None:
    """Member moves from supported to worker on the day between notice and meeting (P-021, P-043 = both dates): votes
    once, in the class held at the meeting; entitlement needs membership (not class) at both dates; the register shows
    both class periods"""
    both = ["supported", "worker"]
    rules = society({"P-020": both, "P-022": both, "P-021": True, "P-043": "at_notice_and_meeting"})
    moved = [Holding("supported", date(2026, 1, 1), date(2027, 6, 10)), Holding("worker", date(2027, 6, 10))]
    found = may_vote(rules, moved, notice=date(2027, 6, 4), meeting=date(2027, 6, 19))
    assert (found.met, found.figures["votes-as"]) == (True, "worker")
    assert one_class_at_a_time(rules, moved).met
    assert [classes_on(moved, date(2027, 6, day)) for day in (9, 10)] == [("supported",), ("worker",)]
    came_later = moved[1:]
    assert not may_vote(rules, came_later, notice=date(2027, 6, 4), meeting=date(2027, 6, 19)).met


def test_v_21() -> None:
    """Class subtotal with 2 voters, minimum cell 5: subtotal withheld from publication"""
    assert not subtotal_may_be_published(society({"P-159": 5}), 2).met
    assert subtotal_may_be_published(society({"P-159": 5}), 5).met


def test_v_22() -> None:
    """Unanimous secret ballot of 4 eligible members: result necessarily reveals every vote: warn before opening the
    ballot (whenever eligible voters are fewer than P-159)"""
    found = large_enough_to_hide(society({"P-159": 5}), 4)
    assert (found.met, found.figures["least"]) == (False, 5)
    assert large_enough_to_hide(society({"P-159": 5}), 5).met


def test_v_23() -> None:
    """Rule change passed 12 May, registered 30 June. Meeting noticed 1 June for 22 June: old quorum and notice rules
    apply"""
    old, passed = model(), date(2027, 5, 12)
    assert not takes_effect(old, passed=passed).met
    effect = takes_effect(old, passed=passed, registered=date(2027, 6, 30)).figures["effective-from"]
    assert effect == date(2027, 6, 30)
    changes = {"P-081": {"rule": "36", "value": 14}, "P-100": {"rule": "39", "value": 12}}
    versions = [old, old.amended(changes, effective_from=date(2027, 6, 30))]
    assert _asked(versions, date(2027, 6, 1)) == _asked(versions, date(2027, 6, 22)) == (21, 8)
    assert _asked(versions, date(2027, 6, 30)) == (14, 12)
    assert in_force([old, old.amended(changes)], date(2027, 12, 31)) == old


def test_v_24() -> None:
    """Director with declared interest: board of 6, quorum greater of 3 or 1/2, two conflicted and withdrawn, one
    absent: three unconflicted present = quorate; two of them absent instead: not quorate, P-216 route"""
    rules = society({"P-193": {"minimum": 3, "fraction": "1/2"}, "P-213": False})
    quorate = is_board_quorate(rules, 6, {"member": 5}, withdrawn={"member": 2})
    assert (quorate.met, quorate.figures["counted"], quorate.figures["needed"]) == (True, 3, 3)
    broken = is_board_quorate(rules, 6, {"member": 4}, withdrawn={"member": 2})
    assert (broken.met, broken.figures["decided-by"]) == (False, "general-meeting")
    assert "P-216" in {citation.parameter for citation in broken.citations}


def _asked(versions: list[Rulebook], day: date) -> tuple[object, object]:
    """The clear days of notice and the quorum of forty that the rules ask that day."""
    rules = in_force(versions, day)
    days = required_notice(rules, {Business.OTHER}).figures["clear-days"]
    return days, quorum_needed(rules, Electorate({"citizen": 40})).figures["needed"]
