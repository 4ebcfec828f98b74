"""Setting up a vote, one question a page; each answer is kept at once, and a second officer agrees (S-50)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from governance.access import ask
from governance.platform.texts import Texts
from governance.platform.web.replies import Template, after
from governance.platform.web.wording import LARGEST_TEXTS
from governance.votes.model.asking import Kind, Option, Question
from governance.votes.model.draft import FIELDS, Step, following, step_named
from governance.votes.service import composing, photos, setting_up
from governance.votes.service.portrait import LARGEST_PHOTO
from governance.votes.showing.setup import NEW, begun, option_shown, paper_shown, question_shown, step_shown

PATH = "/office/votes/new"


@dataclass(frozen=True, slots=True)
class Answers:
    """The fields of every step; a page sends those it shows."""

    purpose: str = ""
    title_en: str = ""
    title_cy: str = ""
    title_en_easy: str = ""
    title_cy_easy: str = ""
    meeting: str = ""
    mode: str = ""
    electorate: str = ""
    hands: str = ""
    seats: tuple[str, ...] = ()
    codes_by: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    on_paper: str = ""
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; grades stand one to a line, the best first, in each language in the same order."""

    kind: Kind
    text_en: str = ""
    text_cy: str = ""
    text_en_easy: str = ""
    text_cy_easy: str = ""
    minimum: int = 1
    maximum: int = 1
    grades_en: str = ""
    grades_cy: str = ""

    @property
    def question(self) -> Question:
        text = Texts(self.text_en, self.text_cy, self.text_en_easy, self.text_cy_easy)
        lines = zip_longest(self.grades_en.splitlines(), self.grades_cy.splitlines(), fillvalue="")
        grades = tuple(Texts(en=en.strip(), cy=cy.strip()) for en, cy in lines if en.strip() or cy.strip())
        if self.kind is Kind.GRADES:
            return Question(self.kind, text, grades=grades)
        if self.kind is Kind.CHOOSE:
            return Question(self.kind, text, minimum=self.minimum, maximum=self.maximum)
        return Question(self.kind, text)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option; ``number`` is that of the member who stands."""

    name_en: str = ""
    name_cy: str = ""
    name_en_easy: str = ""
    name_cy_easy: str = ""
    statement_en: str = ""
    statement_cy: str = ""
    statement_en_easy: str = ""
    statement_cy_easy: str = ""
    number: str = ""
    without_photo: bool = False

    def option(self, id_: str) -> Option:
        name = Texts(self.name_en, self.name_cy, self.name_en_easy, self.name_cy_easy)
        statement = Texts(self.statement_en, self.statement_cy, self.statement_en_easy, self.statement_cy_easy)
        return Option(id_, name, statement)


class SetUpPages(Controller):
    path = PATH
    include_in_schema = False

    @get("/", permission="votes.set-up")
    async def every(self, view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/setup/begin.html", context=await begun(view, actor))

    @post("/", permission="votes.set-up")
    async def begin(self, tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        setup = await setting_up.begin(tx, actor, now)
        return after(f"{PATH}/{setup.id}/{Step.ABOUT}")

    @get("/{setup_id:str}/paper", permission="votes.set-up")
    async def paper(self, setup_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template:
        return Template("pages/votes/setup/paper.html", context=await paper_shown(view, actor, setup_id))

    @get("/{setup_id:str}/{step:str}", permission="votes.set-up")
    async def ask_one(
        self, setup_id: FromPath[str], step: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        asked = step_named(step)
        context = await step_shown(view, actor, setup_id, asked, now)
        return Template(f"pages/votes/setup/{asked}.html", context=context)

    @post("/{setup_id:str}/{step:str}", permission="votes.set-up", request_max_body_size=LARGEST_TEXTS)
    async def answer(
        self,
        setup_id: FromPath[str],
        step: FromPath[str],
        *,
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        asked, read = step_named(step), form.read(Answers)
        given = {name: getattr(read, name) for name in FIELDS[asked] if name in form.values or name == "seats"}
        draft = await setting_up.answer(tx, actor, setup_id, now, step=asked, given=given)
        return after(f"{PATH}/{setup_id}/{following(draft, asked)}")

    @post("/{setup_id:str}/sent", permission="votes.set-up", form=f"{PATH}/{{setup_id}}/check")
    async def send(self, setup_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await setting_up.send(tx, actor, setup_id, now)
        return after(f"{PATH}/{setup_id}/check", say="setup-sent")

    @post("/{setup_id:str}/sent-back", permission="votes.set-up", form=f"{PATH}/{{setup_id}}/check")
    async def send_back(self, setup_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        await setting_up.send_back(tx, actor, setup_id, now)
        return after(f"{PATH}/{setup_id}/check", say="setup-sent-back")

    @post("/{setup_id:str}/approved", permission="votes.approve", form=f"{PATH}/{{setup_id}}/check")
    async def approve(self, setup_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        made = await setting_up.approve(tx, actor, setup_id, now)
        return after(f"/votes/{made[0].id}", say="prepared")

    @post("/{setup_id:str}/thrown-away", permission="votes.set-up", form=f"{PATH}/{{setup_id}}/check")
    async def throw_away(self, setup_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor) -> Redirect:
        await setting_up.throw_away(tx, actor, setup_id)
        return after(PATH, say="thrown-away")


class QuestionPages(Controller):
    """The questions of a vote that is set up, and what each offers to choose from."""

    path = f"{PATH}/{{setup_id:str}}/question/{{number:int}}"
    include_in_schema = False

    @get("/", permission="votes.set-up")
    async def show(
        self, setup_id: FromPath[str], number: FromPath[int], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> Template:
        context = await question_shown(view, actor, setup_id, number, now)
        return Template("pages/votes/setup/question.html", context=context)

    @post("/", permission="votes.set-up", request_max_body_size=LARGEST_TEXTS)
    async def write(
        self,
        setup_id: FromPath[str],
        number: FromPath[int],
        *,
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        question = form.read(Asked).question
        await composing.put_question(tx, actor, setup_id, now, number=number, question=question)
        return after(f"{PATH}/{setup_id}/questions")

    @post("/removed", permission="votes.set-up", form=f"{PATH}/{{setup_id}}/questions")
    async def remove(
        self, setup_id: FromPath[str], number: FromPath[int], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> Redirect:
        await composing.drop_question(tx, actor, setup_id, number, now)
        return after(f"{PATH}/{setup_id}/questions")

    @get("/options/{option:str}", permission="votes.set-up")
    async def option(
        self,
        setup_id: FromPath[str],
        number: FromPath[int],
        option: FromPath[str],
        *,
        view: ask.View,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Template:
        context = await option_shown(view, actor, setup_id, number, option, now=now)
        return Template("pages/votes/setup/option.html", context=context)

    @post(
        "/options/{option:str}",
        permission="votes.set-up",
        request_max_body_size=LARGEST_TEXTS + LARGEST_PHOTO,
    )
    async def write_option(
        self,
        setup_id: FromPath[str],
        number: FromPath[int],
        option: FromPath[str],
        *,
        form: ask.Form,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        read = form.read(Choice)
        written = await composing.put_option(
            tx,
            actor,
            setup_id,
            now,
            number=number,
            option=read.option("" if option == NEW else option),
            member_number=read.number,
        )
        if read.without_photo:
            await photos.drop_photo(tx, setup_id, written.id)
        elif uploaded := form.files.get("photo"):
            await photos.keep_photo(tx, setup_id, written.id, uploaded)
        return after(f"{PATH}/{setup_id}/questions")

    @post("/options/{option:str}/removed", permission="votes.set-up", form=f"{PATH}/{{setup_id}}/questions")
    async def remove_option(
        self,
        setup_id: FromPath[str],
        number: FromPath[int],
        option: FromPath[str],
        *,
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> Redirect:
        await composing.drop_option(tx, actor, setup_id, now, number=number, option=option)
        return after(f"{PATH}/{setup_id}/questions")

    @get("/options/{option:str}/photo", permission="votes.set-up")
    async def photo(
        self, setup_id: FromPath[str], option: FromPath[str], view: ask.View, actor: ask.Actor
    ) -> Response[bytes]:
        await setting_up.find_setup(view, actor, setup_id)
        return Response(await photos.setup_photo(view, setup_id, option), media_type="image/jpeg")
