"""Small classes that share a box where the rules count class by class: what such a ballot may leave undecided.

Nobody may know how a class of a few people voted (SMALL-1). So the motion is decided only where every way in which
those classes can have voted leads to the same decision, and whoever prepares the ballot is told so beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from constitution import Rulebook
from constitution.resolutions import counts_by_class
from governance.actor import Actor
from governance.meetings import service as meetings
from governance.motions import balloting, model
from governance.motions.matters import about
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.db import View
from governance.votes import service as votes
from governance.votes.model import OPEN_MODES, State


@dataclass(frozen=True, slots=True)
class Shared:
    """``classes`` share one box. ``openly``: members may decide it openly at the meeting instead, class by class."""

    classes: tuple[str, ...]
    openly: bool


async def shared(view: View, actor: Actor, rules: Rulebook, motion: MotionRecord, now: datetime) -> Shared | None:
    """The box that classes share, or would share, in a secret ballot that is not open yet; None where there is none."""
    matters = await about(view, rules, motion)
    if model.is_statutory(rules, motion.matter).met or not counts_by_class(rules, matters):
        return None
    if motion.stage is Stage.BALLOT:
        boxes = await _as_prepared(view, actor, motion)
    elif motion.stage is Stage.ON_AGENDA and motion.meeting is not None:
        roll = await votes.eligible(view, rules, now, await meetings.find(view, actor, motion.meeting))
        boxes = votes.groups_of(rules, matters, roll) or [sorted({voter.class_ for voter in roll})]
    else:
        return None
    classes = next((tuple(box) for box in boxes if len(box) > 1), None)
    if classes is None:
        return None
    modes = balloting.lawful(rules, motion, matters).modes
    return Shared(classes, openly=any(mode in OPEN_MODES for mode in modes))


async def _as_prepared(view: View, actor: Actor, motion: MotionRecord) -> Sequence[Sequence[str]]:
    """The classes of each secret box that waits to be opened."""
    prepared = await votes.boxes(view, actor, motion.vote or "")
    waiting = [vote for vote in prepared if vote.state is State.ROLLED and vote.mode not in OPEN_MODES]
    rolls = [await votes.roll(view, actor, vote.id) for vote in waiting]
    return [sorted({line.class_ for line in roll}) for roll in rolls]
