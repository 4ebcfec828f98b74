"""Keeping papers and reading them back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from governance.actor import NOBODY, Actor
from governance.audit import service as audit
from governance.errors import NotFound, Unavailable
from governance.papers.model import fingerprint
from governance.papers.records import PaperRecord as PaperRecord
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.web.layout import environment


class PaperDamaged(Unavailable):
    """The stored text no longer fits its hash; it is not shown as if nothing had happened."""

    code = "paper-damaged"


async def keep(
    tx: Transaction, actor: Actor, *, kind: str, about: str, variant: str, title: str, html: str, now: datetime
) -> PaperRecord:
    """Keep one paper for good. The same text again is the paper already kept; another text is its next edition.

    ``html`` must come from our own templates, which escape what people typed: readers see it as it stands.
    """
    await tx.alone(f"paper:{about}")
    last = await _newest(tx, kind, about, variant)
    digest = fingerprint(kind=kind, about=about, variant=variant, title=title, html=html)
    if last is not None and last.sha256 == digest:
        return last
    paper = PaperRecord(
        id=new_id(),
        kind=kind,
        about=about,
        variant=variant,
        edition=1 if last is None else last.edition + 1,
        title=title,
        html=html,
        sha256=digest,
        kept_at=now,
    )
    tx.add(paper)
    await audit.note(tx, actor, "papers.keep", paper.id, now, kind=kind, about=about, variant=variant, sha256=digest)
    return paper


async def find(view: View, actor: Actor, paper_id: str) -> PaperRecord:
    """The paper, for anybody who is signed in."""
    paper = await view.get(PaperRecord, paper_id)
    if paper is None or actor.reference == NOBODY.reference:
        raise NotFound(paper=paper_id)
    return paper


async def read(view: View, actor: Actor, paper_id: str) -> PaperRecord:
    """The paper, checked against its hash.

    Raises:
        PaperDamaged: somebody changed the text underneath us.
    """
    paper = await find(view, actor, paper_id)
    if not paper.is_as_kept:
        raise PaperDamaged(paper=paper_id)
    return paper


def document(paper: PaperRecord) -> str:
    """The paper as a document that stands alone, with its own style."""
    return environment().get_template("print/document.html").render(paper=paper)


async def about(view: View, object_id: str, *, kind: str | None = None) -> Sequence[PaperRecord]:
    """The newest edition of each paper about this object, one for each kind and variant."""
    newest = (
        select(PaperRecord.kind, PaperRecord.variant, func.max(PaperRecord.edition).label("edition"))
        .where(PaperRecord.about == object_id)
        .group_by(PaperRecord.kind, PaperRecord.variant)
        .subquery()
    )
    statement = (
        select(PaperRecord)
        .join(
            newest,
            (PaperRecord.kind == newest.c.kind)
            & (PaperRecord.variant == newest.c.variant)
            & (PaperRecord.edition == newest.c.edition),
        )
        .where(PaperRecord.about == object_id)
        .order_by(PaperRecord.kind, PaperRecord.variant)
    )
    if kind is not None:
        statement = statement.where(PaperRecord.kind == kind)
    return list(await view.scalars(statement))


async def _newest(view: View, kind: str, about: str, variant: str) -> PaperRecord | None:
    of_this = (PaperRecord.kind == kind, PaperRecord.about == about, PaperRecord.variant == variant)
    newest: PaperRecord | None = await view.scalar(
        select(PaperRecord).where(*of_this).order_by(PaperRecord.edition.desc()).limit(1)
    )
    return newest
