"""Settings become the web application: the only place where everything meets."""

import asyncio
import importlib
import importlib.util
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from types import ModuleType
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.openapi.config import OpenAPIConfig
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.routes import BaseRoute
from litestar.template.config import TemplateConfig
from litestar.types import ControllerRouterHandler

from governance.access import ask, guard
from governance.access import jobs as sign_ins
from governance.correspondence import jobs as letters
from governance.correspondence.outbox import Minting
from governance.home import jobs as first_page
from governance.platform import logs
from governance.platform.clock import Clock, SystemClock
from governance.platform.db import Database, View
from governance.platform.jobs.runner import Handler, run_for_ever
from governance.platform.keys import Keys
from governance.platform.web import arrival, assets, errors, front, headers, layout, visit
from governance.rulebook import service as rulebook
from governance.settings import Settings
from governance.votes import service as votes

SLICES = (
    "access",
    "rulebook",
    "members",
    "papers",
    "correspondence",
    "meetings",
    "votes",
    "motions",
    "board",
    "arrangements",
    "funds",
    "inspection",
    "setup",
    "home",
    "rehearsal",
)
"""From the ground up. Each may have ``pages.PAGES``, ``api.APIS``, ``jobs.HANDLERS`` or ``jobs.handlers(keys)``, and
``jobs.mints(keys)``."""

FINISHING = 2.0
"""Seconds for the job or letter at hand once a process is told to stop."""
LARGEST_BODY = 64 * 1024
"""WEB-8; handlers that take ballots or uploads say otherwise with ``request_max_body_size``."""


def create(
    settings: Settings,
    *,
    clock: Clock | None = None,
    database: Database | None = None,
    keys: Keys | None = None,
    with_jobs: bool = True,
) -> Litestar:
    """The application of one organisation. Tests hand in their own clock, database and keys.

    Raises:
        guard.NoPermission: a route declares no permission (PERM-1).
        assets.NotBuilt: the styles and scripts of its pages were never built.
    """
    assets.built()
    templates = JinjaTemplateEngine.from_environment(layout.environment(settings.time_zone))
    app = arrival.Application(
        [
            *front.HANDLERS,
            *assets.HANDLERS,
            Router("/{variant:str}", route_handlers=[*front.PAGES, *_from_slices("pages", "PAGES")]),
            Router("/api", route_handlers=_from_slices("api", "APIS")),
        ],
        state=own_state(settings, clock=clock, database=database, keys=keys, with_jobs=with_jobs),
        dependencies=dict(ask.DEPENDENCIES),
        guards=[guard.admit],
        exception_handlers=dict(errors.HANDLERS),
        before_send=[arrival.note_decided, headers.put_headers, logs.note_answer],
        lifespan=[_lifespan],
        template_config=TemplateConfig(instance=templates),
        openapi_config=OpenAPIConfig(title="Cydlais", version="1", openapi_router=_Nowhere("/api", route_handlers=[])),
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
    )
    guard.check_routes(app)
    return app


def own_state(
    settings: Settings,
    *,
    clock: Clock | None = None,
    database: Database | None = None,
    keys: Keys | None = None,
    with_jobs: bool = True,
) -> State:
    """What an application has of its one organisation. All the rest of it would be the same for any other."""
    keys = keys or Keys(settings.keys_folder, settings.host)
    return State(
        {
            "settings": settings,
            "clock": clock or SystemClock(),
            "database": database or Database(settings.database),
            "keyring": keys,
            "cookie_key": keys.secret("cookies"),
            "form_key": keys.secret("forms"),
            "letterhead": letterhead,
            "with_jobs": with_jobs,
        }
    )


def job_handlers(keys: Keys) -> Mapping[str, Handler]:
    """What every kind of job does, from all slices."""
    found: dict[str, Handler] = {}
    for slice_ in SLICES:
        jobs = _module(slice_, "jobs")
        found |= getattr(jobs, "HANDLERS", {})
        made_for = getattr(jobs, "handlers", None)
        if made_for is not None:
            found |= made_for(keys)
    return found


def mints(keys: Keys) -> Mapping[str, Minting]:
    """Every kind of message whose words are known only when it is sent, from all slices."""
    found: dict[str, Minting] = {}
    for slice_ in SLICES:
        made_for = getattr(_module(slice_, "jobs"), "mints", None)
        if made_for is not None:
            found |= made_for(keys)
    return found


async def work(settings: Settings, database: Database, keys: Keys, clock: Clock, stop: asyncio.Event) -> None:
    """Do what was promised and send what was written, until ``stop`` is set.

    What is not finished shortly after that is cut off (OPS-7): its lease ends, and the next process begins it again.
    """
    async with database.reading() as view:
        organisation = await _organisation(view)
    name = organisation.name_both if organisation else settings.host
    channels = letters.channels(settings, name, mints(keys))
    loops = asyncio.gather(
        run_for_ever(database, job_handlers(keys), clock, stop),
        letters.deliver_for_ever(database, channels, clock, stop),
        sign_ins.tidy_for_ever(database, clock, stop),
        first_page.remind_for_ever(database, clock, stop),
    )
    await stop.wait()
    with suppress(TimeoutError):
        await asyncio.wait_for(loops, timeout=FINISHING)


async def letterhead(view: View) -> visit.Letterhead:
    """What stands at the top of every page; no name before set-up has run."""
    organisation = await _organisation(view)
    if organisation is None:
        return visit.Letterhead()
    return visit.Letterhead({"en": organisation.name_en, "cy": organisation.name_cy}, organisation.purpose)


async def _organisation(view: View) -> rulebook.OrganisationRecord | None:
    try:
        return await rulebook.organisation(view)
    except rulebook.NotFounded:
        return None


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    """Hold the database for this process, run the jobs beside the pages, and let go in the opposite order."""
    state = app.state
    database: Database = state.database
    database.hold()
    await database.check_settings()
    await votes.settle_left_over(database, state.keyring)
    stop = asyncio.Event()
    jobs = work(state.settings, database, state.keyring, state.clock, stop) if state.with_jobs else asyncio.sleep(0)
    task = asyncio.create_task(jobs)
    try:
        yield
    finally:
        stop.set()
        await task
        await database.close()


def _from_slices(module: str, name: str) -> Sequence[Any]:
    return [part for slice_ in SLICES for part in getattr(_module(slice_, module), name, ())]


def _module(slice_: str, name: str) -> ModuleType | None:
    """A slice's module, or ``None`` where the slice needs no such file."""
    path = f"governance.{slice_}.{name}"
    if importlib.util.find_spec(f"governance.{slice_}") is None or importlib.util.find_spec(path) is None:
        return None
    return importlib.import_module(path)


class _Nowhere(Router):
    """Takes Litestar's own pages about the schema and shows none of them: `front` serves the schema, to people who are
    signed in."""

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:  # noqa: ARG002 (Litestar's signature)
        return []
