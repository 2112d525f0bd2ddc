"""What a printed date of a plan is taken for: the reading, and why it is a guess. Pure.

A month is the truth (docs/adr/0010-dates-have-month-precision.md): a start begins with it, an end
is over after it. What is not certain is a guess, which says how it was taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from actions.domain.recognition.date_mentions import DateMention, mentions
from wsoa.core.months import DateKind, Month, PlanDate, parse_printed


class Edge(StrEnum):
    """Which end of an action a date is for."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as read. `kind` names the guess, "" where there is none to make.

    `is_understood` is False where the text says something that is not a date at all.
    """

    printed: str
    date: PlanDate
    kind: str = ""
    taken_for: str = ""
    is_understood: bool = True


NONE: Final = PlanDate(DateKind.NONE)
ONGOING: Final = PlanDate(DateKind.ONGOING)
_ONGOING: Final = re.compile(
    r"^(?:on[- ]?going|continuous(?:ly)?|continuing|open[- ]ended|rolling(?: programme)?"
    r"|throughout|duration of (?:the )?plan)\b",
    re.IGNORECASE,
)
_RECURRING: Final = re.compile(
    r"^(?:(?:at least |then )?(?:weekly|monthly|quarterly|termly|half[- ]termly|annual(?:ly)?"
    r"|bi-?monthly|fortnightly|daily|6[- ]monthly|six[- ]monthly|each (?:term|month|quarter|year)"
    r"|every \w+))\b",
    re.IGNORECASE,
)
_NOT_YET: Final = re.compile(
    r"^(?:t\.?b\.?[cad]\.?|to be (?:confirmed|agreed|determined|decided)|not (?:yet )?(?:set|known)"
    r"|unknown|\?+)$",
    re.IGNORECASE,
)
_NONE: Final = re.compile(r"^(?:n/?a|none|nil|not applicable|-+|–|—|)\.?$", re.IGNORECASE)
_RELATIVE: Final = re.compile(
    r"\b(?:within|in|after|over)\b.*\b(?:working )?(?:day|week|month|year|term)s?\b"
    r"|^\d+\s*(?:-\s*\d+\s*)?(?:working )?(?:day|week|month|year)s?\b"
    r"|^(?:immediate(?:ly)?|asap|as soon as|short term|medium term|long term|now|next term)\b",
    re.IGNORECASE,
)
_DONE: Final = re.compile(r"^(?:complete[d]?|done|achieved|closed|in place)\b", re.IGNORECASE)
_MOVED: Final = re.compile(
    r"revis|extend|moved|now\b|new date|slipped|changed|deferred|updated", re.IGNORECASE
)
_RANGE: Final = re.compile(
    r"^[\s,]*(?:-|–|—|to|until|till|through(?: to)?|and end(?:s|ing))[\s:]*$"
)
_STARTS: Final = re.compile(r"\b(?:from|start(?:s|ed|ing)?|beginning|commenc\w*|since)\b", re.I)
_AROUND: Final = re.compile(
    r"^(?:by|from|end of|the end of|by the end of|by end of|start of|beginning of|mid[- ]?|early"
    r"|late|before|during|in|until|to|due|no later than|from|since|starting|w/c|week commencing"
    r"|week ending|commencing|target|completed?|complete by|on|of|the|for|and|month|[-–,.:;()])+$",
    re.IGNORECASE,
)


def read_date(
    text: str, edge: Edge, near: Month | None = None, *, is_own_start: bool = True
) -> DateReading:
    """The reading of one cell. `near` is a month from which a missing year is worked out.

    An end comes after the start of its own action; of another action's month, the nearest year
    counts (`is_own_start` False).

    >>> read_date("by Dec 19", Edge.END).date.export()
    '2019-12'
    >>> read_date("TBC", Edge.END).taken_for
    'No date was given'
    """
    printed = " ".join(text.split())
    plain = _without_odd_breaks(printed)
    try:
        exact = parse_printed(plain)
    except ValueError:
        return _read_words(printed, plain, edge, near, is_after=is_own_start and edge is Edge.END)
    return DateReading(printed, exact, *_exact_guess(exact, printed, edge))


def _without_odd_breaks(printed: str) -> str:
    """ "On- going" and "On -going", torn over two lines, as one word."""
    return re.sub(r"^on\s*-\s*going$", "On-going", printed.strip(" *"), flags=re.IGNORECASE)


def _exact_guess(exact: PlanDate, printed: str, edge: Edge) -> tuple[str, str]:
    if exact.kind is DateKind.MONTH:
        return "whole_month", "The month: starts on the 1st, ends after its last day"
    if exact.kind is DateKind.ONGOING:
        return "ongoing", _ongoing_means(edge)
    if printed:
        return "no_date", f"No {edge.value} was given"
    return "", ""


def _ongoing_means(edge: Edge) -> str:
    if edge is Edge.START:
        return "The work began before the plan"
    return "No end: reviewed each quarter"


def _read_words(
    printed: str, plain: str, edge: Edge, near: Month | None, *, is_after: bool
) -> DateReading:
    found = mentions(plain)
    if found:
        return _read_mentions(printed, plain, _with_years(found, near, is_after=is_after), edge)
    if _NONE.match(plain):
        return DateReading(printed, NONE, "no_date", f"No {edge.value} was given")
    if _NOT_YET.match(plain):
        return DateReading(printed, NONE, "to_be_confirmed", "No date was given")
    if _ONGOING.match(plain):
        return DateReading(printed, ONGOING, "ongoing", _ongoing_means(edge))
    if _RECURRING.match(plain):
        is_end = edge is Edge.END
        date = ONGOING if is_end else NONE
        meaning = "No end: it is done again and again" if is_end else "No start was given"
        return DateReading(printed, date, "recurring", meaning)
    if _DONE.match(plain):
        return DateReading(printed, NONE, "done_without_date", "No date: it says that it is done")
    if _RELATIVE.search(plain):
        meaning = "No date: the day from which to count is not printed"
        return DateReading(printed, NONE, "relative_date", meaning)
    return DateReading(printed, NONE, "not_a_date", "No date", is_understood=False)


def _read_mentions(printed: str, plain: str, found: list[DateMention], edge: Edge) -> DateReading:
    if edge is Edge.END and re.search(r"\b(?:and|then|,|&)\s*on-?going$", plain, re.I):
        return DateReading(printed, ONGOING, "ongoing", _ongoing_means(edge))
    chosen, kind = _chosen(plain, found, edge)
    month = chosen.first if edge is Edge.START else chosen.last
    if month is None:
        return DateReading(printed, NONE, "no_year", "No date: no year is printed")
    date = PlanDate(DateKind.MONTH, month)
    if not kind:
        kind = _kind_of(chosen, plain)
    return DateReading(printed, date, kind, f"{month.printed}{_detail(chosen, kind)}")


def _with_years(
    found: list[DateMention], near: Month | None, *, is_after: bool
) -> list[DateMention]:
    """Mentions without a year take it from one that follows ("Sept – Dec 2019"), or from `near`."""
    later: Month | None = None
    made: list[DateMention] = []
    for mention in reversed(found):
        if mention.first is None:
            month = _month_before(mention.month, later) if later else None
            if month is None and near is not None:
                month = _month_from(mention.month, near, is_after=is_after)
            last = _last_of(mention, month)
            mention = replace(mention, first=month, last=last)
        later = mention.first
        made.append(mention)
    return made[::-1]


def _last_of(mention: DateMention, month: Month | None) -> Month | None:
    if month is None or mention.form in {"month_alone", "day_alone"}:
        return month
    return month.plus(2)


def _month_before(number: int, later: Month) -> Month:
    year = later.year if number <= later.number else later.year - 1
    return Month(year, number)


def _month_from(number: int, near: Month, *, is_after: bool) -> Month:
    if is_after:
        return Month(near.year if number >= near.number else near.year + 1, number)
    options = [Month(near.year + shift, number) for shift in (-1, 0, 1)]
    return min(options, key=lambda month: abs(near.until(month)))


def _chosen(plain: str, found: list[DateMention], edge: Edge) -> tuple[DateMention, str]:
    """The mention that counts, and the kind of guess that choosing it is."""
    if len(found) == 1:
        return found[0], ""
    between = plain[found[0].end : found[1].start]
    if len(found) == 2 and _RANGE.match(between):
        return (found[0] if edge is Edge.START else found[1]), "date_range"
    if _MOVED.search(plain):
        is_from = re.search(r"\b(?:from|originally|was)\W*$", plain[: found[-1].start], re.I)
        return (found[0] if is_from else found[-1]), "revised_date"
    return (found[0] if edge is Edge.START else found[-1]), "several_dates"


def _kind_of(mention: DateMention, plain: str) -> str:
    rest = (plain[: mention.start] + " " + plain[mention.end :]).strip()
    if rest and not _AROUND.match(" ".join(rest.split())):
        return "words_around_date"
    return {
        "month": "words_around_date" if rest else "month_format",
        "day": "day",
        "day_alone": "no_year",
        "month_alone": "no_year",
        "term": "term",
        "term_alone": "term",
        "quarter": "quarter",
        "quarter_alone": "quarter",
        "feast": "term",
        "school_year": "year",
        "year": "year",
    }[mention.form]


def _detail(mention: DateMention, kind: str) -> str:
    year = ", the year is taken from the dates around it" if _is_without_year(mention) else ""
    if kind == "quarter":
        return f", by the quarters of the financial year{year}"
    if year:
        return year
    if kind == "several_dates":
        return ", one of several dates"
    if kind == "day":
        return ", the month of that day"
    return ""


def _is_without_year(mention: DateMention) -> bool:
    return mention.form.endswith("_alone")


def read_period(text: str, near: Month | None = None) -> tuple[DateReading, DateReading]:
    """Start and end of a cell that holds both ("May 2019 to July 2019", "By Dec 2019").

    >>> start, end = read_period("On-going to Feb 2020")
    >>> start.date.export(), end.date.export()
    ('ongoing', '2020-02')
    """
    printed = " ".join(text.split())
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    is_pair = len(lines) == 2 and all(looks_like_date(line) for line in lines)
    halves = (lines[0], lines[1]) if is_pair else _halves(printed)
    if halves:
        end = read_date(halves[1], Edge.END, near, is_own_start=False)
        start = read_date(halves[0], Edge.START, end.date.month or near)
        if not start.date.month and start.kind == "no_year" and end.date.month:
            start = read_date(f"{halves[0]} {end.date.month.year}", Edge.START)
        return start, read_date(halves[1], Edge.END, start.date.month or near)
    nothing = DateReading("", NONE)
    found = mentions(printed)
    if len(found) == 1 and _STARTS.search(printed[: found[0].start] or printed):
        end = DateReading("", ONGOING) if re.search(r"on-?going", printed, re.I) else nothing
        return read_date(printed, Edge.START, near), end
    if len(found) == 1 and found[0].form in {"term", "quarter", "school_year"}:
        end = read_date(printed, Edge.END, near, is_own_start=False)
        return read_date(printed, Edge.START, near), end
    return nothing, read_date(printed, Edge.END, near, is_own_start=False)


def _halves(printed: str) -> tuple[str, str] | None:
    """The two dates of a range, each with at least a hint of a date."""
    on_going = re.sub(r"on[- ]going", "ongoing", printed, flags=re.IGNORECASE)
    for pattern in (r"\s+(?:to|until|till|through to)\s+", r"\s*[–—]\s*", r"\s+-\s+", r"\s*-\s*"):
        for match in re.finditer(pattern, on_going, re.IGNORECASE):
            if _is_inside(match, mentions(on_going)):
                continue  # the dash of "Nov-19"
            first, second = on_going[: match.start()], on_going[match.end() :]
            if looks_like_date(first) and looks_like_date(second):
                return first.strip(), second.strip()
    found = mentions(printed)
    if len(found) == 2 and not printed[found[0].end : found[1].start].strip(" ,;/"):
        return printed[: found[0].end].strip(), printed[found[1].start :].strip()
    lines = re.split(r"\s{2,}|\s(?=(?:end|finish|by)\b)", printed, maxsplit=1, flags=re.I)
    if len(lines) == 2 and all(mentions(line) for line in lines):
        return lines[0], lines[1]
    return None


def _is_inside(match: re.Match[str], found: list[DateMention]) -> bool:
    return any(
        mention.first == mention.last
        and mention.first is not None
        and mention.start < match.start()
        and match.end() < mention.end
        for mention in found
    )


def looks_like_date(text: str) -> bool:
    """Whether a short text is a date, or what plans print in place of one."""
    plain = _without_odd_breaks(" ".join(text.split()))
    if not plain or len(plain) > 60:
        return False
    found = mentions(plain)
    if found:
        covered = sum(mention.end - mention.start for mention in found)
        rest = " ".join(_outside(plain, found).split())
        return covered * 2 >= len(plain) or not rest or bool(_AROUND.match(rest))
    words = (_ONGOING, _RECURRING, _NOT_YET, _RELATIVE)
    return any(pattern.match(plain) for pattern in words) or plain in {"-", "–", "—"}


def looks_like_period(text: str) -> bool:
    """Whether a short text is a date, or a start and an end."""
    plain = " ".join(text.split())
    return looks_like_date(plain) or (len(plain) <= 80 and _halves(plain) is not None)


def _outside(plain: str, found: list[DateMention]) -> str:
    """What of a text is in no mention."""
    kept, at = "", 0
    for mention in found:
        kept += plain[at : mention.start] + " "
        at = mention.end
    return kept + plain[at:]
