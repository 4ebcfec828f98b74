"""The worked examples of money that need an employer's cost, a rota or a member's account, to the penny.

The others, and the test that counts them all, stand in `tests.constitution.test_examples_money`.
"""

from datetime import date, time
from fractions import Fraction

from constitution.pooling import shares
from governance.arrangements.model.costs import Lines, assumed, shared_by_hours, training_cost, weekly_cost
from governance.arrangements.model.cover import (
    Band,
    Kind,
    cost,
    coverage,
    gaps,
    overlaps,
    shift_on,
    sleep_ins,
    waking_hours,
)
from governance.funds.model.payments import Entered, Terms, lines
from tests.constitution.samples import society

MARCH = date(2027, 3, 1)
HOURS, RATE, LEVY = Fraction(22), 13_60, 55
WAKING_RATE, SLEEP_IN = 18_65, 92_00


def test_m_02_rota() -> None:
    """Level 1 from 07:00 to 23:00, 2 from 08:00 to 10:00 and 17:00 to 20:00, sleep-in 23:00 to 07:00. Monday 1 March
    2027 shifts 07-15, 08-10, 15-22, 17-20, sleep-in 23-07: one gap, 22:00-23:00, 20 waking hours, 1 sleep-in"""
    waking = ((1, 7, 23), (2, 8, 10), (2, 17, 20))
    bands = [Band(Kind.WAKING, level, time(start), time(end)) for level, start, end in waking]
    bands.append(Band(Kind.SLEEP_IN, 1, time(23), time(7)))
    by_day = (("Ann", 7, 15), ("Bob", 8, 10), ("Cai", 15, 22), ("Dai", 17, 20))
    shifts = [shift_on(MARCH, who, Kind.WAKING, time(start), time(end)) for who, start, end in by_day]
    shifts.append(shift_on(MARCH, "Eve", Kind.SLEEP_IN, time(23), time(7)))

    found = coverage(bands, shifts, MARCH, MARCH)
    (gap,) = gaps(found)
    assert (gap.kind, gap.starts.time(), gap.ends.time(), gap.missing) == (Kind.WAKING, time(22), time(23), 1)
    assert overlaps(found) == ()
    assert waking_hours(shifts) == 20
    assert sleep_ins(shifts) == 1


def test_m_02_week() -> None:
    """147 waking hours at £18.65 and 7 sleep-ins at £92.00: £2,741.55 + £644.00 = £3,385.55"""
    days = [date(2027, 3, day) for day in range(1, 8)]
    by_day = [shift_on(day, "Ann", Kind.WAKING, time(7), time(23)) for day in days]
    busy = [
        shift_on(day, "Bob", Kind.WAKING, *hours)
        for day in days
        for hours in ((time(8), time(10)), (time(17), time(20)))
    ]
    nights = [shift_on(day, "Eve", Kind.SLEEP_IN, time(23), time(7)) for day in days]
    assert waking_hours([*by_day, *busy]) == 147
    assert cost([*by_day, *busy], WAKING_RATE, SLEEP_IN) == 2_741_55
    assert cost(nights, WAKING_RATE, SLEEP_IN) == 644_00
    assert cost([*by_day, *busy, *nights], WAKING_RATE, SLEEP_IN) == 3_385_55


def test_m_02_clocks() -> None:
    """Night of 24-25 October 2026, 23:00-07:00, lasts 9 hours; night of 27-28 March 2027 lasts 7 hours; a flat sleep-in
    stays £92.00, a waking night is paid by elapsed hours"""
    for day, hours in ((date(2026, 10, 24), 9), (date(2027, 3, 27), 7)):
        asleep, awake = (shift_on(day, "Eve", kind, time(23), time(7)) for kind in (Kind.SLEEP_IN, Kind.WAKING))
        assert asleep.hours == awake.hours == hours
        assert cost([asleep], WAKING_RATE, SLEEP_IN) == 92_00
        assert cost([awake], WAKING_RATE, SLEEP_IN) == hours * 18_65


def test_m_04() -> None:
    """22 h at £13.60, direct payment £412.00: gross £299.20, holiday £36.11, pension £5.38, National Insurance £30.48,
    levy £12.10: £383.27; left £28.73 (four weeks £114.92). With Employment Allowance £352.79; left £59.21"""
    found = weekly_cost(assumed(MARCH, LEVY), HOURS, RATE)
    assert found == Lines(gross=299_20, holiday=36_11, pension=5_38, insurance=30_48, levy=12_10)
    assert (found.total, 412_00 - found.total, 4 * (412_00 - found.total)) == (383_27, 28_73, 114_92)
    relieved = weekly_cost(assumed(MARCH, LEVY, allowance=True), HOURS, RATE)
    assert (relieved.total, 412_00 - relieved.total) == (352_79, 59_21)


def test_m_05() -> None:
    """10 h for X, 12 h for Y, one employer: National Insurance £13.85 / £16.63 (wrong if computed separately: £6.00 /
    £10.08); pension £2.45 / £2.93; holiday £16.41 / £19.70; gross £136.00 / £163.20; levy £5.50 / £6.60; totals £174.21
    / £209.06 = £383.27"""
    figures, parts = assumed(MARCH, LEVY), [Fraction(10), Fraction(12)]
    both = shared_by_hours(weekly_cost(figures, HOURS, RATE), parts)
    assert both == (
        Lines(gross=136_00, holiday=16_41, pension=2_45, insurance=13_85, levy=5_50),
        Lines(gross=163_20, holiday=19_70, pension=2_93, insurance=16_63, levy=6_60),
    )
    assert [one.total for one in both] == [174_21, 209_06]
    assert sum(one.total for one in both) == 383_27
    assert [weekly_cost(figures, hours, RATE).insurance for hours in parts] == [6_00, 10_08]


def test_m_06_training() -> None:
    """Six PAs, 15 paid training hours each at £13.60 plus trainer £420.00 = £1,644.00, shared equally by 19 members:
    first twelve £86.53, seven £86.52"""
    assert training_cost(6, Fraction(15), 13_60, 0) == 1_224_00
    whole = training_cost(6, Fraction(15), 13_60, 420_00)
    assert whole == 1_644_00
    assert shares(society(), whole, [1] * 19) == (86_53,) * 12 + (86_52,) * 7


def test_m_09() -> None:
    """Per four weeks the authority pays £1,188.60 net, own contribution £96.00, levy £6.50, opening £214.55: closing
    £345.23, £545.31, £579.99 with £96.00 arrears. Gross weekly £321.15; eight-week cap £2,569.20; no excess"""
    terms = Terms(
        amount=1_188_60, own_contribution=96_00, net=True, weeks=4, cap_weeks=8, since=date(2026, 9, 7), opening=214_55
    )
    paid = ((96_00, 1_147_42), (96_00, 1_078_02), (0, 1_147_42))
    found = lines(terms, [Entered(1_188_60, own, invoice, 6_50) for own, invoice in paid])
    assert [one.closing for one in found] == [345_23, 545_31, 579_99]
    assert [one.arrears for one in found] == [0, 0, 96_00]
    assert (terms.gross // 4, terms.cap) == (321_15, 2_569_20)
    assert [one.excess for one in found] == [0, 0, 0]
    (given_back,) = lines(terms, [Entered(1_188_60, 0, 1_147_42, 6_50, other=50_00)])
    assert (given_back.closing, given_back.arrears) == (299_23, 96_00), "other income (K-021) is no own contribution"
