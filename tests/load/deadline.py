"""A society that votes in the last minute: each voter opens the booth, sends one ballot until told."""

import asyncio
import random
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select, update

from governance.platform.clock import SystemClock
from governance.platform.db import Database
from governance.platform.jobs.queue import JobRecord
from governance.votes.model import GRACE, State
from governance.votes.records import VoteRecord
from tests.governance.votes.ballots import CHOICES, Polling
from tests.load.killing import PATIENCE, REST, Held, Server, believed

TOO_LATE = 0.03
"""The share of voters who come a moment after the end."""


@dataclass(frozen=True)
class Voter:
    """``opens`` and ``sends``: seconds from the beginning to the booth, and to the ballot, which was made before."""

    number: int
    cookie: str
    choice: str
    ballot: bytes
    opens: float
    sends: float


@dataclass(frozen=True)
class Refused:
    """When the voter sent the ballot, when the last byte had left, and when the server had read it, if it says so."""

    code: str
    sent_at: datetime
    left_at: datetime
    received_at: datetime | None


@dataclass
class Told:
    """What the voters came away with."""

    receipts: list[Held] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    again: int = 0
    first: asyncio.Event = field(default_factory=asyncio.Event)
    """Somebody holds a receipt."""


def arrivals(polling: Polling, cookies: Sequence[str], chance: random.Random, seconds: float) -> list[Voter]:
    """More and more of them towards the end, an eighth in the last sixtieth of the time; a few come after it."""
    late = max(1, round(len(cookies) * TOO_LATE))
    voters = []
    for number, cookie in enumerate(cookies):
        choice = chance.choice(sorted(CHOICES))
        sends = seconds + chance.uniform(0.1, 2) if number < late else seconds * (1 - chance.random() ** 2)
        opens = chance.uniform(0, min(sends, seconds))
        voters.append(Voter(number, cookie, choice, polling.ballot(number, choice), opens, sends))
    return voters


async def bring_the_end_forward(database: Database, vote: str, closes_at: datetime, grace: timedelta = GRACE) -> None:
    """Ballots can be made only for an election that stands, and making them takes longer than anybody waits."""
    async with database.writing() as tx:
        await tx.execute(update(VoteRecord).where(VoteRecord.id == vote).values(closes_at=closes_at))
        due = update(JobRecord).where(JobRecord.once == f"seal-vote:{vote}")
        await tx.execute(due.values(due_at=closes_at + grace))


async def end_after_the_first(database: Database, vote: str, told: Told) -> datetime:
    """However slow the machine: some are in time, others meet the end on their way, and nobody is given time."""
    await told.first.wait()
    await asyncio.sleep(1)
    closes_at = SystemClock().now() + timedelta(seconds=0.2)
    await bring_the_end_forward(database, vote, closes_at, timedelta(0))
    return closes_at


async def vote(
    server: Server, polling: Polling, voters: Sequence[Voter], told: Told, *, kill_after: float | None
) -> None:
    """All of them at their times; the server is killed and started again on the way if asked."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=server.origin, limits=limits, timeout=2 * PATIENCE) as client:
        tasks = [asyncio.create_task(_vote(client, polling, voter, told)) for voter in voters]
        if kill_after is not None:
            await asyncio.sleep(kill_after)
            await server.end(signal.SIGKILL)
            server.start()
        await asyncio.gather(*tasks)


async def sealed(database: Database, vote: str) -> VoteRecord:
    """The vote once its box is sealed; nobody asks for that, the server does it by itself."""
    for _ in range(int(2 * PATIENCE)):
        async with database.reading() as view:
            found: VoteRecord = await view.scalar(select(VoteRecord).where(VoteRecord.id == vote))
        if found.state is not State.OPEN:
            return found
        await asyncio.sleep(1)
    raise AssertionError("the box was never sealed")


async def _vote(client: httpx.AsyncClient, polling: Polling, voter: Voter, told: Told) -> None:
    loop = asyncio.get_running_loop()
    beginning = loop.time()
    await asyncio.sleep(voter.opens)
    headers = {"Cookie": f"coop={voter.cookie}", "Origin": str(client.base_url).rstrip("/")}
    booth = await _until_answered(client, "GET", f"/api/votes/{polling.vote}/booth", headers, told)
    assert booth.status_code == 200, booth.text
    published = await _until_answered(client, "GET", f"/api/votes/{polling.vote}/election", headers, told)
    assert published.content == polling.election.raw
    headers |= {"X-Form-Token": booth.json()["form_token"], "Content-Type": "application/json"}
    await asyncio.sleep(beginning + voter.sends - loop.time())
    began, sent_at, left = loop.time(), SystemClock().now(), []

    async def watch(step: str, _facts: object) -> None:
        if step == "http11.send_request_body.complete":
            left.append(SystemClock().now())

    sending = {"content": voter.ballot, "extensions": {"trace": watch}}
    answer = await _until_answered(client, "POST", f"/api/votes/{polling.vote}/ballots", headers, told, **sending)
    told.waits.append(loop.time() - began)
    if answer.status_code == 200:
        told.receipts.append(believed(polling, voter.number, voter.choice, voter.ballot, answer.json()))
        told.first.set()
    else:
        received = answer.json().get("facts", {}).get("received_at")
        received_at = None if received is None else datetime.fromisoformat(received)
        told.refused.append(Refused(answer.json()["type"], sent_at, left[-1], received_at))


async def _until_answered(
    client: httpx.AsyncClient, method: str, path: str, headers: dict[str, str], told: Told, **sending: Any
) -> httpx.Response:
    """The same request again while nobody answers, or the server asks to come back: as the booth does it."""
    while True:
        try:
            answer = await client.request(method, path, headers=headers, **sending)
        except httpx.TransportError:
            pause = REST
        else:
            if answer.status_code != 503:
                return answer
            pause = float(answer.headers.get("Retry-After", REST))
        told.again += 1
        await asyncio.sleep(pause)


def seconds(waits: Sequence[float], share: float) -> float:
    """So long did this share of the voters wait at most, from sending their ballot to their answer."""
    return sorted(waits)[max(0, round(len(waits) * share) - 1)]
