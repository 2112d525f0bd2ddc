"""What a workbook says of its cells beside their values: formats, formulas, merged cells. Pure.

The reader of values gives 0.88 for a cell that is shown as 88%, and nothing for a formula that was
never calculated. The XML is parsed once more for what it leaves out. The extent of the cells has
been checked before: see `wsoa.core.spreadsheets.bounds`.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from wsoa.core.spreadsheets.bounds import TooFar, column_number
from wsoa.core.spreadsheets.typed_cells import CellFormat, MergedCells, Position

NEVER_CALCULATED: Final = (
    "The formula in this cell was never calculated. Open the file in a spreadsheet program, save "
    "it, and upload it again"
)
MOST_MARKED: Final = 1_000_000  # cells of a sheet
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_SHARE_FORMATS: Final = frozenset({"9", "10"})  # 0% and 0.00%, which are built in
# What is written as it stands, in a format: "..." and \x; [Red] and the like are no text.
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')


@dataclass(slots=True)
class SheetMarks:
    """What is out of the ordinary in one sheet."""

    formats: dict[Position, CellFormat] = field(default_factory=dict)
    causes: dict[Position, str] = field(default_factory=dict)
    merged: list[MergedCells] = field(default_factory=list)

    def put(
        self, rows: range, columns: range, shown: CellFormat = CellFormat.PLAIN, cause: str = ""
    ) -> None:
        """Marks cells. Raises TooFar before a cell repeated ten million times takes all memory."""
        more = len(rows) * len(columns)
        if max(len(self.formats), len(self.causes)) + more > MOST_MARKED:
            raise TooFar(f"It has more than {MOST_MARKED:,} percentages or formulas on a sheet.")
        for row in rows:
            for column in columns:
                if shown:
                    self.formats[row, column] = shown
                if cause:
                    self.causes[row, column] = cause


def error_in_formula(shown: str) -> str:
    """The cause for a cell whose formula has an error, such as #DIV/0!."""
    return (
        f"The formula in this cell has the error {shown or 'of a formula'}. Correct it in the file"
    )


def marks_of(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """The marks of each sheet by its name. Raises ExpatError, KeyError or ValueError if damaged."""
    if "xl/workbook.xml" in archive.namelist():
        return _marks_of_xlsx(archive)
    parser = _OdsMarks()
    _parse(parser, archive, "content.xml")
    return parser.sheets


class _Marks:
    """A streaming parse in which tags and attributes have no namespace prefix."""

    def handlers(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        return parser

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.start(tag.rpartition(":")[2], attributes)

    def _end(self, tag: str) -> None:
        self.end(tag.rpartition(":")[2])

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Where a tag begins."""

    def end(self, tag: str) -> None:
        """Where a tag ends."""

    def text(self, data: str) -> None:
        """Text within a tag."""


def _parse(handler: _Marks, archive: zipfile.ZipFile, part: str) -> None:
    with archive.open(part) as content:
        handler.handlers().ParseFile(content)


# --- Excel -------------------------------------------------------------------------------------


def _marks_of_xlsx(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    names = set(archive.namelist())
    book, links, styles = _XlsxBook(), _XlsxLinks(), _XlsxStyles()
    _parse(book, archive, "xl/workbook.xml")
    if "xl/_rels/workbook.xml.rels" in names:
        _parse(links, archive, "xl/_rels/workbook.xml.rels")
    if "xl/styles.xml" in names:
        _parse(styles, archive, "xl/styles.xml")
    found = {}
    for name, link in book.sheets:
        target = links.targets.get(link, "")
        part = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        sheet = _XlsxMarks(styles.formats)
        if part in names:
            _parse(sheet, archive, part)
        found[name] = sheet.marks
    return found


class _XlsxBook(_Marks):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), link))


class _XlsxLinks(_Marks):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _XlsxStyles(_Marks):
    """The styles of cells that show a per cent sign, by their number."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.formats: dict[str, CellFormat] = {}
        self.within, self.count = False, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self.within = True
        elif tag == "xf" and self.within:
            number = attributes.get("numFmtId", "0")
            shown = (
                CellFormat.SHARE
                if number in _SHARE_FORMATS
                else format_of(self.codes.get(number, ""))
            )
            if shown is not CellFormat.PLAIN:
                self.formats[str(self.count)] = shown
            self.count += 1

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.within = False


def format_of(code: str) -> CellFormat:
    r"""What a number format of Excel does with a per cent sign.

    >>> format_of("0.0%").name, format_of('0"%"').name, format_of(r"0\%").name, format_of("0").name
    ('SHARE', 'SIGN', 'SIGN', 'PLAIN')
    """
    first = code.partition(";")[0]
    literals = "".join(part for match in _LITERAL.findall(first) for part in match)
    if "%" in _LITERAL.sub("", first):
        return CellFormat.SHARE
    return CellFormat.SIGN if "%" in literals else CellFormat.PLAIN


class _XlsxMarks(_Marks):
    def __init__(self, formats: dict[str, CellFormat]) -> None:
        self.shown, self.marks = formats, SheetMarks()
        self.row = self.column = -1
        self.kind, self.value = "", ""
        self.has_formula = self.in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell(attributes)
        elif tag == "f":
            self.has_formula = True
        elif tag == "v":
            self.in_value = True
        elif tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdecimal() else self.row + 1
            self.column = -1
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            block = MergedCells(_position(first), _position(last or first))
            self.marks.merged.append(block)

    def _cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r", "")
        if address:
            self.row, self.column = _position(address)
        else:
            self.column += 1
        self.kind, self.value, self.has_formula = attributes.get("t", ""), "", False
        shown = self.shown.get(attributes.get("s", "0"))
        if shown:
            self._put(shown)

    def end(self, tag: str) -> None:
        if tag == "v":
            self.in_value = False
        elif tag == "c":
            if self.kind == "e":
                self._put(cause=error_in_formula(self.value.strip()))
            elif self.has_formula and not self.value.strip() and self.kind != "str":
                self._put(cause=NEVER_CALCULATED)

    def _put(self, shown: CellFormat = CellFormat.PLAIN, cause: str = "") -> None:
        row, column = self.row, self.column
        self.marks.put(range(row, row + 1), range(column, column + 1), shown, cause)

    def text(self, data: str) -> None:
        if self.in_value:
            self.value += data


def _position(address: str) -> Position:
    match = _ADDRESS.fullmatch(address)
    if not match:
        raise ValueError(f"{address!r} is no address of a cell")
    return int(match[2]) - 1, column_number(match[1]) - 1


# --- OpenDocument ------------------------------------------------------------------------------


class _OdsMarks(_Marks):
    """Reads content.xml. A cell that is repeated is marked as often as it is repeated."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetMarks] = {}
        self.marks = SheetMarks()
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.attributes: dict[str, str] = {}
        self.shown = ""
        self.in_text = self.in_note = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"table-cell", "covered-table-cell"}:
            named = {name.rpartition(":")[2]: value for name, value in attributes.items()}
            self.attributes, self.shown = named, ""
            self.columns = int(named.get("number-columns-repeated", "1"))
        elif tag == "p" and not self.in_note:
            self.in_text += 1
        elif tag == "annotation":
            self.in_note += 1
        elif tag == "table-row":
            self.column = 0
            self.rows = int(_attribute(attributes, "number-rows-repeated") or "1")
        elif tag == "table":
            self.marks = self.sheets.setdefault(_attribute(attributes, "name"), SheetMarks())
            self.row = 0

    def end(self, tag: str) -> None:
        if tag in {"table-cell", "covered-table-cell"}:
            self._mark()
            self.column += self.columns
        elif tag == "p" and not self.in_note:
            self.in_text -= 1
        elif tag == "annotation":
            self.in_note -= 1
        elif tag == "table-row":
            self.row += self.rows

    def text(self, data: str) -> None:
        if self.in_text:
            self.shown += data

    def _mark(self) -> None:
        named = self.attributes
        kind = named.get("value-type", "")
        shown, cause = CellFormat.PLAIN, ""
        if kind == "percentage":
            shown = CellFormat.SHARE
        elif kind == "float" and self.shown.rstrip().endswith("%"):
            shown = CellFormat.SIGN
        if "formula" in named:
            if self.shown.startswith(("#", "Err:")):
                cause = error_in_formula(self.shown.strip())
            elif not kind:
                cause = NEVER_CALCULATED
        across, down = (
            int(named.get(f"number-{what}-spanned", "1")) for what in ("columns", "rows")
        )
        if across > 1 or down > 1:
            last = self.row + down - 1, self.column + across - 1
            self.marks.merged.append(MergedCells((self.row, self.column), last))
        if shown or cause:
            rows = range(self.row, self.row + self.rows)
            columns = range(self.column, self.column + self.columns)
            self.marks.put(rows, columns, shown, cause)


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")
