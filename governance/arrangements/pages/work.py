"""An assistant's own pages: what members can see, the record of training to take away (S-58)."""

from dataclasses import dataclass

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.actor import Actor
from governance.arrangements.model.assistants import PARTS, Language, Profile, Travel
from governance.arrangements.service import agreements, assistants, coming, directory, training
from governance.arrangements.showing.training_record import Taught, key, packed, printed
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.printing import pdf
from governance.platform.web.replies import Template, after
from governance.rulebook import service as rulebook


@dataclass(frozen=True, slots=True)
class ProfileForm:
    called: str
    listed: str
    languages: tuple[Language, ...] = ()
    area: str = ""
    hours_free: str = ""
    about: str = ""
    travel: tuple[Travel, ...] = ()
    shows: tuple[str, ...] = ()

    @property
    def profile(self) -> Profile:
        return Profile(self.called, self.languages, self.area, self.hours_free, self.about, self.travel)


class WorkPages(Controller):
    path = "/work"
    include_in_schema = False

    @get("/", permission="support.work")
    async def start(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        assistant, day = await assistants.own(view, actor), legal_day(now)
        rules = await members.rules_on(view, now)
        finding = await assistants.is_cleared(view, assistant.id, rules, day)
        agreed = await agreements.of_assistant(view, actor, assistant.id)
        people, _ = await agreements.names(view, agreed)
        context = {
            "assistant": assistant,
            "finding": finding,
            "agreed": agreed,
            "people": people,
            "coming": await coming.own(view, actor, now),
        }
        return Template("pages/arrangements/work/start.html", context=context)

    @get("/coming", permission="support.work")
    async def coming(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        """Their own four weeks over everything, and nobody else's."""
        return Template("pages/arrangements/work/coming.html", context={"coming": await coming.own(view, actor, now)})

    @get("/profile", permission="support.work")
    async def profile(self, view: ask.View, actor: ask.Actor) -> Template:
        context = {
            "assistant": await assistants.own(view, actor),
            "preview": (await directory.preview(view, actor)).profile,
            "languages": list(Language),
            "ways": list(Travel),
            "parts": PARTS,
        }
        return Template("pages/arrangements/work/profile.html", context=context)

    @post("/profile", permission="support.work")
    async def change(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(ProfileForm)
        on_the_list = given.listed == "yes"
        await directory.change(tx, actor, given.profile, shows=given.shows, on_the_list=on_the_list, now=now)
        return after("/work/profile", say="profile-kept")

    @get("/training", permission="support.work")
    async def training(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        assistant = await assistants.own(view, actor)
        context = {"taught": await training.of(view, assistant.id), "rules": await members.rules_on(view, now)}
        return Template("pages/arrangements/work/training.html", context=context)

    @get("/training.pdf", permission="support.work")
    async def as_pdf(
        self, variant: FromPath[str], *, view: ask.View, settings: ask.Settings, actor: ask.Actor, now: ask.Now
    ) -> Response[bytes]:
        rules, taught = await members.rules_on(view, now), await _taught(view, actor)
        paper = printed(taught, rules, variant=variant, time_zone=settings.time_zone, now=now)
        headers = {"Content-Disposition": 'attachment; filename="training.pdf"'}
        return Response(await pdf(paper), media_type="application/pdf", headers=headers)

    @get("/training.zip", permission="support.work")
    async def signed(self, view: ask.View, keys: ask.Keys, actor: ask.Actor, now: ask.Now) -> Response[bytes]:
        content = packed(await _taught(view, actor), keys, now)
        headers = {"Content-Disposition": 'attachment; filename="training.zip"'}
        return Response(content, media_type="application/zip", headers=headers)


async def _taught(view: View, actor: Actor) -> Taught:
    assistant = await assistants.own(view, actor)
    organisation = (await rulebook.organisation(view)).name_both
    return Taught(assistant.name, organisation, await training.of(view, assistant.id))


class TrainingKeyPages(Controller):
    path = "/training-key"
    include_in_schema = False

    @get("/", permission="support.key")
    async def public(self, keys: ask.Keys) -> Response[bytes]:
        """What any employer checks a record against."""
        return Response(key(keys), media_type="application/x-pem-file")


PAGES = (WorkPages, TrainingKeyPages)
