"""What a vote leaves for later: checkpoints, messages, its seal, destroying the keys of its secrets, adding up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.correspondence.outbox import Minting, Secret
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue
from governance.platform.jobs.runner import Handler
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import CLERK
from governance.votes.model.messages import About
from governance.votes.service import extending, handing_out, nightly, witnessing
from governance.votes.service.letters import Said, forget
from governance.votes.service.tags import tag_key
from notifications import Attachment, Dead, Failed, Outcome, Sent

PLAIN = "text/plain; charset=utf-8"
HEAPS_AT_ONCE = 8


def handlers(keys: Keys) -> Mapping[str, Handler]:
    """Handlers by kind of job; sealing signs, so they are made for the keys of one organisation."""

    async def seal(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        await votes.close_on_time(tx, keys, CLERK, payload["vote"], now)

    async def checkpoint(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        await votes.checkpoint_on_time(tx, keys, CLERK, payload["vote"], now)

    async def checkpoint_soon(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        await votes.checkpoint_soon(tx, keys, CLERK, payload["vote"], now)

    async def tell_of_ballots(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        await nightly.tell_of_ballots(tx, keys, payload["vote"], now)

    async def destroy_code_key(_tx: Transaction, payload: Mapping[str, Any], _now: datetime) -> None:
        handing_out.destroy_code_key(keys, payload["vote"], payload["letter"])

    async def note_codes_destroyed(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        await handing_out.note_codes_destroyed(tx, keys, payload["vote"], now)

    async def destroy_tag_key(_tx: Transaction, payload: Mapping[str, Any], _now: datetime) -> None:
        keys.destroy(tag_key(payload["vote"]))

    return {
        "seal-vote": seal,
        extending.WATCH_DUE: watch,
        votes.CHECKPOINT_DUE: checkpoint,
        votes.CHECKPOINT_SOON: checkpoint_soon,
        nightly.NIGHT_DUE: tell_of_ballots,
        nightly.SEAL_DUE: tell_of_the_seal,
        handing_out.CODE_SENT: destroy_code_key,
        handing_out.ALL_SENT: note_codes_destroyed,
        "destroy-tag-key": destroy_tag_key,
        "add-up-votes": add_up,
    }


def mints(keys: Keys) -> Mapping[str, Minting]:
    """Messages of which nothing stays, by their kind: what each says, and what follows once it was sent."""

    async def to_witness(tx: Transaction, letter: str, _now: datetime) -> Secret | None:
        return _secret(await witnessing.said_to_witness(tx, keys, letter))

    async def of_checkpoint(tx: Transaction, letter: str, _now: datetime) -> Secret | None:
        return _secret(await witnessing.said_of_checkpoint(tx, letter))

    async def of_ballot(tx: Transaction, letter: str, _now: datetime) -> Secret | None:
        return _secret(await nightly.said_of_a_ballot(tx, letter))

    async def of_code(tx: Transaction, letter: str, _now: datetime) -> Secret | None:
        return _secret(await handing_out.said_of_code(tx, keys, letter))

    return {
        About.WITNESS.kind: Minting(to_witness, _forget),
        About.CHECKPOINT.kind: Minting(of_checkpoint, _forget),
        About.CAST.kind: Minting(of_ballot, _forget),
        About.WAS_CAST.kind: Minting(of_ballot, _forget),
        About.WAS_NOT_CAST.kind: Minting(of_ballot, _forget),
        About.CODE.kind: Minting(of_code, _code_settled),
    }


def _secret(said: Said | None) -> Secret | None:
    if said is None:
        return None
    files = [Attachment(name, PLAIN, content.encode()) for name, content in said.files.items()]
    return Secret(said.reader.recipient(), said.facts, tuple(files))


async def _forget(tx: Transaction, letter: str, outcome: Outcome, _now: datetime) -> None:
    if not isinstance(outcome, Failed):
        await forget(tx, letter)


async def _code_settled(tx: Transaction, letter: str, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Sent():
            await handing_out.code_was_sent(tx, letter, now)
        case Dead():
            await handing_out.code_goes_by_hand(tx, letter)


async def tell_of_the_seal(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await nightly.tell_of_the_seal(tx, payload["vote"], payload["cast"], now)


async def watch(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await extending.watch(tx, CLERK, payload["vote"], datetime.fromisoformat(payload["due"]), now)


async def add_up(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    """Some heaps at a time, so that others can write in between."""
    if await votes.add_up(tx, CLERK, payload["vote"], now, heaps=HEAPS_AT_ONCE) is not None:
        enqueue(tx, "add-up-votes", dict(payload), due_at=now)
