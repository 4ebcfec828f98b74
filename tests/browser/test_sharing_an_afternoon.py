"""Five friends share one assistant for an afternoon, and see what each pays, to the penny."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrives
from tests.browser.steps import fills, follows, presses, presses_enter_on, reads_also, says
from tests.browser.town import Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVENING = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
FRIENDS = ("11", "12", "13", "14", "15")
OTHERS = "\n".join(f"member{number}@pooling.example" for number in FRIENDS[1:])
PAID = (
    ("12", "Siân ferch Gwŷn", "£14.06"),
    ("14", "Ifan Evans", "£7.02"),
    ("15", "Priya Nowak", "£14.05", "Did not come and did not tell us: 100 per cent of a share is charged."),
)
"""Three of the five. £63.25 in all: £52.05 for the assistant and £11.20 for the way, each divided by itself."""


@pytest.fixture(scope="module")
def told(first_day: Path) -> Path:
    return first_day


async def test_five_friends_share_an_afternoon_and_see_what_each_pays(arrives: Arrives, demonstration: Town) -> None:
    first = await arrives(FRIENDS[0])
    shared = await _asks_the_others(first)
    await _says_yes(first, shared)
    for number in FRIENDS[1:]:
        friend = await arrives(number)
        await friend.goes_to("/en/support/shared")
        await follows(friend, "Thursday afternoons")
        await _says_yes(friend, shared)
    await first.goes_to(f"/en{shared}")
    await presses(first, "Begin on these terms")
    session = await _plans_an_afternoon(first)
    await says(
        first, "If everybody comes, Kofi Parry pays £12.65.", "Alone it would cost £63.25. Sharing saves £50.60."
    )
    await reads_also(
        first, "session", {"cy": "Os daw pawb, bydd Kofi Parry yn talu £12.65.", "en-easy": "Kofi Parry pays £12.65"}
    )

    demonstration.app.state.clock.move_to(EVENING)
    first = await arrives(FRIENDS[0])
    await first.goes_to(f"/en{session}")
    await _writes_down_who_came(first)
    for number, name, share, *words in PAID:
        friend = await arrives(number)
        await friend.goes_to(f"/en{session}")
        await says(friend, f"{name} pays {share}.", *words)
        await expect(friend.page.get_by_role("row", name="Ifan Evans")).to_contain_text("£7.02")
    await reads_also(
        friend,
        "paid",
        {
            "cy": "Ni ddaeth ac ni ddywedodd wrthym: codir 100 y cant o gyfran.",
            "en-easy": "Did not come. Did not tell us. This costs 100 per cent of a share.",
        },
    )


async def _asks_the_others(first: Visitor) -> str:
    """Question by question, the first of them without a mouse; answers the path of what is shared."""
    await first.goes_to("/en/support/shared")
    await follows(first, "Share support or an activity")
    await fills(first, kind="support", title="Thursday afternoons")
    await presses_enter_on(first, "Continue")
    await first.page.get_by_label("Carys").check()
    await presses(first, "Continue")
    await fills(first, sessions="10", hours="3")
    await presses(first, "Continue")
    await fills(first, support="17.35", transport="11.20", basis="attended_hours")
    await presses(first, "Continue")
    await fills(first, emails=OTHERS)
    await presses(first, "Continue")
    await says(first, "£632.50", "Nothing is charged before everybody has said yes.")
    await reads_also(
        first,
        "sharing-check",
        {"cy": "Ni chodir dim cyn i bawb gytuno.", "en-easy": "Nobody pays before everybody says yes."},
    )
    return (await presses(first, "Ask everybody")).partition("?")[0]


async def _says_yes(friend: Visitor, shared: str) -> None:
    """And lets the others see the name and the sum."""
    await friend.goes_to(f"/en{shared}")
    await fills(friend, shows_name="yes", shows_amounts="yes")
    await presses_enter_on(friend, "Yes, on these terms")
    await says(friend, ": said yes")


async def _plans_an_afternoon(first: Visitor) -> str:
    """Answers the path of the session."""
    await follows(first, "Plan a session")
    await fills(first, starts_at="2026-11-19T12:30", ends_at="2026-11-19T15:30")
    await presses(first, "Plan it")
    return await follows(first, "Thursday 19 November 2026")


async def _writes_down_who_came(first: Visitor) -> None:
    """One left half-way through, and one stayed away without a word."""
    await follows(first, "Write down who came")
    for place in range(5):
        await fills(first, **{f"came_{place}": "never" if place == 4 else "yes"})
    await presses(first, "Continue")
    await fills(first, minutes_3="90")
    await presses(first, "Continue")
    await presses(first, "Continue")
    await presses_enter_on(first, "Continue")
    await says(first, "Is this right?", "Kofi Parry pays £14.06.", "Siân ferch Gwŷn pays £14.06.")
    await presses(first, "Save who came")
    await says(first, "Took place", "Kofi Parry pays £14.06.")
