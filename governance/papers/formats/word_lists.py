"""The numbering of ordered lists in a Word document: each list counts from its own first number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wsoa.core.text import ListStyle

_FORMATS = {ListStyle.NUMBERS: ("decimal", "%{}."), ListStyle.LETTERS: ("lowerLetter", "%{})")}
_INDENT = 360  # twips, of a level and of its sign
_LEVELS = 2


@dataclass(frozen=True, slots=True)
class ListLevel:
    """The numbering of an item: the id of its list's, and its level, counted from 0."""

    num_id: int
    depth: int

    @property
    def xml(self) -> str:
        return f'<w:numPr><w:ilvl w:val="{self.depth}"/><w:numId w:val="{self.num_id}"/></w:numPr>'


def level(document: Any, style: ListStyle, start: int, depth: int) -> ListLevel | None:
    """Adds the numbering of one list to the document; None for bullets, which their style has."""
    if style is ListStyle.BULLETS:
        return None
    numbering = document.part.numbering_part.element
    num_id = len(numbering.num_lst) + 1
    numbering.append(
        _parsed(
            f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{_definition(numbering, style)}"/>'
            f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            "</w:num>"
        )
    )
    return ListLevel(num_id, depth)


def _definition(numbering: Any, style: ListStyle) -> int:
    """The id of how lists of a style are numbered; defines it for the first one."""
    from docx.oxml.ns import qn

    definitions = numbering.findall(qn("w:abstractNum"))
    name = f"Text{style.name.title()}"
    for definition in definitions:
        named = definition.find(qn("w:name"))
        if named is not None and named.get(qn("w:val")) == name:
            return int(definition.get(qn("w:abstractNumId")))
    new_id = len(definitions)
    definitions[-1].addnext(
        _parsed(
            f'<w:abstractNum w:abstractNumId="{new_id}"><w:multiLevelType w:val="multilevel"/>'
            f'<w:name w:val="{name}"/>{"".join(_level_xml(style, at) for at in range(_LEVELS))}'
            "</w:abstractNum>"
        )
    )
    return new_id


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
