"""What may be done with a motion. Each function is one act inside the caller's transaction."""

from governance.motions.deciding import leave_undecided as leave_undecided
from governance.motions.deciding import meeting_closed as meeting_closed
from governance.motions.deciding import meeting_moved as meeting_moved
from governance.motions.deciding import open_ballot as open_ballot
from governance.motions.deciding import vote_declared as vote_declared
from governance.motions.deciding import vote_voided as vote_voided
from governance.motions.looking import about_vote as about_vote
from governance.motions.looking import chances as chances
from governance.motions.looking import decided as decided
from governance.motions.looking import find as find
from governance.motions.looking import motions as motions
from governance.motions.looking import support_found as support_found
from governance.motions.proposing import item_removed as item_removed
from governance.motions.proposing import propose as propose
from governance.motions.proposing import put_to_meeting as put_to_meeting
from governance.motions.proposing import support as support
from governance.motions.proposing import withdraw as withdraw
from governance.motions.records import MotionRecord as MotionRecord
from governance.motions.wording import translate as translate
