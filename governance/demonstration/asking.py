"""The votes of the demonstration that no motion leads to: one officer sets them up, another agrees."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from governance.demonstration import choices, committee, polling
from governance.demonstration.choices import Asked
from governance.demonstration.private import DIRECTORS
from governance.demonstration.story import GUIDE, Story
from governance.rehearsal.house import acting, officer
from governance.rehearsal.keepers import Keepers
from governance.votes import service as votes
from governance.votes.model.draft import Step
from governance.votes.service import VoteRecord, composing, setting_up

AFTER_THE_END = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Election:
    """One that is open."""

    vote: str
    keepers: Keepers


async def ask_what_first(story: Story) -> None:
    """A secret poll that was counted and declared: its page shows numbers, for enough took part."""
    opens, closes = story.calendar.ago(90), story.calendar.ago(80)
    story.clock.move_to(opens)
    vote = await set_up(story, choices.SPENDING, opens, closes, hands="3-3")
    keepers = story.private.keepers("spending", vote.group)
    await polling.bring_keys(story, vote.id, keepers)
    await polling.bring_codes(story, vote, keepers)
    await polling.open_it(story, vote.id, opens)
    await polling.cast_some(
        story, vote.id, keepers, leave_out=3, until=closes - timedelta(hours=1), chosen=choices.spending
    )
    await _end(story, closes)
    await polling.open_the_sum(story, vote.id, keepers, range(1, 4))
    await polling.declare(story, vote.id)


async def ask_with_names(story: Story) -> None:
    """A poll in which everybody sees who said what."""
    opens, closes = story.calendar.ago(75), story.calendar.ago(65)
    story.clock.move_to(opens)
    vote = await set_up(story, choices.MEETING_TIME, opens, closes, mode="recorded")
    await polling.open_it(story, vote.id, opens)
    async with story.database.reading() as view:
        lines = await votes.roll(view, GUIDE, vote.id)
    for turn, line in enumerate(lines):
        if turn % 4 == 0:
            continue
        story.clock.pass_time(timedelta(hours=1))
        now = story.clock.now()
        async with story.database.writing() as tx:
            voter = await acting(tx, line.member, now)
            await votes.take_part(
                tx, story.keys, voter, vote.id, [choices.meeting_time(turn)], now=now, right=line.member
            )
    await _end(story, closes)
    await polling.declare(story, vote.id)


async def elect_directors(story: Story) -> Election:
    """Four stand for two seats; two of three key-holders will open the count. It ends two days after the meeting."""
    opens, closes = story.calendar.ago(9), story.calendar.annual_meeting + timedelta(days=2)
    vote = await set_up(story, choices.DIRECTORS, opens, closes, purpose="election")
    keepers = story.private.keepers(DIRECTORS, vote.group)
    await committee.make_key(story, vote, keepers.folder)
    await polling.bring_codes(story, vote, keepers)
    await polling.open_it(story, vote.id, opens)
    return Election(vote.id, keepers)


async def vote_for_directors(story: Story, election: Election, until: datetime) -> None:
    await polling.hand_out_codes(story, election.vote, election.keepers, DIRECTORS)
    await polling.cast_some(
        story, election.vote, election.keepers, leave_out=2, until=until, chosen=choices.two_of_four
    )


async def begin_a_poll(story: Story) -> None:
    """Two of three key-holders have made their keys; the third, and whoever makes the voting codes, are awaited."""
    now = story.clock.now()
    vote = await set_up(story, choices.MAGAZINE, now, story.calendar.annual_meeting, hands="3-3")
    await polling.bring_keys(story, vote.id, story.private.keepers("magazine", vote.group), count=2)


async def set_up(
    story: Story,
    asked: Asked,
    opens: datetime,
    closes: datetime,
    *,
    purpose: str = "poll",
    mode: str = "verifiable",
    hands: str = "2-3",
) -> VoteRecord:
    """The secretary answers step by step; the chair looks it over and agrees."""
    now = story.clock.now()
    steps: dict[Step, dict[str, Any]] = {
        Step.ABOUT: {"purpose": purpose, **_titled(asked)},
        Step.MODE: {"mode": mode},
        Step.ROLL: {"electorate": "everybody"},
        Step.KEYS: {"hands": hands, "codes_by": "holder", "seats": ()},
        Step.DATES: {"opens_at": opens, "closes_at": closes},
        Step.WAYS: {"on_paper": "no"},
        Step.FEW: {"fallback": "extend"},
    }
    async with story.database.writing() as tx:
        secretary, chair = await officer(tx, "secretary", now), await officer(tx, "chair", now)
        setup = await setting_up.begin(tx, secretary, now)
        for step, given in steps.items():
            await setting_up.answer(tx, secretary, setup.id, now, step=step, given=given)
        await composing.put_question(
            tx, secretary, setup.id, now, number=1, question=replace(asked.question, options=())
        )
        for place, option in enumerate(asked.question.options):
            standing = asked.standing[place] if asked.standing else ""
            await composing.put_option(tx, secretary, setup.id, now, number=1, option=option, member_number=standing)
        await setting_up.send(tx, secretary, setup.id, now)
        (vote,) = await setting_up.approve(tx, chair, setup.id, now)
    return vote


def _titled(asked: Asked) -> dict[str, str]:
    words = asked.question.text
    return {"title_en": words.en, "title_cy": words.cy, "title_en_easy": words.en_easy, "title_cy_easy": words.cy_easy}


async def _end(story: Story, closes: datetime) -> None:
    story.clock.move_to(closes + AFTER_THE_END)
    await story.pass_on()
