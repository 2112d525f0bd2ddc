"""Table rows that go on over a page: what they are of is printed again on the next page.

WeasyPrint repeats the header of a table there, but not that of a row. This works on the pages it
has laid out, before they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


def repeat_row_headers(pages: Iterable[Any]) -> None:
    """Prints the header of a row again on each page on which the row goes on.

    A row without a header, such as a lead's update, has that of the row above; it is printed also
    where such a row begins a page. The shape of a status is not drawn again: its word is on the
    page before.
    """
    header: Any = None  # of the last row that has one
    before: Any = None  # the element of the last row
    for page in pages:
        for number, row in enumerate(_body_rows(page)):
            first = row.children[0]
            goes_on = row.element is before
            if goes_on:
                _remove_shapes(row)
            if goes_on or first.element_tag == "td":
                if number == 0 and header is not None:
                    _print_again(header, row)
            else:
                header = first if first.element.get("scope") == "row" else None
            before = row.element


def _body_rows(page: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure.boxes import TableRowGroupBox

    for box in page._page_box.descendants():
        if isinstance(box, TableRowGroupBox) and not box.is_header:
            yield from box.children


def _remove_shapes(row: Any) -> None:
    for cell in row.children:
        if not _lines(cell):
            cell.background = None


def _print_again(header: Any, row: Any) -> None:
    """Puts a copy of the header's lines above or into the row's first cell, at its first line.

    Not where the rest of the row is lower than its header.
    """
    cell = row.children[0]
    lines, beside = _lines(header), _lines(row)
    if not lines or not beside or sum(line.height for line in lines) > row.height:
        return
    right = cell.position_x - header.position_x
    down = beside[0].position_y - lines[0].position_y
    copies = [line.deepcopy() for line in lines]
    for copy in copies:
        copy.translate(right, down)
    cell.children = [*_beside(cell, copies), *cell.children]


def _beside(cell: Any, lines: list[Any]) -> list[Any]:
    """The lines; in a block of their own if the cell holds blocks, for a box never holds both."""
    from weasyprint.formatting_structure.boxes import BlockBox, LineBox

    if not cell.children or isinstance(cell.children[0], LineBox):
        return lines
    block = BlockBox.anonymous_from(cell, lines)
    block.position_x, block.position_y = lines[0].position_x, lines[0].position_y
    block.width, block.height = lines[0].width, sum(line.height for line in lines)
    block.background = None
    for side in ("top", "right", "bottom", "left"):
        for measure in ("margin_{}", "padding_{}", "border_{}_width"):
            setattr(block, measure.format(side), 0)
    return [block]


def _lines(box: Any) -> list[Any]:
    from weasyprint.formatting_structure.boxes import LineBox

    return [line for line in box.descendants() if isinstance(line, LineBox)]
