"""A board in a demonstration: what its directors declare, who leaves for an item, and what is still open (M-12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from constitution.majority import Votes
from governance.board.model.interests import Declaration
from governance.board.model.items import Answer
from governance.board.service import interests, items
from governance.board.service.items import Said
from governance.demonstration.story import GUIDE, Story
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.rehearsal.house import officer

LANDLORD = "Example Community House"


@dataclass(frozen=True, slots=True)
class Item:
    """What the board decides about, the kind of interest that it touches, and with whom it deals."""

    title: Texts
    proposal: Texts
    touches: str
    counterparty: str = ""


ROOM = Item(
    Texts("A room at £1,250.00 a year", "Ystafell am £1,250.00 y flwyddyn"),
    Texts(
        "We rent a room from Example Community House for a year, at £1,250.00.",
        "Rydym yn rhentu ystafell gan Example Community House am flwyddyn, am £1,250.00.",
    ),
    "org_supplier",
    LANDLORD,
)
ROOM_ALTERNATIVES = Texts(
    "The library, at £1,400.00 and up a flight of stairs; or meeting online only.",
    "Y llyfrgell, am £1,400.00 ac i fyny grisiau; neu gyfarfod ar-lein yn unig.",
)
ROOM_REASON = Texts(
    "It costs least and has level access and a kitchen.", "Mae'n costio leiaf, mae mynediad gwastad a chegin yno."
)
PAY = Item(
    Texts("What workers are paid from April", "Cyflog gweithwyr o fis Ebrill"),
    Texts(
        "The rate for an hour becomes £13.60, as it stands in the budget.",
        "Y gyfradd am awr fydd £13.60, fel y mae yn y gyllideb.",
    ),
    "worker_pay",
)
MINIBUS = Item(
    Texts("Sharing a minibus", "Rhannu bws mini"),
    Texts(
        "We use the minibus of Example Community House on Thursdays, at £18.00 a day.",
        "Rydym yn defnyddio bws mini Example Community House ar ddydd Iau, am £18.00 y diwrnod.",
    ),
    "org_supplier",
    LANDLORD,
)


@dataclass(frozen=True, slots=True)
class Board:
    """Directors by their number in the register: who is of a community organisation, who are workers, and the rest."""

    community: str
    workers: Sequence[str]
    others: Sequence[str]

    @property
    def everybody(self) -> Sequence[str]:
        return (*self.others, *self.workers, self.community)


async def deal_with_interests(story: Story, board: Board) -> None:
    """A room is decided by those who are left. About pay too few are left, so the rules say who decides (P-216)."""
    story.clock.move_to(story.calendar.ago(98))
    await _declare(story, board.community)
    story.clock.move_to(story.calendar.ago(95))
    room = await _begin(story, board, ROOM)
    await _ask(story, board, room, leaving=[board.community])
    await _decide(story, room, votes=len(board.everybody) - 1)
    pay = await _begin(story, board, PAY)
    await _ask(story, board, pay, leaving=board.workers)
    now = story.clock.now()
    async with story.database.writing() as tx:
        await items.leave(tx, await officer(tx, "secretary", now), pay, now)


async def leave_one_open(story: Story, board: Board) -> None:
    """About a minibus of the same house the directors have still to be asked."""
    story.clock.move_to(story.calendar.ago(2))
    await _begin(story, board, MINIBUS)


async def _declare(story: Story, community: str) -> None:
    now = story.clock.now()
    said = Declaration(
        kind="org_supplier",
        nature="Manages Example Community House, which lets rooms and a minibus",
        matters="Rooms, transport",
        since=legal_day(now),
        counterparty=LANDLORD,
    )
    async with story.database.writing() as tx:
        await interests.declare(tx, await story.member(tx, community), said, now)


async def _begin(story: Story, board: Board, item: Item) -> str:
    now = story.clock.now()
    async with story.database.writing() as tx:
        begun = await items.begin(
            tx,
            await officer(tx, "secretary", now),
            day=legal_day(now),
            title=item.title,
            proposal=item.proposal,
            touches=[item.touches],
            present=list((await _ids(tx, board.everybody)).values()),
            counterparty=item.counterparty,
            now=now,
        )
    return begun.id


async def _ask(story: Story, board: Board, item: str, *, leaving: Sequence[str]) -> None:
    """Everybody answers; these have an interest and leave the room."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        known = await _ids(tx, board.everybody)
        said = {
            member: Said(Answer.WITHDRAWS if number in leaving else Answer.NONE) for number, member in known.items()
        }
        await items.ask(tx, await officer(tx, "secretary", now), item, said, now)


async def _decide(story: Story, item: str, *, votes: int) -> None:
    """Those who stay all say yes."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        yes = Votes(votes, 0, 0)
        await items.decide(tx, secretary, item, yes, alternatives=ROOM_ALTERNATIVES, reason=ROOM_REASON, now=now)


async def _ids(view: View, numbers: Sequence[str]) -> Mapping[str, str]:
    return {number: (await members.numbered(view, GUIDE, number)).id for number in numbers}
