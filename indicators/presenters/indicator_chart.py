"""The chart of an indicator: which lines are drawn, their styles, their description."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from indicators.domain.enums import SeriesKind, TargetKind
from indicators.domain.series import FigureSeries, SeriesRole
from indicators.models import Target
from indicators.presenters import chart_svg
from indicators.presenters.chart_geometry import begins_at_nought
from indicators.presenters.chart_svg import DrawnLine, TargetLine
from indicators.presenters.verdict import bounds_of
from indicators.presenters.wording import number_in_words
from indicators.selectors.comparators import first_official
from indicators.selectors.figures_as_at import Reading

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
    """The chart with its legend and notes; without a picture if there are no numbers."""

    svg: SafeString
    notes: tuple[str, ...]


def picture(reading: Reading, title: str, place: str) -> IndicatorChart:
    """The chart of an indicator: its own series in the main unit, comparators, and targets."""
    own = _own(reading)
    if not own:
        return IndicatorChart(mark_safe(""), ())
    labels = _labels(own, place)
    drawn = [
        DrawnLine(
            label,
            style,
            line.figures,
            _breaks(reading, line),
            tuple(bounds_of(figure, line.scale) for figure in line.figures),
        )
        for label, style, line in zip(labels, _styles(own), own, strict=True)
    ]
    drawn += _beside(reading, own)
    aims = list(_aims(reading))
    svg = chart_svg.chart(
        drawn,
        aims,
        own[0].scale,
        name="chart",
        title=title,
        description=description(drawn, reading),
    )
    return IndicatorChart(mark_safe(svg), tuple(_notes(reading, own, drawn, aims)))  # noqa: S308


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


def _styles(own: Sequence[FigureSeries]) -> Iterable[chart_svg.LineStyle]:
    joined = iter([*chart_svg.OWN, *[chart_svg.OWN[-1]] * len(own)])
    for line in own:
        yield chart_svg.SURVEY if line.kind is SeriesKind.SURVEY else next(joined)


def _beside(reading: Reading, own: Sequence[FigureSeries]) -> Iterable[DrawnLine]:
    mapped = next((line for line in own if line.measure is not None), None)
    if mapped is None:
        return
    for role, (label, style) in _BESIDE.items():
        line = reading.beside(mapped, role)
        if line is not None:
            yield DrawnLine(label, style, line.figures, _breaks(reading, mapped))


def _aims(reading: Reading) -> Iterable[TargetLine]:
    numbers = [target for target in reading.targets if target.kind == TargetKind.NUMBER]
    for target in numbers:
        label = f"Target {target.by:%Y}" if len(numbers) > 1 and target.by else "Target"
        steps = steps_of(target)
        if steps:
            yield TargetLine(label, steps)


def steps_of(target: Target) -> tuple[tuple[date, float], ...]:
    """The milestones of a target, and the target itself at the end."""
    if target.value is None or target.by is None:
        return ()
    way = {date.fromisoformat(str(day)): float(value) for day, value in target.trajectory}
    return tuple(sorted((way | {target.by: target.value}).items()))


def description(drawn: Sequence[DrawnLine], reading: Reading) -> str:
    """The text alternative of the chart."""
    sentences = []
    for line in drawn:
        known = [figure for figure in line.figures if figure.value is not None]
        if not known:
            continue
        first, last = known[0], known[-1]
        if first is last:
            sentences.append(f"{line.label}: {last.printed} {last.span.when}.")
        else:
            sentences.append(
                f"{line.label}: from {first.printed} {first.span.when} "
                f"to {last.printed} {last.span.when}, {len(known)} figures."
            )
    sentences += [
        f"Target: {number_in_words(reading, target.value)} by {target.by:%B %Y}."
        for target in reading.targets
        if target.value is not None and target.by is not None
    ]
    return " ".join([*sentences, "The table below has the same figures."])


def _notes(
    reading: Reading,
    own: Sequence[FigureSeries],
    drawn: Sequence[DrawnLine],
    aims: Sequence[TargetLine],
) -> Iterable[str]:
    if not begins_at_nought(
        [figure.value for line in drawn for figure in line.figures if figure.value is not None]
        + [value for aim in aims for _, value in aim.steps]
    ):
        yield "The scale does not begin at 0."
    if any(d.intervals for d in drawn):
        yield "Whiskers: the 95% interval of a figure that is so many out of so many."
    if any(d.breaks for d in drawn):
        yield "A dotted upright is a break in the series: no line goes across it."
    if any(figure.provisional and figure.value is not None for d in drawn for figure in d.figures):
        yield "A hollow mark is a provisional figure."
    if any(line.kind is SeriesKind.SURVEY for line in own):
        yield "Surveys are points: no line is drawn between them."
    left_out = [line for line in reading.lines if line.latest is not None and line not in own]
    if left_out:
        names = ", ".join(line.name for line in left_out)
        yield f"Only in the table, being of another unit or suppressed: {names}."
    several = {line.measure for line in own if line.measure is not None}
    first = first_official(reading)
    if len(several) > 1 and first is not None:
        yield f"England, the region and the neighbours are drawn for: {first.name}."
    if any(d.label == "Neighbours" for d in drawn):
        yield "Neighbours: the median of the statistical neighbours."
