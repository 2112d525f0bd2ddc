"""A Word document as dense as the printed highlight report: what fits there fits here."""

from __future__ import annotations

from typing import Any, Final

WIDTH: Final = 184.0  # millimetres between the margins
_TOP, _SIDE, _BOTTOM = 9, 13, 9  # millimetres
_TABLE: Final = "Paper Table"
_HEADING: Final = "Heading 1"
# Twentieths of a point above and below what stands in a cell, and points before a heading.
_CELL, _TIGHT_CELL, _TIGHT_BEFORE = (20, 10), (8, 2), 3
# Name, points, points before and after.
_STYLES: Final = (
    ("Normal", 7.5, 0, 2),
    ("Title", 15, 0, 1),
    ("Subtitle", 9, 0, 1),
    (_HEADING, 9, 5, 1),
    ("Small", 6.5, 0, 1),
    ("Table Text", 7.5, 0, 0),
    ("Table Head", 6.5, 0, 0),
    ("After Table", 1, 0, 0),
    ("List Bullet", 7.5, 0, 0),
    ("List Bullet 2", 7.5, 0, 0),
    ("List Number", 7.5, 0, 0),
    ("List Number 2", 7.5, 0, 0),
)


def make_compact(paper: Any, *, is_tight: bool = False) -> None:
    """Sets an upright page with narrow margins, and styles in the sizes of the printed report.

    A tight one has its rows set closer. The title says what the running head would: there is none.
    """
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    page = paper.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(_SIDE)
    page.top_margin, page.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    page.header_distance = page.footer_distance = Mm(5)
    for head in page.header.paragraphs:
        head.text = ""
    page.header.is_linked_to_previous = True
    for name, size, before, after in _STYLES:
        style = paper.styles[name]
        style.font.size = Pt(size)
        layout = style.paragraph_format
        is_close = is_tight and name == _HEADING
        layout.space_before = Pt(_TIGHT_BEFORE if is_close else before)
        layout.space_after = Pt(after)
        layout.line_spacing = 1.0
    _tighten_tables(paper, _TIGHT_CELL if is_tight else _CELL)


def _tighten_tables(paper: Any, cell: tuple[int, int]) -> None:
    from docx.oxml.ns import qn

    margins = next(paper.styles[_TABLE].element.iter(qn("w:tblCellMar")))
    for name, width in zip(("top", "bottom"), cell, strict=True):
        margins.find(qn(f"w:{name}")).set(qn("w:w"), str(width))
