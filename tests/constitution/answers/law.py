"""What each law makes of rules beyond its bounds, what it says while they are silent, and what it fixes itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

from constitution import Rulebook, Votes, parameter
from constitution.confirming import window
from constitution.deadlines import (
    annual_return,
    audit_disapplication,
    auditor_removal_notice,
    rules_filing,
    special_resolution_filing,
    winding_up_filing,
)
from constitution.delegation import proxy_deadline
from constitution.resolutions import carried
from constitution.statutory import instrument
from tests.constitution.answers.question import Question, clock, question
from tests.constitution.samples import london

LAWS = ("ccbsa2014", "ca2006", "cic2005", "trust_ew")
Plain = Any


def rules_under(law: str) -> Rulebook:
    """A rule book that names its law and is otherwise silent."""
    return Rulebook.from_dict({"id": law, "version": 1, "parameters": {"P-002": {"rule": "1", "value": law}}})


def _bound(laws: str, identity: str, source: str, *pairs: tuple[Plain, Plain]) -> Question:
    """Pairs of what the rules state and what governs; ``source`` is cited where the two differ."""
    read = parameter(identity).read
    expected = tuple((read(governs), source if read(governs) != read(stated) else None) for stated, governs in pairs)

    def ask(rules: Rulebook) -> Any:
        amended = (rules.amended({identity: {"rule": "7", "value": stated}}) for stated, _ in pairs)
        return tuple((one.value(identity), one.cite(identity).source) for one in amended)

    return question(f"{identity}: what governs beside the law", ask, **dict.fromkeys(laws.split(), expected))


def _silent(laws: str, **expected: tuple[Plain, str]) -> tuple[Question, ...]:
    return tuple(_usual(laws, name.replace("_", "-"), *one) for name, one in expected.items())


def _usual(laws: str, identity: str, plain: Plain, source: str) -> Question:
    value = parameter(identity).read(plain)
    return question(
        f"{identity}: what the law says while the rules are silent",
        lambda rules: (rules.stated(identity), rules.value(identity), rules.cite(identity).source),
        **dict.fromkeys(laws.split(), (value, value, source)),
    )


def _carries(matter: str, *results: tuple[int, int, int]) -> Callable[[Rulebook], Any]:
    """Votes for, against and members entitled; True where they carry."""
    return lambda rules: [carried(rules, Votes(yes, no), matter, entitled=all_).met for yes, no, all_ in results]


def _confirms(rules: Rulebook) -> Any:
    return [carried(rules, Votes(yes, 10), "amalgamation", entitled=60, confirming=True).met for yes in (10, 11)]


def _signed(rules: Rulebook) -> Any:
    return [instrument(rules, members, signed=0).figures["needed"] for members in (40, 41)]


def _last(finding: Any) -> Any:
    return finding.figures["last-day"]


SOCIETY, COMPANY, CIC, TRUST = LAWS
BOTH = f"{COMPANY} {CIC}"
DAY = date(2027, 4, 7)
HALF, MOST = {"fraction": "1/2", "cmp": ">="}, {"fraction": "1/2", "cmp": ">"}
THIRDS, QUARTERS = {"fraction": "2/3", "cmp": ">="}, {"fraction": "3/4", "cmp": ">="}
MORE = {"fraction": "3/4", "cmp": ">"}
REMOVAL = {**MOST, "notice_days": 28, "stated_in_notice": True}
WORKING = {"hours": 48, "clock": "working_hours"}
PROXY_CONTENTS = ["date", "time", "place_or_link", "proxy_statement"]

_SOCIETY = (
    _bound(SOCIETY, "P-005", "s.16", ("on_passing", "on_registration"), ("on_registration", "on_registration")),
    _bound(SOCIETY, "P-006", "s.2(2)(b)", (1, 2), (2, 2), (5, 5)),
    _bound(SOCIETY, "P-030", "RFCCBS 6.1.1", (False, True), (True, True)),
    _bound(SOCIETY, "P-130", "s.2(2)(a)(i); RFCCBS 6.1.5", (False, True), (True, True)),
    _bound(SOCIETY, "P-147", "ss.111, 113, 120", ("off", "ccbsa_111_113_120")),
    _bound(SOCIETY, "P-185", "s.31", (15, 16), (16, 16), (18, 18)),
    question(
        "V-08: a transfer of engagements",
        _carries("transfer_of_engagements", (14, 7, 60), (13, 7, 60)),
        ccbsa2014=[True, False],
    ),
    question("V-08: an amalgamation", _carries("amalgamation", (14, 7, 60), (13, 7, 60)), ccbsa2014=[True, False]),
    question(
        "a dissolution of a dormant society", _carries("dissolution", (14, 7, 60), (13, 7, 60)), ccbsa2014=[True, False]
    ),
    question(
        "V-09: becoming a company",
        _carries("company_conversion", (15, 5, 40), (14, 6, 40), (19, 0, 40)),
        ccbsa2014=[True, False, False],
    ),
    question("the confirming meeting needs more votes for than against", _confirms, ccbsa2014=[False, True]),
    question("V-10: signatures on an instrument of dissolution", _signed, ccbsa2014=[30, 31]),
    question(
        "V-11: going without an audit, 100 entitled",
        _carries("audit_disapplication", (24, 6, 100), (25, 6, 100), (50, 10, 100), (60, 9, 100)),
        ccbsa2014=[False, True, False, True],
    ),
    question(
        "D-26: the annual return of a year that ended on 30 June 2026",
        lambda rules: _last(annual_return(rules, date(2026, 6, 30))),
        ccbsa2014=date(2027, 1, 31),
    ),
    question(
        "D-27: the last meeting that can go without an audit in a year that ends on 31 March 2027",
        lambda rules: _last(audit_disapplication(rules, date(2027, 3, 31), DAY)),
        ccbsa2014=date(2027, 3, 31),
    ),
    question(
        "D-30: the second meeting after a first on 10 March 2027",
        lambda rules: window(rules, date(2027, 3, 10)),
        ccbsa2014=(date(2027, 3, 25), date(2027, 4, 10)),
    ),
    question(
        "D-35: filing a special resolution confirmed on 7 April 2027",
        lambda rules: _last(special_resolution_filing(rules, DAY)),
        ccbsa2014=date(2027, 4, 21),
    ),
    question(
        "D-36: filing a winding-up resolution passed on 7 April 2027",
        lambda rules: _last(winding_up_filing(rules, DAY)),
        ccbsa2014=date(2027, 4, 22),
        ca2006=date(2027, 4, 22),
        cic2005=date(2027, 4, 22),
    ),
    question(
        "D-17: notice to remove an auditor on 15 September 2027",
        lambda rules: _last(auditor_removal_notice(rules, date(2027, 9, 15))),
        ccbsa2014=date(2027, 8, 17),
        ca2006=date(2027, 8, 17),
        cic2005=date(2027, 8, 17),
    ),
)

_COMPANY = (
    _bound(BOTH, "P-005", "ss.21, 26", ("on_registration", "on_passing"), ("on_deed", "on_passing")),
    _bound(BOTH, "P-006", "s.7", (0, 1), (1, 1), (2, 2)),
    _bound(BOTH, "P-030", "s.5", (True, False)),
    _bound(BOTH, "P-066", "s.303", ("1/10", "1/20"), ("1/20", "1/20"), ("1/25", "1/25")),
    _bound(BOTH, "P-069", "s.304", ({"days": 22}, {"days": 21}), ({"days": 20}, {"days": 20})),
    _bound(
        BOTH,
        "P-070",
        "s.304",
        ({"days": 29, "after": "notice"}, {"days": 28, "after": "notice"}),
        ({"days": 27, "after": "notice"}, {"days": 27, "after": "notice"}),
    ),
    *(_bound(BOTH, one, "ss.307, 360", (13, 14), (14, 14), (15, 15)) for one in ("P-080", "P-081", "P-082")),
    _bound(BOTH, "P-084", "s.307", ("8/10", "9/10"), ("not_allowed", "9/10"), ("1", "19/20"), ("37/40", "37/40")),
    _bound(BOTH, "P-121", "ss.281, 282", (True, False)),
    _bound(BOTH, "P-137", "s.321", ({"members": 6}, {"members": 5}), ({"members": 4}, {"members": 4})),
    _bound(BOTH, "P-140", "s.282", (HALF, MOST), (MOST, MOST), (THIRDS, THIRDS)),
    _bound(BOTH, "P-141", "s.283", (THIRDS, QUARTERS), (QUARTERS, QUARTERS), (MORE, MORE)),
    _bound(BOTH, "P-143", "ss.282, 283", (True, False)),
    _bound(BOTH, "P-147", "ss.282, 283", ("ccbsa_111_113_120", "off")),
    _bound(BOTH, "P-148", "s.300", ({"allowed": False}, {"allowed": True})),
    _bound(BOTH, "P-170", "s.324", (False, True)),
    _bound(BOTH, "P-172", "s.324", (True, False)),
    _bound(BOTH, "P-174", "s.327", ({**WORKING, "hours": 49}, WORKING), ({**WORKING, "hours": 47},) * 2),
    _bound(BOTH, "P-180", "s.154", (0, 1), (1, 1), (3, 3)),
    _bound(BOTH, "P-185", "s.157", (15, 16), (16, 16), (18, 18)),
    _bound(
        BOTH,
        "P-198",
        "ss.168, 312",
        ({**REMOVAL, "notice_days": 27}, REMOVAL),
        (REMOVAL, REMOVAL),
        ({**REMOVAL, "notice_days": 35},) * 2,
    ),
    _bound(BOTH, "P-198", "s.168", ({**REMOVAL, **THIRDS}, REMOVAL), ({**REMOVAL, **HALF}, REMOVAL)),
    _bound(BOTH, "P-281", "s.121", (9, 10), (10, 10), (20, 20)),
    _bound(BOTH, "P-283", "ss.248, 355", (9, 10), (20, 20), ("forever", "forever")),
    _bound(
        BOTH,
        "P-092",
        "ss.311, 325",
        (["date"], PROXY_CONTENTS),
        (PROXY_CONTENTS[1:], [*PROXY_CONTENTS[1:], "date"]),
        ([*PROXY_CONTENTS, "easy_read"],) * 2,
    ),
    _bound(BOTH, "P-144", "s.21", (["winding_up"], ["winding_up", "rule_change"]), (["rule_change", "pay"],) * 2),
    question(
        "D-16: a company may not ask for proxies earlier than 48 hours of working days before the meeting",
        lambda rules: clock(
            proxy_deadline(
                rules.amended({"P-174": {"rule": "7", "value": {"hours": 72, "clock": "working_hours"}}}),
                london(2027, 6, 1, 11),
            ).figures["latest"]
        ),
        ca2006="2027-05-27 11:00",
        cic2005="2027-05-27 11:00",
    ),
    question(
        "C-011: filing articles changed on 7 April 2027",
        lambda rules: _last(rules_filing(rules, DAY)),
        ca2006=date(2027, 4, 22),
        cic2005=date(2027, 4, 22),
    ),
    *_silent(
        BOTH,
        P_005=("on_passing", "ss.21, 26"),
        P_030=(False, "s.5"),
        P_066=("1/20", "s.303"),
        P_069=({"days": 21}, "s.304"),
        P_070=({"days": 28, "after": "notice"}, "s.304"),
        P_071=("majority_of_requisitionists", "s.305"),
        P_086=(WORKING, "s.1147"),
        P_087=(WORKING, "s.1147"),
        P_100=(2, "s.318"),
        P_147=("off", "ss.282, 283"),
        P_148=({"allowed": True, "procedure": "statutory"}, "s.281"),
        P_170=(True, "s.324"),
    ),
    _bound(CIC, "P-221", "2004 Act s.30; SI 2005/1788 reg.17", ("allowed_by_participation", "none")),
    _bound(CIC, "P-224", "2004 Act ss.30, 32; SI 2005/1788 regs 7, 8", ("rules", "statutory"), ("none", "statutory")),
    *_silent(
        CIC,
        P_221=("none", "2004 Act s.30; SI 2005/1788 reg.17"),
        P_224=("statutory", "2004 Act ss.30, 32; SI 2005/1788 regs 7, 8"),
    ),
)

_TRUST = (
    _bound(TRUST, "P-005", "deed of trust", ("on_passing", "on_deed"), ("on_registration", "on_deed")),
    _bound(TRUST, "P-030", "general trust law", (True, False)),
    _bound(TRUST, "P-147", "general trust law", ("ccbsa_111_113_120", "off")),
    _bound(TRUST, "P-170", "Trustee Act 1925 s.25", (True, False)),
    _bound(TRUST, "P-185", "Law of Property Act 1925 s.20", (17, 18), (18, 18), (21, 21)),
    *_silent(
        TRUST,
        P_005=("on_deed", "deed of trust"),
        P_030=(False, "general trust law"),
        P_140=({"fraction": "1", "cmp": ">="}, "general trust law"),
        P_141=({"fraction": "1", "cmp": ">="}, "general trust law"),
        P_142=("all_trustees", "general trust law"),
        P_147=("off", "general trust law"),
        P_170=(False, "Trustee Act 1925 s.25"),
        P_224=("deed", "general trust law"),
    ),
)

QUESTIONS: tuple[Question, ...] = (*_SOCIETY, *_COMPANY, *_TRUST)
