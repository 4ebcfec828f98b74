"""The one environment that renders every page, letter and print."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from governance.platform.web import variants
from governance.platform.web.figures import Figures
from governance.settings import TEMPLATES


@lru_cache
def environment(time_zone: str = "Europe/London") -> Environment:
    """Escapes in every template whatever its name (WEB-2), and refuses names that nobody set.

    Words follow ``variants.speaking``; days and times are shown in the organisation's zone.
    """
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        variants.gettext,
        variants.ngettext,
        newstyle=True,
        pgettext=variants.pgettext,
        npgettext=variants.npgettext,
    )
    figures = Figures(ZoneInfo(time_zone))
    for name in ("day", "clock", "moment", "field", "money", "number"):
        made.filters[name] = getattr(figures, name)
    return made
