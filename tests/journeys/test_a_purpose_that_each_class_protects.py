"""The purpose of a co-operative of three classes is changed only if each class agrees, and then the rule reads anew."""

from datetime import UTC, datetime, timedelta

from governance.audit import service as audit
from tests.journeys.meeting import begins, calls, counts, ends, enters, gives_notice_of, members_file, puts_to_the_room
from tests.journeys.town import Person, Town

MEMBERS = members_file(*["supported"] * 4, *["worker"] * 3, *["community_org"] * 2)
NOTICE = datetime(2027, 2, 4, 10, 0, tzinfo=UTC)
FIRST = datetime(2027, 3, 13, 14, 0, tzinfo=UTC)
SECOND = datetime(2027, 5, 15, 13, 0, tzinfo=UTC)
PURPOSE = "The co-operative exists so that people can live the lives that they choose."
PWRPAS = "Mae'r gydweithfa'n bodoli er mwyn i bobl allu byw'r bywydau y maent yn eu dewis."


async def test_one_class_refuses_and_then_all_agree(town_of_classes: Town) -> None:
    town = town_of_classes
    gwenllian = town.person("gwenllian@bryn.example")
    await gwenllian.signs_in()
    await enters(gwenllian, MEMBERS)
    await town.comes_to(NOTICE)
    await gwenllian.signs_in()
    motion = await proposes_the_purpose(gwenllian)
    gwenllian.sees("at least 3 out of 4", "In each class of members too: more than 1 out of 2 in favour.")

    # Before the ballot opens the officer reads that three small classes would share a box, and what to do instead.
    meeting = await calls(gwenllian, FIRST)
    await gives_notice_of(gwenllian, motion, meeting)
    await gwenllian.opens(f"/en/office/motions/{motion}/ballot")
    gwenllian.sees("this secret ballot may decide nothing", "Put the motion to an open vote in the room")

    # In the room each class is counted by itself. The workers say no, and that is enough.
    await begins(town, gwenllian, meeting, FIRST, present=9)
    await puts_to_the_room(gwenllian, motion)
    await counts_each_class(gwenllian, {"community organisation": (2, 0), "supported member": (4, 0), "worker": (1, 2)})
    await ends(gwenllian, meeting)
    await gwenllian.opens(f"/en/motions/{motion}")
    gwenllian.sees("It is not carried.", "23 out of 30 are in favour", "These did not: worker.")

    # Two months later it is proposed again, and all classes agree.
    await town.comes_to(datetime(2027, 4, 1, 10, 0, tzinfo=UTC))
    await gwenllian.signs_in()
    motion = await proposes_the_purpose(gwenllian)
    meeting = await calls(gwenllian, SECOND)
    await gives_notice_of(gwenllian, motion, meeting)
    await begins(town, gwenllian, meeting, SECOND, present=9)
    await puts_to_the_room(gwenllian, motion)
    await counts_each_class(gwenllian, {"community organisation": (2, 0), "supported member": (3, 1), "worker": (2, 1)})
    await ends(gwenllian, meeting)
    await gwenllian.opens("/en/rules/3")
    gwenllian.does_not_see(PURPOSE)

    # Registered, the rule reads anew in both languages.
    await gwenllian.opens("/en/office/rules")
    await gwenllian.follows("Version 3: Change rule 3: Purpose")
    await gwenllian.sends("They are sent", sent_on=f"{SECOND:%Y-%m-%d}")
    await town.comes_to(SECOND + timedelta(days=20))
    await gwenllian.signs_in()
    await gwenllian.opens("/en/office/rules")
    await gwenllian.follows("Version 3: Change rule 3: Purpose")
    await gwenllian.sends("The change is registered", reference="RS/2", registered_on="2027-06-02")
    await town.comes_to(SECOND + timedelta(days=21))
    await gwenllian.signs_in()
    for variant, words in (("en", PURPOSE), ("cy", PWRPAS)):
        await gwenllian.opens(f"/{variant}/rules/3")
        gwenllian.sees(words)
    async with town.web.database.reading() as view:
        await audit.check(view)


async def proposes_the_purpose(secretary: Person) -> str:
    await secretary.opens("/en/rules/changes/new/words/3")
    await secretary.sends("Keep and go on", paragraphs_1_en=PURPOSE, paragraphs_1_cy=PWRPAS)
    await secretary.follows("Go on")
    await secretary.sends("Keep and go on", for_board="The board does")
    while "Check your motion" not in secretary.page.text:
        await secretary.sends("Keep and go on")
    await secretary.sends("Send the motion")
    await secretary.follows("See my motion")
    return secretary.last_part


async def counts_each_class(secretary: Person, hands: dict[str, tuple[int, int]]) -> None:
    """From one box to the next by the links of the page; what is counted names whose it is."""
    first = secretary.here
    for class_, (yes, no) in hands.items():
        await secretary.opens(first)
        if f"This box is for: {class_}." not in secretary.page.text:
            await secretary.follows(class_)
        if not secretary.here.endswith("/hands"):
            await secretary.follows("Count the hands")
        secretary.sees(f"This box is for: {class_}.", "There are 3 boxes.")
        await counts(secretary, yes, no)
