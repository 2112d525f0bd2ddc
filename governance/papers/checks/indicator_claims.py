"""Percentages and scores in a text that are no known figure of the indicator they speak of. Pure.

"Timeliness is now 96%, the best in England" speaks of the indicator "EHC plans completed within 20
weeks": the sentence has words in common with it that few other indicators have. The number is then
compared with every figure of that indicator in the document, of any period, place and series, and
with its target. A change ("risen by 30%", "30% more") is not a level, and is not compared.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from governance.papers.checks.count_claims import (
    HEDGE,
    NUMBER_IN_DIGITS,
    PER_CENT,
    Hedge,
    find_count_claims,
    hedge_of,
    sentences,
)
from governance.papers.document.schema import FigureEntry, IndicatorEntry

MOST_FIGURES = 4  # that a warning lists
_ENOUGH = Fraction(1, 2)  # in common: a word that two indicators have
_ABOUT = 3  # units that "about" may be away
_CLAIM = re.compile(
    rf"{HEDGE}(?P<sign>−)?(?P<n>{NUMBER_IN_DIGITS})(?:(?P<pc>{PER_CENT})|(?P<score>\b))",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|another|further|additional|increase of|rise of|fall of)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:percentage\s+)?(?:more|fewer|less|higher|lower|points?|increase|decrease|rise|fall|"
    r"reduction|growth|improvement)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}|(?<![\d.,/])\d{1,2}(?![\d.,/]*\d|\s*%)")  # "20" of "20 weeks"
_TARGET = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d+)?(?![\d.,]*\d)")  # no year
_STEM = 5  # letters: "completed" and "completion" are one word
# What the field calls "within the timescale": timely, timeliness.
_SAME = {"timel": "times"}
# Words that say nothing of a subject.
_COMMON_WORDS = """
about after again all also and any are area areas been best both but can child could did each
england every first for from good great group had has have her his how into its latest level
levels local made many more most much near need needs never new next not number off one other our
out over own paid part people percent place rate rates report reported reporting reports rest
since some still such support than that the their them there these they this those through too
took two under until very was well were what when where which while who whom will with within
without work year years yet young
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class UnknownFigureClaim:
    """A number that no figure of the indicator bears out, and the figures that are known."""

    typed: str
    indicator: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        if not self.known:
            return f"“{self.typed}”: no figure of “{self.indicator}” is known."
        return (
            f"“{self.typed}”: the figures known of “{self.indicator}” are {'; '.join(self.known)}."
        )


class IndicatorVocabulary:
    """The words of a document's indicators, to tell which of them a sentence speaks of."""

    def __init__(self, indicators: Sequence[IndicatorEntry]) -> None:
        self.words = [
            (indicator, _stems(f"{indicator.title} {indicator.short_title}"))
            for indicator in indicators
        ]
        self.shared = Counter(stem for _indicator, stems in self.words for stem in stems)

    def spoken_of(self, sentence: str) -> list[IndicatorEntry]:
        """The indicators that a sentence speaks of: those that it has most in common with.

        A word counts the less the more indicators have it. Of an indicator without any figure, more
        has to be in common, since nobody can say whether the number is right.
        """
        said = _stems(sentence)
        weights = [
            (sum((Fraction(1, self.shared[stem]) for stem in said & stems), Fraction()), indicator)
            for indicator, stems in self.words
        ]
        most = max((weight for weight, _indicator in weights), default=Fraction())
        return [
            indicator
            for weight, indicator in weights
            if weight == most >= (_ENOUGH if any(_figures(indicator)) else 2 * _ENOUGH)
        ]


def unknown_figure_claims(text: str, vocabulary: IndicatorVocabulary) -> list[UnknownFigureClaim]:
    """The numbers of a text that are no known figure of the indicator they speak of, in order."""
    claims = []
    for sentence in sentences(text):
        of_actions = [claim.text for claim in find_count_claims(sentence)]
        for match in _CLAIM.finditer(sentence):
            if any(match[0].strip() in words for words in of_actions) or _is_change(match):
                continue
            indicators = [
                indicator
                for indicator in vocabulary.spoken_of(sentence)
                if match["pc"] or (_is_score(indicator) and "." in match["n"])
            ]
            if indicators and not any(_bears_out(about, match) for about in indicators):
                about = indicators[0]
                claims.append(
                    UnknownFigureClaim(sentence.strip(), about.short_title, _known(about))
                )
    return claims


def _stems(text: str) -> set[str]:
    words = (word.lower() for word in _WORD.findall(text))
    stems = {word.removesuffix("s")[:_STEM] for word in words if word not in _COMMON}
    return {_SAME.get(stem, stem) for stem in stems}


def _is_change(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    return bool(_CHANGE_BEFORE.search(before) or _CHANGE_AFTER.search(after))


def _is_score(indicator: IndicatorEntry) -> bool:
    return indicator.unit in ("score", "rate")


def _figures(indicator: IndicatorEntry) -> Iterator[FigureEntry]:
    return (figure for line in indicator.lines for figure in line.figures)


def _bears_out(indicator: IndicatorEntry, match: re.Match[str]) -> bool:
    number, hedge = match["n"].replace(",", ""), hedge_of(match["hedge"])
    typed = Fraction(number) * (-1 if match["sign"] else 1)
    units = 10 ** len(number.partition(".")[2])
    values = (figure.value for figure in _figures(indicator))
    known = [Fraction(str(value)) for value in values if value is not None]
    known += [Fraction(target) for target in _TARGET.findall(indicator.target)]
    return any(_agrees(typed, units, exact, hedge) for exact in known)


def _agrees(typed: Fraction, units: int, exact: Fraction, hedge: Hedge) -> bool:
    if hedge is Hedge.ABOUT:
        return abs(typed - exact) <= _ABOUT
    if hedge is Hedge.OVER:
        return exact >= typed
    if hedge is Hedge.UNDER:
        return exact <= typed
    return math.floor(exact * units + Fraction(1, 2)) == typed * units


def _known(indicator: IndicatorEntry) -> tuple[str, ...]:
    """The last figure of each series, in words, with those of the area first."""
    lasts: Iterable[str] = (
        f"{line.figures[-1].words} ({line.name}, {line.figures[-1].span})"
        for line in indicator.lines
        if line.figures
    )
    return tuple(lasts)[:MOST_FIGURES]
