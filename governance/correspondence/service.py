"""What may be done with letters. Each function is one act inside the caller's transaction."""

from governance.correspondence.giving import bounced as bounced
from governance.correspondence.giving import hand_over as hand_over
from governance.correspondence.giving import mark_posted as mark_posted
from governance.correspondence.giving import post_instead as post_instead
from governance.correspondence.giving import prove as prove
from governance.correspondence.looking import Ledger as Ledger
from governance.correspondence.looking import find as find
from governance.correspondence.looking import kind_of as kind_of
from governance.correspondence.looking import ledger as ledger
from governance.correspondence.looking import letter as letter
from governance.correspondence.looking import letters_to as letters_to
from governance.correspondence.looking import my_letter as my_letter
from governance.correspondence.looking import recipient_of as recipient_of
from governance.correspondence.looking import services as services
from governance.correspondence.looking import told as told
from governance.correspondence.looking import words as words
from governance.correspondence.model import NotOurLetter as NotOurLetter
from governance.correspondence.model import PostedInFuture as PostedInFuture
from governance.correspondence.model import PostedTooEarly as PostedTooEarly
from governance.correspondence.model import WordsFixed as WordsFixed
from governance.correspondence.promising import addressed as addressed
from governance.correspondence.promising import promise_secret as promise_secret
from governance.correspondence.promising import serve as serve
