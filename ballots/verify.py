"""Everything a stranger can check about an election, from its archive alone."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from ballots.archive import Archive, Source, read_archive
from ballots.ballot_box import Counted, check_ballots
from ballots.checkpoints import Checkpoint, require_consistent
from ballots.credentials import PublicCredentials, read_credentials, require_members
from ballots.election import Election, read_election
from ballots.encoding import b64_of, hex_hash, members, read
from ballots.errors import Invalid
from ballots.events import BALLOT
from ballots.groups import Arithmetic, group
from ballots.opening import Opening
from ballots.report import PHASES, Asked, Findings, Report
from ballots.spread import Progress, chunks, spread, untold
from ballots.trustees import Trustees, combined_key, read_trustees

CREDENTIALS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Setup:
    """What was fixed before voting began."""

    election: Election
    trustees: Trustees
    credentials: PublicCredentials


def verify(
    source: Source | str,
    executor: Executor | None = None,
    *,
    arithmetic: Arithmetic | None = None,
    checkpoints: Sequence[Checkpoint] = (),
    roll: str | None = None,
    bindings: Sequence[bytes] = (),
    progress: Progress = untold,
) -> Report:
    """Check an archive completely: a report of what it says, or ``Invalid`` with the first reason and ``also`` others.

    ``Unreadable`` and ``Unsupported`` are neither: there is no verdict. Heavy work is handed to ``executor`` where
    there is one. ``arithmetic`` names another than the fastest at hand, for a second opinion. What does not stand in
    the archive may be given for comparison: ``checkpoints`` kept from earlier, their signatures checked; ``roll``, the
    fingerprint of the public credentials in either spelling; ``bindings``, the trustees' additional proofs.
    """
    archive = read_archive(Path(source) if isinstance(source, str) else source)
    setup = read_setup(archive, executor, arithmetic=arithmetic, progress=progress)
    findings = Findings()
    with findings.noting():
        require_consistent(archive, checkpoints)
    with findings.noting():
        _require_roll(setup.credentials, roll)
    opening = Opening(archive, setup.election, setup.trustees, findings, executor, arithmetic, progress)
    with findings.noting():
        counted = check_ballots(
            archive, setup.election, setup.credentials, findings, executor, arithmetic=arithmetic, progress=progress
        )
        opening.check(counted, bindings)
    findings.require_none()
    report = _report(archive, setup, counted, opening)
    warnings = tuple(findings.warnings)
    return replace(report, roll_compared=roll is not None, checkpoints=len(checkpoints), warnings=warnings)


def _report(archive: Archive, setup: Setup, counted: Counted, opening: Opening) -> Report:
    election, trustees, credentials = setup.election, setup.trustees, setup.credentials
    return Report(
        uuid=election.uuid,
        name=election.name,
        group=election.group.name,
        arithmetic=election.group.arithmetic,
        phase=PHASES[archive.steps[-1].event.kind],
        questions=tuple(Asked(question.text, tuple(question.labels)) for question in election.questions),
        events=len(archive.steps),
        credentials=len(credentials),
        ballots=len(archive.of_kind(BALLOT)),
        counted=counted.ballots,
        counted_weight=counted.weight,
        shuffles=opening.shuffles,
        decryptions=opening.decryptions,
        result=opening.result,
        shuffled=election.shuffled,
        uncountable=opening.uncountable,
        election_fingerprint=election.fingerprint,
        credentials_fingerprint=credentials.fingerprint,
        trustee_fingerprints=tuple(trustee.fingerprint for trustee in trustees.each),
        certificate_fingerprints=tuple(trustee.certificate for trustee in trustees.each),
        tally_fingerprint=opening.tally_fingerprint,
        last_event=archive.head.fingerprint,
        bindings=opening.bindings,
    )


def add_up(source: Source, executor: Executor | None = None) -> Counted:
    """What an archive's ballots add up to, for whoever publishes the tally: computed as a stranger will."""
    archive = read_archive(source)
    setup = read_setup(archive, executor)
    findings = Findings()
    counted = check_ballots(archive, setup.election, setup.credentials, findings, executor)
    findings.require_none()
    return counted


def read_setup(
    archive: Archive,
    executor: Executor | None = None,
    *,
    arithmetic: Arithmetic | None = None,
    progress: Progress = untold,
) -> Setup:
    """The election, its trustees and its credentials, checked and belonging together."""
    raw_election, raw_trustees, raw_credentials, raw_setup = archive.contents(archive.steps[0].data)
    named = members(read(raw_setup), "setup-shape", "election", "trustees", "credentials")
    if list(named.values()) != [hex_hash(raw) for raw in (raw_election, raw_trustees, raw_credentials)]:
        raise Invalid("records-mismatch", "the setup is about other records than those before it")
    election = read_election(raw_election, arithmetic=arithmetic)
    trustees = read_trustees(election.group, raw_trustees)
    if combined_key(election.group, trustees) != election.key:
        raise Invalid("election-key", "the election key is not the combination of the trustees' keys")
    credentials = read_credentials(raw_credentials)
    work = ((election.group.name, arithmetic, publics) for publics in chunks(credentials, CREDENTIALS_AT_ONCE))
    done = 0
    for checked in spread(executor, _check_credentials, work):
        done += checked
        progress("credentials", done, len(credentials))
    return Setup(election, trustees, credentials)


def _check_credentials(work: tuple[str, Arithmetic | None, Sequence[str]]) -> int:
    name, arithmetic, publics = work
    require_members(group(name, arithmetic=arithmetic), publics)
    return len(publics)


def _require_roll(credentials: PublicCredentials, roll: str | None) -> None:
    ours = hex_hash(credentials.raw)
    if roll is not None and roll.strip() not in (ours, b64_of(ours)):
        raise Invalid("roll-mismatch", f"the list of public credentials has the fingerprint {b64_of(ours)}")
