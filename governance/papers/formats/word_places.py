"""Named places in a Word template: [[Report of]], [[Date]]. They are found and filled here.

Word may split the text of a place over several runs, and put marks of its own between them. A place
takes the look of its first character. What is filled in is text: it is never searched for places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from governance.domain.front_sheet import FrontSheet
from wsoa.core.text import one_line

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE: Final = re.compile(r"\[\[\s*([^\[\]\n\t]{1,60}?)\s*\]\]")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
REPORT, APPENDICES = "report", "appendices"

# By the words in a template, in small letters: what stands there.
NAMES: Final = {
    "title": "Title",
    "plan": "Plan",
    "local area": "Local area",
    "report of": "Report of",
    "to": "To",
    "date": "Date",
    "author": "Author",
    "purpose": "Purpose",
    "recommendation": "Recommendation",
    "implications": "Implications",
    "background papers": "Background papers",
    "as at": "As at",
    "marking": "Marking",
    REPORT: "Report",
    APPENDICES: "Appendices",
}
MEANINGS: Final = {
    "title": "what the report is called, such as October 2019 update",
    "plan": "the title of the plan",
    "local area": "the name of the local area",
    "report of": "who brings the report, or who signed the publication",
    "to": "the committee",
    "date": "the day of the meeting, or of publication",
    "author": "who wrote it",
    "purpose": "why the committee receives it",
    "recommendation": "what the committee is asked to do",
    "implications": "what it means, for example for money, law and equality",
    "background papers": "the published report and its sources",
    "as at": "the day that the report is of",
    "marking": "whether it is a draft, and whether statuses are illustrative",
    REPORT: "the text of the report, in numbered paragraphs",
    APPENDICES: "the plan, action by action, and the other appendices",
}
ON_FRONT_SHEET: Final = (
    *("report of", "to", "date", "author", "purpose", "recommendation", "implications"),
    "background papers",
)
WHOLE: Final = frozenset({REPORT, APPENDICES})  # they take more than a text

Blocks = Callable[[str], list[Any]]  # the paragraphs of a text, as elements


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place in a template. `key` is in small letters; `is_alone` in a paragraph of its own."""

    key: str
    text: str
    is_alone: bool
    is_in_body: bool

    @property
    def is_known(self) -> bool:
        return self.key in NAMES


def on_front_sheet(sheet: FrontSheet) -> dict[str, str]:
    """The entries of a front sheet by the keys of their places."""
    return {key: getattr(sheet, key.replace(" ", "_")) for key in ON_FRONT_SHEET}


def key_of(words: str) -> str:
    return " ".join(words.split()).casefold()


def places_in(root: Any) -> Iterator[FoundPlace]:
    """The places in a body, a header or a footer, in order."""
    for paragraph in root.iter(f"{_W}p"):
        text = _text(paragraph)
        in_body = paragraph.getparent().tag == f"{_W}body"
        for found in _PLACE.finditer(text):
            is_alone = found[0] == text.strip()
            yield FoundPlace(key_of(found[1]), " ".join(found[1].split()), is_alone, in_body)


def marker_of(body: Any, key: str) -> Any | None:
    """The paragraph of the body that holds nothing but this place."""
    for paragraph in body.iterchildren(f"{_W}p"):
        found = _PLACE.fullmatch(_text(paragraph).strip())
        if found and key_of(found[1]) == key:
            return paragraph
    return None


def fill(root: Any, texts: Mapping[str, str], blocks: Blocks | None = None) -> None:
    """Puts texts into the places of a body, a header or a footer, by their keys.

    A row of a table, or else a paragraph, all of whose places are empty is removed. With `blocks`,
    a place alone in its paragraph takes the paragraphs and lists of its text; elsewhere the text is
    one line. Places without a key in `texts` stay as they are.
    """
    for row in list(root.iter(f"{_W}tr")):
        keys = [key for paragraph in row.iter(f"{_W}p") for key in _keys(paragraph, texts)]
        if keys and not any(texts[key].strip() for key in keys):
            _remove_row(row)
    for paragraph in list(root.iter(f"{_W}p")):
        keys = _keys(paragraph, texts)
        if not keys:
            continue
        if not any(texts[key].strip() for key in keys) and _is_spare(paragraph):
            paragraph.getparent().remove(paragraph)
        elif blocks and len(keys) == 1 and _PLACE.fullmatch(_text(paragraph).strip()):
            _fill_whole(paragraph, blocks(texts[keys[0]]), texts)
        else:
            _fill_in_line(paragraph, texts)


def _keys(paragraph: Any, texts: Mapping[str, str]) -> list[str]:
    found = (key_of(match[1]) for match in _PLACE.finditer(_text(paragraph)))
    return [key for key in found if key in texts]


def _remove_row(row: Any) -> None:
    """Removes a row, and its table with its last row."""
    table = row.getparent()
    while table.tag != f"{_W}tbl":  # a row may stand in a content control
        row, table = table, table.getparent()
    table.remove(row)
    if next(table.iter(f"{_W}tr"), None) is None:
        table.getparent().remove(table)


def _is_spare(paragraph: Any) -> bool:
    """Whether a paragraph can be removed: it ends no section, and another one is beside it."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is not None and properties.find(f"{_W}sectPr") is not None:
        return False
    parent = paragraph.getparent()
    if parent.tag == f"{_W}body":
        return True
    blocks = [block for block in parent if block.tag in (f"{_W}p", f"{_W}tbl", f"{_W}sdt")]
    return len(blocks) > 1 and (blocks[-1] is not paragraph or blocks[-2].tag == f"{_W}p")


# --- the text of a paragraph, whose runs may split a place ---------------------------------------


def _pieces(paragraph: Any) -> Iterator[tuple[Any | None, str]]:
    """The texts of a paragraph's own runs, with their elements; other signs without one."""
    for child in paragraph:
        if child.tag == f"{_W}r":
            for piece in child:
                if piece.tag == f"{_W}t":
                    yield piece, piece.text or ""
                elif piece.tag in (f"{_W}br", f"{_W}cr"):
                    yield None, "\n"
                elif piece.tag == f"{_W}tab":
                    yield None, "\t"
        elif child.tag in _WRAPPERS:
            yield from _pieces(child)


_WRAPPERS: Final = frozenset(
    f"{_W}{name}" for name in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple")
)


def _text(paragraph: Any) -> str:
    return "".join(text for _element, text in _pieces(paragraph))


def _fill_in_line(paragraph: Any, texts: Mapping[str, str]) -> None:
    text = _text(paragraph)
    found = [match for match in _PLACE.finditer(text) if key_of(match[1]) in texts]
    for match in reversed(found):
        _replace(paragraph, match.start(), match.end(), one_line(texts[key_of(match[1])]))


def _replace(paragraph: Any, start: int, end: int, words: str) -> None:
    """Puts words in the place of these characters, into the element that holds the first."""
    at = 0
    for element, text in list(_pieces(paragraph)):
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if element is None or first >= last:
            continue
        element.text = text[:first] + words + text[last:]
        element.set(_SPACE, "preserve")
        words = ""


def _fill_whole(paragraph: Any, made: list[Any], texts: Mapping[str, str]) -> None:
    """Puts paragraphs in the place of one, in its look; lists keep their style."""
    properties = paragraph.find(f"{_W}pPr")
    ends_section = properties is not None and properties.find(f"{_W}sectPr") is not None
    if ends_section or not made:
        _fill_in_line(paragraph, texts)
        return
    look = _look_of_place(paragraph)
    for block in made:
        own = block.find(f"{_W}pPr")
        if own is not None and len(own) == 0:
            block.remove(own)
            if properties is not None:
                block.insert(0, deepcopy(properties))
        for run in block.iter(f"{_W}r"):
            if look is not None and run.find(f"{_W}rPr") is None:
                run.insert(0, deepcopy(look))
        paragraph.addprevious(block)
    paragraph.getparent().remove(paragraph)


def _look_of_place(paragraph: Any) -> Any | None:
    """The look of the run in which the place begins."""
    for element, text in _pieces(paragraph):
        if element is not None and text.strip():
            return element.getparent().find(f"{_W}rPr")
    return None
