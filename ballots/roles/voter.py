"""What a voter without a browser does: make a ballot from a code and answers."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TextIO

from ballots.archive import read_archive
from ballots.ballot import check_ballot, make_ballot
from ballots.credentials import public_of, require_code, secret_of
from ballots.encoding import Json, array, b64_hash, read
from ballots.errors import Invalid, about
from ballots.report import OPEN, PHASES
from ballots.roles.files import read_text, write_new
from ballots.verify import Setup, read_setup


def cast_ballot(options: Namespace, out: TextIO) -> None:
    archive = read_archive(options.archive)
    setup = read_setup(archive)
    election = setup.election
    if PHASES[archive.steps[-1].event.kind] != OPEN:
        raise Invalid("voting-closed", "this election takes no more ballots")
    code = read_text(options.code_file)
    require_code(code)
    credential = public_of(code, election.uuid, election.group)
    if credential not in setup.credentials:
        raise Invalid("credential-not-listed", "this code is not one of this election's")
    if not options.out.exists():
        secret = secret_of(code, election.uuid, election.group.order)
        write_new(options.out, make_ballot(election, secret, _answers(options.answers)))
    else:
        _require_own(setup, credential, options.out)
        sys.stderr.write(f"{options.out} was made before and stays as it is, with the answers of that time.\n")
    out.write(f"{b64_hash(options.out.read_bytes())}\n")


def _answers(text: str) -> list[list[Json]]:
    with about("--answers"):
        answers = array(read("".join(text.split()).encode(errors="replace")), "answer")
        return [array(answer, "answer") for answer in answers]


def _require_own(setup: Setup, credential: str, path: Path) -> None:
    """A second run tells the tracker again. What is in a ballot nobody can see, so it is not compared."""
    with about(f"{path} is not a ballot of yours"):
        ballot = check_ballot(setup.election, setup.credentials, path.read_bytes())
        if ballot.credential != credential:
            raise Invalid("credential-not-listed", "it was made with another code")
