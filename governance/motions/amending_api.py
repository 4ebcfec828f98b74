"""Changes of the rules for programs: proposed with the change itself, read with what it does, and their way on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from constitution import BadRulebook
from constitution.amendment import Amendment
from governance.access import ask
from governance.errors import Invalid
from governance.motions import service as motions
from governance.platform.web.findings import FindingView
from governance.platform.web.wording import TextsView
from governance.rulebook import service as rulebook
from governance.rulebook.model import State


class AmendmentBody(msgspec.Struct, forbid_unknown_fields=True):
    """``entries`` by parameter such as {"rule": "36", "value": 28}; whole ``clauses`` by number, null to strike out."""

    entries: dict[str, Any] = {}
    clauses: dict[str, Any] = {}

    def read(self) -> Amendment:
        try:
            return Amendment.from_dict({"entries": self.entries, "clauses": self.clauses})
        except BadRulebook as fault:
            raise Invalid({fault.path: "unreadable"}) from fault


class ChangeBody(msgspec.Struct, forbid_unknown_fields=True):
    """``title`` may be left out; one is made from the change."""

    amendment: AmendmentBody
    title: TextsView = TextsView()
    why: TextsView = TextsView()
    meeting: str | None = None


class SentBody(msgspec.Struct, forbid_unknown_fields=True):
    sent_on: date


class RegisteredBody(msgspec.Struct, forbid_unknown_fields=True):
    """``as_registered`` is the change in the registrar's words, where they are not those that members voted for."""

    reference: str
    registered_on: date
    as_registered: AmendmentBody | None = None


class ChangeView(msgspec.Struct, frozen=True):
    """``clauses`` are the numbers of the rules that change; ``problems`` those that the change would bring."""

    motion: str
    version: str
    number: int
    state: str
    effective_at: datetime | None
    amendment: Mapping[str, Any]
    clauses: list[str]
    matters: list[str]
    required: FindingView
    notice: FindingView
    effect: FindingView
    problems: list[FindingView]


class VersionView(msgspec.Struct, frozen=True):
    id: str
    number: int
    state: str
    effective_at: datetime | None
    reference: str | None
    text: str
    registered_text: str | None


class RuleChangesApi(Controller):
    path = "/rules/changes"
    tags = ("rules",)

    @post("/", permission="motions.propose", operation_id="propose-rule-change")
    async def propose(
        self, data: JSONBody[ChangeBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> ChangeView:
        return await _proposed(tx, actor, data, now, by_board=False)

    @post("/of-the-board", permission="motions.for-the-board", operation_id="propose-rule-change-for-the-board")
    async def propose_for_the_board(
        self, data: JSONBody[ChangeBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> ChangeView:
        return await _proposed(tx, actor, data, now, by_board=True)

    @get("/{motion_id:str}", permission="motions.read", operation_id="rule-change")
    async def change(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor, now: ask.Now) -> ChangeView:
        return _seen(await motions.proposed(view, actor, motion_id, now))

    @post("/{version_id:str}/sent", permission="rules.office", operation_id="rules-sent", status_code=200)
    async def send(
        self, version_id: FromPath[str], data: JSONBody[SentBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> VersionView:
        """To the registrar, before the rules are in force."""
        return _version(await rulebook.submit(tx, actor, version_id, sent_on=data.sent_on, now=now))

    @post("/{version_id:str}/filed", permission="rules.office", operation_id="rules-filed", status_code=200)
    async def file(
        self, version_id: FromPath[str], data: JSONBody[SentBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> VersionView:
        """A company's copy of what is in force."""
        return _version(await rulebook.file(tx, actor, version_id, sent_on=data.sent_on, now=now))

    @post("/{version_id:str}/registered", permission="rules.register", operation_id="rules-registered", status_code=200)
    async def register(
        self,
        version_id: FromPath[str],
        data: JSONBody[RegisteredBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> VersionView:
        version = await rulebook.register(
            tx,
            actor,
            version_id,
            reference=data.reference,
            registered_on=data.registered_on,
            as_registered=None if data.as_registered is None else data.as_registered.read(),
            now=now,
        )
        return _version(version)

    @post("/{version_id:str}/refused", permission="rules.register", operation_id="rules-refused", status_code=200)
    async def refuse(
        self, version_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> VersionView:
        """By the registrar."""
        return _version(await rulebook.advance(tx, actor, version_id, State.REFUSED, now))

    @post("/{version_id:str}/withdrawn", permission="rules.register", operation_id="rules-withdrawn", status_code=200)
    async def withdraw(
        self, version_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> VersionView:
        """Members passed it, and nobody goes on with it."""
        return _version(await rulebook.give_up(tx, actor, version_id, now))


async def _proposed(
    tx: ask.Transaction, actor: ask.Actor, data: ChangeBody, now: datetime, *, by_board: bool
) -> ChangeView:
    motion = await motions.propose_amendment(
        tx,
        actor,
        amendment=data.amendment.read(),
        title=data.title.texts(),
        why=data.why.texts(),
        meeting_id=data.meeting,
        by_board=by_board,
        now=now,
    )
    return _seen(await motions.proposed(tx, actor, motion.id, now))


def _seen(found: motions.Proposed) -> ChangeView:
    change, version = found.change, found.version
    return ChangeView(
        motion=found.motion.id,
        version=version.id,
        number=version.number,
        state=version.state,
        effective_at=version.effective_at,
        amendment=rulebook.amendment_of(version).to_dict(),
        clauses=[one.number for one in change.clauses],
        matters=list(change.matters),
        required=FindingView.of(change.majority),
        notice=FindingView.of(change.notice),
        effect=FindingView.of(change.effect),
        problems=[FindingView.of(one) for one in change.problems],
    )


def _version(version: rulebook.RulebookVersionRecord) -> VersionView:
    return VersionView(
        id=version.id,
        number=version.number,
        state=version.state,
        effective_at=version.effective_at,
        reference=version.reference,
        text=version.text,
        registered_text=version.registered_text,
    )
