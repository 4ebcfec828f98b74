"""A meeting that decides by show of hands, page by page."""

from datetime import datetime
from typing import Any

from tests.journeys.town import Person, Town

COLUMNS = "number,name_given,name_family,address,email,language,formats,class,entered_on"


def members_file(*classes: str) -> bytes:
    """One member of each of these classes, numbered from 1, all with an e-mail address."""
    rows = [
        f"{number},Aelod{number},Jones,{number} Heol y Bont,aelod{number}@bryn.example,en,,{class_},2026-05-01"
        for number, class_ in enumerate(classes, start=1)
    ]
    return "\n".join([COLUMNS, *rows, ""]).encode()


async def enters(secretary: Person, listed: bytes) -> None:
    await secretary.opens("/en/office/import")
    await secretary.sends("Look at the file", file=listed)
    await secretary.sends("Enter all of them")


async def proposes_for_the_board(secretary: Person, matter: str, title: str, titled: str) -> str:
    await secretary.opens("/en/motions/new")
    await secretary.follows("Start")
    answers: tuple[dict[str, Any], ...] = (
        {"for_board": "The board does"},
        {"matter": matter},
        {"title_en": title},
        {"text_en": title},
        {},
        {"title_cy": titled, "text_cy": titled},
        {f"{part}_{language}_easy": title for part in ("title", "text") for language in ("en", "cy")},
    )
    for answer in answers:
        await secretary.sends("Keep and go on", **answer)
    await secretary.sends("Send the motion")
    await secretary.follows("See my motion")
    return secretary.last_part


async def calls(secretary: Person, starts_at: datetime, kind: str = "General meeting") -> str:
    await secretary.opens("/en/office/convene")
    await secretary.sends("Continue", kind=kind)
    await secretary.sends("Save and continue", starts_at=f"{starts_at:%Y-%m-%dT%H:%M}", place="Neuadd Bryn")
    return secretary.last_part


async def gives_notice_of(secretary: Person, motion: str, meeting: str) -> None:
    await secretary.opens(f"/en/office/motions/{motion}")
    await secretary.sends("Put it on the agenda", meeting=meeting)
    await secretary.opens(f"/en/office/convene/{meeting}")
    await secretary.follows("Send the notice")
    await secretary.sends("Send the notice to every member")
    await secretary.town.works()


async def begins(town: Town, secretary: Person, meeting: str, when: datetime, present: int) -> None:
    await town.comes_to(when)
    await secretary.signs_in()
    await secretary.opens(f"/en/office/desk/{meeting}")
    for number in range(1, present + 1):
        await secretary.sends("Find the member", search=f"Aelod{number}")
        await secretary.presses("In the room")
    await secretary.follows("Run the meeting")
    await secretary.sends("Begin the meeting")


async def puts_to_the_room(secretary: Person, motion: str) -> None:
    await secretary.opens(f"/en/office/motions/{motion}")
    await secretary.follows("Vote in the room")
    await secretary.sends("Open the vote", mode="By show of hands", members="0")
    secretary.sees("Count the hands")


async def counts(secretary: Person, yes: int, no: int) -> None:
    """On the page of the hands, up to the declaration."""
    vote = secretary.here.split("/")[4]
    await secretary.sends("Note this count", question_0_1=str(yes), question_0_2=str(no), question_0_0="0")
    await secretary.sends("Close the vote")
    await secretary.opens(f"/en/office/votes/{vote}/declare")
    await secretary.sends("Certify and declare the result", name="Gwenllian")
    await secretary.town.works()


async def ends(secretary: Person, meeting: str) -> None:
    await secretary.opens(f"/en/office/desk/{meeting}/run")
    await secretary.sends("Close the meeting")
    await secretary.town.works()
