"""A title and a text in every variant, as forms send them and as JSON shows them."""

from dataclasses import dataclass

import msgspec

from governance.platform.texts import Texts

LARGEST_TEXTS = 1_000_000
"""Bytes of a form with four texts, each letter of them as long as letters get on their way: nothing typed is lost."""


@dataclass(frozen=True, slots=True)
class Words:
    """What may be left empty is for the service to say."""

    title_en: str = ""
    title_cy: str = ""
    title_en_easy: str = ""
    title_cy_easy: str = ""
    text_en: str = ""
    text_cy: str = ""
    text_en_easy: str = ""
    text_cy_easy: str = ""

    @property
    def title(self) -> Texts:
        return Texts(self.title_en, self.title_cy, self.title_en_easy, self.title_cy_easy)

    @property
    def text(self) -> Texts:
        return Texts(self.text_en, self.text_cy, self.text_en_easy, self.text_cy_easy)


class TextsView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    en: str = ""
    cy: str = ""
    en_easy: str = ""
    cy_easy: str = ""

    def texts(self) -> Texts:
        return Texts(self.en, self.cy, self.en_easy, self.cy_easy)
