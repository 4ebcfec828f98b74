"""A year of account without an audit: at a meeting, in time, and with few against (L-074, L-075)."""

from datetime import UTC, date, datetime

import pytest

from constitution import Rulebook
from governance.meetings import service as meetings
from governance.motions.model import AuditWanted, Stage, YearOver
from governance.motions.records import MotionRecord
from tests.governance.motions.story import MEETING, OPERATOR, Story
from tests.governance.motions.test_room import HANDS, at_the_meeting, put_to_the_room
from tests.governance.motions.test_two_meetings import call_second, show_hands

AUDIT = "audit_disapplication"
CALENDAR_YEAR = {**HANDS, "P-004": {"rule": "5", "value": "12-31"}}
"""The meeting of 10 April lies in the year of account that is about to be left without an audit."""


async def decided(story: Story, entitled: int, in_favour: int, against: int) -> MotionRecord:
    everybody, present = ["citizen"] * entitled, in_favour + against
    motion = await at_the_meeting(story, AUDIT, CALENDAR_YEAR, classes=everybody, present=present, by_board=True)
    return await show_hands(story, motion, in_favour, against)


@pytest.mark.long  # a hundred members each; the library has the same figures in milliseconds
@pytest.mark.parametrize(
    ("entitled", "in_favour", "against", "stage", "because"),
    [
        (100, 24, 6, Stage.LOST, "majority"),
        (100, 25, 6, Stage.CARRIED, None),
        (100, 50, 10, Stage.LOST, "opposed"),
        (100, 60, 9, Stage.CARRIED, None),
    ],
)
async def test_v_11(
    story: Story, entitled: int, in_favour: int, against: int, stage: Stage, because: str | None
) -> None:
    """V-11: less than a fifth of the votes are against, and less than a tenth of all who may vote."""
    motion = await decided(story, entitled, in_favour, against)
    assert motion.decision is not None
    assert (motion.stage, motion.decision.figures.get("because")) == (stage, because)


@pytest.mark.parametrize(
    ("entitled", "in_favour", "against", "stage", "because"),
    [
        (10, 6, 1, Stage.LOST, "opposed"),
        (11, 6, 1, Stage.CARRIED, None),
        (12, 4, 1, Stage.LOST, "majority"),
    ],
)
async def test_v_12(
    story: Story, entitled: int, in_favour: int, against: int, stage: Stage, because: str | None
) -> None:
    """V-12: in a society of ten one member alone can want the audit."""
    motion = await decided(story, entitled, in_favour, against)
    assert motion.decision is not None
    assert (motion.stage, motion.decision.figures.get("because")) == (stage, because)
    assert motion.first is None, "one meeting is enough"


async def test_a_year_that_has_ended_by_the_meeting_is_audited(story: Story) -> None:
    """The year ends on 31 March and the meeting is on 10 April."""
    await story.found()
    await story.call()
    with pytest.raises(YearOver):
        await story.propose(AUDIT, story.meeting, by_board=True)
    motion = await story.propose(AUDIT, by_board=True)
    with pytest.raises(YearOver) as refused:
        await story.put(motion)
    finding = refused.value.finding
    assert finding is not None
    assert (finding.figures["last-day"], finding.figures["meeting"]) == (date(2027, 3, 31), MEETING.date())
    assert [one.source for one in finding.citations] == ["s.84(5)"]


async def test_proposed_in_the_next_year_it_is_about_that_year(story: Story) -> None:
    await story.found()
    story.clock.move_to(datetime(2027, 4, 1, 9, 0, tzinfo=UTC))
    story.meeting = await call_second(story)
    motion = await story.propose(AUDIT, by_board=True)
    await story.put(motion)
    async with story.database.reading() as view:
        assert [item.subject for item in (await meetings.find(view, OPERATOR, story.meeting)).items] == [motion]


async def test_a_meeting_that_drags_on_past_the_year_decides_it_no_more(story: Story) -> None:
    motion = await at_the_meeting(story, AUDIT, CALENDAR_YEAR, by_board=True)
    story.clock.move_to(datetime(2028, 1, 1, 10, 0, tzinfo=UTC))
    with pytest.raises(YearOver):
        await put_to_the_room(story, motion)


async def test_rules_that_want_an_audit_every_year_must_change_first(story: Story) -> None:
    await story.found(rules=Rulebook.from_pack("b-multi-stakeholder"), classes=["worker"] * 4)
    with pytest.raises(AuditWanted) as refused:
        await story.propose(AUDIT, by_board=True)
    assert refused.value.finding is not None
    assert {one.rule for one in refused.value.finding.citations} >= {"74"}
