"""The brand of a local area: its name, its colour and its logo, and what each of them may be. Pure.

A brand colour takes the place of the palette's `brand` wherever style sheets name that: behind the
white text of the header and of buttons, and as edges beside the page and its light grey parts.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from wsoa.core.colours import COLOURS
from wsoa.core.contrast import NON_TEXT, TEXT, contrast, darkened, nearest_shade

EXAMPLE: Final = COLOURS["brand"]  # a colour that passes, for words that explain
LONGEST_NAME: Final = 100
LONGEST_ALT: Final = 200
_HEX: Final = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", re.ASCII)


class BrandFault(ValueError):
    """A part of a brand is not accepted. `field` is name, colour, logo or alt."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as it is shown: a PNG picture made here, its text alternative, its size in pixels."""

    png: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Brand:
    """The brand of a local area; without a colour, that of the service stays."""

    name: str
    colour: str = ""
    logo: Logo | None = None


def colour_of(brand: Brand | None) -> str:
    """The colour of a brand, or the service's own."""
    return (brand.colour if brand else "") or COLOURS["brand"]


@dataclass(frozen=True, slots=True)
class Surface:
    """What a brand colour stands beside, in words and in the palette, and the contrast needed."""

    name: str
    colour: str
    needed: float


SURFACES: Final = (
    Surface("White text on {colour}, in the header and on buttons,", "page", TEXT),
    Surface("An edge of {colour} beside the light grey of the page", "wash", NON_TEXT),
)


def checked_name(text: str) -> str:
    """The name by which an area shows itself, without surrounding spaces. Raises BrandFault."""
    return _checked(text, "name", "Name", LONGEST_NAME, "Enter the name of the area")


def checked_alt(text: str) -> str:
    """The text alternative of a logo, without surrounding spaces. Raises BrandFault."""
    return _checked(text, "alt", "Description", LONGEST_ALT, "Enter what the logo shows")


def _checked(text: str, field: str, label: str, longest: int, missing: str) -> str:
    text = unicodedata.normalize("NFC", text.strip(" "))
    if any(unicodedata.category(character) in _UNSEEN for character in text):
        raise BrandFault(
            field,
            f"{label} must be in one line, without control characters or characters that cannot be "
            "seen. Type it again, in place of pasting it.",
        )
    if not text.strip():
        raise BrandFault(field, missing)
    if len(text) > longest:
        raise BrandFault(
            field, f"{label} must be {longest} characters or fewer. You entered {len(text):,}."
        )
    return text


# Control, format and direction characters, surrogates, unassigned ones, and ends of lines.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def checked_colour(text: str) -> str:
    """A brand colour as #rrggbb, whose contrast is sufficient.

    Raises BrandFault for anything but a hexadecimal colour, and for one that is too light, with the
    contrast reached, the one needed, and the nearest shade that passes.
    """
    found = _HEX.fullmatch(text.strip(" "))
    if found is None:
        raise BrandFault(
            "colour", f"Enter the colour as # and six digits or letters, like {EXAMPLE}"
        )
    digits = found[1].lower()
    colour = "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    for surface in SURFACES:
        reached = contrast(colour, COLOURS[surface.colour])
        if reached < surface.needed:
            shade = nearest_shade(colour, passes)
            raise BrandFault(
                "colour",
                f"{surface.name.format(colour=colour)} has a contrast of "
                f"{ratio_words(reached)} and needs {ratio_words(surface.needed)} or more. "
                f"The nearest shade that passes is {shade}",
            )
    return colour


def passes(colour: str) -> bool:
    """Whether a colour has the contrast needed beside everything that it stands beside."""
    return all(contrast(colour, COLOURS[surface.colour]) >= surface.needed for surface in SURFACES)


def ratio_words(ratio: float) -> str:
    """A contrast ratio to one decimal, rounded down, so that 4.49 is not called 4.5: "4.4:1"."""
    return f"{math.floor(ratio * 10 + 1e-9) / 10:.1f}:1"


def style_rules(colour: str) -> str:
    """The style sheet that puts a brand colour, and darker shades of it, into the palette."""
    shades = {
        "brand": colour,
        "brand-hover": darkened(colour, 0.78),
        "brand-shadow": darkened(colour, 0.5),
    }
    properties = "".join(f"--{name}:{shade};" for name, shade in shades.items())
    return f":root{{{properties}}}\n"
