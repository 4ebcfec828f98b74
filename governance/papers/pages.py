"""A paper, as members read it."""

from litestar import Controller, get
from litestar.params import FromPath

from governance.access import ask
from governance.papers import service as papers
from governance.platform.web.replies import Template


class PaperPages(Controller):
    path = "/papers"
    include_in_schema = False

    @get("/{paper_id:str}", permission="papers.read")
    async def show(self, paper_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        paper = await papers.read(view, actor, paper_id)
        return Template("pages/papers/show.html", context={"paper": paper})


PAGES = (PaperPages,)
