"""What each person around an election does at the command line."""

import json
import os
from argparse import Namespace
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import TextIO

from ballots import events
from ballots.archive import opened, read_archive
from ballots.ballot import credential_of, make_ballot
from ballots.credentials import new_code, public_of, secret_of, write_credentials
from ballots.encoding import array, b64_of, count, hex_hash, hex_of, printable, read, read_uuid, scalar, write
from ballots.errors import Invalid
from ballots.groups import Group, group
from ballots.report import DECRYPTING, OPEN, PHASES, TALLIED, Report
from ballots.tally import read_tally
from ballots.trustees import Trustee, decrypt, make_public_key, new_secret
from ballots.verify import read_setup, verify

_PHASE_WORDS = {
    "open": "voting is open",
    "closed": "voting is closed, nothing is counted yet",
    "tallied": "the votes are added up, still encrypted",
    "decrypting": "the trustees are decrypting",
    "final": "the result is published",
}


# --- anybody --------------------------------------------------------------------------------------------------------


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
        f"Election {report.uuid}: {_PHASE_WORDS[report.phase]}.",
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


# --- the voter ------------------------------------------------------------------------------------------------------


def cast_ballot(options: Namespace, out: TextIO) -> None:
    archive = read_archive(options.archive)
    setup = read_setup(archive)
    election = setup.election
    if PHASES[archive.steps[-1].event.kind] != OPEN:
        raise Invalid("voting-closed", "this election takes no more ballots")
    code = options.code_file.read_bytes().decode(errors="replace").strip()
    if public_of(code, election.uuid, election.group) not in setup.credentials:
        raise Invalid("credential-not-listed", "this code is not one of this election's")
    answers = [
        [count(choice, "answer") for choice in array(answer, "answer")]
        for answer in array(read(options.answers.replace(" ", "").encode(errors="replace")), "answer")
    ]
    ballot = make_ballot(election, secret_of(code, election.uuid, election.group.order), answers)
    _write_new(options.out, ballot)
    out.write(f"{b64_of(hex_hash(ballot))}\n")


# --- the trustee ----------------------------------------------------------------------------------------------------


def new_trustee(options: Namespace, out: TextIO) -> None:
    in_group = group(options.group)
    secret = new_secret(in_group)
    public = make_public_key(in_group, secret, options.name)
    identity = hex_hash(_public_text(in_group, secret).encode())[:8].upper()
    options.out.mkdir(parents=True, exist_ok=True)
    _write_new(options.out / f"{identity}.privkey", write(str(secret)), mode=0o600)
    _write_new(options.out / f"{identity}.pubkey", public)
    out.write(f"Keep {identity}.privkey to yourself; hand over {identity}.pubkey.\n")


def _public_text(in_group: Group, secret: int) -> str:
    return in_group.encode([in_group.secret_power(in_group.generator, secret)])[0]


def decrypt_archive(options: Namespace, out: TextIO) -> None:
    """Nothing is decrypted but the sum of all votes, recomputed here from an archive verified here (BAL-9)."""
    with opened(options.archive) as file:
        data = file.read()
    report = verify(data)
    if report.phase not in (TALLIED, DECRYPTING):
        raise Invalid("no-tally", f"there is nothing to decrypt: {_PHASE_WORDS[report.phase]}")
    if report.counted < options.at_least:
        raise Invalid("too-few-ballots", f"only {report.counted} count: their sum would tell how single people voted")
    archive = read_archive(data)
    setup = read_setup(archive)
    secret = _read_key(options.key, setup.election.group.order)
    _require_owner(setup.election.group, setup.trustees.each, options.owner, secret)
    tally, _ = archive.contents(archive.of_kind(events.ENCRYPTED_TALLY)[0].data)
    _require_same_tally(options.key, setup.election.fingerprint, hex_hash(tally))
    _write_new(options.out, decrypt(setup.election, read_tally(setup.election, tally), secret))
    out.write(f"Verified {report.ballots} ballots and decrypted their sums. Hand over {options.out}.\n")


def _read_key(path: Path, order: int) -> int:
    try:
        return scalar(read(path.read_bytes().strip()), order)
    except Invalid:
        raise Invalid("key-shape", f"{path} does not hold a private key of this election's group") from None


def _require_owner(in_group: Group, trustees: tuple[Trustee, ...], owner: int, secret: int) -> None:
    if not 1 <= owner <= len(trustees):
        raise Invalid("decryption-owner", f"there is no trustee {owner}")
    if trustees[owner - 1].key != _public_text(in_group, secret):
        raise Invalid("decryption-owner", f"this is not the key of trustee {owner}")


def _require_same_tally(key: Path, election: str, tally: str) -> None:
    """A key opens one tally per election: two different ones would open their difference."""
    note = key.with_suffix(".opened")
    lines = note.read_text().splitlines() if note.exists() else []
    if f"{election} {tally}" in lines:
        return
    if any(line.startswith(election) for line in lines):
        raise Invalid("second-tally", "this key already decrypted another tally of this election")
    with note.open("a") as file:
        file.write(f"{election} {tally}\n")


# --- the keeper of the codes ----------------------------------------------------------------------------------------


def new_credentials(options: Namespace, out: TextIO) -> None:
    """The codes in the order drawn, for the voters; the public list in an order that tells nothing of it."""
    if options.count < 1:
        raise Invalid("count", "at least one code is to be made")
    in_group, uuid = group(options.group), read_uuid(options.uuid, "uuid")
    codes = [new_code() for _ in range(options.count)]
    publics = [public_of(code, uuid, in_group) for code in codes]
    options.out.mkdir(parents=True, exist_ok=True)
    _write_new(options.out / "codes.txt", "".join(f"{code}\n" for code in codes).encode(), mode=0o600)
    _write_new(options.out / "public_creds.json", write_credentials(in_group, publics))
    out.write("codes.txt goes to the voters, one line each; public_creds.json is published.\n")


def _write_new(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Never over an existing file, and readable by others only where that is meant."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(content)
