"""Asking those who take part in a fund, and their answers: who joins, and who bears what part (P-241)."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.errors import Invalid
from governance.funds.model.asking import HEAVIEST
from governance.funds.model.funds import EQUAL
from governance.funds.pages.asking import whole_number
from governance.funds.service import changing, funds, joining, posting
from governance.funds.showing import changes
from governance.platform.web.forms import Form
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Joins:
    person: str = ""
    email: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    basis: str


class ChangePages(Controller):
    path = "/funds/changes/{change_id:str}"
    include_in_schema = False

    @get("/", permission="funds.own")
    async def show(self, change_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/funds/change.html", context=await changes.change_shown(view, actor, change_id, now))

    @post("/agree/{person_id:str}", permission="funds.own", form="/funds/changes/{change_id}")
    async def agree(
        self, *, change_id: FromPath[str], person_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        answer = await changing.agree(tx, actor, change_id, person_id, now)
        return after("/funds", say="fund-change-done" if answer.done else "fund-change-agreed")


class JoinPages(Controller):
    path = "/funds/{fund_id:str}/join"
    include_in_schema = False

    @get("/", permission="funds.prepare")
    async def asking(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template("pages/funds/join.html", context=await changes.joining(view, actor, fund_id, now))

    @post("/", permission="funds.prepare")
    async def ask_in(
        self, fund_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Joins)
        part = whole_number(given.part)
        await joining.ask(tx, actor, fund_id, person_id=given.person, email=given.email, part=part, now=now)
        return after(f"/funds/{fund_id}", say="fund-join-asked")


class SharePages(Controller):
    """By what, and then in what parts, the cost is shared from some day on."""

    path = "/funds/{fund_id:str}/keep/shares"
    include_in_schema = False

    @get("/", permission="funds.keep")
    async def asking(self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        return Template(
            "pages/funds/keep/basis.html", context=await changes.dividing_anew(view, actor, fund_id, "", now)
        )

    @post("/", permission="funds.keep")
    async def choose(
        self, fund_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        chosen = form.read(Basis).basis
        await changes.dividing_anew(view, actor, fund_id, chosen, now)
        return after(f"/funds/{fund_id}/keep/shares/{chosen}")

    @get("/{basis:str}", permission="funds.keep")
    async def parts(
        self, *, fund_id: FromPath[str], basis: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await changes.dividing_anew(view, actor, fund_id, basis, now)
        return Template("pages/funds/keep/shares.html", context=context)

    @post("/{basis:str}", permission="funds.keep")
    async def ask_everybody(
        self,
        *,
        fund_id: FromPath[str],
        basis: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        await funds.find_to_keep(tx, actor, fund_id, now)
        people = tuple((await posting.current_division(tx, fund_id)).weights)
        weights = dict.fromkeys(people, 1) if basis == EQUAL else _typed(form, people)
        await changing.ask(tx, actor, fund_id, basis=basis, weights=weights, now=now)
        return after(f"/funds/{fund_id}/keep", say="fund-shares-asked")


def _typed(form: Form, people: tuple[str, ...]) -> dict[str, int]:
    form.only(*(f"part_{place}" for place in range(1, len(people) + 1)))
    typed = {one: whole_number(form.text(f"part_{place}")) for place, one in enumerate(people, start=1)}
    wrong = [place for place, weight in enumerate(typed.values(), start=1) if not 0 < weight <= HEAVIEST]
    if wrong:
        raise Invalid({f"part_{place}": "no-weight" for place in wrong})
    return typed
