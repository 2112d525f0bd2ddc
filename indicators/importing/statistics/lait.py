"""Readers for the DfE's Local Authority Interactive Tool: its long format and its dictionary. Pure.

The long format has a row for each measure, year and place: `Short Desc`, `Years`, `LA and Regions`,
`Values`, `LA Number`, `Region`. The dictionary, a separate file, gives a measure's title, which
direction is better ("Polarity") and what kind of year it has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.domain.enums import Dataset, Direction, SpanKind, Unit
from indicators.domain.time_spans import Span
from indicators.importing.statistics.first_published import first_published
from indicators.importing.statistics.parsed_file import (
    FileNotTaken,
    MeasureIn,
    ParseFaults,
    PlaceIn,
    PublishedRow,
    number_or_gap,
    shortened,
)
from indicators.importing.statistics.places import ENGLAND, REGIONS, authority, is_number

COLUMNS: Final = ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")
DICTIONARY: Final = ("Measure_short", "Measure", "Polarity", "Year_Type")
EXPECTED: Final = (
    "the long format of the Local Authority Interactive Tool (columns Short Desc, Years, LA and "
    "Regions, Values, LA Number, Region)"
)

_SOURCE: Final = "Department for Education, Local Authority Interactive Tool"
_YEAR_TYPES: Final = {
    "academic year": SpanKind.SCHOOL_YEAR,
    "calendar year": SpanKind.YEAR,
    "financial year": SpanKind.FINANCIAL_YEAR,
    "annual - january": SpanKind.MONTH,  # what stood in January
}
_BETTER: Final = {"high": Direction.HIGHER, "low": Direction.LOWER}
_NOT_STATED: Final = {"", "na", "n/a", "-", "none"}
# "2025", "2025 (prov)", "2015/16", "2016-17 (OT)" (an outturn)
_YEARS: Final = re.compile(r"([0-9]{4})(?:[/-]([0-9]{2}))?\s*(?:\(\s*(\w+)\.?\s*\))?")
_PROVISIONAL: Final = {"prov", "provisional", "p"}
_REMARKS: Final = _PROVISIONAL | {"ot", "outturn", "rev", "revised", "r", "final"}
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class DescribedMeasure:
    """A measure of the dictionary, with the kind of span that its years are."""

    measure: MeasureIn
    kind: SpanKind


def fits(header: Sequence[str]) -> bool:
    return set(COLUMNS) <= {name.strip() for name in header}


def is_dictionary(header: Sequence[str]) -> bool:
    return set(DICTIONARY) <= {name.strip() for name in header}


def read_dictionary(
    rows: Iterator[Sequence[str]], faults: ParseFaults
) -> dict[str, DescribedMeasure]:
    """The measures by their short name. If a name occurs twice, the first one is used.

    Raises FileNotTaken if the file is not the dictionary.
    """
    header = [name.strip() for name in next(rows, ())]
    if not is_dictionary(header):
        raise FileNotTaken(
            "The dictionary of the Local Authority Interactive Tool was expected, with the columns "
            f"{', '.join(DICTIONARY)}."
        )
    measures: dict[str, DescribedMeasure] = {}
    for number, cells in enumerate(rows, start=2):
        cells_of = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        code = cells_of.get("Measure_short", "")
        if not code or code in measures:
            continue
        kind = _YEAR_TYPES.get(cells_of.get("Year_Type", "").lower())
        if kind is None:
            faults.add(
                number,
                "Year_Type",
                f"“{shortened(cells_of.get('Year_Type', ''))}” of {shortened(code)} is not known",
            )
            continue
        measures[code] = DescribedMeasure(_described(code, cells_of), kind)
    return measures


def _described(code: str, described: Mapping[str, str]) -> MeasureIn:
    title = described.get("Chart_title") or described["Measure"]
    axis = described.get("y_axis_name", "")
    unit = _unit(title, axis)
    places = described.get("dps", "")
    decimals = int(places) if places.isdigit() else 1
    about = (
        described.get("Description", ""),
        described.get("Methodology", ""),
        described.get("Hyperlink(s)", ""),
    )
    return MeasureIn(
        dataset=Dataset.LAIT,
        code=code,
        title=" ".join(title.split())[:300],
        unit=unit,
        unit_words="" if axis.lower() in _NOT_STATED else axis[:120],
        better=_BETTER.get(described["Polarity"].lower(), Direction.NEITHER),
        decimals=0 if unit is Unit.COUNT else min(decimals, 2),
        topic=described.get("Topic", "")[:100],
        description="\n\n".join(part for part in about if part.lower() not in _NOT_STATED),
        source=_SOURCE,
    )


def _unit(title: str, axis: str) -> Unit:
    words = f"{title} {axis}".lower()
    if "%" in words:
        return Unit.PERCENT
    if "score" in words:
        return Unit.SCORE
    if "cost" in words:
        return Unit.POUNDS
    return Unit.COUNT


def span_of(kind: SpanKind, years: str) -> tuple[Span, bool]:
    """The span of a "Years" cell, and whether it is provisional.

    For a school or financial year, "2019" is the year that ends in 2019.

    Raises ValueError with the reason.

    >>> span_of(SpanKind.SCHOOL_YEAR, "2025 (prov)")[0].key
    '2024/25'
    """
    match = _YEARS.fullmatch(years.strip())
    remark = (match[3] or "").lower() if match else ""
    if not match or (remark and remark not in _REMARKS):
        raise ValueError(f"“{shortened(years)}” is not a year such as 2019 or 2018/19")
    year, second = int(match[1]), match[2]
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(
            f"“{shortened(years)}” is not a year between {_FIRST_YEAR} and {_LAST_YEAR}"
        )
    provisional = remark in _PROVISIONAL
    if kind in {SpanKind.SCHOOL_YEAR, SpanKind.FINANCIAL_YEAR}:
        key = f"{year}/{second}" if second else f"{year - 1}/{year % 100:02}"
        return Span.of(kind, key), provisional
    if second:
        raise ValueError(f"“{shortened(years)}” is two years, and this measure has one")
    return Span.of(kind, f"{year}-01" if kind is SpanKind.MONTH else str(year)), provisional


class _LaitReader:
    """Reads row by row, and caches what is the same in many rows."""

    def __init__(
        self,
        described: Mapping[str, DescribedMeasure],
        faults: ParseFaults,
        published_on: date | None,
    ) -> None:
        self.described, self.faults, self.published_on = described, faults, published_on
        self.spans: dict[tuple[str, str], tuple[MeasureIn, Span, bool, date] | str] = {}
        self.places: dict[str, PlaceIn | str] = {}
        self.unknown: Counter[str] = Counter()
        self.first_unknown = 0

    def not_described(self, code: str, line: int) -> None:
        """Counts a row of a measure that is not in the dictionary."""
        self.unknown[code] += 1
        self.first_unknown = self.first_unknown or line

    def report_not_described(self) -> None:
        """Adds one fault for all rows of measures that are not in the dictionary."""
        if not self.unknown:
            return
        names = [shortened(code) or "one without a name" for code in list(self.unknown)[:3]]
        measures = (
            f"{len(self.unknown):,} measures are" if len(self.unknown) > 1 else "1 measure is"
        )
        more = ", such as " if len(self.unknown) > len(names) else ": "
        reason = (
            f"{measures} not in the dictionary{more}{', '.join(names)}. Choose the dictionary of "
            "this release along with the file"
        )
        count = self.unknown.total()
        self.faults.add(self.first_unknown, "Short Desc", reason, count=count)

    def span_at(self, line: int, key: tuple[str, str]) -> tuple[MeasureIn, Span, bool, date] | None:
        """As `of`, kept for the next row with this measure and time; None with a fault."""
        found = self.spans.get(key)
        if found is None:
            code = key[0].strip()
            if code not in self.described:
                self.not_described(code, line)
                return None
            found = self.spans[key] = self.of(code, key[1])
        if isinstance(found, str):
            self.faults.add(line, "Years", found)
            return None
        return found

    def place_at(self, line: int, number: str, name: str, region: str) -> PlaceIn | None:
        """The place of a row, kept for the next row with this number; None with a fault."""
        found = self.places.get(number)
        if found is None:
            found = self.places[number] = self.place_of(number, name, region)
        if isinstance(found, str):
            self.faults.add(line, "LA Number", found)
            return None
        return found

    def of(self, code: str, years: str) -> tuple[MeasureIn, Span, bool, date] | str:
        """Measure, span, provisional flag and publication day of a row, or what is wrong."""
        known = self.described[code]
        try:
            span, provisional = span_of(known.kind, years)
        except ValueError as error:
            return str(error)
        published = first_published(code, span, self.published_on)
        return known.measure, span, provisional, published

    def place_of(self, number: str, name: str, region: str) -> PlaceIn | str:
        number = number.strip().removesuffix(".0")
        if not is_number(number):
            return f"“{shortened(number)}” is not the number of an authority or region"
        if number == ENGLAND.number:
            return ENGLAND
        if number in REGIONS:
            return REGIONS[number]
        if not name.strip():
            return "the name of the place is missing"
        return authority(name.strip()[:120], number=number, within=region)


def read(
    rows: Iterator[Sequence[str]],
    described: Mapping[str, DescribedMeasure],
    faults: ParseFaults,
    published_on: date | None = None,
    first_line: int = 1,
) -> Iterator[PublishedRow]:
    """The rows of the long format, whose header comes first, at `first_line` of the file.

    Faults are added to `faults`; measures that the dictionary lacks are one of them, however many
    rows they have.
    """
    header = [name.strip() for name in next(rows)]
    code_at, years_at, name_at, value_at, number_at = (header.index(name) for name in COLUMNS)
    region_at = header.index("Region") if "Region" in header else -1
    reader = _LaitReader(described, faults, published_on)
    for line, cells in enumerate(rows, start=first_line + 1):
        if len(cells) != len(header):
            if any(cells):
                faults.add_width(line, len(cells), len(header))
            continue
        parsed = reader.span_at(line, (cells[code_at], cells[years_at]))
        if parsed is None:
            continue
        region = cells[region_at] if region_at >= 0 else ""
        place = reader.place_at(line, cells[number_at], cells[name_at], region)
        if place is None:
            continue
        try:
            value, gap = number_or_gap(cells[value_at])
        except ValueError as error:
            faults.add(line, "Values", str(error))
            continue
        measure, span, provisional, known_on = parsed
        yield PublishedRow(line, measure, place, span, value, gap, provisional, known_on)
    reader.report_not_described()
