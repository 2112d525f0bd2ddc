"""Small pictures that can be drawn, as an administrator uploads them for a logo."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

from wsoa.core.brands import Brand, Logo
from wsoa.core.logos import read_logo

PURPLE = (122, 31, 77)


def png(width: int = 120, height: int = 40, mode: str = "RGB", **saved: Any) -> bytes:
    return _drawn("PNG", width, height, mode, **saved)


def jpg(width: int = 120, height: int = 40, mode: str = "RGB", **saved: Any) -> bytes:
    return _drawn("JPEG", width, height, mode, **saved)


def logo(alt: str = "Three hills") -> Logo:
    """A logo as a brand has it."""
    drawn = read_logo(BytesIO(png()), "logo.png")
    return Logo(drawn.png, alt, drawn.width, drawn.height)


def brand(name: str = "Sheffield & friends") -> Brand:
    """A brand with a name that is not plain HTML, a colour and a logo."""
    return Brand(name, "#7a1f4d", logo())


def opened(content: bytes) -> Image.Image:
    """The picture, decoded."""
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def _drawn(form: str, width: int, height: int, mode: str, **saved: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), PURPLE).convert(mode).save(made, form, **saved)
    return made.getvalue()
