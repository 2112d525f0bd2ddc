"""Validation of an entered figure: parsed, checked against its unit, refused with a reason. Pure.

Numbers. A point marks decimals and a comma thousands: "1,234.5". A per cent sign is ignored for
percentages, a pound sign for pounds. A percentage lies between 0 and 100, a number is whole and not
below 0, a rate and a time are not below 0; a score and an amount of money may be negative. "12 of
23" is a percentage with its numerator and denominator.

Gaps. The symbols of English official statistics, and the words for them, as in every other place:
see `wsoa.core.spreadsheets.symbols`.

Spans. Written in any usual way: see `indicators.domain.period_words`. The span of a figure must
have begun: a year to date belongs to its year.

Jumps. The usual change of a series is the median of the absolute changes between its figures in
chronological order: of the 24 before, or of the first 24; at least three are needed. A figure that
differs from the one before it (the first of all: from the one after it) by more than three times
that has to be confirmed; it is not refused. In a series that never changed, any change has to be
confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Final

from indicators.domain.enums import Gap, SpanKind, Unit
from indicators.domain.period_grammar import PeriodRefused, QuarterYear
from indicators.domain.period_words import QuarterUnclear, read_period
from indicators.domain.time_spans import EXAMPLES, Span
from wsoa.core.spreadsheets.symbols import symbol_of

FEWEST_CHANGES: Final = 3
RECENT_CHANGES: Final = 24
UNUSUAL_TIMES: Final = 3
LARGEST: Final = 1e12
_EPSILON: Final = 1e-9

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+", re.ASCII)
_COMMA_FOR_POINT: Final = re.compile(r"[+-]?\d+(?:\.\d{3})*,\d+", re.ASCII)
_OF: Final = re.compile(r"(.+?)\s*(?:\bout of\b|\bof\b|/)\s*(.+)", re.IGNORECASE)
_SIGNS: Final = {
    Unit.PERCENT: ("%", "per cent", "percent"),
    Unit.DAYS: ("days", "day"),
    Unit.WEEKS: ("weeks", "week"),
}
_MAY_BE_BELOW_0: Final = {Unit.SCORE, Unit.POUNDS}
_WHOLE_PARTS: Final = {Unit.PERCENT, Unit.COUNT}


class FigureRefused(ValueError):
    """The text is not a valid figure. `field` is value, numerator, denominator or span."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


class QuarterNotStated(FigureRefused):
    """The text is a quarter such as "Q1 2019", of the calendar year or of the financial year."""

    def __init__(self, unclear: QuarterUnclear) -> None:
        self.typed, self.choice = unclear.typed, unclear.choice
        super().__init__("span", str(unclear))


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A number, or the reason for a gap, with its numerator and denominator."""

    value: float | None
    gap: Gap = Gap.NONE
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure for a span as a person enters it."""

    span: Span
    value: FigureValue
    provisional: bool = False
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """A change of more than three times the usual one; both in the indicator's unit."""

    change: float
    usual: float


@dataclass(frozen=True, slots=True)
class _Number:
    number: float
    typed: str
    decimals: int


def read_value(typed: str, unit: Unit, numerator: str = "", denominator: str = "") -> FigureValue:
    """Parses text as a figure of this unit.

    A percentage left empty is calculated from its numerator and denominator. Raises FigureRefused
    with a message for the person who entered it.
    """
    typed, numerator, denominator = _tidy(typed), _tidy(numerator), _tidy(denominator)
    gap = gap_of(typed)
    if gap is not Gap.NONE:
        if numerator or denominator:
            raise FigureRefused(
                "value",
                (
                    f"“{typed}” means that there is no figure. Leave the numerator and "
                    "denominator empty"
                ),
            )
        return FigureValue(None, gap)
    of = _OF.fullmatch(typed)
    if of and not numerator and not denominator:
        if unit is not Unit.PERCENT:
            raise FigureRefused(
                "value", (f"“{typed}” is a share, but this figure is not a percentage")
            )
        typed, numerator, denominator = "", of[1], of[2]
        return _value("", unit, numerator, denominator, ("value", "value"))
    return _value(typed, unit, numerator, denominator, ("numerator", "denominator"))


def _value(
    typed: str, unit: Unit, numerator: str, denominator: str, fields: tuple[str, str]
) -> FigureValue:
    parts = _parts(unit, numerator, denominator, fields)
    if parts is None:
        return FigureValue(_checked(_number(typed, "value"), unit))
    top, bottom = parts
    if not typed and unit is Unit.PERCENT:
        return FigureValue(100 * top / bottom, Gap.NONE, top, bottom)
    number = _number(typed, "value")
    value = _checked(number, unit)
    _agree(number, unit, top, bottom)
    return FigureValue(value, Gap.NONE, top, bottom)


def gap_of(typed: str) -> Gap:
    """The gap that a symbol or words stand for; Gap.NONE for anything else."""
    reason = symbol_of(typed)
    return Gap(reason.value) if reason else Gap.NONE


def _tidy(typed: str) -> str:
    """The text with plain spaces and dashes in place of typographical ones."""
    words = " ".join(typed.split())
    return re.sub("[\u2010-\u2015\u2212]", "-", words)


def _number(typed: str, field: str) -> _Number:
    if not typed:
        raise FigureRefused(field, "Enter a figure, or a symbol such as x for not available")
    words = _bare(typed)
    if not _NUMBER.fullmatch(words):
        if _COMMA_FOR_POINT.fullmatch(words):
            point = words.replace(".", "").replace(",", ".")
            raise FigureRefused(field, f"“{typed}” has a comma as the decimal point. Enter {point}")
        raise FigureRefused(field, f"“{typed[:40]}” is not a number")
    plain = words.replace(",", "")
    number = float(plain)
    if abs(number) > LARGEST:
        raise FigureRefused(field, f"“{typed[:40]}” is too large")
    return _Number(number + 0.0, typed, len(plain.partition(".")[2]))


def _bare(typed: str) -> str:
    """The number without any unit sign; `_checked` decides whether the sign fits the unit."""
    words = re.sub(r"^([+-]?)\s*£\s*", r"\1", typed)
    for signs in _SIGNS.values():
        for sign in signs:
            if words.lower().endswith(sign):
                return words[: -len(sign)].rstrip()
    return words


def _checked(number: _Number, unit: Unit) -> float:
    """The number, if it is valid for its unit. Raises FigureRefused otherwise."""
    value, typed = number.number, number.typed
    _refuse_other_signs(typed, unit)
    if unit is Unit.PERCENT and "," in typed:
        raise FigureRefused(
            "value", (f"“{typed}” has a comma. Enter a percentage with a point, for example 91.5")
        )
    if unit is Unit.PERCENT and not 0 <= value <= 100:
        raise FigureRefused(
            "value", f"“{typed}” is not between 0 and 100. Percentage must be between 0 and 100"
        )
    if value < 0 and unit not in _MAY_BE_BELOW_0:
        raise FigureRefused("value", f"“{typed}” is below 0. Enter 0 or more")
    if unit is Unit.COUNT and value != int(value):
        raise FigureRefused(
            "value", (f"“{typed}” is not a whole number. Figure must be a whole number")
        )
    return value


def _refuse_other_signs(typed: str, unit: Unit) -> None:
    for other, signs in _SIGNS.items():
        if other is not unit and typed.lower().endswith(signs):
            raise FigureRefused(
                "value", (f"“{typed}” is in {other.label.lower()}, but this figure is not")
            )
    if "£" in typed and unit is not Unit.POUNDS:
        raise FigureRefused("value", f"“{typed}” is in pounds, but this figure is not")


def plain_number(typed: str) -> float | None:
    """The number of a text that is a number and nothing else; None for any other text."""
    words = _tidy(typed)
    return float(words.replace(",", "")) if _NUMBER.fullmatch(words) else None


def _parts(
    unit: Unit, numerator: str, denominator: str, fields: tuple[str, str]
) -> tuple[float, float] | None:
    """Numerator and denominator; None if neither was given."""
    if not numerator and not denominator:
        return None
    if not numerator:
        raise FigureRefused(fields[0], "Enter the numerator as well (how many)")
    if not denominator:
        raise FigureRefused(fields[1], "Enter the denominator as well (out of how many)")
    top = _part(numerator, unit, fields[0])
    bottom = _part(denominator, unit, fields[1])
    if bottom == 0:
        raise FigureRefused(
            fields[1],
            ("Denominator must be more than 0. If there is no figure, enter x for not available"),
        )
    if unit in _WHOLE_PARTS and top > bottom:
        raise FigureRefused(
            fields[0],
            (
                f"Numerator must not be more than the denominator: “{numerator}” is more than "
                f"“{denominator}”"
            ),
        )
    return top, bottom


def _part(typed: str, unit: Unit, field: str) -> float:
    number = _number(typed, field)
    if re.search("[^-+0-9,.]", typed):
        raise FigureRefused(field, f"“{typed}” is not a plain number")
    if number.number < 0:
        raise FigureRefused(field, f"“{typed}” is below 0. Enter 0 or more")
    if unit in _WHOLE_PARTS and number.number != int(number.number):
        raise FigureRefused(field, f"“{typed}” is not a whole number. Enter a whole number")
    return number.number


def _agree(number: _Number, unit: Unit, top: float, bottom: float) -> None:
    """Checks that a percentage equals its parts, rounded as typed, and that a count is its
    numerator.

    The parts of a rate, a score or a mean are defined by the indicator, so they are not checked.
    """
    if unit is Unit.COUNT and number.number != top:
        raise FigureRefused(
            "value", (f"“{number.typed}” does not match the numerator, {_plain(top)}")
        )
    made = 100 * top / bottom
    if unit is Unit.PERCENT and abs(number.number - made) > 0.5 * 10**-number.decimals + _EPSILON:
        raise FigureRefused(
            "value",
            (
                f"“{number.typed}” does not match {_plain(top)} of {_plain(bottom)}, which is "
                f"{made:.1f}%"
            ),
        )


def _plain(number: float) -> str:
    return f"{number:,.15g}"


def read_span(
    kind: SpanKind, typed: str, today: date, quarter_year: QuarterYear | None = None
) -> Span:
    """Parses the span of a figure, written as its key or as people and spreadsheets write it.

    `quarter_year` says whose quarter "Q1 2019" is. Raises FigureRefused if the text cannot be read
    or has not begun by `today`, and QuarterNotStated if it has to be asked.
    """
    words = _tidy(typed)
    if not words:
        raise FigureRefused("span", f"Enter the period of the figure, for example {EXAMPLES[kind]}")
    try:
        span = read_period(kind, words, quarter_year)
    except QuarterUnclear as unclear:
        raise QuarterNotStated(unclear) from None
    except PeriodRefused as refused:
        raise FigureRefused("span", str(refused)) from None
    if span.first_day > today:
        raise FigureRefused("span", f"{span.printed} is in the future")
    return span


def unusual(others: Sequence[float], new: float, at: int | None = None) -> Jump | None:
    """The jump that a new figure makes, if it is large enough to need confirmation; None otherwise.

    `others` are the other numbers of its series in chronological order, without gaps; the new one
    belongs before the one at `at`, or after them all. The rule is described at the top of this
    file.
    """
    at = len(others) if at is None else at
    first = max(0, at - RECENT_CHANGES - 1)
    recent, at = others[first : first + RECENT_CHANGES + 1], at - first
    changes = [abs(after - before) for before, after in pairwise(recent)]
    if len(changes) < FEWEST_CHANGES:
        return None
    usual = median(changes)
    change = new - recent[at - 1 if at else 0]
    if abs(change) <= UNUSUAL_TIMES * usual + _EPSILON * max(1.0, abs(new)):
        return None
    return Jump(change, usual)
