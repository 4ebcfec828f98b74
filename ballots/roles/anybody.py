"""What anybody does: verify an archive, find a ballot in it."""

import json
from argparse import Namespace
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict
from multiprocessing import get_context
from typing import TextIO

from ballots import events
from ballots.archive import read_archive
from ballots.ballot import credential_of
from ballots.encoding import b64_of, hex_of, printable
from ballots.errors import Invalid
from ballots.report import PHASE_WORDS, Report
from ballots.verify import read_setup, verify


def verify_archive(options: Namespace, out: TextIO) -> None:
    with _executor(options.processes) as executor:
        report = verify(options.archive, executor, arithmetic=options.arithmetic)
    if options.json:
        out.write(json.dumps(asdict(report) | {"valid": True}, indent=2) + "\n")
    else:
        out.write(_in_words(report))


def _executor(processes: int) -> "ProcessPoolExecutor | nullcontext[Executor | None]":
    if processes <= 1:
        return nullcontext(None)
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))


def _in_words(report: Report) -> str:
    lines = [
        f"VALID: {printable(report.name)}",
        f"Election {report.uuid}: {PHASE_WORDS[report.phase]}.",
        f"Group {report.group}, checked with {report.arithmetic}.",
        "",
        "Checked:",
        *(f"{check.number:>8}  {check.what}" for check in report.checks if check.number),
        "",
        "Compare with what others see; each is 43 characters:",
        f"  election           {report.election_fingerprint}",
        f"  public credentials {report.credentials_fingerprint}",
        *(f"  trustee {number:<3}        {text}" for number, text in enumerate(report.trustee_fingerprints, 1)),
        f"  last event         {report.last_event}",
    ]
    if report.result is not None:
        lines += ["", "Result, question by question (where a blank vote is allowed it comes first):"]
        lines += [f"  {number}. {counts}" for number, counts in enumerate(report.result, 1)]
    return "\n".join(lines) + "\n"


def find_ballot(options: Namespace, out: TextIO) -> None:
    """Says where a ballot stands and whether it counts. That the archive is sound is what ``verify`` says."""
    digest = hex_of(options.tracker.strip())
    archive = read_archive(options.archive)
    steps = archive.of_kind(events.BALLOT)
    places = [step.data[0] for step in steps]
    if digest not in [place.hash for place in places]:
        raise Invalid("ballot-not-found", f"no ballot in this archive has the tracker {options.tracker.strip()}")
    election = read_setup(archive).election
    owners = [credential_of(election, raw) for raw in archive.contents(places)]
    index = [place.hash for place in places].index(digest)
    later = [place.hash for place, owner in zip(places, owners, strict=True) if owner == owners[index]][-1]
    verdict = "It counts." if later == digest else f"It was replaced by the later ballot {b64_of(later)}."
    out.write(f"Ballot {index + 1} of {len(places)}, event {steps[index].event.height}. {verdict}\n")
