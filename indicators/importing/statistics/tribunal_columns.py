"""Recognising a table of SEND tribunal appeals by its content. Pure.

The table has a row for each authority and a group of columns for each year, a row for each
authority and year, or a row for each year of England. Headings take one to three rows, and carry
footnote marks ("Appeals registered4"). Two denominators may stand side by side, each with a rate of
its own: which rate belongs to which, and whether it is a share, a percentage or per 10,000, is
found by arithmetic, because headings do not say it reliably.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from indicators.domain.enums import Dataset, Direction, Unit
from indicators.importing.statistics.parsed_file import MeasureIn, number_or_gap
from wsoa.core.spreadsheets.typed_cells import TypedSheet

HEADING_WITHIN: Final = 20
_HEADING_ROWS: Final = 4
_SOURCE: Final = "Ministry of Justice, SEND tribunal appeal rates"
_MARKS: Final = re.compile(r"(?<=[^\d\s,])[\d,\s]+$")
_YEAR: Final = re.compile(r"(20\d\d)(?:\.0)?(?:\d|,|\s)*(?:\(.*\))?")
_YEAR_WITHIN: Final = re.compile(r"\b(20\d\d)\b(?!\s*-)")
_AUTHORITY: Final = re.compile(
    r"(?:local authorit(?:y|ies)|la)(?!.*\b(?:code|number|num|no)\b)(?: .{0,20})?|authority|council"
)
_NUMBER: Final = re.compile(r"(?:(?:old )?la|dfe|local authority) ?(?:code|number|num|no)")
_REGION: Final = re.compile(r"region(?: name)?")
_TIMES: Final = (1, 100, 1_000, 10_000, 100_000)
_CLOSE: Final = 0.02


class Role(Enum):
    """What a column counts."""

    APPEALS = auto()
    DECISIONS = auto()
    OTHER = auto()  # another denominator
    RATE = auto()


@dataclass(frozen=True, slots=True)
class AppealColumn:
    """A column of figures; `year` is None where each row has its own.

    `times` turns a rate as it is written into the measure's unit.
    """

    at: int
    role: Role
    heading: str
    year: int | None
    measure: MeasureIn
    times: float = 1


@dataclass(frozen=True, slots=True)
class AppealTable:
    """A table of a sheet. Without a column of names, it is of England."""

    sheet: TypedSheet
    body: int
    columns: tuple[AppealColumn, ...]
    name_at: int | None
    year_at: int | None
    number_at: int | None
    region_at: int | None


def _measure(code: str, title: str, unit: Unit, better: Direction, decimals: int) -> MeasureIn:
    words = "of decisions that could be appealed" if unit is Unit.PERCENT else ""
    return MeasureIn(
        Dataset.TRIBUNAL, code, title, unit, words, better, decimals, "SEND tribunal", "", _SOURCE
    )


APPEALS: Final = _measure(
    "appeals_registered",
    "Appeals registered with the SEND tribunal",
    Unit.COUNT,
    Direction.LOWER,
    0,
)
DECISIONS: Final = _measure(
    "appealable_decisions",
    "Decisions that could be appealed",
    Unit.COUNT,
    Direction.NEITHER,
    0,
)
RATE: Final = _measure(
    "appeal_rate",
    "Appeals to the SEND tribunal as a share of decisions that could be appealed",
    Unit.PERCENT,
    Direction.LOWER,
    2,
)


def without_marks(text: str) -> str:
    """Text without its footnote mark: "Dorset6" becomes "Dorset"."""
    return _MARKS.sub("", text).strip()


def year_of(text: str) -> int | None:
    """The year in a cell, without its footnote mark: "20242" is 2024."""
    match = _YEAR.fullmatch(text.strip())
    return int(match[1]) if match else None


def tables_of(sheets: Sequence[TypedSheet]) -> list[AppealTable]:
    """The tables of appeals on these sheets."""
    return [table for sheet in sheets if (table := _table(sheet))]


def _table(sheet: TypedSheet) -> AppealTable | None:
    for row in range(min(HEADING_WITHIN, len(sheet.rows))):
        heads = [without_marks(text).casefold() for text in sheet.texts(row)]
        heads = [" ".join(head.replace("_", " ").split()) for head in heads]
        name_at = next((at for at, head in enumerate(heads) if _AUTHORITY.fullmatch(head)), None)
        year_at = next(
            (at for at, head in enumerate(heads) if re.match(r"(calendar )?year\b", head)), None
        )
        if name_at is None and year_at is None:
            continue
        lower, columns = _columns(sheet, row, {name_at, year_at})
        roles = {column.role for column in columns}
        if Role.APPEALS not in roles or not roles & {Role.DECISIONS, Role.RATE, Role.OTHER}:
            continue
        if year_at is not None:
            columns = [replace(column, year=None) for column in columns]
        elif not all(column.year for column in columns):
            columns = [column for column in columns if column.year]
        if not columns:
            continue
        table = AppealTable(
            sheet,
            lower + 1,
            tuple(columns),
            name_at,
            year_at,
            next((at for at, head in enumerate(heads) if _NUMBER.fullmatch(head)), None),
            next((at for at, head in enumerate(heads) if _REGION.fullmatch(head)), None),
        )
        return replace(table, columns=tuple(_with_rates(table)))
    return None


def _columns(sheet: TypedSheet, row: int, keys: set[int | None]) -> tuple[int, list[AppealColumn]]:
    """The columns of figures, and the row of the lowest headings: that which names most of them."""
    block = range(row, min(row + _HEADING_ROWS, len(sheet.rows)))
    lower = max(block, key=lambda at: sum(_role(text) is not None for text in sheet.texts(at)))
    years, groups = _years_above(sheet, row, lower), _groups(sheet, row, lower)
    columns = []
    for at, text in enumerate(sheet.texts(lower)):
        role = _role(text)
        if role is None or at in keys:
            continue
        within = None if years else _YEAR_WITHIN.search(text)
        year = int(within[1]) if within else years.get(at)
        heading = without_marks(" ".join(_YEAR_WITHIN.sub(" ", text).split()).strip(" -:,()"))
        full = f"{groups.get(at, '')} {heading}".strip()
        columns.append(AppealColumn(at, role, full, year, _count(role, heading)))
    return lower, columns


def _years_above(sheet: TypedSheet, row: int, lower: int) -> dict[int, int]:
    """The year of each column: one that is written applies until the next one."""
    years: dict[int, int] = {}
    for above in range(max(0, row - 1), lower):
        year = None
        for at, text in enumerate(sheet.texts(above)):
            year = year_of(text) or year
            if year:
                years[at] = year
    return years


def _groups(sheet: TypedSheet, row: int, lower: int) -> dict[int, str]:
    """The words above each column that are no year, such as "Based on school population"."""
    groups: dict[int, str] = {}
    for above in range(row, lower):
        words = ""
        for at, text in enumerate(sheet.texts(above)):
            plain = without_marks(text)
            words = "" if year_of(text) else plain or words
            if words and at:
                groups[at] = words
    return groups


def _role(text: str) -> Role | None:
    words = text.casefold()
    if re.search(r"\brate|\bper \d|percent|%|proportion", words):
        return Role.RATE
    if "appealable" in words or "decision" in words:
        return Role.DECISIONS
    if re.search(r"registered|\bappeals\b|number of appeals", words):
        return Role.APPEALS
    if re.search(r"population|pupils|children|statements|plans|cohort|on roll|young people", words):
        return Role.OTHER
    return None


def _count(role: Role, heading: str) -> MeasureIn:
    if role is Role.APPEALS:
        return APPEALS
    if role is Role.OTHER:
        title = heading[:1].upper() + heading[1:]
        return _measure(_slug(heading), title[:300], Unit.COUNT, Direction.NEITHER, 0)
    return DECISIONS if role is Role.DECISIONS else RATE


def _slug(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_")[:60] or "denominator"


# --- rates ---------------------------------------------------------------------------------------


def _with_rates(table: AppealTable) -> Iterator[AppealColumn]:
    """The columns, with the denominator of each rate and what it is multiplied by."""
    for column in table.columns:
        if column.role is not Role.RATE:
            yield column
            continue
        beside = [other for other in table.columns if other.year == column.year]
        appeals = next((other for other in beside if other.role is Role.APPEALS), None)
        denominators = [c for c in beside if c.role in (Role.DECISIONS, Role.OTHER)]
        found = _by_arithmetic(table, column, appeals, denominators) if appeals else None
        yield _rate(column, *found) if found else _by_words(table, column, denominators)


def _by_arithmetic(
    table: AppealTable,
    rate: AppealColumn,
    appeals: AppealColumn,
    denominators: Sequence[AppealColumn],
) -> tuple[AppealColumn, int] | None:
    """The denominator and the factor by which most rows agree with the rate."""
    best, most, rows = None, 0, 0
    counts: dict[tuple[int, int], int] = {}
    for row in range(table.body, len(table.sheet.rows)):
        written, top = _number(table, row, rate), _number(table, row, appeals)
        if not written or not top or written < 0 or top < 0:
            continue
        rows += 1
        for place, denominator in enumerate(denominators):
            bottom = _number(table, row, denominator)
            for times in _TIMES:
                if bottom and abs(times * top / bottom - written) <= _CLOSE * written:
                    counts[place, times] = counts.get((place, times), 0) + 1
    for (place, times), count in counts.items():
        if count > most:
            best, most = (denominators[place], times), count
    return best if 2 * most >= rows else None


def _number(table: AppealTable, row: int, column: AppealColumn) -> float | None:
    try:
        return number_or_gap(table.sheet.cell(row, column.at).text)[0]
    except ValueError:
        return None


def _rate(column: AppealColumn, denominator: AppealColumn, written: int) -> AppealColumn:
    """The column as a rate of that denominator; percentages are stored for shares and per cents."""
    if denominator.role is Role.DECISIONS and written <= 100:
        return replace(column, measure=RATE, times=100 / written)
    of = denominator.heading.casefold()
    code = f"appeal_rate_{_slug(denominator.heading)}"
    if written <= 100:
        measure = replace(
            RATE,
            code=code,
            title=f"Appeals to the SEND tribunal as a share of: {of}",
            unit_words=of,
        )
        return replace(column, measure=measure, times=100 / written)
    measure = replace(
        RATE,
        code=code,
        title=f"Appeals to the SEND tribunal per {written:,}: {of}",
        unit=Unit.RATE,
        unit_words=f"appeals per {written:,}",
    )
    return replace(column, measure=measure)


def _by_words(
    table: AppealTable, column: AppealColumn, denominators: Sequence[AppealColumn]
) -> AppealColumn:
    """A rate that no denominator beside it explains: by its heading, and by how large it is."""
    per = re.search(r"per ([\d,]+)", column.heading)
    if per:
        times = int(per[1].replace(",", "") or 1)
        other = next((c for c in denominators if c.role is Role.OTHER), None)
        known = other or replace(column, role=Role.OTHER, heading=column.heading)
        return _rate(column, known, max(times, 1))
    numbers = [_number(table, row, column) for row in range(table.body, len(table.sheet.rows))]
    above_1 = any(number is not None and 1 < number <= 100 for number in numbers)
    return replace(column, times=1 if above_1 else 100)
