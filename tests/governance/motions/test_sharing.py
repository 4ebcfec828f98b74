"""Before a ballot opens: small classes that share a box may leave the motion undecided, and the officers are told."""

from pathlib import Path

import pytest

from constitution import Rulebook
from governance.actor import Role
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.sharing import Shared, shared
from tests.governance.conftest import Web
from tests.governance.motions.story import OPERATOR, Story

B = Rulebook.from_pack("b-multi-stakeholder")
SMALL = (*["supported"] * 4, *["worker"] * 3, *["community_org"] * 2)
CLASSES = ("community_org", "supported", "worker")


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    """The story in the organisation that the web shows."""
    return Story(web.database, web.clock, web.keys, tmp_path)


async def on_the_agenda(story: Story, matter: str | None = None, classes: tuple[str, ...] = SMALL) -> str:
    await story.found(rules=B, classes=classes)
    await story.call()
    motion = await story.propose(matter, story.meeting, by_board=True)
    await story.put(motion)
    await story.give_notice()
    return motion


async def warned(story: Story, motion: str) -> Shared | None:
    async with story.database.reading() as view:
        rules = await members.rules_on(view, story.now)
        return await shared(view, OPERATOR, rules, await motions.find(view, OPERATOR, motion), story.now)


@pytest.mark.control("SMALL-1")
async def test_before_it_is_prepared_and_until_it_opens_the_classes_that_share_a_box_are_named(story: Story) -> None:
    motion = await on_the_agenda(story)
    assert await warned(story, motion) == Shared(CLASSES, openly=True)
    vote = await story.ballot(motion)
    assert await warned(story, motion) == Shared(CLASSES, openly=True)
    await story.open(vote)
    assert await warned(story, motion) is None


async def test_a_class_large_enough_for_a_box_of_its_own_shares_none(story: Story) -> None:
    """Twelve stand alone; eight and two share, and are ten together."""
    motion = await on_the_agenda(story, classes=(*["supported"] * 12, *["worker"] * 8, *["community_org"] * 2))
    assert await warned(story, motion) == Shared(("community_org", "worker"), openly=True)


async def test_what_must_be_secret_cannot_be_decided_openly_instead(story: Story) -> None:
    motion = await on_the_agenda(story, "class_shares")
    assert await warned(story, motion) == Shared(CLASSES, openly=False)


@pytest.mark.parametrize("matter", ["transfer_of_engagements", "amalgamation"])
async def test_where_the_law_counts_heads_no_class_matters(story: Story, matter: str) -> None:
    assert await warned(story, await on_the_agenda(story, matter)) is None


async def test_the_desk_and_the_page_of_the_ballot_say_so_in_every_variant(web: Web, told: Story) -> None:
    motion = await on_the_agenda(told)
    secretary = await web.signed_in(Role.SECRETARY)
    for variant, words in {
        "en": ("this secret ballot may decide nothing", "Put the motion to an open vote in the room"),
        "cy": ("efallai na fydd y bleidlais gyfrinachol hon", "Rhowch y cynnig i bleidlais agored yn yr ystafell"),
        "en-easy": ("this secret vote may not decide anything", "Let people vote in the room at the meeting"),
        "cy-easy": ("yn penderfynu dim byd", "Gadewch i bobl bleidleisio yn yr ystafell"),
    }.items():
        for path in (f"/{variant}/office/motions/{motion}", f"/{variant}/office/motions/{motion}/ballot"):
            page = (await secretary.get(path)).text
            for expected in words:
                assert expected in page, (path, expected)


async def test_a_member_reads_what_dissolving_and_a_year_without_an_audit_ask(web: Web, told: Story) -> None:
    """L-055: seven of nine sign; L-075: the year of account that is running."""
    await told.found(count=9)
    dissolving = await told.propose("dissolution", by_board=True)
    auditing = await told.propose("audit_disapplication", by_board=True)
    reader = await web.signed_in(Role.SECRETARY)
    page = (await reader.get(f"/en/motions/{dissolving}")).text
    assert "At least 7 of all 9 members must sign it." in page
    assert "s.119" in page
    page = (await reader.get(f"/en/motions/{auditing}")).text
    assert "the year of accounts that ends on Wednesday 31 March 2027" in page
    assert "£5,100,000" in page
    await told.call()
    desk = f"/en/office/motions/{auditing}"
    refused = await reader.post(f"{desk}/agenda", {"meeting": told.meeting}, page=desk)
    assert refused.status_code == 409
    assert "That is too late: that year must be audited." in refused.text
