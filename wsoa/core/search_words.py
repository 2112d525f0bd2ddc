"""What somebody typed into a search, as words that can be looked for. Pure.

Texts and searches are read alike: signs divide words, and letters lose their accents, so that
"Zoe" finds "Zoë" and "CAMHS" finds "SEND/CAMHS".
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 200  # characters that are looked at
MOST_WORDS = 12
_PREFIX_FROM = 3  # letters: a shorter last word is looked for as it is

# English words that PostgreSQL leaves out of its index. The list is that of its `english.stop`.
_ENGLISH = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing a an the and
    but if or because as until while of at by for with about against between into through during
    before after above below to from up down in out on off over under again further then once here
    there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now
"""
STOP_WORDS = frozenset(_ENGLISH.split())


def _without_accents() -> dict[str, str]:
    """Latin letters with an accent, each with the plain letter that stands for it."""
    letters = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
    plain = {letter: unicodedata.normalize("NFD", letter)[0] for letter in letters}
    return {letter: base for letter, base in plain.items() if base in string.ascii_letters}


_SIGNS = string.punctuation + "‘’‚“”„–—‐‑−…•·«»¡¿£€§°×\u00a0\ufeff"
ALIKE = {**dict.fromkeys(_SIGNS, " "), **_without_accents()}  # one character for one character
_READ_AS = str.maketrans(ALIKE)


@dataclass(frozen=True, slots=True)
class SearchWords:
    """The words of a search. `left_out` are those that nearly every text has."""

    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    is_cut: bool = False  # more was typed than is looked at

    @property
    def in_postgresql(self) -> str:
        """The search for `to_tsquery`: all words, and the last one as a beginning."""
        quoted = [f"'{word}'" for word in self.kept]
        return " & ".join(quoted) + (":*" if self._last_begins else "")

    @property
    def in_sqlite(self) -> str:
        """The search for FTS5."""
        quoted = [f'"{word}"' for word in self.kept]
        return " AND ".join(quoted) + ("*" if self._last_begins else "")

    @property
    def _last_begins(self) -> bool:
        return bool(self.kept) and len(self.kept[-1]) >= _PREFIX_FROM


def search_words(typed: str) -> SearchWords:
    """The words of what was typed, without signs, accents and stop words.

    >>> search_words("the “early-years” offer").kept
    ('early', 'years', 'offer')
    """
    text = unicodedata.normalize("NFC", typed[:LONGEST]).translate(_READ_AS)
    parts = "".join(sign if sign.isprintable() else " " for sign in text).split()
    found = list(dict.fromkeys(part.lower() for part in parts))
    kept = [word for word in found if word not in STOP_WORDS]
    return SearchWords(
        kept=tuple(kept[:MOST_WORDS]),
        left_out=tuple(word for word in found if word in STOP_WORDS),
        is_cut=len(typed) > LONGEST or len(kept) > MOST_WORDS,
    )


@dataclass(frozen=True, slots=True)
class TextSource:
    """A table whose columns of text are searched together.

    `number` is its own among all sources, below 16, and never another one's.
    """

    number: int
    table: str
    columns: tuple[str, ...]

    def joined(self, texts: Iterable[str]) -> str:
        """The texts of a row as they are searched: one below the other."""
        return "\n".join(texts)


# --- what was found, with its words marked -------------------------------------------------------

BEGIN, END = "\x02", "\x03"  # what the database sets around a word that it found
_BEFORE, _LENGTH = 90, 320  # characters of an excerpt: before its first mark, and in all


@dataclass(frozen=True, slots=True)
class ExcerptPiece:
    """A piece of an excerpt; `is_found` where it is a word that was looked for."""

    text: str
    is_found: bool = False


def excerpt(text: str, marked: str) -> tuple[ExcerptPiece, ...]:
    """The part of a text around the first word found, in pieces.

    `marked` is the text as the database reads it, with marks. Where its length is another one, the
    beginning of the text is given without marks.
    """
    spans = _spans(marked) if len(marked.replace(BEGIN, "").replace(END, "")) == len(text) else []
    start = _word_start(text, max(0, spans[0][0] - _BEFORE)) if spans else 0
    end = _word_end(text, start + _LENGTH)
    pieces, at = [ExcerptPiece("… ")] if start else [], start
    for first, last in spans:
        if first >= end:
            break
        last = min(last, end)
        pieces += [ExcerptPiece(text[at:first]), ExcerptPiece(text[first:last], is_found=True)]
        at = last
    pieces.append(ExcerptPiece(text[at:end] + (" …" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _spans(marked: str) -> list[tuple[int, int]]:
    """Where the marked words are in the text without marks. Neighbours are kept apart."""
    spans, at, begun = [], 0, 0
    for sign in marked:
        if sign == BEGIN:
            begun = at
        elif sign == END:
            spans.append((begun, at))
        else:
            at += 1
    return spans


def _word_start(text: str, at: int) -> int:
    return text.find(" ", at) + 1 if at and " " in text[at : at + 40] else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - 40, at)
    return space if space > 0 else at
