"""The people and messages that the tests of this library speak of."""

from datetime import UTC, datetime

from jinja2 import DictLoader, Environment, StrictUndefined

from notifications import (
    Channel,
    Claimed,
    Format,
    Language,
    Letterhead,
    Mailbox,
    Message,
    Notice,
    Part,
    Recipient,
    Sender,
    Variant,
    Wording,
)

NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SENDER = Sender("coop.example", Mailbox("Cydweithfa Tŷ Ŵyn", "notices@coop.example"))
LETTERHEAD = Letterhead("Cydweithfa Tŷ Ŵyn", ("1 Heol y Bont", "Caernarfon", "LL55 1AB"))
POSTAL = ("3 Stryd y Gŵr", "Pwllheli", "LL53 5AA")

NIA = Recipient("Siân Ŵyn-Jones", Language.WELSH, "sian@member.example", POSTAL)
BOB = Recipient("Bob Ash", Language.ENGLISH, "bob@member.example", ("2 Mill Lane", "Hereford", "HR1 2AB"))
EASY_NIA = Recipient("Siân Ŵyn-Jones", Language.WELSH, "sian@member.example", POSTAL, frozenset({Format.EASY}))
EASY_BOB = Recipient("Bob Ash", Language.ENGLISH, "bob@member.example", POSTAL, frozenset({Format.EASY}))

TEMPLATES = {
    "mail/meeting-called/subject.txt": "{{ {'en': 'Annual meeting', 'cy': 'Cyfarfod blynyddol'}[variant.language] }}",
    "mail/meeting-called/subject.en-easy.txt": "Our big meeting",
    "mail/meeting-called/body.txt": "[{{ variant }}] {{ place }} {{ link('/' ~ variant ~ '/m/1') }}",
    "mail/meeting-called/body.html": '<p>[{{ variant }}] {{ place }} <a href="{{ link("/en/m/1") }}">→</a></p>',
    "mail/meeting-called/body.cy-easy.html": "<p>[hawdd] {{ place }}</p>",
}
MEETING_CALLED = Notice("meeting-called", {"place": "Neuadd <Goffa> & Tŷ"})


def environment(**settings: object) -> Environment:
    return Environment(loader=DictLoader(TEMPLATES), undefined=StrictUndefined, **settings)  # type: ignore[arg-type]


def wording(**settings: object) -> Wording:
    return Wording(environment(**settings), origin="https://coop.example/")


def message(name: str = "m1", **changes: object) -> Message:
    values: dict[str, object] = {
        "id": name,
        "domain": "coop.example",
        "kind": "meeting-called",
        "created_at": NOON,
        "sender": SENDER.mailbox,
        "parts": (
            Part(Variant.CY, "Cyfarfod y tŷ", "Dewch i'r tŷ.\n", "<p>Dewch i'r tŷ.</p>\n"),
            Part(Variant.EN, "House meeting", "Come to the house.\n", "<p>Come to the house.</p>\n"),
        ),
    }
    return Message(**(values | changes))  # type: ignore[arg-type]


def claimed(name: str = "m1", recipient: Recipient = NIA, channel: Channel = Channel.EMAIL) -> Claimed:
    return Claimed(message(name), recipient, channel, attempt=1)
