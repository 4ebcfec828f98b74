"""Bringing an assistant of one's own, and the co-ordinator's desk."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from constitution import support
from governance.access import ask
from governance.arrangements.model.agreements import Employer, Source
from governance.arrangements.model.assistants import Language
from governance.arrangements.service import assistants, introductions, people
from governance.arrangements.service.introductions import Candidate
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after

BROUGHT = (Source.INTRODUCED, Source.RECRUITED)


@dataclass(frozen=True, slots=True)
class Beginning:
    employer: Employer
    person: str | None = None


@dataclass(frozen=True, slots=True)
class CandidateForm:
    name: str
    source: Source
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class AssistantForm:
    name: str
    email: str | None = None
    phone: str | None = None
    languages: tuple[Language, ...] = ()
    of_provider: bool = False


class IntroducePages(Controller):
    path = "/support/introduce"
    include_in_schema = False

    @get("/", permission="support.own")
    async def begin(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        """First who would employ; and for whom, where the reader decides for several."""
        spoken_for = await people.spoken_for(view, actor, now)
        brought = await introductions.of_actor(view, actor, now)
        context = {
            "people": await people.names(view, [person.id for person in spoken_for]),
            "brought": brought,
            "names": await assistants.names(view, [one.assistant for one in brought]),
            "rules": await members.rules_on(view, now),
        }
        return Template("pages/arrangements/introduce/begin.html", context=context)

    @post("/", permission="support.own")
    async def begun(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(Beginning)
        spoken_for = await people.spoken_for(tx, actor, now)
        if given.person is None and not spoken_for and actor.member is not None:
            spoken_for = [await people.of_member(tx, actor, actor.member, now)]
        person = given.person or next((one.id for one in spoken_for), None)
        if person is None or all(one.id != person for one in spoken_for):
            raise NotFound(person=person)
        return after(f"/support/introduce/{person}/{given.employer}")

    @get("/{person_id:str}/{employer:str}", permission="support.own")
    async def candidate(
        self, person_id: FromPath[str], employer: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        rules = await members.rules_on(view, now)
        person = await people.find(view, actor, person_id, now)
        if employer not in rules.words("P-260"):
            raise NotFound(employer=employer)
        sources = [one for one in BROUGHT if one in rules.words("P-262")]
        context = {"person": person, "employer": employer, "sources": sources, "rules": rules}
        return Template("pages/arrangements/introduce/candidate.html", context=context)

    @post("/{person_id:str}/{employer:str}", permission="support.own")
    async def introduce(
        self,
        *,
        person_id: FromPath[str],
        employer: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        given = form.read(CandidateForm)
        if employer not in tuple(Employer):
            raise NotFound(employer=employer)
        candidate = Candidate(given.name, given.source, Employer(employer), given.email, given.phone)
        made = await introductions.introduce(tx, actor, person_id, candidate, now)
        return after(f"/assistants/{made.assistant}/file", say="introduced")


class CoordinatorPages(Controller):
    path = "/office/assistants"
    include_in_schema = False

    @get("/", permission="support.coordinate")
    async def desk(self, view: ask.View, now: ask.Now) -> Template:
        context = {
            "assistants": await assistants.everybody(view),
            "running": {one.assistant for one in await introductions.running(view)},
            "due": len(await introductions.due_for_removal(view, legal_day(now))),
        }
        return Template("pages/arrangements/assistants/desk.html", context=context)

    @get("/new", permission="support.coordinate")
    async def new(self, view: ask.View, now: ask.Now) -> Template:
        provides = support.may_employ(await members.rules_on(view, now), Employer.PROVIDER).met
        context = {"languages": list(Language), "provides": provides}
        return Template("pages/arrangements/assistants/new.html", context=context)

    @post("/new", permission="support.coordinate")
    async def enter(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(AssistantForm)
        made = await assistants.enter(
            tx,
            actor,
            name=given.name,
            email=given.email,
            phone=given.phone,
            languages=given.languages,
            of_provider=given.of_provider,
            now=now,
        )
        return after(f"/assistants/{made.id}/file", say="assistant-entered")


PAGES = (IntroducePages, CoordinatorPages)
