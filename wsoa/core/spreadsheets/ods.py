"""Writing sheets as an OpenDocument spreadsheet: title in A1, one table a sheet, text as text.

Prose has its paragraphs, lists and addresses as text, with the same list signs throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from wsoa.core.colours import COLOURS
from wsoa.core.spreadsheets.model import Cell, Column, Number, Sheet
from wsoa.core.text import plain_text

_CHARACTER = 0.19  # centimetres, about
_LOOKS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "text": ({"wrapoption": "wrap", "verticalalign": "top"}, {}),
    "head": (
        {"wrapoption": "wrap", "borderbottom": f"1pt solid {COLOURS['print-rule']}"},
        {"fontweight": "bold"},
    ),
    "title": ({}, {"fontweight": "bold", "fontsize": "14pt"}),
    "note": ({}, {}),
}


def write_ods(sheets: Sequence[Sheet], target: BinaryIO, *, title: str, created: str = "") -> None:
    """Writes the sheets as a spreadsheet document. `created` is a time in ISO 8601."""
    # odfpy is slow to import, and not for every request that imports this module.
    from odf.dc import Language, Title
    from odf.element import Element
    from odf.meta import CreationDate
    from odf.namespaces import nsdict
    from odf.opendocument import OpenDocumentSpreadsheet

    # odfpy declares in each file every namespace that this process has met until then. With all of
    # them there from the start, a document gives the same bytes whatever was written before it.
    Element.namespaces = dict(nsdict)
    book = OpenDocumentSpreadsheet()
    book.meta.addElement(Title(text=title))
    book.meta.addElement(Language(text="en-GB"))
    if created:
        book.meta.addElement(CreationDate(text=created))
    _add_looks(book)
    for sheet in sheets:
        book.spreadsheet.addElement(_table(book, sheet))
    book.write(target)


def _add_looks(book: Any) -> None:
    """Gives text cells the text format, so that an edited cell stays text."""
    from odf.number import TextContent, TextStyle
    from odf.style import (
        DefaultStyle,
        MasterPage,
        PageLayout,
        PageLayoutProperties,
        Style,
        TableCellProperties,
        TextProperties,
    )

    language = DefaultStyle(family="table-cell")
    language.addElement(TextProperties(language="en", country="GB", fontfamily="Arial"))
    book.styles.addElement(language)
    as_text = TextStyle(name="as-text")
    as_text.addElement(TextContent())
    book.automaticstyles.addElement(as_text)
    for name, (of_cell, of_text) in _LOOKS.items():
        look = Style(name=name, family="table-cell", datastylename="as-text")
        look.addElement(TableCellProperties(**of_cell))
        look.addElement(TextProperties(**of_text))
        book.automaticstyles.addElement(look)
    paper = PageLayout(name="landscape")
    paper.addElement(
        PageLayoutProperties(
            pagewidth="297mm", pageheight="210mm", printorientation="landscape", margin="12mm"
        )
    )
    book.automaticstyles.addElement(paper)
    book.masterstyles.addElement(MasterPage(name="Default", pagelayoutname=paper))
    number = Style(name="number", family="table-cell")
    number.addElement(TableCellProperties(verticalalign="top"))
    book.automaticstyles.addElement(number)


def _table(book: Any, sheet: Sheet) -> Any:
    from odf.table import Table, TableColumn, TableHeaderRows, TableRow

    table = Table(name=sheet.name)
    for column in sheet.columns:
        table.addElement(TableColumn(stylename=_width(book, column)))
    above = [(sheet.title, "title"), (sheet.note, "note"), ("", "note")]
    for words, look in above[: sheet.headings_at]:
        row = TableRow()
        row.addElement(_cell(words, look))
        table.addElement(row)
    header, row = TableHeaderRows(), TableRow()
    for column in sheet.columns:
        row.addElement(_cell(column.title, "head"))
    header.addElement(row)
    table.addElement(header)
    for cells in sheet.rows:
        row = TableRow()
        for column, cell in zip(sheet.columns, cells, strict=True):
            if column.kind == "prose" and isinstance(cell, str):
                cell = plain_text(cell)
            row.addElement(_cell(cell, "text"))
        table.addElement(row)
    return table


def _width(book: Any, column: Column) -> str:
    from odf.style import Style, TableColumnProperties

    name = f"width-{column.width}"
    if not any(look.getAttribute("name") == name for look in book.automaticstyles.childNodes):
        look = Style(name=name, family="table-column")
        look.addElement(
            TableColumnProperties(columnwidth=f"{column.width * _CHARACTER + 0.4:.2f}cm")
        )
        book.automaticstyles.addElement(look)
    return name


def _cell(cell: Cell, look: str) -> Any:
    """A number as a number; anything else as text, whatever it looks like, one paragraph a line."""
    from odf.table import TableCell
    from odf.teletype import addTextToElement
    from odf.text import P

    if cell is None or cell == "":
        return TableCell(check_grammar=False)
    if isinstance(cell, Number) or not isinstance(cell, str):
        lines = [str(cell)]
        made = TableCell(valuetype="float", value=lines[0], stylename="number", check_grammar=False)
    else:
        made = TableCell(valuetype="string", stylename=look, check_grammar=False)
        lines = cell.split("\n")
    for line in lines:
        paragraph = P(check_grammar=False)
        addTextToElement(paragraph, line)
        made.addElement(paragraph, check_grammar=False)
    return made
