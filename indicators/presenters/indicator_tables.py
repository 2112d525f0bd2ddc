"""The figures of an indicator as tables, by neighbour, and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.domain.figure_files import csv_file
from indicators.domain.series import Figure, FigureSeries, SeriesRole
from indicators.domain.time_spans import Span
from indicators.presenters.targets import target_steps
from indicators.presenters.verdict import bounds_of, interval_of
from indicators.presenters.wording import number_in_words
from indicators.selectors.figures_as_at import Reading
from indicators.selectors.linked_actions import FinishedAction
from wsoa.core.text import one_line

NEIGHBOUR_SPANS = 6
_HEADINGS = (
    "Series",
    "Kind",
    "Place",
    "Period",
    "Value",
    "Shown as",
    "Numerator",
    "Denominator",
    "95% from",
    "95% to",
    "Provisional",
    "Known on",
    "Source",
    "Note",
)


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure in a table; its words are empty if the series has no figure for that period."""

    printed: str = ""
    out_of: str = ""
    provisional: bool = False
    own: bool = False
    is_number: bool = True
    interval: str = ""  # the 95% interval of a figure with counts


@dataclass(frozen=True, slots=True)
class NumbersTable:
    """A table with a column for each series and a row for each period or day of a target, the
    earliest first.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, FigureCell], ...]], ...]


@dataclass(frozen=True, slots=True)
class NeighboursTable:
    """The figures of statistical neighbours, period by period."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, FigureCell], ...]], ...]


def indicator_tables(reading: Reading, place: str) -> tuple[NumbersTable, ...]:
    """All series except single neighbours, and each target in a row of its own day.

    The first table has the indicator's own series and the comparators of the first official one.
    Each further measure has its own table, so that none is wider than a page.
    """
    own = [line for line in _own(reading) if line.figures]
    official = [line for line in own if line.measure is not None]
    if not own:
        return ()
    first = [*own, *(_beside(reading, official[0]) if official else ())]
    tables = [_table(reading, first, place, "The same figures", with_target=True)]
    for line in official[1:]:
        lines = [line, *_beside(reading, line)]
        if len(lines) > 1:
            tables.append(_table(reading, lines, place, f"{line.name}, compared"))
    return tuple(tables)


def _table(
    reading: Reading,
    lines: Sequence[FigureSeries],
    place: str,
    caption: str,
    *,
    with_target: bool = False,
) -> NumbersTable:
    own = [line for line in lines if line.role is SeriesRole.OWN]
    heads = [_head(line, place, alone=len(own) == 1) for line in lines]
    by_span = [{figure.span: figure for figure in line.figures} for line in lines]
    aims = target_steps(reading) if with_target else []
    heads += ["Target"] if aims else []
    more = [FigureCell()] if aims else []
    rows: list[tuple[date, str, list[FigureCell]]] = []
    for span in _spans(lines):
        cells = [_cell(known.get(span), line) for known, line in zip(by_span, lines, strict=True)]
        rows.append((span.last_day, span.printed, cells + more))
    for _, day, value, _ in aims:
        cells = [FigureCell(own=line.role is SeriesRole.OWN) for line in lines]
        cells.append(FigureCell(number_in_words(reading, value)))
        rows.append((day, f"By {day.day} {day:%B %Y}", cells))
    rows.sort(key=lambda row: row[0])
    return NumbersTable(
        caption,
        tuple(heads),
        tuple((label, tuple(zip(heads, cells, strict=True))) for _, label, cells in rows),
    )


def neighbour_tables(reading: Reading) -> tuple[NeighboursTable, ...]:
    """The last figures of each neighbour, in one table for each measure."""
    tables = []
    for line in reading.lines:
        near = [
            comparator
            for comparator in reading.comparators
            if comparator.role is SeriesRole.NEIGHBOUR and comparator.series == line.series
        ]
        spans = _spans(near)[-NEIGHBOUR_SPANS:]
        if not spans:
            continue
        heads = tuple(span.printed for span in spans)
        rows = tuple(
            (
                comparator.name,
                tuple(
                    zip(heads, (_cell(comparator.at(s), comparator) for s in spans), strict=True)
                ),
            )
            for comparator in near
        )
        tables.append(NeighboursTable(line.name, heads, rows))
    return tuple(tables)


def indicator_csv(reading: Reading, place: str, finished: Iterable[FinishedAction] = ()) -> bytes:
    """All figures of all series as CSV, one a row. Suppressed figures stay suppressed.

    Then what else a chart shows: targets by their days, breaks, and actions that finished.
    """
    lines = [*reading.lines, *reading.comparators]
    rows = (_csv_row(line, figure, place) for line in lines for figure in line.figures)
    return csv_file([_HEADINGS, *rows, *_rows_of_days(reading, finished)])


def _rows_of_days(
    reading: Reading, finished: Iterable[FinishedAction]
) -> Iterable[tuple[str, ...]]:
    names = {line.series: line.name for line in reading.lines}
    for label, day, value, source in target_steps(reading):
        yield _row_of_day(label, day, _number(value), number_in_words(reading, value), source)
    for row in reading.breaks:
        yield _row_of_day(
            "Break in the series", row.first_day, "", names[row.series_id], row.reason
        )
    for action in finished:
        yield _row_of_day("Action finished", action.day, "", action.ref, one_line(action.text))


def _row_of_day(kind: str, day: date, value: str, shown: str, note: str) -> tuple[str, ...]:
    """A row under the same headings of what is no figure: its day stands for the period."""
    by_heading = {"Kind": kind, "Period": day.isoformat(), "Value": value, "Shown as": shown}
    by_heading["Note"] = note
    return tuple(by_heading.get(heading, "") for heading in _HEADINGS)


def _csv_row(line: FigureSeries, figure: Figure, place: str) -> tuple[str, ...]:
    low, high = bounds_of(figure, line.scale) or (None, None)
    return (
        line.name,
        line.kind.label,
        line.place or place,
        figure.span.key,
        _number(figure.value),
        figure.printed,
        _number(figure.numerator),
        _number(figure.denominator),
        _number(None if low is None else round(low, 4)),
        _number(None if high is None else round(high, 4)),
        "yes" if figure.provisional else "no",
        figure.known_on.isoformat() if figure.known_on else "",
        figure.source or line.source,
        figure.note,
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _own(reading: Reading) -> list[FigureSeries]:
    """The indicator's own series, those of the headline first."""
    parts = reading.headline.parts
    return [*parts, *(line for line in reading.lines if line not in parts)]


def _beside(reading: Reading, line: FigureSeries) -> list[FigureSeries]:
    return [
        comparator
        for comparator in reading.comparators
        if comparator.measure == line.measure
        and comparator.series == line.series
        and comparator.role is not SeriesRole.NEIGHBOUR
    ]


def _head(line: FigureSeries, place: str, *, alone: bool) -> str:
    """The heading of a series: its place, or its name if there are several own series."""
    if line.role is not SeriesRole.OWN:
        return line.name
    return (line.place or place) if alone else line.name


def _spans(lines: Iterable[FigureSeries]) -> list[Span]:
    spans = {figure.span for line in lines for figure in line.figures}
    return sorted(spans, key=lambda span: (span.last_day, span.first_day))


def _cell(figure: Figure | None, line: FigureSeries) -> FigureCell:
    if figure is None:
        return FigureCell(own=line.role is SeriesRole.OWN)
    words = figure.printed if figure.value is not None else figure.printed.capitalize()
    own = line.role is SeriesRole.OWN
    is_number = figure.value is not None
    interval = interval_of(figure, line.scale) if own else ""
    return FigureCell(words, figure.out_of, figure.provisional, own, is_number, interval)
