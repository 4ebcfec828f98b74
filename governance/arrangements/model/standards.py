"""Versions of the quality standard: what each says, and which holds on a day (P-265)."""

from governance.errors import Refusal
from governance.platform.texts import VARIANTS, Texts

LABEL_LIMIT, TEXT_LIMIT = 40, 20_000
LANGUAGES = ("cy", "en")
"""Without these a version is not ready for everybody; Easy Read of either may follow in the same version."""


class LabelTaken(Refusal):
    """There is a version of this name already."""

    code = "standard-label-taken"


class NotDecided(Refusal):
    """The motion named has not been carried: members approve each version."""

    code = "standard-not-decided"


class BeforeTheLast(Refusal):
    """Another version begins on this day or after it; what was in force is not rewritten."""

    code = "standard-before-the-last"


def errors_in(label: str, text: Texts) -> dict[str, str]:
    """Code of what is wrong with each field; the texts are named by their variant."""
    errors = {variant: "missing" for variant in LANGUAGES if not text.has(variant)}
    errors |= {variant: "too-long" for variant in VARIANTS if len(text.in_variant(variant).text) > TEXT_LIMIT}
    if not label.strip() or len(label) > LABEL_LIMIT:
        errors["label"] = "too-long" if label.strip() else "missing"
    return errors
