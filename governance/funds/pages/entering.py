"""Writing a direct payment down, one question a page; nothing is kept as a payment before the last of them."""

from collections.abc import Mapping
from dataclasses import make_dataclass
from datetime import date
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.errors import NotFound
from governance.funds.model.entering import FIELDS, Net, Step, following, preceding
from governance.funds.model.payments import Funder, KeptIn, Recipient
from governance.funds.service import entering
from governance.platform.web.forms import Form, Pence
from governance.platform.web.replies import Template, after

NEW = "/funds/payments/new"
KINDS: Mapping[Step, Any] = {
    Step.WHO: str,
    Step.KIND: Funder,
    Step.FUNDER: str,
    Step.RECIPIENT: Recipient,
    Step.KEPT: KeptIn,
    Step.UNDER: str,
    Step.AMOUNT: Pence,
    Step.WEEKS: int,
    Step.NET: Net,
    Step.OWN: Pence,
    Step.LIMIT: int,
    Step.OPENING: Pence,
    Step.SINCE: date,
    Step.REVIEW: date,
    Step.RETURNS: int,
}
FORMS: Mapping[Step, type[Any]] = {
    step: make_dataclass(step.name.title(), [(FIELDS[step], kind)], frozen=True) for step, kind in KINDS.items()
}
"""The form of each page: one field."""


class EnteringPages(Controller):
    path = NEW
    include_in_schema = False

    @get("/{step:str}", permission="funds.own")
    async def ask_one(
        self, *, step: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        asked = _step(step)
        answers = await entering.draft(view, actor, keys)
        names = await entering.for_whom(view, actor, now)
        context = {
            "step": asked,
            "answers": answers,
            "names": names,
            "before": preceding(asked, answers, several=len(names) > 1),
            "first": "who" if len(names) > 1 else "kind",
            "missing": await entering.unanswered(view, actor, answers, now) if asked is Step.CHECK else None,
            "funders": list(Funder),
            "recipients": list(Recipient),
            "places": list(KeptIn),
        }
        return Template("pages/funds/payments/asking.html", context=context)

    @post("/{step:str}", permission="funds.own")
    async def answer(
        self,
        *,
        step: FromPath[str],
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
    ) -> Redirect:
        asked = _step(step)
        if asked is Step.CHECK:
            payment = await entering.enter(tx, actor, keys, now)
            return (
                after("/funds/payments")
                if payment is None
                else after(f"/funds/payments/{payment.id}", say="payment-entered")
            )
        answers = await entering.answer(tx, actor, keys, step=asked, given=_given(asked, form), now=now)
        several = len(await entering.for_whom(tx, actor, now)) > 1
        return after(f"{NEW}/{following(asked, answers, several=several)}")


def _step(name: str) -> Step:
    if name not in set(Step):
        raise NotFound(step=name)
    return Step(name)


def _given(step: Step, form: Form) -> Mapping[str, object]:
    """The one answer, as the draft keeps it."""
    field = FIELDS[step]
    typed = getattr(form.read(FORMS[step]), field)
    return {field: typed.isoformat() if isinstance(typed, date) else typed}
