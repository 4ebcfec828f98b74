"""My support: an arrangement as the person and the assistant read, answer and change it."""

from dataclasses import dataclass
from datetime import date, datetime

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance import actor as acting
from governance.access import ask
from governance.arrangements.model.agreements import SAID, Ground, Hours, Party, Place, Rates, Slot, Terms
from governance.arrangements.pages.hours import read_week
from governance.arrangements.service import (
    agreements,
    costing,
    disputes,
    helping,
    people,
    schemes,
    starting,
    variations,
    wording,
)
from governance.arrangements.showing import agreements as showing
from governance.members import service as members
from governance.platform import db
from governance.platform.clock import legal_day
from governance.platform.web.forms import Form, Pence
from governance.platform.web.replies import Template, after


@dataclass(frozen=True, slots=True)
class Answer:
    subject: str
    text_hash: str
    answer: str


@dataclass(frozen=True, slots=True)
class Change:
    since: date
    only_once: bool = False
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    on: date
    ground: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The fields of the words of an agreement, beside its hours."""

    starts_on: date
    place: Place
    weekday: Pence
    weekend: Pence
    night: Pence | None = None
    what: str = ""
    how: str = ""
    who_covers: str = ""
    review: str = ""
    ending: str = ""

    def terms(self, week: tuple[Slot, ...]) -> Terms:
        said = {word: getattr(self, word) for word in SAID if getattr(self, word, "")}
        return Terms(self.starts_on, week, self.place, Rates(self.weekday, self.weekend, self.night), said)


class SupportPages(Controller):
    """For the person, and who speaks for them."""

    path = "/support"
    include_in_schema = False

    @get("/", permission="support.own")
    async def mine(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        spoken_for = await people.spoken_for(view, actor, now)
        names = await people.names(view, {person.id for person in spoken_for})
        found = {person.id: await agreements.of_person(view, actor, person.id, now) for person in spoken_for}
        _, called = await agreements.names(view, [one for records in found.values() for one in records])
        context = {
            "people": [(person, names[person.id], found[person.id]) for person in spoken_for],
            "called": called,
            "schemes": {one.id: await schemes.of_person(view, actor, one.id, now) for one in spoken_for},
            "helping": await disputes.helped_by(view, actor),
        }
        return Template("pages/arrangements/support/mine.html", context=context)

    @get("/{arrangement_id:str}", permission="support.own")
    async def show(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        shown = await showing.shown(view, actor, keys, arrangement_id, side=Party.MEMBER, now=now)
        known = shown.record.agreement is not None
        cost = await costing.of(view, actor, arrangement_id, now) if known else None
        context = {"shown": shown, "cost": cost, "rules": await members.rules_on(view, now), "today": legal_day(now)}
        return Template("pages/arrangements/support/show.html", context=context)

    @get("/{arrangement_id:str}/cost", permission="support.own")
    async def cost(self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        found = await costing.of(view, actor, arrangement_id, now)
        context = {"cost": found, "back": f"/support/{arrangement_id}"}
        return Template("pages/arrangements/support/cost.html", context=context)

    @post("/{arrangement_id:str}/answer", permission="support.own")
    async def answer(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        return await _answer(tx, actor, arrangement_id, form, side=Party.MEMBER, now=now)

    @post("/{arrangement_id:str}/start", permission="support.own")
    async def start(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await starting.start(tx, actor, arrangement_id, now=now)
        return after(f"/support/{arrangement_id}", say="support-started")

    @post("/{arrangement_id:str}/reviewed", permission="support.own")
    async def reviewed(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await starting.review(tx, actor, arrangement_id, on=legal_day(now), now=now)
        return after(f"/support/{arrangement_id}", say="support-reviewed")

    @get("/{arrangement_id:str}/words", permission="support.own")
    async def words(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        return await _words(view, actor, keys, arrangement_id, side=Party.MEMBER, now=now)

    @post("/{arrangement_id:str}/words", permission="support.own")
    async def reword(
        self,
        *,
        arrangement_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        record = await agreements.find_as(tx, actor, arrangement_id, Party.MEMBER, now, lock=True)
        await wording.add(tx, actor, keys, record, read_terms(form), by=Party.MEMBER, now=now)
        return after(f"/support/{arrangement_id}", say="words-sent")

    @get("/{arrangement_id:str}/change", permission="support.own")
    async def changing(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        return await _changing(view, actor, keys, arrangement_id, side=Party.MEMBER, now=now)

    @post("/{arrangement_id:str}/change", permission="support.own")
    async def change(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        return await _change(tx, actor, arrangement_id, form, side=Party.MEMBER, now=now)

    @post("/{arrangement_id:str}/change/answer", permission="support.own")
    async def answer_change(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        return await _answer_change(tx, actor, arrangement_id, form, side=Party.MEMBER, now=now)

    @get("/{arrangement_id:str}/end", permission="support.own")
    async def ending(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        return await _ending(view, actor, keys, arrangement_id, side=Party.MEMBER, now=now)

    @post("/{arrangement_id:str}/end", permission="support.own")
    async def end(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        return await _end(tx, actor, arrangement_id, form, side=Party.MEMBER, now=now)

    @post("/{arrangement_id:str}/help", permission="support.own")
    async def ask_for_help(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await helping.ask_for(tx, actor, arrangement_id, office=form.text("office"), now=now)
        return after(f"/support/{arrangement_id}", say="help-asked")

    @post("/{arrangement_id:str}/help/end", permission="support.own")
    async def end_help(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await helping.withdraw(tx, actor, arrangement_id, now)
        return after(f"/support/{arrangement_id}", say="help-ended")


class WorkAgreementPages(Controller):
    """The same for the assistant, without a word about the payment."""

    path = "/work/agreements"
    include_in_schema = False

    @get("/{arrangement_id:str}", permission="support.work")
    async def show(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        shown = await showing.shown(view, actor, keys, arrangement_id, side=Party.PA, now=now)
        context = {"shown": shown, "cost": None, "rules": await members.rules_on(view, now), "today": legal_day(now)}
        return Template("pages/arrangements/support/show.html", context=context)

    @post("/{arrangement_id:str}/answer", permission="support.work")
    async def answer(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        return await _answer(tx, actor, arrangement_id, form, side=Party.PA, now=now)

    @get("/{arrangement_id:str}/words", permission="support.work")
    async def words(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        return await _words(view, actor, keys, arrangement_id, side=Party.PA, now=now)

    @post("/{arrangement_id:str}/words", permission="support.work")
    async def reword(
        self,
        *,
        arrangement_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        keys: ask.Keys,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        record = await agreements.find_as(tx, actor, arrangement_id, Party.PA, now, lock=True)
        await wording.add(tx, actor, keys, record, read_terms(form), by=Party.PA, now=now)
        return after(f"/work/agreements/{arrangement_id}", say="words-sent")

    @get("/{arrangement_id:str}/change", permission="support.work")
    async def changing(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        return await _changing(view, actor, keys, arrangement_id, side=Party.PA, now=now)

    @post("/{arrangement_id:str}/change", permission="support.work")
    async def change(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        return await _change(tx, actor, arrangement_id, form, side=Party.PA, now=now)

    @post("/{arrangement_id:str}/change/answer", permission="support.work")
    async def answer_change(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        return await _answer_change(tx, actor, arrangement_id, form, side=Party.PA, now=now)

    @get("/{arrangement_id:str}/end", permission="support.work")
    async def ending(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        return await _ending(view, actor, keys, arrangement_id, side=Party.PA, now=now)

    @post("/{arrangement_id:str}/end", permission="support.work")
    async def end(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        return await _end(tx, actor, arrangement_id, form, side=Party.PA, now=now)


def read_terms(form: Form) -> Terms:
    """
    Raises:
        Invalid: with the problem of each field.
    """
    week, rest = read_week(form)
    return rest.read(Wording).terms(week)


def where(side: Party, arrangement_id: str) -> str:
    return f"/support/{arrangement_id}" if side is Party.MEMBER else f"/work/agreements/{arrangement_id}"


async def _answer(
    tx: db.Transaction, actor: acting.Actor, arrangement_id: str, form: Form, *, side: Party, now: datetime
) -> Redirect:
    given = form.read(Answer)
    record = await agreements.find_as(tx, actor, arrangement_id, side, now, lock=True)
    yes = given.answer == "yes"
    await wording.answer(tx, actor, record, given.subject, text_hash=given.text_hash, party=side, yes=yes, now=now)
    return after(where(side, arrangement_id), say="agreed" if yes else "not-agreed")


async def _words(
    view: db.View, actor: acting.Actor, keys: ask.Keys, arrangement_id: str, *, side: Party, now: datetime
) -> Template:
    shown = await showing.shown(view, actor, keys, arrangement_id, side=side, now=now)
    context = {
        "shown": shown,
        "terms": shown.newer or shown.words,
        "places": list(Place),
        "kinds": list(Hours),
        "rules": await members.rules_on(view, now),
    }
    return Template("pages/arrangements/support/words.html", context=context)


async def _changing(
    view: db.View, actor: acting.Actor, keys: ask.Keys, arrangement_id: str, *, side: Party, now: datetime
) -> Template:
    shown = await showing.shown(view, actor, keys, arrangement_id, side=side, now=now)
    context = {
        "shown": shown,
        "mondays": showing.mondays(now),
        "kinds": list(Hours),
        "rules": await members.rules_on(view, now),
    }
    return Template("pages/arrangements/support/change.html", context=context)


async def _change(
    tx: db.Transaction, actor: acting.Actor, arrangement_id: str, form: Form, *, side: Party, now: datetime
) -> Redirect:
    week, rest = read_week(form)
    given = rest.read(Change)
    await variations.propose(
        tx,
        actor,
        arrangement_id,
        side=side,
        week=week,
        since=given.since,
        now=now,
        until=showing.week_after(given.since) if given.only_once else None,
        emergency=given.emergency,
    )
    return after(where(side, arrangement_id), say="change-asked")


async def _answer_change(
    tx: db.Transaction, actor: acting.Actor, arrangement_id: str, form: Form, *, side: Party, now: datetime
) -> Redirect:
    given = form.read(Answer)
    await agreements.find_as(tx, actor, arrangement_id, side, now)
    yes = given.answer == "yes"
    await variations.answer(tx, actor, given.subject, side=side, yes=yes, now=now)
    return after(where(side, arrangement_id), say="agreed" if yes else "not-agreed")


async def _ending(
    view: db.View, actor: acting.Actor, keys: ask.Keys, arrangement_id: str, *, side: Party, now: datetime
) -> Template:
    shown = await showing.shown(view, actor, keys, arrangement_id, side=side, now=now)
    context = {"shown": shown, "grounds": list(Ground), "today": legal_day(now)}
    return Template("pages/arrangements/support/end.html", context=context)


async def _end(
    tx: db.Transaction, actor: acting.Actor, arrangement_id: str, form: Form, *, side: Party, now: datetime
) -> Redirect:
    await agreements.find_as(tx, actor, arrangement_id, side, now)
    given = form.read(Ending)
    await starting.end(tx, actor, arrangement_id, on=given.on, ground=given.ground, now=now)
    return after(where(side, arrangement_id), say="support-ending")


PAGES = (SupportPages, WorkAgreementPages)
