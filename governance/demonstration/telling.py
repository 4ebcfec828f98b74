"""The story from its first day to today: each chapter in its place on the calendar."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from constitution.amendment import Amendment
from governance.demonstration import asking, cast, citizens, founding, gathering, looking, polling, texts
from governance.demonstration.calendar import EVENING, MORNING
from governance.demonstration.play import Play
from governance.demonstration.private import ANNUAL_MEETING, DIRECTORS, Private
from governance.demonstration.story import Story
from governance.demonstration.texts import Proposal
from governance.meetings.model import Kind
from governance.motions import service as motions
from governance.platform.clock import legal_day
from governance.rehearsal.house import officer
from governance.rehearsal.keepers import Keepers
from governance.rehearsal.people import choice, rows
from governance.rulebook import service as rulebook

SUPPORTERS = 3
"""How many members must stand behind a motion under the changed rules (P-072)."""


async def tell(story: Story) -> AsyncIterator[str]:
    """Everything that has happened; answers each chapter's heading when it begins."""
    yield "The co-operative is founded, and its register brought over"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "The first annual meeting changes two rules by secret ballot"
    await first_annual_meeting(story)
    yield "Members join, and one leaves"
    for place in range(len(cast.JOINED_AGO)):
        await founding.admit_later(story, place)
    await founding.one_leaves(story)
    yield "Members are asked twice: a secret poll, and one with names"
    await asking.ask_what_first(story)
    await asking.ask_with_names(story)
    yield "A special meeting votes; one key-holder has still to open a part of the sum"
    fund, nights = await citizens.pool_money(story), await citizens.share_nights(story)
    members_days = await propose(story, cast.MOVER, cast.SECONDERS, texts.MEMBERS_DAYS, story.calendar.ago(60))
    await citizens.say_what_it_costs(story, fund, members_days)
    special = await call_special_meeting(story)
    annual = await call_annual_meeting(story, members_days)
    directors = await asking.elect_directors(story)
    await hold_special_meeting(story, special)
    yield "The annual meeting is called, and members are voting, on a motion and for two directors"
    await asking.vote_for_directors(story, directors, until=story.calendar.ago(1, MORNING))
    await vote_before_annual_meeting(story, annual)
    ways["regulator"] = await looking.let_regulator_in(story)
    await looking.ask_again(story)
    await asking.begin_a_poll(story)
    await story.pass_on()
    await propose(story, cast.NEW_MOVER, (cast.NEW_SECONDER,), texts.SPOKEN_PAPERS, story.clock.now())
    await propose_later_deadline(story)
    yield "One member is supported and writes down a payment; eleven share the nights"
    ways |= await citizens.support(story, fund, nights)
    story.private.keep_ways(ways)


@dataclass(frozen=True, slots=True)
class Called:
    """A meeting with its ballot."""

    meeting: str
    vote: str
    keepers: Keepers


async def first_annual_meeting(story: Story) -> None:
    """The board proposes a change of the rules; members carry it, and the registrar registers it."""
    calendar = story.calendar
    story.clock.move_to(calendar.ago(366))
    motion = await propose_new_rules(story)
    story.clock.move_to(calendar.ago(365))
    meeting = await gathering.call(story, Kind.AGM, calendar.first_annual_meeting, business=texts.YEARLY, motion=motion)
    called = await open_ballot(story, meeting, motion, "first-annual-meeting", calendar.ago(363))
    await polling.cast_some(
        story,
        called.vote,
        called.keepers,
        leave_out=5,
        until=calendar.first_annual_meeting,
        chosen=partial(choice, in_favour=8),
    )
    await gathering.hold(story, meeting, one_in=2)
    await polling.open_the_sum(story, called.vote, called.keepers, range(1, 4))
    await polling.declare(story, called.vote)
    await gathering.write_minutes(story, meeting)
    story.clock.pass_time(timedelta(days=14))
    await gathering.approve_minutes(story, meeting)
    await register_rules(story, motion)


async def call_special_meeting(story: Story) -> Called:
    calendar = story.calendar
    motion = await propose(story, cast.CHAIR, (), texts.SHARED_BANK, calendar.ago(46), by_board=True)
    story.clock.move_to(calendar.ago(45))
    meeting = await gathering.call(story, Kind.GENERAL, calendar.special_meeting, motion=motion)
    called = await open_ballot(story, meeting, motion, "special-meeting", calendar.ago(43))
    await polling.cast_some(story, called.vote, called.keepers, leave_out=3, until=calendar.ago(13))
    return called


async def hold_special_meeting(story: Story, called: Called) -> None:
    """Held a few days ago. Two key-holders have opened their part since; the third has not."""
    await gathering.hold(story, called.meeting, one_in=3)
    await polling.open_the_sum(story, called.vote, called.keepers, range(1, 3))


async def call_annual_meeting(story: Story, motion: str) -> Called:
    calendar = story.calendar
    story.clock.move_to(calendar.ago(12))
    meeting = await gathering.call(story, Kind.AGM, calendar.annual_meeting, business=texts.YEARLY, motion=motion)
    return await open_ballot(story, meeting, motion, ANNUAL_MEETING, calendar.ago(10))


async def vote_before_annual_meeting(story: Story, called: Called) -> None:
    await polling.hand_out_codes(story, called.vote, called.keepers, ANNUAL_MEETING)
    await polling.cast_some(story, called.vote, called.keepers, leave_out=2, until=story.calendar.ago(1, EVENING))


async def open_ballot(story: Story, meeting: str, motion: str, name: str, opens_at: datetime) -> Called:
    keepers = story.private.keepers(name, story.group)
    return Called(meeting, await polling.open_ballot(story, motion, keepers, opens_at), keepers)


async def propose(
    story: Story,
    mover: str,
    seconders: Sequence[str],
    proposal: Proposal,
    at: datetime,
    *,
    by_board: bool = False,
) -> str:
    """Bring a motion, and have these members stand behind it."""
    story.clock.move_to(at)
    async with story.database.writing() as tx:
        motion = await motions.propose(
            tx,
            await story.member(tx, mover),
            title=proposal.title,
            text=proposal.text,
            by_board=by_board,
            now=at,
        )
    for number in seconders:
        async with story.database.writing() as tx:
            await motions.support(tx, await story.member(tx, number), motion.id, at)
    return motion.id


async def propose_new_rules(story: Story) -> str:
    """A motion of the board that changes two rules; the text says how they will read."""
    now, year_end = story.clock.now(), story.calendar.year_end
    entries = {
        "P-004": {"rule": "5", "value": f"{year_end:%m-%d}"},
        "P-072": {"rule": "34", "value": SUPPORTERS},
    }
    async with story.database.writing() as tx:
        chair = await story.member(tx, cast.CHAIR)
        motion = await motions.propose_amendment(
            tx, chair, amendment=Amendment(entries), title=texts.NEW_RULES, by_board=True, now=now
        )
    return motion.id


async def propose_later_deadline(story: Story) -> str:
    """A change that has still to come before a meeting: members' motions may arrive a week later."""
    now = story.clock.now()
    later = Amendment({"P-073": {"rule": "34", "value": 21}})
    async with story.database.writing() as tx:
        chair = await story.member(tx, cast.CHAIR)
        motion = await motions.propose_amendment(tx, chair, amendment=later, by_board=True, now=now)
    return motion.id


async def register_rules(story: Story, motion: str) -> None:
    """The papers are sent; what the registrar's letter says is entered, and governs from that day on."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        version = (await motions.proposed(tx, secretary, motion, now)).version
        await rulebook.submit(tx, secretary, version.id, sent_on=legal_day(now), now=now)
    story.clock.move_to(story.calendar.new_rules)
    now = story.clock.now()
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        await rulebook.register(
            tx, secretary, version.id, reference="DEMO/RULES/2", registered_on=legal_day(now), now=now
        )
    await story.pass_on()


def _files(private: Private, who: str) -> Mapping[str, Path]:
    """Voting codes for a member who has not voted, a key file for the key-holder who is waited for."""
    if who == "member":
        number = cast.WHO[who]
        ballots = {"voting code": ANNUAL_MEETING, "for directors": DIRECTORS}
        return {called: private.code_file(number, ballot) for called, ballot in ballots.items()}
    return {"key file": private.key_file} if who == "key-holder" else {}


def _brought_over(day: date) -> Iterable[Sequence[str]]:
    return rows(cast.BROUGHT_OVER, day, cast.FIRST_NUMBER, cast.HERE)


PLAY = Play(
    letter="E",
    name_en=texts.NAME_EN,
    name_cy=texts.NAME_CY,
    about="a Citizen Directed Co-operative: sixty members, a year behind them, a meeting and two ballots before them",
    town=cast.HERE,
    founders=cast.FOUNDERS,
    brought_over=_brought_over,
    offices=cast.OFFICES,
    key_holders=cast.KEY_HOLDERS,
    who=cast.WHO,
    parts=cast.PARTS,
    first=cast.FIRST,
    tell=tell,
    files=_files,
    last_day=lambda calendar: legal_day(calendar.annual_meeting),
)
