"""What belongs to no slice: the way to a language, help, the state of health, the schema of the API."""

import asyncio
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from governance.platform.jobs.queue import lagging
from governance.platform.web import variants, visit, welcome
from governance.platform.web.replies import Template
from governance.settings import TEMPLATES

ICON = TEMPLATES / "ui" / "favicon.svg"


@get("/health", permission="ui.health", include_in_schema=False)
async def health(state: State) -> Mapping[str, Any]:
    """For the machine that watches this one (OPS-7). Anybody may look, so it tells nothing of anybody's doings: of the
    queue only what lags, since a queue that grows for a moment would tell that an address is known (AUTH-6)."""
    now = state.clock.now()
    async with state.database.reading() as view:
        lag = await lagging(view, now)
    backup = await asyncio.to_thread(newest_backup, state.settings.backup_folder)
    free = (await asyncio.to_thread(shutil.disk_usage, state.settings.home)).free
    return {
        "status": "ok",
        "version": version("cydlais"),
        "now": now.isoformat(),
        "disk_free_mb": free // (1 << 20),
        "queue": {"late": lag.late, "given_up": lag.given_up},
        "last_backup_on": backup.isoformat() if backup else None,
    }


def newest_backup(folder: Path) -> date | None:
    made = [path.stat().st_mtime for path in folder.glob("*.backup")]
    return datetime.fromtimestamp(max(made), UTC).date() if made else None


@get("/api/openapi.json", permission="api.schema", include_in_schema=False)
async def schema(request: Request[Any, Any, Any]) -> Response[Mapping[str, Any]]:
    return Response(request.app.openapi_schema.to_schema(), media_type="application/vnd.oai.openapi+json")


class HelpPages(Controller):
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
    async def manifest(
        self, variant: FromPath[str], visit: NamedDependency[visit.Visit]
    ) -> Response[Mapping[str, Any]]:
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


HANDLERS = (*welcome.HANDLERS, favicon, health, schema)
PAGES = (HelpPages,)
