"""Word documents (docx), read from their XML: tables row by row, so that none is held whole."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from actions.importing.tables.container import (
    Element,
    attribute,
    child,
    discard,
    events,
    local,
    open_container,
    tree,
    value_of,
)
from actions.importing.tables.docx_numbering import read_numbering
from actions.importing.tables.docx_styles import WordStyles, read_styles
from actions.importing.tables.docx_text import ParagraphReader, control_content
from actions.importing.tables.model import (
    MOST_COLUMNS,
    MOST_ROWS,
    DocCell,
    DocParagraph,
    DocRow,
    DocTable,
    DocumentRefused,
    ReadDocument,
    ReaderRemark,
    too_many_columns,
    too_many_rows,
)

_CHANGES: Final = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"})
_OWN_TABLE: Final = 3  # columns from which a table within a cell is a table of its own
_NOT_WORD: Final = "The file is not a Word document (.docx). Save it as .docx and choose it again."


def read_docx(file: BinaryIO, name: str) -> ReadDocument:
    """The document with its tracked changes accepted. Raises DocumentRefused."""
    with open_container(file, name) as archive:
        main = _main_part(archive)
        folder = main.rpartition("/")[0]
        styles = read_styles(archive, f"{folder}/styles.xml", f"{folder}/theme/theme1.xml")
        numbering = read_numbering(archive, f"{folder}/numbering.xml")
        reader = _DocumentReader(ParagraphReader(styles, numbering), styles)
        for kind, element in events(archive, main):
            reader.take(kind, element)
        return reader.finished()


def _main_part(archive: object) -> str:
    root = tree(archive, "_rels/.rels")  # type: ignore[arg-type]
    for relation in root if root is not None else ():
        if attribute(relation, "Type").endswith("/officeDocument"):
            target = attribute(relation, "Target").lstrip("/")
            if target.startswith("word/") or "document" in target:
                return target
    raise DocumentRefused(_NOT_WORD)


@dataclass(slots=True)
class _OpenTable:
    table: DocTable
    fill: str = ""
    above: dict[int, DocCell] = field(default_factory=dict)  # cells that rows below may continue
    inner: list[DocTable] = field(default_factory=list)
    number: int = 0


@dataclass(slots=True)
class _DocumentReader:
    text: ParagraphReader
    styles: WordStyles
    made: ReadDocument = field(default_factory=ReadDocument)
    tables: int = 0
    rows: int = 0
    in_body: int = 0  # paragraphs so far
    in_tables: int = 0
    in_paragraphs: int = 0
    open: _OpenTable | None = None
    changes: int = 0
    authors: set[str] = field(default_factory=set)

    def take(self, kind: str, element: Element) -> None:
        """One element as it begins or ends."""
        name = local(element)
        if kind == "start":
            self._start(name, element)
        elif name == "p":
            self.in_paragraphs -= 1
            if not self.in_paragraphs and not self.in_tables:
                self._body_paragraph(element)
        elif name == "tr" and self.in_tables == 1 and not self.in_paragraphs:
            self._row(element)
        elif name == "tbl" and not self.in_paragraphs:
            self.in_tables -= 1
            if not self.in_tables:
                self._close_table()
                discard(element)

    def _start(self, name: str, element: Element) -> None:
        if name == "p":
            self.in_paragraphs += 1
        elif name == "tbl" and not self.in_paragraphs:
            self.in_tables += 1
            if self.in_tables == 1:
                self.tables += 1
                self.open = _OpenTable(DocTable(f"Table {self.tables}"))
        elif name in _CHANGES and attribute(element, "author"):
            self.changes += 1
            self.authors.add(attribute(element, "author"))

    def _body_paragraph(self, element: Element) -> None:
        for paragraph in self.text.paragraph(element):
            if paragraph.text:
                self.in_body += 1
                self.made.blocks.append(replace(paragraph, place=f"Paragraph {self.in_body}"))
        discard(element)

    # --- tables ---------------------------------------------------------------------------------

    def _row(self, element: Element) -> None:
        opened = self.open
        if opened is None:
            return
        if not opened.number:
            style = value_of(child(element.getparent(), "tblPr"), "tblStyle")
            opened.fill = self.styles.style(style).fill
        properties = child(element, "trPr")
        is_deleted = child(properties, "del") is not None
        opened.number += not is_deleted
        row = DocRow(opened.number, [], child(properties, "tblHeader") is not None)
        _skip_columns(row, value_of(properties, "gridBefore"))
        for cell in _cells(element):
            self._cell(cell, row, opened, is_deleted)
        if not is_deleted:
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise too_many_rows()
            opened.table.rows.append(row)
        discard(element)

    def _cell(self, element: Element, row: DocRow, opened: _OpenTable, is_deleted: bool) -> None:
        properties = child(element, "tcPr")
        span = value_of(properties, "gridSpan")
        across = min(max(int(span), 1), MOST_COLUMNS) if span.isdecimal() else 1
        column = len(row.cells)
        if column + across > MOST_COLUMNS:
            raise too_many_columns(opened.table.name)
        merge = child(properties, "vMerge")
        is_continued = merge is not None and attribute(merge, "val") != "restart"
        above = opened.above.get(column)
        if is_continued and above is not None:
            row.cells += [above] * across
            return
        paragraphs = () if is_deleted else self._paragraphs(element, opened)
        fill = self.styles.fill_of(properties) or _fill_within(paragraphs) or opened.fill
        made = DocCell(paragraphs, row.number, column, across, fill)
        row.cells += [made] * across
        for covered in range(column, column + across):
            opened.above.pop(covered, None)
        if merge is not None:
            opened.above[column] = made

    def _paragraphs(self, cell: Element, opened: _OpenTable) -> tuple[DocParagraph, ...]:
        found: list[DocParagraph] = []
        for piece in self.text.paragraphs(cell):
            if isinstance(piece, DocParagraph):
                found.append(piece)
            else:
                found += self._inner_table(piece, opened)
        while found and not found[-1].text:
            found.pop()
        return tuple(found)

    def _inner_table(self, element: Element, opened: _OpenTable) -> list[DocParagraph]:
        """A table within a cell: its text, or, where it is wide, a table of its own."""
        inner = _OpenTable(DocTable(f"Table within {opened.table.name}"))
        for row_element in element:
            if local(row_element) != "tr" or child(row_element, "trPr", "del") is not None:
                continue
            inner.number += 1
            row = DocRow(inner.number, [])
            for cell in _cells(row_element):
                self._cell(cell, row, inner, is_deleted=False)
            inner.table.rows.append(row)
            self.rows += 1
        opened.inner += inner.inner
        if inner.table.width >= _OWN_TABLE and len(inner.table.rows) > 1:
            opened.inner.append(inner.table)
            return []
        rows = (row.distinct for row in inner.table.rows)
        return [paragraph for row in rows for cell in row for paragraph in cell.paragraphs]

    def _close_table(self) -> None:
        if self.open is not None:
            tables = [self.open.table, *self.open.inner]
            self.made.blocks += [table for table in tables if table.rows]
        self.open = None

    def finished(self) -> ReadDocument:
        if self.changes:
            people = f"{len(self.authors)} {'people' if len(self.authors) != 1 else 'person'}"
            changes = "1 change" if self.changes == 1 else f"{self.changes} changes"
            verb = "is" if self.changes == 1 else "are"
            text = f"{changes} by {people} {verb} not accepted"
            taken = "What was deleted is left out; what was added is read"
            remark = ReaderRemark("tracked_changes", text, taken, count=self.changes)
            self.made.remarks.append(remark)
        return self.made


def _skip_columns(row: DocRow, before: str) -> None:
    for column in range(min(int(before), MOST_COLUMNS) if before.isdecimal() else 0):
        row.cells.append(DocCell((), row.number, column))


def _cells(row: Element) -> list[Element]:
    """The cells of a row, also those that a content control wraps."""
    found: list[Element] = []
    for element in row:
        name = local(element)
        if name == "tc":
            if child(element, "tcPr", "cellDel") is None:
                found.append(element)
        elif name == "sdt":
            content = control_content(element)
            content = child(element, "sdtContent") if content is None else content
            found += _cells(content) if content is not None else []
        elif name in {"ins", "customXml"}:
            found += _cells(element)
    return found


def _fill_within(paragraphs: tuple[DocParagraph, ...]) -> str:
    fills = [paragraph.fill for paragraph in paragraphs if paragraph.text or paragraph.fill]
    return fills[0] if fills and all(fills) else ""
