"""What the sheets of a workbook (xlsx) refer to: shared texts, fills, formats of dates, names."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from actions.importing.tables.container import (
    Element,
    attribute,
    child,
    discard,
    events,
    local,
    part_named,
    tree,
)

# The theme's colours in the order in which a workbook numbers them.
_THEME_ORDER: Final = (
    *("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5"),
    *("accent6", "hlink", "folHlink"),
)
_INDEXED: Final = {
    10: "FF0000",
    11: "00FF00",
    12: "0000FF",
    13: "FFFF00",
    17: "008000",
    22: "C0C0C0",
    23: "808080",
    50: "339966",
    51: "FFCC00",
    52: "FF9900",
    53: "FF6600",
}
_BUILT_IN_DATES: Final = {14: "d/m/y", 15: "d-mmm-y", 16: "d-mmm", 17: "mmm-yy", 22: "d/m/y"}
_MONTHS: Final = (
    *("Jan", "Feb", "March", "April", "May", "June"),
    *("July", "Aug", "Sept", "Oct", "Nov", "Dec"),
)


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of a workbook: its name and the part of the file that holds it."""

    name: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class WorkbookStyles:
    """The fill and the format of each style that a cell may have."""

    fills: list[str] = field(default_factory=list)
    date_formats: list[str] = field(default_factory=list)

    def fill(self, style: int) -> str:
        return self.fills[style] if 0 <= style < len(self.fills) else ""

    def date_format(self, style: int) -> str:
        return self.date_formats[style] if 0 <= style < len(self.date_formats) else ""


def sheet_names(archive: zipfile.ZipFile) -> tuple[list[SheetName], bool]:
    """The sheets in their order, and whether days are counted from 1904."""
    targets = {}
    relations = tree(archive, "xl/_rels/workbook.xml.rels")
    for relation in relations if relations is not None else ():
        target = attribute(relation, "Target").lstrip("/")
        full = target if target.startswith("xl/") else f"xl/{target}"
        targets[attribute(relation, "Id")] = full
    book = tree(archive, "xl/workbook.xml")
    found = []
    sheets = child(book, "sheets")
    for sheet in sheets if sheets is not None else ():
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        part = targets.get(key, "")
        if part_named(archive, part) and "chartsheet" not in part:
            is_hidden = attribute(sheet, "state") in {"hidden", "veryHidden"}
            found.append(SheetName(attribute(sheet, "name"), part, is_hidden))
    properties = child(book, "workbookPr")
    is_1904 = properties is not None and attribute(properties, "date1904") in {"1", "true"}
    return found, is_1904


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells refer to by number."""
    if part_named(archive, "xl/sharedStrings.xml") is None:
        return []
    texts = []
    for kind, element in events(archive, "xl/sharedStrings.xml"):
        if kind == "end" and local(element) == "si":
            texts.append(text_of(element))
            discard(element)
    return texts


def text_of(element: Element) -> str:
    """The text of a cell or shared text; what only says how to pronounce it is left out."""
    parts = []
    for inner in element.iter():
        if local(inner) == "t" and local(inner.getparent()) != "rPh":
            parts.append(inner.text or "")
    return "".join(parts)


def workbook_styles(archive: zipfile.ZipFile) -> WorkbookStyles:
    root = tree(archive, "xl/styles.xml")
    made = WorkbookStyles()
    if root is None:
        return made
    theme = _theme(archive)
    formats = {
        int(attribute(entry, "numFmtId") or 0): attribute(entry, "formatCode")
        for entry in _children(root, "numFmts")
    }
    fills = [_fill(entry, theme) for entry in _children(root, "fills")]
    for entry in _children(root, "cellXfs"):
        fill = int(attribute(entry, "fillId") or 0)
        number = int(attribute(entry, "numFmtId") or 0)
        made.fills.append(fills[fill] if fill < len(fills) else "")
        made.date_formats.append(date_pattern(formats.get(number, _BUILT_IN_DATES.get(number, ""))))
    return made


def _children(root: Element, name: str) -> list[Element]:
    found = child(root, name)
    return list(found) if found is not None else []


def _theme(archive: zipfile.ZipFile) -> list[str]:
    scheme = child(tree(archive, "xl/theme/theme1.xml"), "themeElements", "clrScheme")
    colours = {}
    for entry in scheme if scheme is not None else ():
        for colour in entry:
            colours[local(entry)] = (
                attribute(colour, "lastClr") or attribute(colour, "val")
            ).upper()
    return [colours.get(name, "") for name in _THEME_ORDER]


def _fill(element: Element, theme: list[str]) -> str:
    pattern = child(element, "patternFill")
    if pattern is None or attribute(pattern, "patternType") in {"", "none", "gray125"}:
        return ""
    colour = child(pattern, "fgColor")
    if colour is None:
        return ""
    rgb, number = attribute(colour, "rgb"), attribute(colour, "theme")
    indexed = attribute(colour, "indexed")
    if number.isdecimal() and int(number) < len(theme):
        rgb = theme[int(number)]
    elif indexed.isdecimal():
        rgb = _INDEXED.get(int(indexed), "")
    rgb = _tinted(rgb[-6:].upper(), attribute(colour, "tint"))
    return "" if rgb == "FFFFFF" else rgb


def _tinted(rgb: str, tint: str) -> str:
    try:
        share, parts = float(tint), [int(rgb[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return rgb
    lighter = [round(part + (255 - part) * share) for part in parts]
    darker = [round(part * (1 + share)) for part in parts]
    return "".join(f"{min(max(part, 0), 255):02X}" for part in (lighter if share > 0 else darker))


def date_pattern(code: str) -> str:
    """ "day" or "month" for a format that shows a date, "" for any other.

    >>> date_pattern("mmm yyyy"), date_pattern("dd/mm/yyyy"), date_pattern("0.00")
    ('month', 'day', '')
    """
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.lower())
    if "y" not in plain and not ("m" in plain and "d" in plain):
        return ""
    return "day" if "d" in plain else "month"


def printed_day(serial: float, pattern: str, *, is_1904: bool) -> str:
    """The date that a cell shows: "31/10/2019", or "Oct 2019" where its format shows no day."""
    start = date(1904, 1, 1) if is_1904 else date(1899, 12, 30)
    try:
        day = start + timedelta(days=int(serial))
    except OverflowError:
        return str(serial)
    if pattern == "month":
        return f"{_MONTHS[day.month - 1]} {day.year}"
    return f"{day:%d/%m/%Y}"
