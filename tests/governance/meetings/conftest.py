"""A co-operative under the Welsh model rules: ten citizens and two supporters who do not vote."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from constitution import Rulebook
from governance.actor import platform
from governance.correspondence.jobs import Channels, channels, deliver_due
from governance.correspondence.service import mark_posted
from governance.meetings import service as meetings
from governance.meetings.model import Kind
from governance.meetings.records import MeetingRecord
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.settings import Settings
from notifications import Channel, LetterTray

ACTOR = platform("test")
ACCOUNTS = Texts(
    en="Accounts of the year",
    cy="Cyfrifon y flwyddyn: tŷ a dŵr",
    en_easy="How we spent our money.",
    cy_easy="Sut gwarion ni ein harian.",
)
MOTION = Texts(
    en="We agree to buy a boat.", cy="Cytunwn i brynu cwch.", en_easy="We buy a boat.", cy_easy="Prynwn gwch."
)


def candidate(number: int, class_: str, *, email: bool = True) -> Candidate:
    return Candidate(
        number=str(number),
        name_given=f"Aelod {number}",
        name_family="Ŵyn",
        address=f"{number} Y Stryd\nBangor",
        email=f"a{number}@example.org" if email else None,
        language="cy" if number % 2 else "en",
        formats=("easy",) if number in (3, 4) else (),
        class_=class_,
        entered_on=date(2026, 6, 1),
    )


@pytest.fixture
async def coop(database: Database, clock: ScriptedClock) -> Database:
    async with database.writing() as tx:
        await rulebook.found(
            tx, ACTOR, name_en="Bryn Co-op", name_cy="Cydweithfa Bryn", purpose="rehearsal", now=clock.now()
        )
        rules = Rulebook.from_pack("e-citizen-directed")
        await rulebook.adopt(tx, ACTOR, rules, effective_at=datetime(2026, 4, 1, tzinfo=UTC), now=clock.now())
        for number in range(1, 11):
            await members.admit(tx, ACTOR, candidate(number, "citizen", email=number < 9), clock.now())
        for number in (11, 12):
            await members.admit(tx, ACTOR, candidate(number, "supporter"), clock.now())
    return database


@pytest.fixture
def post(tmp_path: Path) -> Channels:
    return channels(Settings(home=tmp_path, database="", origin="https://bryn.example"), "Cydweithfa Bryn")


async def citizens(database: Database) -> Sequence[str]:
    async with database.reading() as view:
        rules = await rulebook.in_force(view, datetime(2027, 1, 1, tzinfo=UTC))
        return [voter.member for voter in await members.voting_members(view, rules, date(2027, 1, 1))]


async def called(database: Database, clock: ScriptedClock, starts_at: datetime) -> MeetingRecord:
    """An annual general meeting with one item of business."""
    async with database.writing() as tx:
        meeting = await meetings.call(
            tx, ACTOR, kind=Kind.AGM, starts_at=starts_at, place="Neuadd y Dref, Tŷ Ŵyn", now=clock.now()
        )
        await meetings.add_item(tx, ACTOR, meeting.id, title=ACCOUNTS, text=MOTION, now=clock.now())
    return meeting


async def posted(database: Database, post: Channels, clock: ScriptedClock) -> None:
    """Everything due is sent, and the printed letters go into the post at once."""
    await deliver_due(database, post, clock)
    printed = [path.stem for path in (post_folder(post)).glob("*.html")]
    async with database.writing() as tx:
        await mark_posted(tx, ACTOR, printed, clock.now(), clock.now())


def post_folder(post: Channels) -> Path:
    tray = post.carriers[Channel.LETTER]
    assert isinstance(tray, LetterTray)
    return tray.folder
