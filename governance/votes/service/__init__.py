"""What may be done with a vote. Each name is one act, or one look; ``cast`` alone makes its own transactions."""

from ballots import GROUPS
from governance.votes.records import VoteRecord
from governance.votes.service.casting import cast, settle_left_over
from governance.votes.service.counting import add_partial_decryption, add_up, declare
from governance.votes.service.preparing import DEFAULT_GROUP, open_vote, prepare, register_credentials, register_key
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
    "Found",
    "Parts",
    "VoteRecord",
    "add_partial_decryption",
    "add_up",
    "archive",
    "box",
    "cast",
    "close",
    "close_on_time",
    "declare",
    "election",
    "every",
    "find",
    "find_ballot",
    "open_vote",
    "outcome",
    "parts",
    "prepare",
    "receipt",
    "register_credentials",
    "register_key",
    "right_of",
    "roll",
    "settle_left_over",
    "tally_to_decrypt",
    "void",
]
