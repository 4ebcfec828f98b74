"""The pages and the API of what members decide at two meetings, in every variant."""

from datetime import timedelta
from pathlib import Path

import pytest

from governance.actor import Role
from tests.governance.conftest import Web
from tests.governance.motions.story import Story
from tests.governance.motions.test_two_meetings import SECOND, call_second, confirmed, passed_once


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    """The story in the organisation that the web shows."""
    return Story(web.database, web.clock, web.keys, tmp_path)


async def test_a_motion_that_waits_says_which_days_are_left(web: Web, told: Story) -> None:
    motion = await passed_once(told)
    secretary = await web.signed_in(Role.SECRETARY)
    for variant, words in {
        "en": ("The first meeting passed it", "Passed once, to be confirmed", "10 May 2027", "Why?"),
        "cy": ("Derbyniodd y cyfarfod cyntaf ef", "gadarnhau gan ail gyfarfod", "10 Mai 2027", "Pam?"),
        "en-easy": ("The first meeting said yes", "A second meeting must say yes too"),
        "cy-easy": ("Dywedodd y cyfarfod cyntaf iawn", "Rhaid i ail gyfarfod ddweud iawn hefyd"),
    }.items():
        page = (await secretary.get(f"/{variant}/motions/{motion}")).text
        for expected in words:
            assert expected in page, (variant, expected)
    assert (await secretary.get(f"/api/motions/{motion}")).json()["stage"] == "to-be-confirmed"


async def test_a_meeting_outside_the_window_is_refused_with_its_days(web: Web, told: Story) -> None:
    motion = await passed_once(told)
    late = await call_second(told, SECOND + timedelta(days=20))
    secretary = await web.signed_in(Role.SECRETARY)
    desk = f"/en/office/motions/{motion}"
    refused = await secretary.post(f"{desk}/agenda", {"meeting": late}, page=desk)
    assert refused.status_code == 409
    assert "25 April 2027" in refused.text
    assert "10 May 2027" in refused.text


async def test_the_desk_notes_when_the_copy_went_and_when_it_was_registered(web: Web, told: Story) -> None:
    motion = await confirmed(told)
    secretary = await web.signed_in(Role.SECRETARY)
    desk = f"/en/office/motions/{motion}"
    assert "A copy must be sent to the registrar by Monday 17 May 2027" in (await secretary.get(desk)).text
    early = await secretary.post(f"{desk}/sent", {"sent_on": "2027-05-02"}, page=desk)
    assert early.status_code == 422
    assert "Choose a day from the vote until today." in early.text
    assert (await secretary.post(f"{desk}/sent", {"sent_on": "2027-05-03"}, page=desk)).status_code == 303
    assert "It has no effect before it is registered." in (await secretary.get(desk)).text
    sent = await secretary.post(f"{desk}/registered", {"registered_on": "2027-05-03"}, page=desk)
    assert sent.status_code == 303
    assert "It was registered on Monday 3 May 2027" in (await secretary.get(f"/en/motions/{motion}")).text


async def test_where_the_rules_want_it_secret_and_the_law_at_the_meeting_the_way_out_is_said(
    web: Web, told: Story
) -> None:
    """L-054: no ballot before the meeting decides it, and rule 50 wants a secret one."""
    await told.found()
    motion = await told.propose("amalgamation", by_board=True)
    other = await told.propose(by_board=True)
    secretary = await web.signed_in(Role.SECRETARY)
    for variant, words in (
        ("en", "Or vote at the meeting on paper"),
        ("cy", "Neu pleidleisiwch ar bapur yn y cyfarfod"),
    ):
        for place in (f"/{variant}/motions/", f"/{variant}/office/motions/"):
            assert words in (await secretary.get(place + motion)).text
            assert words not in (await secretary.get(place + other)).text
