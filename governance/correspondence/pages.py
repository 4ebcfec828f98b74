"""The service ledger (S-42): who was told, how, since when it counts, what to do about the rest; and my own letters."""

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

    @get("/letters/{letter_id:str}", permission="correspondence.ledger")
    async def letter(
        self, cause: FromPath[str], letter_id: FromPath[str], view: ask.View, actor: ask.Actor
    ) -> Template:
        letter, wordings = await correspondence.letter(view, actor, letter_id)
        context = {"cause": cause, "letter": letter, "wordings": wordings}
        return Template("pages/correspondence/letter.html", context=context)

    @post("/letters/{letter_id:str}/again", permission="correspondence.settle")
    async def again(
        self, cause: FromPath[str], letter_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await correspondence.post_instead(tx, actor, letter_id, now)
        return after(f"/office/notices/{cause}", say="by-post-instead")

    @post("/letters/{letter_id:str}/handed", permission="correspondence.settle")
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


class MessagePages(Controller):
    """What was sent to me, by whatever way, to be read again (S-11)."""

    path = "/messages"
    include_in_schema = False

    @get("/", permission="correspondence.own")
    async def mine(self, view: ask.View, actor: ask.Actor) -> Template:
        letters = await correspondence.letters_to(view, actor)
        return Template("pages/correspondence/messages.html", context={"letters": letters})

    @get("/{letter_id:str}", permission="correspondence.own")
    async def read(self, letter_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        letter, wordings = await correspondence.my_letter(view, actor, letter_id)
        context = {"letter": letter, "wordings": wordings}
        return Template("pages/correspondence/message.html", context=context)


PAGES = (LedgerPages, MessagePages)
