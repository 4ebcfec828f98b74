"""A co-operative of people who use support: friends who share assistants, pooled money, cover in an emergency."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date

from governance.board.model import Office
from governance.demonstration import deciding, founding, friends, neighbours, packages, representing
from governance.demonstration.play import Play, lines
from governance.demonstration.pooling import supported
from governance.demonstration.story import Story
from governance.demonstration.supporting import way_of
from governance.demonstration.texts import Proposal
from governance.platform.texts import Texts
from governance.rehearsal.people import Town
from governance.setup.model import Founder

HERE = Town("Example Street, Ludlow", "pooling.example", strides=(7, 9))
FOUNDERS = (
    Founder("secretary", "1", "Ruth", "Adeyemi-Price", f"secretary@{HERE.domain}", "en", HERE.address(1)),
    Founder("chair", "2", "Geraint", "Mistry", f"chair@{HERE.domain}", "cy", HERE.address(2)),
)
POOLS = Proposal(
    Texts(
        en="That members may pool money for shared support",
        cy="Bod aelodau yn cael cronni arian ar gyfer cymorth ar y cyd",
        en_easy="Should members be able to put money together?",
        cy_easy="A ddylai aelodau allu rhoi arian at ei gilydd?",
    ),
    Texts(
        en="Members may set up pooled funds for a shared assistant at the day centre, for an artist, for training "
        "and for cover in an emergency, each up to £5,000.00. All who take part must agree. Peer support and shared "
        "things are turned on: members may offer one another help, and lend what they have. Each hour of an assistant "
        "whom the co-operative employs costs 55 pence more, for the co-operative's own work.",
        cy="Caiff aelodau sefydlu cronfeydd cyfun ar gyfer cynorthwyydd a rennir yn y ganolfan ddydd, ar gyfer artist, "
        "ar gyfer hyfforddiant ac ar gyfer cymorth mewn argyfwng, pob un hyd at £5,000.00. Rhaid i bawb sy'n cymryd "
        "rhan gytuno. Caiff cymorth gan gymheiriaid a phethau a rennir eu troi ymlaen: caiff aelodau gynnig help i'w "
        "gilydd, a benthyca'r hyn sydd ganddynt. Mae pob awr gan gynorthwyydd y mae'r cwmni cydweithredol yn ei "
        "gyflogi yn costio 55 ceiniog yn fwy, ar gyfer gwaith y cwmni cydweithredol ei hun.",
        en_easy="You can share the cost of support with other members. Everyone who shares must say yes. "
        "You can help other members. You can lend them things. Some support costs 55 pence more each hour.",
        cy_easy="Gallwch rannu cost cymorth gydag aelodau eraill. Rhaid i bawb sy'n rhannu ddweud ie. "
        "Gallwch helpu aelodau eraill. Gallwch fenthyg pethau iddynt. Mae rhywfaint o gymorth yn costio "
        "55 ceiniog yn fwy bob awr.",
    ),
    purposes=("support", "transport", "artist", "materials", "room", "training", "cover"),
    up_to=20_000_00,
)
FRIENDS = tuple(str(number) for number in range(9, 16))
LEARNING = tuple(str(number) for number in range(3, 22))
COVERED = tuple(str(number) for number in range(3, 26))
"""By their number in the register, in the order of joining; member 26 takes part in nothing."""
SPEAKER = "18"
"""Has a power of attorney for somebody who is no member."""


async def tell(story: Story) -> AsyncIterator[str]:
    """Everything that has happened; answers each chapter's heading when it begins."""
    yield "The co-operative is founded, and its register brought over"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "Members decide by secret ballot that money may be pooled"
    decision = await deciding.decide(story, POOLS, days_ago=200)
    yield "Six assistants support members, each in another way"
    story.clock.move_to(story.calendar.ago(120))
    helpers = await packages.support(story, decision)
    await representing.speak_for_another(story, SPEAKER, helpers[5])
    yield "Members help each other, learn together, and are covered in an emergency"
    await neighbours.help_each_other(story, decision)
    await friends.share_training(story, await supported(story, LEARNING), helpers, decision)
    fund = await friends.cover_emergencies(story, await supported(story, COVERED), decision)
    yield "Seven friends share an assistant and hire an artist"
    seven = friends.Friends(await supported(story, FRIENDS), helpers[0], decision)
    await friends.share(story, seven)
    await packages.introduce(story)
    await friends.cover_again(story, fund)
    yield "A council asks about one member's payment, and is let to read for four weeks"
    told = await representing.tell_of_the_council(story, FRIENDS[0])
    story.clock.move_to(story.calendar.ago(1))
    ways |= await representing.let_the_council_read(story, told)
    ways["assistant"] = await way_of(story, helpers[0].actor, helpers[0].email)
    story.private.keep_ways(ways)


def _brought_over(day: date) -> Iterable[Sequence[str]]:
    return lines(("service_user",) * 24 + ("advocate",) * 4, day, HERE)


PLAY = Play(
    letter="A",
    name_en="Example Co-operative of People Who Use Support (demonstration)",
    name_cy="Cydweithfa Enghreifftiol Pobl sy'n Defnyddio Cymorth (arddangosiad)",
    about="a co-operative of people who use support: a shared assistant, an artist, pooled money",
    town=HERE,
    founders=FOUNDERS,
    brought_over=_brought_over,
    offices=(
        ("3", Office.TREASURER),
        ("4", Office.DIRECTOR),
        ("5", Office.DIRECTOR),
        ("6", Office.DIRECTOR),
        ("7", Office.COORDINATOR),
        ("8", Office.SCRUTINEER),
        ("20", Office.KEY_HOLDER),
        ("21", Office.KEY_HOLDER),
        ("22", Office.KEY_HOLDER),
    ),
    key_holders=("20", "21", "22"),
    who={
        "secretary": "1",
        "chair": "2",
        "treasurer": "3",
        "board": "4",
        "coordinator": "7",
        "member": "9",
        "friend": "11",
        "neighbour": "16",
        "representative": SPEAKER,
        "outsider": "26",
    },
    parts={
        "member": "A member whom the co-operative supports, and who asked six friends to share",
        "friend": "A friend, who is leaving the painters",
        "neighbour": "A member who shares an assistant with one other",
        "representative": "A member who speaks for somebody without a sign-in",
        "council": "An officer of a council, who may read one member's money for a while",
        "outsider": "A member who takes part in nothing",
        "assistant": "An assistant, who is no member",
        "secretary": "The secretary",
        "chair": "The chair",
        "treasurer": "The treasurer",
        "board": "A board member",
        "coordinator": "The co-ordinator of assistants",
    },
    first=("member", "friend", "assistant", "representative", "council", "treasurer", "coordinator"),
    tell=tell,
)
