"""The file of updates to fill in: its columns, and what its rows say when it comes back. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from actions.domain.enums import Status
from actions.domain.kinds.scale import FIVE, StatusScale
from actions.domain.text_limits import LONGEST_TEXT
from actions.domain.update_texts import UPDATE_TEXTS
from wsoa.core.months import Month, parse_printed
from wsoa.core.spreadsheets.fill_in import CellUse, FillInColumn
from wsoa.core.spreadsheets.headings import find_headings
from wsoa.core.spreadsheets.typed_cells import TypedSheet

MOST_ROWS, MOST_COLUMNS = 400, 30
MOST_TEXT = 300_000  # characters in all rows
LONGEST_REASON = 500
_READ, _FILL = CellUse.READ, CellUse.FILL

KEY = FillInColumn("Key", 12, CellUse.KEY)
REF = FillInColumn("Action", 8, _READ)
STATUS = FillInColumn("New status", 20, _FILL)  # its choices: `columns_for` the plan's scale
FORECAST = FillInColumn("Forecast of the end month", 14, _FILL)
REASON = FillInColumn("Reason for the status", 30, _FILL, longest=LONGEST_REASON)
_TEXTS = {
    text.field: FillInColumn(text.title, 45, _FILL, longest=LONGEST_TEXT) for text in UPDATE_TEXTS
}
# What a row is filled in with, by the field of `UpdateFileRow`.
BOXES = {"status": STATUS, **_TEXTS, "forecast": FORECAST, "reason": REASON}
STATUS_BOX = "status"
READ_ONLY = (
    FillInColumn("What is to be done", 45, _READ),
    FillInColumn("Agreed end", 12, _READ),
    FillInColumn("Status now", 18, _READ),
    FillInColumn("What was said last", 40, _READ),
)
COLUMNS = (KEY, REF, *READ_ONLY, *BOXES.values())


def columns_for(scale: StatusScale) -> tuple[FillInColumn, ...]:
    """The columns of a plan's file: the new status is chosen among those of its key."""
    choices = tuple(status.label for status in scale.printed)
    status = replace(STATUS, choices=choices)
    return tuple(status if column is STATUS else column for column in COLUMNS)


_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


def instructions_for(scale: StatusScale) -> tuple[str, ...]:
    """How to fill in the file of a plan with these statuses."""
    number = _NUMBERS[len(scale.printed_order)]
    return tuple(text.format(number=number) for text in _INSTRUCTIONS)


_INSTRUCTIONS = (
    "Each row is one action. Fill in the white boxes; the grey ones are there to read.",
    "Leave a row empty if you have nothing to say of its action: nothing is sent for it.",
    "New status: choose one of the {number}. A row with any text needs a status.",
    "Developments: what has been done since the last update.",
    "Evidence of impact: what is different for children and families, and how you know.",
    "Next steps: what will be done next.",
    "Forecast of the end month: when you expect the action to end, for example March 2020.",
    "Reason for the status: needed where a status is better than the dates of the action allow.",
    "Do not delete the hidden column: it says which update you saw when the file was made.",
    "Then upload the file on the page that it came from, or send it to the programme office. "
    "You see what would be sent before anything is.",
    "An OpenDocument spreadsheet (ods) can be uploaded as well.",
)


class UpdateFileRefused(ValueError):
    """The file cannot be read. The message says what to do."""


@dataclass(frozen=True, slots=True)
class RowKey:
    """Which action a row is of, in which period, and the update that its writer saw; 0 for none."""

    period: int
    action: int
    based_on: int

    def __str__(self) -> str:
        return f"{self.period}:{self.action}:{self.based_on}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None where it is no key.

        >>> RowKey.parse("3:40:0")
        RowKey(period=3, action=40, based_on=0)
        """
        parts = text.strip().split(":")
        if len(parts) != 3 or not all(_is_small_number(part) for part in parts):
            return None
        period, action, based_on = map(int, parts)
        return cls(period, action, based_on)


def _is_small_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 15


@dataclass(frozen=True, slots=True)
class UpdateFileRow:
    """One row as it was filled in. `number` is that of the file, counted from 1.

    `causes` says by box why a cell has nothing that can be read, such as a formula that was never
    calculated: what was typed there is no empty box. `code` is what the status means in the plan's
    scale; empty where it is none.
    """

    number: int
    ref: str
    key: RowKey | None
    status: str = ""
    developments: str = ""
    evidence: str = ""
    next_steps: str = ""
    forecast: str = ""
    reason: str = ""
    causes: Mapping[str, str] = field(default_factory=dict)
    code: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.causes and not any(getattr(self, name) for name in BOXES)

    @property
    def chosen(self) -> Status | None:
        return Status(self.code) if self.code else None

    @property
    def month(self) -> Month | None:
        """The forecast. Raises ValueError where it is no month."""
        return read_month(self.forecast)

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the cells of the row itself."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        if self.key is None:
            yield "Its hidden key is missing or was changed. Download the file again."
        if self.status and self.chosen is None:
            yield f"“{self.status[:60]}” is not a status. Choose one from the list."
        elif not self.status and STATUS_BOX not in self.causes:
            yield "Choose a status: the row has a text and no status."
        try:
            _ = self.month
        except ValueError:
            yield f"“{self.forecast[:60]}” is not a month. Enter one such as March 2020."
        for name, column in BOXES.items():
            if cause := self.causes.get(name):
                yield f"{column.title}: {cause[:1].lower()}{cause[1:]}."
            length = len(getattr(self, name))
            if column.longest and length > column.longest:
                most = f"{column.longest:,} characters or fewer. It has {length:,}"
                yield f"{column.title} must be {most}."

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"key": str(self.key) if self.key else ""}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(**kept | {"key": RowKey.parse(kept["key"])})


def code_of(text: str, scale: StatusScale) -> str:
    """The code of a status by its words, in short or in full, or its code; empty if it is none.

    A file may have been made before the plan had its key, so the words of the five are known, too,
    where the key does not use them otherwise.
    """
    known = {
        words.casefold(): code.value
        for of in (FIVE, scale)
        for code in scale.printed_order
        for words in (of.label(code), code.value, of.full_text(code))
    }
    return known.get(" ".join(text.split()).casefold(), "")


def read_month(text: str) -> Month | None:
    """The month of a cell: "March 2020", "Mar 2020", "2020-03". None where it is empty.

    Raises ValueError for anything else.

    >>> read_month("2020-03"), read_month("March 2020")
    (Month(year=2020, number=3), Month(year=2020, number=3))
    """
    if not text:
        return None
    if len(text) == 7 and text[4] == "-":
        return Month.parse(text)
    month = parse_printed(text).month
    if month is None:
        raise ValueError(f"{text!r} is not a month")
    return month


def rows_of_sheets(sheets: Sequence[TypedSheet], scale: StatusScale) -> list[UpdateFileRow]:
    """The rows of the first visible sheet that has the headings.

    Raises UpdateFileRefused where none has, saying where was looked.
    """
    search = find_headings(sheets, _is_heading)
    if not search.found:
        raise UpdateFileRefused(
            "The file has no sheet of updates. Download the file from this page, fill it in and "
            "upload that. Its headings and its hidden first column must stay. "
            f"{search.where}"
        )
    sheet, at = search.found[0].sheet, search.found[0].row
    places = {_text(cell).casefold(): place for place, cell in enumerate(sheet.rows[at])}
    return _rows(sheet, places, at + 1, scale)


def _is_heading(texts: Sequence[str]) -> bool:
    found = {text.casefold() for text in texts}
    return all(column.title.casefold() in found for column in (KEY, REF, STATUS))


def _rows(
    sheet: TypedSheet, places: dict[str, int], first: int, scale: StatusScale
) -> list[UpdateFileRow]:
    """The rows from `first` on, counted from 0."""

    def cell(row: Sequence[object], column: FillInColumn) -> str:
        place = places.get(column.title.casefold(), len(row))
        return _text(row[place]) if place < len(row) else ""

    found = []
    for number, row in enumerate(sheet.rows[first:], start=first):
        boxes = {name: cell(row, column) for name, column in BOXES.items()}
        causes = {
            name: cause
            for name, column in BOXES.items()
            if (cause := sheet.causes.get((number, places.get(column.title.casefold(), -1))))
        }
        ref, key = cell(row, REF), cell(row, KEY)
        if ref or key or causes or any(boxes.values()):
            parsed = RowKey.parse(key)
            code = code_of(boxes[STATUS_BOX], scale)
            made = UpdateFileRow(number + 1, ref[:20], parsed, **boxes, causes=causes, code=code)
            found.append(made)
    if len(found) > MOST_ROWS:
        raise UpdateFileRefused(f"The file has more than {MOST_ROWS} rows. Send it in parts.")
    if sum(len(getattr(row, name)) for row in found for name in BOXES) > MOST_TEXT:
        raise UpdateFileRefused(
            f"The texts have more than {MOST_TEXT:,} characters in all. Send them in parts."
        )
    if not found:
        raise UpdateFileRefused("The file has headings and no rows.")
    return found


def _text(cell: object) -> str:
    """A cell as text; a day stands for its month, as programs make one of "Mar 2020"."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n").replace("\x00", "").strip()
