"""A paper, as members read it."""

from litestar import Controller, Response, get
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

    @get("/{paper_id:str}/file", permission="papers.read")
    async def file(self, paper_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Response[str]:
        """The paper by itself, to keep and to print: a file that the browser saves, never a page of ours."""
        paper = await papers.read(view, actor, paper_id)
        name = f"{paper.kind}-{paper.kept_at:%Y-%m-%d}-{paper.variant}.html"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(papers.document(paper), media_type="text/html; charset=utf-8", headers=headers)


PAGES = (PaperPages,)
