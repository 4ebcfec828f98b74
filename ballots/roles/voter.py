"""What a voter without a browser does: make a ballot from a code and answers."""

from argparse import Namespace
from typing import TextIO

from ballots.archive import read_archive
from ballots.ballot import make_ballot
from ballots.credentials import public_of, require_code, secret_of
from ballots.encoding import array, b64_of, hex_hash, read
from ballots.errors import Invalid
from ballots.report import OPEN, PHASES
from ballots.roles.files import read_text, write_new
from ballots.verify import read_setup


def cast_ballot(options: Namespace, out: TextIO) -> None:
    archive = read_archive(options.archive)
    setup = read_setup(archive)
    election = setup.election
    if PHASES[archive.steps[-1].event.kind] != OPEN:
        raise Invalid("voting-closed", "this election takes no more ballots")
    code = read_text(options.code_file)
    require_code(code)
    if public_of(code, election.uuid, election.group) not in setup.credentials:
        raise Invalid("credential-not-listed", "this code is not one of this election's")
    answers = array(read(options.answers.replace(" ", "").encode(errors="replace")), "answer")
    secret = secret_of(code, election.uuid, election.group.order)
    ballot = make_ballot(election, secret, [array(answer, "answer") for answer in answers])
    write_new(options.out, ballot)
    out.write(f"{b64_of(hex_hash(ballot))}\n")
