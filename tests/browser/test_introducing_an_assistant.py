"""A member brings an assistant of their own: checks, what they agree, and the first day of support."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import acts
from tests.browser.conftest import Arrives
from tests.browser.steps import fills, follows, presses, presses_enter_on, reads_also, refused, says
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

MEMBER, COORDINATOR, EMAIL = "12", "coordinator", "nia@pooling.example"
DATED = ("right_to_work", "references", "dbs", "agreement_signed")
AGREED = {
    "employs": "co_op",
    "source": "introduced_by_member",
    "care": "no",
    "start_1_0": "14:00",
    "end_1_0": "17:00",
    "place": "out",
    "weekday": "15.50",
    "weekend": "17.00",
    "what": "Going to the library and to the shops",
    "how": "At my own pace",
    "who_covers": "My sister",
    "review": "Every six months",
    "ending": "Four weeks' notice",
}
"""What the two agree to, by the names of the fields in which it is asked."""


@pytest.fixture(scope="module")
def told(first_day: Path) -> Path:
    return first_day


async def test_a_member_introduces_an_assistant_and_both_agree_hours(arrives: Arrives) -> None:
    member = await arrives(MEMBER)
    file = await _introduces(member)
    await says(member, "Being checked.", "introduced by the member", "Not done yet")
    await reads_also(member, "introduced", {"cy": "Yn cael ei wirio.", "en-easy": "Being checked."})
    agreement = await _offers(member, file.split("/")[2])
    await says(member, "The words wait for an answer from Nia Example.")

    assistant = await arrives(EMAIL)
    await assistant.goes_to("/en/work")
    await assistant.page.locator("main a[href*='/work/agreements/']").click()
    await says(assistant, "Do you agree?", "14:00–17:00", "Going to the library and to the shops")
    await reads_also(assistant, "asked", {"cy": "Ydych chi'n cytuno?", "en-easy": "Do you agree?"})
    await presses_enter_on(assistant, "I agree")
    await says(assistant, "Agreed, not begun")

    await member.goes_to(f"/en{agreement}")
    await _may_not_begin(member, "right to work, references, criminal-record check, core training")
    coordinator = await arrives(COORDINATOR)
    await _dates_the_checks(coordinator, file)
    await _has_learned(coordinator, file)
    await member.goes_to(f"/en{agreement}")
    await _may_not_begin(member, "core training")

    await _has_learned(member, file)
    await coordinator.goes_to(f"/en{file}")
    await presses(coordinator, "Yes, everything is in place")
    await says(coordinator, "Everything is checked.")
    await member.goes_to(f"/en{agreement}")
    await presses(member, "Let support begin")
    await says(member, "Support is given", "14:00–17:00", "A week costs £52.11. See what it is made of")
    await reads_also(member, "begun", {"cy": "Mae cymorth yn cael ei roi", "en-easy": "Support is given"})
    await assistant.goes_to("/en/work")
    await says(assistant, "Working here.", "Whom I support")


async def _may_not_begin(member: Visitor, missing: str) -> None:
    """What is still to do is said, with the rule that asks for it."""
    member.is_refused = True
    await presses(member, "Let support begin")
    await refused(member, "This person cannot start yet")
    why = member.page.locator("main details").filter(has_text="Why?").first
    await why.locator("summary").press("Enter")
    await expect(why).to_contain_text(f"Still to do: {missing}.")
    await expect(why.get_by_role("link", name="Rule 85")).to_be_visible()


async def _introduces(member: Visitor) -> str:
    """Begun without a mouse; answers the path of the assistant's file."""
    await member.goes_to("/en/assistants")
    await follows(member, "Bring a personal assistant of your own")
    await fills(member, employer="co_op")
    await presses_enter_on(member, "Continue")
    await fills(member, name="Nia Example", email=EMAIL, source="introduced_by_member")
    return (await presses(member, "Start the checks")).partition("?")[0]


async def _offers(member: Visitor, assistant: str) -> str:
    """One question after the other, until the assistant is asked; answers the path of what is offered."""
    await member.goes_to("/en/support")
    await follows(member, "Arrange support")
    await member.page.locator("main a[href*='/support/new/']").first.click()
    await member.page.locator(f"main a[href$='{assistant}']").click()
    for _ in range(20):
        if not member.path.startswith("/support/new/"):
            return member.path.partition("?")[0]
        for name in await _asked(member):
            await fills(member, **{name: AGREED[name]})
        await acts.presses_on(member)
    raise AssertionError(f"asked without end: {member.path}")


async def _asked(member: Visitor) -> list[str]:
    """The fields of this page to which there is an answer."""
    fields = await member.page.locator("main form [name]:not([type=hidden])").all()
    names = [await field.get_attribute("name") or "" for field in fields]
    return [name for name in dict.fromkeys(names) if name in AGREED]


async def _dates_the_checks(coordinator: Visitor, file: str) -> None:
    for item in DATED:
        await coordinator.goes_to(f"/en{file}")
        await coordinator.page.locator(f"main a[href$='/checks/{item}']").click()
        if item == "dbs":
            await fills(coordinator, level="enhanced-with-barred-lists", seen="yes")
        await presses(coordinator, "Keep this day")


async def _has_learned(visitor: Visitor, file: str) -> None:
    """Every subject that this person may note."""
    learned = f"/en{file.removesuffix('/file')}/training"
    await visitor.goes_to(learned)
    subjects = [await one.get_attribute("value") or "" for one in await visitor.page.locator("[name=module]").all()]
    for subject in subjects:
        await visitor.goes_to(learned)
        await fills(visitor, module=subject, minutes="180", given_by="Example Training")
        await presses(visitor, "Note training")
        await says(visitor, "The training is noted.")
