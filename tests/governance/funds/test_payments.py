"""A direct payment lies with the member; the member alone sees it (M-09)."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update

from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.people import Authority, Evidence, Seen
from governance.arrangements.records.people import RepresentativeRecord
from governance.arrangements.service import people
from governance.errors import Invalid, NotFound
from governance.funds.model.entering import Step
from governance.funds.model.payments import Ended, Entered, Funder, KeptIn, NotTheLast, Recipient
from governance.funds.service import payments
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database
from governance.platform.texts import VARIANTS
from tests.governance.conftest import Browser, Web
from tests.governance.people import SECRETARY

Person = Callable[..., Candidate]
M09 = (
    (Entered(118860, 9600, 114742, 650), 34523),
    (Entered(118860, 9600, 107802, 650), 54531),
    (Entered(118860, 0, 114742, 650), 57999),
)


def agreed(**changes: object) -> payments.Agreed:
    given: dict[str, object] = {
        "funder_kind": Funder.AUTHORITY,
        "funder": "Cyngor Gwynedd",
        "recipient_kind": Recipient.CITIZEN,
        "net": True,
        "weeks": 4,
        "amount": 118860,
        "own_contribution": 9600,
        "cap_weeks": 8,
        "opening": 21455,
        "since": date(2026, 9, 7),
        "next_review": date(2027, 3, 1),
        "return_months": 3,
        "kept_in": KeptIn.OWN_ACCOUNT,
    }
    return payments.Agreed(**{**given, **changes})  # type: ignore[arg-type]  # a test's own mixture


def signed_in(member: str, *roles: Role) -> Actor:
    return Actor(
        account=f"{member[:-1]}a",
        member=member,
        roles=frozenset({Role.MEMBER, *roles}),
        assurance=Assurance.TWO_FACTORS,
    )


@pytest.fixture
async def ann(coop: Database, clock: ScriptedClock, person: Person) -> str:
    async with coop.writing() as tx:
        return (await members.admit(tx, SECRETARY, person(1, email=None), clock.now())).id


@pytest.fixture
async def bob(coop: Database, clock: ScriptedClock, person: Person) -> str:
    async with coop.writing() as tx:
        return (await members.admit(tx, SECRETARY, person(2, name_given="Bob", email=None), clock.now())).id


@pytest.fixture
async def payment(coop: Database, clock: ScriptedClock, ann: str) -> str:
    """Ann's payment with the three periods of M-09."""
    actor = signed_in(ann)
    async with coop.writing() as tx:
        supported = await people.of_member(tx, actor, ann, clock.now())
        made = await payments.enter(tx, actor, supported.id, agreed(), clock.now())
        for entered, _ in M09:
            await payments.add_period(tx, actor, made.id, entered, clock.now())
    return made.id


async def test_m_09_three_periods_close_to_the_penny_and_a_missed_contribution_is_seen(
    coop: Database, clock: ScriptedClock, ann: str, payment: str
) -> None:
    async with coop.reading() as view:
        found = await payments.account(view, signed_in(ann), payment, clock.now())
    assert [line.closing for line in found.lines] == [closing for _, closing in M09]
    assert [line.missed for line in found.lines] == [0, 0, 9600]
    assert (found.lines[-1].arrears, found.lines[-1].excess) == (9600, 0)
    assert (found.payment.terms.gross, found.payment.terms.cap) == (128460, 256920)


async def test_a_contribution_paid_late_clears_the_arrears(
    coop: Database, clock: ScriptedClock, ann: str, payment: str
) -> None:
    async with coop.writing() as tx:
        line = await payments.add_period(tx, signed_in(ann), payment, Entered(118860, 19200, 0, 0), clock.now())
    assert (line.missed, line.arrears) == (0, 0)
    assert line.excess == 0
    async with coop.writing() as tx:
        line = await payments.add_period(tx, signed_in(ann), payment, Entered(118860, 9600, 0, 0), clock.now())
    assert (line.closing, line.excess) == (324519, 324519 - 256920)


async def test_payments_of_two_funders_are_never_one_balance(
    coop: Database, clock: ScriptedClock, ann: str, payment: str
) -> None:
    actor = signed_in(ann)
    async with coop.writing() as tx:
        supported = await people.of_member(tx, actor, ann, clock.now())
        terms = agreed(funder_kind=Funder.HEALTH_BOARD, funder="Betsi Cadwaladr", opening=100)
        await payments.enter(tx, actor, supported.id, terms, clock.now())
    async with coop.reading() as view:
        found = await payments.of_mine(view, actor, clock.now())
    assert sorted(one.balance for one in found) == [100, 57999]


async def test_only_the_person_and_whoever_decides_for_them_see_it(
    coop: Database, clock: ScriptedClock, ann: str, bob: str, payment: str
) -> None:
    office = signed_in(bob, Role.TREASURER, Role.DIRECTOR, Role.SECRETARY, Role.CHAIR, Role.COORDINATOR)
    async with coop.reading() as view:
        with pytest.raises(NotFound):
            await payments.find(view, office, payment, clock.now())
        assert not await payments.of_mine(view, office, clock.now())
    async with coop.writing() as tx:
        supported = await people.of_member(tx, signed_in(ann), ann, clock.now())
        await people.authorise(
            tx,
            SECRETARY,
            supported.id,
            member_id=bob,
            authority=Authority.NOMINEE,
            scope="direct payment",
            since=date(2026, 1, 1),
            evidence=Evidence(Seen.FUNDERS_LETTER, date(2026, 1, 1)),
            now=clock.now(),
        )
    async with coop.reading() as view:
        assert (await payments.find(view, signed_in(bob), payment, clock.now())).id == payment


async def test_officers_are_told_no_number_of_very_few(coop: Database, clock: ScriptedClock, payment: str) -> None:
    async with coop.reading() as view:
        found = await payments.totals(view, legal_day(clock.now()), clock.now())
    assert [(one.payments, one.weekly) for one in found] == [(None, None), (None, None)]


async def test_only_the_last_period_is_corrected(coop: Database, clock: ScriptedClock, ann: str, payment: str) -> None:
    actor = signed_in(ann)
    async with coop.writing() as tx:
        with pytest.raises(NotTheLast):
            await payments.correct_period(tx, actor, payment, number=2, entered=Entered(0, 0, 0, 0), now=clock.now())
        entered = Entered(118860, 9600, 114742, 650)
        await payments.correct_period(tx, actor, payment, number=3, entered=entered, now=clock.now())
    async with coop.reading() as view:
        found = await payments.account(view, actor, payment, clock.now())
    assert (found.lines[-1].closing, found.lines[-1].arrears) == (67599, 0)


async def test_nothing_is_entered_after_the_end(coop: Database, clock: ScriptedClock, ann: str, payment: str) -> None:
    async with coop.writing() as tx:
        await payments.end(tx, signed_in(ann), payment, date(2026, 11, 30), clock.now())
        with pytest.raises(Ended):
            await payments.add_period(tx, signed_in(ann), payment, Entered(1, 0, 0, 0), clock.now())
        with pytest.raises(Ended):
            await payments.end(tx, signed_in(ann), payment, date(2027, 1, 1), clock.now())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"funder": " "}, "funder"),
        ({"weeks": 0}, "weeks"),
        ({"cap_weeks": 1000}, "cap_weeks"),
        ({"next_review": date(2026, 1, 1)}, "next_review"),
        ({"kept_in": KeptIn.CO_OPERATIVE}, "kept_under"),
    ],
)
async def test_what_cannot_be_so_is_refused_by_field(
    coop: Database, clock: ScriptedClock, ann: str, changes: dict[str, object], field: str
) -> None:
    async with coop.writing() as tx:
        supported = await people.of_member(tx, signed_in(ann), ann, clock.now())
        with pytest.raises(Invalid) as refused:
            await payments.enter(tx, signed_in(ann), supported.id, agreed(**changes), clock.now())
    assert set(refused.value.errors) == {field}


TYPED = {
    "kind": ("funder_kind", "authority"),
    "funder": ("funder", "Cyngor Gwynedd"),
    "recipient": ("recipient_kind", "citizen"),
    "kept": ("kept_in", "own_account"),
    "amount": ("amount", "1,188.60"),
    "weeks": ("weeks", "4"),
    "net": ("net", "net"),
    "own": ("own_contribution", "96.00"),
    "limit": ("cap_weeks", "8"),
    "opening": ("opening", "214.55"),
    "since": ("since", "2026-09-07"),
    "review": ("next_review", "2027-03-01"),
    "returns": ("return_months", "3"),
}
"""What is typed on each page, in their order."""
NEW = "/en/funds/payments/new"


async def answered(browser: Browser, **changes: str) -> str:
    """Every page answered as it comes; the address of the last."""
    page = f"{NEW}/kind"
    while (step := page.rpartition("/")[2]) != "check":
        field, value = TYPED.get(step, ("kept_under", "The board, 1 May"))
        answer = await browser.post(page, {field: changes.get(step, value)}, page=page)
        assert answer.status_code == 303, (step, answer.text)
        page = answer.headers["location"]
    return page


async def test_a_member_writes_a_payment_down_and_reads_its_return(web: Web, ann: str) -> None:
    browser = await web.signed_in(Role.MEMBER, member_id=ann)
    check = await answered(browser)
    shown = (await browser.get(check)).text
    assert all(one in shown for one in ("Cyngor Gwynedd", "£1,188.60", "£214.55", "Monday 7 September 2026"))
    answer = await browser.post(check, page=check)
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"].partition("?")[0]
    page = f"{path}/period/1"
    sums = {"authority": "1,188.60", "own": "0", "other": "12.00", "invoice": "1,147.42", "levy": "6.50"}
    sums["evidence"] = "=INV 7"
    answer = await browser.post(page, sums, page=page)
    assert answer.status_code == 303, answer.text
    shown = (await browser.get(path)).text
    assert "£261.23" in shown
    assert "£96.00 of the own contribution is missing." in shown
    table = (await browser.get(f"{path}/return.csv")).text
    assert "1,2026-09-07,2026-10-04,214.55,1188.60,0.00,12.00,1147.42,6.50,261.23,96.00,0.00,'=INV 7" in table


async def test_a_payment_of_somebody_no_longer_spoken_for_is_not_written_down_for_oneself(
    web: Web, coop: Database, clock: ScriptedClock, ann: str, bob: str
) -> None:
    today = legal_day(clock.now())
    async with coop.writing() as tx:
        supported = await people.of_member(tx, signed_in(ann), ann, clock.now())
        said = await people.authorise(
            tx,
            SECRETARY,
            supported.id,
            member_id=bob,
            authority=Authority.NOMINEE,
            scope="direct payment",
            since=date(2026, 1, 1),
            evidence=Evidence(Seen.FUNDERS_LETTER, date(2026, 1, 1)),
            now=clock.now(),
        )
    browser = await web.signed_in(Role.MEMBER, member_id=bob)
    answer = await browser.post(f"{NEW}/who", {"person": supported.id}, page=f"{NEW}/who")
    assert answer.status_code == 303
    check = await answered(browser)
    async with coop.writing() as tx:
        await tx.execute(update(RepresentativeRecord).where(RepresentativeRecord.id == said.id).values(until=today))
    assert "/payments/new/who" in (await browser.get(check)).text
    assert (await browser.post(check, page=check)).status_code == 422
    async with coop.reading() as view:
        assert not await payments.of_mine(view, signed_in(bob), clock.now())
    answer = await browser.post(f"{NEW}/who", {"person": "me"}, page=f"{NEW}/who")
    assert answer.status_code == 303
    assert (await browser.post(check, page=check)).status_code == 303


@pytest.mark.parametrize(
    ("step", "typed", "told"),
    [
        ("amount", "12,5", "This is not an amount of money."),
        ("amount", "£1,2", "This is not an amount of money."),
        ("amount", "1e3", "This is not an amount of money."),
        ("amount", "-5", "This is not an amount of money."),
        ("weeks", "0", "from 1 to 53 weeks"),
        ("weeks", "9" * 30, "from 1 to 53 weeks"),
        ("limit", "-1", "from 0 to 104 weeks"),
        ("since", "0001-01-01", "Look at the year again."),
        ("since", "9999-12-31", "Look at the year again."),
        ("review", "2026-01-01", "The review comes after the first day."),
        ("funder", "x" * 121, "long"),
        ("kind", "nobody", "Please choose one of those offered."),
    ],
)
async def test_what_cannot_be_used_is_told_and_nothing_is_lost(
    web: Web, ann: str, step: str, typed: str, told: str
) -> None:
    browser = await web.signed_in(Role.MEMBER, member_id=ann)
    await answered(browser)
    page = f"{NEW}/{step}"
    answer = await browser.post(page, {TYPED[step][0]: typed}, page=page)
    assert answer.status_code == 422
    assert told in answer.text
    if step != "kind":
        assert f'value="{typed}"' in answer.text, "what was typed comes back"
    assert "Answer first" not in (await browser.get(f"{NEW}/check")).text, "what was answered before stays"


async def test_a_payment_sent_twice_is_written_down_once(web: Web, ann: str) -> None:
    browser = await web.signed_in(Role.MEMBER, member_id=ann)
    check = await answered(browser)
    assert (await browser.post(check, page=check)).status_code == 303
    again = await browser.post(check, page=check)
    assert again.headers["location"].endswith("/funds/payments")
    assert (await browser.get("/en/funds/payments")).text.count("Balance:") == 1


async def test_pages_that_a_payment_does_not_need_are_left_out_and_an_open_one_is_named(web: Web, ann: str) -> None:
    browser = await web.signed_in(Role.MEMBER, member_id=ann)
    check = await answered(browser, kept="co_operative", net="gross")
    shown = (await browser.get(check)).text
    assert "The board, 1 May" in shown
    assert "Your own contribution each time" not in shown
    net = f"{NEW}/net"
    changed = await browser.post(net, {"net": "net"}, page=net)
    assert changed.headers["location"].endswith("/own")
    assert "Answer first: Your own contribution each time" in (await browser.get(check)).text


@pytest.mark.parametrize("variant", VARIANTS)
async def test_its_pages_speak_every_variant_and_open_for_nobody_else(
    web: Web, ann: str, bob: str, payment: str, variant: str
) -> None:
    mine, theirs = (
        await web.signed_in(Role.MEMBER, member_id=ann),
        await web.signed_in(Role.MEMBER, Role.DIRECTOR, Role.TREASURER, Role.ASSISTANT, member_id=bob),
    )
    for step in Step:
        assert (await mine.get(f"/{variant}/funds/payments/new/{step}")).status_code == 200
    for page in ("", "/return.csv", "/period/3", "/period/4", "/end"):
        path = f"/{variant}/funds/payments/{payment}{page}"
        assert (await mine.get(path)).status_code == 200
        assert (await theirs.get(path)).status_code == 404
    totals = await theirs.get(f"/{variant}/office/payments")
    assert totals.status_code == 200
    assert "£" not in totals.text
    assert "Gwynedd" not in (await theirs.get(f"/{variant}/funds/payments")).text
