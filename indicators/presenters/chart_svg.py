"""Charts of figures over time: SVG as text, with presentation attributes only. Pure.

Each line has its name and last number at its right, and its own dash and mark, so that lines can be
told apart in black and white. A gap or a break parts a line. Provisional figures are hollow. A
target is a mark on the day by which it is to be met. The time goes on to the last target. Below are
ticks where actions finished. A table of the same numbers follows every chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.domain.enums import SpanKind
from indicators.domain.series import Figure, Scale
from indicators.domain.time_spans import Span
from indicators.presenters.chart_canvas import (
    NARROW,
    WIDE,
    Canvas,
    LineStyle,
    escape,
    on_page,
)
from indicators.presenters.chart_geometry import (
    APART,
    BOTTOM,
    DESK,
    LEFT,
    RIGHT,
    TOP,
    TWO_LINES,
    DateLabel,
    TimeAxis,
    ValueAxis,
    asides,
    axis,
    labels_with_room,
    middle,
    runs,
    side_step,
    spread_out,
)
from wsoa.core.colours import COLOURS
from wsoa.core.months import Month

_INK, _OWN, _QUIET = COLOURS["ink"], COLOURS["brand"], COLOURS["quiet"]
_SOFT, _LEADER, _EDGE = COLOURS["rule-soft"], COLOURS["leader"], COLOURS["edge"]
_ONE_LINE = 14  # letters of a name that stand in one line with its number
_ROW = 18  # pixels of a row of texts above or below the plot

OWN = (
    LineStyle(_OWN, 3, mark="circle", bold=True),
    LineStyle(_INK, 2, "7 2", mark="square", bold=True),
    LineStyle(_OWN, 2, "3 2", mark="triangle", bold=True),
    LineStyle(_INK, 1.5, "12 3 3 3", mark="house", bold=True),
)
SURVEYS = (
    LineStyle(_OWN, 2, mark="diamond", joined=False, bold=True),
    LineStyle(_INK, 2, mark="star", joined=False, bold=True),
    LineStyle(_OWN, 2, mark="hourglass", joined=False, bold=True),
    LineStyle(_INK, 2, mark="turned", joined=False, bold=True),
)
ENGLAND = LineStyle(_QUIET, 2, "8 5", mark="cross")
REGION = LineStyle(_QUIET, 1.5, "10 4 2 4", mark="plus")
NEIGHBOURS = LineStyle(_QUIET, 1.5, "4 3", mark="bar")
TARGET = LineStyle(_INK, 2, "2 4", mark="target")


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line to draw; `label` stands beside its last number."""

    label: str
    style: LineStyle
    figures: tuple[Figure, ...]
    group: int = 0  # the series, or the one that a comparator is drawn for
    name: str = ""  # in full, where the label is shortened
    breaks: tuple[date, ...] = ()  # days across which no line is drawn
    bounds: tuple[tuple[float, float] | None, ...] = ()  # the 95% interval of each figure

    @property
    def intervals(self) -> dict[Span, tuple[float, float]]:
        pairs = zip(self.figures, self.bounds, strict=False)
        return {figure.span: bound for figure, bound in pairs if bound is not None}

    @property
    def sentence(self) -> str:
        """The line in words: where it begins, and where it ends."""
        known = [figure for figure in self.figures if figure.value is not None]
        if not known:
            return ""
        first, last, name = known[0], known[-1], self.name or self.label
        if first is last:
            return f"{name}: {last.printed} {last.span.when}."
        return (
            f"{name}: from {first.printed} {first.span.when} "
            f"to {last.printed} {last.span.when}, {len(known)} figures."
        )


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target as steps of a day and a value: a mark on each day, joined if there are several.

    A single step has a level line from `since`, the day from which it applies.
    """

    label: str
    steps: tuple[tuple[date, float], ...]
    since: date | None = None
    number: str = ""  # the last value, as the table writes it


@dataclass(frozen=True, slots=True)
class FinishedTick:
    """A day on which actions finished, and their references."""

    day: date
    refs: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.refs[0] if len(self.refs) == 1 else f"{self.refs[0]} +{len(self.refs) - 1}"


@dataclass(frozen=True, slots=True)
class ChartContent:
    """All that a chart shows.

    `time` and `ticks` are given where several charts share them; then `starts` is the period that
    the shared time begins with, which is labelled beside the chart's own.
    """

    lines: tuple[DrawnLine, ...]
    aims: tuple[TargetLine, ...]
    scale: Scale
    title: str
    description: str
    finished: tuple[FinishedTick, ...] = ()
    time: TimeAxis | None = None
    ticks: tuple[float, ...] = ()
    starts: Span | None = None
    height: int = BOTTOM - TOP  # of the plot, in pixels
    room: int = DESK  # pixels across that labels may count on where a page is not narrow

    @property
    def figures(self) -> list[Figure]:
        """The figures with a number."""
        return [f for line in self.lines for f in line.figures if f.value is not None]

    @property
    def break_days(self) -> list[date]:
        return sorted({day for line in self.lines for day in line.breaks})

    def time_axis(self) -> TimeAxis:
        """From the first figure or target to the last, or the last action that finished."""
        days = [middle(figure.span) for figure in self.figures]
        days += [day for aim in self.aims for day, _ in aim.steps]
        ends = [tick.day for tick in self.finished]
        return self.time or TimeAxis(min(days), max([*days, *ends]))

    def spans(self) -> tuple[Span, ...]:
        """The periods that are labelled, each once, by their place on the axis."""
        found = {figure.span for figure in self.figures}
        found |= {self.starts} if self.starts else set()
        return tuple(sorted(found, key=lambda span: (middle(span), span.key)))

    def value_ticks(self) -> tuple[float, ...]:
        numbers = [figure.value for figure in self.figures if figure.value is not None]
        numbers += [
            end for line in self.lines for bound in line.intervals.values() for end in bound
        ]
        numbers += [value for aim in self.aims for _, value in aim.steps]
        return self.ticks or axis(numbers).ticks


def sparkline(figures: Sequence[Figure], breaks: Sequence[date] = ()) -> str:
    """A small grey line with a dot for the latest figure; empty for fewer than two figures."""
    known = [figure for figure in figures if figure.value is not None]
    if len(known) < 2:
        return ""
    time = TimeAxis(middle(known[0].span), middle(known[-1].span))
    values = [figure.value for figure in known if figure.value is not None]
    low, across = min(values), (max(values) - min(values)) or 1.0

    def point(figure: Figure) -> tuple[str, str]:
        x = 4 + (time.x(middle(figure.span)) - LEFT) / (RIGHT - LEFT) * 102
        return f"{x:.1f}", f"{25 - ((figure.value or 0) - low) / across * 20:.1f}"

    drawn = []
    for run in runs(figures, breaks=breaks):
        points = [point(figure) for figure in run]
        if len(points) > 1:
            joined = " ".join(",".join(point) for point in points)
            drawn.append(f'<polyline points="{joined}"/>')
        elif run[0] is not known[-1]:
            drawn.append(f'<circle cx="{points[0][0]}" cy="{points[0][1]}" r="1"/>')
    x, y = point(known[-1])
    return (
        '<svg class="app-spark" viewBox="0 0 110 30" width="110" height="30" role="img" '
        f'aria-label="{len(known)} figures, from {escape(known[0].printed)} to '
        f'{escape(known[-1].printed)}"><g fill="none" stroke="{_EDGE}" stroke-width="1.5">'
        f'{"".join(drawn)}</g><circle cx="{x}" cy="{y}" r="3.5" fill="{_OWN}"/></svg>'
    )


def chart(content: ChartContent, *, name: str, css: str = "app-chart") -> str:
    """The chart as part of a page; empty if no line has a number.

    `name` is the prefix of its element ids.
    """
    if not content.figures:
        return ""
    plot = Plot(content)
    return on_page(
        plot.body(),
        plot.full_height,
        name=name,
        title=content.title,
        description=content.description,
        css=css,
    )


class Plot:
    """The drawing of one chart, on a page or, `across` so many pixels, in a file of its own."""

    def __init__(self, content: ChartContent, across: float | None = None) -> None:
        self.content = content
        self.time = content.time_axis()
        self.breaks = [d for d in content.break_days if self.time.first < d <= self.time.last]
        top = TOP + _ROW * len(self.breaks)
        labels = _end_labels(content)
        room = max(content.height, sum(label.height for label in labels))
        self.upright = ValueAxis(content.value_ticks(), top, top + room)
        self.dates = 2 if content.aims or across is None else 1
        self.rows_below = self.dates + (2 if self.ticks else 0)
        self.canvas = Canvas(self.full_height, across, content.room)
        days = [{middle(span) for span in line.intervals} for line in content.lines]
        self.asides = dict(zip(content.lines, asides(days), strict=True))

    @property
    def full_height(self) -> float:
        return self.row(self.rows_below) + 8

    def row(self, number: int) -> float:
        """The foot of a row of texts below the plot; the first is 1."""
        return self.upright.bottom + 2 + _ROW * number

    @property
    def ticks(self) -> list[FinishedTick]:
        """Where actions finished within the time that is drawn."""
        within = self.time
        return [t for t in self.content.finished if within.first <= t.day <= within.last]

    def body(self) -> str:
        content = self.content
        drawn = [self._grid(), self._dates(), self._target_dates(), self._break_marks()]
        drawn += [self._finished(), self._labels()]
        drawn += [self._aim(aim) for aim in content.aims]
        # The own lines come first, and so are drawn last, over the others.
        drawn += [self._line(line) for line in reversed(content.lines)]
        return "".join(drawn)

    def point(self, figure: Figure) -> tuple[float, float]:
        return self.time.x(middle(figure.span)), self.upright.y(figure.value or 0.0)

    def _grid(self) -> str:
        ticks, canvas = self.upright.ticks, self.canvas
        step = ticks[1] - ticks[0]
        decimals = next(n for n in range(9) if round(step, n) == round(step, 9))
        shown = Scale(self.content.scale.unit, decimals)
        return "".join(
            canvas.level(self.upright.y(tick), _SOFT if number else _LEADER)
            + canvas.text(shown.printed(tick), 0, self.upright.y(tick) + 5, anchor="end", dx=-8)
            for number, tick in enumerate(ticks)
        )

    def _dates(self) -> str:
        """The labels of the time axis: the first and the last figure, and others if there is room.

        Of several kinds of span, the most frequent is used. A phone has the first above the last.
        """
        labels = _period_labels(self.content.spans(), self.time)
        row, below = self.row(1), self.row(2)
        drawn = [
            self._date(labels[n], row, WIDE) for n in labels_with_room(labels, self.canvas.room)
        ]
        if self.canvas.is_page:
            drawn.append(self._date(labels[0], row, NARROW))
            drawn += [self._date(labels[-1], below, NARROW)] if len(labels) > 1 else []
        return "".join(drawn)

    def _date(self, label: DateLabel, y: float, css: str) -> str:
        anchor = label.anchor
        if css == NARROW:
            anchor = "start" if label.place < 50 else "end"
        return self.canvas.text(label.text, label.place, y, anchor=anchor, css=css)

    def _target_dates(self) -> str:
        """The days of targets in a row of their own; the last ones where not all have room."""
        days = sorted({day for aim in self.content.aims for day, _ in aim.steps})
        labels = [
            DateLabel(f"Target {Month.of(day).printed}", self.time.x(day))
            for day in days
            if self.time.first <= day <= self.time.last
        ]
        kept = labels_with_room(labels, self.canvas.room)
        return "".join(self._date(labels[n], self.row(2), WIDE) for n in kept)

    def _break_marks(self) -> str:
        """At each break, a dotted upright with its day above, and two strokes through the axis."""
        drawn, low = [], self.upright.bottom
        for number, day in enumerate(self.breaks):
            place, y = self.time.x(day), TOP - 2 + _ROW * number
            dashes = ' stroke-width="2" stroke-dasharray="2 3"'
            drawn.append(self.canvas.upright(place, y - 8, low, _INK, dashes))
            strokes = f'<path d="M-6 5 0-5M0 5 6-5" stroke="{_INK}" stroke-width="2"/>'
            drawn.append(self.canvas.at(place, low, strokes))
            anchor, dx = ("start", 6) if place < 50 else ("end", -6)
            words = f"Break {Month.of(day).printed}"
            drawn.append(self.canvas.text(words, place, y, anchor=anchor, dx=dx))
        return "".join(drawn)

    def _finished(self) -> str:
        """A row of ticks where actions finished, with their references where there is room."""
        if not self.ticks:
            return ""
        y, canvas = self.row(self.dates + 1), self.canvas
        labels = [DateLabel(tick.label, self.time.x(tick.day)) for tick in self.ticks]
        drawn = [canvas.level(y, _LEADER), canvas.text("Actions finished", 100, y + 5, dx=6)]
        shape = f'<path d="M0-8 5 0 0 8-5 0z" fill="{_INK}"/>'
        drawn += [canvas.at(label.place, y, shape) for label in labels]
        drawn += [
            self._date(labels[n], y + _ROW + 4, WIDE) for n in labels_with_room(labels, canvas.room)
        ]
        return "".join(drawn)

    def _aim(self, aim: TargetLine) -> str:
        points = [(self.time.x(day), self.upright.y(value)) for day, value in aim.steps]
        day, value = aim.steps[0]
        start = max(aim.since or self.time.first, self.time.first)
        if len(points) == 1 and start < day:
            points.insert(0, (self.time.x(start), self.upright.y(value)))
        drawn = self.canvas.path(points, TARGET) if len(points) > 1 else ""
        marks = points[-len(aim.steps) :]
        return drawn + "".join(self.canvas.mark(TARGET, *point) for point in marks)

    def _line(self, line: DrawnLine) -> str:
        """A line with its marks, moved aside where its intervals would lie over another's."""
        inside = self._at_its_days(line)
        aside = self.asides.get(line, 0.0)
        return f'<g transform="translate({aside:g} 0)">{inside}</g>' if aside else inside

    def _at_its_days(self, line: DrawnLine) -> str:
        drawn, marks = [], []
        intervals = line.intervals
        for run in runs(line.figures, joined=line.style.joined, breaks=line.breaks):
            points = [self.point(figure) for figure in run]
            if len(points) > 1:
                drawn.append(self.canvas.path(points, line.style))
            for figure, (x, y) in zip(run, points, strict=True):
                if figure.span in intervals:
                    marks.append(self._whisker(x, intervals[figure.span], line.style))
                marks.append(self.canvas.mark(line.style, x, y, hollow=figure.provisional))
        return "".join(drawn + marks)

    def _whisker(self, x: float, bound: tuple[float, float], style: LineStyle) -> str:
        """The interval of a figure: an upright with a bar at each end."""
        moved = sum(aside != 0 for aside in self.asides.values())
        half = min(5.0, side_step(moved) / 2 - 1)
        low, high = self.upright.y(bound[0]), self.upright.y(bound[1])
        shape = (
            f"M0 {low:.1f}V{high:.1f}M-{half:g} {low:.1f}H{half:g}M-{half:g} {high:.1f}H{half:g}"
        )
        inside = f'<path fill="none" stroke="{style.ink}" stroke-width="1.5" d="{shape}"/>'
        return self.canvas.at(x, 0, inside)

    def _labels(self) -> str:
        """The labels at the right, moved apart, each joined to the end of its line."""
        ends = [
            (self.time.x(label.day), self.upright.y(label.value), label)
            for label in _end_labels(self.content)
        ]
        ends.sort(key=lambda end: end[1])
        heights = [label.height for *_, label in ends]
        first, last = [(height - APART) / 2 for height in (heights[0], heights[-1])]
        top, bottom = self.upright.top + first, self.upright.bottom - last
        places = spread_out([y for _, y, _ in ends], heights, top, bottom)
        return "".join(
            self._leader(x, y, at) + self._label(label, at)
            for (x, y, label), at in zip(ends, places, strict=True)
        )

    def _leader(self, x: float, y: float, at: float) -> str:
        right = self.canvas.x(100)
        return (
            f'<line x1="{self.canvas.x(x)}" y1="{y:.1f}" x2="{right}" y2="{at:.1f}" '
            f'stroke="{_LEADER}" stroke-dasharray="1 2"/>'
        )

    def _label(self, label: _EndLabel, at: float) -> str:
        bold, canvas = label.bold, self.canvas
        if label.height == APART:
            words = f"{label.name} {label.number}".strip()
            return canvas.text(words, 100, at + 5, dx=6, bold=bold)
        return canvas.text(label.name, 100, at - 2, dx=6, bold=bold) + canvas.text(
            label.number, 100, at + 13, dx=6, bold=bold
        )


@dataclass(frozen=True, slots=True)
class _EndLabel:
    """A name and its last number, at the end of a line."""

    name: str
    number: str
    day: date
    value: float
    bold: bool

    @property
    def height(self) -> int:
        """The height in pixels. A long name takes a line of its own."""
        return APART if len(self.name) <= _ONE_LINE else TWO_LINES


def _end_labels(content: ChartContent) -> list[_EndLabel]:
    labels = []
    for aim in content.aims:
        day, value = aim.steps[-1]
        number = aim.number or content.scale.printed(value)
        labels.append(_EndLabel(aim.label, number, day, value, bold=False))
    for line in content.lines:
        last = next((f for f in reversed(line.figures) if f.value is not None), None)
        if last is not None and last.value is not None:
            end = middle(last.span)
            bold = line.style.bold
            labels.append(_EndLabel(line.label, last.printed, end, last.value, bold))
    return labels


def _period_labels(spans: Sequence[Span], time: TimeAxis) -> list[DateLabel]:
    """A label for each period of the most frequent kind, and of the first and last of any kind."""
    kinds = [span.kind for span in spans]
    kind = max(kinds, key=lambda kind: (kinds.count(kind), kind is not SpanKind.WAVE))
    shown = [span for span in spans if span.kind is kind or span in (spans[0], spans[-1])]
    return [DateLabel(span.printed, time.x(middle(span))) for span in shown]
