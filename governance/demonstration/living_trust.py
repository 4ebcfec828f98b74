"""An independent living trust: four people in one rented house, and trustees who ask them first."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date

from governance.board.model import Office
from governance.demonstration import deciding, founding, house, housekeeping
from governance.demonstration.play import Play, lines
from governance.demonstration.story import Story
from governance.demonstration.supporting import way_of
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
        en="The four people who live in the house pay for shared cover from one fund, by assessed hours and up to "
        "£180,000.00, and for rent from another, in equal parts and up to £24,000.00. Neither pays for the other. "
        "Each of them was asked.",
        cy="Mae'r pedwar person sy'n byw yn y tŷ yn talu am gymorth ar y cyd o un gronfa, yn ôl oriau a aseswyd a hyd "
        "at £180,000.00, ac am rent o gronfa arall, yn gyfartal a hyd at £24,000.00. Nid yw'r naill yn talu dros y "
        "llall. Gofynnwyd i bob un ohonynt.",
        en_easy="One pot is for support. One pot is for rent. We asked everyone who lives here.",
        cy_easy="Mae un pot at gymorth. Mae un pot at rent. Gofynnwyd i bawb sy'n byw yma.",
    ),
    purposes=("support", "rent"),
    up_to=204_000_00,
)


async def tell(story: Story) -> AsyncIterator[str]:
    """Everything that has happened; answers each chapter's heading when it begins."""
    yield "The trust is set up, with four trustees and the four people it is for"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "Four people move into a rented house"
    home = await house.set_up(story)
    yield "The trustees decide how money is kept"
    decision = await deciding.decide(story, SUPPORT_FUND, days_ago=200)
    yield "Six assistants are employed; support and rent are paid for; one resident gives notice"
    helpers = await housekeeping.employ(story, home)
    await housekeeping.give_notice(story, await housekeeping.keep_the_funds(story, home, decision))
    yield "A trustee follows another, the week is planned, and residents are asked"
    await house.change_a_trustee(story, home)
    await housekeeping.plan_the_week(story, home, helpers)
    await house.ask_the_residents(story, home)
    story.private.keep_ways(ways | {"assistant": await way_of(story, helpers[0].actor, helpers[0].email)})


def _brought_over(day: date) -> Iterable[Sequence[str]]:
    return lines(("independent_trustee",) * 2 + ("beneficiary",) * 5, day, HERE)


PLAY = Play(
    letter="D",
    name_en="Example Independent Living Trust (demonstration)",
    name_cy="Ymddiriedolaeth Byw'n Annibynnol Enghreifftiol (arddangosiad)",
    about="an independent living trust: one house, cover round the clock, trustees who ask first",
    town=HERE,
    founders=FOUNDERS,
    brought_over=_brought_over,
    offices=(("3", Office.TREASURER), ("2", Office.COORDINATOR)),
    key_holders=(),
    who={
        "secretary": "1",
        "chair": "2",
        "treasurer": "3",
        "independent": "4",
        "member": "5",
        "leaver": "8",
        "outsider": "9",
    },
    parts={
        "member": "Somebody who lives in the house",
        "leaver": "Somebody who lives there and has said that they leave",
        "assistant": "An assistant whom the trustees employ, who is no member",
        "secretary": "A trustee, and secretary",
        "chair": "A trustee in the chair, and co-ordinator of assistants",
        "treasurer": "An independent trustee, and treasurer",
        "independent": "Another independent trustee",
        "outsider": "A member who lives elsewhere",
    },
    first=("member", "leaver", "secretary", "treasurer", "assistant"),
    tell=tell,
)
