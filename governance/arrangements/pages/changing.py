"""What the person and the assistant do alike, each at their own address: answer, write new words, change, end."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.agreements import SAID, Ground, Hours, Party, Place, Rates, Slot, Terms
from governance.arrangements.pages.hours import read_week
from governance.arrangements.service import agreements, starting, variations, wording
from governance.arrangements.showing import agreements as showing
from governance.members import service as members
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


class _Changing(Controller):
    """One side's pages; whoever stands on the other side finds nothing there."""

    include_in_schema = False
    side: ClassVar[Party]

    def back(self, arrangement_id: str) -> str:
        return f"{self.path}/{arrangement_id}"

    @post("/{arrangement_id:str}/answer")
    async def answer(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Answer)
        record = await agreements.find_as(tx, actor, arrangement_id, self.side, now, lock=True)
        yes = given.answer == "yes"
        await wording.answer(
            tx, actor, record, given.subject, text_hash=given.text_hash, party=self.side, yes=yes, now=now
        )
        return after(self.back(arrangement_id), say="agreed" if yes else "not-agreed")

    @get("/{arrangement_id:str}/words")
    async def words(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        shown = await showing.shown(view, actor, keys, arrangement_id, side=self.side, now=now)
        context = {
            "shown": shown,
            "terms": shown.newer or shown.words,
            "places": list(Place),
            "kinds": list(Hours),
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/arrangements/support/words.html", context=context)

    @post("/{arrangement_id:str}/words")
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
        await variations.reword(tx, actor, keys, arrangement_id, read_terms(form), side=self.side, now=now)
        return after(self.back(arrangement_id), say="words-sent")

    @get("/{arrangement_id:str}/change")
    async def changing(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        context = {
            "shown": await showing.shown(view, actor, keys, arrangement_id, side=self.side, now=now),
            "mondays": showing.mondays(now),
            "kinds": list(Hours),
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/arrangements/support/change.html", context=context)

    @post("/{arrangement_id:str}/change")
    async def change(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        week, rest = read_week(form)
        given = rest.read(Change)
        await variations.propose(
            tx,
            actor,
            arrangement_id,
            side=self.side,
            week=week,
            since=given.since,
            now=now,
            until=showing.week_after(given.since) if given.only_once else None,
            emergency=given.emergency,
        )
        return after(self.back(arrangement_id), say="change-asked")

    @post("/{arrangement_id:str}/change/answer")
    async def answer_change(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(Answer)
        await agreements.find_as(tx, actor, arrangement_id, self.side, now)
        yes = given.answer == "yes"
        await variations.answer(tx, actor, given.subject, side=self.side, yes=yes, now=now)
        return after(self.back(arrangement_id), say="agreed" if yes else "not-agreed")

    @post("/{arrangement_id:str}/change/{variation_id:str}/withdraw")
    async def withdraw(
        self,
        arrangement_id: FromPath[str],
        variation_id: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        await variations.withdraw(tx, actor, variation_id, side=self.side, now=now)
        return after(self.back(arrangement_id), say="change-withdrawn")

    @get("/{arrangement_id:str}/end")
    async def ending(
        self, arrangement_id: FromPath[str], view: ask.View, actor: ask.Actor, keys: ask.Keys, now: ask.Now
    ) -> Template:
        shown = await showing.shown(view, actor, keys, arrangement_id, side=self.side, now=now)
        context = {"shown": shown, "grounds": list(Ground), "today": legal_day(now)}
        return Template("pages/arrangements/support/end.html", context=context)

    @post("/{arrangement_id:str}/end")
    async def end(
        self, arrangement_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await agreements.find_as(tx, actor, arrangement_id, self.side, now)
        given = form.read(Ending)
        await starting.end(tx, actor, arrangement_id, on=given.on, ground=given.ground, now=now)
        return after(self.back(arrangement_id), say="support-ending")


class SupportChanging(_Changing):
    path = "/support"
    opt = {"permission": "support.own"}  # noqa: RUF012 (the framework reads it from the class)
    side = Party.MEMBER


class WorkChanging(_Changing):
    path = "/work/agreements"
    opt = {"permission": "support.work"}  # noqa: RUF012 (the framework reads it from the class)
    side = Party.PA


def read_terms(form: Form) -> Terms:
    """
    Raises:
        Invalid: with the problem of each field.
    """
    week, rest = read_week(form)
    return rest.read(Wording).terms(week)


PAGES = (SupportChanging, WorkChanging)
