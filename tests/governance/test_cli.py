"""The command, as an operator meets it: what stops it is said in a sentence, and stopping it is quick."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from governance.cli import main
from governance.platform.db import Database
from governance.platform.keys import Keys

COOP = (sys.executable, "-c", "from governance.cli import main; main()")


def coop(home: Path, *words: str) -> Result:
    mask = os.umask(0o022)
    try:
        return CliRunner().invoke(main, ["--home", str(home), *words])
    finally:
        os.umask(mask)


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    """A home whose co-operative has not been founded yet, but whose tables are there."""
    home = tmp_path / "home"
    Keys.create(home / "keys")
    (home / "coop.sqlite").write_bytes(sqlite_template.read_bytes())
    return home


@pytest.mark.parametrize("command", ["serve", "work"])
def test_what_keeps_a_service_from_starting_is_said_in_a_sentence(tmp_path: Path, home: Path, command: str) -> None:
    bare = tmp_path / "bare"
    reasons = [(bare, "master key")]
    (tmp_path / "slip").mkdir()
    (tmp_path / "slip" / "coop.toml").write_text("orgin = 'x'")
    reasons.append((tmp_path / "slip", "orgin: there is no such setting"))
    Keys.create(tmp_path / "unfounded" / "keys")
    reasons.append((tmp_path / "unfounded", "coop setup"))
    Keys.create(tmp_path / "old" / "keys")
    (tmp_path / "old" / "coop.sqlite").touch()
    reasons.append((tmp_path / "old", "at version none"))
    for place, reason in reasons:
        said = coop(place, command)
        assert (said.exit_code, reason in said.output) == (1, True), said.output
        assert "Traceback" not in said.output
    assert not (tmp_path / "unfounded" / "coop.sqlite").exists()


@pytest.mark.control("DB-2")
@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_second_process_on_the_same_file_is_told_so(home: Path, command: str) -> None:
    first = Database(f"sqlite:///{home / 'coop.sqlite'}")
    first.hold()
    said = coop(home, command)
    asyncio.run(first.close())
    assert said.exit_code == 1
    assert "another process is using" in said.output


@contextmanager
def serving(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (home / "coop.toml").write_text(f'origin = "http://localhost:{port}"\n')
    process = subprocess.Popen([*COOP, "--home", home, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://localhost:{port}") as client:
            while process.poll() is None:
                try:
                    client.get("/health")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield process, client
    finally:
        process.kill()
        process.wait()


@pytest.mark.control("OPS-7")
def test_told_to_stop_it_stops_although_somebody_is_still_sending_and_a_killed_one_starts_again(home: Path) -> None:
    with serving(home) as (process, client):
        process.kill()
        process.wait()
    with serving(home) as (process, client), socket.create_connection(("localhost", client.base_url.port)) as sender:
        sender.sendall(b"POST /en/sign-in/link HTTP/1.1\r\nHost: " + client.base_url.netloc)
        sender.sendall(b"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\na")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) in (0, -signal.SIGTERM)
    assert (home / "coop.sqlite").stat().st_size
