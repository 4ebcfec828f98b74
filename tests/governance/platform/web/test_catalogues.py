"""Every word a person reads exists in Welsh."""

import re
from pathlib import Path

import pytest

from governance.platform.web import variants
from governance.platform.web.variants import LOCALE, entries, gettext, merged, ngettext, speaking
from tests.governance.platform.web.messages import CONTEXTS_OF_LISTS, Said, messages

SAME = "same-as-parent"
PLACES = re.compile(r"%\((\w+)\)s")
SAID = sorted(set(messages()), key=lambda said: said.where)
FILES = sorted(LOCALE.glob("*/*.po"))


WELSH = {
    (message.context, message.id if isinstance(message.id, str) else message.id[0]): message
    for path in FILES
    if path.parent.name == "cy"
    for message in entries(path)
}


def test_there_is_something_to_translate() -> None:
    assert len(SAID) > 100


def test_every_message_of_every_template_has_its_welsh() -> None:
    """Missing ones are listed with the template that says them."""
    missing = [f"{said.where}: {said.singular!r}" for said in SAID if not _is_translated(said)]
    assert missing == []


def _is_translated(said: Said) -> bool:
    found = WELSH.get((said.context, said.singular))
    if found is None or found.fuzzy:
        return False
    if said.plural is None:
        return bool(found.string)
    return isinstance(found.string, tuple) and len(found.string) == 6 and all(found.string)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_entry_is_a_guess(path: Path) -> None:
    assert [message.id for message in entries(path) if message.fuzzy] == []


def test_no_welsh_is_merely_the_english() -> None:
    same = [message.id for message in WELSH.values() if message.string == message.id and SAME not in message.flags]
    assert same == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_translation_holds_the_same_places_as_its_message(path: Path) -> None:
    """A place that is missing or misspelt would lose a name or a date, or break the page."""
    for message in entries(path):
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        wanted = {place for id_ in ids for place in PLACES.findall(id_)}
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for string in filter(None, strings):
            found = set(PLACES.findall(string))
            # A plural form may leave out the number where its word says it ("un", "dau").
            assert found <= wanted if len(ids) > 1 else found == wanted, message.id


def test_no_entry_is_left_over_from_a_message_that_nobody_says() -> None:
    said = {(message.context, message.singular) for message in SAID}
    assert [key for key in WELSH if key not in said and key[0] not in CONTEXTS_OF_LISTS] == []


@pytest.mark.parametrize("variant", ["cy", "en-easy", "cy-easy"])
def test_the_files_of_a_variant_agree(variant: str) -> None:
    meanings: dict[tuple[str | None, str], set[str]] = {}
    for path in variants.files(LOCALE, variant):
        for message in entries(path):
            meanings.setdefault((message.context, str(message.id)), set()).add(str(message.string))
    assert {said: meant for said, meant in meanings.items() if len(meant) > 1} == {}


@pytest.fixture
def small_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=6; plural=(n==0)?0:(n==1)?1:(n==2)?2:(n==3)?3:(n==6)?4:5;\\n"\n\n'
    )
    plural = 'msgid "%(num)s member"\nmsgid_plural "%(num)s members"\n' + "".join(
        f'msgstr[{i}] "{word}"\n'
        for i, word in enumerate(["dim aelod", "un aelod", "dau aelod", "tri aelod", "chwe aelod", "%(num)s aelod"])
    )
    for variant in ("cy", "en-easy", "cy-easy"):
        (tmp_path / variant).mkdir()
    (tmp_path / "cy" / "a.po").write_text(header + plural, encoding="utf-8")
    (tmp_path / "cy" / "b.po").write_text(header + 'msgid "Quorum"\nmsgstr "Cworwm"\n', encoding="utf-8")
    (tmp_path / "en-easy" / "b.po").write_text(header + 'msgid "Quorum"\nmsgstr "Enough people"\n', encoding="utf-8")
    known = variants.catalogues(tmp_path)
    monkeypatch.setattr(variants, "catalogues", lambda: known)
    return tmp_path


def test_easy_read_falls_back_to_its_own_language(small_locale: Path) -> None:
    spoken = {}
    for variant in ("en", "cy", "en-easy", "cy-easy"):
        with speaking(variant):
            spoken[variant] = (gettext("Quorum"), gettext("unheard of"))
    assert spoken == {
        "en": ("Quorum", "unheard of"),
        "cy": ("Cworwm", "unheard of"),
        "en-easy": ("Enough people", "unheard of"),
        "cy-easy": ("Cworwm", "unheard of"),
    }


def test_welsh_counts_in_six_forms(small_locale: Path) -> None:
    with speaking("cy"):
        counted = [ngettext("%(num)s member", "%(num)s members", number) for number in (0, 1, 2, 3, 4, 6, 7)]
    assert counted == [
        "dim aelod",
        "un aelod",
        "dau aelod",
        "tri aelod",
        "%(num)s aelod",
        "chwe aelod",
        "%(num)s aelod",
    ]


def test_where_two_files_disagree_the_first_one_speaks(small_locale: Path) -> None:
    text = (small_locale / "cy" / "b.po").read_text(encoding="utf-8").replace("Cworwm", "Nifer")
    (small_locale / "cy" / "c.po").write_text(text, encoding="utf-8")
    assert merged(small_locale, "cy")["Quorum"].string == "Cworwm"
