"""A co-operative of several classes: people supported, workers, community organisations, investors."""

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

HERE = Town("Example Yard, Halifax", "together.example", strides=(3, 5))
FOUNDERS = (
    Founder("secretary", "1", "Nell", "Castellano", f"secretary@{HERE.domain}", "en", HERE.address(1)),
    Founder("chair", "2", "Huw", "Akhtar", f"chair@{HERE.domain}", "cy", HERE.address(2)),
)
SURPLUS = Proposal(
    Texts(
        en="That the surplus of the year be divided",
        cy="Bod gwarged y flwyddyn yn cael ei rannu",
        en_easy="What should we do with the money left over?",
        cy_easy="Beth ddylem ei wneud gyda'r arian sydd dros ben?",
    ),
    Texts(
        en="Of £48,312.77, three tenths go to the reserve, a tenth to the community, a quarter to better support "
        "and the rest to the reserve besides.",
        cy="O £48,312.77, aiff tair rhan o ddeg i'r gronfa wrth gefn, un rhan o ddeg i'r gymuned, chwarter i ansawdd "
        "cymorth a'r gweddill i'r gronfa wrth gefn hefyd.",
        en_easy="We save most of it. Some goes to training and to our community.",
        cy_easy="Rydym yn cadw'r rhan fwyaf. Mae peth yn mynd i hyfforddiant ac i'n cymuned.",
    ),
)


async def tell(story: Story) -> AsyncIterator[str]:
    """Everything that has happened; answers each chapter's heading when it begins."""
    yield "The co-operative is founded, and its register brought over"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "Members divide the surplus of the year"
    await deciding.decide(story, SURPLUS, days_ago=200)
    story.private.keep_ways(ways)


def _brought_over(day: date) -> Iterable[Sequence[str]]:
    return lines(("supported",) * 10 + ("worker",) * 6 + ("community_org",) * 3 + ("investor",) * 2, day, HERE)


PLAY = Play(
    letter="B",
    name_en="Example Multi-Stakeholder Care Co-operative (demonstration)",
    name_cy="Cydweithfa Ofal Aml-randdeiliad Enghreifftiol (arddangosiad)",
    about="a co-operative of several classes: interests on the board, a surplus, self-employed assistants",
    town=HERE,
    founders=FOUNDERS,
    brought_over=_brought_over,
    offices=(
        ("3", Office.TREASURER),
        ("4", Office.DIRECTOR),
        ("5", Office.DIRECTOR),
        ("13", Office.DIRECTOR),
        ("14", Office.DIRECTOR),
        ("19", Office.DIRECTOR),
        ("15", Office.COORDINATOR),
    ),
    key_holders=(),
    who={
        "secretary": "1",
        "chair": "2",
        "treasurer": "3",
        "board": "4",
        "community": "19",
        "coordinator": "15",
        "member": "6",
    },
    parts={
        "member": "A member who is supported",
        "secretary": "The secretary",
        "chair": "The chair",
        "treasurer": "The treasurer",
        "board": "A board member",
        "community": "A director of a community organisation",
        "coordinator": "The co-ordinator of assistants",
    },
    first=("member", "secretary", "community", "board"),
    tell=tell,
)
