"""Papers for programs."""

from datetime import datetime

import msgspec
from litestar import Controller, get
from litestar.params import FromPath, FromQuery

from governance.access import ask
from governance.papers import service as papers
from governance.papers.records import PaperRecord


class PaperView(msgspec.Struct, frozen=True):
    id: str
    kind: str
    about: str
    variant: str
    edition: int
    title: str
    html: str
    sha256: str
    kept_at: datetime


class PapersApi(Controller):
    path = "/papers"
    tags = ("papers",)

    @get("/{paper_id:str}", permission="papers.read", operation_id="paper")
    async def paper(self, paper_id: FromPath[str], view: ask.View, actor: ask.Actor) -> PaperView:
        return _seen(await papers.read(view, actor, paper_id))

    @get("/", permission="papers.read", operation_id="papers")
    async def papers(self, view: ask.View, about: FromQuery[str]) -> list[PaperView]:
        """The newest edition of every paper about one thing."""
        return [_seen(paper) for paper in await papers.about(view, about)]


def _seen(paper: PaperRecord) -> PaperView:
    return PaperView(
        id=paper.id,
        kind=paper.kind,
        about=paper.about,
        variant=paper.variant,
        edition=paper.edition,
        title=paper.title,
        html=paper.html,
        sha256=paper.sha256,
        kept_at=paper.kept_at,
    )


APIS = (PapersApi,)
