"""What a trustee does after the vote: shuffle encrypted rankings, and decrypt what was verified here first (BAL-9)."""

from argparse import Namespace
from pathlib import Path
from typing import TextIO

from ballots import events
from ballots.archive import Archive, opened, read_archive
from ballots.ceremony import share_secret
from ballots.decryption import bind_decryption, check_binding, check_decryption, decrypt
from ballots.election import Election
from ballots.encoding import count, hex_hash, members, read
from ballots.errors import Invalid
from ballots.keys import Trustee
from ballots.report import DECRYPTING, PHASE_WORDS, SHUFFLED, SHUFFLING, TALLIED, Report
from ballots.roles.files import write_new
from ballots.roles.holder import Alone, Holder, open_key
from ballots.shuffle import check_shuffle, make_shuffle, to_shuffle, with_shuffled
from ballots.tally import EncryptedTally, read_tally, write_tally
from ballots.verify import Setup, read_setup, verify


def shuffle_archive(options: Namespace, out: TextIO) -> None:
    report, archive, setup = _verified(options.archive)
    election = setup.election
    if not election.shuffled:
        raise Invalid("nothing-to-shuffle", "this election has no rankings, and its sums are decrypted as they are")
    if report.phase not in (TALLIED, SHUFFLING):
        raise Invalid("no-tally", f"there is nothing to shuffle: {PHASE_WORDS[report.phase]}")
    _trustee(setup, options.owner)
    if options.owner in _shufflers(archive):
        raise Invalid("shuffle-repeated", f"trustee {options.owner} has shuffled already")
    before = to_shuffle(election, _standing(archive, election))
    if not options.out.exists():
        write_new(options.out, make_shuffle(election, before))
    try:
        check_shuffle(election, before, options.out.read_bytes())
    except Invalid:
        raise Invalid("shuffle-outdated", f"{options.out} does not shuffle what stands last in the archive") from None
    out.write(f"Verified {report.ballots} ballots and shuffled the answers. Hand over {options.out} now.\n")


def decrypt_archive(options: Namespace, out: TextIO) -> None:
    """Nothing is decrypted but the sum of all votes and shuffled rankings, of an archive verified here (BAL-9).

    Beside the partial decryption lies the additional proof that it is of these very ciphertexts (BAL-1).
    """
    report, archive, setup = _verified(options.archive)
    _require_ready(setup.election, report, options.at_least)
    trustee = _trustee(setup, options.owner)
    secret = _secret(open_key(options, setup.election.group), options)
    _require_key(setup.election, trustee, options.owner, secret)
    tally = _standing(archive, setup.election)
    _require_same_tally(options.key, setup.election.fingerprint, hex_hash(write_tally(setup.election, tally)))
    binding = _decrypt_once(setup.election, trustee, tally, secret, options.out)
    out.write(f"Verified {report.ballots} ballots and decrypted their sums. Hand over {options.out} and {binding}.\n")


def _verified(path: Path) -> tuple[Report, Archive, Setup]:
    """Of one reading of the file, so that nothing is put under it in between."""
    with opened(path) as file:
        data = file.read()
    archive = read_archive(data)
    return verify(data), archive, read_setup(archive)


def _trustee(setup: Setup, owner: int) -> Trustee:
    if not 1 <= owner <= len(setup.trustees.each):
        raise Invalid("decryption-owner", f"there is no trustee {owner}")
    return setup.trustees.each[owner - 1]


def _shufflers(archive: Archive) -> list[int]:
    owned = archive.contents(step.data[1] for step in archive.of_kind(events.SHUFFLE))
    return [count(members(read(raw), "shuffle-shape", "owner", "payload")["owner"], "shuffle-shape") for raw in owned]


def _standing(archive: Archive, election: Election) -> EncryptedTally:
    """The encrypted tally as the last shuffle left it."""
    (raw,) = archive.contents(archive.of_kind(events.ENCRYPTED_TALLY)[0].data[:1])
    tally = read_tally(election, raw)
    for shuffle in archive.contents(step.data[0] for step in archive.of_kind(events.SHUFFLE)):
        tally = with_shuffled(election, tally, check_shuffle(election, to_shuffle(election, tally), shuffle))
    return tally


def _require_ready(election: Election, report: Report, at_least: int) -> None:
    if election.shuffled and report.phase in (TALLIED, SHUFFLING):
        raise Invalid("not-shuffled", "rankings are decrypted only when all shuffles are done")
    if report.phase not in (TALLIED, SHUFFLED, DECRYPTING):
        raise Invalid("no-tally", f"there is nothing to decrypt: {PHASE_WORDS[report.phase]}")
    if report.counted < at_least:
        raise Invalid("too-few-ballots", f"only {report.counted} count: their sum would tell how single people voted")


def _secret(holder: Holder, options: Namespace) -> int:
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
    lines = note.read_text().splitlines() if note.exists() else []
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
    binding = path.with_name(f"{path.name}.binding")
    try:
        factors = check_decryption(election, trustee, tally, path.read_bytes())
        if not binding.exists():
            write_new(binding, bind_decryption(election, tally, factors, secret))
        check_binding(election, trustee, tally, factors, binding.read_bytes())
    except Invalid as error:
        raise Invalid(error.code, f"{path} or {binding} already holds something else: {error.detail}") from None
    return binding
