"""``ballots``: the auditor's door, and every role of an election at the command line."""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path

from ballots.encoding import printable
from ballots.errors import Invalid, Unreadable, Unsupported
from ballots.groups import ARITHMETICS, NAMES
from ballots.roles import anybody, credentials, trustee, voter

VALID, INVALID, UNREADABLE = 0, 1, 2
"""Exit codes. The last also stands for what this version cannot judge: it is no verdict."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    _write_any_letter()
    judging = options.act is anybody.verify_archive
    try:
        options.act(options, sys.stdout)
    except Invalid as error:
        return _say(options, "INVALID" if judging else "REFUSED", error.code, str(error), INVALID)
    except (Unreadable, Unsupported) as error:
        return _say(options, "NO VERDICT" if judging else "STOPPED", type(error).__name__.lower(), str(error))
    except OSError as error:
        return _say(options, "STOPPED", "oserror", f"{error.filename or 'error'}: {error.strerror or error}")
    except BrokenExecutor:
        return _say(options, "NO VERDICT", "brokenexecutor", "a process that checked ballots was ended from outside")
    return VALID


def _write_any_letter() -> None:
    """A terminal that lacks a letter of the election's name must not turn a verdict into a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _say(options: argparse.Namespace, word: str, code: str, detail: str, status: int = UNREADABLE) -> int:
    sys.stderr.write(f"{word}: {printable(detail)}\n")
    if getattr(options, "json", False):
        sys.stdout.write(json.dumps({"valid": False, "code": code, "detail": detail}) + "\n")
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ballots", description="Secret ballots that anybody can check.")
    acts = parser.add_subparsers(required=True, metavar="ACT")

    verify = acts.add_parser("verify", help="check everything about an election from its archive")
    verify.add_argument("archive", type=Path)
    verify.add_argument("--json", action="store_true", help="write the report for programs")
    verify.add_argument("--arithmetic", choices=ARITHMETICS, help="another than the fastest here, as a second opinion")
    verify.add_argument("--processes", type=int, default=1, metavar="N", help="check ballots on N cores")
    verify.set_defaults(act=anybody.verify_archive)

    find = acts.add_parser("find", help="look for the ballot with a tracker")
    find.add_argument("archive", type=Path)
    find.add_argument("tracker")
    find.set_defaults(act=anybody.find_ballot)

    cast = acts.add_parser("cast", help="make a ballot, to be handed to the voting server")
    cast.add_argument("archive", type=Path, help="the archive of the open election")
    cast.add_argument("--code-file", type=Path, required=True, help="a file that holds your voting code")
    cast.add_argument("--answers", required=True, help="such as [[0,1,0]]: per question a list, blank vote first")
    cast.add_argument("--out", type=Path, required=True)
    cast.set_defaults(act=voter.cast_ballot)

    _trustee_parser(acts.add_parser("trustee", help="hold one of the keys that open the result"))
    _credentials_parser(acts.add_parser("credentials", help="make the voting codes"))
    return parser


def _trustee_parser(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="ACT")
    new = acts.add_parser("new", help="make a key; only its public part leaves this machine")
    new.add_argument("--group", choices=NAMES, required=True)
    new.add_argument("--name", required=True, help="shown beside the public key")
    new.add_argument("--out", type=Path, required=True, metavar="DIR")
    new.set_defaults(act=trustee.new_trustee)

    decrypt = acts.add_parser("decrypt", help="verify the archive, then decrypt its sums")
    decrypt.add_argument("archive", type=Path)
    decrypt.add_argument("--key", type=Path, required=True)
    decrypt.add_argument("--owner", type=int, required=True, metavar="N", help="your number among the trustees")
    decrypt.add_argument("--at-least", type=int, default=5, metavar="N", help="refuse when fewer ballots count")
    decrypt.add_argument("--out", type=Path, required=True)
    decrypt.set_defaults(act=trustee.decrypt_archive)


def _credentials_parser(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="ACT")
    new = acts.add_parser("new", help="make codes for the voters and the public list of their credentials")
    new.add_argument("--group", choices=NAMES, required=True)
    new.add_argument("--uuid", required=True, help="the identifier of the election the codes are for")
    new.add_argument("--count", type=int, required=True)
    new.add_argument("--out", type=Path, required=True, metavar="DIR")
    new.set_defaults(act=credentials.new_credentials)


if __name__ == "__main__":
    sys.exit(main())
