"""How somebody likes to read: the size of text, the colours, more time, and the variant chosen on the first visit."""

from dataclasses import dataclass
from typing import Self

from governance.platform.texts import VARIANTS

TEXTS = ("normal", "large", "largest")
"""As the browser has it, 125 % and 150 %."""
THEMES = ("device", "light", "dark", "contrast", "cream")
"""As the device has it, or one of our own: contrast is yellow on black."""


@dataclass(frozen=True, slots=True)
class Comfort:
    """What nobody chose is as the device has it; without a variant the browser's languages decide."""

    text: str = TEXTS[0]
    theme: str = THEMES[0]
    more_time: bool = False
    variant: str = ""

    def written(self) -> str:
        """As the cookie and the account keep it. There is nothing in it to protect, so it bears no seal."""
        return ".".join((self.text, self.theme, "more" if self.more_time else "", self.variant))

    @classmethod
    def read(cls, written: str) -> Self:
        """Whatever a browser sends becomes a choice that we offer."""
        text, theme, time, variant = (written.split(".") + [""] * 4)[:4]
        return cls.of(text, theme, more_time=time == "more", variant=variant)

    @classmethod
    def of(cls, text: str, theme: str, *, more_time: bool, variant: str) -> Self:
        return cls(
            text=text if text in TEXTS else TEXTS[0],
            theme=theme if theme in THEMES else THEMES[0],
            more_time=more_time,
            variant=variant if variant in VARIANTS else "",
        )
