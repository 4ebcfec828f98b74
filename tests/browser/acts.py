"""What people do on the way to pages that no link leads to."""

from tests.browser.visitor import Visitor


async def presses_on(visitor: Visitor) -> str:
    """Send the form of the page as it is filled in; answers the path of the page that comes, without its variant."""
    await visitor.page.locator("main form button:not([formnovalidate])").first.click()
    await visitor.page.wait_for_load_state()
    return visitor.path


async def begins_to_convene(visitor: Visitor, variant: str = "en") -> str:
    """A general meeting with a day and a place, not called yet; answers the path of the next question."""
    await visitor.goes_to(f"/{variant}/office/convene")
    await visitor.page.locator("[name=kind][value=general]").check()
    await presses_on(visitor)
    await visitor.page.locator("input[type=datetime-local]").fill("2026-12-19T14:00")
    await visitor.page.locator("input[type=text], textarea").first.fill("Neuadd Enghreifftiol, Llanrwst")
    return await presses_on(visitor)


async def adds_business(visitor: Visitor, meeting: str, variant: str = "en") -> None:
    """One item, in all four variants; ``meeting`` is the path of the steps of a meeting that is being prepared."""
    await visitor.goes_to(f"/{variant}{meeting}/items")
    await _answers(visitor)
    await presses_on(visitor)
    await visitor.goes_to(f"/{variant}{meeting}/who")


async def proposes(visitor: Visitor, variant: str = "en") -> list[str]:
    """A motion, question by question, to the page before it is sent; answers the paths of the questions."""
    await visitor.goes_to(f"/{variant}/motions/new")
    asked = [await presses_on(visitor)] if await visitor.page.locator("main form").count() else []
    if not asked:
        await visitor.page.locator("main a.govuk-button").first.click()
        asked = [visitor.path]
    for _ in range(12):
        if "/motions/new/" not in visitor.path or visitor.path.endswith("/check"):
            break
        await _answers(visitor)
        asked.append(await presses_on(visitor))
    return asked


async def _answers(visitor: Visitor) -> None:
    main = visitor.page.locator("main")
    radios = main.locator("input[type=radio]")
    if await radios.count():
        await radios.first.check()
    for place in await main.locator("input[type=text], textarea").all():
        await place.fill("Cyfarfod cinio / A lunch")


async def gives_voting_code(visitor: Visitor) -> None:
    await visitor.page.locator("#code").fill(visitor.town.voting_code())
    await visitor.page.locator("main form button[type=submit]").click()
    await visitor.page.locator("#answer-0").wait_for()


async def chooses(visitor: Visitor, place: int = 0) -> None:
    await visitor.page.locator(f"#answer-{place}").check()
    await visitor.page.locator("#go-on").click()
