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
    BOTTOM,
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
    levels = content.levels
    places = spread_out([upright.y(value) for _, value, _ in levels], [APART] * len(levels))
    parts = [
        _level(canvas, f"{name} {content.scale.printed(value)}", upright.y(value), dash, at)
        for (name, value, dash), at in zip(levels, places, strict=True)
    ]
    for run in runs(figures):
        points = [(time.x(middle(f.span)), upright.y(f.value or 0)) for f in run]
        parts.append(canvas.path(points, _OWN))
    parts += [
        _mark(canvas, time.x(middle(figure.span)), upright.y(figure.value or 0), bool(signals))
        for figure, signals in zip(figures, content.drawn.signals, strict=True)
    ]
    parts.append(_ends(content, canvas, time, upright))
    parts.append(_dates(figures, canvas, time))
    return "".join(parts)


def _level(canvas: Canvas, label: str, y: float, dash: str, at: float) -> str:
    """A level line, and its label at a height where no other is."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return canvas.level(y, QUIET, dashed) + canvas.text(label, 100, at + 5, dx=6)


def _mark(canvas: Canvas, x: float, y: float, has_signals: bool) -> str:
    ring = f'<circle r="9" fill="{PAGE}" stroke="{INK}" stroke-width="2"/>' if has_signals else ""
    return (canvas.at(x, y, ring) if ring else "") + canvas.mark(_OWN, x, y)


def _ends(content: VariationContent, canvas: Canvas, time: TimeAxis, upright: ValueAxis) -> str:
    """The number of the last figure, above its mark or, if the line comes from there, below."""
    last, before = content.figures[-1], [f.value or 0.0 for f in content.figures[-3:-1]]
    y = upright.y(last.value or 0.0)
    above = not any((last.value or 0.0) < value for value in before)
    above = (above and y > 30) or y > BOTTOM - 20
    place = y - 13 if above else y + 23
    return canvas.text(last.printed, time.x(middle(last.span)), place, anchor="middle", bold=True)


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
