"""Writing sheets as CSV (RFC 4180) with the formula guard, and reading rows of CSV. Pure."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TextIO

from wsoa.core.spreadsheets.guard import guarded
from wsoa.core.spreadsheets.model import Cell, Number

LONGEST_CELL = 100_000  # characters: more is a quotation mark that is not closed


def write_csv(rows: Iterable[Iterable[Cell]], *, encoding: str = "utf-8") -> bytes:
    """The rows as CSV with CRLF line ends; texts are guarded, numbers are not.

    The encoding "utf-8-sig" adds the mark by which Excel recognises UTF-8.
    """
    made = StringIO(newline="")
    csv.writer(made).writerows([_csv_cell(cell) for cell in row] for row in rows)
    return made.getvalue().encode(encoding)


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The rows as lines of CSV, one by one: what is longer than memory should hold.

    As `write_csv` writes them, with the mark by which Excel recognises UTF-8.
    """
    yield BOM_UTF8
    for row in rows:
        yield write_csv([row])


def _csv_cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) and not isinstance(cell, Number) else cell


def read_csv(text: TextIO, delimiter: str) -> Iterator[list[str]]:
    """The rows of a text as cells, unchanged. Raises csv.Error.

    `text` must have been opened with newline="".
    """
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(text, delimiter=delimiter)


def delimiter_of(line: str) -> str:
    """The most frequent of comma, semicolon and tab in the line."""
    return max(",;\t", key=line.count)
