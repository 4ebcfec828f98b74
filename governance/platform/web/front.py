"""What belongs to no slice: the first visit, help, the state of health, the schema of the API."""

import asyncio
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State

from governance.platform.jobs.queue import lagging
from governance.platform.web import information, welcome


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


HANDLERS = (*welcome.HANDLERS, *information.HANDLERS, health, schema)
PAGES = information.PAGES
