"""OpenDocument texts and spreadsheets (odt, ods), read from their XML, table rows one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from actions.importing.tables.cell_text import BULLET, paragraph_of
from actions.importing.tables.container import (
    Element,
    attribute,
    child,
    discard,
    events,
    local,
    open_container,
    part_named,
)
from actions.importing.tables.docx_numbering import number_in_form
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

_NOT_ODF: Final = "The file is not an OpenDocument text or spreadsheet (.odt, .ods)."
_NOT_TEXT: Final = frozenset({"annotation", "tracked-changes", "note", "bookmark", "ruby-text"})
_OWN_TABLE: Final = 3


@dataclass(frozen=True, slots=True)
class _ListLevelStyle:
    form: str  # "" for a bullet
    prefix: str = ""
    suffix: str = ""
    shown: int = 1  # how many levels the number shows


@dataclass(slots=True)
class _Styles:
    fills: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[int, _ListLevelStyle]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _OpenOdfTable:
    table: DocTable
    below: dict[int, tuple[int, DocCell]] = field(default_factory=dict)  # rows left, spanning cell
    inner: list[DocTable] = field(default_factory=list)
    number: int = 0
    is_hidden: bool = False


def read_odf(file: BinaryIO, name: str) -> ReadDocument:
    """An odt or ods file. Raises DocumentRefused."""
    with open_container(file, name) as archive:
        if part_named(archive, "content.xml") is None:
            raise DocumentRefused(_NOT_ODF)
        reader = _OdfReader()
        if part_named(archive, "styles.xml"):
            for kind, element in events(archive, "styles.xml"):
                if kind == "end":
                    reader.take_style(element)
        for kind, element in events(archive, "content.xml"):
            reader.take(kind, element)
        return reader.finished()


@dataclass(slots=True)
class _OdfReader:
    styles: _Styles = field(default_factory=_Styles)
    made: ReadDocument = field(default_factory=ReadDocument)
    is_sheet: bool = False
    in_body: bool = False
    in_lists: int = 0
    paragraphs: int = 0
    tables: int = 0
    nested: int = 0
    in_text: int = 0
    rows: int = 0
    open: _OpenOdfTable | None = None
    in_header: bool = False
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    changes: int = 0
    authors: set[str] = field(default_factory=set)
    in_changes: bool = False

    def take(self, kind: str, element: Element) -> None:
        """One element as it begins or ends."""
        name = local(element)
        if name in {"text", "spreadsheet"} and local(element.getparent()) == "body":
            self.in_body, self.is_sheet = kind == "start", name == "spreadsheet"
        elif name == "tracked-changes":
            self.in_changes = kind == "start"
            self._count_changes(kind, element)
        elif self.in_changes:
            return
        elif not self.in_body:
            if kind == "end":
                self.take_style(element)
        elif kind == "start":
            self._start(name, element)
        else:
            self._end(name, element)

    def _count_changes(self, kind: str, element: Element) -> None:
        if kind == "end":
            regions = [inner for inner in element if local(inner) == "changed-region"]
            self.changes = len(regions)
            self.authors = {
                creator.text or "" for creator in element.iter() if local(creator) == "creator"
            }
            element.clear()

    # --- styles ---------------------------------------------------------------------------------

    def take_style(self, element: Element) -> None:
        name = local(element)
        if name == "style":
            key = attribute(element, "name")
            self._take_fill(key, element)
            properties = child(element, "table-properties")
            if properties is not None and attribute(properties, "display") == "false":
                self.styles.hidden.add(key)
        elif name == "list-style":
            levels = {}
            for level in element:
                number = attribute(level, "level")
                if number.isdecimal():
                    levels[int(number)] = _level_style(level)
            self.styles.lists[attribute(element, "name")] = levels

    def _take_fill(self, key: str, element: Element) -> None:
        for part in ("table-cell-properties", "paragraph-properties", "text-properties"):
            properties = child(element, part)
            colour = attribute(properties, "background-color") if properties is not None else ""
            fill = colour.removeprefix("#").upper()
            if fill != colour.upper() and len(fill) == 6 and fill != "FFFFFF":
                self.styles.fills[key] = fill
                return
        parent = attribute(element, "parent-style-name")
        if parent in self.styles.fills:
            self.styles.fills[key] = self.styles.fills[parent]

    # --- the body -------------------------------------------------------------------------------

    def _start(self, name: str, element: Element) -> None:
        if name == "table" and not self.in_text:
            self.nested += 1
            if self.nested == 1:
                self._open_table(element)
        elif name in {"p", "h"}:
            self.in_text += 1
        elif name == "list" and not self.nested and not self.in_text:
            self.in_lists += 1
        elif name == "table-header-rows" and self.nested == 1:
            self.in_header = True

    def _open_table(self, element: Element) -> None:
        self.tables += 1
        name = attribute(element, "name")
        title = f"Sheet {name}" if self.is_sheet else f"Table {self.tables}"
        self.open = _OpenOdfTable(DocTable(title))
        self.open.is_hidden = attribute(element, "style-name") in self.styles.hidden

    def _end(self, name: str, element: Element) -> None:
        if name in {"p", "h"}:
            self.in_text -= 1
            if not self.nested and not self.in_lists and not self.in_text:
                self._add(self._paragraph(element, "", 0))
                discard(element)
        elif name == "list" and not self.nested and not self.in_text:
            self.in_lists -= 1
            if not self.in_lists:
                for paragraph in self._pieces([element]):
                    if isinstance(paragraph, DocParagraph):
                        self._add([paragraph])
                discard(element)
        elif name == "table-row" and self.nested == 1 and not self.in_text:
            self._row(element)
            discard(element)
        elif name == "table-header-rows" and self.nested == 1:
            self.in_header = False
        elif name == "table" and not self.in_text:
            self.nested -= 1
            if not self.nested:
                self._close_table()
                discard(element)

    def _add(self, paragraphs: list[DocParagraph]) -> None:
        for paragraph in paragraphs:
            if paragraph.text:
                self.paragraphs += 1
                place = f"Paragraph {self.paragraphs}"
                self.made.blocks.append(replace(paragraph, place=place))

    # --- text -----------------------------------------------------------------------------------

    def _pieces(
        self, elements: Iterator[Element] | list[Element], level: int = 0, style: str = ""
    ) -> Iterator[DocParagraph | Element]:
        """The paragraphs of a cell or a list, with their labels; tables as they are."""
        for element in elements:
            name = local(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element, "", level)
            elif name == "list":
                key = attribute(element, "style-name") or style
                yield from self._list(element, level + 1, key)
            elif name == "table":
                yield element
            elif name in {"section", "list-item", "list-header", "text-box", "frame"}:
                yield from self._pieces(element, level, style)

    def _list(self, element: Element, level: int, style: str) -> Iterator[DocParagraph | Element]:
        is_new = attribute(element, "continue-numbering") != "true"
        if is_new and level == 1 and not attribute(element, "continue-list"):
            self.counters.pop(style, None)  # lists within start again with their item
        for item in element:
            if local(item) not in {"list-item", "list-header"}:
                continue
            first = next((inner for inner in item if local(inner) in {"p", "h"}), None)
            for piece in self._pieces(item, level, style):
                if isinstance(piece, DocParagraph) and first is not None and piece.text:
                    yield replace(piece, label=self._label(style, level, item), level=level - 1)
                    first = None
                else:
                    yield piece

    def _label(self, style: str, level: int, item: Element) -> str:
        levels = self.styles.lists.get(style, {})
        form = levels.get(level, _ListLevelStyle(""))
        if not form.form:
            return BULLET
        counts = self.counters.setdefault(style, {})
        start = attribute(item, "start-value")
        counts[level] = int(start) if start.isdecimal() else counts.get(level, 0) + 1
        for lower in [key for key in counts if key > level]:
            del counts[lower]
        shown = range(max(level - form.shown + 1, 1), level + 1)
        numbers = (number_in_form(counts.get(at, 1), form.form) for at in shown)
        return f"{form.prefix}{'.'.join(numbers)}{form.suffix}".strip()

    def _paragraph(self, element: Element, label: str, level: int) -> list[DocParagraph]:
        texts: list[str] = []
        boxes: list[Element] = []
        _collect(element, texts, boxes)
        text = "\n".join(" ".join(line.split()) for line in "".join(texts).split("\n")).strip()
        outline = attribute(element, "outline-level") if local(element) == "h" else ""
        heading = int(outline) if outline.isdecimal() else 0
        fill = self.styles.fills.get(attribute(element, "style-name"), "")
        first, *more = text.split("\n")
        made = DocParagraph(first, label, level, heading, fill)
        if not heading and not label:
            signed = paragraph_of(first)
            made = replace(made, text=signed.text, label=signed.label)
        found = [made, *(replace(paragraph_of(line), fill=fill) for line in more)]
        for box in boxes:
            found += [piece for piece in self._pieces(box) if isinstance(piece, DocParagraph)]
        return found

    # --- tables ---------------------------------------------------------------------------------

    def _row(self, element: Element) -> None:
        opened = self.open
        if opened is None:
            return
        repeated = _count(element, "number-rows-repeated", MOST_ROWS)
        row = self._read_row(element, opened, repeated)
        is_blank = all(cell.is_empty for cell in row.cells)
        if is_blank and self.is_sheet:
            opened.number += repeated - 1
            return
        for copy in range(repeated):
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise too_many_rows()
            opened.number += copy > 0
            opened.table.rows.append(DocRow(opened.number, row.cells, row.is_header))

    def _read_row(self, element: Element, opened: _OpenOdfTable, repeated: int = 1) -> DocRow:
        opened.number += 1
        row = DocRow(opened.number, [], self.in_header)
        position = 0
        for cell in element:
            name = local(cell)
            if name not in {"table-cell", "covered-table-cell"}:
                continue
            times = _count(cell, "number-columns-repeated", MOST_COLUMNS + 1)
            is_empty = not len(cell)
            if is_empty and times > 1 and cell.getnext() is None:
                times = 1  # a sheet's filling up to its last column
            for _ in range(times):
                if position >= len(row.cells):  # not covered by a cell to the left
                    self._cell(cell, name, row, opened)
                position += 1
        while len(row.cells) in opened.below and len(row.cells) < MOST_COLUMNS:
            self._take_below(row, opened)
        return row

    def _cell(self, cell: Element, name: str, row: DocRow, opened: _OpenOdfTable) -> None:
        column = len(row.cells)
        if column >= MOST_COLUMNS:
            if len(cell):
                raise too_many_columns(opened.table.name)
            return
        if name == "covered-table-cell":
            if column in opened.below:
                self._take_below(row, opened)
            else:
                row.cells.append(DocCell((), row.number, column))
            return
        across = _count(cell, "number-columns-spanned", MOST_COLUMNS)
        down = _count(cell, "number-rows-spanned", MOST_ROWS)
        paragraphs = self._cell_paragraphs(cell, opened)
        fill = self.styles.fills.get(attribute(cell, "style-name"), "")
        fill = fill or next((paragraph.fill for paragraph in paragraphs if paragraph.fill), "")
        made = DocCell(paragraphs, row.number, column, across, fill)
        row.cells += [made] * min(across, MOST_COLUMNS - column)
        if down > 1:
            opened.below[column] = (down - 1, made)

    def _take_below(self, row: DocRow, opened: _OpenOdfTable) -> None:
        left, spanning = opened.below.pop(len(row.cells))
        if left > 1:
            opened.below[len(row.cells)] = (left - 1, spanning)
        row.cells += [spanning] * spanning.across

    def _cell_paragraphs(self, cell: Element, opened: _OpenOdfTable) -> tuple[DocParagraph, ...]:
        found: list[DocParagraph] = []
        for piece in self._pieces(cell):
            if isinstance(piece, DocParagraph):
                found.append(piece)
                continue
            inner = _OpenOdfTable(DocTable(f"Table within {opened.table.name}"))
            rows = [row for row in piece.iter() if local(row) == "table-row"]
            inner.table.rows = [self._read_row(row, inner) for row in rows]
            self.rows += len(rows)
            if inner.table.width >= _OWN_TABLE and len(rows) > 1:
                opened.inner.append(inner.table)
            else:
                cells = [one for row in inner.table.rows for one in row.distinct]
                found += [paragraph for one in cells for paragraph in one.paragraphs]
        return tuple(found)

    def _close_table(self) -> None:
        if self.open is None:
            return
        filled = [table for table in (self.open.table, *self.open.inner) if table.rows]
        if self.open.is_hidden and filled:
            rows = len(self.open.table.rows)
            text = f"The {self.open.table.name.lower()} is hidden: {rows} rows"
            remark = ReaderRemark(
                "hidden_sheet", text, "Not read", self.open.table.name, rows, True
            )
            self.made.remarks.append(remark)
        else:
            self.made.blocks += filled
        self.open = None

    def finished(self) -> ReadDocument:
        if self.changes:
            text = f"{self.changes} changes by {len(self.authors)} people are not accepted"
            taken = "What was deleted is left out; what was added is read"
            self.made.remarks.append(
                ReaderRemark("tracked_changes", text, taken, count=self.changes)
            )
        return self.made


def _count(element: Element, name: str, most: int) -> int:
    value = attribute(element, name)
    return min(max(int(value), 1), most) if value.isdecimal() else 1


def _level_style(level: Element) -> _ListLevelStyle:
    if local(level) != "list-level-style-number" or not attribute(level, "num-format"):
        return _ListLevelStyle("")
    forms = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter"}
    forms |= {"i": "lowerRoman", "I": "upperRoman"}
    shown = attribute(level, "display-levels")
    return _ListLevelStyle(
        forms.get(attribute(level, "num-format"), "decimal"),
        attribute(level, "num-prefix"),
        attribute(level, "num-suffix"),
        int(shown) if shown.isdecimal() else 1,
    )


def _collect(element: Element, texts: list[str], boxes: list[Element]) -> None:
    """The text of a paragraph with its blanks and breaks; text boxes on it for later."""
    texts.append((element.text or "").replace("\n", " "))
    for inner in element:
        name = local(inner)
        if name == "s":
            count = attribute(inner, "c")
            texts.append(" " * (min(int(count), 100) if count.isdecimal() else 1))
        elif name == "tab":
            texts.append("\t")
        elif name == "line-break":
            texts.append("\n")
        elif name == "text-box":
            boxes.append(inner)
        elif name not in _NOT_TEXT:
            _collect(inner, texts, boxes)
        texts.append((inner.tail or "").replace("\n", " "))
