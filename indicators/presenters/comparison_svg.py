"""All areas on one measure as SVG: a funnel plot, or dots in order of their figures. Pure.

The own area is a large square, its statistical neighbours are diamonds with their rank beside them
and their names at the right, all others are small dots. England is a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.domain.funnel import limits
from indicators.domain.series import Scale
from indicators.presenters.chart_canvas import (
    FILE_WIDTH,
    INK,
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
    LEFT,
    RIGHT,
    TOP,
    ValueAxis,
    axis,
    spread_out,
    text_width,
)
from wsoa.core.colours import COLOURS

_HEIGHT = 280
_GUTTER = 158  # pixels of a name at the right
_EDGE, _SOFT, _LEADER = COLOURS["edge"], COLOURS["rule-soft"], COLOURS["leader"]
_OWN = LineStyle(COLOURS["brand"], 2, mark="square")
_NEIGHBOUR = LineStyle(INK, 2, mark="diamond")
_ENGLAND = LineStyle(QUIET, 2, "8 5")
_LIMITS = (("Limit 99.8%", LineStyle(INK, 1.5, "2 3")), ("Limit 95%", LineStyle(INK, 1.5, "6 3")))
_STEPS = 60  # points of a limit


@dataclass(frozen=True, slots=True)
class AreaPoint:
    """One area. `neighbour` is its rank among the neighbours, 0 if it is none; `interval` is the
    95% interval of its figure.
    """

    name: str
    value: float
    out_of: float = 0.0
    own: bool = False
    neighbour: int = 0
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ComparisonContent:
    """What the chart shows. With `is_funnel`, places across are sizes, and limits are drawn.

    Otherwise the points are in order. `centre` is England's value, or that of all areas together.
    """

    points: Sequence[AreaPoint]
    scale: Scale
    title: str
    description: str
    across: str  # what is counted from left to right, in words
    is_funnel: bool
    centre: tuple[str, float] | None = None

    @property
    def limit_lines(self) -> list[list[tuple[float, float]]]:
        """The limits as (size, value): lower and upper of 99.8%, then of 95%."""
        if not self.is_funnel or self.centre is None:
            return []
        largest = self.sizes()[-1]
        sizes = [largest * (n / _STEPS) ** 2 for n in range(1, _STEPS + 1)]
        found = [(size, limits(self.centre[1], size)) for size in sizes if size >= 1]
        return [
            [(size, at.low_998) for size, at in found],
            [(size, at.high_998) for size, at in found],
            [(size, at.low_95) for size, at in found],
            [(size, at.high_95) for size, at in found],
        ]

    def sizes(self) -> tuple[float, ...]:
        """The numbers of the axis across, from nought, of a funnel."""
        return axis([0.0, *(point.out_of for point in self.points)]).ticks

    def value_axis(self) -> ValueAxis:
        values = [point.value for point in self.points]
        values += [end for point in self.points for end in point.interval or ()]
        if self.centre is not None:
            values.append(self.centre[1])
        return ValueAxis(axis(values).ticks, TOP, TOP + _HEIGHT)


def chart(content: ComparisonContent) -> str:
    """The chart as part of a page; ids begin with "compared"."""
    plot = _Plot(content, None)
    return on_page(
        plot.body(),
        plot.height,
        name="compared",
        title=content.title,
        description=content.description,
        css="app-chart",
    )


def file(content: ComparisonContent, words: FileWords) -> str:
    """The same as an SVG file of its own."""
    plot = _Plot(content, FILE_WIDTH - PLOT_LEFT - PLOT_RIGHT)
    return standalone([PlacedPlot(plot.body(), PLOT_LEFT, plot.height)], words)


@dataclass(frozen=True, slots=True)
class _Name:
    """A text at the right; `x` in per cent and `y` in pixels are what it is of."""

    text: str
    x: float
    y: float
    bold: bool = False
    has_leader: bool = True


class _Plot:
    """The drawing, on a page or, `across` so many pixels, in a file."""

    def __init__(self, content: ComparisonContent, across: float | None) -> None:
        self.content = content
        self.upright = content.value_axis()
        self.height = self.upright.bottom + 52
        self.canvas = Canvas(self.height, across)
        self.order = {point.name: n for n, point in enumerate(content.points, start=1)}
        self.largest = content.sizes()[-1] if content.is_funnel else len(content.points) + 1.0

    def body(self) -> str:
        marked = [p for p in self.content.points if p.own or p.neighbour]
        numbers, unnumbered = self._numbers(marked)
        names = [self._name(point, has_leader=point in unnumbered) for point in marked]
        lines = [self._limits(names), self._centre(names)]
        return "".join(
            (
                self._grid(),
                self._across(),
                *lines,
                self._names(names),  # their leaders go under the marks
                *(self._whisker(p, p.interval) for p in self.content.points if p.interval),
                self._dots([p for p in self.content.points if p not in marked]),
                *(self._marked(point) for point in sorted(marked, key=lambda p: p.own)),
                *numbers,
            )
        )

    def place(self, point: AreaPoint) -> tuple[float, float]:
        """Per cent across, pixels down."""
        at = point.out_of if self.content.is_funnel else self.order[point.name]
        return self._x(at), self.upright.y(point.value)

    def _x(self, number: float) -> float:
        return LEFT + (RIGHT - LEFT) * number / self.largest

    def _grid(self) -> str:
        scale, ticks = self.content.scale, self.upright.ticks
        step = ticks[1] - ticks[0]
        decimals = next(n for n in range(9) if round(step, n) == round(step, 9))
        shown = Scale(scale.unit, decimals)
        return "".join(
            self.canvas.level(self.upright.y(tick), _SOFT if number else _LEADER)
            + self.canvas.text(
                shown.printed(tick), 0, self.upright.y(tick) + 5, anchor="end", dx=-8
            )
            for number, tick in enumerate(ticks)
        )

    def _across(self) -> str:
        """What is counted from left to right: sizes, or the first and the last place."""
        low = self.upright.bottom
        if self.content.is_funnel:
            sizes = self.content.sizes()
            labels = [(f"{size:,.0f}", self._x(size)) for size in (sizes[0], sizes[-1])]
            between = [(f"{size:,.0f}", self._x(size)) for size in sizes[1:-1]]
        else:
            last = len(self.content.points)
            labels, between = [("1", self._x(1)), (str(last), self._x(last))][: min(last, 2)], []
        drawn = [self.canvas.text(text, at, low + 20, anchor="middle") for text, at in labels]
        drawn += [
            self.canvas.text(text, at, low + 20, anchor="middle", css=WIDE) for text, at in between
        ]
        words = _cut(self.content.across, self.canvas.room + _GUTTER)
        return "".join([*drawn, self.canvas.text(words, 0, low + 42)])

    def _limits(self, names: list[_Name]) -> str:
        """The limits within the frame; the upper ones are named at the right."""
        low, high = self.upright.ticks[0], self.upright.ticks[-1]
        drawn = []
        for number, line in enumerate(self.content.limit_lines):
            text, style = _LIMITS[number // 2]
            points = [(self._x(s), self.upright.y(v)) for s, v in line if low <= v <= high]
            if len(points) > 1:
                drawn.append(self.canvas.path(points, style))
                if number % 2:
                    names.append(_Name(text, *points[-1]))
        return "".join(drawn)

    def _centre(self, names: list[_Name]) -> str:
        if self.content.centre is None:
            return ""
        name, value = self.content.centre
        y = self.upright.y(value)
        text = f"{name} {self.content.scale.printed(value)}"
        names.append(_Name(text, RIGHT, y))
        return self.canvas.path([(0, y), (RIGHT, y)], _ENGLAND)

    def _dots(self, points: Iterable[AreaPoint]) -> str:
        """All other areas in one path: strokes without length whose round ends are dots."""
        places = [self.place(point) for point in points]
        shape = 'fill="none" stroke-width="6" stroke-linecap="round"'
        if self.canvas.is_page:
            d = "".join(f"M{x:.2f} {y:.1f}h.01" for x, y in places)
            more = f'{shape} stroke="{_EDGE}" vector-effect="non-scaling-stroke"'
            return self.canvas.stretched(f'<path d="{d}" {more}/>') if places else ""
        d = "".join(f"M{self.canvas.x(x)} {y:.1f}h.01" for x, y in places)
        return f'<path d="{d}" {shape} stroke="{_EDGE}"/>' if places else ""

    def _marked(self, point: AreaPoint) -> str:
        x, y = self.place(point)
        if not point.own:
            return self.canvas.mark(_NEIGHBOUR, x, y)
        ring = f'<path d="M-8-8H8V8H-8z" fill="{PAGE}" stroke="{_OWN.ink}" stroke-width="2"/>'
        return self.canvas.at(x, y, ring) + self.canvas.mark(_OWN, x, y)

    def _whisker(self, point: AreaPoint, interval: tuple[float, float]) -> str:
        low, high = (self.upright.y(end) for end in interval)
        ink = _OWN.ink if point.own else INK if point.neighbour else _EDGE
        shape = f"M0 {low:.1f}V{high:.1f}M-3 {low:.1f}H3M-3 {high:.1f}H3"
        inside = f'<path fill="none" stroke="{ink}" d="{shape}"/>'
        return self.canvas.at(self.place(point)[0], 0, inside)

    def _numbers(self, marked: Sequence[AreaPoint]) -> tuple[list[str], list[AreaPoint]]:
        """The ranks of neighbours beside their marks, and those that no rank has room for."""
        taken = [_around(*self._pixels(point), 7, 7) for point in marked]
        drawn, without = [], [point for point in marked if point.own]
        for point in marked:
            if point.own:
                continue
            text = str(point.neighbour)
            for dx, dy in ((0, -10), (0, 20), (16, 5), (-16, 5)):
                x, y = self._pixels(point)
                box = _around(x + dx, y + dy - 5, text_width(text) / 2 + 1, 7)
                if not any(_overlap(box, other) for other in taken):
                    taken.append(box)
                    at, down = self.place(point)
                    drawn.append(
                        self.canvas.text(
                            text, at, down + dy, anchor="middle", dx=dx, css=WIDE, halo=True
                        )
                    )
                    break
            else:
                without.append(point)
        return drawn, without

    def _pixels(self, point: AreaPoint) -> tuple[float, float]:
        x, y = self.place(point)
        return x / 100 * self.canvas.room, y

    def _name(self, point: AreaPoint, *, has_leader: bool) -> _Name:
        text = f"{point.neighbour} {point.name}"
        if point.own:
            text = f"{point.name} {self.content.scale.printed(point.value)}"
        return _Name(_cut(text, _GUTTER), *self.place(point), bold=point.own, has_leader=has_leader)

    def _names(self, names: list[_Name]) -> str:
        """The names at the right, each as near to the height of its mark as others allow."""
        names.sort(key=lambda name: name.y)
        heights = [APART] * len(names)
        places = spread_out([n.y for n in names], heights, self.upright.top, self.upright.bottom)
        drawn = []
        for name, at in zip(names, places, strict=True):
            if name.has_leader:
                drawn.append(
                    f'<line x1="{self.canvas.x(name.x)}" y1="{name.y:.1f}" '
                    f'x2="{self.canvas.x(100)}" y2="{at:.1f}" stroke="{_LEADER}" '
                    'stroke-dasharray="1 2"/>'
                )
            drawn.append(self.canvas.text(name.text, 100, at + 5, dx=6, bold=name.bold))
        return "".join(drawn)


def _around(x: float, y: float, half_width: float, half_height: float) -> tuple[float, ...]:
    return x - half_width, x + half_width, y - half_height, y + half_height


def _overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    across = box[0] < other[1] and other[0] < box[1]
    return across and box[2] < other[3] and other[2] < box[3]


def _cut(text: str, width: float) -> str:
    """The text, shortened to a width in pixels."""
    if text_width(text) <= width:
        return text
    while text and text_width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
