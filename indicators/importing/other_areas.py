"""The official values of other areas: a row for each area, a column for each figure. Pure.

A plan's own place is judged beside all areas. They are named here and not with the plan's places,
so that 150 of them take a row each. A column is headed by a measure and a span, such as
"SEN_EHC_All_20wks 2018"; when its figures were first out is what the file of values says of the
same measure and span.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicators.domain.entry_validation import FigureRefused, read_value
from indicators.domain.enums import PlaceKind, Unit
from indicators.importing.official_values import OfficialValue
from indicators.importing.schema import OfficialFile, PlaceFile
from wsoa.core.yaml_source import SourceError

_FIXED = ("code", "name", "ons_code")


@dataclass(frozen=True, slots=True)
class OtherAreas:
    """The authorities of the file, and their values."""

    places: tuple[PlaceFile, ...] = ()
    values: tuple[OfficialValue, ...] = ()


def read_other_areas(
    file: OfficialFile, known: Iterable[OfficialValue], content: bytes, name: str
) -> OtherAreas:
    """The areas and their filled cells; `known` are the values of the plan's own places.

    Raises SourceError with `name`, line, column and reason.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as error:
        raise SourceError(name, f"byte {error.start}", "not UTF-8 text") from error
    except csv.Error as error:
        raise SourceError(name, "", str(error)) from error
    header = rows[0] if rows else []
    columns = _columns(header, known, name)
    units = {measure.code: measure.unit for measure in file.measures}
    places: dict[str, PlaceFile] = {}
    values: list[OfficialValue] = []
    taken = {place.code for place in file.places}
    for line, row in enumerate(rows[1:], start=2):
        where = f"{name}, line {line}"
        if len(row) != len(header):
            raise SourceError(where, "", f"{len(row)} cells, where the first row has {len(header)}")
        place = _place(row)
        if place is None or place.code in taken:
            raise SourceError(where, "code", "no number of three digits, or there twice")
        taken.add(place.code)
        places[place.code] = place
        for sample, text in zip(columns, row[len(_FIXED) :], strict=True):
            if text:
                values.append(_value(sample, place.code, text, units, where))
    return OtherAreas(tuple(places.values()), tuple(values))


def _columns(
    header: Sequence[str], known: Iterable[OfficialValue], name: str
) -> list[OfficialValue]:
    """For each column, a value of the same measure and span."""
    if tuple(header[: len(_FIXED)]) != _FIXED:
        raise SourceError(name, "line 1", f"begins with the columns {', '.join(_FIXED)}")
    samples = {(value.measure, value.span.key): value for value in known}
    return list(_samples(header[len(_FIXED) :], samples, name))


def _samples(
    headings: Sequence[str], samples: dict[tuple[str, str], OfficialValue], name: str
) -> Iterator[OfficialValue]:
    for heading in headings:
        measure, _, key = heading.rpartition(" ")
        sample = samples.get((measure, key))
        if sample is None or headings.count(heading) > 1:
            reason = "no measure and span of the file of values, or there twice"
            raise SourceError(name, f"line 1 ({heading})", reason)
        yield sample


def _place(row: Sequence[str]) -> PlaceFile | None:
    code, name, ons_code = row[: len(_FIXED)]
    is_number = len(code) == 3 and code.isascii() and code.isdecimal()
    if not is_number or not name.strip():
        return None
    return PlaceFile(code=code, kind=PlaceKind.AUTHORITY, name=name, ons_code=ons_code)


def _value(
    sample: OfficialValue, place: str, text: str, units: Mapping[str, Unit], where: str
) -> OfficialValue:
    try:
        read = read_value(text, units[sample.measure])
    except FigureRefused as refused:
        raise SourceError(where, f"{sample.measure} {sample.span.key}", str(refused)) from None
    return OfficialValue(
        sample.measure,
        place,
        sample.span,
        read.value,
        read.gap,
        sample.provisional,
        sample.known_on,
    )
