"""What every visitor may ask for: help, other ways, accessibility, privacy, and the site's own sign and name."""

from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from governance.platform.web import variants, visit
from governance.platform.web.replies import Template
from governance.settings import TEMPLATES

ICON = TEMPLATES / "ui" / "favicon.svg"


class InformationPages(Controller):
    path = "/"
    include_in_schema = False

    @get("/contact", permission="ui.help")
    async def contact(self) -> Template:
        return Template("ui/contact.html")

    @get("/help", permission="ui.help")
    async def other_ways(self) -> Template:
        return Template("ui/other_ways.html")

    @get("/accessibility", permission="ui.help")
    async def accessibility(self) -> Template:
        return Template("ui/accessibility.html")

    @get("/privacy", permission="ui.help")
    async def privacy(self) -> Template:
        return Template("ui/privacy.html")

    @get("/site.webmanifest", permission="ui.help")
    async def manifest(self, variant: FromPath[str], visit: NamedDependency[visit.Visit]) -> Response[Any]:
        """So that the site can stand among a telephone's apps. There is no service worker behind it: a stale booth
        would be a danger to the vote."""
        language = variants.language_of(variant)
        name = visit.letterhead.names.get(language, "Cydlais")
        content = {
            "name": name,
            "short_name": name,
            "lang": language,
            "start_url": f"/{variant}/",
            "scope": "/",
            "display": "minimal-ui",
            "background_color": "#ffffff",
            "theme_color": "#4b2e83",
            "icons": [{"src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        }
        return Response(content, media_type="application/manifest+json")


@get("/favicon.svg", permission="ui.static", include_in_schema=False, sync_to_thread=False)
def favicon() -> Response[bytes]:
    return Response(ICON.read_bytes(), media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


HANDLERS = (favicon,)
PAGES = (InformationPages,)
