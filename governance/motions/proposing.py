"""From an idea to a meeting's business: proposing, supporting, withdrawing, putting before a meeting."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from constitution import Rulebook
from constitution.notice import Business
from constitution.proposing import motion_in_time
from constitution.resolutions import Matter, required_majority
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid
from governance.meetings import service as meetings
from governance.members import service as members
from governance.motions import effects, model, rule_changes
from governance.motions.auditing import require_in_time
from governance.motions.authority import Authority, text_sha256
from governance.motions.confirming import require_window
from governance.motions.looking import find, find_at, notice_day, support_found
from governance.motions.model import MATTERS, Stage
from governance.motions.records import MotionRecord, SupportRecord
from governance.motions.wording import require_words
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.ids import new_id
from governance.platform.texts import Texts


async def propose(
    tx: Transaction,
    actor: Actor,
    *,
    title: Texts,
    text: Texts,
    why: Texts | None = None,
    matter: str | None = None,
    meeting_id: str | None = None,
    by_board: bool = False,
    typed: Collection[str] = ("title", "text", "why"),
    now: datetime,
) -> MotionRecord:
    """Bring a motion, for a named meeting or the next that will take it. A member's motion then seeks support.

    A text that was not ``typed`` but made from a change of the rules is as long as the change.

    Raises:
        MembersOnly
        TooLate: for the meeting named; the finding has the last day and the rule.
        AuditWanted, YearOver: of a year without an audit.
    """
    rules = await members.rules_on(tx, now)
    require_usable(rules, {"title": title, "text": text, "why": why or Texts()}, matter, typed)
    if not (_speaks_for_the_board(actor) if by_board else actor.member is not None):
        raise model.MembersOnly
    today = legal_day(now)
    meeting = None if meeting_id is None else await meetings.find(tx, actor, meeting_id)
    if meeting is not None and not by_board:
        _require_in_time(rules, meeting, today)
    require_in_time(rules, matter, today, today if meeting is None else meeting.day)
    required = required_majority(rules, matter)
    motion_id = new_id()
    behind = [] if by_board or actor.member is None else [SupportRecord(motion=motion_id, member=actor.member, at=now)]
    supported = await support_found(tx, rules, len(behind), now)
    motion = MotionRecord(
        id=motion_id,
        title=title.to_json(),
        text=text.to_json(),
        why=None if why is None or not why.has_any else why.to_json(),
        matter=matter,
        resolution=str(required.figures["resolution"]),
        required=required.to_dict(),
        proposer=None if by_board else actor.member,
        stage=Stage.SUPPORTED if by_board else model.stage_once_supported(supported),
        proposed_at=now,
        proposed_on=today,
        meeting=None if meeting is None else meeting.id,
        supporters=behind,
    )
    tx.add(motion)
    await tx.flush()
    await audit.note(tx, actor, "motion.proposed", motion.id, now, matter=matter, by_board=by_board)
    return motion


async def authorise(tx: Transaction, actor: Actor, motion_id: str, authority: Authority, now: datetime) -> MotionRecord:
    """Say what the motion would let a fund spend, before it is put before a meeting and while nobody else supports it.

    Raises:
        WrongStage: it is on an agenda, or decided.
        NotTheProposer: somebody else brought it.
        NotAboutAFund: it says that it is about something else, which another majority may decide.
        SupportedAsItIs: members stand behind it as it reads.
    """
    motion = await find_at(tx, actor, motion_id, Stage.SEEKING_SUPPORT, Stage.SUPPORTED)
    if not brought_by(motion, actor):
        raise model.NotTheProposer(motion=motion_id)
    if motion.matter != Matter.POOLED_FUND:
        raise model.NotAboutAFund(motion=motion_id)
    if any(one.member != motion.proposer for one in motion.supporters):
        raise model.SupportedAsItIs(motion=motion_id)
    if errors := authority.errors():
        raise Invalid(errors)
    motion.authority = authority.to_json()
    await tx.flush()
    await audit.note(tx, actor, "motion.authority-stated", motion_id, now, text=text_sha256(motion))
    return motion


async def support(tx: Transaction, actor: Actor, motion_id: str, now: datetime) -> Stage:
    """Stand behind a motion; with enough support it may go before a meeting (P-072)."""
    if actor.member is None:
        raise model.MembersOnly
    motion = await find_at(tx, actor, motion_id, Stage.SEEKING_SUPPORT, Stage.SUPPORTED)
    if any(supporter.member == actor.member for supporter in motion.supporters):
        raise model.AlreadySupported(motion=motion_id)
    motion.supporters.append(SupportRecord(motion=motion_id, member=actor.member, at=now))
    rules = await members.rules_on(tx, now)
    motion.stage = model.stage_once_supported(await support_found(tx, rules, len(motion.supporters), now))
    await audit.note(tx, actor, "motion.supported", motion_id, now)
    return motion.stage


async def withdraw(tx: Transaction, actor: Actor, motion_id: str, now: datetime) -> None:
    """The proposer takes the motion back, as long as no meeting has it on its agenda."""
    motion = await find_at(tx, actor, motion_id, Stage.SEEKING_SUPPORT, Stage.SUPPORTED)
    if not brought_by(motion, actor):
        raise model.NotTheProposer(motion=motion_id)
    if motion.first is not None:  # a meeting has passed it: it is the members' own by now
        raise model.WrongStage(motion=motion_id, stage=motion.standing)
    motion.stage = Stage.WITHDRAWN
    await rule_changes.ended(tx, motion, now)
    await audit.note(tx, actor, "motion.withdrawn", motion_id, now)


async def put_to_meeting(
    tx: Transaction, actor: Actor, motion_id: str, now: datetime, *, meeting_id: str | None = None
) -> MotionRecord:
    """Make the motion an item of the meeting's business, before notice goes out.

    Raises:
        WithoutSupport, TooLate, LanguageMissing: with the finding that says so.
        ChangedMeanwhile: rules that took effect since it was proposed change the same.
        NoMeeting: neither the motion nor the caller names one.
        OutsideWindow: it was passed once, and that meeting cannot be the one that confirms it.
        YearOver: the year that it would leave without an audit has ended by then.
    """
    motion = await find(tx, actor, motion_id, lock=True)
    rules = await members.rules_on(tx, now)
    if motion.stage is Stage.SEEKING_SUPPORT:
        behind = await support_found(tx, rules, len(motion.supporters), now)
        raise model.WithoutSupport(finding=behind, motion=motion_id)
    if motion.stage is not Stage.SUPPORTED:
        raise model.WrongStage(motion=motion_id, stage=str(motion.stage))
    await rule_changes.put_on_notice(tx, motion, now)
    require_words(rules, motion)
    chosen = meeting_id or motion.meeting
    if chosen is None:
        raise model.NoMeeting(motion=motion_id)
    meeting = await meetings.find(tx, actor, chosen)
    require_window(rules, motion, meeting)
    require_in_time(rules, motion.matter, motion.proposed_on, meeting.day)
    if motion.proposer is not None:
        _require_in_time(rules, meeting, motion.proposed_on)
    await meetings.add_item(
        tx,
        actor,
        chosen,
        title=motion.titled,
        text=motion.worded,
        subject=motion.id,
        business=None if motion.first is not None else _business_of(motion),
        now=now,
    )
    motion.meeting = chosen
    motion.stage = Stage.ON_AGENDA
    await audit.note(tx, actor, "motion.put-to-meeting", motion_id, now, meeting=chosen)
    await effects.keep_papers(tx, actor, motion, now)
    return motion


async def item_removed(tx: Transaction, actor: Actor, subject: str, now: datetime) -> None:
    """A meeting no longer has the motion on its agenda: it is as it was before, and may be put to another.

    Not every subject of an item is a motion; and heard twice, this changes nothing that was put there since.
    """
    known = await tx.get(MotionRecord, subject)
    if known is None:
        return
    motion = await find(tx, actor, subject, lock=True)
    item = await meetings.item_about(tx, subject)
    if motion.stage is not Stage.ON_AGENDA or (item is not None and item.meeting == motion.meeting):
        return
    left = motion.meeting
    motion.stage, motion.meeting = Stage.SUPPORTED, None
    await rule_changes.taken_off(tx, motion, now)
    await audit.note(tx, actor, "motion.taken-off-agenda", subject, now, meeting=left)


def brought_by(motion: MotionRecord, actor: Actor) -> bool:
    """The proposer's own; a motion of the board is each of its officers'."""
    if motion.proposer is None:
        return actor.has(*model.BOARD)
    return motion.proposer == actor.member


def _business_of(motion: MotionRecord) -> Business | None:
    """The second of two meetings needs no longer notice than others: it would never fit into its window (L-062)."""
    return model.business_of(motion.matter, changes_rules=motion.rules_version is not None)


def _speaks_for_the_board(actor: Actor) -> bool:
    return actor.is_platform or actor.has(*model.BOARD)


def _require_in_time(rules: Rulebook, meeting: meetings.MeetingRecord, received: date) -> None:
    found = motion_in_time(rules, received, notice_day(rules, meeting))
    if not found.met:
        raise model.TooLate(finding=found, meeting=meeting.id)


def require_usable(rules: Rulebook, words: Mapping[str, Texts], matter: str | None, typed: Collection[str]) -> None:
    """
    Raises:
        Invalid: with the problem of each field.
    """
    entrenched = rules.table("P-145") if rules.value("P-145") else {}
    named = (*MATTERS, *rules.words("P-144"), *rules.words("P-139"), *entrenched)
    errors = model.errors_in(words, matter, named, typed=typed)
    if errors:
        raise Invalid(errors)
