"""What a colour, a letter or words in a plan's progress cell are proposed to mean. Pure.

A proposal, never a status in silence: each is listed as a guess with its swatch and its count.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from actions.domain.enums import Status

_WORDS: Final = (
    (Status.BEHIND_NOT_STARTED, r"not (?:yet )?started.*(?:behind|overdue|late|delayed)"),
    (Status.NOT_STARTED, r"not (?:yet )?(?:started|due|begun|commenced)|yet to (?:start|begin)"),
    (
        Status.AT_RISK,
        r"behind|at risk|delay|slipp|overdue|off track|not on track|some concern|issues|amber",
    ),
    (Status.COMPLETE, r"complete|achieved|embedded|\bdone\b|delivered|closed|\bblue\b"),
    (Status.ON_TRACK, r"on track|on target|under ?way|in progress|on schedule|\bgreen\b"),
    (
        Status.BEHIND_NOT_STARTED,
        r"\bred\b|stalled|serious concern|significant(?:ly)? (?:delay|risk)",
    ),
    (Status.NOT_STARTED, r"\bgr[ea]y\b|\bwhite\b"),
)
_LETTERS: Final = {
    "b": Status.COMPLETE,
    "c": Status.COMPLETE,
    "g": Status.ON_TRACK,
    "a": Status.AT_RISK,
    "y": Status.AT_RISK,
    "r": Status.BEHIND_NOT_STARTED,
    "n": Status.NOT_STARTED,
    "✓": Status.COMPLETE,
    "✔": Status.COMPLETE,
    "ag": Status.ON_TRACK,
    "ar": Status.AT_RISK,
}
_HUES: Final = {
    "blue": Status.COMPLETE,
    "green": Status.ON_TRACK,
    "amber": Status.AT_RISK,
    "yellow": Status.AT_RISK,
    "red": Status.BEHIND_NOT_STARTED,
    "grey": Status.NOT_STARTED,
}


@dataclass(frozen=True, slots=True)
class StatusKey:
    """What a document says of its own colours and letters: statuses by hue and by letter."""

    by_hue: Mapping[str, Status] = field(default_factory=dict)
    by_letter: Mapping[str, Status] = field(default_factory=dict)


NO_KEY: Final = StatusKey()


@dataclass(frozen=True, slots=True)
class StatusReading:
    """A progress cell. `by_text` and `by_colour` are what each proposes alone."""

    text: str
    fill: str
    hue: str
    by_text: Status | None
    by_colour: Status | None

    @property
    def proposed(self) -> Status | None:
        """What is proposed: the text's, which a colour alone does not overrule."""
        return self.by_text or (None if self.text else self.by_colour)

    @property
    def disagrees(self) -> bool:
        """Whether text and colour say two things."""
        both = self.by_text is not None and self.by_colour is not None
        return both and self.by_text is not self.by_colour

    @property
    def printed(self) -> str:
        """What stands in the cell, for people: "A, shaded amber" with its number."""
        shaded = f"shaded {self.hue} (#{self.fill})" if self.fill else ""
        if self.text and shaded:
            return f"{self.text}, {shaded}"
        return self.text or f"Cell {shaded}".strip()


def read_status(text: str, fill: str, key: StatusKey = NO_KEY) -> StatusReading:
    """The reading of one progress cell; what the document's own key says counts first.

    >>> read_status("", "00B050").proposed.value, read_status("Complete", "FF0000").disagrees
    ('on_track', True)
    """
    plain = " ".join(text.split())
    hue = hue_of(fill)
    by_text = key.by_letter.get(plain.lower()) or status_of_text(plain)
    return StatusReading(plain, fill, hue, by_text, key.by_hue.get(hue) or _HUES.get(hue))


def key_of(entries: Iterable[tuple[str, str, str]]) -> StatusKey:
    """The key of a document from its entries: letter or colour in words, fill, and what it means.

    A meaning that names no status is left out: its colour is then read as any other.

    >>> key_of([("R", "FF0000", "Not started"), ("", "00B050", "Done")]).by_hue["red"].value
    'not_started'
    """
    by_hue, by_letter = {}, {}
    for mark, fill, meaning in entries:
        status = status_of_text(meaning)
        if status is None:
            continue
        word = mark.strip().lower()
        hue = hue_of(fill) or (word if word in _HUES else "")
        if hue in _HUES:
            by_hue[hue] = status
            by_letter[word or hue] = by_letter[hue] = by_letter[hue[0]] = status
        elif len(word) == 1:
            by_letter[word] = status
    return StatusKey(by_hue, by_letter)


def is_mark(text: str, fill: str) -> bool:
    """Whether a cell is a colour, a letter or the name of a colour, as a key has them."""
    word = text.strip().lower()
    return (not word and hue_of(fill) in _HUES) or word in _HUES or word in _LETTERS


def status_of_text(text: str) -> Status | None:
    """The status that a letter or a few words name; None for a longer text, and for others."""
    plain = text.strip().lower().rstrip(".")
    if plain in _LETTERS:
        return _LETTERS[plain]
    if plain in {"n/a", ""} or len(plain) > 80:
        return None
    return next((status for status, words in _WORDS if re.search(words, plain)), None)


def hue_of(fill: str) -> str:
    """The name of a colour: "red", "amber", "yellow", "green", "blue", "purple", "grey" or "".

    >>> [hue_of(fill) for fill in ("00B050", "FFC000", "C00000", "4472C4", "BFBFBF", "FFFFFF", "")]
    ['green', 'amber', 'red', 'blue', 'grey', 'white', '']
    """
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return ""
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if lightness > 0.97:
        return "white"
    if saturation < 0.15 or lightness < 0.06:
        return "grey" if lightness > 0.2 else "black"
    degrees = hue * 360
    limits = ((16, "red"), (49, "amber"), (68, "yellow"), (170, "green"), (265, "blue"))
    named = next((name for limit, name in limits if degrees < limit), "")
    return named or ("purple" if degrees < 335 else "red")
