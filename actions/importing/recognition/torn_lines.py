"""The lines of a text torn out of a PDF: what is furniture of the page, what is a date or a lead.

In such a text a cell follows the cell to its left with nothing between them, and a date stands on
two lines. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from actions.domain.recognition.dates import looks_like_date
from actions.domain.recognition.headings import role_of_heading
from actions.domain.recognition.leads import LeadWords, lead_key
from wsoa.core.months import MONTH_NAMES

_MONTH: Final = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_OPEN_MONTH: Final = re.compile(rf"^(.*?\s+|)((?:{_MONTH})\.?)\s*$", re.IGNORECASE)
_DATE_AFTER_TEXT: Final = re.compile(rf"^(.*\S\s+)((?:{_MONTH})\.?\s*20\d\d)\s*$", re.IGNORECASE)
_YEAR: Final = re.compile(r"^\s*20\d\d\s*$")
_BULLETS: Final = "•●○▪■◦‣\uf0b7\uf0a7\uf02d"
_ITEM: Final = re.compile(rf"^\s*(?:[{_BULLETS}]|[-–—](?=\s))\s*")
_LONGEST_TITLE: Final = 60
_SHORT: Final = 3  # letters of a line that is printed sideways
_OPEN: Final = re.compile(r"(?:[-–/&,]|\band)$")
_GOES_ON: Final = re.compile(r"(?:[-–/&,]|and\b)")
_ROW_OF_EMPTY_CELLS: Final = re.compile(r"^ {3,}$")


class TornKind(StrEnum):
    """What a line of printed text is: text, a gap, a break of the page, or a row."""

    TEXT = "text"
    GAP = "gap"
    PAGE = "page"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class TornLine:
    """A line with its number in the file; a gap between paragraphs, a new page, a row's end."""

    kind: TornKind
    text: str = ""
    number: int = 0

    @property
    def is_item(self) -> bool:
        return self.kind is TornKind.TEXT and _ITEM.match(self.text) is not None

    @property
    def item_text(self) -> str:
        return _ITEM.sub("", self.text, count=1)


def torn_lines(lines: Sequence[str]) -> list[TornLine]:
    """The lines that matter, in order. Headers that are printed sideways are left out."""
    doubled = _is_doubled(lines)
    furniture = _furniture(lines)
    made: list[TornLine] = []
    was_text = False
    for number, line in enumerate(lines):
        plain = line.replace("\f", "")
        if number in furniture:
            if made and made[-1].kind is not TornKind.PAGE:
                made.append(TornLine(TornKind.PAGE, "", number + 1))
            was_text = False
            continue
        if "\f" in line or (doubled and was_text and re.match(r" \S", plain)):
            made.append(TornLine(TornKind.PAGE, "", number + 1))
        if _ROW_OF_EMPTY_CELLS.match(plain) and doubled:
            made.append(TornLine(TornKind.ROW, "", number + 1))
        elif plain.strip():
            made.append(TornLine(TornKind.TEXT, plain, number + 1))
        elif plain or not doubled:
            made.append(TornLine(TornKind.GAP, "", number + 1))
        was_text = bool(line)
    return made


def _is_doubled(lines: Sequence[str]) -> bool:
    """Whether an empty line follows each line."""
    pairs = [(first, second) for first, second in pairwise(lines) if first.strip()]
    return bool(pairs) and sum(not second for _, second in pairs) >= 0.6 * len(pairs)


def _furniture(lines: Sequence[str]) -> set[int]:
    """Runs of lines of a few letters, as headers printed sideways leave them, with what stands
    between and just before them."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    short = [len(lines[number].strip()) <= _SHORT for number in filled]
    runs: list[list[int]] = []
    at = 0
    while at < len(filled):
        end = at
        while end < len(filled) and short[end]:
            end += 1
        if end - at >= 4:
            if runs and at - runs[-1][1] <= 5:
                runs[-1][1] = end
            else:
                runs.append([at, end])
        at = max(end, at + 1)
    found: set[int] = set()
    for start, end in runs:
        first = start
        while first and start - first < 6 and _is_before_header(lines[filled[first - 1]]):
            first -= 1
        found.update(range(filled[first], filled[end - 1] + 1))
    return found


def _is_before_header(line: str) -> bool:
    """Whether a line above a sideways header belongs to it: page number, first headings."""
    text = line.strip()
    if re.fullmatch(r"(?:p?age)?\s*\d{1,3}|[`'’P]", text, re.IGNORECASE):
        return True
    names = text.split()
    return len(names) <= 3 and all(role_of_heading(name) is not None for name in names)


@dataclass(frozen=True, slots=True)
class TornDate:
    """A date at a line: what shares its first line, what is printed, which line follows."""

    before: str
    printed: str
    following: int


def date_at(lines: Sequence[TornLine], at: int) -> TornDate | None:
    """The date that begins on a line, if one does, gaps before it skipped."""
    at = _skip_gaps(lines, at)
    if at >= len(lines) or lines[at].kind is not TornKind.TEXT:
        return None
    first = lines[at].text
    second = lines[at + 1].text if at + 1 < len(lines) else ""
    found = _OPEN_MONTH.match(first)
    if found and _YEAR.match(second):
        return TornDate(found[1], f"{found[2].strip()} {second.strip()}", at + 2)
    joined = first.strip() + second.strip()
    if re.fullmatch(r"on-?going", joined, re.IGNORECASE) and second.strip():
        return TornDate("", joined, at + 2)
    if looks_like_date(first.strip()) and not _ITEM.match(first):
        return TornDate("", first.strip(), at + 1)
    if first.strip() in {"-", "–", "—"}:
        return TornDate("", first.strip(), at + 1)
    if found := _DATE_AFTER_TEXT.match(first):
        return TornDate(found[1], found[2], at + 1)
    return None


def _skip_gaps(lines: Sequence[TornLine], at: int) -> int:
    while at < len(lines) and lines[at].kind is TornKind.GAP:
        at += 1
    return at


def leads_at(lines: Sequence[TornLine], at: int, known: LeadWords) -> tuple[str, int]:
    """The lead that begins on a line, over as many lines as hold nothing else; "" for none."""
    at = _skip_gaps(lines, at)
    parts: list[str] = []
    while at < len(lines) and lines[at].kind is TornKind.TEXT:
        text = lines[at].text.strip()
        is_open = not parts or _OPEN.search(parts[-1]) or _GOES_ON.match(text)
        if not is_open or not is_lead_line(text, known, is_first=not parts):
            break
        parts.append(lines[at].text.strip())
        at += 1
    return " ".join(" ".join(parts).split()), at


def short_text_at(lines: Sequence[TornLine], at: int) -> tuple[str, int]:
    """A short line before a list, which can be a title or a name; "" for none."""
    at = _skip_gaps(lines, at)
    if at + 1 >= len(lines) or lines[at].kind is not TornKind.TEXT:
        return "", at
    following = _skip_gaps(lines, at + 1)
    is_before_list = following < len(lines) and lines[following].is_item
    text = " ".join(lines[at].text.split())
    is_short = len(text) < _LONGEST_TITLE and not lines[at].is_item
    return (text, at + 1) if is_short and is_before_list else ("", at)


def is_lead_line(line: str, known: LeadWords, *, is_first: bool) -> bool:
    """Whether a line holds nothing but codes of leads and what joins them, or a known title."""
    if _ITEM.match(line) or not line.strip():
        return False
    if lead_key(line) in known.titles or lead_key(line) in known.codes:
        return True
    names = re.split(r"[\s,;/&–—-]+", line.strip())
    codes = [name for name in names if name and name.lower() not in {"and", "with"}]
    if not codes:
        return not is_first
    return all(_is_code(name, known) for name in codes)


def _is_code(name: str, known: LeadWords) -> bool:
    if name.lower() in known.organisations or lead_key(name) in known.codes:
        return True
    is_post = any(
        lead_key(code.partition("-")[2]) == lead_key(name) for code in known.codes.values()
    )
    capitals = sum(letter.isupper() for letter in name)
    return is_post or (re.fullmatch(r"[A-Z][A-Za-z]{0,8}", name) is not None and capitals >= 2)
