"""What may be done with a vote. Each name is one act, or one look; ``cast`` alone makes its own transactions."""

from ballots import GROUPS
from governance.votes.records import VoteRecord
from governance.votes.service.casting import cast, has_cast, settle_left_over
from governance.votes.service.contents import Contents, Sheet, codes, contents, facts, sheet, sums_are_published
from governance.votes.service.counting import add_partial_decryption, add_up, declare
from governance.votes.service.preparing import (
    DEFAULT_GROUP,
    open_vote,
    prepare,
    register_credentials,
    register_key,
    reschedule,
)
from governance.votes.service.reading import (
    Box,
    Found,
    Parts,
    archive,
    box,
    election,
    every,
    find,
    find_ballot,
    outcome,
    parts,
    receipt,
    right_of,
    roll,
    tally_to_decrypt,
)
from governance.votes.service.sealing import close, close_on_time, void

__all__ = [
    "DEFAULT_GROUP",
    "GROUPS",
    "Box",
    "Contents",
    "Found",
    "Parts",
    "Sheet",
    "VoteRecord",
    "add_partial_decryption",
    "add_up",
    "archive",
    "box",
    "cast",
    "close",
    "close_on_time",
    "codes",
    "contents",
    "declare",
    "election",
    "every",
    "facts",
    "find",
    "find_ballot",
    "has_cast",
    "open_vote",
    "outcome",
    "parts",
    "prepare",
    "receipt",
    "register_credentials",
    "register_key",
    "reschedule",
    "right_of",
    "roll",
    "settle_left_over",
    "sheet",
    "sums_are_published",
    "tally_to_decrypt",
    "void",
]
