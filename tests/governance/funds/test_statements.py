"""Each participant's own statement: it adds up, it can be checked, and nobody else reads it."""

import hashlib
import io
import shlex
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.actor import Role
from governance.errors import Invalid, NotFound
from governance.funds.service import bearing, contributing, export, posting, statements
from governance.funds.service.statements import Statement
from governance.funds.showing.statements import packed
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import VARIANTS
from tests.governance.conftest import Web
from tests.governance.funds import pools
from tests.governance.funds.elsewhere import balances
from tests.governance.funds.pools import DIRECTOR, TREASURER, Pool


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await pools.founded(database, clock)
    made = await pools.opened(database, clock, [2, 1, 1])
    for number in (1, 2, 3):
        await made.pay_in(number, 100_00)
    await made.spend(80_01)
    await made.promise(40_00)
    return made


async def stated(pool: Pool, keys: Keys, number: int, actor: object = None) -> Statement:
    async with pool.database.writing() as tx:
        return await statements.statement(
            tx,
            actor or pool.actors[number - 1],  # type: ignore[arg-type]
            keys,
            pool.id,
            person_id=pool.ids[number - 1],
            since=pool.today,
            until=pool.today,
            now=pool.now,
        )


async def test_the_statements_of_all_are_the_fund(pool: Pool, keys: Keys) -> None:
    made = [await stated(pool, keys, number) for number in (1, 2, 3)]
    standing = await pool.standing()
    assert [one.spent for one in made] == [40_01, 20_00, 20_00]
    assert sum(one.closing for one in made) == standing.held
    assert sum(one.promised for one in made) == standing.promised
    assert all(one.closing == one.opening + one.paid_in - one.spent - one.paid_back + one.passed for one in made)
    assert [one.evidence for one in made[0].lines] == ["standing order", "invoice 7"]


async def test_another_program_finds_what_the_statements_say(
    pool: Pool, keys: Keys, hledger: str, tmp_path: Path
) -> None:
    await pool.leaves(2)
    async with pool.database.reading() as view:
        journal = await export.journal(view, [pool.id])
    found = balances(hledger, journal, tmp_path)
    for number in (1, 2, 3):
        account = f"liabilities:funds:1:participants:{number}"
        assert -found.get(account, 0) == (await stated(pool, keys, number)).closing


async def test_who_left_has_a_statement_that_still_adds_up(pool: Pool, keys: Keys) -> None:
    left = await pool.leaves(2)
    made = await stated(pool, keys, 2)
    assert made.closing == 0
    assert made.paid_back == left.leaving.refund
    assert made.passed == -left.leaving.kept
    assert made.closing == made.opening + made.paid_in - made.spent - made.paid_back + made.passed


async def test_a_council_can_check_it_with_public_tools(pool: Pool, keys: Keys) -> None:
    made = await stated(pool, keys, 1)
    signed = statements.text(made).encode()
    assert made.sha256 == hashlib.sha256(signed).hexdigest()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(made.public_key)).verify(bytes.fromhex(made.signature), signed)
    async with pool.database.reading() as view:
        assert made.head == (await posting.head(view, pool.id)).hash


def checked(folder: Path) -> bool:
    command = shlex.split((folder / "check.txt").read_text())
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


async def test_openssl_alone_checks_it(pool: Pool, keys: Keys, tmp_path: Path) -> None:
    with ZipFile(io.BytesIO(packed(await stated(pool, keys, 1)))) as archive:
        archive.extractall(tmp_path)
    assert checked(tmp_path)
    content = (tmp_path / "statement.json").read_text()
    (tmp_path / "statement.json").write_text(content.replace("invoice 7", "invoice 8"))
    assert not checked(tmp_path)


async def test_nobody_else_reads_it(pool: Pool, keys: Keys) -> None:
    for outsider in (DIRECTOR, pool.actors[1]):
        with pytest.raises(NotFound):
            await stated(pool, keys, 1, outsider)
    assert (await stated(pool, keys, 1, TREASURER)).closing


async def test_days_out_of_order_are_refused(pool: Pool, keys: Keys) -> None:
    async with pool.database.writing() as tx:
        with pytest.raises(Invalid):
            await statements.statement(
                tx,
                TREASURER,
                keys,
                pool.id,
                person_id=pool.ids[0],
                since=pool.today,
                until=pool.today.replace(year=2020),
                now=pool.now,
            )


@pytest.mark.parametrize("variant", VARIANTS)
async def test_it_is_a_page_a_table_and_a_paper_in_every_variant(web: Web, pool: Pool, variant: str) -> None:
    browser, other = web.browser(), await web.signed_in(Role.MEMBER, Role.DIRECTOR)
    await web.sign_in(browser, pool.actors[0].account or "")
    path = f"/{variant}/funds/{pool.id}/statement/{pool.ids[0]}"
    here = f"{path}/{pool.today}/{pool.today}"
    answer = await browser.post(path, {"since": str(pool.today), "until": str(pool.today)}, page=path)
    assert answer.headers["location"] == here
    shown = await browser.get(here)
    assert shown.status_code == 200
    assert "£59.99" in shown.text
    assert "Zebra 2" not in shown.text
    table = (await browser.get(f"{here}/statement.csv")).text
    assert f"{pool.today},closing,,59.99" in table
    paper = await browser.get(f"{here}/statement.pdf")
    assert paper.content.startswith(b"%PDF-")
    for page in (path, here, f"{here}/statement.csv", f"{here}/statement.pdf", f"{here}/statement.zip"):
        assert (await other.get(page)).status_code == 404


async def test_money_entered_by_mistake_and_taken_back_was_neither_paid_in_nor_spent(pool: Pool, keys: Keys) -> None:
    before = await stated(pool, keys, 1)
    wrong = await pool.pay_in(1, 50_00, "entered twice")
    async with pool.database.writing() as tx:
        await contributing.reverse(
            tx, TREASURER, pool.id, wrong.seq, on=pool.today, reference="entered twice", now=pool.now
        )
    after = await stated(pool, keys, 1)
    assert (after.paid_in, after.spent, after.closing) == (before.paid_in, before.spent, before.closing)
    assert [one.pence for one in after.lines][-2:] == [50_00, -50_00]


async def test_a_share_that_others_bear_was_spent_by_one_and_passed_by_the_others(pool: Pool, keys: Keys) -> None:
    spend = await pool.ready(160_00)
    async with pool.database.writing() as tx:
        change = await bearing.ask(tx, pool.actors[1], spend, pool.now)
        await pools.agreed(tx, pool, change.id)
    await pool.pay(spend)
    made = [await stated(pool, keys, number) for number in (1, 2, 3)]
    assert sum(one.spent for one in made) == 240_01
    assert sum(one.passed for one in made) == 0
    assert made[0].spent == 120_01
    assert made[0].passed == 20_01
    assert all(one.closing == one.opening + one.paid_in - one.spent - one.paid_back + one.passed for one in made)
