"""The rules explorer for programs: which rule held on a day, where a rule was used, and what a change alters."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Controller, get
from litestar.params import FromPath, FromQuery

from governance.access import ask
from governance.motions import service as motions
from governance.motions.exploring import Use
from governance.motions.replaying import Replayed, Subject
from governance.platform.web.findings import FindingView


class AppliedView(msgspec.Struct, frozen=True):
    """``value`` as the rule book writes it; ``rule`` is None where the rules of that day leave it unsaid."""

    parameter: str
    day: date
    version: int
    state: str
    rule: str | None
    value: Any
    applies: bool


class SubjectView(msgspec.Struct, frozen=True):
    """``about``: motion, meeting or ballot. A meeting has its ``kind`` in place of a title."""

    about: str
    id: str
    at: datetime
    title: Mapping[str, str] | None
    kind: str | None


class UseView(msgspec.Struct, frozen=True):
    """``event``: what happened at the meeting when this was answered, such as "notice-served"."""

    subject: SubjectView
    event: str | None
    versions: tuple[int, ...]
    finding: FindingView


class UsesView(msgspec.Struct, frozen=True):
    uses: list[UseView]
    more: bool


class ReplayedView(msgspec.Struct, frozen=True):
    """Without ``after`` it cannot be told: ``untold`` is "withheld" or the fact that nobody kept."""

    subject: SubjectView
    before: FindingView
    after: FindingView | None
    changed: bool
    untold: str | None


class ExplorerApi(Controller):
    path = "/rules"
    tags = ("rules",)

    @get("/applied", permission="rules.read", operation_id="rule-applied")
    async def applied(self, parameter: FromQuery[str], day: FromQuery[date], view: ask.View) -> AppliedView:
        """The rules as they stood at the end of that day."""
        found = await motions.applied(view, parameter, day)
        return AppliedView(
            parameter=parameter,
            day=day,
            version=found.version.number,
            state=found.version.state,
            rule=found.citation.rule,
            value=found.value,
            applies=found.applies,
        )

    @get("/{number:str}/used", permission="motions.read", operation_id="rule-used")
    async def used(self, number: FromPath[str], view: ask.View, actor: ask.Actor, page: FromQuery[int] = 1) -> UsesView:
        """Every answer that rested on this rule, in whichever version, the newest first."""
        uses, more = await motions.used(view, actor, number, page)
        return UsesView([_seen(one, number) for one in uses], more)

    @get("/changes/{motion_id:str}/replay", permission="motions.read", operation_id="replay-rule-change")
    async def replay(
        self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now
    ) -> list[ReplayedView]:
        """What would have been different in the past with the change that this motion proposes."""
        found = await motions.proposed(view, actor, motion_id, now)
        return [_again(one) for one in await motions.replayed(view, actor, found.change.new, now)]


def _seen(use: Use, number: str) -> UseView:
    return UseView(_subject(use.subject), use.event, use.versions(number), FindingView.of(use.finding))


def _subject(subject: Subject) -> SubjectView:
    title = None if subject.title is None else subject.title.to_json()
    return SubjectView(subject.about.value, subject.id, subject.at, title, subject.kind)


def _again(one: Replayed) -> ReplayedView:
    after = None if one.after is None else FindingView.of(one.after)
    return ReplayedView(_subject(one.subject), FindingView.of(one.before), after, one.is_changed, one.untold)
