"""Bars of actions by status: SVG drawn here, with presentation attributes only.

A bar stands beside a table or a sentence with the same numbers. Positions are per cent, so that
words never stretch; the shapes are drawn in place, so that a bar is whole on any page or paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from actions.domain.kinds.scale import StatusScale
from actions.domain.status_bar import BarPart, bar_description, bar_parts
from actions.domain.status_counts import Counts
from wsoa.core.colours import COLOURS

_EDGE, _PAGE = COLOURS["edge"], COLOURS["page"]


@dataclass(frozen=True, slots=True)
class BarSize:
    """Pixels, and the share of the bar, in per cent, that a number or a shape needs."""

    css: str
    height: int
    shape: int
    shape_needs: float
    number_needs: float

    @property
    def shape_top(self) -> int:
        return (self.height - self.shape) // 2

    @property
    def baseline(self) -> int:
        return self.height // 2 + (6 if self.height > 30 else 5)


BIG = BarSize("app-bar", 40, 18, shape_needs=4.0, number_needs=1.5)
SMALL = BarSize("app-bar app-bar--s", 22, 13, shape_needs=15.0, number_needs=4.0)


def status_bar(
    counts: Counts, scale: StatusScale, *, name: str, title: str, size: BarSize = BIG
) -> SafeString:
    """The bar as SVG. `name` makes its ids, and may be used once on a page."""
    drawn = "".join(_block(part, size) + _label(part, size) for part in bar_parts(counts, scale))
    return format_html(
        '<svg class="{css}" role="img" aria-labelledby="{name}-t {name}-d" height="{height}">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{desc}</desc>{drawn}</svg>',
        css=size.css,
        name=name,
        height=size.height,
        title=title,
        desc=bar_description(counts, scale),
        drawn=mark_safe(drawn),  # noqa: S308 (numbers, and what the palette and escaped text hold)
    )


def _block(part: BarPart, size: BarSize) -> str:
    """The coloured part, and the two white pixels that set it off from the next."""
    x, width, end = f"{part.start:.2f}%", f"{part.width:.2f}%", f"{part.start + part.width:.2f}%"
    height = size.height
    if part.is_light:
        return (
            f'<svg x="{x}" width="{width}" height="{height}" overflow="hidden">'
            f'<rect x="1" y="1" width="100%" height="{height - 2}" fill="{part.fill}" '
            f'stroke="{_EDGE}" stroke-width="2"/>'
            f'<rect x="100%" width="2" height="{height}" transform="translate(-4 0)" '
            f'fill="{_EDGE}"/>'
            f'<rect x="100%" width="2" height="{height}" transform="translate(-2 0)" '
            f'fill="{_PAGE}"/></svg>'
        )
    return (
        f'<rect x="{x}" width="{width}" height="{height}" fill="{part.fill}"/>'
        f'<rect x="{end}" width="2" height="{height}" transform="translate(-2 0)" '
        f'fill="{_PAGE}"/>'
    )


def _label(part: BarPart, size: BarSize) -> str:
    """The number, with the shape before it where there is room for both."""
    if part.width < size.number_needs:
        return ""
    x = f"{part.middle:.2f}%"
    if part.status is None or part.width < size.shape_needs:
        return (
            f'<text x="{x}" y="{size.baseline}" text-anchor="middle" fill="{part.ink}">'
            f"{part.count}</text>"
        )
    return (
        f'<svg class="app-bar__i" x="{x}" y="{size.shape_top}" width="{size.shape}" '
        f'height="{size.shape}" overflow="visible">'
        f'<path transform="translate(-{size.shape + 1} 0) scale({size.shape / 16})" '
        f'fill="{part.ink}" fill-rule="evenodd" d="{part.status.path}"/></svg>'
        f'<text class="app-bar__n" x="{x}" y="{size.baseline}" fill="{part.ink}">'
        f"{part.count}</text>"
    )
