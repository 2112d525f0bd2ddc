"""The file of official values: one row for each measure and span, one column for each place. Pure.

A number such as 39.7 is a value, a symbol such as - gives the reason for a gap, and an empty cell
is skipped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indicators.domain.entry_validation import FigureRefused, read_value
from indicators.domain.enums import Gap
from indicators.domain.time_spans import Span
from indicators.importing.schema import OfficialFile, PublishedMeasureIn
from wsoa.core.months import Month
from wsoa.core.yaml_source import SourceError

_FIXED = ("measure", "span", "published", "provisional")


@dataclass(frozen=True, slots=True)
class OfficialValue:
    """One cell of the file of values."""

    measure: str
    place: str
    span: Span
    value: float | None
    gap: Gap
    provisional: bool
    known_on: date

    @property
    def name(self) -> str:
        return f"Official figure {self.measure}, {self.place}, {self.span.key}"


def read_values(file: OfficialFile, content: bytes, name: str) -> Iterator[OfficialValue]:
    """The filled cells of the file. Raises SourceError with `name`, line, column and reason."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(reader, [])
        columns = _columns(header, file, name)
        measures = {measure.code: measure for measure in file.measures}
        seen: set[tuple[str, str]] = set()
        for row in reader:
            line = reader.line_num
            if len(row) != len(header):
                reason = f"{len(row)} cells, where the first row has {len(header)}"
                raise SourceError(name, f"line {line}", reason)
            code, key = row[0], row[1]
            if code not in measures:
                raise SourceError(name, f"line {line} (measure)", f"no measure {code!r}")
            if (code, key) in seen:
                raise SourceError(name, f"line {line} (span)", f"{code} of {key} is there twice")
            seen.add((code, key))
            yield from _row(row, measures[code], columns, f"{name}, line {line}")
    except UnicodeDecodeError as error:
        raise SourceError(name, f"byte {error.start}", "not UTF-8 text") from error
    except csv.Error as error:
        raise SourceError(name, "", str(error)) from error


def _columns(header: list[str], file: OfficialFile, name: str) -> dict[int, str]:
    """The place of each column of values, by the column's position."""
    if tuple(header[: len(_FIXED)]) != _FIXED:
        raise SourceError(name, "line 1", f"begins with the columns {', '.join(_FIXED)}")
    places = {place.code for place in file.places}
    columns = dict(enumerate(header[len(_FIXED) :], start=len(_FIXED)))
    for code in columns.values():
        if code not in places or header.count(code) > 1:
            raise SourceError(name, f"line 1 ({code})", "not a place of the file, or there twice")
    return columns


def _row(
    row: list[str], measure: PublishedMeasureIn, columns: dict[int, str], where: str
) -> Iterator[OfficialValue]:
    code, key, published, provisional = row[: len(_FIXED)]
    try:
        span = Span.of(measure.span, key)
    except ValueError as error:
        raise SourceError(where, "span", str(error)) from None
    try:
        known_on = Month.parse(published).last_day
    except ValueError:
        raise SourceError(
            where, "published", f"{published!r} is not a month such as 2019-05"
        ) from None
    if known_on < span.first_day:
        raise SourceError(where, "published", f"{published} is before {key} began")
    if provisional not in ("", "yes"):
        raise SourceError(where, "provisional", f"{provisional!r} is neither empty nor yes")
    for index, place in columns.items():
        if not row[index]:
            continue
        try:
            read = read_value(row[index], measure.unit)
        except FigureRefused as refused:
            raise SourceError(where, place, str(refused)) from None
        yield OfficialValue(code, place, span, read.value, read.gap, bool(provisional), known_on)
