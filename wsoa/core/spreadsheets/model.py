"""The model of a sheet, which the writers for CSV, XLSX and ODS share. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Number(str):
    """A number with the digits to write, such as "-0.42" or "52.10".

    Writers type it as a number and keep its digits; a plain text of the same digits stays a text.
    """

    __slots__ = ()


Cell = str | int | float | None
SheetRow = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` is for programs, `title` for people, `width` is in characters.

    `kind` is "text", "prose" (text that people typed), "number" or "yes" (yes or no); `about`
    describes the column.
    """

    name: str
    title: str
    width: int = 16
    kind: str = "text"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its title, an optional note, the headings of its columns, and its rows.

    `headings_at` is the row of the headings in a workbook, counted from 0: the title is in row 0,
    the note in row 1. A CSV file has only the headings and the rows.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]
    note: str = ""
    headings_at: int = 3
