"""A rule book as Akoma Ntoso 3.0 (OASIS LegalDocML): one language of it, Easy Read attached, values marked.

The document is an ``act``; docs/decisions/0021 says why. Each clause is a ``section`` whose ``eId`` follows from its
number alone, so that an address stays true when parts or other clauses change.
"""

import json
import re
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from constitution import wording
from constitution.clause import Paragraph
from constitution.contents import contents
from constitution.frbr import Publication, meta
from constitution.parameters import parameter
from constitution.plain import thawed
from constitution.rulebook import Rulebook

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

_FIGURES = (
    "count",
    "count_or_share",
    "decimal",
    "duration",
    "greater_of",
    "majority",
    "money",
    "numbers",
    "payment",
    "rate",
    "share",
)
_EASY = "easy-read"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MIXED = ("p", "num", "heading")
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(rules: Rulebook, language: str, publication: Publication) -> bytes:
    """The whole rule book in "en" or "cy", in UTF-8 and valid against the schema of the standard."""
    root = Element("akomaNtoso", xmlns=NAMESPACE)
    version = "originalVersion" if rules.version == 1 else "singleVersion"
    act = SubElement(root, "act", {"name": "rules", "contains": version})
    preface, body, easy = (Element(name, {_LANGUAGE: language}) for name in ("preface", "body", "mainBody"))
    title = SubElement(SubElement(SubElement(preface, "longTitle"), "p"), "docTitle")
    title.text = _in(rules.titles, language) or rules.id
    ids = _Ids()
    _fill(body, rules, language, ids)
    _fill_easily(easy, rules, language, ids)
    quoted = {one.attrib["refersTo"][1:] for whole in (body, easy) for one in whole.iter() if "refersTo" in one.attrib}
    act.extend([meta(rules, language, publication, "main", quoted), preface, body])
    if len(easy):
        attachment = SubElement(SubElement(act, "attachments"), "attachment", eId="att_1")
        doc = SubElement(attachment, "doc", name=_EASY, contains=version)
        doc.extend([meta(rules, language, publication, _EASY), easy])
    _lay_out(root)
    _clean(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


class _Ids:
    """Every ``eId`` once: without white space, and with its place after it where two numbers come out alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, prefix: str, number: str, within: str = "") -> str:
        written = re.sub(r"[^\w.]+", "-", number).strip("-")
        wanted = found = f"{within}{prefix}_{written}"
        place = 1
        while found in self._taken:
            place += 1
            found = f"{wanted}-{place}"
        self._taken.add(found)
        return found


def _fill(body: Element, rules: Rulebook, language: str, ids: _Ids) -> None:
    place = 0
    for part, numbers in contents(rules):
        within = body
        if part is not None:
            place += 1
            within = SubElement(body, "part", eId=ids.of("part", str(place)))
            _head(within, str(place), _in(part.titles, language))
        for number in numbers:
            clause = rules.clauses[number]
            section = _section(within, ids.of("sec", number), number, _in(clause.titles, language))
            _paragraphs(section, rules, clause.paragraphs, language, ids)
    if not rules.clauses:
        SubElement(body, "hcontainer", name="rules")


def _fill_easily(easy: Element, rules: Rulebook, language: str, ids: _Ids) -> None:
    for number, clause in rules.clauses.items():
        if any(wording.stands(rules, one) for one in clause.easy):
            section = _section(easy, ids.of("sec", number, "att_1__"), number, _in(clause.titles, language))
            _paragraphs(section, rules, clause.easy, language, ids, numbered=False)


def _section(within: Element, identity: str, number: str, title: str | None) -> Element:
    section = SubElement(within, "section", eId=identity)
    _head(section, number, title)
    return section


def _head(element: Element, number: str, title: str | None) -> None:
    SubElement(element, "num").text = number
    if title:
        SubElement(element, "heading").text = title


def _paragraphs(
    section: Element,
    rules: Rulebook,
    paragraphs: Iterable[Paragraph],
    language: str,
    ids: _Ids,
    *,
    numbered: bool = True,
) -> None:
    """Numbered as they stand, as the rules are printed: 36.1, 36.2."""
    standing = (one for one in paragraphs if wording.stands(rules, one))
    for place, one in enumerate(standing, start=1):
        paragraph = SubElement(section, "paragraph", eId=ids.of("para", str(place), f"{section.attrib['eId']}__"))
        if numbered:
            SubElement(paragraph, "num").text = f"{section[0].text}.{place}"
        _words(SubElement(SubElement(paragraph, "content"), "p"), rules, one, language)


def _words(p: Element, rules: Rulebook, one: Paragraph, language: str) -> None:
    """A quoted value is marked with its parameter; a figure also gives what the rules hold, for programs."""
    last: Element | None = None
    for piece in wording.pieces(rules, one, language):
        if piece.quoted is not None:
            last = _value(p, rules, piece.quoted)
            last.text = piece.words
        elif last is None:
            p.text = piece.words
        else:
            last.tail = piece.words


def _value(p: Element, rules: Rulebook, identity: str) -> Element:
    if parameter(identity).kind not in _FIGURES:
        return SubElement(p, "inline", name="parameter", refersTo=f"#{identity}")
    entry = rules.entries.get(identity)
    found = SubElement(p, "quantity", refersTo=f"#{identity}")
    if entry and not entry.not_applicable:
        found.set("normalized", json.dumps(thawed(entry.written)))
    return found


def _in(words: Mapping[str, str], language: str) -> str | None:
    return words.get(language) or next(iter(words.values()), None)


def _lay_out(element: Element, depth: int = 0) -> None:
    """One element to a line, but nothing between words."""
    if element.tag in _MIXED or not len(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        _lay_out(child, depth + 1)
        child.tail = element.text
    element[-1].tail = "\n" + "  " * depth


def _clean(root: Element) -> None:
    """XML has no way to write some characters."""

    def legal(words: str | None) -> str | None:
        return words and _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", words)

    for element in root.iter():
        element.text, element.tail = legal(element.text), legal(element.tail)
        for name, words in element.items():
            element.set(name, legal(words) or "")
