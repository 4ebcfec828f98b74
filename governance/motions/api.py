"""Motions for programs: the same acts as on the pages."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from constitution import Finding
from governance.access import ask
from governance.motions import service as motions
from governance.motions.amending_api import RuleChangesApi
from governance.motions.balloting import EVERYBODY_NEEDED
from governance.motions.exploring_api import ExplorerApi
from governance.platform.web.findings import FindingView
from governance.platform.web.instants import Instant
from governance.platform.web.wording import TextsView
from governance.votes import service as votes
from governance.votes.model import CodesBy, Fallback
from governance.votes.model.conduct import Conduct


class ProposalBody(msgspec.Struct, forbid_unknown_fields=True):
    title: TextsView
    text: TextsView
    why: TextsView = TextsView()
    matter: str | None = None
    meeting: str | None = None


class WordsBody(msgspec.Struct, forbid_unknown_fields=True):
    """The missing languages of a motion; those that are there stay."""

    title: TextsView = TextsView()
    text: TextsView = TextsView()


class MeetingChoiceBody(msgspec.Struct, forbid_unknown_fields=True):
    meeting: str | None = None


class CopyBody(msgspec.Struct, forbid_unknown_fields=True):
    """On which day the registrar was sent it, or registered it."""

    day: date


class BallotBody(msgspec.Struct, forbid_unknown_fields=True):
    """``opens_at`` may ask for an earlier opening than the last lawful day; ``needed`` of ``size`` key-holders open the
    count, and ``seats`` names them by their references."""

    group: str = votes.DEFAULT_GROUP
    opens_at: Instant | None = None
    needed: int = EVERYBODY_NEEDED.needed
    size: int = EVERYBODY_NEEDED.size
    seats: tuple[str, ...] = ()
    codes_by: CodesBy = CodesBy.HOLDER
    on_paper: bool = False
    fallback: Fallback = Fallback.LAPSE

    @property
    def conduct(self) -> Conduct:
        return Conduct(
            needed=self.needed,
            size=self.size,
            seats=self.seats,
            codes_by=self.codes_by,
            on_paper=self.on_paper,
            fallback=self.fallback,
        )


class VotesCastView(msgspec.Struct, frozen=True):
    in_favour: int
    against: int
    abstaining: int
    took_part: int
    roll: int


class MotionView(msgspec.Struct, frozen=True):
    """``required`` is the majority it needs, ``finding`` what decided it. ``supporters`` counts the proposer.

    ``first`` is the finding of the first of two meetings, where the law has members decide twice.
    """

    id: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    why: Mapping[str, str] | None
    stage: str
    matter: str | None
    resolution: str
    proposed_at: datetime
    by_board: bool
    supporters: int
    meeting: str | None
    vote: str | None
    decided_at: datetime | None
    result: VotesCastView | None
    required: FindingView
    finding: FindingView | None
    first: FindingView | None


class ChanceView(msgspec.Struct, frozen=True):
    meeting: str
    starts_at: datetime
    last_day: date
    finding: FindingView


class DecisionView(msgspec.Struct, frozen=True):
    motion: str
    title: Mapping[str, str]
    outcome: str
    decided_at: datetime | None
    finding: FindingView | None


class BallotView(msgspec.Struct, frozen=True):
    vote: str
    opens_at: datetime
    open_by: datetime | None
    closes_at: datetime | None
    roll_count: int
    roll_hash: str | None


class MotionsApi(Controller):
    path = "/motions"
    tags = ("motions",)

    @get("/", permission="motions.read", operation_id="motions")
    async def every(self, view: ask.View, actor: ask.Actor) -> list[MotionView]:
        return [_seen(motion) for motion in await motions.motions(view, actor)]

    @get("/chances", permission="motions.read", operation_id="motion-deadlines")
    async def chances(self, view: ask.View, now: ask.Now) -> list[ChanceView]:
        """Meetings that still take members' motions, with the last day for each."""
        found = await motions.chances(view, now)
        return [ChanceView(one.meeting, one.starts_at, one.last_day, FindingView.of(one.finding)) for one in found]

    @post("/", permission="motions.propose", operation_id="propose-motion")
    async def propose(
        self, data: JSONBody[ProposalBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> MotionView:
        return _seen(await _proposed(tx, actor, data, now, by_board=False))

    @post("/of-the-board", permission="motions.for-the-board", operation_id="propose-motion-for-the-board")
    async def propose_for_the_board(
        self, data: JSONBody[ProposalBody], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> MotionView:
        return _seen(await _proposed(tx, actor, data, now, by_board=True))

    @get("/{motion_id:str}", permission="motions.read", operation_id="motion")
    async def motion(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor) -> MotionView:
        return _seen(await motions.find(view, actor, motion_id))

    @post("/{motion_id:str}/supporters", permission="motions.support", operation_id="support-motion", status_code=200)
    async def support(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> MotionView:
        await motions.support(tx, actor, motion_id, now)
        return _seen(await motions.find(tx, actor, motion_id))

    @post("/{motion_id:str}/withdrawal", permission="motions.write", operation_id="withdraw-motion", status_code=200)
    async def withdraw(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> MotionView:
        await motions.withdraw(tx, actor, motion_id, now)
        return _seen(await motions.find(tx, actor, motion_id))

    @post("/{motion_id:str}/words", permission="motions.translate", operation_id="translate-motion", status_code=200)
    async def translate(
        self,
        motion_id: FromPath[str],
        data: JSONBody[WordsBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> MotionView:
        title, text = data.title.texts(), data.text.texts()
        return _seen(await motions.translate(tx, actor, motion_id, title=title, text=text, now=now))

    @post("/{motion_id:str}/agenda", permission="motions.run", operation_id="put-motion-to-meeting", status_code=200)
    async def put_to_meeting(
        self,
        motion_id: FromPath[str],
        data: JSONBody[MeetingChoiceBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> MotionView:
        return _seen(await motions.put_to_meeting(tx, actor, motion_id, now, meeting_id=data.meeting))

    @post("/{motion_id:str}/ballot", permission="motions.run", operation_id="prepare-ballot")
    async def open_ballot(
        self,
        motion_id: FromPath[str],
        data: JSONBody[BallotBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> BallotView:
        """Freezes the roll and prepares the secret ballot before the meeting."""
        vote = await motions.open_ballot(
            tx, actor, motion_id, now, group=data.group, opens_at=data.opens_at, conduct=data.conduct
        )
        return BallotView(vote.id, vote.opens_at, vote.open_by, vote.closes_at, vote.roll_count, vote.roll_hash)

    @post("/{motion_id:str}/sent", permission="motions.run", operation_id="send-motion", status_code=200)
    async def send(
        self,
        motion_id: FromPath[str],
        data: JSONBody[CopyBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> MotionView:
        """The copy of what two meetings decided went to the registrar."""
        return _seen(await motions.sent(tx, actor, motion_id, data.day, now))

    @post("/{motion_id:str}/registration", permission="motions.run", operation_id="register-motion", status_code=200)
    async def register(
        self,
        motion_id: FromPath[str],
        data: JSONBody[CopyBody],
        tx: ask.Transaction,
        actor: ask.Actor,
        now: ask.Now,
    ) -> MotionView:
        """The registrar registered it: it has effect from that day."""
        return _seen(await motions.registered(tx, actor, motion_id, data.day, now))

    @post("/{motion_id:str}/undecided", permission="motions.run", operation_id="leave-undecided", status_code=200)
    async def leave_undecided(
        self, motion_id: FromPath[str], tx: ask.Transaction, actor: ask.Actor, now: ask.Now
    ) -> MotionView:
        await motions.leave_undecided(tx, actor, motion_id, now)
        return _seen(await motions.find(tx, actor, motion_id))


class DecisionsApi(Controller):
    path = "/decisions"
    tags = ("motions",)

    @get("/", permission="motions.read", operation_id="decisions")
    async def decided(self, view: ask.View, actor: ask.Actor) -> list[DecisionView]:
        """The register of decisions, the newest first."""
        return [
            DecisionView(motion.id, motion.title, motion.stage, motion.decided_at, _found(motion.decision))
            for motion in await motions.decided(view, actor)
        ]


async def _proposed(
    tx: ask.Transaction, actor: ask.Actor, data: ProposalBody, now: datetime, *, by_board: bool
) -> motions.MotionRecord:
    return await motions.propose(
        tx,
        actor,
        title=data.title.texts(),
        text=data.text.texts(),
        why=data.why.texts(),
        matter=data.matter,
        meeting_id=data.meeting,
        by_board=by_board,
        now=now,
    )


def _seen(motion: motions.MotionRecord) -> MotionView:
    return MotionView(
        id=motion.id,
        title=motion.title,
        text=motion.text,
        why=motion.why,
        stage=motion.standing,
        matter=motion.matter,
        resolution=motion.resolution,
        proposed_at=motion.proposed_at,
        by_board=motion.proposer is None,
        supporters=len(motion.supporters),
        meeting=motion.meeting,
        vote=motion.vote,
        decided_at=motion.decided_at,
        result=None if motion.result is None else VotesCastView(**motion.result),
        required=FindingView.of(motion.required_finding),
        finding=_found(motion.decision),
        first=None if motion.first is None else _found(motion.first.finding),
    )


def _found(finding: Finding | None) -> FindingView | None:
    return None if finding is None else FindingView.of(finding)


APIS = (RuleChangesApi, ExplorerApi, MotionsApi, DecisionsApi)
