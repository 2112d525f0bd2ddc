"""Charts of figures: SVG as text, with presentation attributes only. Pure.

Horizontal positions are in per cent, so that text never stretches; vertical ones are in pixels.
Each line has its name and last number at its right, and its own dash or mark, so that lines can be
told apart in black and white. A gap breaks a line. Provisional figures are hollow. A table of the
same numbers follows every chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from indicators.domain.enums import SpanKind
from indicators.domain.series import Figure, Scale
from indicators.domain.time_spans import Span
from indicators.presenters.chart_geometry import (
    APART,
    BOTTOM,
    HEIGHT,
    LABELS,
    LEFT,
    RIGHT,
    TOP,
    TWO_LINES,
    TimeAxis,
    ValueAxis,
    apart,
    axis,
    middle,
    runs,
    spread_out,
)
from wsoa.core.colours import COLOURS

_INK, _OWN, _QUIET = COLOURS["ink"], COLOURS["brand"], COLOURS["quiet"]
_SOFT, _LEADER, _EDGE = COLOURS["rule-soft"], COLOURS["leader"], COLOURS["edge"]
_PAGE = COLOURS["page"]
_NARROW, _BROAD = 36, 14  # per cent between dates: on a phone, and where there is room
_ONE_LINE = 14  # letters of a name that stand in one line with its number


@dataclass(frozen=True, slots=True)
class LineStyle:
    """The dash and mark of a line. A mark is a circle, a square, a diamond, or none."""

    ink: str
    width: float
    dash: str = ""
    mark: str = ""
    joined: bool = True
    bold: bool = False


OWN = (
    LineStyle(_OWN, 3, mark="circle", bold=True),
    LineStyle(_INK, 2, mark="square", bold=True),
    LineStyle(_OWN, 2, "1 0", mark="triangle", bold=True),
    LineStyle(_INK, 1.5, mark="circle", bold=True),
)
SURVEY = LineStyle(_OWN, 2, mark="diamond", joined=False, bold=True)
ENGLAND = LineStyle(_QUIET, 2, "8 5")
REGION = LineStyle(_QUIET, 1.5, "10 4 2 4")
NEIGHBOURS = LineStyle(_QUIET, 1.5, "4 3")
TARGET = LineStyle(_INK, 2, "2 4")


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line to draw; `label` stands beside its last number."""

    label: str
    style: LineStyle
    figures: tuple[Figure, ...]
    breaks: tuple[date, ...] = ()  # days across which no line is drawn
    bounds: tuple[tuple[float, float] | None, ...] = ()  # the 95% interval of each figure

    @property
    def intervals(self) -> dict[Span, tuple[float, float]]:
        pairs = zip(self.figures, self.bounds, strict=False)
        return {figure.span: bound for figure, bound in pairs if bound is not None}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target as steps of a day and a value; a single step applies to the whole chart."""

    label: str
    steps: tuple[tuple[date, float], ...]


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


def chart(
    lines: Sequence[DrawnLine],
    aims: Sequence[TargetLine],
    scale: Scale,
    *,
    name: str,
    title: str,
    description: str,
) -> str:
    """The chart; empty if no line has a number. `name` is the prefix of its element ids."""
    figures = [figure for line in lines for figure in line.figures if figure.value is not None]
    if not figures:
        return ""
    time = _time(figures, aims)
    numbers = [figure.value for figure in figures if figure.value is not None]
    numbers += [end for line in lines for bound in line.intervals.values() for end in bound]
    upright = axis([*numbers, *(value for aim in aims for _, value in aim.steps)])
    labels: list[_LineLabel] = []
    drawn = [_grid(upright, scale), _dates(figures, time), _breaks(lines, time)]
    for aim in aims:
        drawn.append(_aim(aim, scale, time, upright, labels))
    # The own lines come first, and so are drawn last, over the others.
    for line in reversed(lines):
        drawn.append(_line(line, time, upright, labels))
    drawn.append(_labels(labels))
    return (
        f'<svg class="app-chart" width="100%" height="{HEIGHT}" role="img" '
        f'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{"".join(drawn)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _LineLabel:
    """A name and its last number; `x` in per cent and `y` in pixels are the end of the line."""

    name: str
    number: str
    x: float
    y: float
    bold: bool

    @property
    def height(self) -> int:
        """The height in pixels. A long name takes a line of its own."""
        return APART if len(self.name) <= _ONE_LINE else TWO_LINES


def _time(figures: Sequence[Figure], aims: Sequence[TargetLine]) -> TimeAxis:
    days = [middle(figure.span) for figure in figures]
    ends = [day for aim in aims for day, _ in aim.steps]
    first, last = min(days), max(days)
    # A target far ahead would squeeze what is known into a corner.
    room = timedelta(days=max((last - first).days, 365))
    return TimeAxis(first, max([last, *(day for day in ends if day <= last + room)]))


def _grid(upright: ValueAxis, scale: Scale) -> str:
    step = upright.ticks[1] - upright.ticks[0]
    decimals = next(n for n in range(9) if round(step, n) == round(step, 9))
    shown = Scale(scale.unit, decimals)
    return "".join(
        f'<line x1="0" x2="100%" y1="{upright.y(tick):.1f}" y2="{upright.y(tick):.1f}" '
        f'stroke="{_LEADER if number == 0 else _SOFT}"/>'
        f'<text x="0" dx="-8" y="{upright.y(tick) + 5:.1f}" text-anchor="end">'
        f"{escape(shown.printed(tick))}</text>"
        for number, tick in enumerate(upright.ticks)
    )


def _dates(figures: Iterable[Figure], time: TimeAxis) -> str:
    """The labels of the time axis; of several kinds of span, the most frequent is used."""
    spans = sorted({figure.span for figure in figures}, key=lambda span: span.last_day)
    kinds = [span.kind for span in spans]
    kind = max(kinds, key=lambda kind: (kinds.count(kind), kind is not SpanKind.WAVE))
    shown = [span for span in spans if span.kind is kind]
    places = [time.x(middle(span)) for span in shown]
    always = apart(places, _NARROW)
    return "".join(
        f'<text x="{places[n]:.2f}%" y="{LABELS}" text-anchor="middle"'
        f"{'' if n in always else _WIDE}>{escape(shown[n].printed)}</text>"
        for n in apart(places, _BROAD, always)
    )


_WIDE = ' class="app-chart__wide"'


def _breaks(lines: Sequence[DrawnLine], time: TimeAxis) -> str:
    """A dotted upright at each break in a series."""
    days = sorted({day for line in lines for day in line.breaks if time.first < day <= time.last})
    return "".join(
        f'<line x1="{time.x(day):.2f}%" x2="{time.x(day):.2f}%" y1="{TOP}" y2="{BOTTOM}" '
        f'stroke="{_INK}" stroke-width="2" stroke-dasharray="2 3"/>'
        for day in days
    )


def _aim(
    aim: TargetLine, scale: Scale, time: TimeAxis, upright: ValueAxis, labels: list[_LineLabel]
) -> str:
    """A dotted line: level for a single value, by its steps for a trajectory."""
    steps = [(day, value) for day, value in aim.steps if time.first <= day <= time.last]
    if len(steps) < 2:
        value = aim.steps[-1][1]
        points = [(0.0, upright.y(value)), (RIGHT + 1.5, upright.y(value))]
    else:
        points = [(time.x(day), upright.y(value)) for day, value in steps]
    last = points[-1]
    labels.append(_LineLabel(aim.label, scale.printed(aim.steps[-1][1]), *last, bold=False))
    return _path(points, TARGET)


def _line(line: DrawnLine, time: TimeAxis, upright: ValueAxis, labels: list[_LineLabel]) -> str:
    drawn, marks = [], []
    points: list[tuple[float, float]] = []
    intervals = line.intervals
    for run in runs(line.figures, joined=line.style.joined, breaks=line.breaks):
        points = [(time.x(middle(f.span)), upright.y(f.value or 0)) for f in run]
        if len(points) > 1:
            drawn.append(_path(points, line.style))
        for figure, (x, y) in zip(run, points, strict=True):
            if figure.span in intervals:
                marks.append(_whisker(x, intervals[figure.span], upright, line.style))
            if line.style.mark or len(run) == 1:
                marks.append(_mark(line.style, x, y, hollow=figure.provisional))
    latest = next((f for f in reversed(line.figures) if f.value is not None), None)
    if latest is not None:
        labels.append(_LineLabel(line.label, latest.printed, *points[-1], bold=line.style.bold))
    return "".join(drawn + marks)


def _path(points: Iterable[tuple[float, float]], style: LineStyle) -> str:
    """The path of a line, in a stretched box, because one path cannot mix per cent and pixels."""
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    return (
        f'<svg width="100%" height="{HEIGHT}" viewBox="0 0 100 {HEIGHT}" '
        'preserveAspectRatio="none" overflow="visible"><polyline fill="none" '
        f'stroke="{style.ink}" stroke-width="{style.width:g}" stroke-linejoin="round"{dash} '
        'vector-effect="non-scaling-stroke" points="'
        f'{" ".join(f"{x:.2f},{y:.1f}" for x, y in points)}"/></svg>'
    )


def _whisker(x: float, bound: tuple[float, float], upright: ValueAxis, style: LineStyle) -> str:
    """The interval of a figure: an upright with a bar at each end."""
    low, high = upright.y(bound[0]), upright.y(bound[1])
    return (
        f'<svg x="{x:.2f}%" y="0" overflow="visible"><path fill="none" stroke="{style.ink}" '
        f'stroke-width="1.5" d="M0 {low:.1f}V{high:.1f}M-5 {low:.1f}H5M-5 {high:.1f}H5"/></svg>'
    )


_MARKS = {
    "circle": "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5z",
    "square": "M-4.5-4.5h9v9h-9z",
    "diamond": "M0-6.5 6.5 0 0 6.5-6.5 0z",
    "triangle": "M0-6 6 5H-6z",
    "": "M0-2.5A2.5 2.5 0 1 1 0 2.5A2.5 2.5 0 1 1 0-2.5z",
}


def _mark(style: LineStyle, x: float, y: float, *, hollow: bool) -> str:
    fill, edge = (_PAGE, style.ink) if hollow else (style.ink, _PAGE)
    return (
        f'<svg x="{x:.2f}%" y="{y:.1f}" overflow="visible"><path d="{_MARKS[style.mark]}" '
        f'fill="{fill}" stroke="{edge}" stroke-width="{2 if hollow else 1.5}"/></svg>'
    )


def _labels(labels: list[_LineLabel]) -> str:
    """The labels at the right, moved apart, each joined to the end of its line by a thin line."""
    placed = sorted(labels, key=lambda label: label.y)
    places = spread_out([label.y for label in placed], [label.height for label in placed])
    return "".join(_label(label, at) for label, at in zip(placed, places, strict=True))


def _label(label: _LineLabel, at: float) -> str:
    leader = (
        f'<line x1="{label.x:.2f}%" y1="{label.y:.1f}" x2="100%" y2="{at:.1f}" '
        f'stroke="{_LEADER}" stroke-dasharray="1 2"/>'
    )
    bold = _BOLD if label.bold else ""
    if label.height == APART:
        words = f"{escape(label.name)} {escape(label.number)}"
        return f'{leader}<text x="100%" dx="6" y="{at + 5:.1f}"{bold}>{words}</text>'
    return (
        f'{leader}<text{bold}><tspan x="100%" dx="6" y="{at - 2:.1f}">{escape(label.name)}</tspan>'
        f'<tspan x="100%" dx="6" y="{at + 13:.1f}">{escape(label.number)}</tspan></text>'
    )


_BOLD = ' font-weight="700"'
