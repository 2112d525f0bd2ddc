"""Plain text and CSV: pasted tables with tabs, lines as they were torn out of a PDF, or a list."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import BinaryIO, Final

from actions.importing.tables.cell_text import paragraph_of, paragraphs_of
from actions.importing.tables.model import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    DocCell,
    DocRow,
    DocTable,
    DocumentRefused,
    ReadDocument,
    too_many_columns,
    too_many_rows,
)
from wsoa.core.spreadsheets.csv import read_csv
from wsoa.core.spreadsheets.read import delimiter_of_lines, encoding_of

_NOT_TEXT: Final = (
    "The file is not a plain text. Save it as .docx, .xlsx, .odt or .csv and choose it again."
)
_MOST_LINES: Final = 200_000


def read_text(file: BinaryIO, name: str) -> ReadDocument:
    """A text file. Raises DocumentRefused where it is too large, or no text."""
    if file.seek(0, io.SEEK_END) > LARGEST_FILE:
        raise DocumentRefused(f"{name} is larger than 50 MB. Choose a file with the plan alone.")
    encoding = encoding_of(file)
    file.seek(0)
    text = file.read().decode(encoding, errors="replace")
    if "\x00" in text:
        raise DocumentRefused(_NOT_TEXT)
    if name.lower().endswith(".csv"):
        return _read_delimited(text, delimiter_of_lines(text.split("\n")[:50]))
    return document_of_text(text)


def document_of_text(text: str) -> ReadDocument:
    """A pasted text: a table where tabs or bars part its cells, else paragraphs and lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > _MOST_LINES:
        raise too_many_rows()
    for sign in ("\t", "|"):
        if _is_delimited(lines, sign):
            return _read_delimited(text, sign)
    made = ReadDocument(lines=lines)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            place = f"Line {number}"
            made.blocks.append(replace(paragraph_of(line), place=place))
    return made


def _is_delimited(lines: Sequence[str], sign: str) -> bool:
    """Whether most lines that hold anything have the same number of a sign, two at least."""
    counts = Counter(line.count(sign) for line in lines if line.strip())
    most = max((count for count in counts if count >= 2), key=lambda c: counts[c], default=0)
    with_sign = sum(times for count, times in counts.items() if count >= 2)
    return bool(most) and counts[most] >= 2 and 2 * with_sign >= sum(counts.values())


def _read_delimited(text: str, sign: str) -> ReadDocument:
    if sign == "|":
        rows: Iterable[list[str]] = (
            [cell.strip() for cell in _within_bars(line.strip()).split("|")]
            for line in text.split("\n")
            if line.strip() and not set(line.strip()) <= set("|-: +=")
        )
    else:
        rows = read_csv(io.StringIO(text.lstrip("\ufeff"), newline=""), sign)
    table = DocTable("Table 1")
    try:
        for number, cells in enumerate(rows, start=1):
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns("The table")
            if len(table.rows) >= MOST_ROWS and any(cell.strip() for cell in cells):
                raise too_many_rows()
            if any(cell.strip() for cell in cells):
                table.rows.append(_row(number, cells))
    except csv.Error as fault:
        raise DocumentRefused(
            f"The file cannot be read as a table: {fault}. Save it again as CSV, or as .xlsx."
        ) from fault
    _pad(table)
    return ReadDocument([table])


def _within_bars(line: str) -> str:
    """A line without the bars at both of its ends; one at a single end parts an empty cell."""
    has_both = len(line) > 1 and line.startswith("|") and line.endswith("|")
    return line[1:-1] if has_both else line


def _row(number: int, cells: Sequence[str]) -> DocRow:
    made = [DocCell(paragraphs_of(text), number, column) for column, text in enumerate(cells)]
    return DocRow(number, made)


def _pad(table: DocTable) -> None:
    """Gives every row the cells of the widest."""
    for row in table.rows:
        for column in range(len(row.cells), table.width if len(row.cells) < 2 else 0):
            row.cells.append(DocCell((), row.number, column))
