"""The table of baseline, milestones and targets, as improvement plans print it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.domain.enums import Judgement
from indicators.domain.series import Figure
from indicators.domain.targets import Reached
from indicators.selectors.figures_as_at import Reading
from indicators.selectors.headline_trend import baseline_figure
from indicators.selectors.target_outcomes import TargetOutcome, target_outcomes


@dataclass(frozen=True, slots=True)
class TargetTableRow:
    """A row of the table: the baseline, a milestone or a target."""

    label: str
    by: str
    aim: str
    actual: str
    actual_period: str
    england: str
    reached: str
    is_missed: bool = False


def target_table(reading: Reading) -> tuple[TargetTableRow, ...]:
    """The rows, the baseline first; none without a number or a series to reach."""
    rows = [_row(outcome) for outcome in target_outcomes(reading)]
    return (*_baseline(reading), *rows) if rows else ()


def _baseline(reading: Reading) -> Iterable[TargetTableRow]:
    known, indicator, main = reading.trend, reading.indicator, reading.main
    if main is None:
        return
    # Where nothing was measured since, the last figure before the plan is what it starts from.
    first = known.end if known.judgement is Judgement.BEFORE_PLAN else known.start
    if indicator.baseline is not None:
        printed = baseline_figure(indicator, main.scale, reading.day).printed
        own = first.span.printed if first and reading.starts_from_named else ""
        when = indicator.baseline_when or own
    elif first is not None and (first is known.end or reading.starts_before_plan):
        printed, when = first.printed, first.span.printed
    else:
        return
    yield TargetTableRow("Baseline", "", "", printed, when, "", "")


def _row(outcome: TargetOutcome) -> TargetTableRow:
    actual = outcome.actual
    by = f"{outcome.by.day} {outcome.by:%B %Y}" if outcome.by else ""
    return TargetTableRow(
        outcome.label,
        by,
        outcome.aim,
        actual.printed if actual else "",
        actual.span.printed if actual else "",
        _printed(outcome.england),
        outcome.reached.value,
        outcome.reached is Reached.NO,
    )


def _printed(figure: Figure | None) -> str:
    return figure.printed if figure and figure.value is not None else ""
