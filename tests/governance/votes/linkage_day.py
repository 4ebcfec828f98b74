"""Members sign in by a mailed link and vote, over two days, while the server does all that it does by itself."""

import io
import random
import re
from collections.abc import Iterable
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import structlog

from governance import app
from governance.access import jobs as sign_ins
from governance.correspondence import jobs as letters
from governance.platform import logs
from governance.platform.jobs.runner import run_due
from governance.upkeep import service as upkeep
from governance.votes import service as votes
from governance.votes.model import State
from tests.governance.conftest import Browser, Web
from tests.governance.votes import ballots
from tests.governance.votes.ballots import Polling

LINK = re.compile(r"https://coop\.test(/en/sign-in/link/[\w-]+)")
TOKEN = re.compile(r'"form_token":"([0-9a-f]+)"')
AGAIN = 0.3
"""The share of voters who come back and vote once more."""

LONGEST_VISIT = 50
"""Seconds from signing in to casting."""

BACK_UP = 12
"""Visits between two backups."""


@dataclass
class Day:
    """A vote that is over: whose voting code was whose is known to nobody but this test."""

    web: Web
    polling: Polling
    backups: Path
    log: str = ""
    order: list[int] = field(default_factory=list)


async def spent(web: Web, chance: random.Random, *, count: int, gap: tuple[float, float] = (1, 9)) -> Day:
    """``count`` voters come one after the other, ``gap`` minutes apart, some twice; then the box is sealed."""
    opens = web.clock.now()
    visits = chance.sample(range(count), count) + chance.sample(range(count), round(count * AGAIN))
    pauses = [timedelta(minutes=chance.uniform(*gap)) for _ in visits]
    closes = opens + sum(pauses, timedelta(hours=1)) + len(visits) * timedelta(seconds=LONGEST_VISIT)
    polling = await ballots.opened(web.database, web.keys, count=count, now=opens, closes_at=closes)
    day = Day(web, polling, web.settings.home / "backups", order=visits)
    written = io.StringIO()
    logs.configure("info")
    try:
        with redirect_stderr(written):
            await _voted(day, chance, zip(visits, pauses, strict=True))
            web.clock.pass_time(closes + timedelta(minutes=1) - web.clock.now())
            await work(web)
            await upkeep.back_up(web.database, web.keys, day.backups, web.clock.now())
        async with web.database.reading() as view:
            assert (await votes.find(view, ballots.OPERATOR, polling.vote)).state is State.CLOSED
    finally:
        structlog.reset_defaults()
    day.log = written.getvalue()
    return day


async def work(web: Web) -> None:
    """What the server does by itself: jobs, letters, removing what has run out."""
    await run_due(web.database, app.job_handlers(web.keys), web.clock)
    await _deliver(web)
    await sign_ins.tidy(web.database, web.clock)


async def _deliver(web: Web) -> None:
    """All letters, some at a time: by night there are many."""
    channels = letters.channels(web.settings, "Tŷ Ni", app.mints(web.keys))
    while (await letters.deliver_due(web.database, channels, web.clock)).claimed:
        pass


async def _voted(day: Day, chance: random.Random, visits: Iterable[tuple[int, timedelta]]) -> None:
    for number, (voter, pause) in enumerate(visits):
        day.web.clock.pass_time(pause)
        browser = day.web.browser()
        await _signs_in(day.web, browser, f"aelod{voter + 1}@example.org")
        day.web.clock.pass_time(timedelta(seconds=chance.uniform(10, LONGEST_VISIT)))
        await _casts(day, browser, voter, chance.choice(("yes", "no", "blank")))
        if chance.random() < 0.5:
            await browser.post("/en/sign-out", page="/en/")
        if number % 10 == 9:
            await work(day.web)
        if number % BACK_UP == BACK_UP - 1:
            await upkeep.back_up(day.web.database, day.web.keys, day.backups, day.web.clock.now())


async def _signs_in(web: Web, browser: Browser, address: str) -> None:
    """A mail leaves the spool for its reader when it was delivered, and so it does here."""
    answer = await browser.post("/en/sign-in/link", {"email": address}, page="/en/sign-in")
    assert answer.status_code == 303, answer.text
    await run_due(web.database, app.job_handlers(web.keys), web.clock)
    await _deliver(web)
    (mail,) = [path for path in web.settings.mail_folder.rglob("*.eml") if LINK.search(_words(path))]
    found = LINK.search(_words(mail))
    mail.unlink()
    assert found is not None
    await browser.get(found[1])
    assert (await browser.post(found[1])).status_code == 303


def _words(path: Path) -> str:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    return "" if body is None else str(body.get_content())


async def _casts(day: Day, browser: Browser, voter: int, choice: str) -> None:
    booth = await browser.get(f"/api/votes/{day.polling.vote}/booth")
    token = TOKEN.search(booth.text)
    assert token is not None, booth.text
    headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": token[1], "Content-Type": "application/json"}
    raw = day.polling.ballot(voter, choice)
    answer = await browser.client.post(f"/api/votes/{day.polling.vote}/ballots", content=raw, headers=headers)
    assert answer.status_code == 200, answer.text
