"""Word's styles and theme, as far as they say what is a heading, a list or a fill."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import Final

from actions.importing.tables.container import Element, attribute, child, local, tree, value_of

_HEADING = re.compile(r"heading\s*(\d)$", re.IGNORECASE)
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_HIGHLIGHTS = {
    "red": "FF0000",
    "green": "00FF00",
    "yellow": "FFFF00",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "darkRed": "800000",
    "darkGreen": "008000",
    "darkYellow": "808000",
    "darkBlue": "000080",
    "lightGray": "C0C0C0",
    "darkGray": "808080",
}
_THEME_NAMES = {
    "background1": "lt1",
    "background2": "lt2",
    "text1": "dk1",
    "text2": "dk2",
    "light1": "lt1",
    "light2": "lt2",
    "dark1": "dk1",
    "dark2": "dk2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}


# Kinds of remark on text that is not part of a document, and the properties that make it so.
ASIDE: Final = {"hidden_text": ("vanish",), "struck_text": ("strike", "dstrike")}


def is_on(switch: Element | None) -> bool:
    """Whether a property that is on or off, such as bold, is there and on."""
    return switch is not None and attribute(switch, "val") not in {"0", "false", "off"}


@dataclass(frozen=True, slots=True)
class WordStyle:
    """What a style of a Word document gives: level of heading (0 for none), list, fill, bold."""

    heading: int = 0
    list_id: str = ""
    list_level: int = 0
    fill: str = ""
    based_on: str = ""
    is_bold: bool = False
    aside: frozenset[str] = frozenset()
    is_title: bool = False


@dataclass(slots=True)
class WordStyles:
    """The styles by their ids, and the colours of the theme by their names."""

    styles: dict[str, WordStyle] = field(default_factory=dict)
    theme: dict[str, str] = field(default_factory=dict)

    def style(self, style_id: str) -> WordStyle:
        """A style with what it takes over from those it is based on."""
        found = self.styles.get(style_id, WordStyle())
        for _ in range(10):
            base = self.styles.get(found.based_on)
            if base is None:
                return found
            found = WordStyle(
                found.heading or base.heading,
                found.list_id or base.list_id,
                found.list_level or base.list_level,
                found.fill or base.fill,
                base.based_on,
                found.is_bold or base.is_bold,
                found.aside | base.aside,
                found.is_title,
            )
        return found

    def fill_of(self, properties: Element | None) -> str:
        """The background that a shading or a highlight gives; "" for none, and for white."""
        shading = child(properties, "shd")
        if shading is not None:
            fill = attribute(shading, "fill")
            theme = attribute(shading, "themeFill")
            name = _THEME_NAMES.get(theme, theme)
            if (not _HEX.fullmatch(fill)) and name in self.theme:
                fill = self.theme[name]
            if _HEX.fullmatch(fill) and fill.upper() != "FFFFFF":
                return fill.upper()
        return _HIGHLIGHTS.get(value_of(properties, "highlight"), "")


def read_styles(archive: zipfile.ZipFile, styles_part: str, theme_part: str) -> WordStyles:
    made = WordStyles(theme=_read_theme(archive, theme_part))
    root = tree(archive, styles_part)
    for element in root if root is not None else ():
        if local(element) == "style":
            made.styles[attribute(element, "styleId")] = _style(element, made)
    return made


def _style(element: Element, styles: WordStyles) -> WordStyle:
    properties = child(element, "pPr")
    name = value_of(element, "name")
    found = _HEADING.match(name)
    outline = value_of(properties, "outlineLvl")
    heading = int(found[1]) if found else 0
    if not heading and outline.isdecimal() and int(outline) < 9:
        heading = int(outline) + 1
    if name.lower() == "title":
        heading = 1
    level = value_of(properties, "numPr", "ilvl")
    fill = styles.fill_of(properties) or styles.fill_of(child(element, "tcPr"))
    return WordStyle(
        heading,
        value_of(properties, "numPr", "numId"),
        int(level) if level.isdecimal() else 0,
        fill,
        value_of(element, "basedOn"),
        child(element, "rPr", "b") is not None,
        frozenset(
            kind
            for kind, names in ASIDE.items()
            if any(is_on(child(element, "rPr", name)) for name in names)
        ),
        name.lower() == "title",
    )


def _read_theme(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    scheme = child(tree(archive, part), "themeElements", "clrScheme")
    colours = {}
    for entry in scheme if scheme is not None else ():
        for colour in entry:
            value = attribute(colour, "lastClr") or attribute(colour, "val")
            if _HEX.fullmatch(value):
                colours[local(entry)] = value.upper()
    return colours
