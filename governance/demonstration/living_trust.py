"""An independent living trust: four people in one rented house, and trustees who ask them first."""

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

HERE = Town("Example Close, Denbigh", "trust.example", strides=(11, 3))
FOUNDERS = (
    Founder("secretary", "1", "Elin", "Marchetti", f"secretary@{HERE.domain}", "en", HERE.address(1)),
    Founder("chair", "2", "Dylan", "Osei", f"chair@{HERE.domain}", "cy", HERE.address(2)),
)
SUPPORT_FUND = Proposal(
    Texts(
        en="That the trust keep a support fund and a housing fund",
        cy="Bod yr ymddiriedolaeth yn cadw cronfa gymorth a chronfa dai",
        en_easy="Should the trust keep money for support and money for the house?",
        cy_easy="A ddylai'r ymddiriedolaeth gadw arian at gymorth ac arian at y tŷ?",
    ),
    Texts(
        en="The four people who live in the house pay for shared cover from one fund, by assessed hours, and for rent "
        "from another, in equal parts. Neither pays for the other. Each of them was asked.",
        cy="Mae'r pedwar person sy'n byw yn y tŷ yn talu am gymorth ar y cyd o un gronfa, yn ôl oriau a aseswyd, ac am "
        "rent o gronfa arall, yn gyfartal. Nid yw'r naill yn talu dros y llall. Gofynnwyd i bob un ohonynt.",
        en_easy="One pot is for support. One pot is for rent. We asked everyone who lives here.",
        cy_easy="Mae un pot at gymorth. Mae un pot at rent. Gofynnwyd i bawb sy'n byw yma.",
    ),
)


async def tell(story: Story) -> AsyncIterator[str]:
    """Everything that has happened; answers each chapter's heading when it begins."""
    yield "The trust is set up, with four trustees and the four people it is for"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "The trustees decide how money is kept"
    await deciding.decide(story, SUPPORT_FUND, days_ago=200)
    story.private.keep_ways(ways)


def _brought_over(day: date) -> Iterable[Sequence[str]]:
    return lines(("independent_trustee",) * 2 + ("beneficiary",) * 4, day, HERE)


PLAY = Play(
    letter="D",
    name_en="Example Independent Living Trust (demonstration)",
    name_cy="Ymddiriedolaeth Byw'n Annibynnol Enghreifftiol (arddangosiad)",
    about="an independent living trust: one house, cover round the clock, trustees who ask first",
    town=HERE,
    founders=FOUNDERS,
    brought_over=_brought_over,
    offices=(("3", Office.TREASURER),),
    key_holders=(),
    who={
        "secretary": "1",
        "chair": "2",
        "treasurer": "3",
        "independent": "4",
        "member": "5",
    },
    parts={
        "member": "Somebody who lives in the house",
        "secretary": "A trustee, and secretary",
        "chair": "A trustee in the chair",
        "treasurer": "An independent trustee, and treasurer",
        "independent": "Another independent trustee",
    },
    first=("member", "secretary", "treasurer", "independent"),
    tell=tell,
)
