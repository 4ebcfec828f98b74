"""What the keeper of the codes does: make them, with the public list of their credentials, and compare the two."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from ballots.credentials import LARGEST_WEIGHT, new_code, public_of, read_credentials, require_code, write_credentials
from ballots.encoding import decimal, read_uuid
from ballots.errors import Invalid, about
from ballots.groups import Group, group
from ballots.roles.files import SECRET, read_text, write_new


def new_credentials(options: Namespace, out: TextIO) -> None:
    """The codes in the order drawn, for the voters; the public list in an order that tells nothing of it.

    Codes that are already there are kept: run again, this makes the list that belongs to them.
    """
    in_group, uuid = group(options.group), read_uuid(options.uuid, "uuid")
    weights = _weights(options.weights)
    number = _number(options.count, weights)
    options.out.mkdir(parents=True, exist_ok=True)
    kept, listed = options.out / "codes.txt", options.out / "public_creds.json"
    if not kept.exists():
        write_new(kept, "".join(f"{new_code()}\n" for _ in range(number)).encode(), SECRET)
    publics = _publics(kept, uuid, in_group)
    if len(publics) != number:
        raise Invalid("codes-count", f"{kept} already holds {len(publics)} codes, where {number} were asked for")
    content = write_credentials(in_group, publics, _weighted(publics, weights))
    if not listed.exists():
        write_new(listed, content)
    elif listed.read_bytes() != content:
        raise Invalid("codes-list", f"{listed} is not the list of the codes in {kept}")
    out.write("codes.txt goes to the voters, one line each; public_creds.json is published.\n")


def derive_credentials(options: Namespace, out: TextIO) -> None:
    """Which credentials belong to codes, in their order; or, for a list, that it is made of exactly these codes."""
    in_group, uuid = group(options.group), read_uuid(options.uuid, "uuid")
    publics = _publics(options.code_file, uuid, in_group)
    weights = _weighted(publics, _weights(options.weights))
    if options.compare is None:
        out.write("".join(f"{public}\n" for public in publics))
        return
    with about(str(options.compare)):
        listed = read_credentials(options.compare.read_bytes())
    missing, foreign = len(set(publics) - set(listed)), len(set(listed) - set(publics))
    if missing or foreign:
        raise Invalid("codes-list", f"{missing} of these codes are not in the list, which has {foreign} others")
    if weights is not None and dict(listed.weights) != weights:
        raise Invalid("codes-weights", "the list gives some code another weight")
    out.write(f"The list is of exactly these {len(publics)} codes. Fingerprint: {listed.fingerprint}\n")


def _weights(path: Path | None) -> list[int] | None:
    """As many as together may be in one election."""
    if path is None:
        return None
    weights = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        with about(f"{path}, line {number}"):
            weights.append(decimal(line.strip(), "codes-weights"))
    if sum(weights) > LARGEST_WEIGHT:
        raise Invalid("total-weight", f"the weights in {path} add up to more than {LARGEST_WEIGHT}")
    return weights


def _number(count: int | None, weights: Sequence[int] | None) -> int:
    number = count if weights is None else len(weights)
    if number is None or number < 1:
        raise Invalid("count", "at least one code is to be made")
    if count not in (None, number):
        raise Invalid("count", f"{number} weights are given for {count} codes")
    return number


def _publics(path: Path, uuid: str, in_group: Group) -> list[str]:
    codes = [line.strip() for line in read_text(path).splitlines()]
    if not codes:
        raise Invalid("codes-count", f"{path} holds no code")
    for number, code in enumerate(codes, 1):
        with about(f"{path}, line {number}"):
            require_code(code)
    if len(set(codes)) != len(codes):
        raise Invalid("code-repeated", f"{path} holds a code twice")
    return [public_of(code, uuid, in_group) for code in codes]


def _weighted(publics: Sequence[str], weights: Sequence[int] | None) -> dict[str, int] | None:
    if weights is None:
        return None
    if len(weights) != len(publics):
        raise Invalid("count", f"{len(weights)} weights are given for {len(publics)} codes")
    return dict(zip(publics, weights, strict=True))
