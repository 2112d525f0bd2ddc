"""What cannot be in the definition of an indicator, in words for its author. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from indicators.domain.definition import IndicatorDefinition
from indicators.domain.enums import SpanKind
from indicators.domain.period_grammar import plain_words, understood
from indicators.domain.period_words import QuarterUnclear, read_period

_PERIOD_EXAMPLE: Final = "Enter it like 2018/19, 2018 or Sept 2018"


class DefinitionFault(NamedTuple):
    """A field of a definition, and why it cannot be as it is."""

    field: str
    sentence: str


def definition_faults(
    before: IndicatorDefinition | None,
    after: IndicatorDefinition,
    began: date | None,
    today: date,
) -> Iterator[DefinitionFault]:
    """What is wrong with the days and periods that a change brings.

    `began` is the day on which the plan began, where that is known. What was there before, and
    came from a file, is left as it is.
    """
    if before is None or before.next_due != after.next_due:
        sentence = next_due_fault(after.next_due, began)
        if sentence:
            yield DefinitionFault("next_due", sentence)
    if after.baseline is None:
        return
    if before is None or (before.baseline_when, before.baseline) != (
        after.baseline_when,
        after.baseline,
    ):
        sentence = baseline_period_fault(after.baseline_when, began, today)
        if sentence:
            yield DefinitionFault("baseline_when", sentence)


def next_due_fault(day: date | None, began: date | None) -> str:
    """Why a figure cannot be due on a day; empty if it can."""
    if day is None or began is None or day >= began:
        return ""
    return (
        f"The day must be on or after {_printed(began)}, on which the plan began. Enter the day on "
        "which the next figure is due"
    )


def baseline_period_fault(typed: str, began: date | None, today: date) -> str:
    """Why a text cannot be the period of a baseline; empty if it can.

    Of a text with two meanings, such as a school and a financial year, one that fits is enough; a
    quarter of a single year has to be said more clearly, because its meanings share no month.
    """
    if not typed.strip():
        return f"Enter the period of the baseline. {_PERIOD_EXAMPLE}"
    quoted = f"“{' '.join(typed.split())[:40]}”"
    meanings, reasons = understood(plain_words(typed))
    if not meanings:
        why = reasons[0] if reasons else "is not a period"
        return f"{quoted} {why}. {_PERIOD_EXAMPLE}"
    if all(meaning.kind is SpanKind.QUARTER for meaning in meanings):
        try:
            read_period(SpanKind.QUARTER, typed)
        except QuarterUnclear as unclear:
            return str(unclear)
    begins = min(meaning.first for meaning in meanings)
    if begins > today:
        return f"{quoted} is in the future. Enter the period that the baseline was measured for"
    if began is not None and begins > began:
        return (
            f"{quoted} is after {_printed(began)}, on which the plan began. Enter the period that "
            "the baseline was measured for"
        )
    return ""


def _printed(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
