"""The way in as the database keeps it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text

from governance.access import service as access
from governance.access.model import (
    LINK,
    TOTP_LOCK,
    AddressTaken,
    AlreadyEnrolled,
    LinkSpent,
    Quota,
    RoleHeld,
    WrongCode,
    WrongSignIn,
    digest,
)
from governance.access.records import AccountRecord, LoginRecord
from governance.access.service import hashing, limits, links
from governance.actor import Actor, Assurance, Role, platform
from governance.audit import service as audit
from governance.errors import Invalid, TooMany
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from tests.governance.access.people import PASSWORD, SECRET, code_at, door, give_factors, jobs, mail

TEST = platform("test")
KEY = b"k" * 32


@pytest.fixture
async def ann(database: Database, clock: ScriptedClock) -> AccountRecord:
    async with database.writing() as tx:
        return await access.open_account(
            tx, TEST, member_id=None, email="Ann@Example.org", name="Ann Pugh", now=clock.now()
        )


@pytest.fixture
async def officer(database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord) -> AccountRecord:
    async with database.writing() as tx:
        await access.grant_role(tx, TEST, ann.id, Role.SECRETARY, clock.now())
        await access.grant_role(tx, TEST, ann.id, Role.MEMBER, clock.now())
    await give_factors(database, keys, ann.id)
    return ann


async def test_one_address_opens_one_account_however_it_is_spelt(
    database: Database, clock: ScriptedClock, ann: AccountRecord
) -> None:
    with pytest.raises(AddressTaken):
        async with database.writing() as tx:
            await access.open_account(tx, TEST, member_id=None, email="ANN@example.ORG", name="B", now=clock.now())


async def test_a_part_is_played_once_and_ends(database: Database, clock: ScriptedClock, officer: AccountRecord) -> None:
    with pytest.raises(RoleHeld):
        async with database.writing() as tx:
            await access.grant_role(tx, TEST, officer.id, Role.SECRETARY, clock.now())
    clock.pass_time(timedelta(days=1))
    async with database.writing() as tx:
        await access.withdraw_role(tx, TEST, officer.id, Role.SECRETARY, clock.now())
    async with database.reading() as view:
        assert await access.roles_of(view, officer.id, clock.now()) == {Role.MEMBER}
        before = clock.now() - timedelta(hours=1)
        assert await access.roles_of(view, officer.id, before) == {Role.MEMBER, Role.SECRETARY}


@pytest.mark.control("AUTH-5")
async def test_a_link_signs_in_once_and_only_in_the_browser_that_asked(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    await access.request_link(at, address="ann@example.org", purpose="sign-in", variant="cy")
    [minted] = await mail(database, clock.now())
    assert (minted.account, minted.variant, minted.path) == (ann.id, "cy", f"/cy/sign-in/link/{minted.token}")
    with pytest.raises(LinkSpent):
        await access.use_link(door(database, keys, clock.now(), browser="another"), minted.token)
    await access.use_link(at, minted.token)
    with pytest.raises(LinkSpent):
        await access.use_link(at, minted.token)


@pytest.mark.control("AUTH-5")
async def test_a_link_dies_after_ten_minutes(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    await access.request_link(
        door(database, keys, clock.now()), address="ann@example.org", purpose="sign-in", variant="en"
    )
    [minted] = await mail(database, clock.now())
    clock.pass_time(timedelta(minutes=10))
    with pytest.raises(LinkSpent):
        await access.use_link(door(database, keys, clock.now()), minted.token)


@pytest.mark.control("AUTH-5")
async def test_a_link_pressed_many_times_at_once_opens_once(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    await access.request_link(at, address="ann@example.org", purpose="sign-in", variant="en")
    [minted] = await mail(database, clock.now())
    answers = await asyncio.gather(*(access.use_link(at, minted.token) for _ in range(12)), return_exceptions=True)
    assert len([answer for answer in answers if not isinstance(answer, LinkSpent)]) == 1


@pytest.mark.control("AUTH-5")
async def test_the_short_code_opens_in_the_asking_browser_within_five_tries(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    await access.request_link(at, address="ann@example.org", purpose="sign-in", variant="en")
    [minted] = await mail(database, clock.now())
    with pytest.raises(WrongCode):
        await access.type_code(door(database, keys, clock.now(), browser="another"), minted.code)
    for _ in range(4):
        with pytest.raises(WrongCode):
            await access.type_code(at, "00000000")
    assert (await access.type_code(at, minted.code.upper())).stamp is not None


@pytest.mark.control("AUTH-5")
async def test_after_five_wrong_tries_the_right_code_is_worthless(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    await access.request_link(at, address="ann@example.org", purpose="sign-in", variant="en")
    [minted] = await mail(database, clock.now())
    for _ in range(5):
        with pytest.raises(WrongCode):
            await access.type_code(at, "00000000")
    clock.pass_time(timedelta(minutes=9))  # the limit has room again, the link has not expired
    with pytest.raises(WrongCode):
        await access.type_code(door(database, keys, clock.now()), minted.code)


@pytest.mark.control("AUTH-5")
@pytest.mark.control("AUTH-7")
async def test_no_token_stands_in_the_database(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    await access.request_link(at, address="ann@example.org", purpose="sign-in", variant="en")
    [minted] = await mail(database, clock.now())
    async with database.reading() as view:
        links = (await view.execute(text("SELECT * FROM access_link"))).all()
    stamp = await access.use_link(at, minted.token)
    async with database.reading() as view:
        logins = (await view.execute(text("SELECT * FROM access_login"))).all()
    for secret in (minted.token, minted.code, stamp.token, "browser"):
        assert secret not in repr(links) + repr(logins) + repr(await jobs(database))


@pytest.mark.control("AUTH-6")
async def test_an_unknown_address_leaves_the_same_rows_and_no_message(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    await access.request_link(at, address="nobody@example.org", purpose="sign-in", variant="en")
    assert len(await jobs(database)) == 1
    assert await mail(database, clock.now()) == []


@pytest.mark.control("AUTH-5")
async def test_a_link_never_gives_an_officers_part(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    await access.request_link(at, address="ann@example.org", purpose="sign-in", variant="en")
    [minted] = await mail(database, clock.now())
    stamp = await access.use_link(at, minted.token)
    async with database.reading() as view:
        found = await access.who(view, KEY, stamp.written(KEY), clock.now())
    assert found is not None
    assert (found.actor.roles, found.actor.assurance) == ({Role.MEMBER}, Assurance.LINK)
    assert found.at_best.roles == {Role.MEMBER, Role.SECRETARY}


async def test_password_and_code_give_two_factors(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    stamp = await access.sign_in_with_password(
        door(database, keys, clock.now()), address=" ANN@example.org", password=PASSWORD, code=code_at(clock.now())
    )
    async with database.reading() as view:
        found = await access.who(view, KEY, stamp.written(KEY), clock.now())
    assert found is not None
    assert found.actor.roles == {Role.MEMBER, Role.SECRETARY}
    assert found.actor.stepped_up_at == clock.now()


@pytest.mark.parametrize(
    ("address", "password", "right_code"),
    [("nobody@example.org", PASSWORD, True), ("ann@example.org", "wrong", True), ("ann@example.org", PASSWORD, False)],
)
@pytest.mark.control("AUTH-6")
async def test_whatever_is_wrong_the_refusal_is_the_same(
    database: Database,
    clock: ScriptedClock,
    keys: Keys,
    officer: AccountRecord,
    address: str,
    password: str,
    right_code: bool,
) -> None:
    code = code_at(clock.now()) if right_code else "000000"
    with pytest.raises(WrongSignIn) as refusal:
        await access.sign_in_with_password(
            door(database, keys, clock.now()), address=address, password=password, code=code
        )
    assert refusal.value.facts == {}


@pytest.mark.control("AUTH-4")
async def test_the_same_code_in_many_requests_at_once_works_once(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    code = code_at(clock.now())
    answers = await asyncio.gather(
        *(access.sign_in_with_password(at, address="ann@example.org", password=PASSWORD, code=code) for _ in range(10)),
        return_exceptions=True,
    )
    assert len([answer for answer in answers if not isinstance(answer, Exception)]) == 1
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {WrongSignIn}


@pytest.mark.control("AUTH-4")
async def test_five_wrong_codes_lock_the_factor_for_a_quarter_of_an_hour(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    async def sign_in(code: str) -> None:
        await access.sign_in_with_password(
            door(database, keys, clock.now()), address="ann@example.org", password=PASSWORD, code=code
        )

    for _ in range(5):
        with pytest.raises(WrongSignIn):
            await sign_in("000000")
    with pytest.raises(WrongSignIn):
        await sign_in(code_at(clock.now()))
    clock.pass_time(TOTP_LOCK)
    await sign_in(code_at(clock.now()))
    async with database.reading() as view:
        assert "access.factor-locked" in [entry.action for entry in await audit.entries(view)]


@pytest.mark.control("AUTH-4")
async def test_a_recovery_code_stands_in_once(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    await give_factors(database, keys, ann.id, totp=False)
    at = door(database, keys, clock.now())
    me = Actor(account=ann.id)
    async with database.writing() as tx:
        await access.begin_totp(tx, keys, me, clock.now())
    async with database.reading() as view:
        secret = await access.pending_secret(view, keys, me)
    assert secret is not None
    code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
    enrolled = await access.confirm_totp(at, me, password=PASSWORD, code=code)
    assert len(set(enrolled.recovery_codes)) == 10
    spare = enrolled.recovery_codes[3]
    await access.sign_in_with_password(at, address="ann@example.org", password=PASSWORD, code=spare.lower())
    with pytest.raises(WrongSignIn):
        await access.sign_in_with_password(at, address="ann@example.org", password=PASSWORD, code=spare)
    async with database.reading() as view:
        rows = (await view.execute(text("SELECT * FROM access_recovery_code"))).all()
        account = (await view.execute(text("SELECT * FROM access_account"))).all()
    assert len(rows) == 9
    assert all("$argon2id$" in row.hash for row in rows)
    assert secret not in repr(account)


@pytest.mark.control("AUTH-10")
async def test_an_authenticator_is_replaced_only_after_a_step_up(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    stale = Actor(account=officer.id, stepped_up_at=clock.now() - timedelta(minutes=6))
    with pytest.raises(AlreadyEnrolled):
        async with database.writing() as tx:
            await access.begin_totp(tx, keys, stale, clock.now())


async def test_without_an_authenticator_a_password_is_worth_a_link(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    async with database.writing() as tx:
        (await tx.get(AccountRecord, officer.id)).totp_secret = None  # type: ignore[union-attr]  # it is there
    stamp = await access.sign_in_with_password(
        door(database, keys, clock.now()), address="ann@example.org", password=PASSWORD, code=""
    )
    async with database.reading() as view:
        found = await access.who(view, KEY, stamp.written(KEY), clock.now())
    assert found is not None
    assert found.actor.assurance is Assurance.LINK


@pytest.mark.control("AUTH-8")
async def test_a_new_password_ends_every_sign_in_and_a_bad_one_spends_no_link(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    async with database.writing() as tx:
        stamp = await access.begin(tx, officer.id, Assurance.TWO_FACTORS, clock.now())
    await access.request_link(at, address="ann@example.org", purpose="password", variant="en")
    [minted] = await mail(database, clock.now())
    with pytest.raises(LinkSpent):
        await access.use_link(at, minted.token)  # made for a password, it signs nobody in
    with pytest.raises(Invalid) as refusal:
        await access.set_password(at, token=minted.token, password="short", names=[])
    assert refusal.value.errors == {"password": "password-too-short"}
    await access.set_password(at, token=minted.token, password="an otter in the morning mist", names=[])
    async with database.reading() as view:
        assert await access.who(view, KEY, stamp.written(KEY), clock.now()) is None
        account = await view.get(AccountRecord, officer.id)
    assert account is not None
    assert account.totp_secret is not None
    with pytest.raises(LinkSpent):
        await access.set_password(at, token=minted.token, password="an otter in the evening mist", names=[])


@pytest.mark.control("AUTH-2")
async def test_passwords_are_argon2id_with_the_officers_parameters() -> None:
    hash_ = await hashing.hashed("x")
    assert hash_.startswith("$argon2id$v=19$m=65536,t=3,p=1$")


@pytest.mark.control("AUTH-2")
async def test_a_weaker_hash_is_made_anew_at_sign_in(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    async with database.writing() as tx:
        account = await tx.get(AccountRecord, officer.id)
        assert account is not None
        account.password = PasswordHasher(1, 8192, 1).hash(PASSWORD)
    await access.sign_in_with_password(
        door(database, keys, clock.now()), address="ann@example.org", password=PASSWORD, code=code_at(clock.now())
    )
    async with database.reading() as view:
        account = await view.get(AccountRecord, officer.id)
    assert account is not None
    assert account.password is not None
    assert not hashing.is_outdated(account.password)


@pytest.mark.control("AUTH-2")
async def test_the_queue_for_hashing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_waiting", hashing.QUEUE)
    with pytest.raises(TooMany):
        await hashing.hashed("x")


@pytest.mark.control("AUTH-13")
async def test_many_at_once_never_take_more_than_the_quota(
    database: Database, clock: ScriptedClock, keys: Keys
) -> None:
    quota = Quota("test", 10, timedelta(minutes=15))

    async def take() -> bool:
        async with database.writing() as tx:
            return await limits.take(tx, "a" * 64, quota, clock.now())

    assert sum(await asyncio.gather(*(take() for _ in range(60)))) == 10
    clock.pass_time(timedelta(seconds=90))
    assert sum(await asyncio.gather(*(take() for _ in range(10)))) == 1


@pytest.mark.control("AUTH-13")
async def test_a_refused_sign_in_still_counts_and_then_says_when_to_come_back(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    for _ in range(10):
        with pytest.raises(WrongSignIn):
            await access.sign_in_with_password(at, address="ann@example.org", password="wrong", code="")
    with pytest.raises(TooMany) as refusal:
        await access.sign_in_with_password(at, address="ann@example.org", password=PASSWORD, code=code_at(clock.now()))
    assert refusal.value.facts["retry_after"] == 91


@pytest.mark.control("AUTH-13")
async def test_one_network_cannot_ask_for_everybodys_links(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    at = door(database, keys, clock.now())
    for number in range(20):
        await access.request_link(at, address=f"m{number}@example.org", purpose="sign-in", variant="en")
    with pytest.raises(TooMany):
        await access.request_link(at, address="m20@example.org", purpose="sign-in", variant="en")
    elsewhere = door(database, keys, clock.now(), client="198.51.100.0/24")
    await access.request_link(elsewhere, address="m20@example.org", purpose="sign-in", variant="en")


@pytest.mark.control("AUTH-13")
async def test_a_network_that_is_refused_uses_up_nobody_elses_tries(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "LINK", replace(LINK, everybody=Quota("link-everybody", 21, timedelta(hours=1))))
    at = door(database, keys, clock.now())
    for number in range(20):
        await access.request_link(at, address=f"m{number}@example.org", purpose="sign-in", variant="en")
    for _ in range(10):
        with pytest.raises(TooMany):
            await access.request_link(at, address="ann@example.org", purpose="sign-in", variant="en")
    elsewhere = door(database, keys, clock.now(), client="198.51.100.0/24")
    await access.request_link(elsewhere, address="ann@example.org", purpose="sign-in", variant="en")


async def test_limits_keep_no_address(database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord) -> None:
    await access.request_link(
        door(database, keys, clock.now()), address="ann@example.org", purpose="sign-in", variant="en"
    )
    async with database.reading() as view:
        rows = (await view.execute(text("SELECT key FROM access_limit"))).all()
    assert len(rows) == 3
    assert digest("link/ann@example.org") not in repr(rows)


@pytest.mark.control("SEC-3")
async def test_nothing_kept_tells_the_minute_of_a_sign_in(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    clock.pass_time(timedelta(minutes=17, seconds=23))
    async with database.writing() as tx:
        await access.begin(tx, ann.id, Assurance.LINK, clock.now())
    async with database.reading() as view:
        login = await view.scalar(select(LoginRecord))
        entries = await audit.entries(view)
    assert login.expires_at.minute == login.expires_at.second == 0
    assert not {"created_at", "seen_at"} & set(LoginRecord.__table__.columns.keys())
    assert [entry.action for entry in entries] == ["access.account-opened"]


async def test_tidying_removes_what_has_run_out_and_nothing_else(
    database: Database, clock: ScriptedClock, keys: Keys, ann: AccountRecord
) -> None:
    async with database.writing() as tx:
        await access.begin(tx, ann.id, Assurance.LINK, clock.now())
    await access.request_link(
        door(database, keys, clock.now()), address="ann@example.org", purpose="sign-in", variant="en"
    )

    async def rows() -> list[int]:
        async with database.writing() as tx:
            await access.tidy(tx, clock.now())
        async with database.reading() as view:
            names = ("access_login", "access_link", "access_limit", "access_account")
            return [(await view.execute(text(f"SELECT count(*) FROM {name}"))).scalar_one() for name in names]

    assert await rows() == [1, 1, 3, 1]
    clock.pass_time(timedelta(hours=13))
    assert await rows() == [0, 0, 0, 1]


async def test_a_closed_account_lets_nobody_in_and_frees_its_address(
    database: Database, clock: ScriptedClock, keys: Keys, officer: AccountRecord
) -> None:
    async with database.writing() as tx:
        stamp = await access.begin(tx, officer.id, Assurance.TWO_FACTORS, clock.now())
        await access.close_account(tx, TEST, officer.id, clock.now())
    async with database.reading() as view:
        assert await access.who(view, KEY, stamp.written(KEY), clock.now()) is None
    with pytest.raises(WrongSignIn):
        await access.sign_in_with_password(
            door(database, keys, clock.now()), address="ann@example.org", password=PASSWORD, code=SECRET
        )
    async with database.writing() as tx:
        await access.open_account(tx, TEST, member_id=None, email="ann@example.org", name="C", now=clock.now())
