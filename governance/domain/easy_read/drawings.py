"""The drawings of Easy Read summaries: our own, in one style, as SVG. Pure.

Ink outlines of 3 units, one tint, one accent, on a field of 160 by 120. A drawing stands beside
words that say the same, so it is decorative: it has no alternative text, and screen readers pass it
by. Published documents name drawings by their keys: a key is never taken away or given another
drawing (a test knows them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wsoa.core.colours import COLOURS

WIDTH, HEIGHT = 160, 120
INK, PAPER = COLOURS["ink"], COLOURS["page"]
TINT, ACCENT = COLOURS["drawing"], COLOURS["brand"]
PREFIX = "drawing-"  # of its identifier where a page defines it once


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing: the name by which an officer chooses it, and what is within its SVG."""

    name: str
    body: str

    @property
    def svg(self) -> str:
        """The drawing as a picture of its own."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}">{self.lines}</svg>'
        )

    @property
    def lines(self) -> str:
        """What it is made of, with the pen that draws it."""
        return (
            f'<g stroke="{INK}" stroke-width="3" stroke-linejoin="round" stroke-linecap="round" '
            f'fill="none">{self.body}</g>'
        )


# --- what drawings are made of --------------------------------------------------------------------


def _at(x: float, y: float, body: str, scale: float = 1) -> str:
    """The shape at a place. Its outline keeps its width whatever the scale."""
    if scale == 1:
        return f'<g transform="translate({x} {y})">{body}</g>'
    width = round(3 / scale, 2)
    return f'<g transform="translate({x} {y}) scale({scale})" stroke-width="{width}">{body}</g>'


def _path(d: str, fill: str = "none") -> str:
    return f'<path d="{d}" fill="{fill}"/>'


def _circle(x: float, y: float, radius: float, fill: str = PAPER) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}"/>'


def _box(x: float, y: float, width: float, height: float, fill: str = PAPER) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"/>'


def _person(x: float, y: float, scale: float = 1, fill: str = TINT) -> str:
    """Head and shoulders, with the middle of the head at the place."""
    shoulders = "M-22 52V36c0-12 9-19 22-19s22 7 22 19v16z"
    return _at(x, y, _path(shoulders, fill) + _circle(0, 0, 13), scale)


def _sheet(x: float, y: float, scale: float = 1, *, written: bool = True) -> str:
    """A sheet of paper with its corner turned."""
    lines = _path("M12 34H54M12 50H54M12 66H54M12 82H38") if written else ""
    outline = _path("M0 0H52L68 16V96H0z", PAPER) + _path("M52 0V16H68")
    return _at(x, y, outline + lines, scale)


def _bubble(x: float, y: float, body: str = "") -> str:
    return _at(x, y, _path("M0 0H62V40H34L22 54V40H0z", PAPER) + body)


def _letters(x: float, y: float, words: str, size: int) -> str:
    pen = 'font-family="Arial, Liberation Sans, sans-serif" font-weight="700" stroke="none"'
    place = f'x="{x}" y="{y}" text-anchor="middle" font-size="{size}"'
    return f'<text {place} {pen} fill="{INK}">{words}</text>'


def _tick(x: float, y: float, scale: float = 1, colour: str = INK) -> str:
    stroke = f'<path d="M0 0l12 14L34 -16" stroke="{colour}" stroke-width="6"/>'
    return f'<g transform="translate({x} {y}) scale({scale})">{stroke}</g>'


def _arrow(x: float, y: float, length: float = 34) -> str:
    return _at(x, y, _path(f"M0 0H{length}M{length - 13} -13L{length} 0L{length - 13} 13"))


def _calendar(x: float, y: float, body: str) -> str:
    frame = _box(0, 0, 82, 84) + _box(0, 0, 82, 22, ACCENT) + _path("M20 -9V8M62 -9V8")
    return _at(x, y, frame + body)


def _days() -> str:
    marks = "".join(f"M{x} {y}h8" for y in (38, 54, 70) for x in (12, 28, 46, 62))
    return _path(marks)


def _clock(x: float, y: float, radius: float = 34) -> str:
    face = _circle(0, 0, radius) + _path(f"M0 {-radius + 12}V0L{radius - 16} 10")
    return _at(x, y, face + _circle(0, 0, 2, INK))


def _cross(x: float, y: float, size: float, fill: str = PAPER) -> str:
    """The cross of a health worker, in a box."""
    middle, arm = size / 2, size * 0.28
    bars = f"M{middle} {middle - arm}V{middle + arm}M{middle - arm} {middle}H{middle + arm}"
    return _at(x, y, _box(0, 0, size, size, fill) + _path(bars))


_HOUSE = _path("M-34 -9V52H34V-9L0 -40z", TINT) + _path("M-46 2L0 -40L46 2")
_DOOR = _box(-9, 20, 18, 32)

# In the order in which officers are offered them: people first, then things, then how it goes.
DRAWINGS: Mapping[str, Drawing] = {
    "person": Drawing("A person", _person(80, 36, 1.3)),
    "child": Drawing(
        "A child",
        _circle(80, 42, 24)
        + _path("M56 42c2-20 14-28 26-28s22 9 22 28c-8-4-16-9-20-15-8 9-18 14-28 15z", TINT)
        + _circle(72, 48, 1.6, INK)
        + _circle(88, 48, 1.6, INK)
        + _path("M72 56c5 5 11 5 16 0")
        + _path("M50 108c0-26 12-38 30-38s30 12 30 38z", TINT),
    ),
    "family": Drawing(
        "A parent and a child",
        _person(58, 30, 1.15) + _person(106, 58, 0.85, PAPER) + _path("M80 62L90 72"),
    ),
    "people": Drawing(
        "A group of people",
        _person(34, 44, 0.9, PAPER) + _person(126, 44, 0.9, PAPER) + _person(80, 38, 1.15),
    ),
    "help": Drawing(
        "Somebody helps",
        _person(42, 32, 1.1) + _person(120, 40, 0.95, PAPER) + _sheet(64, 64, 0.5),
    ),
    "health": Drawing("A health worker", _person(80, 34, 1.35) + _cross(90, 76, 20)),
    "teacher": Drawing(
        "A teacher",
        _box(64, 16, 82, 56, PAPER)
        + _path("M78 34H130M78 48H114")
        + _person(40, 46, 1.1)
        + _path("M64 76L82 60"),
    ),
    "inspectors": Drawing(
        "Inspectors",
        _person(40, 44, 1, PAPER)
        + _person(84, 44)
        + _at(
            114,
            40,
            _box(0, 6, 36, 56) + _box(10, 0, 16, 11, TINT) + _path("M9 26H27M9 38H27M9 50H20"),
        ),
    ),
    "meeting": Drawing(
        "A meeting",
        _person(36, 30, 0.8)
        + _person(80, 26, 0.8, PAPER)
        + _person(124, 30, 0.8)
        + _path("M10 74H150L138 108H22z", PAPER),
    ),
    "talk": Drawing(
        "People talk",
        _person(36, 60, 0.95)
        + _person(124, 60, 0.95, PAPER)
        + _bubble(49, 4, _path("M12 14H50M12 26H40")),
    ),
    "question": Drawing(
        "A question", _person(48, 62, 1.05) + _bubble(76, 8, _letters(31, 31, "?", 30))
    ),
    "school": Drawing(
        "A school",
        _box(18, 54, 124, 52, TINT)
        + _path("M54 54L80 28L106 54z", PAPER)
        + _path("M80 28V8H100V18H80", PAPER)
        + _box(70, 76, 20, 30)
        + _box(30, 66, 22, 16)
        + _box(108, 66, 22, 16),
    ),
    "home": Drawing("A home", _at(80, 52, _HOUSE + _DOOR, 1.05)),
    "paper": Drawing("A paper", _sheet(46, 12)),
    "plan": Drawing("A plan for a child", _sheet(22, 12) + _person(122, 54, 0.95)),
    "letter": Drawing(
        "A letter",
        _box(30, 28, 100, 66) + _path("M30 28L80 70L130 28"),
    ),
    "list": Drawing(
        "A list of things to do",
        _sheet(46, 12, written=False)
        + _box(56, 32, 12, 12, TINT)
        + _box(56, 54, 12, 12, TINT)
        + _box(56, 76, 12, 12)
        + _path("M76 38H102M76 60H102M76 82H102")
        + _tick(58, 37, 0.3)
        + _tick(58, 59, 0.3),
    ),
    "telephone": Drawing(
        "A telephone",
        f'<rect x="54" y="8" width="52" height="104" rx="8" fill="{PAPER}"/>'
        + _box(61, 22, 38, 66, TINT)
        + _circle(80, 100, 4),
    ),
    "computer": Drawing(
        "A computer",
        _box(26, 12, 108, 72)
        + _path("M80 84V104M58 104H102")
        + _box(52, 30, 56, 36, TINT)
        + _path("M52 30L80 52L108 30"),
    ),
    "money": Drawing(
        "Money",
        _circle(98, 72, 32, TINT) + _circle(64, 50, 32) + _letters(64, 63, "£", 38),
    ),
    "calendar": Drawing("A date", _calendar(39, 20, _days())),
    "clock": Drawing("Waiting", _clock(80, 60, 46)),
    "tick": Drawing("It is done", _circle(80, 60, 44, TINT) + _tick(58, 60, 1.3)),
    "going": Drawing(
        "It is going on",
        _circle(80, 60, 44) + _path("M80 16a44 44 0 0 1 0 88z", TINT),
    ),
    "late": Drawing(
        "It is late",
        _path("M80 12L138 106H22z", TINT)
        + f'<path d="M80 46V74" stroke-width="8"/><circle cx="80" cy="90" r="5" fill="{INK}" '
        'stroke="none"/>',
    ),
    "better": Drawing(
        "It is better",
        _path("M16 106H146")
        + _box(26, 78, 24, 28, TINT)
        + _box(64, 56, 24, 50, TINT)
        + _box(102, 32, 24, 74, TINT)
        + _path("M22 56L76 18L72 20M76 18L58 16M76 18L68 34"),
    ),
    "next": Drawing("What comes next", _sheet(14, 18, 0.88) + _arrow(84, 60, 58)),
}


def drawing_of(key: str) -> Drawing | None:
    """The drawing with this key; None for no key, or for one of a later version."""
    return DRAWINGS.get(key)
