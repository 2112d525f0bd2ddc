"""A figure as it would be shown if it were entered, and the warning if it is unusual."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.domain.entry_validation import RECENT_CHANGES, Entry, Jump, unusual
from indicators.domain.enums import Unit
from indicators.domain.series import Figure, Scale, figure_of
from indicators.domain.time_spans import Span
from indicators.models import Measurement, Series


@dataclass(frozen=True, slots=True)
class BulkEntrySeries:
    """A series that may be entered in bulk, with the data its row needs."""

    series: Series
    label: str
    next_span: Span | None
    numbers: tuple[tuple[date, float], ...]
    running: Measurement | None  # what stands of a span that is not over yet


def scale_of(series: Series) -> Scale:
    return Scale(Unit(series.indicator.unit), series.indicator.decimals)


def shown_figure(series: Series, entry: Entry) -> Figure:
    """The figure as readers would see it: suppressed if it is small."""
    return figure_of(
        entry.span,
        scale_of(series),
        value=entry.value.value,
        gap=entry.value.gap,
        numerator=entry.value.numerator,
        denominator=entry.value.denominator,
        suppress_below=series.indicator.suppress_below,
    )


def unusual_words(numbers: Sequence[tuple[date, float]], figure: Figure, scale: Scale) -> str:
    """The warning about a figure that changes more than usual; empty if it does not.

    `numbers` are those of its series by their last day, in order; its own span may be among them.
    """
    if figure.value is None:
        return ""
    day = figure.span.last_day
    at = bisect_left(numbers, day, key=lambda number: number[0])
    after = at + 1 if at < len(numbers) and numbers[at][0] == day else at
    before = numbers[max(0, at - RECENT_CHANGES - 1) : at]
    later = numbers[after : after + RECENT_CHANGES + 1]
    jump = unusual([number for _, number in (*before, *later)], figure.value, len(before))
    return jump_words(jump, figure, scale, first=not before) if jump else ""


def jump_words(jump: Jump, figure: Figure, scale: Scale, *, first: bool) -> str:
    """In words: "91% is 40 percentage points more than the figure before it; 4 is usual"."""
    way = "more" if jump.change > 0 else "less"
    other = "after" if first else "before"
    usual = scale.apart(jump.usual) if jump.usual else "no change at all"
    return (
        f"{figure.printed} is {scale.apart(jump.change)} {way} than the figure {other} it. "
        f"Usual for this series: {usual}"
    )
