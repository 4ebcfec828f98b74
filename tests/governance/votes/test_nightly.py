"""Members hear by night that their ballot was cast or changed, and at the seal whether one was."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from governance.correspondence.records import LetterRecord
from governance.platform.clock import LEGAL_ZONE, ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model.messages import are_enough_to_tell, next_minute, next_night
from governance.votes.records import VoteLetterRecord
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, Polling
from tests.governance.votes.mail import Mail, Post

DAY = timedelta(days=1)


@pytest.fixture
def post(database: Database, keys: Keys, clock: ScriptedClock, tmp_path: Path) -> Post:
    return Post(database, keys, clock, tmp_path)


async def cast(post: Post, polling: Polling, voter: int, choice: str = "yes") -> None:
    raw = polling.ballot(voter, choice)
    received_at = post.clock.now()
    await votes.cast(post.database, post.keys, polling.voters[voter], polling.vote, raw, received_at=received_at)


async def night(post: Post) -> list[Mail]:
    """Go to the next one; the rest of the mail of a vote is looked at elsewhere."""
    post.clock.move_to(next_night(post.clock.now()))
    await post.pass_on()
    return post.take()


@pytest.mark.control("BAL-6")
async def test_who_cast_or_changed_a_ballot_hears_of_it_in_the_night(post: Post) -> None:
    post.clock.move_to(OPENS)
    polling = await ballots.opened(post.database, post.keys, count=4)
    await cast(post, polling, 0)
    await cast(post, polling, 2)
    assert [mail.to for mail in await night(post)] == ["aelod1@example.org", "aelod3@example.org"]
    assert await night(post) == [], "nobody hears of the same ballot twice"
    await cast(post, polling, 2, "no")
    (mail,) = await night(post)
    assert mail.to == "aelod3@example.org"
    assert "Os nad chi oedd, dywedwch wrth yr ysgrifennydd ar unwaith." in mail.text
    assert "If it was not you, tell the secretary at once." in mail.text, "the other language comes with it"


@pytest.mark.control("BAL-6")
async def test_the_message_says_neither_which_ballot_nor_when_nor_how(post: Post) -> None:
    post.clock.move_to(OPENS)
    polling = await ballots.opened(post.database, post.keys, count=2)
    post.clock.pass_time(timedelta(hours=4, minutes=23))
    raw = polling.ballot(0)
    at = post.clock.now()
    receipt = await votes.cast(post.database, post.keys, polling.voters[0], polling.vote, raw, received_at=at)
    (mail,) = await night(post)
    for secret in (receipt.tracker, receipt.short_code, "13:23", f"{at:%H:%M}"):
        assert secret not in mail.raw.decode() + mail.text


@pytest.mark.control("SEC-5")
async def test_few_are_not_told_until_they_are_enough_not_to_point_at_anybody(post: Post) -> None:
    post.clock.move_to(OPENS)
    polling = await ballots.opened(post.database, post.keys, count=6, smallest_cell=3)
    await cast(post, polling, 0)
    await cast(post, polling, 1)
    assert await night(post) == []
    await cast(post, polling, 4)
    assert len(await night(post)) == 3


@pytest.mark.control("BAL-7")
async def test_at_the_seal_everybody_on_the_roll_hears_whether_a_ballot_was_cast_for_them(post: Post) -> None:
    """So whoever stayed away would see a ballot that somebody stuffed into the box."""
    post.clock.move_to(OPENS)
    polling = await ballots.opened(post.database, post.keys, count=3, smallest_cell=5, closes_at=OPENS + DAY)
    await cast(post, polling, 1)
    post.clock.move_to(OPENS + DAY + timedelta(minutes=1))
    await post.pass_on()
    await post.pass_on()
    found = {mail.to: mail.text for mail in post.take()}
    assert sorted(found) == [f"aelod{number}@example.org" for number in (1, 2, 3)]
    was = {to: "A vote was cast online with your voting code." in text for to, text in found.items()}
    assert was == {"aelod1@example.org": False, "aelod2@example.org": True, "aelod3@example.org": False}
    assert "No vote was cast online with your voting code." in found["aelod3@example.org"]


@pytest.mark.control("SEC-3")
async def test_nothing_stays_of_whom_was_told(post: Post) -> None:
    post.clock.move_to(OPENS)
    polling = await ballots.opened(post.database, post.keys, count=3, closes_at=OPENS + DAY)
    await cast(post, polling, 1)
    await night(post)
    post.clock.move_to(OPENS + DAY + timedelta(minutes=1))
    await post.pass_on()
    await post.pass_on()
    assert len(post.take()) == 3
    async with post.database.reading() as view:
        for table in (VoteLetterRecord, LetterRecord):
            assert await view.scalar(select(func.count()).select_from(table)) == 0


@given(st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: OPENS + timedelta(minutes=minutes)))
def test_the_next_night_is_three_oclock_within_a_day(now: datetime) -> None:
    coming = next_night(now)
    assert now < coming <= now + timedelta(hours=25)
    assert coming.astimezone(LEGAL_ZONE).hour == 3


@pytest.mark.control("BAL-8")
@given(st.integers(0, 10**12).map(lambda microseconds: OPENS + timedelta(microseconds=microseconds)))
def test_the_next_minute_is_a_full_one_within_sixty_seconds(now: datetime) -> None:
    assert timedelta() < next_minute(now) - now <= timedelta(seconds=60)
    assert next_minute(now).second == next_minute(now).microsecond == 0


@pytest.mark.parametrize(("waiting", "cell", "enough"), [(0, 0, False), (1, 0, True), (4, 5, False), (5, 5, True)])
def test_how_many_are_enough_to_be_told(waiting: int, cell: int, enough: bool) -> None:
    assert are_enough_to_tell(waiting, cell) is enough
