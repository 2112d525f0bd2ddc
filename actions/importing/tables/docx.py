"""Word documents (docx), read from their XML: tables row by row, so that none is held whole."""

from __future__ import annotations

import re
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
from actions.importing.tables.docx_related import RelatedParts, read_related
from actions.importing.tables.docx_styles import WordStyles, read_styles
from actions.importing.tables.docx_text import ParagraphReader, control_content
from actions.importing.tables.model import (
    MOST_COLUMNS,
    MOST_ROWS,
    PICTURE_REASON,
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
_BOX_BESIDE: Final = "A text box beside the text of its cell"
_ASIDE_REASONS: Final = {
    "hidden_text": "Hidden text: Word does not show it",
    "struck_text": "Text that is struck through",
    "footnote": "A footnote",
    "endnote": "A note at the end of the document",
    "comment": "A comment",
}
_BOX_ALONE: Final = "The text of its cell: there is no other"
_EMBEDDED: Final = (
    "A document embedded in this one. Open the file in Word, which takes its text over, save it "
    "and choose it again"
)
_NUMBERED: Final = re.compile(
    r"^\W*\d|\b(?:area|outcome|priority|objective|theme|action)\s+\d", re.I
)
_NOT_WORD: Final = "The file is not a Word document (.docx). Save it as .docx and choose it again."


def read_docx(file: BinaryIO, name: str) -> ReadDocument:
    """The document with its tracked changes accepted. Raises DocumentRefused."""
    with open_container(file, name) as archive:
        main = _main_part(archive)
        folder = main.rpartition("/")[0]
        styles = read_styles(archive, f"{folder}/styles.xml", f"{folder}/theme/theme1.xml")
        numbering = read_numbering(archive, f"{folder}/numbering.xml")
        related = read_related(archive, main)
        text = ParagraphReader(styles, numbering, related.notes)
        reader = _DocumentReader(text, styles, related)
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
    related: RelatedParts
    made: ReadDocument = field(default_factory=ReadDocument)
    tables: int = 0
    rows: int = 0
    in_body: int = 0  # paragraphs so far
    in_tables: int = 0
    in_paragraphs: int = 0
    open: _OpenTable | None = None
    changes: int = 0
    authors: set[str] = field(default_factory=set)
    pictures: int = 0
    titles: list[str] = field(default_factory=list)  # places of what has the style "Title"

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
            if self.open is not None:
                self._row(element, self.open)
                discard(element)
        elif name == "tbl" and not self.in_paragraphs:
            self.in_tables -= 1
            if not self.in_tables:
                if self.open is not None:
                    self._close_table(self.open)
                self.open = None
                discard(element)

    def _start(self, name: str, element: Element) -> None:
        if name == "p":
            self.in_paragraphs += 1
        elif name == "tbl" and not self.in_paragraphs:
            self.in_tables += 1
            if self.in_tables == 1:
                self.tables += 1
                self.open = _OpenTable(DocTable(f"Table {self.tables}"))
        elif name == "blip":
            self.pictures += 1
        elif name == "altChunk":
            text = self.related.embedded.get(attribute(element, "id"), "A part of the file")
            place = self.open.table.name if self.open else f"After paragraph {self.in_body}"
            remark = ReaderRemark("embedded", text, _EMBEDDED, place, is_loss=True)
            self.made.remarks.append(remark)
        elif name in _CHANGES and attribute(element, "author"):
            self.changes += 1
            self.authors.add(attribute(element, "author"))

    def _body_paragraph(self, element: Element) -> None:
        before = self.in_body
        for piece in self.text.paragraph(element):
            self._body_piece(piece)
        style = self.styles.style(value_of(child(element, "pPr"), "pStyle"))
        if style.is_title and self.in_body > before:
            self.titles.append(f"Paragraph {before + 1}")
        self._remark_aside(f"Paragraph {max(self.in_body, 1)}")
        discard(element)

    def _remark_aside(self, place: str) -> None:
        """Lists what the paragraphs just read carry beside their text."""
        for aside in self.text.set_aside():
            reason = _ASIDE_REASONS[aside.kind]
            remark = ReaderRemark(aside.kind, aside.text, reason, place, is_loss=True)
            self.made.remarks.append(remark)

    def _body_piece(self, piece: DocParagraph | Element) -> None:
        """A paragraph; or what stands in a text box, tables as tables of their own."""
        if isinstance(piece, DocParagraph):
            if piece.text:
                self.in_body += 1
                self.made.blocks.append(replace(piece, place=f"Paragraph {self.in_body}"))
        elif local(piece) == "tbl":
            self._boxed_table(piece)
        else:
            for inner in self.text.paragraphs(piece):
                self._body_piece(inner)

    def _boxed_table(self, element: Element) -> None:
        self.tables += 1
        opened = _OpenTable(DocTable(f"Table {self.tables} in a text box"))
        for row in _rows(element):
            self._row(row, opened)
        self._close_table(opened)

    # --- tables ---------------------------------------------------------------------------------

    def _row(self, element: Element, opened: _OpenTable) -> None:
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
        boxed: list[DocParagraph] = []
        for piece in self.text.paragraphs(cell):
            if isinstance(piece, DocParagraph):
                found.append(piece)
            elif local(piece) == "tbl":
                found += self._inner_table(piece, opened)
            else:
                boxed += self._box_in_cell(piece, opened)
        while found and not found[-1].text:
            found.pop()
        place = f"{opened.table.name}, row {opened.number}"
        self._remark_aside(place)
        return tuple(self._with_boxed(found, boxed, place))

    def _box_in_cell(self, element: Element, opened: _OpenTable) -> list[DocParagraph]:
        """The text of a text box in a cell; a wide table in it is a table of its own."""
        found: list[DocParagraph] = []
        for piece in self.text.paragraphs(element):
            if isinstance(piece, DocParagraph):
                found += [piece] if piece.text else []
            elif local(piece) == "tbl":
                found += self._inner_table(piece, opened)
            else:
                found += self._box_in_cell(piece, opened)
        return found

    def _with_boxed(
        self, found: list[DocParagraph], boxed: list[DocParagraph], place: str
    ) -> list[DocParagraph]:
        """A note in a text box is no part of the cell's text, unless there is no other."""
        text = "\n".join(paragraph.full_text for paragraph in boxed if paragraph.text)
        if not text:
            return found
        is_note = any(paragraph.text for paragraph in found)
        reason = _BOX_BESIDE if is_note else _BOX_ALONE
        self.made.remarks.append(ReaderRemark("text_box", text, reason, place, is_loss=is_note))
        return found if is_note else boxed

    def _inner_table(self, element: Element, opened: _OpenTable) -> list[DocParagraph]:
        """A table within a cell: its text, or, where it is wide, a table of its own."""
        inner = _OpenTable(DocTable(f"Table within {opened.table.name}"))
        for row_element in _rows(element):
            if child(row_element, "trPr", "del") is not None:
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

    def _close_table(self, opened: _OpenTable) -> None:
        tables = [opened.table, *opened.inner]
        self.made.blocks += [table for table in tables if table.rows]

    def _take_title(self) -> None:
        """The one title that stands before the headings is that of the document, not an area."""
        paragraphs = [block for block in self.made.blocks if isinstance(block, DocParagraph)]
        first = paragraphs[0] if paragraphs else None
        if first is None or self.titles != [first.place]:
            return
        has_headings = any(paragraph.heading for paragraph in paragraphs[1:])
        if has_headings and not _NUMBERED.search(first.text):
            reason = "The title of the document"
            remark = ReaderRemark("title", first.text, reason, first.place, is_loss=True)
            self.made.remarks.append(remark)
            self.made.blocks.remove(first)

    def finished(self) -> ReadDocument:
        self._take_title()
        if self.changes:
            people = f"{len(self.authors)} {'people' if len(self.authors) != 1 else 'person'}"
            changes = "1 change" if self.changes == 1 else f"{self.changes} changes"
            verb = "is" if self.changes == 1 else "are"
            text = f"{changes} by {people} {verb} not accepted"
            taken = "What was deleted is left out; what was added is read"
            remark = ReaderRemark("tracked_changes", text, taken, count=self.changes)
            self.made.remarks.append(remark)
        if outside := self.related.outside:
            text = f"{len(outside)} references to what is outside the file: {', '.join(outside)}"
            reason = "Nothing outside the file is fetched"
            self.made.remarks.append(ReaderRemark("outside", text, reason, is_loss=True))
        if self.pictures and not self.made.tables:
            text = "1 picture" if self.pictures == 1 else f"{self.pictures} pictures"
            self.made.remarks.append(ReaderRemark("picture", text, PICTURE_REASON, is_loss=True))
        return self.made


def _skip_columns(row: DocRow, before: str) -> None:
    for column in range(min(int(before), MOST_COLUMNS) if before.isdecimal() else 0):
        row.cells.append(DocCell((), row.number, column))


def _rows(table: Element) -> list[Element]:
    """The rows of a table that is read whole, also those that a content control wraps."""
    found: list[Element] = []
    for element in table:
        name = local(element)
        if name == "tr":
            found.append(element)
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            found += _rows(element)
    return found


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
