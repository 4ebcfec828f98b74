"""The people of a co-operative, each with a browser, a mailbox and, as an officer, an authenticator."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import pyotp

from governance.app import job_handlers, mints
from governance.correspondence.jobs import channels, deliver_due
from governance.platform.jobs.runner import run_due
from tests.governance.conftest import Browser, Web
from tests.journeys.browsing import Visitor

PASSWORD = "three herons by the quiet lake"
LINK = re.compile(r"https://coop\.test(/\S+/(?:password|sign-in/link)/\S+)")


@dataclass
class Person(Visitor):
    """Somebody who can read the mail that goes to ``email``, and reads pages in ``variant``."""

    town: "Town" = field(kw_only=True)
    email: str = ""
    variant: str = "en"
    secret: str = ""

    @property
    def code(self) -> str:
        """What the authenticator shows now."""
        return pyotp.TOTP(self.secret).at(int(self.town.now.timestamp()))

    async def signs_in_by_link(self) -> None:
        await self.opens(f"/{self.variant}/sign-in")
        await self.sends({"en": "Send me a link", "cy": "Anfonwch ddolen ataf"}[self.variant[:2]], email=self.email)
        await self.opens(await self.town.link_mailed_to(self))
        await self.sends({"en": "Yes, sign me in", "cy": "Ie, mewngofnodwch fi"}[self.variant[:2]])

    async def sets_up_password_and_authenticator(self) -> None:
        """From a mailbox alone to two factors, in the order in which the pages lead."""
        await self.opens("/en/sign-in")
        await self.follows("I have no password, or have forgotten it")
        await self.sends("Send me a link", email=self.email)
        await self.opens(await self.town.link_mailed_to(self))
        await self.sends("Use this password", password=PASSWORD)
        self.sees("Your new password is set")
        await self.sends("Sign in", known_email=self.email, password=PASSWORD)
        await self.follows("My sign-in")
        await self.follows("Set up an authenticator")
        await self.sends("Make a key for my app")
        shown = re.search(r"((?:[A-Z2-7]{4} ){8})", self.page.text)
        assert shown is not None, self.page.text
        self.secret = shown.group(1).replace(" ", "")
        await self.sends("Use this authenticator", password=PASSWORD, code=self.code)
        self.sees("Your recovery codes")
        await self.follows("I have kept them safe")

    async def signs_in(self) -> None:
        """With password and authenticator, as an officer does each day."""
        if not self.secret:
            await self.sets_up_password_and_authenticator()
            return
        self.browser.client.cookies.clear()
        await self.opens("/en/sign-in")
        await self.sends("Sign in", known_email=self.email, password=PASSWORD, code=self.code)

    async def asks_api(self, path: str) -> Any:
        answer = await self.browser.client.get(f"/api{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def brings(self, path: str, content: bytes, kind: str = "application/octet-stream") -> httpx.Response:
        """Send bytes to the API from the page one is on, as a program in that browser would."""
        headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": self.browser.token or "", "Content-Type": kind}
        return await self.browser.client.post(f"/api{path}", content=content, headers=headers)


@dataclass
class Town:
    """The running platform as its people know it, with the clock on the wall and the post."""

    web: Web
    read: set[Path] = field(default_factory=set)
    people: int = 0

    @property
    def now(self) -> datetime:
        return self.web.clock.now()

    def person(self, email: str = "", variant: str = "en") -> Person:
        """Somebody with a browser of their own in a network of their own, signed in nowhere."""
        self.people += 1
        browser: Browser = self.web.browser(client=(f"192.0.2.{self.people}", 40000))
        return Person(browser, town=self, email=email, variant=variant)

    async def comes_to(self, instant: datetime) -> None:
        """Time passes; the server does what was due and the post goes out."""
        self.web.clock.move_to(instant)
        await self.works()

    async def works(self) -> None:
        """One round of what `coop serve` does beside the pages."""
        handlers = job_handlers(self.web.keys)
        await run_due(self.web.database, handlers, self.web.clock)
        await deliver_due(
            self.web.database, channels(self.web.settings, "Cydweithfa Bryn", mints(self.web.keys)), self.web.clock
        )
        await run_due(self.web.database, handlers, self.web.clock)

    async def link_mailed_to(self, person: Person) -> str:
        """The one link among the unread mail that lets its reader in, to a page in their language."""
        found = {link for mail in await self.new_mail_to(person.email) for link in LINK.findall(mail)}
        (link,) = (link for link in found if link.startswith(f"/{person.variant}/"))
        return str(link)

    async def new_mail_to(self, email: str) -> list[str]:
        """The plain words of each message in the mail folder that this person has not read yet."""
        await self.works()
        found = []
        for path in sorted(set((self.web.settings.mail_folder / "mail").glob("*.eml")) - self.read):
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            if email in str(message["To"]):
                self.read.add(path)
                body = message.get_body(("plain",))
                assert body is not None
                found.append(body.get_content())
        return found
