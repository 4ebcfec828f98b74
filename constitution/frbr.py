"""What an exported rule book says of itself: which work it is, in which version and language, made from what, when.

Work, expression and manifestation are those of the Functional Requirements for Bibliographic Records; addresses follow
the Akoma Ntoso naming convention. Both languages, and every version, are expressions of one work.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from constitution.parameters import parameter
from constitution.phrases import LANGUAGES
from constitution.rulebook import Rulebook

ALPHA_3 = {"en": "eng", "cy": "cym"}
"""The languages as ISO 639-2 names them, as addresses do."""

_NAMES = {"en": "English", "cy": "Cymraeg"}
_ORGANISATION, _EDITOR = "organisation", "cydlais"


@dataclass(frozen=True, slots=True)
class Publication:
    """What a rule book does not know of itself. ``author`` is the name of the organisation, ``adopted`` the day of its
    first rules, ``stated`` the day from which this version holds, or on which it was drafted while ``is_in_force`` is
    false; ``reference`` is the registrar's."""

    author: str
    adopted: date
    stated: date
    exported: date
    is_in_force: bool = True
    reference: str | None = None


def meta(
    rules: Rulebook, language: str, publication: Publication, component: str, quoted: Iterable[str] = ()
) -> Element:
    """``component`` is "main" or the name of an attachment; ``quoted`` are the parameters that its words refer to."""
    found = Element("meta")
    identification = SubElement(found, "identification", source=f"#{_EDITOR}")
    _work(SubElement(identification, "FRBRWork"), rules, publication, component)
    _expression(SubElement(identification, "FRBRExpression"), rules, language, publication, component)
    _manifestation(SubElement(identification, "FRBRManifestation"), rules, language, publication, component)
    if component == "main":
        _other_languages(found, rules, language, publication)
        _references(SubElement(found, "references", source=f"#{_EDITOR}"), publication, quoted)
    return found


def work(rules: Rulebook, publication: Publication) -> str:
    """/akn/gb/act/rules/oakfield-care/2027-02-01/e-citizen-directed"""
    adopted = publication.adopted.isoformat()
    return f"/akn/gb/act/rules/{slug(publication.author)}/{adopted}/{slug(rules.id)}"


def expression(rules: Rulebook, language: str, publication: Publication) -> str:
    return f"{work(rules, publication)}/{ALPHA_3[language]}@{publication.stated.isoformat()}"


def slug(name: str) -> str:
    """Letters and digits of any address: a name in accents keeps its letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def _work(element: Element, rules: Rulebook, publication: Publication, component: str) -> None:
    address = work(rules, publication)
    _named(element, address, f"{address}/!{component}", (publication.adopted, "adopted"), _ORGANISATION)
    SubElement(element, "FRBRcountry", value="gb")
    SubElement(element, "FRBRsubtype", value="rules")
    if publication.reference:
        SubElement(element, "FRBRnumber", value=publication.reference)
    SubElement(element, "FRBRprescriptive", value=str(publication.is_in_force).lower())


def _expression(element: Element, rules: Rulebook, language: str, publication: Publication, component: str) -> None:
    address, event = expression(rules, language, publication), "in-force" if publication.is_in_force else "drafted"
    _named(element, address, f"{address}/!{component}", (publication.stated, event), _ORGANISATION)
    SubElement(element, "FRBRversionNumber", value=str(rules.version))
    SubElement(element, "FRBRlanguage", language=ALPHA_3[language])


def _manifestation(element: Element, rules: Rulebook, language: str, publication: Publication, component: str) -> None:
    address = expression(rules, language, publication)
    _named(element, f"{address}.akn", f"{address}/!{component}.xml", (publication.exported, "exported"), _EDITOR)
    SubElement(element, "FRBRformat", value="application/akn+xml")


def _named(element: Element, address: str, this: str, dated: tuple[date, str], author: str) -> None:
    day, event = dated
    SubElement(element, "FRBRthis", value=this)
    SubElement(element, "FRBRuri", value=address)
    SubElement(element, "FRBRdate", date=day.isoformat(), name=event)
    SubElement(element, "FRBRauthor", href=f"#{author}")


def _other_languages(found: Element, rules: Rulebook, language: str, publication: Publication) -> None:
    """No language is the translation of another: they are expressions of equal standing."""
    others = [one for one in LANGUAGES if one != language and one in rules.texts]
    if not others:
        return
    analysis = SubElement(found, "analysis", source=f"#{_EDITOR}")
    references = SubElement(analysis, "otherReferences", source=f"#{_EDITOR}")
    for one in others:
        address = expression(rules, one, publication)
        SubElement(references, "alternativeReference", href=address, showAs=_NAMES[one])


def _references(element: Element, publication: Publication, quoted: Iterable[str]) -> None:
    author = f"/akn/ontology/organization/gb/{slug(publication.author)}"
    SubElement(element, "TLCOrganization", eId=_ORGANISATION, href=author, showAs=publication.author)
    editor = f"/akn/ontology/organization/{_EDITOR}"
    SubElement(element, "TLCOrganization", eId=_EDITOR, href=editor, showAs="Cydlais")
    for identity in sorted(quoted):
        name = parameter(identity).name
        SubElement(element, "TLCConcept", eId=identity, href=f"/akn/ontology/concept/rules/{name}", showAs=name)
