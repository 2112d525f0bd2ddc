"""The contrast of two colours by WCAG 2.2, and the nearest shade that reaches one. Pure.

Colours are written as #rrggbb.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

TEXT: Final = 4.5  # success criterion 1.4.3
NON_TEXT: Final = 3.0  # success criterion 1.4.11


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, each from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """The relative luminance: 0 for black, 1 for white."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio, from 1 to 21, whichever of the two is named first.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def darkened(colour: str, share: float) -> str:
    """The same hue with each channel reduced to a share of it, from 0 to 1."""
    red, green, blue = (round(channel * share) for channel in channels(colour))
    return f"#{red:02x}{green:02x}{blue:02x}"


def nearest_shade(colour: str, passes: Callable[[str], bool]) -> str:
    """The lightest shade of a colour that passes, no lighter than the colour; black at last."""
    shades = (darkened(colour, step / 255) for step in range(255, 0, -1))
    return next((shade for shade in shades if passes(shade)), "#000000")


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
