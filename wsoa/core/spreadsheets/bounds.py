"""How far the cells of a workbook reach, from a streaming parse of its XML. Pure.

In a few hundred bytes, a workbook can claim a cell in the last row of the last column, or one
repeated a billion times. A reader that allocates memory for it would crash the service, so this
check comes first.
"""

from __future__ import annotations

import re
import zipfile
from abc import ABC, abstractmethod
from typing import BinaryIO, Final
from xml.parsers import expat

_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_BEFORE_XML: Final = b"\x00\xef\xbb\xbf\xfe\xff \t\r\n"


class TooFar(ValueError):
    """A cell lies beyond the limit."""


class Damaged(ValueError):
    """The XML of the workbook is invalid, or refers to content outside it."""


class _Extent(ABC):
    """Counts only cells with content: programs keep the formats of millions of empty ones."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.row, self.column, self.at = 0, 0, (0, 0)
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EntityDeclHandler = self.refuse_entity

    def refuse_entity(self, *_: object) -> None:
        raise Damaged("It names entities of its own.")

    @abstractmethod
    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Where a tag begins."""

    def reaches(self, row: int, column: int) -> None:
        if row > self.rows:
            raise TooFar(f"It has more than {self.rows:,} rows.")
        if column > self.columns:
            raise TooFar(f"It has more than {self.columns:,} columns.")


class _XlsxExtent(_Extent):
    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            number = attributes.get("r", "")
            self.row, self.column = int(number) if number.isdecimal() else self.row + 1, 0
        elif tag == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self.column += 1
            cell_position = (int(place[2]), column_number(place[1])) if place else None
            self.at = cell_position or (self.row, self.column)
        elif tag in {"v", "is", "f"}:
            self.reaches(*self.at)


class _OdsExtent(_Extent):
    repeats, across = 1, 1

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self.parser.EndElementHandler = self.end

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        named = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        if tag == "table":
            self.row = 0
        elif tag == "table-row":
            self.repeats, self.column = int(named.get("number-rows-repeated", "1")), 0
        elif tag in {"table-cell", "covered-table-cell"}:
            self.across = int(named.get("number-columns-repeated", "1"))
            if any(name in named for name in ("value", "value-type", "formula")):
                self.reaches(self.row + self.repeats, self.column + self.across)
            self.at = (self.row + self.repeats, self.column + self.across)
            self.column += self.across
        elif tag == "p":
            self.reaches(*self.at)

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "table-row":
            self.row += self.repeats


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def refuse_beyond(file: BinaryIO, *, rows: int, columns: int) -> None:
    """Raises TooFar if a cell of any sheet lies beyond the limit, Damaged if that cannot be
    determined.

    All XML parts are checked, because a sheet may have any name. Their path decides which of the
    two formats they belong to, so that no file is checked as one format and read as the other.
    """
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            with archive.open(part) as content:
                if not content.read(64).lstrip(_BEFORE_XML).startswith(b"<"):
                    continue
            is_excel = part.filename.replace("\\", "/").lower().startswith("xl/")
            kind = _XlsxExtent if is_excel else _OdsExtent
            with archive.open(part) as content:
                try:
                    kind(rows, columns).parser.ParseFile(content)
                except (expat.ExpatError, ValueError) as error:
                    if isinstance(error, (TooFar, Damaged)):
                        raise
                    raise Damaged(f"{part.filename} is no XML.") from error
