"""The tables of documents of version 1, whose files are to stay what they were: byte for byte.

Since version 2 quarters that have not come are left out, months and lateness have columns of their
own, and notes say what a blank and a sign mean. Pure.
"""

from __future__ import annotations

from dataclasses import replace

from wsoa.core.spreadsheets.model import Sheet

SYMBOLS = "A single - is printed where the plan gives no date; On-going: it has no end."
SUPPRESSED = ": Suppressed."
# The columns that version 2 has beside what is printed.
_ADDED = frozenset(
    (
        *("start_month", "end_month", "end_agreed_month", "months_late"),
        *("quarter_month", "from_month", "to_month"),
    )
)


def as_in_version_1(sheet: Sheet) -> Sheet:
    """The sheet with the columns and the note that it had."""
    kept = [index for index, column in enumerate(sheet.columns) if column.name not in _ADDED]
    return replace(
        sheet,
        columns=tuple(sheet.columns[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in sheet.rows),
        note=sheet.note.replace(f" {SYMBOLS}", "").replace(SUPPRESSED, "."),
    )
