"""The command line of trustees, of the keeper of the codes, and of a voter without a browser."""

from argparse import ArgumentParser
from pathlib import Path

from ballots.groups import NAMES
from ballots.roles import committee, credentials, keys, proving, trustee, voter

LEAST_BALLOTS = 5
"""The sum of fewer would tell how single people voted (SMALL-1)."""


def cast_parser(parser: ArgumentParser) -> None:
    parser.add_argument("archive", type=Path, help="the archive of the open election")
    parser.add_argument("--code-file", type=Path, required=True, help="a file that holds your voting code")
    parser.add_argument("--answers", required=True, help="such as [[0,1,0]]: per question a list, blank vote first")
    parser.add_argument("--out", type=Path, required=True)
    parser.set_defaults(act=voter.cast_ballot)


def trustee_parser(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="ACT")
    _new(acts.add_parser("new", help="make a key; only its public part leaves this machine"))
    _restore(acts.add_parser("restore", help="make the key file again from its recovery words"))
    _check(acts.add_parser("check", help="prove that the key can be brought back, and that it is the published one"))
    _deal(acts.add_parser("deal", help="take your next step in making a committee's key"))
    _gather(acts.add_parser("gather", help="check a committee's messages and pass them on"))
    _shuffle(acts.add_parser("shuffle", help="verify the archive, then shuffle its encrypted rankings"))
    _decrypt(acts.add_parser("decrypt", help="verify the archive, then decrypt its sums"))


def _password(parser: ArgumentParser) -> None:
    help_ = "a file that holds the password of the key file; without it the terminal asks"
    parser.add_argument("--password-file", type=Path, help=help_)


def _whose(parser: ArgumentParser) -> None:
    parser.add_argument("--group", choices=NAMES, required=True)
    parser.add_argument("--name", required=True, help="shown beside the public key")
    parser.add_argument("--threshold", type=int, metavar="T", help="in a committee: how many decrypt together")
    parser.add_argument("--members", type=int, metavar="N", help="in a committee: how many there are")
    parser.add_argument("--index", type=int, metavar="I", help="in a committee: which of them you are, from 1")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    _password(parser)


def _new(parser: ArgumentParser) -> None:
    _whose(parser)
    parser.add_argument("--words-file", type=Path, help="write the recovery words there, not to the terminal")
    parser.add_argument("--plain", action="store_true", help="no password and no words, for practice on one machine")
    parser.set_defaults(act=keys.new_key)


def _restore(parser: ArgumentParser) -> None:
    _whose(parser)
    parser.add_argument("--words-file", type=Path, required=True, help="a file that holds the 24 words")
    parser.set_defaults(act=keys.restore_key, plain=False)


def _check(parser: ArgumentParser) -> None:
    what = "a public key, a committee, a list of trustees, or an archive, which must hold your key once"
    parser.add_argument("published", type=Path, nargs="*", help=what)
    parser.add_argument("--key", type=Path, required=True)
    parser.add_argument("--words-file", type=Path, help="a file that holds the 24 words, to be tried")
    parser.add_argument("--group", choices=NAMES, help="of a plain key, which does not name it")
    _password(parser)
    parser.set_defaults(act=proving.check_key)


def _table(parser: ArgumentParser) -> None:
    parser.add_argument("table", type=Path, help="the folder through which the committee exchanges its messages")


def _deal(parser: ArgumentParser) -> None:
    _table(parser)
    parser.add_argument("--key", type=Path, required=True)
    _password(parser)
    parser.set_defaults(act=committee.deal_next)


def _gather(parser: ArgumentParser) -> None:
    _table(parser)
    parser.set_defaults(act=committee.gather_table)


def _owned(parser: ArgumentParser) -> None:
    parser.add_argument("archive", type=Path)
    parser.add_argument("--owner", type=int, required=True, metavar="N", help="your number among the trustees")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--executor", metavar="WHERE", help="threads, processes, processes:4 or dask:ADDRESS")


def _shuffle(parser: ArgumentParser) -> None:
    _owned(parser)
    parser.set_defaults(act=trustee.shuffle_archive)


def _decrypt(parser: ArgumentParser) -> None:
    _owned(parser)
    parser.add_argument("--key", type=Path, required=True)
    parser.add_argument("--share", type=Path, help="of a committee's member, where it lies not beside the key")
    parser.add_argument(
        "--at-least", type=int, default=LEAST_BALLOTS, metavar="N", help="refuse when fewer ballots count"
    )
    _password(parser)
    parser.set_defaults(act=trustee.decrypt_archive)


def credentials_parser(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="ACT")
    new = acts.add_parser("new", help="make codes for the voters and the public list of their credentials")
    _of_election(new)
    new.add_argument("--count", type=int, help="how many; may be left out where there are weights")
    new.add_argument("--out", type=Path, required=True, metavar="DIR")
    new.set_defaults(act=credentials.new_credentials)
    derive = acts.add_parser("derive", help="say which credentials belong to codes, or compare them with the list")
    _of_election(derive)
    derive.add_argument("--code-file", type=Path, required=True, help="a file that holds codes, one on each line")
    derive.add_argument("--compare", type=Path, metavar="LIST", help="the published list, to be of exactly these codes")
    derive.set_defaults(act=credentials.derive_credentials)


def _of_election(parser: ArgumentParser) -> None:
    parser.add_argument("--group", choices=NAMES, required=True)
    parser.add_argument("--uuid", required=True, help="the identifier of the election the codes are for")
    parser.add_argument("--weights", type=Path, help="a file that holds a weight for each code, one on each line")
