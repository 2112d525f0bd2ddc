"""Finding claims in a text about how many actions have a status. Pure: text in, claims out.

A claim is a number beside the words of a status: "60% on track or yet to start", "5 of 89
complete", "thirty actions are behind", "complete: 6%". Numbers of other things ("91% of plans were
completed in 20 weeks", "5 of the 7 areas"), references (1.1.1), years and sums are not claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class CountKind(StrEnum):
    """The kind of status whose actions are counted."""

    BEHIND = "behind"
    TO_PLAN = "to_plan"
    ON_TRACK = "on_track"  # alone: the status, or the group by its short name
    TO_START = "to_start"
    COMPLETE = "complete"
    LATE = "late"


class Hedge(StrEnum):
    """The word before a number that makes it a bound or a rough figure."""

    NONE = ""
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class CountClaim:
    """One number that a text states, with as many `decimals` as were typed."""

    text: str
    sentence: str
    kind: CountKind
    number: float
    decimals: int
    percent: bool
    of: int | None
    names_actions: bool
    hedge: Hedge


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: number for number, word in enumerate(_ONES)}
_WORDS |= {word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)}
_WORDS |= {
    f"{ten}{sep}{one}": tens + ones
    for tens, ten in zip(range(20, 100, 10), _TENS, strict=True)
    for ones, one in enumerate(_ONES[1:10], start=1)
    for sep in ("-", " ")
}
_WORDS |= {"no": 0, "none": 0, "a hundred": 100, "one hundred": 100}
_FRACTIONS = {
    "half": 50.0,
    "a third": 100 / 3,
    "one third": 100 / 3,
    "two thirds": 200 / 3,
    "a quarter": 25.0,
    "one quarter": 25.0,
    "three quarters": 75.0,
}
_HEDGES = {
    Hedge.ABOUT: ("about", "around", "roughly", "approximately", "some", "nearly", "almost"),
    Hedge.OVER: ("over", "more than", "just over", "at least"),
    Hedge.UNDER: ("under", "just under", "less than", "fewer than", "at most", "up to"),
}
_PHRASES = {
    CountKind.TO_PLAN: r"on[ -]track(?:,? or|/) ?(?:not )?yet (?:to start|started)",
    CountKind.BEHIND: r"behind(?: target| schedule| plan| time)?"
    r"(?: ?(?:/|or) ?at (?:significant )?risk)?",
    CountKind.TO_START: r"(?:not )?yet (?:to (?:be )?start(?:ed)?|started)",
    CountKind.ON_TRACK: r"on[ -]track",
    CountKind.COMPLETE: r"(?:completed?|finished)",
    CountKind.LATE: r"(?:late|overdue)",
}


def _any(words: object) -> str:
    longest_first = sorted(words, key=len, reverse=True)  # type: ignore[call-overload]
    return "|".join(word.replace(" ", r"\s+") for word in longest_first)


NUMBER_IN_DIGITS = r"(?<![\w.,£/–-])\d[\d,]*(?:\.\d+)?(?![\d/]|\.\d|-\d)"
NUMBER = rf"(?:{NUMBER_IN_DIGITS}|\b(?:{_any(_WORDS)})\b)"
HEDGE = rf"(?:\b(?P<hedge>{_any([w for hedges in _HEDGES.values() for w in hedges])})\s+)?"
PER_CENT = r"\s*(?:%|per\s?cent\b|percent\b)"
_THE = r"(?:(?:the|our|all|its|these|those|this|plan[’']s|area[’']s)\s+)*"
_OF = (
    rf"\s+(?:out\s+)?of\s+{_THE}(?:(?P<of>{NUMBER})(?:\s+(?P<noun>actions?))?"
    r"|(?P<bare>actions?|plan|statement|them))"
)
_LINK = (
    r"(?:\s*\((?P<second>\d+(?:\.\d+)?)\s*%\))?"
    r"\s+(?:(?:are|is|were|was|have|has|had|be|been|being|now|currently|already|still|either|rated|"
    r"judged|marked|reported|shown|stand|as)\s+)*"
)
_PHRASE = "(?:" + "|".join(rf"(?P<{kind}>{pattern})" for kind, pattern in _PHRASES.items()) + r")\b"
_FORWARD = re.compile(
    rf"{HEDGE}(?:(?P<fraction>{_any(_FRACTIONS)})|(?P<n>{NUMBER})(?P<pc>{PER_CENT})?)"
    rf"(?:{_OF}|\s+(?P<counted>actions?))?{_LINK}{_PHRASE}(?P<after>\s+actions?\b)?",
    re.IGNORECASE,
)
_BACKWARD = re.compile(
    rf"\b{_PHRASE}(?P<sep>\s*[:(]\s*|,?\s+){HEDGE}(?P<n>{NUMBER})(?P<pc>{PER_CENT})?"
    rf"(?:{_OF})?(?=\s*(?:[.;,)]|$|and\b))",
    re.IGNORECASE,
)
# "The new school is 60% complete" is of one thing, and not of the actions.
_OF_ONE_THING = re.compile(
    r"\b(?!plan|programme|statement|area)\w+\s+is\s+(?:now\s+)?$", re.IGNORECASE
)
_YEARS = range(1900, 2101)
# "3 actions were completed since July" says what happened, not how things stand.
_HAPPENED = re.compile(r"\b(?:since|this (?:quarter|month|period|year))\b", re.IGNORECASE)


def find_count_claims(text: str) -> Iterator[CountClaim]:
    """Every claim of a text, sentence by sentence.

    >>> [claim] = find_count_claims("5 of 89 complete")
    >>> claim.kind.value, claim.number, claim.of
    ('complete', 5.0, 89)
    """
    for sentence in sentences(text):
        rest = sentence
        for match in _FORWARD.finditer(sentence):
            claims = list(_read(match, sentence))
            if not match["of"] and _OF_ONE_THING.search(sentence[: match.start()]):
                continue
            yield from claims
            if claims:
                blank = " " * len(match[0].rstrip())
                rest = rest[: match.start()] + blank + rest[match.start() + len(blank) :]
        for match in _BACKWARD.finditer(rest):
            if match["pc"] or match["of"] or ":" in match["sep"]:
                yield from _read(match, sentence)


def sentences(text: str) -> list[str]:
    """The sentences of a text; an item of a list, or a paragraph, ends one too."""
    lines = re.sub(r"\n(?!\s*\n|- )", " ", text)
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", lines) if part.strip()]


def _read(match: re.Match[str], sentence: str) -> Iterator[CountClaim]:
    """The claims in one match; a count followed by its percentage gives both."""
    got = match.groupdict()
    kind = next(kind for kind in CountKind if got.get(kind.value))
    percent = bool(got.get("pc") or got.get("fraction"))
    names = any(got.get(group) for group in ("noun", "bare", "counted", "after"))
    of = int(_value(got["of"])) if got.get("of") else None
    if "sep" not in got and not (percent or of is not None or names):
        return
    number = _FRACTIONS[_plain(got["fraction"])] if got.get("fraction") else _value(got["n"])
    if not percent and of is None and _is_no_count(number, kind, sentence):
        return
    hedge = hedge_of(got["hedge"])
    if got.get("fraction") and hedge is Hedge.NONE:
        hedge = Hedge.ABOUT
    decimals = len(got["n"].partition(".")[2]) if got.get("n") else 0
    words = match[0].strip()
    yield CountClaim(words, sentence, kind, number, decimals, percent, of, names, hedge)
    if got.get("second"):
        share = got["second"]
        decimals = len(share.partition(".")[2])
        yield CountClaim(words, sentence, kind, float(share), decimals, True, of, names, Hedge.NONE)


def _is_no_count(number: float, kind: CountKind, sentence: str) -> bool:
    happened = kind is CountKind.COMPLETE and _HAPPENED.search(sentence)
    return number in _YEARS or bool(happened)


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def _value(words: str) -> float:
    known = _WORDS.get(_plain(words))
    return float(words.replace(",", "")) if known is None else float(known)


def number_of(words: str) -> Fraction:
    """The number that figures or words are, exactly: "1,250", "63.5", "ninety-six"."""
    known = _WORDS.get(_plain(words))
    return Fraction(words.replace(",", "")) if known is None else Fraction(known)


def hedge_of(words: str | None) -> Hedge:
    """What words before a number, such as "over", make of it."""
    phrase = _plain(words or "")
    return next((hedge for hedge, known in _HEDGES.items() if phrase in known), Hedge.NONE)
