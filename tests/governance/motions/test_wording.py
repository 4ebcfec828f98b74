"""Languages of a motion, and its way back from an agenda."""

from pathlib import Path

import pytest

from governance.errors import Invalid
from governance.meetings import service as meetings
from governance.motions import service as motions
from governance.motions.model import AlreadyWorded, LanguageMissing, NotYourWords, Stage
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from tests.governance.conftest import Web
from tests.governance.motions.story import OPERATOR, TEXT, TITLE, Story
from tests.governance.motions.test_web import member


@pytest.fixture
async def told(database: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path) -> Story:
    story = Story(database, clock, keys, tmp_path)
    await story.found()
    await story.call()
    return story


async def in_welsh_alone(story: Story) -> str:
    async with story.database.writing() as tx:
        title, text = Texts(cy=TITLE.cy), Texts(cy=TEXT.cy)
        return (await motions.propose(tx, story.members[0], title=title, text=text, now=story.now)).id


async def translated(story: Story, motion: str, who: int, title: Texts, text: Texts) -> None:
    async with story.database.writing() as tx:
        await motions.translate(tx, story.members[who], motion, title=title, text=text, now=story.now)


async def test_a_motion_in_one_language_is_translated_before_it_goes_on_an_agenda(told: Story) -> None:
    motion = await in_welsh_alone(told)
    with pytest.raises(LanguageMissing) as refused:
        await told.put(motion)
    assert refused.value.facts["missing"] == "en"
    easy = [Texts(en_easy=words.en_easy, cy_easy=words.cy_easy) for words in (TITLE, TEXT)]
    await translated(told, motion, 0, Texts(en=TITLE.en), Texts(en=TEXT.en))
    await translated(told, motion, 0, *easy)
    await told.put(motion)
    await told.give_notice()
    async with told.database.reading() as view:
        kept = await motions.find(view, OPERATOR, motion)
        assert (kept.titled, kept.worded, kept.stage) == (TITLE, TEXT, Stage.ON_AGENDA)


async def test_words_that_are_there_are_never_changed(told: Story) -> None:
    motion = await in_welsh_alone(told)
    with pytest.raises(AlreadyWorded):
        await translated(told, motion, 0, Texts(cy="Rhywbeth arall", en=TITLE.en), Texts(en=TEXT.en))
    with pytest.raises(Invalid) as refused:
        await translated(told, motion, 0, Texts(cy=TITLE.cy), Texts())
    assert refused.value.errors == {"title_en": "missing", "text_en": "missing"}
    with pytest.raises(Invalid) as refused:
        await translated(told, motion, 0, Texts(en="x" * 201), Texts())
    assert refused.value.errors == {"title_en": "too-long"}


async def test_only_its_proposer_or_the_secretary_adds_words(told: Story) -> None:
    motion = await in_welsh_alone(told)
    with pytest.raises(NotYourWords):
        await translated(told, motion, 1, Texts(en=TITLE.en), Texts(en=TEXT.en))


async def test_a_motion_taken_off_the_agenda_may_go_before_a_meeting_again(told: Story) -> None:
    motion = await told.propose(meeting_id=told.meeting)
    await told.put(motion)
    async with told.database.writing() as tx:
        item = await meetings.item_about(tx, motion)
        assert item is not None
        await meetings.remove_item(tx, OPERATOR, told.meeting, item.id, told.now)
    await told.work()
    async with told.database.reading() as view:
        back = await motions.find(view, OPERATOR, motion)
        assert (back.stage, back.meeting) == (Stage.SUPPORTED, None)
    await told.put(motion)
    async with told.database.writing() as tx:
        await motions.item_removed(tx, OPERATOR, motion, told.now)
        await motions.item_removed(tx, OPERATOR, "0" * 26, told.now)
    async with told.database.reading() as view:
        assert (await motions.find(view, OPERATOR, motion)).stage is Stage.ON_AGENDA


async def test_the_proposer_adds_a_language_on_the_page(web: Web, tmp_path: Path) -> None:
    story = Story(web.database, web.clock, web.keys, tmp_path)
    await story.found()
    motion = await in_welsh_alone(story)
    proposer, other = await member(web, story, 0), await member(web, story, 1)
    page = f"/cy/motions/{motion}"
    assert "Ychwanegu iaith" in (await proposer.get(page)).text
    assert "Ychwanegu iaith" not in (await other.get(page)).text
    changed = await proposer.post(f"{page}/words", {"title_cy": "Arall", "title_en": "Typed"}, page=page)
    assert changed.status_code == 409
    assert 'value="Typed"' in changed.text
    words = {"title": {"en": TITLE.en}, "text": {"en": TEXT.en}}
    other.last = proposer.last = None
    assert (await other.post_json(f"/api/motions/{motion}/words", words)).status_code == 403
    answer = await proposer.post_json(f"/api/motions/{motion}/words", words)
    assert (answer.status_code, answer.json()["title"]["en"]) == (200, TITLE.en)
