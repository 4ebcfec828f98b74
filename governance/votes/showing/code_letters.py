"""Voting codes on paper: for window envelopes, with a picture for cameras, in both languages of each reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.correspondence.model import Letter
from governance.platform.web.layout import environment
from governance.platform.web.qr import Drawing, drawn
from governance.platform.web.variants import in_turn, language_of, speaking
from governance.rulebook import service as rulebook
from governance.settings import Settings
from governance.votes import service as votes
from notifications import Format


@dataclass(frozen=True, slots=True)
class Sheet:
    """One reader's letter. ``large``: they asked for large print."""

    reader: Letter
    code: str
    right_of: str | None
    drawing: Drawing
    variants: tuple[str, ...]
    large: bool

    @classmethod
    def of(cls, letter: votes.CodeLetter) -> "Sheet":
        recipient = letter.reader.recipient()
        variants = tuple(variant.value for variant in recipient.variants())
        large = Format.LARGE_PRINT in recipient.formats
        return cls(letter.reader, letter.code, letter.right_of, drawn(letter.code), variants, large)


def code_letters_document(
    letters: Sequence[votes.CodeLetter],
    vote: votes.VoteRecord,
    organisation: rulebook.OrganisationRecord,
    settings: Settings,
) -> str:
    """One HTML document with its styles in it, to be made into PDF or printed as it is."""
    sheets = [Sheet.of(letter) for letter in letters]
    first = sheets[0].variants[0] if sheets else "en"
    with speaking(first):
        return (
            environment(settings.time_zone)
            .get_template("print/votes/codes.html")
            .render(
                letters=sheets,
                language=language_of(first),
                organisation=organisation.name_both,
                title=vote.titled,
                closes_at=vote.closes_at,
                phone=settings.contact.phone,
                address=settings.origin,
                in_turn=in_turn,
            )
        )
