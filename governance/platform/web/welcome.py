"""The first visit: which language and how to read, asked once and kept by the browser (S-01)."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect

from governance.platform.comfort import Comfort
from governance.platform.texts import CY, EN, VARIANTS
from governance.platform.web import cookies, visit
from governance.platform.web.forms import sent
from governance.platform.web.replies import SEE_OTHER, Template, comfort_of

AnyRequest = Request[Any, Any, Any]


@get("/", permission="ui.start", include_in_schema=False)
async def root(request: AnyRequest) -> Redirect:
    """To the variant chosen on the first visit; who has chosen none is asked."""
    chosen = comfort_of(request).variant
    return Redirect(f"/{chosen}/" if chosen else "/start", status_code=SEE_OTHER)


@get("/start", permission="ui.start", include_in_schema=False)
async def ask(request: AnyRequest) -> Template:
    """Until something is chosen, the language that the browser asks for is marked."""
    return Template("ui/start.html", context={"marked": comfort_of(request).variant or _preferred(request)})


@post("/start", permission="ui.start", include_in_schema=False)
async def keep(request: AnyRequest) -> Redirect:
    """What was not chosen, or is no choice of ours, stays as the device has it; nobody is asked twice."""
    here = visit.of(request.scope)
    form = here.form or (await sent(request))[0]
    parts = ("text", "theme", "more_time", "variant")
    text, theme, more, variant = ((form.values.get(part) or [""])[0] for part in parts)
    chosen = Comfort.of(
        text, theme, more_time=bool(more), variant=variant if variant in VARIANTS else _preferred(request)
    )
    here.put(
        cookies.made(
            cookies.COMFORT, chosen.written(), secure=request.app.state.settings.is_secure, lasting=cookies.KEPT
        )
    )
    return Redirect(f"/{chosen.variant}/", status_code=SEE_OTHER)


def _preferred(request: AnyRequest) -> str:
    """Welsh where the browser asks for it before English, else English."""
    accepted = request.headers.get("accept-language", "")
    ranked: list[tuple[float, str]] = []
    for place, part in enumerate(accepted.split(",")):
        tag, _, quality = part.partition(";q=")
        ranked.append((-_quality(quality) + place / 1000, tag.strip().lower().partition("-")[0]))
    return next((tag for _, tag in sorted(ranked) if tag in (EN, CY)), EN)


def _quality(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0


HANDLERS = (root, ask, keep)
