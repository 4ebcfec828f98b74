"""Sessions of training as the co-ordinator notes them: one form, what each member would pay, then it is written."""

from dataclasses import dataclass
from datetime import date, datetime

from litestar import Controller, get, post
from litestar.response import Redirect

from governance.access import ask
from governance.arrangements.model.sharing import HOUR
from governance.arrangements.model.training import OWN_WAY, Lesson
from governance.arrangements.service import assistants, training
from governance.arrangements.service.training import Shared
from governance.errors import Invalid
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.web.forms import Pence
from governance.platform.web.replies import Template, after

FOLDER = "pages/arrangements/assistants"
PATH = "/office/training"


@dataclass(frozen=True, slots=True)
class SessionForm:
    module: str
    done_on: date
    hours: int
    given_by: str
    hourly: Pence
    trainer: Pence
    minutes: int = 0
    assistants: tuple[str, ...] = ()
    emails: str = ""

    @property
    def lesson(self) -> Lesson:
        return Lesson(self.module, self.done_on, self.hours * HOUR + self.minutes, self.given_by)


class TeachingPages(Controller):
    path = PATH
    include_in_schema = False

    @get("/", permission="support.coordinate")
    async def listed(self, view: ask.View, now: ask.Now) -> Template:
        held = [(one, await training.shares_of(view, one.id)) for one in await training.sessions(view)]
        context = {"held": held, "rules": await members.rules_on(view, now)}
        return Template(f"{FOLDER}/sessions.html", context=context)

    @get("/new", permission="support.coordinate")
    async def new(self, view: ask.View, now: ask.Now) -> Template:
        rules = await members.rules_on(view, now)
        context = {
            "modules": [one for one in rules.words("P-264") if one != OWN_WAY],
            "assistants": await assistants.everybody(view),
            "rules": rules,
            "today": legal_day(now),
        }
        return Template(f"{FOLDER}/session_new.html", context=context)

    @post("/new", permission="support.coordinate")
    async def preview(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Template:
        """What each member would pay; nothing is written yet."""
        given = form.read(SessionForm)
        shared = await _shared(tx, given, now)
        shares = await training.would_share(tx, actor, given.lesson, shared, now)
        called = await members.names(tx, shared.members)
        context = {
            "given": given,
            "typed": {name: [" ".join(one.split()) for one in sent] for name, sent in form.values.items()},
            "shares": [(called[member], pence) for member, pence in zip(shared.members, shares, strict=True)],
            "learned": await assistants.names(tx, shared.assistants),
            "rules": await members.rules_on(tx, now),
        }
        return Template(f"{FOLDER}/session_check.html", context=context)

    @post("/", permission="support.coordinate", form=f"{PATH}/new")
    async def hold(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now, form: ask.Form) -> Redirect:
        given = form.read(SessionForm)
        await training.hold_session(tx, actor, given.lesson, await _shared(tx, given, now), now)
        return after(PATH, say="lesson-noted")


async def _shared(view: View, given: SessionForm, now: datetime) -> Shared:
    """Members in the order in which their addresses were named.

    Raises:
        Invalid: an address is no member's.
    """
    emails = [email.casefold() for email in given.emails.split()]
    known = await members.with_email(view, emails, legal_day(now))
    if not emails or any(email not in known for email in emails):
        raise Invalid({"emails": "not-known" if emails else "missing"})
    sharing = tuple(dict.fromkeys(known[email] for email in emails))
    return Shared(tuple(dict.fromkeys(given.assistants)), sharing, given.hourly, given.trainer)


PAGES = (TeachingPages,)
