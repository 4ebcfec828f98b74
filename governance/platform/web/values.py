"""The values of the rules in the words that the rules themselves have for them."""

from constitution import Rulebook, wording
from constitution.kinds import Value
from governance.platform.web.variants import language_of, spoken


def in_words(rules: Rulebook, parameter: str, value: Value | None) -> str:
    """As a clause says it: Easy Read has the same words, so that a page and the rule on it agree."""
    return wording.in_words(rules, parameter, value, language_of(spoken()))
