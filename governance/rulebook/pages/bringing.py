"""Bringing a rule book in a file: officers see all that is wrong with it, and what it would change here."""

from litestar import Controller, get, post

from governance.access import ask
from governance.platform.web.replies import Template
from governance.rulebook import bringing
from governance.rulebook import service as rulebook
from governance.rulebook.packs import LARGEST

LARGEST_FORM = 4 * LARGEST
"""Bytes: a text may be sent twice, as a file and as it was pasted."""


class BringingPages(Controller):
    path = "/rules/import"
    include_in_schema = False

    @get("/", permission="rules.import")
    async def choose(self) -> Template:
        return Template("pages/rulebook/import.html", context={"brought": None})

    @post("/", permission="rules.import", status_code=200, request_max_body_size=LARGEST_FORM)
    async def look(self, view: ask.View, now: ask.Now, form: ask.Form) -> Template:
        """Reads it and keeps nothing of it: the page holds the text, to mend it or to begin a change with it."""
        source = bringing.decoded(form.files.get("file") or form.text("source").encode())
        found = bringing.brought(await rulebook.in_force(view, now), source)
        return Template("pages/rulebook/import.html", context={"brought": found})
