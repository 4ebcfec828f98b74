"""What anybody does: verify an archive, compare it with an earlier one, find a ballot in it, pass the program on."""

import hashlib
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from ballots import events
from ballots.archive import read_archive
from ballots.ballot_box import claimed_owner
from ballots.bundle import bundle
from ballots.checkpoints import Checkpoint, read_checkpoint
from ballots.decryption import read_binding
from ballots.election import read_election
from ballots.encoding import b64_of, hash_in
from ballots.errors import Invalid, Unreadable
from ballots.growth import compare
from ballots.notes import VerifierKey, read_verifier_key
from ballots.report import Caveat, Report
from ballots.roles.files import content_of, write_new
from ballots.roles.telling import Bar, in_words, to_json
from ballots.spread import executor_named
from ballots.verify import verify


def verify_archive(options: Namespace, out: TextIO) -> None:
    keys, roll = [_key(text) for text in options.signed_by], _roll(options.roll)
    if keys and not options.against:
        raise Unreadable("--signed-by says who must have signed the checkpoints of --against; name those too")
    checkpoints = [_checkpoint(path, keys) for path in options.against]
    bindings = [_binding(path) for path in options.bindings]
    watched = sys.stderr.isatty() and not (options.quiet or options.json)
    with executor_named(options.executor) as executor, Bar(sys.stderr, shown=watched) as bar:
        report = verify(
            options.archive,
            executor,
            arithmetic=options.arithmetic,
            checkpoints=checkpoints,
            roll=roll,
            bindings=bindings,
            progress=bar.show,
        )
    if options.against and not keys:
        report = _doubt_signatures(report)
    if options.json:
        out.write(json.dumps(to_json(report), indent=2) + "\n")
    else:
        out.write(in_words(report, brief=options.quiet))


@contextmanager
def _given(what: object) -> Iterator[None]:
    """What was given for comparison and does not hold itself tells nothing of the archive: there is no verdict."""
    try:
        yield
    except Invalid as error:
        raise Unreadable(f"{what}: {error}") from None


def _key(text: str) -> VerifierKey:
    with _given("--signed-by"):
        return read_verifier_key(text)


def _checkpoint(path: Path, keys: list[VerifierKey]) -> Checkpoint:
    with _given(path):
        return read_checkpoint(content_of(path), keys)


def _binding(path: Path) -> bytes:
    content = content_of(path)
    with _given(path):
        read_binding(content)
    return content


def _roll(text: str | None) -> str | None:
    try:
        return None if text is None else hash_in(text)
    except Invalid:
        raise Unreadable("--roll: a fingerprint has 43 characters, or 64 lower-case hexadecimal digits") from None


def _doubt_signatures(report: Report) -> Report:
    said = "nobody checked who signed the checkpoints; name the server's key with --signed-by"
    return replace(report, warnings=(*report.warnings, Caveat("checkpoint-unsigned", said)))


def compare_archives(options: Namespace, out: TextIO) -> None:
    growth = compare(options.earlier, options.later)
    both = f"{growth.events} events, {growth.ballots} of them ballots, stand unchanged in both"
    if growth.more_events:
        came = f"{growth.more_events} events, {growth.more_ballots} of them ballots, came after them"
        out.write(f"GREW: {both}; {came}.\n")
    else:
        out.write(f"SAME: {both}, and nothing else.\n")


def find_ballot(options: Namespace, out: TextIO) -> None:
    """Says where a ballot stands and whether it counts. That its proofs hold is what ``verify`` says."""
    digest = hash_in(options.tracker)
    archive = read_archive(options.archive)
    steps = archive.of_kind(events.BALLOT)
    places = [step.data[0] for step in steps]
    found = [number for number, place in enumerate(places) if place.hash == digest]
    if not found:
        raise Invalid("ballot-not-found", f"no ballot in this archive has the tracker {b64_of(digest)}")
    (raw_election,) = archive.contents(archive.steps[0].data[:1])
    election = read_election(raw_election)
    owners = [claimed_owner(election, raw) for raw in archive.contents(places)]
    later = [place.hash for place, owner in zip(places, owners, strict=True) if owner == owners[found[0]]][-1]
    counts = "It counts, if verify finds this archive valid."
    verdict = counts if later == digest else f"It was replaced by the later ballot {b64_of(later)}."
    out.write(f"Ballot {found[0] + 1} of {len(places)}, event {steps[found[0]].event.height}. {verdict}\n")


def pass_on(options: Namespace, out: TextIO) -> None:
    content = bundle()
    write_new(options.out, content, mode=0o755)
    out.write(f"{hashlib.sha256(content).hexdigest()}  {options.out}\n")
