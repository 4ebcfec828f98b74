"""The founding guide: the steps, the models to read and compare, and what the founding members still have to decide."""

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from constitution import CATALOGUE, wording
from constitution.parameters import GROUPS
from governance.access import ask
from governance.errors import NotFound
from governance.platform.web import variants
from governance.platform.web.replies import Template, after
from governance.rulebook import service as rulebook
from governance.rulebook.packs import MODELS, model
from governance.setup import guide, simulator


class SetupPages(Controller):
    path = "/setup"
    include_in_schema = False

    @get("/", permission="setup.guide")
    async def steps(self, view: ask.View, actor: ask.Actor, now: ask.Now) -> Template:
        context = {
            "guide": await guide.guide(view, actor, now),
            "named": await rulebook.organisation(view),
            "value": wording.value_in_words,
        }
        return Template("pages/setup/steps.html", context=context)

    @get("/decisions", permission="setup.guide")
    async def decisions(self, view: ask.View, now: ask.Now) -> Template:
        context = {
            "decisions": await guide.decisions(view, now),
            "rules": await rulebook.in_force(view, now),
            "value": wording.value_in_words,
            "catalogue": CATALOGUE,
        }
        return Template("pages/setup/decisions.html", context=context)

    @post("/decisions/{identity:str}/keep", permission="setup.guide", form="/setup/decisions")
    async def keep(self, identity: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now) -> Redirect:
        """The model's value stays: a decision like any other, so it goes into the motion."""
        await guide.keep(tx, actor, identity, now)
        return after("/rules/changes/new/together")

    @get("/models", permission="setup.guide")
    async def models(self, view: ask.View, now: ask.Now) -> Template:
        context = {
            "models": {letter: model(letter) for letter in MODELS},
            "lines": guide.lines,
            "ours": (await rulebook.in_force(view, now)).id,
            "value": wording.value_in_words,
        }
        return Template("pages/setup/models.html", context=context)

    @get("/models/compare", permission="setup.guide")
    async def compare(self, variant: FromPath[str], group: FromQuery[str] = "identity") -> Template:
        rows = guide.compared(group, variants.language_of(variant))
        context = {"rows": rows, "group": group, "groups": GROUPS, "models": MODELS}
        return Template("pages/setup/compare.html", context=context)

    @get("/models/{letter:str}", permission="setup.guide")
    async def model(self, letter: FromPath[str], variant: FromPath[str]) -> Template:
        """All rules of a model, filled in with its values."""
        if letter not in MODELS:
            raise NotFound(model=letter)
        read = wording.easy if variant.endswith("-easy") else wording.paragraphs
        context = {"letter": letter, "rules": model(letter), "read": read}
        return Template("pages/setup/model.html", context=context)


class SimulatorPages(Controller):
    path = "/rules/simulator"
    include_in_schema = False

    @get("/", permission="motions.read")
    async def simulate(
        self, view: ask.View, actor: ask.Actor, now: ask.Now, motion: FromQuery[str] = "", number: FromQuery[str] = ""
    ) -> Template:
        """The change of a motion, or the one that the reader is writing, for as many members as they like."""
        typed = int(number) if number.isdecimal() and 0 < int(number[:9]) <= simulator.MOST else None
        found = await simulator.simulated(view, actor, now, motion_id=motion or None, number=typed)
        context = {
            "simulation": found,
            "motion": motion,
            "unusable": bool(number) and typed is None,
            "most": simulator.MOST,
        }
        return Template("pages/setup/simulator.html", context=context)


PAGES = (SetupPages, SimulatorPages)
