"""How periods are written: each rule understands one way, for any kind of series. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from indicators.domain.enums import SpanKind
from indicators.domain.time_spans import TERM_MONTHS
from wsoa.core.months import MONTH_NAMES, Month

_CENTURY: Final = 2000


class QuarterYear(StrEnum):
    """Whose first quarter "Q1" is."""

    CALENDAR = "calendar"
    FINANCIAL = "financial"


class PeriodRefused(ValueError):
    """The text is no period of that kind. The message says why, for who wrote it."""


class Meaning(NamedTuple):
    """One way to understand a text. `kind` is set where the words name it."""

    first: date
    last: date
    kind: SpanKind | None = None


# --- pieces ------------------------------------------------------------------------------------

_MONTH: Final = rf"({'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})\.?"
_ANY_YEAR: Final = r"'?(\d{4}|\d{2})"
_TWO: Final = r"(\d{4}|\d{2}(?!\s*(?:/|-|to)\s*\d{4}))\s*(?:/|-|to)\s*(\d{4}|\d{2})|(\d{4})(\d{2})"
_QUARTER: Final = r"(?:q|qtr|quarter)\s*([1-4])|(1|2|3|4)(?:st|nd|rd|th)\s+(?:quarter|qtr|q)"
_TERM: Final = r"(autumn|aut|spring|spr|summer|sum)"
_ORDINAL: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:q|qtr|quarter))")
_NUMBER_WORDS: Final = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th"}
_YEAR_KINDS: Final = {
    **dict.fromkeys(("fy", "financial year", "fiscal year", "tax year", "financial", "fin year"),
                    SpanKind.FINANCIAL_YEAR),
    **dict.fromkeys(("ay", "academic year", "school year", "academic", "school"),
                    SpanKind.SCHOOL_YEAR),
    **dict.fromkeys(("cy", "calendar year", "calendar"), SpanKind.YEAR),
}  # fmt: skip
_YEAR_KIND: Final = "|".join(sorted(_YEAR_KINDS, key=len, reverse=True))
_TERM_NAMES: Final = {"aut": "autumn", "spr": "spring", "sum": "summer"}


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else _CENTURY + year


def _pair(first: str, second: str) -> int:
    """The first of two years that follow each other. Raises PeriodRefused for any others."""
    start = _year(first)
    if (len(second) == 4 and int(second) != start + 1) or int(second[-2:]) != (start + 1) % 100:
        raise PeriodRefused("has two years that do not follow each other")
    return start


def _month(name: str) -> int:
    return MONTH_NAMES[name]


def _months(first: Month, last: Month, kind: SpanKind | None = None) -> Meaning:
    return Meaning(first.first_day, last.last_day, kind)


def _quarter_of(year: int, quarter: int, kind: QuarterYear) -> Meaning:
    begins = Month(year, 1 if kind is QuarterYear.CALENDAR else 4).plus(3 * (quarter - 1))
    return _months(begins, begins.plus(2), SpanKind.QUARTER)


def _day(year: str, month: str, day: str) -> date:
    """Raises ValueError for a day that is not in the calendar."""
    if int(month) > 12 >= int(day):
        raise PeriodRefused(
            f"has the month before the day. Write the day first: {month}/{day}/{year}"
        )
    return date(_year(year), int(month), int(day))


# --- grammar: each rule understands one way of writing --------------------------------------------

_Rule = Callable[[str], Iterator[Meaning]]


def _two_years(words: str) -> Iterator[Meaning]:
    """ "2018/19", "2018-2019", "201819", "FY 2018/19", "academic year 2018/19"."""
    match = re.fullmatch(
        rf"(?:({_YEAR_KIND})\s*)?(?:year\s*)?(?:{_TWO})(?:\s*({_YEAR_KIND}))?", words
    )
    if not match:
        return
    kind = _YEAR_KINDS.get(match[1] or match[6] or "")
    year = _pair(match[2] or match[4], match[3] or match[5])
    if kind is SpanKind.YEAR:
        raise PeriodRefused("is two years, and a calendar year is one")
    for year_kind, begins in ((SpanKind.SCHOOL_YEAR, 9), (SpanKind.FINANCIAL_YEAR, 4)):
        if kind in (None, year_kind):
            first = Month(year, begins)
            yield _months(first, first.plus(11), year_kind)


def _quarters(words: str) -> Iterator[Meaning]:
    """ "Q1 2019/20", "2019-20 Q1", "Quarter 1 of 2019/20", "Q1 (Apr-Jun) 2019/20"."""
    bracket = re.search(r"\(([^()]*)\)", words)
    inner = bracket[1].strip() if bracket else ""
    plain = " ".join(words.replace(bracket[0], " ").split()) if bracket else words
    split = _split_quarter(plain)
    if split is None:
        return
    quarter, rest = split
    named = _YEAR_KINDS.get(inner)
    if named is None and inner:
        months = re.fullmatch(rf"{_MONTH}\s*(?:-|to)\s*{_MONTH}(?:\s*{_ANY_YEAR})?", inner)
        begins = _month(months[1]) if months else 0
        if begins == 3 * quarter - 2 or begins == (3 * quarter) % 12 + 1:
            is_calendar = begins == 3 * quarter - 2
            named = SpanKind.YEAR if is_calendar else SpanKind.FINANCIAL_YEAR
        else:
            raise PeriodRefused("names a quarter, and months of another one")
    yield from _quarter_meanings(quarter, rest, named)


def _split_quarter(words: str) -> tuple[int, str] | None:
    """The number of the quarter, and the words for its year."""
    before = re.fullmatch(rf"(?:{_QUARTER})\s*(?:of|,|-|/)?\s*(.+)", words)
    if before:
        return int(before[1] or before[2]), before[3]
    after = re.fullmatch(rf"(.+?)\s*(?:-|/|,|:)?\s*(?:{_QUARTER})", words)
    return (int(after[2] or after[3]), after[1].strip()) if after else None


def _quarter_meanings(quarter: int, rest: str, named: SpanKind | None) -> Iterator[Meaning]:
    match = re.fullmatch(
        rf"(?:({_YEAR_KIND})\s*)?(?:(?:{_TWO})|{_ANY_YEAR})(?:\s*({_YEAR_KIND}))?", rest
    )
    if not match:
        return
    kind = _YEAR_KINDS.get(match[1] or match[7] or "") or named
    if kind is SpanKind.SCHOOL_YEAR:
        raise PeriodRefused("is a quarter of a school year, which has terms")
    if match[6] is None:
        year = _pair(match[2] or match[4], match[3] or match[5])
        if kind is SpanKind.YEAR:
            raise PeriodRefused("is a quarter of two years, and a calendar year is one")
        yield _quarter_of(year, quarter, QuarterYear.FINANCIAL)
        return
    year = _year(match[6])
    if kind is SpanKind.YEAR:
        yield _quarter_of(year, quarter, QuarterYear.CALENDAR)
    elif named is SpanKind.FINANCIAL_YEAR:
        yield _quarter_in_months(year, quarter)
    elif kind is SpanKind.FINANCIAL_YEAR:
        raise PeriodRefused("names one year, and a financial year has two, such as 2019/20")
    else:
        yield _quarter_of(year, quarter, QuarterYear.CALENDAR)
        yield _quarter_of(year, quarter, QuarterYear.FINANCIAL)


def _quarter_in_months(year: int, quarter: int) -> Meaning:
    """A financial quarter whose months are named: the year is that of the months."""
    begins = Month(year, (3 * quarter) % 12 + 1)
    return _months(begins, begins.plus(2), SpanKind.QUARTER)


def _terms(words: str) -> Iterator[Meaning]:
    """ "Autumn 2019", "Autumn term 2019/20", "2019/20 spring term"."""
    before = re.fullmatch(rf"{_TERM}(?:\s*term)?\s*,?\s*(?:of\s*)?(.+)", words)
    after = re.fullmatch(rf"(.+?)\s*,?\s*{_TERM}(?:\s*term)?", words)
    if not before and not after:
        if re.fullmatch(r"term \d\b.*", words):
            raise PeriodRefused("numbers a term. Name it: Autumn term 2019/20")
        return
    name, years = (before[1], before[2]) if before else (after[2], after[1])  # type: ignore[index]
    term = _TERM_NAMES.get(name, name)
    two = re.fullmatch(rf"(?:(?:ay|academic year|school year)\s*)?(?:{_TWO})", years)
    one = re.fullmatch(_ANY_YEAR, years)
    first, last = TERM_MONTHS[term]
    if two:
        year = _pair(two[1] or two[3], two[2] or two[4])
        year = year if first == 9 else year + 1
    elif one:
        year = _year(one[1])
    else:
        return
    yield _months(Month(year, first), Month(year, last), SpanKind.TERM)


def _ranges(words: str) -> Iterator[Meaning]:
    """ "Apr-Jun 2019", "April 2018 to March 2019", "1 Apr 2019 - 30 Jun 2019"."""
    day = r"(?:(\d{1,2})\s+)?"
    match = re.fullmatch(
        rf"{day}{_MONTH}(?:\s*{_ANY_YEAR})?\s*(?:-|to|until)\s*{day}{_MONTH}\s*{_ANY_YEAR}", words
    )
    if match:
        last = Month(_year(match[6]), _month(match[5]))
        number = _month(match[2])
        year = _year(match[3]) if match[3] else last.year - (number > last.number)
        first = Month(year, number)
        begins = date(first.year, first.number, int(match[1])) if match[1] else first.first_day
        ends = date(last.year, last.number, int(match[4])) if match[4] else last.last_day
        if begins <= ends:
            yield Meaning(begins, ends)
        return
    halves = re.fullmatch(r"(\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\s*(?:-|to|until)\s*(.+)", words)
    if halves:
        days = [next(_days(half), None) for half in (halves[1], halves[2])]
        if days[0] and days[1] and days[0].first <= days[1].last:
            yield Meaning(days[0].first, days[1].last)


_LENGTHS: Final = {
    "quarter": 3, "year": 12, "month": 1, "3 months": 3, "12 months": 12, "three months": 3,
    "twelve months": 12, "qtr": 3, "q": 3,
}  # fmt: skip


def _endings(words: str) -> Iterator[Meaning]:
    """ "quarter ending June 2019", "year to 31 March 2019", "12 months to Aug 2019"."""
    names = "|".join(sorted(_LENGTHS, key=len, reverse=True))
    match = re.fullmatch(rf"({names})\s*(?:ending|ended|end|to)\s*(?:on\s+)?(.+)", words)
    if not match:
        return
    for meaning in (*_single_months(match[2]), *_days(match[2])):
        last = Month.of(meaning.last)
        if meaning.last == last.last_day:
            yield _months(last.plus(1 - _LENGTHS[match[1]]), last)


def _single_months(words: str) -> Iterator[Meaning]:
    """ "Sept 2019", "Sep-19", "2019 September", "9/2019", "2019/09", "201909", "month of ..."."""
    named = re.fullmatch(rf"{_MONTH}[\s,/-]*{_ANY_YEAR}", words)
    turned = re.fullmatch(rf"(\d{{4}})[\s,/-]*{_MONTH}", words)
    numbers = re.fullmatch(r"(\d{1,2})\s*[/ .-]\s*(\d{4})", words)
    sorted_ = re.fullmatch(r"(\d{4})[/ .-]?(\d{2})", words)
    if named:
        month = Month(_year(named[2]), _month(named[1]))
    elif turned:
        month = Month(int(turned[1]), _month(turned[2]))
    elif numbers:
        month = Month(int(numbers[2]), int(numbers[1]))
    elif sorted_ and 1 <= int(sorted_[2]) <= 12:
        month = Month(int(sorted_[1]), int(sorted_[2]))
    else:
        return
    yield _months(month, month)


_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_TIME: Final = r"(?:[t ]00:00(?::00(?:\.0+)?)?z?)?"


def _days(words: str) -> Iterator[Meaning]:
    """ "2019-09-30", "30/9/2019", "30 September 2019", "30-Sep-19", "September 30, 2019"."""
    iso = re.fullmatch(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", words)
    numbers = re.fullmatch(rf"(\d{{1,2}})[/. -](\d{{1,2}})[/. -](\d{{4}}|\d{{2}}){_TIME}", words)
    named = re.fullmatch(rf"{_WEEKDAY}(\d{{1,2}})[\s-]*{_MONTH}[\s,-]*{_ANY_YEAR}", words)
    turned = re.fullmatch(rf"{_WEEKDAY}{_MONTH}\s*(\d{{1,2}}),?\s+(\d{{4}})", words)
    if iso:
        day = date(int(iso[1]), int(iso[2]), int(iso[3]))
    elif numbers:
        day = _day(numbers[3], numbers[2], numbers[1])
    elif named:
        day = date(_year(named[3]), _month(named[2]), int(named[1]))
    elif turned:
        day = date(int(turned[3]), _month(turned[1]), int(turned[2]))
    else:
        return
    yield Meaning(day, day)


def _one_year(words: str) -> Iterator[Meaning]:
    """ "2019", "calendar year 2019", "CY2019"."""
    match = re.fullmatch(r"(?:(?:cy|calendar year|year|calendar)\s*)?(\d{4})", words)
    if match:
        year = int(match[1])
        yield _months(Month(year, 1), Month(year, 12), SpanKind.YEAR)


_RULES: Final[Sequence[_Rule]] = (
    _two_years,
    _quarters,
    _terms,
    _ranges,
    _endings,
    _single_months,
    _days,
    _one_year,
)


def understood(words: str) -> tuple[list[Meaning], list[str]]:
    """What the rules understand a text as, and why some of them could not."""
    meanings: list[Meaning] = []
    reasons: list[str] = []
    for rule in _RULES:
        try:
            meanings.extend(rule(words))
        except PeriodRefused as refused:
            reasons.append(str(refused))
        except ValueError:
            reasons.append("is not in the calendar")
    return meanings, reasons


def plain_words(typed: str) -> str:
    """Lower case, plain dashes and spaces, and no words that add nothing."""
    words = re.sub("[‐-―−]", "-", " ".join(typed.split())).casefold()
    words = words.replace("’", "'").replace("quarter:", "quarter").strip(" .,;")
    for name, ordinal in _NUMBER_WORDS.items():
        words = re.sub(rf"\b{name}\b(?=\s+(?:q|qtr|quarter)\b)", ordinal, words)
    words = _ORDINAL.sub(r"\1", words)
    words = re.sub(r"^(?:as at|as of|at|in|during|period|month of|for)\s+", "", words)
    return re.sub(r"^(\d+)\.0$", r"\1", words)
