"""The first page of each person (S-05) and the board of the officers (S-40)."""

from litestar import Controller, get

from governance.access import ask
from governance.home import service as home
from governance.platform.web.replies import Template


class HomePages(Controller):
    path = "/"
    include_in_schema = False

    @get("/", permission="ui.home")
    async def front(self, view: ask.View, keys: ask.Keys, actor: ask.Actor, now: ask.Now) -> Template:
        if actor.account is None:
            return Template("pages/home/welcome.html")
        return Template("pages/home/home.html", context={"front": await home.front(view, keys, actor, now), "now": now})


class OfficePages(Controller):
    path = "/office"
    include_in_schema = False

    @get("/", permission="home.office")
    async def office(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/home/office.html", context={"duties": await home.duties(view, actor, now)})


PAGES = (HomePages, OfficePages)
