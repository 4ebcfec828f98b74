"""What a motion is about: the matter that it names, or all that its change of the rules touches (P-144 to P-146)."""

from constitution import Rulebook
from constitution.amendment import matters
from constitution.resolutions import matters_of
from governance.actor import platform
from governance.motions.records import MotionRecord
from governance.platform.db import View
from governance.rulebook import service as rulebook

CLERK = platform("motions")


async def about(view: View, rules: Rulebook, motion: MotionRecord) -> tuple[str, ...]:
    """Its majority, its classes and the secrecy of its vote follow from all of these together.

    The matter kept with the motion is the one that asks most; what another asks besides would be lost with it.
    """
    if motion.rules_version is None:
        return matters_of(motion.matter)
    version = await rulebook.find(view, CLERK, motion.rules_version)
    return matters(rules, rulebook.amendment_of(version))
