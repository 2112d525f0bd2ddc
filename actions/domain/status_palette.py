"""The hues and shapes that a status can have. Every colour of a status stands here and only here.

A plan's own key chooses among them by name, so that no plan can have words that are too pale to
read: `tests/actions/test_status_palette.py` measures the contrast of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Hue:
    """Four colours that belong together.

    `ink` is the colour of words and shape, `tint` what is behind them on a screen, `bar` the
    status's part of a bar and `on_bar` the number on that.
    """

    ink: str
    tint: str
    bar: str
    on_bar: str


class HueName(StrEnum):
    """The hues that a key can name."""

    BLUE = "blue"
    GREEN = "green"
    GREY = "grey"
    AMBER = "amber"
    RED = "red"
    YELLOW = "yellow"
    TURQUOISE = "turquoise"
    PURPLE = "purple"
    PINK = "pink"
    BROWN = "brown"
    BLACK = "black"


class ShapeName(StrEnum):
    """The shapes that a key can name. Round is going to plan, pointed is not."""

    TICKED_DISC = "ticked disc"
    HALF_DISC = "half disc"
    RING = "ring"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    DISC = "disc"
    SQUARE = "square"
    STAR = "star"
    CROSS = "cross"
    BARS = "two bars"


HUES: dict[HueName, Hue] = {
    HueName.BLUE: Hue("#1b4b8a", "#e7eef8", "#173f74", "#ffffff"),
    HueName.GREEN: Hue("#0d5c3a", "#e5f2ea", "#1f7a50", "#ffffff"),
    HueName.GREY: Hue("#434f56", "#eef1f2", "#ffffff", "#12191c"),
    HueName.AMBER: Hue("#7a4300", "#fdf0d8", "#c67f14", "#12191c"),
    HueName.RED: Hue("#931a1a", "#fbe7e5", "#a81f1f", "#ffffff"),
    HueName.YELLOW: Hue("#5f5000", "#fdf8cf", "#a68c00", "#12191c"),
    HueName.TURQUOISE: Hue("#0b5a60", "#e0f3f4", "#14767d", "#ffffff"),
    HueName.PURPLE: Hue("#53308f", "#efe9f8", "#5b37a0", "#ffffff"),
    HueName.PINK: Hue("#8f1f5e", "#fbe6f1", "#a8276f", "#ffffff"),
    HueName.BROWN: Hue("#6b3d22", "#f5eae3", "#7d4a2b", "#ffffff"),
    HueName.BLACK: Hue("#12191c", "#e9ebec", "#2a3236", "#ffffff"),
}
# Drawn with an edge in a bar, since it is as light as the page.
LIGHT_BARS: frozenset[HueName] = frozenset({HueName.GREY})

_DISC = "M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8z"
# Paths in a box of 16 by 16, filled even-odd. They can be told apart in grey, at 13 pixels.
PATHS: dict[ShapeName, str] = {
    ShapeName.TICKED_DISC: _DISC + "M7 11.6 3.6 8.2l1.5-1.5L7 8.6l3.9-3.9 1.5 1.5z",
    ShapeName.HALF_DISC: _DISC + "M8 2.8v10.4A5.2 5.2 0 0 1 8 2.8z",
    ShapeName.RING: _DISC + "M8 2.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8z",
    ShapeName.TRIANGLE: "M8 .8 15.8 15H.2zM7 5.5v4.7h2V5.5zM7 11.3v2h2v-2z",
    ShapeName.DIAMOND: "M8 .2 15.8 8 8 15.8.2 8zM4.3 7v2h7.4V7z",
    ShapeName.DISC: _DISC,
    ShapeName.SQUARE: "M1.2 1.2h13.6v13.6H1.2zM4 4v8h8V4z",
    ShapeName.STAR: (
        "M8 .4 10.2 5.6 15.8 6.1 11.5 9.8 12.8 15.3 8 12.3 3.2 15.3 4.5 9.8.2 6.1 5.8 5.6z"
    ),
    ShapeName.CROSS: (
        "M3.2.8 8 5.6 12.8.8 15.2 3.2 10.4 8 15.2 12.8 12.8 15.2 8 10.4 3.2 15.2.8 12.8 5.6 8"
        " .8 3.2z"
    ),
    ShapeName.BARS: "M2.4 1.2h4v13.6h-4zM9.6 1.2h4v13.6h-4z",
}
