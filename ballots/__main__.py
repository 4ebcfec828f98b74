"""``ballots``: the auditor's door, and every role of an election at the command line."""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any

from ballots.encoding import printable
from ballots.errors import Invalid, Unreadable, Unsupported
from ballots.groups import ARITHMETICS
from ballots.roles import anybody
from ballots.roles.commands import cast_parser, credentials_parser, trustee_parser
from ballots.roles.telling import refusal_in_words, refusal_json
from ballots.roles.witness import witness_parser

VALID, INVALID, UNREADABLE = 0, 1, 2
"""Exit codes. The last also stands for what this version cannot judge: it is no verdict."""


def main(arguments: Sequence[str] | None = None) -> int:
    _open_streams()
    options = _parser().parse_args(arguments)
    try:
        options.act(options, sys.stdout)
        sys.stdout.flush()
    except Invalid as error:
        return _refuse(options, error)
    except (Unreadable, Unsupported, OSError, MemoryError, BrokenExecutor, KeyboardInterrupt) as error:
        return _stop(options, *_why(error))
    return VALID


def _open_streams() -> None:
    """Neither a terminal that lacks a letter nor one that was closed may turn a verdict into a crash, whose exit code
    would be that of an invalid archive."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - until the program ends
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write_json(options: argparse.Namespace, value: dict[str, Any]) -> None:
    """What could not be written, because a disk is full or nobody reads it, is not tried again when Python ends."""
    try:
        if getattr(options, "json", False):
            sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def _refuse(options: argparse.Namespace, error: Invalid) -> int:
    sys.stderr.write(refusal_in_words("INVALID" if _judging(options) else "REFUSED", error))
    _write_json(options, refusal_json(error))
    return INVALID


def _stop(options: argparse.Namespace, code: str, detail: str) -> int:
    sys.stderr.write(f"{'NO VERDICT' if _judging(options) else 'STOPPED'}: {printable(detail)}\n")
    _write_json(options, {"valid": None, "code": code, "detail": detail})
    return UNREADABLE


def _judging(options: argparse.Namespace) -> bool:
    return options.act is anybody.verify_archive


def _why(error: BaseException) -> tuple[str, str]:
    """What ended a command that refused nothing, for programs and in a sentence."""
    match error:
        case KeyboardInterrupt():
            return "interrupted", "you ended it before it had an answer"
        case MemoryError():
            return "memory", "this machine has too little memory"
        case BrokenExecutor():
            return "executor", "a process that did part of the work was ended from outside"
        case OSError():
            where = "" if error.filename is None else f"{error.filename}: "
            return "oserror", f"{where}{error.strerror or error}"
    return type(error).__name__.lower(), str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ballots", description="Secret ballots that anybody can check.")
    acts = parser.add_subparsers(required=True, metavar="ACT")

    _verify_parser(acts.add_parser("verify", help="check everything about an election from its archive"))

    compare = acts.add_parser("compare", help="check that an archive only grew since you kept a copy")
    compare.add_argument("earlier", type=Path, metavar="OLD")
    compare.add_argument("later", type=Path, metavar="NEW")
    compare.set_defaults(act=anybody.compare_archives)

    find = acts.add_parser("find", help="look for the ballot with a tracker")
    find.add_argument("archive", type=Path, metavar="ARCHIVE")
    find.add_argument("tracker", metavar="TRACKER", help="its 43 characters, or the same hash in hexadecimal")
    find.set_defaults(act=anybody.find_ballot)

    bundle = acts.add_parser("bundle", help="write this program as one file that plain Python runs")
    bundle.add_argument("out", type=Path, metavar="FILE")
    bundle.set_defaults(act=anybody.pass_on)

    cast_parser(acts.add_parser("cast", help="make a ballot, to be handed to the voting server"))
    trustee_parser(acts.add_parser("trustee", help="hold one of the keys that open the result"))
    credentials_parser(acts.add_parser("credentials", help="make the voting codes"))
    witness_parser(acts.add_parser("witness", help="look at a record again and again, and sign what you saw"))
    return parser


def _verify_parser(parser: argparse.ArgumentParser) -> None:
    parser.usage = (
        "%(prog)s ARCHIVE [option ...]"  # in this order: an option that takes many files takes the archive too
    )
    parser.add_argument("archive", type=Path, metavar="ARCHIVE")
    parser.add_argument("--json", action="store_true", help="write the report for programs")
    parser.add_argument("--quiet", action="store_true", help="write the verdict and warnings alone")
    parser.add_argument("--roll", metavar="HASH", help="the fingerprint that the list of credentials must have")
    parser.add_argument(
        "--against", type=Path, nargs="+", default=[], metavar="NOTE", help="checkpoints that this record must hold"
    )
    parser.add_argument(
        "--signed-by", action="append", default=[], metavar="VKEY", help="whose signature each checkpoint bears"
    )
    parser.add_argument("--bindings", type=Path, nargs="+", default=[], metavar="FILE", help="trustees' further proofs")
    parser.add_argument("--arithmetic", choices=ARITHMETICS, help="another than the fastest here, as a second opinion")
    parser.add_argument("--executor", metavar="WHERE", help="threads, processes, processes:4 or dask:ADDRESS")
    parser.set_defaults(act=anybody.verify_archive)


if __name__ == "__main__":
    sys.exit(main())
