"""One environment, two manners: strict with our own templates, lenient with the components; escaping in both."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jinja2 import UndefinedError

from governance.errors import Invalid
from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking
from governance.platform.web.visit import Refilled
from governance.settings import TEMPLATES

BUTTON = '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
PICTURES = sorted((TEMPLATES / "ui" / "pictures").glob("*.svg"))


def _rendered(source: str, **context: object) -> str:
    return environment().from_string(source).render(context)


@pytest.mark.parametrize("source", ["{{ tpyo }}", "{{ fact.tpyo }}", "{{ fact['tpyo'] }}", "{% if tpyo %}{% endif %}"])
def test_a_slip_in_a_template_of_ours_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        _rendered(source, fact={"name": "Ann"})


def test_a_component_may_ask_for_what_was_not_given() -> None:
    assert 'class="govuk-button"' in _rendered(BUTTON + '{{ govukButton({"text": "Go"}) }}')


def test_a_slip_in_what_a_component_is_given_is_still_an_error() -> None:
    with pytest.raises(UndefinedError):
        _rendered(BUTTON + '{{ govukButton({"text": tpyo}) }}')


@pytest.mark.control("WEB-2")
@pytest.mark.parametrize("way", ["text", "html"])
def test_a_component_escapes_whatever_way_a_text_goes_in(way: str) -> None:
    shown = _rendered(BUTTON + "{{ govukButton({way: typed}) }}", way=way, typed="<script>alert(1)</script>")
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.control("WEB-2")
def test_a_component_escapes_the_values_of_attributes() -> None:
    shown = _rendered(BUTTON + '{{ govukButton({"text": "Go", "attributes": {"data-x": typed}}) }}', typed='"><script>')
    assert "<script>" not in shown
    assert 'data-x="&#34;&gt;&lt;script&gt;"' in shown


def test_markup_of_ours_goes_through_a_component_as_it_is() -> None:
    source = BUTTON + "{% set inner %}<b>{{ typed }}</b>{% endset %}{{ govukButton({'html': inner}) }}"
    assert "<b>&lt;i&gt;</b>" in _rendered(source, typed="<i>")


VOCABULARY = """
    ask assistant board box calendar change clock e-mail group help house key letter lock look meeting money no not-sure
    paper person phone pot print result rules secret sign stop vote yes
"""
"""What people who write Easy Read can count on; every other picture is there because a page shows it."""


def test_the_pictures_are_those_that_writers_count_on_and_those_that_pages_show() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    shown = {path.stem for path in PICTURES if re.search(rf"[\"']{path.stem}[\"']", pages)}
    assert {path.stem for path in PICTURES} == shown | set(VOCABULARY.split())
    assert len(PICTURES) >= 40


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_a_drawing_in_the_reader_s_colours_and_silent_beside_its_words(path: Path) -> None:
    drawing = ET.fromstring(path.read_text(encoding="utf-8"))
    assert (drawing.get("viewBox"), drawing.get("stroke"), drawing.get("aria-hidden")) == (
        "0 0 64 64",
        "currentColor",
        "true",
    )
    assert {element.tag.rpartition("}")[2] for element in drawing.iter()} <= {
        "svg",
        "path",
        "circle",
        "ellipse",
        "rect",
    }
    assert all(element.get("fill") in (None, "none", "currentColor") for element in drawing.iter())


ENGLISH = ("Back", "Error", "Warning", "Important", "Success", "Show", "Hide", "Menu", "There is a problem", "Change")
WRAPPERS = """
{% from "ui/forms.html" import begin, end, text, secret, long_text, choose, pick with context %}
{% from "ui/forms.html" import tick, tick_some, file, error_summary with context %}
{% from "ui/links.html" import back with context %}
{% from "ui/notice.html" import inset, notice, warn with context %}
{% from "ui/summary.html" import summary, fact with context %}
{{ error_summary() }}{{ back("/votes") }}{{ warn("W") }}
{% call summary() %}{{ fact("L", "V", change="/x") }}{% endcall %}
{{ begin("/x") }}{{ text("a", "L") }}{{ secret("b", "L") }}{{ long_text("c", "L") }}
{{ choose("d", "L", (("1", "L"),)) }}{{ pick("e", "L", (("1", "L"),)) }}{{ tick("f", "L") }}
{{ tick_some("g", "L", (("1", "L"),)) }}{{ file("h", "L") }}{{ end("L") }}
"""


def test_no_component_speaks_english_on_a_welsh_page() -> None:
    form = Refilled({}, dict.fromkeys("abcdefgh", "missing"), "ui", Invalid({}))
    with speaking("cy"):
        shown = _rendered(WRAPPERS, form=form, slice="ui", variant="cy", link=str, form_token=str)
    words = {word.strip(" :\n") for part in shown.split(">") for word in part.partition("<")[0].split('"')}
    assert words.isdisjoint(ENGLISH)
    assert words.isdisjoint({f"{word} password" for word in ("Show", "Hide")})
