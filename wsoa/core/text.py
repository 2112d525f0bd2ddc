"""The one grammar of typed text: paragraphs and lists of two levels. Pure.

What people type or paste is stored as it is, and read here into blocks wherever it is shown.

- An empty line ends a paragraph; a single line end is a new line in it.
- A line that begins with a list sign is an item: a dash, a star or a bullet, with the signs that
  Word, Outlook and Teams paste for them; "1." or "1)"; "a)" or "a."; "A)" or "A."; "i)" or "i.".
- An item that is indented is on the second level, and so is one with a sign that Word has for that
  level alone ("o", "▪"). Any other that is not indented is on the first. There is no third.
- An address is a link (`wsoa.core.web_addresses`). Nothing else is markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class ListStyle(StrEnum):
    """How the items of a list are marked. The value is the type of an ordered list in HTML."""

    BULLETS = ""
    NUMBERS = "1"
    LETTERS = "a"
    CAPITALS = "A"
    ROMAN = "i"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. Its lines are separated by line feeds."""

    text: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item: its lines, separated by line feeds, and the lists below it."""

    text: str
    lists: tuple[TextList, ...] = ()


@dataclass(frozen=True, slots=True)
class TextList:
    """A list; `start` is the number of its first item, and each further item has the next."""

    items: tuple[ListItem, ...]
    style: ListStyle = ListStyle.BULLETS
    start: int = 1


Block = Paragraph | TextList


# --- reading -------------------------------------------------------------------------------------

# Signs that stand for one another: programs replace a typed hyphen, and Word pastes a bullet as the
# sign of its Symbol font.
_ALIKE = {
    **dict.fromkeys("-\u2010\u2011\u2212–—", "-"),
    **dict.fromkeys("•·●\uf0b7", "•"),
    **dict.fromkeys("o◦○", "o"),
    **dict.fromkeys("▪■\uf0a7", "▪"),
}
_SIGN = re.compile(
    r"""(?: (?P<dash> [-\u2010\u2011\u2212–—*·‣➢] ) \s+
          | (?P<bullet> [•●◦○▪■\uf020-\uf0ff] ) \s*    # signs that no word begins with
          | (?P<letter_o> o ) (?: \t | \s{2,} ) \s*    # Courier's, for the second level in Word
          | (?P<number> [0-9]{1,3} ) (?P<after> [.)] ) \s+
          | (?P<letters> [a-zA-Z] | [ivx]{2,6} ) [.)] \s+
        ) (?= \S )""",
    re.VERBOSE,
)
_SIGN_ALONE = re.compile(r"[-\u2010\u2011\u2212–—*·‣➢•●◦○▪■\uf020-\uf0ff]")
_SECOND_LEVEL = frozenset("o▪")  # as they stand in _ALIKE
_LETTERED = frozenset((ListStyle.LETTERS, ListStyle.CAPITALS, ListStyle.ROMAN))
_TAB, _DEEPER = 4, 2  # columns
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = tuple(tens + ones for tens in ("", "x", "xx") for ones in _ONES)[1:]


@dataclass(frozen=True, slots=True)
class _Sign:
    """A list sign at the beginning of a line; `number` counts a letter from a = 1."""

    style: ListStyle
    kind: str
    number: int
    width: int

    @classmethod
    def all_of(cls, line: str) -> list[_Sign]:
        """What the line's sign may be: none, one, or two for an "i", which is also a letter."""
        found = _SIGN.match(line)
        if not found:
            return []
        if found["number"]:
            return [cls(ListStyle.NUMBERS, found["after"], int(found["number"]), found.end())]
        if found["letters"]:
            numbers = _numbers_of(found["letters"])
            return [cls(style, style.value, number, found.end()) for style, number in numbers]
        sign = found["dash"] or found["bullet"] or found["letter_o"]
        return [cls(ListStyle.BULLETS, _ALIKE.get(sign, sign), 1, found.end())]


def _numbers_of(letters: str) -> Iterator[tuple[ListStyle, int]]:
    if len(letters) == 1:
        style = ListStyle.LETTERS if letters.islower() else ListStyle.CAPITALS
        yield style, ord(letters.lower()) - ord("a") + 1
    if letters in _ROMAN:
        yield ListStyle.ROMAN, _ROMAN.index(letters) + 1


@dataclass(slots=True)
class _OpenItem:
    lines: list[str]
    lists: list[_OpenList] = field(default_factory=list)

    def closed(self) -> ListItem:
        return ListItem("\n".join(self.lines), tuple(inner.closed() for inner in self.lists))


@dataclass(slots=True)
class _OpenList:
    sign: _Sign
    indent: int
    items: list[_OpenItem] = field(default_factory=list)

    @property
    def inner(self) -> _OpenList | None:
        lists = self.items[-1].lists
        return lists[-1] if lists else None

    def continued_by(self, sign: _Sign) -> bool:
        """Whether the sign is that of the next item, whatever its level."""
        if sign.style is not self.sign.style:
            return False
        return sign.style is ListStyle.BULLETS or sign.number == self.sign.number + len(self.items)

    def closed(self) -> TextList:
        items = tuple(item.closed() for item in self.items)
        return TextList(items, self.sign.style, self.sign.number)


class _Reader:
    """Reads a text line by line. At most one paragraph or one list is open."""

    def __init__(self, lines: list[str]) -> None:
        # "A. Smith" is a name; it is an item where a "B." follows it.
        signs = (sign for line in lines for sign in _Sign.all_of(line.strip()))
        self.with_a_second = {sign.style for sign in signs if sign.number == 2}
        self.blocks: list[Block] = []
        self.paragraph: list[str] = []
        self.list: _OpenList | None = None
        self.after_gap = False

    def read(self, raw: str) -> None:
        line = raw.strip()
        if not line or (self.list and _SIGN_ALONE.fullmatch(line)):
            self._close_paragraph()
            self.after_gap = True
            return
        indent = len(raw[: len(raw) - len(raw.lstrip())].expandtabs(_TAB))
        sign = self._sign_of(line)
        if not (sign and self._add_item(sign, indent, line[sign.width :])):
            self._add_line(line, indent, is_item=sign is not None)
        self.after_gap = False

    def _sign_of(self, line: str) -> _Sign | None:
        """The sign of a line: the next of an open list before the first of a new one."""
        signs = _Sign.all_of(line)
        firsts = (sign for sign in signs if sign.number == 1)
        found = next((sign for sign in signs if self._continues(sign)), None)
        return found or next(firsts, None) or next(iter(signs), None)

    def close(self) -> None:
        self._close_paragraph()
        self._close_list()

    def _add_line(self, line: str, indent: int, *, is_item: bool) -> None:
        """Adds a line to the item above, if it is indented below it, or to a paragraph."""
        if self.list and not is_item and not self.after_gap and indent > self.list.indent:
            (self.list.inner or self.list).items[-1].lines.append(line)
            return
        self._close_list()
        self.paragraph.append(line)

    def _add_item(self, sign: _Sign, indent: int, text: str) -> bool:
        """Adds an item; False if the sign is none here, but the beginning of a sentence.

        Letters begin a list with the first of them only; "a)" alone needs no second. Below a line
        of a paragraph, a number begins one with "1." only: the others are of a sentence that goes
        on, such as "section\n3. of".
        """
        top = self.list
        is_first = sign.number == 1
        if sign.style in _LETTERED and not self._continues(sign):
            is_sure = sign.style is ListStyle.LETTERS or sign.style in self.with_a_second
            if not (is_first and is_sure):
                return False
        elif top is None and self.paragraph and not is_first:
            return False
        if top and self._is_second_level(top, sign, indent):
            lists = top.items[-1].lists
            if not (lists and lists[-1].continued_by(sign)):
                lists.append(_OpenList(sign, indent))
            lists[-1].items.append(_OpenItem([text]))
            return True
        if not (top and top.continued_by(sign)):
            self._close_paragraph()
            self._close_list()
            top = self.list = _OpenList(sign, indent)
        top.items.append(_OpenItem([text]))
        return True

    def _continues(self, sign: _Sign) -> bool:
        """Whether the sign is the next one of an open list."""
        top = self.list
        inner = top.inner if top else None
        return any(opened.continued_by(sign) for opened in (top, inner) if opened)

    def _is_second_level(self, top: _OpenList, sign: _Sign, indent: int) -> bool:
        """By the indent; without one, by a sign that stands on the second level alone."""
        if indent >= top.indent + _DEEPER:
            is_later_letter = sign.style in _LETTERED and sign.number != 1
            return not is_later_letter or bool(top.inner and top.inner.continued_by(sign))
        return sign.kind in _SECOND_LEVEL and top.sign.kind not in _SECOND_LEVEL

    def _close_paragraph(self) -> None:
        if self.paragraph:
            self.blocks.append(Paragraph("\n".join(self.paragraph)))
            self.paragraph = []

    def _close_list(self) -> None:
        if self.list:
            self.blocks.append(self.list.closed())
            self.list = None


def blocks(text: str) -> list[Block]:
    """The paragraphs and lists of a text, in order.

    Takes time in proportion to the text's length, and loses nothing of it but list signs and blanks
    at the ends of lines.

    >>> blocks("Train:\\n- schools\\n- services")
    [Paragraph(text='Train:'), TextList(items=(ListItem(text='schools', lists=()), \
ListItem(text='services', lists=())), style=<ListStyle.BULLETS: ''>, start=1)]
    """
    lines = text.splitlines()
    reader = _Reader(lines)
    for line in lines:
        reader.read(line)
    reader.close()
    return reader.blocks


# --- the direction of writing --------------------------------------------------------------------

_FROM_THE_RIGHT = frozenset(("R", "AL"))  # bidirectional classes: Hebrew; Arabic, Urdu, Persian


def is_right_to_left(text: str) -> bool:
    """Whether a text is written from right to left, by its first letter, as a browser decides it.

    >>> is_right_to_left("(25) خاندان"), is_right_to_left("Urdu: خاندان")
    (True, False)
    """
    if text.isascii():
        return False
    directions = map(unicodedata.bidirectional, text)
    first = next((found for found in directions if found == "L" or found in _FROM_THE_RIGHT), "L")
    return first in _FROM_THE_RIGHT


# --- as text again -------------------------------------------------------------------------------


def sign_of(style: ListStyle, number: int) -> str:
    """The sign of an item in text: "-", "3.", "c)", "C." or "iii."."""
    if style is ListStyle.NUMBERS:
        return f"{number}."
    if style is ListStyle.LETTERS:
        return f"{chr(ord('a') + number - 1)})"
    if style is ListStyle.CAPITALS:
        return f"{chr(ord('A') + number - 1)}."
    if style is ListStyle.ROMAN:
        return f"{_ROMAN[number - 1]}."
    return "-"


def plain_text(text: str) -> str:
    """The blocks of a text as text, for emails and cells. Its own blocks are the same.

    >>> plain_text("Train:\\n•\\tschools\\no\\tspecial ones")
    'Train:\\n\\n- schools\\n  - special ones'
    """
    return "\n\n".join(
        block.text if isinstance(block, Paragraph) else "\n".join(_lines_of(block))
        for block in blocks(text)
    )


def _lines_of(text_list: TextList, indent: str = "") -> Iterator[str]:
    for number, item in enumerate(text_list.items, start=text_list.start):
        first, *others = item.text.split("\n")
        yield f"{indent}{sign_of(text_list.style, number)} {first}"
        yield from (f"{indent}    {line}" for line in others)
        for inner in item.lists:
            yield from _lines_of(inner, "  ")


def one_line(text: str) -> str:
    """The text on one line, for tables: list items are joined by semicolons.

    What follows a list does not read on from its last item.

    >>> one_line("We did:\\n\\n- A\\n- B\\n\\nIt waits.")
    'We did: A; B. It waits.'
    """
    parts: list[str] = []
    is_after_list = False
    for block in blocks(text):
        if is_after_list and not parts[-1].endswith(_ENDS):
            parts[-1] += "."
        is_after_list = isinstance(block, TextList)
        parts.append(block.text if isinstance(block, Paragraph) else "; ".join(_items_of(block)))
    return " ".join(" ".join(parts).split())


_ENDS = tuple(".!?:;,")


def _items_of(text_list: TextList) -> Iterator[str]:
    for number, item in enumerate(text_list.items, start=text_list.start):
        is_bullet = text_list.style is ListStyle.BULLETS
        yield item.text if is_bullet else f"{sign_of(text_list.style, number)} {item.text}"
        for inner in item.lists:
            yield from _items_of(inner)


# After these a full stop does not end a sentence.
_NO_END = re.compile(r"(?:^|[\s(])(?:[A-Z]|e\.g|i\.e|etc|approx|no|nos|Mr|Mrs|Ms|Dr|Prof|St|vs)\.$")
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9])")


def sentences(text: str) -> list[str]:
    """The sentences of a text on one line; a text without a full stop is one sentence.

    >>> sentences("It waits for Dr. Ali. The panel meets on 3 May.")
    ['It waits for Dr. Ali.', 'The panel meets on 3 May.']
    """
    words = " ".join(text.split())
    found, start = [], 0
    for end in _SENTENCE_END.finditer(words):
        if words[end.start()] == "." and _NO_END.search(words[start : end.start() + 1]):
            continue
        found.append(words[start : end.end()])
        start = end.end()
    rest = words[start:].strip()
    return [sentence.strip() for sentence in found] + ([rest] if rest else [])


def whole_sentences(text: str, longest: int) -> str:
    """The first whole sentences of a text within `longest` letters; at least one, however long.

    >>> whole_sentences("It is late. It waits for staff. They come in May.", 32)
    'It is late. It waits for staff.'
    """
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if kept and len(longer) > longest:
            break
        kept = longer
    return kept


def cut(text: str, longest: int) -> str:
    """The text or, if it is longer, its first whole words and "…".

    >>> cut("Agree outcomes and measures", 18)
    'Agree outcomes and…'
    """
    if len(text) <= longest:
        return text
    return text[: longest + 1].rpartition(" ")[0].rstrip(" ,.;:\u2013-") + "…"
