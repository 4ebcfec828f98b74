"""Six people and twelve members around one vote, each before a browser of their own: what they do, step by step."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from ballots import read_election
from governance.actor import Role
from governance.platform.texts import Texts
from governance.votes import service as votes
from governance.votes.model.asking import Kind, Option, Question, yes_or_no
from tests.browser import keyroom_room
from tests.browser.booth_room import Room, Sitting
from tests.browser.keyroom_room import Holder, House
from tests.governance.votes.ballots import OPENS, OPERATOR, QUESTION, Polling

GROUP = "RFC-3526-2048"
MEMBERS = 12
CLOSES = OPENS + timedelta(minutes=9)
"""Soon enough for everybody to stay signed in: the clock stands still until the test moves it."""

NAMES = (("Bus", "Bws"), ("Hall", "Neuadd"), ("Garden", "Gardd"))
THINGS = tuple(Option(en.lower(), Texts(en=en, cy=cy)) for en, cy in NAMES)
RANKING = Question(Kind.RANKING, Texts(en="In what order?", cy="Ym mha drefn?"), THINGS)
DESK = "Your part in this vote, on this device"
HOLDS = "The record holds"
MINUTES = 120_000
"""What a press may take in these groups on a busy machine, in milliseconds."""

CODE = re.compile(r"\w{5}-\w{6}-\w{5}-\w{6}")


@dataclass
class Six:
    house: House
    secretary: Holder
    key_holders: list[Holder]
    keeper: Holder
    teller: Holder

    # --- before the vote --------------------------------------------------------------------------------------------

    async def make_a_key_together(self) -> None:
        """Three keys one after another, since each takes a number; then everybody's page goes on by itself."""
        for number, holder in enumerate(self.key_holders, 1):
            await holder.enter()
            await holder.now_reads(DESK)
            await holder.makes_a_key(f"Key-holder {number}")
            await holder.now_reads(DESK)
        for holder in self.key_holders:
            await expect(holder.page.locator("#next")).to_have_text(
                "All is ready on your side. The vote has not opened yet.", timeout=MINUTES
            )

    async def make_and_hand_out_codes(self) -> dict[str, str]:
        """The code in each member's letter, by the member's name."""
        keeper = self.keeper
        await keeper.enter()
        await keeper.now_reads(DESK)
        await keeper.press("Make the voting codes")
        await keeper.press("Make the codes now")
        await expect(keeper.page.locator("h1")).to_have_text("Choose a password", timeout=MINUTES)
        await keeper.keeps_the_file()
        await keeper.now_reads(DESK)
        await keeper.press("Give every member one code")
        await keeper.press(f"All letters ({MEMBERS})")
        letters = await keeper.page.locator(".app-letter").all_inner_texts()
        names = [re.search(r"Aelod Rhif \d+", letter) for letter in letters]
        assert all(names)
        return {name[0]: CODE.findall(letter)[0] for name, letter in zip(names, letters, strict=True) if name}

    async def cancel_one_online_ballot(self) -> None:
        """The keeper is told with which code, and not whose it is; the page is opened anew, and the file with it."""
        keeper = self.keeper
        await keeper.enter()
        await keeper.now_reads(DESK)
        await keeper.press("Replace online votes by paper ones")
        await keeper.opens_the_file()
        await keeper.now_reads("Replace online votes by paper ones")
        await keeper.press("Cast the blank ballots")
        await expect(keeper.page.locator("h1")).to_have_text(DESK, timeout=MINUTES)

    async def at_the_desk(self, who: Holder, press: str) -> None:
        """The count desk asks for a fresh sign-in."""
        await self.house.signs_in(who)
        await who.page.goto(self.desk)
        await who.press(press)
        await expect(who.page.get_by_role("button", name=press, exact=True)).to_have_count(0, timeout=MINUTES)

    @property
    def desk(self) -> str:
        return f"{self.house.origin}/en/office/votes/{self.house.vote}"

    async def finds_at_the_tellers_desk(self, who: Holder, name: str, press: str) -> None:
        await who.page.goto(f"{self.desk}/paper")
        await who.page.get_by_label("Name or number").fill(name)
        await who.page.keyboard.press("Enter")
        await who.page.get_by_role("button", name=press).click()

    async def does_at_the_tellers_desk(self, who: Holder, press: str) -> None:
        """Only one person is there, whose name the button says too."""
        await who.page.goto(f"{self.desk}/paper")
        await who.page.get_by_role("button", name=press).click()
        await expect(who.page.get_by_role("button", name=press)).to_have_count(0)

    async def counts_one_paper(self, who: Holder) -> None:
        """It says no, and puts the garden first and the bus second."""
        await who.page.goto(f"{self.desk}/paper/count")
        for label, found in (("Papers that count", "1"), ("Spoilt papers", "0"), ("Yes", "0"), ("No", "1")):
            await who.page.get_by_label(label, exact=True).fill(found)
        await who.page.get_by_label("Nothing chosen", exact=True).fill("0")
        await who.page.get_by_label("In what order?").fill("2 0 1")
        await who.press("This is what I counted")

    async def declares(self, who: Holder) -> None:
        await self.house.signs_in(who)
        await who.page.goto(f"{self.desk}/declare")
        await who.sees("it adds up.")
        await who.page.get_by_label("Your name").fill("Bethan Teller")
        await who.press("Certify and declare the result")
        await expect(who.page.get_by_role("link", name="Result", exact=True)).to_be_visible(timeout=MINUTES)

    async def adds_up(self) -> None:
        """What the server does by itself once the box is sealed."""
        async with self.house.database.writing() as tx:
            await votes.add_up(tx, OPERATOR, self.house.vote, self.house.clock.now())

    # --- after the vote ---------------------------------------------------------------------------------------------

    async def check_record(self, holder: Holder, press: str) -> None:
        """From the desk to what was checked. The page looks at the server by itself; nothing is reloaded."""
        await expect(holder.page.get_by_role("button", name=press)).to_be_visible(timeout=MINUTES)
        await holder.press(press)
        await holder.press("Fetch and check the record")
        await self.past_the_wait(holder)
        await expect(holder.page.locator("h1")).to_have_text(HOLDS, timeout=MINUTES)

    async def past_the_wait(self, holder: Holder) -> None:
        """Where checking takes long, the page says so first."""
        start = holder.page.get_by_role("button", name="Start checking")
        await expect(start.or_(holder.page.get_by_text(HOLDS))).to_be_visible(timeout=MINUTES)
        if await start.is_visible():
            await start.click()

    async def mix(self, holder: Holder) -> None:
        await self.check_record(holder, "Mix the answers")
        await holder.press("Mix the answers and send them")
        await expect(holder.page.locator("h1")).to_have_text(DESK, timeout=MINUTES)

    async def open_part(self, holder: Holder) -> str:
        """The short fingerprint that was compared aloud."""
        await self.check_record(holder, "Open my part of the total")
        seen = await holder.page.locator(".app-fingerprint").inner_text()
        await holder.press("Open my part and send it")
        await expect(holder.page.locator("h1")).to_have_text(DESK, timeout=MINUTES)
        return seen

    # --- members ----------------------------------------------------------------------------------------------------

    async def doors_open(self, codes: dict[str, str]) -> Room:
        """The booth, for every member with the code that stands in the letter to that member."""
        house = self.house
        async with house.database.reading() as view:
            vote = await votes.find(view, OPERATOR, house.vote)
        assert vote.election is not None
        in_order = [codes[f"Aelod Rhif {number}"] for number in range(1, MEMBERS + 1)]
        polling = Polling(house.vote, house.voters, in_order, [], read_election(vote.election))
        return Room(house.origin, house.database, house.keys, house.clock, polling, house.browser, house.app)


# --- a member before the booth --------------------------------------------------------------------------------------


async def votes_online(voter: Sitting, motion: str, *order: str) -> None:
    """From the code to the receipt: an answer to the motion, and the names of the other question in their order."""
    await voter.enter()
    await voter.give_code()
    await expect(voter.page.locator("h1")).to_have_text("Shall we buy a minibus?", timeout=MINUTES)
    await voter.choose(motion)
    await expect(voter.page.locator("h1")).to_have_text("In what order?")
    for name, place in zip(order, ("1st choice", "2nd choice"), strict=False):
        await voter.page.get_by_label(name, exact=True).select_option(place)
    await voter.press("Continue")
    await expect(voter.page.locator("h1")).to_have_text("Check your vote")
    await voter.press("Put my vote in the box")
    await expect(voter.page.locator("h1")).to_have_text("Your vote is in the box", timeout=MINUTES)


async def tab_to(page: Page, label: str) -> None:
    for _ in range(60):
        await page.keyboard.press("Tab")
        words = "(e => (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)"
        if await page.evaluate(words) == label:
            return
    raise AssertionError(f"no Tab leads to {label!r}")


async def votes_by_keyboard(voter: Sitting) -> None:
    page, keyboard = voter.page, voter.page.keyboard
    await voter.enter()
    await tab_to(page, "Or type your voting code")
    await keyboard.type(voter.code)
    await keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Shall we buy a minibus?", timeout=MINUTES)
    await tab_to(page, "Yes")
    await keyboard.press("Space")
    await tab_to(page, "Continue")
    await keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("In what order?")
    await tab_to(page, "Hall")
    await keyboard.type("1st")
    await tab_to(page, "Continue")
    await keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Check your vote")
    await tab_to(page, "Put my vote in the box")
    await keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Your vote is in the box", timeout=MINUTES)


async def votes_in_welsh_easy_read(voter: Sitting) -> None:
    """At 320 pixels, ranking one place at a time, as Easy Read offers it first."""
    page = voter.page
    await voter.enter("cy-easy")
    await page.locator("#code").fill(voter.code)
    await page.locator("button[type=submit]").click()
    await expect(page.locator("h1")).to_have_text("A ddylem brynu bws mini?", timeout=MINUTES)
    await page.get_by_label("Na", exact=True).check()
    await voter.press("Nesaf")
    for name in ("Gardd", "Bws", "Dim mwy o ddewisiadau"):
        await expect(page.locator("h1")).to_contain_text("Ym mha drefn?")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        await page.get_by_label(name, exact=True).check()
        await voter.press("Nesaf")
    await voter.press("Rhoi fy mhleidlais yn y blwch")
    await expect(page.locator("h1")).to_have_text("Mae eich pleidlais yn y blwch", timeout=MINUTES)


# --- the people -----------------------------------------------------------------------------------------------------


@asynccontextmanager
async def six_people(browser: Browser, template: Path, home: Path) -> AsyncIterator[Six]:
    """The roll is frozen: a motion and a ranking, on paper too, opened by any two of three key-holders."""
    asked = (yes_or_no(QUESTION), RANKING)
    options: dict[str, Any] = {"count": MEMBERS, "in_group": GROUP, "questions": asked, "on_paper": True}
    async with keyroom_room.house(browser, template, home, closes_at=CLOSES, smallest_cell=5, **options) as house:
        holders = [await house.sits_down(Role.KEY_HOLDER) for _ in range(3)]
        keeper, teller = await house.sits_down(Role.SCRUTINEER), await house.sits_down(Role.SCRUTINEER)
        yield Six(house, await house.sits_down(Role.SECRETARY), holders, keeper, teller)
