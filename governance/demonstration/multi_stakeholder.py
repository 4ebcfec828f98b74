"""A co-operative of several classes: people supported, workers, community organisations, investors."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date

from governance.board.model import Office
from governance.demonstration import deciding, founding, parties, table
from governance.demonstration.play import Play, lines
from governance.demonstration.story import Story
from governance.demonstration.supporting import way_of
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
        en="Of £48,312.77, 30 per cent goes to the reserve, 10 per cent to the community, 25 per cent to the quality "
        "of support, and 35 per cent to the reserve besides. The board may let members pool up to £3,000.00 for "
        "support that they share.",
        cy="O £48,312.77, aiff 30 y cant i'r gronfa wrth gefn, 10 y cant i'r gymuned, 25 y cant i ansawdd cymorth, a "
        "35 y cant i'r gronfa wrth gefn hefyd. Caiff y bwrdd adael i aelodau gronni hyd at £3,000.00 ar gyfer "
        "cymorth y maent yn ei rannu.",
        en_easy="We save most of it. Some is for better support and for our community. "
        "The board can say yes when members share the cost of support.",
        cy_easy="Rydym yn cadw'r rhan fwyaf. Mae peth at gymorth gwell ac at ein cymuned. "
        "Gall y bwrdd ddweud ie pan fydd aelodau yn rhannu cost cymorth.",
    ),
)
BOARD = table.Board(community="19", workers=("13", "14", "16"), others=("2", "3", "4", "5"))


async def tell(story: Story) -> AsyncIterator[str]:
    """Everything that has happened; answers each chapter's heading when it begins."""
    yield "The co-operative is founded, and its register brought over"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "Members divide the surplus of the year"
    proposal = await parties.propose_surplus(story)
    decision = await deciding.decide(story, SURPLUS, days_ago=200)
    await parties.divide_surplus(story, proposal, decision)
    yield "Three assistants support members; directors with an interest leave the room"
    helpers = await parties.support(story)
    await table.deal_with_interests(story, BOARD)
    yield "Four members cook together; something could not wait for the board"
    await parties.cook_together(story, decision)
    await parties.suspend(story, helpers[2])
    await table.leave_one_open(story, BOARD)
    story.private.keep_ways(ways | {"assistant": await way_of(story, helpers[1].actor, helpers[1].email)})


def _brought_over(day: date) -> Iterable[Sequence[str]]:
    return lines(("supported",) * 10 + ("worker",) * 6 + ("community_org",) * 3 + ("investor",) * 2, day, HERE)


PLAY = Play(
    letter="B",
    name_en="Example Multi-Stakeholder Care Co-operative (demonstration)",
    name_cy="Cydweithfa Ofal Aml-randdeiliad Enghreifftiol (arddangosiad)",
    about="a co-operative of several classes: interests on the board, a surplus, a power",
    town=HERE,
    founders=FOUNDERS,
    brought_over=_brought_over,
    offices=(
        ("3", Office.TREASURER),
        ("2", Office.DIRECTOR),
        ("3", Office.DIRECTOR),
        ("4", Office.DIRECTOR),
        ("5", Office.DIRECTOR),
        ("13", Office.DIRECTOR),
        ("14", Office.DIRECTOR),
        ("16", Office.DIRECTOR),
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
        "worker": "13",
        "member": "6",
        "cook": "7",
    },
    parts={
        "member": "A member who is supported, and has a dispute",
        "cook": "A member who cooks with three others, and has a self-employed assistant",
        "secretary": "The secretary",
        "chair": "The chair",
        "treasurer": "The treasurer",
        "board": "A board member",
        "community": "A director of a community organisation",
        "worker": "A worker on the board",
        "assistant": "A self-employed assistant, who is no member",
        "coordinator": "The co-ordinator of assistants",
    },
    first=("member", "cook", "secretary", "chair", "community", "assistant"),
    tell=tell,
)
