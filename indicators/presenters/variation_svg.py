"""The XmR chart as SVG: presentation attributes only. Pure.

A figure with a signal has a ring around its mark, so that it can be told without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from indicators.domain.series import Figure, Scale
from indicators.domain.xmr import XmrChart
from indicators.presenters.chart_geometry import (
    APART,
    HEIGHT,
    LABELS,
    TimeAxis,
    ValueAxis,
    apart,
    middle,
    runs,
    spread_out,
)
from wsoa.core.colours import COLOURS

_INK, _OWN, _QUIET = COLOURS["ink"], COLOURS["brand"], COLOURS["quiet"]
_PAGE = COLOURS["page"]
_NARROW, _BROAD = 40, 18  # per cent between dates: on a phone, and where there is room
_WIDE = ' class="app-chart__wide"'


def chart(
    figures: Sequence[Figure], drawn: XmrChart, scale: Scale, *, title: str, description: str
) -> str:
    """The figures as a line with average and limits; ids begin with "variation"."""
    time = TimeAxis(middle(figures[0].span), middle(figures[-1].span))
    numbers = [figure.value or 0.0 for figure in figures]
    low, high = min(*numbers, drawn.low), max(*numbers, drawn.high)
    room = (high - low) / 20 or 1.0
    upright = ValueAxis((low - room, high + room))
    levels = (
        ("Upper limit", drawn.high, "6 4"),
        ("Average", drawn.average, ""),
        ("Lower limit", drawn.low, "6 4"),
    )
    places = spread_out([upright.y(value) for _, value, _ in levels], [APART] * len(levels))
    parts = [
        _level(f"{name} {scale.printed(value)}", upright.y(value), dash, at)
        for (name, value, dash), at in zip(levels, places, strict=True)
    ]
    parts += [_line(run, time, upright) for run in runs(figures)]
    parts += [
        _mark(figure, time, upright, signals=bool(signals))
        for figure, signals in zip(figures, drawn.signals, strict=True)
    ]
    parts.append(_dates(figures, time))
    return (
        f'<svg class="app-chart" width="100%" height="{HEIGHT}" role="img" '
        'aria-labelledby="variation-t variation-d">'
        f'<title id="variation-t">{escape(title)}, month by month or quarter by quarter</title>'
        f'<desc id="variation-d">{escape(description)} The table below has the same figures.'
        f"</desc>{''.join(parts)}</svg>"
    )


def _level(label: str, y: float, dash: str, at: float) -> str:
    """A level line, and its label at a height where no other is."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}" stroke="{_QUIET}"{dashed}/>'
        f'<text x="100%" dx="6" y="{at + 5:.1f}">{escape(label)}</text>'
    )


def _line(run: Sequence[Figure], time: TimeAxis, upright: ValueAxis) -> str:
    points = " ".join(
        f"{time.x(middle(figure.span)):.2f},{upright.y(figure.value or 0):.1f}" for figure in run
    )
    return (
        f'<svg width="100%" height="{HEIGHT}" viewBox="0 0 100 {HEIGHT}" '
        'preserveAspectRatio="none" overflow="visible"><polyline fill="none" '
        f'stroke="{_OWN}" stroke-width="2" vector-effect="non-scaling-stroke" '
        f'points="{points}"/></svg>'
    )


def _mark(figure: Figure, time: TimeAxis, upright: ValueAxis, *, signals: bool) -> str:
    x, y = time.x(middle(figure.span)), upright.y(figure.value or 0)
    ring = f'<circle r="8" fill="{_PAGE}" stroke="{_INK}" stroke-width="2"/>' if signals else ""
    return (
        f'<svg x="{x:.2f}%" y="{y:.1f}" overflow="visible">{ring}'
        f'<circle r="4" fill="{_OWN}"/></svg>'
    )


def _dates(figures: Sequence[Figure], time: TimeAxis) -> str:
    """The labels of the time axis; on a phone, only those that have room."""
    places = [time.x(middle(figure.span)) for figure in figures]
    always = apart(places, _NARROW)
    return "".join(
        f'<text x="{places[n]:.2f}%" y="{LABELS}" text-anchor="middle"'
        f"{'' if n in always else _WIDE}>{escape(figures[n].span.printed)}</text>"
        for n in apart(places, _BROAD, always)
    )
