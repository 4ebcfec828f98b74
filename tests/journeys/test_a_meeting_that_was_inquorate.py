"""Too few come, the meeting is put off as the rules say, and what nobody could decide is not called a decision."""

from datetime import UTC, datetime, timedelta

from governance.audit import service as audit
from tests.journeys.acts import enters_the_members, marks_the_letters_posted, serves_notice
from tests.journeys.town import Person, Town

NOTICE = datetime(2027, 2, 4, 10, 0, tzinfo=UTC)
MEETING = datetime(2027, 3, 13, 14, 0, tzinfo=UTC)
A_WEEK_LATER = datetime(2027, 3, 20, 14, 0, tzinfo=UTC)


async def test_too_few_come_so_everybody_is_told_of_the_next_date_and_then_enough_do(town: Town) -> None:
    gwenllian = town.person("gwenllian@bryn.example")
    await gwenllian.signs_in()
    await enters_the_members(gwenllian)
    await town.comes_to(NOTICE)
    await gwenllian.signs_in()
    meeting = await calls_a_meeting(gwenllian)
    await serves_notice(gwenllian, meeting)
    await town.works()
    await marks_the_letters_posted(gwenllian, meeting)
    ceri = town.person("ceri@bryn.example")
    assert len(await town.new_mail_to(ceri.email)) == 1

    # Two come. The meeting cannot begin, and the rules give latecomers half an hour.
    await town.comes_to(MEETING)
    await gwenllian.signs_in()
    await lets_in(gwenllian, meeting, "Alun", "Eirlys")
    gwenllian.sees("Voting members here: 1. Needed: 3.", "There is no quorum.")
    await is_told_that_too_few_are_there(gwenllian, meeting)
    await is_told_to_wait(gwenllian, meeting)

    # Nobody else comes. It is put off for a week, and everybody is told.
    await town.comes_to(MEETING + timedelta(minutes=31))
    await gwenllian.signs_in()
    await gwenllian.opens(f"/en/office/desk/{meeting}/run")
    await gwenllian.sends("Adjourn: there is no quorum")
    gwenllian.sees("The meeting is adjourned and everybody is told.")
    (told,) = await town.new_mail_to(ceri.email)
    assert "20 March 2027" in told
    await ceri.signs_in_by_link()
    await ceri.opens(f"/en/meetings/{meeting}")
    ceri.sees("Saturday 20 March 2027, 2pm")

    # A week later three are there: the meeting is held, and its minutes tell both days.
    await town.comes_to(A_WEEK_LATER)
    await gwenllian.signs_in()
    await lets_in(gwenllian, meeting, "Alun", "Khan", "Ŵyn")
    await gwenllian.follows("Run the meeting")
    await gwenllian.sends("Begin the meeting")
    gwenllian.sees("The meeting has begun.")
    await gwenllian.sends("Close the meeting")
    await gwenllian.sends("Write the minutes from what happened")
    await gwenllian.follows("Read the minutes")
    gwenllian.sees("The meeting was first called for Saturday 13 March 2027. 1 voting members came; 3 were needed.")
    gwenllian.sees("It was adjourned to Saturday 20 March 2027.", "The meeting heard this item. No vote was taken.")
    await gwenllian.opens(f"/cy/meetings/{meeting}/minutes")
    gwenllian.sees("Dydd Sadwrn 13 Mawrth 2027", "Dydd Sadwrn 20 Mawrth 2027")
    await gwenllian.opens("/en/decisions")
    gwenllian.sees("Nothing has been decided yet.")
    async with town.web.database.reading() as view:
        await audit.check(view)


async def calls_a_meeting(secretary: Person) -> str:
    await secretary.opens("/en/meetings")
    await secretary.follows("Call a meeting")
    await secretary.sends("Continue", kind="General meeting")
    await secretary.sends("Save and continue", starts_at="2027-03-13T14:00", place="Neuadd Bryn")
    meeting = secretary.last_part
    await secretary.follows("Papers and words")
    await secretary.follows("Add an item")
    await secretary.sends("Add this item", title_en="The year ahead", title_cy="Y flwyddyn i ddod")
    await secretary.follows("Say why it goes without Easy Read: The year ahead")
    await secretary.sends("Keep this reason", reason="The board speaks; there is nothing to read.")
    return meeting


async def lets_in(secretary: Person, meeting: str, *names: str) -> None:
    await secretary.opens(f"/en/office/desk/{meeting}")
    for name in names:
        await secretary.sends("Find the member", search=name)
        await secretary.presses("In the room")


async def is_told_that_too_few_are_there(secretary: Person, meeting: str) -> None:
    await secretary.opens(f"/en/office/desk/{meeting}/run")
    await secretary.sends("Begin the meeting", status=409)
    secretary.sees("There is no quorum: 1 voting members are here and 3 are needed.", "Rule 39")
    await secretary.opens(f"/cy/office/desk/{meeting}/run")
    await secretary.sends("Dechrau'r cyfarfod", status=409)
    secretary.sees("Nid oes cworwm", "Rheol 39")


async def is_told_to_wait(secretary: Person, meeting: str) -> None:
    await secretary.opens(f"/en/office/desk/{meeting}/run")
    await secretary.sends("Adjourn: there is no quorum", status=409)
    secretary.sees("The rules give latecomers until 2:30pm.")
