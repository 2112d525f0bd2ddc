"""Which figures of an indicator a claim in a sentence may be of. Pure.

Without other words, a claim is of the area itself and of its newest figure. A figure of another
place needs the name of the place in the sentence, and one of another period its year, or words for
an earlier one beside the number ("from 71%", "63% in the year before").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from governance.papers.checks.level_claims import LevelClaim
from governance.papers.document.schema import FigureEntry, IndicatorEntry, SeriesEntry

_OWN = "own"
_PLACE_WORDS = {
    "england": re.compile(r"\b(?:England|English|national(?:ly)?)\b", re.IGNORECASE),
    "region": re.compile(r"\bregion(?:al|ally|’s|'s)?\b", re.IGNORECASE),
    "neighbours": re.compile(r"\bneighbour", re.IGNORECASE),
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_EARLIER_BEFORE = re.compile(
    r"\b(?:from|after|previously|formerly|earlier|before(?: that)?)[\s,:]+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_EARLIER_AFTER = re.compile(
    r"^[^,;.]*?\b(?:before|earlier|previous(?:ly)?|ago|last (?:year|quarter|time|term))\b",
    re.IGNORECASE,
)
_TARGET_WORDS = re.compile(
    r"\b(?:targets?|targeted|aims?|aiming|goals?|ambitions?|trajectory|should|expect(?:s|ed)?|"
    r"plan(?:ned)? to)\b",
    re.IGNORECASE,
)


def figures_named(indicator: IndicatorEntry, claim: LevelClaim) -> Iterator[FigureEntry]:
    """The figures that a claim may be of: by place, and then by period."""
    for series in indicator.lines:
        if series.role == _OWN or _is_named(series, claim.sentence):
            yield from _of_period(series, claim)


def target_is_named(sentence: str) -> bool:
    """Whether a sentence speaks of what is aimed at."""
    return bool(_TARGET_WORDS.search(sentence))


def _is_named(series: SeriesEntry, sentence: str) -> bool:
    words = _PLACE_WORDS.get(series.role)
    if words and words.search(sentence):
        return True
    place = series.name.split(",")[0].split(" (")[0].strip().lower()
    return bool(place) and place in sentence.lower()


def _of_period(series: SeriesEntry, claim: LevelClaim) -> Iterator[FigureEntry]:
    """The newest of a series, and those of other periods that the sentence names."""
    if not series.figures:
        return
    newest = max(series.figures, key=lambda figure: figure.last_day)
    is_earlier = _is_of_earlier(claim)
    for figure in series.figures:
        if figure is newest or is_earlier or _names_period(claim.sentence, figure):
            yield figure


def _is_of_earlier(claim: LevelClaim) -> bool:
    before, after = claim.sentence[: claim.start], claim.sentence[claim.end :]
    return bool(_EARLIER_BEFORE.search(before) or _EARLIER_AFTER.search(after))


def _names_period(sentence: str, figure: FigureEntry) -> bool:
    """Whether its year is in the sentence, and one of its months if the sentence has any."""
    years = set(_YEAR.findall(sentence)) & {*_YEAR.findall(figure.span), figure.last_day[:4]}
    of_sentence, of_span = (
        {month[:3].lower() for month in _MONTH.findall(text)} for text in (sentence, figure.span)
    )
    if not years:
        return False
    return not (of_sentence and of_span) or bool(of_sentence & of_span)
