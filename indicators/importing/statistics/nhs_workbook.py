"""Reader for NHS England's monthly workbook of community health waiting lists. Pure.

Each sheet is a table of its own: by service and month, by service and length of wait, or by body
and service. Which one it is, follows from its headings and from the names beside its rows; the
month and the length of wait that a sheet has in common stand in its title. Bodies are grouped under
"Region", "ICB" and "Organisation", which stand once for many rows. A blank cell means that the body
does not have the service: it is no figure, and no gap.

The services for children and young people are the same measures as in the table of `nhs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Final

from indicators.domain.enums import Direction, SpanKind, Unit
from indicators.domain.period_grammar import PeriodRefused
from indicators.domain.period_words import read_period
from indicators.domain.time_spans import Span
from indicators.importing.statistics import nhs
from indicators.importing.statistics.first_published import first_published
from indicators.importing.statistics.parsed_file import (
    MeasureIn,
    ParseFaults,
    PlaceIn,
    PublishedRow,
    number_or_gap,
    shortened,
)
from indicators.importing.statistics.places import ENGLAND
from wsoa.core.months import MONTH_NAMES
from wsoa.core.spreadsheets.headings import WITHIN
from wsoa.core.spreadsheets.typed_cells import TypedSheet

EXPECTED: Final = (
    "NHS England’s monthly workbook of community health waiting lists (tables by service, month, "
    "region, ICB and provider)"
)
_SERVICE: Final = re.compile(
    r"[(\[]?(a|cyp|adults?|children(?: and young people)?)[)\]]?\s*[:\-–)\]]?\s+(.+)", re.IGNORECASE
)
_MARKED: Final = re.compile(r"[(\[](?:a|cyp|adults?|children)", re.IGNORECASE)
_WHOLE: Final = {
    "england": "All services",
    "total": "All services",
    "all services": "All services",
    "adult services": "Adult services",
    "adults services": "Adult services",
    "cyp services": "Children and young people’s services",
    "children and young people services": "Children and young people’s services",
}
_BETWEEN: Final = re.compile(r"(\d+)\s*(?:-|–|to|and)\s*(\d+)\s*weeks")
_OVER: Final = re.compile(r"(?:over|>|more than|above|\d+\+)\s*(\d*)\s*\+?\s*weeks|(\d+)\+ weeks")
_MONTH: Final = re.compile(
    rf"\b({'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})\.?\s+(\d{{4}})\b", re.IGNORECASE
)
_LONGEST_TITLE: Final = 120  # characters: what is longer is a note
NOT_SUBMITTED: Final = "Organisations that did not submit data"


class _Heads(Enum):
    """What the headings of a table are."""

    SERVICES = auto()
    WAITS = auto()
    MONTHS = auto()


@dataclass(frozen=True, slots=True)
class WaitingTable:
    """One sheet: where its headings are, what they are, and its title.

    `names_at` is the column of the names beside the rows.
    """

    sheet: TypedSheet
    row: int
    names_at: int
    heads: _Heads
    columns: dict[int, str]
    title: str
    above: str  # every short text above the headings, for what the title leaves out

    @property
    def text(self) -> str:
        """Its title and headings, in lower case."""
        return " ".join([self.title, self.above, *self.columns.values()]).casefold()

    @property
    def is_by_service(self) -> bool:
        """Whether its rows are services, and not bodies."""
        below = range(self.row + 1, len(self.sheet.rows))
        return any(_service(_text(self.sheet, row, self.names_at)) for row in below)


def tables_of(sheets: Sequence[TypedSheet]) -> list[WaitingTable]:
    """The tables of a workbook; none if it is another one."""
    tables = [table for sheet in sheets if (table := _table(sheet))]
    has_services = any(table.heads is _Heads.SERVICES or table.is_by_service for table in tables)
    has_waits = any("wait" in table.text for table in tables)
    return tables if has_services and has_waits else []


def _table(sheet: TypedSheet) -> WaitingTable | None:
    """The table of a sheet: its headings are above England, to the right of the names."""
    for row in range(min(2 * WITHIN, len(sheet.rows))):
        texts = sheet.texts(row)
        names_at = next((at for at, text in enumerate(texts) if text.casefold() == "england"), None)
        if names_at is None or not any(texts[names_at + 1 :]):
            continue
        found = _headings(sheet, row, names_at)
        if found:
            heading, columns, heads = found
            above = [
                " ".join(text.split())
                for before in range(heading)
                for text in sheet.texts(before)
                if text
            ]
            title = above[0] if above else sheet.name
            short = "; ".join(text for text in above if len(text) <= _LONGEST_TITLE)
            return WaitingTable(sheet, heading, names_at, heads, columns, title, short)
    return None


def _headings(
    sheet: TypedSheet, below: int, names_at: int
) -> tuple[int, dict[int, str], _Heads] | None:
    for row in range(below - 1, -1, -1):
        texts = {at: _heading(sheet, row, at) for at in range(names_at + 1, len(sheet.rows[row]))}
        columns = {at: text for at, text in texts.items() if text}
        if not columns:
            continue
        for heads, fits in (
            (_Heads.SERVICES, _service),
            (_Heads.MONTHS, _month),
            (_Heads.WAITS, _wait),
        ):
            fitting = {at: text for at, text in columns.items() if fits(text)}
            if len(fitting) * 2 > len(columns):
                return row, fitting, heads
    return None


def _heading(sheet: TypedSheet, row: int, at: int) -> str:
    value = sheet.rows[row][at]
    if isinstance(value, date | datetime):
        return f"{value:%Y-%m}"
    return _text(sheet, row, at)


def _text(sheet: TypedSheet, row: int, at: int) -> str:
    return " ".join(sheet.cell(row, at).text.split())


def _month(text: str) -> Span | None:
    try:
        return read_period(SpanKind.MONTH, text)
    except PeriodRefused:
        return None


def _service(text: str) -> str:
    """The name of a service as its measures are coded; empty for any other text."""
    match = _SERVICE.fullmatch(text)
    if not match or not (_MARKED.match(text) or re.search(r"[:\-–]", text)):
        return ""
    name = " ".join(match[2].split())
    if match[1].casefold().startswith("a"):
        return f"Adults, {name}"
    # As in the table of `nhs`: "Occupational Therapy".
    return re.sub(r"^therapy interventions:\s*", "", name, flags=re.IGNORECASE).title()


def _wait(text: str) -> str:
    """The length of wait of a title or heading, as the table of `nhs` heads it; or empty."""
    words = re.sub(r"\([^)]*\)", " ", text.casefold().replace("–", "-"))
    words = " ".join(words.split())
    if "not submit" in words:
        return NOT_SUBMITTED
    if words.startswith(("percentage", "proportion", "%")):
        return text
    if between := _BETWEEN.search(words):
        least, most = between[1], between[2]
        return f"Waiting {'' if least == '0' else '>'}{least}-{most} weeks"
    if over := _OVER.search(words):
        return f"Waiting >{over[1] or over[2]} weeks"
    return "Total waiting list" if "total" in words and "wait" in words else ""


def read(
    tables: Sequence[WaitingTable], faults: ParseFaults, published_on: date | None = None
) -> Iterator[PublishedRow]:
    """One row for each filled cell. A table whose title lacks the month or the wait is a fault."""
    measures: dict[tuple[str, str], MeasureIn] = {}
    for table in tables:
        yield from _Reader(table, faults, published_on, measures).read()


class _Reader:
    def __init__(
        self,
        table: WaitingTable,
        faults: ParseFaults,
        published_on: date | None,
        measures: dict[tuple[str, str], MeasureIn],
    ) -> None:
        self.table, self.faults, self.published_on = table, faults, published_on
        self.measures = measures
        self.by_service = table.is_by_service
        month = _MONTH.search(table.title) or _MONTH.search(table.above)
        self.month = _month(" ".join(month.groups())) if month else None
        self.wait = _wait(table.title) or _wait(table.above)
        titled = re.search(r"\((?:a|cyp)\)[^,]*", table.title, re.IGNORECASE)
        self.service = (_service(titled[0].strip()) if titled else "") or "All services"

    def read(self) -> Iterator[PublishedRow]:
        table, group = self.table, ""
        missing = self._missing()
        if missing:
            self._fault(table.row, "", missing)
            return
        for row in range(table.row + 1, len(table.sheet.rows)):
            name = _text(table.sheet, row, table.names_at)
            group = next(
                (
                    text
                    for at in range(table.names_at)
                    if (text := _text(table.sheet, row, at)).casefold() in nhs.TYPES
                ),
                group,
            )
            if name:
                yield from self._row(row, name, group)

    def _missing(self) -> str:
        """What the title has to say of all cells and does not."""
        heads = self.table.heads
        if heads is not _Heads.MONTHS and self.month is None:
            return f"“{shortened(self.table.title)}” does not name the month of the table"
        if heads is not _Heads.WAITS and not self.wait:
            return f"“{shortened(self.table.title)}” does not name the length of wait"
        return ""

    def _row(self, row: int, name: str, group: str) -> Iterator[PublishedRow]:
        service = _service(name) or _WHOLE.get(name.casefold(), "") if self.by_service else ""
        if self.by_service:
            if not service:
                return  # a note below the table
            place: PlaceIn | str = ENGLAND
        elif not any(_text(self.table.sheet, row, at) for at in self.table.columns):
            return
        else:
            place = nhs.place_of("" if name.casefold() == "england" else group, name)
        if isinstance(place, str):
            self._fault(row, name, place)
            return
        for at, heading in self.table.columns.items():
            yield from self._cell(row, at, heading, place, service)

    def _cell(
        self, row: int, at: int, heading: str, place: PlaceIn, service: str
    ) -> Iterator[PublishedRow]:
        text = _text(self.table.sheet, row, at)
        if not text:
            return
        heads = self.table.heads
        span = _month(heading) if heads is _Heads.MONTHS else self.month
        wait = _wait(heading) if heads is _Heads.WAITS else self.wait
        if heads is _Heads.SERVICES:
            service = _service(heading)
        try:
            value, gap = number_or_gap(text)
        except ValueError as error:
            self._fault(row, heading, str(error))
            return
        if span is None:
            return
        measure = self._measure(service or self.service, wait)
        known_on = first_published("waiting", span, self.published_on)
        yield PublishedRow(row + 1, measure, place, span, value, gap, False, known_on)

    def _measure(self, service: str, wait: str) -> MeasureIn:
        key = service, wait
        if key not in self.measures:
            self.measures[key] = _measure(service, wait)
        return self.measures[key]

    def _fault(self, row: int, column: str, reason: str) -> None:
        self.faults.add(row + 1, column, reason, self.table.sheet.name)


def _measure(service: str, wait: str) -> MeasureIn:
    if wait != NOT_SUBMITTED:
        return nhs.measure_of(service, wait)
    return MeasureIn(
        dataset=nhs.DATASET,
        code=NOT_SUBMITTED,
        title=f"{NOT_SUBMITTED} on community health waiting lists",
        unit=Unit.COUNT,
        unit_words="organisations",
        better=Direction.NEITHER,
        decimals=0,
        topic="Community health waiting lists",
        source=nhs.SOURCE,
    )
