"""Casting: what goes in, what is refused, what the receipt promises."""

import hashlib
import itertools
import subprocess
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from ballots import make_ballot, read_checkpoint, read_verifier_key, secret_of, verify
from constitution import Rulebook, balloting
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.audit.records import AuditRecord
from governance.errors import CoopError, NotFound, Unavailable
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.db.records import Record
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.jobs import handlers
from governance.votes.model import Receipt, State
from governance.votes.model.refusals import (
    Closed,
    EndsWithItsMeeting,
    ForeignBallot,
    NotOnTheRoll,
    NotOpen,
    SecondBallot,
    TamperedBallot,
    WrongCredential,
)
from governance.votes.records import BallotRecord, BoardRecord, IncomingRecord, PartRecord, TagRecord
from governance.votes.service import casting, placing
from governance.votes.service.reading import last_checkpoint
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, YES, Polling

LATER = OPENS + timedelta(days=1)


async def cast(database: Database, keys: Keys, polling: Polling, voter: int, raw: bytes | None = None) -> Receipt:
    raw = polling.ballot(voter) if raw is None else raw
    return await votes.cast(database, keys, polling.voters[voter], polling.vote, raw, received_at=LATER)


async def count(database: Database, record: type[Record]) -> int:
    async with database.reading() as view:
        held: int = await view.scalar(select(func.count()).select_from(record))
        return held


async def refused(database: Database, keys: Keys, polling: Polling, voter: int, raw: bytes) -> CoopError:
    """The refusal; and nothing half-written is left by it."""
    with pytest.raises(CoopError) as refusal:
        await cast(database, keys, polling, voter, raw)
    assert await count(database, IncomingRecord) == 0
    return refusal.value


@pytest.mark.control("IDEM-1")
async def test_the_same_bytes_are_one_ballot_with_one_receipt(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    raw = polling.ballot(0)
    first = await cast(database, keys, polling, 0, raw)
    assert await cast(database, keys, polling, 0, raw) == first
    assert await count(database, BallotRecord) == 1
    assert first.sequence == 1


@pytest.mark.control("IDEM-1")
async def test_a_receipt_is_given_again_after_the_seal(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    raw = polling.ballot(0)
    first = await cast(database, keys, polling, 0, raw)
    await ballots.declare(database, keys, polling, LATER)
    assert await cast(database, keys, polling, 0, raw) == first
    async with database.reading() as view:
        assert await votes.receipt(view, keys, OPERATOR, polling.vote, first.tracker) == first
        with pytest.raises(NotFound):
            await votes.receipt(view, keys, OPERATOR, polling.vote, "A" * 43)
        with pytest.raises(NotFound):
            await votes.receipt(view, keys, OPERATOR, polling.vote, "no tracker")


@pytest.mark.control("BAL-5")
async def test_a_receipt_is_checked_with_openssl(database: Database, keys: Keys, tmp_path: Path) -> None:
    polling = await ballots.opened(database, keys, count=1)
    receipt = await cast(database, keys, polling, 0)
    (tmp_path / "receipt.txt").write_text(receipt.text)
    (tmp_path / "receipt.sig").write_bytes(b64decode(receipt.signature))
    (tmp_path / "key.pem").write_text(receipt.public_key)
    assert openssl_accepts(tmp_path)
    (tmp_path / "receipt.txt").write_text(receipt.text.replace("sequence 1", "sequence 2"))
    assert not openssl_accepts(tmp_path)


def openssl_accepts(folder: Path) -> bool:
    check = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    files = ["-in", "receipt.txt", "-sigfile", "receipt.sig"]
    return subprocess.run([*check, *files], cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.mark.control("BAL-4")
async def test_the_tracker_is_the_hash_that_the_voter_can_compute(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    raw = polling.ballot(0)
    receipt = await cast(database, keys, polling, 0, raw)
    other = await cast(database, keys, polling, 1)
    assert b64decode(receipt.tracker + "=") == hashlib.sha256(raw).digest()
    assert other.tracker != receipt.tracker
    async with database.reading() as view:
        for typed in (receipt.tracker, receipt.short_code, f" {receipt.short_code.lower()} "):
            (found,) = await votes.find_ballot(view, OPERATOR, polling.vote, typed)
            assert (found.tracker, found.sequence, found.replaced) == (receipt.tracker, 1, False)
        assert await votes.find_ballot(view, OPERATOR, polling.vote, "0000-0000-0000") == ()
        assert await votes.find_ballot(view, OPERATOR, polling.vote, "%") == ()


@pytest.mark.control("BAL-6")
async def test_the_last_ballot_counts_and_an_old_one_sent_again_keeps_its_place(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1)
    yes, no = polling.ballot(0, "yes"), polling.ballot(0, "no")
    first = await cast(database, keys, polling, 0, yes)
    await cast(database, keys, polling, 0, no)
    assert await cast(database, keys, polling, 0, yes) == first
    async with database.reading() as view:
        (found,) = await votes.find_ballot(view, OPERATOR, polling.vote, first.tracker)
    assert found.replaced
    await ballots.declare(database, keys, polling, LATER)
    async with database.reading() as view:
        outcome = votes.outcome(await votes.find(view, OPERATOR, polling.vote))
    assert outcome is not None
    assert (outcome.yes, outcome.no) == (0, 1)


async def test_where_the_rules_say_once_a_second_ballot_is_refused_with_the_rule(
    database: Database, keys: Keys
) -> None:
    rules = Rulebook.from_pack("e-citizen-directed").amended({"P-153": {"rule": "60", "value": "single"}})
    finding = balloting.may_vote_again(rules)
    polling = await ballots.opened(database, keys, count=1, revote=False, revote_finding=finding)
    raw = polling.ballot(0)
    first = await cast(database, keys, polling, 0, raw)
    refusal = await refused(database, keys, polling, 0, polling.ballot(0, "no"))
    assert isinstance(refusal, SecondBallot)
    assert refusal.finding == finding
    assert await cast(database, keys, polling, 0, raw) == first
    assert await count(database, BallotRecord) == 1


async def test_a_member_who_is_not_on_the_roll_cannot_cast(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1)
    for stranger in (ballots.as_member("stranger"), Actor(account="officer")):
        with pytest.raises(NotOnTheRoll):
            await votes.cast(database, keys, stranger, polling.vote, polling.ballot(0), received_at=LATER)
    with pytest.raises(NotFound):
        await votes.cast(database, keys, Actor(), polling.vote, polling.ballot(0), received_at=LATER)


async def test_nothing_is_cast_before_the_opening(database: Database, keys: Keys) -> None:
    voters = await ballots.found(database, count=1)
    vote_id, _ = await ballots.prepared(database, voters)
    with pytest.raises(NotOpen):
        await votes.cast(database, keys, voters[0], vote_id, b"{}", received_at=LATER)


@pytest.mark.control("DB-6")
async def test_what_counts_is_when_the_last_byte_arrived(database: Database, keys: Keys) -> None:
    end = OPENS + timedelta(days=14)
    polling = await ballots.opened(database, keys, count=2, closes_at=end)
    moment = timedelta(microseconds=1)
    await votes.cast(database, keys, polling.voters[0], polling.vote, polling.ballot(0), received_at=end - moment)
    with pytest.raises(Closed) as refusal:
        await votes.cast(database, keys, polling.voters[1], polling.vote, polling.ballot(1), received_at=end)
    assert refusal.value.facts["received_at"] == refusal.value.facts["closed_at"] == end


async def test_nothing_is_cast_after_the_seal(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1)
    await ballots.close(database, keys, polling, LATER)
    assert isinstance(await refused(database, keys, polling, 0, polling.ballot(0)), Closed)


@pytest.mark.control("SEC-2")
async def test_one_sign_in_has_one_credential(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=3)
    await cast(database, keys, polling, 0)
    with_anothers_sign_in = await refused(database, keys, polling, 1, polling.ballot(0, "no"))
    with_another_credential = await refused(database, keys, polling, 0, polling.ballot(2))
    assert isinstance(with_anothers_sign_in, WrongCredential)
    assert isinstance(with_another_credential, WrongCredential)
    await cast(database, keys, polling, 2)
    assert await count(database, BallotRecord) == 2


async def test_a_code_that_is_not_in_the_list_is_a_wrong_credential(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1)
    secret = secret_of("ABCDE-ABCDEF-ABCDE-ABCDEF", polling.election.uuid, polling.election.group.order)
    stuffed = make_ballot(polling.election, secret, [YES])
    assert isinstance(await refused(database, keys, polling, 0, stuffed), WrongCredential)


def changed_proof(raw: bytes) -> bytes:
    """The first response of an individual proof plus one; the signature's own hash is made to fit again."""
    start = raw.index(b'"response":"') + len(b'"response":"')
    end = raw.index(b'"', start)
    return raw[:start] + str(int(raw[start:end]) + 1).encode() + raw[end:]


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (changed_proof, "signature-hash"),
        (lambda raw: raw + b" ", "not-canonical"),
        (lambda raw: raw[:-1], "json"),
        (lambda raw: raw.replace(b'"credential"', b'"Credential"'), "ballot-shape"),
        (lambda raw: b" " * (256 * 1024 + 1), "too-large"),
        (lambda raw: b"[" * 20000, "json"),
        (lambda raw: b"", "json"),
        (lambda raw: b"\xff", "json"),
    ],
)
async def test_a_tampered_ballot_is_refused_with_its_reason(
    database: Database, keys: Keys, tamper: Callable[[bytes], bytes], reason: str
) -> None:
    polling = await ballots.opened(database, keys, count=1)
    refusal = await refused(database, keys, polling, 0, tamper(polling.ballot(0)))
    assert isinstance(refusal, TamperedBallot)
    assert refusal.facts["reason"] == reason
    assert await count(database, TagRecord) == 0


async def test_a_false_signature_is_found_by_the_verification_itself(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    raw = polling.ballot(0)
    start = raw.rindex(b'"response":"') + len(b'"response":"')
    forged = raw[:start] + b"1" + raw[raw.index(b'"', start) :]
    refusal = await refused(database, keys, polling, 0, forged)
    assert isinstance(refusal, TamperedBallot)
    assert refusal.facts["reason"] == "signature"
    await cast(database, keys, polling, 0, raw)


async def test_a_ballot_for_another_vote_is_foreign(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=1)
    elsewhere = polling.ballot(0).replace(polling.election.uuid.encode(), b"3" * 14)
    assert isinstance(await refused(database, keys, polling, 0, elsewhere), ForeignBallot)


@pytest.mark.control("BAL-3")
async def test_two_voters_who_share_a_part_of_their_ballots_cannot_spoil_the_archive(
    database: Database, keys: Keys
) -> None:
    polling = await ballots.opened(database, keys, count=2)

    def same_randomness() -> Callable[[int], bytes]:
        counter = itertools.count()
        return lambda size: hashlib.shake_256(str(next(counter)).encode()).digest(size)

    first, second = (
        make_ballot(
            polling.election,
            secret_of(code, polling.election.uuid, polling.election.group.order),
            [YES],
            same_randomness(),
        )
        for code in polling.codes
    )
    await cast(database, keys, polling, 0, first)
    refusal = await refused(database, keys, polling, 1, second)
    assert isinstance(refusal, TamperedBallot)
    assert refusal.facts["reason"] == "ballot-copied"
    await ballots.declare(database, keys, polling, LATER)


@pytest.mark.control("WEB-9")
async def test_a_full_table_of_incoming_ballots_asks_to_come_back(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    polling = await ballots.opened(database, keys, count=1)
    monkeypatch.setattr(casting, "MOST_WAITING", 0)
    assert isinstance(await refused(database, keys, polling, 0, polling.ballot(0)), Unavailable)


@pytest.mark.control("BAL-8")
async def test_the_box_is_signed_at_opening_every_few_ballots_and_at_the_seal(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "CHECKPOINT_EVERY", 2)
    polling = await ballots.opened(database, keys, count=5)
    sizes = []
    for voter in range(5):
        await cast(database, keys, polling, voter)
        async with database.reading() as view:
            signed = await last_checkpoint(view, polling.vote)
            shown = await votes.box(view, keys, OPERATOR, polling.vote)
        assert signed is not None
        assert shown is not None
        sizes.append((signed.size, shown.size))
    assert sizes == [(0, 0), (2, 0), (2, 0), (4, 0), (4, 0)], "witnesses have each; members see figures by the hour"
    await ballots.close(database, keys, polling, LATER)
    async with database.reading() as view:
        box = await votes.box(view, keys, OPERATOR, polling.vote)
        vote = await votes.find(view, OPERATOR, polling.vote)
    assert box is not None
    assert (box.size, box.head) == (vote.sealed_count, vote.sealed_head) == (5, vote.sealed_head)
    signed = read_checkpoint(box.note.encode(), [read_verifier_key(box.key)])
    assert (signed.size, signed.head) == (6, vote.sealed_head), "five ballots after the setup"


@pytest.mark.control("DB-6")
async def test_a_ballot_left_over_by_a_crash_is_settled_at_the_next_start(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    good, forged = polling.ballot(0), polling.ballot(1)
    start = forged.rindex(b'"response":"') + len(b'"response":"')
    forged = forged[:start] + b"1" + forged[forged.index(b'"', start) :]
    await leave_over(database, keys, polling, 0, good)
    await leave_over(database, keys, polling, 1, forged)
    assert await votes.settle_left_over(database, keys) == 2
    assert (await count(database, IncomingRecord), await count(database, BallotRecord)) == (0, 1)
    receipt = await cast(database, keys, polling, 0, good)
    assert receipt.sequence == 1


@pytest.mark.control("DB-6")
async def test_closing_first_settles_what_arrived_in_time(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    raw = polling.ballot(1, "no")
    await cast(database, keys, polling, 0)
    await leave_over(database, keys, polling, 1, raw)
    await ballots.close(database, keys, polling, LATER + timedelta(minutes=1))
    async with database.reading() as view:
        vote = await votes.find(view, OPERATOR, polling.vote)
    assert vote.sealed_count == 2
    assert (await cast(database, keys, polling, 1, raw)).sequence == 2


async def leave_over(database: Database, keys: Keys, polling: Polling, voter: int, raw: bytes) -> None:
    """What a process leaves that was killed between its two transactions."""
    await casting._receive(database, keys, polling.vote, [casting._Arrived(polling.voters[voter], raw, LATER)])


PERSONAL = {"member", "access_account"}
ABOUT_BALLOTS = {"vote_ballot", "vote_board", "vote_incoming", "vote_tag", "vote_part", "vote_credential"}


def reached_from(table: str) -> set[str]:
    found, new = {table}, [table]
    while new:
        for key in Record.metadata.tables[new.pop()].foreign_keys:
            target = key.column.table.name
            if target not in found:
                found.add(target)
                new.append(target)
    return found


@pytest.mark.control("SEC-1")
def test_no_foreign_keys_lead_from_one_row_to_a_person_and_a_ballot() -> None:
    assert set(Record.metadata.tables) >= PERSONAL | ABOUT_BALLOTS
    for table in Record.metadata.tables:
        reached = reached_from(table)
        assert not (reached & PERSONAL and reached & ABOUT_BALLOTS), table


@pytest.mark.control("SEC-1")
@pytest.mark.control("SEC-3")
def test_no_table_about_ballots_has_a_column_for_a_person_or_an_instant() -> None:
    for name in ABOUT_BALLOTS - {"vote_incoming"}:
        columns = {column.name: str(column.type) for column in Record.metadata.tables[name].columns}
        assert not {"member", "account", "actor", "holder", "name"} & set(columns), name
        assert not {kind for kind in columns.values() if "DATE" in kind or "TIME" in kind}, name


@pytest.mark.control("AUD-5")
async def test_the_audit_log_tells_of_checkpoints_and_not_of_single_ballots(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "CHECKPOINT_EVERY", 2)
    polling = await ballots.opened(database, keys, count=3)
    before = await count(database, AuditRecord)
    for voter in range(3):
        await cast(database, keys, polling, voter)
    async with database.reading() as view:
        new = (await audit.entries(view))[before:]
    assert [(entry.action, entry.actor) for entry in new] == [("vote.checkpoint", "platform:ballot-box")]


@pytest.mark.control("SEC-2")
async def test_after_the_seal_nothing_pairs_a_member_with_a_credential(
    database: Database, keys: Keys, clock: ScriptedClock
) -> None:
    polling = await ballots.opened(database, keys, count=2)
    await cast(database, keys, polling, 0)
    key = keys.folder / "temporary" / f"ballot-{polling.vote}"
    assert key.exists()
    assert await count(database, TagRecord) == 1
    async with database.writing() as tx:
        await votes.close(tx, keys, OPERATOR, polling.vote, LATER)
    assert await count(database, TagRecord) == 0
    clock.move_to(LATER)
    await run_due(database, handlers(keys), clock)
    assert not key.exists()
    await refused(database, keys, polling, 1, polling.ballot(1))
    assert not key.exists()
    async with database.reading() as view:
        assert len(await votes.tally_to_decrypt(view, OPERATOR, polling.vote)) > 0


async def test_the_growing_archive_verifies_at_every_stage(database: Database, keys: Keys) -> None:
    polling = await ballots.opened(database, keys, count=2)
    copies = []
    for voter in range(2):
        await cast(database, keys, polling, voter)
        async with database.reading() as view:
            copies.append(await votes.archive(view, OPERATOR, polling.vote))
    await ballots.declare(database, keys, polling, LATER)
    async with database.reading() as view:
        copies.append(await votes.archive(view, OPERATOR, polling.vote))
        assert await view.scalar(select(func.count()).select_from(BoardRecord)) == 24
    for earlier, later in itertools.pairwise(copies):
        assert later.startswith(earlier)
        assert verify(earlier).ballots < 3
    assert await count(database, PartRecord) == 2 * 8
    async with database.reading() as view:
        assert await view.scalar(text("SELECT count(*) FROM vote_incoming")) == 0


async def test_nobody_ends_a_vote_before_its_meeting(database: Database, keys: Keys) -> None:
    """P-152: without a fixed end the vote belongs to its meeting; an officer's press of a button changes nothing."""
    polling = await ballots.opened(database, keys, count=2)
    secretary = Actor(account="a" * 26, member="m" * 26, roles=frozenset({Role.SECRETARY}))
    with pytest.raises(EndsWithItsMeeting):
        async with database.writing() as tx:
            await votes.close(tx, keys, secretary, polling.vote, LATER)
    async with database.reading() as view:
        assert (await votes.find(view, OPERATOR, polling.vote)).state is State.OPEN
