"""The list of personal assistants, and one assistant's file: what was checked, what was learned, how it ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.introductions import DATED, Check, Ground, Item, Level
from governance.arrangements.model.training import OWN_WAY, Lesson
from governance.arrangements.service import assistants, checks, clearing, directory, introductions, people, training
from governance.arrangements.showing.files import file_shown
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.web.replies import Template, after

FILE = "/assistants/{assistant_id}/file"


@dataclass(frozen=True, slots=True)
class ProviderForm:
    of_provider: bool = False


@dataclass(frozen=True, slots=True)
class CheckForm:
    done_on: date
    until: date | None = None
    level: str | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class LessonForm:
    module: str
    done_on: date
    minutes: int
    given_by: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class ClearForm:
    supervised: bool = False


@dataclass(frozen=True, slots=True)
class RefusalForm:
    ground: Ground


class DirectoryPages(Controller):
    path = "/assistants"
    include_in_schema = False

    @get("/", permission="support.assistants")
    async def listed(self, view: ask.View, now: ask.Now) -> Template:
        context = {"listings": await directory.listed(view, now), "rules": await members.rules_on(view, now)}
        return Template("pages/arrangements/assistants/list.html", context=context)

    @get("/{assistant_id:str}", permission="support.assistants")
    async def shown(self, assistant_id: FromPath[str], view: ask.View, now: ask.Now) -> Template:
        context = {"listing": await directory.shown(view, assistant_id, now)}
        return Template("pages/arrangements/assistants/show.html", context=context)


class FilePages(Controller):
    path = "/assistants/{assistant_id:str}"
    include_in_schema = False

    @get("/file", permission="support.shared")
    async def file(self, assistant_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = await file_shown(view, actor, assistant_id, now)
        return Template("pages/arrangements/assistants/file.html", context=context)

    @get("/checks/{item:str}", permission="support.shared")
    async def dating(
        self, assistant_id: FromPath[str], item: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        if item not in DATED:
            raise NotFound(item=item)
        context = {
            "assistant": await assistants.find(view, actor, assistant_id),
            "item": item,
            "levels": list(Level),
            "rules": await members.rules_on(view, now),
            "today": legal_day(now),
        }
        return Template("pages/arrangements/assistants/check.html", context=context)

    @post("/checks/{item:str}", permission="support.shared")
    async def date_it(
        self,
        *,
        assistant_id: FromPath[str],
        item: FromPath[str],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
        form: ask.Form,
    ) -> Redirect:
        await assistants.find(tx, actor, assistant_id)
        given = form.read(CheckForm)
        if item == Item.DBS and given.seen not in ("yes", "no"):
            raise Invalid({"seen": "missing"})
        seen = given.seen == "yes" if item == Item.DBS else None
        check = Check(item, given.done_on, given.until)
        await checks.note(tx, actor, assistant_id, check, level=given.level, seen=seen, now=now)
        return after(f"/assistants/{assistant_id}/file", say="check-dated")

    @get("/training", permission="support.shared")
    async def learning(self, assistant_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        """Whoever has the task of training notes the modules; the person supported, that their own way was learned."""
        rules = await members.rules_on(view, now)
        choosable = await directory.teachable(view, actor, now)
        if assistant_id not in choosable:
            choosable = {assistant_id: (await assistants.find(view, actor, assistant_id)).name}
        theirs = await checks.may_make(view, actor, assistant_id, Item.CORE_TRAINING, now)
        spoken_for = await people.spoken_for(view, actor, now)
        context = {
            "assistant_id": assistant_id,
            "name": choosable[assistant_id],
            "modules": [one for one in rules.words("P-264") if (spoken_for if one == OWN_WAY else theirs)],
            "people": await people.names(view, [person.id for person in spoken_for]),
            "rules": rules,
            "today": legal_day(now),
        }
        return Template("pages/arrangements/assistants/lesson.html", context=context)

    @post("/training", permission="support.shared")
    async def learned(
        self, assistant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        given = form.read(LessonForm)
        lesson = Lesson(given.module, given.done_on, given.minutes, given.given_by)
        if lesson.module != OWN_WAY:
            await training.note(tx, actor, assistant_id, lesson, now)
            return after(f"/assistants/{assistant_id}/file", say="lesson-noted")
        own = await people.spoken_for(tx, actor, now)
        person = given.person or next((one.id for one in own), "")
        await training.learned_own_way(tx, actor, assistant_id, lesson, person_id=person, now=now)
        return after(f"/assistants/{assistant_id}/training", say="lesson-noted")

    @post("/clear", permission="support.shared", form=FILE)
    async def clear(
        self, assistant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        """Through the introduction, if there was one; whoever the co-ordinator entered is cleared for the list."""
        introduction = await checks.of_assistant(tx, assistant_id)
        if introduction is not None:
            supervised = form.read(ClearForm).supervised
            await introductions.clear(tx, actor, introduction.id, supervised=supervised, now=now)
        else:
            await clearing.clear_for_the_list(tx, actor, assistant_id, now)
        return after(f"/assistants/{assistant_id}/file", say="assistant-cleared")

    @post("/provider", permission="support.coordinate", form=FILE)
    async def provider(
        self, assistant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        of_provider = form.read(ProviderForm).of_provider
        await directory.work_for_provider(tx, actor, assistant_id, of_provider=of_provider, now=now)
        return after(f"/assistants/{assistant_id}/file", say="provider-said")

    @post("/withdraw", permission="support.shared", form=FILE)
    async def withdraw(
        self, assistant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await introductions.withdraw(tx, actor, await _introduction(tx, assistant_id), now=now)
        return after("/support/introduce", say="introduction-withdrawn")

    @get("/refuse", permission="support.shared")
    async def refusing(self, assistant_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        context: dict[str, Any] = {
            "assistant": await assistants.find(view, actor, assistant_id),
            "grounds": list(Ground),
        }
        return Template("pages/arrangements/assistants/refuse.html", context=context)

    @post("/refuse", permission="support.shared")
    async def refuse(
        self, assistant_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form
    ) -> Redirect:
        ground = form.read(RefusalForm).ground
        await introductions.refuse(tx, actor, await _introduction(tx, assistant_id), ground=ground, now=now)
        return after("/support/introduce", say="introduction-refused")


async def _introduction(tx: ask.Transaction, assistant_id: str) -> str:
    found = await checks.of_assistant(tx, assistant_id)
    if found is None:
        raise NotFound(assistant=assistant_id)
    return found.id


PAGES = (DirectoryPages, FilePages)
