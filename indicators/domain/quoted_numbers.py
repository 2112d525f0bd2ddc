"""The numbers that a text quotes: in digits, with thousands separators, or in words. Pure.

Days, months and years are no quotes ("2 September", "2019/20"), nor are parts of names ("SEN2"),
nor is "one" unless it counts something ("one child", "only one", "one of the 4,177").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}}\b)?|\b{_MONTH} \d{{4}}\b"
    r"|\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{4}[/–-]\d\d(?:\d\d)?\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
    r"|\b\d+(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,])\d(?:[\d,]*\d)?(?:\.\d+)?(?![A-Za-z])")
_SPACED = re.compile("(?<![\\w.,])\\d{1,3}(?:[ \u00a0\u2009\u202f'’]\\d{3})+(?:\\.\\d+)?(?!\\w)")
_NOT_DIGITS = re.compile(r"[^\d.]")
_WORD = re.compile(r"[A-Za-z]+")
_COUNTED = frozenset(
    _WORD.findall(
        "child children pupil pupils person people parent family case cases plan plans request "
        "learner student girl boy appeal exclusion placement young in of out"
    )
)
_JUST = frozenset(("only", "just", "exactly"))

_UNITS = {
    word: number
    for number, word in enumerate(
        _WORD.findall(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen"
        )
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        _WORD.findall("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}


@dataclass(frozen=True, slots=True)
class QuotedNumber:
    """A number in a text: the number, and from where to where it stands."""

    number: float
    start: int
    end: int

    def around(self, text: str) -> str:
        """It with the words beside it, as a message names its place."""
        first, last = max(0, self.start - 20), min(len(text), self.end + 20)
        before, after = text[first : self.start], text[self.end : last]
        if first:
            before = "…" + before.partition(" ")[2]
        if last < len(text):
            after = after.rpartition(" ")[0] + "…"
        return " ".join(f"{before}{text[self.start : self.end]}{after}".split())


def quoted_numbers(text: str) -> list[QuotedNumber]:
    """Every number of a text, in the order in which they stand.

    >>> [one.number for one in quoted_numbers("Three of the 4,177 (7.5%) on 2 May 2019")]
    [3.0, 4177.0, 7.5]
    """
    plain = _DATES.sub(lambda found: " " * len(found.group()), text)
    found = [
        QuotedNumber(float(_NOT_DIGITS.sub("", match.group())), match.start(), match.end())
        for pattern in (_DIGITS, _SPACED)
        for match in pattern.finditer(plain)
    ]
    return sorted([*found, *_in_words(plain)], key=lambda one: (one.start, one.end))


def quote_of(text: str, numbers: Collection[float]) -> QuotedNumber | None:
    """The first of the numbers that a text quotes, if it quotes one."""
    if not numbers:
        return None
    return next((one for one in quoted_numbers(text) if one.number in numbers), None)


def _in_words(text: str) -> Iterator[QuotedNumber]:
    words = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        length, number = _number_at([word for word, _, _ in words[at : at + 12]])
        if not length:
            at += 1
            continue
        before = words[at - 1][0] if at else ""
        after = words[at + length][0] if at + length < len(words) else ""
        if number != 1 or after in _COUNTED or before in _JUST:
            yield QuotedNumber(float(number), words[at][1], words[at + length - 1][2])
        at += length


def _number_at(words: list[str]) -> tuple[int, int]:
    """How many words make a number, and the number: "four thousand one hundred and two"."""
    total = group = length = 0
    last = ""  # the kind of the last word: unit, ten, hundred, thousand
    for place, word in enumerate(words):
        starts = last in ("", "hundred", "thousand")
        if word in _UNITS and (starts or (last == "ten" and 0 < _UNITS[word] < 10)):
            group, last = group + _UNITS[word], "unit"
        elif word in _TENS and starts:
            group, last = group + _TENS[word], "ten"
        elif word == "hundred" and last in ("", "unit", "thousand"):
            group, last = (group or 1) * 100, "hundred"
        elif word in ("thousand", "million") and last != "thousand":
            total, group, last = total + (group or 1) * _SCALES[word], 0, "thousand"
        elif word == "and" and last in ("hundred", "thousand"):
            continue
        else:
            break
        length = place + 1
    return length, total + group
