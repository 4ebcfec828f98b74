"""The four variants of every page, and the catalogues that put pages into them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from governance.platform.texts import CY, CY_EASY, EN, EN_EASY, VARIANTS
from governance.settings import TEMPLATES

LOCALE = TEMPLATES / "locale"
WELSH_PLURALS = "nplurals=6; plural=(n==0)?0:(n==1)?1:(n==2)?2:(n==3)?3:(n==6)?4:5;"
"""Set by hand: Babel's own table for Welsh has five forms and would put six beside nought."""

_PARENTS = {CY_EASY: CY}
_variant: ContextVar[str] = ContextVar("variant", default=EN)

Catalogues = Mapping[str, NullTranslations]


def language_of(variant: str) -> str:
    return variant.removesuffix("-easy")


def of_path(path: str) -> str:
    """The variant a path is in; paths outside the four, such as ``/api``, speak English."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in VARIANTS else EN


def spoken() -> str:
    """The variant being spoken just now."""
    return _variant.get()


@contextmanager
def speaking(variant: str) -> Iterator[None]:
    """Everything rendered inside is in ``variant``: a page, or one recipient's letter."""
    token = _variant.set(variant)
    try:
        yield
    finally:
        _variant.reset(token)


def in_turn(variants: Iterable[str]) -> Iterator[str]:
    """For a template's loop: each time round, all that is said is said in the variant at hand."""
    for variant in variants:
        with speaking(variant):
            yield variant


@lru_cache
def catalogues(folder: Path = LOCALE) -> Catalogues:
    """One catalogue for each variant, merged over the files of all slices, read once."""
    found: dict[str, NullTranslations] = {EN: NullTranslations()}
    for variant in (CY, EN_EASY, CY_EASY):
        translations = _compiled(merged(folder, variant))
        if parent := _PARENTS.get(variant):
            translations.add_fallback(found[parent])
        found[variant] = translations
    return found


def merged(folder: Path, variant: str) -> Catalog:
    """All of a variant's files as one catalogue; fuzzy entries are left out, as they are guesses.

    A message that several files translate gets the words of the first file by name; a test sees to it that they agree.
    """
    whole = Catalog(locale=language_of(variant))
    if language_of(variant) == CY:
        whole.mime_headers = [("Plural-Forms", WELSH_PLURALS)]
    for path in files(folder, variant):
        for message in entries(path):
            if message.string and not message.fuzzy and whole.get(message.id, message.context) is None:
                whole.add(message.id, message.string, context=message.context)
    return whole


def files(folder: Path, variant: str) -> list[Path]:
    return sorted((folder / variant).glob("*.po"))


def entries(path: Path) -> list[Message]:
    with path.open("rb") as file:
        found = read_po(file, locale=language_of(path.parent.name), abort_invalid=True)
    return [message for message in found if message.id]


def _compiled(catalogue: Catalog) -> Translations:
    file = BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return Translations(file)


def gettext(message: str) -> str:
    return str(catalogues()[spoken()].gettext(message))


def ngettext(singular: str, plural: str, count: int) -> str:
    return str(catalogues()[spoken()].ngettext(singular, plural, count))


def pgettext(context: str, message: str) -> str:
    return str(catalogues()[spoken()].pgettext(context, message))


def npgettext(context: str, singular: str, plural: str, count: int) -> str:
    return str(catalogues()[spoken()].npgettext(context, singular, plural, count))
