"""The society gives its engagements to another: two meetings, a copy to the registrar, and only then has it effect."""

from datetime import UTC, datetime, timedelta

import pytest

from governance.audit import service as audit
from governance.rulebook.packs import model
from tests.governance.conftest import Web
from tests.journeys.conftest import founded
from tests.journeys.meeting import (
    begins,
    calls,
    counts,
    ends,
    enters,
    gives_notice_of,
    members_file,
    proposes_for_the_board,
    puts_to_the_room,
)
from tests.journeys.town import Town

FIRST = datetime(2027, 3, 13, 14, 0, tzinfo=UTC)
SECOND = datetime(2027, 4, 10, 13, 0, tzinfo=UTC)
HANDS = {"P-136": {"rule": "50", "value": "show_of_hands"}}
"""The law wants it decided at the meeting (L-054), and a secret ballot is held before it."""


@pytest.fixture
async def town(web: Web) -> Town:
    return await founded(web, model("E").amended(HANDS), "Bryn Citizen Directed Co-operative")


async def test_two_thirds_then_more_than_half_then_the_registrar(town: Town) -> None:
    gwenllian = town.person("gwenllian@bryn.example")
    await gwenllian.signs_in()
    await enters(gwenllian, members_file(*["citizen"] * 9))
    await town.comes_to(datetime(2027, 2, 4, 10, 0, tzinfo=UTC))
    await gwenllian.signs_in()
    motion = await proposes_for_the_board(
        gwenllian,
        "Transfer of engagements to another society",
        "That we join the Dyffryn Co-operative",
        "Ein bod yn ymuno â Chydweithfa Dyffryn",
    )
    gwenllian.sees("at least 2 out of 3", "This is the first of two meetings that must agree.")

    # No ballot outside the meeting decides it, and five of nine are too few for the first meeting.
    first = await calls(gwenllian, FIRST)
    await gives_notice_of(gwenllian, motion, first)
    await gwenllian.opens(f"/en/office/motions/{motion}/ballot", status=409)
    gwenllian.sees("A ballot held outside the meeting is not possible.")
    await begins(town, gwenllian, first, FIRST, present=9)
    await puts_to_the_room(gwenllian, motion)
    await counts(gwenllian, yes=6, no=3)
    await ends(gwenllian, first)

    # Passed once. The second meeting has its days; a day outside them is refused.
    await gwenllian.opens(f"/en/motions/{motion}")
    gwenllian.sees("Passed once, to be confirmed by a second meeting", "13 April 2027")
    late = await calls(gwenllian, SECOND + timedelta(days=7))
    await gwenllian.opens(f"/en/office/motions/{motion}")
    await gwenllian.sends("Put it on the agenda", 409, meeting=late)
    gwenllian.sees("The second meeting must be held from", "Why?")
    second = await calls(gwenllian, SECOND)
    await gives_notice_of(gwenllian, motion, second)
    await begins(town, gwenllian, second, SECOND, present=7)
    await puts_to_the_room(gwenllian, motion)
    await counts(gwenllian, yes=4, no=3)
    await ends(gwenllian, second)

    # Confirmed by more than half. A copy goes to the registrar; from the registration it has effect.
    await gwenllian.opens(f"/en/office/motions/{motion}")
    gwenllian.sees(
        "A copy must be sent to the registrar by", "24 April 2027", "It has no effect before it is registered."
    )
    await gwenllian.sends("The copy is sent", sent_on="2027-04-10")
    await town.comes_to(SECOND + timedelta(days=20))
    await gwenllian.signs_in()
    await gwenllian.opens(f"/en/office/motions/{motion}")
    await gwenllian.sends("It is registered", registered_on="2027-04-26")
    await gwenllian.opens(f"/en/motions/{motion}")
    gwenllian.sees("It was registered on Monday 26 April 2027. It has effect from that day.")
    await gwenllian.opens(f"/cy/motions/{motion}")
    gwenllian.sees("Fe'i cofrestrwyd ar", "26 Ebrill 2027")
    async with town.web.database.reading() as view:
        await audit.check(view)
