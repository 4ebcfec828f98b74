"""Two checkpoints: do they tell of one record that grew from the one to the other?"""

from argparse import Namespace
from typing import TextIO

from ballots.archive import read_archive
from ballots.checkpoints import (
    Checkpoint,
    event_leaves,
    named,
    read_checkpoint,
    read_proof,
    require_compatible,
    require_consistent,
    require_grown,
    write_proof,
)
from ballots.errors import Invalid
from ballots.merkle import consistency_proof
from ballots.notes import VerifierKey, read_verifier_key
from ballots.roles.files import content_of, write_new


def keys_named(options: Namespace) -> list[VerifierKey]:
    return [read_verifier_key(text) for text in options.signed_by]


def compare_notes(options: Namespace, out: TextIO) -> None:
    """Two notes alone, or with an archive that must hold both, or with a proof instead of the archive."""
    earlier, later = _notes(options)
    require_compatible(earlier, later)
    grown = f"What {named(later)} covers begins with all that {named(earlier)} covers.\n"
    if not options.signed_by:
        out.write("Nobody checked who signed them; name the server's or the witness's key with --signed-by.\n")
    if options.archive is not None:
        require_consistent(read_archive(options.archive), (earlier, later))
        out.write(grown)
    elif options.proof is not None:
        require_grown(earlier, later, read_proof(content_of(options.proof)))
        out.write(grown)
    elif earlier.size == later.size:
        out.write(f"Both cover the same {earlier.size} events.\n")
    else:
        out.write("They do not contradict each other. Whether one became the other shows --archive or --proof.\n")


def prove_growth(options: Namespace, out: TextIO) -> None:
    earlier, later = _notes(options)
    archive = read_archive(options.archive)
    require_consistent(archive, (earlier, later))
    write_new(options.out, write_proof(consistency_proof(list(event_leaves(archive))[: later.size], earlier.size)))
    out.write(f"{options.out} proves it to whoever has the two checkpoints.\n")


def _notes(options: Namespace) -> tuple[Checkpoint, Checkpoint]:
    """The shorter one first."""
    keys = keys_named(options)
    earlier, later = (read_checkpoint(content_of(path), keys) for path in options.notes)
    if earlier.size > later.size:
        raise Invalid("checkpoint-order", "the first note covers more events than the second")
    return earlier, later
