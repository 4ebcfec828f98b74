"""How the demonstration begins: a co-operative, its register, its officers, and their ways to sign in."""

import secrets
from datetime import timedelta

import pyotp

from governance.access import service as access
from governance.actor import Actor
from governance.board import service as board
from governance.board.model import Chosen
from governance.demonstration import cast
from governance.demonstration.private import Way
from governance.demonstration.story import GUIDE, Story
from governance.members import imports
from governance.members import service as members
from governance.members.model import Candidate
from governance.members.spreadsheet import write
from governance.platform.clock import legal_day
from governance.rehearsal.house import officer
from governance.rulebook.packs import model
from governance.setup import service as setup
from governance.setup.model import Founding

WORDS = (
    "afal", "afon", "bryn", "bara", "blodyn", "bore", "canu", "castell", "coeden", "cwmwl", "derwen", "dyffryn",
    "eira", "enfys", "ffenest", "glaw", "gwynt", "haul", "heddwch", "hydref", "lleuad", "llyfr", "llyn", "melin",
    "mynydd", "nant", "pont", "sgwar", "seren", "tonnau", "traeth", "ynys",
)  # fmt: skip
"""Words of a password, for people to type: four of them and a number."""


async def found(story: Story) -> None:
    story.clock.move_to(story.calendar.founding)
    play, now = story.play, story.clock.now()
    async with story.database.writing() as tx:
        await setup.found(
            tx, GUIDE, Founding(play.name_en, play.name_cy, model(play.letter), "demo", play.founders), now
        )
        await setup.welcome(tx, GUIDE, now)
    await story.pass_on()


async def bring_members_over(story: Story) -> None:
    """The register comes in as a file, looked at first and entered whole."""
    story.clock.pass_time(timedelta(hours=1))
    now = story.clock.now()
    raw = write(story.play.brought_over(legal_day(now)))
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        preview = await imports.preview_import(tx, secretary, raw, now)
        await imports.confirm_import(tx, secretary, preview.id, now)


async def fill_offices(story: Story) -> None:
    story.clock.move_to(story.calendar.offices)
    now = story.clock.now()
    async with story.database.writing() as tx:
        chair = await officer(tx, "chair", now)
        for number, office in story.play.offices:
            member = await members.numbered(tx, GUIDE, number)
            await board.appoint(
                tx, chair, member_id=member.id, office=office, from_day=legal_day(now), how=Chosen.APPOINTED, now=now
            )


async def give_ways_to_sign_in(story: Story) -> dict[str, Way]:
    """A password and an authenticator for everybody whose part opens by them."""
    ways = {}
    for who, number in story.play.who.items():
        async with story.database.reading() as view:
            actor = await story.member(view, number)
            member = await members.numbered(view, GUIDE, number)
        ways[who] = await way_in(story, actor, member.email or "")
    return ways


async def way_in(story: Story, actor: Actor, email: str) -> Way:
    """Through the same door as anybody: a link, a password, then an authenticator that shows the right code."""
    now = story.clock.now()
    door = access.Door(story.database, story.keys, client="demonstration", browser="demonstration", now=now)
    password = new_password()
    async with story.database.writing() as tx:
        path = await access.lend_link(
            tx, actor.account or "", purpose="password", variant="en", life=timedelta(minutes=1), now=now
        )
    await access.set_password(door, token=path.rpartition("/")[2], password=password, names=())
    async with story.database.writing() as tx:
        await access.begin_totp(tx, story.keys, actor, now)
        secret = await access.pending_secret(tx, story.keys, actor) or ""
    await access.confirm_totp(door, actor, password=password, code=pyotp.TOTP(secret).at(now))
    return Way(actor.name, email, password, secret)


def new_password() -> str:
    return "-".join(secrets.choice(WORDS) for _ in range(4)) + f"-{secrets.randbelow(90) + 10}"


async def admit_later(story: Story, place: int) -> None:
    """One more member, entered by hand."""
    story.clock.move_to(story.calendar.ago(cast.JOINED_AGO[place]))
    now = story.clock.now()
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        number = int(await members.next_number(tx))
        given, family = cast.HERE.name(number - cast.FIRST_NUMBER)
        candidate = Candidate(
            number=str(number),
            name_given=given,
            name_family=family,
            address=cast.HERE.address(number),
            email=f"member{number}@{cast.HERE.domain}",
            language=("cy", "en")[place % 2],
            formats=(),
            class_="citizen",
            entered_on=legal_day(now),
        )
        await members.admit(tx, secretary, candidate, now)


async def one_leaves(story: Story) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        leaver = await members.numbered(tx, GUIDE, cast.LEFT)
        await members.cease(
            tx, secretary, leaver.id, ground="resigned", on=legal_day(now), reason="Moved away (demonstration)", now=now
        )
