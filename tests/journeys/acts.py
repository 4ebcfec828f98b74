"""What a secretary does in more than one story, page by page."""

from tests.journeys.town import Person

MEMBERS = """\
number,name_given,name_family,address,email,language,formats,class,entered_on
1,Alun,Bowen,3 Heol y Bont,alun@bryn.example,en,,citizen,2026-05-01
2,Bethan,ferch Gwŷn,4 Heol y Bont,bethan@bryn.example,cy,easy,citizen,2026-05-02
3,Ceri,Khan,5 Heol y Bont,ceri@bryn.example,en,,citizen_representative,2026-05-03
4,Dafydd,Ŵyn,6 Heol y Bont,,cy,large-print,citizen,2026-05-04
5,Eirlys,Rees,7 Heol y Bont,eirlys@bryn.example,cy,,supporter,2026-05-05
6,Ffion,Nowak,8 Heol y Bont,ffion@bryn.example,en,,citizen,2026-05-06
7,Gwyn,Parry,9 Heol y Bont,gwyn@bryn.example,en,,citizen,2026-05-07
8,Heledd,Tudor,10 Heol y Bont,heledd@bryn.example,cy,,citizen,2026-05-08
9,Ifan,Lloyd,11 Heol y Bont,ifan@bryn.example,en,,citizen,2026-05-09
"""
"""Nine members beside the two founders: number 4 has no e-mail, number 5 has no vote."""


async def enters_the_members(secretary: Person) -> None:
    await secretary.opens("/en/office/import")
    await secretary.sends("Look at the file", file=MEMBERS.encode())
    secretary.sees("The file has 9 rows.", "ferch Gwŷn")
    await secretary.sends("Enter all of them")
    secretary.sees("9 members were entered")
    await secretary.follows("Register of members")
    secretary.sees("Alun Bowen", "Dafydd Ŵyn")


async def appoints(secretary: Person, member: str, office: str) -> None:
    """``member`` as the list has it: the name, and the number in brackets."""
    name = member.partition(" (")[0]
    await secretary.opens("/en/board/appoint")
    await secretary.sends("Search", search=name)
    await secretary.follows(member)
    today = secretary.town.now.date().isoformat()
    await secretary.sends("Fill this office", office=office.lower(), how="Appointed by the board", from_day=today)
    secretary.sees("The office is filled.", name)


async def marks_the_letters_posted(secretary: Person, meeting: str) -> None:
    await secretary.opens(f"/en/office/convene/{meeting}")
    await secretary.follows("Who has been told")
    secretary.sees("Letters to post", "Dafydd Ŵyn")
    await secretary.sends("Mark as posted", posted_on=secretary.town.now.date().isoformat())
    secretary.sees("Printed, to be posted: 0", "Told, of 11: 11")


async def serves_notice(secretary: Person, meeting: str) -> None:
    await secretary.opens(f"/en/office/convene/{meeting}")
    await secretary.follows("Send the notice")
    secretary.sees("This tells 11 people.")
    await secretary.sends("Send the notice to every member")
    secretary.sees("The letters are on their way.")
