"""What a trustee does: make a key, and decrypt the sums of an election that was verified first."""

from argparse import Namespace
from pathlib import Path
from typing import TextIO

from ballots import events
from ballots.archive import opened, read_archive
from ballots.encoding import hex_hash, read, scalar, write
from ballots.errors import Invalid
from ballots.groups import Group, group
from ballots.report import DECRYPTING, PHASE_WORDS, TALLIED
from ballots.roles.files import write_new
from ballots.tally import read_tally
from ballots.trustees import Trustee, decrypt, make_public_key, new_secret
from ballots.verify import read_setup, verify


def new_trustee(options: Namespace, out: TextIO) -> None:
    in_group = group(options.group)
    secret = new_secret(in_group)
    public = make_public_key(in_group, secret, options.name)
    identity = hex_hash(_public_text(in_group, secret).encode())[:8].upper()
    options.out.mkdir(parents=True, exist_ok=True)
    write_new(options.out / f"{identity}.privkey", write(str(secret)), mode=0o600)
    write_new(options.out / f"{identity}.pubkey", public)
    out.write(f"Keep {identity}.privkey to yourself; hand over {identity}.pubkey.\n")


def _public_text(in_group: Group, secret: int) -> str:
    return in_group.encode([in_group.secret_power(in_group.generator, secret)])[0]


def decrypt_archive(options: Namespace, out: TextIO) -> None:
    """Nothing is decrypted but the sum of all votes, recomputed here from an archive verified here (BAL-9)."""
    with opened(options.archive) as file:
        data = file.read()
    report = verify(data)
    if report.phase not in (TALLIED, DECRYPTING):
        raise Invalid("no-tally", f"there is nothing to decrypt: {PHASE_WORDS[report.phase]}")
    if report.counted < options.at_least:
        raise Invalid("too-few-ballots", f"only {report.counted} count: their sum would tell how single people voted")
    archive = read_archive(data)
    setup = read_setup(archive)
    secret = _read_key(options.key, setup.election.group.order)
    _require_owner(setup.election.group, setup.trustees.each, options.owner, secret)
    tally, _ = archive.contents(archive.of_kind(events.ENCRYPTED_TALLY)[0].data)
    _require_same_tally(options.key, setup.election.fingerprint, hex_hash(tally))
    write_new(options.out, decrypt(setup.election, read_tally(setup.election, tally), secret))
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
