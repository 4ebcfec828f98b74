"""The founding guide (S-64): how far it has come, the models side by side, and what is not decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from constitution import CATALOGUE, Finding, Rulebook, checks
from constitution.parameters import GROUPS
from constitution.wording import value_in_words
from governance.actor import Actor
from governance.board import service as board
from governance.correspondence import service as correspondence
from governance.errors import NotFound
from governance.motions import service as motions
from governance.motions.service import MotionRecord
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.rulebook import service as rulebook
from governance.rulebook.model import State
from governance.rulebook.packs import MODELS, model
from governance.setup.model import FIRST_OFFICES, kept

LINES = ("P-022", "P-080", "P-101", "P-182", "P-220")
"""What a card says of a model, where the model says it: who votes, notice, quorum, seats, the surplus."""
GONE = (State.REJECTED, State.REFUSED, State.WITHDRAWN)


class Step(StrEnum):
    NAMES = "names"
    FORM = "form"
    MODEL = "model"
    DECISIONS = "decisions"
    CLASSES = "classes"
    OFFICERS = "officers"
    MAIL = "mail"
    LANGUAGES = "languages"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Decision:
    """One that the founding members have to make; ``motion`` brings a change of it that is on its way."""

    parameter: str
    is_made: bool
    motion: MotionRecord | None


@dataclass(frozen=True, slots=True)
class Guide:
    """``done`` are the steps with nothing left to do; ``problems`` what somebody ought to look at in the rules."""

    rules: Rulebook
    decisions: Sequence[Decision]
    done: frozenset[Step]
    problems: Sequence[Finding]

    @property
    def made(self) -> int:
        return sum(one.is_made for one in self.decisions)

    @property
    def is_finished(self) -> bool:
        return self.done == frozenset(Step)


async def guide(view: View, actor: Actor, now: datetime) -> Guide:
    rules = await rulebook.in_force(view, now)
    made, problems = await decisions(view, now), tuple(checks.problems(rules))
    open_steps = {
        Step.DECISIONS: not all(one.is_made for one in made),
        Step.OFFICERS: await _officers_missing(view, now),
        Step.MAIL: await _mail_waits(view, actor),
        Step.CHECK: bool(problems),
    }
    done = frozenset(one for one in Step if not open_steps.get(one, False))
    return Guide(rules, made, done, problems)


async def decisions(view: View, now: datetime) -> Sequence[Decision]:
    """What the first rules left to the founding members, in the order of the catalogue."""
    first = min(await rulebook.versions(view), key=lambda version: version.number)
    rules, on_the_way = await rulebook.in_force(view, now), await _on_the_way(view)
    undecided = rules.undecided()
    every = (await rulebook.governing(view, first)).undecided()
    return [Decision(one, one not in undecided, on_the_way.get(one)) for one in every]


async def keep(tx: Transaction, actor: Actor, identity: str, now: datetime) -> None:
    """Put into the change that this officer writes that the founding members keep the model's value.

    Raises:
        NotFound: it is decided, or never was for them to decide.
        MotionBegun: they are writing a motion about something else.
    """
    rules = await rulebook.in_force(tx, now)
    if identity not in rules.undecided():
        raise NotFound(parameter=identity)
    await motions.keep_change(tx, actor, kept(await motions.change_in_mind(tx, actor), rules, identity), now)


@dataclass(frozen=True, slots=True)
class Row:
    """One parameter in all models; ``values`` are its words by letter."""

    parameter: str
    values: Mapping[str, str]


def compared(group: str, language: str) -> Sequence[Row]:
    """What the models say otherwise, in one group of the catalogue.

    Raises:
        NotFound: there is no such group.
    """
    if group not in GROUPS:
        raise NotFound(group=group)
    books = {letter: model(letter) for letter in MODELS}
    rows = (
        Row(one, {letter: value_in_words(rules, one, language) for letter, rules in books.items()})
        for one, parameter in CATALOGUE.items()
        if parameter.group == group
    )
    return [row for row in rows if len(set(row.values.values())) > 1]


def lines(rules: Rulebook) -> Sequence[str]:
    """The parameters that a card tells of, at most four."""
    return [one for one in LINES if rules.stated(one) is not None][:4]


async def _on_the_way(view: View) -> Mapping[str, MotionRecord]:
    """By parameter, the motion whose change of it is neither in force nor given up."""
    versions = [one for one in await rulebook.versions(view) if one.effective_at is None and one.state not in GONE]
    brought = await motions.of_versions(view, [one.id for one in versions])
    return {
        identity: brought[version.id]
        for version in versions
        if version.id in brought
        for identity in rulebook.amendment_of(version).entries
    }


async def _officers_missing(view: View, now: datetime) -> bool:
    held = {holder.office.value for holder in await board.holders(view, legal_day(now))}
    return not held.issuperset(FIRST_OFFICES)


async def _mail_waits(view: View, actor: Actor) -> bool:
    """Whether one of the first messages has not left, or came back."""
    try:
        ledger = await correspondence.ledger(view, actor, "organisation")
    except NotFound:
        return True
    return bool(ledger.exceptions) or any(letter.sent_at is None for letter in ledger.letters)
