"""Puts a notice into words, once for each variant, from the templates below ``mail/``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking
from notifications import Notice, Part, Recipient, Variant, Wording


@dataclass(frozen=True, slots=True)
class Press:
    """``origin`` is the only source of links (MAIL-2)."""

    origin: str
    environment: Environment

    @classmethod
    def of(cls, origin: str, time_zone: str) -> "Press":
        return cls(origin, environment(time_zone))

    def print(self, kind: str, facts: Mapping[str, Any], reader: Recipient, variant: Variant) -> Part:
        """``kind`` is "slice/name". Words kept for everybody must not depend on who the reader is."""
        slice_, _, name = kind.partition("/")
        wording = Wording(self.environment, origin=self.origin, folder=f"mail/{slice_}", speaking=speaking)
        return wording.part(Notice(name, facts), reader, variant)
