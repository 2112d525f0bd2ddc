"""Numbering in a Word document: of a text's lists, each from its own first number, and of a report.

A document may be made from a template that has numbering of its own: new ids are the next free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wsoa.core.text import ListStyle

_FORMATS = {
    ListStyle.NUMBERS: ("decimal", "%{}."),
    ListStyle.LETTERS: ("lowerLetter", "%{})"),
    ListStyle.CAPITALS: ("upperLetter", "%{}."),
    ListStyle.ROMAN: ("lowerRoman", "%{}."),
}
_INDENT = 360  # twips, of a level and of its sign
_LEVELS = 2
_REPORT_INDENT = 720  # twips: the numbers of headings and paragraphs of a report
_REPORT = ("%1.", "%1.%2")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """The numbering of an item: the id of its list's, and its level, counted from 0."""

    num_id: int
    depth: int

    @property
    def xml(self) -> str:
        return f'<w:numPr><w:ilvl w:val="{self.depth}"/><w:numId w:val="{self.num_id}"/></w:numPr>'


NO_NUMBER = ListLevel(0, 0)  # for a heading whose style in a template is numbered


def level(document: Any, style: ListStyle, start: int, depth: int) -> ListLevel | None:
    """Adds the numbering of one list to the document; None for bullets, which their style has."""
    if style is ListStyle.BULLETS:
        return None
    override = f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    levels = "".join(_level_xml(style, at) for at in range(_LEVELS))
    definition = _definition(document, f"Text{style.name.title()}", levels)
    return ListLevel(_added(document, definition, override), depth)


@dataclass(frozen=True, slots=True)
class ReportNumbers:
    """The numbers of a report: 1. of its headings, 1.1 of its paragraphs."""

    heading: ListLevel
    paragraph: ListLevel


def report_numbers(document: Any) -> ReportNumbers:
    """Adds the numbering of a report's headings and paragraphs to the document."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:suff w:val="tab"/><w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_REPORT_INDENT}" w:hanging="{_REPORT_INDENT}"/></w:pPr></w:lvl>'
        for depth, sign in enumerate(_REPORT)
    )
    num_id = _added(document, _definition(document, "ReportNumbers", levels))
    return ReportNumbers(ListLevel(num_id, 0), ListLevel(num_id, 1))


def _definition(document: Any, name: str, levels: str) -> int:
    """The id of the numbering of that name; defines it for the first one."""
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.element
    definitions = numbering.findall(qn("w:abstractNum"))
    for definition in definitions:
        named = definition.find(qn("w:name"))
        if named is not None and named.get(qn("w:val")) == name:
            return int(definition.get(qn("w:abstractNumId")))
    known = [int(definition.get(qn("w:abstractNumId"))) for definition in definitions]
    new_id = max(known, default=-1) + 1
    made = _parsed(
        f'<w:abstractNum w:abstractNumId="{new_id}"><w:multiLevelType w:val="multilevel"/>'
        f'<w:name w:val="{name}"/>{levels}</w:abstractNum>'
    )
    if definitions:
        definitions[-1].addnext(made)
    else:
        numbering.insert(0, made)
    return new_id


def _added(document: Any, definition: int, override: str = "") -> int:
    """The id of a new list that is numbered by a definition."""
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.element
    lists = numbering.findall(qn("w:num"))
    num_id = max((int(known.get(qn("w:numId"))) for known in lists), default=0) + 1
    made = _parsed(
        f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'
    )
    if lists:
        lists[-1].addnext(made)
    else:
        numbering.append(made)
    return num_id


def _level_xml(style: ListStyle, depth: int) -> str:
    number_format, sign = _FORMATS[style]
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{sign.format(depth + 1)}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_INDENT * (depth + 1)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
    )


def _parsed(xml: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    name, _blank, rest = xml.partition(" ")
    return parse_xml(f"{name} {nsdecls('w')} {rest}")
