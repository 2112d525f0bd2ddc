"""The levels and the ranks that a sentence claims, whatever they are of. Pure: a sentence in.

A level is a percentage or another number in figures or in words, a count of a total ("41 of 50"),
or a share in words ("two thirds of", "nine in ten").
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from governance.papers.checks.count_claims import (
    HEDGE,
    NUMBER,
    NUMBER_IN_DIGITS,
    PER_CENT,
    Hedge,
    hedge_of,
    number_of,
)

_ABOUT = 3  # units that "about" may be away
_ROUND = (3, 4, 5, 10, 20, 100)  # totals that make a share, and count nothing: "nine in ten"
_SHARES = {
    "half": Fraction(50),
    "third": Fraction(100, 3),
    "quarter": Fraction(25),
    "fifth": Fraction(20),
    "tenth": Fraction(10),
}
_TOTAL = r"\s+(?:(?:out\s+)?of\s+(?:the\s+|our\s+|all\s+)*|in\s+(?=(?:every\s+)?(?:{round})\b))"
_TOTAL = _TOTAL.format(round="3|4|5|10|20|100|three|four|five|ten|twenty|a hundred")
_CLAIM = re.compile(
    rf"{HEDGE}(?:"
    rf"(?:(?P<parts>{NUMBER}|an?)[\s-]+)?(?P<share>half|thirds?|quarters?|fifths?|tenths?)"
    r"(?=\s+(?:of|the|all|were|are|was|is)\b)"
    rf"|(?P<n>{NUMBER}){PER_CENT}"
    rf"|(?P<count>{NUMBER}){_TOTAL}(?:every\s+)?(?P<of>{NUMBER})(?!{PER_CENT})"
    rf"|(?P<sign>−)?(?P<score>{NUMBER_IN_DIGITS})\b)",
    re.IGNORECASE,
)
_MINUS = re.compile(r"−$")
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|another|further|additional|increase of|rise of|fall of)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:percentage\s+)?(?:more|fewer|less|higher|lower|points?|increase|decrease|rise|fall|"
    r"reduction|growth|improvement)\b",
    re.IGNORECASE,
)
_PLACES = (
    r"(?:England|Britain|UK|United Kingdom|country|nation|region|Yorkshire|neighbours?|"
    r"local authorit(?:y|ies)|councils?|core cities|statistical)"
)
_RANK = re.compile(
    r"\brank(?:s|ed|ing|ings)?\b|\bleague tables?\b"
    r"|\b(?:top|bottom) (?:quartile|decile|quarter|half)\b"
    r"|\b(?:first|second|third|top|bottom|best|worst|highest|lowest|fastest|slowest|leading|"
    r"\d+(?:st|nd|rd|th))\b(?:\W+\w+){0,5}?\W+(?:in|of|across|among|amongst|out of|for)\W+"
    rf"(?:\w+\W+){{0,3}}?{_PLACES}\b"
    r"|\b(?:first|top|best|highest|lowest|fastest) nationally\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LevelClaim:
    """One level that a `sentence` claims, from `start` to `end` in it.

    `units` are parts of one that were typed: 10 for one decimal. With `of`, the number is a count
    of so many.
    """

    text: str
    sentence: str
    start: int
    end: int
    number: Fraction
    units: int
    hedge: Hedge
    is_share: bool
    of: Fraction | None = None

    @property
    def is_level(self) -> bool:
        """Whether it can be compared with a percentage or a score."""
        return self.of is None or self.of in _ROUND

    def agrees(self, exact: Fraction) -> bool:
        """Whether a figure is what was typed: rounded half up, or by the words before it."""
        typed = self.number if self.of is None else 100 * self.number / self.of
        about = self.of is not None and self.of != 100
        if self.hedge is Hedge.ABOUT or about:
            return abs(typed - exact) <= _ABOUT
        if self.hedge is Hedge.OVER:
            return exact >= typed
        if self.hedge is Hedge.UNDER:
            return exact <= typed
        return math.floor(exact * self.units + Fraction(1, 2)) == typed * self.units


def level_claims(sentence: str) -> Iterator[LevelClaim]:
    """Every level of a sentence that is no change.

    >>> [claim] = level_claims("Ninety-six per cent of plans were completed")
    >>> int(claim.number)
    96
    """
    for match in _CLAIM.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if not (_CHANGE_BEFORE.search(before) or _CHANGE_AFTER.search(after)):
            yield _read(match, sentence)


def rank_claims(sentence: str) -> list[str]:
    """The words of a sentence that rank the area among others."""
    return [match[0] for match in _RANK.finditer(sentence)]


def _read(match: re.Match[str], sentence: str) -> LevelClaim:
    hedge, of, units = hedge_of(match["hedge"]), None, 1
    if match["share"]:
        parts = (match["parts"] or "a").lower()
        number = _SHARES[match["share"].lower().removesuffix("s")]
        number *= 1 if parts in ("a", "an") else number_of(parts)
        hedge = hedge or Hedge.ABOUT
    elif match["of"]:
        number, of = number_of(match["count"]), number_of(match["of"])
    else:
        typed = match["n"] or match["score"]
        number, units = number_of(typed), 10 ** len(typed.partition(".")[2])
        is_minus = match["sign"] or _MINUS.search(sentence[: match.start("n")])
        number *= -1 if is_minus else 1
    return LevelClaim(
        match[0].strip(),
        sentence,
        match.start(),
        match.end(),
        number,
        units,
        hedge,
        is_share=not match["score"],
        of=of,
    )
