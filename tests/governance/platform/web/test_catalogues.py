"""Every word a person reads exists in every variant."""

from pathlib import Path

import pytest

from governance.platform.web import catalogue, variants
from governance.platform.web.catalogue import Problem, Said
from governance.platform.web.variants import LOCALE, entries, gettext, merged, ngettext, speaking

SAID = list(catalogue.messages())


def test_there_is_something_to_translate() -> None:
    assert len(SAID) > 100


def test_every_word_of_every_template_is_there_in_every_variant() -> None:
    """What is missing is listed with the template that says it."""
    assert [str(problem) for problem in catalogue.problems(SAID)] == []


@pytest.mark.parametrize(
    ("variant", "entry", "what"),
    [
        ("cy", "", "missing"),
        ("cy", '#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "Helo %(name)s"\n', "fuzzy"),
        ("cy", '#, same-as-parent\nmsgid "Hello %(name)s"\nmsgstr ""\n', "missing"),
        ("cy", 'msgid "Hello %(name)s"\nmsgstr "Helo %(nane)s"\n', "places"),
        ("cy", 'msgid "Hello %(name)s"\nmsgstr "Hello %(name)s"\n', "same"),
        ("en-easy", 'msgid "Hello %(name)s"\nmsgstr ""\n', "missing"),
        ("en-easy", 'msgid "Hello %(name)s"\nmsgstr "Hello %(name)s"\n', "same"),
        ("cy-easy", 'msgid "Hello %(name)s"\nmsgstr "Helo %(name)s"\n', "same"),
        ("cy-easy", 'msgid "Hello %(name)s"\nmsgstr "Shwmae"\n', "places"),
    ],
)
def test_a_fault_in_one_entry_is_found(tmp_path: Path, variant: str, entry: str, what: str) -> None:
    good = {
        "cy": 'msgid "Hello %(name)s"\nmsgstr "Helo %(name)s"\n',
        "en-easy": '#, same-as-parent\nmsgid "Hello %(name)s"\nmsgstr ""\n',
        "cy-easy": '#, same-as-parent\nmsgid "Hello %(name)s"\nmsgstr ""\n',
    }
    said = [Said("Hello %(name)s", None, None, "ui/x.html:1")]
    assert catalogue.problems(said, _written(tmp_path / "good", good)) == []
    faulty = catalogue.problems(said, _written(tmp_path / "faulty", good | {variant: entry}))
    assert faulty == [Problem(variant, what, "Hello %(name)s", "ui/x.html:1")]


def test_an_entry_that_nobody_says_is_found(tmp_path: Path) -> None:
    files = {
        variant: 'msgid "Bye"\nmsgstr "Hwyl"\n' if variant == "cy" else "" for variant in ("cy", "en-easy", "cy-easy")
    }
    assert catalogue.problems([], _written(tmp_path, files)) == [Problem("cy", "left over", "Bye", "")]


def _written(folder: Path, files: dict[str, str]) -> Path:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    for variant, entry in files.items():
        (folder / variant).mkdir(parents=True)
        (folder / variant / "a.po").write_text(header + entry, encoding="utf-8")
    return folder


def test_the_list_for_one_slice_names_its_own_messages_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue.main(["nobody"]) == 0
    assert capsys.readouterr().out == "0 messages, 0 entries to look at\n"


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
