"""A motion put to the vote in the room, while its meeting is held: by show of hands, or with names (P-136 to P-139)."""

from datetime import datetime

from constitution.balloting import Demand, may_vote_again, secret_ballot_required, smallest_cell
from governance.actor import Actor
from governance.audit import service as audit
from governance.meetings import service as meetings
from governance.meetings.model import Stage as MeetingStage
from governance.members import service as members
from governance.motions import model
from governance.motions.auditing import require_in_time
from governance.motions.balloting import lawful
from governance.motions.confirming import require_enough_here
from governance.motions.looking import find_at
from governance.motions.matters import about
from governance.motions.model import Stage
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import Mode
from governance.votes.model.refusals import NotBySuchAVote


async def vote_in_the_room(
    tx: Transaction, keys: Keys, actor: Actor, motion_id: str, now: datetime, *, mode: Mode, demand: Demand
) -> votes.VoteRecord:
    """Open a vote that everybody sees, on the motion that the meeting has come to; it ends when all were heard.

    Where the rules count class by class each class has a vote of its own, and the motion follows the first of them.
    ``demand`` says who in the room asks for a secret ballot instead.

    Raises:
        NoMeeting: the meeting is not being held.
        TooFewHere: of those whom the law wants there (P-111).
        YearOver: adjourned, the meeting came too late for a year without an audit.
        SecretBallotDemanded, NotBySuchAVote: with the rule that wants it secret.
    """
    motion = await find_at(tx, actor, motion_id, Stage.ON_AGENDA)
    meeting = None if motion.meeting is None else await meetings.find(tx, actor, motion.meeting)
    if meeting is None or meeting.stage != MeetingStage.OPEN:
        raise model.NoMeeting(motion=motion_id, stage=None if meeting is None else str(meeting.stage))
    rules = await members.rules_on(tx, now)
    await require_enough_here(tx, rules, motion, meeting)
    require_in_time(rules, motion.matter, motion.proposed_on, legal_day(now))
    matters = await about(tx, rules, motion)
    secret = secret_ballot_required(rules, model.matter_of_ballot(rules, matters), demand)
    if secret.met:
        raise model.SecretBallotDemanded(finding=secret, motion=motion_id)
    found = lawful(rules, motion, matters)
    if mode not in found.modes:
        raise NotBySuchAVote(finding=found.because[0], motion=motion_id, mode=mode)
    again = may_vote_again(rules)
    voters = await votes.eligible(tx, rules, now, meeting)
    prepared = await votes.prepare_each(
        tx,
        actor,
        voters,
        votes.classes_of(rules, matters, voters),
        question=motion.titled,
        proxies=await votes.casting_proxies(tx, rules, meeting.id),
        mode=mode,
        opens_at=now,
        revote=again.met,
        revote_finding=again,
        smallest_cell=smallest_cell(rules),
        meeting=meeting.id,
        record_date=legal_day(now),
        now=now,
    )
    motion.vote, motion.stage = prepared[0].id, Stage.BALLOT
    for vote in prepared:
        await audit.note(tx, actor, "motion.put-to-the-room", motion_id, now, vote=vote.id, mode=str(mode))
        await votes.open_vote(tx, keys, actor, vote.id, now)
    return prepared[0]
