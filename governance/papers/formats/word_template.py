"""The Word template that a report is written into: a local area's own, or that of the service.

Both go the same way. A style that the template has is used; one that it lacks is added from ours,
in the template's own font. Styles are found by their names, which are the same in Word of every
language, whatever their ids are.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from governance.papers.formats import word_places, word_style
from governance.papers.formats.word_parts import Paragraph, WordTable, add, add_table
from governance.papers.formats.word_sections import UPRIGHT_WIDTH, end_with_section

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LABEL_WIDTH: Final = 38.0  # millimetres of the first column of a front sheet

Element = Any  # of an XML tree
# Id in what is written here, and the name in Word.
STYLES: Final = {
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Heading1": "Heading 1",
    "Heading2": "Heading 2",
    "Heading3": "Heading 3",
    "NumberedParagraph": "Numbered Paragraph",
    "ListBullet": "List Bullet",
    "ListBullet2": "List Bullet 2",
    "ListNumber": "List Number",
    "ListNumber2": "List Number 2",
    "Small": "Small",
    "FrontSheet": "Front Sheet",
    "PaperTable": "Paper Table",
    "TableHead": "Table Head",
    "TableText": "Table Text",
    "TableBullet": "Table Bullet",
    "TableBullet2": "Table Bullet 2",
    "TableNumber": "Table Number",
    "TableNumber2": "Table Number 2",
    "AfterTable": "After Table",
    "Hyperlink": "Hyperlink",
}
_NORMAL: Final = "Normal"
_BASE: Final = (_NORMAL, "TableNormal", "DefaultParagraphFont")
_REFERENCES: Final = tuple(f"{_W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))


def opened(template: bytes | None) -> tuple[Any, dict[str, str]]:
    """A document to write into, and the ids of its styles by those that are written.

    Without a template it is the service's own. Missing styles have been added.
    """
    import docx

    document = docx.Document(io.BytesIO(template or own_template()))
    end_with_section(document)
    _forget_origin(document)
    if template is None:
        return document, {}
    _add_numbering_part(document)
    return document, _add_missing_styles(document)


def missing_styles(document: Any) -> list[str]:
    """The names of our styles that a template does not have."""
    known = _ids_by_name(document)
    return [name for name in STYLES.values() if name.casefold() not in known]


def use_styles(elements: Iterable[Any], ids: Mapping[str, str]) -> None:
    """Refers what was written to the styles of the template."""
    changed = {ours: theirs for ours, theirs in ids.items() if ours != theirs}
    if not changed:
        return
    for element in elements:
        for reference in element.iter(*_REFERENCES):
            ours = reference.get(f"{_W}val")
            reference.set(f"{_W}val", changed.get(ours, ours))


# --- the service's own template ------------------------------------------------------------------


@cache
def own_template() -> bytes:
    """The template of the service, with every named place: what an area can start from."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    word_style.add_styles(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(20)
    _running_heads(page)
    add_front(document)
    add(document, Paragraph.of("[[Report]]"), Paragraph.of("[[Appendices]]"))
    document.core_properties.title = "Report"
    document.core_properties.author = document.core_properties.comments = ""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def add_front(document: Any) -> None:
    """Appends the title and the front sheet, as places to be filled."""
    names = word_places.NAMES
    add(
        document,
        Paragraph.of("[[Title]]", "Title"),
        Paragraph.of("[[Plan]]", "Subtitle"),
    )
    rows = [
        [
            [Paragraph.of(names[key], "FrontSheet", bold=True)],
            [Paragraph.of(f"[[{names[key]}]]", "FrontSheet")],
        ]
        for key in word_places.ON_FRONT_SHEET
    ]
    alt = "Of whom and to whom the report is, its purpose, what is recommended, background papers"
    widths = (LABEL_WIDTH, UPRIGHT_WIDTH - LABEL_WIDTH)
    add_table(document, WordTable("Front sheet", alt, (), widths, rows))


def _running_heads(page: Any) -> None:
    head = page.header.paragraphs[0]
    head.text = "[[Plan]]: [[Title]]"
    marking = page.header.add_paragraph("[[Marking]]")
    foot = page.footer.paragraphs[0]
    foot.text = "As at [[As at]]. "
    word_style.add_page_numbers(foot)
    for paragraph in (head, marking, foot):
        paragraph.style = "Small"


# --- what is added to a template -----------------------------------------------------------------


def _forget_origin(document: Any) -> None:
    """Removes the place of the file's own template, which may name a person's folder."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    settings = document.settings.element
    for attached in settings.findall(f"{_W}attachedTemplate"):
        settings.remove(attached)
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.SETTINGS:
            own = relation.target_part.rels
            for key in [key for key, found in own.items() if found.is_external]:
                own.pop(key)


def _ids_by_name(document: Any) -> dict[str, str]:
    found = {}
    for style in document.styles.element.iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            found[str(name.get(f"{_W}val")).casefold()] = str(style.get(f"{_W}styleId"))
    return found


@dataclass(slots=True)
class _StyleSource:
    """Our own styles and numbering, to copy from."""

    styles: dict[str, Element]
    numbering: Any


@cache
def _source() -> _StyleSource:
    import docx

    ours = docx.Document(io.BytesIO(own_template()))
    styles = {
        str(style.get(f"{_W}styleId")): style
        for style in ours.styles.element.iterchildren(f"{_W}style")
    }
    return _StyleSource(styles, ours.part.numbering_part.element)


def _add_missing_styles(document: Any) -> dict[str, str]:
    """Adds our styles that the template lacks; the ids of all of them in the template."""
    known = _ids_by_name(document)
    taken = set(known.values())
    source = _source()
    ids: dict[str, str] = {}
    missing = []
    for ours in (*_BASE, *STYLES):
        name = _name_of(source.styles[ours]).casefold()
        if name in known:
            ids[ours] = known[name]
        else:
            ids[ours] = ours if ours not in taken else f"Wsoa{ours}"
            missing.append(ours)
    for ours in missing:
        document.styles.element.append(_copied(document, source, ours, ids))
    return ids


def _name_of(style: Any) -> str:
    return str(style.find(f"{_W}name").get(f"{_W}val"))


def _copied(document: Any, source: _StyleSource, ours: str, ids: Mapping[str, str]) -> Any:
    """One of our styles for a template: in its font, referring to its styles and numbering."""
    style = deepcopy(source.styles[ours])
    style.set(f"{_W}styleId", ids[ours])
    for name in ("link", "next"):
        for reference in style.findall(f"{_W}{name}"):
            style.remove(reference)
    for based in style.findall(f"{_W}basedOn"):
        base = based.get(f"{_W}val")
        based.set(f"{_W}val", ids.get(base, ids[_NORMAL]))
    for fonts in list(style.iter(f"{_W}rFonts")):
        fonts.getparent().remove(fonts)
    for number in style.iter(f"{_W}numId"):
        number.set(f"{_W}val", str(_copied_number(document, source, str(number.get(f"{_W}val")))))
    return style


def _copied_number(document: Any, source: _StyleSource, num_id: str) -> int:
    """Adds one of our lists to a template's numbering. Returns its id there."""
    theirs = document.part.numbering_part.element
    number = next(
        found for found in source.numbering.iter(f"{_W}num") if found.get(f"{_W}numId") == num_id
    )
    definition_id = number.find(f"{_W}abstractNumId").get(f"{_W}val")
    definition = next(
        deepcopy(found)
        for found in source.numbering.iter(f"{_W}abstractNum")
        if found.get(f"{_W}abstractNumId") == definition_id
    )
    new_definition = _next_id(theirs, "abstractNum", "abstractNumId")
    new_number = _next_id(theirs, "num", "numId") or 1
    definition.set(f"{_W}abstractNumId", str(new_definition))
    for linked in definition.findall(f".//{_W}pStyle"):
        linked.getparent().remove(linked)
    copied = deepcopy(number)
    copied.set(f"{_W}numId", str(new_number))
    copied.find(f"{_W}abstractNumId").set(f"{_W}val", str(new_definition))
    lists = theirs.findall(f"{_W}num")
    if lists:
        lists[0].addprevious(definition)
        lists[-1].addnext(copied)
    else:
        theirs.extend([definition, copied])
    return new_number


def _next_id(numbering: Any, tag: str, name: str) -> int:
    ids = [int(found.get(f"{_W}{name}")) for found in numbering.findall(f"{_W}{tag}")]
    return max(ids, default=-1) + 1


def _add_numbering_part(document: Any) -> None:
    """Adds an empty numbering to a template without one, which the library cannot do."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.parts.numbering import NumberingPart

    if any(rel.reltype == RELATIONSHIP_TYPE.NUMBERING for rel in document.part.rels.values()):
        return
    element = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    name = PackURI("/word/numbering.xml")
    part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, element, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
