"""The dates that a text mentions, each as a first and a last month. Pure.

Terms follow the English school year; their ends depend on Easter. A quarter of a plan is one of the
financial year, which begins in April.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from wsoa.core.months import MONTH_NAMES, Month


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: from which month to which, and of what form ("month", "day", "term" ...).

    `month` alone is set where no year is printed; then `first` and `last` are None.
    """

    start: int
    end: int
    form: str
    first: Month | None = None
    last: Month | None = None
    month: int = 0


_NAMES: Final = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_YEAR: Final = r"(?:(?P<year>20\d\d)|['‘’]?(?P<short>[0-4]\d))(?!\d)"
_NEXT_YEAR: Final = r"(?:\s*[/\-–]\s*(?:20)?(?P<next>\d\d))?(?!\d)"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_PATTERNS: Final = (
    ("day", r"(?<!\d)(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)(?:T[\d:]+)?"),
    ("day", rf"(?<!\d)(?P<day>[0-3]?\d)\s?[/.\-]\s?(?P<number>[01]?\d)\s?[/.\-]\s?{_YEAR}"),
    ("day", rf"(?<!\d){_DAY}\s*(?:of\s+)?[-/]?\s*(?P<name>{_NAMES})\b\.?,?\s*[-/]?\s*{_YEAR}"),
    ("day", rf"\b(?P<name>{_NAMES})\.?\s+{_DAY},?\s+(?P<year>20\d\d)(?!\d)"),
    ("month", r"(?<!\d)(?P<year>20\d\d)-(?P<number>0[1-9]|1[0-2])(?![\d-])"),
    (
        "term",
        r"\b(?P<term>autumn|spring|summer|winter)(?:\s+half)?(?P<isterm>\s+terms?)?(?:\s+[12](?!\d))?"
        r"(?P<isterm2>\s+terms?)?(?:\s+of)?,?\s*"
        r"(?:(?P<year>20\d\d)(?:\s*[/\-–]\s*(?:20)?(?P<next>\d\d)(?!\d))?|'?(?P<short>[12]\d)(?!\d))",
    ),
    (
        "term",
        r"(?<!\d)(?P<year>20\d\d)\s+(?P<term>autumn|spring|summer|winter)(?P<isterm>\s+term)?\b",
    ),
    (
        "quarter",
        rf"\b(?:q|quarter\s*)(?P<quarter>[1-4])\b(?:\s+of)?,?\s*[-/]?\s*{_YEAR}{_NEXT_YEAR}",
    ),
    (
        "quarter",
        r"(?<!\d)(?P<year>20\d\d)(?:\s*[/\-–]\s*(?:20)?(?P<next>\d\d))?\s*,?\s*"
        r"(?:q|quarter\s*)(?P<quarter>[1-4])\b",
    ),
    ("feast", rf"\b(?P<feast>easter|christmas)\s*{_YEAR}"),
    ("month", rf"(?<![a-z])(?P<name>{_NAMES})(?![a-z])\.?,?\s*(?:of\s+)?[-/–]?\s*{_YEAR}"),
    ("month", rf"(?<![a-z])(?P<name>{_NAMES})\.?(?P<year>20\d\d)(?!\d)"),
    ("month", r"(?<![\d/])(?P<number>0?[1-9]|1[0-2])\s?[/.]\s?(?P<year>20\d\d)(?!\d)"),
    ("day_alone", rf"(?<!\d){_DAY}\s*(?:of\s+)?(?P<name>{_NAMES})\b(?!\.?\s*'?\d)"),
    ("month_alone", rf"(?<![a-z])(?P<name>{_NAMES})(?![a-z])"),
    ("quarter_alone", r"\b(?:q|quarter\s*)(?P<quarter>[1-4])\b"),
    ("term_alone", r"\b(?P<term>autumn|spring|summer|winter)(?P<isterm>\s+term)?\b"),
    ("school_year", r"(?<!\d)(?P<year>20\d\d)\s*[/\-–]\s*(?:20)?(?P<next>\d\d)(?!\d)"),
    ("year", r"(?<![\d/])(?P<year>20\d\d)(?![\d/])"),
)
_COMPILED: Final = tuple((form, re.compile(text, re.IGNORECASE)) for form, text in _PATTERNS)


_ANY: Final = re.compile(
    r"\d\d|\bq[1-4]\b|quarter|autumn|spring|summer|winter"
    + "".join(f"|{name}" for name in sorted({name[:3] for name in MONTH_NAMES})),
    re.IGNORECASE,
)


def mentions(text: str) -> list[DateMention]:
    """The dates in a text, from left to right, none within another.

    >>> [(str(m.first), str(m.last)) for m in mentions("by Dec 19"
    ... )], [m.form for m in mentions("31/10/19, Q3")]
    ([('2019-12', '2019-12')], ['day', 'quarter_alone'])
    """
    return list(_mentions(text)) if _ANY.search(text) else []


@lru_cache(maxsize=4096)  # a plan prints the same few dates again and again
def _mentions(text: str) -> tuple[DateMention, ...]:
    found: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    for form, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            made = _mention(form, match, text)
            if made is not None:
                found.append(made)
                taken.append((start, end))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _mention(form: str, match: re.Match[str], text: str) -> DateMention | None:
    named = {key: value for key, value in match.groupdict().items() if value}
    start, end = match.span()
    try:
        if form.endswith("_alone"):
            return DateMention(start, end, form, month=_month_alone(named))
        first, last = _SPANS[form.partition("_")[0]](named, text)
    except ValueError:
        return None
    return DateMention(start, end, form, first, last)


def _year(named: dict[str, str]) -> int:
    return int(named["year"]) if "year" in named else 2000 + int(named["short"])


def _month_alone(named: dict[str, str]) -> int:
    if "name" in named:
        return MONTH_NAMES[named["name"].lower()]
    if "quarter" in named:
        return (3 + 3 * (int(named["quarter"]) - 1)) % 12 + 1
    return {"autumn": 9, "spring": 1, "summer": 4, "winter": 12}[named["term"].lower()]


def _of_month(named: dict[str, str], _: str) -> tuple[Month, Month]:
    number = int(named["number"]) if "number" in named else MONTH_NAMES[named["name"].lower()]
    month = Month(_year(named), number)
    if "day" in named and not 1 <= int(named["day"]) <= month.last_day.day:
        raise ValueError("no such day")
    return month, month


def _of_term(named: dict[str, str], _: str) -> tuple[Month, Month]:
    year, term = _year(named), named["term"].lower()
    if "next" in named and term != "autumn":
        year += 1  # the spring term of 2019/20
    if "isterm" in named or "isterm2" in named:
        ends = {"autumn": Month(year, 12), "summer": Month(year, 7)}
        starts = {"autumn": 9, "spring": 1, "summer": 4, "winter": 9}
        last = ends.get(term) or Month.of(easter(year) - timedelta(days=9))
        return Month(year, starts[term]), last
    if term == "winter":
        return Month(year, 12), Month(year + 1, 2)
    first = {"autumn": 9, "spring": 3, "summer": 6}[term]
    return Month(year, first), Month(year, first + 2)


def _of_quarter(named: dict[str, str], _: str) -> tuple[Month, Month]:
    first = Month(_year(named), 4).plus(3 * (int(named["quarter"]) - 1))
    return first, first.plus(2)


def _of_feast(named: dict[str, str], _: str) -> tuple[Month, Month]:
    year = _year(named)
    month = Month(year, 12) if named["feast"].lower() == "christmas" else Month.of(easter(year))
    return month, month


def _of_school_year(named: dict[str, str], text: str) -> tuple[Month, Month]:
    if int(named["next"]) != (int(named["year"]) + 1) % 100:
        raise ValueError("not one year after the other")
    is_financial = "financ" in text.lower() or re.search(r"\bFY\b", text)
    first = Month(int(named["year"]), 4 if is_financial else 9)
    return first, first.plus(11)


def _of_year(named: dict[str, str], _: str) -> tuple[Month, Month]:
    return Month(int(named["year"]), 1), Month(int(named["year"]), 12)


_SPANS: Final[dict[str, Callable[[dict[str, str], str], tuple[Month, Month]]]] = {
    "day": _of_month,
    "month": _of_month,
    "term": _of_term,
    "quarter": _of_quarter,
    "feast": _of_feast,
    "school": _of_school_year,
    "year": _of_year,
}


def easter(year: int) -> date:
    """Easter Sunday (the Gregorian rule of Butcher and Meeus).

    >>> easter(2020)
    datetime.date(2020, 4, 12)
    """
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leap, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - shift + 15) % 30
    quarter, part = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - epact - part) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)
