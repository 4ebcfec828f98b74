"""What may be done with a vote. Each name is one act, or one look; ``cast`` alone makes its own transactions."""

from ballots import GROUPS
from governance.votes.records import VoteRecord
from governance.votes.service.awaiting import Awaited, Part, awaited
from governance.votes.service.casting import cast, has_cast, settle_left_over
from governance.votes.service.checkpointing import CHECKPOINT_DUE, checkpoint_on_time
from governance.votes.service.contents import Contents, Sheet, codes, contents, facts, sheet, sums_are_published
from governance.votes.service.counting import add_partial_decryption, add_up
from governance.votes.service.declaring import declare, second_arithmetic
from governance.votes.service.holding import held, short_fingerprint, stand
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
    credential_list,
    election,
    ended_at,
    every,
    find,
    find_ballot,
    last_event,
    outcome,
    parts,
    receipt,
    receipt_key,
    right_of,
    roll,
    tally_to_decrypt,
    trustees,
)
from governance.votes.service.sealing import close, close_on_time, void

__all__ = [
    "CHECKPOINT_DUE",
    "DEFAULT_GROUP",
    "GROUPS",
    "Awaited",
    "Box",
    "Contents",
    "Found",
    "Part",
    "Parts",
    "Sheet",
    "VoteRecord",
    "add_partial_decryption",
    "add_up",
    "archive",
    "awaited",
    "box",
    "cast",
    "checkpoint_on_time",
    "close",
    "close_on_time",
    "codes",
    "contents",
    "credential_list",
    "declare",
    "election",
    "ended_at",
    "every",
    "facts",
    "find",
    "find_ballot",
    "has_cast",
    "held",
    "last_event",
    "open_vote",
    "outcome",
    "parts",
    "prepare",
    "receipt",
    "receipt_key",
    "register_credentials",
    "register_key",
    "reschedule",
    "right_of",
    "roll",
    "second_arithmetic",
    "settle_left_over",
    "sheet",
    "short_fingerprint",
    "stand",
    "sums_are_published",
    "tally_to_decrypt",
    "trustees",
    "void",
]
