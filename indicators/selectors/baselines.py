"""What an indicator starts from: a figure that the plan names, or the last one before it."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.enums import Judgement
from indicators.domain.series import Figure
from indicators.domain.time_spans import Span
from indicators.selectors.figures_as_at import Reading
from indicators.selectors.headline_trend import baseline_figure


@dataclass(frozen=True, slots=True)
class Baseline:
    """A figure to start from, as it may be shown; `when` is its period in words, or empty."""

    figure: Figure
    when: str
    is_named: bool
    span: Span | None  # None where the plan names a number without a period that is known


def baseline_of(reading: Reading) -> Baseline | None:
    """The baseline of an indicator; None without one that lies before the plan."""
    known, indicator, main = reading.trend, reading.indicator, reading.main
    if main is None:
        return None
    # Where nothing was measured since, the last figure before the plan is what it starts from.
    first = known.end if known.judgement is Judgement.BEFORE_PLAN else known.start
    if indicator.baseline is not None:
        figure = baseline_figure(indicator, main.scale, reading.day)
        own = first.span if first and reading.starts_from_named else None
        printed = own.printed if own else ""
        return Baseline(figure, indicator.baseline_when or printed, True, own)
    if first is not None and (first is known.end or reading.starts_before_plan):
        return Baseline(first, first.span.printed, False, first.span)
    return None
