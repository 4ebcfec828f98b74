"""A company owned by its workers: they support people who are no members, and vary hours within a framework."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date

from governance.board.model import Office
from governance.demonstration import deciding, founding
from governance.demonstration.play import Play, lines
from governance.demonstration.story import Story
from governance.demonstration.texts import Proposal
from governance.platform.texts import Texts
from governance.rehearsal.people import Town
from governance.setup.model import Founder

HERE = Town("Example Lane, Sheffield", "workers.example", strides=(5, 11))
FOUNDERS = (
    Founder("secretary", "1", "Marta", "Okonkwo", f"secretary@{HERE.domain}", "en", HERE.address(1)),
    Founder("chair", "2", "Iestyn", "Byrne", f"chair@{HERE.domain}", "cy", HERE.address(2)),
)
FRAMEWORK = Proposal(
    Texts(
        en="That members' hours may vary within the framework",
        cy="Bod oriau yn cael amrywio o fewn y fframwaith",
        en_easy="Should the hours be able to change a little?",
        cy_easy="A ddylai'r oriau allu newid ychydig?",
    ),
    Texts(
        en="A person we support and their worker may move hours by agreement, within the framework of the rules. "
        "What goes beyond it needs a new framework.",
        cy="Caiff person yr ydym yn ei gefnogi a'i weithiwr symud oriau drwy gytundeb, o fewn fframwaith y rheolau. "
        "Mae angen fframwaith newydd ar gyfer unrhyw beth y tu hwnt iddo.",
        en_easy="You and your worker can move hours if you both agree.",
        cy_easy="Gallwch chi a'ch gweithiwr symud oriau os yw'r ddau ohonoch yn cytuno.",
    ),
)


async def tell(story: Story) -> AsyncIterator[str]:
    """Everything that has happened; answers each chapter's heading when it begins."""
    yield "The company is founded, and its register of members brought over"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "Members agree to a framework"
    await deciding.decide(story, FRAMEWORK, days_ago=200)
    story.private.keep_ways(ways)


def _brought_over(day: date) -> Iterable[Sequence[str]]:
    return lines(("worker",) * 12, day, HERE)


PLAY = Play(
    letter="C",
    name_en="Example Employee-Owned Care Company (demonstration)",
    name_cy="Cwmni Gofal Enghreifftiol dan Berchnogaeth y Gweithwyr (arddangosiad)",
    about="a company owned by its workers: hours that vary within a framework",
    town=HERE,
    founders=FOUNDERS,
    brought_over=_brought_over,
    offices=(
        ("3", Office.TREASURER),
        ("4", Office.DIRECTOR),
        ("5", Office.DIRECTOR),
        ("6", Office.COORDINATOR),
    ),
    key_holders=(),
    who={
        "secretary": "1",
        "chair": "2",
        "treasurer": "3",
        "board": "4",
        "coordinator": "6",
        "member": "8",
    },
    parts={
        "member": "A worker who is a member",
        "secretary": "The secretary",
        "chair": "The chair",
        "treasurer": "The treasurer",
        "board": "A board member",
        "coordinator": "The co-ordinator of assistants",
    },
    first=("member", "secretary", "coordinator", "board"),
    tell=tell,
)
