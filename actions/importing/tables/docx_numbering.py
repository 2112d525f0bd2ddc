"""The numbers that Word gives to paragraphs of lists: numbering.xml, counted in document order."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from actions.importing.tables.container import Element, attribute, child, local, tree, value_of

BULLET = "•"


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a numbered list: the form of its numbers, its text, and where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class NumberingDefinitions:
    """What numbering.xml defines, and the counters while a document is read."""

    levels: dict[str, dict[int, ListLevel]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, str] = field(default_factory=dict)  # list to abstract list
    starts: dict[tuple[str, int], int] = field(default_factory=dict)  # overrides, by list and level
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str:
        """The label of the next paragraph of a list: "1.1.2", "•", or "" where there is none."""
        abstract = self.lists.get(list_id)
        if abstract is None:
            return ""
        defined = self.levels.get(abstract, {})
        here = defined.get(level, ListLevel())
        if here.form == "none":
            return ""
        if here.form == "bullet":
            return BULLET
        self._count(abstract, list_id, level)
        return self._printed(abstract, here)

    def _count(self, abstract: str, list_id: str, level: int) -> None:
        counts = self.counters.setdefault(abstract, {})
        override = self.starts.get((list_id, level))
        if override is not None and (list_id, level) not in self.begun:
            self.begun.add((list_id, level))
            counts[level] = override - 1
        for upper in range(level):
            start = self.levels.get(abstract, {}).get(upper, ListLevel()).start
            counts.setdefault(upper, start)
        start = self.levels.get(abstract, {}).get(level, ListLevel()).start
        counts[level] = counts.get(level, start - 1) + 1
        for lower in [key for key in counts if key > level]:
            del counts[lower]

    def _printed(self, abstract: str, here: ListLevel) -> str:
        counts = self.counters[abstract]

        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            form = self.levels.get(abstract, {}).get(level, ListLevel()).form
            return number_in_form(counts.get(level, 1), form)

        return re.sub(r"%(\d)", number, here.text).strip()


def read_numbering(archive: zipfile.ZipFile, part: str) -> NumberingDefinitions:
    """The lists of a document; none where it has no such part."""
    made = NumberingDefinitions()
    root = tree(archive, part)
    for element in root if root is not None else ():
        if local(element) == "abstractNum":
            levels = {
                int(attribute(level, "ilvl") or 0): _level(level)
                for level in element
                if local(level) == "lvl"
            }
            made.levels[attribute(element, "abstractNumId")] = levels
        elif local(element) == "num":
            list_id = attribute(element, "numId")
            made.lists[list_id] = value_of(element, "abstractNumId")
            _read_overrides(made, list_id, element)
    return made


def _read_overrides(made: NumberingDefinitions, list_id: str, element: Element) -> None:
    for override in element:
        if local(override) == "lvlOverride":
            start = value_of(override, "startOverride")
            level = int(attribute(override, "ilvl") or 0)
            if start.isdecimal():
                made.starts[list_id, level] = int(start)


def _level(element: Element) -> ListLevel:
    start = value_of(element, "start")
    text = value_of(element, "lvlText")
    form = value_of(element, "numFmt") or "decimal"
    if child(element, "lvlText") is None and form != "bullet":
        form = "none"
    return ListLevel(form, text, int(start) if start.isdecimal() else 1)


def number_in_form(number: int, form: str) -> str:
    """A number as a list prints it.

    >>> number_in_form(3, "lowerLetter"), number_in_form(4, "upperRoman")
    ('c', 'IV')
    """
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "decimalZero":
        return f"{number:02}"
    return str(number)


def _roman(number: int) -> str:
    made = ""
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    names = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    for value, name in zip(values, names, strict=True):
        made += name * (number // value)
        number %= value
    return made
