"""What charts are drawn with: lines, marks and texts as SVG with presentation attributes. Pure.

On a page, places across are in per cent, so that a chart stretches and its text does not. In a file
of its own they are in pixels, and fonts and colours are named in it, since no style sheet is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape as escaped

from indicators.presenters.chart_geometry import DESK, TEXT, wrapped
from wsoa.core.colours import COLOURS

PAGE, INK, QUIET = COLOURS["page"], COLOURS["ink"], COLOURS["quiet"]
WIDE, NARROW = "app-chart__wide", "app-chart__narrow"  # beyond a phone; on a phone alone
FONTS = "Arial, 'Liberation Sans', Helvetica, sans-serif"
FILE_WIDTH, PLOT_LEFT, PLOT_RIGHT = 960, 64, 214
_SMALL, _TITLE = 13, 20
_LEADING = 1.4
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

MARKS = {
    "circle": "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5z",
    "square": "M-4.5-4.5h9v9h-9z",
    "triangle": "M0-6 6 5H-6z",
    "diamond": "M0-7 7 0 0 7-7 0z",
    "star": "M0-9 2.5-3 9-3 4 1.5 6 8.5 0 4.5-6 8.5-4 1.5-9-3-2.5-3z",
    "hourglass": "M-7.5-7.5H7.5L-7.5 7.5H7.5z",
    "house": "M0-6.5 6 0V6H-6V0z",
    "turned": "M0 6-6-5H6z",
    "dot": "M0-2.5A2.5 2.5 0 1 1 0 2.5A2.5 2.5 0 1 1 0-2.5z",
}
STROKES = {  # marks of lines only: they have no inside
    "cross": "M-4-4 4 4M-4 4 4-4",
    "plus": "M0-5V5M-5 0H5",
    "bar": "M0-5V5",
    "target": "M0-8V8M-8 0H8M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5z",
}


def escape(text: str) -> str:
    """The text as part of a drawing: without the signs that a file of XML cannot hold."""
    return escaped(_NOT_IN_XML.sub("", text))


@dataclass(frozen=True, slots=True)
class LineStyle:
    """The dash and mark of a line; `mark` is one of MARKS or STROKES, or empty."""

    ink: str
    width: float
    dash: str = ""
    mark: str = ""
    joined: bool = True
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Canvas:
    """The surface of one plot. `across` is its width in pixels; None on a page that stretches.

    `least` is the width that a page gives at least, beyond a phone.
    """

    height: float
    across: float | None = None
    least: float = DESK

    @property
    def room(self) -> float:
        """The pixels that labels may count on, beyond a phone."""
        return self.across or self.least

    @property
    def is_page(self) -> bool:
        return self.across is None

    def x(self, place: float) -> str:
        """A place across, which is given in per cent, as the value of an attribute."""
        if self.across is None:
            return f"{place:.2f}%"
        return f"{place / 100 * self.across:.1f}"

    def level(self, y: float, ink: str, more: str = "") -> str:
        """A line across the whole plot."""
        return f'<line x1="0" x2="{self.x(100)}" y1="{y:.1f}" y2="{y:.1f}" stroke="{ink}"{more}/>'

    def upright(self, place: float, top: float, bottom: float, ink: str, more: str = "") -> str:
        at = self.x(place)
        return f'<line x1="{at}" x2="{at}" y1="{top:.1f}" y2="{bottom:.1f}" stroke="{ink}"{more}/>'

    def path(self, points: Iterable[tuple[float, float]], style: LineStyle) -> str:
        """A line through points (per cent across, pixels down)."""
        dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
        shared = (
            f'<polyline fill="none" stroke="{style.ink}" stroke-width="{style.width:g}" '
            f'stroke-linejoin="round"{dash}'
        )
        if self.across is None:  # stretched: one line cannot mix per cent and pixels
            inside = " ".join(f"{x:.2f},{y:.1f}" for x, y in points)
            return self.stretched(
                f'{shared} vector-effect="non-scaling-stroke" points="{inside}"/>'
            )
        inside = " ".join(f"{self.x(x)},{y:.1f}" for x, y in points)
        return f'{shared} points="{inside}"/>'

    def stretched(self, inside: str) -> str:
        """On a page: what has its places across in per cent, stretched to the width of the plot."""
        return (
            f'<svg width="100%" height="{self.height:g}" viewBox="0 0 100 {self.height:g}" '
            f'preserveAspectRatio="none" overflow="visible">{inside}</svg>'
        )

    def at(self, place: float, y: float, inside: str) -> str:
        """What is drawn in pixels around a point."""
        if self.across is None:
            return f'<svg x="{place:.2f}%" y="{y:.1f}" overflow="visible">{inside}</svg>'
        return f'<g transform="translate({self.x(place)} {y:.1f})">{inside}</g>'

    def mark(self, style: LineStyle, place: float, y: float, *, hollow: bool = False) -> str:
        """The mark of a figure; a hollow one is of a provisional figure."""
        if style.mark in STROKES:
            dash = ' stroke-dasharray="2 1.5"' if hollow else ""
            inside = (
                f'<path d="{STROKES[style.mark]}" fill="none" stroke="{style.ink}" '
                f'stroke-width="2"{dash}/>'
            )
            return self.at(place, y, inside)
        fill, edge = (PAGE, style.ink) if hollow else (style.ink, PAGE)
        shape = MARKS[style.mark or "dot"]
        inside = (
            f'<path d="{shape}" fill="{fill}" stroke="{edge}" stroke-width="{2 if hollow else 1}"/>'
        )
        return self.at(place, y, inside)

    def text(
        self,
        text: str,
        place: float,
        y: float,
        *,
        anchor: str = "start",
        dx: float = 0,
        bold: bool = False,
        css: str = "",
        halo: bool = False,
    ) -> str:
        """A text of one line. `css` is a class, which only a page has; `halo` is a clear edge."""
        more = f' text-anchor="{anchor}"' if anchor != "start" else ""
        more += f' dx="{dx:g}"' if dx else ""
        more += ' font-weight="700"' if bold else ""
        more += f' stroke="{PAGE}" stroke-width="3" paint-order="stroke"' if halo else ""
        more += f' class="{css}"' if css and self.is_page else ""
        return f'<text x="{self.x(place)}" y="{y:.1f}"{more}>{escape(text)}</text>'


def on_page(body: str, height: float, *, name: str, title: str, description: str, css: str) -> str:
    """A plot as part of a page; `name` is the prefix of its element ids."""
    return (
        f'<svg class="{css}" width="100%" height="{height:g}" role="img" '
        f'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{body}</svg>'
    )


@dataclass(frozen=True, slots=True)
class PlacedPlot:
    """A plot in a file: what is drawn, the corner of its plot, its height, and its heading."""

    body: str
    left: float
    height: float
    row: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class FileWords:
    """What is written around the plots of a file: without it, a picture tells nobody what it is."""

    title: str
    caption: str
    description: str
    notes: Sequence[str] = ()  # below the plots, each a paragraph


def standalone(plots: Sequence[PlacedPlot], words: FileWords) -> str:
    """An SVG file of its own: title, plots, notes, source and day; fonts and colours inside."""
    room = FILE_WIDTH - 48
    y = 24.0
    parts: list[str] = []
    for text, size, bold in ((words.title, _TITLE, True), (words.caption, TEXT, False)):
        for line in wrapped(text, room / (1.08 if bold else 1), size):
            y += size * _LEADING
            parts.append(_paragraph(line, y, size, bold=bold))
    y += 12
    for row in sorted({plot.row for plot in plots}):
        in_row = [plot for plot in plots if plot.row == row]
        headed = any(plot.heading for plot in in_row)
        y += 26 if headed else 0
        for plot in in_row:
            if plot.heading:
                parts.append(
                    f'<text x="{plot.left:g}" y="{y - 6:.1f}" font-weight="700">'
                    f"{escape(plot.heading)}</text>"
                )
            parts.append(f'<g transform="translate({plot.left:g} {y:.1f})">{plot.body}</g>')
        y += max(plot.height for plot in in_row) + 8
    for note in words.notes:
        for line in wrapped(note, room, _SMALL):
            y += _SMALL * _LEADING
            parts.append(_paragraph(line, y, _SMALL))
        y += 5
    return _document("".join(parts), y + 18, words)


def _paragraph(line: str, y: float, size: float, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="24" y="{y:.1f}" font-size="{size:g}"{weight}>{escape(line)}</text>'


def _document(body: str, height: float, words: FileWords) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{FILE_WIDTH}" height="{height:.0f}" '
        f'viewBox="0 0 {FILE_WIDTH} {height:.0f}" role="img" aria-labelledby="t d" '
        f'font-family="{FONTS}" font-size="{TEXT}" fill="{INK}">'
        f'<title id="t">{escape(words.title)}</title>'
        f'<desc id="d">{escape(words.description)}</desc>'
        f'<rect width="100%" height="100%" fill="{PAGE}"/>{body}</svg>\n'
    )
