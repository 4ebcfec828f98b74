"""The rules for programs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from litestar import Controller, get
from litestar.params import FromQuery

from constitution.phrases import LANGUAGES
from governance.access import ask
from governance.rulebook import service as rulebook
from governance.rulebook.model import Clause
from governance.rulebook.showing import Reading, Sentence


class ParameterView(msgspec.Struct, frozen=True):
    """``value`` as the rule book writes it; ``applies`` is false where the question does not arise."""

    parameter: str
    meaning: str
    value: Any
    applies: bool
    platform_default: bool


class ClauseView(msgspec.Struct, frozen=True):
    """``words`` and ``easy_read``: the sentences by language, with the values filled in."""

    number: str
    titles: dict[str, str]
    words: dict[str, list[str]]
    easy_read: dict[str, list[str]]
    parameters: list[ParameterView]


class RulesView(msgspec.Struct, frozen=True):
    version: int
    state: str
    effective_at: datetime
    reference: str | None
    sha256: str
    clauses: list[ClauseView]


class RulesApi(Controller):
    path = "/rules"
    tags = ("rules",)

    @get("/", permission="rules.read", operation_id="rules")
    async def rules(self, view: ask.View, now: ask.Now, at: FromQuery[datetime | None] = None) -> RulesView:
        """The rules in force, now or at another instant."""
        edition = await rulebook.edition(view, at or now)
        reading = Reading(edition)
        return RulesView(
            version=edition.version.number,
            state=edition.version.state,
            effective_at=edition.effective_at,
            reference=edition.version.reference,
            sha256=edition.version.governing_text,
            clauses=[
                ClauseView(
                    clause.number,
                    dict(clause.titles),
                    _said(reading.text, clause),
                    _said(reading.easy, clause),
                    [
                        ParameterView(line.parameter, line.meaning, line.written, line.value is not None, line.silent)
                        for line in clause.lines
                    ],
                )
                for clause in edition.clauses
            ],
        )


def _said(told: Callable[[Clause, str], tuple[Sentence, ...]], clause: Clause) -> dict[str, list[str]]:
    return {language: [one.words for one in told(clause, language)] for language in LANGUAGES}


APIS = (RulesApi,)
