"""The service ledger: who was told, how, since when it counts, and what to do about the rest (S-42)."""

from dataclasses import dataclass
from datetime import date, datetime

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.correspondence import service as correspondence
from governance.platform.web.replies import Template, after


@dataclass(frozen=True)
class Posting:
    """Ticked letters, and the day on which they went into the post."""

    posted_on: date
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handing:
    handed_at: datetime


class LedgerPages(Controller):
    path = "/office/notices/{cause:str}"
    include_in_schema = False

    @get("/", permission="correspondence.ledger")
    async def show(self, cause: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        ledger = await correspondence.ledger(view, actor, cause)
        return Template("pages/correspondence/ledger.html", context={"ledger": ledger})

    @post("/posted", permission="correspondence.settle", form="/office/notices/{cause}")
    async def posted(
        self, cause: FromPath[str], tx: ask.Transaction, actor: ask.Actor, form: ask.Form, now: ask.Now
    ) -> Redirect:
        posting = form.read(Posting)
        await correspondence.mark_posted(tx, actor, posting.letters, posting.posted_on, now)
        return after(f"/office/notices/{cause}", say="posted")

    @post("/letters/{letter_id:str}/again", permission="correspondence.settle")
    async def again(
        self, cause: FromPath[str], letter_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await correspondence.post_instead(tx, actor, letter_id, now)
        return after(f"/office/notices/{cause}", say="by-post-instead")

    @post("/letters/{letter_id:str}/handed", permission="correspondence.settle", form="/office/notices/{cause}")
    async def handed(
        self,
        *,
        cause: FromPath[str],
        letter_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        form: ask.Form,
        now: ask.Now,
    ) -> Redirect:
        await correspondence.hand_over(tx, actor, letter_id, form.read(Handing).handed_at, now)
        return after(f"/office/notices/{cause}", say="handed")


PAGES = (LedgerPages,)
