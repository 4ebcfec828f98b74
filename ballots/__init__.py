"""Secret ballots that anybody can check: the Belenios protocol, version 1."""

from ballots.archive import Archive, read_archive, write_archive, write_entry, write_start
from ballots.ballot import CheckedBallot, check_ballot, check_blank, make_ballot
from ballots.ballot_box import Counted
from ballots.chance import Draw, identifier
from ballots.checkpoints import (
    Checkpoint,
    read_checkpoint,
    require_compatible,
    require_consistent,
    require_grown,
    take_checkpoint,
)
from ballots.credentials import (
    PublicCredentials,
    is_code,
    new_code,
    public_of,
    read_credentials,
    require_code,
    require_members,
    secret_of,
    write_credentials,
)
from ballots.decryption import bind_decryption, check_binding, check_decryption, decrypt
from ballots.election import Election, read_election, write_election
from ballots.encoding import SMALL as LARGEST_BALLOT
from ballots.encoding import b64_hash, b64_of, hex_hash, hex_of
from ballots.errors import BallotsError, Invalid, Unreadable, Unsupported
from ballots.events import (
    Entry,
    Head,
    ballot_entry,
    decryption_entry,
    end_entry,
    end_shuffles_entry,
    result_entry,
    setup_entry,
    shuffle_entry,
    tally_entry,
)
from ballots.groups import NAMES as GROUPS
from ballots.groups import group
from ballots.keys import Trustee, make_public_key, new_secret
from ballots.notes import Note, VerifierKey, read_note, read_verifier_key, sign_note
from ballots.opening import to_decrypt
from ballots.questions import (
    Homomorphic,
    Lists,
    NonHomomorphic,
    Question,
    majority_judgment,
    schulze,
    single_transferable_vote,
)
from ballots.report import Caveat, Check, Report
from ballots.shuffle import check_shuffle, make_shuffle, read_shuffled, to_shuffle, with_shuffled
from ballots.spread import executor_named, spread
from ballots.tally import (
    LARGEST_TALLY,
    aggregate,
    combine,
    compute_result,
    read_tally,
    tally_texts,
    write_tally,
)
from ballots.threshold import Committee
from ballots.trustees import Trustees, combine_shares, combined_key, read_trustees, write_trustees
from ballots.verify import add_up, verify

__all__ = [
    "GROUPS",
    "LARGEST_BALLOT",
    "LARGEST_TALLY",
    "Archive",
    "BallotsError",
    "Caveat",
    "Check",
    "CheckedBallot",
    "Checkpoint",
    "Committee",
    "Counted",
    "Draw",
    "Election",
    "Entry",
    "Head",
    "Homomorphic",
    "Invalid",
    "Lists",
    "NonHomomorphic",
    "Note",
    "PublicCredentials",
    "Question",
    "Report",
    "Trustee",
    "Trustees",
    "Unreadable",
    "Unsupported",
    "VerifierKey",
    "add_up",
    "aggregate",
    "b64_hash",
    "b64_of",
    "ballot_entry",
    "bind_decryption",
    "check_ballot",
    "check_binding",
    "check_blank",
    "check_decryption",
    "check_shuffle",
    "combine",
    "combine_shares",
    "combined_key",
    "compute_result",
    "decrypt",
    "decryption_entry",
    "end_entry",
    "end_shuffles_entry",
    "executor_named",
    "group",
    "hex_hash",
    "hex_of",
    "identifier",
    "is_code",
    "majority_judgment",
    "make_ballot",
    "make_public_key",
    "make_shuffle",
    "new_code",
    "new_secret",
    "public_of",
    "read_archive",
    "read_checkpoint",
    "read_credentials",
    "read_election",
    "read_note",
    "read_shuffled",
    "read_tally",
    "read_trustees",
    "read_verifier_key",
    "require_code",
    "require_compatible",
    "require_consistent",
    "require_grown",
    "require_members",
    "result_entry",
    "schulze",
    "secret_of",
    "setup_entry",
    "shuffle_entry",
    "sign_note",
    "single_transferable_vote",
    "spread",
    "take_checkpoint",
    "tally_entry",
    "tally_texts",
    "to_decrypt",
    "to_shuffle",
    "verify",
    "with_shuffled",
    "write_archive",
    "write_credentials",
    "write_election",
    "write_entry",
    "write_start",
    "write_tally",
    "write_trustees",
]
