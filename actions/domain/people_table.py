"""The table of people that an administrator sends as a file: its columns and their values. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

COLUMNS = ("email", "name", "role", "plan", "area", "post", "from", "after", "deputy", "until")
# What the export says as well; a file that is read in may have them, and they change nothing.
EXPORTED = (*COLUMNS, "invited")
_FIELDS = {"from": "starts"}
MOST_ROWS = 500
LONGEST_CELL = 300
_YES = {"yes", "y", "true", "1", "x"}


class TableRefused(ValueError):
    """The table cannot be read. The message says what to do."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row: its number in the file, counted from 1 with the headings, and its cells."""

    number: int
    email: str
    name: str = ""
    role: str = ""
    plan: str = ""
    area: str = ""
    post: str = ""
    starts: str = ""  # the column "from", a word that Python keeps for itself
    after: str = ""
    deputy: str = ""
    until: str = ""

    @property
    def is_deputy(self) -> bool:
        return self.deputy.casefold() in _YES

    @property
    def last_day(self) -> date | None:
        """The day on which access ends; None without one. Raises TableRefused.

        >>> PersonRow(2, "a@b.example", until="31/3/2020").last_day
        datetime.date(2020, 3, 31)
        """
        return _day_of(self.until)

    @property
    def first_day(self) -> date | None:
        """The first day in the post, or as its deputy; None without one. Raises TableRefused."""
        return _day_of(self.starts)


def _day_of(cell: str) -> date | None:
    """The day in a cell; None where it is empty. Raises TableRefused."""
    if not cell:
        return None
    parts = cell.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and all(part.isascii() and part.isdecimal() for part in parts):
        numbers = [int(part) for part in parts]
        year, month, day = numbers if len(parts[0]) == 4 else numbers[::-1]
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise TableRefused(f"“{cell}” is not a date such as 2020-03-31 or 31/3/2020")


def people_rows(rows: Sequence[Sequence[str]]) -> list[PersonRow]:
    """The rows of a table with headings; empty rows are left out. Columns may be in any order.

    Raises TableRefused where a needed column is missing, one is not known or is there twice, a
    cell is too long, or there are too many rows.
    """
    if not rows:
        raise TableRefused("The file is empty. The first row must have the headings")
    headings = [heading.strip().casefold() for heading in rows[0]]
    unknown = [heading for heading in headings if heading and heading not in EXPORTED]
    if "email" not in headings or unknown or len(set(headings)) < len(headings):
        wrong = f" Not known: {', '.join(unknown)[:100]}." if unknown else ""
        raise TableRefused(
            f"The first row must have these headings, each once: {', '.join(COLUMNS)}.{wrong}"
        )
    found = []
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(headings, (cell.strip() for cell in row), strict=False))
        if not any(cells.values()):
            continue
        if any(len(cell) > LONGEST_CELL or "\x00" in cell for cell in cells.values()):
            raise TableRefused(f"Row {number} has a cell that is too long or is not text")
        found.append(
            PersonRow(number, **{_FIELDS.get(name, name): cells.get(name, "") for name in COLUMNS})
        )
    if not found:
        raise TableRefused("The file has headings and no rows")
    if len(found) > MOST_ROWS:
        raise TableRefused(f"The file has more than {MOST_ROWS} rows. Send it in parts")
    return found
