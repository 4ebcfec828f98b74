"""A regulator looks at the register: two people let it, every look is written down, members see it, and it ends."""

from datetime import timedelta
from typing import Any

from governance.audit import service as audit
from tests.journeys.acts import enters_the_members
from tests.journeys.town import Person, Town

GRANT: dict[str, Any] = {
    "body": "Financial Conduct Authority",
    "evidence": "Letter of 2 January 2027",
    "columns": ("Name", "Member from and until"),
    "earliest": "2026-01-01",
    "last_day": "2027-01-18",
    "inspector_name": "Iolo Parry",
    "inspector_email": "iolo@fca.example",
}


async def test_two_people_let_a_regulator_look_members_see_it_and_it_ends_by_itself(town: Town) -> None:
    gwenllian, tomos = town.person("gwenllian@bryn.example"), town.person("tomos@bryn.example")
    await gwenllian.signs_in()
    await enters_the_members(gwenllian)

    # One person puts it forward, another must agree.
    grant = await puts_it_forward(gwenllian)
    await gwenllian.opens(f"/en/office/disclosures/{grant}")
    gwenllian.sees("You put this forward, so another person must agree.")
    iolo = town.person("iolo@fca.example")
    await iolo.opens("/en/sign-in")
    await iolo.sends("Send me a link", email=iolo.email)
    assert await town.new_mail_to(iolo.email) == []
    await tomos.signs_in()
    await tomos.opens("/en/office/disclosures")
    await tomos.follows("Financial Conduct Authority")
    await tomos.sends("I agree")

    # The regulator signs in with two factors and sees what was granted, nothing else.
    await iolo.signs_in()
    await looks_at_the_register(iolo)
    await iolo.opens(f"/cy/inspect/{grant}/at/2027-01-04")
    iolo.sees("Alun Bowen", "Y gofrestr")
    for path in ("/en/office/register", f"/en/office/disclosures/{grant}", "/en/log", "/en/me/record"):
        await iolo.opens(path, status=403)

    # The office sees every look, the log has it, and each member sees who looked.
    await gwenllian.opens(f"/en/office/disclosures/{grant}")
    gwenllian.sees("Every look", "Monday 4 January 2027")
    await gwenllian.opens("/en/log")
    gwenllian.sees("Iolo Parry looked at the register as at Monday 4 January 2027.")
    alun = town.person("alun@bryn.example")
    await alun.signs_in_by_link()
    await alun.opens("/en/me/record")
    await alun.follows("See who looked at my entry")
    alun.sees("Financial Conduct Authority saw Member from and until, Name as at Monday 4 January 2027.")
    alun.does_not_see("Address as at")

    # Two weeks later it has ended by itself.
    await town.comes_to(town.now + timedelta(days=15))
    await iolo.signs_in()
    await iolo.opens(f"/en/inspect/{grant}/at/2027-01-04", status=409)
    iolo.sees("Your leave to look has ended.")
    await iolo.opens(f"/cy/inspect/{grant}/at/2027-01-04", status=409)
    iolo.does_not_see("Your leave to look has ended.", "Alun Bowen")
    async with town.web.database.reading() as view:
        await audit.check(view)


async def puts_it_forward(secretary: Person) -> str:
    await secretary.opens("/en/office/disclosures")
    await secretary.follows("Let somebody look")
    await secretary.follows("Authorised by the Financial Conduct Authority")
    await secretary.sends("Put it before a second person", **GRANT)
    return secretary.last_part


async def looks_at_the_register(inspector: Person) -> None:
    await inspector.opens("/en/inspect")
    await inspector.follows("Financial Conduct Authority")
    await inspector.sends("Show the register", as_at="2027-01-04")
    inspector.sees("Alun Bowen", "ferch Gwŷn", "You are Iolo Parry, acting for Financial Conduct Authority.")
    inspector.does_not_see("Heol y Bont", "alun@bryn.example", "supporter")
