"""Reader for NHS England's community health waiting lists, by therapy, month and body. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from indicators.domain.enums import Dataset, Direction, PlaceKind, SpanKind, Unit
from indicators.domain.time_spans import Span
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

COLUMNS: Final = ("Organisation Type", "Organisation Name", "formattedDate", "Therapy")
EXPECTED: Final = (
    "community health waiting lists (columns Organisation Type, Organisation Name, formattedDate, "
    "Therapy, and the lengths of wait)"
)

DATASET: Final = Dataset.NHS_WAITING
SOURCE: Final = "NHS England, Community Health Services Waiting Lists"
# What the bodies are called: the same ones were "Organisation" until mid-2023, "Provider" since.
TYPES: Final = {
    **dict.fromkeys(("icb", "icbs", "integrated care board", "integrated care boards"), "ICB"),
    **dict.fromkeys(("region", "regions", "nhs region", "nhs england region"), "Region"),
    **dict.fromkeys(
        ("organisation", "organisations", "provider", "providers", "trust", "trusts"), ""
    ),
}
_NATIONAL: Final = {"national", "na", ""}


def fits(header: Sequence[str]) -> bool:
    return set(COLUMNS) <= {name.strip() for name in header}


def measure_of(therapy: str, column: str) -> MeasureIn:
    share = column.lower().startswith("percent")
    words = re.sub(r"\s*>\s*", " more than ", column)
    # Of "18-52 weeks", the first number is what was waited for at the least.
    words = re.sub(r"\b0-(\d+) weeks", r"up to \1 weeks", words)
    words = re.sub(r"(\d+)-(\d+) weeks", r"\1 and up to \2 weeks", words)
    words = re.sub(r"\b1 weeks", "1 week", words)
    return MeasureIn(
        dataset=DATASET,
        code=f"{therapy}: {column}"[:120],
        title=f"{therapy}: {words[:1].lower()}{words[1:]}"[:300],
        unit=Unit.PERCENT if share else Unit.COUNT,
        unit_words="of those waiting" if share else "people waiting",
        # A longer list may mean more people found; a longer wait is worse.
        better=Direction.NEITHER if "total" in column.lower() else Direction.LOWER,
        decimals=1 if share else 0,
        topic="Community health waiting lists",
        source=SOURCE,
    )


def place_of(kind: str, name: str) -> PlaceIn | str:
    """The place of a row, or what is wrong.

    NHS regions differ from those of the DfE, though some share a name.
    """
    kind = kind.strip().lower()
    name = " ".join(name.split())
    if not name:
        return "the name is missing"
    if kind in _NATIONAL:
        return ENGLAND if name.lower() == "england" else f"“{shortened(name)}” is not England"
    if kind not in TYPES:
        return f"“{shortened(kind)}” is not a type of organisation that is known"
    prefix = TYPES[kind]
    return PlaceIn(PlaceKind.NHS, f"NHS {prefix} {name}" if prefix else name)


def _span(words: str) -> Span | str:
    try:
        return Span.of(SpanKind.MONTH, words.strip()[:7])
    except ValueError:
        return f"“{shortened(words)}” is not a day such as 2023-01-01"


def read(
    rows: Iterator[Sequence[str]],
    faults: ParseFaults,
    published_on: date | None = None,
    first_line: int = 1,
) -> Iterator[PublishedRow]:
    """One row for each measure, which is a therapy and a length of wait. The header comes first.

    `first_line` is its line in the file.
    """
    header = [name.strip() for name in next(rows)]
    type_at, name_at, month_at, therapy_at = (header.index(name) for name in COLUMNS)
    columns = [(at, header[at]) for at in range(therapy_at + 1, len(header)) if header[at]]
    measures: dict[tuple[str, str], MeasureIn] = {}
    places: dict[tuple[str, str], PlaceIn | str] = {}
    spans: dict[str, Span | str] = {}
    for line, cells in enumerate(rows, start=first_line + 1):
        if len(cells) != len(header):
            if any(cells):
                faults.add_width(line, len(cells), len(header))
            continue
        body, month, therapy = (cells[type_at], cells[name_at]), cells[month_at], cells[therapy_at]
        place = places.get(body) or places.setdefault(body, place_of(*body))
        span = spans.get(month) or spans.setdefault(month, _span(month))
        if isinstance(place, str) or isinstance(span, str) or not therapy.strip():
            _record_fault(faults, line, place, span)
            continue
        for at, column in columns:
            try:
                value, gap = number_or_gap(cells[at])
            except ValueError as error:
                faults.add(line, column, str(error))
                continue
            measure = measures.get((therapy, column))
            if measure is None:
                measure = measures[therapy, column] = measure_of(therapy.strip(), column)
            known_on = first_published("waiting", span, published_on)
            yield PublishedRow(line, measure, place, span, value, gap, False, known_on)


def _record_fault(faults: ParseFaults, line: int, place: PlaceIn | str, span: Span | str) -> None:
    if isinstance(place, str):
        faults.add(line, "Organisation Name", place)
    elif isinstance(span, str):
        faults.add(line, "formattedDate", span)
    else:
        faults.add(line, "Therapy", "it is missing")
