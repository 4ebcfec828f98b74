"""A message as the bytes of an e-mail: the same message always gives the same bytes."""

from email import encoders, policy
from email.charset import QP, Charset
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from notifications.headers import encoded
from notifications.message import Attachment, Message
from notifications.recipient import Format, Recipient

LAYOUT = Environment(loader=PackageLoader("notifications", "layout"), autoescape=True, undefined=StrictUndefined)
BETWEEN_PARTS = "\n" + "-" * 60 + "\n\n"

# compat32 leaves finished headers as they are; newer policies fold them again and lose blanks between encoded words.
WIRE = policy.compat32.clone(linesep="\r\n")

UTF_8 = Charset("utf-8")
UTF_8.body_encoding = QP


def as_email(message: Message, recipient: Recipient) -> bytes:
    mail = _body(message, recipient)
    to = recipient.mailbox
    mail["From"] = str(message.sender)
    mail["To"] = str(to)
    if message.reply_to is not None:
        mail["Reply-To"] = str(message.reply_to)
    mail["Subject"] = encoded("Subject", message.subject)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message.message_id
    mail["Content-Language"] = ", ".join(message.languages)
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe is not None:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail.as_bytes(policy=WIRE)


def plain_text(message: Message) -> str:
    """Every part in reading order, with a line between them."""
    return BETWEEN_PARTS.join(part.text for part in message.parts)


def html_document(message: Message, recipient: Recipient) -> str:
    size = "20px" if Format.LARGE_PRINT in recipient.formats else "16px"
    return LAYOUT.get_template("mail.html").render(message=message, size=size)


def _body(message: Message, recipient: Recipient) -> MIMEMultipart:
    # Quoted-printable writes every "=" as "=3D" and base64 never has "=_", so no body can hold these boundaries.
    alternatives = MIMEMultipart("alternative", boundary=f"=_words_{message.id}")
    alternatives.attach(_words("plain", plain_text(message)))
    alternatives.attach(_words("html", html_document(message, recipient)))
    if not message.attachments:
        return alternatives
    whole = MIMEMultipart("mixed", boundary=f"=_files_{message.id}")
    whole.attach(alternatives)
    for attachment in message.attachments:
        whole.attach(_file(attachment))
    return whole


def _words(kind: str, text: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", kind, charset="utf-8")
    part.set_payload(text.replace("\r\n", "\n").replace("\r", "\n"), UTF_8)
    return part


def _file(attachment: Attachment) -> MIMEBase:
    kind, *parameters = attachment.media_type.split("; ")
    part = MIMEBase(*kind.split("/"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        part.set_param(name, value)
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=_filename(attachment.filename))
    return part


def _filename(name: str) -> str | tuple[str, str, str]:
    return name if name.isascii() else ("utf-8", "", name)
