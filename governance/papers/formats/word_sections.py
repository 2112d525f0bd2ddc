"""Putting written parts of a report into a Word document, upright or broad, where they belong.

Parts are written at the end of the document and moved. Page size, margins, headers and footers are
those of the section that they are put into; a broad part has its width and height exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TWIPS: Final = 1440 / 25.4  # in a millimetre
UPRIGHT_WIDTH: Final = 170.0  # millimetres of text for which parts are written
BROAD_WIDTH: Final = 257.0
_NARROWEST: Final = 2880.0  # twips of text


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """Paragraphs and tables of a report, for one kind of page."""

    elements: list[Any]
    is_broad: bool = False
    width: float = UPRIGHT_WIDTH  # millimetres of text that its tables are made for


def written(
    document: Any, write: Callable[[], None], *, is_broad: bool = False, width: float = 0
) -> WrittenPart:
    """What `write` appends to the document, taken out again."""
    body = document.element.body
    before = len(body)
    write()
    elements = body[before - 1 : -1]  # the last child is the properties of the last section
    for element in elements:
        body.remove(element)
    return WrittenPart(elements, is_broad, width or (BROAD_WIDTH if is_broad else UPRIGHT_WIDTH))


def end_with_section(document: Any) -> None:
    """Has the body end with the properties of its last section, as everything here expects."""
    from docx.oxml import OxmlElement

    body = document.element.body
    last = body.find(f"{_W}sectPr")
    if last is None:
        last = OxmlElement("w:sectPr")
    body.append(last)


def after_marker(marker: Any) -> Any:
    """What follows a marker, which is removed; the marker itself, emptied, if it ends a section."""
    properties = marker.find(f"{_W}pPr")
    if properties is not None and properties.find(f"{_W}sectPr") is not None:
        for child in [child for child in marker if child is not properties]:
            marker.remove(child)
        return marker
    following = marker.getnext()
    marker.getparent().remove(marker)
    return following


def put_text(document: Any, part: WrittenPart, marker: Any | None) -> Any:
    """Puts a part in the place of a marker, or at the end. Returns the element after it."""
    body = document.element.body
    following = marker if marker is not None else body[-1]
    put_before(part, following)
    return following if marker is None else after_marker(following)


def put_before(part: WrittenPart, following: Any) -> None:
    """Puts a part before an element of the body, as wide as the pages there."""
    _fit(part, _text_width(_section_of(following)) / part.width)
    for element in part.elements:
        following.addprevious(element)


def put_sections(document: Any, parts: Sequence[WrittenPart], following: Any) -> None:
    """Puts parts before an element, each in a section of its own, on pages of their own."""
    body = document.element.body
    section = _section_of(following)
    is_end = section is body[-1] and not _has_content(following)
    if is_end:
        for element in _until_section(following):
            body.remove(element)
        following = section
    pages = [_turned(section, part.is_broad) for part in parts]
    _end_section(following, deepcopy(section))
    for part, page in zip(parts, pages, strict=True):
        _fit(part, _text_width(page) / part.width)
        for element in part.elements:
            following.addprevious(element)
        if is_end and part is parts[-1]:
            body.replace(section, page)
        else:
            _end_section(following, page)
    if not is_end:
        _drop_first_page(section)


def _section_of(element: Any) -> Any:
    """The properties of the section that an element of the body is in."""
    while element.tag != f"{_W}sectPr":
        found = element.find(f"{_W}pPr/{_W}sectPr") if element.tag == f"{_W}p" else None
        if found is not None:
            return found
        element = element.getnext()
    return element


def _until_section(element: Any) -> list[Any]:
    elements = []
    while element.tag != f"{_W}sectPr":
        elements.append(element)
        element = element.getnext()
    return elements


def _has_content(element: Any) -> bool:
    """Whether anything but empty paragraphs stands from here to the end of the body."""
    shown = (f"{_W}t", f"{_W}drawing", f"{_W}pict", f"{_W}tbl", f"{_W}sectPr", f"{_W}object")
    return any(next(block.iter(*shown), None) is not None for block in _until_section(element))


def _end_section(following: Any, section: Any) -> None:
    """Ends a section before an element: in the paragraph before it, or in one of its own."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    last = following.getprevious()
    if last is None or last.tag != f"{_W}p" or last.find(f"{_W}pPr/{_W}sectPr") is not None:
        style = '<w:pPr><w:pStyle w:val="AfterTable"/></w:pPr>'
        last = parse_xml(f"<w:p {nsdecls('w')}>{style}</w:p>")
        following.addprevious(last)
    last.get_or_add_pPr().append(section)


def _turned(section: Any, is_broad: bool) -> Any:
    """The properties of a section like this one that goes on after it, upright or broad."""
    page = deepcopy(section)
    _drop_first_page(page)
    for columns in page.findall(f"{_W}cols"):
        page.remove(columns)
    size = page.find(f"{_W}pgSz")
    if size is None:
        return page
    sides = sorted((size.get(f"{_W}{name}", "0") for name in ("w", "h")), key=_number)
    width, height = sides[::-1] if is_broad else sides
    size.set(f"{_W}w", width)
    size.set(f"{_W}h", height)
    size.attrib.pop(f"{_W}orient", None)
    if is_broad:
        size.set(f"{_W}orient", "landscape")
    return page


def _drop_first_page(section: Any) -> None:
    """A section that goes on has no first page of its own, and does not count pages anew."""
    for name in ("titlePg", "type"):
        for found in section.findall(f"{_W}{name}"):
            section.remove(found)
    for numbers in section.findall(f"{_W}pgNumType"):
        numbers.attrib.pop(f"{_W}start", None)


def _text_width(section: Any) -> float:
    """Millimetres between the margins; that of our own template where it does not say."""
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    if size is None or margins is None:
        return UPRIGHT_WIDTH
    sides = sum(_number(margins.get(f"{_W}{name}", "0")) for name in ("left", "right", "gutter"))
    return max(_number(size.get(f"{_W}w", "0")) - sides, _NARROWEST) / _TWIPS


def _number(text: str) -> float:
    """A measure in twips as files have it; 0 for what is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def _fit(part: WrittenPart, factor: float) -> None:
    """Makes tables as wide as the page's text."""
    if abs(factor - 1) < 0.005:
        return
    for element in part.elements:
        for name in ("tblW", "gridCol", "tcW"):
            for width in element.iter(f"{_W}{name}"):
                width.set(f"{_W}w", str(round(int(width.get(f"{_W}w")) * factor)))
