"""What an assistant takes away: a record of training that any employer can hold against our key, with OpenSSL alone."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from constitution import Rulebook
from governance.arrangements.records.training import TrainingRecord
from governance.platform.keys import Keys
from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking

PURPOSE = "training-record"
KIND = "cydlais/training-record/1"
HOW = """\
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in training.json -sigfile training.json.sig
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in training.csv -sigfile training.csv.sig
"""


@dataclass(frozen=True, slots=True)
class Taught:
    """Whose record it is, whose key signs it, and what stands in it."""

    name: str
    organisation: str
    lessons: Sequence[TrainingRecord]


def key(keys: Keys) -> bytes:
    """The public key, as PEM: the co-operative shows it to everybody."""
    return keys.signing(PURPOSE).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def written(taught: Taught, now: datetime) -> bytes:
    """The record as JSON: each module, the day, how long and by whom; for whom somebody works stands nowhere in it."""
    content = {
        "kind": KIND,
        "name": taught.name,
        "organisation": taught.organisation,
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "training": [
            {
                "module": one.module,
                "done_on": one.done_on.isoformat(),
                "minutes": one.minutes,
                "given_by": one.given_by,
            }
            for one in taught.lessons
        ],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def table(taught: Taught) -> bytes:
    """The same as CSV."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(("module", "done_on", "minutes", "given_by"))
    writer.writerows(
        (one.module, one.done_on.isoformat(), one.minutes, _as_text(one.given_by)) for one in taught.lessons
    )
    return lines.getvalue().encode()


def packed(taught: Taught, keys: Keys, now: datetime) -> bytes:
    """A ZIP with both, a signature for each, our public key and the two commands that check them."""
    signing, made = keys.signing(PURPOSE), io.BytesIO()
    files = {"training.json": written(taught, now), "training.csv": table(taught)}
    signed = {f"{file}.sig": signing.sign(content) for file, content in files.items()}
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for file, content in {**files, **signed, "key.pem": key(keys), "check.txt": HOW.encode()}.items():
            archive.writestr(ZipInfo(file, now.astimezone(UTC).timetuple()[:6]), content)
    return made.getvalue()


def printed(taught: Taught, rules: Rulebook, *, variant: str, time_zone: str, now: datetime) -> str:
    """The same on paper, in the reader's language."""
    template = environment(time_zone).get_template("print/arrangements/training.html")
    with speaking(variant):
        return template.render(taught=taught, rules=rules, variant=variant, now=now)


def _as_text(cell: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
