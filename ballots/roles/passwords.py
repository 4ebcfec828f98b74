"""The password of a key file: from a file, or asked for where there is a terminal."""

import sys
from argparse import Namespace
from getpass import getpass

from ballots.errors import Invalid
from ballots.roles.files import read_text


def password_of(options: Namespace) -> str:
    if options.password_file is not None:
        return read_text(options.password_file)
    return _asked("Password of the key file: ")


def new_password(options: Namespace) -> str:
    """Asked for twice, because nobody sees what is typed."""
    if options.password_file is not None:
        return read_text(options.password_file)
    password = _asked("New password, to lock the key file with: ")
    if _asked("The same again: ") != password:
        raise Invalid("password-differs", "the two passwords differ")
    return password


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise Invalid("password-missing", "there is no terminal to ask for the password at: give --password-file FILE")
    return getpass(prompt).strip()
