"""Answers about pooled money and personal assistants, met and not met."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from constitution import Finding, Rulebook, pooling, support
from constitution.support import Framework, Shift, Week

BOOK = Rulebook.from_pack("e-citizen-directed")
SHARED = Rulebook.from_pack("b-multi-stakeholder")
TRUST = Rulebook.from_pack("d-living-trust")
DAY = date(2027, 6, 1)
NOON = datetime(2027, 6, 1, 12, tzinfo=UTC)


def answers() -> Iterator[Finding]:
    yield from _of_pooled_money()
    yield from _of_leaving()
    yield from _of_assistants()
    yield from _of_agreements()
    yield from _of_weeks()


def _of_pooled_money() -> Iterator[Finding]:
    for rules in (BOOK, SHARED, TRUST):
        for agreeing in (2, 7):
            yield pooling.participants_decide(rules, "change", agreeing, 7)
        for source in ("motion", "power", "trustees"):
            yield pooling.may_rest_on(rules, source)
        for left in (None, 10_00, 40_00):
            yield pooling.plan_covers(rules, 25_00, left)
    for way in ("split_invoices", "designated_trust_account", "trust_account", "own_money"):
        yield pooling.may_be_held_as(BOOK, way)
    for basis in ("equal", "attended_hours", "assessed_hours", "custom"):
        yield pooling.may_be_divided_by(BOOK, basis)
    yield pooling.contingency(BOOK, 1_234_56)
    yield pooling.contingency(BOOK.amended({"P-246": {"rule": "1", "value": "7.5"}}), 1_234_56)
    for amount, approvals in ((49_99, 1), (51_00, 1), (51_00, 2), (900_00, 2)):
        yield pooling.may_spend(BOOK, amount, 600_00, 700_00, approvals)


def _of_leaving() -> Iterator[Finding]:
    yield pooling.leaves_on(BOOK, DAY)
    for used in (103_20, 181_30):
        yield pooling.refund(BOOK, 158_92, used, 83_57)
    for rules in (BOOK, SHARED):
        for ended in (True, False):
            yield pooling.refund_goes_to(rules, ended)


def _of_assistants() -> Iterator[Finding]:
    for employer in ("co_op", "member", "self_employed", "provider", "trustees"):
        yield support.may_employ(BOOK, employer)
    yield support.may_employ(Rulebook.from_pack("c-employee-owned"), "provider")
    for source in ("from_list", "recruited_by_member", "introduced_by_member", "provider_assigned_agreed"):
        yield support.may_be_found(BOOK, source)
    dated = dict.fromkeys(support.gate_items(BOOK), DAY)
    for supervised in (True, False):
        for modules in (BOOK.words("P-264"), ()):
            yield support.gate(BOOK, dated, modules, supervised)
            yield support.gate(BOOK, {}, modules, supervised)
    yield support.gate(TRUST, {}, (), False)
    yield support.gate(Rulebook.from_pack("c-employee-owned"), {}, (), False)
    for cover in ("shared_bank", "named_second_pa", "members_network", "provider", "rota"):
        yield support.cover_named(BOOK, cover)


def _of_agreements() -> Iterator[Finding]:
    for said in (BOOK.words("P-267"), ("what",)):
        yield support.agreement_complete(BOOK, said)
    yield support.agreement_complete(TRUST, ())
    for by in (("member", "pa"), ("pa",), ()):
        yield support.all_agreed(BOOK, by)
    for hours in (72, 5):
        for emergency in (True, False):
            yield support.told_in_time(BOOK, NOON - timedelta(hours=hours), NOON, emergency)
    for before in (None, 5, 30):
        yield support.absence_charge(BOOK, before)


def _of_weeks() -> Iterator[Finding]:
    usual = Framework(usual_hours=Fraction(20))
    for hours, start in ((4, 9), (2, 9), (7, 9), (4, 21)):
        work = tuple(Shift(day, time(start), time((start + hours) % 24), 17_35) for day in range(5))
        for payment in (600_00, 300_00):
            yield support.within_framework(BOOK, usual, Week(work), payment)
    yield support.within_framework(TRUST, Framework(), Week((Shift(0, time(22), time(7, 45), 17_35),)), None)
