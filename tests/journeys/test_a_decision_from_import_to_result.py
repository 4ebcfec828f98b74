"""The main job of the platform, told once: people become members, bring a motion, meet, vote in secret and read it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ballots import verify
from governance.audit import service as audit
from tests.journeys.acts import MEMBERS, appoints, enters_the_members, marks_the_letters_posted, serves_notice
from tests.journeys.polling import NEITHER, NO, YES, KeyHolder, Voter, ballot_of_another_election, bent, makes_codes
from tests.journeys.town import Person, Town

BROKEN = MEMBERS.replace("ceri@bryn.example", "ceri at bryn.example")
MOTION: dict[str, Any] = {
    "title_en": "That we set up a shared bank of personal assistants",
    "title_cy": "Ein bod yn sefydlu banc o gynorthwywyr personol i'w rannu",
    "text_en": "Members may call on the bank at short notice.",
    "text_cy": "Caiff aelodau alw ar y banc ar fyr rybudd.",
    "title_en_easy": "Shall we share assistants?",
    "title_cy_easy": "A ddylem rannu cynorthwywyr?",
    "text_en_easy": "You can ask for one in a hurry.",
    "text_cy_easy": "Cewch ofyn am un ar frys.",
}
ACCOUNTS: dict[str, Any] = {
    "title_en": "Accounts and reports",
    "title_cy": "Cyfrifon ac adroddiadau",
    "title_en_easy": "Our money",
    "title_cy_easy": "Ein harian",
}
NOTICE = datetime(2027, 2, 4, 10, 0, tzinfo=UTC)
MEETING = datetime(2027, 3, 13, 14, 0, tzinfo=UTC)
VOTERS = ("alun", "bethan", "ceri", "gwenllian", "tomos", "ffion", "gwyn", "heledd", "ifan", "dafydd")


async def test_members_are_entered_move_meet_vote_in_secret_and_read_the_result(town: Town, tmp_path: Path) -> None:
    # The secretary sets up her sign-in through the mail and enters the members from a file.
    gwenllian = town.person("gwenllian@bryn.example")
    await gwenllian.signs_in()
    await is_told_what_is_wrong_with_a_file(gwenllian)
    await enters_the_members(gwenllian)
    for key_holder in ("Ffion Nowak (6)", "Gwyn Parry (7)", "Heledd Tudor (8)"):
        await appoints(gwenllian, key_holder, "Key-holder")
    await appoints(gwenllian, "Ifan Lloyd (9)", "Scrutineer")

    # A member signs in by a link, writes a motion in both languages, and another supports it.
    await town.comes_to(town.now + timedelta(days=1))
    alun, bethan = town.person("alun@bryn.example"), town.person("bethan@bryn.example", "cy")
    motion = await writes_the_motion(alun)
    await supports_the_motion(bethan)

    # A month later she calls the meeting, puts the motion on its agenda and tells everybody.
    await town.comes_to(NOTICE)
    await gwenllian.signs_in()
    await is_refused_a_date_that_is_too_soon(gwenllian)
    meeting = await calls_the_meeting(gwenllian)
    await puts_it_on_the_agenda(gwenllian, motion)
    await serves_notice(gwenllian, meeting)
    await reads_the_notice(alun, bethan)
    await marks_the_letters_posted(gwenllian, meeting)

    # The roll is fixed; key-holders and the keeper of the codes bring their public parts.
    await gwenllian.opens(f"/en/motions/{motion}")
    await gwenllian.follows("Motion desk")
    await gwenllian.follows("Prepare the ballot")
    gwenllian.sees(MOTION["title_cy"], MOTION["title_en"], "People on the list 10")
    vote = await prepares_with_a_program(gwenllian, motion)
    assert (await gwenllian.asks_api(f"/votes/{vote}"))["roll_count"] == 10
    holders = {
        name: (town.person(f"{name}@bryn.example"), KeyHolder(tmp_path / name)) for name in ("ffion", "gwyn", "heledd")
    }
    owners = {name: await brings_a_key(*who, vote) for name, who in holders.items()}
    ifan = town.person("ifan@bryn.example")
    codes = await brings_the_codes(ifan, vote, tmp_path)
    voters = {name: Voter(tmp_path / f"voter-{name}", code) for name, code in zip(VOTERS, codes, strict=True)}

    # The ballot opens when the rules allow it.
    await gwenllian.opens(f"/en/office/votes/{vote}")
    await gwenllian.sends("Open the vote", status=409)
    gwenllian.sees("It is too early for this.")
    about = await gwenllian.asks_api(f"/votes/{vote}")
    await town.comes_to(datetime.fromisoformat(about["opens_at"]))
    await gwenllian.signs_in()
    await gwenllian.opens(f"/en/office/votes/{vote}")
    await gwenllian.sends("Open the vote")
    gwenllian.sees("The vote is open.")

    # Members lock their votes at home and put them in the box; the last one counts.
    await town.comes_to(town.now + timedelta(days=1))
    await alun.signs_in_by_link()
    first = await votes_by_paste(alun, vote, voters["alun"], NO)
    last = await votes_by_paste(alun, vote, voters["alun"], YES)
    await bethan.signs_in_by_link()
    await votes_by_upload(bethan, vote, voters["bethan"], YES)
    for name, choice in (("ceri", NO), ("tomos", YES), ("gwenllian", YES), ("ffion", NEITHER)):
        await votes_by_program(town.person(f"{name}@bryn.example"), vote, voters[name], choice)
    await finds_in_the_box(alun, vote, replaced=first, counting=last)

    # Whatever does not belong in the box is refused with a code for programs and a sentence for people.
    await a_stranger_is_sent_to_the_door(town, vote)
    await who_has_no_vote_is_refused(town.person("eirlys@bryn.example", "cy"), vote, voters["dafydd"])
    await what_does_not_hold_is_refused(alun, vote, voters)

    # The meeting: the door, the quorum, the beginning and the end. The ballot ends with it.
    await town.comes_to(MEETING)
    await gwenllian.signs_in()
    await joins_from_elsewhere(bethan, meeting)
    await holds_the_meeting(gwenllian, meeting)
    await is_refused_after_the_end(alun, vote, voters["alun"])

    # The key-holders open the sum together, the secretary declares.
    for name, (person, holder) in holders.items():
        await opens_the_sum(person, holder, vote, owners[name])
    await gwenllian.signs_in()
    await gwenllian.opens(f"/en/office/votes/{vote}/declare")
    await gwenllian.sends("Certify and declare the result", name="Gwenllian")
    gwenllian.sees("The whole public record was checked, and the result is declared.")
    await town.works()

    # Everybody can read what was decided, why, and check it.
    await bethan.signs_in_by_link()
    await reads_the_result(alun, bethan, vote)
    await checks_the_record_at_home(alun, vote)
    await writes_the_minutes(gwenllian, meeting)
    await reads_the_minutes_in_every_variant(bethan, meeting)
    await finds_it_among_the_decisions(alun, bethan)
    await gwenllian.opens("/en/log")
    gwenllian.sees("Gwenllian")
    async with town.web.database.reading() as view:
        await audit.check(view)


async def is_told_what_is_wrong_with_a_file(secretary: Person) -> None:
    await secretary.opens("/en/office/register")
    await secretary.follows("Enter members from a file")
    await secretary.sends("Look at the file", file=BROKEN.encode())
    secretary.sees(
        "1 problem",
        "Row Column What stands there Problem 4 E-mail ceri at bryn.example This is not an e-mail address.",
        "Nothing was entered.",
    )
    await secretary.follows("Cymraeg")
    secretary.sees("Rhes Colofn", "ceri at bryn.example Nid cyfeiriad e-bost yw hwn.", "Ni chofnodwyd dim.")
    await secretary.opens("/en/office/register")
    secretary.does_not_see("Alun Bowen")


async def writes_the_motion(member: Person) -> str:
    await member.signs_in_by_link()
    await member.follows("Motions")
    await member.follows("Write a motion")
    await member.follows("Start")
    await member.sends("Keep and go on", matter="Something else")
    await member.sends("Keep and go on", title_en=MOTION["title_en"])
    await member.sends("Keep and go on", text_en=MOTION["text_en"])
    await member.sends("Keep and go on", why_en="Assistants fall ill too.")
    await member.sends("Keep and go on", title_cy=MOTION["title_cy"], text_cy=MOTION["text_cy"])
    easy: dict[str, Any] = {name: words for name, words in MOTION.items() if name.endswith("_easy")}
    await member.sends("Keep and go on", **easy)
    await member.sends("Keep and go on", meeting="The next meeting that can take it")
    member.sees("Check your motion", *MOTION.values())
    await member.sends("Send the motion")
    member.sees("Your motion is sent")
    await member.follows("See my motion")
    member.sees(MOTION["title_en"], "Assistants fall ill too.", "Alun Bowen (proposer)", "Needed:")
    return member.last_part


async def supports_the_motion(member: Person) -> None:
    await member.signs_in_by_link()
    await member.follows("Cynigion")
    await member.follows(MOTION["title_cy"])
    await member.sends("Rwy'n cefnogi'r cynnig hwn")
    member.sees(MOTION["text_cy"], "Bethan ferch Gwŷn")


async def is_refused_a_date_that_is_too_soon(secretary: Person) -> None:
    for variant, button, words in (
        ("en", "Save and continue", ("Too soon by", "The first lawful day is", "Rule 36")),
        ("cy", "Cadw a pharhau", ("Rhy fuan o", "Y diwrnod cyfreithlon cyntaf yw", "Rheol 36")),
    ):
        await secretary.opens(f"/{variant}/office/convene/new/agm")
        await secretary.sends(button, status=422, starts_at="2027-02-13T14:00", place="Neuadd Bryn")
        secretary.sees(*words)


async def calls_the_meeting(secretary: Person) -> str:
    await secretary.opens("/en/office/convene")
    await secretary.sends("Continue", kind="Annual general meeting")
    await secretary.sends("Save and continue", starts_at="2027-03-13T14:00", place="Neuadd Bryn")
    meeting = secretary.last_part
    await secretary.follows("Papers and words")
    await secretary.follows("Add an item")
    await secretary.sends("Add this item", **ACCOUNTS)
    secretary.sees("The item is on the agenda.", "Accounts and reports")
    return meeting


async def puts_it_on_the_agenda(secretary: Person, motion: str) -> None:
    await secretary.opens(f"/en/office/motions/{motion}")
    await secretary.sends("Put it on the agenda")
    secretary.sees("The motion is on the agenda of the meeting.")


async def reads_the_notice(alun: Person, bethan: Person) -> None:
    (english,) = await alun.town.new_mail_to(alun.email)
    assert MOTION["title_en"] in english
    (welsh,) = await bethan.town.new_mail_to(bethan.email)
    assert welsh.index("cyfarfod blynyddol") < welsh.index("yearly meeting")


async def prepares_with_a_program(secretary: Person, motion: str) -> str:
    """All three keys needed, which pages do not offer for a ballot that binds: a rehearsal takes it from programs."""
    body = json.dumps({"group": "Ed25519", "needed": 3, "size": 3}).encode()
    answer = await secretary.brings(f"/motions/{motion}/ballot", body, "application/json")
    assert answer.status_code == 201, answer.text
    vote: str = answer.json()["vote"]
    return vote


async def brings_a_key(person: Person, holder: KeyHolder, vote: str) -> int:
    await person.signs_in()
    await person.opens(f"/en/votes/{vote}")
    answer = await person.brings(f"/votes/{vote}/keys", holder.makes_a_key(person.email))
    assert answer.status_code == 201, answer.text
    owner: int = answer.json()["owner"]
    return owner


async def brings_the_codes(keeper: Person, vote: str, folder: Path) -> list[str]:
    await keeper.signs_in()
    await keeper.opens(f"/en/votes/{vote}")
    about = await keeper.asks_api(f"/votes/{vote}")
    codes, listed = makes_codes(folder / "codes", about["uuid"], about["roll_count"])
    answer = await keeper.brings(f"/votes/{vote}/credentials", listed)
    assert answer.json()["credentials"] is True, answer.text
    return codes


async def public_record(person: Person, vote: str) -> bytes:
    """Downloaded by the link that the vote's page has."""
    await person.opens(f"/en/votes/{vote}")
    answer = await person.browser.client.get(person.page.links["Public record, to check it yourself (.bel file)"])
    assert answer.status_code == 200
    return answer.content


async def votes_by_paste(person: Person, vote: str, voter: Voter, choice: str) -> str:
    ballot = voter.locks(await public_record(person, vote), choice)
    await person.follows("I locked my vote with a program of my own")
    await person.sends("Put my vote in the box", ballot=ballot.decode())
    person.sees("Your vote is in the box", "Short code")
    return person.page.text.partition("Short code ")[2].partition(" ")[0]


async def votes_by_upload(person: Person, vote: str, voter: Voter, choice: str) -> None:
    ballot = voter.locks(await public_record(person, vote), choice)
    await person.opens(f"/cy/votes/{vote}/cast")
    await person.sends("Rhoi fy mhleidlais yn y blwch", file=ballot)
    person.sees("Mae eich pleidlais yn y blwch")


async def votes_by_program(person: Person, vote: str, voter: Voter, choice: str) -> None:
    await person.signs_in_by_link()
    ballot = voter.locks(await public_record(person, vote), choice)
    answers = [await person.brings(f"/votes/{vote}/ballots", ballot) for _ in range(2)]
    assert answers[0].status_code == 200, answers[0].text
    assert answers[0].json() == answers[1].json()


async def finds_in_the_box(person: Person, vote: str, *, replaced: str, counting: str) -> None:
    await person.opens(f"/en/votes/{vote}")
    await person.follows("Votes in the box")
    await person.sends("Find it", code=counting)
    person.sees("Yes, it is in the box.", counting)
    await person.sends("Find it", code=replaced.lower())
    person.sees("It was replaced by a later vote from the same person.", replaced)
    await person.sends("Show the signed receipt")
    person.sees("cydlais/receipt/1", replaced)


async def a_stranger_is_sent_to_the_door(town: Town, vote: str) -> None:
    stranger = town.person()
    await stranger.opens(f"/en/votes/{vote}/cast", status=401)
    stranger.sees("Please sign in to see this page.")
    await stranger.opens(f"/cy/votes/{vote}/cast", status=401)
    stranger.does_not_see("Please sign in")
    answer = await stranger.brings(f"/votes/{vote}/ballots", b"{}")
    assert answer.status_code in (401, 403)


async def is_refused(person: Person, vote: str, ballot: bytes, code: str, english: str, welsh: str) -> None:
    await person.opens(f"/en/votes/{vote}/cast")
    await person.sends("Put my vote in the box", status=409, ballot=ballot.decode())
    person.sees(english)
    await person.opens(f"/cy/votes/{vote}/cast")
    await person.sends("Rhoi fy mhleidlais yn y blwch", status=409, ballot=ballot.decode())
    person.sees(welsh)
    await person.opens(f"/en/votes/{vote}/cast")
    answer = await person.brings(f"/votes/{vote}/ballots", ballot)
    assert (answer.status_code, answer.json()["type"]) == (409, code)


async def who_has_no_vote_is_refused(supporter: Person, vote: str, voter: Voter) -> None:
    await supporter.signs_in_by_link()
    ballot = voter.locks(await public_record(supporter, vote), YES)
    supporter.sees("You are not on the list of those who may vote on this.")
    words = "You are not on the list", "Nid ydych ar y rhestr"
    await is_refused(supporter, vote, ballot, "not-on-the-roll", *words)


async def what_does_not_hold_is_refused(alun: Person, vote: str, voters: dict[str, Voter]) -> None:
    record = await public_record(alun, vote)
    ballot, of_somebody_else = voters["alun"].locks(record, YES), voters["dafydd"].locks(record, YES)
    elsewhere = ballot_of_another_election()
    for raw, code, *words in (
        (of_somebody_else, "wrong-credential", "a voting code that is not yours", "chod pleidleisio nad yw'n eiddo"),
        (bent(ballot), "tampered-ballot", "does not hold up", "Nid yw'r amlen hon yn dal dŵr"),
        (elsewhere, "foreign-ballot", "was made for another vote", "ar gyfer pleidlais arall"),
    ):
        await is_refused(alun, vote, raw, code, *words)


async def joins_from_elsewhere(member: Person, meeting: str) -> None:
    await member.signs_in_by_link()
    await member.follows("Cyfarfodydd")
    await member.opens(f"/cy/meetings/{meeting}")
    await member.sends("Rwy'n ymuno o'r lle rydw i")
    member.sees("Croeso")


async def holds_the_meeting(secretary: Person, meeting: str) -> None:
    await secretary.opens(f"/en/meetings/{meeting}")
    await secretary.follows("Meeting desk")
    for name in ("Alun", "Ŵyn", "Eirlys"):
        await secretary.sends("Find the member", search=name)
        await secretary.presses("In the room")
    secretary.sees("Voting members here: 3.", "There is a quorum.", "Bethan ferch Gwŷn")
    await secretary.follows("Run the meeting")
    secretary.sees("There is a quorum. I open the meeting.")
    await secretary.sends("Begin the meeting")
    secretary.sees("The meeting has begun.")
    await secretary.sends("Go to item 2")
    secretary.sees("We come to item 2.", MOTION["text_en"])
    await secretary.town.comes_to(MEETING + timedelta(minutes=10))
    await secretary.opens(f"/en/office/desk/{meeting}/run")
    await secretary.sends("Close the meeting")
    secretary.sees("The meeting is closed.")
    await secretary.town.works()


async def is_refused_after_the_end(member: Person, vote: str, voter: Voter) -> None:
    """The page takes nothing any more; a program that tries is told the server's own time, not only no."""
    await member.town.comes_to(MEETING + timedelta(hours=1))
    await member.signs_in_by_link()
    await member.opens(f"/cy/votes/{vote}/cast")
    member.does_not_see("Rhoi fy mhleidlais yn y blwch")
    late = bent((voter.folder / "vote.json").read_bytes())
    answer = await member.brings(f"/votes/{vote}/ballots", late)
    assert (answer.status_code, answer.json()["type"]) == (409, "closed")
    assert answer.json()["facts"]["closed_at"] < answer.json()["facts"]["received_at"]


async def opens_the_sum(person: Person, holder: KeyHolder, vote: str, owner: int) -> None:
    await person.signs_in()
    part = holder.opens_the_sum(await public_record(person, vote), owner)
    body = json.dumps({"decryption": part.decode()}).encode()
    answer = await person.brings(f"/votes/{vote}/decryptions", body, "application/json")
    assert answer.status_code == 201, answer.text


async def reads_the_result(alun: Person, bethan: Person, vote: str) -> None:
    await alun.opens(f"/en/votes/{vote}")
    await alun.follows("See the result")
    alun.sees(f"Carried: {MOTION['title_en']}", "In favour 4", "Against 1", "Did not choose 1", "Turnout: 6 of 10")
    alun.sees("Enough members were at the meeting.", "Votes in favour: 4. Needed: 3 of 5.")
    alun.sees("Our rules say how many votes a decision needs.", "Rule ")
    await alun.follows("Check the count")
    alun.sees("The count matches the box Proved", "python3 ballots.pyz verify", "1 (blank vote) 4 Yes 1 No")
    alun.does_not_see("Not yet", "Something is wrong")
    await bethan.opens(f"/cy/votes/{vote}/result")
    bethan.sees(f"Derbyniwyd: {MOTION['title_cy']}", "O blaid 4", "Nifer a bleidleisiodd: 6 o'r 10", "Rheol ")


async def checks_the_record_at_home(member: Person, vote: str) -> None:
    report = verify(await public_record(member, vote))
    assert (report.ballots, report.counted, report.result) == (7, 6, [[1, 4, 1]])


async def writes_the_minutes(secretary: Person, meeting: str) -> None:
    await secretary.opens(f"/en/office/desk/{meeting}/minutes")
    await secretary.sends("Write the minutes from what happened")
    secretary.sees("The minutes are written, in every variant.")
    await secretary.sends("The minutes are approved")


async def reads_the_minutes_in_every_variant(member: Person, meeting: str) -> None:
    for variant, words in (
        ("en", ("Votes in favour: 4.", "Carried.", MOTION["title_en"])),
        ("cy", ("Pleidleisiau o blaid: 4.", MOTION["title_cy"])),
        ("en-easy", ("4 voted yes.", MOTION["title_en_easy"])),
        ("cy-easy", (MOTION["title_cy_easy"],)),
    ):
        await member.opens(f"/{variant}/meetings/{meeting}/minutes")
        member.sees(*words)


async def finds_it_among_the_decisions(alun: Person, bethan: Person) -> None:
    await alun.opens("/en/")
    await alun.follows("All decisions")
    alun.sees(MOTION["title_en"], "Carried")
    await alun.sends("Search", search="GYNORTHWYWYR")
    alun.sees("Decisions found for “GYNORTHWYWYR”: 1", MOTION["title_en"])
    await alun.sends("Search", search="minibus")
    alun.sees("Decisions found for “minibus”: 0")
    await bethan.opens("/cy/decisions")
    bethan.sees("Cofrestr penderfyniadau", MOTION["title_cy"])
