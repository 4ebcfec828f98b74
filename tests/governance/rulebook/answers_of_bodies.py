"""Answers about the board, money and what runs through the year, met and not met."""

from collections.abc import Iterator
from datetime import date, timedelta

from constitution import (
    Finding,
    Rulebook,
    Votes,
    audit,
    balloting,
    deadlines,
    delegation,
    directors,
    interests,
    joining,
    money,
    written,
)
from constitution.audit import Year

BOOK = Rulebook.from_pack("e-citizen-directed")
DAY = date(2027, 6, 1)


def changed(**values: object) -> Rulebook:
    """The book with other values, such as P_140=True."""
    return BOOK.amended({name.replace("_", "-"): {"rule": "1", "value": value} for name, value in values.items()})


def answers() -> Iterator[Finding]:
    yield from _of_the_board()
    yield from _of_money()
    yield from _of_the_year()
    yield from _of_members()


def _of_the_board() -> Iterator[Finding]:
    for board in ({"citizen": 4, "supporter": 1}, {"citizen": 1, "supporter": 9}):
        yield directors.composition(BOOK, board, ("citizen",))
    for age, terms in ((40, 0), (12, 0), (40, 9)):
        yield directors.may_be_director(BOOK, age, terms)
    for number in (0, 7):
        yield directors.may_coopt(BOOK, number)
        yield directors.decided_in_writing(BOOK, number, 7)
    for votes in (Votes(3, 5), Votes(9, 1), Votes(2, 2)):
        yield directors.removed(BOOK, votes)
        yield directors.board_decided(BOOK, votes)
    yield directors.removal_notice(BOOK, DAY)
    yield directors.removal_notice(changed(P_198={}), DAY)
    trust = Rulebook.from_pack("d-living-trust")
    for number in (4, 5):
        yield directors.may_hold_title(trust, number)
    for interest in ("own_package", "rights_as_member"):
        yield interests.taking_part(BOOK, interest)
        yield interests.is_known_beforehand(changed(P_215=["own_package"]), interest)


def _of_money() -> Iterator[Finding]:
    dividing = changed(P_220=["reserve", "community"], P_222={"reserve": 50})
    yield money.surplus_divided(dividing, 100_00, {"reserve": 60_00, "community": 40_00})
    yield money.surplus_divided(dividing, 100_00, {"reserve": 10_00, "community": 90_00}, ("community",))
    for more in (1_00, 10_000_000_00):
        yield money.may_borrow(changed(P_226="50000.00"), 10_000_00, more)
        yield money.disposal_needs_resolution(changed(P_228="1/4"), more, 10_000_00)
    for year in (Year(100_00, 200_00, 300_00, 20), Year(10_000_000_00, 10_000_000_00, 10_000_000_00, 2_000)):
        yield audit.may_go_without(changed(P_229="disapply"), year, DAY)
        yield audit.lay_auditors_are_enough(BOOK, year, DAY)
        yield audit.report_needed(BOOK, year.turnover, DAY)


def _of_the_year() -> Iterator[Finding]:
    for held in (0, 9):
        yield deadlines.other_meetings(changed(P_065=3), held)
    yield deadlines.result_published_by(BOOK, DAY)
    yield deadlines.challenged_by(BOOK, DAY)
    yield deadlines.kept_until(BOOK, "P-282", DAY)
    writing = changed(P_148={"allowed": True, "fraction": "3/4", "cmp": ">=", "base": "all_members"})
    for in_favour in (3, 20):
        yield written.written_resolution(writing, in_favour, 20)
    yield written.written_resolution(BOOK, 3, 20)
    yield written.written_resolution(writing, 3, 20, "amalgamation")
    yield written.written_resolution(changed(P_148={"allowed": True}), 3, 20)
    yield written.lapses(BOOK, DAY)
    yield written.lapses(BOOK.amended({"P-002": {"rule": "1", "value": "ca2006"}}), DAY)
    for moment in ("in_advance", "afterwards"):
        yield balloting.demanded_in_time(BOOK, moment)


def _of_members() -> Iterator[Finding]:
    yield joining.admission_decided_by(BOOK, DAY)
    yield joining.resignation_takes_effect(changed(P_041=28), DAY)
    yield joining.ends_after_service(changed(P_040=90), DAY)
    for paid in (True, False):
        yield joining.ends_by_arrears(changed(P_037=6), DAY - timedelta(days=30), paid)
    for withdrawable in (True, False):
        yield joining.shares_withdrawn_on(changed(P_033=withdrawable, P_034=90), DAY)
    for shares in (1, 9):
        yield joining.shares_allowed(BOOK, shares)
    for policy in ("always", "never"):
        yield delegation.may_vote_by_authority(changed(P_176=policy), covered=True)
    for policy in ("either", "directed_only"):
        yield delegation.may_be_undirected(changed(P_175=policy))
