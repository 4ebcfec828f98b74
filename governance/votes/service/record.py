"""The public record of a vote: added to under one lock, signed at its checkpoints, read back byte for byte."""

from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime
from itertools import count

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Select, func, select
from sqlalchemy.orm import undefer

from ballots import (
    Entry,
    Head,
    Note,
    VerifierKey,
    b64_hash,
    b64_of,
    hex_hash,
    sign_note,
    take_checkpoint,
    write_entry,
    write_start,
)
from ballots.notes import LOG
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.platform.web.assets import asset
from governance.votes.model import Receipt, receipt_text, short_code
from governance.votes.records import BallotRecord, BoardRecord, CheckpointRecord, VoteRecord

RECEIPTS, CHECKPOINTS = "receipts", "checkpoints"


async def head(view: View, vote_id: str) -> Head | None:
    """The last event. Whoever wants to add to it holds the lock of ``append`` first."""
    events = select(BoardRecord).where(BoardRecord.vote == vote_id, BoardRecord.height.is_not(None))
    last = await view.scalar(events.order_by(BoardRecord.height.desc()).limit(1))
    return None if last is None else Head(last.hash, last.height)


async def last_type(view: View, vote_id: str) -> str | None:
    """The kind of the last event."""
    rows = select(BoardRecord.type).where(BoardRecord.vote == vote_id)
    kind: str | None = await view.scalar(rows.order_by(BoardRecord.place.desc()).limit(1))
    return kind


async def wait_for(tx: Transaction, vote_id: str) -> None:
    """One at a time may add to the record of this vote, until its transaction ends."""
    await tx.alone(f"board-{vote_id}")


async def append(tx: Transaction, vote_id: str, entry: Entry, kind: str) -> None:
    """Add what ``entry`` holds, as it is. The caller came through ``wait_for`` before it read the head."""
    await append_all(tx, vote_id, [entry], kind)


async def append_all(tx: Transaction, vote_id: str, entries: Iterable[Entry], kind: str) -> None:
    """The same for several that follow one another."""
    last = await tx.scalar(select(func.max(BoardRecord.place)).where(BoardRecord.vote == vote_id))
    places = count(0 if last is None else last + 1)

    def row(hash_: str, content: bytes, height: int | None = None) -> BoardRecord:
        return BoardRecord(vote=vote_id, place=next(places), hash=hash_, content=content, type=kind, height=height)

    for entry in entries:
        tx.add_all(row(hex_hash(content), content) for content in entry.data)
        hash_, height = entry.head
        tx.add(row(hash_, entry.event, height))
    await tx.flush()


async def append_next(tx: Transaction, vote_id: str, kind: str, make: Callable[[Head], Entry]) -> None:
    """Add what is made for the head as it stands, under the lock."""
    await wait_for(tx, vote_id)
    end = await head(tx, vote_id)
    if end is None:
        raise ValueError("a sealed vote has a board")
    await append(tx, vote_id, make(end), kind)


async def sign_checkpoint(
    tx: Transaction, keys: Keys, vote: VoteRecord, now: datetime, *, hourly: bool = True
) -> CheckpointRecord:
    """Sign how far the box has come: whoever keeps a copy can prove a later change (BAL-8).

    The caller came through ``wait_for``. What is signed names the voting page that is served just now (BOOTH-1).
    """
    rows = select(BoardRecord.content).where(BoardRecord.vote == vote.id, BoardRecord.height.is_not(None))
    events = list(await tx.scalars(rows.order_by(BoardRecord.height)))  # small, and four times as fast as a stream
    if not events:
        raise ValueError("a vote that was not opened has no checkpoint")
    key = await checkpoint_key(tx, keys, vote)
    taken = take_checkpoint(events, key.name, now, asset("booth.html").integrity)
    place = select(func.count()).select_from(CheckpointRecord).where(CheckpointRecord.vote == vote.id)
    checkpoint = CheckpointRecord(
        vote=vote.id,
        place=await tx.scalar(place),
        size=taken.size - 1,  # all events but the setup are ballots, up to the seal
        head=taken.head,
        at=taken.at,
        note=Note(taken.text, (sign_note(taken.text, key, keys.signing(CHECKPOINTS).sign),)).write().decode(),
        hourly=hourly,
    )
    tx.add(checkpoint)
    await tx.flush()
    return checkpoint


async def checkpoint_key(view: View, keys: Keys, vote: VoteRecord) -> VerifierKey:
    """By which others know the checkpoints of this vote. It is one key with a name for each vote.

    The name is that of the first checkpoint, even when the server moved since: whoever kept the key can go on using it.
    """
    first: str | None = await view.scalar(notes(vote.id).limit(1))
    name = f"{keys.host}/{vote.uuid}" if first is None else first.partition("\n")[0]
    return VerifierKey(name, LOG, keys.signing(CHECKPOINTS).public_key().public_bytes_raw())


def notes(vote_id: str) -> Select[str]:
    """The checkpoints that were given out, the oldest first; without those from before they were notes."""
    rows = select(CheckpointRecord.note).where(CheckpointRecord.vote == vote_id)
    return rows.where(CheckpointRecord.note.not_like("cydlais/checkpoint/1%")).order_by(CheckpointRecord.place)


def fingerprint(vote: VoteRecord) -> str:
    """Of the election as published; only a vote that was opened has one."""
    if vote.election is None:
        raise ValueError("a vote that was not opened has no fingerprint")
    return b64_hash(vote.election)


def signature(keys: Keys, purpose: str, text: str) -> str:
    return b64encode(keys.signing(purpose).sign(text.encode())).decode()


def public_key(keys: Keys, purpose: str) -> str:
    """PEM, as OpenSSL reads it."""
    return keys.signing(purpose).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def signed_receipt(keys: Keys, vote: VoteRecord, ballot: BallotRecord) -> Receipt:
    """The same ballot has the same receipt whenever it is asked for: Ed25519 needs no randomness."""
    election, tracker = fingerprint(vote), b64_of(ballot.hash)
    return Receipt(
        vote=vote.id,
        election=election,
        tracker=tracker,
        sequence=ballot.sequence,
        short_code=short_code(ballot.hash),
        signature=signature(keys, RECEIPTS, receipt_text(election, tracker, ballot.sequence)),
        public_key=public_key(keys, RECEIPTS),
    )


async def data(view: View, vote_id: str, kind: str) -> list[bytes]:
    """What the events of this kind refer to, in the order of the archive."""
    rows = select(BoardRecord.content).where(BoardRecord.vote == vote_id, BoardRecord.height.is_(None))
    return list(await view.scalars(rows.where(BoardRecord.type == kind).order_by(BoardRecord.place)))


async def entries(
    view: View, vote_id: str, *, without: Sequence[str] = (), height: int | None = None
) -> AsyncIterator[Entry]:
    """The record, act by act; ``without`` names kinds of events at its end that are left out, ``height`` is that of
    the last event if not all are wanted."""
    rows = select(BoardRecord).where(BoardRecord.vote == vote_id, BoardRecord.type.not_in(without))
    if height is not None:
        last = select(BoardRecord.place).where(BoardRecord.vote == vote_id, BoardRecord.height == height)
        rows = rows.where(BoardRecord.place <= last.scalar_subquery())
    rows = rows.order_by(BoardRecord.place)
    waiting: list[bytes] = []
    async for row in view.stream(rows.options(undefer(BoardRecord.content))):
        if row.height is None:
            waiting.append(row.content)
            continue
        yield Entry(tuple(waiting), row.content, row.height)
        waiting = []


async def file(view: View, vote: VoteRecord, *, without: Sequence[str] = (), height: int | None = None) -> bytes:
    """The ``.bel`` archive; its timestamp is the second in which the vote was opened."""
    if vote.opened_at is None:
        raise ValueError("a vote that was not opened has no archive")
    timestamp = int(vote.opened_at.timestamp())
    pieces = [write_start(timestamp)]
    async for entry in entries(view, vote.id, without=without, height=height):
        pieces.append(write_entry(entry, timestamp))
    return b"".join(pieces)
