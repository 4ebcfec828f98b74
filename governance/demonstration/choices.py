"""What members of the demonstration choose between, and how those who voted chose."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.demonstration import cast
from governance.platform.texts import Texts
from governance.votes.model.asking import Kind, Option, Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, which is the title too; ``standing`` has the candidates' numbers in the register, in their order."""

    question: Question
    standing: Sequence[str] = ()


def _thing(en: str, cy: str, en_easy: str = "", cy_easy: str = "") -> Option:
    return Option("", Texts(en, cy, en_easy or en, cy_easy or cy))


def _candidate(number: str, statement: Texts) -> Option:
    name = " ".join(cast.HERE.name(int(number) - cast.FIRST_NUMBER))
    return Option("", Texts(name, name, name, name), statement)


_STATEMENTS = (
    Texts(
        en="I have directed my own care for nine years. I want the board to meet in the evening once a quarter, so "
        "that members who work can come and listen.",
        cy="Rwy'n cyfarwyddo fy ngofal fy hun ers naw mlynedd. Hoffwn i'r bwrdd gwrdd gyda'r nos unwaith bob "
        "chwarter, er mwyn i aelodau sy'n gweithio allu dod i wrando.",
        en_easy="I have run my own care for nine years. I want some board meetings in the evening.",
        cy_easy="Rwy'n rhedeg fy ngofal fy hun ers naw mlynedd. Rwyf eisiau rhai cyfarfodydd bwrdd gyda'r nos.",
    ),
    Texts(
        en="I act for my brother, who uses few words. Every paper of ours should come with pictures, on the day it "
        "comes in print.",
        cy="Rwy'n gweithredu dros fy mrawd, sy'n defnyddio ychydig o eiriau. Dylai pob papur ddod gyda lluniau, ar "
        "y diwrnod y daw mewn print.",
        en_easy="I speak for my brother. I want pictures in all our papers.",
        cy_easy="Rwy'n siarad dros fy mrawd. Rwyf eisiau lluniau yn ein holl bapurau.",
    ),
    Texts(
        en="I kept the accounts of a housing co-operative. I will explain our pooled funds in plain words "
        "twice a year.",
        cy="Bûm yn cadw cyfrifon cydweithfa dai. Byddaf yn egluro ein cronfeydd mewn geiriau plaen "
        "ddwywaith y flwyddyn.",
        en_easy="I know about money. I will tell you in plain words what we have.",
        cy_easy="Rwy'n deall arian. Byddaf yn dweud mewn geiriau syml beth sydd gennym.",
    ),
    Texts(
        en="Personal assistants in the valleys travel far between visits. I want the co-operative to pay for that "
        "time.",
        cy="Mae cynorthwywyr personol yn y cymoedd yn teithio'n bell rhwng ymweliadau. Hoffwn i'r gydweithfa dalu am "
        "yr amser hwnnw.",
        en_easy="Assistants travel a long way. I want us to pay them for that time.",
        cy_easy="Mae cynorthwywyr yn teithio'n bell. Rwyf eisiau i ni eu talu am yr amser hwnnw.",
    ),
)

DIRECTORS = Asked(
    Question(
        Kind.CHOOSE,
        Texts(
            en="Election of two directors",
            cy="Ethol dau gyfarwyddwr",
            en_easy="Choose two people for our board",
            cy_easy="Dewiswch ddau berson i'n bwrdd",
        ),
        tuple(_candidate(*one) for one in zip(cast.CANDIDATES, _STATEMENTS, strict=True)),
        maximum=2,
    ),
    standing=cast.CANDIDATES,
)

SPENDING = Asked(
    Question(
        Kind.APPROVAL,
        Texts(
            en="What should the members' fund pay for in the coming year?",
            cy="Am beth ddylai cronfa'r aelodau dalu yn y flwyddyn i ddod?",
            en_easy="What should we spend our money on?",
            cy_easy="Ar beth ddylem wario ein harian?",
        ),
        (
            _thing("Travel to meetings", "Teithio i gyfarfodydd"),
            _thing("Courses for personal assistants", "Cyrsiau i gynorthwywyr personol"),
            _thing("Tablets to borrow", "Llechi i'w benthyg", "Computers to borrow", "Cyfrifiaduron i'w benthyg"),
            _thing("A members' magazine", "Cylchgrawn i aelodau"),
        ),
        maximum=4,
    )
)

MEETING_TIME = Asked(
    Question(
        Kind.CHOOSE,
        Texts(
            en="When should the members' forum meet?",
            cy="Pryd ddylai fforwm yr aelodau gwrdd?",
            en_easy="When should we meet?",
            cy_easy="Pryd ddylem gwrdd?",
        ),
        (
            _thing("On a weekday morning", "Ar fore yn ystod yr wythnos"),
            _thing("On a weekday evening", "Ar noson yn ystod yr wythnos"),
            _thing("On a Saturday", "Ar ddydd Sadwrn"),
        ),
    )
)

MAGAZINE = Asked(
    Question(
        Kind.YES_NO,
        Texts(
            en="Should the magazine come four times a year?",
            cy="A ddylai'r cylchgrawn ddod bedair gwaith y flwyddyn?",
            en_easy="Should our magazine come four times a year?",
            cy_easy="A ddylai ein cylchgrawn ddod bedair gwaith y flwyddyn?",
        ),
    )
)

_PAIRS = ((0, 2), (1, 2), (0, 3), (2, 3), (0, 1), (2,), (0, 2), (1,), (3, 1), ())
_APPROVED = ((0, 1), (1, 2, 3), (0,), (0, 1, 2, 3), (1,), (0, 2), (0, 1), (), (1, 3), (2,))


def two_of_four(turn: int) -> Sequence[int]:
    """A secret ballot: the blank first, then the candidates."""
    return _ballot(_PAIRS[turn % len(_PAIRS)])


def spending(turn: int) -> Sequence[int]:
    return _ballot(_APPROVED[turn % len(_APPROVED)])


def meeting_time(turn: int) -> Sequence[int]:
    """An open answer, which has no blank in front."""
    return [int(place == (0, 2, 2, 1, 2)[turn % 5]) for place in range(3)]


def _ballot(chosen: Sequence[int]) -> Sequence[int]:
    return [int(not chosen), *(int(place in chosen) for place in range(4))]
