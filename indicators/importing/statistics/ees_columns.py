"""Detecting which columns of an Explore Education Statistics file are filters or indicators. Pure.

The layout names the columns of time and geography. Every other column is either a filter, whose
text says which part of the whole a row is about, or an indicator, which holds numbers and symbols.
The file itself does not say which; its metadata file does, and can be uploaded with it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indicators.domain.enums import Dataset, Direction, Unit
from indicators.importing.statistics.ees_names import is_location, spelt_out
from indicators.importing.statistics.parsed_file import (
    FileNotTaken,
    MeasureIn,
    gap_of,
    number_or_gap,
)
from indicators.importing.statistics.sen2_names import sen2_name

TIME_AND_LEVEL: Final = ("time_period", "time_identifier", "geographic_level")
META: Final = ("col_name", "col_type", "label")
_LONGEST_CODE: Final = 120
# How far a figure was checked by then: not a part of the whole, whatever the column is called.
_STAGES: Final = frozenset(("provisional", "revised", "final", "amended"))
_STAGE_COLUMNS: Final = frozenset(("version", "status", "data_status", "data_version", "stage"))
# Filters whose values are numbers.
_NUMBERED: Final = re.compile(r"(age|nc_?year|year_?group|national_curriculum_year)(_\w+)?")
_TOTAL: Final = re.compile(r"(total|all)\b.*", re.IGNORECASE)
_MANY: Final = 400  # different words in a column: more, and it is neither
_PERCENT: Final = re.compile(r"(^|_)(pt|pc|pct|percent|percentage|perc|prop|proportion|rate)(_|$)")
_SCORE: Final = re.compile(
    r"(^|_)(score|average|avg|mean|att8|p8|aps)(_|$)|progress_?8|attainment_?8"
)
_MONEY: Final = re.compile(r"(^|_)(gbp|expenditure|cost|spend|funding)(_|$)|£")
# Our words for those columns on education, health and care plans that plans are judged by.
_OWN_WORDS: Final = {
    "no_exc_20week_rate": (
        "New EHC plans issued within 20 weeks, excluding exceptions",
        Direction.HIGHER,
    ),
    "inc_exc_20week_rate": (
        "New EHC plans issued within 20 weeks, including exceptions",
        Direction.HIGHER,
    ),
    "no_exc_20week_ehc": (
        "EHC plans within 20 weeks, excluding exceptions",
        Direction.NEITHER,
    ),
    "inc_exc_20week_ehc": (
        "EHC plans within 20 weeks, including exceptions",
        Direction.NEITHER,
    ),
    "new_all_ehc_pc": ("Assessments that led to an EHC plan", Direction.NEITHER),
    "ass_refused_ehc_pc": ("Requests for assessment that were refused", Direction.NEITHER),
    "personal_budgets": ("Personal budgets", Direction.NEITHER),
}


@dataclass(slots=True)
class _ColumnContent:
    """The kinds of cell that were seen in a column during the first pass."""

    numbers: int = 0
    texts: set[str] = field(default_factory=set)
    worded: int = 0
    most: float = 0.0
    least: float = 0.0
    whole: bool = True

    def see(self, cell: str) -> None:
        try:
            value, _ = number_or_gap(cell)
        except ValueError:
            self.worded += 1
            if len(self.texts) <= _MANY:
                self.texts.add(cell.strip())
            return
        if value is not None:
            self.numbers += 1
            self.most, self.least = max(self.most, value), min(self.least, value)
            self.whole = self.whole and value.is_integer()


@dataclass(frozen=True, slots=True)
class ColumnLabel:
    """The description of a column in the metadata file."""

    is_filter: bool
    label: str
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class TableSubject:
    """What a file is about, in words. `is_told` if somebody said so, or its metadata is there.

    Otherwise the words are taken from the name of the file, and describe nothing that is stored.
    """

    title: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class FileColumns:
    """The columns of one file, by their position in the row."""

    header: tuple[str, ...]
    filters: tuple[int, ...]
    indicators: tuple[int, ...]
    stage: int | None
    seen: Mapping[int, _ColumnContent]
    labels: Mapping[str, ColumnLabel]

    def at(self, name: str) -> int | None:
        return self.header.index(name) if name in self.header else None

    def measure(
        self, at: int, filters: Sequence[str], part: str, subject: TableSubject
    ) -> MeasureIn:
        """The measure of an indicator for one choice of filters, and one term if there is any."""
        name, label = self.header[at], self.labels.get(self.header[at])
        own, better = _OWN_WORDS.get(name, ("", Direction.NEITHER))
        spelt = f"{subject.title}: {spelt_out(name)}" if subject.title else spelt_out(name)
        title = (label.label if label else "") or own or sen2_name(name) or spelt
        filter_words = [words for words in filters if words and not _TOTAL.fullmatch(words)]
        filter_words += [part] if part else []
        unit = _unit(name, label, self.seen[at])
        decimals = 0 if unit in {Unit.COUNT, Unit.POUNDS} else 1
        if label and label.decimals is not None:
            decimals = label.decimals
        return MeasureIn(
            dataset=Dataset.EES,
            code=self._code(name, filters, part),
            title=f"{title}: {', '.join(filter_words)}"[:300] if filter_words else title[:300],
            unit=unit,
            better=better,
            decimals=min(decimals, 3),
            topic=(subject.title or "Explore Education Statistics")[:100],
            source="Department for Education, Explore Education Statistics",
            described=subject.is_known,
        )

    def _code(self, name: str, filters: Sequence[str], part: str) -> str:
        """The column and the text of every filter, to keep the measures of other files apart."""
        chosen = [
            f"{self.header[at]}={words}" for at, words in zip(self.filters, filters, strict=True)
        ]
        chosen += [f"time={part}"] if part else []
        code = f"{name} ({'; '.join(chosen)})" if chosen else name
        if len(code) <= _LONGEST_CODE:
            return code
        digest = hashlib.sha256(code.encode()).hexdigest()[:12]
        return f"{code[: _LONGEST_CODE - 13]}~{digest}"


def is_measured(name: str) -> bool:
    """Whether a column may be a filter or an indicator: it is not one of time and place."""
    return bool(name) and name not in TIME_AND_LEVEL and not is_location(name)


def columns_of(
    header: Sequence[str], rows: Iterator[Sequence[str]], labels: Mapping[str, ColumnLabel]
) -> FileColumns:
    """Reads the whole file once to detect its columns. Raises FileNotTaken if it has no numbers."""
    names = tuple(name.strip() for name in header)
    open_ones = [at for at, name in enumerate(names) if is_measured(name)]
    seen = {at: _ColumnContent() for at in open_ones}
    for cells in rows:
        if len(cells) == len(names):
            for at, column in seen.items():
                column.see(cells[at])
    stage = next((at for at in open_ones if _is_stage(names[at], seen[at])), None)
    filters = _filters(names, [at for at in open_ones if at != stage], seen, labels)
    indicators = [at for at in open_ones if at != stage and at not in filters]
    # Remarks and names beside the numbers: too many different words for a filter.
    kept = [at for at in filters if len(seen[at].texts) <= _MANY]
    if not indicators:
        raise FileNotTaken(
            "The file has the columns of Explore Education Statistics, but none with numbers."
        )
    return FileColumns(names, tuple(kept), tuple(indicators), stage, seen, labels)


def _is_stage(name: str, seen: _ColumnContent) -> bool:
    words = {word.lower() for word in seen.texts}
    return name in _STAGE_COLUMNS and bool(words) and words <= _STAGES


def _filters(
    names: Sequence[str],
    columns: Sequence[int],
    seen: Mapping[int, _ColumnContent],
    labels: Mapping[str, ColumnLabel],
) -> list[int]:
    """The filter columns: by the metadata or, without it, by their content or their name."""
    filters = []
    for at in columns:
        label, column = labels.get(names[at]), seen[at]
        if label:
            is_filter = label.is_filter
        else:
            totals = any(_TOTAL.fullmatch(word) for word in column.texts)
            is_filter = (
                totals
                or column.worded > column.numbers
                or bool(_NUMBERED.fullmatch(names[at].lower()) and column.whole)
            )
        if is_filter:
            filters.append(at)
    return filters


def _unit(name: str, label: ColumnLabel | None, seen: _ColumnContent) -> Unit:
    stated_unit = label.unit.strip() if label else ""
    words = f"{name} {label.label if label else ''}".lower().replace(" ", "_")
    is_percentage = _PERCENT.search(words) and seen.least >= -100 and seen.most <= 100
    if stated_unit == "%" or (not stated_unit and (name.startswith("pt_") or is_percentage)):
        return Unit.PERCENT
    if "£" in stated_unit or (not stated_unit and _MONEY.search(words)):
        return Unit.POUNDS
    if _SCORE.search(words):
        return Unit.SCORE
    return Unit.COUNT if seen.whole else Unit.RATE


def is_meta(header: Sequence[str]) -> bool:
    return set(META) <= {name.strip() for name in header}


def read_meta(rows: Iterator[Sequence[str]]) -> dict[str, ColumnLabel]:
    """The columns that a metadata file describes, by name."""
    header = [name.strip() for name in next(rows, ())]
    if not is_meta(header):
        raise FileNotTaken(
            "The metadata file of Explore Education Statistics was expected, with the columns "
            f"{', '.join(META)}."
        )
    described = {}
    for cells in rows:
        cells_of = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        places = cells_of.get("indicator_dp", "")
        if cells_of.get("col_name"):
            described[cells_of["col_name"]] = ColumnLabel(
                is_filter=cells_of["col_type"].lower() == "filter",
                label=cells_of["label"],
                unit=cells_of.get("indicator_unit", ""),
                decimals=int(places) if places.isdecimal() else None,
            )
    return described


def is_blank(cell: str) -> bool:
    """Whether a code is missing, or replaced by a symbol."""
    return gap_of(cell.strip()) is not None
