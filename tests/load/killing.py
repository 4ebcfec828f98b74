"""A real server that is killed again and again, and voters who do not give up before they hold a receipt."""

import asyncio
import hashlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from governance.votes.model import receipt_text
from tests.governance.votes.ballots import CHOICES, Polling

CRASHPOINTS = (
    "cast.before_incoming",
    "cast.after_incoming",
    "cast.after_verify",
    "cast.before_commit",
    "cast.after_commit",
)
PATIENCE = 60.0
REST = 0.2
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """`coop serve` in a process of its own."""

    home: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, crash_at: str | None = None) -> None:
        environment = {**os.environ, "COOP_CRASH_AT": crash_at or ""}
        run = [sys.executable, "-c", "from governance.cli import main; main()"]
        command = [*run, "--home", str(self.home), "serve", "--port", str(self.port)]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    async def ready(self) -> None:
        """Wait until it answers; a server that ends by itself is a failure of the test."""
        assert self.process is not None
        async with httpx.AsyncClient() as client:
            for _ in range(int(PATIENCE / 0.05)):
                assert self.process.poll() is None, (self.home / "server.log").read_text()[-4000:]
                try:
                    if (await client.get(f"{self.origin}/health")).status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)
        raise AssertionError("the server does not answer")

    async def gone(self, within: float) -> bool:
        """Has the process ended by itself?"""
        assert self.process is not None
        for _ in range(int(within / 0.02)):
            if self.process.poll() is not None:
                return True
            await asyncio.sleep(0.02)
        return False

    async def end(self, how: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(how)
        assert await self.gone(PATIENCE)


@dataclass(frozen=True)
class Held:
    """One receipt in a voter's log, its signature checked."""

    voter: int
    choice: str
    tracker: str
    sequence: int


def believed(polling: Polling, voter: int, choice: str, raw: bytes, receipt: Mapping[str, str | int]) -> Held:
    """Success is believed only for the hash that the voter computed, under the server's signature (BAL-5)."""
    tracker = b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")
    sequence = int(receipt["sequence"])
    key = load_pem_public_key(str(receipt["public_key"]).encode())
    assert isinstance(key, Ed25519PublicKey)
    text = receipt_text(polling.election.fingerprint, tracker, sequence)
    key.verify(b64decode(str(receipt["signature"])), text.encode())
    return Held(voter, choice, tracker, sequence)


@dataclass
class Voters:
    """All voters of a vote, each casting one ballot after the other until told to stop."""

    server: Server
    polling: Polling
    cookies: list[str]
    chance: random.Random
    receipts: list[Held] = field(default_factory=list)
    sent: int = 0
    unanswered: int = 0
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def vote(self) -> None:
        await asyncio.gather(*(self._vote(voter) for voter in range(len(self.cookies))))

    async def _vote(self, voter: int) -> None:
        cookies = {"coop": self.cookies[voter]}
        async with httpx.AsyncClient(base_url=self.server.origin, cookies=cookies, timeout=PATIENCE) as client:
            token = await self._token(client)
            while not self.stop.is_set():
                choice = self.chance.choice(sorted(CHOICES))
                await self._cast(client, token, voter, choice)
                await asyncio.sleep(self.chance.uniform(0, 0.05))

    async def _token(self, client: httpx.AsyncClient) -> str:
        while True:
            try:
                found = TOKEN.search((await client.get("/en/")).text)
            except httpx.TransportError:
                await asyncio.sleep(REST)
                continue
            assert found, "the voter is signed in"
            return found.group(1)

    async def _cast(self, client: httpx.AsyncClient, token: str, voter: int, choice: str) -> None:
        raw = self.polling.ballot(voter, choice)
        headers = {"Origin": self.server.origin, "X-Form-Token": token, "Content-Type": "application/json"}
        self.sent += 1
        while True:
            try:
                answer = await client.post(f"/api/votes/{self.polling.vote}/ballots", content=raw, headers=headers)
            except httpx.ConnectError:  # nobody is listening: nothing was sent
                await asyncio.sleep(REST)
                continue
            except httpx.TransportError:
                self.unanswered += 1
                await asyncio.sleep(REST)
                continue
            if answer.status_code == 503:
                await asyncio.sleep(REST)
                continue
            assert answer.status_code == 200, answer.text
            self.receipts.append(believed(self.polling, voter, choice, raw, answer.json()))
            return


def turns(kills: int) -> list[str | None]:
    """At random instants (``None``), and between those at every named step of casting, each at several of its times."""
    points = [f"{point}:{nth}" for nth in (1, 3, 7, 2) for point in CRASHPOINTS]
    return [points[number // 2 % len(points)] if number % 2 else None for number in range(kills)]


async def kill_while_casting(server: Server, voters: Voters, kills: Sequence[str | None]) -> None:
    """Kill the server again and again: at these named steps of casting, or where there is none at a random instant."""
    casting = asyncio.create_task(voters.vote())
    for crash_at in kills:
        server.start(crash_at)
        if crash_at is None:
            await server.ready()
            await asyncio.sleep(voters.chance.uniform(0.2, 1.0))
            await server.end(signal.SIGKILL)
        else:
            assert await server.gone(PATIENCE), f"never came to {crash_at}"
            assert server.process is not None
            assert server.process.returncode == -signal.SIGKILL, (server.home / "server.log").read_text()[-4000:]
        if casting.done():
            casting.result()
    server.start()
    await server.ready()
    voters.stop.set()
    await casting
    await server.end(signal.SIGTERM)
