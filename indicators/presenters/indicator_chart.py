"""The chart of an indicator: which lines are drawn, their styles, their description."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, groupby

from django.utils.safestring import SafeString, mark_safe

from indicators.domain.enums import SeriesKind
from indicators.domain.series import FigureSeries, SeriesRole
from indicators.presenters import chart_svg
from indicators.presenters.chart_canvas import LineStyle
from indicators.presenters.chart_geometry import ValueAxis
from indicators.presenters.chart_panels import IN_THE_TABLE, chart_html, panels_of
from indicators.presenters.chart_svg import ChartContent, DrawnLine, FinishedTick, TargetLine
from indicators.presenters.targets import (
    DrawnTarget,
    dated_targets,
    numbered_targets,
    steps_of,
)
from indicators.presenters.verdict import bounds_of
from indicators.presenters.wording import number_in_words
from indicators.selectors.comparators import first_official
from indicators.selectors.figures_as_at import Reading
from indicators.selectors.linked_actions import FinishedAction

LONGEST_LABEL = 21  # letters: there is room for no more beside a chart on a phone
_KINDS = {
    SeriesKind.INTERNAL: "Our figure",
    SeriesKind.OFFICIAL: "Official",
    SeriesKind.SURVEY: "Survey",
}
_BESIDE = {
    SeriesRole.ENGLAND: ("England", chart_svg.ENGLAND),
    SeriesRole.REGION: ("Region", chart_svg.REGION),
    SeriesRole.NEIGHBOURS: ("Neighbours", chart_svg.NEIGHBOURS),
}


@dataclass(frozen=True, slots=True)
class IndicatorChart:
    """The chart and its notes; without a picture if there are no numbers."""

    svg: SafeString
    notes: tuple[str, ...]
    targets: tuple[DrawnTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartOfReading:
    """What is drawn of an indicator; `content` is None if it has no number."""

    content: ChartContent | None
    notes: tuple[str, ...] = ()


def picture(
    reading: Reading, title: str, place: str, finished: Sequence[FinishedAction] = ()
) -> IndicatorChart:
    """The chart of an indicator: its own series in the main unit, comparators, and targets."""
    chart = chart_of(reading, title, place, finished)
    if chart.content is None:
        return IndicatorChart(mark_safe(""), ())
    svg = chart_html(chart.content, name="chart")
    targets = dated_targets(reading)
    return IndicatorChart(mark_safe(svg), chart.notes, targets)  # noqa: S308


def chart_of(
    reading: Reading, title: str, place: str, finished: Sequence[FinishedAction] = ()
) -> ChartOfReading:
    """What the page and the file draw.

    One chart has the comparators of the first official series; small charts have each their own.
    """
    own = _own(reading)
    if not own:
        return ChartOfReading(None)
    ours, official = _own_lines(reading, own, place), _one_a_measure(own)
    drawn = [*ours, *(line for first in official[:1] for line in _beside(reading, first))]
    content = ChartContent(
        tuple(drawn),
        tuple(_aims(reading)),
        own[0].scale,
        title,
        description(drawn, reading, finished),
        _ticks(finished),
    )
    if len(panels_of(content)) > 1:
        drawn = [*ours, *(line for series in official for line in _beside(reading, series))]
        words = description(drawn, reading, finished)
        content = replace(content, lines=tuple(drawn), description=words)
    return ChartOfReading(content, tuple(_notes(reading, own, content)))


def _one_a_measure(own: Sequence[FigureSeries]) -> list[FigureSeries]:
    """The first series of each published measure."""
    by_measure: dict[int, FigureSeries] = {}
    for line in own:
        if line.measure is not None:
            by_measure.setdefault(line.measure, line)
    return list(by_measure.values())


def _own_lines(reading: Reading, own: Sequence[FigureSeries], place: str) -> list[DrawnLine]:
    labels = _labels(own, place)
    return [
        DrawnLine(
            label,
            style,
            line.figures,
            line.series,
            line.name,
            _breaks(reading, line),
            tuple(bounds_of(figure, line.scale) for figure in line.figures),
        )
        for label, style, line in zip(labels, _styles(own), own, strict=True)
    ]


def _ticks(finished: Sequence[FinishedAction]) -> tuple[FinishedTick, ...]:
    return tuple(
        FinishedTick(day, tuple(action.ref for action in actions))
        for day, actions in groupby(finished, key=lambda action: action.day)
    )


def _breaks(reading: Reading, line: FigureSeries) -> tuple[date, ...]:
    return tuple(row.first_day for row in reading.breaks if row.series_id == line.series)


def _own(reading: Reading) -> list[FigureSeries]:
    """The indicator's own series with a number in the main unit; those of the headline first."""
    main = reading.main
    if main is None:
        return []
    parts = reading.headline.parts
    lines = [*parts, *(line for line in reading.lines if line not in parts)]
    return [
        line
        for line in lines
        if line.scale.unit is main.scale.unit
        and any(figure.value is not None for figure in line.figures)
    ]


def _labels(own: Sequence[FigureSeries], place: str) -> list[str]:
    if len(own) == 1:
        return [cut_label(place)]
    if len({line.kind for line in own}) == len(own):
        return [_KINDS[line.kind] for line in own]
    return [cut_label(line.name) for line in own]


def cut_label(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def _styles(own: Sequence[FigureSeries]) -> Iterable[LineStyle]:
    """A style for each series. With more than there are styles, each has a chart of its own."""
    joined, surveys = cycle(chart_svg.OWN), cycle(chart_svg.SURVEYS)
    for line in own:
        yield next(surveys if line.kind is SeriesKind.SURVEY else joined)


def _beside(reading: Reading, mapped: FigureSeries) -> Iterable[DrawnLine]:
    """What an official series is compared with."""
    for role, (label, style) in _BESIDE.items():
        line = reading.beside(mapped, role)
        if line is not None:
            breaks = _breaks(reading, mapped)
            yield DrawnLine(label, style, line.figures, mapped.series, line.name, breaks)


def _aims(reading: Reading) -> Iterable[TargetLine]:
    """A line for each target; one applies from the one before, and the first from the approval."""
    numbers = numbered_targets(reading)
    since = reading.began
    for target in numbers:
        label = f"Target {target.by:%Y}" if len(numbers) > 1 and target.by else "Target"
        steps = steps_of(target)
        yield TargetLine(label, steps, since, number_in_words(reading, steps[-1][1]))
        since = target.by


def description(
    drawn: Sequence[DrawnLine], reading: Reading, finished: Sequence[FinishedAction]
) -> str:
    """The text alternative of the chart."""
    sentences = [line.sentence for line in drawn if line.sentence]
    sentences += [
        f"Target: {number_in_words(reading, target.value)} by {target.by:%B %Y}."
        for target in numbered_targets(reading)
        if target.value is not None and target.by is not None
    ]
    if finished:
        sentences.append(f"Actions finished: {', '.join(action.ref for action in finished)}.")
    return " ".join([*sentences, IN_THE_TABLE])


def _notes(reading: Reading, own: Sequence[FigureSeries], content: ChartContent) -> Iterable[str]:
    drawn = content.lines
    are_small = len(panels_of(content)) > 1
    if are_small:
        yield (
            "Lines that would lie over each other are in charts of their own, "
            "all on the same scales."
        )
    if not ValueAxis(content.value_ticks()).has_nought:
        yield "The scale does not begin at 0."
    if any(line.intervals for line in drawn):
        yield "Whiskers: the 95% interval of a figure that is so many out of so many."
    if content.break_days:
        yield "A dotted upright is a break in the series: no line goes across it."
    if any(figure.provisional for figure in content.figures):
        yield "A hollow mark, or one of broken strokes, is a provisional figure."
    if any(line.kind is SeriesKind.SURVEY for line in own):
        yield "Surveys are points: no line is drawn between them."
    if content.aims:
        yield "A ring with a cross is a target, on the day by which it is to be met."
    if not are_small:
        yield from _note_on_comparators(reading, own)
    yield from _notes_on_series(reading, own, drawn)


def _note_on_comparators(reading: Reading, own: Sequence[FigureSeries]) -> Iterable[str]:
    several = {line.measure for line in own if line.measure is not None}
    first = first_official(reading)
    if len(several) > 1 and first is not None:
        yield f"England, the region and the neighbours are drawn for: {first.name}."


def _notes_on_series(
    reading: Reading, own: Sequence[FigureSeries], drawn: Sequence[DrawnLine]
) -> Iterable[str]:
    left_out = [line for line in reading.lines if line.latest is not None and line not in own]
    if left_out:
        names = ", ".join(line.name for line in left_out)
        yield f"Only in the table, being of another unit or suppressed: {names}."
    if any(line.label == "Neighbours" for line in drawn):
        yield "Neighbours: the median of the statistical neighbours."
