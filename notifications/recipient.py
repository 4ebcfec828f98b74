"""Who is told, in which language and form, and by which way."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from notifications.errors import BadAddress, NoRoute, NoWording
from notifications.headers import check_text
from notifications.mailbox import NAME_LIMIT, Mailbox

LINE_LIMIT = 100
MOST_LINES = 9


class Language(StrEnum):
    ENGLISH = "en"
    WELSH = "cy"

    @property
    def other(self) -> "Language":
        return Language.WELSH if self is Language.ENGLISH else Language.ENGLISH


class Variant(StrEnum):
    """A language and a form of it. The value is also the path, catalogue and template name."""

    EN = "en"
    CY = "cy"
    EN_EASY = "en-easy"
    CY_EASY = "cy-easy"

    @property
    def language(self) -> Language:
        return Language(self.value[:2])

    @property
    def easy(self) -> bool:
        return self.value.endswith("-easy")


class Format(StrEnum):
    EASY = "easy"
    LARGE_PRINT = "large-print"


class Channel(StrEnum):
    EMAIL = "email"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person, as they asked to be reached; `channels` are in their order of preference."""

    name: str
    language: Language
    email: str | None = None
    postal: tuple[str, ...] = ()
    formats: frozenset[Format] = frozenset()
    channels: tuple[Channel, ...] = (Channel.EMAIL, Channel.LETTER)

    def __post_init__(self) -> None:
        check_text("name", self.name, NAME_LIMIT)
        if self.email is not None:
            Mailbox(self.name, self.email)
        if len(self.postal) > MOST_LINES:
            raise BadAddress(f"a postal address has at most {MOST_LINES} lines")
        for line in self.postal:
            check_text("postal line", line, LINE_LIMIT)

    @property
    def mailbox(self) -> Mailbox:
        if self.email is None:
            raise BadAddress("no e-mail address")
        return Mailbox(self.name, self.email)

    def can_be_reached_by(self, channel: Channel) -> bool:
        return self.email is not None if channel is Channel.EMAIL else bool(self.postal)

    def route(self) -> Channel:
        """The first preferred channel there is an address for."""
        for channel in self.channels:
            if self.can_be_reached_by(channel):
                return channel
        raise NoRoute("no address for any channel this person accepts")

    def variants(self, offered: Collection[Variant] = tuple(Variant)) -> tuple[Variant, ...]:
        """What this person is sent, in reading order: both languages at the same moment, theirs first (W-04).

        In each language an Easy Read text comes before the formal one, which prevails and so is never left out (ER-10).
        """
        forms = (True, False) if Format.EASY in self.formats else (False,)
        wanted = [_variant(language, easy) for language in (self.language, self.language.other) for easy in forms]
        chosen = tuple(variant for variant in wanted if variant in offered)
        if not chosen:
            raise NoWording("none of the offered variants suits this person")
        return chosen


def _variant(language: Language, easy: bool) -> Variant:
    return Variant(f"{language}-easy" if easy else language.value)
