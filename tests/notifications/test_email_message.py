from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import Attachment, Format, Language, Mailbox, Part, Recipient, Variant, as_email
from tests.notifications.examples import BOB, NIA, message

LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co"))
HEADER = st.text(LETTERS, min_size=1, max_size=120).filter(str.strip)
WELSH = "Gŵyl y Tŷ: ŵ ŷ Ŵ Ŷ â ê î ô û ï"


def read(mail: bytes) -> EmailMessage:
    return message_from_bytes(mail, policy=policy.default)


def words(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_welsh_letters_survive_in_names_subject_and_both_bodies() -> None:
    part = Part(Variant.CY, WELSH, WELSH + "\n", f"<p>{WELSH}</p>\n")
    wire = as_email(message(parts=(part,), sender=Mailbox(WELSH, "a@coop.example")), NIA)
    assert wire.isascii()
    mail = read(wire)
    assert mail["Subject"] == WELSH
    assert mail["From"].addresses[0].display_name == WELSH
    assert mail["To"].addresses[0].display_name == NIA.name
    assert mail["To"].addresses[0].addr_spec == NIA.email
    assert WELSH in words(mail, "plain")
    assert WELSH in words(mail, "html")


@given(HEADER, HEADER)
def test_any_subject_and_name_come_back_as_they_went_in(subject: str, name: str) -> None:
    part = Part(Variant.EN, subject, "words\n", "<p>words</p>\n")
    mail = message_from_bytes(as_email(message(parts=(part,), sender=Mailbox(name, "a@coop.example")), BOB))
    assert decoded(mail["Subject"]) == subject
    assert name_in(mail["From"]) == name
    assert mail.keys().count("Subject") == 1
    own = {"From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted"}
    assert set(mail.keys()) == own | {"Content-Type", "MIME-Version"}


def test_a_subject_that_looks_encoded_is_shown_as_it_was_written() -> None:
    looks = "=?utf-8?q?Free_money?="
    part = Part(Variant.EN, looks, "words\n", "<p>words</p>\n")
    mail = read(as_email(message(parts=(part,), sender=Mailbox(looks, "a@coop.example")), BOB))
    assert mail["Subject"] == looks
    assert mail["From"].addresses[0].display_name == looks


def name_in(header: str) -> str:
    quoted, address = parseaddr(header)
    assert address == "a@coop.example"
    return decoded(quoted)


def decoded(value: str) -> str:
    return str(make_header(decode_header(value)))


@given(st.text(LETTERS | st.sampled_from("\n\r\x0b\x0c\x1c\x85\u2028"), max_size=300))
def test_any_body_comes_back_as_it_went_in_but_for_its_line_ends(body: str) -> None:
    whole = body + "\nend\n"
    mail = read(as_email(message(parts=(Part(Variant.EN, "Words", whole, "<p></p>"),)), BOB))
    assert words(mail, "plain") == whole.replace("\r\n", "\n").replace("\r", "\n")


@given(HEADER)
def test_every_line_is_short_enough_and_ends_as_mail_lines_end(subject: str) -> None:
    wire = as_email(message(parts=(Part(Variant.EN, subject, "x" * 3000, "<p>x</p>"),)), NIA)
    lines = wire.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= 130 for line in lines)


@pytest.mark.control("MAIL-1")
def test_the_same_message_gives_the_same_bytes() -> None:
    whole = message(attachments=(Attachment("rhestr tŷ.pdf", "application/pdf", b"%PDF"),))
    assert as_email(whole, NIA) == as_email(whole, NIA)


def test_the_headers_say_what_sort_of_mail_it_is() -> None:
    mail = read(as_email(message(reply_to=Mailbox("Office", "office@coop.example")), NIA))
    assert mail["Message-ID"] == "<m1@coop.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "cy, en"
    assert mail["Reply-To"].addresses[0].addr_spec == "office@coop.example"
    assert mail["Date"].datetime == message().created_at
    assert mail["List-Unsubscribe"] is None


def test_only_optional_mail_can_be_stopped_at_one_click() -> None:
    mail = read(as_email(message(unsubscribe="https://coop.example/stop/1"), BOB))
    assert mail["List-Unsubscribe"] == "<https://coop.example/stop/1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_both_languages_stand_in_both_bodies_each_marked_as_such() -> None:
    mail = read(as_email(message(), NIA))
    plain, html = words(mail, "plain"), words(mail, "html")
    assert plain.index("Dewch") < plain.index("Come")
    assert html.index('<div lang="cy">') < html.index("Dewch") < html.index('<div lang="en"') < html.index("Come")
    assert '<html lang="cy">' in html


def test_large_print_is_larger() -> None:
    large = Recipient("Ann", Language.ENGLISH, "a@b.example", formats=frozenset({Format.LARGE_PRINT}))
    assert "font-size:20px" in words(read(as_email(message(), large)), "html")
    assert "font-size:16px" in words(read(as_email(message(), BOB)), "html")


def test_attachments_arrive_whole_under_their_own_name() -> None:
    data = bytes(range(256))
    names = Attachment("rhestr tŷ.pdf", "application/pdf", data)
    note = Attachment("a b.txt", "text/plain; charset=utf-8", b"hi")
    mail = read(as_email(message(attachments=(names, note)), NIA))
    first, second = mail.iter_attachments()
    assert (first.get_filename(), first.get_content_type()) == ("rhestr tŷ.pdf", "application/pdf")
    assert first.get_content() == data
    assert (second.get_filename(), second.get_content_charset()) == ("a b.txt", "utf-8")
    assert "Dewch" in words(mail, "plain")


def test_a_body_cannot_forge_the_boundary_between_parts() -> None:
    hostile = "--=_words_m1--\r\n--=_files_m1\r\nContent-Type: text/html\r\n\r\n<b>\r\n"
    mail = read(as_email(message(parts=(Part(Variant.EN, "Words", hostile, "<p></p>"),)), BOB))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "--=_words_m1--" in words(mail, "plain")
