"""The worked examples of money in the domain reference, M-00 to M-12: input and expected output, to the penny.

Those that need a week's cost to an employer, a rota or a member's account stand in
`tests.governance.arrangements.test_examples`; the last test counts both.
"""

import re
from datetime import date, time
from fractions import Fraction
from pathlib import Path

import pytest

from constitution import Rulebook
from constitution.apportionment import apportioned
from constitution.board import is_board_quorate
from constitution.interests import is_known_beforehand, taking_part
from constitution.money import surplus_divided
from constitution.pooling import contingency, leaves_on, may_be_divided_by, refund, shares, shares_added
from constitution.support import Framework, Shift, Week, absence_charge, all_agreed, gate, within_framework
from tests.constitution.samples import model, society

HERE = Path(__file__)
ELSEWHERE = HERE.parents[1] / "governance" / "arrangements" / "test_examples.py"
TRUST, PROVIDER = Rulebook.from_pack("d-living-trust"), Rulebook.from_pack("c-employee-owned")
SEVEN = [1] * 7

SHARED_HOURS = [45, 30, 52, 41]
WEEK, PERIOD = 147 * 18_65 + 7 * 92_00, 4 * (147 * 18_65 + 7 * 92_00)
PAID = [3_808_75, 2_539_16, 4_401_21, 3_470_19]
SPENT_IN_THREE = 40_203_45

WORKSHOP, MATERIALS = 85_00 + 12_50, 137_40

WEEKDAY, WEEKEND = 24_10, 27_40
TUESDAY, SATURDAY = 1, 5
FRAMEWORK = Framework(least_hours=Fraction(16), most_hours=Fraction(24), window=(time(7), time(22)), weekly_cap=510_00)
PATTERN = tuple(Shift(day, time(9), time(13), WEEKDAY) for day in (0, 2, 3))
AGREED = (
    *PATTERN,
    Shift(TUESDAY, time(9), time(11), WEEKDAY),
    Shift(TUESDAY, time(14), time(16), WEEKDAY),
    Shift(4, time(9), time(11), WEEKDAY),
    Shift(SATURDAY, time(10), time(12), WEEKEND),
)


def test_m_00() -> None:
    """Exact shares, floored; pence left over go to the largest fractional parts, ties by P-245. A period's share is the
    difference between successive cumulative shares. Re-running gives the same pennies"""
    assert apportioned(1_00, [1, 1, 1]) == (34, 33, 33)
    assert apportioned(1_00, [1, 1, 2, 3]) == (14, 14, 29, 43)
    assert [shares(society({"P-245": "rotate"}), 1_00, [1, 1, 1], period) for period in range(4)] == [
        (34, 33, 33),
        (33, 34, 33),
        (33, 33, 34),
        (34, 33, 33),
    ]
    assert shares(society({"P-245": "join_order"}), 1_00, [1, 1, 1], 1) == (34, 33, 33)
    assert shares(society({"P-244": "last_payer_absorbs"}), 1_00, [1, 1, 1]) == (33, 33, 34)
    weeks = [shares_added(society(), 1_00 * week, 1_00 * (week + 1), [1, 1, 1]) for week in range(3)]
    assert [sum(week) for week in weeks] == [1_00] * 3
    assert tuple(map(sum, zip(*weeks, strict=True))) == shares(society(), 3_00, [1, 1, 1]) == (1_00, 1_00, 1_00)


def test_m_01_a() -> None:
    """£52.05 over 7: members 1-4 £7.44, 5-7 £7.43"""
    assert 3 * 17_35 == 52_05
    assert shares(society(), 52_05, SEVEN) == (7_44,) * 4 + (7_43,) * 3


def test_m_01_b() -> None:
    """Six attend 3 h, member 7 attends 1.5 h: members 1-5 £8.01, member 6 £8.00, member 7 £4.00"""
    assert shares(society(), 52_05, [3] * 6 + [Fraction(3, 2)]) == (8_01,) * 5 + (8_00, 4_00)


def test_m_01_c() -> None:
    """£11.20 among 6 who travelled (1-6): 1-4 £1.87, 5-6 £1.86"""
    assert shares(society(), 11_20, [1] * 6 + [0]) == (1_87,) * 4 + (1_86,) * 2 + (0,)


def test_m_01_d() -> None:
    """Member 7 cancels 30 h before (limit 24 h): not charged: 1-3 £8.68, 4-6 £8.67"""
    rules = society({"P-275": {"hours": 24, "percent": 100}})
    assert shares(society(), 52_05, _weights(rules, cancelled=30)) == (8_68,) * 3 + (8_67,) * 3 + (0,)


def test_m_01_e() -> None:
    """Member 7 cancels 5 h before: charged as present: as case a"""
    rules = society({"P-275": {"hours": 24, "percent": 100}})
    assert shares(society(), 52_05, _weights(rules, cancelled=5)) == (7_44,) * 4 + (7_43,) * 3


def test_m_01_f() -> None:
    """Each also has 12 h alone: group week £1,509.45; if all 15 h were individual £1,821.75; saving £312.30"""
    alone = Week((Shift(0, time(8), time(20), 17_35),)).cost()
    together = Week((Shift(1, time(13), time(16), 17_35),)).cost()
    assert (alone, 7 * alone + together) == (208_20, 1_509_45)
    assert 7 * (alone + together) == 1_821_75
    assert 7 * (alone + together) - (7 * alone + together) == 312_30


def test_m_02_costs() -> None:
    """Weekly £3,385.55; one week by hours; a four-week period; contingency 5 %; the contribution of each"""
    assert may_be_divided_by(TRUST, "assessed_hours").met
    assert (WEEK, PERIOD) == (3_385_55, 13_542_20)
    assert shares(TRUST, WEEK, SHARED_HOURS) == (906_84, 604_56, 1_047_91, 826_24)
    base = shares(TRUST, PERIOD, SHARED_HOURS)
    assert base == (3_627_38, 2_418_25, 4_191_63, 3_304_94)
    kept = contingency(TRUST, PERIOD).figures["pence"]
    assert isinstance(kept, int)
    aside = shares(TRUST, kept, SHARED_HOURS)
    assert (kept, aside) == (677_11, (181_37, 120_91, 209_58, 165_25))
    assert [sum(both) for both in zip(base, aside, strict=True)] == PAID
    assert sum(PAID) == 14_219_31


def test_m_02_leaving() -> None:
    """After three periods the balance is £2,454.48. D leaves without notice: £2,705.93 owed, no refund. With four
    weeks' notice and period 4 paid: refund £764.26, the fund falls from £3,131.59 to £2,367.33"""
    assert 3 * sum(PAID) == 42_657_93
    assert 42_657_93 - SPENT_IN_THREE == 2_454_48
    assert shares(TRUST, SPENT_IN_THREE, SHARED_HOURS)[3] == 9_811_56
    used = shares(TRUST, SPENT_IN_THREE + PERIOD, SHARED_HOURS)
    without = refund(TRUST, 3 * PAID[3], used[3], 3 * PAID[3] - 9_811_56)
    assert (without.met, without.figures["refund"], without.figures["owed"]) == (False, 0, 2_705_93)

    assert leaves_on(TRUST, date(2027, 3, 1)).figures["last-day"] == date(2027, 3, 29)
    assert (SPENT_IN_THREE + PERIOD, used[3], 4 * PAID[3]) == (53_745_65, 13_116_50, 13_880_76)
    balances = [4 * paid - part for paid, part in zip(PAID, used, strict=True)]
    assert balances == [838_85, 559_20, 969_28, 764_26]
    served = refund(TRUST, 4 * PAID[3], used[3], balances[3])
    assert (served.met, served.figures["refund"], served.figures["owed"]) == (True, 764_26, 0)
    assert (sum(balances), sum(balances) - 764_26) == (3_131_59, 2_367_33)


def test_m_02_after() -> None:
    """After D the same cover for three: A £1,199.60, B £799.74, C £1,386.21 a week. Rent £1,950.00 a month, equal:
    £487.50 each, after D £650.00 each"""
    assert shares(TRUST, WEEK, SHARED_HOURS[:3]) == (1_199_60, 799_74, 1_386_21)
    assert shares(TRUST, 1_950_00, [1] * 4) == (487_50,) * 4
    assert shares(TRUST, 1_950_00, [1] * 3) == (650_00,) * 3


def test_m_03_contributions() -> None:
    """Ten workshops at £85.00, materials £137.40, room £12.50 a workshop: £1,112.40; members 1-3 £158.92, members 4-7
    £158.91"""
    total = 10 * WORKSHOP + MATERIALS
    assert total == 1_112_40
    assert shares(society(), total, SEVEN) == (158_92,) * 3 + (158_91,) * 4


def test_m_03_leaving() -> None:
    """After workshop 4 spent £527.40; two more workshops stay committed, £195.00; share £103.20 each. Refund: member 3
    £55.72, had it been member 7 £55.71"""
    spent, bound = 4 * WORKSHOP + MATERIALS, 2 * WORKSHOP
    assert (spent, bound, spent + bound) == (527_40, 195_00, 722_40)
    used = shares(society(), spent + bound, SEVEN)
    assert used == (103_20,) * 7
    for place, paid, back in ((2, 158_92, 55_72), (6, 158_91, 55_71)):
        balance = paid - shares(society(), spent, SEVEN)[place]
        found = refund(society(), paid, used[place], balance)
        assert (found.met, found.figures["refund"]) == (True, back)


def test_m_03_afterwards() -> None:
    """Left £529.28; six workshops cost £585.00; shortfall £55.72. Six top up: four £9.29, two £9.28. Or five more
    workshops: £41.78 left at the end; two receive £6.97, four £6.96"""
    left = 1_112_40 - 527_40 - 55_72
    assert (left, 6 * WORKSHOP, 6 * WORKSHOP - left) == (529_28, 585_00, 55_72)
    assert shares(society(), 55_72, [1] * 6) == (9_29,) * 4 + (9_28,) * 2
    assert left - 5 * WORKSHOP == 41_78
    assert shares(society(), 41_78, [1] * 6) == (6_97,) * 2 + (6_96,) * 4


def test_m_06_gate() -> None:
    """An introduced carer cannot be marked active until gate items are dated; with supervised start allowed, hours
    before completion need a second PA on the same shift"""
    day = date(2027, 3, 1)
    dated = dict.fromkeys(("right_to_work", "references", "dbs", "agreement_signed"), day)
    modules = model().words("P-264")
    assert gate(model(), dated, modules, supervised=False).met
    for item in dated:
        lacking = {one: done for one, done in dated.items() if one != item}
        found = gate(model(), lacking, modules, supervised=True)
        assert (found.met, found.figures["missing"]) == (False, item)
    assert gate(model(), dated, modules[:1], supervised=False).figures["missing"] == "core_training"
    alone_never = Rulebook.from_pack("a-service-user")
    assert gate(model(), dated, modules[:1], supervised=True).met
    assert not gate(alone_never, dated, modules[:1], supervised=True).met


def test_m_07_pattern() -> None:
    """Agreed pattern 18 weekday + 2 weekend: £488.60"""
    found = within_framework(PROVIDER, FRAMEWORK, Week(AGREED), None)
    assert found.met
    assert (found.figures["hours"], found.figures["cost"]) == (Fraction(20), 488_60)


def test_m_07_moved() -> None:
    """Member and worker move 2 h from Tuesday to Saturday: £495.20 (+ £6.60): inside, no approval, both consents"""
    found = within_framework(PROVIDER, FRAMEWORK, Week(_moved()), None)
    assert found.met
    assert found.figures["cost"] == 495_20
    assert Week(_moved()).cost() - Week(AGREED).cost() == 6_60
    assert all_agreed(PROVIDER, ["member", "pa"]).met


def test_m_07_too_dear() -> None:
    """After that move, add 3 more weekend hours: £577.40, 23 h: hours inside, cost cap broken"""
    found = within_framework(PROVIDER, FRAMEWORK, Week((*_moved(), Shift(6, time(10), time(13), WEEKEND))), None)
    assert (found.met, found.figures["broken"]) == (False, "cost")
    assert (found.figures["hours"], found.figures["cost"], found.figures["over"]) == (Fraction(23), 577_40, 67_40)


def test_m_07_too_late() -> None:
    """Move 1 h to 22:30: time window broken"""
    late = (
        *AGREED[:-2],
        Shift(4, time(9), time(10), WEEKDAY),
        Shift(4, time(22, 30), time(23, 30), WEEKDAY),
        AGREED[-1],
    )
    found = within_framework(PROVIDER, FRAMEWORK, Week(late), None)
    assert (found.met, found.figures["broken"], found.figures["outside"]) == (False, "window", Fraction(1))
    assert found.figures["cost"] == 488_60


def test_m_07_refused() -> None:
    """Worker refuses: no change; no reason needed"""
    found = all_agreed(PROVIDER, ["member"])
    assert (found.met, found.figures["missing"]) == (False, "pa")


def test_m_08() -> None:
    """Surplus £48,312.77 by 30/10/25/35: £14,493.83, £4,831.28, £12,078.19, £16,909.47. A line to an investor or
    shareholder class is rejected where P-221 is none. With floors reserve 30 and community 10, a proposal 25/15/30/30
    is rejected"""
    surplus, uses = 48_312_77, ("reserve", "community", "training_and_quality", "further_reserve")
    rules = society({"P-221": "none", "P-222": {"reserve": 30, "community": 10}})
    parts = dict(zip(uses, apportioned(surplus, [30, 10, 25, 35]), strict=True))
    assert list(parts.values()) == [14_493_83, 4_831_28, 12_078_19, 16_909_47]
    assert surplus_divided(rules, surplus, parts).met
    to_investors = {**parts, "further_reserve": 0, "investor": parts["further_reserve"]}
    rejected = surplus_divided(rules, surplus, to_investors, to_members=["investor"])
    assert (rejected.met, rejected.figures["most-to-members"]) == (False, 0)
    too_low = dict(zip(uses, apportioned(surplus, [25, 15, 30, 30]), strict=True))
    assert surplus_divided(rules, surplus, too_low).figures["below-floor"] == "reserve"


def test_m_10() -> None:
    """23 members pay £5.00 a period for 13 periods: £1,495.00. Emergency cover 14 h at £17.35 plus £2.10 premium:
    £272.30; the member pays the usual £242.90, the fund £29.40, fund £1,465.60"""
    fund = 23 * 13 * 5_00
    usual, dearer = (Week((Shift(0, time(7), time(21), rate),)).cost() for rate in (17_35, 17_35 + 2_10))
    assert (fund, dearer, usual, dearer - usual) == (1_495_00, 272_30, 242_90, 29_40)
    assert fund - (dearer - usual) == 1_465_60


def test_m_11() -> None:
    """Eleven flats share seven sleep-ins (£644.00): six £58.55, five £58.54. Waking nights 56 h at £18.65 (£1,044.40):
    six £94.95, five £94.94. One joins for the last 4 of 7 nights: nine £60.92, one £60.91, the newcomer £34.81"""
    assert shares(society(), 7 * 92_00, [1] * 11) == (58_55,) * 6 + (58_54,) * 5
    assert shares(society(), 56 * 18_65, [1] * 11) == (94_95,) * 6 + (94_94,) * 5
    assert shares(society(), 644_00, [7] * 10 + [4]) == (60_92,) * 9 + (60_91, 34_81)


@pytest.mark.parametrize(
    ("interest", "withdrawn"),
    [("org_supplier", "community_org"), ("worker_pay", "worker"), ("own_package", "supported")],
)
def test_m_12(interest: str, withdrawn: str) -> None:
    """A director's organisation offers a room: declared and logged, withdrawn, not counted in quorum or vote. Worker
    directors likewise from pay rates, user directors from their own package; if fewer than quorum remain, P-216"""
    rules = Rulebook.from_pack("b-multi-stakeholder")
    assert is_known_beforehand(rules, interest).met
    found = taking_part(rules, interest)
    assert (found.met, found.figures["stays"], found.figures["counts"]) == (False, False, False)
    there = {"supported": 3, "worker": 2, "community_org": 2}
    one_out, both_out = (is_board_quorate(rules, 12, there, {withdrawn: number}) for number in (1, 2))
    assert (one_out.met, one_out.figures["counted"], one_out.figures["needed"]) == (True, 6, 6)
    assert (both_out.met, both_out.figures["decided-by"]) == (False, "independents-then-gm")
    assert "P-216" in {citation.parameter for citation in both_out.citations}


def test_every_example_is_here_or_beside_the_arrangements_once_with_its_words() -> None:
    named = re.compile(r'^def test_m_(\d\d)(?:_(\w+))?\(.*\n    """\S', re.MULTILINE)
    found = [one for path in (HERE, ELSEWHERE) for one in named.findall(path.read_text(encoding="utf-8"))]
    assert len(found) == len(set(found)) == sum(path.read_text().count("\ndef test_m_") for path in (HERE, ELSEWHERE))
    assert {number for number, _ in found} == {f"{number:02}" for number in range(13)}
    assert {case for number, case in found if number == "01"} == set("abcdef")


def _weights(rules: Rulebook, cancelled: int) -> list[int]:
    """Six came, the seventh cancelled so many hours before."""
    charged = [absence_charge(rules, before).figures["percent"] for before in (*[None] * 6, cancelled)]
    return [percent for percent in charged if isinstance(percent, int)]


def _moved() -> tuple[Shift, ...]:
    """Two hours go from Tuesday afternoon to Saturday."""
    stay = tuple(one for one in AGREED if (one.weekday, one.start) != (TUESDAY, time(14)))
    return (*stay, Shift(SATURDAY, time(14), time(16), WEEKEND))
