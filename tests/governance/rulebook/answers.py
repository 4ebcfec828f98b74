"""An answer to every question of the rules, met and not met, as the library and the house give them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from constitution import (
    Finding,
    Rulebook,
    Votes,
    amendment,
    balloting,
    board,
    boxes,
    checks,
    classes,
    confirming,
    deadlines,
    delegation,
    elections,
    eligibility,
    notice,
    parameter,
    proposing,
    quorum,
    requisition,
    resolutions,
    statutory,
)
from constitution.classes import Holding
from constitution.delegation import Holder
from constitution.notice import Business, Sending
from constitution.quorum import Attendance, Electorate
from constitution.service import Method
from governance.board.model import Office, Term, room_on_the_board
from governance.correspondence.model import Tally, deemed, omission
from governance.meetings.model import Told, standing
from governance.members.model import Candidate, of_age
from governance.motions.model import is_statutory

BOOK = Rulebook.from_pack("e-citizen-directed")
COMPANY = BOOK.amended({"P-002": {"rule": "1", "value": "ca2006"}})
DAY = date(2027, 6, 1)
NOON = datetime(2027, 6, 1, 12, tzinfo=UTC)
PEOPLE = Electorate({"citizen": 60, "supporter": 20})
AGM = {Business.AGM}


def changed(**values: object) -> Rulebook:
    """The book with other values, such as P_140=True."""
    entries = {name.replace("_", "-"): {"rule": "1", "value": value} for name, value in values.items()}
    return BOOK.amended(entries)


def answers() -> Iterator[Finding]:
    yield from _of_meetings()
    yield from _of_notice()
    yield from _of_motions()
    yield from _of_votes()
    yield from _of_ballots()
    yield from _of_people()
    yield from _of_days()
    yield from _of_rule_books()


def _of_meetings() -> Iterator[Finding]:
    nobody, many = Attendance({"supporter": 3}), Attendance({"citizen": 30, "supporter": 8})
    for there in (nobody, many):
        yield quorum.is_quorate(BOOK, PEOPLE, there)
        yield quorum.is_reconvened_quorate(BOOK, PEOPLE, there)
    yield quorum.quorum_needed(BOOK, PEOPLE)
    yield quorum.if_inquorate(BOOK, NOON)
    for action in ("dissolve", "adjourn_by_resolution"):
        if action in _choices("P-109"):
            yield quorum.if_inquorate(changed(P_109=action), NOON)
    yield statutory.quorum_for_conversion(BOOK, 80)
    yield statutory.quorum_for_conversion(BOOK, 1)
    yield requisition.members_needed(BOOK, 80)
    yield requisition.is_supported(BOOK, 2, 80)
    yield requisition.is_supported(BOOK, 40, 80)
    yield requisition.inspection_members_needed(BOOK, 80)
    yield requisition.requisition(BOOK, DAY)
    yield requisition.requisition(BOOK, DAY, DAY + timedelta(days=90), signed=9)
    for met in (True, False):
        yield BOOK.finding("business-open", "P-076", met=met)


def _of_notice() -> Iterator[Finding]:
    both = [Sending(Method.POST, DAY), Sending(Method.EMAIL, NOON)]
    half = [Sending(Method.EMAIL, NOON, frozenset({"en"}))]
    yield notice.required_notice(BOOK, AGM)
    yield notice.required_notice(BOOK, {Business.COMPANY_CONVERSION})
    for sendings in (both, half, []):
        yield notice.earliest_meeting(BOOK, AGM, sendings)
        yield notice.notice_given(BOOK, AGM, DAY + timedelta(days=10), sendings)
    yield notice.notice_given(BOOK, AGM, DAY + timedelta(days=60), both)
    yield notice.notice_given(BOOK, {Business.COMPANY_CONVERSION}, DAY + timedelta(days=10), both)
    limits = notice.latest_service(BOOK, AGM, DAY)
    yield limits
    early, late = Told("citizen", {"en": DAY - timedelta(days=60), "cy": DAY - timedelta(days=60)}), Told("worker", {})
    yield standing(BOOK, limits, DAY, [early] * 5)
    yield standing(BOOK, limits, DAY, [early, late, Told("citizen", {"en": DAY, "cy": DAY})])
    yield notice.short_notice(changed(P_084="not_allowed"), 3, 80)
    for consenting in (3, 80):
        yield notice.short_notice(changed(P_084="9/10"), consenting, 80)
    for days in (7, 40):
        yield notice.adjourned_meeting(BOOK, DAY, DAY + timedelta(days=days))
    for method in (Method.POST, Method.EMAIL, Method.HAND):
        yield deemed(BOOK, method, DAY if method is Method.POST else NOON)
    for given in (80, 70, 2):
        yield omission(BOOK, Tally(80, given, 0, 80 - given, 0))
    for later in (20, 200):
        yield confirming.second_meeting(BOOK, DAY, DAY + timedelta(days=later))
    yield confirming.second_meeting_dates(BOOK, DAY, {Business.OTHER})
    yield confirming.second_meeting_dates(BOOK, DAY, {Business.COMPANY_CONVERSION})
    yield BOOK.finding("notice-words", "P-008", "P-092", met=False)
    yield BOOK.finding("notice-words", "P-092", met=False, items_without=2)
    yield BOOK.finding("motion-words", "P-008", "P-092", met=False, missing="cy, en")


def _of_motions() -> Iterator[Finding]:
    yield proposing.supporters_needed(BOOK, 80)
    for supporters in (1, 40):
        yield proposing.is_supported(BOOK, supporters, 80)
    yield proposing.motion_deadline(BOOK, DAY)
    for received in (DAY, DAY - timedelta(days=100)):
        yield proposing.motion_in_time(BOOK, received, DAY)
    yield amendment.takes_effect(BOOK, passed=DAY)
    yield amendment.takes_effect(BOOK, passed=DAY, registered=DAY + timedelta(days=30))
    yield amendment.takes_effect(changed(P_005="on_deed"), passed=DAY)
    for members in (1, 80):
        yield amendment.may_change_rules(BOOK, members)


def _of_votes() -> Iterator[Finding]:
    for matter in (None, "rule_change", "expulsion", "company_conversion", "amalgamation", "audit_disapplication"):
        yield resolutions.required_majority(BOOK, matter)
        for votes in (Votes(20, 20, 3), Votes(40, 1), Votes(1, 40)):
            yield resolutions.carried(BOOK, votes, matter, present=80, members=80, entitled=80)
    for base in ("all_members", "members_present", "eligible_who_vote"):
        yield resolutions.required_majority(changed(P_142=base))
    for casting in (True, False):
        yield resolutions.carried(changed(P_121=True), Votes(20, 20), casting=casting)
    yield statutory.passed(BOOK, _asked(confirming_one=True), Votes(40, 1), 80)
    yield Finding("carried", True, {}, ())
    yield from _of_classes()
    for matter in ("amalgamation", "rule_change"):
        yield is_statutory(BOOK, matter)
        yield statutory.may_vote_outside_meeting(BOOK, matter)
    for signed in (3, 80):
        yield statutory.instrument(BOOK, 80, signed)


def _asked(*, confirming_one: bool) -> statutory.Asked:
    found = statutory.asked_by_law(BOOK, "amalgamation", confirming=confirming_one)
    assert found is not None
    return found


def _of_classes() -> Iterator[Finding]:
    votes = {"citizen": Votes(7, 2, 1), "supporter": Votes(1, 6), "member": Votes(0, 0)}
    weighing = changed(
        P_131=["class_share", "class_cap"],
        P_132={"citizen": 50, "supporter": 30, "member": 20},
        P_133={"citizen": 40},
        P_134="proportional_within_class",
        P_135="lapse",
    )
    yield resolutions.required_majority(weighing)
    yield resolutions.carried(weighing, votes)
    yield resolutions.carried(weighing, {**votes, "supporter": Votes(6, 1)})
    consenting = changed(P_146=["rule_change"])
    yield resolutions.required_majority(consenting, "rule_change")
    yield resolutions.carried(consenting, votes, "rule_change")
    for matter in ("rule_change", "winding_up"):
        yield classes.class_consent(consenting, matter, votes)
    yield classes.class_consent(consenting, "rule_change", {"citizen": Votes(3, 1)})
    for in_favour in (9, 4):
        shared = boxes.Box(Votes(in_favour, 9 - in_favour), {"supported": 6, "worker": 6})
        yield boxes.carried_in_boxes(Rulebook.from_pack("b-multi-stakeholder"), [shared])


def _of_ballots() -> Iterator[Finding]:
    asking = balloting.Demand(members=80, chair=True, board=True)
    yield balloting.secret_ballot_required(changed(P_139=["expulsion"]), "expulsion")
    yield balloting.secret_ballot_required(changed(P_136="secret_ballot"))
    yield balloting.secret_ballot_required(changed(P_136="show_of_hands"), None, asking)
    yield balloting.secret_ballot_required(changed(P_136="show_of_hands"))
    yield balloting.latest_opening(BOOK, NOON)
    for days in (2, 40):
        yield balloting.open_long_enough(BOOK, NOON - timedelta(days=days), NOON)
    for rule in ("meeting_close", "end_of_debate", "before_meeting:24", "after_call:48"):
        at, _, hours = rule.partition(":")
        closing = changed(P_152={"at": at, "hours": int(hours)} if hours else {"at": at})
        yield balloting.closing_time(closing, NOON, NOON)
        yield balloting.closing_time(closing)
    for closes in (NOON - timedelta(days=1), NOON):
        yield balloting.may_close(BOOK, closes, NOON, debated=True)
    for policy in _choices("P-153"):
        yield balloting.may_vote_again(changed(P_153=policy))
    for kind in ("ordinary", "nothing_else"):
        yield balloting.may_be_electronic(BOOK, kind)
    for number in (2, 80):
        yield balloting.large_enough_to_hide(BOOK, number)
        yield balloting.subtotal_may_be_published(BOOK, number)
    yield delegation.proxy_deadline(BOOK, NOON)
    yield delegation.proxy_deadline(changed(P_170=False), NOON)
    yield delegation.proxy_deadline(
        COMPANY.amended({"P-174": {"rule": "1", "value": {"hours": 200, "clock": "elapsed"}}}), NOON
    )
    yield delegation.may_be_proxy(BOOK, Holder(is_member=True))
    yield delegation.may_be_proxy(changed(P_170=False), Holder(is_member=True))
    yield delegation.may_be_proxy(changed(P_172=True), Holder(is_member=False))
    yield delegation.may_be_proxy(changed(P_173=["dbs"]), Holder(is_member=True, positions=frozenset({"dbs"})))
    yield delegation.may_be_proxy(changed(P_171=2), Holder(is_member=True, already_holds=2))


def _of_people() -> Iterator[Finding]:
    for born in (date(2020, 1, 1), date(1980, 1, 1)):
        found = of_age(_candidate(born), BOOK)
        assert found is not None
        yield found
    for met in (True, False):
        yield BOOK.finding("ground-known", "P-042", met=met, ground="death")
    yield classes.one_class_at_a_time(BOOK, [Holding("citizen", DAY)])
    yield classes.one_class_at_a_time(BOOK, [Holding("citizen", DAY), Holding("worker", DAY)])
    for name in ("citizen", "nobody"):
        yield classes.is_voting_class(BOOK, name)
    for holding in (Holding("citizen", date(2020, 1, 1)), Holding("citizen", DAY), Holding("nobody", date(2020, 1, 1))):
        yield eligibility.may_vote(BOOK, [holding], meeting=DAY, notice=DAY - timedelta(days=21))
    yield eligibility.may_vote(changed(P_043="at_meeting"), [Holding("citizen", DAY)], meeting=DAY)
    for sitting in (1, 30):
        yield room_on_the_board(BOOK, [Term(Office.DIRECTOR, str(one), DAY, None) for one in range(sitting)], _term())
    yield board.standing_down(BOOK, 9)
    yield board.board_quorum_needed(BOOK, 9)
    yield board.board_quorum_needed(changed(P_194={"citizen": 2}), 9)
    conflicted = changed(P_213=False, P_194={})
    yield board.is_board_quorate(conflicted, 9, {"citizen": 6})
    yield board.is_board_quorate(conflicted, 9, {"citizen": 1})
    yield board.is_board_quorate(conflicted, 9, {"citizen": 6}, {"citizen": 5})
    for method in ("stv", "approval"):
        yield elections.quota(changed(P_156=method), 61, 3)
    yield elections.electorate(BOOK, "citizen")
    for candidates in (2, 9):
        yield elections.contested(BOOK, candidates, 3)


def _candidate(born: date) -> Candidate:
    return Candidate("1", "Ann", "Ap Rhys", "1 The Street", None, "en", (), "citizen", DAY, born)


def _term() -> Term:
    return Term(Office.DIRECTOR, "new", DAY, None)


def _of_days() -> Iterator[Finding]:
    yield deadlines.annual_meeting_after_year_end(BOOK, date(2027, 3, 31))
    yield deadlines.annual_meeting_after_year_end(BOOK, date(2027, 2, 28))
    yield deadlines.annual_meeting_after_previous(changed(P_062=15), DAY)
    yield deadlines.first_annual_meeting(BOOK, DAY)
    yield deadlines.annual_return(BOOK, date(2027, 6, 30))
    for meeting in (date(2027, 3, 1), date(2028, 3, 1)):
        yield deadlines.audit_disapplication(BOOK, date(2027, 3, 31), meeting)
    yield deadlines.auditor_removal_notice(BOOK, DAY)
    yield deadlines.special_resolution_filing(BOOK, DAY)
    yield deadlines.next_review(BOOK, DAY)


def _of_rule_books() -> Iterator[Finding]:
    yield from checks.check(BOOK)
    yield from checks.check(COMPANY)
    broken = {
        "P_020": ["citizen", "worker"],
        "P_022": ["citizen", "member"],
        "P_031": "100.00",
        "P_032": {"minimum": 1, "maximum": 5_000},
        "P_033": True,
        "P_050": "board",
        "P_051": {"fraction": "1/2", "cmp": ">"},
        "P_110": "members_present",
        "P_130": False,
        "P_142": "votes_cast",
        "P_143": True,
        "P_144": ["expulsion"],
        "P_148": {"allowed": True},
        "P_151": 100,
        "P_152": {"at": "meeting_close"},
        "P_180": 12,
        "P_181": 3,
        "P_199": ["mental_disorder"],
        "P_214": ["own_employment_terms"],
    }
    entries = {name.replace("_", "-"): {"rule": "999", "value": value} for name, value in broken.items()}
    yield from checks.check(BOOK.amended({**entries, "P-023": {"rule": None, "value": 16}}))
    yield from checks.check(Rulebook.from_pack("b-multi-stakeholder"))
    yield from _of_rules_that_cannot_stand()


def _of_rules_that_cannot_stand() -> Iterator[Finding]:
    """One book for each: together some would hide others."""
    seats = {"citizen": {"minimum": 1, "maximum": 2}, "supporter": {"minimum": 2, "maximum": 3}}
    for values in (
        {"P_001": "trust"},
        {"P_024": "board", "P_026": "board"},
        {"P_070": {"weeks": 1, "after": "receipt"}},
        {"P_081": 27},
        {"P_106": True, "P_170": False},
        {"P_107": {"supporter": 1}},
        {"P_123": "can_wave"},
        {"P_131": ["class_share"], "P_133": {"citizen": 40, "citizen_representative": 40}},
        {"P_132": {"citizen": 50, "citizen_representative": 49}},
        {"P_140": {"fraction": "9/10", "cmp": ">="}},
        {"P_145": {"expulsion": {"fraction": "1/2", "cmp": ">"}}},
        {"P_182": seats, "P_184": "own_class", "P_193": {"minimum": 6, "fraction": "1/2"}, "P_194": {"citizen": 3}},
        {"P_222": {"reserve": 60, "community": 41}},
        {"P_222": {"bonus": 10}},
        {"P_224": "statutory", "P_227": True},
    ):
        yield from checks.check(changed(**values))
    plain = BOOK.to_dict()
    del plain["clauses"]["3"], plain["parameters"]["P-100"], plain["clauses"]["39"]["title"]["cy"]
    plain["conditions"] = [{"when": f"{fact} >= 20", "set": {}} for fact in ("members", "class robot")]
    yield from checks.check(Rulebook.from_dict(plain))


def _choices(identity: str) -> tuple[str, ...]:
    return (*parameter(identity).choices, *parameter(identity).also)
