"""What the keeper of the codes does: make them, and the public list of their credentials."""

from argparse import Namespace
from typing import TextIO

from ballots.credentials import new_code, public_of, write_credentials
from ballots.encoding import read_uuid
from ballots.errors import Invalid
from ballots.groups import group
from ballots.roles.files import write_new


def new_credentials(options: Namespace, out: TextIO) -> None:
    """The codes in the order drawn, for the voters; the public list in an order that tells nothing of it."""
    if options.count < 1:
        raise Invalid("count", "at least one code is to be made")
    in_group, uuid = group(options.group), read_uuid(options.uuid, "uuid")
    codes = [new_code() for _ in range(options.count)]
    publics = [public_of(code, uuid, in_group) for code in codes]
    options.out.mkdir(parents=True, exist_ok=True)
    write_new(options.out / "codes.txt", "".join(f"{code}\n" for code in codes).encode(), mode=0o600)
    write_new(options.out / "public_creds.json", write_credentials(in_group, publics))
    out.write("codes.txt goes to the voters, one line each; public_creds.json is published.\n")
