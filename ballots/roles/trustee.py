"""What a trustee does after the vote: shuffle encrypted rankings, and decrypt what was verified here first (BAL-9)."""

import sys
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ballots import events
from ballots.archive import Archive, opened, read_archive
from ballots.ceremony import share_secret
from ballots.decryption import bind_decryption, check_binding, check_decryption, decrypt
from ballots.election import Election, read_election
from ballots.encoding import count, hex_hash, members, printable, read
from ballots.errors import Invalid, about
from ballots.keys import Trustee
from ballots.opening import to_decrypt
from ballots.report import DECRYPTING, PHASE_WORDS, SHUFFLED, SHUFFLING, TALLIED, Report
from ballots.roles.files import read_text, write_new
from ballots.roles.key_holder import Alone, KeyHolder, open_key
from ballots.roles.telling import Bar
from ballots.shuffle import check_shuffle, make_shuffle, to_shuffle
from ballots.spread import executor_named
from ballots.tally import EncryptedTally, write_tally
from ballots.trustees import Trustees, read_trustees
from ballots.verify import verify


@dataclass(frozen=True, slots=True)
class _Verified:
    """An election after the vote, of one reading of its file, so that nothing is put under it in between."""

    archive: Archive
    report: Report
    election: Election
    trustees: Trustees

    def trustee(self, owner: int) -> Trustee:
        if not 1 <= owner <= len(self.trustees.each):
            raise Invalid("decryption-owner", f"there is no trustee {owner}")
        return self.trustees.each[owner - 1]


def _verify(options: Namespace) -> _Verified:
    with opened(options.archive) as file:
        data = file.read()
    with executor_named(options.executor) as executor, Bar(sys.stderr, shown=sys.stderr.isatty()) as bar:
        report = verify(data, executor, progress=bar.show)
    archive = read_archive(data)
    raw_election, raw_trustees = archive.contents(archive.steps[0].data[:2])
    election = read_election(raw_election)
    return _Verified(archive, report, election, read_trustees(election.group, raw_trustees))


def _say_verified(report: Report, out: TextIO) -> None:
    out.write(f"Verified {report.ballots} ballots of {printable(report.name)}.\n")
    out.writelines(f"WARNING: {printable(warning.detail)}\n" for warning in report.warnings)


# --- shuffling ------------------------------------------------------------------------------------------------------


def shuffle_archive(options: Namespace, out: TextIO) -> None:
    verified = _verify(options)
    election, phase = verified.election, verified.report.phase
    if not election.shuffled:
        raise Invalid("nothing-to-shuffle", "this election has no rankings, and its sums are decrypted as they are")
    if phase not in (TALLIED, SHUFFLING):
        raise Invalid("no-tally", f"there is nothing to shuffle: {PHASE_WORDS[phase]}")
    verified.trustee(options.owner)
    if options.owner in _shufflers(verified.archive):
        raise Invalid("shuffle-repeated", f"trustee {options.owner} has shuffled already")
    before = to_shuffle(election, to_decrypt(verified.archive, election))
    if not options.out.exists():
        write_new(options.out, make_shuffle(election, before))
    try:
        check_shuffle(election, before, options.out.read_bytes())
    except Invalid:
        raise Invalid("shuffle-outdated", f"{options.out} does not shuffle what stands last in the archive") from None
    _say_verified(verified.report, out)
    out.write(f"Shuffled the answers. Hand over {options.out} now.\n")


def _shufflers(archive: Archive) -> list[int]:
    owned = archive.contents(step.data[1] for step in archive.of_kind(events.SHUFFLE))
    return [count(members(read(raw), "shuffle-shape", "owner", "payload")["owner"], "shuffle-shape") for raw in owned]


# --- decrypting -----------------------------------------------------------------------------------------------------


def decrypt_archive(options: Namespace, out: TextIO) -> None:
    """Nothing is decrypted but the sums of all votes and shuffled rankings, of an archive verified here (BAL-9).

    Beside the partial decryption lies the additional proof that it is of these very ciphertexts.
    """
    verified = _verify(options)
    election, report = verified.election, verified.report
    _require_ready(election, report, options.at_least)
    trustee = verified.trustee(options.owner)
    secret = _secret(open_key(options, election.group), options)
    _require_key(election, trustee, options.owner, secret)
    tally = to_decrypt(verified.archive, election)
    _require_same_tally(options.key, election.fingerprint, hex_hash(write_tally(election, tally)))
    binding = _decrypt_once(election, trustee, tally, secret, options.out)
    _say_verified(report, out)
    out.write(f"Decrypted what is to be opened. Hand over {options.out} and {binding}.\n")


def _require_ready(election: Election, report: Report, at_least: int) -> None:
    if election.shuffled and report.phase in (TALLIED, SHUFFLING):
        raise Invalid("not-shuffled", "rankings are decrypted only when all shuffles are done")
    if report.phase not in (TALLIED, SHUFFLED, DECRYPTING):
        raise Invalid("no-tally", f"there is nothing to decrypt: {PHASE_WORDS[report.phase]}")
    if report.counted < at_least:
        raise Invalid("too-few-ballots", f"only {report.counted} count: their sum would tell how single people voted")


def _secret(holder: KeyHolder, options: Namespace) -> int:
    """A committee's member decrypts with the share that the ceremony left."""
    if isinstance(holder, Alone):
        return holder.secret
    share: Path = options.share or options.key.with_suffix(".share")
    if not share.exists():
        raise Invalid("share-missing", f"{share} is not there: ballots trustee deal brings it back from the table")
    return share_secret(holder.group, holder.seed, share.read_bytes())


def _require_key(election: Election, trustee: Trustee, owner: int, secret: int) -> None:
    group = election.group
    if trustee.key != group.encode([group.secret_power(group.generator, secret)])[0]:
        raise Invalid("decryption-owner", f"this is not the key of trustee {owner}")


def _require_same_tally(key: Path, election: str, tally: str) -> None:
    """A key opens one tally per election: two different ones would open their difference."""
    note = key.with_suffix(".opened")
    lines = read_text(note).splitlines() if note.exists() else []
    if f"{election} {tally}" in lines:
        return
    if any(line.startswith(election) for line in lines):
        raise Invalid("second-tally", "this key already decrypted another tally of this election")
    with note.open("a") as file:
        file.write(f"{election} {tally}\n")


def _decrypt_once(election: Election, trustee: Trustee, tally: EncryptedTally, secret: int, path: Path) -> Path:
    """What an earlier run wrote stays if it holds; the path of the additional proof."""
    if not path.exists():
        write_new(path, decrypt(election, tally, secret))
    binding = Path(f"{path}.binding")
    with about(f"{path} or {binding} already holds something else"):
        factors = check_decryption(election, trustee, tally, path.read_bytes())
        if not binding.exists():
            write_new(binding, bind_decryption(election, tally, factors, secret))
        check_binding(election, trustee, tally, factors, binding.read_bytes())
    return binding
