"""The one environment that renders every page, letter and print."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from constitution import CATALOGUE
from governance.platform.web import assets, variants
from governance.platform.web.figures import Figures
from governance.platform.web.mutations import softening
from governance.platform.web.values import in_words
from governance.settings import TEMPLATES

COMPONENTS = "govuk_frontend_jinja"
"""The component library; its macros import each other below this very name."""
_WRITE_ATTRIBUTES = ("macros/attributes.html", "components/password-input/macro.html")


class _Rooms(Environment):
    """Two environments that look like one. Our own templates refuse every name and attribute that nobody set, so that a
    slip of the pen shows at once; the components live by asking for what was not given, and may."""

    components: Environment

    def get_template(self, name: str | Template, *rest: Any, **named: Any) -> Template:
        is_component = isinstance(name, str) and name.startswith(f"{COMPONENTS}/")
        return self.components.get_template(name) if is_component else super().get_template(name, *rest, **named)


@lru_cache
def environment(time_zone: str = "Europe/London") -> Environment:
    """Escapes in every template whatever its name (WEB-2), and refuses names that nobody set.

    Words follow ``variants.speaking``; days and times are shown in the organisation's zone.
    """
    made = _Rooms(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.components = _components()
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        variants.gettext,
        variants.ngettext,
        newstyle=True,
        pgettext=variants.pgettext,
        npgettext=variants.npgettext,
    )
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        made.globals[name] = softening(cast("Callable[..., str]", made.globals[name]))
    figures = Figures(ZoneInfo(time_zone))
    for name in ("day", "month", "clock", "moment", "field", "money", "number"):
        made.filters[name] = getattr(figures, name)
    made.globals["catalogue"] = CATALOGUE
    made.globals["asset"] = assets.asset
    made.globals["in_words"] = in_words
    return made


@lru_cache
def _components() -> Environment:
    made = Environment(
        loader=PrefixLoader({COMPONENTS: PackageLoader(COMPONENTS)}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["safe"] = _safe
    return made


@pass_context
def _safe(context: Context, value: object) -> Markup:
    """Markup stays as it is; a mere text is escaped even where the library would have let it through (WEB-2).

    Only the macros that write attributes are believed: they escape each of them by themselves.
    """
    if context.name not in _WRITE_ATTRIBUTES:
        return escape(value)
    return Markup(value)  # noqa: S704 (names and values were escaped one by one)
