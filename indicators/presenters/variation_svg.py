"""The XmR chart as SVG: presentation attributes only. Pure.

A figure with a signal has a ring around its mark, so that it can be told without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.domain.series import Figure, Scale
from indicators.domain.xmr import XmrChart
from indicators.presenters.chart_canvas import (
    FILE_WIDTH,
    INK,
    NARROW,
    PAGE,
    PLOT_LEFT,
    PLOT_RIGHT,
    QUIET,
    WIDE,
    Canvas,
    FileWords,
    LineStyle,
    PlacedPlot,
    on_page,
    standalone,
)
from indicators.presenters.chart_geometry import (
    APART,
    HEIGHT,
    LABELS,
    DateLabel,
    TimeAxis,
    ValueAxis,
    labels_with_room,
    middle,
    runs,
    spread_out,
)
from wsoa.core.colours import COLOURS

_LEADER = COLOURS["leader"]
_OWN = LineStyle(COLOURS["brand"], 2, mark="circle")


@dataclass(frozen=True, slots=True)
class VariationContent:
    """What the chart shows: figures without gaps, their average and limits, their signals."""

    figures: Sequence[Figure]
    drawn: XmrChart
    scale: Scale
    title: str
    description: str

    @property
    def levels(self) -> tuple[tuple[str, float, str], ...]:
        """The level lines: name, value, dash."""
        return (
            ("Upper limit", self.drawn.high, "6 4"),
            ("Average", self.drawn.average, ""),
            ("Lower limit", self.drawn.low, "6 4"),
        )

    def value_axis(self) -> ValueAxis:
        numbers = [figure.value or 0.0 for figure in self.figures]
        low, high = min(*numbers, self.drawn.low), max(*numbers, self.drawn.high)
        room = (high - low) / 20 or 1.0
        return ValueAxis((low - room, high + room))


def chart(content: VariationContent) -> str:
    """The figures as a line with average and limits; ids begin with "variation"."""
    return on_page(
        _body(content, Canvas(HEIGHT)),
        HEIGHT,
        name="variation",
        title=f"{content.title}, month by month or quarter by quarter",
        description=f"{content.description} The table below has the same figures.",
        css="app-chart",
    )


def file(content: VariationContent, words: FileWords) -> str:
    """The same as an SVG file of its own."""
    canvas = Canvas(HEIGHT, FILE_WIDTH - PLOT_LEFT - PLOT_RIGHT)
    return standalone([PlacedPlot(_body(content, canvas), PLOT_LEFT, HEIGHT)], words)


def _body(content: VariationContent, canvas: Canvas) -> str:
    figures = content.figures
    time = TimeAxis(middle(figures[0].span), middle(figures[-1].span))
    upright = content.value_axis()
    parts = [_levels(content, canvas, time, upright)]
    for run in runs(figures):
        points = [(time.x(middle(f.span)), upright.y(f.value or 0)) for f in run]
        parts.append(canvas.path(points, _OWN))
    parts += [
        _mark(canvas, time.x(middle(figure.span)), upright.y(figure.value or 0), bool(signals))
        for figure, signals in zip(figures, content.drawn.signals, strict=True)
    ]
    parts.append(_dates(figures, canvas, time))
    return "".join(parts)


def _levels(content: VariationContent, canvas: Canvas, time: TimeAxis, upright: ValueAxis) -> str:
    """The level lines, and at the right their names and the last figure, none over another."""
    last = content.figures[-1]
    y = upright.y(last.value or 0.0)
    labels = [
        (upright.y(value), f"{name} {content.scale.printed(value)}", False)
        for name, value, _ in content.levels
    ]
    labels.append((y, f"{last.span.printed} {last.printed}", True))
    labels.sort()
    places = spread_out([at for at, *_ in labels], [APART] * len(labels))
    drawn = [
        canvas.level(upright.y(value), QUIET, f' stroke-dasharray="{dash}"' if dash else "")
        for _, value, dash in content.levels
    ]
    for at, (_, words, is_last) in zip(places, labels, strict=True):
        drawn.append(canvas.text(words, 100, at + 5, dx=6, bold=is_last))
        if is_last:
            drawn.append(
                f'<line x1="{canvas.x(time.x(middle(last.span)))}" y1="{y:.1f}" '
                f'x2="{canvas.x(100)}" y2="{at:.1f}" stroke="{_LEADER}" '
                'stroke-dasharray="1 2"/>'
            )
    return "".join(drawn)


def _mark(canvas: Canvas, x: float, y: float, has_signals: bool) -> str:
    ring = f'<circle r="9" fill="{PAGE}" stroke="{INK}" stroke-width="2"/>' if has_signals else ""
    return (canvas.at(x, y, ring) if ring else "") + canvas.mark(_OWN, x, y)


def _dates(figures: Sequence[Figure], canvas: Canvas, time: TimeAxis) -> str:
    """The labels of the time axis: the first and the last, and others if there is room.

    A phone has the first above the last.
    """
    labels = [DateLabel(f.span.printed, time.x(middle(f.span))) for f in figures]
    drawn = [
        canvas.text(labels[n].text, labels[n].place, LABELS, anchor=labels[n].anchor, css=WIDE)
        for n in labels_with_room(labels, canvas.room)
    ]
    if canvas.is_page:
        first, last = labels[0], labels[-1]
        drawn.append(canvas.text(first.text, first.place, LABELS - 4, css=NARROW))
        drawn.append(canvas.text(last.text, last.place, LABELS + 13, anchor="end", css=NARROW))
    return "".join(drawn)
