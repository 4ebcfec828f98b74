"""A statement as a document to print, as a table for a spreadsheet, and signed, to be checked with OpenSSL alone."""

import io
from datetime import UTC
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from governance.funds.service.statements import Statement, text
from governance.funds.showing.payments import pounds
from governance.members.spreadsheet import write
from governance.platform.web.layout import environment
from governance.platform.web.variants import language_of, speaking

HOW = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in statement.json -sigfile statement.json.sig\n"
COLUMNS = ("day", "what", "evidence", "pounds")


def document(made: Statement, variant: str) -> str:
    """The statement as one page to print, in one variant."""
    context = {
        "made": made,
        "variant": variant,
        "language": language_of(variant),
        "easy": variant.endswith("-easy"),
        "link": lambda path: path,
    }
    with speaking(variant):
        return environment().get_template("print/funds/statement.html").render(context)


def table(made: Statement) -> bytes:
    """A CSV file: the opening, each entry, the closing, then what it can be checked with."""
    rows = [[made.since.isoformat(), "opening", "", pounds(made.opening)]]
    rows += [[one.on.isoformat(), one.kind.value, one.evidence, pounds(one.pence)] for one in made.lines]
    rows.append([made.until.isoformat(), "closing", "", pounds(made.closing)])
    rows += [["", "share of what is promised", "", pounds(made.promised)]] if made.promised is not None else []
    rows += [["", "still to pay in", "", pounds(made.owes)]] if made.owes else []
    rows += [["", name, value, ""] for name, value in _checks(made)]
    return write(rows, COLUMNS)


def packed(made: Statement) -> bytes:
    """A ZIP with what is signed, the signature, our public key and the command that checks them."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(made.public_key))
    files = {
        "statement.json": text(made).encode(),
        "statement.json.sig": bytes.fromhex(made.signature),
        "key.pem": key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "check.txt": HOW.encode(),
    }
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for file, content in files.items():
            archive.writestr(ZipInfo(file, made.made_at.astimezone(UTC).timetuple()[:6]), content)
    return written.getvalue()


def _checks(made: Statement) -> tuple[tuple[str, str], ...]:
    return (
        ("last entry of the fund's book", made.head),
        ("sha256", made.sha256),
        ("signature", made.signature),
        ("public key", made.public_key),
    )
