"""What a text says of an indicator's level that its newest figure does not bear out. Pure.

"Timeliness is now 96%, the best in England" speaks of the indicator "EHC plans completed within 20
weeks": the sentence has words in common with it that few other indicators have. A number is borne
out by the newest figure of the area itself; by one of another place or period where the sentence
names it (figure_scopes.py); and by the target where it speaks of one. Percentages in figures and in
words, counts ("41 of 50"), shares ("nine in ten", "two thirds of") and scores are such numbers. A
change ("risen by 30%", "30% more") is not a level, and is not compared. A rank ("the best in
England") is asked about wherever it stands, since no document ranks areas.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from governance.papers.checks.count_claims import find_count_claims, sentences
from governance.papers.checks.figure_scopes import figures_named, target_is_named
from governance.papers.checks.level_claims import LevelClaim, level_claims, rank_claims
from governance.papers.document.schema import IndicatorEntry

MOST_FIGURES = 4  # that a warning lists
_ENOUGH = Fraction(1, 2)  # in common: a word that two indicators have
_WORD = re.compile(r"[^\W\d_]{3,}|(?<![\d.,/])\d{1,2}(?![\d.,/]*\d|\s*%)")  # "20" of "20 weeks"
_TARGET = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d+)?(?![\d.,]*\d)")  # no year
_STEM = 5  # letters: "completed" and "completion" are one word
# What the field calls "within the timescale": timely, timeliness.
_SAME = {"timel": "times"}
_ON_TIME = re.compile(r"\b(?:on|in) time\b", re.IGNORECASE)
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
    """A number that the indicator does not bear out, and the figures that are known of it.

    Of a rank, there is no `indicator`.
    """

    typed: str
    indicator: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        if not self.indicator:
            return f"“{self.typed}”: no figure here shows a rank among areas."
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
        sentence_stems = _stems(sentence)
        weights = [
            (
                sum(
                    (Fraction(1, self.shared[stem]) for stem in sentence_stems & stems), Fraction()
                ),
                indicator,
            )
            for indicator, stems in self.words
        ]
        most = max((weight for weight, _indicator in weights), default=Fraction())
        return [
            indicator
            for weight, indicator in weights
            if weight == most >= (_ENOUGH if any(_figures(indicator)) else 2 * _ENOUGH)
        ]


def unknown_figure_claims(text: str, vocabulary: IndicatorVocabulary) -> list[UnknownFigureClaim]:
    """What a text claims of indicators that their figures do not bear out, in order."""
    if not vocabulary.words:
        return []
    claims = []
    for sentence in sentences(text):
        of_actions = [claim.text for claim in find_count_claims(sentence)]
        for claim in level_claims(sentence):
            if any(claim.text in words for words in of_actions):
                continue
            indicators = [
                indicator
                for indicator in vocabulary.spoken_of(sentence)
                if claim.is_share or (_is_score(indicator) and claim.units > 1)
            ]
            if indicators and not any(_bears_out(about, claim) for about in indicators):
                about = indicators[0]
                claims.append(
                    UnknownFigureClaim(sentence.strip(), about.short_title, _known(about))
                )
        if rank_claims(sentence):
            claims.append(UnknownFigureClaim(sentence.strip(), "", ()))
    return list(dict.fromkeys(claims))


def _stems(text: str) -> set[str]:
    words = (word.lower() for word in _WORD.findall(_ON_TIME.sub("timely", text)))
    stems = {word.removesuffix("s")[:_STEM] for word in words if word not in _COMMON}
    return {_SAME.get(stem, stem) for stem in stems}


def _is_score(indicator: IndicatorEntry) -> bool:
    return indicator.unit in ("score", "rate")


def _figures(indicator: IndicatorEntry) -> Iterator[object]:
    return (figure for line in indicator.lines for figure in line.figures)


def _bears_out(indicator: IndicatorEntry, claim: LevelClaim) -> bool:
    named = list(figures_named(indicator, claim))
    if claim.of is not None:
        counted = (float(claim.number), float(claim.of))
        if any((figure.numerator, figure.denominator) == counted for figure in named):
            return True
    if not claim.is_level:
        return False
    known = [Fraction(str(figure.value)) for figure in named if figure.value is not None]
    if target_is_named(claim.sentence):
        known += [Fraction(target) for target in _TARGET.findall(indicator.target)]
    return any(claim.agrees(exact) for exact in known)


def _known(indicator: IndicatorEntry) -> tuple[str, ...]:
    """The last figure of each series, in words, with those of the area first."""
    lasts: Iterable[str] = (
        f"{line.figures[-1].words} ({line.name}, {line.figures[-1].span})"
        for line in indicator.lines
        if line.figures
    )
    return tuple(lasts)[:MOST_FIGURES]
