"""Text size, colours and more time (S-61): for anybody, signed in or not, with a script or without."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.response import Redirect

from governance.access import ask
from governance.access import service as access
from governance.access.pages.returning import AnyRequest, Came, back_to
from governance.platform import comfort
from governance.platform.comfort import Comfort
from governance.platform.web import cookies
from governance.platform.web.replies import Template, after, comfort_of


@dataclass(frozen=True, slots=True)
class Liking:
    """``came`` is the sealed address of the page where the reader was."""

    text: str | None
    theme: str | None
    more_time: bool
    came: str | None


class ComfortPages(Controller):
    path = "/comfort"
    include_in_schema = False

    @get("/", permission="access.comfort")
    async def show(self, came: Came = "") -> Template:
        context = {"came": came, "texts": comfort.TEXTS, "themes": comfort.THEMES}
        return Template("pages/access/comfort.html", context=context)

    @post("/", permission="access.comfort")
    async def keep(
        self,
        *,
        request: AnyRequest,
        form: ask.Form,
        database: ask.Database,
        actor: ask.Actor,
        visit: ask.Visit,
        settings: ask.Settings,
    ) -> Redirect:
        wish = form.read(Liking)
        variant = comfort_of(request).variant
        liked = Comfort.of(wish.text or "", wish.theme or "", more_time=wish.more_time, variant=variant)
        await access.keep_comfort(database, actor, liked)
        visit.put(cookies.made(cookies.COMFORT, liked.written(), secure=settings.is_secure, lasting=cookies.KEPT))
        return after(back_to(request, wish.came), say="comfort-kept")
