"""Looking for the headings of a table through all visible sheets, and saying where. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from wsoa.core.spreadsheets.typed_cells import TypedSheet

WITHIN: Final = 20  # rows, below a title, a note or so


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A sheet, and the row of its headings, counted from 0."""

    sheet: TypedSheet
    row: int


@dataclass(frozen=True, slots=True)
class HeadingSearch:
    """What was found, and the sheets without it: visible ones and hidden ones."""

    found: tuple[FoundTable, ...]
    without: tuple[str, ...]
    hidden: tuple[str, ...]

    @property
    def passed_over(self) -> str:
        """A sentence on the sheets that were not read; empty where all of them were."""
        sentences = []
        if self.without:
            sentences.append(f"No table was found on {_sheets(self.without)}.")
        if self.hidden:
            sentences.append(f"Not read, because hidden: {_sheets(self.hidden)}.")
        return " ".join(sentences)

    @property
    def where(self) -> str:
        """A sentence on where was looked, for a file in which nothing was found."""
        looked = f"Looked in the first {WITHIN} rows"
        if self.without and self.without != ("",):
            looked += f" of {_sheets(self.without)}"
        nothing_visible = self.hidden and not self.without
        sentences = ["No sheet of the file is visible."] if nothing_visible else [f"{looked}."]
        if self.hidden:
            sentences.append(f"Not looked in, because hidden: {_sheets(self.hidden)}.")
        return " ".join(sentences)


def find_headings(
    sheets: Iterable[TypedSheet], is_heading: Callable[[Sequence[str]], bool]
) -> HeadingSearch:
    """The first row of each visible sheet that has the headings, given its cells as text."""
    found, without, hidden = [], [], []
    for sheet in sheets:
        if not sheet.is_visible:
            hidden.append(sheet.name)
            continue
        top = range(min(WITHIN, len(sheet.rows)))
        row = next((row for row in top if is_heading(sheet.texts(row))), None)
        if row is None:
            without.append(sheet.name)
        else:
            found.append(FoundTable(sheet, row))
    return HeadingSearch(tuple(found), tuple(without), tuple(hidden))


def _sheets(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names[:8]]
    if len(names) > 8:
        quoted.append(f"{len(names) - 8} more")
    listed = ", ".join(quoted[:-1]) + (" and " if len(quoted) > 1 else "") + quoted[-1]
    return f"the sheet{'' if len(names) == 1 else 's'} {listed}"
