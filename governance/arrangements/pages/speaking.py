"""Who speaks for whom: for people themselves, and for the offices that see the papers (K-091)."""

from dataclasses import dataclass
from datetime import date

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.people import Authority, Evidence, Seen
from governance.arrangements.service import people, speaking, together
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after

OWN, OFFICE = "/support/speaking", "/office/speaking"


@dataclass(frozen=True, slots=True)
class Supporter:
    member: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """``person`` is somebody who is no member, ``whom`` a member's number or e-mail address: one of the two."""

    member: str
    authority: Authority
    scope: str
    since: date
    seen: Seen
    seen_on: date
    until: date | None = None
    person: str = ""
    whom: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    on: date


class OwnSpeakingPages(Controller):
    path = OWN
    include_in_schema = False

    @get("/", permission="support.own")
    async def mine(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        theirs, others = await speaking.mine(view, actor, now)
        context = {"theirs": theirs, "others": others, "today": legal_day(now)}
        return Template("pages/arrangements/speaking/mine.html", context=context)

    @get("/new", permission="support.own")
    async def new(self) -> Template:
        return Template("pages/arrangements/speaking/supporter.html", context={})

    @post("/new", permission="support.own")
    async def name(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given, today = form.read(Supporter), legal_day(now)
        person = await together.themselves(tx, actor, now)
        await people.authorise(
            tx,
            actor,
            person.id,
            member_id=await speaking.member_called(tx, actor, given.member, now),
            authority=Authority.SUPPORTER,
            scope=given.scope,
            since=today,
            evidence=Evidence(Seen.OWN_WORDS, today),
            now=now,
        )
        return after(OWN, say="supporter-named")

    @get("/{authority_id:str}/end", permission="support.own")
    async def ending(self, authority_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "line": await speaking.find(view, actor, authority_id, now),
            "today": legal_day(now),
            "place": OWN,
        }
        return Template("pages/arrangements/speaking/end.html", context=context)

    @post("/{authority_id:str}/end", permission="support.own")
    async def end(
        self, authority_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await speaking.end_authority(tx, actor, authority_id, on=form.read(Ending).on, now=now)
        return after(OWN, say="authority-ended")


class OfficeSpeakingPages(Controller):
    path = OFFICE
    include_in_schema = False

    @get("/", permission="support.speaking")
    async def known(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "lines": await speaking.known(view, actor),
            "persons": await speaking.without_membership(view, actor),
            "today": legal_day(now),
        }
        return Template("pages/arrangements/speaking/office.html", context=context)

    @get("/new", permission="support.speaking")
    async def new(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "persons": await speaking.without_membership(view, actor),
            "authorities": list(Authority),
            "papers": list(Seen),
            "today": legal_day(now),
        }
        return Template("pages/arrangements/speaking/new.html", context=context)

    @post("/new", permission="support.speaking")
    async def note(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(Given)
        speaker = await speaking.member_called(tx, actor, given.member, now)
        await people.authorise(
            tx,
            actor,
            given.person or await speaking.member_supported(tx, actor, given.whom, now),
            member_id=speaker,
            authority=given.authority,
            scope=given.scope,
            since=given.since,
            until=given.until,
            evidence=Evidence(given.seen, given.seen_on),
            now=now,
        )
        return after(OFFICE, say="authority-noted")

    @get("/person", permission="support.speaking")
    async def somebody(self) -> Template:
        return Template("pages/arrangements/speaking/person.html", context={})

    @post("/person", permission="support.speaking")
    async def enter(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(Entry)
        await people.enter(tx, actor, name=given.name, email=given.email or None, now=now)
        return after(OFFICE, say="person-entered")

    @get("/{authority_id:str}/end", permission="support.speaking")
    async def ending(self, authority_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "line": await speaking.find(view, actor, authority_id, now),
            "today": legal_day(now),
            "place": OFFICE,
        }
        return Template("pages/arrangements/speaking/end.html", context=context)

    @post("/{authority_id:str}/end", permission="support.speaking")
    async def end(
        self, authority_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        await speaking.end_authority(tx, actor, authority_id, on=form.read(Ending).on, now=now)
        return after(OFFICE, say="authority-ended")


PAGES = (OwnSpeakingPages, OfficeSpeakingPages)
