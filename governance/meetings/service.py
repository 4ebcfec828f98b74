"""What may be done with a meeting. Each function is one act inside the caller's transaction."""

from governance.meetings.calling import add_item as add_item
from governance.meetings.calling import call as call
from governance.meetings.calling import cancel as cancel
from governance.meetings.calling import earliest as earliest
from governance.meetings.calling import earliest_for_all as earliest_for_all
from governance.meetings.calling import methods_needed as methods_needed
from governance.meetings.calling import postpone as postpone
from governance.meetings.calling import serve_notice as serve_notice
from governance.meetings.holding import adjourn_inquorate as adjourn_inquorate
from governance.meetings.holding import attend as attend
from governance.meetings.holding import attendance as attendance
from governance.meetings.holding import begin as begin
from governance.meetings.holding import close as close
from governance.meetings.holding import quorum as quorum
from governance.meetings.looking import events as events
from governance.meetings.looking import find as find
from governance.meetings.looking import item_about as item_about
from governance.meetings.looking import meetings as meetings
from governance.meetings.minutes import approve as approve
from governance.meetings.minutes import decide as decide
from governance.meetings.minutes import minutes as minutes
from governance.meetings.minutes import minutes_in as minutes_in
from governance.meetings.records import MeetingRecord as MeetingRecord
from governance.meetings.telling import standing as standing
