"""A text written by people for people: English, Welsh, and an Easy Read wording of each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

EN, CY, EN_EASY, CY_EASY = "en", "cy", "en-easy", "cy-easy"
VARIANTS = (EN, CY, EN_EASY, CY_EASY)

_FIELDS = {EN: "en", CY: "cy", EN_EASY: "en_easy", CY_EASY: "cy_easy"}
_NEXT_BEST = {
    EN: (EN, CY),
    CY: (CY, EN),
    EN_EASY: (EN_EASY, EN, CY_EASY, CY),
    CY_EASY: (CY_EASY, CY, EN_EASY, EN),
}
"""Easy Read falls back to the formal text of its own language first; the other language comes after."""


class Shown(NamedTuple):
    """What a reader gets, and the variant it is really in: a page says so where it is not the one asked for."""

    text: str
    variant: str

    @property
    def language(self) -> str:
        return self.variant.removesuffix("-easy")


@dataclass(frozen=True, slots=True)
class Texts:
    en: str = ""
    cy: str = ""
    en_easy: str = ""
    cy_easy: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Texts":
        return cls(**{name: stored[name] for name in _FIELDS.values() if name in stored})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def has(self, variant: str) -> bool:
        return bool(getattr(self, _FIELDS[variant]).strip())

    @property
    def has_any(self) -> bool:
        return any(self.has(variant) for variant in VARIANTS)

    def in_variant(self, variant: str) -> Shown:
        """The text for a reader of ``variant``, or the next best one; an empty text is empty in every variant."""
        found = next((other for other in _NEXT_BEST[variant] if self.has(other)), variant)
        return Shown(getattr(self, _FIELDS[found]), found)

    def would_change(self, other: "Texts") -> bool:
        """Does ``other`` say something else where there are words already?"""
        return any(
            self.has(variant) and other.has(variant) and self._in(variant) != other._in(variant) for variant in VARIANTS
        )

    def completed(self, other: "Texts") -> "Texts":
        """This text, with the words of ``other`` where it has none."""
        return Texts(**{_FIELDS[one]: (self if self.has(one) else other)._in(one) for one in VARIANTS})

    def _in(self, variant: str) -> str:
        return str(getattr(self, _FIELDS[variant]))

    def missing(self, variants: tuple[str, ...] = VARIANTS) -> tuple[str, ...]:
        return tuple(variant for variant in variants if not self.has(variant))

    @property
    def is_bilingual(self) -> bool:
        """Both formal texts are there: what a notice and a ballot need (W-04, W-05)."""
        return not self.missing((EN, CY))
